"""`rules check` proves the shipped rules and says what is wrong with others; `rules graph` writes the map."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from app.cli import exit_codes
from app.resources import resource_path

RULES = resource_path("law", "rules")
Command = Callable[..., Any]


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    text = (RULES / name).read_text("utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_the_shipped_rules_are_proven_and_counted(command: Command) -> None:
    ran = command("rules", "check", "--json")
    assert ran.code == exit_codes.OK
    found = ran.json
    assert found["sound"] and found["problems"] == []
    counts = found["coverage"]
    assert counts["articles"] == 50
    assert counts["articles_cited"] + len(counts["articles_not_cited"]) == 50
    assert min(counts["nodes"], counts["outcomes"], counts["states"], counts["acts"]) > 20
    assert {"K1", "K5", "K6", "K9"} <= set(counts["clocks_used"])
    assert found["paths"] is None
    lines = command("rules", "check").out
    assert "没有引用的：" in lines and "规则完整" in lines


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("national-2022.toml", 'edges = "N1"', 'edges = "N0"', "N0 → N0b → N0"),
        ("national-2022.toml", '"22/1"', '"222/1"', "不存在的条文“222/1”"),
        ("national-2022.toml", 'edges = "N1"', 'edges = "N999"', "N999"),
        ("national-2022.toml", 'kind = "K1"', 'kind = "K99"', "K99"),
        ("life-2022.toml", 'from_states = ["S02"]', 'from_states = ["S99"]', "S99"),
        ("life-2022.toml", 'basis = ["23/3"]', 'basis = ["23/33"]', "23/33"),
        ("life-2022.toml", 'version = "1"', "version = 1", "version"),
        ("national-2022.toml", "[[roles]]", "[[roles", "写法有误"),
    ],
)
def test_a_broken_pack_is_told_with_its_place(
    command: Command, tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    path = changed(tmp_path, name, old, new)
    ran = command("rules", "check", "--pack", path, "--json")
    assert ran.code == exit_codes.FAULTS_FOUND
    assert not ran.json["sound"] and ran.json["coverage"] is None
    assert any(said in problem for problem in ran.json["problems"]), ran.json["problems"]
    assert command("rules", "check", "--pack", path).code == exit_codes.FAULTS_FOUND


def test_a_loop_is_one_message(command: Command, tmp_path: Path) -> None:
    ran = command("rules", "check", "--pack", changed(tmp_path, "national-2022.toml", 'edges = "N1"', 'edges = "N0"'))
    assert len(ran.out.splitlines()) == 2


def test_every_problem_is_listed(command: Command, tmp_path: Path) -> None:
    text = (RULES / "national-2022.toml").read_text("utf-8").replace('"22/1"', '"98/1"', 1).replace('"28/3"', '"99/1"')
    path = tmp_path / "pack.toml"
    path.write_text(text, "utf-8")
    problems = command("rules", "check", "--pack", path, "--json").json["problems"]
    assert any("98/1" in each for each in problems) and any("99/1" in each for each in problems)


def test_a_pack_that_is_not_there_is_refused(command: Command, tmp_path: Path) -> None:
    ran = command("rules", "check", "--pack", tmp_path / "none.toml", "--json")
    assert ran.code == exit_codes.REFUSED
    assert ran.error["code"] == "unreadable"


def test_the_graph_is_written_as_svg_and_pdf(command: Command, tmp_path: Path) -> None:
    svg, pdf = tmp_path / "图.svg", tmp_path / "图.pdf"
    ran = command("rules", "graph", svg, "--role", "township", "--json")
    assert ran.code == exit_codes.OK
    titles = [e.text for e in ElementTree.parse(svg).iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == ran.json["places"] + 1
    assert command("rules", "graph", pdf, "--size", "A2", "--office", "香林县信访局").code == exit_codes.OK
    page = PdfReader(pdf).pages[0]
    assert round(float(page.mediabox.width) * 25.4 / 72) == 594
    assert "香林县信访局" in page.extract_text()
    assert json.dumps(ran.json)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("图.txt",), exit_codes.USAGE),
        (("图.pdf", "--size", "A9"), exit_codes.USAGE),
        (("图.pdf", "--role", "court"), exit_codes.REFUSED),
        (("没有的文件夹/图.svg",), exit_codes.REFUSED),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    command: Command, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    assert command("rules", "graph", tmp_path / arguments[0], *arguments[1:]).code == code
    assert not list(tmp_path.iterdir())
