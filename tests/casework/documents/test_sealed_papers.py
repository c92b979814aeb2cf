"""The papers of a sealed accusation: the custodian alone, sealed like the rest, no content on any of them."""

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from offices import CHEAP, PASSWORD, StandingClock
from sqlmodel import col, select
from walking import example, intake, register

from app.casework.cases.sealed import OpenedAccusation, open_sealed
from app.casework.documents.accusation_papers import (
    VOID_REASONS,
    issue_sealed,
    letter_kind,
    notice_kind,
    prepare_sealed,
    sealed_bytes,
    sealed_documents,
    sealed_paper,
    void_sealed,
)
from app.casework.documents.issuing import (
    document_bytes,
    document_view,
    prepare_notice,
    recognise,
    record_print,
    save_document,
)
from app.casework.documents.listing import DocumentFilter, count_documents, list_documents
from app.casework.documents.print_paper import print_paper
from app.casework.documents.reminders import reminder_of
from app.casework.documents.verify import recognise_file
from app.casework.documents.voiding import void_document
from app.casework.intake.register import register_case
from app.casework.life.acts import perform
from app.casework.office.accounts import add_user
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import find
from app.faults import UserFault
from app.law.route.page import AnswerFault
from app.models.tables import Document, DocumentBytes, JournalEntry, JournalText
from app.models.workspace import Workspace, open_workspace

CLERK = "窗口口令2026"


@pytest.fixture
def facts() -> dict[str, object]:
    return example("accusation_discipline", accused_unit="香林县白石乡人民政府")


@pytest.fixture
def opened(workspace: Workspace, facts: dict[str, object]) -> OpenedAccusation:
    case_id = register_case(workspace, intake(facts)).case_id
    return open_sealed(workspace, case_id, PASSWORD)


def words_of(pdf: bytes, folder: Path) -> str:
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    return "".join(read.split())


def secrets(facts: dict[str, object]) -> list[str]:
    told = [str(facts[key]) for key in ("phone", "address", "summary", "location", "accused_unit") if facts.get(key)]
    claims = facts["claims"]
    assert isinstance(claims, list) and len(told) >= 3
    return [*told, *claims]


def test_the_letter_goes_to_the_organ_with_authority_and_carries_nothing_of_the_content(
    workspace: Workspace, opened: OpenedAccusation, facts: dict[str, object], tmp_path: Path
) -> None:
    draft = prepare_sealed(workspace, opened, letter_kind(), {"enclosed_pages": 6})
    assert not draft.missing
    document = issue_sealed(workspace, opened, draft)
    assert document.number == "香信密函〔2026〕1号"
    read = words_of(sealed_bytes(workspace, opened, document.id), tmp_path)
    assert str(facts["receiving_office"]) in read and opened.number in read and "共6页" in read
    assert not [secret for secret in (*secrets(facts), str(facts["petitioner_name"])) if secret in read]


def test_the_notice_says_only_that_it_was_transferred(
    workspace: Workspace, opened: OpenedAccusation, facts: dict[str, object], tmp_path: Path
) -> None:
    document = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, notice_kind()))
    read = words_of(sealed_bytes(workspace, opened, document.id), tmp_path)
    assert "按照管理权限转送有权处理的机关、单位" in read and str(facts["petitioner_name"]) in read
    assert not [secret for secret in (*secrets(facts), str(facts["receiving_office"])) if secret in read]


def test_values_and_bytes_lie_sealed_and_the_record_still_holds(
    workspace: Workspace, opened: OpenedAccusation, facts: dict[str, object]
) -> None:
    document = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind()))
    issue_sealed(workspace, opened, prepare_sealed(workspace, opened, notice_kind()))
    with workspace.reading() as session:
        stored = session.exec(select(Document).where(Document.case_id == opened.case_id)).all()
        journal = "".join(words.changes for words in session.exec(select(JournalText)).all())
        for each in stored:
            kept = session.get_one(DocumentBytes, each.id).content
            assert kept.startswith(b"XFS1") and b"%PDF" not in kept
            assert "{" not in each.field_values
    for secret in (*secrets(facts), str(facts["petitioner_name"]), str(facts["receiving_office"])):
        assert secret not in journal
    assert check_workspace(workspace).sound
    for use in (document_bytes, print_paper, lambda w, d: save_document(w, d, Path("没有.pdf"))):
        with pytest.raises(UserFault, match="一起密封"):
            use(workspace, document.id)


def test_the_code_on_the_paper_is_known_and_says_no_more_than_its_numbers(
    workspace: Workspace, opened: OpenedAccusation
) -> None:
    document = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind()))
    found = recognise(workspace, f"XFCK1:{opened.number}:{document.id}:{document.check_code}")
    assert found.genuine
    assert found.sentence == f"核验无误：检举控告转送函，{document.number}，2026-11-20签发。请与存档逐字对照。"


