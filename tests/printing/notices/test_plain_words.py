"""What a petitioner holds is in plain words, and speaks to one person: 您, and nobody else for the same person."""

import re
from collections.abc import Iterator

import pytest
from document_samples import TURNS, typical

from app.casework.office.law_in_force import life_pack, rule_pack
from app.casework.views.route_maps import office_map
from app.law.route.models import Outcome
from app.law.text.plain_words import plain_words
from app.printing.notices.content import pieces, texts_of
from app.printing.notices.template import Template, load_templates

HELD = [template for template in load_templates().values() if template.audience == "petitioner"]
HARD = re.compile(r"程序性|导入(?:法定途径|相应程序)|(?:原?办理|复查)(?:（复查）)?(?:机关|单位|机关、单位)的上一级")
# Of a reader who is called 您; the words of the Regulation speak of everybody and stay as they are.
SOMEBODY_ELSE = re.compile(r"她|(?<!其)他(?!人)|请求人|(?<!全体)信访人(?!代表|信息)")


def own_words(template: Template, changes: dict[str, object]) -> str:
    """Return what is printed beside the Regulation and beside what a person typed."""
    typed = {key: "某" for key, value in typical(template).items() if isinstance(value, str) and value}
    text = "\n".join(t for p in pieces(template, typical(template) | typed | changes) for t in texts_of(p))
    for block in template.blocks:
        for quote in block.quotes:
            text = text.replace(quote.words, "")
    return f"{template.name}\n{template.stub}\n{text}"


def of_the_route() -> Iterator[tuple[str, str]]:
    for place in rule_pack().places.values():
        if isinstance(place, Outcome):
            for words in (place.handling_way, place.procedure, place.remedy, place.next_text, place.title):
                yield place.id, words
    for act in life_pack().acts:
        yield act.id, act.remedy
    for state in life_pack().states:
        yield state.id, state.title
    for words in (*plain_words().states, *plain_words().places):
        yield str(words), f"{words.here}{words.next}{words.stop}"


@pytest.mark.parametrize("template", HELD, ids=[template.id for template in HELD])
def test_a_paper_of_the_petitioner_uses_plain_words(template: Template) -> None:
    for changes in ({}, *TURNS.get(template.id, ())):
        assert not HARD.search(own_words(template, changes))


@pytest.mark.parametrize("template", HELD, ids=[template.id for template in HELD])
def test_a_paper_calls_its_reader_by_one_word(template: Template) -> None:
    for changes in ({}, *TURNS.get(template.id, ())):
        text = own_words(template, changes)
        if "您" in text:
            found = SOMEBODY_ELSE.search(text)
            assert not found, text[max(0, found.start() - 20) : found.end() + 20]


def test_what_the_route_puts_on_paper_uses_plain_words() -> None:
    hard = [(where, words) for where, words in of_the_route() if HARD.search(words)]
    assert hard == []


def test_what_the_route_puts_on_paper_calls_the_reader_by_one_word() -> None:
    for place in rule_pack().places.values():
        if isinstance(place, Outcome) and place.notice:
            text = place.handling_way + place.procedure + place.remedy
            assert not SOMEBODY_ELSE.search(text), place.id


@pytest.mark.parametrize("role", ["petition_department", "township", "department", "review_body"])
def test_the_poster_uses_plain_words(role: str) -> None:
    said = str(office_map(role))
    found = HARD.search(said)
    assert not found, said[max(0, found.start() - 30) : found.end() + 30]
