"""Print 本件路线图 for one petitioner: where the case is, what is next, by when, whom to ask, what can be done."""

from dataclasses import dataclass

from app.printing.fonts.book import FontBook
from app.printing.page.measures import MM
from app.printing.page.sheet import Sheet

_LEFT = 20 * MM
_TYPE, _LEADING = 17.0, 1.5
_HEADING = 19.0
_SMALLEST = 16.0


@dataclass(frozen=True, slots=True)
class PassedState:
    """A state the case has been in, and since which day (in words)."""

    title: str
    day: str


@dataclass(frozen=True, slots=True)
class CaseMapFacts:
    """Everything on the page, in the words it is printed in; nothing about anybody but this petitioner's own case."""

    office: str
    number: str
    printed_on: str
    passed: tuple[PassedState, ...]
    here: str
    next: str
    dates: tuple[str, ...]
    ask: tuple[str, ...]
    may_do: tuple[str, ...]


def render_case_map(facts: CaseMapFacts, book: FontBook | None = None) -> bytes:
    """Print one case on A4, as many sheets as it takes; raises UserFault(code="missing-glyph")."""
    sheet = Sheet("A4", title="本件路线图", office=facts.office, book=book)
    parts = (
        ("我的事到哪一步了", (facts.here,)),
        ("下一步是什么", (facts.next,)),
        ("最晚哪天", facts.dates),
        ("找谁问", facts.ask),
        ("我能做什么", facts.may_do),
    )
    sheet.book.check([facts.office, facts.number, *(line for _title, lines in parts for line in lines)])
    width = sheet.width - 2 * _LEFT
    sheet.text(sheet.width / 2, 62.0, "本件路线图", 30.0, role="title", anchor="middle")
    sheet.text(_LEFT, 94.0, f"编号 {facts.number}", _SMALLEST)
    sheet.text(sheet.width - _LEFT, 94.0, f"{facts.printed_on} 打印", _SMALLEST, anchor="end")
    y = _way(sheet, facts.passed, 108.0, width)
    end = sheet.height - 56.0
    for title, lines in parts:
        height = _part(sheet, title, lines, y, width, draw=False) - y
        if y + height > end and y > 120:
            _foot(sheet, facts)
            sheet.next_page()
            y = 56.0
        y = _part(sheet, title, lines, y, width, draw=True) + 10.0
    _foot(sheet, facts)
    return sheet.pdf()


def _way(sheet: Sheet, passed: tuple[PassedState, ...], top: float, width: float) -> float:
    """Draw the states passed as a line of stops, the present one filled; the latest five."""
    shown = passed[-5:]
    if not shown:
        return top
    step = width / len(shown)
    middle = top + 18.0
    first, last = _LEFT + step / 2, _LEFT + width - step / 2
    if len(shown) > 1:
        sheet.line(((first, middle), (last, middle)), "accent", 3.0)
    lowest = middle
    for place, state in enumerate(shown):
        x = _LEFT + step * (place + 0.5)
        now = place + 1 == len(shown)
        radius = 11.0 if now else 7.0
        sheet.box(
            x - radius, middle - radius, 2 * radius, 2 * radius, fill="accent" if now else "surface", stroke="accent",
            thick=3.0, round_=radius,
        )  # fmt: skip
        at = sheet.paragraph(
            x - step / 2 + 3, middle + 15, state.title, _SMALLEST, step - 6,
            role="heading1" if now else "plain", tone="accent" if now else "ink", leading=1.2, middle=True,
        )  # fmt: skip
        at = sheet.paragraph(x - step / 2 + 3, at, state.day, _SMALLEST - 3, step - 6, leading=1.3, middle=True)
        lowest = max(lowest, at)
    return lowest + 12.0


def _part(sheet: Sheet, title: str, lines: tuple[str, ...], top: float, width: float, *, draw: bool) -> float:
    edge = 12.0
    at = top + 8.0 + _HEADING * 1.3
    for line in lines:
        at = sheet.paragraph(_LEFT + edge, at, line, _TYPE, width - 2 * edge, leading=_LEADING, draw=False)
    bottom = at + 8.0
    if draw:
        sheet.box(_LEFT, top, width, bottom - top, fill="paper", stroke="hairline", round_=6)
        sheet.box(_LEFT, top, 5.0, bottom - top, fill="accent")
        sheet.text(_LEFT + edge, top + 8.0 + _HEADING, title, _HEADING, role="heading1", tone="accent")
        at = top + 8.0 + _HEADING * 1.3
        for line in lines:
            at = sheet.paragraph(_LEFT + edge, at, line, _TYPE, width - 2 * edge, leading=_LEADING)
    return bottom


def _foot(sheet: Sheet, facts: CaseMapFacts) -> None:
    y = sheet.height - 42.0
    sheet.text(_LEFT, y, facts.office, _SMALLEST, role="heading1")
    sheet.text(sheet.width - _LEFT, y, "供您了解进度；以告知书、意见书为准。", 12.0, tone="second_ink", anchor="end")
