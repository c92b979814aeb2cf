"""Every page of every document stays inside the type area of GB/T 9704-2012, and its titles break where one would.

The pages are measured on their pictures, the lines by the boxes that pdftotext gives for them. The documents of one
template are read by one process of each tool.
"""

import html
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from document_samples import sample
from pdf_tools import merged, run_tool

from app.printing.fonts.book import FontBook
from app.printing.notices.notice import render_notice
from app.printing.notices.template import Template, load_templates
from app.printing.page import measures
from app.printing.page.setting import Setter

DPI = 72
MM = DPI / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
PITCH, LINE = 156 / 28, 225 / 22
# A rule of 0.6 pt stands with half of it on either side of the edge; a pixel is 0.35 mm.
PIXEL = 0.5
DARK = bytes(1 if grey < 128 else 0 for grey in range(256))
# Of thin rules and thin strokes the edges count too, where text and drawing must not meet.
GREY = bytes(1 if grey < 176 else 0 for grey in range(256))
CONTENT = re.compile(
    rb"(%% Contents for page \d+\n(?:%%[^\n]*\n)*\d+ 0 obj\n.*?\nstream\n)(.*?)(\nendstream)", re.DOTALL
)
TEXT = re.compile(rb"\bBT\b.*?\bET\b", re.DOTALL)
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
MARKS = frozenset("，。、；：？！）》〉】〕”’…")
every_template = pytest.mark.parametrize("template", load_templates().values(), ids=lambda template: template.id)


@dataclass(frozen=True)
class Document:
    """One rendered document and the pages it has in the merged file (from 0)."""

    label: str
    first: int
    pages: int


def documents(template: Template, folder: Path, *cases: str) -> tuple[Path, list[Document]]:
    """Render the cases that differ most in length into one file."""
    pdfs, found, at = [], list[Document](), 0
    for case in cases:
        rendered = render_notice(
            template,
            sample(case, template),
            number="香信〔2026〕12号",
            check_text="XF1:A",
            check_code="A-B",
            red_head=False,
        )
        pdfs.append(rendered.pdf)
        found.append(Document(case, at, rendered.pages))
        at += rendered.pages
    return merged(pdfs, folder), found


def pictures(path: Path, shades: bytes) -> list[list[bytes]]:
    """Return for each page its rows, one byte a pixel: 1 where there is ink."""
    prefix = path.with_suffix("")
    run_tool("pdftoppm", "-r", str(DPI), "-gray", path, prefix)
    found = []
    for each in sorted(path.parent.glob(f"{prefix.name}-*.pgm")):
        _, size, _, pixels = each.read_bytes().split(b"\n", 3)
        width, inked = int(size.split()[0]), pixels.translate(shades)
        found.append([inked[at : at + width] for at in range(0, len(inked), width)])
    return found


def apart(path: Path) -> tuple[Path, Path]:
    """Return two copies of a file, one with the text alone and one with all that is drawn besides."""
    plain = path.with_name("plain.pdf")
    run_tool("qpdf", "--qdf", "--object-streams=disable", path, plain)
    content = plain.read_bytes()

    def text_alone(found: re.Match[bytes]) -> bytes:
        kept, at = bytearray(b" " * len(found[2])), 0
        for text in TEXT.finditer(found[2]):
            kept[text.start() : text.end()] = text[0]
            at += 1
        assert at, "a page without a word"
        return found[1] + bytes(kept) + found[3]

    def drawing_alone(found: re.Match[bytes]) -> bytes:
        return found[1] + TEXT.sub(lambda text: b" " * len(text[0]), found[2]) + found[3]

    texts, drawings = path.with_name("texts.pdf"), path.with_name("drawings.pdf")
    texts.write_bytes(CONTENT.sub(text_alone, content))
    drawings.write_bytes(CONTENT.sub(drawing_alone, content))
    return texts, drawings


@every_template
def test_all_ink_stays_in_its_place_and_no_drawing_touches_a_word(template: Template, tmp_path: Path) -> None:
    path, made = documents(template, tmp_path, "typical", "longest")
    texts, drawings = apart(path)
    written, drawn = pictures(texts, GREY), pictures(drawings, GREY)
    assert len(written) == len(drawn) == sum(each.pages for each in made)
    for each in made:
        for number in range(1, each.pages + 1):
            place = f"{each.label}, page {number}"
            words, lines = written[each.first + number - 1], drawn[each.first + number - 1]
            touching = [y for y, (one, other) in enumerate(zip(words, lines, strict=True)) if meets(one, other)]
            assert not touching, f"{place}: a drawing over text at {touching[0] / MM:.0f} mm"
            both = [together(one, other) for one, other in zip(words, lines, strict=True)]
            body, foot = both[: round((BOTTOM + PIXEL) * MM)], both[round((BOTTOM + PIXEL) * MM) :]
            left, right, top, _ = edges(body)
            assert left >= LEFT - PIXEL and right <= RIGHT + PIXEL, place
            assert TOP - PIXEL <= top <= TOP + 4, place
            assert any(1 in row for row in foot) is (each.pages > 1), f"{place}: the page number"
            if each.pages > 1:
                left, right, top, bottom = edges(foot)
                assert BOTTOM + PIXEL + (top + bottom) / 2 == pytest.approx(BOTTOM + 7, abs=0.8), place
                em = measures.PAGE_NUMBER_SIZE * 25.4 / 72
                assert (RIGHT - right if number % 2 else left - LEFT) == pytest.approx(em, abs=1.0), place


