"""What the route says of a case once more: when its letter goes out, when it is sent again, when a name is mended."""

from collections.abc import Mapping

from app.casework.office.law_in_force import rule_pack
from app.faults import UserFault
from app.law.forms.conditions import FactValue, all_hold
from app.law.route.outcome import dispatched_outcome, resolve_outcome
from app.law.route.walk import Outcome

_ASKED = ("office_role", "channel", "identity", "kind", "way", "source_office", "pathway_organ", "pathway_basis")


def end_when_sent(outcome_id: str, facts: Mapping[str, FactValue]) -> Outcome:
    """Return what a waiting end of the route becomes when its letter has gone out, its words filled in.

    Raises `UserFault` where nobody to send it to is named (missing-field) or the rules know no such end.
    """
    if not facts.get("destination"):
        raise UserFault(
            "还没有填写去向单位，", "请填写转送或交办给哪个单位。", code="missing-field", field="destination"
        )
    become = dispatched_outcome(rule_pack(), outcome_id, _route_facts(facts))
    if become is None:
        raise UserFault(
            "现在的规则里没有这件的转送去处，", "请用随程序发布的规则文件，或联系信息员。", code="broken-rules"
        )
    return become


def words_said_anew(
    outcome_id: str, state: str, facts: Mapping[str, FactValue], sent_again: bool
) -> Mapping[str, str]:
    """Return the columns of a case in which the route speaks, said anew; none once an act has led on.

    Then the words are those of the state. `sent_again`: its route may have ended as a dispute, or at another office.
    """
    end = (_end_when_sent_again(state, facts) if sent_again else None) or rule_pack().places.get(outcome_id)
    if not isinstance(end, Outcome) or end.state != state:
        return {}
    return words_of(resolve_outcome(rule_pack(), end, _route_facts(facts)))


def words_of(end: Outcome) -> dict[str, str]:
    """Return what an end of the route says, by the columns of a case."""
    return {
        "next_text": end.next_text, "remedy": end.remedy, "handling_way": end.handling_way, "procedure": end.procedure,
    }  # fmt: skip


def _end_when_sent_again(state: str, facts: Mapping[str, FactValue]) -> Outcome | None:
    asked, places = _route_facts(facts), rule_pack().places
    for node in places.values():
        for edges in () if isinstance(node, Outcome) else (node.edges, *(answer.edges for answer in node.answers)):
            waiting = next((edge.to for edge in edges if all_hold(edge.when, asked)), "")
            become = dispatched_outcome(rule_pack(), waiting, asked)
            if become is not None and become.state == state:
                return become
    return None


def _route_facts(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Return the facts as the route asks for them: whoever it went to is the office that receives it."""
    destination = facts.get("destination", "")
    asked: dict[str, FactValue] = {key: facts.get(key, "") for key in _ASKED}
    asked |= {
        "importance": "important" if facts.get("report_by") else "ordinary",
        "receiving_office": destination,
        "political_legal_office": destination,
    }
    if facts.get("report_by"):
        asked["report_by"] = facts["report_by"]
    return asked
