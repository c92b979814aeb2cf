"""A notice about a matter that was answered before names the answer, its office and its last day; no right is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from life_story import Story
from offices import StandingClock
from sqlmodel import select
from walking import register

from app.casework.clocks.calendars import confirm_calendar, edit_calendar
from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice
from app.casework.office.law_in_force import law_in_force
from app.faults import UserFault
from app.law.dates.calendar_edit import with_day_off, year_to_edit
from app.models.tables import CaseClock
from app.models.workspace import Workspace
from app.printing.notices.content import pieces, texts_of
from app.printing.notices.template import load_templates

LAPSED = {"duplicate": "lapsed", "lapsed_choice": "explain"}


@pytest.fixture
def answered(make_workspace: Callable[..., Workspace], clock: StandingClock) -> Story:
    """An opinion of another office: given, not served yet."""
    story = Story(make_workspace("petition_department"), clock, "transfer_visit", "10-12")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_accepted", accepted_on="10-20", told_on="10-20")
    story.do("receiver_answers", opinion_on="10-24", opinion_number="房信处〔2026〕3号", review_office="香林县人民政府")
    return story


def notice(story: Story, on: str, **changes: object) -> tuple[str, int]:
    """Come again about the same matter on a day; return the notice as text, and the case it is for."""
    story.stand(on)
    days = {"received_on": story.workspace.today().isoformat(), "petition_date": story.workspace.today().isoformat()}
    made = register(story.workspace, "review_guidance", related_case=story.number, **days, **changes)
    draft = prepare_notice(story.workspace, made.case_id)
    assert (draft.kind, draft.missing) == ("answer_notice", ())
    return "\n".join(t for p in pieces(load_templates()[draft.kind], draft.values) for t in texts_of(p)), made.case_id


def test_while_the_right_is_open_it_says_until_which_day_and_where(answered: Story) -> None:
    answered.do("serve_opinion", today="11-04", served_on="11-04")  # the thirtieth day is Friday, 2026-12-04
    text, _ = notice(answered, "11-17")
    assert "作出答复的机关、单位是香林县住房和城乡建设局，答复是《信访处理意见书》（房信处〔2026〕3号）。" in text
    assert "您在2026年11月4日收到这份答复。请求复查的30日从收到的第二天算起，最后一天是2026年12月4日。\n" in text + "\n"
    assert "请求复查的，请向香林县人民政府提出。" in text
    assert "放假安排" not in text


def test_after_the_thirty_days_it_names_the_day_and_says_no_right_is_lost(answered: Story) -> None:
    answered.do("serve_opinion", today="10-26", served_on="10-26")  # the thirtieth day is Wednesday, 2026-11-25
    text, _ = notice(answered, "12-21", **LAPSED)
    assert "最后一天是2026年11月25日。" in text
    assert "因正当理由没有请求复查的，请向本单位说明，本单位照常登记" in text
    for words in ("逾期", "丧失", "不再受理", "不予受理", "失去", "超期", "作废"):
        assert words not in text


def test_what_was_not_received_has_no_last_day(answered: Story) -> None:
    text, _ = notice(answered, "11-17")
    assert "本单位没有您收到这份答复的日期。请求复查、复核的30日，从您收到书面答复的第二天算起。" in text
    assert "最后一天是" not in text


def test_an_answer_that_is_not_on_record_here_is_asked_of_the_clerk(
    make_workspace: Callable[..., Workspace], clock: StandingClock
) -> None:
    story = Story(make_workspace("petition_department"), clock, "transfer_visit", "10-12")
    story.stand("11-17")
    case_id = register(story.workspace, "review_guidance", related_case=story.number).case_id
    draft = prepare_notice(story.workspace, case_id)
    assert {each.key for each in draft.missing} == {"answer_name", "answer_office"}
    with pytest.raises(UserFault) as fault:
        issue_notice(story.workspace, draft)
    assert fault.value.code == "missing-field"
    typed = {"answer_name": "《信访处理意见书》（河东信处〔2026〕9号）", "answer_office": "香林县河东乡人民政府"}
    issue_notice(story.workspace, prepare_notice(story.workspace, case_id, extra=typed))


def test_the_last_day_of_an_issued_notice_is_never_brought_forward(answered: Story) -> None:
    workspace = answered.workspace
    answered.do("serve_opinion", today="12-23", served_on="12-23")  # the thirtieth day is Friday, 2027-01-22
    year = year_to_edit(law_in_force(workspace).calendar, 2027)
    edit_calendar(workspace, with_day_off(year, date(2027, 1, 22), "试"))
    text, case_id = notice(answered, "12-28")
    assert "最后一天是2027年1月25日。2027年的放假安排本机没有录入确认，这一天可能往后推，不会提前。" in text
    issued = issue_notice(workspace, prepare_notice(workspace, case_id))
    assert document_bytes(workspace, issued.id)
    edit_calendar(workspace, year)
    confirm_calendar(workspace, 2027)
    with workspace.reading() as session:
        found = select(CaseClock).where(CaseClock.case_id == answered.case_id, CaseClock.kind == "K6")
        clock = session.exec(found).one()
    assert clock.due == date(2027, 1, 22)
    assert clock.governing == clock.printed_until == date(2027, 1, 25)
