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
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFArray, PDFCatalog, PDFDictionary, PDFInfo, PDFName, PDFString

from app.printing.fonts import printable
from app.printing.streams import Stream
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
    """Finish a canvas whose pages are all shown as PDF/A-2b and save it; the same input gives the same bytes."""
    title, author, subject = (printable(text) for text in (properties.title, properties.author, properties.subject))
    shown = Properties(title, author, subject, properties.made_on)
    document = canvas._doc
    document._pdfVersion = VERSION
    document.info.__class__ = _Info
    document.info.properties = shown
    # The identifier of the file is drawn from the signature, which knows the pages already.
    document.updateSignature(repr(shown))
    metadata = Stream(PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), _packet(shown))
    metadata.packed = False
    profile = Stream(PDFDictionary({"N": 3}), _profile())
    catalog = document.Catalog
    catalog.__class__ = _Catalog
    catalog.Metadata = metadata
    catalog.OutputIntents = PDFArray(
        [
            PDFDictionary(
                {
                    "Type": PDFName("OutputIntent"),
                    "S": PDFName("GTS_PDFA1"),
                    "OutputConditionIdentifier": PDFString(COLOURS),
                    "Info": PDFString(COLOURS),
                    "DestOutputProfile": document.Reference(profile),
                }
            )
        ]
    )
    for page in document.Pages.pages:
        page.Contents = Stream(content=page.stream)
        page.Trans = None
    canvas.save()


class _Catalog(PDFCatalog):  # type: ignore[misc]
    __NoDefault__ = (*PDFCatalog.__NoDefault__, "OutputIntents")


class _Info(PDFInfo):  # type: ignore[misc]
    """The Info dictionary with what the metadata say, and no empty entry."""

    properties: Properties

    def format(self, document: Any) -> bytes:
        shown = self.properties
        entries = {"Title": shown.title, "Author": shown.author, "Subject": shown.subject}
        entries |= {"Creator": PROGRAM, "Producer": PRODUCER}
        if shown.made_on is not None:
            entries |= dict.fromkeys(("CreationDate", "ModDate"), f"D:{shown.made_on:%Y%m%d}000000+08'00'")
        formatted: bytes = PDFDictionary({key: PDFString(text) for key, text in entries.items()}).format(document)
        return formatted


def _packet(shown: Properties) -> bytes:
    day = f"{shown.made_on:%Y-%m-%d}T00:00:00+08:00" if shown.made_on is not None else ""
    return _PACKET.format(
        title=escape(shown.title),
        author=escape(shown.author),
        subject=escape(shown.subject),
        creator=PROGRAM,
        producer=PRODUCER,
        dates=_DATES.format(day=day) if day else "",
    ).encode("utf-8")


@cache
def _profile() -> bytes:
    return resource_path("print", "srgb.icc").read_bytes()
