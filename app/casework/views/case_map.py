"""本件路线图: one case told to its petitioner on a sheet of paper."""

from datetime import date

from app.casework.office.labels import label
from app.casework.views.case_page import CaseView, case_view
from app.casework.views.case_path import case_path
from app.casework.views.clock_view import ClockView
from app.faults import UserFault
from app.law.dates.timeline import weekday_word
from app.law.text.plain_words import plain_words
from app.models.workspace import Workspace
from app.printing.posters.case_map import CaseMapFacts, PassedState, render_case_map


def case_map(workspace: Workspace, case_id: int) -> bytes:
    """Print where one case stands, for the petitioner alone.

    Raises UserFault: sealed-case for an accusation, voided for a case that was registered by mistake, missing-glyph.
    """
    return render_case_map(case_map_facts(workspace, case_id))


def case_map_facts(workspace: Workspace, case_id: int) -> CaseMapFacts:
    """Collect what the petitioner is told; it names no person and no other case."""
    view = case_view(workspace, case_id)
    if view.row.sealed:
        raise UserFault("检举控告件不能打印本件路线图，", "密封件的进度由保密专员按规定答复。", code="sealed-case")
    if view.row.voided:
        raise UserFault("这一件已经作废，", "作废的登记没有路线图。", code="voided")
    words = plain_words().by_state.get(view.state)
    office = workspace.office
    elsewhere = view.row.destination if view.row.destination and view.hands != "own" else ""
    here = (words.here if words else f"{view.row.state}。") + (f"办理的单位是{elsewhere}。" if elsewhere else "")
    ask = [f"{office.name}（登记编号 {view.row.number}）"]
    ask += [f"电话 {office.phone}"] if office.phone else []
    ask += [f"地址 {office.address}"] if office.address else []
    if elsewhere:
        ask.append(f"办理情况也可以向{elsewhere}询问。")
    return CaseMapFacts(
        office=office.name,
        number=view.row.number,
        printed_on=_day(workspace.today()),
        passed=_passed(view, case_path(workspace, case_id).stops),
        here=here,
        next=words.next if words else view.waits,
        dates=_dates(view, workspace.today()),
        ask=tuple(ask),
        may_do=_may_do(view, workspace.today()),
    )


def _passed(view: CaseView, stops: tuple[tuple[str, date], ...]) -> tuple[PassedState, ...]:
    return (
        PassedState("登记", _day(view.row.registered_on)),
        *(PassedState(label("state", state), _day(day)) for state, day in stops),
    )


def _dates(view: CaseView, today: date) -> tuple[str, ...]:
    told = plain_words().by_clock
    # What is done but for its paper is not said to be still ahead.
    ahead = [clock for clock in view.clocks if clock.days_left is not None and not clock.awaits_paper]
    running = [clock for clock in ahead if clock.kind in told]
    lines = [
        f"{_weekday(clock.governing)}以前，{told[clock.kind].words}" + _left(clock, today)
        for clock in sorted(running, key=lambda clock: clock.governing)
        if not told[clock.kind].right
    ]
    words = plain_words().by_state.get(view.state)
    return tuple(lines) or (words.no_date if words is not None else "现在没有正在走的期限。",)


def _left(clock: ClockView, today: date) -> str:
    left = (clock.governing - today).days
    tail = f"，还有{left}天。" if left > 0 else "，就是今天。" if left == 0 else f"，已经过了{-left}天，可以催问。"
    return tail + ("（放假安排没有公布，日期可能变动。）" if clock.estimated else "")


def _may_do(view: CaseView, today: date) -> tuple[str, ...]:
    told = plain_words().by_clock
    rights = [
        f"{told[clock.kind].words}，最晚{_weekday(clock.governing)}" + _left(clock, today)
        for clock in view.clocks
        if clock.days_left is not None and clock.kind in told and told[clock.kind].right
    ]
    remedy = [view.remedy] if view.remedy else []
    return (*remedy, *rights) or ("凭登记编号查询办理进度。",)


def _weekday(day: date) -> str:
    return f"{_day(day)}（{weekday_word(day)}）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
