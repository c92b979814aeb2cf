"""Every path of every role ends well, every example walks, and the map shows all of it."""

from datetime import date
from functools import cache

import pytest

from app.faults import UserFault
from app.law.calendar import load_calendars
from app.law.clocks import due, load_clock_rules
from app.law.examples import example_names, load_example
from app.law.route import Outcome, Route, enumerate_paths, route_map, walk
from app.law.rule_check import reachable
from app.law.rules import RulePack, load_rule_pack

TODAY = date(2026, 11, 20)


@cache
def pack() -> RulePack:
    return load_rule_pack()


@pytest.mark.parametrize("role", ["petition_department", "township"])
def test_every_path_ends_with_basis_notice_and_clock_or_reasons(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    ends: dict[str, int] = {}
    paths = set()
    for path in enumerate_paths(pack(), role):
        outcome, chosen = path.outcome, dict(path.answers)
        ends[outcome.id] = ends.get(outcome.id, 0) + 1
        paths.add((path.answers, outcome.id))
        assert outcome.basis, path.answers
        assert bool(outcome.notice) != bool(outcome.notice_reason), path.answers
        assert bool(outcome.clocks) != bool(outcome.clock_reason), path.answers
        kinds = {clock.kind for clock in outcome.clocks}
        assert outcome.sealed == (outcome.disposition == "sealed_transfer")
        if chosen["N3"] != "clear":
            assert not outcome.notice, path.answers
            assert not kinds & {"K2", "K3"}, path.answers
        assert "K1" not in kinds or role == "petition_department", path.answers
        assert not kinds & {"K2", "K3", "K4"} or role == "township", path.answers
        assert ("K5" in kinds) == (outcome.disposition == "accept"), path.answers
        if "K5" in kinds:
            assert chosen.get("N10") == "6", path.answers
        if chosen.get("N8") in ("discipline", "cadre"):
            assert outcome.sealed, path.answers
            assert not outcome.notice, path.answers
        if chosen.get("N12d", chosen.get("N9c", chosen.get("N8c"))) == "no":
            assert outcome.state == "S02", path.answers
    assert set(ends) == {name for name in reachable(pack(), "N0", role) if name.startswith("O-")}
    assert len(paths) == sum(ends.values())
    with capsys.disabled():
        print(f"\n{role}: {sum(ends.values())} paths, {len(ends)} ends")


def test_departments_and_review_bodies_share_the_township_route() -> None:
    township = reachable(pack(), "N0", "township")
    for role in ("department", "review_body"):
        entry = pack().role(role)
        assert entry is not None
        assert reachable(pack(), entry.start, role) == township
        assert "同一条路线" in entry.note


EXPECTED = {
    "accusation_discipline": ("O-sealed", "S08", ""),
    "anonymous_letter": ("O-transfer", "S03", ""),
    "assign": ("O-assign", "S03", "transfer_notice"),
    "co_handling": ("O-transfer", "S03", "transfer_notice"),
    "dispute": ("O-dispute", "S02", "receipt_notice"),
    "duty_transfer": ("O-transfer-duty", "S03", "transfer_notice"),
    "group_visit": ("O-transfer", "S03", "transfer_notice"),
    "guide_elsewhere": ("O-guide", "S20", "receipt_notice"),
    "litigation_letter": ("O-litigation-transfer", "S07", "transfer_notice"),
    "litigation_visit_guide": ("O-litigation-guide", "S07", "litigation_guide_notice"),
    "merge_repeat": ("O-merge", "X3", ""),
    "pathway": ("O-pathway", "S07", "pathway_notice"),
    "pending_transfer": ("O-pending", "S02", "receipt_notice"),
    "review_guidance": ("O-review-guidance", "S20", "receipt_notice"),
    "suggestion": ("O-suggestion-transfer", "S03", "transfer_notice"),
    "township_accept": ("O-accept", "S06", "receipt_notice"),
    "township_duty": ("O-perform", "S07", "receipt_notice"),
    "township_objection": ("O-object", "S04", ""),
    "transfer_visit": ("O-transfer", "S03", "transfer_notice"),
}


def test_every_example_is_expected() -> None:
    assert set(example_names()) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_walks_to_its_end_and_uses_all_its_facts(name: str) -> None:
    facts = load_example(name)
    route = walk(pack(), str(facts["office_role"]), TODAY, facts)
    outcome = route.current
    assert isinstance(outcome, Outcome)
    assert (outcome.id, outcome.state, outcome.notice) == EXPECTED[name]
    assert str(facts.pop("_note")).endswith("。")
    assert {key: route.facts.get(key) for key in facts} == facts
    assert "××" not in outcome.sentence + outcome.next_text + outcome.remedy
    rules, calendar = load_clock_rules(), load_calendars()
    for clock in outcome.clocks:
        start = date.fromisoformat(str(route.facts[clock.start]))
        if rules[clock.kind].days is not None:
            assert due(clock.kind, start, calendar, rules).due > start
        else:
            assert clock.due_fact in route.facts
    assert Route.from_json(pack(), route.to_json()).current == outcome


def test_an_unknown_example_lists_the_others() -> None:
    with pytest.raises(UserFault, match="transfer_visit"):
        load_example("no_such_example")


def test_a_walk_names_the_fact_that_is_missing() -> None:
    facts = load_example("transfer_visit")
    for missing in ("channel", "urgent", "identity", "duplicate", "kind", "litigation", "way", "power", "importance"):
        with pytest.raises(UserFault) as fault:
            walk(pack(), "petition_department", TODAY, {key: facts[key] for key in facts if key != missing})
        assert (fault.value.code, fault.value.field) == ("missing-fact", missing)
    for missing in ("petitioner_name", "address", "summary", "claims", "purpose", "receiving_office"):
        with pytest.raises(UserFault) as fault:
            walk(pack(), "petition_department", TODAY, {key: facts[key] for key in facts if key != missing})
        assert fault.value.field == missing


def test_a_walk_refuses_wrong_and_unknown_facts_by_name() -> None:
    facts = load_example("transfer_visit")
    with pytest.raises(UserFault) as wrong:
        walk(pack(), "petition_department", TODAY, {**facts, "channel": "pigeon"})
    assert (wrong.value.code, wrong.value.field) == ("missing-fact", "channel")
    with pytest.raises(UserFault) as unknown:
        walk(pack(), "petition_department", TODAY, {**facts, "chanel": "visit"})
    assert (unknown.value.code, unknown.value.field) == ("unknown-fact", "chanel")
    with pytest.raises(UserFault) as impossible:
        walk(pack(), "petition_department", TODAY, {**facts, "received_on": "2026-02-30"})
    assert impossible.value.field == "received_on"


@pytest.mark.parametrize("role", ["petition_department", "township"])
def test_the_map_shows_every_place_once_with_every_arrow_pointing_down(role: str) -> None:
    drawn = route_map(pack(), role)
    places = {node.id: node for node in drawn.nodes}
    assert set(places) == reachable(pack(), "N0", role)
    assert len({(node.row, node.column) for node in drawn.nodes}) == len(drawn.nodes)
    assert places["N0"].row == 0
    for edge in drawn.edges:
        assert places[edge.start].row < places[edge.end].row
        assert edge.label or places[edge.start].kind == "form"
    assert {node.id for node in drawn.nodes if node.kind == "outcome"} == {
        node.id for node in drawn.nodes if node.id not in {edge.start for edge in drawn.edges}
    }
