"""The office's directory (机关单位名录): list and search it, add an office, change one, take one out of use."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select

from app.casework.office.directory_rows import DirectoryRows, Wrong, put
from app.casework.office.pathways import catalogue, categories
from app.casework.office.word_index import WordIndex
from app.faults import UserFault
from app.law.forms.fields import clean_text
from app.ledgers.directory_sheet import COLUMNS, HEADERS, SEVERAL, OfficeEntry, fault_of, levels
from app.models.tables import DirectoryDuty
from app.models.workspace import Workspace

__all__ = [
    "DirectoryIndex", "OfficeEntry", "directory", "find_offices", "keep_office", "levels", "matters", "open_directory",
    "set_in_use",
]  # fmt: skip

_SPELLED = 4
_JUDGED = tuple(column.key for column in COLUMNS if column.key not in ("in_use", "uid"))


def directory(workspace: Workspace) -> tuple[OfficeEntry, ...]:
    """Return every office of the directory, those out of use too, in the order in which they came."""
    with workspace.reading() as session:
        return DirectoryRows(session).entries()


class DirectoryIndex:
    """The directory as it stood when it was opened, to be searched without reading it again."""

    def __init__(self, entries: tuple[OfficeEntry, ...]) -> None:
        self.entries = entries
        self._index = WordIndex(entries, _searched, _SPELLED)

    def search(self, words: str, *, in_use: bool = False) -> tuple[OfficeEntry, ...]:
        """Return the offices that hold every word (also as pinyin or initials), best first; no words give all.

        `in_use` leaves out those that are not offered any more.
        """
        return self._index.search(words, (lambda entry: entry.in_use) if in_use else None)


def open_directory(workspace: Workspace) -> DirectoryIndex:
    """Read the directory and make it ready for searching."""
    return DirectoryIndex(directory(workspace))


def find_offices(workspace: Workspace, words: str, *, in_use: bool = False) -> tuple[OfficeEntry, ...]:
    """Return the offices that hold every word; see `DirectoryIndex.search`."""
    return open_directory(workspace).search(words, in_use=in_use)


def matters(workspace: Workspace) -> tuple[str, ...]:
    """Return the kinds of claim an office may answer for.

    They are the categories and the claims of the pathway catalogue, and what stands in the directory already.
    """
    with workspace.reading() as session:
        kept = session.exec(select(DirectoryDuty.matter).order_by(col(DirectoryDuty.id))).all()
    return tuple(dict.fromkeys((*categories(), *(entry.claim for entry in catalogue(workspace)), *kept)))


def keep_office(workspace: Workspace, entry: OfficeEntry) -> OfficeEntry:
    """Add an office, or change the one whose `uid` it has; return it as it is kept. Raises `UserFault` by field."""
    tidy = _tidy(entry)
    allowed = frozenset(matters(workspace)) if tidy.duties else frozenset()
    for key in _JUDGED:
        value = getattr(tidy, key)
        if not value and key in ("name", "level"):
            raise UserFault(f"请填写{HEADERS[key]}，", "填好再保存。", code="missing-field", field=key)
        for text in value if key in SEVERAL else (value,):
            if text and (fault := fault_of(key, text, allowed)):
                raise UserFault(fault, "请改正后再保存。", code="bad-value", field=key)
    act = "change_directory_office" if tidy.uid else "add_directory_office"
    with workspace.act(act, tidy.name) as session:
        rows = DirectoryRows(session)
        if tidy.uid and tidy.uid not in rows.by_uid:
            raise UserFault("名录里没有这个单位，", "请重新打开名录再改。", code="no-such-office")
        if not tidy.uid and (other := rows.named(tidy.name)) is not None:
            raise UserFault(
                f"名录里已经有“{other.name}”，", "请改它那一条；停用的可以恢复使用。", code="bad-value", field="name"
            )
        wrong = put(session, {0: tidy}, rows).wrong
        if wrong:
            raise _fault(wrong[0])
        kept = DirectoryRows(session)
        row = kept.named(tidy.name)
        assert row is not None
        return kept.entry(row)


def set_in_use(workspace: Workspace, uid: str, in_use: bool) -> OfficeEntry:
    """Take an office out of use, so that it is not offered any more, or put it back; what it stands in stays."""
    with workspace.act("use_directory_office" if in_use else "stop_directory_office") as session:
        rows = DirectoryRows(session)
        row = rows.by_uid.get(uid)
        if row is None:
            raise UserFault("名录里没有这个单位，", "请重新打开名录再试。", code="no-such-office")
        row.in_use = in_use
        session.add(row)
        return replace(rows.entry(row), in_use=in_use)


def _fault(wrong: Wrong) -> UserFault:
    return UserFault(wrong.sentence, "请改正后再保存。", code="bad-value", field=wrong.key)


def _tidy(entry: OfficeEntry) -> OfficeEntry:
    def line(text: str) -> str:
        return clean_text(text, one_line=True).strip()

    values: dict[str, object] = {}
    for key in _JUDGED:
        value = getattr(entry, key)
        values[key] = tuple(dict.fromkeys(filter(None, map(line, value)))) if key in SEVERAL else line(value)
    return replace(entry, **values)  # type: ignore[arg-type]


def _searched(entry: OfficeEntry) -> Sequence[str]:
    return (
        entry.name, "\n".join(entry.short_names), entry.parent, "\n".join(entry.duties), entry.address, entry.phone,
        levels().get(entry.level, entry.level),
    )  # fmt: skip
