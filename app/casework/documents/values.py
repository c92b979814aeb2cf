"""What a case brings to its documents: the values by field key, whatever templates name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.casework.cases.facts import fact_words, known_case
from app.casework.clocks.book import Clock
from app.casework.clocks.running import clocks_of
from app.casework.documents.answered import answered, may_move_words
from app.casework.office.known_offices import contact_of
from app.casework.office.labels import label
from app.casework.office.law_in_force import clock_rules, life_pack, rule_pack
from app.casework.templates.versions import current_templates
from app.law.forms.conditions import FactValue
from app.law.text.articles import load_regulation
from app.models.tables import Case, CaseStep, Claim, Document, Office, Petitioner, Service, User
from app.models.workspace import Workspace
from app.printing.notices.template import Template

CLAIM_RESULTS = {"supported": "支持", "explained": "解释说明", "unsupported": "不支持"}
_SHORT = 200
# Whom a document sends its reader to, the first of these that it names.
LED_TO = ("destination", "political_legal_office", "pathway_organ")
_CAPACITIES = {"self": "本人", "agent": "代理人", "representative": "代表"}


@dataclass(frozen=True)
class ClaimAnswered:
    """One claim as a handling opinion prints it (article 32)."""

    request: str
    result: str
    findings: str
    opinion: str
    basis: str


def document_values(
    workspace: Workspace, session: Session, case: Case, kind: str = "", step_id: int | None = None
) -> dict[str, Any]:
    """Return everything a document of a case may print: the case itself and the facts its acts brought.

    Dates are dates, choices their words. With `step_id` the facts are those of that act, not of a later one.
    """
    office = session.exec(select(Office)).one()
    people = session.exec(
        select(Petitioner).where(Petitioner.case_id == case.id).order_by(col(Petitioner.position))
    ).all()
    claims = [
        claim
        for claim in session.exec(select(Claim).where(Claim.case_id == case.id).order_by(col(Claim.position))).all()
        if claim.moved_to_case_id is None
    ]
    printed = {rule.kind: rule.prints_as for rule in clock_rules().values() if rule.prints_as}
    clocks = {printed[clock.kind]: clock for clock in clocks_of(session, case.id or 0) if clock.kind in printed}
    running = clocks.get("due_on")
    summary = " ".join(case.summary.split())
    values: dict[str, Any] = _facts(workspace, session, case, step_id)
    values |= {
        "office_role": office.role,
        "office_name": office.name,
        "office_phone": office.phone,
        "office_address": office.address,
        "case_number": case.number,
        "petitioner_name": people[0].name if people else "",
        "petitioner_names": [p.name for p in people if p.name and p.representative],
        "petitioner_address": people[0].address if people else "",
        "petitioner_phone": people[0].phone if people else "",
        "petitioner_gender": label("gender", people[0].gender) if people and people[0].gender else "",
        "petitioner_id_number": people[0].id_number if people else "",
        "petitioner_capacity": _CAPACITIES.get(people[0].capacity, "") if people else "",
        "agent_name": people[0].agent_name if people else "",
        "people_count": case.people_count,
        "received_on": case.received_on,
        "registered_on": case.registered_on,
        "petition_date": case.petition_date,
        "channel_label": label("channel", case.channel),
        "kind_label": label("kind", case.kind),
        "category_label": case.content_category,
        "purpose_label": label("purpose", case.purpose) if case.purpose else "",
        "location": case.location,
        "registered_by": session.exec(select(User.name).where(User.id == case.registered_by_id)).one(),
        "summary": case.summary,
        "summary_short": summary if len(summary) <= _SHORT else summary[: _SHORT - 1] + "…",
        "claims": [c.text for c in claims],
        "claim_answers": tuple(
            ClaimAnswered(c.text, CLAIM_RESULTS.get(c.result, ""), c.findings, c.opinion, c.opinion_basis)
            for c in claims
        ),
        "source_office": case.source_office,
        "source_number": case.source_number,
        "case_own_number": case.own_number,
        "desk_kind_label": fact_words(rule_pack().fields["desk_kind"], case.desk_kind) if case.desk_kind else "",
        "desk_name": case.desk_name,
        "desk_person": case.desk_person,
        "destination": case.destination,
        "co_offices": "、".join(case.co_offices),
        "dispatched_on": case.dispatched_on,
        "accepted_on": case.accepted_on,
        "report_by": case.report_by,
        "handling_way": case.handling_way,
        "procedure": case.procedure,
        "pathway_item": load_regulation().cite(f"31/1/{case.way}").place if case.way else "",
        "pathway_organ": case.pathway_organ,
        "pathway_basis": case.pathway_basis,
        "pathway_period": case.pathway_period,
        "pathway_materials": case.pathway_materials,
        "political_legal_office": case.destination if case.litigation else "",
        "remedy": case.remedy,
        "due_on": running.governing if running else None,
        "original_due_on": _original_due(running),
        "extended_due_on": running.due if running and running.extension_days and not running.late_extension else None,
        "handler": case.handler or workspace.actor.name,
        "enquiry": _enquiry(office, case),
        "issued_on": workspace.today(),
    }
    values |= _answer(session, case, workspace.today())
    values |= contact_values(session, current_templates(session).get(kind), values)
    return values | _of_step(session, step_id) | _served(session, case, step_id)


def contact_values(session: Session, template: Template | None, values: Mapping[str, Any]) -> dict[str, str]:
    """Return where the offices a document names are found, by the directory.

    Where a template leads to an organ and sends nothing, the field of the destination's telephone is that organ's.
    """
    named = {field.key for field in template.fields} if template is not None else {LED_TO[0]}
    led_to = next((key for key in LED_TO if key in named), "")
    destination, organ, review = (
        contact_of(session, str(values.get(key) or "")) for key in (led_to, "pathway_organ", "review_office")
    )
    return {
        "destination_address": destination.address,
        "destination_phone": destination.phone,
        "pathway_address": organ.address,
        "review_address": review.address,
        "review_phone": review.phone,
    }


def _facts(workspace: Workspace, session: Session, case: Case, step_id: int | None) -> dict[str, Any]:
    facts = dict(known_case(session, case, workspace.today()).facts)
    step = session.get(CaseStep, step_id) if step_id is not None else None
    if step is not None:
        facts |= {key: value for key, value in json.loads(step.facts).items() if value is not None}
    fields = life_pack().fields
    values = {key: _value(key, value, fields[key]) for key, value in facts.items() if key in fields}
    # Asked by the pages of a request for review alone.
    return values | {key: facts[key] for key in ("original_office",) if key in facts}


def _value(key: str, value: FactValue, field: Any) -> Any:
    if field.kind == "date":
        return date.fromisoformat(str(value))
    if isinstance(value, list | int) and not isinstance(value, bool):
        return value
    return fact_words(field, value)


def _original_due(clock: Clock | None) -> date | None:
    if clock is None:
        return None
    extension = 0 if clock.late_extension else clock.extension_days
    return clock.due - timedelta(days=extension)


def _answer(session: Session, case: Case, today: date) -> dict[str, Any]:
    """Return what is known of the answer that the case this one repeats has been given."""
    found = answered(session, case, today) if case.related_case_id else None
    if found is None:
        return {}
    return {
        "answer_name": found.name,
        "answer_office": found.office,
        "answer_use": found.use,
        "answer_asked_at": found.asked_at,
        "answer_received_on": found.received_on,
        "answer_until": found.until,
        "answer_until_note": may_move_words(found.until) if found.estimated and found.until else "",
    }


def _of_step(session: Session, step_id: int | None) -> dict[str, Any]:
    """Return which act asks for the document, and the day it served one."""
    step = session.get(CaseStep, step_id) if step_id is not None else None
    if step is None:
        return {}
    facts = json.loads(step.facts)
    served = next((facts[act.on] for act in life_pack().serving_acts if facts.get(act.on) and not act.sealed), None)
    return {"step_act": step.act} | ({"service_on": date.fromisoformat(served)} if served else {})


def _served(session: Session, case: Case, step_id: int | None) -> dict[str, Any]:
    """Return the paper that a proof of service is about: the one its step served, else the latest to the petitioner."""
    templates = current_templates(session)
    query = select(Document.kind, Document.name, Document.number).where(Document.case_id == case.id)
    of_step = query.join(Service, col(Service.document_id) == col(Document.id)).where(Service.step_id == step_id)
    rows = session.exec(of_step).all() or session.exec(query.order_by(col(Document.id).desc())).all()
    for kind, name, number in rows:
        if kind in templates and templates[kind].audience == "petitioner" and kind != "proof_of_service":
            return {
                "served_document_name": name,
                "served_document_number": number,
                "service_right": service_right(kind),
            }
    return {}


def service_right(kind: str) -> str:
    """Return what the petitioner may ask for from the service of a document on: 复查, 复核, or nothing.

    It follows from the clock that the act of serving it starts (Articles 35 and 36).
    """
    serving, rules = life_pack().serving.get(kind), clock_rules()
    starts = serving.starts if serving is not None else ()
    return next((rules[start.kind].right for start in starts if rules[start.kind].right), "")


def _enquiry(office: Office, case: Case) -> str:
    phone = f"，电话 {office.phone}" if office.phone else ""
    code = f"查询码 {case.enquiry_code}" if case.enquiry_code else f"信访事项编号 {case.number}"
    return f"凭本告知书或者{code}，可到{office.name}接待窗口查询{phone}。"
