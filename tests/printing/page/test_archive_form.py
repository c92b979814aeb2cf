"""A stored document is PDF/A-2b, as far as that can be checked here.

No validator of PDF/A-2 could be had for these tests. The structure is read back with pypdf and fontTools; where Java
and Apache PDFBox Preflight are installed (Debian: libpdfbox2-java libcommons-io-java libactivation-java
libjaxb-api-java) that validator judges the same file as PDF/A-1b, the stricter first part of the standard.
"""

import io
import re
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from document_samples import sample
from fontTools.ttLib import TTFont
from notice_samples import typical
from pdf_tools import run_tool, text_of
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from reportlab.pdfgen.canvas import Canvas

from app.printing.fonts.book import FontBook
from app.printing.notices.notice import render_notice
from app.printing.notices.template import load_templates
from app.printing.page.archive_form import PROGRAM, Properties, write_archive_form
from app.printing.page.sheet import Sheet

TEMPLATES = load_templates()
JARS = [
    Path("/usr/share/java", f"{name}.jar")
    for name in ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation",
                 "jaxb-api")
]  # fmt: skip
NAMES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
PRINTED = [
    ("receipt_notice", "typical", True),
    ("receipt_notice", "rare name", False),
    ("handling_opinion", "longest", False),
    ("registration_form", "typical", False),
    ("conciliation_agreement", "long name", False),
]


def issue(kind: str, case: str = "typical", *, red_head: bool = False, draft: bool = False, **changes: object) -> bytes:
    template = TEMPLATES[kind]
    values = sample(case, template) | changes
    number = None if draft else f"香信{template.number_word}〔2026〕12号"
    return render_notice(
        template, values, number=number, check_text="XF1:A", check_code="A-B", red_head=red_head
    ).pdf  # fmt: skip


@pytest.fixture(scope="module", params=[*PRINTED, None], ids=lambda each: " ".join(map(str, each or ["preview"])))
def pdf(request: Any) -> bytes:
    """Return documents of every make: letters with and without red head, forms, long ones, a preview."""
    if request.param is None:
        return issue("receipt_notice", draft=True)
    kind, case, red_head = request.param
    return issue(kind, case, red_head=red_head)


def metadata(pdf: bytes) -> dict[str, str]:
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    packet = root["/Metadata"].get_data()
    assert "/Filter" not in root["/Metadata"]
    assert packet.startswith(b'<?xpacket begin="\xef\xbb\xbf" id=') and packet.endswith(b'<?xpacket end="r"?>')
    body = re.sub(r"<\?xpacket.*?\?>", "", packet.decode("utf-8"))
    found = {}
    for description in ET.fromstring(body).iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"):
        for each in description:
            space = next(short for short, long in NAMES.items() if each.tag.startswith(f"{{{long}}}"))
            found[f"{space}:{each.tag.partition('}')[2]}"] = "".join(each.itertext()).strip()
    return found


def objects(pdf: bytes) -> list[Any]:
    reader = PdfReader(io.BytesIO(pdf))
    return [IndirectObject(number, 0, reader).get_object() for number in range(1, int(reader.trailer["/Size"]))]


def fonts(pdf: bytes) -> list[DictionaryObject]:
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    return [each.get_object() for each in fonts.values()]


def test_the_metadata_say_what_the_info_dictionary_says(pdf: bytes) -> None:
    info = PdfReader(io.BytesIO(pdf)).metadata
    said = metadata(pdf)
    assert info is not None
    assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "B")
    assert said["dc:format"] == "application/pdf"
    pairs = {"/Title": "dc:title", "/Author": "dc:creator", "/Subject": "dc:description", "/Creator": "xmp:CreatorTool",
             "/Producer": "pdf:Producer"}  # fmt: skip
    assert {key: info[key] for key in pairs} == {key: said[name] for key, name in pairs.items()}
    assert info["/Creator"] == PROGRAM
    assert set(info) == {*pairs, "/CreationDate", "/ModDate"}
    for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        assert info[key] == "D:20261122000000+08'00'"
        assert said[name] == "2026-11-22T00:00:00+08:00"


