"""Papers of this office that were made by hand or elsewhere (已在程序外出具), put on record with their own day.

Such a paper fulfils what was owed like one that was issued here, and is told apart from it wherever it is shown. Of one
without a scan nobody can say later what it was: it counts, and never as made in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from app.casework.cases.document_rows import DocumentView
from app.casework.cases.facts import ENTERED_LATER, known_case
from app.casework.clocks.book import Clock
from app.casework.documents.attachments import Progress, keep_in, look_at
from app.casework.documents.issuing import document_view
from app.casework.office.law_in_force import clock_rules
from app.casework.office.numbers import draw_number
from app.casework.templates.versions import current_templates, is_for_accusations
from app.casework.upkeep.case_act import case_act
from app.faults import UserFault
from app.models.tables import Case, Document
from app.models.tables.document import OUTSIDE
from app.models.workspace import Workspace

_SCAN = "scan"
_LONGEST_NUMBER = 60


@dataclass(frozen=True)
class OutsidePaper:
    """One paper as it was typed: its kind and day, its own number or none, its scan or why there is none.

    `step_id` is the act that asks for it; without it, the first that still owes one of this kind.
    """

    kind: str
    on: date
    own_number: str = ""
    scan: Path | None = None
    no_scan_reason: str = ""
    step_id: int | None = None


def enter_outside_paper(
    workspace: Workspace, case_id: int, paper: OutsidePaper, progress: Progress | None = None
) -> DocumentView:
    """Put a paper made outside on record, with its scan, in one act; clocks that wait for it follow its own day.

    Raises `UserFault`: missing-field (neither scan nor reason), bad-value (a day before receipt or in the future, an
    unknown kind), number-taken, sealed, and for the scan what `attach_file` raises. Nothing is kept then.
    """
    number, reason = paper.own_number.strip(), paper.no_scan_reason.strip()
    _check_typed(workspace, paper, number, reason)
    looked_at = look_at(paper.scan) if paper.scan is not None else None
    with case_act(workspace, "outside_paper", case_id, ENTERED_LATER) as acting:
        session, case = acting.session, acting.case
        _check_day(workspace, case, paper.on)
        template = current_templates(session).get(paper.kind)
        if template is None or is_for_accusations(paper.kind):
            raise UserFault(f"没有“{paper.kind}”这种文书，", "请从列出的文书里选。", code="bad-value", field="kind")
        if number:
            _refuse_taken(session, number)
        known, step_id = known_case(session, case, workspace.today()), paper.step_id
        if step_id is None:
            step_id = next((each.step_id for each in known.owed if each.kind == paper.kind), None)
        _not_before_its_duty(known.clocks, step_id, paper.on)
        document = Document(
            id=draw_number(session, "document"), case_id=case.id or 0, step_id=step_id, kind=paper.kind,
            name=template.name, number=number or _told_apart(session, paper.on.year), year=paper.on.year, sequence=0,
            template_version="", issued_on=paper.on, issued_at=workspace.moment(), issued_by_id=workspace.actor.id,
            field_values="{}", check_code="", sha256="", pages=0, origin=OUTSIDE, own_number=number,
            no_scan_reason=reason,
        )  # fmt: skip
        session.add(document)
        session.flush()
        document_id = document.id or 0
        if paper.scan is not None and looked_at is not None:
            keep_in(workspace, session, case, paper.scan, _SCAN, looked_at, document_id=document_id, progress=progress)
    return document_view(workspace, document_id)


def _check_typed(workspace: Workspace, paper: OutsidePaper, number: str, reason: str) -> None:
    if paper.scan is None and not reason:
        raise UserFault(
            "没有扫描件的要写明为什么没有，", "请选扫描件，或者写明理由；没有凭证的不计按期。", code="missing-field",
            field="no_scan_reason",
        )  # fmt: skip
    if paper.scan is not None and reason:
        raise UserFault(
            "已经选了扫描件，不用再写没有扫描件的理由，", "请二选一。", code="bad-value", field="no_scan_reason"
        )
    if paper.on > workspace.today():
        raise UserFault("文书日期不能晚于今天，", "请填文书上写的日期。", code="bad-value", field="on")
    if len(number) > _LONGEST_NUMBER or not number.isprintable():
        raise UserFault("文号太长，或者有不能显示的字符，", "请照文书上写的填。", code="bad-value", field="own_number")


def _check_day(workspace: Workspace, case: Case, on: date) -> None:
    if on < case.received_on:
        raise UserFault(
            f"文书日期（{on}）早于收到信访事项的日期（{case.received_on}），", "请核对文书上的日期。",
            code="bad-value", field="on",
        )  # fmt: skip


def _not_before_its_duty(clocks: Sequence[Clock], step_id: int | None, on: date) -> None:
    """Refuse a day on which the duty that the paper does had not begun yet: it would never be late."""
    for clock in clocks:
        if step_id is not None and clock.awaits_step_id == step_id and on < clock.start:
            name = clock_rules()[clock.kind].name
            raise UserFault(
                f"文书日期（{on}）早于“{name}”的起算日（{clock.start}），", "请核对文书上的日期。", code="bad-value",
                field="on",
            )  # fmt: skip


def _refuse_taken(session: Session, number: str) -> None:
    taken = session.exec(select(Document.name).where(Document.number == number)).first()
    if taken is not None:
        raise UserFault(
            f"文号 {number} 已经是《{taken}》的，", "一个文号只能是一份文书，请核对；没有文号的不填。",
            code="number-taken", field="own_number",
        )  # fmt: skip


def _told_apart(session: Session, year: int) -> str:
    """Return the words that tell a paper without a number apart from the others of its year."""
    return f"无文号（补录{year}-{draw_number(session, f'outside:{year}')}）"
