"""Check the installed program from inside: what it is made of, and its main job once through."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from app.faults import UserFault
from app.resources import resource_path

if TYPE_CHECKING:
    from app.models.workspace import Workspace

# By name: the window's library is only asked whether it is there.
_LIBRARIES = (
    "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtSvg", "PySide6.QtPdf",
    "PySide6.QtPrintSupport", "sqlmodel", "sqlalchemy", "alembic", "sqlcipher3", "cryptography", "pydantic",
    "reportlab", "qrcode", "openpyxl", "pypinyin", "typer",
)  # fmt: skip
_RARE = "欧阳𬱖㛃䶮𠅤"
# The shipped example has dates of its own; the check stands on a day when they are past.
_DAY = datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=8)))
_EXAMPLE = "transfer_visit"


@dataclass(frozen=True)
class Result:
    """One check: what it saw, or the fault; `ms` is how long it took."""

    name: str
    detail: str
    fault: str
    ms: int


def run_checks(out: Path | None) -> tuple[Result, ...]:
    """Run every check, also after one that failed; the notice and the ledger stay in `out` when it is given."""
    results = [_run(name, check) for name, check in _STATIC.items()]
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="xinfang-", ignore_cleanup_errors=True) as scratch:
        results += _main_job(Path(scratch), out or Path(scratch))
    return tuple(results)


def _main_job(scratch: Path, out: Path) -> list[Result]:
    results: list[Result] = []
    try:
        with _workspace(scratch / "自检工作区") as workspace:
            results += [_run(name, lambda act=act: act(workspace, out)) for name, act in _ACTS.items()]  # type: ignore[misc]
    except Exception as fault:
        results.append(Result("新建工作区", "", _said(fault), 0))
    return results


def _run(name: str, check: Callable[[], str]) -> Result:
    started = time.perf_counter()
    try:
        detail, fault = check(), ""
    except Exception as raised:  # a check reports whatever goes wrong; it does not end the others
        detail, fault = "", _said(raised)
    return Result(name, detail, fault, round((time.perf_counter() - started) * 1000))


def _said(fault: Exception) -> str:
    return fault.sentence if isinstance(fault, UserFault) else f"{type(fault).__name__}: {fault}"


def _libraries() -> str:
    for name in _LIBRARIES:
        import_module(name)
    return f"{len(_LIBRARIES)} 个"


def _fonts() -> str:
    from app.printing.fonts.book import ROLES, font_book

    book = font_book()
    faces = {face.name for role in ROLES for face in book.faces(role)}
    book.check([_RARE])
    return f"{len(faces)} 款，罕用字 {_RARE}" + "".join(f"；{fault}" for fault in book.pack_faults())


def _rules() -> str:
    from app.law.dates.calendar import load_calendars
    from app.law.route.loading import load_rule_pack

    pack = load_rule_pack()
    years = "、".join(str(year) for year in sorted(load_calendars().years))
    return f"{pack.id} {pack.version}，{len(pack.nodes)} 个节点，日历 {years}"


def _templates() -> str:
    from app.ledgers.codes import load_codes
    from app.ledgers.profile import load_profile
    from app.printing.notices.template import load_templates

    profiles = [load_profile(path) for path in sorted(resource_path("ledgers").glob("*.toml"))]
    tables = [load_codes(path.stem) for path in sorted(resource_path("codes").glob("*.toml"))]
    return f"文书 {len(load_templates())} 种，台账 {len(profiles)} 种，码表 {len(tables)} 个"


@contextmanager
def _workspace(folder: Path) -> "Iterator[Workspace]":
    import secrets

    from app.models.workspace import OfficeSetup, create_workspace

    setup = OfficeSetup(
        "自检单位", "检", "县", "petition_department", "990326", "自检县", "self-test", "自检", secrets.token_hex(16),
        "12345678",
    )  # fmt: skip
    workspace, _ = create_workspace(folder, setup, now=lambda: _DAY)
    try:
        yield workspace
    finally:
        workspace.close()


def _register(workspace: "Workspace", _: Path) -> str:
    from app.casework.intake.handed_over import Intake
    from app.casework.intake.register import register_case
    from app.law.route.examples import load_example
    from app.law.route.loading import load_rule_pack
    from app.law.route.walk import walk

    facts = load_example(_EXAMPLE)
    route = walk(load_rule_pack(), workspace.office.role, workspace.today(), facts)
    return register_case(workspace, Intake.from_route(route)).number


def _find(workspace: "Workspace", _: Path) -> str:
    from app.casework.worklist.case_list import find

    words = ("漏雨", "oy", "0001")
    if any(find(workspace, word).total != 1 for word in words):
        raise UserFault("登记的件查不到")
    return "、".join(words)


def _notice(workspace: "Workspace", out: Path) -> str:
    from app.casework.cases.lookup import case_by_number
    from app.casework.documents.issuing import issue_notice, prepare_notice, recognise, save_document
    from app.casework.worklist.case_list import list_cases

    with workspace.reading() as session:
        case = case_by_number(session, list_cases(workspace, limit=1).rows[0].number)
        case_id = case.id or 0
    document = issue_notice(workspace, prepare_notice(workspace, case_id))
    save_document(workspace, document.id, out / "自检文书.pdf")
    if not recognise(workspace, document.check_code).genuine:
        raise UserFault("签发的文书核验不了")
    return f"{document.number}，{document.pages} 页"


def _export(workspace: "Workspace", out: Path) -> str:
    from openpyxl import load_workbook

    from app.casework.ledgers.export import export_ledger

    path = out / "自检台账.xlsx"
    report = export_ledger(workspace, path)
    book = load_workbook(path, read_only=True)
    sheet = book.worksheets[0]
    rows = sum(1 for _ in sheet.iter_rows())
    book.close()
    if report.rows != 1 or rows < 2:
        raise UserFault("导出的台账读不回来")
    return f"{report.rows} 行"


def _verify(workspace: "Workspace", _: Path) -> str:
    from app.casework.office.checks import check_workspace

    report = check_workspace(workspace)
    if not report.sound:
        raise UserFault("；".join(report.faults))
    return f"流水 {report.entries} 条"


_STATIC: dict[str, Callable[[], str]] = {
    "程序库": _libraries,
    "字体": _fonts,
    "规则和日历": _rules,
    "模板和码表": _templates,
}
_ACTS: "dict[str, Callable[[Workspace, Path], str]]" = {
    "登记": _register,
    "查找": _find,
    "签发文书": _notice,
    "导出台账": _export,
    "核对工作区": _verify,
}
