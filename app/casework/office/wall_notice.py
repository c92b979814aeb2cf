"""The wall notice: what the office says of its channels, hours and place, and its own QR picture.

The program invents no address and no channel: what the office has not written is asked for, not filled in.
"""

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportlab.lib.utils import ImageReader

from app.faults import UserFault
from app.models.tables import OfficePicture, Setting
from app.models.workspace import Workspace
from app.printing.posters.wall import WallFacts, render_wall_notice

CHANNELS, HOURS, ADDRESS = "wall.channels", "wall.hours", "wall.address"
PICTURE = "county_qr"
LARGEST = 2 * 1024 * 1024
_SHORTEST_SIDE, _LONGEST_SIDE = 100, 4_000
_LONGEST_TEXT, _MOST_LINES = 600, 20
_PNG = b"\x89PNG\r\n\x1a\n"
_LABELS = {CHANNELS: "信访渠道", HOURS: "接待时间", ADDRESS: "接待地点"}


@dataclass(frozen=True)
class WallText:
    """What the office has written; empty where nothing."""

    channels: str
    hours: str
    address: str


def wall_text(workspace: Workspace) -> WallText:
    """Return what is written; the address is the office's own until another is written."""
    return WallText(
        workspace.setting(CHANNELS), workspace.setting(HOURS), workspace.setting(ADDRESS) or workspace.office.address
    )


def set_wall_text(workspace: Workspace, text: WallText) -> None:
    """Write the texts; raises UserFault(code="too-long") naming the field, and then nothing is written."""
    values = {CHANNELS: text.channels, HOURS: text.hours, ADDRESS: text.address}
    values = {key: "\n".join(line.strip() for line in value.strip().splitlines()) for key, value in values.items()}
    if values[ADDRESS] == workspace.office.address:
        values[ADDRESS] = ""  # so that it follows the office's address
    for key, value in values.items():
        if len(value) > _LONGEST_TEXT:
            raise UserFault(
                f"“{_LABELS[key]}”有 {len(value)} 个字，最多 {_LONGEST_TEXT} 个，", "请写短一些。", code="too-long",
                field=key,
            )  # fmt: skip
        if value.count("\n") >= _MOST_LINES:
            raise UserFault(
                f"“{_LABELS[key]}”有 {value.count(chr(10)) + 1} 行，最多 {_MOST_LINES} 行，", "请写短一些。",
                code="too-long", field=key,
            )  # fmt: skip
    with workspace.act("set_wall_notice") as session:
        for key, value in values.items():
            row = session.get(Setting, key) or Setting(key=key, value="")
            row.value = value
            session.add(row)


def set_county_qr(workspace: Workspace, path: Path) -> None:
    """Take the office's QR picture from a file.

    Raises UserFault: unreadable, not-a-picture (PNG and JPEG are, by content), picture-too-large, picture-size.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UserFault("图片超过 2 MB，", "请换一张小一些的。", code="picture-too-large")
        content = path.read_bytes()
    except OSError:
        raise UserFault(f"打不开图片“{path.name}”，", "请确认文件还在、可以读取。", code="unreadable") from None
    media = _checked(content)
    with workspace.act("set_county_qr") as session:
        row = session.get(OfficePicture, PICTURE)
        if row is None:
            row = OfficePicture(key=PICTURE, media=media, content=content, added_at=workspace.moment())
        row.media, row.content, row.added_at = media, content, workspace.moment()
        session.add(row)


def drop_county_qr(workspace: Workspace) -> None:
    """Take the picture out; nothing happens when there is none."""
    if not county_qr(workspace):
        return
    with workspace.act("drop_county_qr") as session:
        row = session.get(OfficePicture, PICTURE)
        if row is not None:
            session.delete(row)


def county_qr(workspace: Workspace) -> bytes:
    """Return the picture, or nothing."""
    with workspace.reading() as session:
        row = session.get(OfficePicture, PICTURE)
        return row.content if row is not None else b""


def wall_notice(workspace: Workspace, size: Literal["A3", "A4"] = "A3") -> bytes:
    """Print the wall notice; raises UserFault(code="missing-field") naming what the office has not written yet."""
    text, office = wall_text(workspace), workspace.office
    written = {CHANNELS: text.channels, HOURS: text.hours, ADDRESS: text.address}
    empty = [key for key, value in written.items() if not value.strip()]
    if empty:
        raise UserFault(
            f"信访公示还缺{'、'.join(_LABELS[key] for key in empty)}，", "请在设置的“公示信息”里填写。",
            code="missing-field", field=empty[0],
        )  # fmt: skip
    inquiry = "凭登记编号查询办理情况" + (f"，电话 {office.phone}。" if office.phone else "，请到接待地点询问。")
    facts = WallFacts(office.name, text.channels, text.hours, text.address, inquiry, county_qr(workspace))
    return render_wall_notice(facts, size)


def _checked(content: bytes) -> str:
    """Return the media type of a picture that can be printed."""
    broken = UserFault("这不是完整的 PNG 或 JPEG 图片，", "请换一张图片。", code="not-a-picture")
    media = "image/png" if content.startswith(_PNG) else "image/jpeg" if content.startswith(b"\xff\xd8") else ""
    size = _png_size(content) if media == "image/png" else _jpeg_size(content) if media else None
    if size is None:
        raise broken
    # Before anything is unpacked: a small file may claim to be a huge picture.
    if not all(_SHORTEST_SIDE <= side <= _LONGEST_SIDE for side in size):
        raise UserFault(
            f"图片是 {size[0]}×{size[1]} 像素，", f"每边应在 {_SHORTEST_SIDE} 到 {_LONGEST_SIDE} 像素之间，请换一张。",
            code="picture-size",
        )  # fmt: skip
    try:
        ImageReader(io.BytesIO(content)).getRGBData()
    except Exception:
        raise broken from None
    return media


def _png_size(content: bytes) -> tuple[int, int] | None:
    if len(content) < 24 or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
