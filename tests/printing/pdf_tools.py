"""Read a PDF back with other programs; a test is skipped where the program is not installed (Windows)."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest


def run_tool(name: str, *arguments: str | Path) -> str:
    """Run a reading program and return what it prints; skips the test without it, fails on its error."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF as pdftotext reads it, without any space and without page numbers."""
    path = folder / "read-back.pdf"
    path.write_bytes(pdf)
    text = run_tool("pdftotext", "-raw", "-enc", "UTF-8", path, "-")
    return re.sub(r"—\d+—", "", re.sub(r"\s", "", text))


def merged(pdfs: list[bytes], folder: Path) -> Path:
    """Put documents one after the other in one file, page by page as they are, for one process to read them all."""
    paths = [folder / f"part-{number}.pdf" for number in range(len(pdfs))]
    for path, pdf in zip(paths, pdfs, strict=True):
        path.write_bytes(pdf)
    run_tool("qpdf", "--empty", "--pages", *paths, "--", folder / "merged.pdf")
    return folder / "merged.pdf"


def page_texts(path: Path) -> list[str]:
    """Return the text of every page of a file as pdftotext reads it, without any space."""
    pages = run_tool("pdftotext", "-raw", "-enc", "UTF-8", path, "-").split("\f")
    return [re.sub(r"\s", "", page) for page in pages[:-1]]


def font_rows(pdf: bytes, folder: Path) -> list[list[str]]:
    """Return the rows of pdffonts: name, type, encoding, emb, sub, uni, …"""
    path = folder / "fonts.pdf"
    path.write_bytes(pdf)
    return [line.split() for line in run_tool("pdffonts", path).splitlines()[2:]]
