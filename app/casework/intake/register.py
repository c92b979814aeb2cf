"""Register a petition: the act that everything after it stands on."""

import base64
import json
from dataclasses import dataclass

from sqlmodel import Session, select

from app.casework.cases.days import check_days
from app.casework.cases.facts import REGISTER, hands_of
from app.casework.clocks.book import ClockBook
from app.casework.clocks.running import keep_book
from app.casework.intake.drafts import destroy_draft
from app.casework.intake.enquiry_code import new_enquiry_code
from app.casework.intake.handed_over import Intake
from app.casework.intake.splitting import SplitFrom, link_split
from app.casework.life.plan import start_clocks_of
from app.casework.office.law_in_force import law_of
from app.casework.office.numbers import draw_case_number
from app.casework.upkeep.case_act import end_act
from app.faults import UserFault
from app.models.tables import Case, CaseStep, Claim, Office, Petitioner, SealedContent
from app.models.workspace import Workspace
from app.security.sealing import seal

SEALED_OUTCOME = "sealed"
# What the pages ask and later acts need, beside the columns of a case. Never people, never what goes to another case.
STEP_FACTS = (
    "objection_reason", "own_report_by", "guided_on", "stage", "review_request", "opinion_on", "opinion_number",
    "served_on", "review_opinion_on", "review_opinion_number", "review_served_on", "original_office", "review_office",
    "final_office", "late_reason", "review_in_time", "common_matter",
)  # fmt: skip


@dataclass(frozen=True)
class Registered:
    """What a registration made."""

    case_id: int
    number: str
    sealed: bool
    notice_kind: str


def register_case(
    workspace: Workspace, intake: Intake, draft_id: int | None = None, split_from: SplitFrom | None = None
) -> Registered:
    """Register what the wizard gathered: rows, clocks, journal and search in one transaction; the draft goes.

    Everything is registered, whoever brings it and however incomplete (articles 22/1 and 23/1). An accusation
    goes to the sealed compartment in the same moment and leaves nothing readable behind (article 30/3).
    """
    with workspace.act("register_case") as session:
        office = session.exec(select(Office)).one()
        case = _case_row(workspace, session, office, intake)
        session.add(case)
        session.flush()
        if case.sealed:
            _seal_content(session, office, case, intake)
        else:
            _add_people(session, case, intake)
            for position, text in enumerate(intake.texts("claims")):
                session.add(Claim(case_id=case.id or 0, position=position, text=text))
        step = _first_step(workspace, case, intake)
        session.add(step)
        session.flush()
        book = ClockBook(law_of(session))
        start_clocks_of(book, intake.outcome.clocks, intake.facts, case.destination, bool(step.documents))
        keep_book(session, case, book, step.id)
        if split_from is not None:
            link_split(session, case, split_from)
        end_act(session, case, workspace.today())
        if draft_id is not None:
            destroy_draft(session, workspace.actor.id, draft_id)
        registered = Registered(case.id or 0, case.number, case.sealed, case.notice_kind)
    if draft_id is not None:
        # A draft holds all that was typed, on ways left again too: its pages go from the log and the file as well.
        workspace.overwrite_destroyed()
    return registered


def _case_row(workspace: Workspace, session: Session, office: Office, intake: Intake) -> Case:
    today, outcome = workspace.today(), intake.outcome
    received_on = intake.day("received_on") or today
    registered_on = intake.day("registered_on") or today
    petition_date = intake.day("petition_date") or received_on
    check_days(petition_date, received_on, registered_on, today)
    case = Case(
        number=draw_case_number(session, office, today),
        sealed=outcome.sealed,
        kind=intake.text("kind"),
        state=outcome.state,
        registered_at=workspace.moment(),
        registered_on=registered_on,
        registered_by_id=workspace.actor.id,
        received_on=received_on,
        petition_date=petition_date,
        outcome_id=SEALED_OUTCOME if outcome.sealed else outcome.id,
        disposition=SEALED_OUTCOME if outcome.sealed else outcome.disposition,
        rule_pack=intake.rule_pack,
        enquiry_code="" if outcome.sealed else new_enquiry_code(session),
        hands="" if outcome.sealed else hands_of(outcome.disposition),
        marks=() if outcome.sealed else outcome.marks,
    )
    if not case.sealed:
        _fill_open_case(session, case, intake)
    return case


