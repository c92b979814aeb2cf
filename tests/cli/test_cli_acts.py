"""The life of a case from a shell: what can be done, doing it, the papers it asks for, the desk of the day."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from offices import CHEAP, PASSWORD, office_setup

from app.models.workspace import create_workspace


@pytest.fixture
def township(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "乡镇"
    create_workspace(folder, office_setup("township"), cost=CHEAP)[0].close()
    monkeypatch.setenv("XINFANG_WORKSPACE", str(folder))
    monkeypatch.setenv("XINFANG_PASSWORD", PASSWORD)
    monkeypatch.delenv("XINFANG_USER", raising=False)
    return folder


@pytest.fixture
def accepted(township: Path, command: Callable[..., Any], facts_file: Callable[..., Path]) -> str:
    return str(command("register", facts_file("township_accept"), "--json").json["number"])


def test_a_township_answers_and_serves_from_a_shell(command: Callable[..., Any], accepted: str, tmp_path: Path) -> None:
    possible = command("acts", accepted, "--json").json
    assert possible["state"] == "S06"
    assert possible["acts"][0]["act"] == "start_handling"
    assert [paper["kind"] for paper in possible["owed"]] == ["receipt_notice"]

    form = command("acts", accepted, "give_opinion").json
    assert form["opinion_on"] and len(form["claims"]) == len(form["_claims"]) >= 1
    for claim in form["claims"]:
        claim.update(result="supported", opinion="支持该项诉求。", basis="《信访工作条例》第三十二条")
    form |= {"facts_found": "情况属实。", "review_office": "香林县人民政府"}
    file = tmp_path / "意见.json"
    file.write_text(json.dumps(form, ensure_ascii=False), "utf-8")
    missing = command("act", accepted, "give_opinion", file, "--json")
    assert (missing.code, missing.error["code"], missing.error["field"]) == (3, "answer-refused", "approver")
    done = command("act", accepted, "give_opinion", file, "--set", "approver=王镇长", "--json")
    assert done.code == 0, done
    assert (done.json["state"], done.json["sentence"]) == ("S12", "已出具信访处理意见书")
    owed = {paper["kind"]: paper["step"] for paper in done.json["owed"]}
    assert set(owed) >= {"receipt_notice", "handling_opinion"}
    assert owed["handling_opinion"] == done.json["step"]

    looked = command("notice", accepted, "--json").json
    assert looked["kind"] == "receipt_notice"
    assert {paper["kind"] for paper in looked["others_owed"]} == set(owed) - {"receipt_notice"}
    assert command("notice", accepted, "--issue").code == 0
    assert command("act", accepted, "call_hearing", "--json").code == 3
    command("act", accepted, "report_urgent", "--set", "reported_to=县委、县政府", "--set", "urgent_facts=多人聚集。")
    several = command("notice", accepted, "--json")
    assert {paper["kind"] for paper in several.json["owed"]} == {"handling_opinion", "urgent_report"}
    refused = command("notice", accepted, "--issue", "--json")
    assert (refused.code, refused.error["code"]) == (3, "several-papers")
    issued = command("notice", accepted, "--kind", "handling_opinion", "--issue", "--json")
    assert issued.code == 0, issued
    served = command(
        "act", accepted, "serve_opinion", "--set", "service_way=当面", "--set", "service_receiver=何秀英", "--json"
    )
    assert (served.code, served.json["state"]) == (0, "S14")
    assert "K6" in [clock["kind"] for clock in served.json["clocks"]]
    told = command("act", accepted, "serve_opinion")
    assert told.code == 3
    assert "已送达" in told.err


def test_what_is_not_possible_is_listed_with_its_reason(command: Callable[..., Any], accepted: str) -> None:
    found = command("acts", accepted, "--all", "--json").json["not_possible"]
    assert all(entry["reason"] for entry in found)
    assert "serve_opinion" in [entry["act"] for entry in found]
    assert "现在不能办：" in command("acts", accepted, "--all").out


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("no_such_act",), "unknown-act", "no_such_act"),
        (("start_handling", "--set", "hanlder=王"), "bad-value", "hanlder"),
        (("start_handling", "--set", "started_on"), "usage", "键=值"),
        (("start_handling", "--set", "started_on=2026-02-30"), "answer-refused", "日期"),
        (("archive",), "wrong-state", "现在是"),
    ],
)
def test_an_act_that_cannot_be_changes_nothing(
    command: Callable[..., Any], accepted: str, arguments: tuple[str, ...], code: str, word: str
) -> None:
    before = command("show", accepted, "--json").json
    refused = command("act", accepted, *arguments, "--json")
    assert (refused.code, refused.error["code"]) == (2 if code == "usage" else 3, code)
    assert word in refused.error["sentence"]
    assert command("show", accepted, "--json").json == before


@pytest.mark.parametrize("claims", ["{}", '["支持"]', '[{"result": 1}]', "[]"])
def test_claims_of_the_wrong_shape_are_refused(
    command: Callable[..., Any], accepted: str, tmp_path: Path, claims: str
) -> None:
    file = tmp_path / "意见.json"
    file.write_text(f'{{"claims": {claims}}}', "utf-8")
    refused = command("act", accepted, "give_opinion", file, "--json")
    assert (refused.code, refused.error["field"]) == (3, "claims")


def test_the_desk_is_read_from_a_shell(command: Callable[..., Any], accepted: str) -> None:
    found = command("desk", "--json").json
    parts = {section["part"]: section for section in found["sections"]}
    assert [case["number"] for case in parts["paper"]["cases"]] == [accepted]
    assert (found["registered_today"], found["drafts"]) == (1, 0)
    assert accepted in command("desk").out
