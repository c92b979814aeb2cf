"""What a line of the desk comes to: the act that goes on from here, or the paper that is owed."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.casework.cases.facts import KnownCase, known_case
from app.casework.cases.lookup import case_by_id
from app.casework.clocks.book import OWN
from app.casework.life.acts import Offer, offers
from app.casework.office.law_in_force import clock_rules, life_pack
from app.casework.upkeep.needs import AFTER, PAPER, SECOND, SERVICE, URGENT
from app.casework.worklist.sections import DUE, LOCAL_PASSED, OVERDUE, WATCH_DUE, WATCH_OVERDUE
from app.law.life.models import MeantFor
from app.models.workspace import Workspace

NOTICE = "notice"
_OWN_DATES = (OVERDUE, DUE, LOCAL_PASSED)
_NEXT, _ANOTHER_WAY = 1, 2
# What is done first about a part, where the case's own likeliest act is not meant: the acts that the rules mean for it.
_MEANT: dict[str, MeantFor] = {
    WATCH_OVERDUE: "other_late",
    WATCH_DUE: "other_late",
    URGENT: "urgent",
    SERVICE: "service",
    AFTER: "after",
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
        if part == PAPER or (part in _OWN_DATES and _ends_with_paper(known)):
            return NextAct(NOTICE, "出文书…") if known.owed else NextAct()
        possible = [offer for offer in offers(workspace, session, case, known) if offer.possible]
    return next((NextAct(offer.act, offer.title) for offer in _meant(part, possible)), NextAct())


def _meant(part: str, possible: Sequence[Offer]) -> list[Offer]:
    if part == SECOND:
        return [offer for offer in possible if life_pack().by_act[offer.act].second == "confirms"]
    if part in _MEANT:
        by_id = {offer.act: offer for offer in possible}
        return [by_id[act.id] for act in life_pack().acts if act.meant_for == _MEANT[part] and act.id in by_id]
    return [offer for offer in possible if offer.likely in (_NEXT, _ANOTHER_WAY)]


def _ends_with_paper(known: KnownCase) -> bool:
    """Say whether the nearest own duty ends with a written notice that is still owed."""
    rules = clock_rules()
    own = [clock for clock in known.clocks if clock.running and clock.duty == OWN and rules[clock.kind].is_duty]
    nearest = min(own, key=lambda clock: clock.governing, default=None)
    return nearest is not None and nearest.waits and bool(known.owed)
