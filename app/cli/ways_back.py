"""Commands for what happened outside the program and for the ways back: paper, undo, reopen, correct, void, waive."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.access import case_id_of, opened, read_password
from app.cli.answer import Answer, indented
from app.cli.cases import document_data
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption
from app.faults import UserFault

if TYPE_CHECKING:
    pass

NumberArgument = Annotated[str, typer.Argument(help="信访件编号。")]
ReasonOption = Annotated[str, typer.Option("--reason", help="理由，记入流水。")]


def paper(
    number: NumberArgument,
    kind: Annotated[str, typer.Option("--kind", help="文书代码，见 templates list。")],
    on: Annotated[str, typer.Option("--on", help="文书上写的日期。")],
    own_number: Annotated[str, typer.Option("--number", help="文书上的文号；没有的不写。")] = "",
    scan: Annotated[Path | None, typer.Option("--scan", help="扫描件：PDF、JPG 或者 PNG。")] = None,
    no_scan: Annotated[str, typer.Option("--no-scan", help="没有扫描件的理由；没有凭证的不计按期。")] = "",
    step: Annotated[int | None, typer.Option("--step", help="哪一件事要的文书（编号见 acts）。")] = None,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """补录一份在程序外出具的文书：按它自己的日期停止、起算期限；没有扫描件的写明理由。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.documents.outside import OutsidePaper, enter_outside_paper
        from app.law.dates.typed_dates import read_date

        try:
            day = read_date(on, open_.today())
        except ValueError:
            raise UserFault(
                f"--on 的“{on}”不是一个日期，", "请写成 2026-10-20。", code="bad-value", field="on"
            ) from None
        made = enter_outside_paper(
            open_, case_id_of(open_, number), OutsidePaper(kind, day, own_number, scan, no_scan, step)
        )
    lines = [f"已补录：{made.listed_name} {made.number}，文书日期 {made.issued_on}"]
    return Answer({**document_data(made), "outside": True, "proven": made.proven}, lines)


def undo(
    number: NumberArgument,
    reason: ReasonOption,
    step: Annotated[int | None, typer.Option("--step", help="要撤销的那一步；不写就是最后一步。")] = None,
    papers_here: Annotated[
        bool, typer.Option("--papers-here", help="这一步打印过的文书都还在本单位，没有发出去。")
    ] = False,
    move_to: Annotated[str, typer.Option("--move-to", help="信访人的请求应当记在哪一件（编号）。")] = "",
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """撤销最后一步：状态、期限回到办它以前，文书一起作废；什么也不抹掉。两个人决定的，要两个人撤销。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.life.undo import undo as take_back
        from app.casework.views.case_page import case_view

        case_id = case_id_of(open_, number)
        done = take_back(open_, case_id, reason, step_id=step, papers_here=papers_here, move_to=move_to)
        view = case_view(open_, case_id)
    proposed = done.needs_second and done.proposed_by is None
    said = f"已提出撤销“{done.title}”，等第二人确认" if proposed else f"已撤销“{done.title}”"
    data: dict[str, Any] = {
        "number": view.row.number, "undone": done.step_id, "title": done.title, "proposed": proposed,
        "void": [each.number for each in done.papers if not proposed], "state": view.state,
        "state_title": view.row.state,
    }  # fmt: skip
    void = [] if proposed else [f"文书 {each.number} 已一起作废" for each in done.papers]
    return Answer(data, [f"{view.row.number}：{said}", f"现在：{view.row.state}。{view.waits}", *indented(void)])


def reopen(
    number: NumberArgument,
    reason: ReasonOption,
    cause: Annotated[
        str, typer.Option("--cause", help="promise、agreement、pathway、mistake、back、other，见 acts 编号 reopen。")
    ] = "other",
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """重新办理已经办结、归档、存查、撤回或者作废的一件；期限不重新起算，超期照样显示。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.life.acts import act_form, perform
        from app.casework.life.undo import reopen_voided
        from app.casework.office.law_in_force import life_pack
        from app.casework.views.case_page import case_view

        case_id = case_id_of(open_, number)
        if case_view(open_, case_id).row.voided:
            reopen_voided(open_, case_id, reason)
        else:
            act = next(each for each in life_pack().acts if each.way_back)
            form = act_form(open_, case_id, act.id)
            choice, words = (next(f.key for f in act.fields if f.kind == kind) for kind in ("choice", "longtext"))
            perform(open_, case_id, act.id, {**form.values, choice: cause, words: reason})
        view = case_view(open_, case_id)
    data = {"number": view.row.number, "state": view.state, "state_title": view.row.state, "waits": view.waits}
    return Answer(data, [f"{view.row.number}：重新办理", f"现在：{view.row.state}。{view.waits}"])


def correct(
    number: NumberArgument,
    field: Annotated[str, typer.Argument(help="要更正的项：如 summary、received_on、petitioner.1.name、claim.2。")],
    value: Annotated[str, typer.Argument(help="更正为。")],
    reason: ReasonOption,
    step: Annotated[int | None, typer.Option("--step", help="更正的是哪一步里填的（编号见 acts）。")] = None,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """更正登记的一项，或者某一步里填的一项；前值和理由留在流水里，期限跟着重算。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.life.correct_case import correct_case
        from app.casework.life.correct_step import correct_step
        from app.casework.views.case_page import case_view

        case_id = case_id_of(open_, number)
        if step is None:
            correct_case(open_, case_id, field, value, reason)
        else:
            correct_step(open_, case_id, step, field, value, reason)
        view = case_view(open_, case_id)
    data = {"number": view.row.number, "field": field, "value": value, "state": view.state}
    return Answer(data, [f"{view.row.number}：已更正"])


def void(
    number: Annotated[str, typer.Argument(help="信访件编号；加 --document 时是文号。")],
    reason: ReasonOption,
    document: Annotated[bool, typer.Option("--document", help="作废的是一份文书。")] = False,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """作废误登的一件，或者一份文书；编号、文号不再用，留着理由。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        if document:
            from app.casework.documents.listing import DocumentFilter, list_documents
            from app.casework.documents.voiding import void_document

            found = [each for each in list_documents(open_, DocumentFilter(text=number)) if each.number == number]
            if not found:
                raise UserFault(f"找不到文号“{number}”，", "请核对后再试。", code="no-such-document")
            void_document(open_, found[0].id, reason)
        else:
            from app.casework.life.correct_case import void_case

            void_case(open_, case_id_of(open_, number), reason)
    return Answer({"void": number, "document": document}, [f"{number}：已作废"])


def waive(
    number: NumberArgument,
    reason: ReasonOption,
    kind: Annotated[str, typer.Option("--kind", help="不出的文书代码，见 acts 编号。")],
    step: Annotated[int | None, typer.Option("--step", help="哪一件事要的文书。")] = None,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """写明一份应当出的文书为什么不出；它不再列在待出里。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.life.acts import waive_document
        from app.casework.views.case_page import case_view

        case_id = case_id_of(open_, number)
        owed = [each for each in case_view(open_, case_id).owed if each.kind == kind and step in (None, each.step_id)]
        if not owed:
            raise UserFault(
                f"这件没有待出的“{kind}”，", "请看 acts 编号 列出的待出文书。", code="bad-value", field="kind"
            )
        waive_document(open_, case_id, owed[0].step_id, kind, reason)
    return Answer({"number": number, "waived": kind, "step": owed[0].step_id}, [f"{number}：不出{owed[0].name}"])


COMMANDS: dict[str, Callable[..., Answer]] = {
    "paper": paper, "undo": undo, "reopen": reopen, "correct": correct, "void": void, "waive": waive,
}  # fmt: skip
