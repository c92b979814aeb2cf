"""本件路线图: one case told to its petitioner on a sheet of paper."""

from dataclasses import dataclass
from datetime import date

from app.casework.cases.facts import KnownCase, known_case
from app.casework.cases.lookup import case_by_id
from app.casework.clocks.printed_days import keep_printed_day
from app.casework.documents.answered import Answered, answered, may_move_words
from app.casework.office.labels import label
from app.casework.office.law_in_force import life_pack
from app.casework.upkeep.case_act import case_act
from app.casework.views.case_page import CaseView, case_view
from app.casework.views.case_path import case_path
from app.casework.views.clock_view import ClockView
from app.casework.views.place_words import PlaceTold, day_in_words, place_told
from app.faults import UserFault
from app.law.text.plain_words import plain_words
from app.models.workspace import Workspace
from app.printing.posters.case_map import CaseMapFacts, PassedState, render_case_map

_MAY_CHANGE = "（{}年的放假安排本机没有录入确认，日期可能变动。）"


@dataclass(frozen=True)
class _Told:
    view: CaseView
    known: KnownCase
    answer: Answered | None
    place: PlaceTold


def case_map(workspace: Workspace, case_id: int) -> bytes:
    """Print where one case stands, for the petitioner alone; the last day of a right that it tells is kept.

    Raises UserFault: sealed-case for an accusation, voided for a case that was registered by mistake, missing-glyph.
    """
    told = _told(workspace, case_id)
    pdf = render_case_map(_facts(workspace, told))
    for whose, until in _rights_told(told):
        with case_act(workspace, "print_case_map", whose, whichever=True) as acting:
            keep_printed_day(acting.session, whose, until)
    return pdf


def case_map_facts(workspace: Workspace, case_id: int) -> CaseMapFacts:
    """Collect what the petitioner is told; it names no person and no other case."""
    return _facts(workspace, _told(workspace, case_id))


def _told(workspace: Workspace, case_id: int) -> _Told:
    view = case_view(workspace, case_id)
    if view.row.sealed:
        raise UserFault("检举控告件不能打印本件路线图，", "密封件的进度由保密专员按规定答复。", code="sealed-case")
    if view.row.voided:
        raise UserFault("这一件已经作废，", "作废的登记没有路线图。", code="voided")
    with workspace.reading() as session:
        case = case_by_id(session, case_id)
        known = known_case(session, case, workspace.today())
        answer = answered(session, case, workspace.today()) if case.related_case_id else None
    return _Told(view, known, answer, place_told(known, answer))


def _facts(workspace: Workspace, told: _Told) -> CaseMapFacts:
    view, place, office, today = told.view, told.place, workspace.office, workspace.today()
    # Only a case that was sent is with the other office; where somebody is to go in person, nobody there has it.
    sent = view.hands == "other" and not place.goes_to and not life_pack().by_state[view.state].screening
    elsewhere = view.row.destination if sent else ""
    ask = [f"{office.name}（登记编号 {view.row.number}）"]
    ask += [f"电话 {office.phone}"] if office.phone else []
    ask += [f"地址 {office.address}"] if office.address else []
    if elsewhere:
        ask.append(f"办理情况也可以向{elsewhere}询问。")
    return CaseMapFacts(
        office=office.name,
        number=view.row.number,
        printed_on=_day(today),
        passed=_passed(view.row.registered_on, place, case_path(workspace, view.row.id).stops),
        here=place.here + (f"办理的单位是{elsewhere}。" if elsewhere else "") + _answer_words(told.answer),
        next=place.next or view.waits,
        dates=_dates(told, today),
        ask=tuple(ask),
        may_do=_may_do(told, today),
    )


def _passed(registered: date, place: PlaceTold, stops: tuple[tuple[str, date], ...]) -> tuple[PassedState, ...]:
    """Return the stops so far; those at the end that the words of the place hold for are one stop of its name."""
    words, here = plain_words().by_state, len(stops)
    while here and stops[here - 1][0] in place.states:
        here -= 1
    passed = [
        PassedState((words[state].stop if state in words else "") or label("state", state), _day(day))
        for state, day in stops[:here]
    ]
    passed += [PassedState(place.stop, _day(day)) for _state, day in stops[here : here + 1]]
    return (PassedState("登记", _day(registered)), *passed)


def _answer_words(answer: Answered | None) -> str:
    if answer is None:
        return ""
    received = f"，您在{_day(answer.received_on)}收到" if answer.received_on else ""
    return f"那份答复是{answer.office}的{answer.name}{received}。"


def _dates(told: _Told, today: date) -> tuple[str, ...]:
    words = plain_words().by_clock
    # What is done but for its paper is not said to be still ahead.
    ahead = [clock for clock in told.view.clocks if clock.days_left is not None and not clock.awaits_paper]
    running = [clock for clock in ahead if clock.kind in words]
    lines = [f"您要自己去{told.place.goes_to}提出，{told.place.by_when}"] if told.place.goes_to else []
    if told.answer is not None and told.answer.until is not None:
        lines.append(_until(told.answer.use, told.answer.until, told.answer.estimated, today))
    lines += [
        f"{day_in_words(clock.governing)}以前，{words[clock.kind].words}" + _left(clock, today)
        for clock in sorted(running, key=lambda clock: clock.governing)
        if not words[clock.kind].right
    ]
    return tuple(lines) or (told.place.no_date,)


def _left(clock: ClockView, today: date) -> str:
    left = (clock.governing - today).days
    tail = f"，还有{left}天。" if left > 0 else "，就是今天。" if left == 0 else f"，已经过了{-left}天，可以催问。"
    return tail + (_MAY_CHANGE.format(clock.governing.year) if clock.estimated else "")


def _until(use: str, until: date, estimated: bool, today: date) -> str:
    """Say until when a right may be used; that nobody used it is never said to be late, nor the right to be lost."""
    left = (until - today).days
    may = f"（{may_move_words(until)}）" if estimated else ""
    if left >= 0:
        return f"您可以{use}，最晚{day_in_words(until)}" + (f"，还有{left}天。" if left else "，就是今天。") + may
    return f"没有收到您{use}；30日到{day_in_words(until)}为止。有正当理由的，照常可以{use}。" + may


def _rights(told: _Told) -> list[ClockView]:
    words = plain_words().by_clock
    return [
        clock
        for clock in told.view.clocks
        if clock.days_left is not None and clock.kind in words and words[clock.kind].right
    ]


def _rights_told(told: _Told) -> list[tuple[int, date]]:
    answer = told.answer
    own = [(told.view.row.id, clock.governing) for clock in _rights(told)]
    return own + ([(answer.case_id, answer.until)] if answer is not None and answer.until is not None else [])


def _may_do(told: _Told, today: date) -> tuple[str, ...]:
    rights = [_until(clock.use, clock.governing, clock.estimated, today) for clock in _rights(told)]
    remedy = [told.view.remedy] if told.view.remedy else []
    return (*remedy, *rights) or ("凭登记编号查询办理进度。",)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
