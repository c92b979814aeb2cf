"""One template as a file from anywhere: read in bounded time, judged, or taken over as a new version."""

from collections.abc import Mapping
from pathlib import Path

from app.casework.templates.check import LARGEST, Problem, draw_sample, find_problems, read_template
from app.casework.templates.versions import measure, save_template
from app.faults import UserFault
from app.models.workspace import Workspace
from app.printing.notices.template import Template, load_templates

_UTF8_MARK = "\ufeff"


def read_template_text(path: Path) -> str:
    """Return the text of a template file. Raises UserFault: unreadable, template-too-large, wrong-encoding."""
    try:
        if not path.is_file():
            raise OSError
        with path.open("rb") as handle:
            raw = handle.read(LARGEST + 1)
    except OSError:
        raise UserFault(
            f"文件“{path.name[:60]}”读不出来，", "请核对文件名和位置。", code="unreadable", field="path"
        ) from None
    if len(raw) > LARGEST:
        raise UserFault(
            f"“{path.name[:60]}”超过 {LARGEST // 1000} kB，不是文书模板。", "请换一个文件。", code="template-too-large"
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise UserFault(
            f"“{path.name[:60]}”第 {line} 行起不是 UTF-8 编码。", "请用记事本另存为，编码选 UTF-8，再试一次。",
            code="wrong-encoding", field="path",
        ) from None  # fmt: skip
    # What Windows puts before a UTF-8 text is no part of it.
    return text.removeprefix(_UTF8_MARK)


def judge_template(path: Path, current: Mapping[str, Template] | None = None) -> tuple[Template, tuple[Problem, ...]]:
    """Return the template of a file and everything that keeps it from being used, none for a good one.

    `current` are the templates in use, else those that ship. Raises UserFault for a file that is no template at all.
    """
    text = read_template_text(path)
    template = read_template(text, path.stem[:40])
    known = load_templates() if current is None else current
    words = {each.number_word: each.name for kind, each in known.items() if kind != template.id}
    problems = find_problems(template, measure(template.id, text), words)
    if not problems:
        for sample in ("typical", "shortest"):
            try:
                draw_sample(template, sample)
            except UserFault as fault:
                return template, (Problem(fault.sentence.split("》：", 1)[-1].rstrip("。"), fault.code),)
    return template, problems


def import_template(workspace: Workspace, path: Path, note: str = "") -> tuple[str, int]:
    """Take one template file over as a new version of its kind; return the document's name and the version."""
    text = read_template_text(path)
    template = read_template(text, path.stem[:40])
    return template.name, save_template(workspace, template.id, text, note)
