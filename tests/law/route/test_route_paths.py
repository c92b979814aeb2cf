"""Every path of every role ends well and every example walks."""

from datetime import date
from functools import cache

import pytest
from route_walks import ROLES, check_path, ends_of, sampled_paths

from app.faults import UserFault
from app.law.dates.calendar import load_calendars
from app.law.dates.clocks import due, load_clock_rules
from app.law.route.check import reachable
from app.law.route.draft import read_draft, write_draft
from app.law.route.examples import example_names, load_example
from app.law.route.loading import RulePack, load_rule_pack
from app.law.route.right_reminder import right_reminder
from app.law.route.walk import Node, Outcome, walk

TODAY = date(2026, 11, 20)


@cache
def pack() -> RulePack:
    return load_rule_pack()



@pytest.mark.parametrize("role", ROLES)
def test_paths_to_every_end_have_basis_notice_and_clock_or_reasons(role: str) -> None:
    """A sample; `tests/law/all_paths.py` walks every path there is."""
    ends = set()
    for path in sampled_paths(pack(), role):
        check_path(role, path)
        ends.add(path.outcome.id)
    assert ends == ends_of(pack(), role)


def test_departments_share_the_township_route_and_review_bodies_have_pages_of_their_own_before_it() -> None:
    township = reachable(pack(), "N0", "township")
    assert reachable(pack(), "N0", "department") == township
    more = reachable(pack(), "N0", "review_body") - township
    assert {name for name in more if name.startswith("O-")} == {
        "O-review", "O-review-late", "O-final-review", "O-final-review-late", "O-review-elsewhere",
    }  # fmt: skip
    assert {"N4r", "N5r", "N16a", "N16b", "N16c", "N16e", "N17a", "N17b", "N17c"} == {
        name for name in more if name.startswith("N")
    }
    assert not township - reachable(pack(), "N0", "review_body")
    for role in ("department", "review_body"):
        entry = pack().role(role)
        assert entry is not None
        assert "同一条路线" in entry.note


def test_a_late_request_is_told_its_last_day_and_never_refused() -> None:
    late = walk(pack(), "review_body", TODAY, load_example("review_late"))
    assert isinstance(late.current, Outcome)
    assert (late.current.state, [clock.kind for clock in late.current.clocks]) == ("S02", ["K7"])
    node = pack().places["N16c"]
    assert isinstance(node, Node)
    assert node.right is not None
    calendar, rules = load_calendars(), load_clock_rules()
    told = right_reminder(node.right, late.facts, calendar, rules)
    # 4 September plus 30 days is 4 October, in the holidays: a right of the petitioner rolls to 8 October.
    assert told.late
    assert "超过末日10月8日 39 日" in told.text
    assert "由人判断" in told.text
    on_the_last_day = right_reminder(node.right, {**late.facts, "received_on": "2026-10-08"}, calendar, rules)
    assert not on_the_last_day.late
    unserved = right_reminder(node.right, {"received_on": "2026-11-16"}, calendar, rules)
    assert not unserved.late
    assert "没有起算" in unserved.text
    endings = {path.outcome.id for path in sampled_paths(pack(), "review_body") if ("N16c", "reason") in path.answers}
    assert endings == {"O-review"}


def test_claims_of_another_kind_are_asked_for_where_there_are_some() -> None:
    facts = load_example("mixed_visit")
    route = walk(pack(), "petition_department", TODAY, facts)
    assert "另有诉求" in route.marks
    with pytest.raises(UserFault) as fault:
        walk(pack(), "petition_department", TODAY, {**facts, "other_claims": []})
    assert fault.value.field == "other_claims"
    plain = walk(pack(), "petition_department", TODAY, {**facts, "mixed": False})
    assert "other_claims" not in plain.facts


EXPECTED = {
    "accusation_discipline": ("O-sealed", "S08", ""),
    "anonymous_letter": ("O-transfer", "S03", ""),
    "assign": ("O-assign", "S03", "assignment_notice"),
    "co_handling": ("O-transfer", "S03", "transfer_notice"),
    "dispute": ("O-dispute", "S02", "receipt_notice"),
    "final_review_late": ("O-final-review-late", "S02", ""),
    "final_review_request": ("O-final-review", "S17", ""),
    "duty_transfer": ("O-transfer-duty", "S03", "transfer_notice"),
    "group_visit": ("O-transfer", "S03", "transfer_notice"),
    "guide_elsewhere": ("O-guide", "S20", "receipt_notice"),
    "litigation_letter": ("O-litigation-transfer", "S07", "transfer_notice"),
    "litigation_visit_guide": ("O-litigation-guide", "S07", "litigation_guide_notice"),
    "merge_repeat": ("O-merge", "X3", ""),
    "mixed_visit": ("O-transfer", "S03", "transfer_notice"),
    "pathway": ("O-pathway", "S07", "pathway_notice"),
    "pending_transfer": ("O-pending", "S02", "receipt_notice"),
    "review_guidance": ("O-review-guidance", "S20", "answer_notice"),
    "review_elsewhere": ("O-review-elsewhere", "S02", ""),
    "review_late": ("O-review-late", "S02", ""),
    "review_request": ("O-review", "S15", ""),
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
    assert read_draft(pack(), write_draft(route)).current == outcome


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
