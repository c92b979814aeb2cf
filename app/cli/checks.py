"""Commands that check: the workspace, one document, the installed program itself."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.access import opened, read_password
from app.cli.answer import Answer
from app.cli.cases import document_data
from app.cli.exit_codes import FAULTS_FOUND, OK
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption

if TYPE_CHECKING:
    from app.casework.documents.issuing import Recognised
    from app.casework.documents.verify import FileRecognised


def verify(
    quick: Annotated[bool, typer.Option("--quick", help="只查流水和文书，不逐页核对文件。")] = False,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """核对工作区：流水一条接一条、各表与流水一致、文书与签发时相同、文件每一页完好。发现问题退出码是 6。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.office.checks import check_workspace

        report = check_workspace(open_, deep=not quick)
    data = {
        "sound": report.sound,
        "entries": report.entries,
        "documents": report.documents,
        "faults": list(report.faults),
    }
    said = "没有发现问题。" if report.sound else f"发现 {len(report.faults)} 个问题；请保留原文件，联系信息员。"
    lines = [*report.faults, f"流水 {report.entries} 条，文书 {report.documents} 份。{said}"]
    return Answer(data, lines, OK if report.sound else FAULTS_FOUND)


def verify_document(
    text: Annotated[str, typer.Argument(help="文书上二维码的内容、抄下来的核验码，或者一个 .pdf 文件。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """核验一份文书是不是本单位签发的、有没有改动过、作废了没有。不是有效原件的，退出码是 6。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.documents.issuing import recognise
        from app.casework.documents.verify import recognise_file

        is_file = _names_a_file(text)
        known: Recognised | FileRecognised = recognise_file(open_, Path(text)) if is_file else recognise(open_, text)
    void = getattr(known, "void", False) or (known.document is not None and known.document.void)
    ours = known.genuine or void or known.document is not None
    spoken = "genuine" if ours else "altered" if getattr(known, "altered", False) else "unknown"
    verdict = getattr(known, "verdict", spoken)
    data = {
        "genuine": known.genuine,
        "verdict": verdict,
        "void": void,
        "sentence": known.sentence,
        "document": document_data(known.document) if known.document else None,
    }
    return Answer(data, [known.sentence], OK if known.genuine else FAULTS_FOUND)


def _names_a_file(text: str) -> bool:
    """Say whether a file is meant and not a code: it ends as a PDF does, or something of that name is there."""
    if Path(text).suffix.lower() == ".pdf":
        return True
    try:
        return bool(text.strip()) and Path(text).exists()
    except (OSError, ValueError):  # too long for a name, or with a zero in it: a code at most
        return False


def self_test(
    out: Annotated[Path | None, typer.Argument(help="把试做的文书和台账留在这个文件夹；不写则用完即删。")] = None,
    as_json: JsonOption = False,
) -> Answer:
    """自检：各个库、字体、规则和模板能用；在临时工作区里登记、签发、导出、核对各做一遍。"""
    from app.cli.self_check import run_checks

    results = run_checks(out)
    passed = all(r.fault == "" for r in results)
    data = {
        "passed": passed,
        "checks": [{"name": r.name, "passed": not r.fault, "detail": r.fault or r.detail, "ms": r.ms} for r in results],
    }
    lines = [f"{'通过' if not r.fault else '不通过'}  {r.name}（{r.ms} ms）  {r.fault or r.detail}" for r in results]
    return Answer(data, [*lines, "自检通过。" if passed else "自检没有通过。"], OK if passed else FAULTS_FOUND)


COMMANDS: dict[str, Callable[..., Answer]] = {
    "verify": verify,
    "verify-document": verify_document,
    "self-test": self_test,
}
