"""What an act will bring, said while its form is still being filled in: state, papers, clocks, what would be late."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.casework.life.acts import ActForm
from app.casework.office.law_in_force import LawInForce, life_pack
from app.casework.views.clock_view import ClockView
from app.faults import UserFault
from app.law.dates.clocks import Due, due
from app.law.dates.local_rules import local_end
from app.law.dates.timeline import weekday_word
from app.law.forms.conditions import FactValue, all_hold
from app.law.life.models import ActRule, ClockChange, ClockStart, ClockStop
from app.law.route.models import Node
from app.law.route.outcome import fill_words
from app.law.route.page import check_page

_WHOSE = {"own": "", "other": "承办单位"}


@dataclass(frozen=True)
class ActAhead:
    """The words of 接下来 for an act; `late` are sentences that must be read before it is done."""

    papers: str
    clocks: str
    then: str
    hint: str
    late: tuple[str, ...]


def act_ahead(
    form: ActForm,
    values: Mapping[str, object],
    today: date,
    law: LawInForce,
    clocks: Sequence[ClockView],
    names: Mapping[str, str],
) -> ActAhead:
    """Say what follows from what is typed so far; a date still half typed brings no line of its own.

    `names` are what this office calls its documents, by kind.
    """
    rule = form.rule
    facts = facts_typed(form, values, today)
    running = {clock.kind: clock for clock in clocks if clock.stopped_on is None}
    last = {clock.kind: clock for clock in clocks}
    lines = [
        *_stops(rule, facts, law, running),
        *_starts(rule, facts, law),
        *_changes(rule, facts, law, running, last),
    ]
    if rule.clock_reason:
        lines.append(rule.clock_reason)
    return ActAhead(
        papers=_papers(rule, facts, names),
        clocks="\n".join(lines),
        then=_then(rule, facts),
        hint=_remedy(rule, facts),
        late=tuple(_late(rule, facts, law, running)),
    )


def papers_of(form: ActForm, values: Mapping[str, object], today: date) -> tuple[str, ...]:
    """Return the kinds of documents the act would ask for."""
    facts = facts_typed(form, values, today)
    return tuple(each.kind for each in form.rule.documents if all_hold(each.when, facts))


def facts_typed(form: ActForm, values: Mapping[str, object], today: date) -> dict[str, FactValue]:
    """Return the facts as they would stand, without what cannot be taken yet."""
    rule = form.rule
    page = Node(id=rule.id, title=rule.title, question=rule.help, basis=rule.basis, fields=rule.fields)
    raw = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
    check = check_page(page, None, form.facts, raw, today)
    gone = {*rule.clears, *check.errors}
    return {**{key: value for key, value in form.facts.items() if key not in gone}, **check.gained, **rule.sets}


def day_words(day: date) -> str:
    """Write a day with its weekday."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_word(day)}）"


def _papers(rule: ActRule, facts: Mapping[str, FactValue], names: Mapping[str, str]) -> str:
    kinds = [each.kind for each in rule.documents if all_hold(each.when, facts)]
    if not kinds:
        return f"不出文书：{rule.document_reason}" if rule.document_reason else "不出文书"
    titles = "".join(f"《{names.get(kind, kind)}》" for kind in kinds)
    return titles + ("，确认时一起签发" if rule.with_document else "，办完这一步就可以出")


def _remedy(rule: ActRule, facts: Mapping[str, FactValue]) -> str:
    # What is not filled in yet shows as a gap, not as the sign for a rare character.
    words = fill_words(rule.remedy, facts).replace("××", "……")
    return f"救济途径由路线决定：{words}" if rule.remedy else ""


def _then(rule: ActRule, facts: Mapping[str, FactValue]) -> str:
    states = life_pack().by_state
    if rule.carried_out_by == "dispatch_case":
        return f"{states['S03'].title}。{states['S03'].waits}"
    edge = next((edge for edge in rule.to if all_hold(edge.when, facts)), None)
    if edge is not None and edge.to != facts.get("state"):
        return f"{states[edge.to].title}。{states[edge.to].waits}"
    now = states[str(facts["state"])].title
    if rule.second == "proposes":
        return f"仍是“{now}”。要由另一位工作人员用自己的用户登录后确认或者退回，提出的人不能自己确认。"
    return f"仍是“{now}”。"


def _stops(
    rule: ActRule, facts: Mapping[str, FactValue], law: LawInForce, running: Mapping[str, ClockView]
) -> Iterator[str]:
    left = set(running)
    for stop in _stopping(rule, facts):
        for kind in stop.kinds:
            if kind not in running:
                continue
            name = f"{_whose(running[kind])}“{law.clocks[kind].name}”"
            if stop.with_notice:
                yield f"{name}在告知书签发的那天停止"
            elif day := _day(facts, stop.on):
                left.discard(kind)
                yield f"{name}在{day.month}月{day.day}日停止"
    edge = next((edge for edge in rule.to if all_hold(edge.when, facts)), None)
    if edge is not None and life_pack().by_state[edge.to].closed and left:
        yield "还在走的期限全部停止"


