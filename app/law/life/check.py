"""Prove a life pack: states reachable and left again, acts with basis, document and clock, or the reason for none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from app.faults import UserFault
from app.law.dates.clocks import ClockRule
from app.law.forms.conditions import Condition
from app.law.life.models import ActRule, LifePack
from app.law.route.check import PLACEHOLDER
from app.law.route.models import RulePack
from app.law.text.articles import Regulation

# Facts that casework tells of every case, beside those that pages and acts ask.
CASE_FACTS = frozenset(
    {
        "state", "office_role", "sealed", "kind", "way", "channel", "identity", "hands", "disposition", "power",
        "litigation", "destination", "source_office", "waits_for_dispatch", "proposal", "papers_owed", "redo", "stage",
        "received_on", "dispatched_on", "accepted_on", "report_by", "related_case", "office_filing_allowed",
        "concluded_on", "own_duty", "issued_accusation_letter", "issued_accusation_notice", "received",
        "right_estimated",
    }
)  # fmt: skip
_ON_ITS_WAY = 2
_CLOCK_WORDS = ("running", "passed", "governing", "over_on", "estimated")


def check_life_pack(
    life: LifePack, pack: RulePack, regulation: Regulation, clocks: Mapping[str, ClockRule]
) -> tuple[str, ...]:
    """Return what is wrong with a life pack, one Chinese sentence each; nothing means it may be used."""
    names = tuple(_names(life, pack))
    if names:
        return names
    return (
        *_ways(life, pack),
        *(problem for act in life.acts for problem in _act(act, life, pack, clocks)),
        *_articles(life, regulation),
    )


def entry_states(pack: RulePack) -> frozenset[str]:
    """Return the states in which the intake leaves a case."""
    return frozenset(outcome.state for outcome in pack.outcomes)


def targets(act: ActRule) -> tuple[str, ...]:
    """Return the states an act may lead to; a state it stays in is none."""
    return tuple(edge.to for edge in act.to)


def _names(life: LifePack, pack: RulePack) -> Iterator[str]:
    for what, ids in (("状态", [s.id for s in life.states]), ("办理事项", [a.id for a in life.acts])):
        yield from (f"{what}“{name}”写了 {count} 次。" for name, count in Counter(ids).items() if count > 1)
    for act in life.acts:
        for state in (*act.from_states, *targets(act)):
            if state not in life.by_state:
                yield f"办理事项 {act.id} 用了不存在的状态“{state}”。"
        if act.confirms and act.confirms not in life.by_act:
            yield f"办理事项 {act.id} 确认的“{act.confirms}”不存在。"
    yield from (f"登记的去向进入不存在的状态“{state}”。" for state in entry_states(pack) if state not in life.by_state)


def _ways(life: LifePack, pack: RulePack) -> Iterator[str]:
    seen: set[str] = set()
    waiting = list(entry_states(pack))
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(to for act in life.acts if here in act.from_states for to in targets(act))
    for state in life.states:
        if state.instant:
            continue
        if state.id not in seen:
            yield f"状态 {state.id}（{state.title}）从登记的任何去向都走不到。"
        onward = set(_onward(life, state.id)) - {state.id}
        if state.closed and onward:
            yield f"状态 {state.id}（{state.title}）已经结束，却还有去路。"
        if not state.closed and not onward:
            yield f"状态 {state.id}（{state.title}）是死路：没有一件事能让它往前走。"
        elif not state.closed and not _ends(life, state.id):
            yield f"状态 {state.id}（{state.title}）只能绕圈，走不到结束。"


def _ends(life: LifePack, start: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if life.by_state[here].closed:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(_onward(life, here))
    return False


def _onward(life: LifePack, state: str) -> Iterator[str]:
    """Yield the states that acts lead to from one, without those that open again what is over."""
    over = life.by_state[state].over
    return (
        to for act in life.acts if state in act.from_states and not (over and act.reopens) for to in targets(act)
    )


def _act(act: ActRule, life: LifePack, pack: RulePack, clocks: Mapping[str, ClockRule]) -> Iterator[str]:
    where = f"办理事项 {act.id}"
    if not act.basis and not act.basis_reason:
        yield f"{where}没有依据，也没有写明没有依据的理由。"
    if not act.documents and not act.document_reason:
        yield f"{where}没有文书，也没有写明不出文书的理由。"
    if (
        all(document.when for document in act.documents)
        and not act.document_reason
        and len(act.documents) < _ON_ITS_WAY
    ):
        yield f"{where}的文书带条件，却没有写明不出文书的理由。"
    if not (act.starts or act.stops or act.changes or act.clock_reason):
        yield f"{where}没有期限，也没有写明没有期限的理由。"
    keys = {field.key: field for field in act.fields}
    if act.on not in keys or keys[act.on].kind != "date":
        yield f"{where}没有写明哪个日期是办理的日子。"
    if act.to and act.to[-1].when:
        yield f"{where}的条件没有覆盖所有情形：最后一条去路不能带条件。"
    known = known_facts(life, pack, clocks)
    for start in act.starts:
        if start.kind not in clocks:
            yield f"{where}用了不存在的期限“{start.kind}”。"
        yield from (
            f"{where}的期限 {start.kind} 从没有人填写的“{k}”算。" for k in _keys(start.start, start.due_fact, known)
        )
    for stop in act.stops:
        yield from (f"{where}停止不存在的期限“{kind}”。" for kind in stop.kinds if kind not in clocks)
        yield from (f"{where}在没有人填写的“{key}”那天停止期限。" for key in _keys(stop.on, "", known))
    for change in act.changes:
        if change.kind not in clocks:
            yield f"{where}改变不存在的期限“{change.kind}”。"
    for condition in _conditions(act):
        named = (condition.fact, str(condition.value)) if condition.op == "after" else (condition.fact,)
        yield from (f"{where}的条件用了没有人填写的“{key}”。" for key in named if key not in known)
    for field in act.fields:
        days = (*field.not_before.split(), *field.not_after.split())
        yield from (f"{where}的字段“{field.key}”与没有人填写的“{key}”比较。" for key in days if key not in known)
    for text in (act.done, *(told.say for told in act.done_when), act.remedy):
        yield from (f"{where}的文字用了没有人填写的“{key}”。" for key in PLACEHOLDER.findall(text) if key not in known)


def known_facts(life: LifePack, pack: RulePack, clocks: Iterable[str]) -> frozenset[str]:
    """Return every fact that a case may have: from intake, acts, choices in words, clocks, and the case itself."""
    choices = {f"{key}_label" for key, field in life.fields.items() if field.options}
    told = {f"{kind}_{word}" for kind in clocks for word in _CLOCK_WORDS}
    set_by_acts = {key for act in life.acts for key in (*act.sets, act.received_as) if key}
    owed = {f"owes_{document.kind}" for act in life.acts for document in act.documents}
    return CASE_FACTS | pack.fact_keys | frozenset(life.fields) | choices | told | set_by_acts | owed


def _keys(first: str, second: str, known: frozenset[str]) -> tuple[str, ...]:
    return tuple(key for key in (first, second) if key and key not in known)


def _conditions(act: ActRule) -> Iterator[Condition]:
    yield from act.when
    for need in (*act.needs, *act.checks):
        yield from need.when
    for told in act.done_when:
        yield from told.when
    for edge in act.to:
        yield from edge.when
    for part in act.conditional_parts:
        yield from part.when
    for field in act.fields:
        yield from (*field.shown_when, *field.required_when)


def _articles(life: LifePack, regulation: Regulation) -> Iterator[str]:
    cited = [(f"状态 {state.id}", state.basis) for state in life.states]
    cited += [(f"办理事项 {act.id}", act.basis) for act in life.acts]
    for where, refs in cited:
        for ref in refs:
            try:
                regulation.cite(ref)
            except UserFault:
                yield f"{where}引用了不存在的条文“{ref}”。"
