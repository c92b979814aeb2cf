"""A sealed accusation: unreadable for whoever typed it, invisible everywhere, open to the custodian alone."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from offices import CHEAP, PASSWORD, StandingClock
from walking import example, intake, register

from app.casework.cases.sealed import open_sealed
from app.casework.documents.issuing import prepare_notice
from app.casework.intake.drafts import list_drafts, save_draft
from app.casework.intake.duplicates import find_duplicates
from app.casework.intake.register import register_case
from app.casework.ledgers.export import FullExport, export_ledger
from app.casework.life.acts import perform
from app.casework.life.correct_case import correct_case, void_case
from app.casework.office.accounts import add_user, change_password
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import CaseFilter, find, list_cases
from app.faults import UserFault
from app.models.tables import ALL_TABLES, Case
from app.models.workspace import SLOTS, Workspace, open_workspace, recover_workspace, slots_of
from app.security.keyslots import write_key_slots

LABEL = "检举控告件（已密封）"
CLERK = "窗口口令2026"
SECRETS = ("petitioner_name", "phone", "address", "summary", "receiving_office", "location", "handler")


@pytest.fixture
def facts() -> dict[str, object]:
    return example("accusation_discipline", handler="秘密承办人")


@pytest.fixture
def sealed(workspace: Workspace, facts: dict[str, object]) -> int:
    draft = save_draft(workspace, None, "某某检举", json.dumps(facts, ensure_ascii=False))
    return register_case(workspace, intake(facts), draft).case_id


def everything_stored(workspace: Workspace) -> str:
    """Every value of every table and of the search index, as anybody with the database key could read it."""
    found = []
    with workspace.store.connection() as connection:
        tables = [
            row[0]
            for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
            if "_idx" not in row[0]
        ]
        for table in tables:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
                for value in row:
                    found.append(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))
    return "\n".join(found)


def test_nothing_that_was_typed_can_be_read_back_from_the_database(
    workspace: Workspace, sealed: int, facts: dict[str, object]
) -> None:
    stored = everything_stored(workspace)
    assert len(ALL_TABLES) > 10
    for key in SECRETS:
        if facts.get(key):
            assert str(facts[key]) not in stored, key
    claims = facts["claims"]
    assert isinstance(claims, list)
    assert not any(claim in stored for claim in claims)
    assert "discipline" not in stored
    assert list_drafts(workspace) == ()
    assert check_workspace(workspace).sound


def test_the_row_of_an_accusation_holds_its_number_its_days_and_its_state_alone(workspace: Workspace) -> None:
    told = {
        "id", "uid", "number", "kind", "state", "registered_at", "registered_on", "registered_by_id", "received_on",
        "petition_date", "rule_pack",
    }  # fmt: skip
    pressing = {"urgent": True, "urgent_facts": "威胁举报人", "people_count": 3}
    case_id = register(workspace, "accusation_discipline", **pressing).case_id
    with workspace.reading() as session:
        row = session.get_one(Case, case_id).model_dump()
    said = {name: row[name] for name, field in Case.model_fields.items() if row[name] != field.get_default()}
    assert {name: value for name, value in said.items() if name not in told} == {
        "sealed": True, "outcome_id": "sealed", "disposition": "sealed",
    }  # fmt: skip


def test_lists_and_searches_show_the_label_alone(workspace: Workspace, sealed: int, facts: dict[str, object]) -> None:
    register(workspace, "transfer_visit")
    row = next(r for r in list_cases(workspace).rows if r.sealed)
    assert (row.title, row.summary, row.channel, row.destination) == (LABEL, LABEL, "", "")
    assert list_cases(workspace, CaseFilter(text=row.number)).rows == (row,)
    name, summary = str(facts["petitioner_name"]), str(facts["summary"])
    for query in (name, summary[5:7], summary[5:11], str(facts.get("phone", "无此人电话"))[-6:]):
        assert sealed not in [r.id for r in find(workspace, query).rows]
    assert find_duplicates(workspace, facts) == ()


def test_the_case_page_shows_number_date_and_clock_and_nothing_else(workspace: Workspace, sealed: int) -> None:
    view = case_view(workspace, sealed)
    assert (view.facts, view.people, view.claims, view.route) == ((), (), (), ())
    assert [c.kind for c in view.clocks] == ["K1"]
    assert [e.what for e in view.timeline] == ["登记"]
    assert not view.can_change


@pytest.mark.parametrize("full", [False, True])
def test_the_ledger_shows_the_label_even_in_a_full_export(
    workspace: Workspace, sealed: int, facts: dict[str, object], tmp_path: Path, full: bool
) -> None:
    conditions = FullExport(PASSWORD, "报送", "市信访局") if full else None
    export_ledger(workspace, tmp_path / "台账.xlsx", full=conditions)
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx").active
    assert sheet is not None
    words = {str(c.value) for row in sheet.iter_rows(min_row=2) for c in row if c.value is not None}
    assert LABEL in words
    assert not words & {str(facts[key]) for key in SECRETS if facts.get(key)}


def test_no_act_of_the_window_touches_a_sealed_case(workspace: Workspace, sealed: int) -> None:
    for act in (
        lambda: correct_case(workspace, sealed, "summary", "x", "y"),
        lambda: void_case(workspace, sealed, "误登"),
        lambda: prepare_notice(workspace, sealed, "receipt_notice"),
    ):
        with pytest.raises(UserFault, match="已经密封"):
            act()


def test_another_case_cannot_point_at_a_sealed_one(workspace: Workspace, sealed: int) -> None:
    number = list_cases(workspace).rows[0].number
    with pytest.raises(UserFault, match="找不到编号"):
        register(workspace, "merge_repeat", related_case=number)


def test_the_custodian_opens_it_with_their_own_password(
    workspace: Workspace, sealed: int, facts: dict[str, object]
) -> None:
    opened = open_sealed(workspace, sealed, PASSWORD)
    assert opened.facts["summary"] == facts["summary"]
    assert opened.facts["petitioner_name"] == facts["petitioner_name"]
    assert [e.what for e in case_view(workspace, sealed).timeline] == ["登记", "保密专员打开密封内容"]
    with pytest.raises(UserFault, match="口令不对"):
        open_sealed(workspace, sealed, "错的口令12345")


def test_what_was_opened_shows_in_no_report_of_a_fault(
    workspace: Workspace, sealed: int, facts: dict[str, object]
) -> None:
    opened = open_sealed(workspace, sealed, PASSWORD)
    said = repr(opened)
    assert opened.number in said
    assert not any(str(facts[key]) in said for key in SECRETS if facts.get(key))
    assert "discipline" not in said
    assert repr(opened.key) not in said


def test_an_open_case_is_not_opened_and_nothing_says_that_it_was(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    with pytest.raises(UserFault, match="没有密封内容") as refused:
        open_sealed(workspace, case_id, PASSWORD)
    assert refused.value.code == "not-sealed"
    assert [e.what for e in case_view(workspace, case_id).timeline] == ["登记"]


def test_a_custodian_to_whom_nobody_gave_the_key_is_told_so(workspace: Workspace, sealed: int) -> None:
    path = workspace.folder / SLOTS
    write_key_slots(path, slots_of(workspace.folder).with_slot("li", PASSWORD, workspace.store.key, None, CHEAP))
    with pytest.raises(UserFault, match="还没有拿到密封钥匙") as refused:
        open_sealed(workspace, sealed, PASSWORD)
    assert refused.value.code == "not-allowed"
    assert [e.what for e in case_view(workspace, sealed).timeline] == ["登记"]


def test_a_changed_password_opens_what_was_sealed_before(workspace: Workspace, sealed: int) -> None:
    change_password(workspace, PASSWORD, "换过的口令2026", cost=CHEAP)
    assert open_sealed(workspace, sealed, "换过的口令2026").case_id == sealed


def test_the_recovery_code_gives_a_custodian_the_seal_again_and_a_clerk_never(
    workspace: Workspace, sealed: int, clock: StandingClock
) -> None:
    code = workspace.recovery_code  # type: ignore[attr-defined]
    add_user(workspace, "wang", "王素琴", ("clerk",), CLERK, cost=CHEAP)
    custodian = recover_workspace(workspace.folder, "li", code, "找回的口令2026", now=clock, cost=CHEAP)
    assert open_sealed(custodian, sealed, "找回的口令2026").case_id == sealed
    custodian.close()
    recover_workspace(workspace.folder, "wang", code, "找回的口令2027", now=clock, cost=CHEAP).close()
    assert slots_of(workspace.folder).open("wang", "找回的口令2027").sealing_key is None


def test_the_clerk_who_typed_it_cannot_open_it(workspace: Workspace, clock: StandingClock) -> None:
    add_user(workspace, "wang", "王素琴", ("clerk",), CLERK, cost=CHEAP)
    clerk = open_workspace(workspace.folder, "wang", CLERK, now=clock)
    case_id = register(clerk, "accusation_discipline").case_id
    with pytest.raises(UserFault, match="只有保密专员"):
        open_sealed(clerk, case_id, CLERK)
    with pytest.raises(UserFault, match="只有保密专员"):
        open_sealed(clerk, case_id, PASSWORD)
    clerk.close()
    assert open_sealed(workspace, case_id, PASSWORD).case_id == case_id


def test_a_new_custodian_needs_the_grant_of_the_present_one(
    workspace: Workspace, sealed: int, clock: StandingClock
) -> None:
    with pytest.raises(UserFault, match="授权"):
        add_user(workspace, "zhao", "赵铁", ("custodian",), CLERK, grant="不是口令", cost=CHEAP)
    add_user(workspace, "zhao", "赵铁", ("custodian",), CLERK, grant=PASSWORD, cost=CHEAP)
    custodian = open_workspace(workspace.folder, "zhao", CLERK, now=clock)
    assert open_sealed(custodian, sealed, CLERK).case_id == sealed
    custodian.close()


def test_the_recovery_code_grants_custody_too(workspace: Workspace, sealed: int, clock: StandingClock) -> None:
    code = workspace.recovery_code.lower()  # type: ignore[attr-defined]
    add_user(workspace, "zhao", "赵铁", ("custodian",), CLERK, grant=code, cost=CHEAP)
    custodian = open_workspace(workspace.folder, "zhao", CLERK, now=clock)
    assert open_sealed(custodian, sealed, CLERK).case_id == sealed
    custodian.close()


def test_a_waiting_accusation_is_sent_by_the_custodian(
    workspace: Workspace, clock: StandingClock, make_facts: Callable[..., int]
) -> None:
    case_id = make_facts(dispatch_now=False, dispatched_on=None)
    assert case_view(workspace, case_id).clocks[0].days_left is not None
    add_user(workspace, "wang", "王素琴", ("clerk",), CLERK, cost=CHEAP)
    clerk = open_workspace(workspace.folder, "wang", CLERK, now=clock)
    with pytest.raises(UserFault, match="只有保密专员"):
        perform(clerk, case_id, "dispatch_sealed", {"dispatched_on": date(2026, 11, 20)})
    clerk.close()
    perform(workspace, case_id, "dispatch_sealed", {"dispatched_on": date(2026, 11, 20)})
    view = case_view(workspace, case_id)
    assert view.clocks[0].stopped_on == date(2026, 11, 20)
    assert view.row.state.startswith("已密封转送")


@pytest.fixture
def make_facts(workspace: Workspace) -> Callable[..., int]:
    def make(**changes: object) -> int:
        return register(workspace, "accusation_discipline", **changes).case_id

    return make


def test_a_destroyed_draft_is_never_made_anew(workspace: Workspace, facts: dict[str, object]) -> None:
    stale = save_draft(workspace, None, "某某检举", "秘密内容")
    register_case(workspace, intake(facts), stale)
    with pytest.raises(UserFault, match="已经登记或者丢弃"):
        save_draft(workspace, stale, "某某检举", "秘密内容")
    assert list_drafts(workspace) == ()
    assert save_draft(workspace, None, "另一件", "别的内容") != stale


def test_a_report_to_a_law_enforcement_office_is_an_appeal_of_the_fifth_way(workspace: Workspace) -> None:
    facts = example("duty_transfer", kind="accusation", accusation_organ="enforcement", way=None)
    registered = register_case(workspace, intake(facts))
    view = case_view(workspace, registered.case_id)
    assert (view.row.kind, registered.sealed) == ("申诉求决", False)
