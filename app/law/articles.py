"""The Regulation, verbatim, and how its parts are cited."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from app.faults import UserFault
from app.law.data_files import MEND, read_toml, validated
from app.resources import resource_path

T = TypeVar("T")

_DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write a number from 1 to 99 the way the law numbers its articles (22 -> 二十二)."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited place: `label` for the line above, `text` the words cited, `article_text` the whole article."""

    ref: str
    label: str
    text: str
    article_text: str

    @property
    def place(self) -> str:
        """Return the label without the title, for a sentence that has named it (第二十二条第一款)."""
        return self.label.partition("》")[2]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Paragraph(_Data):
    """One paragraph (款) and its items (项), each item with its own mark in front."""

    text: str
    items: tuple[str, ...] = ()

    @property
    def full_text(self) -> str:
        return "\n".join((self.text, *self.items))


class Article(_Data):
    """One article (条)."""

    number: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def heading(self) -> str:
        return f"第{chinese_number(self.number)}条"

    @property
    def text(self) -> str:
        """Return the whole article as printed: heading, paragraphs and items, one a line."""
        return f"{self.heading} " + "\n".join(paragraph.full_text for paragraph in self.paragraphs)


class Chapter(_Data):
    """One chapter (章) of articles in order."""

    number: int
    title: str
    articles: tuple[Article, ...]

    @property
    def heading(self) -> str:
        return f"第{chinese_number(self.number)}章 {self.title}"


class Regulation(BaseModel):
    """The whole Regulation with its version and where the text comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    version: str
    issued_on: date
    effective_on: date
    issued_by: str
    source: str
    chapters: tuple[Chapter, ...]

    @cached_property
    def articles(self) -> dict[int, Article]:
        """Return every article by its number."""
        return {article.number: article for chapter in self.chapters for article in chapter.articles}

    @property
    def text(self) -> str:
        """Return the body, chapter headings and articles, one printed line a line."""
        lines: list[str] = []
        for chapter in self.chapters:
            lines.append(chapter.heading)
            lines.extend(article.text for article in chapter.articles)
        return "\n".join(lines)

    def cite(self, ref: str) -> Citation:
        """Cite "22" (article), "22/1" (paragraph) or "22/1/3" (item).

        The paragraph is left out of the label where the article has only one (第三十一条第（六）项).
        Raises UserFault(code="broken-rules") for a place that does not exist.
        """
        try:
            numbers = [int(part) for part in ref.split("/")]
            article = self.articles[numbers[0]]
            paragraph = _nth(article.paragraphs, numbers[1]) if len(numbers) > 1 else None
            item = _nth(paragraph.items, numbers[2]) if paragraph is not None and len(numbers) > 2 else None
            if len(numbers) > 3:
                raise LookupError(ref)
        except (ValueError, LookupError):
            raise UserFault(f"《{self.title}》里没有“{ref}”这一处。", MEND, code="broken-rules") from None
        label = f"《{self.title}》{article.heading}"
        if paragraph is not None and len(article.paragraphs) > 1:
            label += f"第{chinese_number(numbers[1])}款"
        if item is not None:
            label += f"第（{chinese_number(numbers[2])}）项"
        text = item or (paragraph.full_text if paragraph is not None else article.text)
        return Citation(ref, label, text, article.text)

    def search(self, words: str) -> tuple[Citation, ...]:
        """Find the paragraphs and items that hold every one of the words (separated by spaces)."""
        wanted = words.split()
        found: list[Citation] = []
        for article in self.articles.values() if wanted else ():
            for position, paragraph in enumerate(article.paragraphs, start=1):
                place = f"{article.number}/{position}"
                if all(word in paragraph.text for word in wanted):
                    found.append(self.cite(place))
                found.extend(
                    self.cite(f"{place}/{index}")
                    for index, item in enumerate(paragraph.items, start=1)
                    if all(word in item for word in wanted)
                )
        return tuple(found)


def _nth(parts: tuple[T, ...], number: int) -> T:
    if not 1 <= number <= len(parts):
        raise LookupError(number)
    return parts[number - 1]


def load_regulation(path: Path | None = None) -> Regulation:
    """Load the Regulation; a file that cannot be read or is not whole raises UserFault(code="broken-rules")."""
    path = path or resource_path("law", "regulation-2022.toml")
    return validated(Regulation, read_toml(path), path)
