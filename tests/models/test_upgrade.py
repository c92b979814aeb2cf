"""A workspace that the first version made opens today, keeps all it held, and its cases can be carried on."""

from datetime import date
from pathlib import Path

import pytest
from offices import PASSWORD, StandingClock
from sqlmodel import col, select
from workspace_of_first_version import FirstVersion

from app.casework.cases.attachments import attachment_bytes, attachments_of, void_attachment
from app.casework.cases.lookup import case_by_id
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.ledgers.export import export_ledger
from app.casework.life.acts import perform
from app.casework.office.checks import check_workspace
from app.casework.office.exports import list_exports
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import find
from app.models.schema import HEAD, version_of
from app.models.tables import FileExit, FileExitEnd
from app.models.workspace import Workspace, open_workspace

TABLES = ("office", "user", "case", "petitioner", "claim", "case_clock")


def rows_of(store: object) -> dict[str, list[dict[str, object]]]:
    with store.connection() as connection:  # type: ignore[attr-defined]
        return {
            table: [dict(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()]
            for table in TABLES
        }


@pytest.fixture
def first(tmp_path: Path) -> FirstVersion:
    made = FirstVersion(tmp_path / "旧工作区")
    made.register(1)
    made.register(2, state="S02", outcome_id="O-pending", dispatched_on=None, notice_kind="receipt_notice", remedy="",
                  next_due=date(2026, 10, 27), next_clock="K1")  # fmt: skip
    return made


@pytest.fixture
def opened(first: FirstVersion, clock: StandingClock):  # type: ignore[no-untyped-def]
    first.close()
    workspace = open_workspace(first.folder, "li", PASSWORD, now=clock)
    yield workspace
    workspace.close()


def test_it_stands_at_the_first_migration_and_is_brought_to_the_last(first: FirstVersion, clock: StandingClock) -> None:
    with first.store.connection() as connection:
        assert version_of(connection) == "0001"
    first.close()
    workspace = open_workspace(first.folder, "li", PASSWORD, now=clock)
    with workspace.store.connection() as connection:
        assert version_of(connection) == HEAD
    workspace.close()
    again = open_workspace(first.folder, "li", PASSWORD, now=clock)
    assert check_workspace(again).sound
    again.close()


def test_every_row_keeps_every_value(first: FirstVersion, clock: StandingClock) -> None:
    before = rows_of(first.store)
    first.close()
    workspace = open_workspace(first.folder, "li", PASSWORD, now=clock)
    after = rows_of(workspace.store)
    workspace.close()
    for table in TABLES:
        assert [{k: row[k] for k in old} for old, row in zip(before[table], after[table], strict=True)] == before[table]


def test_the_journal_still_accounts_for_every_row(opened: Workspace) -> None:
    report = check_workspace(opened, deep=True)
    assert (report.faults, report.sound) == ((), True)
    assert report.entries >= 11


def test_its_cases_are_shown_and_found(opened: Workspace) -> None:
    view = case_view(opened, 1)
    assert (view.row.state, view.row.destination) == ("已转送", "香林县住房和城乡建设局")
    assert [clock.kind for clock in view.clocks] == ["K1"]
    assert [paper.kind for paper in view.owed] == ["transfer_notice"]
    assert view.timeline
    assert find(opened, view.row.number).rows[0].id == 1


def test_a_case_that_waited_for_its_letter_is_sent_and_followed(opened: Workspace, clock: StandingClock) -> None:
    done = perform(opened, 2, "dispatch", {"dispatched_on": "2026-10-20", "destination": "香林县住房和城乡建设局"})
    assert done.state == "S03"
    perform(opened, 2, "receiver_signed", {"receiver_received_on": "2026-10-22"})
    running = {clock.kind: clock.due for clock in case_view(opened, 2).clocks if clock.stopped_on is None}
    assert running == {"K3": date(2026, 11, 6), "K4": date(2026, 10, 29)}
    issue_notice(opened, prepare_notice(opened, 2))
    with opened.reading() as session:
        case = case_by_id(session, 2)
        assert (case.state, case.hands, case.watch_due) == ("S05", "other", date(2026, 10, 29))
    assert check_workspace(opened, deep=True).sound


def test_a_workspace_of_the_second_version_opens_and_its_files_can_be_declared_void(
    first: FirstVersion, clock: StandingClock
) -> None:
    first.bring_to_second_version()
    with first.store.connection() as connection:
        assert version_of(connection) == "0002"
    first.close()
    workspace = open_workspace(first.folder, "li", PASSWORD, now=clock)
    with workspace.store.connection() as connection:
        assert version_of(connection) == HEAD
    assert [(each.name, each.void) for each in attachments_of(workspace, 1)] == [("扫描.pdf", False)]
    void_attachment(workspace, 1, "放错了件")
    assert [each.void_reason for each in attachments_of(workspace, 1)] == ["放错了件"]
    assert attachment_bytes(workspace, 1) == b"%PDF-1.4 scan"
    report = check_workspace(workspace, deep=True)
    assert (report.faults, report.sound) == ((), True)
    workspace.close()


def test_files_that_left_a_former_version_stay_on_record_and_wait_for_no_end(
    first: FirstVersion, clock: StandingClock, tmp_path: Path
) -> None:
    first.take_out("province", "台账.xlsx")
    first.take_out("volume", "案卷.pdf")
    first.close()
    workspace = open_workspace(first.folder, "li", PASSWORD, now=clock)
    report = check_workspace(workspace, deep=True)
    assert (report.faults, report.sound) == ((), True)
    assert [row.file_name for row in list_exports(workspace)] == ["台账.xlsx"]
    export_ledger(workspace, tmp_path / "新台账.xlsx")
    with workspace.reading() as session:
        exits = session.exec(select(FileExit).order_by(col(FileExit.id))).all()
        assert [(each.profile, bool(each.temporary)) for each in exits] == [
            ("province", False), ("volume", False), ("province", True)
        ]  # fmt: skip
        assert session.exec(select(FileExitEnd.exit_id)).all() == [exits[-1].id]
    workspace.close()
    again = open_workspace(first.folder, "li", PASSWORD, now=clock)
    assert [row.file_name for row in list_exports(again)] == ["新台账.xlsx", "台账.xlsx"]
    assert check_workspace(again, deep=True).sound
    again.close()


def test_a_former_record_of_a_file_that_was_changed_is_found(first: FirstVersion, clock: StandingClock) -> None:
    first.take_out("province", "台账.xlsx")
    first.close()
    workspace = open_workspace(first.folder, "li", PASSWORD, now=clock)
    with workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER fix_file_exit")
        connection.exec_driver_sql("UPDATE file_exit SET file_name = '别的.xlsx'")
    assert "file_exit 第 1 行与流水不符：file_name" in check_workspace(workspace, deep=True).faults
    workspace.close()
