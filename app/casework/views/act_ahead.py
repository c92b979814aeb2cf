"""What an act will bring, in words, while its form is still being filled in: state, papers, clocks, what would be late.

It tells the plan that the act itself carries out (`life.plan`), and works nothing out of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.casework.cases.facts import in_words
from app.casework.clocks.book import BY_CLOSING, BY_PAPER, OTHER, Clock, ClockMove
from app.casework.life.acts import ActForm
from app.casework.life.plan import Plan
from app.casework.office.law_in_force import clock_rules, life_pack
from app.law.dates.timeline import weekday_word


@dataclass(frozen=True)
class ActAhead:
    """The words of 接下来 for an act; `late` are sentences that must be read before it is done."""

    papers: str
    clocks: str
    then: str
    hint: str
    late: tuple[str, ...]


def act_ahead(form: ActForm, values: Mapping[str, object], today: date, names: Mapping[str, str]) -> ActAhead:
    """Say what follows from what is typed so far; a date still half typed brings no line of its own.

    `names` are what this office calls its documents, by kind.
    """
    plan = form.plan(values, today)
    told = {"left_to_paper": _left, "stopped": _stopped, "started": _started, "lengthened": _lengthened,
            "excluded": _excluded, "resumed": _resumed}  # fmt: skip
    lines = [line for move in plan.moves for line in told[move.change](move)]
    if any(_by(move) == BY_CLOSING for move in plan.moves):
        lines.append("还在走的期限全部停止")
    if plan.rule.clock_reason:
        lines.append(plan.rule.clock_reason)
    return ActAhead(_papers(plan, names), "\n".join(lines), _then(plan), _remedy(plan), tuple(_late(plan, today)))


def day_words(day: date) -> str:
    """Write a day with its weekday."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_word(day)}）"


def _papers(plan: Plan, names: Mapping[str, str]) -> str:
    if not plan.documents:
        return f"不出文书：{plan.rule.document_reason}" if plan.rule.document_reason else "不出文书"
    titles = "".join(f"《{names.get(kind, kind)}》" for kind in plan.documents)
    return titles + ("，确认时一起签发" if plan.rule.with_document else "，办完这一步就可以出")


def _remedy(plan: Plan) -> str:
    # What is not filled in yet shows as a gap, not as the sign for a rare character.
    words = in_words(plan.rule.remedy, plan.facts).replace("××", "……")
    return f"救济途径由路线决定：{words}" if plan.rule.remedy else ""


def _then(plan: Plan) -> str:
    states = life_pack().by_state
    if plan.state != plan.before:
        return f"{states[plan.state].title}。{states[plan.state].waits}"
    now = states[plan.before].title
    if plan.rule.second == "proposes":
        return f"仍是“{now}”。要由另一位工作人员用自己的用户登录后确认或者退回，提出的人不能自己确认。"
    return f"仍是“{now}”。"


def _left(move: ClockMove) -> Iterator[str]:
    clock = move.clock
    if clock.stops_with_notice:
        what = "书面答复" if clock.awaits_step_id is not None else "告知书"
        yield f"{_name(clock)}到{what}送达、交邮（或者第一次去送被拒收）的那天停止"
    else:
        yield f"{_name(clock)}按文书的日期停止"


def _stopped(move: ClockMove) -> Iterator[str]:
    day = move.clock.stopped_on
    if day is not None and _by(move) != BY_CLOSING:
        yield f"{_name(move.clock)}在{day.month}月{day.day}日停止"


def _started(move: ClockMove) -> Iterator[str]:
    clock = move.clock
    estimated = "（放假安排没有录入确认，估算）" if clock.estimated else ""
    yield f"{_name(clock)}到{day_words(clock.governing)}{_local(clock)}{estimated}"


def _lengthened(move: ClockMove) -> Iterator[str]:
    clock, former = move.clock, move.former
    assert former is not None
    if clock.late_extension:
        yield f"{_name(clock, whose=False)}的末日仍是{day_words(clock.due)}，不后移"
    else:
        longer = f"延长{clock.extension_days}日，从{day_words(former.due)}到{day_words(clock.due)}"
        yield f"{_name(clock, whose=False)}{longer}{_local(clock)}"


def _excluded(move: ClockMove) -> Iterator[str]:
    assert move.former is not None
    yield f"{_name(move.clock, whose=False)}扣除听证{move.clock.excluded_days - move.former.excluded_days}天"


def _resumed(move: ClockMove) -> Iterator[str]:
    yield f"{_name(move.clock, whose=False)}接着走，末日仍是{day_words(move.clock.governing)}，不重新起算"


def _late(plan: Plan, today: date) -> Iterator[str]:
    for move in plan.moves:
        clock, rule = move.clock, clock_rules()[move.clock.kind]
        if move.change == "lengthened" and clock.late_extension:
            yield f"{rule.days}日已于{day_words(clock.due)}届满，这次批准在届满之后：照实记录，按超期统计，末日不后移。"
        stopped = clock.stopped_on if move.change == "stopped" else None
        acted = rule.is_duty or (rule.obliged == "office" and _by(move) in (rule.used_by, BY_PAPER))
        if move.change == "left_to_paper" and clock.running and not clock.stops_with_notice:
            stopped, acted = today, True  # the paper is not older than this day; one made outside has its own
        if stopped is not None and acted and stopped > clock.governing:
            over = (stopped - clock.governing).days
            yield f"{_name(clock)}已于{day_words(clock.governing)}届满，照实记录为超期{over}天。"


def _by(move: ClockMove) -> str:
    return move.clock.stopped_by if move.change == "stopped" else ""


def _name(clock: Clock, *, whose: bool = True) -> str:
    watched = whose and clock.duty == OTHER and clock.obliged == "office"
    return f"{'承办单位' if watched else ''}“{clock_rules()[clock.kind].name}”"


def _local(clock: Clock) -> str:
    """Say a stricter day of a local rule; a longer right is its own end and needs no second day."""
    if clock.local_due is None or clock.obliged == "petitioner":
        return ""
    return f"，本地规则到{clock.local_due.month}月{clock.local_due.day}日"
