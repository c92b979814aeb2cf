"""A case's volume: every page numbered, every part found by its bookmark, a bad file named and not fatal."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from app.faults import UserFault
from app.printing.volume import VolumeCover, VolumePart, build_volume

COVER = VolumeCover(
    "香林县信访局", "信访事项案卷 990326-20261120-0001", (("编号", "990326-20261120-0001"), ("信访人", "欧阳𬱖"))
)


def pages(count: int, size: tuple[float, float] = (595, 842)) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for number in range(count):
        canvas.drawString(100, 400, f"content {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (400, 900), (200, 210, 220)).save(buffer, "JPEG")
    return buffer.getvalue()


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages(1))))
    writer.encrypt("secret")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


PARTS = (
    VolumePart("转送告知书", "香信转〔2026〕1号", "2026-11-20", "pdf", pages(2)),
    VolumePart("扫描件：A3图纸.pdf", "", "2026-11-21", "pdf", pages(1, (842, 1191))),
    VolumePart("扫描件：照片.jpg", "", "2026-11-22", "image", picture()),
    VolumePart("定稿文件：答复.docx", "", "2026-11-23", "note", note="另存、打印后附在这里。"),
)


def test_every_part_is_in_its_place_with_its_bookmark_and_page_number() -> None:
    volume = build_volume(COVER, PARTS)
    assert (volume.pages, volume.left_out) == (5, ())
    reader = PdfReader(io.BytesIO(volume.pdf))
    assert len(reader.pages) == 2 + 5
    marks = [(item.title, reader.get_destination_page_number(item)) for item in reader.outline]
    assert marks == [
        ("封面", 0),
        ("卷内目录", 1),
        ("转送告知书", 2),
        ("扫描件：A3图纸.pdf", 4),
        ("扫描件：照片.jpg", 5),
        ("定稿文件：答复.docx", 6),
    ]
    for number, page in enumerate(list(reader.pages)[2:], start=1):
        assert page.extract_text().split()[-1] == str(number)
    contents = reader.pages[1].extract_text()
    assert all(word in contents for word in ("卷内目录", "转送告知书", "香信转〔2026〕1号", "照片.jpg"))
    assert "欧阳𬱖" in reader.pages[0].extract_text()
    assert [round(float(page.mediabox.width)) for page in reader.pages][4] == 842


@pytest.mark.parametrize("content", [encrypted(), b"%PDF-1.7 broken", pages(3)[:900]])
def test_a_file_that_cannot_be_read_is_named_and_the_volume_stands(content: bytes) -> None:
    bad = VolumePart("扫描件：坏的.pdf", "", "2026-11-21", "pdf", content)
    volume = build_volume(COVER, (PARTS[0], bad, PARTS[2]))
    assert volume.left_out == ("扫描件：坏的.pdf",)
    assert "没有装入本卷" in PdfReader(io.BytesIO(volume.pdf)).pages[4].extract_text()


def test_a_picture_that_is_none_is_named_too() -> None:
    volume = build_volume(COVER, (VolumePart("扫描件：假的.png", "", "", "image", b"\x89PNG\r\n\x1a\nnothing"),))
    assert volume.left_out == ("扫描件：假的.png",)


def test_cancelling_makes_nothing() -> None:
    with pytest.raises(UserFault) as refused:
        build_volume(COVER, PARTS, progress=lambda done: done < 2)
    assert refused.value.code == "cancelled"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_another_program_finds_the_file_sound(tmp_path: Path) -> None:
    path = tmp_path / "volume.pdf"
    path.write_bytes(build_volume(COVER, PARTS).pdf)
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
