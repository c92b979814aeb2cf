"""A workspace of the first version is brought up to date with what its cases wait for."""

import json
from pathlib import Path

from former_versions.building import FormerWorkspace, migrate

from app.models.journal import JournalContext
from app.models.schema import MIGRATE, bring_up_to_date


def test_what_older_cases_wait_for_is_on_the_desk_after_the_upgrade(tmp_path: Path) -> None:
    first = FormerWorkspace(tmp_path / "旧", "0001")
    with first.store.connection(write=True) as connection:
        migrate(connection, "0002")
        rows = connection.exec_driver_sql("SELECT case_id, need, since, detail FROM case_need ORDER BY 1, 2").all()
    cases = {row["id"]: row for row in first.recording.rows["case"]}
    first.close()
    assert [tuple(row) for row in rows] == [
        (2, "paper", "2026-11-16", "transfer_notice"),
        (2, "urgent", cases[2]["received_on"], ""),
        (5, "paper", "2026-11-16", "transfer_notice"),
        (6, "paper", "2026-11-16", "receipt_notice"),
        (6, "send", cases[6]["received_on"], ""),
        (7, "send", cases[7]["received_on"], ""),
        (8, "send", cases[8]["received_on"], ""),
    ]
    issued = {row["case_id"] for row in first.recording.rows["document"]}
    assert {1, 8} <= issued  # their notice was out; one waits to be sent all the same
    assert (cases[4]["voided_on"], cases[9]["sealed"]) == ("2026-11-16", 1)  # and these wait for nothing


def test_a_case_that_was_due_by_the_right_to_object_is_due_by_its_next_duty(tmp_path: Path) -> None:
    former = FormerWorkspace(tmp_path / "旧", "0003")
    with former.store.connection(write=True) as connection:
        due = connection.exec_driver_sql(
            "SELECT id, next_due, next_clock FROM \"case\" WHERE next_clock <> '' ORDER BY id LIMIT 2"
        ).all()
        assert len(due) == 2
        connection.exec_driver_sql(
            "UPDATE \"case\" SET next_due = '2026-11-01', next_clock = 'K4' WHERE id IN (?, ?)",
            tuple(row.id for row in due),
        )
        connection.exec_driver_sql(
            "UPDATE case_clock SET stopped_on = '2026-11-26' WHERE stopped_on IS NULL AND duty = 'own' AND case_id = ?",
            (due[1].id,),
        )
        before = connection.exec_driver_sql("SELECT max(seq) FROM journal").scalar_one()
        bring_up_to_date(connection, JournalContext("2026-11-27T09:00:00+08:00", "li", MIGRATE))
        now = connection.exec_driver_sql(
            'SELECT id, next_due, next_clock FROM "case" WHERE id IN (?, ?) ORDER BY id', tuple(row.id for row in due)
        ).all()
        told = connection.exec_driver_sql(
            "SELECT j.row_key, j.operation, t.changes FROM journal j JOIN journal_text t ON t.seq = j.seq "
            "WHERE j.seq > ? AND j.table_name = 'case' AND j.operation = 'update' ORDER BY j.seq",
            (before,),
        ).all()
    former.close()
    assert [tuple(row) for row in now] == [tuple(due[0]), (due[1].id, None, "")]
    assert [(row.row_key, row.operation) for row in told] == [(str(row.id), "update") for row in due]
    assert json.loads(told[0].changes) == {
        "next_due": ["2026-11-01", due[0].next_due], "next_clock": ["K4", due[0].next_clock],
    }  # fmt: skip
