"""Prove a rule pack before anybody walks it: every page reachable, every end complete, every article real."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from app.faults import UserFault
from app.law.dates.clocks import ClockRule
from app.law.forms.conditions import Condition, Facts
from app.law.route.models import Edge, Node, Outcome, RulePack, open_ways
from app.law.text.articles import Regulation

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_MOST_ANSWERS = 9
_DECLINING = ("decline_proposed", "closed_proposed")


def check_rule_pack(pack: RulePack, regulation: Regulation, clocks: Mapping[str, ClockRule]) -> tuple[str, ...]:
    """Return what is wrong with a pack, one Chinese sentence each; nothing means it may be used."""
    structure = (*_names(pack), *_ways(pack))
    if structure:
        return structure
    return (
        *_states(pack),
        *_loops(pack),
        *_unreachable(pack),
        *_articles(pack, regulation),
        *(problem for outcome in pack.outcomes for problem in _outcome(outcome, pack, clocks)),
        *_rights(pack, clocks),
        *_facts(pack),
        *_paper_book(pack),
    )


def _states(pack: RulePack) -> Iterator[str]:
    for outcome in pack.outcomes:
        if outcome.state not in pack.states:
            yield f"终点 {outcome.id} 进入的状态“{outcome.state}”不在规则的 states 里。"


def reachable(pack: RulePack, start: str, role: str) -> set[str]:
    """Return the ids that can be reached from a start by an office of a role."""
    facts = {"office_role": role}
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        node = pack.places[place]
        if isinstance(node, Node):
            waiting.extend(edge.to for _label, edge in edges_of(node, facts))
    return seen


def edges_of(node: Node, facts: Facts | None = None) -> Iterator[tuple[str, Edge]]:
    """Yield every way on from a node that is open for the facts, with the answer's label (empty for a form)."""
    for answer in node.answers or (None,):
        for edge in open_ways(node.ways_on(answer), facts or {}):
            yield (answer.label if answer is not None else ""), edge


def _names(pack: RulePack) -> Iterator[str]:
    counted = Counter([node.id for node in pack.nodes] + [outcome.id for outcome in pack.outcomes])
    yield from (f"编号“{name}”用了 {count} 次。" for name, count in counted.items() if count > 1)
    for node in pack.nodes:
        keys = Counter(answer.key for answer in node.answers)
        yield from (f"节点 {node.id} 的答案“{key}”重复。" for key, count in keys.items() if count > 1)
        fields = Counter(field.key for field in node.fields)
        yield from (f"节点 {node.id} 的字段“{key}”重复。" for key, count in fields.items() if count > 1)
        if len(node.answers) > _MOST_ANSWERS:
            yield f"节点 {node.id} 有 {len(node.answers)} 个答案，最多 {_MOST_ANSWERS} 个。"
        if not node.answers and not node.fields:
            yield f"节点 {node.id} 既没有答案也没有字段。"
        yield from (
            f"节点 {node.id} 的字段“{field.key}”是选择题，却没有选项。"
            for field in node.fields
            if field.kind == "choice" and not field.options
        )


def _ways(pack: RulePack) -> Iterator[str]:
    if not pack.roles:
        yield "没有写明供哪种单位使用。"
    yield from (
        f"角色“{role.name}”的起点“{role.start}”不是一个节点。"
        for role in pack.roles
        if not isinstance(pack.places.get(role.start), Node)
    )
    for node in pack.nodes:
        if not node.answers and not node.edges:
            yield f"节点 {node.id} 是死路：没有下一步。"
        for answer in node.answers:
            if not node.ways_on(answer):
                yield f"节点 {node.id} 的答案“{answer.label}”没有去处。"
            yield from _total(f"节点 {node.id} 的答案“{answer.label}”", answer.edges, pack)
        yield from _total(f"节点 {node.id}", node.edges, pack)
    for outcome in pack.outcomes:
        yield from _total(f"结局 {outcome.id} 的 dispatched_as", outcome.dispatched_as, pack)
        yield from (
            f"结局 {outcome.id} 的 dispatched_as 通向“{edge.to}”，它不是结局。"
            for edge in outcome.dispatched_as
            if isinstance(pack.places.get(edge.to), Node)
        )


def _total(where: str, edges: tuple[Edge, ...], pack: RulePack) -> Iterator[str]:
    yield from (f"{where}通向不存在的“{edge.to}”。" for edge in edges if edge.to not in pack.places)
    if edges and edges[-1].when:
        yield f"{where}的条件没有覆盖所有情形：最后一条去路不能带条件。"
    if any(not edge.when for edge in edges[:-1]):
        yield f"{where}有一条去路永远走不到：它前面的去路没有条件。"


def _loops(pack: RulePack) -> Iterator[str]:
    done: set[str] = set()
    for role in pack.roles:
        path: list[str] = []
        # Iterative walk: (place, its remaining ways on).
        stack: list[tuple[str, Iterator[str]]] = []

        def enter(name: str, path: list[str] = path, stack: list[tuple[str, Iterator[str]]] = stack) -> None:
            place = pack.places[name]
            onward = [edge.to for _label, edge in edges_of(place)] if isinstance(place, Node) else []
            path.append(name)
            stack.append((name, iter(onward)))

        if role.start not in done:
            enter(role.start)
        while stack:
            name, onward = stack[-1]
            follower = next(onward, None)
            if follower is None:
                stack.pop()
                path.pop()
                done.add(name)
            elif follower in path:
                yield f"路线在 {' → '.join([*path[path.index(follower) :], follower])} 绕回原处。"
                return
            elif follower not in done:
                enter(follower)


