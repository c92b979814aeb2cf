"""What an act would do to a case: worked out once, shown before it is done, and carried out as it was shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from app.casework.cases.facts import SAID, IssuedPaper, KnownCase, PastService, PastStep, hands_of, in_words, said
from app.casework.clocks.book import BY_CLOSING, OTHER, OWN, THIS_STEP, Clock, ClockBook, ClockMove
from app.casework.life.route_words import end_when_sent, words_of, words_said_anew
from app.casework.office.law_in_force import LawInForce, life_pack
from app.casework.upkeep.served import begins_right, early_service, served_paper
from app.casework.upkeep.waiting_clocks import settle_clocks
from app.faults import UserFault
from app.law.forms.conditions import FactValue, all_hold
from app.law.life.models import ActRule, ClockChange, ClockStart, ClockStop
from app.law.route.models import ClockUse
from app.law.route.page import AnswerFault

T = TypeVar("T")
# The day on which a letter went out, as facts, columns and the clocks it stops name it.
SENT_ON = "dispatched_on"


@dataclass(frozen=True)
class PlannedService:
    """What an act puts on record as served: the document of ours (None: not issued here), the day, and how."""

    document: IssuedPaper | None
    on: date
    result: str
    way: str
    receiver: str
    posted: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything an act would change. `refusals` are why it cannot be done, the first one is said; else nothing.

    `kept` are the facts its step keeps (None takes one away), `columns` what is written on the case itself,
    `documents` the kinds it asks for (`issued` is the one that it issues itself), `service` what it serves, `moves`
    what it does to the clocks, which then stand as in `clocks`. `on` is None only while its day is not filled in.
    """

    rule: ActRule
    on: date | None
    before: str
    state: str
    facts: Mapping[str, FactValue]
    kept: Mapping[str, FactValue | None]
    columns: Mapping[str, object]
    documents: tuple[str, ...]
    issued: str
    service: PlannedService | None
    clocks: tuple[Clock, ...]
    moves: tuple[ClockMove, ...]
    sentence: str
    refusals: tuple[UserFault, ...] = ()


def plan_act(
    known: KnownCase, rule: ActRule, gained: Mapping[str, FactValue], law: LawInForce, today: date
) -> Plan:
    """Work out what an act would do with what was typed (`gained`, checked); pure: it reads and writes nothing.

    What is not filled in yet is passed over, so that a half-filled form can be shown what follows so far.
    """
    facts = facts_after(known, rule, gained)
    on, book, refusals = _day(facts, rule.on), ClockBook(law, known.clocks), _Refusals()
    columns = _columns(rule, facts)
    service = refusals.attempt(_service, known, rule, facts, on)
    if rule.serves or rule.serves_others:
        facts["received"] = begins_right(service.document if service is not None else None, facts)
    documents = tuple(each.kind for each in rule.documents if all_hold(each.when, facts))
    if rule.carried_out_by:
        facts, sent = refusals.attempt(_sent, known, rule, facts, on, book, documents) or (facts, {})
        columns |= sent
    edge = next((edge for edge in rule.to if all_hold(edge.when, facts)), None)
    state = edge.to if edge is not None else str(columns.get("state", known.state))
    unproven = on is not None and on < today
    _move_clocks(known, rule, facts, on, book, refusals, documents, unproven)
    if life_pack().by_state[state].closed and on is not None:
        refusals.attempt(book.stop, on, BY_CLOSING)
    issued = documents[0] if rule.with_document and documents else ""
    columns |= {"state": state, "marks": _marks(known, rule)}
    if not known.facts["sealed"]:
        columns |= _words(known, rule, facts, columns, state)
    sentence = said(rule, facts)
    kept = _kept(known, rule, gained, sentence)
    if rule.received_as and on is not None and facts["received"]:
        kept[rule.received_as] = on.isoformat()
    if on is not None:
        step = PastStep(THIS_STEP, rule.id, on, known.state, state, kept, documents, entered_on=today)
        settle_clocks(book, _papers_after(known, service, issued, today), (*known.steps, step))
    return Plan(
        rule, on, known.state, state, facts, kept, columns, documents, issued, service, tuple(book.clocks),
        tuple(book.moves), sentence, tuple(refusals.said),
    )  # fmt: skip


