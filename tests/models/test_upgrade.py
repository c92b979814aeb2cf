"""A workspace that a former version made opens today, keeps all it held, and its cases can be carried on."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from former_versions.building import VERSIONS, FormerWorkspace, rows_of, with_older_backup
from former_versions.recording import Recording
from offices import PASSWORD, StandingClock
from sqlmodel import col, select

from app.casework.cases.document_rows import documents_of
from app.casework.cases.lookup import case_by_id
from app.casework.cases.sealed import open_sealed
from app.casework.documents.attachments import attachment_bytes, attachments_of, void_attachment
from app.casework.documents.issuing import issue_notice, prepare_notice, recognise
from app.casework.ledgers.export import export_ledger
from app.casework.life.acts import perform
from app.casework.office.checks import check_workspace
from app.casework.office.exits import KINDS
from app.casework.office.exports import list_exports
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import find, list_cases
from app.models.schema import HEAD, version_of
from app.models.tables import FileExit, FileExitEnd
from app.models.workspace import Workspace, open_workspace

LISTS = {
    "case": {"co_offices": "、", "basis": " ", "marks": "\n", "rule_pack": " "}, "case_step": {"documents": " "},
    "user": {"roles": ","}, "case_need": {"detail": " "}, "pathway": {"keywords": " "},
}  # fmt: skip
RENAMED = {"ledger_export": "file_exit"}
KEYED = ("user", "case", "petitioner", "claim", "case_step", "service", "document", "attachment")
WITH_FILES = ("0002", "0003", "0007")
Opening = Callable[[FormerWorkspace], Workspace]
#: Every paper of the story that was served, and when; the refused tries of two of them came before.
SERVED = {
    "香信转2026-10": date(2026, 11, 20), "香信转2026-11": date(2026, 11, 20), "香信转函2026-1": date(2026, 11, 20),
    "香信处〔2026〕1号": date(2026, 11, 24), "香信密函〔2026〕2号": date(2026, 11, 24),
    "香信密告〔2026〕1号": date(2026, 11, 25),
    # Served a day before the tenth, whose number begins with its own.
    "香信转2026-1": date(2026, 11, 19),
}  # fmt: skip


@pytest.fixture
def opening(clock: StandingClock) -> Iterator[Opening]:
    """Open a former workspace with today's program, on a day after its last."""
    opened: list[Workspace] = []
    clock.moment = clock.moment.replace(day=27)

    def begin(former: FormerWorkspace) -> Workspace:
        former.close()
        opened.append(open_workspace(former.folder, "li", PASSWORD, now=clock))
        return opened[-1]

    yield begin
    for workspace in opened:
        workspace.close()


@pytest.fixture(params=VERSIONS)
def former(request: pytest.FixtureRequest, tmp_path: Path) -> FormerWorkspace:
    return FormerWorkspace(tmp_path / "旧工作区", request.param)


@pytest.fixture
def opened(former: FormerWorkspace, opening: Opening) -> Workspace:
    return opening(former)


def test_it_stands_at_its_migration_and_is_brought_to_the_last(former: FormerWorkspace, opening: Opening) -> None:
    with former.store.connection() as connection:
        assert version_of(connection) == former.recording.version
    workspace = opening(former)
    with workspace.store.connection() as connection:
        assert version_of(connection) == HEAD
    workspace.close()
    assert check_workspace(opening(former)).sound


def test_every_row_keeps_every_value(former: FormerWorkspace, opening: Opening) -> None:
    before = former.rows()
    assert before == former.recording.rows  # what is upgraded is what that version left
    workspace = opening(former)
    with workspace.store.connection() as connection:
        tables = {RENAMED.get(table, table) for table in before} | {"journal_text", "document_bytes"}
        after = rows_of(connection, dict.fromkeys(tables, 0))
    if "journal_text" not in before:
        as_they_were(after)
    for table, rows in before.items():
        came = len(after[table]) - len(rows)
        assert came == (table == "sign_in") or (table.startswith("journal") and came >= 1), table
        assert [{k: row[k] for k in old} for old, row in zip(rows, after[table], strict=False)] == rows


