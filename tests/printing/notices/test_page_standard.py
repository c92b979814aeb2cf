"""What GB/T 9704-2012 asks of a page and `test_notice_geometry` does not measure, on short and long documents.

Everything is measured on the picture of the page, in mm from its upper left corner.
"""

from itertools import pairwise
from pathlib import Path

import pytest
from document_samples import sample
from pdf_tools import run_tool

from app.printing.notices.notice import render_notice
from app.printing.notices.template import Template, load_templates
from app.printing.page import measures

DPI = 150
MM = DPI / 25.4
# The grey note where the seal goes is not ink that a seal must spare.
DARK = bytes(1 if grey < 105 else 0 for grey in range(256))
# The seal of a county office (mm).
SEAL = 42.0
TEMPLATES = load_templates()
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0


class Picture:
    """One page as rows of 0 and 1."""

    def __init__(self, path: Path) -> None:
        _, size, _, pixels = path.read_bytes().split(b"\n", 3)
        self.width = int(size.split()[0])
        dark = pixels.translate(DARK)
        self.rows = [dark[at : at + self.width] for at in range(0, len(dark), self.width)]

    def bands(self, left: float = 0.0, right: float = 210.0) -> list[tuple[float, float]]:
        """Return the rows of ink between two columns as (top, bottom)."""
        first, last = round(left * MM), round(right * MM)
        found: list[list[int]] = []
        for y, row in enumerate(self.rows):
            if row.find(1, first, last) >= 0:
                if found and y - found[-1][1] <= 2:
                    found[-1][1] = y
                else:
                    found.append([y, y])
        return [(top / MM, (bottom + 1) / MM) for top, bottom in found]

    def edges(self, top: float, bottom: float, left: float = 0.0) -> tuple[float, float]:
        """Return where the ink between two heights begins and ends."""
        rows = [row[round(left * MM) :] for row in self.rows[round(top * MM) : round(bottom * MM)]]
        inked = [row for row in rows if 1 in row]
        return left + min(row.find(1) for row in inked) / MM, left + (max(row.rfind(1) for row in inked) + 1) / MM


def pictures(template: Template, values: dict[str, object], folder: Path, *, red: bool = False) -> list[Picture]:
    rendered = render_notice(
        template, values, number="香信〔2026〕12号", check_text="XF1:A", check_code="A-B", red_head=red
    )
    (folder / "document.pdf").write_bytes(rendered.pdf)
    run_tool("pdftoppm", "-r", str(DPI), "-gray", folder / "document.pdf", folder / "page")
    found = [Picture(path) for path in sorted(folder.glob("page*.pgm"))]
    assert len(found) == rendered.pages
    return found


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    template = TEMPLATES["handling_opinion"]
    values = sample("typical", template) | {"facts_found": "国" * 28 * 70}
    full = pictures(template, values, tmp_path)[2]
    lines = [band for band in full.bands(LEFT, RIGHT) if band[1] < BOTTOM]
    assert len(lines) == 22
    pitches = [after[0] - before[0] for before, after in pairwise(lines)]
    assert all(pitch == pytest.approx(225 / 22, abs=0.2) for pitch in pitches)
    assert lines[0][0] >= TOP and lines[-1][1] <= BOTTOM
    for top, bottom in lines:
        row = bytes(max(column) for column in zip(*full.rows[round(top * MM) : round(bottom * MM)], strict=True))
        boxes = row.replace(b"\x00", b" ").split()
        assert len(boxes) == 28
        left, right = full.edges(top, bottom)
        assert left == pytest.approx(LEFT + 0.6, abs=0.6) and right == pytest.approx(RIGHT - 0.6, abs=0.6)


@pytest.mark.parametrize("red", [False, True], ids=["without red head", "with red head"])
@pytest.mark.parametrize("case", ["shortest", "longest"])
def test_the_title_is_of_22_pt_in_the_middle(case: str, red: bool, tmp_path: Path) -> None:
    template = TEMPLATES["receipt_notice"]
    first = pictures(template, sample(case, template), tmp_path, red=red)[0]
    # The document's name is the second line, behind the office or behind the number at the right.
    head = [band for band in first.bands(20, 190) if band[1] - band[0] > 3]
    top, bottom = head[2] if red else head[1]
    em = measures.TITLE_SIZE * 25.4 / 72
    assert 0.85 * em <= bottom - top <= 1.02 * em
    left, right = first.edges(top, bottom)
    assert (left + right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1.0)
    assert (right - left) / em == pytest.approx(len(template.name) - 0.4, abs=0.6)


