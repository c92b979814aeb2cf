"""Change the key slots together with the rows of an act, so that a crash or a full disk leaves both or neither."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event
from sqlmodel import Session

from app.faults import UserFault
from app.security.keyslots import KeySlots, read_key_slots, write_key_slots


def change_slots(session: Session, path: Path, change: Callable[[KeySlots], KeySlots]) -> None:
    """Rewrite the slot file inside an act; when the act is undone after all, the former slots come back.

    The file is read anew under the act's write lock: another process may have changed it since somebody looked.
    A kill between the file and the commit leaves the new slots without their journal entry: a new password holds,
    a stopped account stays shut, a slot without a user opens nothing. Doing the act again completes it.
    """
    session.flush()
    session.connection()  # takes the write lock where the act has written nothing yet
    former = read_key_slots(path)
    changed = change(former)
    write_key_slots(path, changed)

    def put_back(_session: Session) -> None:
        # Where even that fails, the new slots stay: whoever chose the new password knows it.
        with contextlib.suppress(UserFault):
            if read_key_slots(path) == changed:
                write_key_slots(path, former)

    event.listen(session, "after_rollback", put_back)
