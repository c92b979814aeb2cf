"""Commands on the life of a case: what can be done with it now, and the doing; and the desk of the day."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.access import case_id_of, opened, read_password
from app.cli.answer import Answer, indented
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption
from app.faults import UserFault

if TYPE_CHECKING:
    from app.casework.life.acts import ActForm, Offer
    from app.casework.life.claim_answers import ClaimAnswer
    from app.casework.views.case_page import CaseView, PaperView
    from app.casework.views.clock_view import ClockView
    from app.casework.worklist.desk import DeskSection

CLAIMS = "claims"
_CLAIM_PARTS = ("result", "findings", "opinion", "basis")


def acts(
    number: Annotated[str, typer.Argument(help="信访件编号。")],
    act: Annotated[str, typer.Argument(help="事项代码：打印这件事要填的，可以改好后交给 act。")] = "",
    every: Annotated[bool, typer.Option("--all", help="也列出现在不能办的，写明为什么。")] = False,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """列出这件信访事项现在能办什么，最该办的在前；写了事项代码，就打印它要填的各项。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.life.acts import act_form
        from app.casework.views.act_offices import with_superiors
        from app.casework.views.case_page import case_view

        case_id = case_id_of(open_, number)
        if act:
            return _form(*with_superiors(open_, act_form(open_, case_id, act)))
        view = case_view(open_, case_id)
    possible = [offer for offer in view.offers if offer.possible]
    refused = [offer for offer in view.offers if not offer.possible] if every else []
    data: dict[str, Any] = {
        "number": view.row.number,
        "state": view.state,
        "state_title": view.row.state,
        "waits": view.waits,
        "acts": [_offer(offer) for offer in possible],
        "owed": [_paper(paper) for paper in view.owed],
    }
    lines = [f"{view.row.number}  {view.row.state}：{view.waits}", "现在能办："]
    lines += indented(f"{o.act}  {o.title}" + (f"  {o.help}" if o.help else "") for o in possible) or ["  没有"]
    if every:
        data["not_possible"] = [{**_offer(offer), "reason": offer.reason} for offer in refused]
        lines += ["现在不能办：", *indented(f"{o.act}  {o.title}  {o.reason}" for o in refused)]
    return Answer(data, [*lines, *_owed_lines(view.owed)])


def act(
    number: Annotated[str, typer.Argument(help="信访件编号。")],
    act: Annotated[str, typer.Argument(help="事项代码，见 acts 编号。")],
    file: Annotated[Path | None, typer.Argument(help="要填的各项，JSON 文件；- 表示标准输入。")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="填一项：键=值，可以写多次，优先于文件。")] = None,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """办一件事：先取已知的，再取文件里的，再取 --set 的；有一项不对就什么也不改动。"""
    if password_stdin and str(file) == "-":
        raise UserFault("标准输入不能又作口令又作文件，", "请用环境变量给出口令。", code="usage")
    from app.cli.facts import read_object

    given = read_object(file) if file is not None else {}
    typed = _typed(sets or [])
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.life.acts import act_form, perform
        from app.casework.views.act_offices import with_superiors
        from app.casework.views.case_page import case_view

        case_id = case_id_of(open_, number)
        form, _ = with_superiors(open_, act_form(open_, case_id, act))
        answers = _claim_answers(form, given.pop(CLAIMS, None))
        done = perform(open_, case_id, act, _values(form, given, typed), answers)
        view = case_view(open_, case_id)
    data = {
        "number": view.row.number,
        "act": act,
        "step": done.step_id,
        "sentence": done.sentence,
        "state": done.state,
        "state_title": view.row.state,
        "waits": view.waits,
        "owed": [_paper(paper) for paper in view.owed],
        "clocks": [_clock(clock) for clock in view.clocks if clock.stopped_on is None],
        "document_id": done.document_id,
        "warnings": list(done.warnings),
    }
    return Answer(data, _done_lines(view, done.sentence, done.warnings))


