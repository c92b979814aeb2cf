"""The archive form of a document: PDF/A-2b (ISO 19005-2, level B), which an archive can open in fifty years.

Fonts are embedded by `app.printing.textlayer`; nothing here or there uses transparency, scripts, encryption, forms or
links. What is added: XMP metadata equal to the Info dictionary, an sRGB output intent, streams that end in a line.

No validator for part 2 was to be had. `tests/printing/test_archive_form.py` checks the structure, and where Apache
PDFBox Preflight is installed it judges the same files as PDF/A-1b, the stricter part 1 of the standard; what part 2
alone demands (no .notdef glyph is printed, ISO 19005-2, 6.2.11.8) has a test of its own.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from typing import Any

from reportlab.pdfbase.pdfdoc import format as formatted

from app.printing.fonts.book import printable
from app.printing.fonts.streams import Stream, Written, pack, packed_stream, reference
from app.resources import resource_path

PROGRAM = "信访窗口"
PRODUCER = "ReportLab PDF Library"
# The first version that knows metadata and output intents; nothing newer is used.
VERSION = (1, 4)
COLOURS = "sRGB IEC61966-2.1"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
{dates}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_DATES = "<xmp:CreateDate>{day}</xmp:CreateDate>\n<xmp:ModifyDate>{day}</xmp:ModifyDate>\n"


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says of itself; `made_on` is its date of issue (None leaves the dates out)."""

    title: str
    author: str
    subject: str
    made_on: date | None


def write_archive_form(canvas: Any, properties: Properties) -> None:
    """Write a canvas whose pages are all shown to its stream as PDF/A-2b; the same input gives the same bytes."""
    title, author, subject = (printable(text) for text in (properties.title, properties.author, properties.subject))
    shown = Properties(title, author, subject, properties.made_on)
    document = canvas._doc
    for font in document.delayedFonts:
        font.addObjects(document)
    tree = Written("")
    parent = reference(document, tree)
    pages = [_page(document, number, page, parent) for number, page in enumerate(document.Pages.pages, start=1)]
    tree.text = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(pages)}] >>"
    metadata = reference(document, Stream(_packet(shown), "/Type /Metadata /Subtype /XML"))
    profile = reference(document, packed_stream(_profile(), "/N 3"))
    catalog = Written(
        f"<< /Type /Catalog /Pages {parent} /Lang (zh-CN) /Metadata {metadata} "
        f"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier ({COLOURS}) "
        f"/Info ({COLOURS}) /DestOutputProfile {profile} >>] >>"
    )
    # The identifier of the file is drawn from the signature, which knows the pages already.
    document.updateSignature(repr(shown))
    canvas._filename.write(_file(document, reference(document, catalog), reference(document, Written(_info(shown)))))


def _page(document: Any, number: int, page: Any, parent: str) -> str:
    """Write a page in the place that reportlab keeps for it, and return how others refer to it."""
    page.Contents = parent  # anything: reportlab must not make a stream of its own
    page.check_format(document)
    resources: bytes = page.Resources.format(document)
    contents = reference(document, packed_stream(pack(page.stream.encode("ascii"))))
    name = f"Page{number}"
    document.idToObject[name] = Written(
        f"<< /Type /Page /Parent {parent} /MediaBox [0 0 {page.pagewidth:.4f} {page.pageheight:.4f}] "
        f"/Resources {resources.decode('ascii')} /Contents {contents} >>"
    )
    return f"{document.idToObjectNumberAndVersion[name][0]} 0 R"


def _file(document: Any, catalog: str, info: str) -> bytes:
    """Return the objects of a document in their order, then the table of where each begins."""
    parts = [b"%%PDF-%d.%d\n%%\xe2\xe3\xcf\xd3\n" % VERSION]
    at = len(parts[0])
    table = [b"0000000000 65535 f \n"]
    # An object that is written may add others.
    while (name := document.numberToId.get(len(table))) is not None:
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (len(table), formatted(document.idToObject[name], document, 1)))
        table.append(b"%010d 00000 n \n" % at)
        at += len(parts[-1])
    identifier = document.signature.hexdigest()
    parts += [b"xref\n0 %d\n" % len(table), *table]
    trailer = f"/Size {len(table)} /Root {catalog} /Info {info} /ID [<{identifier}> <{identifier}>]"
    parts.append(f"trailer\n<< {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode("ascii"))
    return b"".join(parts)


def _info(shown: Properties) -> str:
    """Return the Info dictionary: what the metadata say, and no empty entry."""
    entries = {"Title": shown.title, "Author": shown.author, "Subject": shown.subject}
    entries |= {"Creator": PROGRAM, "Producer": PRODUCER}
    if shown.made_on is not None:
        entries |= dict.fromkeys(("CreationDate", "ModDate"), f"D:{shown.made_on:%Y%m%d}000000+08'00'")
    return f"<< {' '.join(f'/{key} {_text(value)}' for key, value in entries.items())} >>"


def _text(value: str) -> str:
    """Write a text string (ISO 32000-1, 7.9.2.2): what is not ASCII as UTF-16, in hex."""
    plain = value.isascii() and not set(value) & set("()\\")
    return f"({value})" if plain else f"<FEFF{value.encode('utf-16-be').hex().upper()}>"


def _packet(shown: Properties) -> bytes:
    day = f"{shown.made_on:%Y-%m-%d}T00:00:00+08:00" if shown.made_on is not None else ""
    return _PACKET.format(
        title=escape(shown.title, quote=False),
        author=escape(shown.author, quote=False),
        subject=escape(shown.subject, quote=False),
        creator=PROGRAM,
        producer=PRODUCER,
        dates=_DATES.format(day=day) if day else "",
    ).encode("utf-8")


@cache
def _profile() -> bytes:
    return pack(resource_path("print", "srgb.icc").read_bytes())
