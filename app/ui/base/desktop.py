"""What every page shares: the open workspace, where to go next, what to say, and work off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.casework.office.law_in_force import LawInForce, law_in_force
from app.faults import UserFault
from app.law.dates.calendar import WorkCalendar
from app.models.workspace import Workspace
from app.ui.base.job import Job, Task, Workers
from app.ui.base.places import Place

__all__ = ["Desktop", "Job", "Page", "Task"]

T = TypeVar("T")


class Desktop(QObject):
    """The running program as pages see it; pages never know each other."""

    # say(tone, text) with tone info, success, warning or fault; go(Place) asks the window to go there.
    say = Signal(str, str)
    go = Signal(object)
    cases_changed = Signal()
    fault_found = Signal(object)

    def __init__(
        self, workspace: Workspace, _shipped: WorkCalendar | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._workers = Workers()

    @property
    def law(self) -> LawInForce:
        """Return the calendars, clocks and local rules in force now; what the office changes counts at once."""
        return law_in_force(self.workspace)

    @property
    def calendar(self) -> WorkCalendar:
        """Return the calendar in force now."""
        return self.law.calendar

    def attempt(self, work: Callable[[], T], refused: Callable[[UserFault], None] | None = None) -> T | None:
        """Run an act now; a refusal is said where it belongs (`refused`) or on the message bar, and gives None."""
        try:
            return work()
        except UserFault as fault:
            if refused is not None:
                refused(fault)
            else:
                self.say.emit("fault", str(fault))
            return None

    def start(
        self,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        *,
        refused: Callable[[UserFault], None] | None = None,
    ) -> Job:
        """Run `work(task)` off the window's thread and `done(result)` on it; return the job to watch or cancel.

        A refusal is said on the message bar, or handed to `refused` when it belongs under a field.
        """
        job = Job()
        job.succeeded.connect(done)
        job.refused.connect(refused or (lambda fault: self.say.emit("fault", str(fault))))
        job.failed.connect(self.fault_found.emit)
        self._workers.start(job, work)
        return job

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait for all background work, as before closing."""
        return self._workers.wait(milliseconds)


class Page(QWidget):
    """One page of the frame: `name` is its place in the rail, `arrive` is called whenever it comes up."""

    name = ""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self.desktop = desktop

    def arrive(self, place: Place | None = None) -> None:
        """Show what is true now; `place` is one of this page's own, None comes back to it as it is."""

    def cited(self) -> tuple[str, ...]:
        """Return the places of the Regulation that this page stands on now, the nearest first, for the key F1."""
        return ()

    def leave(self) -> bool:
        """Say whether the page may be left now; it saves what was typed first."""
        return True
