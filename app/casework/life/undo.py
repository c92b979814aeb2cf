"""Take back the last act of a case (撤销这一步) by a counter-act that erases nothing, and open a voided case again.

What the act changed is read from the journal, which knows it for every act of every version; each part goes back to
what it was before. The step stays to be read, marked as taken back, and nothing follows from it any more.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlmodel import Session, SQLModel, col, select

from app.casework.cases.facts import (
    REGISTER,
    SAID,
    TAKEN_BACK,
    UNDO,
    UNDO_PROPOSED,
    IssuedPaper,
    KnownCase,
    PastStep,
    known_case,
)
from app.casework.cases.lookup import case_by_id, case_by_number
from app.casework.cases.sealed import is_custodian
from app.casework.clocks.book import BY_UNDOING, BY_VOIDING, Clock, ClockBook, compute_end
from app.casework.clocks.running import keep_book
from app.casework.documents.voiding import void_in
from app.casework.life.acts import act_form, perform
from app.casework.office.law_in_force import law_of, life_pack
from app.casework.upkeep.case_act import case_act
from app.faults import UserFault
from app.models.tables import Case, CaseStep, Claim, DocumentPrint, JournalEntry, JournalText, Service
from app.models.workspace import Workspace

# What follows from the rest and is said anew by itself.
_DERIVED = frozenset({"next_due", "next_clock", "watch_due", "watch_clock"})
# What an act decides of a clock; its dates are computed from these.
_DECIDED = (
    "stopped_on", "stopped_by", "stops_with_notice", "awaits_step_id", "waits_after", "unproven", "extension_days",
    "late_extension", "excluded_days", "days", "duty", "duty_office",
)  # fmt: skip


@dataclass(frozen=True)
class UndoAhead:
    """What taking back the last act would do, and why it cannot be done (`reason`, else empty).

    `papers` are the documents that the act asked for and that would be declared void with it; `left_house` those of
    them that were printed or saved. `state` is the state the case goes back to. `needs_second`: the act was decided
    by two persons, and so is its being taken back. `asks_target`: it is a request of the petitioner, which is not
    removed but moved to the case it belongs to.
    """

    step_id: int | None
    title: str
    on: date | None
    sentence: str
    papers: tuple[IssuedPaper, ...]
    left_house: tuple[IssuedPaper, ...]
    state: str
    needs_second: bool
    asks_target: bool
    proposed_by: int | None
    reason: str = ""


def undo_ahead(workspace: Workspace, case_id: int) -> UndoAhead:
    """Return what taking back the last act of a case would do; it changes nothing."""
    with workspace.reading() as session:
        case = case_by_id(session, case_id)
        return _ahead(workspace, session, case, known_case(session, case, workspace.today()))


def undo(
    workspace: Workspace,
    case_id: int,
    reason: str,
    *,
    step_id: int | None = None,
    papers_here: bool = False,
    move_to: str = "",
) -> UndoAhead:
    """Take back the last act of a case; return what was done as it was shown by `undo_ahead`.

    `step_id` names the act that is meant: an earlier one is refused with the acts that stand on it. `papers_here` says
    that what was printed for it has not left the house. `move_to` is the number of the case that a petitioner's
    request belongs to. What two persons decided is only proposed by the first call and done by another person's.
    Raises `UserFault`: missing-field, nothing-to-undo, stands-on-it, left-house, not-allowed, second-person.
    """
    if not reason.strip():
        raise UserFault("撤销要写明理由，", "请填写理由后再继续。", code="missing-field", field="reason")
    ahead = undo_ahead(workspace, case_id)
    _refuse(workspace, case_id, ahead, step_id, papers_here)
    note = reason.strip()
    if ahead.asks_target:
        note += f"（已记入 {_move(workspace, case_id, ahead, move_to)}）"
    with case_act(workspace, UNDO, case_id, note, whichever=True) as acting:
        session, case = acting.session, acting.case
        known = known_case(session, case, workspace.today())
        if ahead.needs_second and ahead.proposed_by is None:
            said = f"提出撤销“{ahead.title}”，等第二人确认"
            _counter_step(workspace, session, case, UNDO_PROPOSED, known.state, {"undone": ahead.step_id, SAID: said})
            return ahead
        before = known.state
        step = session.get_one(CaseStep, ahead.step_id)
        for paper in ahead.papers:
            void_in(workspace, session, case, paper.id, f"撤销“{ahead.title}”：{note}")
        _put_back(session, case, step, known)
        served = session.exec(select(Service).where(Service.step_id == step.id)).one_or_none()
        if served is not None:
            served.result = TAKEN_BACK
            session.add(served)
        counter = _counter_step(
            workspace, session, case, UNDO, before, {"undone": step.id, SAID: f"已撤销“{ahead.title}”"}
        )
        step.undone_by_id = counter.id
        session.add(step)
    return ahead


def reopen_voided(workspace: Workspace, case_id: int, reason: str) -> None:
    """Let a case that was voided by mistake go on as it stood; its clocks run on from their old starts."""
    if not reason.strip():
        raise UserFault("重新办理要写明理由，", "请填写理由后再继续。", code="missing-field", field="reason")
    with case_act(workspace, "reopen_voided", case_id, reason.strip(), whichever=True) as acting:
        session, case = acting.session, acting.case
        if case.voided_on is None:
            raise UserFault("这件没有作废，", "已经办结、归档的，请用“重新办理”。", code="wrong-state")
        if case.sealed and not is_custodian(workspace):
            raise UserFault("检举控告件只有保密专员能办理。", "请由保密专员登录后办理。", code="not-allowed")
        case.voided_on, case.void_reason = None, ""
        session.add(case)
        book = ClockBook(law_of(session), known_case(session, case, workspace.today()).clocks)
        for clock in book.clocks:
            if clock.stopped_by == BY_VOIDING:
                clock.stopped_on, clock.stopped_by = None, ""
        keep_book(session, case, book)


def _ahead(workspace: Workspace, session: Session, case: Case, known: KnownCase) -> UndoAhead:
    last = next((step for step in reversed(known.steps) if step.act != REGISTER), None)
    rule = life_pack().by_act.get(last.act) if last is not None else None
    if last is None or rule is None:
        why = "登记以后还没有办过事；登记错了的，用“作废”或者“更正”。"
        return UndoAhead(None, "", None, "", (), (), known.state, False, False, None, why)
    papers = tuple(paper for paper in known.papers if paper.step_id == last.id)
    printed = select(DocumentPrint.document_id).where(DocumentPrint.case_id == case.id)
    left = {*session.exec(printed).all(), *(paper.id for paper in papers if paper.outside)}
    proposed = _proposed(session, case, last)
    reason = ""
    if case.voided_on is not None:
        reason = "这件已经作废；要接着办的，先重新办理。"
    elif rule.sealed and not is_custodian(workspace):
        reason = "检举控告件只有保密专员能办理。"
    elif known.state != last.state_after:
        reason = "这一步以后状态又变了，不能直接撤销；请更正，或者联系信息员。"
    elif _words_sealed(session, last):
        reason = "这一步的流水已经密封，不能撤销。"
    elif proposed is not None and proposed == workspace.actor.id:
        reason = "提出撤销的人不能自己确认：要由另一位工作人员用自己的用户登录后办理。"
    return UndoAhead(
        last.id, rule.title.rstrip("…"), last.on, str(last.facts.get(SAID) or ""), papers,
        tuple(paper for paper in papers if paper.id in left), last.state_before, last.second_of is not None,
        rule.by_petitioner, proposed, reason,
    )  # fmt: skip


def _refuse(
    workspace: Workspace, case_id: int, ahead: UndoAhead, step_id: int | None, papers_here: bool
) -> None:
    if ahead.reason:
        code = "second-person" if ahead.proposed_by is not None else "nothing-to-undo"
        raise UserFault(ahead.reason, "", code=code)
    if step_id is not None and step_id != ahead.step_id:
        raise _stands_on_it(workspace, case_id, step_id)
    if ahead.left_house and not papers_here:
        numbers = "、".join(paper.number for paper in ahead.left_house)
        raise UserFault(
            f"这一步的文书（{numbers}）已经打印或者在外面出过，",
            "还在本单位没有发出去的，说明后一起作废；已经发出去的不能撤销，请更正并另出文书说明。",
            code="left-house", field="papers_here",
        )  # fmt: skip


def _stands_on_it(workspace: Workspace, case_id: int, step_id: int) -> UserFault:
    with workspace.reading() as session:
        known = known_case(session, case_by_id(session, case_id), workspace.today())
    acts = life_pack().by_act
    later = [step for step in known.steps if (step.id or 0) > step_id and step.act in acts]
    if not later or step_id not in {step.id for step in known.steps}:
        return UserFault("没有这一步，或者它已经撤销，", "请刷新后再试。", code="nothing-to-undo")
    named = "、".join(f"“{acts[step.act].title.rstrip('…')}”（{step.on}）" for step in reversed(later))
    return UserFault(f"后面还有{named}，", "请从最后一步起，一步一步往回撤销。", code="stands-on-it")


def _move(workspace: Workspace, case_id: int, ahead: UndoAhead, move_to: str) -> str:
    """Put the petitioner's request on record in the case it belongs to, before it is taken back here; return where."""
    if not move_to.strip():
        raise UserFault(
            "信访人提出的请求不能撤掉，只能记到它该在的那一件里，", "请写明那一件的编号。", code="missing-field",
            field="move_to",
        )  # fmt: skip
    with workspace.reading() as session:
        target = case_by_number(session, move_to)
        step = session.get_one(CaseStep, ahead.step_id)
        target_id, number, act = target.id or 0, target.number, step.act
        kept = {key: value for key, value in json.loads(step.facts).items() if value is not None}
    if target_id == case_id:
        raise UserFault("这就是现在这一件，", "请写请求应当记在哪一件。", code="bad-value", field="move_to")
    form = act_form(workspace, target_id, act)
    asked = {field.key for field in form.rule.fields}
    perform(workspace, target_id, act, {**form.values, **{key: kept[key] for key in asked & kept.keys()}})
    return number


