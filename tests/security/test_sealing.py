"""Sealing to the custodian, and the check code on paper."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import UserFault
from app.security.checkcodes import check_code, same_code, tidy_check_code
from app.security.sealing import new_sealing_keys, seal, unseal

KEYS = new_sealing_keys()


@given(st.binary(max_size=500))
def test_what_is_sealed_opens_with_the_private_key_alone(content: bytes) -> None:
    sealed = seal(content, KEYS.public, "n1")
    assert unseal(sealed, KEYS.private, "n1") == content
    assert len(content) < 8 or content not in sealed


def test_the_public_key_opens_nothing() -> None:
    with pytest.raises(UserFault, match="打不开"):
        unseal(seal("内容".encode(), KEYS.public, "n1"), KEYS.public, "n1")


def test_sealed_content_moved_to_another_case_does_not_open() -> None:
    with pytest.raises(UserFault):
        unseal(seal(b"x", KEYS.public, "n1"), KEYS.private, "n2")


@pytest.mark.parametrize("place", [4, 20, -1])
def test_one_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(seal("反映某某问题".encode(), KEYS.public, "n1"))
    sealed[place] ^= 1
    with pytest.raises(UserFault):
        unseal(bytes(sealed), KEYS.private, "n1")


def test_what_a_newer_program_sealed_is_not_called_damaged() -> None:
    newer = b"XFS2" + seal(b"x", KEYS.public, "n1")[4:]
    with pytest.raises(UserFault, match="更新版本") as refused:
        unseal(newer, KEYS.private, "n1")
    assert refused.value.code == "sealed-unknown"


def test_a_check_code_on_paper_is_the_same_in_every_version_of_the_program() -> None:
    digest = hmac.digest(b"k" * 32, "香信转〔2026〕1号\x1f2026-11-20".encode(), "sha256")
    bits = "".join(f"{byte:08b}" for byte in digest)[:80]
    letters = ["0123456789ABCDEFGHJKMNPQRSTVWXYZ"[int(bits[at : at + 5], 2)] for at in range(0, 80, 5)]
    code = check_code(b"k" * 32, "香信转〔2026〕1号", "2026-11-20")
    assert code.split("-") == ["".join(letters[at : at + 4]) for at in range(0, 16, 4)]


def test_a_check_code_depends_on_every_part_and_on_the_office() -> None:
    code = check_code(b"k" * 32, "a", "bc")
    others = {check_code(b"k" * 32, "ab", "c"), check_code(b"j" * 32, "a", "bc"), check_code(b"k" * 32, "a", "bd")}
    assert code not in others
    assert len(code) == 19


def test_a_check_code_is_read_as_people_type_it() -> None:
    code = check_code(b"k" * 32, "a")
    assert same_code(code.lower().replace("-", " ").replace("0", "o"), code)
    assert tidy_check_code(code) == code
    assert tidy_check_code("oOiI lL23") == "0011-1123"


def test_another_code_is_not_taken_for_the_right_one() -> None:
    code = check_code(b"k" * 32, "a")
    assert not same_code(code, check_code(b"k" * 32, "b"))
    assert not same_code(code[:-1], code)
    assert not same_code("", code)
