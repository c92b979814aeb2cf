"""Find entries of a pathway catalogue by words, pinyin and initials."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.law.pathways import PathwayEntry
from app.models.pinyin import readings_of

_BETWEEN_WORDS = re.compile(r"[\s,、;。，；]+")
_LATIN = re.compile("[0-9a-z]+")
_WORDS = 12
_AROUND = 5
"""How many syllables beside a second reading are spelled with it: 银行 is found as yinhang and as yinxing."""

# The fields that are searched, the one that counts most first.
_FIELDS = ("claim", "keywords", "category", "organ", "basis", "pathway")
_SPELLED = 4
"""So many of them by pinyin too; nobody types the name of a law by its initials."""


@dataclass(frozen=True, slots=True)
class _Spelled:
    """The spellings of one field, run after run; a match counts only where a syllable starts."""

    initials: str
    full: str
    starts: frozenset[int]

    def holds(self, word: str) -> bool:
        if word in self.initials:
            return True
        at = self.full.find(word)
        while at >= 0:
            if at in self.starts:
                return True
            at = self.full.find(word, at + 1)
        return False


@dataclass(frozen=True, slots=True)
class _Keys:
    entry: PathwayEntry
    texts: tuple[str, ...]
    spelled: tuple[_Spelled, ...]

    def rank(self, word: str) -> int | None:
        """Return the place of the first field that holds the word; None for none."""
        for place, text in enumerate(self.texts):
            if word in text:
                return place
        if _LATIN.fullmatch(word):
            for place, spelled in enumerate(self.spelled):
                if spelled.holds(word):
                    return place
        return None


class PathwayIndex:
    """The keys of one catalogue, made once; a search of 2,000 entries takes a few milliseconds."""

    def __init__(self, entries: Sequence[PathwayEntry]) -> None:
        self.entries = tuple(entries)
        self._keys = [_keys_of(entry) for entry in self.entries]

    def search(self, words: str, way: str = "") -> tuple[PathwayEntry, ...]:
        """Return the entries that hold every word, those that hold it in the claim first; no words give all.

        Blanks and commas stand between words. `way` leaves only the entries of one item of Article 31.
        """
        wanted = [word for word in _BETWEEN_WORDS.split(_plain(words)) if word][:_WORDS]
        found: list[tuple[int, int, PathwayEntry]] = []
        for place, keys in enumerate(self._keys):
            if way and keys.entry.way != way:
                continue
            total = 0
            for word in wanted:
                rank = keys.rank(word)
                if rank is None:
                    break
                total += rank
            else:
                found.append((total, place, keys.entry))
        found.sort(key=lambda item: item[:2])
        return tuple(entry for _rank, _place, entry in found)


def search_pathways(entries: Sequence[PathwayEntry], words: str, way: str = "") -> tuple[PathwayEntry, ...]:
    """Search entries that are not kept anywhere; see `PathwayIndex.search`."""
    return PathwayIndex(entries).search(words, way)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _keys_of(entry: PathwayEntry) -> _Keys:
    texts = tuple(_plain(str(getattr(entry, field))) for field in _FIELDS)
    return _Keys(entry, texts, tuple(_spell(text) for text in texts[:_SPELLED]))


@lru_cache(maxsize=4_096)
def _spell(text: str) -> _Spelled:
    """Spell every run of characters, once by the common readings and once more around each other reading."""
    initials: list[str] = []
    full: list[str] = []
    starts: set[int] = set()
    length = 0
    run: list[tuple[str, ...]] = []
    for character in text + " ":
        readings = readings_of(character)
        if readings:
            run.append(readings)
            continue
        if character.isascii() and character.isalnum():
            run.append((character,))
            continue
        for spelling in _spellings(run):
            initials.append("".join(syllable[0] for syllable in spelling))
            for syllable in spelling:
                starts.add(length)
                full.append(syllable)
                length += len(syllable)
            full.append(" ")
            length += 1
        run = []
    return _Spelled(" ".join(initials), "".join(full), frozenset(starts))


def _spellings(run: Sequence[tuple[str, ...]]) -> list[list[str]]:
    if not run:
        return []
    common = [readings[0] for readings in run]
    found = [common]
    for place, readings in enumerate(run):
        first, last = max(0, place - _AROUND), place + _AROUND + 1
        found += [[*common[first:place], other, *common[place + 1 : last]] for other in readings[1:]]
    return found
