"""One cell says exactly what was typed, whatever was typed."""

from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from app.ledgers.cells import CUT_MARK, MAX_CELL, clean, cut, date_cell, escape, text_cell


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text())
def test_clean_text_comes_back_through_xml_as_it_was(text: str) -> None:
    kept = clean(text)
    read = ElementTree.fromstring(f"<t>{escape(kept)}</t>").text or ""
    assert read.replace("_x005F_", "_") == kept.replace("_x005F_", "_")


def test_text_that_spells_an_escape_is_not_read_as_one() -> None:
    assert escape("_x0041_") == "_x005F_x0041_"
    assert escape("_x00_") == "_x00_"


def test_control_characters_and_lone_surrogates_are_dropped_and_line_ends_made_one() -> None:
    assert clean("甲\x00\x0b乙\ud800丙\ufffe\r\n丁\r戊\t己") == "甲乙丙\n丁\n戊\t己"


@given(st.integers(min_value=-3, max_value=3), st.sampled_from(["字", "😀"]))
def test_a_text_is_cut_only_when_a_cell_cannot_hold_it(more: int, char: str) -> None:
    text = char * ((MAX_CELL // utf16(char)) + more)
    shown = cut(text)
    assert utf16(shown) <= MAX_CELL
    assert (shown == text) == (utf16(text) <= MAX_CELL)
    if shown != text:
        assert shown.endswith(CUT_MARK)
        assert text.startswith(shown.removesuffix(CUT_MARK))


@given(st.sampled_from("=+-@\t＝＋－＠"), st.text(max_size=20))
def test_formula_like_text_is_inline_text_in_the_quoted_style(start: str, rest: str) -> None:
    xml = text_cell("A", 3, 4)("2", clean(start + rest))
    cell = ElementTree.fromstring(xml)
    assert (cell.get("t"), cell.get("s")) == ("inlineStr", "4")
    assert cell.find("f") is None


def test_a_day_before_march_1900_is_text_because_programs_number_it_differently() -> None:
    draw = date_cell("I", 9)
    assert draw("2", date(1900, 3, 1)) == '<c r="I2" s="9"><v>61</v></c>'
    assert "1900-02-28" in draw("2", date(1900, 2, 28))
    assert 't="inlineStr"' in draw("2", date(1900, 2, 28))
    assert draw("2", None) == '<c r="I2" s="9"/>'
