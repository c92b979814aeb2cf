"""What a registered or discarded draft said is gone from the file and its log, read page by page with the key."""

import json
import os
import signal
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from offices import PASSWORD, StandingClock
from sqlalchemy import text
from walking import example, intake

from app.casework.intake.drafts import discard_draft, save_draft
from app.casework.intake.register import register_case
from app.casework.worklist.case_list import list_cases
from app.models.workspace import DATABASE, Workspace, open_workspace

SECRET = "ZQXSECRET"
PAGE, RESERVED, LOG_HEAD, FRAME_HEAD = 4096, 80, 32, 24


def pages_in_clear(workspace: Workspace) -> bytes:
    """Every page of the file and every frame of its log, free space too, deciphered (SQLCipher 4, raw key)."""
    file = (workspace.folder / DATABASE).read_bytes()
    found = [_page(workspace.store.key, file[at : at + PAGE], at == 0) for at in range(0, len(file), PAGE)]
    log_path = workspace.folder / f"{DATABASE}-wal"
    log = log_path.read_bytes() if log_path.exists() else b""
    for at in range(LOG_HEAD, len(log) - FRAME_HEAD - PAGE + 1, FRAME_HEAD + PAGE):
        first = int.from_bytes(log[at : at + 4]) == 1
        found.append(_page(workspace.store.key, log[at + FRAME_HEAD : at + FRAME_HEAD + PAGE], first))
    return b"".join(found)


def _page(key: bytes, page: bytes, first: bool) -> bytes:
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return opened.update(page[16 if first else 0 : PAGE - RESERVED]) + opened.finalize()


def typed(workspace: Workspace) -> int:
    """Type a draft as the window keeps it: saved again and again, longer and shorter."""
    draft: int | None = None
    for repeats in (3, 900, 40, 2000, 7):
        draft = save_draft(workspace, draft, SECRET, json.dumps({"summary": SECRET * repeats}))
    assert draft is not None
    assert SECRET.encode() in pages_in_clear(workspace)
    return draft


@pytest.mark.parametrize("name", ["accusation_discipline", "transfer_visit"])
def test_no_page_keeps_a_registered_draft(workspace: Workspace, name: str) -> None:
    draft = typed(workspace)
    register_case(workspace, intake(example(name)), draft)
    assert SECRET.encode() not in pages_in_clear(workspace)


def test_no_page_keeps_a_discarded_draft(workspace: Workspace) -> None:
    discard_draft(workspace, typed(workspace))
    assert SECRET.encode() not in pages_in_clear(workspace)


def test_a_reader_puts_the_overwriting_off_and_not_away(workspace: Workspace, clock: StandingClock) -> None:
    draft = typed(workspace)
    other = open_workspace(workspace.folder, "li", PASSWORD, now=clock)
    with other.reading() as session:
        session.execute(text("SELECT count(*) FROM draft")).scalar_one()
        register_case(workspace, intake(example("accusation_discipline")), draft)
    save_draft(workspace, None, "另一件", "{}")
    assert SECRET.encode() not in pages_in_clear(workspace)
    other.close()


def test_a_disk_that_fills_after_the_commit_does_not_deny_the_registration(workspace: Workspace) -> None:
    resource = pytest.importorskip("resource", reason="Windows sets no limit to the size of a file")
    draft = save_draft(workspace, None, "试", "{}")
    file = Path(workspace.folder / DATABASE)
    workspace.store.checkpoint()
    save_draft(workspace, draft, "试", "x" * 40_000)
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    # The log has room for the commit, the file none to take it over.
    resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(file), limits[1]))
    try:
        registered = register_case(workspace, intake(example("accusation_discipline")), draft)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert [row.id for row in list_cases(workspace).rows] == [registered.case_id]
