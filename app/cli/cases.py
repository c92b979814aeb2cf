"""Commands on cases: register, show, search."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.access import case_id_of, opened, read_password
from app.cli.answer import Answer, indented
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption
from app.faults import UserFault

if TYPE_CHECKING:
    from app.casework.cases.document_rows import DocumentView
    from app.casework.cases.rows import CaseRow
    from app.casework.views.case_page import CaseView


def register(
    file: Annotated[Path | None, typer.Argument(help="事项的 JSON 文件；- 表示标准输入。")] = None,
    example: Annotated[str, typer.Option("--example", help="打印一份填好的示例，不登记。")] = "",
    list_examples: Annotated[bool, typer.Option("--list-examples", help="列出示例的名称。")] = False,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """登记一件信访事项：按文件里的事实走完路线，期限、流水、检索一次写齐；有一项不对就什么也不登记。"""
    if list_examples or example:
        from app.cli.examples import filled_example, listed_examples

        return listed_examples() if list_examples else filled_example(example)
    if file is None:
        raise UserFault("没有给出要登记的文件，", "请写文件名，或用 --example 名称 看示例。", code="usage")
    if password_stdin and str(file) == "-":
        raise UserFault("标准输入不能又作口令又作文件，", "请用环境变量给出口令。", code="usage")

    from app.cli.facts import read_facts, unused_facts

    facts = read_facts(file)
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.intake.handed_over import Intake
        from app.casework.intake.register import register_case
        from app.casework.views.case_page import case_view
        from app.law.route.loading import load_rule_pack
        from app.law.route.walk import walk, warnings_of

        role = open_.office.role
        meant = facts.pop("office_role", role)
        if meant != role:
            raise UserFault(
                f"文件是给“{meant}”的路线写的，本单位是“{role}”，",
                "请改用本单位的示例，或删去 office_role 这一行再试。",
                code="wrong-role",
                field="office_role",
            )
        pack = load_rule_pack()
        route = walk(pack, role, open_.today(), facts)
        intake = Intake.from_route(route)
        registered = register_case(open_, intake)
        view = case_view(open_, registered.case_id)
    unused = unused_facts(facts, intake.facts, pack.places)
    data: dict[str, Any] = {
        "number": registered.number,
        "sealed": registered.sealed,
        "state": view.row.state,
        "notice_kind": registered.notice_kind,
        "notice_reason": "" if registered.sealed else view.notice_reason,
        "next_due": view.row.next_due,
        "unused_facts": unused,
        "warnings": [] if registered.sealed else list(warnings_of(route)),
    }
    lines = [f"已登记：{registered.number}，{view.row.state}"]
    if registered.sealed:
        lines.append("检举控告件（已密封）")
    elif registered.notice_kind:
        lines.append(f"下一步：notice {registered.number} --issue")
    else:
        lines.append(f"不出告知书：{view.notice_reason}")
    lines.extend(f"提醒：{sentence}" for sentence in data["warnings"])
    if unused:
        lines.append(f"路线没有问到、没有用上的：{'、'.join(unused)}")
    return Answer(data, lines)


def show(
    number: Annotated[str, typer.Argument(help="信访件编号。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """显示一件信访事项：事实、诉求、期限、文书、经过。密封件只显示编号、日期、状态和期限。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.views.case_page import case_view

        view = case_view(open_, case_id_of(open_, number))
    return Answer(_case_data(view), _case_lines(view))


