"""How a Chinese name is typed on a keyboard: its full pinyin and its initials, surnames read as surnames."""

import importlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

SPELLINGS = 8
"""The most whole-name spellings kept; the commonest readings come first."""

SYLLABLES = 12
"""How much of a name is spelled; the rest of a company's name is found by its characters."""

READINGS = 3
"""The most readings of one character that are tried."""

# A surname is often read unlike the word written with the same character. The surname's reading comes first and the
# common one stays behind it, because a clerk may type either.
SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "区": "ou", "朴": "piao", "盖": "ge",
    "乐": "yue", "员": "yun", "种": "chong", "秘": "bi", "折": "she", "乜": "nie", "能": "nai", "黑": "he",
    "洗": "xian", "缪": "miao", "郇": "xun", "隗": "wei", "繁": "po", "召": "shao", "翟": "zhai", "牟": "mu",
    "覃": "qin", "薄": "bo", "句": "gou",
}  # fmt: skip

COMPOUND_SURNAMES = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai"), "单于": ("chan", "yu"),
    "乐正": ("yue", "zheng"),
}  # fmt: skip


@dataclass(frozen=True)
class NameKeys:
    """The ways to type one name: whole (`zhangsan`), by initials (`zs`), and from a later syllable on (`san`)."""

    full: tuple[str, ...]
    initials: tuple[str, ...]
    tails: tuple[str, ...]


def name_keys(name: str) -> NameKeys:
    """Spell a name in lower-case pinyin without tones, the likeliest spelling first, at most `SPELLINGS` of each.

    ü is written v, as keyboards do, and also yu, as passports do. Letters and digits stand for themselves;
    characters nobody has given a reading are left out.
    """
    full: dict[str, None] = {}
    initials: dict[str, None] = {}
    tails: dict[str, None] = {}
    for syllables in _spellings(name):
        full["".join(syllables)] = None
        initials["".join(syllable[0] for syllable in syllables)] = None
        for start in range(1, len(syllables)):
            tails["".join(syllables[start:])] = None
    return NameKeys(tuple(full), tuple(initials), tuple(tails))


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    choices = _choices(name)[:SYLLABLES]
    if not choices:
        return
    # A long name has thousands of spellings; only those that stray from the commonest readings in few places count.
    ranked = sorted(
        product(*(range(len(choice)) for choice in _narrowed(choices))),
        key=lambda picks: (sum(pick > 0 for pick in picks), sum(picks), picks),
    )
    for picks in islice(ranked, SPELLINGS):
        yield tuple(choice[pick] for choice, pick in zip(choices, picks, strict=True))


def _narrowed(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave a choice in the first few ambiguous syllables only, so that the product stays small."""
    narrowed: list[tuple[str, ...]] = []
    ambiguous = 0
    for choice in choices:
        ambiguous += len(choice) > 1
        narrowed.append(choice if ambiguous <= 4 else choice[:1])
    return narrowed


def _choices(name: str) -> list[tuple[str, ...]]:
    """Return the possible readings, syllable by syllable."""
    choices: list[tuple[str, ...]] = []
    latin = ""
    for position, character in enumerate(name):
        if character.isascii() and character.isalnum():
            latin += character.lower()
            continue
        if latin:
            choices.append((latin,))
            latin = ""
        if readings := _readings_at(name, position, character):
            choices.append(readings)
    if latin:
        choices.append((latin,))
    return choices


def _readings_at(name: str, position: int, character: str) -> tuple[str, ...]:
    common = readings_of(character)
    surname = ""
    if name[:2] in COMPOUND_SURNAMES and position < 2:
        surname = COMPOUND_SURNAMES[name[:2]][position]
    elif position == 0:
        surname = SURNAMES.get(character, "")
    if not surname:
        return common
    return (surname, *(reading for reading in common if reading != surname))[:READINGS]


@cache
def readings_of(character: str) -> tuple[str, ...]:
    """Return the readings of one character, commonest first; none for what is not a Chinese character."""
    found: list[str] = []
    for reading in _dictionary().get(ord(character), "").split(","):
        plain = _without_tone(reading)
        if not (plain.isascii() and plain.isalpha()):
            continue
        found.append(plain)
        if "v" in plain:
            found.append(plain.replace("v", "yu"))
    return tuple(dict.fromkeys(found))[:READINGS]


@cache
def _without_tone(reading: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal

    return str(to_normal(reading))


@cache
def _dictionary() -> dict[int, str]:
    """Load pypinyin's character dictionary at the first name, never at start.

    Its dictionary of phrases is most of the 0.3 s an import costs and says nothing about names: it is left out.
    """
    wanted = "PYPINYIN_NO_PHRASES"
    before = os.environ.get(wanted)
    os.environ[wanted] = "1"
    try:
        loaded = importlib.import_module("pypinyin.constants").PINYIN_DICT
    finally:
        if before is None:
            del os.environ[wanted]
        else:
            os.environ[wanted] = before
    return dict(loaded) if not isinstance(loaded, dict) else loaded
