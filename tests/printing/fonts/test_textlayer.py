"""What is printed can be copied out as the same text."""

import io
import re
from pathlib import Path

import pytest
from pdf_tools import font_rows, text_of
from reportlab.pdfgen.canvas import Canvas

from app.printing.fonts.book import FontBook
from app.printing.fonts.textlayer import to_unicode_cmap


def one_page(book: FontBook, text: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, initialFontName=book.first("body").name)
    y = 800.0
    for run in book.runs(text, "body"):
        canvas.setFont(run.face.name, 16)
        canvas.drawString(50, y, run.text)
        y -= 24
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("character", "㛃䶮𬱖𠅤𫖯𬍛𡐓𰻝𠮷")
def test_a_rare_character_is_read_back_as_itself(character: str, tmp_path: Path) -> None:
    assert text_of(one_page(FontBook(), character), tmp_path) == character


def test_more_than_256_characters_of_one_face_are_read_back(tmp_path: Path) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
    face = FontBook().first("rare")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, initialFontName=face.name)
    canvas.setFont(face.name, 12)
    for row in range(20):
        canvas.drawString(50, 800 - row * 24, text[row * 30 : row * 30 + 30])
    canvas.save()
    assert text_of(buffer.getvalue(), tmp_path) == text


def test_supplementary_characters_are_surrogate_pairs() -> None:
    assert "<01> <D842DFB7>" in to_unicode_cmap("A", [0, 0x20BB7])


def test_a_block_of_the_map_has_at_most_100_entries() -> None:
    cmap = to_unicode_cmap("A", [0, *range(0x4E00, 0x4E00 + 255)])
    sizes = [int(size) for size in re.findall(r"(\d+) beginbfchar", cmap)]
    assert sizes == [100, 100, 55]


def test_every_font_is_embedded_cut_and_mapped(tmp_path: Path) -> None:
    rows = font_rows(one_page(FontBook(), "王䶮2026"), tmp_path)
    assert rows
    for row in rows:
        assert "Helvetica" not in row[0]
        assert row[3:6] == ["yes", "yes", "yes"]
