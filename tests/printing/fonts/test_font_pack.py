"""The optional font pack: it prints what nothing else has, and no file in it can stop the program."""

import io
import struct
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from notice_samples import typical
from pdf_tools import font_rows, text_of
from pypdf import PdfReader

from app.faults import UserFault
from app.printing.fonts.book import FontBook
from app.printing.notices.notice import render_notice
from app.printing.notices.template import load_templates
from app.resources import resource_path

# Two characters of GB 18030-2022, level 3 (CJK extensions B and I), that the bundle has not.
LEVEL3 = "\U0002b816\U0002ebf0"
RECEIPT = load_templates()["receipt_notice"]


@pytest.fixture(scope="module")
def small_font(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a TrueType font of five characters, two of them with the outlines of others at level-3 places."""
    options = subset.Options(notdef_outline=True, glyph_names=False)
    font = TTFont(resource_path("fonts", "NotoSerifSC-Light.ttf"))
    cutter = subset.Subsetter(options)
    cutter.populate(text="王一二三四")
    cutter.subset(font)
    cmap = font.getBestCmap()
    moved = {ord(LEVEL3[0]): cmap[ord("三")], ord(LEVEL3[1]): cmap[ord("四")], ord("王"): cmap[ord("王")]}
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 10, 0, moved
    font["cmap"].tables = [table]
    path = tmp_path_factory.mktemp("made") / "pack.ttf"
    font.save(path)
    return path.read_bytes()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "fonts-extra"
    folder.mkdir()
    return folder


def test_the_bundle_alone_names_the_characters() -> None:
    assert FontBook().missing(LEVEL3) == list(LEVEL3)


def test_a_level_3_name_is_printed_from_the_pack(pack: Path, small_font: bytes, tmp_path: Path) -> None:
    (pack / "level3.TTF").write_bytes(small_font)
    book = FontBook(pack_folder=pack)
    assert book.missing("王" + LEVEL3) == []
    assert [run.text for run in book.runs("王" + LEVEL3, "body", name=True)] == ["王" + LEVEL3]
    # What the bundle has is never taken from the pack.
    assert book.face_for("王", "body") is book.first("body")
    values = typical() | {"petitioner_name": "王" + LEVEL3}
    rendered = render_notice(RECEIPT, values, number="1", check_text="XF1:A", check_code="A", red_head=False, book=book)
    assert f"王{LEVEL3}：" in text_of(rendered.pdf, tmp_path)
    assert all(row[3:6] == ["yes", "yes", "yes"] for row in font_rows(rendered.pdf, tmp_path))
    assert book.pack_faults() == ()


def test_two_files_of_one_name_print_side_by_side(pack: Path, small_font: bytes, tmp_path: Path) -> None:
    """Also where the pack holds a font that the bundle has: each embedded font has its own name."""
    (pack / "a.ttf").write_bytes(without(small_font, LEVEL3[1], tmp_path))
    (pack / "b.ttf").write_bytes(without(small_font, LEVEL3[0], tmp_path))
    book = FontBook(pack_folder=pack)
    values = typical() | {"petitioner_name": f"䶮{LEVEL3}"}
    rendered = render_notice(RECEIPT, values, number="1", check_text="XF1:A", check_code="A", red_head=False, book=book)
    assert f"䶮{LEVEL3}：" in text_of(rendered.pdf, tmp_path)
    names = [row[0] for row in font_rows(rendered.pdf, tmp_path)]
    assert len(names) == len(set(names))
    assert sum("NotoSerifSC-Light" in name for name in names) == 3


def without(content: bytes, character: str, folder: Path) -> bytes:
    path = folder / "cut.ttf"
    path.write_bytes(content)
    font = TTFont(path)
    for table in font["cmap"].tables:
        table.cmap.pop(ord(character), None)
    font.save(path)
    return path.read_bytes()


def damaged(content: bytes) -> dict[str, bytes]:
    """Return broken and hostile files by what is wrong with them."""
    at = content.index(b"cmap") + 8
    start = struct.unpack_from(">I", content, at)[0]
    groups = bytearray(content)
    # A range of two thousand million characters, in every table of format 12.
    for number in range(struct.unpack_from(">H", content, start + 2)[0]):
        table = start + struct.unpack_from(">I", content, start + 8 + 8 * number)[0]
        if struct.unpack_from(">H", content, table)[0] == 12:
            struct.pack_into(">II", groups, table + 16, 0, 0x7FFFFFFF)
    return {
        "empty": b"",
        "text": b"not a font",
        "cut off": content[: len(content) // 2],
        "only a header": content[:12],
        "endless ranges": bytes(groups),
        "an OpenType font of another kind": b"OTTO" + content[4:],
        "no tables": content[:4] + bytes(2) + content[6:],
        "a table beyond the end": content[: at] + b"\x7f\xff\xff\xff" + content[at + 4 :],
    }  # fmt: skip


def test_a_file_that_cannot_be_used_is_left_out_and_named(pack: Path, small_font: bytes) -> None:
    broken = damaged(small_font)
    for name, content in broken.items():
        (pack / f"{name}.ttf").write_bytes(content)
    (pack / "zz whole.ttf").write_bytes(small_font)
    (pack / "README.md").write_text("text", "utf-8")
    (pack / "folder.ttf").mkdir()
    book = FontBook(pack_folder=pack)
    assert book.missing(LEVEL3) == []
    faults = book.pack_faults()
    assert [next(name for name in broken if f" {name}.ttf " in fault) for fault in faults] == sorted(broken)
    assert all(fault.startswith("字体包里的 ") and fault.endswith("。") for fault in faults)


def test_a_font_that_may_not_be_embedded_is_left_out(pack: Path, small_font: bytes, tmp_path: Path) -> None:
    path = tmp_path / "own.ttf"
    path.write_bytes(small_font)
    font = TTFont(path)
    font["OS/2"].fsType = 0x0002
    font.save(pack / "restricted.ttf")
    book = FontBook(pack_folder=pack)
    assert book.missing(LEVEL3) == list(LEVEL3)
    assert len(book.pack_faults()) == 1


def test_a_character_whose_outline_is_damaged_counts_as_missing(pack: Path, small_font: bytes, tmp_path: Path) -> None:
    """The tables are sound and the font opens: only the outline itself cannot be cut out."""
    path = tmp_path / "own.ttf"
    path.write_bytes(small_font)
    with TTFont(path) as font:
        glyph = font.getGlyphID(font.getBestCmap()[ord(LEVEL3[0])])
        place = font["loca"][glyph]
    content = bytearray(small_font)
    at = struct.unpack_from(">I", content, content.index(b"glyf") + 8)[0] + place
    # A composite glyph whose list of parts never ends.
    content[at : at + 2] = b"\xff\xff"
    for offset in range(at + 10, len(content)):
        content[offset] = 0xFF
    (pack / "damaged.ttf").write_bytes(bytes(content))
    book = FontBook(pack_folder=pack)
    with pytest.raises(UserFault) as caught:
        book.check([LEVEL3[0]])
    assert caught.value.code == "missing-glyph"
    assert "fonts-extra" in caught.value.next_step


def test_no_folder_is_no_pack(tmp_path: Path) -> None:
    book = FontBook(pack_folder=tmp_path / "missing")
    assert book.pack_faults() == ()
    assert book.missing(LEVEL3) == list(LEVEL3)


def test_a_font_of_other_units_keeps_its_widths(pack: Path, small_font: bytes, tmp_path: Path) -> None:
    """As fonts of Windows have it: 2048 units an em, and one width for all glyphs past the first."""
    made = tmp_path / "made.ttf"
    made.write_bytes(small_font)
    with TTFont(made) as font:
        scale_upem(font, 2048)
        font["hmtx"].metrics = {name: (2048, bearing) for name, (_, bearing) in font["hmtx"].metrics.items()}
        font.save(pack / "wide.ttf")
    values = typical() | {"petitioner_name": "王" + LEVEL3}
    rendered = render_notice(
        RECEIPT, values, number="1", check_text="XF1:A", check_code="A", red_head=False, book=FontBook(pack_folder=pack)
    )
    embedded = [
        each.get_object() for each in PdfReader(io.BytesIO(rendered.pdf)).pages[0]["/Resources"]["/Font"].values()
    ]
    (wide,) = [each for each in embedded if "NotoSerifSC-Light-" in each["/BaseFont"]]
    with TTFont(io.BytesIO(wide["/FontDescriptor"]["/FontFile2"].get_data())) as program:
        assert program["head"].unitsPerEm == 2048
        assert {advance for advance, _ in program["hmtx"].metrics.values()} == {2048}
