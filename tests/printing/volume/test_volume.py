"""A case's volume: every page numbered, every part found by its bookmark, a bad file named and not fatal."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from app.faults import UserFault
from app.printing.volume.binding import VolumeCover, VolumePart, build_volume
from app.printing.volume.bound_picture import FINEST, bound_picture

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


def acting(*, seal: bool = True, turned: int = 0) -> bytes:
    """A page with a script, a link, a file within, and a seal that is an annotation at its lower right corner."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages(1))))
    page = writer.pages[0]
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("evil")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    writer.add_attachment("evil.exe", b"MZ")
    shape = DecodedStreamObject()
    shape.set_data(b"1 0 0 rg 0 0 10 10 re f")
    numbers = lambda *four: ArrayObject([FloatObject(n) for n in four])  # noqa: E731
    shape.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
                  NameObject("/BBox"): numbers(0, 0, 10, 10)})  # fmt: skip
    shown = writer._add_object(shape)
    annotation = DictionaryObject(
        {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
         NameObject("/Rect"): numbers(400, 100, 500, 200), NameObject("/A"): script, NameObject("/F"): NumberObject(4),
         NameObject("/AP"): DictionaryObject({NameObject("/N"): shown})}
    )  # fmt: skip
    page[NameObject("/Annots")] = ArrayObject([annotation] if seal else [])
    if turned:
        page.rotate(turned)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_seal_stays_seen_and_in_its_place_and_nothing_acts(turned: int) -> None:
    content = acting(turned=turned)
    volume = build_volume(COVER, (VolumePart("盖章件：答复.pdf", "", "2026-11-20", "pdf", content),))
    assert volume.left_out == ()
    page = PdfReader(io.BytesIO(volume.pdf)).pages[2]
    assert not {"/Annots", "/AA"} & set(page)
    plain = PdfWriter(clone_from=PdfReader(io.BytesIO(volume.pdf)))
    for each in plain.pages:
        each.get_contents()
    words = b"".join(
        (each.get_object().get_data() if hasattr(each.get_object(), "get_data") else repr(each.get_object()).encode())
        for each in plain._objects
        if each is not None
    )
    assert not any(word in words for word in (b"evil", b"JavaScript", b"/OpenAction"))
    if shutil.which("pdftoppm") is None:
        return

    def reds(pdf: bytes, number: int) -> tuple[int, ...]:
        from PIL import Image, ImageChops

        done = subprocess.run(
            ["pdftoppm", "-r", "36", "-f", str(number), "-l", str(number), "-"], input=pdf, capture_output=True,
            check=True,
        )  # fmt: skip
        image = Image.open(io.BytesIO(done.stdout)).convert("RGB")
        red, green, _ = image.split()
        return ImageChops.subtract(red, green).point(lambda value: 255 if value > 128 else 0).getbbox() or ()

    # where the seal lay on the sheet as it was handed in, there it lies in the volume
    seal, bound = reds(acting(turned=turned), 1), reds(volume.pdf, 3)
    assert seal
    assert bound
    assert max(abs(a - b) for a, b in zip(seal, bound, strict=True)) <= 2


def photograph(size: tuple[int, int], side_up: int, kind: str = "JPEG") -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = side_up
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(buffer, kind, exif=exif)
    return buffer.getvalue()


def test_a_photograph_is_bound_upright_and_a_wide_one_on_a_wide_page() -> None:
    wide = VolumePart("扫描件：横.jpg", "", "", "image", photograph((900, 400), 1))
    turned = VolumePart("扫描件：竖拍.jpg", "", "", "image", photograph((900, 400), 6))
    reader = PdfReader(io.BytesIO(build_volume(COVER, (wide, turned)).pdf))
    assert [page.mediabox.width > page.mediabox.height for page in reader.pages][2:] == [True, False]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_huge_picture_is_no_finer_than_paper_needs(kind: str) -> None:
    picture = bound_picture(photograph((4000, 3000), 1, kind))
    assert picture.wide
    assert len(build_volume(COVER, (VolumePart("大", "", "", "image", picture.content),)).pdf) < 400_000
    from PIL import Image

    assert max(Image.open(io.BytesIO(picture.content)).size) <= FINEST


def test_a_torn_photograph_is_named() -> None:
    torn = photograph((1600, 1200), 1)
    volume = build_volume(COVER, (VolumePart("扫描件：半张.jpg", "", "", "image", torn[: len(torn) // 2]),))
    assert volume.left_out == ("扫描件：半张.jpg",)


def test_a_void_paper_says_so_on_each_page_and_a_proof_hangs_under_its_document() -> None:
    void = VolumePart("转送告知书（已作废）", "1号", "", "pdf", pages(2), mark="已作废，不再有效：姓名打错")
    proof = VolumePart("送达回证扫描件：回证.pdf", "1号", "", "pdf", pages(1), beneath=True)
    reader = PdfReader(io.BytesIO(build_volume(COVER, (void, proof)).pdf))
    texts = [page.extract_text() for page in reader.pages]
    assert ["已作废，不再有效：姓名打错" in text for text in texts] == [False, False, True, True, False]
    assert [item.title for item in reader.outline[-1]] == ["送达回证扫描件：回证.pdf"]
    assert reader.page_labels == ["i", "ii", "1", "2", "3"]


def test_cancelling_is_heard_within_one_long_part() -> None:
    heard = []

    def progress(done: int) -> bool:
        heard.append(done)
        return len(heard) < 20

    with pytest.raises(UserFault):
        build_volume(COVER, (VolumePart("长", "", "", "pdf", pages(60)),), progress)
    assert heard == [0] * 20


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_another_program_finds_the_file_sound(tmp_path: Path) -> None:
    path = tmp_path / "volume.pdf"
    path.write_bytes(build_volume(COVER, PARTS).pdf)
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
