"""The page of a notice made by other programs, from the same words and faces, to be measured beside ours."""

import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.printing.notices.content import Paragraph, pieces
from app.printing.notices.docx_draft import docx_draft
from app.printing.notices.template import Template
from app.printing.page.qr import qr_rows
from app.printing.page.setting import plain_text
from app.resources import resource_path

# Twenty drafts take LibreOffice some seconds; one that hangs must not hold up the measuring.
PATIENCE_S = 300


class PeerFailed(Exception):
    """Say in a few words why another program could not be measured."""


PREAMBLE = """#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(font: ("FandolFang TT", "Noto Serif SC"), size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 13pt, spacing: 13pt)
"""
TITLE = 'font: "Noto Serif SC", weight: "bold"'
HEADING = 'font: "Noto Sans SC", weight: "medium"'
# Digits and rare characters from the light face, as on our page.
BODY = 'font: ((name: "Noto Serif SC", covers: regex("[ -~]")), "FandolFang TT", "Noto Serif SC"), weight: "light"'


def typst_source(template: Template, values: Mapping[str, object], number: str, check_text: str) -> str:
    """Return a typst document with the title, the number, the paragraphs, the signature and the QR code."""
    parts = [
        PREAMBLE,
        *(_centred(text, 22, TITLE) for text in (values["office_name"], template.name)),
        _centred(f"编号：{number}", 16, BODY),
    ]
    for piece in pieces(template, values):
        if isinstance(piece, Paragraph):
            face = HEADING if piece.kind == "heading1" else BODY
            parts.append(f"#text({face})[#{_quoted(plain_text(piece.spans))}]\n")
    signed = f"{values['office_name']}\n（加盖公章处）\n2026年11月22日"
    parts.append(
        f"#grid(columns: 2, gutter: 1fr, image(bytes({_quoted(_svg(check_text))}), width: 27mm), "
        f"align(center)[#{_quoted(signed)}])"
    )
    return "\n".join(parts)


def typst_fonts() -> Any:
    """Return the faces typst may use: the bundle alone, read once. Raises `PeerFailed` where there is no typst."""
    if find_spec("typst") is None:
        raise PeerFailed("the Python package typst is not installed (extra bench)")
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(resource_path("fonts"))]
    )


def typst_page(source: str, fonts: Any) -> bytes:
    """Compile one document as PDF/A-2b. Raises `PeerFailed` where typst does not."""
    import typst

    try:
        compiler = typst.Compiler(source.encode("utf-8"), font_paths=fonts)
        return bytes(compiler.compile(format="pdf", pdf_standards="a-2b"))
    except (RuntimeError, ValueError) as fault:  # typst.TypstError is a RuntimeError
        raise PeerFailed(f"typst made no PDF: {_first_line(str(fault))}") from fault


def libreoffice(drafts: list[Path], folder: Path) -> list[Path]:
    """Turn Word drafts into PDFs with one start of LibreOffice, with a profile of its own.

    Raises `PeerFailed` where LibreOffice is not installed, fails, or ends in peace and has made no PDF, as it does
    without its writer.
    """
    program = shutil.which("soffice")
    if program is None:
        raise PeerFailed("soffice is not on the PATH")
    made = [folder / f"{draft.stem}.pdf" for draft in drafts]
    for path in made:  # of an earlier round
        path.unlink(missing_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, drafts)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE_S)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise PeerFailed(f"soffice did not run to its end: {fault}") from fault
    lacking = [path.name for path in made if not path.exists()]
    if done.returncode or lacking:
        told = _first_line(done.stderr.decode(errors="replace")) or "it says nothing"
        raise PeerFailed(f"soffice ended with {done.returncode} and without {len(lacking)} PDF: {told}")
    return made


def word_draft(template: Template, values: Mapping[str, object]) -> bytes:
    """Return the same notice as .docx."""
    return docx_draft(template, values)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _centred(text: object, size: int, face: str) -> str:
    return f"#align(center, text(size: {size}pt, {face}, {_quoted(str(text))}))\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _svg(text: str) -> str:
    rows = qr_rows(text)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