def meets(one: bytes, other: bytes) -> bool:
    return bool(int.from_bytes(one, "big") & int.from_bytes(other, "big"))


def together(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one, "big") | int.from_bytes(other, "big")).to_bytes(len(one), "big")


def edges(rows: list[bytes]) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom of the ink in mm."""
    inked = [(y, row) for y, row in enumerate(rows) if 1 in row]
    left, right = min(row.find(1) for _, row in inked), max(row.rfind(1) for _, row in inked) + 1
    return left / MM, right / MM, inked[0][0] / MM, (inked[-1][0] + 1) / MM


@every_template
def test_full_lines_end_at_the_edge_and_stand_on_the_grid(template: Template, tmp_path: Path) -> None:
    """A line that goes on in the next ends at the right edge, unless a word or number that is not cut comes next."""
    path, _ = documents(template, tmp_path, "typical", "longest", "long name")
    for rows in text_rows(path):
        for (middle, left, right, text), (after, start, _, following) in pairwise(rows):
            if abs(start - LEFT) > 2 or left > LEFT + 13 or not LINE - 1.4 < after - middle < LINE + 1.4:
                continue
            assert after - middle == pytest.approx(LINE, abs=0.6), text
            # The blank half of a mark hangs out; the type is a little wider than its cell.
            hangs = 3.1 if text[-1] in MARKS else 0.3
            assert right <= RIGHT + hangs, text
            word = re.match(r"[!-~]*", following)
            assert right >= RIGHT - 0.6 - PITCH / 2 * len(word[0] if word else ""), text


def text_rows(path: Path) -> list[list[tuple[float, float, float, str]]]:
    """Return for each page its lines of body type, as middle from the top, left end, right end (mm) and text."""
    found = []
    for each in run_tool("pdftotext", "-bbox", "-enc", "UTF-8", path, "-").split("<page ")[1:]:
        words = [(*(float(at) * 25.4 / 72 for at in word[:4]), html.unescape(word[4])) for word in WORD.findall(each)]
        rows: list[list[tuple[float, float, float, float, str]]] = []
        for word in sorted(words, key=lambda word: word[1] + word[3]):
            if rows and (word[1] + word[3]) / 2 - (rows[-1][0][1] + rows[-1][0][3]) / 2 < 3:
                rows[-1].append(word)
            elif word[3] - word[1] > 4.5:
                rows.append([word])
        found.append(
            [
                (
                    (row[0][1] + row[0][3]) / 2,
                    min(w[0] for w in row),
                    max(w[2] for w in row),
                    "".join(w[4] for w in sorted(row)),
                )
                for row in rows
            ]
        )
    return found


def test_a_title_is_broken_between_its_pieces() -> None:
    setter = Setter(FontBook(), "title", measures.TITLE_SIZE, measures.TITLE_SIZE)
    lines = setter.phrased(["香山县城关镇人民政府", "关于王桂兰反映问题的", "信访处理意见书"], measures.BLOCK_WIDTH)
    assert [line.text for line in lines] == ["香山县城关镇人民政府", "关于王桂兰反映问题的信访处理意见书"]


def test_a_title_that_fits_stays_on_one_line() -> None:
    setter = Setter(FontBook(), "title", measures.TITLE_SIZE, measures.TITLE_SIZE)
    assert [line.text for line in setter.phrased(["关于转送", "王桂兰", "信访事项的函"], measures.BLOCK_WIDTH)] == [
        "关于转送王桂兰信访事项的函"
    ]


def test_a_piece_longer_than_a_line_is_balanced() -> None:
    setter = Setter(FontBook(), "title", measures.TITLE_SIZE, measures.TITLE_SIZE)
    lines = setter.phrased(["香山县信访局", "关于" + "长" * 60 + "反映问题的", "信访处理意见书"], measures.BLOCK_WIDTH)
    assert [len(line.text) for line in lines] == [6, 17, 17, 17, 16, 7]
    assert all(line.width <= measures.BLOCK_WIDTH for line in lines)
