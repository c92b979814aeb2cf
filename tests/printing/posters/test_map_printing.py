"""The map on paper and as SVG: the same drawing, its text readable by other programs, its fonts inside."""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pdf_tools import font_rows, run_tool, text_of

from app.faults import UserFault
from app.law.dates.clocks import load_clock_rules
from app.law.life.loading import load_life_pack
from app.law.route.loading import load_rule_pack
from app.printing.posters.case_map import CaseMapFacts, PassedState, render_case_map
from app.printing.posters.guide import render_guide_map
from app.printing.posters.map_sheets import PosterFacts, PosterSize, render_poster
from app.printing.posters.map_svg import map_svg
from app.printing.posters.wall import WallFacts, render_wall_notice
from app.routemap.drawing import MapDrawing
from app.routemap.guide_steps import guide_steps
from app.routemap.layout import draw_map

ROLES = ["petition_department", "township", "department", "review_body"]
NAMES = {"transfer_notice": "转送告知书", "handling_opinion": "信访处理意见书"}
FACTS = PosterFacts("香林县信访局", "规则 national-2022", "由《信访工作条例》条文重建，不是官方图面文字。")
SVG = "{http://www.w3.org/2000/svg}"


@cache
def drawing(role: str) -> MapDrawing:
    return draw_map(load_rule_pack(), load_life_pack(), load_clock_rules(), role, NAMES)


def sizes(pdf: bytes, folder: Path) -> list[tuple[int, int]]:
    """Return the pages' sizes in whole mm as pdfinfo reads them."""
    path = folder / "sizes.pdf"
    path.write_bytes(pdf)
    found = re.findall(r"Page\s+\d+ size:\s+([\d.]+) x ([\d.]+) pts", run_tool("pdfinfo", "-l", "9", path))
    return [(round(float(x) * 25.4 / 72), round(float(y) * 25.4 / 72)) for x, y in found]


@pytest.mark.parametrize("role", ROLES)
def test_the_svg_is_xml_and_holds_every_title(role: str) -> None:
    made = drawing(role)
    root = ElementTree.fromstring(map_svg(made, "路线图"))
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert [box.title for box in made.boxes] == titles[1:]
    assert len(list(root.iter(f"{SVG}polyline"))) == len(made.lines)
    texts = "".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for box in made.boxes:
        assert box.title in texts
    x, y, width, height = map(float, root.attrib["viewBox"].split())
    assert (x, y) == (0, 0)
    for element in root.iter(f"{SVG}rect"):
        assert float(element.attrib.get("x", 0)) + float(element.attrib["width"]) <= width + 0.01
        assert float(element.attrib.get("y", 0)) + float(element.attrib["height"]) <= height + 0.01


@pytest.mark.parametrize("role", ROLES)
def test_the_poster_can_be_read_by_other_programs(role: str, tmp_path: Path) -> None:
    pdf = render_poster(drawing(role), FACTS, "A2")
    text = text_of(pdf, tmp_path)
    for box in drawing(role).boxes:
        assert box.title.replace(" ", "") in text, box.id
    assert drawing(role).role_name in text
    for words in (FACTS.office, FACTS.versions.replace(" ", ""), FACTS.source, "信访事项办理路线图"):
        assert words in text
    assert sizes(pdf, tmp_path) == [(594, 420)]
    rows = font_rows(pdf, tmp_path)
    assert rows and all(row[-5] == "yes" and row[-3] == "yes" for row in rows), rows


@pytest.mark.parametrize(
    ("size", "pages"), [("A3", [(420, 297)]), ("A2", [(594, 420)]), ("A3x2", [(297, 420), (297, 420)])]
)
def test_the_poster_comes_in_three_sizes(size: PosterSize, pages: list[tuple[int, int]], tmp_path: Path) -> None:
    assert sizes(render_poster(drawing("township"), FACTS, size), tmp_path) == pages


def test_the_same_map_gives_the_same_bytes() -> None:
    assert render_poster(drawing("township"), FACTS) == render_poster(drawing("township"), FACTS)


