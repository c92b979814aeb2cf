"""Office rules: stricter than the Regulation or refused with the reason; a longer right, never a longer duty."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import UserFault
from app.law.dates.calendar import load_calendars
from app.law.dates.clocks import due, load_clock_rules
from app.law.dates.local_rules import (
    LocalClock,
    LocalRules,
    check_local_rules,
    example_path,
    load_local_rules,
    local_end,
    local_words,
)

RULES = load_clock_rules()
CALENDAR = load_calendars()
HEAD = 'name = "香林县规定"\n'


def one(kind: str, days: int, basis: str = "香信联发〔2026〕1号", **more: int) -> LocalRules:
    return LocalRules(name="香林县规定", clocks=(LocalClock(kind=kind, days=days, basis=basis, **more),))


def load(tmp_path: Path, text: str) -> LocalRules:
    path = tmp_path / "本地规则.toml"
    path.write_text(text, encoding="utf-8")
    return load_local_rules(path, RULES)


def test_the_shipped_example_loosens_nothing_and_says_that_it_is_an_example() -> None:
    rules = load_local_rules(example_path(), RULES)
    assert rules.name.startswith("示例")
    assert rules.days("K5") == 45
    assert rules.extension_max_days(RULES["K5"]) == 15
    assert rules.days("K2") is None
    assert rules.extension_max_days(RULES["K9"]) == 0


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (one("K5", 90), "K5 办结：条例第三十四条规定60日，本地规则写90日，放宽了，不能用"),
        (one("K1", 16), "K1 信访部门转送、交办：条例第二十二条第一款规定15日，本地规则写16日，放宽了"),
        (one("K4", 6), "K4 对转送、交办提出异议：条例第二十三条第三款规定5个工作日，本地规则写6个工作日，放宽了"),
        (one("K6", 20), "K6 信访人请求复查：条例第三十五条给信访人30日，本地规则写20日，缩短了信访人的权利"),
        (one("K8", 29), "K8 信访人请求复核：条例第三十六条第一款给信访人30日，本地规则写29日，缩短了信访人的权利"),
        (one("K5", 45, extension_max_days=45), "条例第三十四条规定延长不超过30日，本地规则写可延长45日，放宽了"),
        (one("K1", 10, extension_max_days=5), "K1 信访部门转送、交办：条例没有规定延期，本地规则写可延长5日，放宽了"),
        (one("K13", 10, extension_max_days=1), "条例没有规定延期"),
    ],
)
def test_a_rule_that_loosens_the_regulation_is_refused_with_the_reason_and_the_article(
    rules: LocalRules, says: str
) -> None:
    with pytest.raises(UserFault) as fault:
        check_local_rules(rules, RULES)
    assert fault.value.code == "loosened-rule"
    assert says in fault.value.sentence


@pytest.mark.parametrize(
    "rules",
    [
        one("K5", 60), one("K5", 1), one("K6", 30), one("K8", 90), one("K5", 45, extension_max_days=0),
        one("K10", 20), one("K11", 1), one("K12", 10), one("K13", 30), one("K14", 15), one("K15", 60), one("K16", 3),
        one("K17", 15),
    ],
)  # fmt: skip
def test_a_stricter_duty_a_longer_right_and_a_number_where_none_is_stated_hold(rules: LocalRules) -> None:
    check_local_rules(rules, RULES)


@given(kind=st.sampled_from(sorted(RULES)), days=st.integers(1, 3_660), more=st.integers(0, 90))
def test_whatever_is_let_through_is_never_laxer(kind: str, days: int, more: int) -> None:
    rule = RULES[kind]
    try:
        check_local_rules(one(kind, days, extension_max_days=more), RULES)
    except UserFault:
        return
    assert more <= rule.extension_max_days
    if rule.days is not None:
        assert days <= rule.days if rule.obliged == "office" else days >= rule.days


ENTRY = '[[clocks]]\nkind = "{}"\ndays = {}\nbasis = "{}"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + ENTRY.format("K99", 10, "x"), "“K99”不认识"),
        (HEAD + ENTRY.format("K5", 45, "  "), "K5 办结没有写依据"),
        (HEAD + ENTRY.format("K12", 10, "本地有规定"), "K12 简易办理：条例没有规定，要有本地文件才能启用"),
        (HEAD + ENTRY.format("K5", 45, "x") * 2, "K5 办结写了两次"),
        (HEAD + ENTRY.format("K5", 0, "x"), "clocks.0.days"),
        (HEAD + ENTRY.format("K5", 10**9, "x"), "clocks.0.days"),
        (HEAD + ENTRY.format("K5", '"四十五"', "x"), "clocks.0.days"),
        (HEAD + '[[clocks]]\nkind = "K5"\ndays = 45\n', "basis"),
        (HEAD + ENTRY.format("K5", 45, "x") + "unit = 1\n", "这一项不认识"),
        (HEAD, "没有写任何一条期限"),
        (ENTRY.format("K5", 45, "x"), "没有写规则名称"),
        (HEAD + "[[clocks]\n", "第 2 行"),
        ("", "没有写规则名称"),
        ("#" * 1_200_000, "太大了"),
        ("a=" + "[" * 50_000, "嵌套太深"),
    ],
)
def test_a_broken_file_is_one_sentence_with_the_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UserFault) as fault:
        load(tmp_path, text)
    assert fault.value.code == "broken-local-rules"
    assert says in fault.value.sentence
    assert "本地规则.toml" in fault.value.sentence
    assert fault.value.next_step


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserFault, match="打不开"):
        load_local_rules(tmp_path / "没有.toml", RULES)
    (tmp_path / "乱.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserFault, match="不是 UTF-8"):
        load_local_rules(tmp_path / "乱.toml", RULES)


def test_a_stricter_duty_ends_earlier_and_a_longer_right_later_beside_the_regulations_end() -> None:
    start = date(2026, 8, 8)
    strict = local_end(RULES["K5"], one("K5", 45), start, CALENDAR)
    assert strict is not None
    assert strict.governing == date(2026, 9, 22) < due("K5", start, CALENDAR).governing
    assert local_words(RULES["K5"], one("K5", 45), strict) == "本地规则45日，9月22日（香信联发〔2026〕1号）。"
    extended = local_end(RULES["K5"], one("K5", 45), start, CALENDAR, added_days=15)
    assert extended is not None
    assert extended.due == date(2026, 10, 7)
    longer = local_end(RULES["K6"], one("K6", 40), date(2026, 8, 25), CALENDAR)
    assert longer is not None
    assert (longer.due, longer.governing) == (date(2026, 10, 4), date(2026, 10, 8))
    workdays = local_end(RULES["K4"], one("K4", 3), date(2026, 9, 30), CALENDAR)
    assert workdays is not None
    assert workdays.due == date(2026, 10, 10)


def test_a_rule_of_the_same_length_or_of_a_clock_without_a_number_sets_no_second_end() -> None:
    assert local_end(RULES["K5"], one("K5", 60), date(2026, 8, 8), CALENDAR) is None
    assert local_end(RULES["K13"], one("K13", 30), date(2026, 8, 8), CALENDAR) is None
    assert local_end(RULES["K5"], LocalRules(), date(2026, 8, 8), CALENDAR) is None
