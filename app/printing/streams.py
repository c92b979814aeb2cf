"""Streams of a PDF as the archive form wants them: an end of line before `endstream`, compressed once, not too hard."""

import zlib
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream

# Outlines hardly repeat: level 6 makes a page 5 % smaller and takes twice the time.
LEVEL, WINDOW, MEMORY = 1, 15, 9


class Stream(PDFStream):  # type: ignore[misc]
    """A stream whose data ends with an end of line that is not counted (ISO 19005-2, 6.1.7.1).

    reportlab writes `endstream` right behind the data. `packed` False leaves the data as they are.
    """

    packed = True

    def format(self, document: Any) -> bytes:
        content = self.content
        if isinstance(content, (list, tuple)):
            content = "\n".join(content) + "\n"
        data: bytes = content.encode("utf-8") if isinstance(content, str) else content
        entries = PDFDictionary(dict(self.dictionary.dict))
        if self.packed:
            packer = zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW, MEMORY, zlib.Z_FILTERED)
            data = packer.compress(data) + packer.flush()
            entries["Filter"] = PDFName("FlateDecode")
        entries["Length"] = len(data)
        return b"%b\nstream\n%b\nendstream\n" % (entries.format(document), data)