def _proposed(session: Session, case: Case, last: PastStep) -> int | None:
    """Return who has proposed to take this step back, if anybody has."""
    rows = session.exec(
        select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.act == UNDO_PROPOSED).order_by(col(CaseStep.id))
    ).all()
    return next((row.by_id for row in rows if json.loads(row.facts).get("undone") == last.id), None)


def _changes(session: Session, step_id: int | None) -> Iterator[tuple[JournalEntry, str]]:
    """Yield every entry of the act that brought a step, with its words."""
    of_step = select(JournalEntry.act_seq).where(
        JournalEntry.table_name == "case_step", JournalEntry.row_key == str(step_id), JournalEntry.operation == "insert"
    )
    found = session.exec(of_step).first()
    entries = (
        select(JournalEntry, JournalText.changes)
        .join(JournalText, col(JournalText.seq) == col(JournalEntry.seq))
        .where(JournalEntry.act_seq == found)
        .order_by(col(JournalEntry.seq))
    )
    yield from session.exec(entries).all()


def _words_sealed(session: Session, last: PastStep) -> bool:
    return any(not changes for _, changes in _changes(session, last.id))


def _put_back(session: Session, case: Case, step: CaseStep, known: KnownCase) -> None:
    """Give case, claims and clocks back what the act took from them."""
    book = ClockBook(law_of(session), known.clocks)
    by_id = {clock.id: clock for clock in book.clocks}
    for entry, words in list(_changes(session, step.id)):
        changes: dict[str, Any] = json.loads(words)
        if entry.operation == "update" and entry.table_name == "case":
            _restore(case, changes, _DERIVED)
            session.add(case)
        elif entry.operation == "update" and entry.table_name == "claim":
            claim = session.get(Claim, int(entry.row_key))
            if claim is not None:
                _restore(claim, changes, frozenset())
                session.add(claim)
        elif entry.table_name == "case_clock" and (clock := by_id.get(int(entry.row_key))) is not None:
            _restore_clock(book, clock, entry.operation, changes, step.id)
    keep_book(session, case, book)


