"""Commands on a workspace: what they answer, what they refuse, and that a refusal changes nothing."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from offices import CHEAP, PASSWORD

from app.casework.office.accounts import add_user
from app.casework.worklist.case_list import list_cases
from app.models.workspace import open_workspace

Command = Callable[..., Any]
TODAY = date.today()
BEFORE = (TODAY - timedelta(days=30)).isoformat()
AHEAD = (TODAY + timedelta(days=3)).isoformat()  # still ahead when midnight passes while the tests run


def counted(folder: Path) -> int:
    workspace = open_workspace(folder, "li", PASSWORD)
    try:
        return list_cases(workspace).total
    finally:
        workspace.close()


def register(command: Command, path: Path) -> str:
    ran = command("register", path, "--json")
    assert ran.code == 0, ran
    number: str = ran.json["number"]
    return number


def test_a_wrong_password_has_its_own_exit_code(
    office: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XINFANG_PASSWORD", "不是这个口令2026")
    ran = command("search", "漏雨", "--json")
    assert (ran.code, ran.error["code"]) == (4, "wrong-password")
    assert "不是这个口令" not in ran.out + ran.err


def test_a_folder_that_is_no_workspace_has_its_own_exit_code(office: Path, command: Command, tmp_path: Path) -> None:
    ran = command("verify", "--workspace", tmp_path / "空的", "--json")
    assert (ran.code, ran.error["code"]) == (5, "not-a-workspace")


def test_a_workspace_of_a_newer_program_has_the_same_exit_code(office: Path, command: Command) -> None:
    slots = office / "keys.json"
    slots.write_text(json.dumps(json.loads(slots.read_text("utf-8")) | {"format": 99}), "utf-8")
    ran = command("verify", "--json")
    assert (ran.code, ran.error["code"]) == (5, "newer-version")


@pytest.mark.parametrize("missing", ["XINFANG_PASSWORD", "XINFANG_WORKSPACE"])
def test_a_command_without_password_or_workspace_is_a_usage_error(
    office: Path, command: Command, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.delenv(missing)
    ran = command("verify", "--json")
    assert (ran.code, ran.error["code"]) == (2, "usage")
    assert missing in ran.error["next_step"]


def test_the_user_is_named_where_there_are_several(office: Path, command: Command) -> None:
    assert command("verify").code == 0
    workspace = open_workspace(office, "li", PASSWORD)
    add_user(workspace, "wang", "王若水", ("clerk",), PASSWORD, cost=CHEAP)
    workspace.close()
    assert command("verify", "--json").error["code"] == "usage"
    assert command("verify", "--user", "wang").code == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": "2026-02-30"}, "received_on"),
        ({"received_on": AHEAD}, "received_on"),
        ({"petition_date": TODAY.isoformat(), "received_on": BEFORE}, "petition_date"),
        ({"registered_on": AHEAD}, "registered_on"),
        ({"registered_on": "昨天"}, "registered_on"),
        ({"registered_on": BEFORE, "received_on": TODAY.isoformat(), "dispatched_on": None}, "registered_on"),
        ({"own_number": "登" * 101}, "own_number"),
        ({"own_number": ["甲", "乙"]}, "own_number"),
        ({"own_number": True}, "own_number"),
        ({"desk_kind": "kiosk", "desk_name": "柳溪村"}, "desk_kind"),
        ({"desk_kind": "village"}, "desk_name"),
        ({"people_count": 0}, "people_count"),
        ({"people_count": "许多"}, "people_count"),
        ({"summary": None}, "summary"),
        ({"summary": "字" * 20_001}, "summary"),
        ({"summary": {"text": "不是文字"}}, "summary"),
        ({"claims": [1, 2]}, "claims"),
        ({"identity": None}, "identity"),
        ({"power": "levle"}, "power"),
        ({"urgent": "false"}, "urgent"),
        ({"peticioner": "写错的键"}, "peticioner"),
        ({"receiving_office": None}, "receiving_office"),
        ({"office_role": "township"}, "office_role"),
        ({"duplicate": "own_handling", "related_case": "990326-20260101-0001"}, "related_case"),
    ],
)
def test_a_missing_or_wrong_fact_is_named_and_nothing_is_registered(
    office: Path, command: Command, facts_file: Callable[..., Path], changes: dict[str, object], field: str
) -> None:
    ran = command("register", facts_file(**changes), "--json")
    assert ran.code == 3, ran
    assert ran.error["field"] == field
    assert counted(office) == 0


def test_a_case_of_the_paper_book_is_registered_with_its_day_and_found_by_its_number(
    office: Path, command: Command, facts_file: Callable[..., Path]
) -> None:
    day = (TODAY - timedelta(days=20)).isoformat()
    facts = {"received_on": BEFORE, "petition_date": None, "registered_on": day, "own_number": "信登字45号"}
    desk = {"desk_kind": "outpost", "desk_name": "城南接访点", "desk_person": "龙春生"}
    made = command("register", facts_file(**facts, **desk, dispatched_on=day), "--json")
    assert (made.code, made.json["unused_facts"]) == (0, [])
    number = made.json["number"]
    shown = command("show", number, "--json").json
    assert (shown["received_on"], shown["registered_on"], shown["entered_later"]) == (BEFORE, day, True)
    assert (shown["own_number"], shown["facts"]["接访点名称"]) == ("信登字45号", "城南接访点")
    assert f"登记 {day}（补录）" in command("show", number).out
    assert [case["number"] for case in command("search", "信登字45号", "--json").json["cases"]] == [number]
    assert f"{number}（登记簿 信登字45号）" in command("search", "信登字45号").out


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "broken-file"),
        (b"[]", "broken-file"),
        (b"", "broken-file"),
        ('{"summary": "漏雨"}'.encode("gbk"), "broken-file"),
        (b"[" * 100_000, "broken-file"),
        (b'{"people_count": ' + b"9" * 5_000 + b"}", "broken-file"),
        (b'{"urgent": true, "urgent": false}', "bad-value"),
        (b"{" + b" " * (4 * 1024 * 1024) + b"}", "broken-file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    office: Path, command: Command, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "坏文件.json"
    path.write_bytes(content)
    ran = command("register", path, "--json")
    assert (ran.code, ran.error["code"]) == (3, code)
    assert command("register", tmp_path / "没有.json", "--json").error["code"] == "no-such-file"
    assert counted(office) == 0


def test_four_hundred_people_a_long_summary_and_rare_names_are_registered_and_found(
    office: Path, command: Command, facts_file: Callable[..., Path]
) -> None:
    changes = {"people_count": 400, "petitioner_name": "𠅤𬱖😊", "summary": "屋顶漏雨，" * 4_000}
    number = register(command, facts_file("group_visit", **changes))
    (row,) = command("search", "𠅤𬱖", "--json").json["cases"]
    assert (row["number"], row["people_count"], row["title"]) == (number, 400, "𠅤𬱖😊")
    assert command("show", number, "--json").json["facts"]["概况"] == changes["summary"]


def test_facts_the_route_did_not_ask_for_are_named(
    office: Path, command: Command, facts_file: Callable[..., Path]
) -> None:
    ran = command("register", facts_file(accepted_on=TODAY.isoformat()), "--json")
    assert (ran.code, ran.json["unused_facts"]) == (0, ["accepted_on"])


def test_a_sealed_case_shows_number_dates_state_and_clock_alone(
    office: Path, command: Command, facts_file: Callable[..., Path], tmp_path: Path
) -> None:
    number = register(command, facts_file("accusation_discipline"))
    for arguments in (("show", number), ("show", number, "--json"), ("search", number), ("search", number, "--json")):
        ran = command(*arguments)
        assert ran.code == 0
        assert "检举控告件（已密封）" in ran.out
        assert not any(word in ran.out for word in ("周明远", "鱼塘", "纪律检查", "白石乡"))
    assert command("search", "鱼塘", "--json").json["total"] == 0
    assert command("notice", number, "--issue", "--json").error["code"] == "sealed"
    assert command("export", tmp_path / "台账.xlsx").code == 0


def test_a_notice_is_looked_at_issued_recognised_and_taken_again(
    office: Path, command: Command, facts_file: Callable[..., Path], tmp_path: Path
) -> None:
    number = register(command, facts_file())
    looked = command("notice", number, "--json")
    assert (looked.code, looked.json["kind"], looked.json["missing"]) == (0, "transfer_notice", [])
    preview, first, second = (tmp_path / name for name in ("预览.pdf", "正本.pdf", "再取.pdf"))
    assert command("notice", number, "--preview", preview).code == 0
    assert preview.read_bytes().startswith(b"%PDF")
    assert command("show", number, "--json").json["documents"] == []
    issued = command("notice", number, "--issue", "--out", first, "--json").json
    assert command("notice", number, "--again", "--out", second, "--json").json["saves"] == 2
    assert first.read_bytes() == second.read_bytes()
    known = command("verify-document", issued["check_code"], "--json")
    assert (known.code, known.json["genuine"], known.json["document"]["number"]) == (0, True, issued["number"])
    strange = command("verify-document", "0000-0000-0000-0000", "--json")
    assert (strange.code, strange.json["genuine"]) == (6, False)


def test_a_file_is_verified_genuine_altered_unknown_or_no_pdf(
    office: Path, command: Command, facts_file: Callable[..., Path], tmp_path: Path
) -> None:
    number = register(command, facts_file())
    paper, altered, other = (tmp_path / name for name in ("正本.pdf", "改过.pdf", "别的.pdf"))
    issued = command("notice", number, "--issue", "--out", paper, "--json").json
    altered.write_bytes(paper.read_bytes() + b"\n% altered")
    other.write_bytes(b"%PDF-1.4\n%%EOF")
    for path, code, verdict in ((paper, 0, "genuine"), (altered, 6, "altered"), (other, 6, "unknown")):
        known = command("verify-document", path, "--json")
        assert (known.code, known.json["verdict"]) == (code, verdict)
        assert (known.json["document"] or {}).get("number") == (None if verdict == "unknown" else issued["number"])
    gone = command("verify-document", tmp_path / "没有.pdf", "--json")
    assert (gone.code, gone.error["code"]) == (3, "no-file")


def test_a_notice_for_a_folder_that_is_not_there_draws_no_number(
    office: Path, command: Command, facts_file: Callable[..., Path], tmp_path: Path
) -> None:
    number = register(command, facts_file())
    ran = command("notice", number, "--issue", "--out", tmp_path / "没有" / "文书.pdf", "--json")
    assert (ran.code, ran.error["code"]) == (3, "no-such-folder")
    assert command("show", number, "--json").json["documents"] == []


def test_a_full_export_needs_purpose_and_recipient(
    office: Path, command: Command, facts_file: Callable[..., Path], tmp_path: Path
) -> None:
    register(command, facts_file())
    path = tmp_path / "全量.xlsx"
    assert command("export", path, "--full", "--json").error["field"] == "purpose"
    assert not path.exists()
    ran = command("export", path, "--full", "--purpose", "年度核对", "--recipient", "县信访联席办", "--json")
    assert (ran.code, ran.json["full"], ran.json["rows"]) == (0, True, 1)
    assert command("export", path, "--from", "2026-02-30", "--json").error["field"] == "from"
    assert command("export", path, "--from", AHEAD, "--json").json["rows"] == 0


def test_the_command_line_works_beside_an_open_window(
    office: Path, command: Command, facts_file: Callable[..., Path]
) -> None:
    window = open_workspace(office, "li", PASSWORD)
    window.take_window()
    try:
        number = register(command, facts_file())
        assert [row.number for row in list_cases(window).rows] == [number]
    finally:
        window.close()


def test_verify_finds_a_row_changed_behind_the_journal_and_says_so_by_its_exit_code(
    office: Path, command: Command, facts_file: Callable[..., Path]
) -> None:
    register(command, facts_file())
    workspace = open_workspace(office, "li", PASSWORD)
    with workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql("UPDATE petitioner SET name = '另一个人'")
    workspace.close()
    ran = command("verify", "--json")
    assert (ran.code, ran.json["sound"]) == (6, False)
    assert "petitioner" in ran.json["faults"][0]


def test_a_wrong_check_digit_is_registered_with_a_reminder(
    office: Path, command: Command, facts_file: Callable[..., Path]
) -> None:
    path = facts_file("transfer_visit", id_number="990326196505120011")
    (warning,) = command("register", path, "--json").json["warnings"]
    assert "校验" in warning
