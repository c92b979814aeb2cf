"""What a line of the desk comes to: the act that goes on from here, or the paper that is owed."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.casework.cases.document_rows import SERVED_BY, SERVED_OTHERWISE
from app.casework.cases.facts import KnownCase, known_case
from app.casework.cases.lookup import case_by_id
from app.casework.clocks.running import OWN, running_clocks
from app.casework.life.acts import Offer, offers
from app.casework.office.law_in_force import life_pack
from app.casework.upkeep.needs import AFTER, PAPER, SECOND, SERVICE, SERVICES, URGENT
from app.casework.worklist.sections import DUE, LOCAL_PASSED, OVERDUE, WATCH_DUE, WATCH_OVERDUE
from app.models.tables import CaseClock
from app.models.workspace import Workspace

NOTICE = "notice"
_OWN_DATES = (OVERDUE, DUE, LOCAL_PASSED)
_NEXT, _ANOTHER_WAY = 1, 2
_URGE = ("urge", "supervise")
# What is done first about a part, where the case's own likeliest act is not meant.
_MEANT: dict[str, tuple[str, ...]] = {
    WATCH_OVERDUE: _URGE,
    WATCH_DUE: _URGE,
    URGENT: ("report_urgent",),
    SERVICE: (*SERVICES, SERVED_OTHERWISE[0], SERVED_BY["accusation_notice"][0]),
    AFTER: ("lapse_review", "lapse_final", "conclude", "conclude_settled", "conclude_unserved"),
}


@dataclass(frozen=True)
class NextAct:
    """The act to go on with: an act's id and title, "notice" for an owed paper, or neither where none is possible."""

    act: str = ""
    title: str = ""


def next_act(workspace: Workspace, part: str, case_id: int) -> NextAct:
    """Return what a part of the desk means to be done about a case now, by this person."""
    with workspace.reading() as session:
        case = case_by_id(session, case_id)
        known = known_case(session, case, workspace.today())
        if part == PAPER or (part in _OWN_DATES and _ends_with_paper(known, running_clocks(session, case_id))):
            return NextAct(NOTICE, "出文书…") if known.owed else NextAct()
        possible = [offer for offer in offers(workspace, session, case, known) if offer.possible]
    return next((NextAct(offer.act, offer.title) for offer in _meant(part, possible)), NextAct())


def _meant(part: str, possible: Sequence[Offer]) -> list[Offer]:
    if part == SECOND:
        return [offer for offer in possible if life_pack().by_act[offer.act].second == "confirms"]
    if part in _MEANT:
        return [offer for act in _MEANT[part] for offer in possible if offer.act == act]
    return [offer for offer in possible if offer.likely in (_NEXT, _ANOTHER_WAY)]


def _ends_with_paper(known: KnownCase, clocks: Sequence[CaseClock]) -> bool:
    """Say whether the nearest own duty ends with a written notice that is still owed."""
    own = [c for c in clocks if c.duty == OWN and c.obliged == "office" and c.kind != "K15"]
    nearest = min(own, key=lambda clock: clock.governing, default=None)
    return nearest is not None and nearest.stops_with_notice and bool(known.owed)