def _fill_open_case(session: Session, case: Case, intake: Intake) -> None:
    for column in (
        "channel", "source_office", "source_number", "own_number", "desk_kind", "desk_name", "desk_person",
        "identity", "identity_note", "urgent_facts", "conflict_note", "summary", "purpose", "content_category",
        "location", "duplicate", "way", "power", "handler", "pathway_organ", "pathway_basis", "pathway_period",
        "pathway_materials",
    ):  # fmt: skip
        setattr(case, column, intake.text(column))
    for column in ("postmark_on", "report_by", "dispatched_on", "accepted_on"):
        setattr(case, column, intake.day(column))
    for column in ("urgent", "representatives_refused", "litigation"):
        setattr(case, column, intake.flag(column))
    case.people_count = intake.number("people_count", 1)
    case.destination = intake.text("receiving_office") or intake.text("political_legal_office") or case.pathway_organ
    case.co_offices = tuple(intake.texts("co_offices"))
    case.related_case_id = _related_case(session, intake.text("related_case"))
    outcome = intake.outcome
    case.remedy, case.next_text = outcome.remedy, outcome.next_text
    case.handling_way, case.procedure = outcome.handling_way, outcome.procedure
    case.notice_kind, case.notice_reason = outcome.notice or "", outcome.notice_reason
    case.basis = outcome.basis
    case.route = json.dumps(list(intake.steps), ensure_ascii=False)


def _first_step(workspace: Workspace, case: Case, intake: Intake) -> CaseStep:
    """Return the step that every case begins with; it keeps what no column holds, and of a sealed case nothing."""
    kept = {} if case.sealed else {key: intake.facts[key] for key in STEP_FACTS if key in intake.facts}
    return CaseStep(
        case_id=case.id or 0, act=REGISTER, on=case.registered_on, state_before="", state_after=case.state,
        facts=json.dumps(kept, ensure_ascii=False, sort_keys=True), documents=intake.outcome.letters,
        by_id=workspace.actor.id, at=workspace.moment(),
    )  # fmt: skip


def _related_case(session: Session, number: str) -> int | None:
    if not number:
        return None
    found = session.exec(select(Case).where(Case.number == number)).one_or_none()
    if found is None or found.sealed:
        # A sealed case is not confirmed to exist by pointing at it.
        raise UserFault(
            f"找不到编号为“{number}”的信访事项，",
            "请从候选中选取，或核对编号。",
            code="no-such-case",
            field="related_case",
        )
    return found.id


def _add_people(session: Session, case: Case, intake: Intake) -> None:
    name = intake.text("petitioner_name").strip()
    position = 0
    if name or intake.text("phone") or intake.text("address"):
        session.add(
            Petitioner(
                case_id=case.id or 0,
                position=position,
                petitioner_type=intake.text("petitioner_type") or "person",
                name=name,
                gender=intake.text("gender"),
                id_number=intake.text("id_number"),
                phone=intake.text("phone"),
                address=intake.text("address"),
                capacity=intake.text("capacity") or "self",
                agent_name=intake.text("agent_name"),
                representative=name in intake.texts("representatives"),
            )
        )
    for representative in intake.texts("representatives"):
        if representative != name:
            position += 1
            session.add(Petitioner(case_id=case.id or 0, position=position, name=representative, representative=True))


def _seal_content(session: Session, office: Office, case: Case, intake: Intake) -> None:
    content = {"facts": dict(intake.facts), "steps": list(intake.steps), "outcome": intake.outcome.id}
    sealed = seal(
        json.dumps(content, ensure_ascii=False).encode(), base64.b64decode(office.seal_public_key), case.number
    )
    session.add(SealedContent(case_id=case.id or 0, content=sealed))