def facts_after(known: KnownCase, rule: ActRule, gained: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Return the facts as they would stand: what this act asks and nobody filled in is not what an earlier one said."""
    former = {*rule.clears, *(field.key for field in rule.fields)}
    return {**{key: value for key, value in known.facts.items() if key not in former}, **gained, **rule.sets}


def start_clocks_of(
    book: ClockBook, uses: Sequence[ClockUse], facts: Mapping[str, object], duty_office: str, by_letter: bool = False
) -> None:
    """Start the clocks of an end of the route; `UserFault` (missing-field) where the day one starts on is not known.

    `by_letter`: the case goes out with a letter while it is registered, and that letter's day is what counts.
    """
    for use in uses:
        start = _day(facts, use.start)
        if start is None:
            raise UserFault(
                f"期限 {use.kind} 缺少起算日，", "请回到前面补填日期。", code="missing-field", field=use.start
            )
        clock = book.start(
            use.kind, start, start_fact=use.start, fixed=_day(facts, use.due_fact), duty=use.duty,
            duty_office=duty_office if use.duty == OTHER else "", stops_with_notice=use.stops_with_notice,
        )  # fmt: skip
        met_on = _day(facts, use.stopped_by)
        if clock is None or met_on is None:
            continue
        if by_letter:
            clock.awaits_step_id = THIS_STEP
        else:
            clock.stopped_on, clock.stopped_by = met_on, use.stopped_by


class _Refusals:
    """Why an act cannot be done, in the order in which it was found; what comes after is worked out all the same."""

    def __init__(self) -> None:
        self.said: list[UserFault] = []

    def attempt(self, step: Callable[..., T], *arguments: Any) -> T | None:
        try:
            return step(*arguments)
        except UserFault as fault:
            self.said.append(fault)
            return None


def _columns(rule: ActRule, facts: Mapping[str, FactValue]) -> dict[str, object]:
    columns: dict[str, object] = dict.fromkeys(rule.empties)
    for key, column in rule.columns.items():
        value = facts.get(key)
        if value in (None, ""):
            continue
        if column.endswith(("_on", "_by")):
            columns[column] = date.fromisoformat(str(value))
        else:
            columns[column] = tuple(value) if isinstance(value, list) else value
    columns |= {key: rule.sets[key] for key in ("hands", "disposition") if key in rule.sets}
    if rule.second == "refuses" and facts["disposition"] in life_pack().proposed_by_route:
        columns["disposition"] = "decided"
    return columns


def _service(
    known: KnownCase, rule: ActRule, facts: Mapping[str, FactValue], on: date | None
) -> PlannedService | None:
    if on is None or not (rule.serves or rule.serves_others):
        return None
    paper = served_paper(known, rule, facts)
    if early := early_service(paper, rule, facts):
        raise AnswerFault(early)
    return PlannedService(
        paper, on, str(facts.get("service_result") or ""), str(facts.get("service_way") or ""),
        str(facts.get("service_receiver") or ""), bool(facts.get("post_number")),
    )  # fmt: skip


def _papers_after(
    known: KnownCase, service: PlannedService | None, issued: str, today: date
) -> tuple[IssuedPaper, ...]:
    """Return the papers of the case as they would stand after the act."""
    papers = list(known.papers)
    if service is not None and service.document is not None:
        told = PastService(service.on, service.result)
        proven = service.document.proven or service.posted
        papers[papers.index(service.document)] = replace(
            service.document, services=(*service.document.services, told), proven=proven
        )
    if issued:
        after = max((paper.id for paper in papers), default=0) + 1
        papers.append(IssuedPaper(after, THIS_STEP, issued, "", "", today))
    return tuple(papers)


def _sent(
    known: KnownCase, rule: ActRule, facts: Mapping[str, FactValue], on: date | None, book: ClockBook,
    documents: Sequence[str],
) -> tuple[dict[str, FactValue], dict[str, object]]:
    """Let a waiting case become what its route said it would when sent; what the letter fulfils stops (22/1)."""
    destination = str(facts.get("destination") or known.facts.get("destination") or "").strip()
    become = end_when_sent(known.outcome_id, {**facts, "destination": destination})
    uses = {use.kind: use for use in become.clocks}
    running = {clock.kind for clock in book.running}
    for kind, use in uses.items():
        book.leave_to_notice((kind,), use.stops_with_notice, _last_paper(known))
    sent = tuple(kind for kind, use in uses.items() if use.stopped_by == SENT_ON)
    if _by_paper(rule, documents):
        book.leave_to_paper(sent)
    elif on is not None:
        book.stop(on, SENT_ON, lambda clock: clock.kind in sent)
    if on is not None:
        for kind, use in uses.items():
            fixed = _day(facts, use.due_fact)
            if kind not in running and fixed is not None:
                book.start(kind, on, start_fact=use.start, fixed=fixed, duty=use.duty, duty_office=destination)
    # Where this office goes on handling it, its own acts will say so.
    hands = OTHER if hands_of(become.disposition) == OTHER else ""
    return {**facts, "hands": hands}, {
        "destination": destination,
        SENT_ON: on,
        "outcome_id": become.id,
        "disposition": become.disposition,
        "state": become.state,
        "hands": hands,
        "basis": become.basis,
        # What was given at the window said "to be transferred"; now the petitioner is owed where it went.
        "notice_kind": become.notice,
        "notice_reason": become.notice_reason,
        **words_of(become),
    }


def _move_clocks(
    known: KnownCase,
    rule: ActRule,
    facts: Mapping[str, FactValue],
    on: date | None,
    book: ClockBook,
    refusals: _Refusals,
    documents: Sequence[str],
    late: bool,
) -> None:
    """Move the clocks as the act's data says, judged by the state it was done in; `late`: it is entered afterwards."""
    at_the_time = {**facts, "state": known.state}
    for start in rule.starts:
        day = _day(facts, start.start)
        if day is not None and all_hold(start.when, at_the_time):
            refusals.attempt(_start, book, start, day, facts)
    for stop in rule.stops:
        if not all_hold(stop.when, at_the_time):
            continue
        if stop.with_notice:
            book.leave_to_notice(stop.kinds, after=_last_paper(known))
        elif stop.with_paper and _by_paper(rule, documents):
            book.leave_to_paper(stop.kinds, told=stop.told)
        elif (day := _day(facts, stop.on)) is not None:
            refusals.attempt(_stop, book, stop, day, late)
    for change in rule.changes:
        if all_hold(change.when, at_the_time):
            refusals.attempt(_change, book, known, change, rule, facts, on)


def _stop(book: ClockBook, stop: ClockStop, day: date, late: bool) -> None:
    """Stop clocks on a typed day; what this office says of its own duty afterwards is not proven by being typed."""
    for duty in (OWN, OTHER):
        which = partial(_is_of, kinds=stop.kinds, duty=duty)
        book.stop(day, stop.on, which, unproven=late and duty == OWN)


def _is_of(clock: Clock, kinds: Sequence[str], duty: str) -> bool:
    return clock.kind in kinds and clock.duty == duty


def _by_paper(rule: ActRule, documents: Sequence[str]) -> bool:
    return any(each.ends and each.kind in documents for each in rule.documents)


def _last_paper(known: KnownCase) -> int:
    return max((paper.id for paper in known.papers), default=0)


def _start(book: ClockBook, start: ClockStart, day: date, facts: Mapping[str, FactValue]) -> None:
    book.start(
        start.kind, day, start_fact=start.start, fixed=_day(facts, start.due_fact), duty=start.duty,
        duty_office=str(facts.get(start.duty_office, "")) if start.duty == OTHER else "",
        stops_with_notice=start.stops_with_notice,
    )  # fmt: skip


def _change(
    book: ClockBook,
    known: KnownCase,
    change: ClockChange,
    rule: ActRule,
    facts: Mapping[str, FactValue],
    on: date | None,
) -> None:
    if change.change == "resume":
        book.resume(change.kind, change.stopped_by)
    elif change.change == "exclude":
        first, last = _day(facts, change.first), _day(facts, change.last)
        if first is not None and last is not None and first <= last:
            _refuse_days_twice(known, rule, change, first, last)
            book.exclude(change.kind, (last - first).days + 1)
    elif on is not None and isinstance(days := facts.get(change.days), int):
        book.lengthen(change.kind, days, on)


def _refuse_days_twice(known: KnownCase, rule: ActRule, change: ClockChange, first: date, last: date) -> None:
    """Refuse a hearing's days that an earlier one has taken out already."""
    for step in known.steps:
        if step.act != rule.id or not all_hold(change.when, {**known.facts, "state": step.state_before}):
            continue
        begun, ended = str(step.facts[change.first]), str(step.facts[change.last])
        if begun <= last.isoformat() and ended >= first.isoformat():
            raise UserFault(
                f"{begun} 至 {ended} 的听证时间已经扣除过，", "请只填这一次另外的日子。", code="bad-value",
                field=change.first,
            )  # fmt: skip


def _marks(known: KnownCase, rule: ActRule) -> tuple[str, ...]:
    staying = [mark for mark in known.marks if mark not in rule.marks_off]
    return tuple(dict.fromkeys((*staying, *rule.marks_on)))


def _words(
    known: KnownCase, rule: ActRule, facts: Mapping[str, FactValue], columns: Mapping[str, object], state: str
) -> dict[str, object]:
    """Return what the case says of what comes next and of the remedy, where this act says it anew."""
    said_anew: dict[str, object] = {}
    if rule.says_route_anew:
        named = {**facts, **{key: value for key, value in columns.items() if isinstance(value, str)}}
        said_anew |= words_said_anew(known.outcome_id, state, named, sent_again=True)
    if not rule.carried_out_by:
        said_anew["next_text"] = life_pack().by_state[state].waits
    if rule.remedy:
        said_anew["remedy"] = in_words(rule.remedy, facts)
    return said_anew


def _kept(
    known: KnownCase, rule: ActRule, gained: Mapping[str, FactValue], sentence: str
) -> dict[str, FactValue | None]:
    left_open = [field.key for field in rule.fields if field.kind == "date" and field.key not in gained]
    taken_away = (*rule.clears, *(key for key in left_open if known.origin.get(key) == rule.id))
    return {**dict.fromkeys(taken_away), **rule.sets, **gained, SAID: sentence}


def _day(facts: Mapping[str, object], key: str) -> date | None:
    value = facts.get(key) if key else None
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
