"""The one sentence a clerk would say of a case: where it is, what is owed, whose duty runs and for how long."""

from collections.abc import Callable, Sequence

from app.casework.cases.document_rows import DocumentView
from app.casework.cases.facts import KnownCase
from app.casework.office.law_in_force import clock_rules, life_pack
from app.casework.templates.names import document_name
from app.casework.upkeep.served import waiting_service
from app.casework.views.clock_view import ClockView
from app.models.tables import Case

_OWED_SHOWN = 2
_LATE_SHOWN = 2


def case_sentence(
    case: Case,
    state: str,
    clocks: Sequence[ClockView],
    documents: Sequence[DocumentView],
    known: KnownCase,
    name_of: Callable[[str], str] = document_name,
) -> str:
    """Say the state, the papers owed or given, what is not served yet, and the nearest date of each side.

    `name_of` names a kind of document as this office does.
    """
    if case.voided_on:
        return f"已作废：{case.void_reason}"
    parts = [state + (f"（{case.destination}）" if _names_the_other(case) else "")]
    if not case.sealed:
        parts += _papers(case, documents, known, name_of)
        parts += _not_served(case, known)
    parts += _times(clocks)
    if case.resolved_on and not case.sealed:
        parts.append("矛盾已化解")
    return "，".join(parts)


def _names_the_other(case: Case) -> bool:
    return bool(case.destination) and not case.sealed and (case.hands == "other" or case.state in life_pack().screening)


def _papers(
    case: Case, documents: Sequence[DocumentView], known: KnownCase, name_of: Callable[[str], str]
) -> list[str]:
    if known.facts.get("proposal"):
        return ["等第二人确认或者退回"]
    if known.owed:
        names = [name_of(paper.kind) for paper in known.owed]
        more = f"等{len(names)}份" if len(names) > _OWED_SHOWN else ""
        return [f"待出：{'、'.join(names[:_OWED_SHOWN])}{more}"]
    # Only while the last paper is the notice of the way itself: later a former notice is old news.
    valid = [document for document in documents if not document.void]
    if valid and valid[0].kind == case.notice_kind:
        return [f"已告知（{valid[0].number}）"]
    return []


def _not_served(case: Case, known: KnownCase) -> list[str]:
    """Say of an opinion that waits to be served which right does not run yet; an anonymous one is served on nobody."""
    facts, serving = known.facts, waiting_service(known)
    if serving is None or facts.get("identity") == "anonymous":
        return []
    right = next((rule.right for rule in (clock_rules()[start.kind] for start in serving.starts) if rule.right), "")
    if right and any(paper.kind in serving.serves for paper in known.owed):
        return [f"{right}期限没有起算"]
    what = "信访人拒绝签收，不当作送达" if facts.get("service_result") == "refused" else "还没有送达"
    return [f"{what}，{right}期限没有起算" if right else f"复核意见{what}"]


def _times(clocks: Sequence[ClockView]) -> list[str]:
    running = [clock for clock in clocks if clock.days_left is not None]
    duties = [clock for clock in running if clock.is_duty]
    said = []
    for duty, whose in (("own", ""), ("other", "对方")):
        usable = [c for c in running if c.used_by and c.obliged == "office" and c.duty == duty]
        said += [f"{whose}可以{c.use}，{_days(c.days_left or 0)}" for c in usable if (c.days_left or 0) >= 0]
        of_side = sorted((clock for clock in duties if clock.duty == duty), key=_asked_by)
        late = [clock for clock in of_side if (clock.days_left or 0) < 0]
        said += [whose + _left(clock) for clock in (late or of_side[:1])[:_LATE_SHOWN]]
    for clock in running:
        if clock.right:
            said.append(_right(clock))
    return said


def _right(clock: ClockView) -> str:
    left, day = clock.days_left or 0, f"{clock.governing.month}月{clock.governing.day}日"
    if left >= 0:
        return f"信访人可以{clock.use}，" + (f"还剩{left}天" if left else "今天是最后一天")
    if clock.estimated:
        return f"信访人没有{clock.use}，末日{day}是估算的，放假安排确认以前不认定期满"
    return f"信访人没有{clock.use}，末日是{day}"


def _left(clock: ClockView) -> str:
    name, left = clock.short, clock.days_left or 0
    if clock.local_due is not None and clock.local_due < clock.governing and left >= 0:
        own = left - (clock.governing - clock.local_due).days
        return f"{name}{_days(own)}（本地规则），条例期限还剩{left}天"
    return f"{name}{_days(left)}" + ("（延期批准在届满之后）" if clock.late_extension else "")


def _days(left: int) -> str:
    return "今天到期" if left == 0 else f"还剩{left}天" if left > 0 else f"已超期{-left}天"


def _asked_by(clock: ClockView) -> tuple[object, str]:
    return (min(clock.governing, clock.local_due) if clock.local_due else clock.governing), clock.kind
