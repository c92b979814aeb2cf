"""The documents' templates from the shell: listed, shown, checked sentence by sentence, handed out and taken in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.casework.templates.writing import template_as_text
from app.printing.notices.template import load_templates

Command = Callable[..., Any]
KIND = "transfer_notice"
SHIPPED = load_templates()
TEXT = template_as_text(SHIPPED[KIND])


def test_a_template_is_shown_changed_checked_and_imported(office: Path, command: Command, tmp_path: Path) -> None:
    listed = command("templates", "list", "--json").json["templates"]
    assert len(listed) == len(SHIPPED) and {each["version"] for each in listed} == {0}
    file = tmp_path / "转送.toml"
    text = command("templates", "show", KIND).out.replace("copies = 2", "copies = 5")
    file.write_text(text, "utf-8-sig")  # as a Windows editor writes it
    assert command("templates", "check", file).out == f"《{SHIPPED[KIND].name}》可以用。\n"
    assert command("templates", "import", file, "--note", "五份", "--json").json["version"] == 1
    assert "copies = 5" in command("templates", "show", KIND).out
    assert "copies = 2" in command("templates", "show", KIND, "--version", "0").out
    whole = tmp_path / "整套.zip"
    assert command("templates", "export", whole, "--json").json["templates"] == len(SHIPPED)
    assert command("templates", "import", whole, "--json").json["changed"] == []


WRONG: dict[str, tuple[bytes, int, str]] = {
    "unknown field": (TEXT.replace("{{office_name}}", "{{secret}}").encode(), 3, "secret"),
    "broken syntax": ((TEXT + "\n= =").encode(), 3, f"第 {TEXT.count(chr(10)) + 2} 行"),
    "an open quote": ((TEXT + '\nx = "a').encode(), 3, "写法有误"),
    "GBK": (TEXT.encode("gbk"), 3, "不是 UTF-8"),
    "UTF-16": (TEXT.encode("utf-16"), 3, "不是 UTF-8"),
    "no article": (TEXT.replace('ref = "', 'ref = "99').encode(), 3, "条文"),
    "ten megabytes": (b"#" * 10_000_000, 3, "200 kB"),
    "an impossible day": ((TEXT.replace("copies", 'valid_from = "2026-02-30"\ncopies', 1)).encode(), 3, "日期"),
    "an unknown kind": (TEXT.replace(f'id = "{KIND}"', 'id = "no_kind"').encode(), 3, "没有"),
    "a required field left out": (
        TEXT.replace("{{summary_short}}", "某事").encode(), 6, "必填字段",
    ),
    "a number word that is taken": (TEXT.replace('number_word = "转"', 'number_word = "接"').encode(), 6, "文号用字"),
}  # fmt: skip


@pytest.mark.parametrize("why", WRONG)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence_each(command: Command, tmp_path: Path, why: str) -> None:
    raw, code, said = WRONG[why]
    file = tmp_path / "x.toml"
    file.write_bytes(raw)
    ran = command("templates", "check", file)
    assert ran.code == code, ran
    assert said in ran.out + ran.err
    assert all(len(line) < 300 and line.rstrip().endswith("。") for line in (ran.out + ran.err).splitlines())


def test_what_is_no_file_is_refused(command: Command, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.toml"):
        assert command("templates", "check", path, "--json").error["code"] == "unreadable"


def test_a_kind_of_ones_own_is_made_and_issued(
    office: Path, command: Command, tmp_path: Path, facts_file: Callable[..., Path]
) -> None:
    made = command("templates", "add", "transfer_notice", "--name", "本室试用告知书", "--word", "试", "--json").json
    number = command("register", facts_file("transfer_visit"), "--json").json["number"]
    issued = command("notice", number, "--kind", made["kind"], "--issue")
    assert issued.code == 0 and "本室试用告知书" in issued.out, issued
    again = command("templates", "add", "receipt_notice", "--name", "本室试用告知书", "--word", "正", "--json")
    assert again.error["code"] == "bad-value"
    assert command("templates", "add", "accusation_letter", "--name", "密函", "--word", "密").code == 3
