"""Hold a PDF against a stored document by its words: an e-seal changes every byte and must not change one word."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.printing.volume.read_text import page_texts, squeezed

_SHORTEST = 4
_SHOWN = 30


@dataclass(frozen=True)
class WordsCompared:
    """Whether the file has words at all, and the first line of the original that it does not carry (page from 1)."""

    readable: bool
    page: int = 0
    missing: str = ""
    added: bool = False

    @property
    def same(self) -> bool:
        """Say whether every line of the original is there; `added` tells of words beyond them."""
        return self.readable and not self.page

    @property
    def sentence(self) -> str:
        """Return what a clerk should look at, as one clause."""
        if not self.readable:
            return "文件里读不出文字"
        if self.page and self.missing:
            return f"第 {self.page} 页的文字与存档不同，存档里是“{self.missing}”"
        if self.page:
            return f"缺少第 {self.page} 页"
        return "存档里的文字都在，但另外多了字" if self.added else "读出的文字与存档相同，但文件被转存或者加工过"


def compare_words(original: bytes, other: bytes) -> WordsCompared:
    """Compare page by page, blanks and line ends ignored; raise `LockedPdf` when the other file asks for a password."""
    theirs = [squeezed(text) for text in page_texts(other)]
    if not any(theirs):
        return WordsCompared(False)
    added = False
    count = 0
    for number, text in enumerate(page_texts(original)):
        count = number + 1
        ours = squeezed(text)
        if number >= len(theirs):
            return WordsCompared(True, count)
        if ours == theirs[number]:
            continue
        for line in _lines(text):
            if line not in theirs[number]:
                return WordsCompared(True, count, line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…")
        added = added or len(theirs[number]) > len(ours)
    return WordsCompared(True, added=added or len(theirs) > count)


def _lines(text: str) -> Iterator[str]:
    """Give the lines, a short one together with the line before it, so that it is not found by chance elsewhere."""
    waiting = ""
    for line in (squeezed(each) for each in text.splitlines()):
        waiting += line
        if len(waiting) >= _SHORTEST:
            yield waiting
            waiting = ""
    if waiting:
        yield waiting
