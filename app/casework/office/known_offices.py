"""Names of offices, offered as one types: those of the directory first, then those written before. Who a name means."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.law.forms.same_office import office_key
from app.models.tables import Case, DirectoryDuty, DirectoryOffice, DirectorySuperior
from app.models.workspace import Workspace

_LOOKED_AT = 2_000
_OFFERED = 200


@dataclass(frozen=True)
class Contact:
    """Where an office is found; empty where the directory does not say."""

    address: str = ""
    phone: str = ""


def known_offices(workspace: Workspace, category: str = "") -> tuple[str, ...]:
    """Return the offices to choose from: the directory's, then those that recent cases went to or came from.

    Of the directory those come first that answer for `category` or for what it is part of. Sealed cases give none.
    """
    with workspace.reading() as session:
        listed = session.exec(
            select(DirectoryOffice.id, DirectoryOffice.name, DirectoryOffice.in_use).order_by(col(DirectoryOffice.id))
        ).all()
        responsible = set(
            session.exec(select(DirectoryDuty.office_id).where(col(DirectoryDuty.matter).in_(_parts(category)))).all()
        )
        found = session.exec(
            select(Case.destination, Case.source_office)
            .where(col(Case.sealed).is_(False))
            .order_by(col(Case.id).desc())
            .limit(_LOOKED_AT)
        ).all()
    first = [name for office_id, name, in_use in listed if in_use and office_id in responsible]
    stopped = {office_key(name) for _, name, in_use in listed if not in_use}
    used = dict.fromkeys(name for pair in found for name in pair if name and office_key(name) not in stopped)
    return _each_once((*first, *(name for _, name, in_use in listed if in_use), *tuple(used)[:_OFFERED]))


def contact_of(session: Session, name: str) -> Contact:
    """Return address and telephone of the office a name means, as the directory has them."""
    row = _meant(session, name)
    return Contact(row.address, row.phone) if row is not None else Contact()


def superiors_of(session: Session, name: str) -> tuple[str, ...]:
    """Return the names of the offices in use above the one a name means, its parent first: one of them reviews."""
    row = _meant(session, name)
    if row is None:
        return ()
    others = session.exec(
        select(DirectorySuperior.superior_id)
        .where(DirectorySuperior.office_id == row.id)
        .order_by(col(DirectorySuperior.position))
    ).all()
    above = (session.get(DirectoryOffice, each) for each in (row.parent_id, *others) if each is not None)
    return tuple(dict.fromkeys(each.name for each in above if each is not None and each.in_use))


def _meant(session: Session, name: str) -> DirectoryOffice | None:
    """Return the office in use that has this full name, else the only one that has it as a short name."""
    if not (key := office_key(name)):
        return None
    rows = session.exec(
        select(DirectoryOffice.id, DirectoryOffice.name, DirectoryOffice.short_names, DirectoryOffice.in_use)
    ).all()
    full = [(office_id, in_use) for office_id, whole, _, in_use in rows if office_key(whole) == key]
    if full:
        office_id, in_use = full[0]
        return session.get(DirectoryOffice, office_id) if in_use else None
    called = [office_id for office_id, _, short, in_use in rows if in_use and key in map(office_key, short)]
    return session.get(DirectoryOffice, called[0]) if len(called) == 1 else None


def _parts(category: str) -> tuple[str, ...]:
    """Return a category and what it is part of: 农村农业_村务管理 and 农村农业."""
    words = category.split("_") if category else []
    return tuple("_".join(words[:length]) for length in range(len(words), 0, -1))


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(office_key(name), name)
    return tuple(found.values())
