"""The lines of the desk: one case each, how late or how long, and the act that goes on from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from app.casework.cases.rows import CaseRow, rows_of
from app.casework.clocks.running import OTHER, OWN
from app.casework.office.clock_names import clock_name
from app.casework.office.law_in_force import clock_rules, life_pack
from app.casework.templates.names import document_names
from app.casework.upkeep.needs import AFTER, LACK, LACKING, PAPER, SECOND, SEND, SERVICE, STEP, UNSERVED, URGENT, Need
from app.casework.views.clock_view import left_words
from app.casework.worklist.sections import WATCH_DUE, WATCH_OVERDUE, DeskDay
from app.law.dates.clocks import ClockRule
from app.models.tables import CaseClock, CaseNeed, User

_WATCHED = (WATCH_OVERDUE, WATCH_DUE)
_VERBS = {
    URGENT: "报告…", SERVICE: "送达…", WATCH_OVERDUE: "催办…", WATCH_DUE: "催办…", SECOND: "确认…", PAPER: "出文书…",
    SEND: "转送…",
}  # fmt: skip
_GO_ON = "接着办…"


@dataclass(frozen=True)
class DeskLine:
    """One case on the desk: what to say of it (`tone` red, amber, accent or none), and the word for what to do.

    `verb` is empty where this person can do nothing about it; which act it comes to, `desk_acts.next_act` says.
    """

    row: CaseRow
    words: str
    tone: str
    detail: str
    verb: str = ""


def told_lines(
    session: Session, found: Mapping[str, Sequence[int]], day: DeskDay, actor_id: int
) -> dict[str, tuple[DeskLine, ...]]:
    """Return the lines of the cases found for each part, in their order; few statements whatever their number."""
    ids = sorted({case_id for part in found.values() for case_id in part})
    rows = {row.id: row for row in rows_of(session, ids, day.today)}
    clocks: dict[int, list[CaseClock]] = {case_id: [] for case_id in ids}
    running = select(CaseClock).where(col(CaseClock.case_id).in_(ids), col(CaseClock.stopped_on).is_(None))
    for clock in session.execute(running).scalars() if ids else ():
        clocks[clock.case_id].append(clock)
    table = CaseNeed.__table__  # type: ignore[attr-defined]
    needs = {
        (row.case_id, row.need): Need(row.need, row.since, row.by_id, row.detail)
        for row in session.execute(select(table).where(table.c.case_id.in_(ids)))
    } if ids else {}  # fmt: skip
    names = {row[0]: row[1] for row in session.execute(select(col(User.id), col(User.name)))}
    titles = document_names(session) if any(need.need in (PAPER, UNSERVED) for need in needs.values()) else {}
    return {
        part: tuple(
            _line(part, rows[i], clocks[i], _need(needs, i, part), day, actor_id, names, titles)
            for i in part_ids
            if i in rows
        )
        for part, part_ids in found.items()
    }


def _line(
    part: str,
    row: CaseRow,
    clocks: Sequence[CaseClock],
    need: Need | None,
    day: DeskDay,
    actor_id: int,
    names: Mapping[int, str],
    titles: Mapping[str, str],
) -> DeskLine:
    verb = _VERBS.get(part, _GO_ON)
    if need is not None and part == SECOND:
        mine = need.by_id == actor_id
        words, tone, detail = _second(need, mine, names)
        verb = "" if mine else verb
    elif need is not None and part == PAPER:
        kinds = need.detail
        words, tone, detail = f"{len(kinds)}份", "", "、".join(titles.get(kind, kind) for kind in kinds)
    elif need is not None and part == SERVICE:
        words, tone, detail = _service(need, day, row, titles)
    elif part == URGENT:
        words, tone, detail = "没有报告", "red", row.state
    elif part == LACK:
        missing = need.detail if need is not None else (STEP,)
        words, tone, detail = "、".join(LACKING[what] for what in missing), "amber", row.state
    elif part == AFTER:
        words, tone, detail = _after(need, clocks, day.today, row)
    else:
        words, tone, detail = _date(clocks, OTHER if part in _WATCHED else OWN, day.today)
    return DeskLine(row, words, tone, detail, verb)


def _after(need: Need | None, clocks: Sequence[CaseClock], today: date, row: CaseRow) -> tuple[str, str, str]:
    """Say since when nothing followed an answer; the last day of a right that was not used is nothing overdue."""
    right = next((clock for clock in clocks if clock_rules()[clock.kind].right), None)
    if need is not None or right is None:
        since = need.since if need is not None else today
        return f"已过{(today - since).days}天", "amber", row.state
    if right.estimated:
        return "末日是估算的", "amber", f"请先录入并确认{right.governing.year}年的放假安排"
    last = f"末日{right.governing.month}月{right.governing.day}日"
    return "末日已过", "amber", f"没有{clock_rules()[right.kind].use}，{last}"


def _date(clocks: Sequence[CaseClock], duty: str, today: date) -> tuple[str, str, str]:
    """Judge an office by the day of the Regulation; a stricter local day that has passed is said as what it is.

    A right of the office's own is told while it may still be used.
    """
    rules = clock_rules()
    own = [clock for clock in clocks if clock.duty == duty and _is_told(rules[clock.kind], clock, today)]
    if not own:
        return "没有期限", "", ""
    first = min(own, key=lambda clock: (min(clock.governing, clock.local_due or clock.governing), clock.kind))
    late = [clock for clock in own if clock.governing < today]
    clock = min(late, key=lambda each: each.governing) if late else first
    name = clock_name(clock.kind)
    about = f"{name} · {clock.duty_office}" if duty == OTHER and clock.duty_office else name
    left = (clock.governing - today).days
    if left >= 0 and clock.local_due is not None and clock.local_due < clock.governing:
        by_local = (clock.local_due - today).days
        words = f"本地规则已过{-by_local}天" if by_local < 0 else f"本地规则{left_words(by_local)}"
        return words, "amber", f"{about}，法定末日{clock.governing:%m-%d}"
    return left_words(left), "red" if left <= 0 else "amber", about


def _is_told(rule: ClockRule, clock: CaseClock, today: date) -> bool:
    usable = bool(rule.used_by) and rule.obliged == "office" and clock.duty == OWN and clock.governing >= today
    return rule.is_duty or usable


def _second(need: Need, mine: bool, names: Mapping[int, str]) -> tuple[str, str, str]:
    rule = life_pack().by_act.get(next(iter(need.detail), ""))
    about = "，".join(part for part in (rule.title.rstrip("…") if rule else "", names.get(need.by_id or 0, "")) if part)
    return ("等别人确认", "", about) if mine else ("请你确认", "accent", about)


def _service(need: Need, day: DeskDay, row: CaseRow, titles: Mapping[str, str]) -> tuple[str, str, str]:
    waited = (day.today - need.since).days
    late = waited > day.unserved_days
    about = "没有送达日期，下一步的期限不起算"
    if need.need == UNSERVED:
        named = "" if row.sealed else "、".join(f"《{titles.get(kind, kind)}》" for kind in need.detail)
        about = f"没有登记送达：{named}" if named else "有文书没有登记送达"
    return f"已出{waited}天" if waited else "今天出的", "red" if late else "", about


def _need(needs: Mapping[tuple[int, str], Need], case_id: int, part: str) -> Need | None:
    found = needs.get((case_id, part))
    return needs.get((case_id, UNSERVED)) if found is None and part == SERVICE else found
