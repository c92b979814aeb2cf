"""Walk the shipped examples and facts of a test to a finished intake."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.casework.intake.handed_over import Intake
from app.casework.intake.register import Registered, register_case
from app.casework.office.law_in_force import rule_pack
from app.law.route.examples import load_example
from app.law.route.walk import walk
from app.models.workspace import Workspace


def example(name: str, **changes: Any) -> dict[str, Any]:
    """Return the facts of a shipped example, with changes; None removes a fact."""
    facts = {**load_example(name), **changes}
    return {key: value for key, value in facts.items() if value is not None}


def intake(facts: Mapping[str, Any], role: str = "petition_department", today: date = date(2026, 11, 20)) -> Intake:
    return Intake.from_route(walk(rule_pack(), role, today, facts))


def register(workspace: Workspace, name: str, **changes: Any) -> Registered:
    """Register a shipped example in a workspace, on the workspace's own day."""
    facts = example(name, **changes)
    return register_case(workspace, intake(facts, workspace.office.role, workspace.today()))
