"""Find entries of a list of the office by words, pinyin and initials: its catalogue, its directory."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from app.models.pinyin import readings_of

_BETWEEN_WORDS = re.compile(r"[\s,、;。，；]+")
_LATIN = re.compile("[0-9a-z]+")
_WORDS = 12
_SHORT = 2
_AROUND = 5
"""How many syllables beside a second reading are spelled with it: 银行 is found as yinhang and as yinxing."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class _Spelled:
    """The spellings of one field, run after run; a match counts only where a syllable starts."""

    initials: str
    full: str
    starts: frozenset[int]
    beginnings: frozenset[str]
    """The first letters of its syllables, for words too short to be looked for letter by letter."""

    def holds(self, word: str) -> bool:
        if word in self.initials:
            return True
        if len(word) <= _SHORT:
            return word in self.beginnings
        at = self.full.find(word)
        while at >= 0:
            if at in self.starts:
                return True
            at = self.full.find(word, at + 1)
        return False


@dataclass(frozen=True, slots=True)
class _Keys:
    texts: tuple[str, ...]
    spelled: tuple[_Spelled, ...]
    all_texts: str
    all_spelled: _Spelled

    def rank(self, word: str, latin: bool) -> int | None:
        """Return the place of the first field that holds the word; None for none."""
        # Most entries hold a word nowhere: that is found out at one look instead of one a field.
        if word in self.all_texts:
            return next((place for place, text in enumerate(self.texts) if word in text), None)
        if latin and self.all_spelled.holds(word):
            return next((place for place, spelled in enumerate(self.spelled) if spelled.holds(word)), None)
        return None


class WordIndex(Generic[Entry]):
    """The keys of one list, made once; a search of 2,000 entries takes a few milliseconds.

    `texts` gives what of an entry is searched, what counts most first; the first `spelled` of them by pinyin too.
    """

    def __init__(self, entries: Sequence[Entry], texts: Callable[[Entry], Sequence[str]], spelled: int) -> None:
        self.entries = tuple(entries)
        self._keys = [_keys_of(texts(entry), spelled) for entry in self.entries]

    def search(self, words: str, keep: Callable[[Entry], bool] | None = None) -> tuple[Entry, ...]:
        """Return the entries that hold every word, those that hold it in the first text first; no words give all.

        Blanks and commas stand between words. `keep` leaves only the entries for which it says so.
        """
        split = [word for word in _BETWEEN_WORDS.split(_plain(words)) if word][:_WORDS]
        wanted = [(word, _LATIN.fullmatch(word) is not None) for word in split]
        found: list[tuple[int, int, Entry]] = []
        for place, (entry, keys) in enumerate(zip(self.entries, self._keys, strict=True)):
            if keep is not None and not keep(entry):
                continue
            total = 0
            for word, latin in wanted:
                rank = keys.rank(word, latin)
                if rank is None:
                    break
                total += rank
            else:
                found.append((total, place, entry))
        found.sort(key=lambda item: item[:2])
        return tuple(entry for _rank, _place, entry in found)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _keys_of(searched: Sequence[str], by_pinyin: int) -> _Keys:
    texts = tuple(_plain(text) for text in searched)
    spelled = tuple(_spell(text) for text in texts[:by_pinyin])
    return _Keys(texts, spelled, "\n".join(texts), _joined(spelled))


def _joined(parts: Sequence[_Spelled]) -> _Spelled:
    starts: set[int] = set()
    length = 0
    for part in parts:
        starts.update(length + start for start in part.starts)
        length += len(part.full)
    initials, full = " ".join(part.initials for part in parts), "".join(part.full for part in parts)
    return _Spelled(initials, full, frozenset(starts), frozenset().union(*(part.beginnings for part in parts)))


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
    beginnings = {syllable[:size] for syllable in full if syllable != " " for size in range(1, _SHORT + 1)}
    return _Spelled(" ".join(initials), "".join(full), frozenset(starts), frozenset(beginnings))


def _spellings(run: Sequence[tuple[str, ...]]) -> list[list[str]]:
    if not run:
        return []
    common = [readings[0] for readings in run]
    found = [common]
    for place, readings in enumerate(run):
        first, last = max(0, place - _AROUND), place + _AROUND + 1
        found += [[*common[first:place], other, *common[place + 1 : last]] for other in readings[1:]]
    return found