@pytest.mark.parametrize("red", [False, True], ids=["without red head", "with red head"])
def test_page_numbers_stand_7_mm_below_the_block_one_character_in(red: bool, tmp_path: Path) -> None:
    template = TEMPLATES["handling_opinion"]
    pages = pictures(template, sample("longest", template), tmp_path, red=red)
    assert len(pages) > 4
    em = measures.PAGE_NUMBER_SIZE * 25.4 / 72
    for number, each in enumerate(pages[1:4], start=2):
        (top, bottom), *others = [band for band in each.bands() if band[0] > BOTTOM]
        assert others == []
        assert (top + bottom) / 2 == pytest.approx(BOTTOM + 7, abs=0.6)
        assert 0.55 * em <= bottom - top <= 1.0 * em
        left, right = each.edges(top, bottom)
        if number % 2:
            assert right == pytest.approx(RIGHT - em, abs=1.0)
        else:
            assert left == pytest.approx(LEFT + em, abs=1.0)
    below = [band for band in pages[0].bands() if band[0] > BOTTOM]
    if red:
        assert all(band[0] > 275 for band in below), "the first page of a letter has the red lines and no number"
    else:
        assert below[0][0] == pytest.approx(BOTTOM + 7, abs=2.5)


@pytest.mark.parametrize("red", [False, True], ids=["without red head", "with red head"])
@pytest.mark.parametrize("case", ["shortest", "typical", "longest", "long name"])
@pytest.mark.parametrize("kind", ["receipt_notice", "handling_opinion", "urge_letter"])
def test_a_seal_of_42_mm_across_the_date_touches_nothing_else(kind: str, case: str, red: bool, tmp_path: Path) -> None:
    """The largest seal of a county office, in the middle of name and date or a little above (7.3.5.2)."""
    template = TEMPLATES[kind]
    last = pictures(template, sample(case, template), tmp_path, red=red)[-1]
    bands = last.bands(90, 195)
    at = next(index for index, pair in enumerate(pairwise(bands)) if is_signature(last, *pair))
    name, date = bands[at], bands[at + 1]
    left, right = last.edges(*date, left=90)
    across, down = (left + right) / 2, (name[0] + date[1]) / 2 - 6
    assert across + SEAL / 2 <= 200
    for y in range(round((down - SEAL / 2) * MM), round((down + SEAL / 2) * MM)):
        height = y / MM
        if name[0] - 0.5 <= height <= name[1] + 0.5 or date[0] - 0.5 <= height <= date[1] + 0.5:
            continue
        half = ((SEAL / 2) ** 2 - (height - down) ** 2) ** 0.5 if abs(height - down) < SEAL / 2 else 0.0
        inked = last.rows[y].find(1, round((across - half) * MM), round((across + half) * MM))
        assert inked < 0, f"ink under the seal at {height:.0f} mm"
    # The last line of the text may end left of the seal; the QR code is left of 57 mm.
    above = [band for band in last.bands(57, 195) if band[1] <= name[0]]
    if above:
        assert down - SEAL / 2 - above[-1][1] <= 225 / 22, "the seal's top is within a line of the text"


def is_signature(picture: Picture, name: tuple[float, float], date: tuple[float, float]) -> bool:
    """Tell whether two bands are the office's name and, in the next line, the date under its middle."""
    if not 8.5 <= date[0] - name[0] <= 12:
        return False
    (left, right), (_, end) = (picture.edges(*band, left=90) for band in (name, date))
    return left > 95 and right - left < 70 and abs(sum(picture.edges(*date, left=90)) - left - right) < 4 and end < 180


@pytest.mark.parametrize("red", [False, True], ids=["without red head", "with red head"])
def test_who_gets_a_copy_stands_in_the_last_line_of_the_last_page(red: bool, tmp_path: Path) -> None:
    """Between two rules of 0.35 mm, the lower one at the end of the block; a letter has no rules (7.4, 10.1)."""
    template = TEMPLATES["handling_opinion"].model_copy(update={"stub": ""})
    last = pictures(template, sample("typical", template), tmp_path, red=red)[-1]
    bands = [band for band in last.bands(LEFT, RIGHT) if BOTTOM - 14 < band[1] <= BOTTOM + 1]
    wide = [band for band in bands if last.edges(*band)[1] - last.edges(*band)[0] > 150]
    assert len(wide) == (0 if red else 2) and len(bands) == len(wide) + 1
    if not red:
        assert wide[-1][1] == pytest.approx(BOTTOM, abs=0.8)
        assert all(bottom - top == pytest.approx(0.35, abs=0.2) for top, bottom in wide)


def test_a_letter_has_its_number_alone_two_lines_above_the_title(tmp_path: Path) -> None:
    template = TEMPLATES["urge_letter"]
    first = pictures(template, sample("typical", template), tmp_path, red=True)[0]
    text = run_tool("pdftotext", "-raw", tmp_path / "document.pdf", "-")
    assert "编号：香信" not in text.partition("关于")[0]
    number, title, addressee = [band for band in first.bands(LEFT, RIGHT) if band[0] > 50][:3]
    line = 225 / 22
    assert title[0] - number[1] == pytest.approx(2.5 * line, abs=1.5)
    assert addressee[0] - title[1] == pytest.approx(1.5 * line, abs=1.5)
