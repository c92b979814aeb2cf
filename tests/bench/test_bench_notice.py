"""How long a notice takes: cold in a fresh process, warm, and a hundred in a batch, beside typst and LibreOffice.

`typst` (the Python package, extra `bench`) and LibreOffice are measured where they work; one that is missing or makes
no PDF is named, and the rest is measured. All three set the same words in the same faces; typst and this program write
PDF/A-2b with the same QR code.
"""

import cProfile
import io
import os
import pstats
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from notice_peers import PeerFailed, libreoffice, typst_fonts, typst_page, typst_source, word_draft
from pypdf import PdfReader

from app.printing.notices.notice import render_notice
from app.printing.notices.template import load_templates

ROOT = Path(__file__).resolve().parents[2]
CODE = "AAAA-BBBB-CCCC-DDDD"
# On one page: the shortest notice in use.
ONE_PAGE = "acceptance_notice"
TWO_PAGES = "receipt_notice"
VALUES: dict[str, object] = {
    "office_name": "香山县信访局",
    "office_role": "petition_department",
    "office_phone": "0999-6112345",
    "case_number": "990326-20261110-0012",
    "petitioner_name": "王桂兰",
    "received_on": date(2026, 11, 10),
    "accepted_on": date(2026, 11, 20),
    "due_on": date(2027, 1, 19),
    "channel_label": "走访",
    "summary_short": "反映城关镇李家湾村2024年土地流转合同到期后，承租方未按约定恢复耕地，拖欠流转费36800元。",
    "handling_way": "由本单位转送香山县城关镇人民政府处理。",
    "enquiry": "您可以凭信访件编号到本单位接待窗口查询。",
    "issued_on": date(2026, 11, 22),
}
MORE: dict[str, object] = {
    "claims": ["要求承租方恢复耕地原状。", "要求支付拖欠的土地流转费36800元。"],
    "procedure": "城关镇人民政府收到后书面告知您接收情况以及处理途径和程序。",
    "handler": "陈志明",
}
COLD = """
import datetime
from app.printing.notices.notice import render_notice
from app.printing.notices.template import load_template
from app.resources import resource_path
values = eval({values!r}, {{"datetime": datetime}})
template = load_template(resource_path("notices", {kind!r} + ".toml"))
render_notice(template, values, number="香信受〔2026〕1号", check_text="XF1:1", check_code={code!r}, red_head=False)
"""
COLD_TYPST = """
import sys
import typst
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[{folder!r}])
typst.Compiler({source!r}.encode(), font_paths=fonts).compile(format="pdf", pdf_standards="a-2b")
"""
BATCH = 100
NAMES = [family + given for family in "王李张刘陈杨黄赵吴周徐孙马朱胡" for given in "兰国英明文强珍玉梅芳"]
VILLAGES = ["李家湾", "王家坪", "石桥", "新河", "东岭", "杨柳", "大塘", "青山"]
MATTERS = [
    "土地流转合同到期后，承租方未按约定恢复耕地",
    "修路占用承包地以后，补偿款一直没有发放",
    "农田灌溉水渠被施工车辆压坏，至今无人修复",
    "低保申请提交以后，长期没有收到审核结果",
    "养殖场污水直接排入河道，影响村民饮水安全",
    "村集体房屋出租收入没有按期公布，账目不清",
    "危房改造验收合格以后，补助资金没有拨付到位",
]
WORD_BATCH = 20


def values_of(kind: str, number: int = 1, name: str = "") -> dict[str, object]:
    """Return what one petition says: its name, number, place, matter and sum are its own."""
    village, matter = VILLAGES[number % len(VILLAGES)], MATTERS[number % len(MATTERS)]
    own = {
        "petitioner_name": name or NAMES[number % len(NAMES)],
        "case_number": f"990326-20261110-{number % 10_000:04d}",
        "summary_short": f"反映城关镇{village}村{2000 + number % 25}年{matter}，涉及款项{36_000 + 7 * number}元。",
    }
    return VALUES | own | (MORE if kind == TWO_PAGES else {})


def issue(number: int = 1, kind: str = TWO_PAGES, name: str = "") -> bytes:
    """Render a notice whose words differ from those of any other number."""
    serial = f"香信接〔2026〕{number}号"
    template = load_templates()[kind]
    return render_notice(
        template,
        values_of(kind, number, name),
        number=serial,
        check_text=check_text(number),
        check_code=CODE,
        red_head=False,
    ).pdf


def check_text(number: int) -> str:
    return f"XFCK1:990326-20261110-0012:{number}:{CODE}"


