"""Where lines break: a table to read, and properties that hold for any text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.printing.page.linebreak import NEVER_FIRST, NEVER_LAST, Line, break_lines, split_units

PITCH = 10.0


def measure(word: str) -> float:
    return 5.0 * len(word)


def broken(text: str, cells: float, indent: int = 0) -> list[Line]:
    return break_lines(split_units(text, PITCH, measure), cells * PITCH, PITCH, measure, indent * PITCH)


# Width 8 cells; a word is half a cell a letter.
CASES = [
    ("plain text breaks at the edge", "一二三四五六七八九十", ["一二三四五六七八", "九十"]),
    ("a comma is pulled in by squeezing another mark", "一二，四五六七八，九", ["一二，四五六七八，", "九"]),
    ("a comma alone squeezes itself only by half and pushes out", "一二三四五六七八，九", ["一二三四五六七", "八，九"]),
    ("two marks are pulled in together", "“一”，二三四五。”六", ["“一”，二三四五。”", "六"]),
    ("an opening mark goes to the next line", "一二三四五六七（八九）", ["一二三四五六七", "（八九）"]),
    ("two opening marks go together", "一二三四五六“《七》”", ["一二三四五六", "“《七》”"]),
    ("a dash is not split", "一二三四五六七——八", ["一二三四五六七", "——八"]),
    ("an ellipsis neither splits nor starts a line", "一二三四五六七……八", ["一二三四五六", "七……八"]),
    ("a number stays whole", "一二三四五六七2026年", ["一二三四五六七", "2026年"]),
    ("a number may stand beside its unit", "一二三四五六2026年", ["一二三四五六2026", "年"]),
    ("a space at the edge vanishes", "一二三四五六七八 九", ["一二三四五六七八", "九"]),
    ("a long word is cut where the line ends", "A" * 20, ["A" * 16, "A" * 4]),
    ("a question mark has no blank half to give", "一二三四五六七八？九", ["一二三四五六七", "八？九"]),
    ("a middle dot never starts a line", "一二三四五六七八·九", ["一二三四五六七", "八·九"]),
    ("a percent sign stays with its number", "一二三四五六七50%八", ["一二三四五六七", "50%八"]),
    ("a word between characters stays whole", "一二三四五六WORD七", ["一二三四五六WORD", "七"]),
    ("a document number breaks before its bracket", "一二三四五六〔2026〕七号", ["一二三四五六", "〔2026〕七号"]),
    ("a connecting dash never starts a line", "一二三四五六七八—九", ["一二三四五六七", "八—九"]),
    ("nor does a hyphen between characters", "一二三四五六七八-九", ["一二三四五六七", "八-九"]),
    ("a dividing stroke neither starts a line", "一二三四五六七八/九", ["一二三四五六七", "八/九"]),
    ("nor ends one", "一二三四五六七/八九", ["一二三四五六", "七/八九"]),
    ("a minus stays with its number", "一二三四五六七八-9九", ["一二三四五六七八", "-9九"]),
    ("the sign of a unit stays with its number", "一二三四五六七30℃八", ["一二三四五六七", "30℃八"]),
    ("a last character and its mark are pulled in where marks give way", "一，二，三，四，五。",
     ["一，二，三，四，五。"]),
    ("on a narrow line a last character may stand alone", "一二三四五六七八九。", ["一二三四五六七八", "九。"]),
]  # fmt: skip


@pytest.mark.parametrize(("promise", "text", "lines"), CASES, ids=[case[0] for case in CASES])
def test_the_table_of_breaks(promise: str, text: str, lines: list[str]) -> None:
    assert [line.text for line in broken(text, 8)] == lines


# Width 28 cells, as a page has them.
ROW = "一二三四五六七八九十" * 3
LAST_LINES = [
    ("a last character takes one more with it", ROW[:28] + "条。", [ROW[:27], ROW[27] + "条。"]),
    ("also before several marks", ROW[:28] + "条”。", [ROW[:27], ROW[27] + "条”。"]),
    ("two characters may stand alone", ROW[:28] + "条款。", [ROW[:28], "条款。"]),
    ("a character without a mark may stand alone", ROW[:28] + "条", [ROW[:28], "条"]),
    ("a number goes with it whole", ROW[:26] + "2026年。", [ROW[:26], "2026年。"]),
    ("what may not be parted goes together", ROW[:26] + "甲、乙。", [ROW[:26], "甲、乙。"]),
    ("three marks make room for it", "一、二、三，" + ROW[:22] + "条。", ["一、二、三，" + ROW[:22] + "条。"]),
]


@pytest.mark.parametrize(("promise", "text", "lines"), LAST_LINES, ids=[case[0] for case in LAST_LINES])
def test_the_table_of_last_lines(promise: str, text: str, lines: list[str]) -> None:
    assert [line.text for line in broken(text, 28)] == lines


@settings(max_examples=300)
@given(st.text(st.sampled_from("一二三四五六七八国中的，。、"), min_size=29, max_size=200))
def test_no_single_character_and_its_mark_make_the_last_line_of_plain_text(text: str) -> None:
    lines = broken(text, 28)
    if len(lines) > 1 and len(lines[-1].units) > 1 and lines[-1].units[0].unit.text not in NEVER_FIRST:
        assert not all(placed.unit.text in NEVER_FIRST for placed in lines[-1].units[1:])


def test_a_first_line_is_indented() -> None:
    lines = broken("一二三四五六七八九十", 8, indent=2)
    assert [line.text for line in lines] == ["一二三四五六", "七八九十"]
    assert lines[0].units[0].x == 2 * PITCH


def test_a_squeezed_opening_mark_gives_up_the_half_before_its_ink() -> None:
    (line, _) = broken("《一》二三四五六，七", 8)
    assert line.text == "《一》二三四五六，"
    opening, first = line.units[0], line.units[1]
    assert opening.shift < 0
    assert first.x - opening.x == pytest.approx(PITCH + opening.shift)


def test_a_full_line_stands_on_the_grid() -> None:
    line = broken("一二三四五六七八九", 8)[0]
    assert [placed.x for placed in line.units] == [PITCH * n for n in range(8)]


ALPHABET = "一二三四五六七八国中的，。、；：？！（）《》“”—…··2026ABz-. %"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=120)
WIDTHS = st.integers(6, 28)


def legal_break_inside(line: Line) -> bool:
    units = [placed.unit.text for placed in line.units]
    return any(
        left[-1] not in NEVER_LAST and right[0] not in NEVER_FIRST and not right.isspace()
        for left, right in pairwise(units)
    )


@settings(max_examples=400)
@given(TEXTS, WIDTHS)
def test_no_character_is_lost_or_moved(text: str, cells: int) -> None:
    assert "".join(line.text for line in broken(text, cells)).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=400)
@given(TEXTS, WIDTHS, st.integers(0, 2))
def test_no_line_is_wider_than_the_block(text: str, cells: int, indent: int) -> None:
    for line in broken(text, cells, indent):
        last = line.units[-1]
        assert last.x + last.unit.width - last.unit.blank <= cells * PITCH + 1e-6
        assert line.width + line.units[0].x <= cells * PITCH + 1e-6


@settings(max_examples=400)
@given(TEXTS, WIDTHS)
def test_closing_marks_never_start_and_opening_marks_never_end_a_line(text: str, cells: int) -> None:
    lines = broken(text, cells)
    for before, after in pairwise(lines):
        # A line of nothing but marks offers no place to break: then, and only then, the rule gives way.
        if legal_break_inside(before):
            assert after.text[0] not in NEVER_FIRST
            assert before.text.rstrip()[-1] not in NEVER_LAST


@settings(max_examples=400)
@given(TEXTS, WIDTHS)
def test_units_never_overlap(text: str, cells: int) -> None:
    for line in broken(text, cells):
        for left, right in pairwise(line.units):
            assert right.x >= left.x + left.unit.width - left.unit.blank - 1e-6


@settings(max_examples=300)
@given(st.text(st.sampled_from("一二三四五六七八国中的，。2026Ab"), min_size=60, max_size=200))
def test_ordinary_lines_are_justified_to_the_edge(text: str) -> None:
    for line in broken(text, 28)[:-1]:
        natural = sum(placed.unit.width for placed in line.units)
        if 28 * PITCH - natural <= 0.15 * PITCH * (len(line.units) - 1):
            assert line.width == pytest.approx(28 * PITCH)


@settings(max_examples=200)
@given(TEXTS, WIDTHS)
def test_words_pairs_and_numbers_stay_whole_when_they_fit(text: str, cells: int) -> None:
    whole = [unit.text for unit in split_units(text, PITCH, measure) if unit.width <= cells * PITCH]
    printed = [placed.unit.text for line in broken(text, cells) for placed in line.units]
    for word in whole:
        if not word.isspace():
            assert word in printed
