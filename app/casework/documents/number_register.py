"""The register of numbers (发文登记): every number of a year in its order, void ones with their reason, and no gaps."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from app.casework.cases.document_rows import DocumentView, documents_of
from app.casework.cases.sealed import is_custodian
from app.casework.office.exits import leave
from app.casework.office.numbers import document_number
from app.casework.office.settings import number_format
from app.casework.templates.versions import current_templates, template_states
from app.faults import UserFault
from app.ledgers.number_sheet import NumberLine, write_number_register
from app.models.tables import Counter, Document, DocumentVoid, Office, SealedContent, User
from app.models.tables.document import HERE, OUTSIDE
from app.models.workspace import Workspace

SEALED_NAME = "检举控告件文书（已密封）"
_SEALED_REASON = "理由已密封"
_BLOCK = 500


@dataclass(frozen=True)
class RegisterFilter:
    """Which numbers are listed: those of a year, of one kind or all (empty), or the void ones alone."""

    year: int
    kind: str = ""
    void_only: bool = False


@dataclass(frozen=True)
class NumberRow:
    """One number; of a void one when and by whom it was declared void.

    `sealed` where it belongs to an accusation and the reader is no custodian: then neither kind nor reason is told.
    """

    document: DocumentView
    void_on: date | None = None
    void_by: str = ""
    sealed: bool = False


@dataclass(frozen=True)
class NumberSeries:
    """The numbers of one kind in one year: the last one drawn, how many are void, and those nobody can account for."""

    kind: str
    name: str
    year: int
    last: int
    void: int
    missing: tuple[int, ...]

    @property
    def words(self) -> str:
        """Say it in one sentence."""
        said = f"《{self.name}》1—{self.last} 号" if self.last > 1 else f"《{self.name}》1 号"
        said += f"，其中作废 {self.void} 个" if self.void else ""
        if self.missing:
            return f"{said}，缺 {'、'.join(map(str, self.missing[:10]))} 号，请核对工作区"
        return f"{said}，没有缺号"


def register_years(workspace: Workspace) -> tuple[int, ...]:
    """Return the years that have numbers, the latest first; this year is always among them."""
    today = workspace.today().year
    with workspace.reading() as session:
        first = session.exec(select(Document.year).order_by(col(Document.id)).limit(1)).first()
        last = session.exec(select(Document.year).order_by(col(Document.id).desc()).limit(1)).first()
    return tuple(range(max(today, last or today), min(today, first or today) - 1, -1))


def number_series(workspace: Workspace, year: int) -> tuple[NumberSeries, ...]:
    """Return every kind's numbers of a year, in the order of the set of documents; all kinds, an accusation's too."""
    with workspace.reading() as session:
        drawn: dict[str, list[int]] = {}
        of_year = select(Document.kind, Document.sequence).where(Document.year == year, Document.origin == HERE)
        for kind, sequence in session.exec(of_year):
            drawn.setdefault(kind, []).append(sequence)
        void = dict(
            session.exec(
                select(Document.kind, func.count())
                .join(DocumentVoid, col(DocumentVoid.document_id) == col(Document.id))
                .where(Document.year == year, Document.origin == HERE)
                .group_by(Document.kind)
            ).all()
        )
        by_hand = _used_by_hand(session, year)
    order = [(state.kind, state.name) for state in template_states(workspace)]
    known = {kind for kind, _ in order}
    order += [(kind, kind) for kind in sorted(drawn) if kind not in known]
    return tuple(
        NumberSeries(
            kind, name, year, max(drawn[kind]), void.get(kind, 0),
            tuple(sorted(set(range(1, max(drawn[kind]) + 1)) - set(drawn[kind]) - by_hand.get(kind, set()))),
        )
        for kind, name in order
        if kind in drawn
    )  # fmt: skip


def _used_by_hand(session: Session, year: int) -> dict[str, set[int]]:
    """Return the numbers of each kind that this program passed over because a paper made outside bears them."""
    office = session.exec(select(Office)).one()
    templates, form = current_templates(session), number_format(session)
    used: dict[str, set[int]] = {}
    outside = select(Document.own_number).where(Document.year == year, Document.origin == OUTSIDE)
    taken = {number for number in session.exec(outside).all() if number}
    if not taken:
        return used
    counters = session.exec(select(Counter).where(col(Counter.scope).startswith("document:"))).all()
    for counter in counters:
        _, kind, of_year = (*counter.scope.split(":"), "", "")[:3]
        if of_year == str(year) and kind in templates:
            word = templates[kind].number_word
            numbered = {n: document_number(office, word, year, n, form) for n in range(1, counter.value + 1)}
            used[kind] = {n for n, number in numbered.items() if number in taken}
    return used


def count_numbers(workspace: Workspace, wanted: RegisterFilter) -> int:
    """Return how many numbers the filter leaves."""
    with workspace.reading() as session:
        return int(session.exec(select(func.count()).select_from(Document).where(_condition(wanted))).one())


def list_numbers(
    workspace: Workspace, wanted: RegisterFilter, *, offset: int = 0, limit: int = 50
) -> tuple[NumberRow, ...]:
    """Return `limit` numbers from `offset` on, the latest first."""
    with workspace.reading() as session:
        found = documents_of(session, where=_condition(wanted), offset=offset, limit=limit)
        return tuple(_rows(session, found, everything=is_custodian(workspace)))


def export_numbers(
    workspace: Workspace, wanted: RegisterFilter, path: Path, progress: Callable[[int], bool] | None = None
) -> int:
    """Write the register as a workbook, the earliest number first, and record it; return how many numbers it holds.

    `progress(count)` returning False cancels. Raises `UserFault`: no-numbers, cancelled, and as `leave`.
    """
    total = count_numbers(workspace, wanted)
    if not total:
        raise UserFault("没有可以导出的文号，", "请换一个年度或者文种。", code="no-numbers")
    series = [each for each in number_series(workspace, wanted.year) if wanted.kind in ("", each.kind)]
    title = f"{workspace.office.name}{wanted.year}年发文登记" + ("（作废的）" if wanted.void_only else "")
    lines = (_line(row) for row in _all(workspace, wanted))

    def write(temporary: Path) -> int:
        return write_number_register(temporary, title, lines, [each.words for each in series], progress)

    return leave(
        workspace, "export_numbers", path, write, what="numbers", about=str(wanted.year), row_count=lambda count: count
    )


def _condition(wanted: RegisterFilter) -> ColumnElement[bool]:
    clauses = [col(Document.year) == wanted.year]
    if wanted.kind:
        clauses.append(col(Document.kind) == wanted.kind)
    if wanted.void_only:
        clauses.append(col(Document.id).in_(select(col(DocumentVoid.document_id))))
    return and_(*clauses)


def _rows(session: Session, found: tuple[DocumentView, ...], *, everything: bool) -> Iterator[NumberRow]:
    ids = [each.id for each in found]
    void: Mapping[int, tuple[str, str]] = {
        row[0]: (row[1], row[2])
        for row in session.exec(
            select(DocumentVoid.document_id, DocumentVoid.at, User.name)
            .join(User, col(User.id) == col(DocumentVoid.user_id))
            .where(col(DocumentVoid.document_id).in_(ids))
        ).all()
    }
    cases = [each.case_id for each in found]
    sealed = set(session.exec(select(SealedContent.case_id).where(col(SealedContent.case_id).in_(cases))).all())
    for each in found:
        at, by = void.get(each.id, ("", ""))
        hidden = each.case_id in sealed and not everything
        reason = _SEALED_REASON if each.void else ""
        told = replace(each, name=SEALED_NAME, void_reason=reason, served_on=None) if hidden else each
        yield NumberRow(told, date.fromisoformat(at[:10]) if at else None, by, hidden)


def _all(workspace: Workspace, wanted: RegisterFilter) -> Iterator[NumberRow]:
    last, everything = 0, is_custodian(workspace)
    while True:
        with workspace.reading() as session:
            further = and_(_condition(wanted), col(Document.id) > last)
            found = documents_of(session, where=further, limit=_BLOCK, oldest_first=True)
            rows = list(_rows(session, found, everything=everything))
        if not rows:
            return
        yield from rows
        last = found[-1].id


def _line(row: NumberRow) -> NumberLine:
    document = row.document
    return NumberLine(
        document.number, document.listed_name, document.issued_on, document.case_number, document.issued_by,
        document.served_on, document.void_reason, row.void_on, row.void_by,
    )  # fmt: skip
