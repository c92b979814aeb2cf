"""A face is read as reportlab reads it."""

from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from app.printing.fonts.face_file import FaceFile
from app.resources import resource_path

FONTS = sorted(resource_path("fonts").glob("*.ttf"))
READ = ["charToGlyph", "charWidths", "defaultWidth", "glyphPos", "hmetrics", "name", "bbox", "ascent", "flags", "stemV"]


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_bundled_face_is_read_as_reportlab_reads_it(path: Path) -> None:
    ours, theirs = FaceFile(str(path)), TTFontFace(str(path))
    assert {name: getattr(ours, name) for name in READ} == {name: getattr(theirs, name) for name in READ}
