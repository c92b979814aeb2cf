"""The rows of the directory: read them as entries, write entries into them. Offices stand in each other by id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from app.law.forms.same_office import office_key
from app.ledgers.directory_sheet import ONE_OFFICE, OfficeEntry, no_such_office
from app.models.row_keys import new_key
from app.models.tables import DirectoryDuty, DirectoryOffice, DirectorySuperior

_PLAIN = ("name", "short_names", "level", "address", "phone", "postcode", "in_use")


class Wrong(NamedTuple):
    """Why an entry cannot be kept: where it stood, the key of its field, and a sentence."""

    at: int
    key: str
    sentence: str


@dataclass(frozen=True)
class Put:
    """What writing did: how many offices were added and changed, or what was wrong; then nothing may be kept."""

    added: int
    changed: int
    wrong: tuple[Wrong, ...]


class DirectoryRows:
    """All rows at once, which are few, found by id, by uid and by name."""

    def __init__(self, session: Session) -> None:
        self.offices = list(session.exec(select(DirectoryOffice).order_by(col(DirectoryOffice.id))).all())
        self.by_id = {row.id: row for row in self.offices}
        self.by_uid = {row.uid: row for row in self.offices}
        self.superiors: dict[int, list[DirectorySuperior]] = {}
        for above in session.exec(select(DirectorySuperior).order_by(col(DirectorySuperior.position))).all():
            self.superiors.setdefault(above.office_id, []).append(above)
        self.duties: dict[int, list[DirectoryDuty]] = {}
        for duty in session.exec(select(DirectoryDuty).order_by(col(DirectoryDuty.position))).all():
            self.duties.setdefault(duty.office_id, []).append(duty)
        self._by_name = {office_key(row.name): row for row in self.offices}

    def named(self, name: str) -> DirectoryOffice | None:
        """Return the office of this full name."""
        return self._by_name.get(office_key(name))

    def entries(self) -> tuple[OfficeEntry, ...]:
        """Return every office as a person reads it."""
        return tuple(self.entry(row) for row in self.offices)

    def entry(self, row: DirectoryOffice) -> OfficeEntry:
        """Return one office as a person reads it."""
        values: dict[str, Any] = {key: getattr(row, key) for key in _PLAIN}
        values |= {key: self._name(getattr(row, f"{key}_id")) for key in ONE_OFFICE}
        return OfficeEntry(
            **values,
            superiors=tuple(self._name(each.superior_id) for each in self.superiors.get(row.id or 0, ())),
            duties=tuple(each.matter for each in self.duties.get(row.id or 0, ())),
            uid=row.uid,
        )

    def _name(self, office_id: int | None) -> str:
        return self.by_id[office_id].name if office_id is not None else ""


def put(session: Session, entries: Mapping[int, OfficeEntry], rows: DirectoryRows) -> Put:
    """Write entries, each at its place, over the rows they mean or as new ones; rows of no entry stay as they are.

    Where something is wrong the session must be given up: part of it is written by then.
    """
    before = {row.uid: rows.entry(row) for row in rows.offices}
    taken, wrong = _rows_of(entries, rows)
    if not wrong:
        wrong = _same_names(taken, rows, entries)
    if wrong:
        return Put(0, 0, tuple(wrong))
    for at, row in taken.items():
        for key in _PLAIN:
            _set(row, key, getattr(entries[at], key))
        session.add(row)
    session.flush()
    now = DirectoryRows(session)
    for at, row in taken.items():
        wrong += _relate(session, now, at, row, entries[at])
    wrong = wrong or _circles(taken, now)
    if wrong:
        return Put(0, 0, tuple(sorted(wrong)))
    session.flush()
    after = DirectoryRows(session)
    changed = sum(after.entry(row) != before[row.uid] for row in taken.values() if row.uid in before)
    return Put(len(after.offices) - len(before), changed, ())


def _rows_of(entries: Mapping[int, OfficeEntry], rows: DirectoryRows) -> tuple[dict[int, DirectoryOffice], list[Wrong]]:
    """Return the row that each entry means: the one of its uid, else of its name, else a new one."""
    taken: dict[int, DirectoryOffice] = {}
    wrong: list[Wrong] = []
    by_uid = {entry.uid for entry in entries.values()}
    for at, entry in entries.items():
        row = rows.by_uid.get(entry.uid)
        if row is None:
            named = rows.named(entry.name)  # one that another entry renames gives its name away
            row = named if named is not None and named.uid not in by_uid else None
        if row is None:
            if entry.uid and not _is_key(entry.uid):
                wrong.append(Wrong(at, "uid", "不是程序写出的标识；新增的单位请空着。"))
                continue
            row = DirectoryOffice(uid=entry.uid or new_key(), name=entry.name, level=entry.level)
        taken[at] = row
    return taken, wrong


def _same_names(
    taken: Mapping[int, DirectoryOffice], rows: DirectoryRows, entries: Mapping[int, OfficeEntry]
) -> list[Wrong]:
    """Find entries that would be called as another office is."""
    renamed = {row.uid for row in taken.values()}
    others = {office_key(row.name) for row in rows.offices if row.uid not in renamed}
    wrong = []
    for at, entry in entries.items():
        key = office_key(entry.name)
        if key in others:
            wrong.append(Wrong(at, "name", f"名录里已经有另一个单位叫“{entry.name}”。"))
        others.add(key)
    return wrong


def _relate(
    session: Session, rows: DirectoryRows, at: int, row: DirectoryOffice, entry: OfficeEntry
) -> Iterable[Wrong]:
    """Write down which offices stand in an entry; yield what is not there."""
    for key in ONE_OFFICE:
        name = getattr(entry, key)
        other = rows.named(name) if name else None
        if name and other is None:
            yield Wrong(at, key, no_such_office(name))
        elif key == "parent" and other is row:
            yield Wrong(at, key, "上级不能是自己。")
        else:
            _set(row, f"{key}_id", other.id if other is not None else None)
    above: dict[int, None] = {}
    for name in entry.superiors:
        other = rows.named(name)
        if other is None:
            yield Wrong(at, "superiors", no_such_office(name))
        elif other is row:
            yield Wrong(at, "superiors", "上级不能是自己。")
        else:
            above[other.id or 0] = None
    office_id = row.id or 0
    standing = {each.superior_id: each for each in rows.superiors.get(office_id, ())}
    new = {each: DirectorySuperior(office_id=office_id, superior_id=each, position=0) for each in above}
    _write_list(session, standing, new)
    answered = {each.matter: each for each in rows.duties.get(office_id, ())}
    _write_list(session, answered, {m: DirectoryDuty(office_id=office_id, matter=m, position=0) for m in entry.duties})


def _write_list(session: Session, standing: Mapping[Any, Any], wanted: Mapping[Any, Any]) -> None:
    """Make the rows of an office those wanted, in their order; one that stays as it is gives no journal entry."""
    for value, row in standing.items():
        if value not in wanted:
            session.delete(row)
    for position, (value, new) in enumerate(wanted.items()):
        row = standing.get(value, new)
        _set(row, "position", position)
        session.add(row)


def _circles(taken: Mapping[int, DirectoryOffice], rows: DirectoryRows) -> list[Wrong]:
    wrong = []
    for at, row in taken.items():
        passed, above = {row.id}, rows.by_id.get(row.parent_id)
        while above is not None and above.id not in passed:
            passed.add(above.id)
            above = rows.by_id.get(above.parent_id)
        if above is not None and above.id == row.id:
            wrong.append(Wrong(at, "parent", "上级转了一圈又回到它自己，请核对各单位的上级。"))
    return wrong


def _set(row: object, key: str, value: object) -> None:
    if getattr(row, key) != value:
        setattr(row, key, value)


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