def _restore(row: SQLModel, changes: Mapping[str, Any], but: frozenset[str]) -> None:
    columns = type(row).__table__.c  # type: ignore[attr-defined]
    for column, change in changes.items():
        if column in but or column not in columns:
            continue
        former = change[0]
        if isinstance(columns[column].type, Date) and former is not None:
            former = date.fromisoformat(former)
        setattr(row, column, tuple(former) if isinstance(former, list) else former)


def _restore_clock(
    book: ClockBook, clock: Clock, operation: str, changes: Mapping[str, Any], step_id: int | None
) -> None:
    if operation == "insert":
        clock.stopped_on, clock.stopped_by = clock.start, BY_UNDOING
        clock.awaits_step_id, clock.stops_with_notice = None, False
        return
    if clock.awaits_step_id == step_id:
        clock.stopped_on, clock.stopped_by, clock.unproven = None, "", False
    for column in _DECIDED:
        if column in changes:
            former = changes[column][0]
            as_day = column == "stopped_on" and former is not None
            setattr(clock, column, date.fromisoformat(former) if as_day else former)
    compute_end(book.law, clock)


def _counter_step(
    workspace: Workspace, session: Session, case: Case, act: str, before: str, facts: dict[str, Any]
) -> CaseStep:
    counter = CaseStep(
        case_id=case.id or 0, act=act, on=workspace.today(), state_before=before, state_after=case.state,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True), by_id=workspace.actor.id, at=workspace.moment(),
    )  # fmt: skip
    session.add(counter)
    session.flush()
    return counter
