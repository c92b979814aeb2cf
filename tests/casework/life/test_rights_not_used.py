"""A right that nobody used is nowhere overdue and nowhere done: not on the page, the desk, the list or the command."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from life_story import Story, day
from offices import StandingClock
from pypdf import PdfReader

from app.casework.views.case_map import case_map
from app.casework.views.clock_view import ClockView, time_words
from app.casework.worklist.desk import desk
from app.cli.cases import _case_data, _case_lines
from app.models.workspace import Workspace

OVERDUE = re.compile(r"超期?\d|超 ?\d|还[有剩] ?-|-\d+ ?天")


@pytest.fixture
def served(make_workspace: Callable[..., Workspace], clock: StandingClock) -> Story:
    """An opinion served on Monday, 2026-10-12: the thirtieth day is Wednesday, 2026-11-11."""
    story = Story(make_workspace("petition_department"), clock, "transfer_visit", "08-12", received_on="2026-08-12",
                  petition_date="2026-08-12", dispatched_on="2026-08-12")  # fmt: skip
    story.paper("transfer_letter")
    story.paper("transfer_notice")
    story.do("receiver_signed", receiver_received_on="08-14")
    story.do("receiver_accepted", accepted_on="08-20", told_on="08-20")
    story.do("receiver_answers", opinion_on="10-10", opinion_number="房信处〔2026〕3号", review_office="香林县人民政府")
    story.do("serve_opinion", served_on="10-12")
    assert story.running() == {"K6": day("11-11")}
    return story


def clock_of(story: Story, kind: str) -> ClockView:
    return [clock for clock in story.view().clocks if clock.kind == kind][-1]


def printed(story: Story, folder: Path) -> str:
    path = folder / "map.pdf"
    path.write_bytes(case_map(story.workspace, story.case_id))
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def everything(story: Story, folder: Path) -> str:
    lines = [line for section in desk(story.workspace).sections for line in section.lines]
    said = [story.view().sentence, *_case_lines(story.view()), *(f"{line.words}，{line.detail}" for line in lines)]
    return "\n".join([*said, printed(story, folder)])


@pytest.mark.parametrize(
    ("on", "words", "sentence"),
    [
        ("11-10", "还剩1天", "信访人可以请求复查，还剩1天"),
        ("11-11", "今天是最后一天", "信访人可以请求复查，今天是最后一天"),
        ("11-12", "末日已过，没有请求复查", "信访人没有请求复查，末日是11月11日"),
        ("2027-01-22", "末日已过，没有请求复查", "信访人没有请求复查，末日是11月11日"),
    ],
)
def test_a_review_nobody_asked_for_is_not_overdue(
    served: Story, tmp_path: Path, on: str, words: str, sentence: str
) -> None:
    served.stand(on)
    assert time_words(clock_of(served, "K6")) == words
    assert sentence in served.view().sentence
    said = everything(served, tmp_path)
    assert not OVERDUE.search(said), OVERDUE.search(said)
    assert [c for c in _case_data(served.view())["clocks"] if c["kind"] == "K6" and (c["days_left"] or 0) < 0] == []
    assert "催问" not in said


def test_a_review_nobody_asked_for_is_not_done_either(served: Story, tmp_path: Path) -> None:
    served.stand("12-01")
    served.do("lapse_review", today="12-01", lapsed_on="12-01")
    clock = clock_of(served, "K6")
    assert time_words(clock) == "到12-01没有请求复查"
    assert clock.overdue_days == 0
    said = everything(served, tmp_path)
    assert "已办" not in said
    assert not OVERDUE.search(said)


def test_a_right_that_was_used_is_said_to_be(served: Story) -> None:
    served.do("review_requested", review_requested_on="11-05", review_office="香林县人民政府")
    assert time_words(clock_of(served, "K6")) == "11-05 已请求复查"


def test_no_objection_is_neither_overdue_nor_done(
    make_workspace: Callable[..., Workspace], clock: StandingClock, tmp_path: Path
) -> None:
    # Received on Monday, 2026-10-12: the fifth working day is the 19th, the fifteenth day the 27th.
    story = Story(make_workspace("petition_department"), clock, "transfer_visit", "10-12")
    story.paper("transfer_notice")
    story.do("receiver_signed", receiver_received_on="10-12")
    assert clock_of(story, "K4").governing == day("10-19")
    story.stand("10-26")
    assert time_words(clock_of(story, "K4")) == "末日已过，没有提出异议"
    assert "提出异议" not in story.view().sentence
    found = desk(story.workspace)
    assert (found.section("watch_overdue").total, found.section("watch_due").total) == (0, 1)
    assert not OVERDUE.search(everything(story, tmp_path))
    story.do("receiver_accepted", accepted_on="10-26", told_on="10-26")
    clock_then = clock_of(story, "K4")
    assert (time_words(clock_then), clock_then.overdue_days) == ("到10-26没有提出异议", 0)


def test_an_objection_that_came_late_is_said_to_have_come_late(
    make_workspace: Callable[..., Workspace], clock: StandingClock
) -> None:
    story = Story(make_workspace("petition_department"), clock, "transfer_visit", "10-12")
    story.do("receiver_objects", receiver_received_on="10-12", objected_on="10-21", objection_reason="不属于本局职权。")
    assert time_words(clock_of(story, "K4")) == "10-21 已提出异议，超期2天"


def test_the_last_days_to_object_are_on_the_desk_and_gone_when_they_are_past(
    make_workspace: Callable[..., Workspace], clock: StandingClock
) -> None:
    # Received by the township on Friday, 2026-11-20: the fifth working day is Friday the 27th.
    story = Story(make_workspace("township"), clock, "township_objection", "11-20", received_on="2026-11-20",
                  petition_date="2026-11-20")  # fmt: skip
    assert clock_of(story, "K4").governing == day("11-27")
    story.stand("11-25")
    section = desk(story.workspace).section("due")
    assert [(line.words, line.detail) for line in section.lines] == [("还剩2天", "对转送、交办提出异议")]
    assert section.total == 1
    story.stand("11-30")
    found = desk(story.workspace)
    assert found.section("overdue").total == 0
    assert all("提出异议" not in line.detail for line in found.section("due").lines)
