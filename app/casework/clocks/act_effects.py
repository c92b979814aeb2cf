"""What an act does to the clocks of its case: start, stop, extend, take a hearing out, let run on."""

import json
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from app.casework.clocks.running import (
    exclude_days,
    extend_clock,
    refresh_next_due,
    resume_clocks,
    running_clocks,
    start_clock,
    stop_clocks,
)
from app.casework.office.law_in_force import life_pack
from app.faults import UserFault
from app.law.forms.conditions import FactValue, all_hold
from app.law.life.models import ActRule, ClockChange
from app.models.tables import Case, CaseStep


def move_clocks(session: Session, case: Case, rule: ActRule, facts: Mapping[str, FactValue], before: str) -> None:
    """Move the clocks as the act's data says; `before` is the state it was done in. A closed case has none running."""
    at_the_time = {**facts, "state": before}
    for start in rule.starts:
        day = facts.get(start.start)
        if day is None or not all_hold(start.when, at_the_time):
            continue
        fixed = facts.get(start.due_fact) if start.due_fact else None
        clock = start_clock(
            session, case, start.kind, date.fromisoformat(str(day)), start_fact=start.start, duty=start.duty,
            fixed=date.fromisoformat(str(fixed)) if fixed else None,
            duty_office=str(facts.get(start.duty_office, "")) if start.duty == "other" else "",
        )  # fmt: skip
        if clock is not None:
            clock.stops_with_notice = start.stops_with_notice
            session.add(clock)
    for stop in rule.stops:
        if not all_hold(stop.when, at_the_time):
            continue
        if stop.with_notice:
            for clock in running_clocks(session, case.id or 0):
                if clock.kind in stop.kinds:
                    clock.stops_with_notice = True
                    session.add(clock)
        elif stop.on in facts:
            stopped_on = date.fromisoformat(str(facts[stop.on]))
            stop_clocks(session, case, stopped_on, stop.on, lambda clock, stop=stop: clock.kind in stop.kinds)  # type: ignore[misc]
    for change in rule.changes:
        if not all_hold(change.when, at_the_time):
            continue
        if change.change == "extend":
            extend_clock(
                session, case, change.kind, int(str(facts[change.days])), date.fromisoformat(str(facts[rule.on]))
            )
        elif change.change == "exclude":
            first, last = (date.fromisoformat(str(facts[key])) for key in (change.first, change.last))
            _refuse_days_twice(session, case, rule, change, first, last)
            exclude_days(session, case, change.kind, (last - first).days + 1)
        else:
            resume_clocks(session, case, (change.kind,))
    if life_pack().by_state[case.state].closed:
        stop_clocks(session, case, date.fromisoformat(str(facts[rule.on])), "closed")
    session.flush()
    refresh_next_due(session, case)


def _refuse_days_twice(
    session: Session, case: Case, rule: ActRule, change: ClockChange, first: date, last: date
) -> None:
    """Refuse a hearing's days that an earlier one has taken out already; the step of this act is the last."""
    steps = session.exec(
        select(CaseStep.facts)
        .where(CaseStep.case_id == case.id, CaseStep.act == rule.id, CaseStep.state_before == "S17")
        .order_by(col(CaseStep.id))
    ).all()
    for facts in (json.loads(each) for each in steps[:-1]):
        if facts[change.first] <= last.isoformat() and facts[change.last] >= first.isoformat():
            raise UserFault(
                f"{facts[change.first]} 至 {facts[change.last]} 的听证时间已经扣除过，",
                "请只填这一次另外的日子。",
                code="bad-value",
                field=change.first,
            )