def as_they_were(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Put back what later versions moved or write in another way: lists, words of the journal, bytes of documents."""
    for table, columns in LISTS.items():
        for row in rows.get(table, ()):
            row |= {column: sign.join(json.loads(row[column])) for column, sign in columns.items()}
    words = {row["seq"]: row for row in rows["journal_text"]}
    for row in rows["journal"]:
        row |= {column: words[row["seq"]][column] for column in ("note", "changes")}
    for former, today in RENAMED.items():
        rows[former] = rows[today]
    content = {row["document_id"]: row["content"] for row in rows["document_bytes"]}
    for row in rows["document"]:
        row["pdf"] = content[row["id"]]


def test_the_journal_still_accounts_for_every_row(former: FormerWorkspace, opened: Workspace) -> None:
    report = check_workspace(opened, deep=True)
    assert (report.faults, report.sound) == ((), True)
    assert report.entries >= len(former.recording.rows["journal"]) > 80
    assert report.documents == len(former.recording.rows["document"])


def test_its_cases_are_shown_and_found(former: FormerWorkspace, opened: Workspace) -> None:
    numbers = {row["number"]: row["id"] for row in former.recording.rows["case"]}
    assert {row.number for row in list_cases(opened).rows} == set(numbers)
    for number, case_id in numbers.items():
        assert case_view(opened, case_id).row.number == number
        assert [row.id for row in find(opened, number).rows] == [case_id]
    view = case_view(opened, 1)
    assert (view.row.state, view.row.destination) == ("已转送", "香林县住房和城乡建设局")
    assert [clock.kind for clock in view.clocks] == ["K1"]
    assert view.timeline
    assert [paper.kind for paper in case_view(opened, 2).owed] == ["transfer_notice"]
    assert 1 in [row.id for row in find(opened, "欧阳").rows]


def test_its_papers_are_known_by_their_codes_and_its_seal_opens(former: FormerWorkspace, opened: Workspace) -> None:
    void = {row["document_id"] for row in former.recording.rows.get("document_void", ())}
    for document in former.recording.rows["document"]:
        told = recognise(opened, document["check_code"])
        assert (told.genuine, told.void, told.altered) == (document["id"] not in void, document["id"] in void, False)
    for sealed in former.recording.rows["sealed_content"]:
        assert open_sealed(opened, sealed["case_id"], PASSWORD).facts["petitioner_name"] == "周明远"


@pytest.mark.parametrize("former", WITH_FILES, indirect=True)
def test_its_papers_stay_served_on_the_days_they_were(opened: Workspace) -> None:
    assert served_days(opened) == SERVED


def test_a_case_made_after_one_that_is_there_has_its_own_papers_served(tmp_path: Path, opening: Opening) -> None:
    former = FormerWorkspace(tmp_path / "旧工作区", "0007")
    (came,) = former.add_cases(1, like=1)
    workspace = opening(former)
    with workspace.reading() as session:
        papers = {case: documents_of(session, case_id=case, oldest_first=True) for case in (1, came)}
    days = {case: [each.served_on for each in found if each.served_on is not None] for case, found in papers.items()}
    assert days[came] == days[1] == [date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 20)]
    assert {each.id for each in papers[1]}.isdisjoint(each.id for each in papers[came])
    assert check_workspace(workspace, deep=True).faults == ()


def test_the_last_recording_holds_rows_of_every_table() -> None:
    """What a later migration must carry on is there: also clocks that only a notice stops, running and stopped."""
    rows = Recording(VERSIONS[-1]).rows
    assert [table for table, found in rows.items() if not found] == []
    waiting = [row["stopped_by"] for row in rows["case_clock"] if row["stops_with_notice"]]
    assert sorted(waiting) == ["", "", "notice"]
    assert {row["result"] for row in rows["service"]} == {"refused", "served"}
    assert {row["outcome"] for row in rows["file_exit_end"]} == {"failed", "written"}
    assert {row["case_id"] for row in rows["sealed_content"]} & {row["case_id"] for row in rows["document_void"]}


def served_days(workspace: Workspace) -> dict[str, date]:
    with workspace.reading() as session:
        return {each.number: each.served_on for each in documents_of(session) if each.served_on is not None}


@pytest.mark.parametrize("former", ["0001"], indirect=True)
def test_a_case_that_waited_for_its_letter_is_sent_and_followed(opened: Workspace, clock: StandingClock) -> None:
    done = perform(opened, 6, "dispatch", {"dispatched_on": "2026-11-20", "destination": "香林县住房和城乡建设局"})
    assert done.state == "S03"
    issue_notice(opened, prepare_notice(opened, 6, "transfer_letter"))
    perform(opened, 6, "receiver_signed", {"receiver_received_on": "2026-11-24"})
    running = {clock.kind: clock.due for clock in case_view(opened, 6).clocks if clock.stopped_on is None}
    assert running == {"K3": date(2026, 12, 9), "K4": date(2026, 12, 1)}
    issue_notice(opened, prepare_notice(opened, 6))
    with opened.reading() as session:
        case = case_by_id(session, 6)
        assert (case.state, case.hands, case.watch_due) == ("S05", "other", date(2026, 12, 9))
    assert check_workspace(opened, deep=True).sound


@pytest.mark.parametrize("former", WITH_FILES, indirect=True)
def test_its_files_are_kept_and_can_be_declared_void(former: FormerWorkspace, opened: Workspace) -> None:
    known = bool(former.recording.rows.get("attachment_void"))
    kept = [(each.name, each.void_reason) for each in attachments_of(opened, 1)]
    assert sorted(kept) == [("来访登记.pdf", ""), ("来访登记.pdf", "放错了件" if known else "")]
    void_attachment(opened, 2, "放错了件")
    assert [each.void_reason for each in attachments_of(opened, 1, 2)] == ["放错了件"]
    assert attachment_bytes(opened, 2) == b"%PDF-1.4 service\n%%EOF\n"
    report = check_workspace(opened, deep=True)
    assert (report.faults, report.sound) == ((), True)


@pytest.mark.parametrize("version", VERSIONS)
def test_it_and_its_older_backup_open_with_the_same_keys_and_hold_what_they_held(
    version: str, tmp_path: Path, clock: StandingClock
) -> None:
    came, former = with_older_backup(tmp_path / "工作区", tmp_path / "备份", version)
    before = former.recording.rows["case"]
    former.close()
    held: dict[str, dict[int, dict[str, Any]]] = {}
    keys: dict[str, dict[tuple[str, int], str]] = {}
    for folder in ("工作区", "备份"):
        workspace = open_workspace(tmp_path / folder, "li", PASSWORD, now=clock)
        assert check_workspace(workspace, deep=True).sound
        with workspace.store.connection() as connection:
            tables = rows_of(connection, dict.fromkeys(KEYED, 0))
        held[folder] = {row["id"]: row for row in tables["case"]}
        keys[folder] = {(table, row["id"]): row["uid"] for table, rows in tables.items() for row in rows}
        workspace.close()
    common = keys["工作区"].keys() & keys["备份"].keys()
    assert len(common) == len(keys["备份"]) > 20
    assert {place: keys["工作区"][place] for place in common} == keys["备份"]
    assert len(set(keys["工作区"].values())) == len(keys["工作区"])
    assert set(held["备份"]) == {row["id"] for row in before}
    assert set(held["工作区"]) - set(held["备份"]) == set(came)
    differing = [key for key, row in held["备份"].items() if held["工作区"][key] != row]
    assert differing == [1]


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_added_to_a_former_version_is_journalled_as_it_did(version: str, tmp_path: Path) -> None:
    """The builder goes on as the recorded program wrote: the same columns, what is left out left out."""
    former = FormerWorkspace(tmp_path / "旧", version)
    written = len(former.recording.rows["journal"])
    former.add_cases(1, like=1)
    rows = former.rows()
    former.close()
    told = [
        ((entry["table_name"], entry["operation"]), shape(words["changes"]))
        for entry, words in zip(rows["journal"], rows.get("journal_text", rows["journal"]), strict=True)
    ]
    known: dict[tuple[str, str], list[dict[str, str]]] = {}
    for place, columns in told[:written]:
        known.setdefault(place, []).append(columns)
    added = told[written:]
    assert {table for (table, _), _ in added} >= {"case", "petitioner", "claim", "case_clock", "document"}
    for place, columns in added:
        always = set.intersection(*({*each.items()} for each in known[place]))
        ever = set.union(*({*each.items()} for each in known[place]))
        assert always <= {*columns.items()} <= ever, place


def shape(changes: str) -> dict[str, str]:
    """Say of each column whether its change is told as a flag or a list, is left out, or is told by a digest."""

    def sort(change: object) -> str:
        if not isinstance(change, list):
            return "omitted"
        if str(change[1]).startswith("sha256:"):
            return "digest"
        return {bool: "flag", list: "words"}.get(type(change[1]), "value")

    return {column: sort(change) for column, change in json.loads(changes).items()}


def test_files_that_left_a_former_version_stay_on_record_and_wait_for_no_end(
    former: FormerWorkspace, opened: Workspace, tmp_path: Path
) -> None:
    recorded = former.recording.rows.get("file_exit") or former.recording.rows["ledger_export"]
    ended = [row["exit_id"] for row in former.recording.rows.get("file_exit_end", ())]
    ledgers = [row["file_name"] for row in recorded if row["profile"] not in KINDS]
    assert ledgers
    assert sorted(row.file_name for row in list_exports(opened)) == sorted(ledgers)
    export_ledger(opened, tmp_path / "新台账.xlsx")
    with opened.reading() as session:
        exits = session.exec(select(FileExit).order_by(col(FileExit.id))).all()
        ends = session.exec(select(FileExitEnd.exit_id).order_by(col(FileExitEnd.id))).all()
    assert [bool(each.temporary) for each in exits] == [bool(row.get("temporary")) for row in recorded] + [True]
    assert ends == [*ended, exits[-1].id]
    assert check_workspace(opened, deep=True).faults == ()


def test_a_former_record_of_a_file_that_was_changed_is_found(opened: Workspace) -> None:
    with opened.store.connection(write=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER fix_file_exit")
        connection.exec_driver_sql("UPDATE file_exit SET file_name = '别的.xlsx' WHERE id = 1")
    assert "file_exit 第 1 行与流水不符：file_name" in check_workspace(opened, deep=True).faults
