"""calendar and local-rules at the shell; clock by the office's own arrangement only where it is asked for."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

ARRANGED = "日期,安排,名称\n2027-01-01,放假,元旦\n2027-01-04,放假,元旦\n2027-01-09,上班,元旦调休\n"
RULES = """name = "香林县规定"
[[clocks]]
kind = "K5"
days = 45
basis = "香信联发〔2026〕2号"
[[clocks]]
kind = "K11"
days = 1
basis = "香信联发〔2026〕3号"
"""


@pytest.fixture
def arranged(tmp_path: Path) -> Path:
    path = tmp_path / "2027放假.csv"
    path.write_text(ARRANGED, encoding="gbk")
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "本地规则.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_a_clock_says_what_it_promises_at_the_top_of_its_json(command: Callable[..., object]) -> None:
    ran = command("clock", "k4", "--start", "2026-12-28", "--json")
    promised = {"kind", "start", "due", "rolled", "last_safe_workday", "estimated", "timeline"}
    assert promised <= set(ran.json)
    assert (ran.json["kind"], ran.json["start"], ran.json["due"]) == ("K4", "2026-12-28", "2027-01-05")
    assert (ran.json["estimated"], ran.json["local_due"]) == (True, None)
    assert command("clock", "K1", "--start", "2099-01-01").code == 0  # a start to come is a what-if
    assert command("clock", "K17", "--start", "2026-12-28", "--days", "10", "--json").json["due"] == "2027-01-07"


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "明年", "", "99999-01-01"])
def test_an_impossible_date_is_refused_in_one_sentence(command: Callable[..., object], day: str) -> None:
    ran = command("clock", "K1", "--start", day, "--json")
    assert ran.code == 3
    assert ran.error["code"] == "bad-value"
    assert "不是一个存在的日期" in ran.error["sentence"]


def test_an_import_says_what_it_changed_and_the_clock_follows_only_with_the_workspace(
    command: Callable[..., object], office: Path, arranged: Path
) -> None:
    ran = command("calendar", "import", arranged, "--workspace", office, "--json")
    assert ran.code == 0, ran.out
    assert (ran.json["year"], ran.json["status"], ran.json["moved"]) == (2027, "confirmed", [])
    assert any("5月1日" in remark for remark in ran.json["remarks"])
    shipped = command("clock", "K4", "--start", "2026-12-28", "--json").json
    own = command("clock", "K4", "--start", "2026-12-28", "--workspace", office, "--json").json
    assert (shipped["due"], shipped["estimated"]) == ("2027-01-05", True)
    assert (own["due"], own["estimated"]) == ("2027-01-06", False)
    assert command("calendar", "show", "2027", "--json").json["status"] == "provisional"
    shown = command("calendar", "show", "2027", "--workspace", office)
    assert "2027-01-04 放假 元旦" in shown.out
    assert command("calendar", "show", "2031", "--json").json["status"] == "missing"


def test_an_import_lists_the_open_clocks_it_moved(
    command: Callable[..., object], office: Path, tmp_path: Path, facts_file: Callable[..., Path]
) -> None:
    registered = command("register", facts_file("pending_transfer", received_on=None, petition_date=None), "--json")
    assert registered.code == 0, registered.out
    clock = command("show", registered.json["number"], "--json").json["clocks"][0]
    # From the last day on to the workday it rolls to, nobody works: on any day of the year the clock must move then.
    last = date.fromisoformat(clock["rolled"])
    first = max(date.fromisoformat(clock["due"]), date(last.year, 1, 1))
    off = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    path = tmp_path / "放假.csv"
    path.write_text("".join(f"{day},放假,本地活动日\n" for day in off), encoding="utf-8")
    ran = command("calendar", "import", path, "--json")
    assert ran.code == 0, ran.out
    (moved,) = ran.json["moved"]
    assert (moved["case"], moved["kind"]) == (registered.json["number"], clock["kind"])
    assert moved["now"]["rolled"] > clock["rolled"]
    assert command("verify", "--json").json["sound"]


def test_a_broken_calendar_is_refused_with_its_line(
    command: Callable[..., object], office: Path, arranged: Path
) -> None:
    arranged.write_text(ARRANGED + "2028-01-01,放假,元旦\n", encoding="utf-8")
    ran = command("calendar", "import", arranged, "--json")
    assert (ran.code, ran.error["code"]) == (3, "broken-calendar")
    assert "第 5 行：2028-01-01 不在 2027 年" in ran.error["sentence"]
    assert command("calendar", "show", "2027", "--workspace", office, "--json").json["status"] == "provisional"


def test_office_rules_are_checked_without_a_workspace_and_loaded_into_one(
    command: Callable[..., object], office: Path, rules: Path
) -> None:
    checked = command("local-rules", "check", rules)
    assert checked.code == 0
    assert "K5 办结：45日（条例60日）" in checked.out
    assert command("local-rules", "load", rules, "--json").json["name"] == "香林县规定"
    own = command("clock", "K5", "--start", "2026-08-08", "--workspace", office, "--json").json
    assert (own["due"], own["local_due"]) == ("2026-10-07", "2026-09-22")
    assert command("clock", "K11", "--start", "2026-08-08", "--workspace", office, "--json").json["due"] == "2026-08-09"
    assert command("clock", "K11", "--start", "2026-08-08", "--json").error["code"] == "clock-without-length"


@pytest.mark.parametrize("act", ["check", "load"])
def test_a_laxer_rule_is_refused_with_the_reason(
    command: Callable[..., object], office: Path, rules: Path, act: str
) -> None:
    rules.write_text(RULES.replace("45", "90"), encoding="utf-8")
    ran = command("local-rules", act, rules, "--json")
    assert (ran.code, ran.error["code"]) == (3, "loosened-rule")
    assert ran.error["sentence"] == "K5 办结：条例第三十四条规定60日，本地规则写90日，放宽了，不能用。"


def test_the_groups_explain_themselves(process: Callable[..., object]) -> None:
    for group, words in (("calendar", ("import", "show")), ("local-rules", ("load", "check"))):
        told = process(group, "--help")
        assert told.code == 0
        assert all(word in told.out for word in words)
        assert process(group, "--json").code == 2
    assert json.loads(process("calendar", "import", "x.csv", "--json").out)["error"]["code"] == "usage"
