"""The journal: everything is in it, nothing can leave it, and what was done behind it is found."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journal_entries import entries, write
from offices import StandingClock
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select
from walking import register

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.intake.drafts import discard_draft, save_draft
from app.casework.office.checks import check_workspace
from app.models.guards import guard_faults
from app.models.tables import ALL_TABLES, JournalEntry, Setting
from app.models.workspace import Workspace


def test_an_entry_says_who_when_and_from_what_to_what(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    write(workspace, "a", "二")
    last = entries(workspace)[-1]
    assert (last["user_name"], last["act"], last["note"]) == ("li", "set_parameter", "试")
    assert (last["table_name"], last["row_key"], last["operation"]) == ("setting", "a", "update")
    assert last["at"].startswith("2026-11-20T")
    assert json.loads(last["changes"]) == {"value": ["一", "二"]}


def test_an_entry_says_the_moment_with_its_offset(workspace: Workspace, clock: StandingClock) -> None:
    write(workspace, "a", "一")
    at = datetime.fromisoformat(entries(workspace)[-1]["at"])
    assert at.tzinfo is not None
    assert at == clock.moment


def test_an_entry_of_a_row_that_goes_keeps_what_stood_in_it(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    with workspace.act("set_parameter") as session:
        session.delete(session.get_one(Setting, "a"))
    last = entries(workspace)[-1]
    assert (last["operation"], last["row_key"]) == ("delete", "a")
    assert json.loads(last["changes"]) == {"key": ["a", None], "value": ["一", None]}
    assert check_workspace(workspace).sound


def test_an_act_that_changes_nothing_writes_nothing_down(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    before = entries(workspace)
    write(workspace, "a", "一")
    assert entries(workspace) == before


def test_what_an_act_does_to_a_row_twice_is_one_change(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    with workspace.act("set_parameter") as session:
        row = session.get_one(Setting, "a")
        for value in ("二", "三"):
            row.value = value
            session.add(row)
            session.flush()
        session.add(new := Setting(key="b", value="甲"))
        session.flush()
        new.value = "乙"
    told = [(e["row_key"], e["operation"], json.loads(e["changes"])) for e in entries(workspace)[-2:]]
    assert told == [
        ("a", "update", {"value": ["一", "三"]}),
        ("b", "insert", {"key": [None, "b"], "value": [None, "乙"]}),
    ]
    assert check_workspace(workspace).sound


def test_what_an_act_takes_back_itself_is_not_written_down(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    before = entries(workspace)
    with workspace.act("set_parameter") as session:
        row = session.get_one(Setting, "a")
        for value in ("二", "一"):
            row.value = value
            session.add(row)
            session.flush()
        session.add(gone := Setting(key="b", value="甲"))
        session.flush()
        session.delete(gone)
    assert entries(workspace) == before


def test_a_row_taken_out_and_put_in_again_is_told_as_both(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    with workspace.act("set_parameter") as session:
        session.delete(session.get_one(Setting, "a"))
        session.flush()
        session.add(Setting(key="a", value="二"))
    assert [(e["operation"], e["row_key"]) for e in entries(workspace)[-2:]] == [("delete", "a"), ("insert", "a")]
    assert check_workspace(workspace).sound


def test_the_entries_of_one_act_share_its_number_and_no_others(workspace: Workspace) -> None:
    register(workspace, "transfer_visit")
    write(workspace, "a", "一")
    numbers: dict[str, set[int]] = {}
    for entry in entries(workspace):
        numbers.setdefault(entry["act"], set()).add(entry["act_seq"])
    assert len([e for e in entries(workspace) if e["act"] == "register_case"]) > 3
    assert {act: len(found) for act, found in numbers.items()} == dict.fromkeys(numbers, 1)
    assert len(set.union(*numbers.values())) == len(numbers) == 3


def test_a_draft_comes_and_goes_in_the_journal_and_its_words_never_do(workspace: Workspace) -> None:
    before = entries(workspace)
    draft = save_draft(workspace, None, "张三检举", "局长受贿")
    save_draft(workspace, draft, "张三检举某人", "局长受贿十万")
    discard_draft(workspace, draft)
    told = entries(workspace)[len(before) :]
    assert [(e["table_name"], e["operation"]) for e in told] == [("draft", "insert"), ("draft", "delete")]
    assert all(word not in json.dumps(told, ensure_ascii=False) for word in ("张三", "受贿"))
    assert check_workspace(workspace).sound


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
        "UPDATE journal SET act = 'x' WHERE seq = 1",
        "DELETE FROM journal_text WHERE seq = 1",
        "UPDATE journal_text SET note = 'x' WHERE seq = 1",
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


@pytest.mark.parametrize(
    "statement",
    [
        update(Setting).values(value="x"),
        delete(Setting),
        insert(Setting).values(key="b", value="x"),
        text("INSERT INTO setting (key, value) VALUES ('b', 'x')"),
    ],
)
def test_bulk_statements_are_refused(workspace: Workspace, statement: Any) -> None:
    write(workspace, "a", "一")
    with pytest.raises(RuntimeError, match="journal"), workspace.act("set_parameter") as session:
        session.execute(statement)
    with workspace.reading() as session:
        assert [(row.key, row.value) for row in session.exec(select(Setting))] == [("a", "一")]


@pytest.mark.parametrize(
    "write_past",
    [
        lambda session: session.bulk_save_objects([Setting(key="b", value="x")]),
        lambda session: session.bulk_insert_mappings(Setting, [{"key": "b", "value": "x"}]),
        lambda session: session.bulk_update_mappings(Setting, [{"key": "a", "value": "x"}]),
        lambda session: session.connection().execute(insert(Setting).values(key="b", value="x")),
        lambda session: session.connection().execute(text("UPDATE setting SET value = 'x'")),
        lambda session: session.connection().exec_driver_sql('delete from "setting"'),
        lambda session: session.connection().exec_driver_sql("INSERT OR REPLACE INTO setting VALUES ('b', 'x')"),
    ],
)
def test_no_row_is_written_past_the_session(workspace: Workspace, write_past: Callable[[Session], object]) -> None:
    write(workspace, "a", "一")
    with pytest.raises(RuntimeError, match="journal"), workspace.act("set_parameter") as session:
        session.add(Setting(key="c", value="一"))
        session.flush()
        write_past(session)
    with workspace.reading() as session:
        assert [(row.key, row.value) for row in session.exec(select(Setting))] == [("a", "一")]


def test_nobody_writes_into_the_journal_by_hand(workspace: Workspace) -> None:
    last = entries(workspace)[-1]
    made_up = JournalEntry(**{**{name: last[name] for name in JournalEntry.model_fields}, "seq": 99})
    with pytest.raises(RuntimeError, match="by hand"), workspace.act("set_parameter") as session:
        session.add(made_up)
    assert entries(workspace)[-1]["seq"] != 99


def test_a_row_changed_behind_the_journal_is_found(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    with workspace.store.connection(write=True) as connection:
        connection.execute(text("UPDATE setting SET value = '改'"))
    report = check_workspace(workspace)
    assert report.faults == ("setting 第 a 行与流水不符：value",)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM setting", "setting 第 a 行在流水中有记录，表里却没有"),
        ("INSERT INTO setting (key, value) VALUES ('b', '二')", "setting 第 b 行没有流水记录"),
    ],
)
def test_a_row_taken_or_put_in_behind_the_journal_is_found(workspace: Workspace, statement: str, says: str) -> None:
    write(workspace, "a", "一")
    with workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql(statement)
    assert check_workspace(workspace).faults == (says,)


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


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(alphabet=st.characters(codec="utf-8"), max_size=20))))
def test_the_chain_holds_whatever_is_written(workspace: Workspace, writes: list[tuple[str, str]]) -> None:
    for key, value in writes:
        write(workspace, key, value)
    assert check_workspace(workspace).sound


def test_every_table_has_chosen_how_it_is_journalled() -> None:
    modes = {t.__tablename__: getattr(t, "__journal__", "full") for t in ALL_TABLES}
    assert {name for name, mode in modes.items() if mode != "full"} == {
        "draft", "journal", "journal_text", "case_need", "document_bytes",
    }  # fmt: skip


def test_keys_and_sealed_content_never_reach_the_journal(workspace: Workspace) -> None:
    with workspace.reading() as session:
        key = session.exec(select(ALL_TABLES[0])).one().check_key
    assert key not in json.dumps(entries(workspace))


def test_an_act_on_thousands_of_rows_is_one_act(workspace: Workspace) -> None:
    before = entries(workspace)[-1]["seq"]
    with workspace.act("set_parameter") as session:
        for first in range(0, 5_000, 500):
            session.add_all(Setting(key=f"{number:04}", value="x") for number in range(first, first + 500))
            session.flush()
        session.get_one(Setting, "0000").value = "y"
    told = entries(workspace)[before:]
    assert {entry["act_seq"] for entry in told} == {before + 1}
    assert len({entry["row_key"] for entry in told}) == 5_000
    assert check_workspace(workspace).sound
