"""Words and bytes of a case that is sealed afterwards may give way to sealed ones, once; nothing else may."""

from pathlib import Path
from typing import Any

import pytest
from former_versions.building import FormerWorkspace
from journal_entries import entries, write
from offices import PASSWORD, StandingClock
from sqlalchemy.exc import IntegrityError
from walking import register

from app.casework.documents.attachments import attach_file
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.office.checks import check_workspace
from app.casework.views.timeline import timeline
from app.models.journal_check import ChainFault, verify_chain
from app.models.tables import Case
from app.models.workspace import Workspace, open_workspace
from app.security.sealing import new_sealing_keys, seal

SEALED = seal("写在流水里的话".encode(), new_sealing_keys().public, "件")
WORDS = "UPDATE journal_text SET salt = '', note = '', changes = '', sealed = ?"
OF_CASE = f"{WORDS} WHERE seq IN (SELECT seq FROM journal WHERE case_id = ?)"


def run(workspace: Workspace, statement: str, *values: Any) -> int:
    with workspace.store.connection(write=True) as connection:
        return connection.exec_driver_sql(statement, values).rowcount


def mark_sealed(workspace: Workspace, case_id: int) -> None:
    with workspace.act("test") as session:
        case = session.get_one(Case, case_id)
        case.sealed = True
        session.add(case)


def first_fault(workspace: Workspace) -> ChainFault | None:
    with workspace.store.connection() as connection:
        return verify_chain(connection)[1]


