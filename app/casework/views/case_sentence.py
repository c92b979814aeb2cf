"""The one sentence a clerk would say of a case: where it is, what is owed, whose duty runs and for how long."""

from collections.abc import Callable, Sequence

from app.casework.cases.document_rows import DocumentView
from app.casework.cases.facts import KnownCase
from app.casework.templates.names import document_name
from app.casework.views.clock_view import ClockView
from app.models.tables import Case

_SHORT = {
    "K1": "转送、交办", "K2": "书面告知", "K3": "书面告知", "K4": "提出异议", "K5": "办结", "K7": "出复查意见",
    "K9": "出复核意见", "K10": "反馈办结情况",
}  # fmt: skip
_RIGHTS = {"K6": "复查", "K8": "复核"}
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
    return bool(case.destination) and not case.sealed and (case.hands == "other" or case.state == "S02")


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
    facts = known.facts
    refused = facts.get("service_result") == "refused"
    if case.state == "S12" and facts.get("identity") != "anonymous":
        right, given = "复查", True
    elif case.state == "S15":
        right, given = "复核", "review_opinion_on" in facts
    else:
        right, given = "", case.state == "S17" and "final_opinion_on" in facts
    if not given:
        return []
    if right and any(paper.kind in ("handling_opinion", "review_opinion") for paper in known.owed):
        return [f"{right}期限没有起算"]
    what = "信访人拒绝签收，不当作送达" if refused else "还没有送达"
    return [f"{what}，{right}期限没有起算" if right else f"复核意见{what}"]


def _times(clocks: Sequence[ClockView]) -> list[str]:
    running = [clock for clock in clocks if clock.days_left is not None]
    duties = [clock for clock in running if clock.obliged == "office" and clock.kind != "K15"]
    said = []
    for duty, whose in (("own", ""), ("other", "对方")):
        of_side = sorted((clock for clock in duties if clock.duty == duty), key=_asked_by)
        late = [clock for clock in of_side if (clock.days_left or 0) < 0]
        said += [whose + _left(clock) for clock in (late or of_side[:1])[:_LATE_SHOWN]]
    for clock in running:
        if clock.kind in _RIGHTS:
            left = clock.days_left or 0
            right = f"请求{_RIGHTS[clock.kind]}"
            said.append(f"信访人可以{right}，{_days(left)}" if left >= 0 else f"信访人{right}的期限已过{-left}天")
    return said


def _left(clock: ClockView) -> str:
    name, left = _SHORT.get(clock.kind, clock.name), clock.days_left or 0
    if clock.local_due is not None and clock.local_due < clock.governing and left >= 0:
        own = left - (clock.governing - clock.local_due).days
        return f"{name}{_days(own)}（本地规则），条例期限还剩{left}天"
    return f"{name}{_days(left)}" + ("（延期批准在届满之后）" if clock.late_extension else "")


def _days(left: int) -> str:
    return "今天到期" if left == 0 else f"还剩{left}天" if left > 0 else f"已超期{-left}天"


def _asked_by(clock: ClockView) -> tuple[object, str]:
    return (min(clock.governing, clock.local_due) if clock.local_due else clock.governing), clock.kind