def desk(
    shown: Annotated[int, typer.Option("--limit", min=1, max=200, help="每一栏最多列几件。")] = 5,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """工作台：今天要办的，最急的在前，与窗口里的一样。密封件只有编号、日期、状态和期限。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.worklist.desk import desk as read_desk

        found = read_desk(open_, shown)
    sections = [section for section in found.sections if section.total]
    data = {
        "sections": [_section(section) for section in found.sections],
        "registered_today": found.registered_today,
        "drafts": len(found.drafts),
        "notes": list(found.notes),
    }
    lines = [f"注意：{note}" for note in found.notes]
    for section in sections:
        lines.append(f"{section.title}：{section.total}件{'以上' if section.capped else ''}")
        lines += indented(f"{x.row.number}  {x.row.title}  {x.words}  {x.detail}" for x in section.lines)
    if not sections:
        lines.append("今天没有等着办的。")
    lines.append(f"今天登记{found.registered_today}件，草稿{len(found.drafts)}份。")
    return Answer(data, lines)


def _form(form: "ActForm", superiors: Mapping[str, Sequence[str]]) -> Answer:
    """Print an act's fields as the JSON that `act` reads; names that begin with "_" are passed over there."""
    about = {}
    for field in form.rule.fields:
        options = "；可以是：" + "、".join(f"{o.value}（{o.label}）" for o in field.options) if field.options else ""
        options += f"；名录里的上一级：{'、'.join(superiors[field.key])}" if field.key in superiors else ""
        about[field.key] = f"{field.label}{'（必填）' if field.required else ''}{options}"
    shown: dict[str, Any] = {"_act": form.rule.title, "_fields": about}
    shown |= {field.key: form.values.get(field.key) for field in form.rule.fields}
    if form.claims:
        shown["_claims"] = [text for _id, text in form.claims]
        shown[CLAIMS] = [dict.fromkeys(_CLAIM_PARTS, "") for _ in form.claims]
    return Answer(shown, [json.dumps(shown, ensure_ascii=False, indent=1)])


def _values(form: "ActForm", given: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, object]:
    fields = {field.key: field for field in form.rule.fields}
    named = {key: value for key, value in given.items() if not key.startswith("_")}
    for key in (*named, *typed):
        if key not in fields:
            raise UserFault(
                f"“{form.rule.title.rstrip('…')}”没有“{key}”这一项，",
                f"可以填：{'、'.join(fields)}。" if fields else "这件事不用填什么。",
                code="bad-value",
                field=key,
            )
    split = {k: v.replace("、", "\n") if fields[k].kind in ("names", "claims") else v for k, v in typed.items()}
    return {**form.values, **{key: value for key, value in named.items() if value is not None}, **split}


def _claim_answers(form: "ActForm", given: object) -> tuple["ClaimAnswer", ...]:
    from app.casework.life.claim_answers import ClaimAnswer

    if given is None:
        return ()
    whole = isinstance(given, list) and all(
        isinstance(each, dict) and all(isinstance(each.get(part, ""), str) for part in _CLAIM_PARTS) for each in given
    )
    if not whole or not isinstance(given, list):
        raise UserFault(
            "“claims”应是一个列表，每条诉求一个对象，写 result、findings、opinion、basis，",
            "格式见 acts 编号 事项代码。",
            code="bad-value",
            field=CLAIMS,
        )
    if len(given) != len(form.claims):
        raise UserFault(
            f"这件事要逐项答复 {len(form.claims)} 条诉求，文件里写了 {len(given)} 条，", "请按诉求的顺序逐条写。",
            code="bad-value", field=CLAIMS,
        )  # fmt: skip
    return tuple(
        ClaimAnswer(claim_id, *(str(each.get(part, "")) for part in _CLAIM_PARTS))
        for (claim_id, _text), each in zip(form.claims, given, strict=True)
    )


def _typed(sets: Sequence[str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for pair in sets:
        key, found, value = pair.partition("=")
        if not found or not key.strip():
            raise UserFault(f"--set 要写成 键=值，现在是“{pair[:40]}”，", "请改正。", code="usage", field="set")
        typed[key.strip()] = value
    return typed


def _done_lines(view: "CaseView", sentence: str, warnings: Sequence[str]) -> list[str]:
    lines = [f"{view.row.number}：{sentence}", f"现在：{view.row.state}。{view.waits}"]
    lines += [f"提醒：{warning}" for warning in warnings]
    running = [clock for clock in view.clocks if clock.stopped_on is None]
    lines += [f"期限：{c.name} {c.governing}" + (f"（{c.duty_office}）" if c.duty_office else "") for c in running]
    return [*lines, *_owed_lines(view.owed)]


def _owed_lines(owed: Sequence["PaperView"]) -> list[str]:
    return [
        f"待出文书：{paper.name}（--kind {paper.kind}"
        + (f" --step {paper.step_id}" if paper.step_id is not None else "")
        + f"），{paper.asked_by}要出"
        for paper in owed
    ]


def _offer(offer: "Offer") -> dict[str, Any]:
    return {"act": offer.act, "title": offer.title, "group": offer.group, "likely": offer.likely, "help": offer.help}


def _paper(paper: "PaperView") -> dict[str, Any]:
    return {"kind": paper.kind, "name": paper.name, "step": paper.step_id, "asked_by": paper.asked_by}


def _clock(clock: "ClockView") -> dict[str, Any]:
    return {
        "kind": clock.kind, "name": clock.name, "start": clock.start, "due": clock.due, "governing": clock.governing,
        "last_safe_workday": clock.last_safe, "estimated": clock.estimated, "days_left": clock.days_told,
        "duty": clock.duty, "duty_office": clock.duty_office, "local_due": clock.local_due,
    }  # fmt: skip


def _section(section: "DeskSection") -> dict[str, Any]:
    return {
        "part": section.part,
        "title": section.title,
        "total": section.total,
        "capped": section.capped,
        "cases": [
            {
                "number": line.row.number, "title": line.row.title, "sealed": line.row.sealed, "state": line.row.state,
                "next_due": line.row.next_due, "words": line.words, "detail": line.detail,
            }
            for line in section.lines
        ],
    }  # fmt: skip


COMMANDS: dict[str, Callable[..., Answer]] = {"acts": acts, "act": act, "desk": desk}
