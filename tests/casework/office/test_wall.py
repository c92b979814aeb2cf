"""The wall notice prints what the office wrote, with the office's own picture; what is no picture is refused."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.casework.office.wall_notice import (
    LARGEST,
    WallText,
    county_qr,
    drop_county_qr,
    set_county_qr,
    set_wall_text,
    wall_notice,
    wall_text,
)
from app.faults import UserFault
from app.models.workspace import Workspace

TEXT = WallText("走访：一楼大厅\n电话：0717-0000000", "工作日上午", "香林县梅园路1号")


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int = 120, height: int = 120, lines: int | None = None) -> bytes:
    rows = (b"\0" + bytes(width)) * (height if lines is None else lines)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "qr.dat"  # by content, not by name
    path.write_bytes(png())
    return path


def test_what_is_not_written_is_asked_for(workspace: Workspace) -> None:
    with pytest.raises(UserFault) as fault:
        wall_notice(workspace)
    assert fault.value.code == "missing-field"
    assert "信访渠道、接待时间" in fault.value.sentence
    assert "接待地点" not in fault.value.sentence  # the office has an address


def test_the_notice_holds_the_texts_and_the_picture(workspace: Workspace, picture: Path) -> None:
    set_wall_text(workspace, TEXT)
    set_county_qr(workspace, picture)
    assert county_qr(workspace) == picture.read_bytes()
    page = PdfReader(io.BytesIO(wall_notice(workspace, "A4"))).pages[0]
    text = "".join(page.extract_text().split())
    for words in ("走访：一楼大厅", "工作日上午", "香林县梅园路1号", "0717-0000000", "二维码"):
        assert words in text
    assert len(page.images) == 1
    drop_county_qr(workspace)
    drop_county_qr(workspace)
    assert county_qr(workspace) == b""
    assert len(PdfReader(io.BytesIO(wall_notice(workspace, "A4"))).pages[0].images) == 0


def test_another_picture_takes_the_place_of_the_first(workspace: Workspace, picture: Path) -> None:
    set_county_qr(workspace, picture)
    picture.write_bytes(png(240, 240))
    set_county_qr(workspace, picture)
    assert county_qr(workspace) == picture.read_bytes()


def test_the_address_follows_the_office_until_another_is_written(workspace: Workspace) -> None:
    assert wall_text(workspace).address == workspace.office.address
    set_wall_text(workspace, WallText("走访", "上午", workspace.office.address))
    assert workspace.setting("wall.address") == ""
    set_wall_text(workspace, WallText("走访", "上午", "东门"))
    assert wall_text(workspace).address == "东门"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-a-picture"),
        (b"GIF89a" + bytes(100), "not-a-picture"),
        (b"\x89PNG\r\n\x1a\n", "not-a-picture"),
        (png(lines=3)[:-20], "not-a-picture"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "not-a-picture"),
        (png(20, 20), "picture-size"),
        (png(50_000, 50_000, lines=1), "picture-size"),
        (png() + bytes(LARGEST), "picture-too-large"),
    ],
)
def test_what_is_no_printable_picture_is_refused_and_nothing_changes(
    workspace: Workspace, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(content)
    with pytest.raises(UserFault) as fault:
        set_county_qr(workspace, path)
    assert fault.value.code == code
    assert county_qr(workspace) == b""


def test_a_file_that_is_gone_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserFault, match="打不开图片"):
        set_county_qr(workspace, tmp_path / "none.png")


@pytest.mark.parametrize("text", ["字" * 601, "行\n" * 25 + "末"])
def test_a_text_too_long_names_its_field(workspace: Workspace, text: str) -> None:
    with pytest.raises(UserFault) as fault:
        set_wall_text(workspace, WallText("走访", text, ""))
    assert (fault.value.code, fault.value.field) == ("too-long", "wall.hours")
    assert wall_text(workspace).channels == ""
