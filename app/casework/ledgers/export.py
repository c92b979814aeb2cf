"""Export the ledger: masked by default; a full one needs the password, a purpose and a recipient."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app.casework.clocks.book import OWN
from app.casework.office.exits import leave
from app.casework.office.labels import VOIDED, label
from app.casework.office.law_in_force import clock_rules
from app.faults import UserFault
from app.ledgers.profile import load_profile
from app.ledgers.row import LedgerRow
from app.ledgers.workbook import LedgerReport, write_ledger
from app.models.tables import Case, CaseClock, Petitioner, User
from app.models.workspace import Workspace, slots_of
from app.resources import resource_path

GROUP_VISIT_MIN = "group_visit_min"
_BLOCK = 1_000


@dataclass(frozen=True)
class FullExport:
    """What it takes to export without masks (article 46; Personal Information Protection Law articles 6 and 51)."""

    password: str
    purpose: str
    recipient: str


def export_ledger(
    workspace: Workspace,
    path: Path,
    *,
    profile: str = "province",
    first_day: date | None = None,
    last_day: date | None = None,
    full: FullExport | None = None,
    progress: Callable[[int], bool] | None = None,
) -> LedgerReport:
    """Write the ledger of the cases registered in a span of days (all without one) and record the export.

    Raises `UserFault` when a full export lacks its conditions or the file cannot be written. `progress(rows)`
    returning False cancels and leaves nothing behind.
    """
    if full is not None:
        _check_full(workspace, full)
    chosen = load_profile(resource_path("ledgers", f"{profile}.toml"))
    period = f"{first_day or '最早'} 至 {last_day or workspace.today()}"

    def write(temporary: Path) -> LedgerReport:
        return write_ledger(
            temporary,
            chosen,
            ledger_rows(workspace, first_day, last_day),
            title=chosen.title,
            office_name=workspace.office.name,
            exported_on=workspace.today(),
            period=period,
            masked=full is None,
            progress=progress,
        )

    report = leave(
        workspace,
        "export_ledger",
        path,
        write,
        what=profile,
        about=period,
        is_full=full is not None,
        row_count=lambda written: written.rows,
        purpose=full.purpose.strip() if full else "",
        recipient=full.recipient.strip() if full else "",
    )
    return replace(report, path=path)


def ledger_rows(workspace: Workspace, first_day: date | None, last_day: date | None) -> Iterator[LedgerRow]:
    """Yield the cases in the order of their registration, a block at a time from one snapshot."""
    threshold = int(workspace.setting(GROUP_VISIT_MIN, "5"))
    office = workspace.office.name
    with workspace.store.connection() as connection:
        last = 0
        while True:
            query = (
                select(Case.__table__, User.name.label("clerk"))  # type: ignore[attr-defined]
                .join(User, col(User.id) == col(Case.registered_by_id))
                .where(col(Case.id) > last)
                .order_by(col(Case.id))
                .limit(_BLOCK)
            )
            if first_day:
                query = query.where(col(Case.registered_on) >= first_day)
            if last_day:
                query = query.where(col(Case.registered_on) <= last_day)
            cases = connection.execute(query).mappings().all()
            if not cases:
                return
            ids = [c["id"] for c in cases]
            people = {
                p["case_id"]: p
                for p in connection.execute(
                    select(Petitioner.__table__).where(  # type: ignore[attr-defined]
                        col(Petitioner.case_id).in_(ids), col(Petitioner.position) == 0
                    )
                ).mappings()
            }
            limits: dict[int, date] = {}
            for clock in connection.execute(
                select(col(CaseClock.case_id), col(CaseClock.governing))
                .where(
                    col(CaseClock.case_id).in_(ids),
                    col(CaseClock.duty) == OWN,
                    col(CaseClock.kind).in_([rule.kind for rule in clock_rules().values() if rule.is_duty]),
                )
                .order_by(col(CaseClock.governing))
            ):
                limits[clock.case_id] = clock.governing
            for case in cases:
                yield _row(case, people.get(case["id"]), limits.get(case["id"]), threshold, office)
            last = ids[-1]


def _row(case: Any, person: Any, limit: date | None, threshold: int, office: str) -> LedgerRow:
    person = person or {}
    joint = ""
    if case["people_count"] >= threshold:
        joint = {"visit": "集体访", "letter": "联名信"}.get(case["channel"], "")
    anonymous = "匿名" if case["identity"] == "anonymous" else ""
    return LedgerRow(
        case_number=case["number"],
        province_number=case["province_number"],
        petitioner_name=person.get("name") or anonymous,
        people_count=case["people_count"],
        address=person.get("address", ""),
        phone=person.get("phone", ""),
        id_number=person.get("id_number", ""),
        location=case["location"],
        purpose=case["purpose"],
        content_category=case["content_category"],
        petition_date=case["petition_date"],
        registered_on=case["registered_on"],
        due_on=limit,
        channel=case["channel"],
        summary=case["summary"],
        concluded=case["concluded_on"] is not None,
        first_national=None,
        group_or_joint=joint,
        state_label=VOIDED if case["voided_on"] else label("state", case["state"]),
        office_name=office,
        registered_by=case["clerk"],
        sealed=case["sealed"],
    )


def _check_full(workspace: Workspace, full: FullExport) -> None:
    for value, field, name in ((full.purpose, "purpose", "用途"), (full.recipient, "recipient", "接收人")):
        if not value.strip():
            raise UserFault(f"全量导出要写明{name}，", "请填写后再导出。", code="missing-field", field=field)
    slots_of(workspace.folder).open(workspace.actor.login, full.password)
