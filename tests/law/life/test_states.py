"""The life of a case as data: proven when it is loaded, cited by the Regulation, and never without a way on."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from life_graph import ROLES, Situation, entries, explored, few, state_of, stuck
from route_walks import sampled_paths

from app.faults import UserFault
from app.law.dates.clocks import load_clock_rules
from app.law.life.check import check_life_pack
from app.law.life.loading import load_life_pack, read_life_pack
from app.law.life.models import LifePack
from app.law.route.loading import RulePack, load_rule_pack
from app.law.text.articles import load_regulation
from app.resources import resource_path

REGULATION = load_regulation()
CLOCKS = load_clock_rules()
TEXT = resource_path("law", "rules", "life-2022.toml").read_text(encoding="utf-8")

# Read in the Regulation against each act: what the act does is what this place says, or there is no such place.
SAYS = {
    "dispatch": "22/1 23/1",
    "transfer_again": "22/1 23/3",
    "accept_own": "23/1 31 34",
    "guide": "23/1 5/1/3",
    "dispute_to_us": "24/1",
    "dispute_to_other": "24/1",
    "joint_meeting": "24/1",
    "co_handling": "24/1",
    "propose_decline": "19/3",
    "confirm_decline": "19/3",
    "refuse_decline": "19/3 44/1/2",
    "propose_closed": "36/3",
    "confirm_closed": "36/3 37/3",
    "refuse_closed": "36/3 44/1/2",
    "propose_filing": "",
    "confirm_filing": "",
    "dispatch_sealed": "22/2 30/1 30/3",
    "receiver_signed": "23/3",
    "receiver_objects": "23/3",
    "receiver_accepted": "23/3 34",
    "receiver_guided": "31 23/3",
    "receiver_performed": "31/1/5",
    "receiver_replied": "29/1",
    "receiver_extends": "34",
    "receiver_answers": "32 35",
    "receiver_reports": "22/1/3",
    "agree_objection": "23/3",
    "refuse_objection": "23/3",
    "send_objection": "23/3",
    "object_later": "23/3",
    "objection_agreed": "23/3",
    "objection_refused": "23/3",
    "accept": "23/3 34 31",
    "study_suggestion": "29/1 23/3",
    "start_handling": "31/1/6 28/1",
    "record_inquiry": "28/1",
    "call_hearing": "31/1/6 36/2",
    "hearing_held": "31/1/6",
    "review_hearing_held": "36/2",
    "call_review_hearing": "36/2",
    "extend": "34",
    "settle": "33",
    "give_opinion": "31/1/6 32 35",
    "serve_opinion": "35",
    "conclude_unserved": "23/2",
    "answer_duty": "31/1/5",
    "statutory_done": "31",
    "statutory_reminder": "31",
    "reply_suggestion": "29/1",
    "review_requested": "35",
    "review_accepted": "35",
    "review_opinion": "35 36/1",
    "serve_review": "35 36/1",
    "final_requested": "36/1",
    "final_accepted": "36/1",
    "final_opinion": "36/1 36/3",
    "serve_final": "36/1 36/3",
    "lapse_review": "35",
    "lapse_final": "36/1",
    "handle_again": "35 36/1",
    "take_late_review": "35 36/1",
    "propose_late": "",
    "confirm_late": "",
    "refuse_late": "35 36/1",
    "tell_review_right": "35 36/1 23/1",
    "supervise": "40/1",
    "supervision_feedback": "40/1",
    "recommend": "40/1 40/2 40/3",
    "recommendation_feedback": "40/4",
    "report_back": "22/1/3",
    "conclude_settled": "33",
    "conclude": "35 36/3",
    "archive": "",
    "withdraw": "",
    "conclude_sealed": "30/1",
    "archive_sealed": "",
    "serve_notice": "23/2",
    "report_urgent": "25/1 25/2 22/1/1",
    "step_aside": "28/3",
    "help_hardship": "37/2",
    "leader_takes": "18/2",
    "resolve": "37/1 37/3",
}
# Words that have to stand in the very place that is cited, so that a renumbered citation is noticed.
WORDS = {
    "19/3": "不予受理",
    "22/1": "15日内",
    "22/1/3": "办结报告",
    "22/2": "纪检监察机关",
    "23/2": "住址不清",
    "23/3": "5个工作日",
    "24/1": "受理有争议",
    "25/1": "重大、紧急",
    "28/3": "回避",
    "29/1": "研究论证",
    "30/3": "不得将",
    "31/1/5": "查处违法行为",
    "31/1/6": "信访处理意见书",
    "33": "调解协议书",
    "34": "60日",
    "35": "复查",
    "36/1": "复核",
    "36/2": "听证所需时间",
    "36/3": "不再受理",
    "37/2": "社会救助",
    "40/1": "督办",
    "40/4": "书面反馈",
    "44/1/2": "不予受理",
}


@cache
def packs() -> tuple[LifePack, RulePack]:
    return load_life_pack(), load_rule_pack()


@cache
def begins_of(role: str) -> tuple[Situation, ...]:
    life, pack = packs()
    return tuple(few(entries(pack, life, role, sampled_paths(pack, role))))


@cache
def life_of(role: str) -> dict[Situation, list[tuple[str, Situation]]]:
    life, pack = packs()
    return explored(life, pack, begins_of(role))


def problems(text: str, tmp_path: Path) -> tuple[str, ...]:
    path = tmp_path / "life.toml"
    path.write_text(text, encoding="utf-8")
    return check_life_pack(read_life_pack(path), load_rule_pack(), REGULATION, CLOCKS)


def test_the_shipped_pack_has_nothing_wrong_with_it() -> None:
    assert check_life_pack(read_life_pack(), load_rule_pack(), REGULATION, CLOCKS) == ()


def _swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert text.count(old) >= 1, old
        return text.replace(old, new, 1)

    return change


def _in_act(act: str, old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        start = text.index(f'id = "{act}"\n')
        end = text.find("[[acts]]", start)
        block = text[start : end if end > 0 else len(text)]
        assert old in block, (act, old)
        return text[:start] + block.replace(old, new, 1) + text[start + len(block) :]

    return change


def _without_acts(*acts: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        parts = re.split(r"(?m)^(?=\[\[acts\]\]$)", text)
        return "".join(part for part in parts if not any(f'\nid = "{act}"\n' in part for act in acts))

    return change


BROKEN: list[tuple[str, Callable[[str], str], str]] = [
    ("a dead state", _without_acts("archive", "archive_sealed"), "状态 S20（办结待归档）是死路"),
    ("a dead end after an opinion", _without_acts("serve_final"), "状态 S19（程序终结）从登记的任何去向都走不到"),
    ("an unreachable state", _without_acts("settle"), "状态 S13（调解/和解成功）从登记的任何去向都走不到"),
    (
        "a state nobody leads to",
        _swap("[[acts]]\n", '[[states]]\nid = "S99"\ntitle = "多余"\nwaits = "。"\n\n[[acts]]\n'),
        "状态 S99（多余）从登记的任何去向都走不到",
    ),
    (
        "a way out of a closed state",
        _in_act("record_inquiry", 'from_states = ["S02", ', 'to = "S02"\nfrom_states = ["S21", "S02", '),
        "状态 S21（已归档）已经结束，却还有去路",
    ),
    ("a state twice", _swap('id = "S05"\n', 'id = "S04"\n'), "“S04”写了 2 次"),
    ("an act twice", _swap('id = "urge"\n', 'id = "extend"\n'), "“extend”写了 2 次"),
    ("an unknown state", _in_act("guide", 'to = "S20"', 'to = "S44"'), "办理事项 guide 用了不存在的状态“S44”"),
    ("an unknown state to begin in", _in_act("urge", '"S03"', '"S33"'), "办理事项 urge 用了不存在的状态“S33”"),
    ("a state of the intake that is missing", _swap('id = "S09"\n', 'id = "S59"\n'), "不存在的状态“S09”"),
    ("an unknown article", _in_act("extend", '"34"', '"134"'), "办理事项 extend引用了不存在的条文“134”"),
    ("an unknown paragraph", _in_act("confirm_closed", '"36/3"', '"36/9"'), "引用了不存在的条文“36/9”"),
    ("an unknown article of a state", _swap('basis = ["36/1", "36/2"]', 'basis = ["36/7"]'), "状态 S17引用了不存在"),
    ("an unknown clock", _in_act("serve_opinion", 'kind = "K6"', 'kind = "K66"'), "用了不存在的期限“K66”"),
    ("an unknown clock to stop", _in_act("give_opinion", '["K5"]', '["K55"]'), "停止不存在的期限“K55”"),
    ("an unknown clock to change", _in_act("extend", 'kind = "K5"', 'kind = "K56"'), "改变不存在的期限“K56”"),
    ("an unknown fact", _in_act("extend", 'fact = "way"', 'fact = "weg"'), "没有人填写的“weg”"),
    ("an unknown fact in a need", _in_act("serve_review", "owes_review_opinion", "owes_nothing"), "“owes_nothing”"),
    ("an unknown fact of a field", _in_act("settle", 'fact = "voluntary"', 'fact = "willing"'), "“willing”"),
    ("a clock from nowhere", _in_act("serve_opinion", 'start = "served_on"', 'start = "handed_on"'), "“handed_on”"),
    ("a clock that stops on no day", _in_act("give_opinion", 'on = "opinion_on",', 'on = "nie",'), "“nie”那天"),
    ("a word from nowhere", _in_act("extend", "{approver}批准", "{boss}批准"), "文字用了没有人填写的“boss”"),
    ("no basis", _in_act("urge", 'basis = ["14/1/3"]\n', ""), "办理事项 urge没有依据"),
    (
        "no basis and its reason gone",
        _in_act("withdraw", 'basis_reason = "条例没有规定撤回，记为事实。"\n', ""),
        "办理事项 withdraw没有依据",
    ),
    ("no document", _in_act("urge", 'documents = [{ kind = "urge_letter" }]\n', ""), "办理事项 urge没有文书"),
    ("no clock", _in_act("urge", 'clock_reason = "催办不改变任何期限。"\n', ""), "办理事项 urge没有期限"),
    ("an act on no day", _in_act("urge", 'on = "urged_on"\n', ""), "没有写明哪个日期是办理的日子"),
    ("an act on what is no day", _in_act("urge", 'on = "urged_on"', 'on = "urge_note"'), "没有写明哪个日期"),
    (
        "ways that do not cover all",
        _in_act("serve_opinion", '    { to = "S12" },\n', ""),
        "办理事项 serve_opinion的条件没有覆盖所有情形",
    ),
    (
        "a proposal that is none",
        _in_act("confirm_decline", '"propose_decline"', '"propose_x"'),
        "确认的“propose_x”不存在",
    ),
]


@pytest.mark.parametrize(("change", "says"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_every_kind_of_damage_is_found(tmp_path: Path, change: Callable[[str], str], says: str) -> None:
    found = problems(change(TEXT), tmp_path)
    assert any(says in problem for problem in found), found


def test_a_broken_life_is_one_sentence_with_file_fault_and_next_step(tmp_path: Path) -> None:
    path = tmp_path / "office-life.toml"
    path.write_text(_without_acts("serve_final", "settle")(TEXT), encoding="utf-8")
    with pytest.raises(UserFault) as fault:
        load_life_pack(path)
    assert fault.value.code == "broken-rules"
    assert "office-life.toml" in fault.value.sentence
    assert "另有" in fault.value.sentence
    assert fault.value.next_step
    path.write_text(TEXT.replace("likely = 1", "likly = 1", 1), encoding="utf-8")
    with pytest.raises(UserFault, match=r"office-life\.toml"):
        load_life_pack(path)


def test_every_act_cites_the_place_that_says_it() -> None:
    life, _ = packs()
    for act in life.acts:
        if act.id in SAYS:
            assert set(SAYS[act.id].split()) <= set(act.basis), act.id
        assert act.basis or ("条例" in act.basis_reason and "没有" in act.basis_reason), act.id
        for ref in act.basis:
            cited = REGULATION.cite(ref)
            assert WORDS.get(ref, "") in cited.text, (act.id, ref)


def test_what_the_regulation_does_not_state_says_so() -> None:
    life, _ = packs()
    for act in ("propose_filing", "confirm_filing", "propose_late", "confirm_late", "archive", "withdraw"):
        assert not life.by_act[act].basis, act
        assert "没有" in life.by_act[act].basis_reason, act
    for act in ("propose_filing", "confirm_filing", "propose_late", "confirm_late"):
        assert "待本单位确认" in life.by_act[act].basis_reason


def test_only_two_articles_decline_and_both_take_two_persons() -> None:
    life, _ = packs()
    for act in life.acts:
        for edge in act.to:
            if edge.to in ("X1", "X2", "X5"):
                assert act.second == "confirms", act.id
                assert life.by_act[act.confirms].second == "proposes"
                assert not life.by_act[act.confirms].to
            if edge.to in ("X1", "X2"):
                assert {"X1": "19/3", "X2": "36/3"}[edge.to] in act.basis
                assert act.with_document
                assert act.documents
    for act in life.acts:
        if any(word in act.done for word in ("不予受理", "不再受理", "不接收")):
            assert act.second, act.id
    assert {state.id for state in life.states if state.closed} == {"S21", "X3"}


def test_sixty_days_and_their_extension_are_for_article_31_6_alone() -> None:
    life, _ = packs()
    for act in life.acts:
        for start in act.starts:
            if start.kind == "K5":
                assert start.start == "accepted_on", act.id
                assert ("way", "6") in {(c.fact, c.value) for c in start.when}, act.id
        for change in act.changes:
            if change.change == "extend":
                assert change.kind == "K5", act.id
                assert ("way", "6") in {(c.fact, c.value) for c in act.when}, act.id
                days = next(field for field in act.fields if field.key == change.days)
                assert (days.minimum, days.maximum) == (1, 30), act.id
            if change.change == "exclude":
                assert change.kind == "K9", act.id


def test_no_review_clock_starts_without_a_day_of_service() -> None:
    life, _ = packs()
    for act in life.acts:
        for start in act.starts:
            if start.kind in ("K6", "K8"):
                assert start.start == {"K6": "served_on", "K8": "review_served_on"}[start.kind], act.id
                assert ("received", True) in {(c.fact, c.value) for c in start.when}, act.id
            if start.kind in ("K7", "K9"):
                assert start.start == {"K7": "review_requested_on", "K9": "final_requested_on"}[start.kind], act.id


@pytest.mark.parametrize("role", ROLES)
def test_each_kind_of_beginning_has_a_way_to_a_closed_state(role: str) -> None:
    """A sample; `tests/law/all_paths.py` begins with every situation in which an intake may leave a case."""
    life, _ = packs()
    found = life_of(role)
    assert stuck(life, found) == []
    written = {"S00", "S01"}  # a draft and what was just registered: an intake leaves no case in these
    assert {state_of(situation) for situation in found} == {state.id for state in life.states} - written


@pytest.mark.parametrize("role", ROLES)
def test_from_each_state_of_beginning_some_way_passes_no_state_twice(role: str) -> None:
    life, _ = packs()
    edges: dict[str, dict[str, set[str]]] = {}
    for here, ways in life_of(role).items():
        for act, there in ways:
            if state_of(here) != state_of(there):
                edges.setdefault(state_of(here), {}).setdefault(state_of(there), set()).add(act)
    closed = frozenset({s.id for s in life.states if s.closed})
    for entry in sorted({state_of(entry) for entry in begins_of(role)}):
        assert _ways(entry, edges, closed, frozenset()) > 0 or life.by_state[entry].closed, entry


def _ways(here: str, edges: dict[str, dict[str, set[str]]], closed: frozenset[str], passed: frozenset[str]) -> int:
    if here in closed:
        return 1
    passed = passed | {here}
    return sum(
        len(acts) * _ways(there, edges, closed, passed)
        for there, acts in edges.get(here, {}).items()
        if there not in passed
    )