def test_the_colours_have_an_output_intent(pdf: bytes) -> None:
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    (intent,) = root["/OutputIntents"]
    profile = intent["/DestOutputProfile"].get_object()
    icc = profile.get_data()
    assert intent["/S"] == "/GTS_PDFA1" and intent["/OutputConditionIdentifier"]
    assert (profile["/N"], icc[12:16], icc[16:20], icc[36:40]) == (3, b"mntr", b"RGB ", b"acsp")
    assert struct.unpack(">I", icc[:4])[0] == len(icc)
    operators = {
        operator
        for page in PdfReader(io.BytesIO(pdf)).pages
        for operator in re.findall(rb"(?<=\s)(k|K|cs|CS|sc|scn|SC|SCN|sh|Do|BI|gs|ri)(?=\s)", plain(page))
    }
    assert operators == set(), "a colour or an object that the intent does not cover"


def plain(page: Any) -> bytes:
    """Return the operators of a page without its strings."""
    return re.sub(rb"\((?:\\.|[^\\)])*\)", b"()", page.get_contents().get_data(), flags=re.DOTALL)


def test_nothing_an_archive_refuses_is_in_the_file(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    assert not reader.is_encrypted
    assert pdf.startswith((b"%PDF-1.4\n%", b"%PDF-1.4\r\n%"))
    assert all(byte > 127 for byte in pdf.split(b"\n", 1)[1][1:5])
    assert len(reader.trailer["/ID"]) == 2
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    forbidden = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/AcroForm", "/EmbeddedFiles", "/Names", "/SMask", "/CA",
                 "/ca", "/Group", "/Annots", "/OCProperties", "/LZWDecode", "/Encrypt", "/F", "/FFilter",
                 "/Trans", "/PresSteps", "/Requirements"}  # fmt: skip
    used = {key for each in objects(pdf) if isinstance(each, DictionaryObject) for key in each}
    assert used & forbidden == set()


def test_every_stream_ends_in_a_line_that_its_length_does_not_count(pdf: bytes) -> None:
    streams = [(int(found[1]), found.end()) for found in re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\n", pdf)]
    assert len(streams) == pdf.count(b"endstream") > 5
    assert all(pdf[at + length :].startswith(b"\nendstream\n") for length, at in streams)


def test_every_font_program_is_whole_and_fits_its_dictionary(pdf: bytes) -> None:
    """ISO 19005-2, 6.2.11.4 to 8: embedded, widths equal, symbolic with one cmap and no /Encoding, no .notdef."""
    printed = codes_printed(pdf)
    assert fonts(pdf)
    assert missing_glyphs(pdf) == []
    for font in fonts(pdf):
        descriptor = font["/FontDescriptor"]
        assert re.fullmatch(r"/[A-Z]{6}\+[!-~]+", font["/BaseFont"])
        assert font["/BaseFont"] == descriptor["/FontName"]
        assert "/Encoding" not in font
        assert descriptor["/Flags"] & 0b100100 == 0b100, "symbolic and not nonsymbolic"
        content = descriptor["/FontFile2"].get_data()
        assert descriptor["/FontFile2"]["/Length1"] == len(content)
        with TTFont(io.BytesIO(content), checkChecksums=2) as program:
            (cmap,) = program["cmap"].tables
            assert (cmap.platformID, cmap.platEncID) == (1, 0)
            assert len(font["/Widths"]) == font["/LastChar"] + 1
            for code in printed[font["/Name"]]:
                glyph = cmap.cmap[code]
                width = program["hmtx"][glyph][0] * 1000 / program["head"].unitsPerEm
                assert abs(width - float(font["/Widths"][code])) < 1
            for glyph in program.getGlyphOrder():
                program["glyf"][glyph].expand(program["glyf"])
        text_map = font["/ToUnicode"].get_data().decode("ascii")
        mapped = {int(code, 16) for code in re.findall(r"^<(..)> <", text_map, re.MULTILINE)}
        assert printed[font["/Name"]] <= mapped


def codes_printed(pdf: bytes) -> dict[str, set[int]]:
    """Return the codes that each font is asked to print, by its name in the resources."""
    printed: dict[str, set[int]] = {font["/Name"]: set() for font in fonts(pdf)}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        content = page.get_contents()
        font = ""
        for operands, operator in content.operations:
            if operator == b"Tf":
                font = str(operands[0])
            elif operator == b"Tj":
                printed[font].update(operands[0].original_bytes)
    return printed


def test_a_day_of_issue_is_the_day_of_making() -> None:
    assert metadata(issue("receipt_notice", issued_on=date(2027, 3, 5)))["xmp:CreateDate"].startswith("2027-03-05")


def test_a_document_without_a_day_leaves_the_dates_out() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, initialFontName=FontBook().first("body").name)
    canvas.showPage()
    write_archive_form(canvas, Properties("题名", "单位", "编号", None))
    assert [name for name in metadata(buffer.getvalue()) if "Date" in name] == []
    assert set(PdfReader(buffer).metadata or ()) == {"/Title", "/Author", "/Subject", "/Creator", "/Producer"}


