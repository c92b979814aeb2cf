"""Ask the Regulation: cite a place, or search it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.answer import Answer, indented
from app.cli.options import JsonOption
from app.faults import UserFault

if TYPE_CHECKING:
    from app.law.text.articles import Citation, Regulation

_SEARCH = "search"


def law(
    words: Annotated[
        list[str] | None, typer.Argument(help="条号，如 22、22/1、第二十二条；或者 search 文字。不写就列出各章。")
    ] = None,
    as_json: JsonOption = False,
) -> Answer:
    """看条例原文：law 22/1 取一处，law search 文字 查找；不需要工作区。"""
    from app.law.text.articles import load_regulation

    regulation = load_regulation()
    asked = list(words or ())
    if not asked:
        return _contents(regulation)
    if asked[0] == _SEARCH:
        return _searched(regulation, " ".join(asked[1:]))
    return _cited(regulation, [_place(regulation, text) for text in asked])


def _place(regulation: "Regulation", text: str) -> str:
    ref = regulation.place(text)
    if ref is None:
        raise UserFault(
            f"《{regulation.title}》里没有“{text}”这一处，",
            "条号写作 22、22/1、22/1/3 或第二十二条；查文字用 law search 文字。",
            code="no-such-article",
        )
    return ref


def _cited(regulation: "Regulation", refs: list[str]) -> Answer:
    found = [regulation.cite(ref) for ref in refs]
    lines = [line for citation in found for line in _lines(citation)]
    return Answer(
        _about(regulation) | {"articles": [_data(citation) for citation in found]}, [*lines, regulation.published]
    )


def _searched(regulation: "Regulation", words: str) -> Answer:
    if not words.strip():
        raise UserFault("没有写要查找的文字，", "例如 law search 不予受理。", code="usage")
    found = regulation.search(words)
    lines = [line for citation in found for line in _lines(citation)] or [f"没有找到“{words}”。"]
    data = _about(regulation) | {"words": words, "articles": [_data(citation) for citation in found]}
    return Answer(data, [*lines, f"共 {len(found)} 处"])


def _contents(regulation: "Regulation") -> Answer:
    chapters = [
        {"heading": chapter.heading, "first": chapter.articles[0].number, "last": chapter.articles[-1].number}
        for chapter in regulation.chapters
    ]
    lines = [f"《{regulation.title}》", regulation.published, regulation.source]
    lines += [f"{each['heading']}：第 {each['first']} 至 {each['last']} 条" for each in chapters]
    return Answer(_about(regulation) | {"chapters": chapters}, lines)


def _about(regulation: "Regulation") -> dict[str, Any]:
    return {
        "title": regulation.title, "version": regulation.version, "issued_by": regulation.issued_by,
        "issued_on": regulation.issued_on, "effective_on": regulation.effective_on, "source": regulation.source,
    }  # fmt: skip


def _data(citation: "Citation") -> dict[str, str]:
    return {"ref": citation.ref, "label": citation.label, "text": citation.text}


def _lines(citation: "Citation") -> list[str]:
    return [citation.label, *indented(citation.text.splitlines())]


COMMANDS: dict[str, Callable[..., Answer]] = {"law": law}
