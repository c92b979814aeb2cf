"""Find entries of a pathway catalogue by words, pinyin and initials."""

from collections.abc import Sequence

from app.casework.office.word_index import WordIndex
from app.law.route.pathways import PathwayEntry

# The fields that are searched, the one that counts most first.
_FIELDS = ("claim", "keywords", "category", "organ", "basis", "pathway")
_SPELLED = 4
"""So many of them by pinyin too; nobody types the name of a law by its initials."""


class PathwayIndex:
    """The keys of one catalogue, made once."""

    def __init__(self, entries: Sequence[PathwayEntry]) -> None:
        self.entries = tuple(entries)
        self._index = WordIndex(self.entries, _texts, _SPELLED)

    def search(self, words: str, way: str = "") -> tuple[PathwayEntry, ...]:
        """Return the entries that hold every word, those that hold it in the claim first; no words give all.

        `way` leaves only the entries of one item of Article 31.
        """
        return self._index.search(words, (lambda entry: entry.way == way) if way else None)


def search_pathways(entries: Sequence[PathwayEntry], words: str, way: str = "") -> tuple[PathwayEntry, ...]:
    """Search entries that are not kept anywhere; see `PathwayIndex.search`."""
    return PathwayIndex(entries).search(words, way)


def _texts(entry: PathwayEntry) -> Sequence[str]:
    return [str(getattr(entry, field)) for field in _FIELDS]
