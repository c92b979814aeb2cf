"""Office rules in force: the open clocks follow them and follow the Regulation again when they are dropped."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select
from walking import register

from app.casework.clocks.local_rules import drop_office_rules, load_office_rules
from app.casework.clocks.running import extend_clock, refresh_next_due, start_clock
from app.casework.office.checks import check_workspace
from app.casework.office.law_in_force import law_in_force
from app.faults import UserFault
from app.law.dates.local_rules import example_path
from app.models.tables import Case, CaseClock, JournalEntry
from app.models.workspace import Workspace

RULES = """name = "香林县规定"
[[clocks]]
kind = "K1"
days = 10
basis = "香信联发〔2026〕1号"
[[clocks]]
kind = "K5"
days = 45
extension_max_days = 15
basis = "香信联发〔2026〕2号"
[[clocks]]
kind = "K6"
days = 40
basis = "香政办发〔2026〕3号"
[[clocks]]
kind = "K12"
days = 10
basis = "香信联发〔2026〕4号"
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "本地规则.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def case_id(workspace: Workspace) -> int:
    """A case received on 2026-11-16, with a duty of 60 days and a right of 30 running too."""
    case_id = register(workspace, "pending_transfer", received_on="2026-11-16", petition_date="2026-11-16").case_id
    with workspace.act("more_clocks") as session:
        case = session.get_one(Case, case_id)
        start_clock(session, case, "K5", date(2026, 11, 16))
        start_clock(session, case, "K6", date(2026, 11, 16))
        assert start_clock(session, case, "K12", date(2026, 11, 16)) is None
        refresh_next_due(session, case)
    return case_id


def clocks_of(workspace: Workspace, case_id: int) -> dict[str, CaseClock]:
    with workspace.reading() as session:
        return {c.kind: c for c in session.exec(select(CaseClock).where(CaseClock.case_id == case_id)).all()}


def next_due(workspace: Workspace, case_id: int) -> date | None:
    with workspace.reading() as session:
        return session.exec(select(Case.next_due).where(Case.id == case_id)).one()


def test_open_clocks_follow_the_offices_rules_and_the_case_its_stricter_date(
    workspace: Workspace, rules: Path, case_id: int
) -> None:
    assert next_due(workspace, case_id) == date(2026, 12, 1)
    change = load_office_rules(workspace, rules)
    found = clocks_of(workspace, case_id)
    # A duty: judged by the Regulation, asked for earlier.
    assert (found["K1"].governing, found["K1"].local_due) == (date(2026, 12, 1), date(2026, 11, 26))
    assert (found["K5"].governing, found["K5"].local_due) == (date(2027, 1, 15), date(2026, 12, 31))
    assert next_due(workspace, case_id) == date(2026, 11, 26)
    # A right: judged by its longer end.
    assert (found["K6"].due, found["K6"].governing) == (date(2026, 12, 16), date(2026, 12, 28))
    assert found["K6"].local_due == date(2026, 12, 28)
    assert "本地规则40日，12月28日（香政办发〔2026〕3号）。" in found["K6"].timeline
    assert {m.kind for m in change.clocks.moved} == {"K1", "K5", "K6"}
    assert change.rules.name == "香林县规定"
    assert check_workspace(workspace).sound


def test_dropping_them_puts_every_clock_back(workspace: Workspace, rules: Path, case_id: int) -> None:
    before = clocks_of(workspace, case_id)
    load_office_rules(workspace, rules)
    drop_office_rules(workspace)
    assert clocks_of(workspace, case_id) == before
    assert next_due(workspace, case_id) == date(2026, 12, 1)
    assert law_in_force(workspace).local.clocks == ()
    with pytest.raises(UserFault, match="没有本地规则"):
        drop_office_rules(workspace)
    assert check_workspace(workspace).sound


def test_a_clock_without_a_number_runs_once_a_local_document_gives_one(
    workspace: Workspace, rules: Path, case_id: int
) -> None:
    load_office_rules(workspace, rules)
    with workspace.act("simple_procedure") as session:
        clock = start_clock(session, session.get_one(Case, case_id), "K12", date(2026, 11, 16))
        assert clock is not None
        assert (clock.due, clock.days, clock.local_due) == (date(2026, 11, 30), 10, None)
    drop_office_rules(workspace)
    assert clocks_of(workspace, case_id)["K12"].due == date(2026, 11, 30)


def test_an_extension_beyond_the_offices_own_limit_is_refused(workspace: Workspace, rules: Path, case_id: int) -> None:
    load_office_rules(workspace, rules)
    for days, says in ((20, "本地规则规定延长不得超过 15 日"), (31, "延长不得超过 30 日")):
        with pytest.raises(UserFault, match=says), workspace.act("extend") as session:
            extend_clock(session, session.get_one(Case, case_id), "K5", days, date(2026, 11, 20))
    with workspace.act("extend") as session:
        clock = extend_clock(session, session.get_one(Case, case_id), "K5", 15, date(2026, 11, 20))
        assert (clock.due, clock.local_due) == (date(2027, 1, 30), date(2027, 1, 15))


@pytest.mark.parametrize("cancel", [True, False])
def test_a_refused_or_cancelled_load_changes_nothing(
    workspace: Workspace, rules: Path, case_id: int, cancel: bool
) -> None:
    before = clocks_of(workspace, case_id)
    if not cancel:
        rules.write_text(RULES.replace("days = 45", "days = 90"), encoding="utf-8")
    with pytest.raises(UserFault) as fault:
        load_office_rules(workspace, rules, progress=lambda _count: not cancel)
    assert fault.value.code == ("cancelled" if cancel else "loosened-rule")
    assert clocks_of(workspace, case_id) == before
    assert law_in_force(workspace).local.clocks == ()
    with workspace.reading() as session:
        assert session.exec(select(JournalEntry).where(JournalEntry.act == "load_local_rules")).all() == []


def test_the_fictional_example_is_not_put_in_force(workspace: Workspace) -> None:
    with pytest.raises(UserFault, match="示例"):
        load_office_rules(workspace, example_path())
