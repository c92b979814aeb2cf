"""Fields: what is refused, what is only warned about, and what is let through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.law.dates.typed_dates import read_date
from app.law.forms.fields import Field, Option, check_field, clean_text
from app.law.forms.identity_numbers import check_digit
from app.law.route.loading import load_rule_pack

TODAY = date(2026, 9, 10)
PACK = load_rule_pack()
DATE = Field(key="received_on", label="收到日期", kind="date")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-09-03",
        "2026/9/3",
        "2026.9.3",
        "20260903",
        "9-3",
        "9/3",
        "9月3日",
        "2026年9月3日",
        " 2026 - 9 - 3 ",
        "２０２６－０９－０３",
    ],
)
def test_a_date_may_be_typed_in_the_usual_ways(typed: str) -> None:
    assert check_field(DATE, typed, TODAY).value == "2026-09-03"


def test_a_date_object_is_a_date() -> None:
    assert check_field(DATE, date(2026, 9, 3), TODAY).value == "2026-09-03"


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "2026-13-01", "昨天", "99999999", "2026-9", "0000-01-01", "1", "2/3/4"]
)
def test_an_impossible_date_is_an_error_that_quotes_it(typed: str) -> None:
    result = check_field(DATE, typed, TODAY)
    assert result.value is None
    assert result.error is not None
    assert typed[:5] in result.error


def test_tomorrow_is_refused_unless_the_field_looks_ahead() -> None:
    assert "不能晚于今天" in (check_field(DATE, "2026-09-11", TODAY).error or "")
    ahead = Field(key="report_by", label="反馈期限", kind="date", future=True)
    assert check_field(ahead, "2026-09-11", TODAY).value == "2026-09-11"


@given(st.text(max_size=30))
def test_any_text_at_all_is_a_date_or_a_sentence(typed: str) -> None:
    result = check_field(DATE.model_copy(update={"required": True}), typed, TODAY)
    assert (result.value is None) is (result.error is not None)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_reads_back_from_how_it_is_written(day: date) -> None:
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", day.strftime("%Y%m%d")):
        assert read_date(text, TODAY) == day


def test_four_hundred_people_are_fine_and_a_hundred_thousand_are_not() -> None:
    people = PACK.fields["people_count"]
    assert check_field(people, "400", TODAY).value == 400
    assert check_field(people, 99_999, TODAY).value == 99_999
    for wrong in ("100000", "0", "-1", "12.5", "很多", "9" * 5000, True):
        assert check_field(people, wrong, TODAY).error, wrong


def test_five_representatives_are_taken_and_six_refused_with_the_article() -> None:
    field = PACK.fields["representatives"]
    assert check_field(field, "甲\n乙\n\n丙\n丁\n戊", TODAY).value == ["甲", "乙", "丙", "丁", "戊"]
    assert "第二十条第三款" in (check_field(field, ["甲"] * 6, TODAY).error or "")


def test_a_summary_of_twenty_thousand_characters_is_taken_with_a_warning() -> None:
    field = PACK.fields["summary"]
    full = check_field(field, "𬱖" * 20_000, TODAY)
    assert full.error is None
    assert full.value == "𬱖" * 20_000
    assert "4,000" in (full.warning or "")
    over = check_field(field, "字" * 20_001, TODAY)
    assert over.value is None
    assert "20,001" in (over.error or "")
    assert check_field(field, "字" * 4_000, TODAY).warning is None


def test_a_name_longer_than_a_hundred_characters_is_refused_with_the_count() -> None:
    assert check_field(PACK.fields["petitioner_name"], "长" * 100, TODAY).error is None
    assert "101" in (check_field(PACK.fields["petitioner_name"], "长" * 101, TODAY).error or "")


def _with_check_digit(first: str) -> str:
    return first + check_digit(first)


def test_the_check_digit_is_that_of_the_standard() -> None:
    # The worked example of GB 11643.
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@pytest.mark.parametrize(
    "odd", ["110105194912310021", "110105490101002", "11010519491331002X", "护照E12345678", "1101051949123100XX"]
)
def test_an_odd_id_number_is_warned_about_and_kept(odd: str) -> None:
    result = check_field(PACK.fields["id_number"], odd, TODAY)
    assert result.error is None
    assert result.value == odd
    assert "仍可登记" in (result.warning or "")


def test_a_right_id_number_passes_in_small_letters_too() -> None:
    result = check_field(PACK.fields["id_number"], "11010519491231002x", TODAY)
    assert (result.value, result.warning) == ("11010519491231002X", None)
    assert check_field(PACK.fields["id_number"], _with_check_digit("53230119680229001"), TODAY).warning is None


@pytest.mark.parametrize(
    "number", ["13900001234", "139 0000 1234", "+86 13900001234", "0871-63112233", "63112233", "4008001234"]
)
def test_a_usual_phone_number_passes(number: str) -> None:
    assert check_field(PACK.fields["phone"], number, TODAY).warning is None


@pytest.mark.parametrize("number", ["1390000123", "12800001234", "没有", "1" * 20])
def test_an_odd_phone_number_is_warned_about_and_kept(number: str) -> None:
    result = check_field(PACK.fields["phone"], number, TODAY)
    assert (result.value, result.error) == (number, None)
    assert result.warning


def test_control_characters_go_and_everything_people_write_stays() -> None:
    assert clean_text("第一行\r\n第二\x00行\x1b[2J\t😊👨‍👩‍👧𬱖") == "第一行\n第二行[2J 😊👨‍👩‍👧𬱖"
    assert clean_text("张\u202e三\ud800") == "张三"
    assert clean_text("张\n三", one_line=True) == "张 三"


@given(st.text())
def test_cleaned_text_can_always_be_stored_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert clean_text(cleaned) == cleaned


def test_a_choice_takes_its_value_or_its_label_only() -> None:
    field = Field(key="gender", label="性别", kind="choice", options=(Option(value="1", label="男"),))
    assert check_field(field, "1", TODAY).value == check_field(field, "男", TODAY).value == "1"
    assert "男" in (check_field(field, "3", TODAY).error or "")


@pytest.mark.parametrize(("raw", "value"), [(True, True), (False, False), ("是", True), ("否", False)])
def test_yes_and_no_are_understood(raw: object, value: bool) -> None:
    assert check_field(Field(key="x", label="x", kind="yesno"), raw, TODAY).value is value


@pytest.mark.parametrize("empty", [None, "", "   ", "\n", [], "\x00"])
def test_a_required_field_left_empty_is_an_error_naming_it(empty: object) -> None:
    field = PACK.fields["claims"]
    assert "诉求" in (check_field(field, empty, TODAY).error or "")
    assert check_field(field.model_copy(update={"required": False}), empty, TODAY).error is None
