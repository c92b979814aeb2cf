"""Everything the case page shows, read in one go."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.casework.cases.days import ENTERED_LATER, entered_later, entry_day
from app.casework.cases.document_rows import DocumentView, documents_of
from app.casework.cases.facts import SAID, KnownCase, fact_words, known_case
from app.casework.cases.lookup import case_by_id
from app.casework.cases.rows import CaseRow, rows_of
from app.casework.cases.sealed import may_see
from app.casework.life.acts import Offer, offers
from app.casework.life.correct_step import correctable
from app.casework.office.labels import label
from app.casework.office.law_in_force import life_pack, rule_pack
from app.casework.templates.names import document_name
from app.casework.views.case_sentence import case_sentence
from app.casework.views.clock_view import ClockView, clock_views
from app.casework.views.timeline import TimelineEntry, timeline
from app.models.tables import Case, Claim, Petitioner
from app.models.workspace import Workspace


@dataclass(frozen=True)
class Fact:
    """One line of a case's facts; `target` names it for a correction, empty when it cannot be corrected."""

    label: str
    value: str
    target: str = ""


@dataclass(frozen=True)
class StepView:
    """One act of the case's life; `lines` are (field key, label, words), correctable where `key` is not empty.

    `entered_on` is the day it was put on record where that was later than its own day, else None.
    """

    id: int
    act: str
    title: str
    on: date
    sentence: str
    state_after: str
    lines: tuple[tuple[str, str, str], ...]
    entered_on: date | None = None


@dataclass(frozen=True)
class PaperView:
    """A document still owed: `step_id` None when the registering asked for it."""

    step_id: int | None
    kind: str
    name: str
    asked_by: str


@dataclass(frozen=True)
class CaseView:
    """A case as its page shows it. A sealed case has neither facts, claims, people nor route, and for whoever is no
    custodian neither documents, steps nor more of its story than the registering.
    """

    row: CaseRow
    sentence: str
    facts: tuple[Fact, ...]
    people: tuple[tuple[Fact, ...], ...]
    claims: tuple[Fact, ...]
    clocks: tuple[ClockView, ...]
    documents: tuple[DocumentView, ...]
    timeline: tuple[TimelineEntry, ...]
    route: tuple[dict[str, Any], ...]
    basis: tuple[str, ...]
    next_text: str
    remedy: str
    notice_kind: str
    notice_reason: str
    related: CaseRow | None
    can_change: bool
    void_reason: str
    state: str = ""
    waits: str = ""
    marks: tuple[str, ...] = ()
    hands: str = ""
    offers: tuple[Offer, ...] = ()
    owed: tuple[PaperView, ...] = ()
    steps: tuple[StepView, ...] = ()
    merged: tuple[CaseRow, ...] = ()
    split: tuple[CaseRow, ...] = ()
    split_from: CaseRow | None = None


def case_view(workspace: Workspace, case_id: int) -> CaseView:
    """Read a case with its people, claims, clocks, documents and timeline; raise `UserFault` when there is none."""
    with workspace.reading() as session:
        case = case_by_id(session, case_id)
        row = rows_of(session, [case.id], workspace.today())[0]
        whole = may_see(workspace, case)
        documents = documents_of(session, case_id=case.id) if whole else ()
        today = workspace.today()
        related = rows_of(session, [case.related_case_id], today) if case.related_case_id else ()
        known = known_case(session, case, today)
        clocks = clock_views(known.clocks, today)
        joined = {edge.to for act in life_pack().acts if act.joins for edge in act.to}
        return CaseView(
            row=row,
            sentence=case_sentence(
                case, row.state, clocks, documents, known, lambda kind: document_name(kind, session)
            ),
            facts=() if case.sealed else _facts(case),
            people=() if case.sealed else _people(session, case),
            claims=() if case.sealed else _claims(session, case),
            clocks=clocks,
            documents=documents,
            timeline=timeline(session, case.id or 0, whole=whole),
            route=tuple(json.loads(case.route)) if case.route else (),
            basis=case.basis,
            next_text=case.next_text,
            remedy=case.remedy,
            notice_kind=case.notice_kind,
            notice_reason=case.notice_reason,
            related=related[0] if related else None,
            can_change=not case.sealed and case.voided_on is None,
            void_reason=case.void_reason,
            state=case.state,
            waits=life_pack().by_state[case.state].waits,
            marks=case.marks,
            hands=case.hands,
            offers=offers(workspace, session, case, known),
            owed=tuple(PaperView(p.step_id, p.kind, document_name(p.kind, session), p.asked_by) for p in known.owed),
            steps=_steps(known) if whole else (),
            merged=_linked(session, col(Case.related_case_id) == case.id, col(Case.state).in_(joined), today=today),
            split=_linked(session, col(Case.split_from_id) == case.id, today=today),
            split_from=rows_of(session, [case.split_from_id], today)[0] if case.split_from_id else None,
        )


def _linked(session: Session, *where: ColumnElement[bool], today: date) -> tuple[CaseRow, ...]:
    """Return the cases that were joined to this one or split off it; a sealed one is not pointed at."""
    ids = session.exec(select(Case.id).where(*where, col(Case.sealed).is_(False)).order_by(col(Case.id))).all()
    return rows_of(session, ids, today)