def test_the_unit_complained_of_is_never_the_receiver(workspace: Workspace, facts: dict[str, object]) -> None:
    with pytest.raises(AnswerFault, match="就是被反映的单位"):
        intake({**facts, "accused_unit": f" {facts['receiving_office']}"})
    opened = open_sealed(workspace, register_case(workspace, intake(facts)).case_id, PASSWORD)
    draft = prepare_sealed(workspace, opened, letter_kind(), {"destination": "香林县 白石乡人民政府"})
    with pytest.raises(UserFault) as caught:
        issue_sealed(workspace, opened, draft)
    assert caught.value.code == "accused-unit"
    assert sealed_documents(workspace, opened) == ()
    assert issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind())).number.endswith("1号")


def test_only_the_custodian_prepares_one_or_sees_that_there_is_one(
    workspace: Workspace, opened: OpenedAccusation, clerk: Workspace
) -> None:
    issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind()))
    with pytest.raises(UserFault, match="只有保密专员"):
        prepare_sealed(clerk, opened, letter_kind())
    assert (list_documents(clerk, DocumentFilter()), count_documents(clerk, DocumentFilter())) == ((), 0)
    assert count_documents(workspace, DocumentFilter()) == 1


def test_neither_paper_is_owed_and_neither_belongs_to_an_open_case(
    workspace: Workspace, opened: OpenedAccusation
) -> None:
    assert case_view(workspace, opened.case_id).owed == ()
    case_id = register(workspace, "transfer_visit").case_id
    with pytest.raises(UserFault, match="只用于密封"):
        prepare_notice(workspace, case_id, letter_kind())
    with pytest.raises(UserFault, match="不出这种文书"):
        prepare_sealed(workspace, opened, "transfer_notice")


def test_a_first_print_brings_its_proof_of_service_and_a_second_is_a_copy(
    workspace: Workspace, opened: OpenedAccusation, facts: dict[str, object], tmp_path: Path
) -> None:
    document = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind()))
    paper = sealed_paper(workspace, opened, document.id)
    assert paper.proof is not None and len(paper.sheets) == 3
    read = words_of(paper.proof, tmp_path)
    assert str(facts["receiving_office"]) in read and "复查" not in read and "复核" not in read
    assert not [secret for secret in secrets(facts) if secret in read]
    assert record_print(workspace, document.id) is False
    again = sealed_paper(workspace, opened, document.id)
    assert (again.pdf, again.proof, again.copies) == (paper.pdf, None, 1)


def test_nobody_is_told_who_gave_no_name_and_nothing_before_it_was_sent(workspace: Workspace) -> None:
    waiting = register(workspace, "accusation_discipline", dispatch_now=False, dispatched_on=None).case_id
    opened = open_sealed(workspace, waiting, PASSWORD)
    with pytest.raises(UserFault, match="还没有密封转送"):
        prepare_sealed(workspace, opened, notice_kind())
    perform(workspace, waiting, "dispatch_sealed", {"dispatched_on": date(2026, 11, 20)})
    assert prepare_sealed(workspace, opened, notice_kind()).values["dispatched_on"] == date(2026, 11, 20)
    opened.facts["identity"] = "anonymous"
    with pytest.raises(UserFault, match="没有人可以告知"):
        prepare_sealed(workspace, opened, notice_kind())


def test_service_is_recorded_with_its_day_alone(workspace: Workspace, opened: OpenedAccusation) -> None:
    letter = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind()))
    issue_sealed(workspace, opened, prepare_sealed(workspace, opened, notice_kind()))
    perform(workspace, opened.case_id, "serve_sealed_letter",
            {"letter_served_on": "2026-11-20", "service_result": "served"})  # fmt: skip
    perform(workspace, opened.case_id, "serve_sealed_notice",
            {"sealed_notice_served_on": "2026-11-20", "service_result": "refused"})  # fmt: skip
    served = {each.id: each.served_on for each in sealed_documents(workspace, opened)}
    assert served == {letter.id: date(2026, 11, 20), letter.id + 1: None}
    assert case_view(workspace, opened.case_id).owed == ()


def test_the_papers_of_a_case_open_in_no_other(workspace: Workspace, opened: OpenedAccusation) -> None:
    document = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind()))
    other = open_sealed(workspace, register(workspace, "accusation_discipline").case_id, PASSWORD)
    with pytest.raises(UserFault, match="打不开"):
        sealed_bytes(workspace, other, document.id)


def test_neither_key_nor_content_shows_in_what_a_log_would_write(
    workspace: Workspace, opened: OpenedAccusation, facts: dict[str, object]
) -> None:
    written = repr(opened) + repr(prepare_sealed(workspace, opened, notice_kind()))
    assert "key" not in repr(opened)
    assert not [secret for secret in (*secrets(facts), str(facts["petitioner_name"])) if secret in written]


