"""The file that somebody drags into a window or pastes."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_file(data: QMimeData) -> Path | None:
    """Return the one file on this computer that is offered; None for anything else, and for several at once."""
    files = [url.toLocalFile() for url in data.urls()] if data.hasUrls() else []
    return Path(files[0]) if len(files) == 1 and files[0] else None
