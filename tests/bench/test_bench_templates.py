"""Reading hostile syntax beside reading the shipped templates, in CPU time.

Aim: a text made to be slow to read costs no more, character for character, than an honest template.
"""

import contextlib
import time

import pytest

from app.casework.templates.check import read_template
from app.casework.templates.writing import template_as_text
from app.faults import UserFault
from app.printing.notices.template import load_templates

AIM = 1
HOSTILE = {
    "a key of 60,000 parts": "a" + ".a" * 60_000 + " = 1",
    "a table of 60,000 parts": "[" + "a" + ".a" * 60_000 + "]",
    "90,000 brackets": "a = " + "[" * 90_000,
    "quotation marks": "“" * 60_000,
    "a key with blanks": "a" + " . a" * 40_000 + " = 1",
    "a quoted key": "'a'" + ".'a'" * 40_000 + "=1",
    "a locked text": '[[blocks]]\nkind = "note"\nlocked = true\ntext = "' + "“" * 60_000 + '"\n',
}


def cost(text: str) -> float:
    """Return the CPU seconds that reading takes, for each character."""
    began = time.process_time()
    with contextlib.suppress(UserFault):
        read_template(text, "甲")
    return (time.process_time() - began) / len(text)


def test_hostile_syntax_costs_no_more_than_an_honest_template(capsys: pytest.CaptureFixture[str]) -> None:
    honest = max(cost(template_as_text(template)) for template in load_templates().values())
    ratios = {name: cost(text) / honest for name, text in HOSTILE.items()}
    with capsys.disabled():
        print(f"\nreading templates: honest {honest * 1e6:.2f} µs a character;", end=" ")
        print(", ".join(f"{name} {ratio:.2f} times" for name, ratio in ratios.items()))
    assert max(ratios.values()) < AIM