def ours_of(number: int) -> bytes:
    return issue(number, ONE_PAGE)


def source(number: int, kind: str = ONE_PAGE) -> str:
    return typst_source(
        load_templates()[kind], values_of(kind, number), f"香信接〔2026〕{number}号", check_text(number)
    )


@pytest.mark.parametrize("kind", [ONE_PAGE, TWO_PAGES])
@pytest.mark.parametrize("name", ["", "王䶮"], ids=["ordinary name", "rare name"])
def test_one_notice_warm(benchmark: Any, name: str, kind: str) -> None:
    numbers = iter(range(1, 1_000_000))
    issue(0, kind, name)
    pdf = benchmark(lambda: issue(next(numbers), kind, name))
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    assert pages == (1 if kind == ONE_PAGE else 2)
    assert len(pdf) / pages < 100_000


def test_a_batch_of_100(benchmark: Any) -> None:
    benchmark.pedantic(lambda: [ours_of(number) for number in range(BATCH)], rounds=5)


def test_one_notice_cold(benchmark: Any) -> None:
    """A fresh interpreter: imports, template and law checked, faces read, one notice."""
    benchmark.pedantic(lambda: run_script(cold_script()), rounds=5)


def test_an_interpreter_that_does_nothing(benchmark: Any) -> None:
    """The limit the cold figure is read against."""
    benchmark.pedantic(lambda: run_script("pass"), rounds=5)


def run_script(script: str) -> None:
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


def cold_script() -> str:
    return COLD.format(values=repr(values_of(ONE_PAGE)), kind=ONE_PAGE, code=CODE)


def test_beside_typst_and_libreoffice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Print one table: milliseconds a document, kB a page, and how many times ours each peer takes."""
    ours = {"cold": median(lambda _: run_script(cold_script()), 5), "kB": len(ours_of(0)) / 1000}
    table, unmeasured = beside(
        ours, {"typst": lambda: measured_typst(ours), "LibreOffice": lambda: measured_libreoffice(tmp_path)}
    )
    if "batch" not in ours:  # typst, which is measured in turn with ours, was not there to the end
        keep_least(ours, warm(ours_of))
    with capsys.disabled():
        print("\n" + report(table, unmeasured))
        print(what_dominates())


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for a LibreOffice without its writer")
def test_a_peer_that_makes_no_pdf_is_named_and_the_rest_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soffice").write_text("#!/bin/sh\necho 'Error: source file could not be loaded' >&2\nexit 0\n")
    (tmp_path / "soffice").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    figures = {"cold": 1.0, "warm": 1.0, "CPU": 1.0, "batch": 1.0, "kB": 1.0}
    peers = {
        "LibreOffice": lambda: measured_libreoffice(tmp_path),
        "another": lambda: {"cold": 2.0},
    }
    table, unmeasured = beside(figures, peers)
    assert list(table) == ["this program", "another"]
    said = report(table, unmeasured)
    assert "LibreOffice was not measured: soffice ended with 0 and without 1 PDF: Error: source file" in said
    assert "another" in said
    (tmp_path / "soffice").unlink()
    assert "not on the PATH" in beside(figures, peers)[1]["LibreOffice"]


def beside(
    ours: dict[str, float], peers: dict[str, Callable[[], dict[str, float]]]
) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """Measure each peer; return the table, ours first, and why some peers are not in it."""
    table, unmeasured = {"this program": ours}, {}
    for name, measure in peers.items():
        try:
            table[name] = measure()
        except PeerFailed as why:
            unmeasured[name] = str(why)
    return table, unmeasured


def measured_typst(ours: dict[str, float]) -> dict[str, float]:
    """Measure typst and, in turn with it, ours, so that a busy moment of the machine falls on both."""
    fonts = typst_fonts()
    page = typst_page(source(1), fonts)
    script = COLD_TYPST.format(folder=str(ROOT / "resources" / "fonts"), source=source(1))
    try:
        cold = median(lambda _: run_script(script), 5)
    except subprocess.CalledProcessError as fault:
        raise PeerFailed(f"typst failed in a fresh process: {fault.returncode}") from fault
    theirs = {"cold": cold, "kB": len(page) / 1000 / len(PdfReader(io.BytesIO(page)).pages)}
    sources = {number: source(number) for number in (*range(61), *range(1000, 4000))}
    for _ in range(3):
        keep_least(ours, warm(ours_of))
        keep_least(theirs, warm(lambda number: typst_page(sources[number], fonts)))
    return theirs


def warm(work: Callable[[int], object]) -> dict[str, float]:
    """Return the medians of single documents in ms and CPU ms, and ms a document of a batch."""
    work(0)
    walls, busy = [], []
    for number in range(1, 61):
        begin, spent = time.perf_counter(), time.process_time()
        work(number)
        walls.append((time.perf_counter() - begin) * 1000)
        busy.append((time.process_time() - spent) * 1000)
    # Other numbers each time: what was printed before must not be printed again from memory.
    batches = [range(start, start + BATCH) for start in range(1000, 4000, 1000)]
    whole = min(timed(lambda numbers=numbers: [work(number) for number in numbers]) for numbers in batches) / BATCH
    return {"warm": statistics.median(walls), "CPU": statistics.median(busy), "batch": whole}


def keep_least(figures: dict[str, float], more: dict[str, float]) -> None:
    """Keep the least of each figure: what the machine does besides only adds to it."""
    figures |= {key: min(value, figures.get(key, value)) for key, value in more.items()}


def measured_libreoffice(folder: Path) -> dict[str, float]:
    template = load_templates()[ONE_PAGE]
    drafts = [folder / f"{number}.docx" for number in range(WORD_BATCH)]
    for draft in drafts:
        draft.write_bytes(word_draft(template, values_of(ONE_PAGE)))
    libreoffice(drafts[:1], folder)  # makes its profile
    cold = median(lambda _: libreoffice(drafts[:1], folder), 3)
    all_of_them = timed(lambda: libreoffice(drafts, folder))
    reader = PdfReader(folder / "0.pdf")
    size = (folder / "0.pdf").stat().st_size / 1000 / len(reader.pages)
    return {"cold": cold, "batch": all_of_them / WORD_BATCH, "kB": size}


def timed(work: Callable[[], object]) -> float:
    """Return how long it took in ms."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def median(work: Callable[[int], object], rounds: int) -> float:
    work(0)
    return statistics.median(timed(lambda number=number: work(number)) for number in range(1, rounds + 1))


