"""公示信息 is written, given a picture and printed from the settings."""

import struct
import zlib

import pytest
from pypdf import PdfReader
from registered_cases import type_words
from sqlmodel import select

from app.casework.office.wall_notice import county_qr, wall_text
from app.models.tables import FileExit
from app.ui.settings.wall import WallSection


def png(side: int = 120) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + bytes(side)) * side)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def section(desktop, shown):
    made = shown(WallSection(desktop))
    made.arrive()
    return made


def test_texts_are_typed_and_saved(section):
    type_words(section.channels.paper, "走访：一楼大厅")
    type_words(section.hours.paper, "工作日上午")
    section.save.click()
    text = wall_text(section.desktop.workspace)
    assert (text.channels, text.hours) == ("走访：一楼大厅", "工作日上午")
    assert section.desktop.said[-1][0] == "success"


def test_a_missing_text_is_said_under_its_field(section):
    section.print_a3.click()
    assert "信访公示还缺" in section.channels.error()


def test_the_picture_comes_in_and_goes(section, tmp_path):
    path = tmp_path / "qr.png"
    path.write_bytes(png())
    section.choose_picture = lambda _parent, _folder: path
    section.choose.click()
    assert county_qr(section.desktop.workspace) == path.read_bytes()
    assert not section.picture.pixmap().isNull()
    section.drop.click()
    assert county_qr(section.desktop.workspace) == b""
    assert section.picture.text() == "还没有图片。"
    path.write_bytes(b"no picture")
    section.choose.click()
    assert section.desktop.said[-1][0] == "fault"


def test_the_notice_is_saved_as_pdf(section, tmp_path, qtbot):
    type_words(section.channels.paper, "走访")
    type_words(section.hours.paper, "上午")
    section.save.click()
    section.acts.choose_path = lambda _parent, _proposed, _kind: tmp_path / "wall.pdf"
    section.keep.click()
    qtbot.waitUntil(lambda: (tmp_path / "wall.pdf").exists() and len(section.desktop.said) > 1, timeout=20_000)
    assert "信访公示" in PdfReader(tmp_path / "wall.pdf").pages[0].extract_text()
    with section.desktop.workspace.reading() as session:
        assert session.exec(select(FileExit.file_name, FileExit.profile)).all() == [("wall.pdf", "wall_notice")]
