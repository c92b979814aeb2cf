"""Read a date in the ways people write one."""

import re
import unicodedata
from datetime import date


def read_date(raw: str, today: date) -> date:
    """Read 2026-09-10, 2026/9/10, 2026.9.10, 20260910, 2026年9月10日, 9-10 or 9月10日 (of this year).

    Raises ValueError for anything else and for a day that does not exist.
    """
    text = unicodedata.normalize("NFKC", raw).replace(" ", "")
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    full = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text, re.ASCII)
    if full:
        return date(int(full[1]), int(full[2]), int(full[3]))
    short = re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", text, re.ASCII)
    if short:
        return date(today.year, int(short[1]), int(short[2]))
    raise ValueError(raw)
