"""The page measured from its picture, against GB/T 9704-2012."""

from pathlib import Path

import pytest
from notice_samples import longest, sample, typical
from pdf_tools import run_tool

from app.printing.notices.notice import render_notice
from app.printing.notices.template import Template, load_templates

DPI = 150
MM = DPI / 25.4
NOTICES = ("litigation_guide_notice", "pathway_notice", "receipt_notice", "transfer_notice")
TEMPLATES = [load_templates()[kind] for kind in NOTICES]


def picture(
    template: Template, values: dict[str, object], folder: Path, number: int = 1, *, red: bool = False
) -> list[bytes]:
    """Return the rows of one page as grey bytes, one byte a pixel."""
    rendered = render_notice(
        template, values, number="香信接〔2026〕12号", check_text="XF1:A", check_code="AAAA-BBBB", red_head=red
    )
    path = folder / "notice.pdf"
    path.write_bytes(rendered.pdf)
    run_tool("pdftoppm", "-r", str(DPI), "-gray", "-f", str(number), "-singlefile", path, folder / "page")
    raw = (folder / "page.pgm").read_bytes()
    _, size, _, pixels = raw.split(b"\n", 3)
    width = int(size.split()[0])
    return [pixels[at : at + width] for at in range(0, len(pixels), width)]


def is_dark(row: bytes) -> bool:
    return min(row) < 128


def bands(rows: list[bytes]) -> list[tuple[int, int]]:
    """Return the rows of ink as (first, last) pixel row, top to bottom."""
    found: list[tuple[int, int]] = []
    for y, row in enumerate(rows):
        if is_dark(row):
            if found and y - found[-1][1] <= 2:
                found[-1] = (found[-1][0], y)
            else:
                found.append((y, y))
    return found


def left_edge(rows: list[bytes]) -> float:
    return min(next(x for x, value in enumerate(row) if value < 128) for row in rows if is_dark(row)) / MM


def right_edge(rows: list[bytes]) -> float:
    return max(max(x for x, value in enumerate(row) if value < 128) for row in rows if is_dark(row)) / MM


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
@pytest.mark.parametrize("case", ["typical", "longest", "long name"])
def test_all_ink_stays_inside_the_text_block(template: Template, case: str, tmp_path: Path) -> None:
    rows = picture(template, sample(case, template), tmp_path)
    assert 27.5 <= left_edge(rows) <= 30
    assert 182 <= right_edge(rows) <= 184.5
    body = [band for band in bands(rows) if band[0] < 263 * MM]
    assert 37 <= body[0][0] / MM <= 42
    assert body[-1][1] / MM <= 262


def test_lines_stand_on_the_grid_of_22_a_page(tmp_path: Path) -> None:
    rows = picture(TEMPLATES[0], longest(), tmp_path, number=2)
    body = [band for band in bands(rows) if band[0] < 263 * MM]
    # Bottom ink of a line differs by its characters; over many lines the pitch shows.
    heights = [band for band in body if band[1] - band[0] > 3 * MM]
    assert len(heights) >= 20
    pitch = (heights[-1][1] - heights[0][1]) / (len(heights) - 1) / MM
    assert pitch == pytest.approx(225 / 22, abs=0.1)


def test_a_full_line_has_28_characters_from_margin_to_margin(tmp_path: Path) -> None:
    template = load_templates()["receipt_notice"]
    rows = picture(template, typical() | {"summary_short": "国" * 200, "claims": []}, tmp_path)
    # 国 is a closed box: each stands as one run of inked columns, all equally wide.
    lines = [columns_of(rows[first : last + 1]) for first, last in bands(rows)]
    widths = [{last - first for first, last in columns} for columns in lines]
    full = [
        columns for columns, wide in zip(lines, widths, strict=True) if max(wide) - min(wide) <= 2 and len(columns) > 20
    ]
    assert len(full) >= 5
    assert all(len(columns) == 28 for columns in full)
    boxes = full[0]
    pitch = (boxes[-1][0] - boxes[0][0]) / 27 / MM
    assert pitch == pytest.approx(156 / 28, abs=0.03)
    assert boxes[0][0] / MM == pytest.approx(28 + 0.17 * 5.64, abs=0.4)


def columns_of(rows: list[bytes]) -> list[tuple[int, int]]:
    """Return the runs of inked columns as (first, last) pixel column."""
    found: list[tuple[int, int]] = []
    for x in range(len(rows[0])):
        if any(row[x] < 128 for row in rows):
            if found and x - found[-1][1] == 1:
                found[-1] = (found[-1][0], x)
            else:
                found.append((x, x))
    return found


def test_the_red_head_and_its_lines_are_where_the_standard_has_them(tmp_path: Path) -> None:
    rows = picture(TEMPLATES[0], typical(), tmp_path, red=True)
    lines = [y / MM for y, row in enumerate(rows) if sum(value < 160 for value in row) > 165 * MM]
    assert 29 <= bands(rows)[0][0] / MM <= 33
    assert lines
    assert max(lines) == pytest.approx(297 - 20, abs=1)
    red_row = next(row for row in rows if sum(value < 160 for value in row) > 165 * MM)
    assert sum(value < 160 for value in red_row) / MM == pytest.approx(170, abs=1)


def test_page_numbers_stand_at_the_outer_side_below_the_block(tmp_path: Path) -> None:
    first = picture(TEMPLATES[0], longest(), tmp_path, 1)[round(263 * MM) :]
    second = picture(TEMPLATES[0], longest(), tmp_path, 2)[round(263 * MM) :]
    assert left_edge(first) > 140
    assert right_edge(second) < 60


def test_no_seal_is_ever_drawn(tmp_path: Path) -> None:
    """Red appears only in the letter head."""
    rendered = render_notice(TEMPLATES[0], typical(), number="1", check_text="XF1:A", check_code="A", red_head=False)
    path = tmp_path / "notice.pdf"
    path.write_bytes(rendered.pdf)
    run_tool("pdftoppm", "-r", "60", "-f", str(rendered.pages), "-singlefile", path, tmp_path / "last")
    pixels = (tmp_path / "last.ppm").read_bytes().split(b"\n", 3)[3]
    assert all(abs(pixels[at] - pixels[at + 1]) < 12 for at in range(0, len(pixels) - 2, 3))