def test_marks_of_xml_in_a_name_stay_text() -> None:
    said = metadata(issue("receipt_notice", office_name='甲<乙>&"丙" 丁\u3000戊'))
    assert said["dc:creator"] == '甲<乙>&"丙" 丁 戊'


def test_the_same_input_gives_the_same_bytes_and_another_office_another_identifier() -> None:
    def identifier(pdf: bytes) -> object:
        return PdfReader(io.BytesIO(pdf)).trailer["/ID"][0]

    first = issue("receipt_notice")
    assert first == issue("receipt_notice")
    assert identifier(first) != identifier(issue("receipt_notice", issued_on=date(2027, 3, 5)))


@pytest.mark.parametrize("space", "\u2002\u2003\u2009\u205f\u1680\x1c\x85\xa0\u3000")
def test_a_space_of_any_width_prints_as_a_space_and_never_as_a_missing_glyph(space: str, tmp_path: Path) -> None:
    values = typical() | {"summary_short": f"反映道路{space}积水。"}
    rendered = render_notice(
        TEMPLATES["receipt_notice"], values, number="1", check_text="XF1:A", check_code="A", red_head=False
    )
    assert missing_glyphs(rendered.pdf) == []
    assert text_of(rendered.pdf, tmp_path).count("反映道路积水。") == 1


def missing_glyphs(pdf: bytes) -> list[str]:
    """Return the fonts and codes that print .notdef."""
    printed = codes_printed(pdf)
    found = []
    for font in fonts(pdf):
        with TTFont(io.BytesIO(font["/FontDescriptor"]["/FontFile2"].get_data())) as program:
            codes = program["cmap"].tables[0].cmap
            found += [
                f"{font['/BaseFont']} {code}" for code in printed[font["/Name"]] if program.getGlyphID(codes[code]) == 0
            ]
    return found


def test_preflight_finds_no_fault(tmp_path: Path) -> None:
    """Judge as PDF/A-1b what claims to be PDF/A-2b: part 1 forbids more. A sheet without the form is caught."""
    java = shutil.which("java")
    if java is None or not all(jar.exists() for jar in JARS):
        pytest.skip("Apache PDFBox Preflight is not installed")
    made = {f"{kind} {case}": issue(kind, case, red_head=red) for kind, case, red in PRINTED}
    made["preview"] = issue("receipt_notice", draft=True)
    for name, content in made.items():
        assert content.count(b"<pdfaid:part>2<") == 1
        (tmp_path / f"{name}.pdf").write_bytes(content.replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<"))
    sheet = Sheet("A4", title="别的纸", office="")
    sheet.text(50, 50, "别的纸", 12)
    (tmp_path / "refused.pdf").write_bytes(sheet.pdf())
    said = judge(java, tmp_path)
    assert said.pop("refused") is False
    assert said == dict.fromkeys(made, True)


def judge(java: str, folder: Path) -> dict[str, bool]:
    """Return for each file of a folder whether Preflight takes it for PDF/A-1b."""
    command = [java, "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b", "group"]
    done = subprocess.run([*command, str(folder)], capture_output=True, check=False, timeout=600)
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    found = re.findall(r"^The file (.+)\.pdf is (not )?a valid PDF/A-1b file", text, re.MULTILINE)
    return {name: not refused for name, refused in found}


def test_qpdf_reads_the_file_without_a_warning(pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    assert "No syntax or stream encoding errors" in run_tool("qpdf", "--check", path)
