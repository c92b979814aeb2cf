"""本件路线图 in the exact words: where a person goes in person, what is not sent yet, and rights that never run out."""

from collections.abc import Callable
from datetime import date

import pytest
from life_story import Story, day
from offices import StandingClock
from sqlmodel import select
from walking import register

from app.casework.clocks.calendars import edit_calendar
from app.casework.office.law_in_force import law_in_force
from app.casework.views.case_map import case_map, case_map_facts
from app.law.dates.calendar_edit import with_day_off, year_to_edit
from app.models.tables import CaseClock
from app.models.workspace import Workspace
from app.printing.posters.case_map import CaseMapFacts

Make = Callable[..., Workspace]


@pytest.fixture
def tell(make_workspace: Make, clock: StandingClock) -> Callable[..., Story]:
    def begin(example: str, on: str, role: str = "petition_department", **changes: object) -> Story:
        return Story(make_workspace(role), clock, example, on, **changes)

    return begin


def told(story: Story) -> CaseMapFacts:
    return case_map_facts(story.workspace, story.case_id)


def everything(facts: CaseMapFacts) -> str:
    stops = [stop.title for stop in facts.passed]
    return "\n".join([facts.here, facts.next, *facts.dates, *facts.may_do, *facts.ask, *stops])


def never_handled(facts: CaseMapFacts) -> None:
    said = everything(facts)
    for words in ("已经办理", "已经办结", "办结待归档", "办理的单位是", "导入", "已经按法定途径"):
        assert words not in said, words


ORGAN = "香林县人民政府（行政复议机构）"


@pytest.mark.parametrize(
    ("example", "on", "role", "place", "counts"),
    [
        ("guide_elsewhere", "11-02", "petition_department", "云岭县信访局",
         "多长时间以内提出，请先向云岭县信访局问清楚。"),
        ("litigation_visit_guide", "11-03", "petition_department", "香林县人民法院",
         "多长时间以内提出，请先向香林县人民法院问清楚。"),
        ("pathway", "10-26", "petition_department", ORGAN, "期限这样算：自知道该行政行为之日起60日内。"),
        ("review_elsewhere", "11-20", "review_body", "香溪县人民政府", "从您收到书面答复的第二天算起，30日以内。"),
    ],
)  # fmt: skip
def test_a_person_who_was_only_told_where_to_go_is_told_to_go_there(
    tell: Callable[..., Story], example: str, on: str, role: str, place: str, counts: str
) -> None:
    facts = told(tell(example, on, role))
    assert facts.here.startswith(f"您要自己去{place}提出。")
    assert facts.dates[0] == f"您要自己去{place}提出，{counts}"
    assert "最晚" not in facts.dates[0]
    assert all(place not in line for line in facts.ask)
    assert facts.passed[-1].title == "告诉您去哪里"
    never_handled(facts)


def test_it_stays_so_when_the_case_is_put_away(tell: Callable[..., Story]) -> None:
    story = tell("pathway", "10-26")
    story.waive_all()
    story.do("statutory_done", known_on="10-30")
    never_handled(told(story))
    story.do("archive", archived_on="10-31")
    facts = told(story)
    assert facts.here.startswith(f"您要自己去{ORGAN}提出。")
    never_handled(facts)


def test_a_last_day_stands_only_where_the_clerk_entered_it_with_its_basis(tell: Callable[..., Story]) -> None:
    story = tell("pathway", "10-26")
    entered = {"led_on": "10-26", "statutory_due": "2026-12-12", "statutory_basis": "行政复议法第二十条"}
    story.do("statutory_reminder", statutory_whose="organ", **entered)
    assert "最晚" not in everything(told(story))
    story.do("statutory_reminder", statutory_whose="petitioner", **entered)
    said = "最晚2026年12月12日（周六），依据是行政复议法第二十条。"
    assert told(story).dates[0] == f"您要自己去{ORGAN}提出，{said}"


def test_what_the_other_office_led_to_a_way_of_law_is_told_alike(tell: Callable[..., Story]) -> None:
    story = tell("transfer_visit", "10-12")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_guided", told_on="10-20", pathway_organ="香林县劳动人事争议仲裁委员会")
    facts = told(story)
    assert facts.here.startswith("您要自己去香林县劳动人事争议仲裁委员会提出。香林县住房和城乡建设局已经书面告诉您")
    never_handled(facts)


@pytest.mark.parametrize("way", ["2", "3", "4"])
def test_each_way_of_article_31_that_a_person_walks_alone_says_so(tell: Callable[..., Story], way: str) -> None:
    facts = told(tell("pathway", "10-26", way=way))
    assert facts.here.startswith(f"您要自己去{ORGAN}提出。")
    never_handled(facts)


