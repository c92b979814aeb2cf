"""Commands that need no workspace: clocks, routes, examples; and how mistakes are said."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.cli import examples
from app.cli.program import command_line
from app.law.route.examples import example_names, load_example

Command = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("K1", "--start", "2026-11-16"), {"due": "2026-12-01", "rolled": "2026-12-01"}),
        (
            ("k2", "--start", "2026-09-20"),
            {"due": "2026-10-05", "rolled": "2026-10-08", "last_safe_workday": "2026-09-30"},
        ),
        (("K5", "--start", "2026-10-16", "--extension", "30"), {"due": "2027-01-14", "estimated": False}),
            (("K6", "--start", "2026-12-15"), {"due": "2027-01-14", "estimated": True}),
        (("K4", "--start", "2026-11-20"), {"due": "2026-11-27", "estimated": False}),
        (("K10", "--start", "2026-10-20", "--days", "29"), {"due": "2026-11-18"}),
    ],
)  # fmt: skip
def test_a_clock_is_computed_with_its_story(
    command: Command, arguments: tuple[str, ...], expected: dict[str, object]
) -> None:
    ran = command("clock", *arguments, "--json")
    assert ran.code == 0, ran
    assert {key: ran.json[key] for key in expected} == expected
    assert ran.json["timeline"] and ran.json["basis"]
    assert set(ran.json) >= {"kind", "start", "due", "rolled", "last_safe_workday", "estimated", "timeline"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("K99", "--start", "2026-11-16"), "unknown-clock"),
        (("K1", "--start", "2026-02-30"), "bad-value"),
        (("K1", "--start", "2026-11-16", "--extension", "5"), "extension-too-long"),
        (("K10", "--start", "2026-11-16"), "clock-without-length"),
    ],
)
def test_an_impossible_clock_is_refused(command: Command, arguments: tuple[str, ...], code: str) -> None:
    ran = command("clock", *arguments, "--json")
    assert (ran.code, ran.error["code"]) == (3, code)


@pytest.mark.parametrize("name", example_names())
def test_every_route_is_walked_with_the_basis_of_each_step(command: Command, name: str) -> None:
    ran = command("route", "--example", name, "--today", "2026-11-20", "--json")
    assert ran.code == 0, ran
    assert all(step["basis"] and step["because"] for step in ran.json["steps"])
    end = ran.json["outcome"]
    assert end["basis"] and (end["notice"] or end["notice_reason"]) and (end["clocks"] or end["clock_reason"])
    told = command("route", "--example", name, "--today", "2026-11-20")
    assert f"终点：{end['title']}" in told.out


def test_a_route_file_without_a_role_asks_for_it(command: Command, tmp_path: Path) -> None:
    facts = load_example("township_accept")
    del facts["office_role"]
    path = tmp_path / "答案.json"
    path.write_text(json.dumps(facts), "utf-8")
    assert command("route", path, "--json").error["field"] == "office_role"
    ran = command("route", path, "--role", "township", "--today", "2026-11-20", "--json")
    assert (ran.code, ran.json["outcome"]["id"]) == (0, "O-accept")


def test_examples_are_listed_with_what_they_show(command: Command) -> None:
    ran = command("register", "--list-examples", "--json")
    assert [e["name"] for e in ran.json["examples"]] == list(example_names())
    assert all(e["note"] for e in ran.json["examples"])
    assert command("register", "--example", "没有", "--json").error["code"] == "unknown-example"


@pytest.mark.parametrize("name", example_names())
def test_an_example_says_what_each_of_its_facts_is(command: Command, name: str) -> None:
    printed = command("register", "--example", name).json
    facts = {key for key in printed if not key.startswith("_")}
    assert facts == {key for key in load_example(name) if not key.startswith("_")}
    assert set(printed["_facts"]) == facts
    assert "way" not in facts or printed["_facts"]["way"].startswith("有没有专门的法定程序")


def test_an_example_is_never_ahead_of_today() -> None:
    shown = examples.filled_example("assign", date(2026, 1, 10)).data
    assert (shown["received_on"], shown["dispatched_on"], shown["report_by"]) == (
        "2026-01-09", "2026-01-10", "2026-02-08",
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [("clock",), ("clock", "K1", "--begin", "2026-11-16"), ("什么",), ("show",), ("verify", "--password", "x")],
)
def test_a_mistake_in_the_arguments_is_a_usage_error(command: Command, arguments: tuple[str, ...]) -> None:
    ran = command(*arguments, "--json")
    assert (ran.code, ran.error["code"]) == (2, "usage")
    assert command(*arguments).err.count("\n") == 1


def test_the_exit_codes_stand_in_the_help(command: Command) -> None:
    ran = command("--help")
    assert ran.code == 0
    assert all(f"\n    {code}  " in ran.out for code in range(7))


def test_no_command_takes_a_password_as_an_argument(command: Command) -> None:
    import typer

    for name, found in typer.main.get_command(command_line).commands.items():  # type: ignore[attr-defined]
        texts = [opt for p in found.params for opt in p.opts if "password" in opt]
        assert set(texts) <= {"--password-stdin"}, name


def test_a_bug_is_told_by_kind_and_place_without_what_was_typed(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("欧阳𬱖 13900001234")

    monkeypatch.setattr("app.law.dates.clocks.due", broken)
    ran = command("clock", "K1", "--start", "2026-11-16", "--json")
    assert (ran.code, ran.error["code"]) == (1, "bug")
    assert "RuntimeError" in ran.error["sentence"] and "app/cli/law.py" in ran.error["sentence"]
    assert "欧阳" not in ran.out + ran.err
