"""The office's pathway catalogue: the shipped one until the office imports its own, whole or not at all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.casework.office.exits import leave
from app.casework.office.labels import labels
from app.casework.office.pathway_search import PathwayIndex
from app.faults import UserFault
from app.law.route.pathways import PathwayCatalogue, PathwayEntry, load_pathways
from app.ledgers.catalogue import write_catalogue
from app.ledgers.catalogue_reading import CatalogueRefused, Problem, read_catalogue
from app.models.tables import Pathway, Setting
from app.models.workspace import Workspace

__all__ = [
    "CatalogueRefused", "Imported", "PathwayEntry", "Problem", "catalogue", "categories", "export_catalogue",
    "find_pathways", "import_catalogue", "is_own", "restore_shipped",
]  # fmt: skip

CATALOGUE_KEY = "pathway_catalogue"
"""The setting that stands for the office's catalogue: the digest of its entries, "" while the shipped one holds."""

_FIELDS = tuple(PathwayEntry.model_fields)

Progress = Callable[[int], bool]


@dataclass(frozen=True)
class Imported:
    """What an import did; `unread` are headers of the workbook's columns that the catalogue has no place for."""

    entries: int
    replaced: int
    unread: tuple[str, ...] = ()


def catalogue(workspace: Workspace) -> tuple[PathwayEntry, ...]:
    """Return the office's own catalogue in its order, or the shipped one while it has none."""
    return _index(workspace).entries


def find_pathways(workspace: Workspace, words: str, way: str = "") -> tuple[PathwayEntry, ...]:
    """Return the entries that hold every word (also as pinyin or initials), best first; no words give all.

    `way` leaves only the entries of one item of Article 31, "1" to "6".
    """
    return _index(workspace).search(words, way)


def is_own(workspace: Workspace) -> bool:
    """Say whether the office has a catalogue of its own."""
    with workspace.reading() as session:
        return _count(session) > 0


def categories() -> tuple[str, ...]:
    """Return the categories an entry may have: those of the shipped catalogue, and the office's content categories."""
    return tuple(dict.fromkeys((*_shipped().categories, *labels("content_category"))))


def import_catalogue(workspace: Workspace, path: Path, progress: Progress | None = None) -> Imported:
    """Replace the office's catalogue by that of a workbook, in one act, whole or not at all.

    `progress(rows)` may answer False to cancel. Raises CatalogueRefused naming every problem by row and column, or
    UserFault for a file that cannot be read; nothing has changed then.
    """
    read = read_catalogue(Path(path), categories(), progress)
    with workspace.act("import_pathway_catalogue", f"{len(read.entries)} 条") as session:
        replaced = _replace(session, read.entries)
    return Imported(len(read.entries), replaced, read.unread)


def export_catalogue(workspace: Workspace, path: Path, progress: Progress | None = None) -> int:
    """Write the catalogue that holds now as .xlsx and return the number of entries; the file can be imported again."""
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UserFault("文件名要以 .xlsx 结尾，", "请改正文件名后再导出。", code="bad-value", field="path")

    def write(temporary: Path) -> int:
        return write_catalogue(temporary, catalogue(workspace), _shipped().categories, progress)

    return leave(workspace, "export_pathway_catalogue", path, write, what="catalogue", row_count=lambda count: count)


def restore_shipped(workspace: Workspace) -> int:
    """Take the office's catalogue out of use, so that the shipped one holds; return how many entries it had."""
    with workspace.act("restore_pathway_catalogue") as session:
        return _replace(session, ())


def _replace(session: Session, entries: tuple[PathwayEntry, ...]) -> int:
    """Make the rows these entries; a row that stays as it is gives no journal entry."""
    rows = session.exec(select(Pathway).order_by(col(Pathway.id))).all()
    for row, entry in zip(rows, entries, strict=False):
        stored = _stored(entry)
        for field in _FIELDS:
            if getattr(row, field) != (value := stored[field]):
                setattr(row, field, value)
        session.add(row)
    for row in rows[len(entries) :]:
        session.delete(row)
    for entry in entries[len(rows) :]:
        session.add(Pathway(**_stored(entry)))
    stamp = session.get(Setting, CATALOGUE_KEY) or Setting(key=CATALOGUE_KEY, value="")
    stamp.value = _digest(entries) if entries else ""
    session.add(stamp)
    return len(rows)


def _stored(entry: PathwayEntry) -> dict[str, Any]:
    return {**entry.model_dump(), "keywords": tuple(entry.keywords.split())}


def _read(row: Pathway) -> PathwayEntry:
    values = {field: getattr(row, field) for field in _FIELDS}
    return PathwayEntry.model_validate({**values, "keywords": " ".join(row.keywords)})


def _digest(entries: tuple[PathwayEntry, ...]) -> str:
    found = hashlib.sha256()
    for entry in entries:
        found.update(entry.model_dump_json().encode())
    return found.hexdigest()


def _count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Pathway)).one()


def _index(workspace: Workspace) -> PathwayIndex:
    with workspace.reading() as session:
        if not (count := _count(session)):
            return _shipped_index()
        stamp = session.get(Setting, CATALOGUE_KEY)
        # The digest tells one catalogue from another, so that keys are made once and never used for other rows.
        key = (stamp.value if stamp else "", count)
        if (known := _own_indexes.get(key)) is not None and key[0]:
            return known
        rows = session.exec(select(Pathway).order_by(col(Pathway.id))).all()
        entries = tuple(_read(row) for row in rows)
    made = PathwayIndex(entries)
    _own_indexes.clear()
    _own_indexes[key] = made
    return made


_own_indexes: dict[tuple[str, int], PathwayIndex] = {}


@cache
def _shipped() -> PathwayCatalogue:
    return load_pathways()


@cache
def _shipped_index() -> PathwayIndex:
    return PathwayIndex(_shipped().entries)