def _unreachable(pack: RulePack) -> Iterator[str]:
    seen: set[str] = set()
    for role in pack.roles:
        seen |= reachable(pack, role.start, role.role)
    yield from (f"“{name}”从任何起点都走不到。" for name in pack.places if name not in seen)


def _articles(pack: RulePack, regulation: Regulation) -> Iterator[str]:
    cited: list[tuple[str, tuple[str, ...]]] = [("免除告知", pack.notice_waiver.basis)]
    cited += [(f"标记“{mark.name}”", mark.basis) for mark in pack.marks]
    for node in pack.nodes:
        cited.append((f"节点 {node.id}", node.basis))
        cited += [(f"节点 {node.id} 的答案“{answer.label}”", answer.basis or node.basis) for answer in node.answers]
    cited += [(f"终点 {outcome.id}", outcome.basis) for outcome in pack.outcomes]
    for where, refs in cited:
        if not refs:
            yield f"{where}没有依据的条文。"
        for ref in refs:
            try:
                regulation.cite(ref)
            except UserFault:
                yield f"{where}引用了不存在的条文“{ref}”。"


def _outcome(outcome: Outcome, pack: RulePack, clocks: Mapping[str, ClockRule]) -> Iterator[str]:
    where = f"终点 {outcome.id}"
    if not outcome.notice and not outcome.notice_reason:
        yield f"{where}没有告知书，也没有写明不出告知书的理由。"
    if outcome.notice and not (outcome.handling_way and outcome.procedure):
        yield f"{where}有告知书，却没有写处理途径（handling_way）或者处理程序（procedure）。"
    if not outcome.clocks and not outcome.clock_reason:
        yield f"{where}没有期限，也没有写明没有期限的理由。"
    if outcome.disposition in _DECLINING and not outcome.second_person:
        yield f"{where}拟不予受理或不再受理，必须由第二人确认。"
    for clock in outcome.clocks:
        if clock.kind not in clocks:
            yield f"{where}用了不存在的期限“{clock.kind}”。"
        for key in (clock.start, clock.stopped_by, clock.due_fact):
            if key and (key not in pack.fields or pack.fields[key].kind != "date"):
                yield f"{where}的期限 {clock.kind} 用了不是日期的“{key}”。"


def _rights(pack: RulePack, clocks: Mapping[str, ClockRule]) -> Iterator[str]:
    for node in pack.nodes:
        if node.right is None:
            continue
        if node.right.kind not in clocks:
            yield f"节点 {node.id} 提醒的期限“{node.right.kind}”不存在。"
        for key in (node.right.start, node.right.done):
            if key not in pack.fields or pack.fields[key].kind != "date":
                yield f"节点 {node.id} 提醒的期限用了不是日期的“{key}”。"


def _paper_book(pack: RulePack) -> Iterator[str]:
    book = pack.paper_book
    for page, answer in book.usual.items():
        node = pack.places.get(page)
        if not isinstance(node, Node) or node.answer(answer) is None:
            yield f"补录（paper_book）预选的答案“{page} = {answer}”不存在。"
    for page in book.kept_answers:
        if not isinstance(pack.places.get(page), Node):
            yield f"补录（paper_book）保留的“{page}”不是一个节点。"
    fields = (*book.kept_fields, *book.same_day, *book.same_day.values())
    yield from (f"补录（paper_book）用了没有人填写的“{key}”。" for key in fields if key not in pack.fields)
    yield from (
        f"补录（paper_book）要依次填的“{key}”既不是字段也不是节点。"
        for key in book.asked
        if key not in pack.fields and not isinstance(pack.places.get(key), Node)
    )


def _facts(pack: RulePack) -> Iterator[str]:
    for where, conditions in _conditions(pack):
        yield from (
            f"{where}的条件用了没有人填写的“{condition.fact}”。"
            for condition in conditions
            if condition.fact not in pack.fact_keys
        )
    for outcome in pack.outcomes:
        for text in (outcome.sentence, outcome.next_text, outcome.handling_way, outcome.procedure, outcome.remedy):
            yield from (
                f"终点 {outcome.id} 的文字用了没有人填写的“{key}”。"
                for key in PLACEHOLDER.findall(text)
                if key not in pack.fact_keys
            )
    for node in pack.nodes:
        for field in node.fields:
            yield from (
                f"节点 {node.id} 的字段“{field.key}”与没有人填写的“{key}”比较。"
                for key in (*field.not_before.split(), *field.not_after.split())
                if key not in pack.fields
            )


def _conditions(pack: RulePack) -> Iterator[tuple[str, Iterable[Condition]]]:
    yield "免除告知", pack.notice_waiver.when
    yield from ((f"标记“{mark.name}”", mark.when) for mark in pack.marks)
    for node in pack.nodes:
        for _label, edge in edges_of(node):
            yield f"节点 {node.id}", edge.when
        for field in node.fields:
            yield f"节点 {node.id} 的字段“{field.key}”", (*field.shown_when, *field.required_when)
    for outcome in pack.outcomes:
        for clock in outcome.clocks:
            yield f"终点 {outcome.id} 的期限 {clock.kind}", clock.when