def unguarded(workspace: Workspace, statement: str, *values: Any) -> None:
    with workspace.store.connection(write=True) as connection:
        for guard in ("fix_journal", "fix_journal_text"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {guard}")
        connection.exec_driver_sql(statement, values)


@pytest.fixture
def case_id(workspace: Workspace) -> int:
    return register(workspace, "transfer_visit").case_id


def test_the_words_of_a_sealed_case_give_way_and_the_chain_holds(workspace: Workspace, case_id: int) -> None:
    other = register(workspace, "transfer_visit").case_id
    mark_sealed(workspace, case_id)
    told = len([e for e in entries(workspace) if e["case_id"] == case_id])
    assert run(workspace, OF_CASE, SEALED, case_id) == told > 3
    report = check_workspace(workspace, deep=True)
    assert (report.faults, report.sound) == ((), True)
    assert all(not e["changes"] for e in entries(workspace) if e["case_id"] == case_id)
    assert all(e["changes"] for e in entries(workspace) if e["case_id"] == other)
    with workspace.reading() as session:
        assert timeline(session, case_id)[0].what == "登记"


def test_what_is_written_down_afterwards_is_still_compared(workspace: Workspace, case_id: int) -> None:
    mark_sealed(workspace, case_id)
    run(workspace, OF_CASE, SEALED, case_id)
    with workspace.act("test") as session:
        case = session.get_one(Case, case_id)
        case.summary = ""
        session.add(case)
    assert check_workspace(workspace, deep=True).sound
    run(workspace, 'UPDATE "case" SET summary = ? WHERE id = ?', "又写回来", case_id)
    assert check_workspace(workspace, deep=True).faults == (f"case 第 {case_id} 行与流水不符：summary",)


def test_no_other_case_s_words_and_no_plain_ones_give_way(workspace: Workspace, case_id: int) -> None:
    other = register(workspace, "transfer_visit").case_id
    mark_sealed(workspace, case_id)
    for statement, values in (
        (OF_CASE, (SEALED, other)),
        (WORDS, (SEALED,)),
        (OF_CASE, (b"not sealed", case_id)),
        (OF_CASE.replace("changes = ''", "changes = '{}'"), (SEALED, case_id)),
        (OF_CASE.replace("note = ''", "note = 'x'"), (SEALED, case_id)),
    ):
        with pytest.raises(IntegrityError, match="journal_text rows are never changed"):
            run(workspace, statement, *values)
    run(workspace, OF_CASE, SEALED, case_id)
    with pytest.raises(IntegrityError, match="never changed"):
        run(workspace, OF_CASE, SEALED + b"x", case_id)
    assert check_workspace(workspace, deep=True).sound


def test_bytes_and_values_of_its_papers_give_way_once(workspace: Workspace, case_id: int, tmp_path: Path) -> None:
    document = issue_notice(workspace, prepare_notice(workspace, case_id))
    scan = tmp_path / "来信.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    kept = attach_file(workspace, case_id, scan, "scan")
    changes = (
        ("UPDATE document_bytes SET content = ? WHERE document_id = ?", SEALED, document.id),
        ("UPDATE document SET field_values = ? WHERE id = ?", "WEZTMQ==", document.id),
        ("UPDATE attachment_piece SET content = ? WHERE attachment_id = ?", SEALED, kept.id),
        ("UPDATE attachment SET name = '', sha256 = ? WHERE id = ?", "0" * 64, kept.id),
    )
    for change in changes:
        with pytest.raises(IntegrityError, match="never changed"):
            run(workspace, *change)
    mark_sealed(workspace, case_id)
    for statement, value, row in changes:
        assert run(workspace, statement, value, row) == 1
        with pytest.raises(IntegrityError, match="never changed"):
            run(workspace, statement, value, row)


@pytest.mark.parametrize("column", ["number", "kind", "check_code", "issued_at", "uid"])
def test_nothing_else_of_its_papers_gives_way(workspace: Workspace, case_id: int, column: str) -> None:
    document = issue_notice(workspace, prepare_notice(workspace, case_id))
    mark_sealed(workspace, case_id)
    with pytest.raises(IntegrityError, match="never changed"):
        run(workspace, f"UPDATE document SET field_values = 'WEZTMQ==', {column} = 'x' WHERE id = ?", document.id)


def test_words_put_aside_of_a_case_that_is_not_sealed_are_found(workspace: Workspace, case_id: int) -> None:
    seq = next(e["seq"] for e in entries(workspace) if e["case_id"] == case_id)
    unguarded(workspace, f"{WORDS} WHERE seq = ?", SEALED, seq)
    assert first_fault(workspace) == ChainFault(seq, f"第 {seq} 条的正文被换掉了")


def test_words_that_are_gone_are_found(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    with workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER keep_journal_text")
        connection.exec_driver_sql("DELETE FROM journal_text WHERE seq = 2")
    assert first_fault(workspace) == ChainFault(2, "第 2 条的正文不在了")


def test_a_signature_that_nobody_could_give_is_found(workspace: Workspace) -> None:
    unguarded(workspace, "UPDATE journal SET signature = 'x' WHERE seq = 2")
    assert first_fault(workspace) == ChainFault(2, "第 2 条带有本程序还不认识的签名")


def test_no_entry_goes_back_to_the_first_format(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    last = entries(workspace)[-1]["seq"]
    from app.models.journal import entry_hash

    forged = {**entries(workspace)[-1], "format": 1}
    fresh = entry_hash(forged, forged["previous"])
    unguarded(workspace, f"UPDATE journal SET format = 1, hash = '{fresh}' WHERE seq = {last}")
    assert first_fault(workspace) == ChainFault(last, f"第 {last} 条的内容与它的校验值不符")


@pytest.fixture
def former(tmp_path: Path, clock: StandingClock) -> Any:
    """A workspace of the third version, opened today: its entries are of the first format."""
    made = FormerWorkspace(tmp_path / "旧", "0003")
    made.close()
    clock.moment = clock.moment.replace(day=27)
    workspace = open_workspace(made.folder, "li", PASSWORD, now=clock)
    yield workspace
    workspace.close()


def test_entries_of_the_first_format_hold_also_when_their_words_are_sealed(former: Workspace) -> None:
    mark_sealed(former, 1)
    assert run(former, OF_CASE, SEALED, 1) > 5
    assert check_workspace(former, deep=True).faults == ()
    first = next(e for e in entries(former) if e["case_id"] == 1)
    assert (first["format"], first["changes"]) == (1, "")


@pytest.mark.parametrize("column", ["at", "user_name", "act", "row_key", "text_sha256"])
def test_an_entry_of_the_first_format_cannot_be_changed_under_its_seal(former: Workspace, column: str) -> None:
    mark_sealed(former, 1)
    run(former, OF_CASE, SEALED, 1)
    seq = next(e["seq"] for e in entries(former) if e["case_id"] == 1)
    anchor = next(e["seq"] for e in entries(former) if e["operation"] == "anchor")
    unguarded(former, f"UPDATE journal SET {column} = '7' WHERE seq = {seq}")
    assert first_fault(former) == ChainFault(anchor, f"第 {anchor} 条与它前面旧格式的流水不符")


def test_an_entry_of_the_first_format_is_verified_by_its_old_rule(former: Workspace) -> None:
    seq = next(e["seq"] for e in entries(former) if e["case_id"] == 1)
    unguarded(former, "UPDATE journal_text SET note = 'x' WHERE seq = ?", seq)
    assert first_fault(former) == ChainFault(seq, f"第 {seq} 条的内容与它的校验值不符")
