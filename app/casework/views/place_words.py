"""What 本件路线图 says of the place a case came to: an outcome or an act that has words of its own, else its state."""

from dataclasses import dataclass
from datetime import date

from app.casework.cases.facts import REGISTER, KnownCase
from app.casework.documents.answered import Answered
from app.casework.office.labels import label
from app.law.dates.timeline import weekday_word
from app.law.forms.conditions import FactValue
from app.law.route.outcome import fill_words
from app.law.text.plain_words import PlaceWords, plain_words

_OWN_DAY = "petitioner"
"""Of a period that a clerk entered: it is the petitioner's own, as the form asks."""
_NOWHERE = {"answer_asked_at": "比作出那份答复的机关、单位高一级的机关、单位（名称写在答复书上）"}
_SOMEWHERE = "有权处理的机关、单位"


@dataclass(frozen=True)
class PlaceTold:
    """The words of one place, which hold in `states`.

    `goes_to` is where the petitioner has to go in person, and `by_when` until when.
    """

    states: tuple[str, ...]
    stop: str
    here: str
    next: str
    no_date: str
    goes_to: str = ""
    by_when: str = ""


def place_told(known: KnownCase, answer: Answered | None) -> PlaceTold:
    """Say where a case is in the words that hold for it now."""
    place = _place(known)
    if place is None:
        words = plain_words().by_state.get(known.state)
        here = label("state", known.state)
        if words is None:
            return PlaceTold((known.state,), here, f"{here}。", "", "现在没有正在走的期限。")
        return PlaceTold((known.state,), words.stop or here, words.here, words.next, words.no_date)
    facts: dict[str, FactValue] = {"destination": "承办的机关、单位", **known.facts}
    if answer is not None:
        facts["answer_asked_at"] = answer.asked_at
    facts.setdefault("political_legal_office", facts["destination"])
    goes_to = str(facts.get(place.asks_at) or _NOWHERE.get(place.asks_at, _SOMEWHERE)) if place.asks_at else ""
    facts["place"] = goes_to
    return PlaceTold(
        place.states,
        place.stop,
        fill_words(place.here, facts),
        fill_words(place.next, facts),
        "现在没有正在走的期限。",
        goes_to,
        _by_when(place, facts, goes_to) if goes_to else "",
    )


def day_in_words(day: date) -> str:
    """Write a day with its year and weekday, as for somebody who keeps the sheet."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_word(day)}）"


def _place(known: KnownCase) -> PlaceWords | None:
    """Return the words of the last outcome or act that has any, as long as the case stands where they hold."""
    told = plain_words().by_place
    found = None
    for step in known.steps:
        here = told.get(known.outcome_id if step.act == REGISTER else step.act)
        if here is not None:
            found = here
        elif found is not None and step.state_after not in ("", *found.states):
            found = None
    if not known.steps:  # a case of the first version has no step of its registering
        found = told.get(known.outcome_id)
    return found if found is not None and known.state in found.states else None


def _by_when(place: PlaceWords, facts: dict[str, FactValue], goes_to: str) -> str:
    """Say a last day only where a clerk entered it with its basis; else how it counts."""
    if facts.get("statutory_whose") == _OWN_DAY and facts.get("statutory_basis"):
        day = date.fromisoformat(str(facts["statutory_due"]))
        return f"最晚{day_in_words(day)}，依据是{facts['statutory_basis']}。"
    if place.period:
        return place.period
    period = str(facts.get("pathway_period") or "")
    return f"期限这样算：{period}。".replace("。。", "。") if period else f"多长时间以内提出，请先向{goes_to}问清楚。"
