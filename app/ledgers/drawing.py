"""Draw one row after another for a profile, and remember what the reader of the workbook must be told."""

from collections.abc import Callable
from math import ceil
from operator import attrgetter
from typing import Any

from app.ledgers.cells import clean, cut, date_cell, number_cell, text_cell
from app.ledgers.codes import load_codes
from app.ledgers.masks import MASKS
from app.ledgers.profile import LedgerColumn, LedgerProfile
from app.ledgers.row import SEALED_FIELDS, SEALED_TEXT, LedgerRow

_LINE, _PADDING, _TALLEST = 13.0, 3.0, 409.0  # row heights in pt: a line of 10 pt type, and the most a row may have
_REMEMBERED = 50  # remarks kept by name; a ledger with more has one cause, not fifty


class RowDrawing:
    """Turn ledger rows into sheet XML. `styles` gives, per column, the plain and the guarded style number."""

    def __init__(
        self, profile: LedgerProfile, letters: list[str], styles: list[tuple[int, int]], *, masked: bool
    ) -> None:
        self.cut: list[tuple[int, str]] = []
        self.long: list[tuple[int, str]] = []
        self.unknown_codes: dict[str, None] = {}
        self._lines = 1
        self._open: list[Callable[[LedgerRow, str], str]] = []
        self._sealed: list[Callable[[LedgerRow, str], str]] = []
        for column, letter, (style, guarded) in zip(profile.columns, letters, styles, strict=True):
            self._open.append(self._cell(column, letter, style, guarded, masked=masked))
            self._sealed.append(self._sealed_cell(column, letter, style, guarded))

    def row(self, row: LedgerRow, number: int) -> str:
        """Return the XML of one sheet row; a sealed case shows its numbers, dates and clock and nothing else."""
        at = str(number)
        self._lines = 1
        drawn = "".join([draw(row, at) for draw in (self._sealed if row.sealed else self._open)])
        height = min(_TALLEST, _LINE * self._lines + _PADDING)
        return f'<row r="{at}" ht="{height:g}">{drawn}</row>'

    def _cell(
        self, column: LedgerColumn, letter: str, style: int, guarded: int, *, masked: bool
    ) -> Callable[[LedgerRow, str], str]:
        value: Callable[[LedgerRow], Any] = attrgetter(column.field)
        if column.type == "date":
            draw_date = date_cell(letter, style)
            return lambda row, at: draw_date(at, value(row))
        if column.type == "int":
            draw_number = number_cell(letter, style)
            return lambda row, at: draw_number(at, value(row))
        draw = text_cell(letter, style, guarded)
        if column.type == "code":
            labels = load_codes(column.codes).labels
            return lambda row, at: draw(at, self._label(column, labels.get(_code_key(value(row))), value(row)))
        mask = MASKS[column.mask] if masked and column.mask else None
        spare: Callable[[LedgerRow], str] | None = attrgetter(column.fallback) if column.fallback else None

        def text(row: LedgerRow, at: str) -> str:
            words: str = value(row) or (spare(row) if spare else "")
            words = clean(mask(words) if mask else words)
            if column.advise and len(words) > column.advise:
                self._remember(self.long, at, column)
            shown = cut(words)
            if shown is not words:
                self._remember(self.cut, at, column)
            if column.wrap:
                self._lines = max(self._lines, wrapped_lines(shown, column.width))
            return draw(at, shown)

        return text

    def _sealed_cell(
        self, column: LedgerColumn, letter: str, style: int, guarded: int
    ) -> Callable[[LedgerRow, str], str]:
        words = text_cell(letter, style, guarded)
        if column.field == "summary":
            return lambda _, at: words(at, SEALED_TEXT)
        if {column.field, column.fallback or column.field} <= SEALED_FIELDS:
            return self._cell(column, letter, style, guarded, masked=True)
        return lambda _, at: words(at, "")

    def _label(self, column: LedgerColumn, label: str | None, value: object) -> str:
        """Return the word of a code; a value the table does not know is printed as it stands and remarked."""
        if label is not None:
            return label
        if value is None or value == "":
            return ""
        words = clean(str(value))
        if len(self.unknown_codes) < _REMEMBERED:
            self.unknown_codes[f"{column.header}：{words}"] = None
        return words

    def _remember(self, where: list[tuple[int, str]], at: str, column: LedgerColumn) -> None:
        if len(where) < _REMEMBERED:
            where.append((int(at), column.header))


def wrapped_lines(text: str, width: float) -> int:
    """Estimate how many lines a text takes in a column; a Chinese character is as wide as two digits.

    Programs that print without opening the workbook on a screen do not measure rows themselves.
    """
    # In UTF-8 an ASCII character is one byte and a Chinese one three: (bytes + characters) / 2 is the width in digits.
    room = max(width * 0.93 - 1, 2)
    if "\n" not in text:
        return max(1, ceil((len(text.encode()) + len(text)) / 2 / room))
    return sum(wrapped_lines(line, width) for line in text.split("\n"))


def _code_key(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""
