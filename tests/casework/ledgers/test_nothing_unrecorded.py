"""What one clerk typed is theirs, and no ledger leaves the workspace without its entry."""

import signal
from pathlib import Path

import pytest
from offices import CHEAP, PASSWORD, StandingClock
from walking import register

from app.casework.intake.drafts import list_drafts, save_draft
from app.casework.ledgers.export import FullExport, export_ledger
from app.casework.office.accounts import add_user
from app.casework.office.exports import count_exports
from app.faults import UserFault
from app.models.workspace import DATABASE, Workspace, open_workspace

OTHER = "窗口口令2026"


def test_nobody_writes_into_the_draft_of_another(workspace: Workspace, clock: StandingClock) -> None:
    draft = save_draft(workspace, None, "试", "内容")
    add_user(workspace, "wang", "王素琴", ("clerk",), OTHER, cost=CHEAP)
    clerk = open_workspace(workspace.folder, "wang", OTHER, now=clock)
    with pytest.raises(UserFault, match="另一位工作人员"):
        save_draft(clerk, draft, "试", "别的")
    clerk.close()
    assert [row.payload for row in list_drafts(workspace)] == ["内容"]


def test_a_ledger_that_cannot_be_recorded_does_not_leave(workspace: Workspace, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows sets no limit to the size of a file")
    register(workspace, "transfer_visit")
    for _ in range(20):
        save_draft(workspace, None, "试", "x" * 3000)
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    # The database's log is full; a workbook, far smaller, can still be written.
    log = (workspace.folder / f"{DATABASE}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (log, limits[1]))
    try:
        with pytest.raises(UserFault, match="没有保存"):
            export_ledger(workspace, tmp_path / "台账.xlsx", full=FullExport(PASSWORD, "报送", "市信访局"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert not (tmp_path / "台账.xlsx").exists()
    assert count_exports(workspace) == 0