def test_a_duty_is_performed_by_the_office_and_a_petition_handled_by_it(tell: Callable[..., Story]) -> None:
    duty = told(tell("township_duty", "11-04", "township"))
    assert (duty.here, "您要自己去" in everything(duty)) == ("正在依法履行职责。", False)


def test_what_was_not_sent_yet_says_so_and_names_nobody_as_having_it(tell: Callable[..., Story]) -> None:
    facts = told(tell("pending_transfer", "11-16"))
    assert facts.here == "已经登记，还没有转送。"
    assert facts.passed[-1].title == "还没有转送"
    assert "办理的单位是" not in facts.here
    assert len([line for line in facts.ask if "询问" in line]) == 0


def test_a_letter_about_a_lawsuit_says_where_it_was_sent(tell: Callable[..., Story]) -> None:
    waiting = tell("litigation_letter", "10-16", dispatch_now=False, dispatched_on=None)
    assert told(waiting).here.startswith("已经登记，还没有转送。")
    waiting.do("dispatch", dispatched_on="10-20")
    assert told(waiting).here.startswith("已经转给")


def served(tell: Callable[..., Story], on: str) -> Story:
    story = tell("transfer_visit", "10-12")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_accepted", accepted_on="10-20", told_on="10-20")
    story.do("receiver_answers", opinion_on="10-24", opinion_number="房信处〔2026〕3号", review_office="香林县人民政府")
    story.do("serve_opinion", today=on, served_on=on)
    return story


def test_a_right_is_told_with_its_last_day_and_never_as_lost(tell: Callable[..., Story]) -> None:
    story = served(tell, "10-26")  # the thirtieth day is Wednesday, 2026-11-25
    story.stand("11-20")
    assert told(story).may_do[-1] == "您可以请求复查，最晚2026年11月25日（周三），还有5天。"
    story.stand("11-25")
    assert told(story).may_do[-1] == "您可以请求复查，最晚2026年11月25日（周三），就是今天。"
    story.stand("12-30")
    assert told(story).may_do[-1] == (
        "没有收到您请求复查；30日到2026年11月25日（周三）为止。有正当理由的，照常可以请求复查。"
    )
    assert "催问" not in everything(told(story))
    story.do("lapse_review", today="12-30", lapsed_on="12-30")
    assert told(story).here.startswith("没有收到您请求复查、复核的记录。")
    assert "期限已过" not in everything(told(story))


def test_a_last_day_on_a_printed_map_is_never_brought_forward(tell: Callable[..., Story]) -> None:
    story = served(tell, "12-23")  # the thirtieth day is Friday, 2027-01-22
    year = year_to_edit(law_in_force(story.workspace).calendar, 2027)
    edit_calendar(story.workspace, with_day_off(year, date(2027, 1, 22), "试"))
    assert story.running()["K6"] == day("2027-01-25")
    assert "可能往后推，不会提前" in told(story).may_do[-1]
    case_map(story.workspace, story.case_id)
    edit_calendar(story.workspace, year)
    assert story.running()["K6"] == day("2027-01-25")
    with story.workspace.reading() as session:
        kept = session.exec(select(CaseClock.printed_until).where(CaseClock.kind == "K6")).one()
    assert kept == day("2027-01-25")
    assert "打印本件路线图" in story.told()


def test_a_repeated_matter_is_told_which_answer_there_is_and_until_when(tell: Callable[..., Story]) -> None:
    first = served(tell, "11-04")  # the thirtieth day is Friday, 2026-12-04
    again = Story.__new__(Story)
    again.workspace, again.clock = first.workspace, first.clock
    again.stand("11-17")

    made = register(first.workspace, "review_guidance", related_case=first.number)
    again.case_id, again.number = made.case_id, made.number
    facts = told(again)
    assert facts.here == (
        "您要自己去香林县人民政府提出复查、复核请求。这件事已经有书面答复，不同意的，可以这样请求。"
        "那份答复是香林县住房和城乡建设局的《信访处理意见书》（房信处〔2026〕3号），您在2026年11月4日收到。"
    )
    assert facts.dates[:2] == (
        "您要自己去香林县人民政府提出，从您收到书面答复的第二天算起，30日以内。",
        "您可以请求复查，最晚2026年12月4日（周五），还有17天。",
    )
    assert first.number not in everything(facts)
    never_handled(facts)
    case_map(again.workspace, again.case_id)
    with first.workspace.reading() as session:
        kept = session.exec(select(CaseClock.printed_until).where(CaseClock.case_id == first.case_id)).all()
    assert date(2026, 12, 4) in kept
