"""A name is spelled the ways a clerk would type it, and never in more than a handful."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.pinyin import COMPOUND_SURNAMES, SPELLINGS, SURNAMES, name_keys


def test_a_plain_name_has_one_spelling() -> None:
    keys = name_keys("张三")
    assert (keys.full, keys.initials, keys.tails) == (("zhangsan",), ("zs",), ("san",))


@pytest.mark.parametrize(
    ("name", "first"),
    [("单青河", "shan"), ("仇青", "qiu"), ("曾禾苗", "zeng"), ("解小麦", "xie"), ("查青", "zha"), ("区文禾", "ou"),
     ("朴青", "piao"), ("盖青禾", "ge"), ("尉迟青", "yuchi"), ("万俟青", "moqi"), ("乐青", "yue"), ("翟青", "zhai")],
)  # fmt: skip
def test_a_surname_is_read_as_a_surname_first(name: str, first: str) -> None:
    assert name_keys(name).full[0].startswith(first)


def test_the_common_reading_of_a_surname_is_kept_behind() -> None:
    assert {"zengmei", "cengmei"} <= set(name_keys("曾梅").full)


def test_a_surname_reading_does_not_rule_a_given_name() -> None:
    assert name_keys("王朴").full[0] == "wangpu"
    assert name_keys("王区").full[0] == "wangqu"


@pytest.mark.parametrize("surname", [*SURNAMES, *COMPOUND_SURNAMES])
def test_every_surname_on_the_list_needs_its_place_there(surname: str) -> None:
    listed = SURNAMES.get(surname) or "".join(COMPOUND_SURNAMES[surname])
    assert name_keys(surname).full[0] == listed
    assert name_keys("王" + surname).full[0] != "wang" + listed


def test_u_with_dots_is_typed_v_or_yu() -> None:
    assert {"lvbo", "lyubo"} <= set(name_keys("吕博").full)



@given(st.text(max_size=30) | st.text(alphabet="单行重长乐曾卜不大A9·", max_size=30))
def test_keys_are_few_and_are_lower_case_letters_and_digits(name: str) -> None:
    keys = name_keys(name)
    assert len(keys.full) <= SPELLINGS
    assert len(keys.initials) <= SPELLINGS
    for key in (*keys.full, *keys.initials, *keys.tails):
        assert key.isascii()
        assert key.isalnum()
        assert key == key.lower()


def test_loading_the_dictionary_leaves_the_environment_as_it_was() -> None:
    script = (
        "import os, sys; from app.models.pinyin import name_keys; assert 'pypinyin' not in sys.modules; "
        "assert name_keys('张三').full == ('zhangsan',); print(os.environ.get('PYPINYIN_NO_PHRASES'))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYPINYIN_NO_PHRASES"}
    for value in (None, "0"):
        given_environment = environment if value is None else {**environment, "PYPINYIN_NO_PHRASES": value}
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=given_environment
        )
        assert done.stdout.strip() == str(value)
