"""The chain of the journal: an entry changed, forged, taken out or cut off is found and named."""

import hashlib
from typing import Any

import pytest
from journal_entries import entries, write

from app.casework.office.checks import check_workspace
from app.models.journal import GENESIS, entry_hash, text_digest
from app.models.journal_check import ChainFault, verify_chain, verify_rows
from app.models.tables import JournalEntry, Setting
from app.models.workspace import Workspace

WORDS = ("salt", "note", "changes")


def tamper(workspace: Workspace, statement: str) -> None:
    with workspace.store.connection(write=True) as connection:
        for guard in ("keep_journal", "fix_journal", "keep_journal_text", "fix_journal_text"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {guard}")
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE journal_text SET changes = '{}' WHERE seq = 3", 3),
        ("DELETE FROM journal_text WHERE seq = 3", 3),
        ("UPDATE journal SET user_name = 'wang' WHERE seq = 2", 2),
        ("UPDATE journal SET act = 'x', hash = lower(hex(randomblob(32))) WHERE seq = 4", 4),
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


def first_fault(workspace: Workspace) -> ChainFault | None:
    with workspace.store.connection() as connection:
        return verify_chain(connection)[1]


def forge(workspace: Workspace, seq: int, **changed: Any) -> str:
    """Change an entry and give it the digest and the hash that fit; return that hash."""
    entry = {**next(e for e in entries(workspace) if e["seq"] == seq), **changed}
    entry["text_sha256"] = text_digest(entry["salt"], entry["note"], entry["changes"])
    fresh = entry_hash(entry, entry["previous"])
    fields = {**changed, "text_sha256": entry["text_sha256"], "hash": fresh}
    for table, columns in (("journal", set(JournalEntry.model_fields)), ("journal_text", set(WORDS))):
        values = ", ".join(f"{column} = '{value}'" for column, value in fields.items() if column in columns)
        if values:
            tamper(workspace, f"UPDATE {table} SET {values} WHERE seq = {seq}")
    return fresh


@pytest.mark.parametrize(
    "column", [c for c in (*JournalEntry.model_fields, *WORDS) if c not in ("seq", "signature", "previous", "hash")]
)
def test_no_word_of_an_entry_can_be_changed_unseen(workspace: Workspace, column: str) -> None:
    for value in "一二三":
        write(workspace, "a", value)
    tamper(workspace, f"UPDATE {'journal_text' if column in WORDS else 'journal'} SET {column} = '7' WHERE seq = 4")
    assert first_fault(workspace) == ChainFault(4, "第 4 条的内容与它的校验值不符")


def test_a_forged_entry_with_a_fresh_hash_breaks_the_chain_behind_it(workspace: Workspace) -> None:
    for value in "一二三":
        write(workspace, "a", value)
    fresh = forge(workspace, 4, note="另一个理由")
    assert first_fault(workspace) == ChainFault(5, "第 5 条与前一条的校验值接不上")
    with workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql(f"UPDATE journal SET previous = '{fresh}' WHERE seq = 5")
    assert first_fault(workspace) == ChainFault(5, "第 5 条的内容与它的校验值不符")


def test_words_replaced_with_a_fitting_digest_do_not_fit_the_hash(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    entry = entries(workspace)[-1]
    fresh = text_digest(entry["salt"], "另一个理由", entry["changes"])
    tamper(workspace, f"UPDATE journal_text SET note = '另一个理由' WHERE seq = {entry['seq']}")
    tamper(workspace, f"UPDATE journal SET text_sha256 = '{fresh}' WHERE seq = {entry['seq']}")
    assert first_fault(workspace) == ChainFault(entry["seq"], f"第 {entry['seq']} 条的内容与它的校验值不符")


def test_a_journal_begins_at_its_own_beginning(workspace: Workspace) -> None:
    forge(workspace, 1, previous="f" * 64)
    assert first_fault(workspace) == ChainFault(1, "第 1 条与前一条的校验值接不上")


def test_a_missing_entry_is_called_missing(workspace: Workspace) -> None:
    for value in "一二三":
        write(workspace, "a", value)
    tamper(workspace, "DELETE FROM journal WHERE seq = 4")
    assert first_fault(workspace) == ChainFault(4, "缺少第 4 条（下一条是第 5 条）")


def test_an_entry_has_the_same_hash_in_every_version_of_the_program() -> None:
    fields = {
        "format": 1, "seq": 7, "at": "2026-11-20T09:30:00+08:00", "user_name": "li", "act": "correct_case",
        "act_seq": 6, "note": "登记时听错", "table_name": "petitioner", "row_key": "3", "case_id": 2,
        "operation": "update",
        "changes": '{"phone":["1","2"]}',
    }  # fmt: skip
    written = (
        '[7,"2026-11-20T09:30:00+08:00","li","correct_case",6,"登记时听错","petitioner","3",2,"update",'
        '"{\\"phone\\":[\\"1\\",\\"2\\"]}","' + GENESIS + '"]'
    )
    assert entry_hash(fields, GENESIS) == hashlib.sha256(written.encode()).hexdigest()


def test_an_entry_of_the_second_format_is_hashed_over_the_digest_of_its_words() -> None:
    words = text_digest("5a17", "登记时听错", '{"phone":["1","2"]}')
    assert words == hashlib.sha256('["5a17","登记时听错","{\\"phone\\":[\\"1\\",\\"2\\"]}"]'.encode()).hexdigest()
    fields = {
        "format": 2, "seq": 7, "at": "2026-11-20T09:30:00+08:00", "user_name": "li", "act": "correct_case",
        "act_seq": 6, "table_name": "petitioner", "row_key": "3", "case_id": 2, "operation": "update",
        "text_sha256": words,
    }  # fmt: skip
    written = (
        '[2,7,"2026-11-20T09:30:00+08:00","li","correct_case",6,"petitioner","3",2,"update",'
        f'"{words}","{GENESIS}"]'
    )
    assert entry_hash(fields, GENESIS) == hashlib.sha256(written.encode()).hexdigest()


def test_a_journal_of_thousands_is_walked_to_its_end(workspace: Workspace) -> None:
    with workspace.act("set_parameter") as session:
        session.add_all(Setting(key=f"{number:04}", value="x") for number in range(2_100))
    last = entries(workspace)[-1]["seq"]
    assert last > 2_100
    assert check_workspace(workspace, deep=False).entries == last
    tamper(workspace, f"UPDATE journal_text SET note = 'x' WHERE seq = {last}")
    fault = first_fault(workspace)
    assert fault is not None
    assert fault.seq == last


def test_a_journal_with_its_end_cut_off_is_found(workspace: Workspace) -> None:
    write(workspace, "a", "一")
    write(workspace, "b", "二")
    tamper(workspace, "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    with workspace.store.connection() as connection:
        assert verify_chain(connection)[1] is None
        assert verify_rows(connection) == ("setting 第 b 行没有流水记录",)
