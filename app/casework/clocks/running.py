"""The clocks of stored cases: start, stop, take up again, extend, recompute, and the dates a case is next due."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from app.casework.office.law_in_force import LawInForce, law_of
from app.faults import UserFault
from app.law.dates.clocks import due
from app.law.dates.local_rules import local_end, local_words
from app.models.tables import Case, CaseClock

OWN, OTHER = "own", "other"


def start_clock(
    session: Session,
    case: Case,
    kind: str,
    start: date,
    *,
    start_fact: str = "",
    fixed: date | None = None,
    duty: str = OWN,
    duty_office: str = "",
) -> CaseClock | None:
    """Start one clock of a case; `fixed` is the last day where a document sets it instead of the Regulation.

    Returns None for a clock to which neither the Regulation, a document nor a local rule gives a length.
    """
    law = law_of(session)
    rule = law.clocks[kind]
    if fixed is not None and fixed <= start:
        raise UserFault(
            f"“{rule.name}”的末日 {fixed.isoformat()} 应当晚于起算日 {start.isoformat()}，",
            "请改正指定的期限。",
            code="bad-value",
        )
    days = None if rule.days is not None else (fixed - start).days if fixed else law.local.days(kind)
    if rule.days is None and days is None:
        return None
    clock = CaseClock(
        case_id=case.id or 0, start_fact=start_fact, days=days, duty=duty, duty_office=duty_office,
        **_columns(law, kind, start, days=days),
    )  # fmt: skip
    session.add(clock)
    session.flush()
    return clock


def stop_clocks(
    session: Session, case: Case, on: date, by: str, which: Callable[[CaseClock], bool] = lambda _: True
) -> None:
    """Stop the running clocks that `which` picks (all without it) on a day, saying what stopped them."""
    for clock in running_clocks(session, case.id or 0):
        if which(clock):
            if on < clock.start:
                name = law_of(session).clocks[clock.kind].name
                raise UserFault(
                    f"{on.isoformat()} 早于“{name}”的起算日 {clock.start.isoformat()}，",
                    "请核对日期的先后。",
                    code="bad-value",
                    field=by,
                )
            clock.stopped_on = on
            clock.stopped_by = by
            session.add(clock)
    session.flush()
    refresh_next_due(session, case)


def resume_clocks(session: Session, case: Case, kinds: tuple[str, ...]) -> None:
    """Let the last clock of each kind run on from its old start, as if it had never stopped."""
    for kind in kinds:
        clock = last_clock(session, case.id or 0, kind)
        if clock is not None and clock.stopped_on is not None:
            clock.stopped_on, clock.stopped_by = None, ""
            session.add(clock)
    session.flush()
    refresh_next_due(session, case)


def extend_clock(session: Session, case: Case, kind: str, days: int, approved_on: date) -> CaseClock:
    """Extend a running clock once; approved after its last day, it is marked so and the last day stands (34)."""
    clock = next((c for c in running_clocks(session, case.id or 0) if c.kind == kind), None)
    if clock is None:
        raise UserFault("没有正在进行的办理期限，", "请先核对受理日期。", code="no-clock")
    if clock.extension_days:
        raise UserFault("这件已经延长过一次，", "只能延长一次，不能再延。", code="extended-already")
    law = law_of(session)
    limit = law.local.extension_max_days(law.clocks[kind])
    if limit < days <= law.clocks[kind].extension_max_days:
        raise UserFault(
            f"本地规则规定延长不得超过 {limit} 日，现填 {days} 日。", "请把延长天数改到上限以内。",
            code="extension-too-long",
        )  # fmt: skip
    clock.extension_days, clock.late_extension = days, approved_on > clock.due
    _recompute(law, clock)
    session.add(clock)
    session.flush()
    refresh_next_due(session, case)
    return clock


def judge_extension(law: LawInForce, clock: CaseClock, approved_on: date) -> None:
    """Judge anew whether an extension came in time, as after a corrected day, and compute the clock."""
    clock.late_extension = False
    _recompute(law, clock)
    clock.late_extension = approved_on > clock.due - timedelta(days=clock.extension_days)
    _recompute(law, clock)


def exclude_days(session: Session, case: Case, kind: str, days: int) -> None:
    """Take days (of a hearing) out of a running clock, as article 36/2 allows for final review."""
    for clock in running_clocks(session, case.id or 0):
        if clock.kind == kind:
            clock.excluded_days += days
            _recompute(law_of(session), clock)
            session.add(clock)
    session.flush()
    refresh_next_due(session, case)


def restart_clocks(session: Session, case: Case, moved: Callable[[CaseClock], date | None]) -> None:
    """Recompute the clocks whose start `moved` gives anew; the former dates stay in the journal."""
    law = law_of(session)
    for clock in session.exec(select(CaseClock).where(CaseClock.case_id == case.id)).all():
        start = moved(clock)
        if start is not None and start != clock.start:
            if clock.days is not None and clock.kind in ("K10", "K15", "K17"):
                clock.days = max(1, (clock.due - start).days)
            clock.start = start
            _recompute(law, clock)
            session.add(clock)
    session.flush()
    refresh_next_due(session, case)


def recomputed(law: LawInForce, clock: CaseClock) -> bool:
    """Compute a clock anew by the law in force; return whether anything of it changed."""
    former = {column: getattr(clock, column) for column in _COMPUTED}
    _recompute(law, clock)
    return any(getattr(clock, column) != value for column, value in former.items())


def refresh_next_due(session: Session, case: Case) -> None:
    """Keep on the case the nearest dates of its running duties, own and watched, so that lists need no join.

    A reminder (K15) is no duty. A stricter local date comes first.
    """
    _note_nearest(case, running_clocks(session, case.id or 0))
    session.add(case)


def refresh_next_dues(session: Session, case_ids: Sequence[int]) -> None:
    """Do for many cases at once (some hundreds) what `refresh_next_due` does for one."""
    clocks = session.exec(
        select(CaseClock)
        .where(col(CaseClock.case_id).in_(case_ids), col(CaseClock.stopped_on).is_(None))
        .order_by(col(CaseClock.case_id))
    ).all()
    running = {case_id: list(found) for case_id, found in groupby(clocks, key=lambda clock: clock.case_id)}
    # Of a case only the dates are read: a sealed case's row and a long summary stay where they are.
    columns = (Case.next_due, Case.next_clock, Case.watch_due, Case.watch_clock)
    wanted = select(Case).where(col(Case.id).in_(case_ids)).options(load_only(*columns))  # type: ignore[arg-type]
    for case in session.exec(wanted).all():
        _note_nearest(case, running.get(case.id or 0, ()))


def _note_nearest(case: Case, clocks: Iterable[CaseClock]) -> None:
    duties = [c for c in clocks if c.obliged == "office" and c.kind != "K15"]
    for duty, due_column, clock_column in ((OWN, "next_due", "next_clock"), (OTHER, "watch_due", "watch_clock")):
        nearest = min((c for c in duties if c.duty == duty), key=lambda c: (_asked_by(c), c.kind), default=None)
        setattr(case, due_column, _asked_by(nearest) if nearest else None)
        setattr(case, clock_column, nearest.kind if nearest else "")


def running_clocks(session: Session, case_id: int) -> list[CaseClock]:
    """Return the clocks of a case that nothing has stopped."""
    found = session.exec(
        select(CaseClock).where(CaseClock.case_id == case_id, CaseClock.stopped_on == None)  # noqa: E711
    )
    return list(found.all())


def last_clock(session: Session, case_id: int, kind: str) -> CaseClock | None:
    """Return the latest clock of a kind, running or not."""
    found = session.exec(
        select(CaseClock).where(CaseClock.case_id == case_id, CaseClock.kind == kind).order_by(CaseClock.id)  # type: ignore[arg-type]
    ).all()
    return found[-1] if found else None


def _asked_by(clock: CaseClock) -> date:
    return min(clock.governing, clock.local_due) if clock.local_due else clock.governing


_COMPUTED = ("due", "rolled", "last_safe", "governing", "estimated", "timeline", "local_due")


def _recompute(law: LawInForce, clock: CaseClock) -> None:
    extension = 0 if clock.late_extension else clock.extension_days
    columns = _columns(
        law, clock.kind, clock.start, days=clock.days, extension_days=extension, excluded_days=clock.excluded_days
    )
    if clock.late_extension:
        columns["timeline"] += f"届满后才批准延长{clock.extension_days}日，按超期统计。"
    for column, value in columns.items():
        if getattr(clock, column) != value:  # a recompute looks at many clocks and changes few columns
            setattr(clock, column, value)


def _columns(
    law: LawInForce,
    kind: str,
    start: date,
    *,
    days: int | None = None,
    extension_days: int = 0,
    excluded_days: int = 0,
) -> dict[str, Any]:
    computed = due(
        kind, start, law.calendar, law.clocks, days=days, extension_days=extension_days, excluded_days=excluded_days
    )
    rule = law.clocks[kind]
    own = local_end(rule, law.local, start, law.calendar, added_days=extension_days + excluded_days)
    # A stricter duty is asked for earlier but judged by the Regulation; a longer right is judged by its own end.
    judging = own if own is not None and rule.obliged == "petitioner" else computed
    return {
        "kind": computed.kind,
        "start": computed.start,
        "due": computed.due,
        "rolled": computed.rolled,
        "last_safe": computed.last_safe_workday,
        "governing": judging.governing,
        "obliged": computed.obliged,
        "estimated": computed.estimated or judging.estimated,
        "timeline": computed.timeline + (local_words(rule, law.local, own) if own is not None else ""),
        "local_due": own.governing if own is not None else None,
    }
