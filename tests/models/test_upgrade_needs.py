"""A workspace of the first version is brought up to date with what its cases wait for."""

from pathlib import Path

from former_versions.building import FormerWorkspace, migrate


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