def _steps(known: KnownCase) -> tuple[StepView, ...]:
    acts, views = life_pack().by_act, []
    for step in known.steps:
        rule = acts.get(step.act)
        if rule is None:
            continue
        lines = tuple(
            (field.key if correctable(rule, field) else "", field.label, fact_words(field, value))
            for field in rule.fields
            if (value := step.facts.get(field.key)) not in (None, "", [])
        )
        title, sentence = rule.title.rstrip("…"), str(step.facts.get(SAID, ""))
        later = step.entered_on if step.entered_on is not None and step.entered_on > step.on else None
        views.append(StepView(step.id or 0, step.act, title, step.on, sentence, step.state_after, lines, later))
    return tuple(views)


def _facts(case: Case) -> tuple[Fact, ...]:
    yes = "是"
    lines = [
        Fact("信访形式", label("channel", case.channel)),
        Fact("信访日期", case.petition_date.isoformat(), "petition_date"),
        Fact("收到日期", case.received_on.isoformat(), "received_on"),
        Fact("登记日期", case.registered_on.isoformat(), "registered_on"),
        Fact(ENTERED_LATER, f"{entry_day(case.registered_at)} 录入" if entered_later(case) else ""),
        Fact("纸质登记簿编号", case.own_number, "own_number"),
        *_desk(case),
        Fact("来源机关", case.source_office, "source_office"),
        Fact("来文编号", case.source_number, "source_number"),
        Fact("省系统编号", case.province_number, "province_number"),
        Fact("信访人数", str(case.people_count), "people_count"),
        Fact("类别", label("kind", case.kind)),
        Fact("信访目的", label("purpose", case.purpose) if case.purpose else "", "purpose"),
        Fact("内容分类", case.content_category, "content_category"),
        Fact("问题属地", case.location, "location"),
        Fact("重大紧急", f"{yes}：{case.urgent_facts}" if case.urgent else ""),
        Fact("身份说明", case.identity_note),
        Fact("未推选代表", yes if case.representatives_refused else ""),
        Fact("回避", case.conflict_note),
        Fact("去向单位", case.destination, "destination"),
        Fact("协办单位", "、".join(case.co_offices)),
        Fact("转送日期", case.dispatched_on.isoformat() if case.dispatched_on else ""),
        Fact("反馈期限", case.report_by.isoformat() if case.report_by else ""),
        Fact("受理日期", case.accepted_on.isoformat() if case.accepted_on else "", "accepted_on"),
        Fact("承办人", case.handler, "handler"),
        Fact("法定途径机关", case.pathway_organ),
        Fact("法律依据", case.pathway_basis),
        Fact("途径期限", case.pathway_period),
        Fact("所需材料", case.pathway_materials),
        Fact("概况", case.summary, "summary"),
    ]
    always = {"概况", "省系统编号", "纸质登记簿编号", "信访目的", "内容分类", "问题属地"}
    return tuple(fact for fact in lines if fact.value or fact.label in always)


def _desk(case: Case) -> tuple[Fact, ...]:
    """Return where it was handed in, where that was not the office's own window."""
    if not case.desk_kind:
        return ()
    fields = rule_pack().fields
    return (
        Fact(fields["desk_kind"].label, fact_words(fields["desk_kind"], case.desk_kind), "desk_kind"),
        Fact(fields["desk_name"].label, case.desk_name, "desk_name"),
        Fact(fields["desk_person"].label, case.desk_person, "desk_person"),
    )


def _people(session: Session, case: Case) -> tuple[tuple[Fact, ...], ...]:
    found = session.exec(
        select(Petitioner).where(Petitioner.case_id == case.id).order_by(col(Petitioner.position))
    ).all()
    capacity = {"agent": "代理人", "representative": "代表"}
    people = []
    for p in found:
        lines = [
            Fact("姓名（名称）", p.name, f"petitioner.{p.id}.name"),
            Fact("身份", "推选的代表" if p.representative else capacity.get(p.capacity, "")),
            Fact("代理人", p.agent_name, f"petitioner.{p.id}.agent_name"),
            Fact("性别", label("gender", p.gender) if p.gender else "", f"petitioner.{p.id}.gender"),
            Fact("证件号码", p.id_number, f"petitioner.{p.id}.id_number"),
            Fact("电话", p.phone, f"petitioner.{p.id}.phone"),
            Fact("住址", p.address, f"petitioner.{p.id}.address"),
        ]
        always = {"姓名（名称）", "电话", "住址"} if p.position == 0 else {"姓名（名称）"}
        people.append(tuple(f for f in lines if f.value or f.label in always))
    return tuple(people)


def _claims(session: Session, case: Case) -> tuple[Fact, ...]:
    found = session.exec(select(Claim).where(Claim.case_id == case.id).order_by(col(Claim.position))).all()
    return tuple(Fact(f"诉求{c.position + 1}", c.text, f"claim.{c.id}") for c in found)
