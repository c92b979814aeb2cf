"""What 接下来 says at the end of a route is what registering then keeps."""

from collections.abc import Callable
from pathlib import Path

import pytest
from walking import example
from walking import register as registered

from app.casework.clocks.local_rules import load_office_rules
from app.casework.clocks.running import clocks_of
from app.casework.intake.consequence import clock_lines
from app.casework.intake.handed_over import Intake
from app.casework.intake.register import register_case
from app.casework.intake.rule_book import load_rulebook
from app.casework.office.law_in_force import law_in_force, rule_pack
from app.law.route.examples import example_names
from app.law.route.walk import walk
from app.models.tables import Case
from app.models.workspace import Workspace

RULES = """name = "香林县规定"
[[clocks]]
kind = "K1"
days = 10
basis = "香信联发〔2026〕1号"
[[clocks]]
kind = "K2"
days = 12
basis = "香信联发〔2026〕2号"
[[clocks]]
kind = "K5"
days = 45
basis = "香信联发〔2026〕3号"
"""


@pytest.mark.parametrize("local", [False, True])
@pytest.mark.parametrize("name", example_names())
def test_every_clock_is_kept_as_it_was_shown(
    make_workspace: Callable[..., Workspace], tmp_path: Path, name: str, local: bool
) -> None:
    facts = example(name)
    role = str(facts["office_role"])
    workspace = make_workspace(role)
    if local:
        path = tmp_path / "本地规则.toml"
        path.write_text(RULES, encoding="utf-8")
        load_office_rules(workspace, path)
    if "related_case" in facts:
        facts["related_case"] = registered(workspace, "transfer_visit").number
    route = walk(rule_pack(), role, workspace.today(), facts)
    intake = Intake.from_route(route)
    shown = clock_lines(
        intake.outcome.clocks, route.facts, workspace.today(), law_in_force(workspace), load_rulebook(),
        by_letter=bool(intake.outcome.letters),
    )  # fmt: skip
    case_id = register_case(workspace, intake).case_id
    with workspace.reading() as session:
        kept = {clock.kind: clock for clock in clocks_of(session, case_id)}
        assert session.get_one(Case, case_id).state == intake.outcome.state
    assert {line.kind for line in shown if line.clock is not None} == set(kept)
    for line in shown:
        if line.clock is not None:
            there = kept[line.kind]
            assert (line.clock.due, line.clock.governing, line.clock.local_due, line.clock.timeline, line.met_on) == (
                there.due, there.governing, there.local_due, there.timeline, there.stopped_on,
            )  # fmt: skip
            assert line.met_by_notice is there.stops_with_notice