def _stopping(rule: ActRule, facts: Mapping[str, FactValue]) -> Iterator[ClockStop]:
    if rule.carried_out_by == "dispatch_case":
        yield ClockStop(kinds=("K1",), on=rule.on)
    yield from (stop for stop in rule.stops if all_hold(stop.when, facts))


def _starts(rule: ActRule, facts: Mapping[str, FactValue], law: LawInForce) -> Iterator[str]:
    starts = list(rule.starts)
    if rule.carried_out_by == "dispatch_case" and "report_by" in facts:
        starts.append(ClockStart(kind="K10", start=rule.on, due_fact="report_by", duty="other"))
    for start in starts:
        day, fixed = _day(facts, start.start), _day(facts, start.due_fact)
        if day is None or not all_hold(start.when, facts):
            continue
        clock = law.clocks[start.kind]
        days = None if clock.days is not None else (fixed - day).days if fixed else law.local.days(start.kind)
        if clock.days is None and days is None:
            continue
        try:
            found = due(start.kind, day, law.calendar, law.clocks, days=days)
        except UserFault:
            continue
        own = local_end(clock, law.local, day, law.calendar)
        if own is not None and clock.obliged == "petitioner":  # a longer right is judged by its own end
            found, own = own, None
        words = f"{_WHOSE[start.duty] if clock.obliged == 'office' else ''}“{clock.name}”到{day_words(found.governing)}"
        yield words + _local(own) + ("（放假安排未公布，估算）" if found.estimated else "")


def _changes(
    rule: ActRule,
    facts: Mapping[str, FactValue],
    law: LawInForce,
    running: Mapping[str, ClockView],
    last: Mapping[str, ClockView],
) -> Iterator[str]:
    for change in rule.changes:
        if not all_hold(change.when, facts):
            continue
        name = law.clocks[change.kind].name
        if change.change == "extend":
            yield from _extended(rule, change, facts, law, running)
        elif change.change == "exclude":
            first, end = _day(facts, change.first), _day(facts, change.last)
            if first and end and end >= first:
                yield f"“{name}”扣除听证{(end - first).days + 1}天"
        elif change.kind in last:
            yield f"“{name}”接着走，末日仍是{day_words(last[change.kind].governing)}，不重新起算"


def _extended(
    rule: ActRule,
    change: ClockChange,
    facts: Mapping[str, FactValue],
    law: LawInForce,
    running: Mapping[str, ClockView],
) -> Iterator[str]:
    clock, approved, days = running.get(change.kind), _day(facts, rule.on), facts.get(change.days)
    if clock is None or approved is None or not isinstance(days, int):
        return
    if approved > clock.due:
        yield f"“{clock.name}”的末日仍是{day_words(clock.due)}，不后移"
        return
    if days > law.local.extension_max_days(law.clocks[change.kind]):
        return  # the act itself will say by how much at most
    try:
        found = due(change.kind, clock.start, law.calendar, law.clocks, extension_days=days)
    except UserFault:
        return
    own = local_end(law.clocks[change.kind], law.local, clock.start, law.calendar, added_days=days)
    yield f"“{clock.name}”延长{days}日，从{day_words(clock.due)}到{day_words(found.due)}{_local(own)}"


def _local(own: Due | None) -> str:
    return f"，本地规则到{own.governing.month}月{own.governing.day}日" if own is not None else ""


def _late(
    rule: ActRule, facts: Mapping[str, FactValue], law: LawInForce, running: Mapping[str, ClockView]
) -> Iterator[str]:
    for change in rule.changes:
        clock, approved = running.get(change.kind), _day(facts, rule.on)
        if change.change == "extend" and clock is not None and approved is not None and approved > clock.due:
            length = law.clocks[change.kind].days
            yield f"{length}日已于{day_words(clock.due)}届满，这次批准在届满之后：照实记录，按超期统计，末日不后移。"
    for stop in _stopping(rule, facts):
        day = None if stop.with_notice else _day(facts, stop.on)
        if day is None:
            continue
        for kind in stop.kinds:
            clock = running.get(kind)
            if clock is not None and clock.obliged == "office" and kind != "K15" and day > clock.governing:
                over = (day - clock.governing).days
                yield f"{_whose(clock)}“{clock.name}”已于{day_words(clock.governing)}届满，照实记录为超期{over}天。"


def _whose(clock: ClockView) -> str:
    return _WHOSE[clock.duty] if clock.obliged == "office" else ""


def _day(facts: Mapping[str, FactValue], key: str) -> date | None:
    value = facts.get(key) if key else None
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
