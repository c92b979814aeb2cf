"""How long one notice takes: cold in a fresh process, and warm with the faces loaded."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.printing.notice import render_notice
from app.printing.template import load_templates

ROOT = Path(__file__).resolve().parents[2]
VALUES: dict[str, object] = {
    "office_name": "香山县信访局",
    "office_phone": "0999-6112345",
    "case_number": "XS202611220012",
    "petitioner_name": "王桂兰",
    "received_on": date(2026, 11, 10),
    "channel_label": "走访",
    "summary_short": "反映城关镇李家湾村2024年土地流转合同到期后，承租方未按约定恢复耕地，拖欠流转费36800元。",
    "claims": ["要求承租方恢复耕地原状。", "要求支付拖欠的土地流转费36800元。"],
    "handling_way": "由本单位转送香山县城关镇人民政府处理。",
    "procedure": "城关镇人民政府收到后书面告知您接收情况以及处理途径和程序。",
    "enquiry": "您可以凭信访件编号到本单位接待窗口查询。",
    "issued_on": date(2026, 11, 22),
}
COLD = """
import datetime
from app.printing.notice import render_notice
from app.printing.template import load_templates
values = eval({values!r}, {{"datetime": datetime}})
template = load_templates()["receipt_notice"]
render_notice(template, values, number="香信接〔2026〕1号", check_text="XF1:1", check_code="AAAA")
"""


def issue(name: str = "王桂兰", number: int = 1) -> bytes:
    """Render a notice whose text differs from the one before, so that nothing is answered from a cache."""
    values = VALUES | {"petitioner_name": name}
    serial = f"香信接〔2026〕{number}号"
    template = load_templates()["receipt_notice"]
    return render_notice(template, values, number=serial, check_text=f"XF1:{number}", check_code="AAAA-BBBB").pdf


@pytest.mark.parametrize("name", ["王桂兰", "王䶮"], ids=["ordinary name", "rare name"])
def test_one_notice_warm(benchmark: Any, name: str) -> None:
    numbers = iter(range(1, 1_000_000))
    issue(name)
    pdf = benchmark(lambda: issue(name, next(numbers)))
    assert pdf.startswith(b"%PDF-")


def test_one_notice_cold(benchmark: Any) -> None:
    """A fresh interpreter: imports, template and law checked, faces read, one notice."""
    script = COLD.format(values=repr(VALUES))
    benchmark.pedantic(lambda: subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True), rounds=5)


def test_an_interpreter_that_does_nothing(benchmark: Any) -> None:
    """The limit the cold figure is read against."""
    benchmark.pedantic(lambda: subprocess.run([sys.executable, "-c", "pass"], cwd=ROOT, check=True), rounds=5)
