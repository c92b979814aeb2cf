"""The Regulation at the shell: a place word for word, a search, and what is no place."""

from collections.abc import Callable
from typing import Any

import pytest

from app.law.text.articles import load_regulation

Command = Callable[..., Any]


def test_a_place_is_printed_word_for_word_with_where_it_stands(command: Command) -> None:
    ran = command("law", "22/1", "第三十四条", "--json")
    assert ran.code == 0, ran
    law = load_regulation()
    assert ran.json["articles"] == [
        {"ref": "22/1", "label": law.cite("22/1").label, "text": law.cite("22/1").text},
        {"ref": "34", "label": law.cite("34").label, "text": law.cite("34").text},
    ]
    assert (ran.json["version"], ran.json["issued_on"], ran.json["effective_on"]) == (
        "2022-05-01", "2022-02-25", "2022-05-01",
    )  # fmt: skip
    told = command("law", "22/1")
    for line in law.cite("22/1").text.splitlines():
        assert line in told.out
    assert "2022年2月25日中共中央、国务院发布，2022年5月1日起施行" in told.out


def test_words_are_searched_and_a_number_finds_its_article(command: Command) -> None:
    found = command("law", "search", "不予受理", "--json").json["articles"]
    assert [place["ref"] for place in found] == ["19/3", "44/1/2"]
    assert command("law", "search", "22", "--json").json["articles"][0]["ref"] == "22"
    nothing = command("law", "search", "外星人")
    assert (nothing.code, "没有找到" in nothing.out) == (0, True)


def test_without_words_the_chapters_are_listed(command: Command) -> None:
    chapters = command("law", "--json").json["chapters"]
    assert [chapter["first"] for chapter in chapters] == [1, 7, 17, 27, 38, 48]
    assert chapters[-1]["last"] == 50


@pytest.mark.parametrize(("arguments", "code"), [(("51",), "no-such-article"), (("22/9",), "no-such-article")])
def test_what_is_no_place_is_refused(command: Command, arguments: tuple[str, ...], code: str) -> None:
    ran = command("law", *arguments, "--json")
    assert (ran.code, ran.error["code"]) == (3, code)
    assert command("law", "search", "--json").error["code"] == "usage"
