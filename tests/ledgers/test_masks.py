"""What a masked ledger shows of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledgers.masks import mask_address, mask_id_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("110101199003070011", "110***********0011"),
        ("11010119900307001X", "110***********001X"),
        ("110101900307001", "110********7001"),
        ("E12345678", "*******78"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_a_document_number_keeps_three_and_four(number: str, shown: str) -> None:
    assert mask_id_number(number) == shown


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ("13812345678", "138****5678"),
        ("13812345678、13987654321", "138****5678、139****4321"),
        ("138 1234 5678", "138 **** 5678"),
        ("+8613812345678", "+86138****5678"),
        ("+86 13812345678", "+86 138****5678"),
        ("0871-65551234", "087*-****1234"),
        ("65551234", "******34"),
        ("12345", "*****"),
        ("无", "无"),
        ("", ""),
    ],
)
def test_a_phone_number_keeps_three_and_four(numbers: str, shown: str) -> None:
    assert mask_phone(numbers) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "-", " ", ".", "–", "  "]))
def test_the_middle_of_a_mobile_number_is_never_seen_however_it_is_written(number: str, joint: str) -> None:
    shown = mask_phone(joint.join((number[:3], number[3:7], number[7:])))
    assert sum(char.isdigit() for char in shown) <= 7


@given(st.text(alphabet="0123456789X", min_size=8, max_size=20))
def test_a_birthday_is_never_seen_in_a_document_number(number: str) -> None:
    shown = mask_id_number(number)
    assert len(shown) == len(number)
    if len(number) == 18:
        assert shown[6:14] == "*" * 8


@pytest.mark.parametrize(
    ("name", "shown"), [("张小明", "张*明"), ("张三", "张*"), ("欧阳𠅤明", "欧**明"), ("张", "*"), ("", "")]
)
def test_a_name_keeps_its_ends(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("云南省昭通市镇雄县乌峰街道南台社区12号", "云南省昭通市镇雄县乌峰街道南台社区***"),
        ("甲县乙镇丙村5组", "甲县乙镇丙村***"),
        ("杭州市西湖区文三路1号", "杭州市西湖区***"),
        ("城关镇幸福小区3栋2单元", "城关镇***"),
        ("幸福小区3栋2单元", "***"),
        ("北京市海淀区", "北京市海淀区"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_village(address: str, shown: str) -> None:
    assert mask_address(address) == shown
