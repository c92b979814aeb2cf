"""The QR code of a document is the one that the `qrcode` package makes."""

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_M

from app.printing.page.qr import MASK, message_rows, qr_rows

LETTERS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -./:", min_size=1, max_size=150)
ANY_SIGN = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=150)


def made_by_the_package(content: bytes) -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    mode = qrcode.util.MODE_ALPHA_NUM if qrcode.util.RE_ALPHA_NUM.match(content) else qrcode.util.MODE_8BIT_BYTE
    code.add_data(qrcode.util.QRData(content, mode=mode, check_data=False))
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


@settings(max_examples=40)
@given(LETTERS | ANY_SIGN)
def test_every_module_is_the_package_s(text: str) -> None:
    assert qr_rows(text) == made_by_the_package(text.encode("ascii"))


@pytest.mark.parametrize("length", [1, 60, 300, 700])
def test_a_message_in_chinese_too(length: int) -> None:
    text = ("SMSTO:13800000000:您的信访事项已受理" * length)[:length]
    assert message_rows(text) == made_by_the_package(text.encode())
