"""Keys of rows: new ones in the order of their time, first ones the same in every copy."""

import uuid

import pytest
from sqlmodel import select
from walking import register

from app.models import row_keys
from app.models.row_keys import first_key, new_key
from app.models.tables import ALL_TABLES
from app.models.workspace import Workspace


def test_a_new_key_is_a_uuid_of_version_seven_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_keys.time, "time_ns", lambda: 0x0192_3456_789A * 1_000_000 + 999_999)
    key = uuid.UUID(new_key())
    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    assert key.int >> 80 == 0x0192_3456_789A


def test_new_keys_follow_time_and_are_never_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []
    for moment in range(2_000):
        monkeypatch.setattr(row_keys.time, "time_ns", lambda moment=moment: (1_700_000_000_000 + moment) * 1_000_000)
        keys.append(new_key())
    assert keys == sorted(keys)
    monkeypatch.undo()
    assert len({new_key() for _ in range(20_000)}) == 20_000


def test_a_first_key_follows_from_journal_table_and_row_alone() -> None:
    assert first_key("ab" * 32, "case", "7") == first_key("ab" * 32, "case", "7")
    others = {first_key("ab" * 32, "case", "8"), first_key("ab" * 32, "claim", "7"), first_key("cd" * 32, "case", "7")}
    assert len(others | {first_key("ab" * 32, "case", "7")}) == 4
    assert uuid.UUID(first_key("ab" * 32, "case", "7")).version == 5


def test_what_may_travel_has_a_key_of_its_own(workspace: Workspace) -> None:
    register(workspace, "transfer_visit")
    keyed = [table for table in ALL_TABLES if "uid" in table.model_fields]
    assert {table.__tablename__ for table in keyed} == {
        "user", "case", "petitioner", "claim", "case_step", "service", "directory_office", "document", "attachment",
    }  # fmt: skip
    with workspace.reading() as session:
        keys = [key for table in keyed for key in session.exec(select(table.uid)).all()]
    assert len(keys) == len(set(keys)) > 4
    assert {uuid.UUID(key).version for key in keys} == {7}
