"""Turn one value into the XML of one cell that every reader takes for what it is."""

import re
from collections.abc import Callable
from datetime import date

#: A cell holds 32,767 characters, counted as UTF-16 does: a supplementary character counts twice.
MAX_CELL = 32_767
CUT_MARK = "……（超过单元格上限，以下未列出，全文见本机）"

#: A cell that begins like this would become a formula when somebody edits it: it is marked with quotePrefix.
#: The full-width forms are there because Chinese editions take them for the plain ones on input.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")

_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_SAFE_DAY = date(1900, 3, 1)  # earlier serials differ by one between programs: 1900 was not a leap year

_NEEDS_CARE = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Draw = Callable[[str], str]


def clean(text: str) -> str:
    """Drop what XML cannot hold and make every line end a single line feed."""
    if _NEEDS_CARE.search(text) is None:
        return text
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cut(text: str) -> str:
    """Return `text`, or its beginning with a mark at the end when one cell cannot hold it."""
    if len(text) <= MAX_CELL // 2 or len(text.encode("utf-16-le")) // 2 <= MAX_CELL:
        return text
    room = MAX_CELL - len(CUT_MARK)
    kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    return kept + CUT_MARK


def escape(text: str) -> str:
    """Write text as XML character data; `_x0041_` is escaped because spreadsheets would read it as "A"."""
    if _NEEDS_CARE.search(text) is None:
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def text_cell(letters: str, style: int, guarded: int) -> Callable[[str, str], str]:
    """Return what draws clean text in one column, as text whatever it begins with."""
    plain, guard, empty = (
        f'<c r="{letters}',
        f'" s="{guarded}" t="inlineStr"><is><t xml:space="preserve">',
        f'" s="{style}"/>',
    )
    usual = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'

    def draw(row: str, text: str) -> str:
        if not text:
            return plain + row + empty
        return plain + row + (guard if text[0] in FORMULA_STARTS else usual) + escape(text) + "</t></is></c>"

    return draw


def number_cell(letters: str, style: int) -> Callable[[str, int], str]:
    """Return what draws whole numbers in one column."""
    head, tail = f'<c r="{letters}', f'" s="{style}"><v>'
    return lambda row, number: f"{head}{row}{tail}{number}</v></c>"


def date_cell(letters: str, style: int) -> Callable[[str, date | None], str]:
    """Return what draws real dates in one column; none is an empty cell, one before March 1900 is text."""
    head, middle, empty = f'<c r="{letters}', f'" s="{style}"><v>', f'" s="{style}"/>'
    as_text = f'" s="{style}" t="inlineStr"><is><t>'

    def draw(row: str, day: date | None) -> str:
        if day is None:
            return head + row + empty
        if day < _FIRST_SAFE_DAY:
            return f"{head}{row}{as_text}{day.isoformat()}</t></is></c>"
        return f"{head}{row}{middle}{day.toordinal() - _DAY_ZERO}</v></c>"

    return draw
