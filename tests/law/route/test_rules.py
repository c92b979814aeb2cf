"""The rule pack: the shipped one is proven, a broken one is one clear sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.faults import UserFault
from app.law.dates.clocks import load_clock_rules
from app.law.forms.conditions import Condition, all_hold, may_hold
from app.law.route.loading import RulePack, check_rule_pack, load_rule_pack, read_rule_pack
from app.law.text.articles import load_regulation
from app.resources import resource_path

REGULATION = load_regulation()
CLOCKS = load_clock_rules()
PROMISED = {
    "office_role",
    "channel",
    "petition_date",
    "received_on",
    "postmark_on",
    "source_office",
    "source_number",
    "urgent",
    "urgent_facts",
    "people_count",
    "common_matter",
    "representatives",
    "representatives_refused",
    "identity",
    "identity_note",
    "petitioner_type",
    "petitioner_name",
    "gender",
    "id_number",
    "phone",
    "address",
    "capacity",
    "agent_name",
    "conflict",
    "conflict_note",
    "summary",
    "claims",
    "purpose",
    "content_category",
    "location",
    "duplicate",
    "related_case",
    "kind",
    "mixed",
    "accusation_organ",
    "litigation",
    "political_legal_office",
    "way",
    "pathway_organ",
    "pathway_basis",
    "pathway_period",
    "pathway_materials",
    "power",
    "receiving_office",
    "co_offices",
    "agreed",
    "importance",
    "report_by",
    "dispatch_now",
    "dispatched_on",
    "accepted_on",
    "handler",
}
TEXT = resource_path("law", "rules", "national-2022.toml").read_text(encoding="utf-8")


def test_the_shipped_pack_has_nothing_wrong_with_it() -> None:
    assert check_rule_pack(read_rule_pack(), REGULATION, CLOCKS) == ()


def test_every_promised_fact_is_asked_for_or_set() -> None:
    assert load_rule_pack().fact_keys >= PROMISED


def test_no_question_has_more_answers_than_number_keys() -> None:
    assert max(len(node.answers) for node in load_rule_pack().nodes) <= 9


def test_the_machine_never_declines() -> None:
    for outcome in load_rule_pack().outcomes:
        if outcome.disposition in ("decline_proposed", "closed_proposed"):
            assert (outcome.state, outcome.second_person, outcome.notice) == ("S02", True, "")


def test_nobody_is_told_of_review_where_the_law_gives_another_remedy() -> None:
    for outcome in load_rule_pack().outcomes:
        if outcome.disposition in ("statutory", "perform") or outcome.id == "O-transfer-duty":
            assert "30日" not in outcome.remedy
            assert "信访复查" in outcome.remedy
            assert outcome.remedy.count("不适用信访复查") + outcome.remedy.count("不是信访复查") == 1


def _replace(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_replace('edges = "N1"\n', ""), "节点 N0b 是死路"),
        (_replace('edges = "N1"\n', 'edges = "N99"\n'), "通向不存在的“N99”"),
        (_replace('edges = "N1"\n', 'edges = "N0"\n'), "绕回原处"),
        (_replace('edges = "N0b"\n', 'edges = "N2"\n'), "“N0b”从任何起点都走不到"),
        (_replace('basis = ["17/1", "22/1", "23/1"]', 'basis = ["17/1", "88"]'), "引用了不存在的条文“88”"),
        (_replace('basis = ["17/1", "22/1", "23/1"]', "basis = []"), "没有依据的条文"),
        (_replace('notice = "transfer_notice"\n', ""), "没有告知书，也没有写明不出告知书的理由"),
        (_replace('clock_reason = "原件的期限照常走，不因再次反映重新起算。"\n', ""), "也没有写明没有期限的理由"),
        (_replace('kind = "K10"', 'kind = "K77"'), "不存在的期限“K77”"),
        (_replace('start = "dispatched_on"', 'start = "summary"'), "不是日期的“summary”"),
        (_replace("second_person = true\n", ""), "必须由第二人确认"),
        (_replace('    { to = "N3" },\n', ""), "没有覆盖所有情形"),
        (_replace('fact = "people_count"', 'fact = "head_count"'), "没有人填写的“head_count”"),
        (_replace('key = "letter"', 'key = "visit"'), "答案“visit”重复"),
        (_replace('id = "N0b"', 'id = "N0"'), "编号“N0”用了 2 次"),
        (_replace('start = "N0"', 'start = "O-merge"'), "不是一个节点"),
        (_replace("已转送{receiving_office}", "已转送{recieving_office}"), "没有人填写的“recieving_office”"),
        (_replace('right = { kind = "K6"', 'right = { kind = "K66"'), "提醒的期限“K66”不存在"),
        (_replace('start = "served_on", done', 'start = "opinion_number", done'), "不是日期的“opinion_number”"),
        (_replace('state = "S03"', 'state = "S99"'), "“S99”不在规则的 states 里"),
        (_replace('op = "gt"', 'op = "about"'), "op"),
        (_replace('usual = { N0 = "visit"', 'usual = { N0 = "walk"'), "预选的答案“N0 = walk”不存在"),
        (_replace('kept_answers = ["N0"', 'kept_answers = ["N99"'), "“N99”不是一个节点"),
        (_replace('kept_fields = ["source_office"', 'kept_fields = ["weather"'), "没有人填写的“weather”"),
        (_replace("same_day = { registered_on", "same_day = { holiday_on"), "没有人填写的“holiday_on”"),
        (_replace('    "own_number", "received_on"', '    "weather", "received_on"'), "“weather”既不是字段也不是节点"),
        (_replace('title = "接收"', 'titel = "接收"'), "title"),
        (_replace('id = "national-2022"', 'id = "national-2022'), "第 4 行"),
        (lambda _text: "", "有误"),
    ],
)
def test_a_broken_pack_is_one_sentence_with_file_fault_and_next_step(
    tmp_path: Path, change: Callable[[str], str], says: str
) -> None:
    path = tmp_path / "office.toml"
    path.write_text(change(TEXT), encoding="utf-8")
    with pytest.raises(UserFault) as fault:
        load_rule_pack(path, REGULATION, CLOCKS)
    assert fault.value.code == "broken-rules"
    assert "office.toml" in fault.value.sentence
    assert fault.value.next_step
    if says not in fault.value.sentence:
        assert any(says in problem for problem in check_rule_pack(read_rule_pack(path), REGULATION, CLOCKS))


def test_every_problem_of_a_pack_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    path.write_text(TEXT.replace("second_person = true\n", "").replace('"35"', '"135"'), encoding="utf-8")
    problems = check_rule_pack(read_rule_pack(path), REGULATION, CLOCKS)
    assert sum("第二人" in problem for problem in problems) == 2
    assert sum("135" in problem for problem in problems) >= 3


@pytest.mark.parametrize(
    ("condition", "facts", "holds"),
    [
        (Condition(fact="n", op="gt", value=5), {"n": 6}, True),
        (Condition(fact="n", op="gt", value=5), {"n": 5}, False),
        (Condition(fact="n", op="ge", value=5), {"n": 5}, True),
        (Condition(fact="n", op="lt", value=5), {}, False),
        (Condition(fact="n", op="gt", value=0), {"n": True}, False),
        (Condition(fact="d", op="le", value="2026-01-02"), {"d": "2026-01-02"}, True),
        (Condition(fact="d", op="lt", value="2026-01-02"), {"d": "2026-01-02"}, False),
        (Condition(fact="c", op="in", value=["a", "b"]), {"c": "b"}, True),
        (Condition(fact="c", op="in", value=["a", "b"]), {}, False),
        (Condition(fact="c", op="ne", value="a"), {}, True),
        (Condition(fact="c", op="set", value=True), {"c": ""}, False),
        (Condition(fact="c", op="set", value=False), {}, True),
        (Condition(fact="c", op="set", value=True), {"c": False}, True),
    ],
)
def test_guards_compare_what_they_say(condition: Condition, facts: dict[str, str | int | bool], holds: bool) -> None:
    assert all_hold([condition], facts) is holds
    assert may_hold([condition], facts) is (holds or condition.fact not in facts)


def test_a_pack_cannot_be_changed_once_loaded() -> None:
    pack: RulePack = load_rule_pack()
    with pytest.raises(ValueError, match="frozen"):
        pack.version = "2"  # type: ignore[misc]
