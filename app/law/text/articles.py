"""The Regulation, verbatim, and how its parts are cited."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from app.faults import UserFault
from app.law.text.data_files import MEND, read_toml, validated
from app.resources import resource_path

T = TypeVar("T")

_DIGITS = "〇一二三四五六七八九"
_NUMBER = r"(\d{1,2}|[一二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PLACE = re.compile(rf"第?{_NUMBER}条?(?:第?{_NUMBER}款)?(?:第?\(?{_NUMBER}\)?项)?")
_REF = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{1,2}))?")


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
    def published(self) -> str:
        """Say who issued it and when, for below a quotation."""
        issued, effective = (f"{day.year}年{day.month}月{day.day}日" for day in (self.issued_on, self.effective_on))
        return f"{issued}{self.issued_by}发布，{effective}起施行"

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

    def chapter(self, ref: str) -> Chapter:
        """Return the chapter in which a place stands."""
        number = int(ref.partition("/")[0])
        return next(each for each in self.chapters if any(article.number == number for article in each.articles))

    @cached_property
    def places(self) -> dict[str, str]:
        """Return the ref of every place by its label (《信访工作条例》第二十二条第一款 -> 22/1)."""
        refs: list[str] = []
        for article in self.articles.values():
            refs.append(str(article.number))
            for position, paragraph in enumerate(article.paragraphs, start=1):
                refs.append(f"{article.number}/{position}")
                refs.extend(f"{article.number}/{position}/{index}" for index, _ in enumerate(paragraph.items, start=1))
        # Where an article has one paragraph, article and paragraph share a label: the article stands for both.
        return {self.cite(ref).label: ref for ref in reversed(refs)}

    def place(self, words: str) -> str | None:
        """Read a place as people write it: 22, 22/1/3, 第22条, 二十二, 第二十二条第一款第（三）项.

        Returns its ref, or None for words that name no place of this Regulation.
        """
        text = unicodedata.normalize("NFKC", words).replace(" ", "").removeprefix(f"《{self.title}》")
        found = _PLACE.fullmatch(text) or _REF.fullmatch(text)
        if found is None:
            return None
        parts = [_number(part) for part in found.groups() if part]
        # 第（六）项 of an article with one paragraph is written without its 款.
        if found.re is _PLACE and found[3] and not found[2]:
            parts.insert(1, 1)
        ref = "/".join(str(part) for part in parts)
        try:
            self.cite(ref)
        except UserFault:
            return None
        return ref

    def search(self, words: str) -> tuple[Citation, ...]:
        """Find the place that the words name, then the paragraphs and items that hold every one of them.

        Words are separated by spaces; a place is read by `place`.
        """
        wanted = words.split()
        named = self.place(words)
        found: list[Citation] = [] if named is None else [self.cite(named)]
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
        return tuple({citation.ref: citation for citation in found}.values())


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.index(tens) if tens else 1 if ten else 0) * 10 + (_DIGITS.index(ones) if ones else 0)


def _nth(parts: tuple[T, ...], number: int) -> T:
    if not 1 <= number <= len(parts):
        raise LookupError(number)
    return parts[number - 1]


def load_regulation(path: Path | None = None) -> Regulation:
    """Load the Regulation; a file that cannot be read or is not whole raises UserFault(code="broken-rules")."""
    shipped = resource_path("law", "regulation-2022.toml")
    return _shipped_regulation(shipped) if path is None else validated(Regulation, read_toml(path), path)


@lru_cache(maxsize=1)
def _shipped_regulation(path: Path) -> Regulation:
    """Read the shipped file once: every notice quotes from it."""
    return validated(Regulation, read_toml(path), path)
