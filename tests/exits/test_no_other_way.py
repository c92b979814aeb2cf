"""Nothing in the program opens a file for writing but in these places, each for its reason."""

from pathlib import Path

import pytest
from openings import openings

ROOT = Path(__file__).resolve().parents[2]

# (file, function, call) -> why
PLACES = {
    # the way out itself, and the workspace's own files
    ("app/security/files.py", "begin", "os.open"): "makes the temporary: exclusive, of an unpredictable name",
    ("app/security/files.py", "private", "os.open"): "how every open() below makes a file: for one user, no link",
    ("app/security/files.py", "write", "open"): "fills the temporary with bytes that are there already",
    ("app/security/files.py", "settle", "open"): "brings the temporary onto the disk",
    ("app/security/files.py", "put_in_place", "os.replace"): "gives the temporary its name",
    ("app/models/store.py", "_keyed", "sqlcipher.connect"): "the database, and a copy of it in a folder made for it",
    ("app/models/backup_copy.py", "_write_own", "open"): "database and key slots of a copy, in a folder made for it",
    ("app/models/backup_copy.py", "new_folder", "mkdtemp"): "the copy before an upgrade, in the workspace's own folder",
    ("app/models/workspace.py", "_make", "open"): "makes the database's file, so that nobody else may read it",
    ("app/models/lock.py", "_opened", "open"): "locks, empty files in the workspace",
    ("app/ui/shell/program_log.py", "_write", "open"): "the program's log in the workspace, without personal data",
    # writers that are handed the temporary of an exit
    ("app/ledgers/workbook.py", "write_ledger", "open"): "the temporary of a ledger",
    ("app/ledgers/workbook.py", "write_ledger", "TemporaryFile"): "its rows, in a file that has no name",
    ("app/ledgers/workbook.py", "_assemble", "ZipFile"): "into that temporary",
    ("app/ledgers/workbook.py", "_assemble", "open"): "a part inside that temporary",
    ("app/ledgers/workbook.py", "_assemble", "shutil.copyfileobj"): "from the file without a name into that part",
    ("app/ledgers/table_book.py", "write_table", "save"): "the temporary of a list kept in Excel",
    ("app/ledgers/number_sheet.py", "write_number_register", "save"): "the temporary of a register",
    # into memory
    ("app/casework/documents/reminders.py", "_workbook", "save"): "into memory",
    ("app/casework/templates/exchange.py", "export_templates", "ZipFile"): "into memory",
    ("app/ledgers/sheet.py", "parts", "save"): "into memory",
    ("app/printing/notices/docx_draft.py", "docx_draft", "save"): "into memory",
    ("app/printing/notices/notice.py", "render_notice", "Canvas"): "into memory",
    ("app/printing/page/sheet.py", "__init__", "Canvas"): "into memory",
    ("app/printing/volume/binding.py", "build_volume", "PdfWriter"): "into memory",
    ("app/printing/volume/bound_page.py", "_bound", "PdfWriter"): "into memory",
    ("app/printing/volume/bound_picture.py", "bound_picture", "save"): "into memory",
    ("app/ui/start/recovery_sheet.py", "recovery_sheet_pdf", "QPdfWriter"): "into memory",
    # nobody's data
    ("app/cli/program.py", "main", "os.open"): "nowhere: the null device, when a pipe was closed",
    ("app/cli/self_check.py", "run_checks", "TemporaryDirectory"): "the self-test's own office, which nobody has",
    ("app/ui/base/pictures.py", "take_picture", "QImageWriter"): "pictures of the guided tour, whose office is made up",
    ("app/ui/shell/tour.py", "_clear", "write_text"): "the mark of the tour's folder",
    ("app/ui/shell/tour.py", "_paper_printer", "setOutputFileName"): "the tour's printer, which is a file",
}
PLANTED = {
    'open(path, "w")': "open",
    'open(path, mode="ab")': "open",
    'path.open("r+b")': "open",
    "path.write_bytes(content)": "write_bytes",
    "path.write_text(words)": "write_text",
    "os.open(path, os.O_WRONLY | os.O_CREAT)": "os.open",
    "os.open(path, flags)": "os.open",
    "os.replace(a, b)": "os.replace",
    "tempfile.mkstemp()": "mkstemp",
    "tempfile.NamedTemporaryFile()": "NamedTemporaryFile",
    "shutil.copyfile(a, b)": "shutil.copyfile",
    "QSaveFile(name)": "QSaveFile",
    "QFile(name)": "QFile",
    'zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)': "ZipFile",
    "book.save(path)": "save",
    "printer.setOutputFileName(name)": "setOutputFileName",
}
INNOCENT = (
    "open(path)", 'open(path, "rb")', 'path.open("rb")', "os.open(folder, os.O_RDONLY)", "path.unlink()",
    "zipfile.ZipFile(path)", 'word.replace("a", "b")', "painter.save()", "replace(row, a=1)",
)  # fmt: skip


def found() -> set[tuple[str, str, str]]:
    return {
        (path.relative_to(ROOT).as_posix(), function, call)
        for path in sorted((ROOT / "app").rglob("*.py"))
        for function, call in openings(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    }


def test_nothing_else_in_the_program_opens_a_file_for_writing() -> None:
    assert sorted(found() - set(PLACES)) == [], "let it leave through casework.office.exits.leave"
    assert sorted(set(PLACES) - found()) == [], "these write no more: take them off the list"


@pytest.mark.parametrize("planted", PLANTED)
def test_an_opening_is_found_wherever_it_stands(planted: str) -> None:
    source = f"class Box:\n    def keep(self):\n        if self:\n            return {planted}\n"
    assert list(openings(source, "app/casework/box.py")) == [("keep", PLANTED[planted])]


@pytest.mark.parametrize("innocent", INNOCENT)
def test_what_only_reads_is_no_opening(innocent: str) -> None:
    assert list(openings(innocent, "app/casework/box.py")) == []