@pytest.fixture
def clerk(workspace: Workspace, clock: StandingClock) -> Iterator[Workspace]:
    add_user(workspace, "wang", "王素琴", ("clerk",), CLERK, cost=CHEAP)
    made = open_workspace(workspace.folder, "wang", CLERK, now=clock)
    yield made
    made.close()


def test_whoever_is_no_custodian_learns_that_there_is_a_sealed_case_and_nothing_of_its_papers(
    workspace: Workspace, opened: OpenedAccusation, clerk: Workspace
) -> None:
    before = case_view(clerk, opened.case_id)
    kinds = (letter_kind(), notice_kind())
    papers = [issue_sealed(workspace, opened, prepare_sealed(workspace, opened, kind)) for kind in kinds]
    record_print(workspace, papers[0].id)
    perform(workspace, opened.case_id, "serve_sealed_letter",
            {"letter_served_on": "2026-11-20", "service_result": "served"})  # fmt: skip
    void_sealed(workspace, opened, papers[1].id, VOID_REASONS[0])
    after = case_view(clerk, opened.case_id)
    assert after == before
    assert [entry.what for entry in after.timeline] == ["登记"]
    assert (after.documents, after.steps, after.owed) == ((), (), ())
    assert not any(offer.possible for offer in after.offers)
    assert find(clerk, papers[0].number).rows == ()
    whole = [entry.what for entry in case_view(workspace, opened.case_id).timeline]
    assert {"签发文书", "打印文书", "文书作废"} <= set(whole)
    for use in (document_view, document_bytes, record_print, reminder_of):
        with pytest.raises(UserFault, match="密封") as caught:
            use(clerk, papers[0].id)
        assert "转送" not in str(caught.value) and "密函" not in str(caught.value)


def test_a_code_in_the_hand_tells_whoever_is_no_custodian_its_two_numbers_alone(
    workspace: Workspace, opened: OpenedAccusation, clerk: Workspace, tmp_path: Path
) -> None:
    document = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, notice_kind()))
    path = tmp_path / "来件.pdf"
    path.write_bytes(sealed_bytes(workspace, opened, document.id))
    found = recognise(clerk, document.check_code)
    assert (found.genuine, found.document, found.void) == (True, None, False)
    assert opened.number in found.sentence and document.number in found.sentence
    told = recognise_file(clerk, path)
    assert (told.verdict, told.document) == ("unknown", None)
    assert document.number in told.sentence and "请由保密专员打开密封内容" in told.sentence
    void_sealed(workspace, opened, document.id, VOID_REASONS[0])
    void = recognise(clerk, document.check_code)
    assert (void.genuine, void.document, void.void) == (False, None, True) and "已经作废" in void.sentence
    for sentence in (found.sentence, told.sentence, void.sentence):
        assert "检举控告转送" not in sentence and "2026-11-20" not in sentence and VOID_REASONS[0] not in sentence


def test_a_file_of_a_sealed_paper_is_held_against_the_archive_by_the_custodian(
    workspace: Workspace, opened: OpenedAccusation, tmp_path: Path
) -> None:
    document = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind()))
    path = tmp_path / "来件.pdf"
    path.write_bytes(sealed_bytes(workspace, opened, document.id))
    told = recognise_file(workspace, path)
    assert (told.verdict, told.document, told.genuine) == ("unknown", None, False)
    assert document.number in told.sentence and "这里不能逐字节核对：请由保密专员打开密封内容" in told.sentence


def test_the_custodian_voids_a_paper_and_no_word_of_their_own_reaches_the_journal(
    workspace: Workspace, opened: OpenedAccusation, clerk: Workspace
) -> None:
    document = issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind()))
    with pytest.raises(UserFault, match="从列出的理由里选"):
        void_sealed(workspace, opened, document.id, "白石乡的人看见了")
    with pytest.raises(UserFault, match="只有保密专员"):
        void_sealed(clerk, opened, document.id, VOID_REASONS[1])
    with pytest.raises(UserFault, match="已经密封"):
        void_document(workspace, document.id, "打错了")
    void_sealed(workspace, opened, document.id, VOID_REASONS[1])
    assert sealed_documents(workspace, opened)[0].void_reason == VOID_REASONS[1]
    with pytest.raises(UserFault, match="已经作废"):
        sealed_paper(workspace, opened, document.id)
    with pytest.raises(UserFault, match="已经作废"):
        void_sealed(workspace, opened, document.id, VOID_REASONS[0])
    with workspace.reading() as session:
        entries = session.exec(
            select(JournalText)
            .join(JournalEntry, col(JournalEntry.seq) == col(JournalText.seq))
            .where(JournalEntry.act == "void_document")
        ).all()
    assert entries and {entry.note for entry in entries} == {VOID_REASONS[1]}
    assert issue_sealed(workspace, opened, prepare_sealed(workspace, opened, letter_kind())).number.endswith("2号")
    assert check_workspace(workspace).sound
