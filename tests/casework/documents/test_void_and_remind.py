"""A voided document keeps its number and is owed again; a message only ever reminds; a code finds its case."""

from pathlib import Path

import pytest
from clerk_work import registered
from openpyxl import load_workbook
from sqlmodel import select

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.documents.reminders import NO_NOTICE, Reminder, reminder_of, save_reminders
from app.casework.documents.voiding import void_document
from app.casework.life.correct_case import correct_case
from app.casework.life.record_service import ServiceEntry, record_service
from app.casework.office.settings import set_parameter
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import find
from app.faults import UserFault
from app.models.tables import Case
from app.models.workspace import Workspace
from app.printing.page.qr import message_rows


def enquiry_code(workspace: Workspace, case_id: int) -> str:
    with workspace.reading() as session:
        return session.exec(select(Case.enquiry_code).where(Case.id == case_id)).one()


def test_a_voided_notice_is_owed_again_its_clock_runs_on_and_its_number_is_never_used_twice(make_workspace) -> None:
    township = make_workspace("township")
    case_id = registered(township, "township_accept")
    first = issue_notice(township, prepare_notice(township, case_id))
    record_service(township, ServiceEntry(first, township.today().isoformat(), receiver="何秀英"))
    stopped = [clock for clock in case_view(township, case_id).clocks if clock.stopped_by == "told"]
    assert stopped and [paper.kind for paper in case_view(township, case_id).owed] == ["proof_of_service"]
    void_document(township, first.id, "姓名打错")
    view = case_view(township, case_id)
    assert [paper.kind for paper in view.owed] == [first.kind, "proof_of_service"]
    assert not [clock for clock in view.clocks if clock.stopped_by == "told"]
    second = issue_notice(township, prepare_notice(township, case_id))
    assert second.number != first.number
    with pytest.raises(UserFault) as refused:
        void_document(township, first.id, "再来一次")
    assert refused.value.code == "voided"


def test_voiding_needs_a_reason(workspace: Workspace) -> None:
    case_id = registered(workspace, "transfer_visit")
    document = issue_notice(workspace, prepare_notice(workspace, case_id))
    with pytest.raises(UserFault) as refused:
        void_document(workspace, document.id, "  ")
    assert refused.value.field == "reason"


def test_the_number_follows_the_offices_format(workspace: Workspace) -> None:
    set_parameter(workspace, "number_format", "{简称}（{年}）{文种}第{序号}号")
    document = issue_notice(workspace, prepare_notice(workspace, registered(workspace, "transfer_visit")))
    assert document.number == "香信（2026）转第1号"


@pytest.mark.parametrize("text", ["{简称}{序号}号", "{年}{序号}", "{文种}{年}{序号}{谁}", "{文种}{年}{序号}{序号}", ""])
def test_a_format_by_which_two_numbers_could_be_the_same_is_refused(workspace: Workspace, text: str) -> None:
    with pytest.raises(UserFault):
        set_parameter(workspace, "number_format", text)


def test_a_reminder_tells_no_matter_and_says_that_it_is_no_notice(workspace: Workspace, tmp_path: Path) -> None:
    case_id = registered(workspace, "transfer_visit")
    person = case_view(workspace, case_id).people[0]
    phone = next(fact.target for fact in person if fact.label == "电话")
    correct_case(workspace, case_id, phone, "139-0000-0001", "当面核对")
    document = issue_notice(workspace, prepare_notice(workspace, case_id))
    reminder = reminder_of(workspace, document.id)
    assert reminder.phone == "13900000001" and "不代替书面告知" in reminder.text
    summary = next(fact.value for fact in case_view(workspace, case_id).facts if fact.label == "概况")
    assert summary[:8] not in reminder.text
    assert enquiry_code(workspace, case_id) in reminder.text
    assert message_rows(reminder.code_text)
    count, without = save_reminders(workspace, [document.id], tmp_path / "短信.xlsx")
    sheet = load_workbook(tmp_path / "短信.xlsx").active
    assert (count, without) == (1, ())
    assert [cell.value for cell in sheet[2]][:2] == ["13900000001", reminder.text]


def test_the_list_says_it_is_no_notice_and_no_cell_of_it_is_a_formula(workspace: Workspace, tmp_path: Path) -> None:
    set_parameter(workspace, "reminder_text", '=HYPERLINK("http://x","{文书}") 不代替书面告知')
    document = issue_notice(workspace, prepare_notice(workspace, registered(workspace, "transfer_visit")))
    assert save_reminders(workspace, [document.id], tmp_path / "短信.xlsx") == (1, ())
    book = load_workbook(tmp_path / "短信.xlsx")
    assert [sheet.title for sheet in book] == ["短信提醒", "说明"]
    assert book["说明"]["A1"].value == NO_NOTICE
    assert {cell.data_type for row in book["短信提醒"].iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize(("text", "messages"), [("字" * 70, 1), ("字" * 71, 2), ("𬱖" * 36, 2), ("字" * 135, 3)])
def test_a_long_message_goes_out_as_several(text: str, messages: int) -> None:
    assert Reminder("13900000001", text, "", "").messages == messages


def test_without_a_mobile_number_there_is_no_message(workspace: Workspace, tmp_path: Path) -> None:
    case_id = registered(workspace, "transfer_visit")
    person = case_view(workspace, case_id).people[0]
    phone = next(fact.target for fact in person if fact.label == "电话")
    correct_case(workspace, case_id, phone, "0990-5550001", "只有座机")
    document = issue_notice(workspace, prepare_notice(workspace, case_id))
    with pytest.raises(UserFault) as refused:
        reminder_of(workspace, document.id)
    assert refused.value.code == "no-phone"
    with pytest.raises(UserFault):
        save_reminders(workspace, [document.id], tmp_path / "短信.xlsx")
    assert not (tmp_path / "短信.xlsx").exists()


def test_words_that_would_pass_for_a_notice_are_refused(workspace: Workspace) -> None:
    with pytest.raises(UserFault):
        set_parameter(workspace, "reminder_text", "【{单位}】已告知。")


def test_an_enquiry_code_finds_its_case_however_it_is_typed(workspace: Workspace) -> None:
    case_id = registered(workspace, "transfer_visit")
    code = enquiry_code(workspace, case_id)
    for typed in (code, code.lower().replace("-", " ")):
        assert [row.id for row in find(workspace, typed).rows] == [case_id]
    assert find(workspace, "0000-0000").rows == ()


def test_an_accusation_has_no_enquiry_code(workspace: Workspace) -> None:
    assert enquiry_code(workspace, registered(workspace, "accusation_discipline")) == ""
