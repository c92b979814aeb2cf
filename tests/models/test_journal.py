"""The journal: everything is in it, nothing can leave it, and a break is found."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from walking import register

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.office.checks import check_workspace
from app.models.guards import guard_faults
from app.models.journal import read_entries, verify_chain, verify_rows
from app.models.tables import ALL_TABLES, Setting
from app.models.workspace import Workspace


def entries(workspace: Workspace) -> list[dict[str, Any]]:
    with workspace.store.connection() as connection:
        return list(read_entries(connection))


def write(workspace: Workspace, key: str, value: str) -> None:
    with workspace.act("set_parameter", "试") as session:
        row = session.get(Setting, key) or Setting(key=key, value="")
        row.value = value
        session.add(row)


def test_an_entry_says_who_when_and_from_what_to_what(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    write(workspace, "a", "二")
    last = entries(workspace)[-1]
    assert (last["user_name"], last["act"], last["note"]) == ("li", "set_parameter", "试")
    assert (last["table_name"], last["row_key"], last["operation"]) == ("setting", "a", "update")
    assert last["at"].startswith("2026-11-20T")
    assert json.loads(last["changes"]) == {"value": ["一", "二"]}


def test_an_act_that_fails_leaves_no_entry_and_no_row(workspace: Workspace) -> None:
    before = entries(workspace)
    with pytest.raises(ZeroDivisionError), workspace.act("set_parameter") as session:
        session.add(Setting(key="b", value="x"))
        session.flush()
        raise ZeroDivisionError
    assert entries(workspace) == before
    assert check_workspace(workspace).sound


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE seq = 1",
        "UPDATE journal SET note = 'x' WHERE seq = 1",
        "DELETE FROM office",
        'DELETE FROM "case"',
        "DELETE FROM sign_in",
        "UPDATE sign_in SET what = 'x'",
    ],
)
def test_the_database_itself_refuses_to_forget(workspace: Workspace, statement: str) -> None:
    register(workspace, "transfer_visit")
    with pytest.raises(IntegrityError, match="never"), workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql(statement)


def test_bulk_statements_are_refused(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="journal"), workspace.act("set_parameter") as session:
        session.execute(update(Setting).values(value="x"))


def test_a_row_changed_behind_the_journal_is_found(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    with workspace.store.connection(write=True) as connection:
        connection.execute(text("UPDATE setting SET value = '改'"))
    report = check_workspace(workspace)
    assert report.faults == ("setting 第 a 行与流水不符：value",)


@pytest.mark.parametrize(
    ("guard", "statement", "column"),
    [
        (
            "fix_sealed_content",
            "UPDATE sealed_content SET content = randomblob(200)",
            "sealed_content 第 1 行与流水不符：content",
        ),
        ("fix_document", "UPDATE document SET field_values = '{}'", "document 第 1 行与流水不符：field_values"),
        ("", "UPDATE office SET check_key = 'AAAA'", "office 第 1 行与流水不符：check_key"),
    ],
)
def test_a_change_of_what_the_journal_does_not_tell_is_found_too(
    workspace: Workspace, guard: str, statement: str, column: str
) -> None:
    register(workspace, "accusation_discipline")
    issue_notice(workspace, prepare_notice(workspace, register(workspace, "transfer_visit").case_id))
    assert check_workspace(workspace).sound
    with workspace.store.connection(write=True) as connection:
        if guard:
            sql = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :n"), {"n": guard}).scalar_one()
            connection.exec_driver_sql(f"DROP TRIGGER {guard}")
        connection.exec_driver_sql(statement)
        if guard:
            connection.exec_driver_sql(sql)
    assert check_workspace(workspace).faults == (column,)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER keep_journal",
        "DROP TRIGGER fix_journal; CREATE TRIGGER fix_journal BEFORE UPDATE ON journal BEGIN SELECT 1; END",
    ],
)
def test_a_guard_that_was_taken_away_is_named(workspace: Workspace, statement: str) -> None:
    with workspace.store.connection(write=True) as connection:
        for part in statement.split("; C"):
            connection.exec_driver_sql(part if part.startswith("D") else "C" + part)
    report = check_workspace(workspace, deep=False)
    assert len(report.faults) == 1
    assert "表 journal 的防" in report.faults[0]


def test_every_guard_of_the_workspace_is_watched(workspace: Workspace) -> None:
    with workspace.store.connection(write=True) as connection:
        names = list(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars())
        for name in names:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        assert len(guard_faults(connection)) == len(names) > 0


def tamper(workspace: Workspace, statement: str) -> None:
    with workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER keep_journal")
        connection.exec_driver_sql("DROP TRIGGER fix_journal")
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE journal SET changes = '{}' WHERE seq = 3", 3),
        ("UPDATE journal SET user_name = 'wang' WHERE seq = 2", 2),
        ("UPDATE journal SET note = 'x', hash = lower(hex(randomblob(32))) WHERE seq = 4", 4),
        ("DELETE FROM journal WHERE seq = 3", 3),
        ("UPDATE journal SET seq = 99 WHERE seq = 5", 5),
    ],
)
def test_verify_names_the_first_bad_entry(workspace: Workspace, statement: str, seq: int) -> None:
    for value in "一二三四":
        write(workspace, "a", value)
    tamper(workspace, statement)
    with workspace.store.connection() as connection:
        good, fault = verify_chain(connection)
    assert fault is not None
    assert (good, fault.seq) == (seq - 1, seq)


def test_a_journal_with_its_end_cut_off_is_found(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    write(workspace, "b", "二")
    tamper(workspace, "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    with workspace.store.connection() as connection:
        assert verify_chain(connection)[1] is None
        assert verify_rows(connection) == ("setting 第 b 行没有流水记录",)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(alphabet=st.characters(codec="utf-8"), max_size=20))))
def test_the_chain_holds_whatever_is_written(workspace: Workspace, writes: list[tuple[str, str]]) -> None:
    for key, value in writes:
        write(workspace, key, value)
    assert check_workspace(workspace).sound


def test_every_table_has_chosen_how_it_is_journalled() -> None:
    modes = {t.__tablename__: getattr(t, "__journal__", "full") for t in ALL_TABLES}
    assert {name for name, mode in modes.items() if mode != "full"} == {"draft", "journal", "case_need"}


def test_keys_and_sealed_content_never_reach_the_journal(workspace: Workspace) -> None:
    with workspace.reading() as session:
        key = session.exec(select(ALL_TABLES[0])).one().check_key
    assert key not in json.dumps(entries(workspace))
