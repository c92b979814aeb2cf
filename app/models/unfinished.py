"""What exits that a crash or a power cut broke off have left: cleared at the next start, and their end written down."""

import threading
import time
from contextlib import suppress
from pathlib import Path

from sqlmodel import col, select

from app.models.journal import JournalContext
from app.models.lock import nothing_under_way
from app.models.store import Store
from app.models.tables import FileExit, FileExitEnd
from app.security.files import PREFIX, SUFFIX, discard, settle

EXITS_LOCK = "exits.lock"
WRITTEN, FAILED, UNCLEAR = "written", "failed", "unclear"
# A folder on a network that is gone can hold up whoever asks for it: the start does not wait longer.
PATIENCE_S = 0.5
_LOOKED_BACK, _FOLDERS = 500, 8


def clear_unfinished(store: Store, mark: str, context: JournalContext) -> None:
    """Clear temporaries with this `mark` that no process is about any more, and end the records of their exits.

    What cannot be reached now is left to a later start. Raises `UserFault` when the ends cannot be written.
    """
    with nothing_under_way(store.path.with_name(EXITS_LOCK)) as alone:
        if alone:
            _clear(store, mark, context)


def _clear(store: Store, mark: str, context: JournalContext) -> None:
    with store.reading() as session:
        query = (
            select(FileExit, FileExitEnd.id)
            .join(FileExitEnd, col(FileExitEnd.exit_id) == col(FileExit.id), isouter=True)
            .where(FileExit.temporary != "")
            .order_by(col(FileExit.id).desc())
            .limit(_LOOKED_BACK)
        )
        rows = [
            (each.id or 0, Path(each.temporary), each.file_name, each.sha256, end)
            for each, end in session.exec(query).all()
        ]
    # A workspace that came from another system names places which are none here.
    rows = [row for row in rows if row[1].is_absolute()]
    if not rows:
        return
    looked = _Look(rows, f"{PREFIX}{mark}-")
    looked.start()
    looked.join(PATIENCE_S)
    looked.given_up.set()
    if ended := dict(looked.ended):
        with store.writing(context) as session:
            session.add_all(FileExitEnd(exit_id=key, at=context.at, outcome=said) for key, said in ended.items())


class _Look(threading.Thread):
    """Look into the folders, the latest first; `ended` grows as it goes."""

    def __init__(self, rows: list[tuple[int, Path, str, str, int | None]], prefix: str) -> None:
        super().__init__(daemon=True)
        self.ended: list[tuple[int, str]] = []
        self.given_up = threading.Event()
        self._rows, self._prefix, self._began = rows, prefix, time.time()

    def run(self) -> None:
        """End every record without an end, then clear what was never recorded."""
        for key, temporary, name, digest, end in self._rows:
            if end is None and (said := _outcome(temporary, name, digest)):
                self.ended.append((key, said))
        folders = list(dict.fromkeys(temporary.parent for _, temporary, *_ in self._rows))
        for folder in folders[:_FOLDERS]:
            with suppress(OSError):
                found = [path for path in folder.glob(f"{self._prefix}*{SUFFIX}") if self._is_former(path)]
                # Whoever is not waited for no longer holds the lock: what is found from then on may be under way.
                if self.given_up.is_set():
                    return
                for path in found:
                    discard(path)

    def _is_former(self, path: Path) -> bool:
        return path.lstat().st_mtime < self._began


def _outcome(temporary: Path, name: str, digest: str) -> str:
    """Clear the temporary and say how its exit ended; "" where its folder, a stick perhaps, is not there now.

    A temporary that is gone got its name, or was cleared when it could not: the file that stands there may tell.
    """
    target = temporary.parent / name
    try:
        if not temporary.parent.is_dir():
            return ""
        if temporary.name.startswith(PREFIX) and (temporary.is_symlink() or temporary.exists()):
            discard(temporary)
            return FAILED
        return WRITTEN if target.exists() and settle(target) == digest else UNCLEAR
    except OSError:
        return ""
