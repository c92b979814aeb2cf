"""Commands on what leaves the office: notices and the ledger."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.access import case_id_of, opened, read_password
from app.cli.answer import Answer, indented
from app.cli.cases import document_data
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption
from app.faults import UserFault

if TYPE_CHECKING:
    from app.casework.cases.document_rows import DocumentView
    from app.casework.documents.issuing import NoticeDraft
    from app.casework.views.case_page import PaperView
    from app.models.workspace import Workspace


def notice(
    number: Annotated[str, typer.Argument(help="信访件编号。")],
    kind: Annotated[
        str, typer.Option("--kind", help="文书代码；不写则是登记要出的，已经出了就是还没有出的那一份。")
    ] = "",
    step: Annotated[int | None, typer.Option("--step", help="哪一件事要的文书（编号见 acts）。")] = None,
    fields: Annotated[list[str] | None, typer.Option("--field", help="补填一项：键=值，可以写多次。")] = None,
    preview: Annotated[Path | None, typer.Option("--preview", help="写出预览（没有文号），不签发。")] = None,
    issue: Annotated[bool, typer.Option("--issue", help="签发：取文号，存档。")] = False,
    again: Annotated[bool, typer.Option("--again", help="把最近签发的一份原样再写出，记为副本；要写 --out。")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="把签发的文书写到这个 PDF 文件。")] = None,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """文书：什么也不加时，列出将填的内容和还缺的项；--preview 预览，--issue 签发，--again 再取一份。"""
    if (preview is not None) + issue + again > 1:
        raise UserFault("--preview、--issue、--again 只能用一个，", "请去掉多余的。", code="usage")
    if again != (out is not None) and not issue:
        raise UserFault("--out 要和 --issue 或 --again 一起用，", "请补上。", code="usage")
    typed = _typed(fields or [])
    _check_target(preview or out)
    with opened(workspace, user, read_password(password_stdin)) as open_:
        case_id = case_id_of(open_, number)
        if again:
            assert out is not None
            return _again(open_, case_id, kind, out)
        from app.casework.documents.issuing import issue_notice, prepare_notice
        from app.casework.views.case_page import case_view

        view = case_view(open_, case_id)
        wanted = [p for p in view.owed if kind in ("", p.kind) and step in (None, p.step_id)]
        if not kind and step is None:  # what the registering says comes next is meant, while it is owed
            wanted = [p for p in wanted if p.kind == view.notice_kind] or wanted
        if not kind and len(wanted) > 1:
            return _several(wanted, must_choose=issue or preview is not None)
        paper = wanted[0] if wanted else None
        chosen, asked_by = (paper.kind, paper.step_id) if paper is not None else (kind, step)
        draft = prepare_notice(open_, case_id, chosen, typed, asked_by)
        if issue:
            return _issued(open_, issue_notice(open_, draft), out)
        return _previewed(open_, draft, preview, [p for p in view.owed if p is not paper])


def export(
    file: Annotated[Path, typer.Argument(help="要写出的 .xlsx 文件；已有的会被整个换掉。")],
    first_day: Annotated[str, typer.Option("--from", help="登记日期从哪天起，如 2026-10-01。")] = "",
    last_day: Annotated[str, typer.Option("--to", help="登记日期到哪天止。")] = "",
    full: Annotated[bool, typer.Option("--full", help="不脱敏；要写用途和接收人，记入流水。")] = False,
    purpose: Annotated[str, typer.Option("--purpose", help="用途（--full 时必填）。")] = "",
    recipient: Annotated[str, typer.Option("--recipient", help="接收人（--full 时必填）。")] = "",
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """导出省系统对照台账，默认脱敏。密封件只有编号、日期和期限。"""
    if file.suffix.lower() != ".xlsx":
        raise UserFault("台账文件名应以 .xlsx 结尾，", "请改正文件名。", code="usage", field="file")
    if not full and (purpose or recipient):
        raise UserFault("--purpose、--recipient 只用于 --full，", "请加 --full 或去掉它们。", code="usage")
    _check_target(file)
    password = read_password(password_stdin)
    with opened(workspace, user, password) as open_:
        from app.casework.ledgers.export import FullExport, export_ledger

        first, last = _day(first_day, open_.today(), "--from"), _day(last_day, open_.today(), "--to")
        if first and last and first > last:
            raise UserFault("--from 不能晚于 --to，", "请核对日期。", code="bad-value", field="from")
        report = export_ledger(
            open_, file, first_day=first, last_day=last,
            full=FullExport(password, purpose, recipient) if full else None,
        )  # fmt: skip
    data = {"file": report.path, "rows": report.rows, "full": full, "remarks": list(report.remarks)}
    return Answer(data, [f"已导出 {report.rows} 行：{report.path}", *report.remarks])


def _previewed(
    workspace: "Workspace", draft: "NoticeDraft", preview: Path | None, others: Sequence["PaperView"]
) -> Answer:
    data: dict[str, Any] = {
        "kind": draft.kind,
        "name": draft.name,
        "values": {k: v for k, v in draft.values.items() if v not in (None, "", [])},
        "missing": [{"key": m.key, "label": m.label} for m in draft.missing],
    }
    lines = [draft.name, *indented(f"{k}：{_written(v)}" for k, v in data["values"].items())]
    data["others_owed"] = _papers(others)
    lines.append("还缺：" + ("、".join(f"{m.label}（--field {m.key}=…）" for m in draft.missing) or "没有"))
    if others:
        lines.append("另外还没有出：" + "；".join(f"{p.name}（{_how(p)}）" for p in others))
    if preview is not None:
        from app.casework.documents.word_draft import save_notice_preview

        save_notice_preview(workspace, draft, preview)
        data["preview"] = preview
        lines.append(f"预览已写到 {preview}；没有取文号，没有存档。")
    return Answer(data, lines)


def _several(owed: Sequence["PaperView"], *, must_choose: bool) -> Answer:
    """Name the papers that a case still owes, where it is not said which one is meant."""
    lines = [f"{p.name}（{_how(p)}），{p.asked_by}要出" for p in owed]
    if must_choose:
        raise UserFault(
            f"这件有 {len(owed)} 份文书没有出：{'；'.join(lines)}，", "请写明出哪一份。", code="several-papers",
            field="kind",
        )  # fmt: skip
    return Answer({"owed": _papers(owed)}, [f"这件有 {len(owed)} 份文书没有出：", *indented(lines)])


def _papers(owed: Sequence["PaperView"]) -> list[dict[str, Any]]:
    return [{"kind": p.kind, "name": p.name, "step": p.step_id, "asked_by": p.asked_by} for p in owed]


def _how(paper: "PaperView") -> str:
    return f"--kind {paper.kind}" + (f" --step {paper.step_id}" if paper.step_id is not None else "")


def _issued(workspace: "Workspace", document: "DocumentView", out: Path | None) -> Answer:
    from app.casework.documents.issuing import save_document

    lines = [f"已签发：{document.number} {document.name}，{document.pages}页，核验码 {document.check_code}"]
    data = document_data(document)
    if out is not None:
        try:
            save_document(workspace, document.id, out)
        except UserFault as fault:
            raise UserFault(
                f"{document.number} 已经签发并存档，但{fault.sentence}",
                f"请用 notice {document.case_number} --again --out 文件.pdf 再取一份，不要重新签发。",
                code=fault.code,
            ) from fault
        data |= {"file": out, "saves": document.saves + 1}
        lines.append(f"已写到 {out}")
    return Answer(data, lines)


def _again(workspace: "Workspace", case_id: int, kind: str, out: Path) -> Answer:
    from app.casework.cases.document_rows import documents_of
    from app.casework.cases.lookup import case_by_id, open_case
    from app.casework.documents.issuing import save_document

    with workspace.reading() as session:
        if case_by_id(session, case_id).sealed:  # one answer, whether there is a paper or not
            open_case(session, case_id)
        issued = [d for d in documents_of(session, case_id=case_id) if kind in ("", d.kind) and not d.void]
    if not issued:
        raise UserFault("这件还没有签发过这种文书，", "请先用 --issue 签发。", code="no-such-document")
    save_document(workspace, issued[0].id, out)
    data = document_data(issued[0]) | {"file": out, "saves": issued[0].saves + 1}
    return Answer(data, [f"{issued[0].number} 已原样写到 {out}，记为第 {issued[0].saves + 1} 次另存"])


def _typed(fields: list[str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for pair in fields:
        key, found, value = pair.partition("=")
        if not found or not key.strip():
            raise UserFault(f"--field 要写成 键=值，现在是“{pair[:40]}”，", "请改正。", code="usage", field="field")
        typed[key.strip()] = value
    return typed


def _check_target(path: Path | None) -> None:
    """Refuse a folder that is not there before a number is drawn."""
    if path is not None and not path.parent.is_dir():
        raise UserFault(f"没有文件夹“{path.parent}”，", "请先建好文件夹，或换一个位置。", code="no-such-folder")


def _day(text: str, today: date, name: str) -> date | None:
    from app.cli.dates import read_day

    return read_day(text, name, today) if text else None


def _written(value: object) -> str:
    return "；".join(str(getattr(v, "request", v)) for v in value) if isinstance(value, list) else str(value)


COMMANDS: dict[str, Callable[..., Answer]] = {"notice": notice, "export": export}
