"""What a handling opinion says of each claim (article 32)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.casework.documents.values import CLAIM_RESULTS
from app.faults import UserFault
from app.models.tables import Case, Claim


@dataclass(frozen=True)
class ClaimAnswer:
    """What a handling opinion says of one claim (article 32): result as in `CLAIM_RESULTS`."""

    claim_id: int
    result: str
    findings: str
    opinion: str
    basis: str


def open_claims(session: Session, case: Case) -> list[Claim]:
    """Return the claims that were not split off to another case."""
    found = session.exec(select(Claim).where(Claim.case_id == case.id).order_by(col(Claim.position))).all()
    return [claim for claim in found if claim.moved_to_case_id is None]


def answer_claims(session: Session, case: Case, answers: Sequence[ClaimAnswer]) -> None:
    """Write the answers to all open claims; raise `UserFault` naming the first that is not answered."""
    by_id = {answer.claim_id: answer for answer in answers}
    for place, claim in enumerate(open_claims(session, case), start=1):
        answer = by_id.get(claim.id or 0)
        if answer is None or answer.result not in CLAIM_RESULTS:
            raise _unanswered(claim, f"诉求{place}还没有写明支持、解释说明还是不支持，")
        for text, word in ((answer.opinion, "处理意见"), (answer.basis, "法律法规依据")):
            if not text.strip():
                raise _unanswered(claim, f"诉求{place}还没有写{word}，")
        claim.result, claim.findings = answer.result, answer.findings.strip()
        claim.opinion, claim.opinion_basis = answer.opinion.strip(), answer.basis.strip()
        session.add(claim)


def _unanswered(claim: Claim, sentence: str) -> UserFault:
    return UserFault(sentence, "处理意见要逐项写明（第三十二条）。", code="missing-field", field=f"claim.{claim.id}")
