"""Whether an ID number or a phone number looks right; a doubt is only ever a warning.

Old people, foreigners and plain registration errors must all get through (nobody is refused for a number).
"""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_LENGTH = 18


def check_digit(first_seventeen: str) -> str:
    """Compute the eighteenth character of a citizen ID number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_DIGITS[total % 11]


def id_number_warning(number: str) -> str | None:
    """Say what is odd about an ID number; None when nothing is."""
    if len(number) != _LENGTH:
        return f"身份证号一般是 18 位，现在是 {len(number)} 位，请核对；仍可登记。"
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return "身份证号里有不该出现的字符，请核对；仍可登记。"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "身份证号里的出生日期不存在，请核对；仍可登记。"
    if number[17] != check_digit(number[:17]):
        return "身份证号末位校验不符，可能抄错了一位，请核对；仍可登记。"
    return None


def phone_warning(number: str) -> str | None:
    """Say that a phone number does not look like a mainland mobile, landline or service number."""
    digits = re.sub(r"[\s()（）\-－—]", "", number)
    digits = re.sub(r"^(\+|00)86", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}(转?\d{1,6})?|[2-8]\d{6,7}(转?\d{1,6})?|[48]00\d{7}", digits, re.ASCII):
        return None
    return "联系电话看起来不像手机号或固定电话，请核对；仍可登记。"
