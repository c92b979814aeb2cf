"""Read the journal of a workspace, and write something small into it."""

from typing import Any

from app.models.journal_check import read_entries
from app.models.tables import Setting
from app.models.workspace import Workspace


def entries(workspace: Workspace) -> list[dict[str, Any]]:
    with workspace.store.connection() as connection:
        return list(read_entries(connection))


def write(workspace: Workspace, key: str, value: str) -> None:
    with workspace.act("set_parameter", "试") as session:
        row = session.get(Setting, key) or Setting(key=key, value="")
        row.value = value
        session.add(row)