def search(
    text: Annotated[str, typer.Argument(help="姓名、拼音、首字母、编号、电话、证件号、概况里的字。")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="最多给出几件。")] = 20,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """查找信访事项，最近登记的在前。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.worklist.case_list import find

        page = find(open_, text, limit)
    data = {"total": page.total, "capped": page.capped, "cases": [_row_data(row) for row in page.rows]}
    more = f"{page.total}件以上" if page.capped else f"{page.total}件"
    lines = [_found(row) for row in page.rows]
    return Answer(data, [*lines, f"共{more}，列出{len(page.rows)}件。"])


def document_data(document: "DocumentView") -> dict[str, Any]:
    """Return an issued document as JSON says it."""
    return {
        "kind": document.kind,
        "name": document.name,
        "number": document.number,
        "case_number": document.case_number,
        "issued_on": document.issued_on,
        "issued_by": document.issued_by,
        "pages": document.pages,
        "sha256": document.sha256,
        "check_code": document.check_code,
        "prints": document.prints,
        "saves": document.saves,
        "void_reason": document.void_reason,
        "served_on": document.served_on,
    }


def _found(row: "CaseRow") -> str:
    own = f"（登记簿 {row.own_number}）" if row.own_number else ""
    return f"{row.number}{own}  {row.title}  {row.state}  {row.summary}"


def _row_data(row: "CaseRow") -> dict[str, Any]:
    data: dict[str, Any] = {
        "number": row.number,
        "sealed": row.sealed,
        "title": row.title,
        "state": row.state,
        "received_on": row.received_on,
        "registered_on": row.registered_on,
        "next_due": row.next_due,
        "next_clock": row.next_clock,
        "days_left": row.days_left,
        "voided": row.voided,
        "entered_later": row.entered_later,
    }
    if not row.sealed:
        data |= {
            "own_number": row.own_number,
            "kind": row.kind,
            "channel": row.channel,
            "people_count": row.people_count,
            "summary": row.summary,
            "destination": row.destination,
            "registered_by": row.registered_by,
        }
    return data


def _case_data(view: "CaseView") -> dict[str, Any]:
    from app.casework.views.clock_view import time_words

    clocks = [
        {
            "kind": c.kind, "name": c.name, "start": c.start, "due": c.due, "rolled": c.rolled,
            "last_safe_workday": c.last_safe, "estimated": c.estimated, "stopped_on": c.stopped_on,
            "days_left": c.days_told, "words": time_words(c), "timeline": c.timeline,
        }
        for c in view.clocks
    ]  # fmt: skip
    data = {**_row_data(view.row), "clocks": clocks}
    if view.row.sealed:
        return data
    return data | {
        "sentence": view.sentence,
        "facts": {fact.label: fact.value for fact in view.facts},
        "people": [{fact.label: fact.value for fact in person} for person in view.people],
        "claims": [fact.value for fact in view.claims],
        "route": list(view.route),
        "basis": list(view.basis),
        "next": view.next_text,
        "remedy": view.remedy,
        "notice_kind": view.notice_kind,
        "notice_reason": view.notice_reason,
        "related_case": view.related.number if view.related else None,
        "void_reason": view.void_reason,
        "documents": [document_data(d) for d in view.documents],
        "timeline": [
            {"at": e.at, "who": e.who, "what": e.what, "details": list(e.details), "reason": e.reason}
            for e in view.timeline
        ],
    }


def _case_lines(view: "CaseView") -> list[str]:
    from app.casework.views.clock_view import time_words

    row = view.row
    later = "（补录）" if row.entered_later else ""
    lines = [f"{row.number}  {row.title}", f"收到 {row.received_on}，登记 {row.registered_on}{later}，{row.state}"]
    clocks = [f"{c.name}：{c.governing}{'（估算）' if c.estimated else ''}，{time_words(c)}" for c in view.clocks]
    if row.sealed:
        return [*lines, *clocks]
    lines.append(view.sentence)
    lines += [f"{fact.label}：{fact.value}" for fact in view.facts if fact.value]
    for place, person in enumerate(view.people, start=1):
        lines.append(f"信访人{place}")
        lines += indented(f"{fact.label}：{fact.value}" for fact in person if fact.value)
    lines += ["诉求", *indented(fact.value for fact in view.claims)]
    lines += ["期限", *indented(clocks or ["没有进行中的期限"])]
    papers = [f"{d.number} {d.listed_name} {d.issued_on}" for d in view.documents]
    lines += ["文书", *indented(papers or ["没有签发过文书"])]
    lines.append("经过")
    for entry in view.timeline:
        told = "；".join((*entry.details, *([f"理由：{entry.reason}"] if entry.reason else [])))
        lines += indented([f"{entry.at} {entry.who} {entry.what}" + (f"：{told}" if told else "")])
    return lines


COMMANDS: dict[str, Callable[..., Answer]] = {"register": register, "show": show, "search": search}
