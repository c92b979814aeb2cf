"""Where files go and come from, as the system's own dialogs ask it."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def default_folder() -> Path:
    """Return the folder in which a person looks for documents."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()
