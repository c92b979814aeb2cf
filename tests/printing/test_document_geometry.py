"""Every page of every document stays inside the type area of GB/T 9704-2012, and its titles break where one would."""

from pathlib import Path

import pytest
from document_samples import sample
from pdf_tools import run_tool

from app.printing import page
from app.printing.fonts import FontBook
from app.printing.notice import render_notice
from app.printing.setting import Setter
from app.printing.template import Template, load_templates

DPI = 72
MM = DPI / 25.4
DARK = bytes(1 if grey < 128 else 0 for grey in range(256))


def ink(template: Template, case: str, folder: Path) -> list[list[tuple[float, float, float]]]:
    """Return for each page its rows of ink as (distance from the top, left end, right end) in mm."""
    rendered = render_notice(
        template,
        sample(case, template),
        number="香信〔2026〕12号",
        check_text="XF1:A",
        check_code="A-B",
        red_head=False,
    )
    path = folder / "document.pdf"
    path.write_bytes(rendered.pdf)
    run_tool("pdftoppm", "-r", str(DPI), "-gray", path, folder / "page")
    return [_rows(each) for each in sorted(folder.glob("page*.pgm"))]


def _rows(path: Path) -> list[tuple[float, float, float]]:
    _, size, _, pixels = path.read_bytes().split(b"\n", 3)
    width = int(size.split()[0])
    found = []
    for y in range(len(pixels) // width):
        row = pixels[y * width : (y + 1) * width].translate(DARK)
        if (left := row.find(1)) >= 0:
            found.append((y / MM, left / MM, (row.rfind(1) + 1) / MM))
    return found


@pytest.mark.parametrize("case", ["typical", "longest", "long name"])
@pytest.mark.parametrize("template", load_templates().values(), ids=lambda template: template.id)
def test_all_ink_stays_inside_the_type_area(template: Template, case: str, tmp_path: Path) -> None:
    pages = ink(template, case, tmp_path)
    assert pages
    for rows in pages:
        body = [row for row in rows if row[0] < 264]
        assert body, "a page without a word"
        assert min(left for _, left, _ in rows) >= 27.3
        assert max(right for _, _, right in rows) <= 184.9
        assert body[0][0] >= 36.5
        assert body[-1][0] <= 262.5


def test_a_title_is_broken_between_its_pieces() -> None:
    setter = Setter(FontBook(), "title", page.TITLE_SIZE, page.TITLE_SIZE)
    lines = setter.phrased(["香山县城关镇人民政府", "关于王桂兰反映问题的", "信访处理意见书"], page.BLOCK_WIDTH)
    assert [line.text for line in lines] == ["香山县城关镇人民政府", "关于王桂兰反映问题的信访处理意见书"]


def test_a_title_that_fits_stays_on_one_line() -> None:
    setter = Setter(FontBook(), "title", page.TITLE_SIZE, page.TITLE_SIZE)
    assert [line.text for line in setter.phrased(["关于转送", "王桂兰", "信访事项的函"], page.BLOCK_WIDTH)] == [
        "关于转送王桂兰信访事项的函"
    ]


def test_a_piece_longer_than_a_line_is_balanced() -> None:
    setter = Setter(FontBook(), "title", page.TITLE_SIZE, page.TITLE_SIZE)
    lines = setter.phrased(["香山县信访局", "关于" + "长" * 60 + "反映问题的", "信访处理意见书"], page.BLOCK_WIDTH)
    assert [len(line.text) for line in lines] == [6, 17, 17, 17, 16, 7]
    assert all(line.width <= page.BLOCK_WIDTH for line in lines)
