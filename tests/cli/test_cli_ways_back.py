"""What happened outside the program, and the ways back, from a shell: the same as in the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from offices import CHEAP, PASSWORD, office_setup

from app.models.workspace import create_workspace

NO_SCAN = "原件已送县档案馆"


@pytest.fixture
def accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Callable[..., Any], facts_file: Callable[..., Path]
) -> str:
    folder = tmp_path / "乡镇"
    create_workspace(folder, office_setup("township"), cost=CHEAP)[0].close()
    monkeypatch.setenv("XINFANG_WORKSPACE", str(folder))
    monkeypatch.setenv("XINFANG_PASSWORD", PASSWORD)
    monkeypatch.delenv("XINFANG_USER", raising=False)
    return str(command("register", facts_file("township_accept"), "--json").json["number"])


def shown(command: Callable[..., Any], number: str) -> dict[str, Any]:
    return command("acts", number, "--json").json


def test_a_paper_made_outside_is_entered_and_no_longer_owed(command: Callable[..., Any], accepted: str) -> None:
    day = command("show", accepted, "--json").json["received_on"]
    made = command(
        "paper", accepted, "--kind", "receipt_notice", "--on", day, "--number", "白政信接1号", "--no-scan", NO_SCAN,
        "--json",
    )  # fmt: skip
    assert made.code == 0, made
    assert (made.json["number"], made.json["outside"], made.json["proven"]) == ("白政信接1号", True, False)
    assert shown(command, accepted)["owed"] == []
    for wrong, field in (
        (("--on", "二十号"), "on"), (("--on", day), "no_scan_reason"), (("--on", "2099-01-01", "--no-scan", "x"), "on"),
    ):  # fmt: skip
        refused = command("paper", accepted, "--kind", "acceptance_notice", *wrong, "--json")
        assert (refused.code, refused.error["field"]) == (3, field), refused


def test_the_last_act_is_taken_back_and_a_paper_is_waived_with_a_reason(
    command: Callable[..., Any], accepted: str
) -> None:
    assert command("act", accepted, "start_handling").code == 0
    assert shown(command, accepted)["state"] == "S10"
    undone = command("undo", accepted, "--reason", "点错了", "--json")
    assert (undone.code, undone.json["state"], undone.json["title"]) == (0, "S06", "开始调查核实")
    assert command("undo", accepted, "--reason", "再来", "--json").error["code"] == "nothing-to-undo"
    waived = command("waive", accepted, "--kind", "receipt_notice", "--reason", "当面说明", "--json")
    assert waived.code == 0
    assert command("waive", accepted, "--kind", "receipt_notice", "--reason", "x", "--json").code == 3


def test_what_was_voided_or_withdrawn_is_opened_again_and_what_is_wrong_corrected(
    command: Callable[..., Any], accepted: str
) -> None:
    assert command("void", accepted, "--reason", "重复").code == 0
    assert command("reopen", accepted, "--reason", "核对后不是重复的").code == 0
    summary = "入户路被冲毁，要求修复。"
    corrected = command("correct", accepted, "summary", summary, "--reason", "原来写得太长", "--json")
    assert corrected.code == 0
    withdrawn = command(
        "act", accepted, "withdraw", "--set", "withdrawn_in_writing=是", "--set", "withdrawal_note=本人书面撤回。"
    )
    assert withdrawn.code == 0, withdrawn
    assert shown(command, accepted)["state"] == "X4"
    again = command("reopen", accepted, "--reason", "又要求办理", "--cause", "back", "--json")
    assert (again.code, again.json["state"]) == (0, "S10")


def test_a_document_is_voided_by_its_number(command: Callable[..., Any], accepted: str) -> None:
    issued = command("notice", accepted, "--issue", "--json").json["number"]
    assert command("void", issued, "--document", "--reason", "姓名打错").code == 0
    assert [paper["kind"] for paper in shown(command, accepted)["owed"]] == ["receipt_notice"]
    assert command("void", "没有这个号", "--document", "--reason", "x", "--json").error["code"] == "no-such-document"
