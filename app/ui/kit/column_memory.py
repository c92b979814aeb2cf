"""Where this office's columns are kept: beside the workspace, without a word of any case."""

from PySide6.QtCore import QSettings

from app.models.workspace import Workspace

_FILE = "window.ini"


def column_memory(workspace: Workspace) -> QSettings:
    """Return the memory of column widths, places and order for the tables of this workspace."""
    return QSettings(str(workspace.folder / _FILE), QSettings.Format.IniFormat)