def report(table: dict[str, dict[str, float]], unmeasured: dict[str, str]) -> str:
    head = f"{'one page':14}{'cold ms':>10}{'warm ms':>10}{'warm CPU':>10}{'batch ms/doc':>14}{'kB/page':>10}"
    lines = [f"{head}   times ours"]
    ours = table["this program"]
    for name, figures in table.items():
        cells = "".join(
            f"{figures[key]:>{width}.1f}" if key in figures else " " * (width - 1) + "-"
            for key, width in (("cold", 10), ("warm", 10), ("CPU", 10), ("batch", 14), ("kB", 10))
        )
        ratios = ", ".join(
            f"{key} {figures[key] / ours[key]:.2f}" for key in ("cold", "warm", "CPU", "batch") if key in figures
        )
        lines.append(f"{name:14}{cells}   {ratios}")
    lines += [f"{name} was not measured: {why}" for name, why in unmeasured.items()]
    return "\n".join(lines)


# Where the time of a warm notice goes; each names the functions that lead into the share.
SHARES = {
    "values checked, paragraphs filled": ["check_values", "pieces", "title_pieces", "check"],
    "text set: faces, line breaks": ["lines"],
    "text drawn": ["draw_line"],
    "QR code": ["draw_qr"],
    "fonts cut, mapped": ["addObjects"],
    "page compressed, file written": ["_page", "_file"],
    "fingerprint (SHA-256)": ["<built-in method _hashlib.openssl_sha256>"],
}


def what_dominates() -> str:
    """Return in which parts of the work a warm notice spends its time, by cProfile (which weighs calls heavily)."""
    profile = cProfile.Profile()
    profile.enable()
    for number in range(50):
        ours_of(5000 + number)
    profile.disable()
    statistic = pstats.Stats(profile)
    spent = dict.fromkeys(SHARES, 0.0)
    for (file, _line, function), (_, _, _, within, _) in statistic.stats.items():  # type: ignore[attr-defined]
        for name, functions in SHARES.items():
            if function in functions and ("app/printing" in file.replace("\\", "/") or file == "~"):
                spent[name] += within
    whole = statistic.total_tt  # type: ignore[attr-defined]
    spent["everything else (reportlab's canvas, rows)"] = whole - sum(spent.values())
    rows = sorted(spent.items(), key=lambda row: -row[1])
    return "what dominates (50 notices):\n" + "\n".join(f"{seconds / whole:6.1%}  {name}" for name, seconds in rows)
