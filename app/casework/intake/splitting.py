"""Split a mixed petition: claims of another kind go to a case of their own, linked to the one they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.casework.cases.lookup import case_by_number, open_case
from app.casework.intake.same_petitioner import petitioner_suggestions
from app.faults import UserFault
from app.models.tables import Case, Claim
from app.models.workspace import Workspace

# What a registration that splits carries along in its draft, beside the facts that fill its pages.
FROM_NUMBER, FROM_CLAIMS = "split_from", "split_claims"
# Of the same receipt: the periods of the new case run from the day on which the first one was received.
_SAME_RECEIPT = (
    "received_on", "petition_date", "postmark_on", "source_office", "source_number", "desk_kind", "desk_name",
    "desk_person", "people_count",
)  # fmt: skip


@dataclass(frozen=True)
class SplitFrom:
    """The case that a new one is split off from, and which of its claims go along (none: they were kept out of it)."""

    number: str
    claim_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class MovableClaim:
    """A claim that still belongs to its case."""

    id: int
    text: str


def movable_claims(workspace: Workspace, case_id: int) -> tuple[MovableClaim, ...]:
    """Return the claims that can be split off; raise `UserFault` for a sealed or voided case, or one with one claim."""
    with workspace.reading() as session:
        claims = _staying(session, open_case(session, case_id))
        if len(claims) < 2:
            raise UserFault(
                "这件只有一条诉求，没有可以拆出的，", "另有诉求的，请用“同一信访人再登记一件”。", code="last-claim"
            )
        return tuple(MovableClaim(claim.id or 0, claim.text) for claim in claims)


def split_suggestions(workspace: Workspace, case_id: int, claim_ids: Sequence[int]) -> dict[str, object]:
    """Return what fills the pages of the case that is split off: the petitioner, the receipt, the chosen claims.

    It also names the case and the claims that it comes from, for `split_from_of`. Raises `UserFault` as `link_split`.
    """
    facts = petitioner_suggestions(workspace, case_id)
    with workspace.reading() as session:
        case = open_case(session, case_id)
        going = _going(session, case, claim_ids)
        for key in _SAME_RECEIPT:
            if value := getattr(case, key):
                facts[key] = value
        facts["duplicate"] = "new"
        facts[FROM_NUMBER] = case.number
        if going:
            facts["claims"] = [claim.text for claim in going]
            facts[FROM_CLAIMS] = [str(claim.id) for claim in going]
    return facts


def split_from_of(suggestions: Mapping[str, object]) -> SplitFrom | None:
    """Read back from the suggestions of a route what it is split off from; None for any other route."""
    number, claims = suggestions.get(FROM_NUMBER), suggestions.get(FROM_CLAIMS)
    if not isinstance(number, str) or not number:
        return None
    ids = claims if isinstance(claims, list) else []
    return SplitFrom(number, tuple(int(text) for text in ids if str(text).isdigit()))


def link_split(session: Session, new_case: Case, split: SplitFrom) -> bool:
    """Link a new case to the one it is split off from and mark the claims that went along, while it is registered.

    A sealed case is never linked, from neither side: the link would say who accused (article 30/3). Returns whether
    a link was made. Raises `UserFault` (code `split-refused`) where the first case is sealed or voided, a claim is not
    its own or already moved or answered, or none would stay.
    """
    if new_case.sealed:
        return False
    try:
        first = open_case(session, case_by_number(session, split.number).id or 0)
    except UserFault as fault:
        raise UserFault(
            f"不能从原件 {split.number} 拆分：{fault.sentence}", "可以不关联原件，照常登记。", code="split-refused"
        ) from fault
    new_case.split_from_id = first.id
    session.add(new_case)
    for claim in _going(session, first, split.claim_ids):
        claim.moved_to_case_id = new_case.id
        session.add(claim)
    session.flush()
    return True


def _staying(session: Session, case: Case) -> list[Claim]:
    found = session.exec(select(Claim).where(Claim.case_id == case.id).order_by(col(Claim.position))).all()
    return [claim for claim in found if claim.moved_to_case_id is None]


def _going(session: Session, case: Case, claim_ids: Sequence[int]) -> list[Claim]:
    staying = _staying(session, case)
    going = [claim for claim in staying if claim.id in claim_ids]
    if len(going) != len(set(claim_ids)):
        raise _refused("选中的诉求不在这一件里，或者已经移到另一件，")
    if any(claim.result for claim in going):
        raise _refused("选中的诉求已经有处理意见，不能再拆出，")
    if going and len(going) == len(staying):
        raise _refused("原件至少要留一条诉求，")
    return going


def _refused(sentence: str) -> UserFault:
    return UserFault(sentence, "请重新选择要拆出的诉求。", code="split-refused", field="claims")
