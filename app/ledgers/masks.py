"""Hide what a ledger's reader does not need (个人信息保护法第六条，最小必要).

By default a ledger hides document numbers, phone numbers and the part of an address below the village. Names stay:
a higher office cannot match a petition without them; a profile may still ask for the `name` mask.
"""

import re
from collections.abc import Callable

#: Document numbers keep 3 + 4: the first three do not reach the county and the last four do not reach the birthday,
#: yet together they are enough to tell two people in one list apart.
_ID_HEAD, _ID_TAIL = 3, 4

_DIGIT_RUN = re.compile(r"\d(?:[ \-－—]?\d)*")
_SHORTEST_MOBILE = 11
_SHORTEST_PHONE = 7
_LEVELS = tuple(
    re.compile(rf"[^\d０-９，。；、\s]{{1,12}}?(?:{marks})")
    for marks in (
        r"省|自治区",
        r"自治州|地区|盟|市",
        r"(?<!小)区|县|旗|市",
        r"街道|镇|乡|苏木",
        r"社区|村委会|居委会|嘎查|村",
    )
)


def mask_id_number(text: str) -> str:
    """Keep the first three and last four characters of a document number; of a short one only the last two."""
    text = text.strip()
    if len(text) >= 2 * (_ID_HEAD + _ID_TAIL):
        return text[:_ID_HEAD] + "*" * (len(text) - _ID_HEAD - _ID_TAIL) + text[-_ID_TAIL:]
    return "*" * (len(text) - 2) + text[-2:] if len(text) > 4 else "*" * len(text)


def mask_phone(text: str) -> str:
    """Keep 3 + 4 digits of every number with eleven digits or more, the last two of shorter ones (138****5678)."""
    return _DIGIT_RUN.sub(_mask_digits, text)


def _mask_digits(found: re.Match[str]) -> str:
    run = found.group()
    total = sum(char.isdigit() for char in run)
    if total == _SHORTEST_MOBILE + 2 and run.startswith("86"):
        head, tail = 5, 4
    elif total >= _SHORTEST_MOBILE:
        head, tail = 3, 4
    elif total >= _SHORTEST_PHONE:
        head, tail = 0, 2
    else:
        head, tail = 0, 0
    seen = 0
    out = []
    for char in run:
        if char.isdigit():
            out.append(char if seen < head or seen >= total - tail else "*")
            seen += 1
        else:
            out.append(char)
    return "".join(out)


def mask_name(text: str) -> str:
    """Keep the first and last character of a name (张*明), of two characters the first only, of one nothing."""
    text = text.strip()
    if len(text) <= 2:
        return text[: len(text) - 1] + "*" if text else ""
    return text[0] + "*" * (len(text) - 2) + text[-1]


def mask_address(text: str) -> str:
    """Keep an address down to the village or community; what follows becomes ***.

    An address in which no division can be recognised is hidden whole.
    """
    text = text.strip()
    end = 0
    for level in _LEVELS:
        if found := level.match(text, end):
            end = found.end()
    return text if end == len(text) else text[:end] + "***"


MASKS: dict[str, Callable[[str], str]] = {
    "id_number": mask_id_number,
    "phone": mask_phone,
    "name": mask_name,
    "address": mask_address,
}