@pytest.mark.parametrize("role", ROLES)
def test_the_guide_map_says_what_is_asked_and_which_paper(role: str, tmp_path: Path) -> None:
    guide = guide_steps(load_rule_pack(), load_life_pack(), load_clock_rules(), role, NAMES)
    assert 8 <= len(guide.intake) <= 24
    pdf = render_guide_map(guide, FACTS, "A4")
    text = text_of(pdf, tmp_path)
    for step in (*guide.intake, *guide.life):
        assert step.title in text
        assert re.sub(r"\s", "", step.words) in text, step.id
    assert "{" not in text
    assert "期限：" in text
    assert sizes(pdf, tmp_path) == [(210, 297)] * 2
    assert sizes(render_guide_map(guide, FACTS, "A3"), tmp_path) == [(297, 420)] * 2


def case_facts(**changes: object) -> CaseMapFacts:
    facts = {
        "office": "香林县信访局",
        "number": "990326-20261120-0001",
        "printed_on": "2026年11月20日",
        "passed": (PassedState("登记", "2026年11月20日"), PassedState("已转送", "2026年11月20日")),
        "here": "已经转给有权处理的机关、单位。",
        "next": "接收的机关、单位书面告诉您接收情况。",
        "dates": ("2026年12月5日（星期六）以前，书面告诉您，还有15天。",),
        "ask": ("香林县信访局", "电话 0717-0000000"),
        "may_do": ("自收到书面答复之日起30日内请求复查。",),
    }
    return CaseMapFacts(**(facts | changes))  # type: ignore[arg-type]


def test_the_case_map_is_one_page_in_large_type(tmp_path: Path) -> None:
    pdf = render_case_map(case_facts())
    assert sizes(pdf, tmp_path) == [(210, 297)]
    text = text_of(pdf, tmp_path)
    for words in (
        "我的事到哪一步了",
        "下一步是什么",
        "最晚哪天",
        "找谁问",
        "我能做什么",
        "2026年12月5日（星期六）以前",
    ):
        assert words in text
    path = tmp_path / "case.pdf"
    path.write_bytes(pdf)
    layout = run_tool("pdftotext", "-bbox", path, "-")
    for word in ("接收的机关、单位书面告诉您接收情况。", "自收到书面答复之日起30日内请求复查。"):
        found = re.search(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{re.escape(word)}<', layout)
        assert found is not None, word
        assert float(found[2]) - float(found[1]) >= 16


def test_a_long_case_map_takes_another_page_and_loses_nothing(tmp_path: Path) -> None:
    long = tuple(f"第{number}种做法：" + "可以请求原办理机关、单位的上一级机关、单位复查。" * 3 for number in range(9))
    pdf = render_case_map(case_facts(may_do=long, passed=(PassedState("登记", "1日"),) * 9))
    assert len(sizes(pdf, tmp_path)) == 2
    text = text_of(pdf, tmp_path)
    assert all(line in text for line in long)


def test_a_character_no_font_has_is_named_before_anything_is_printed() -> None:
    with pytest.raises(UserFault) as fault:
        render_case_map(case_facts(here="\ue000"))
    assert fault.value.code == "missing-glyph"


def test_the_wall_notice_prints_what_the_office_wrote_and_nothing_else(tmp_path: Path) -> None:
    facts = WallFacts("香林县信访局", "走访\n来信", "工作日上午", "梅园路1号", "凭编号查询")
    pdf = render_wall_notice(facts, "A3")
    text = text_of(pdf, tmp_path)
    for words in (
        "信访渠道",
        "走访",
        "来信",
        "接待时间",
        "工作日上午",
        "接待地点",
        "梅园路1号",
        "查询方式",
        "凭编号查询",
    ):
        assert words in text
    assert "http" not in text and "扫一扫" not in text
    assert sizes(pdf, tmp_path) == [(297, 420)]
    crowded = WallFacts("香林县信访局", "走访、来信\n" * 40, "工作日\n" * 20, "梅园路1号", "凭编号查询")
    assert len(sizes(render_wall_notice(crowded, "A4"), tmp_path)) == 1
