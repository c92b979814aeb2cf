"""Fields of the intake pages: what may be typed, and what is made of it.

Values in facts are JSON types: dates are ISO strings, names and claims are lists of text.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.law.dates.typed_dates import read_date
from app.law.forms.conditions import Condition, FactValue
from app.law.forms.identity_numbers import id_number_warning, phone_warning

FieldKind = Literal[
    "text",
    "longtext",
    "date",
    "int",
    "choice",
    "yesno",
    "names",
    "claims",
    "office",
    "phone",
    "id_number",
    "case_ref",
]

SUMMARY_LIMIT = 20_000
_LENGTHS: Mapping[str, int] = {
    "text": 200,
    "longtext": SUMMARY_LIMIT,
    "names": 100,
    "claims": 2_000,
    "office": 100,
    "phone": 50,
    "id_number": 50,
    "case_ref": 50,
}
_ITEMS: Mapping[str, int] = {"names": 500, "claims": 50}
_YES = {"是", "有", "yes", "true", "y", "1"}
_NO = {"否", "没有", "无", "no", "false", "n", "0"}
# Text that reorders what stands around it would let a name print as something else than was typed.
_BIDI_CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class Option(BaseModel):
    """One value of a choice field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str
    label: str


class Field(BaseModel):
    """One field of a page.

    `max_length` and `warn_length` count characters, `minimum` and `maximum` bound a number, `max_items` a list;
    `not_before` and `not_after` name other facts that are dates, several with blanks between them; `unlike` names
    a fact that must not be the same office, `unlike_sentence` says why; `default` is a value, or "today" for a date.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    label: str
    kind: FieldKind
    hint: str = ""
    required: bool = False
    required_when: tuple[Condition, ...] = ()
    required_sentence: str = ""
    shown_when: tuple[Condition, ...] = ()
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    warn_length: int | None = None
    warn_sentence: str = ""
    max_items: int | None = None
    max_items_sentence: str = ""
    future: bool = False
    not_before: str = ""
    not_after: str = ""
    unlike: str = ""
    unlike_sentence: str = ""
    default: FactValue | None = None


@dataclass(frozen=True, slots=True)
class FieldResult:
    """What a field came to: the value for the facts (None: nothing given), an error, a warning (never blocks)."""

    value: FactValue | None
    error: str | None = None
    warning: str | None = None


def check_field(field: Field, raw: object, today: date) -> FieldResult:
    """Check one typed value by the kind of its field; requiredness by condition is the route's to judge."""
    if raw is None or raw == [] or (isinstance(raw, str) and not clean_text(raw).strip()):
        return FieldResult(None, required_error(field) if field.required else None)
    return _CHECKS[field.kind](field, raw, today)


def required_error(field: Field) -> str:
    """Say that a required field is empty."""
    return field.required_sentence or f"请填写“{field.label}”。"


def clean_text(raw: str, *, one_line: bool = False) -> str:
    """Strip control characters and half characters, keep line breaks, emoji and every plane of Unicode."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if one_line:
        text = text.replace("\n", " ")
    return "".join(
        character
        for character in text
        if character == "\n"
        or (unicodedata.category(character) not in ("Cc", "Cs") and character not in _BIDI_CONTROLS)
    )


def _check_text(field: Field, raw: object, _today: date) -> FieldResult:
    if isinstance(raw, (bool, list, tuple)):
        return FieldResult(None, f"“{field.label}”请填文字。")
    text = clean_text(str(raw), one_line=field.kind != "longtext").strip()
    too_long = _too_long(field, text, field.label)
    if too_long:
        return FieldResult(None, too_long)
    warning = None
    if field.warn_length and len(text) > field.warn_length:
        warning = field.warn_sentence or f"“{field.label}”已有 {len(text):,} 字，超过 {field.warn_length:,} 字。"
    elif field.kind == "phone":
        warning = phone_warning(text)
    elif field.kind == "id_number":
        text = text.replace(" ", "").upper()
        warning = id_number_warning(text)
    return FieldResult(text, None, warning)


def _too_long(field: Field, text: str, name: str) -> str | None:
    limit = field.max_length or _LENGTHS[field.kind]
    if len(text) <= limit:
        return None
    return f"“{name}”最多 {limit:,} 字，现在是 {len(text):,} 字，请删减 {len(text) - limit:,} 字。"


def _check_date(field: Field, raw: object, today: date) -> FieldResult:
    try:
        day = read_date(raw.isoformat() if isinstance(raw, date) else str(raw), today)
    except ValueError:
        return FieldResult(
            None, f"“{clean_text(str(raw), one_line=True)[:20]}”不是一个日期，请按 2026-09-10 这样填写。"
        )
    if day.year < 1900:
        return FieldResult(None, f"“{field.label}”不能早于 1900 年，请核对年份。")
    if day > today and not field.future:
        return FieldResult(None, f"“{field.label}”不能晚于今天（{today.isoformat()}）。")
    return FieldResult(day.isoformat())


def _check_int(field: Field, raw: object, _today: date) -> FieldResult:
    text = str(raw).strip()
    # Longer than any count here; int() itself would read a million digits.
    if isinstance(raw, bool) or not re.fullmatch(r"[+-]?\d{1,12}", text):
        return FieldResult(None, f"“{field.label}”请填一个整数。")
    number = int(text)
    low, high = field.minimum, field.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = (
            f"{low:,} 至 {high:,}" if low is not None and high is not None else f"{low if high is None else high:,}"
        )
        return FieldResult(None, f"“{field.label}”应在 {bounds} 之间，现在是 {number:,}。")
    return FieldResult(number)


def _check_choice(field: Field, raw: object, _today: date) -> FieldResult:
    text = str(raw).strip()
    for option in field.options:
        if text in (option.value, option.label):
            return FieldResult(option.value)
    labels = "、".join(option.label for option in field.options)
    return FieldResult(None, f"“{field.label}”请从这些里选一个：{labels}。")


def _check_yesno(field: Field, raw: object, _today: date) -> FieldResult:
    word = str(raw).strip().lower()
    if word in _YES or word in _NO:
        return FieldResult(word in _YES)
    return FieldResult(None, f"“{field.label}”请填“是”或“否”。")


def _check_list(field: Field, raw: object, _today: date) -> FieldResult:
    lines = raw if isinstance(raw, (list, tuple)) else str(raw).splitlines()
    items = [text for text in (clean_text(str(line), one_line=True).strip() for line in lines) if text]
    if not items:
        return FieldResult(None, required_error(field) if field.required else None)
    limit = field.max_items or _ITEMS[field.kind]
    if len(items) > limit:
        return FieldResult(
            None, field.max_items_sentence or f"“{field.label}”最多 {limit} 项，现在是 {len(items)} 项。"
        )
    for position, item in enumerate(items, start=1):
        too_long = _too_long(field, item, f"{field.label}第 {position} 项")
        if too_long:
            return FieldResult(None, too_long)
    return FieldResult(items)


_CHECKS: Mapping[str, Callable[[Field, object, date], FieldResult]] = {
    "text": _check_text,
    "longtext": _check_text,
    "office": _check_text,
    "phone": _check_text,
    "id_number": _check_text,
    "case_ref": _check_text,
    "date": _check_date,
    "int": _check_int,
    "choice": _check_choice,
    "yesno": _check_yesno,
    "names": _check_list,
    "claims": _check_list,
}
