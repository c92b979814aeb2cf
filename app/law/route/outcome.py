"""Bring an end of the route together with the facts: words filled in, notice and clocks that apply."""

import re
from collections.abc import Mapping

from app.law.forms.conditions import FactValue, all_hold
from app.law.route.check import PLACEHOLDER
from app.law.route.models import Outcome, RulePack

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def resolve_outcome(pack: RulePack, outcome: Outcome, facts: Mapping[str, FactValue]) -> Outcome:
    """Return the outcome as it stands for these facts.

    Where the notice is waived (name or address unclear, article 23/2) it is dropped with the reason, and with it
    the clocks that are about nothing else. Clocks whose conditions do not hold are left out.
    """
    unowed = all_hold(pack.notice_waiver.when, facts)
    clocks = tuple(clock for clock in outcome.clocks if all_hold(clock.when, facts))
    clock_reason = outcome.clock_reason
    if unowed:
        kept = tuple(clock for clock in clocks if clock.kind not in pack.notice_waiver.clocks)
        if clocks and not kept:
            clock_reason = pack.notice_waiver.clock_reason
        clocks = kept
    waived = unowed and bool(outcome.notice)
    return outcome.model_copy(
        update={
            "sentence": fill_words(outcome.sentence, facts),
            "next_text": fill_words(outcome.next_text, facts),
            "handling_way": fill_words(outcome.handling_way, facts),
            "procedure": fill_words(outcome.procedure, facts),
            "remedy": fill_words(outcome.remedy, facts),
            "notice": "" if waived else outcome.notice,
            "notice_reason": pack.notice_waiver.reason if waived else outcome.notice_reason,
            "clocks": clocks,
            "clock_reason": "" if clocks else clock_reason,
            "marks": tuple(dict.fromkeys((*outcome.marks, *mark_names(pack, facts)))),
        }
    )


def mark_names(pack: RulePack, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Return the names of the side marks whose conditions hold."""
    return tuple(mark.name for mark in pack.marks if all_hold(mark.when, facts))


def fill_words(text: str, facts: Mapping[str, FactValue]) -> str:
    """Put facts into {places} of a sentence; one that is not known is left as ××."""

    def word(key: str) -> str:
        value = facts.get(key)
        if value is None or value == []:
            return "××"
        if isinstance(value, list):
            return "、".join(value)
        day = _ISO_DAY.fullmatch(str(value))
        return f"{int(day[1])}年{int(day[2])}月{int(day[3])}日" if day else str(value)

    return PLACEHOLDER.sub(lambda match: word(match[1]), text)


def dispatched_outcome(pack: RulePack, outcome_id: str, facts: Mapping[str, FactValue]) -> Outcome | None:
    """Return what a waiting end becomes when its letter has gone out, resolved; None for an end that waits for none."""
    waiting = pack.places.get(outcome_id)
    if not isinstance(waiting, Outcome) or not waiting.dispatched_as:
        return None
    target = pack.places[next(edge.to for edge in waiting.dispatched_as if all_hold(edge.when, facts))]
    assert isinstance(target, Outcome)
    return resolve_outcome(pack, target, facts)
