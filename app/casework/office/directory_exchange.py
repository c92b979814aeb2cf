"""The directory into and out of an Excel workbook: whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from app.casework.office.directory import directory, matters
from app.casework.office.directory_rows import DirectoryRows, put
from app.casework.office.exits import leave
from app.faults import UserFault
from app.ledgers.directory_sheet import HEADERS, DirectoryRefused, read_directory, write_directory
from app.ledgers.table_book import Progress
from app.ledgers.table_reading import Problem
from app.models.workspace import Workspace

__all__ = ["DirectoryRefused", "ImportedOffices", "Problem", "export_directory", "import_directory"]


@dataclass(frozen=True)
class ImportedOffices:
    """What an import did; `same` stood so already, `unread` are headers of columns that there is no place for."""

    added: int
    changed: int
    same: int
    unread: tuple[str, ...] = ()


def import_directory(workspace: Workspace, path: Path, progress: Progress | None = None) -> ImportedOffices:
    """Take in the offices of a workbook, in one act, all or none; offices it does not name stay as they are.

    `progress(rows)` may answer False to cancel. Raises DirectoryRefused naming every problem by row and column, or
    UserFault for a file that cannot be read; nothing has changed then.
    """
    kept = [entry.name for entry in directory(workspace)]
    entries, unread = read_directory(Path(path), frozenset(matters(workspace)), kept, progress)
    with workspace.act("import_directory", f"{len(entries)} 个单位") as session:
        done = put(session, entries, DirectoryRows(session))
        if done.wrong:
            raise DirectoryRefused([Problem(each.at, HEADERS[each.key], each.sentence) for each in done.wrong])
    return ImportedOffices(done.added, done.changed, len(entries) - done.added - done.changed, unread)


def export_directory(workspace: Workspace, path: Path, progress: Progress | None = None) -> int:
    """Write the directory as .xlsx and return the number of offices; the file can be imported again.

    An empty directory gives a workbook to be filled in.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UserFault("文件名要以 .xlsx 结尾，", "请改正文件名后再导出。", code="bad-value", field="path")

    def write(temporary: Path) -> int:
        return write_directory(temporary, directory(workspace), progress)

    return leave(workspace, "export_directory", path, write, what="directory", row_count=lambda count: count)
