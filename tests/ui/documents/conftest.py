"""Pages under test stand on real workspaces with real cases; paper goes into files instead of a printer."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from registered_cases import desktop, register, shown

from app.ui.base.printing_job import new_printer

__all__ = ["desktop", "paper", "register", "shown"]


@pytest.fixture
def paper(tmp_path):
    """Give a chooser of a printer that prints into files, and the list of those files."""
    files: list[Path] = []

    def choose(_parent) -> QPrinter:
        printer = new_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setResolution(150)
        files.append(tmp_path / f"paper-{len(files)}.pdf")
        printer.setOutputFileName(str(files[-1]))
        return printer

    choose.files = files
    return choose
