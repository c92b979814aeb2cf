"""What is read in behind the login window: the database code, the law, the pages."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.law.dates.calendar import WorkCalendar
    from app.law.route.models import RulePack

_MODULES = (
    "app.models.workspace",
    "app.casework.worklist.desk",
    "app.casework.office.settings",
    "app.ui.base.desktop",
    "app.ui.shell.main_window",
    "app.ui.desk.page",
)


@dataclass(frozen=True)
class Loaded:
    """The data that every window needs, proven when the program starts."""

    calendar: WorkCalendar
    rules: RulePack


def load_everything() -> Loaded:
    """Import what opens a workspace and prove the shipped law; for a thread behind the first window.

    Raises `UserFault` naming the file when a shipped data file is broken.
    """
    for name in _MODULES:
        importlib.import_module(name)
    from app.casework.office.law_in_force import rule_pack, shipped_calendar

    return Loaded(shipped_calendar(), rule_pack())
