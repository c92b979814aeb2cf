"""Commands that ask the rules, without a workspace unless its own calendars are wanted: clock, route."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.answer import Answer, indented
from app.cli.dates import read_day
from app.cli.options import JsonOption, LawOfOption, PasswordOption, UserOption
from app.faults import UserFault

if TYPE_CHECKING:
    from app.law.dates.clocks import Due
    from app.law.route.walk import Outcome, Route


def clock(
    kind: Annotated[str, typer.Argument(help="期限代码；写错时列出全部。")],
    start: Annotated[str, typer.Option("--start", help="起算之日（当日不计），如 2026-09-10。")],
    extension: Annotated[int, typer.Option("--extension", help="延长的天数。")] = 0,
    excluded: Annotated[int, typer.Option("--excluded", help="复核时扣除的听证天数。")] = 0,
    days: Annotated[int | None, typer.Option("--days", help="条例没有规定天数的期限，填天数。")] = None,
    workspace: LawOfOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """算一个期限：末日、顺延日、最后一个稳妥的工作日，以及怎么算出来的。"""
    from app.cli.office_law import law_for
    from app.law.dates.clocks import due
    from app.law.dates.local_rules import local_end, local_words
    from app.law.text.articles import load_regulation

    law, code = law_for(workspace, user, password_stdin), kind.strip().upper()
    rule = law.clocks.get(code)
    if days is None and rule is not None and rule.days is None:
        days = law.local.days(code)
    found = due(
        code, read_day(start, "--start", date.today()), law.calendar, law.clocks,
        days=days, extension_days=extension, excluded_days=excluded,
    )  # fmt: skip
    rule = law.clocks[found.kind]
    own = local_end(rule, law.local, found.start, law.calendar, added_days=extension + excluded)
    regulation = load_regulation()
    basis = [regulation.cite(ref).label for ref in found.basis]
    data = {
        "name": rule.name, **due_data(found), "governing": found.governing, "obliged": found.obliged, "basis": basis,
        "local_due": own.governing if own is not None else None,
    }  # fmt: skip
    lines = [
        f"{found.kind} {rule.name}",
        f"起算之日 {found.start}（当日不计）",
        f"期限末日 {found.due}" + ("（估算：有的年份本机没有录入并确认放假安排）" if found.estimated else ""),
        f"顺延到工作日 {found.rolled}",
        f"最后一个稳妥的工作日 {found.last_safe_workday}",
        found.timeline,
        *([local_words(rule, law.local, own)] if own is not None else []),
        f"依据 {'、'.join(basis) or '条例没有规定'}",
    ]
    return Answer(data, lines)


def route(
    file: Annotated[Path | None, typer.Argument(help="答案的 JSON 文件；- 表示标准输入。")] = None,
    example: Annotated[str, typer.Option("--example", help="走一份自带的示例。")] = "",
    role: Annotated[str, typer.Option("--role", help="单位性质；不写则用文件里的 office_role。")] = "",
    today: Annotated[str, typer.Option("--today", help="站在哪一天走；不写就是今天。")] = "",
    as_json: JsonOption = False,
) -> Answer:
    """按文件里的答案走一遍路线，逐步写出依据、文书和期限；不登记，不需要工作区。"""
    from app.cli.facts import read_facts, unused_facts
    from app.law.route.examples import load_example
    from app.law.route.loading import load_rule_pack
    from app.law.route.walk import walk

    if (file is None) == (not example):
        raise UserFault("请给出一个答案文件，或用 --example 名称，", "两者只要一个。", code="usage")
    facts = read_facts(file) if file is not None else load_example(example)
    chosen = role or str(facts.get("office_role") or "")
    if not chosen:
        raise UserFault(
            "没有说明单位性质，", "请加 --role，或在文件里写 office_role。", code="missing-fact", field="office_role"
        )
    day = read_day(today, "--today", date.today()) if today else date.today()
    pack = load_rule_pack()
    walked = walk(pack, chosen, day, facts)
    given = {k: v for k, v in facts.items() if not k.startswith("_")}
    return _told(walked, unused_facts(given, walked.facts, pack.places))


def due_data(found: "Due") -> dict[str, Any]:
    """Return a computed clock as JSON says it."""
    return {
        "kind": found.kind,
        "start": found.start,
        "due": found.due,
        "rolled": found.rolled,
        "last_safe_workday": found.last_safe_workday,
        "estimated": found.estimated,
        "timeline": found.timeline,
    }


def _told(walked: "Route", unused: tuple[str, ...]) -> Answer:
    from app.law.route.walk import Outcome
    from app.law.text.articles import load_regulation

    law, end = load_regulation(), walked.current
    assert isinstance(end, Outcome)
    steps = [
        {
            "node": s.node_id, "title": s.title, "answer": s.answer_label, "because": s.sentence,
            "basis": [law.cite(ref).label for ref in s.basis],
        }
        for s in walked.steps
    ]  # fmt: skip
    clocks = _clocks(walked, end)
    data = {
        "role": walked.office_role,
        "rule_pack": f"{walked.pack.id} {walked.pack.version}",
        "steps": steps,
        "outcome": {
            "id": end.id, "title": end.title, "sentence": end.sentence, "state": end.state, "sealed": end.sealed,
            "second_person": end.second_person, "notice": end.notice, "notice_reason": end.notice_reason,
            "clocks": clocks, "clock_reason": end.clock_reason, "next": end.next_text, "remedy": end.remedy,
            "marks": list(end.marks), "basis": [law.cite(ref).label for ref in end.basis],
        },
        "unused_facts": unused,
    }  # fmt: skip
    lines: list[str] = []
    for place, step in enumerate(steps, start=1):
        lines += [f"{place}. {step['title']} {step['answer']}".rstrip(), f"   {step['because']}"]
        lines.append(f"   {'、'.join(step['basis'])}")
    lines.append(f"终点：{end.title}。{end.sentence}")
    lines += indented([f"依据 {'、'.join(law.cite(ref).label for ref in end.basis)}"])
    lines += indented([f"文书：{end.notice}" if end.notice else f"不出文书：{end.notice_reason}"])
    lines += indented(f"期限 {c['kind']}：{c['due']}。{c['timeline']}" for c in clocks)
    lines += indented([f"没有期限：{end.clock_reason}"] if not clocks else [])
    lines += indented([f"接下来：{end.next_text}"])
    if unused:
        lines.append(f"路线没有问到、没有用上的：{'、'.join(unused)}")
    return Answer(data, lines)


def _clocks(walked: "Route", end: "Outcome") -> list[dict[str, Any]]:
    from app.law.dates.calendar import load_calendars
    from app.law.dates.clocks import due

    calendar, found = load_calendars(), []
    for use in end.clocks:
        start = date.fromisoformat(str(walked.facts[use.start]))
        fixed = walked.facts.get(use.due_fact) if use.due_fact else None
        days = (date.fromisoformat(str(fixed)) - start).days if fixed else None
        stopped = walked.facts.get(use.stopped_by) if use.stopped_by else None
        found.append(due_data(due(use.kind, start, calendar, days=days)) | {"stopped_on": stopped})
    return found


COMMANDS: dict[str, Callable[..., Answer]] = {"clock": clock, "route": route}
