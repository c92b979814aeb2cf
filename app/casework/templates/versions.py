"""The documents' templates as this office uses them: its own current versions over the ones that ship."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from sqlmodel import Session, col, select

from app.casework.templates.check import AS_IT_WAS, check_template, read_template
from app.casework.templates.writing import template_as_text
from app.faults import UserFault
from app.models.tables import TemplateText, User
from app.models.workspace import Workspace
from app.printing.notices.template import Template, load_templates

SHIPPED = "出厂"
# What the id of every kind begins with that an office made itself.
OWN = "own_"
OWN_CANDIDATE = "本单位"


@dataclass(frozen=True)
class TemplateVersion:
    """One version of a kind: 0 is the one that ships. `broken` says why an office's version cannot be used any more."""

    kind: str
    version: int
    name: str
    note: str
    at: str
    by: str
    withdrawn: bool
    current: bool
    broken: str = ""


@dataclass(frozen=True)
class TemplateState:
    """What holds for one kind: its name, the version in use (0 the shipped one) and how that is told."""

    kind: str
    name: str
    version: int
    valid: str = ""

    @property
    def words(self) -> str:
        own = "本单位自己的文书，" if self.kind.startswith(OWN) else "本单位"
        return f"{own}第{self.version}版{self.valid}" if self.version else SHIPPED


def current_templates(source: Workspace | Session) -> Mapping[str, Template]:
    """Return every kind's template in use: the office's latest version that holds, else the one that ships."""
    return MappingProxyType(load_templates() | {kind: template for kind, (_, template) in _own(source).items()})


def current_template(source: Workspace | Session, kind: str, today: date | None = None) -> tuple[Template, str]:
    """Return a kind's template in use and how a document names its version: 出厂1 as shipped, 3 for the office's own.

    On the day `today` a version that is not valid yet gives way to the one before it. Raises UserFault: bad-value for
    a kind that does not exist, template-not-valid where there is none for this day.
    """
    ladder = _ladders(source).get(kind, ())
    for version, template in ladder:
        if today is None or template.valid_from is None or template.valid_from <= today:
            if today is not None and template.valid_to is not None and template.valid_to < today:
                raise _not_valid(template.name, f"有效期到 {template.valid_to.isoformat()} 为止")
            return template, str(version)
    if ladder and kind.startswith(OWN):
        raise _not_valid(ladder[-1][1].name, f"从 {ladder[-1][1].valid_from} 起才用")
    template = shipped_template(kind)
    return template, f"{SHIPPED}{template.version}"


def _not_valid(name: str, why: str) -> UserFault:
    return UserFault(
        f"《{name}》的模板{why}，今天不能出。", "请在“设置 → 文书模板”里改有效期，或者用回别的版本。",
        code="template-not-valid", field="kind",
    )  # fmt: skip


def template_states(workspace: Workspace) -> tuple[TemplateState, ...]:
    """Return what is in use for every kind, in the order of the set: A1 to A12, B1 to B14, then the others."""
    own = _own(workspace)
    return tuple(
        TemplateState(kind, template.name, own[kind][0] if kind in own else 0, validity(template))
        for kind, template in sorted(current_templates(workspace).items(), key=_place)
    )


def validity(template: Template) -> str:
    """Return in words when a template is valid, with a comma before it; empty for always."""
    first = f"，{template.valid_from.isoformat()} 起用" if template.valid_from else ""
    return first + (f"，用到 {template.valid_to.isoformat()}" if template.valid_to else "")


def _place(item: tuple[str, Template]) -> tuple[str, int]:
    letter, digits = item[1].candidate[:1], item[1].candidate[1:]
    return letter or "~", int(digits) if digits.isdigit() else 99


def template_source(workspace: Workspace, kind: str, version: int | None = None) -> str:
    """Return a template as TOML text: the one in use, or a version (0 the shipped one)."""
    if version is None:
        own = _own(workspace).get(kind)
        version = own[0] if own else 0
    if version == 0:
        return template_as_text(shipped_template(kind))
    with workspace.reading() as session:
        return _row(session, kind, version).document


def versions_of(workspace: Workspace, kind: str) -> tuple[TemplateVersion, ...]:
    """Return every version of a kind, the latest first, the shipped one last."""
    own = _own(workspace).get(kind)
    current = own[0] if own else 0
    found = []
    with workspace.reading() as session:
        names = dict(session.exec(select(User.id, User.name)).all())
        for row in _rows(session, kind):
            template, broken = _read(row.document, kind)
            name = template.name if template else kind
            found.append(
                TemplateVersion(
                    kind, row.version, name, row.note, row.at, names.get(row.user_id, ""), row.withdrawn,
                    row.version == current, broken,
                )
            )  # fmt: skip
    if kind.startswith(OWN):
        return tuple(found)
    return (*found, TemplateVersion(kind, 0, shipped_template(kind).name, "", "", "", False, current == 0))


def save_template(workspace: Workspace, kind: str, text: str, note: str = "") -> int:
    """Keep a template as the office's new current version of a kind; return the version's number.

    One act. Raises UserFault with one sentence and changes nothing where the template lacks a required field, changes
    locked wording, cites or names what does not exist, uses another kind's number word, cannot be drawn or is too
    large. Documents that were issued before stay as they are.
    """
    with workspace.act("save_template", note) as session:
        return save_in(workspace, session, kind, text, note, _words(session, kind))


def save_in(workspace: Workspace, session: Session, kind: str, text: str, note: str, words: Mapping[str, str]) -> int:
    """Keep a template inside the transaction of an act; `words` are other kinds' number words with their names."""
    template = check_template(text, measure(kind, text), words)
    document = template_as_text(template)
    if document == _document(session, kind):
        raise UserFault("模板没有改动，", "没有存成新版本。", code="unchanged")
    if len(note) > 200:
        raise UserFault("版本说明太长，", "请缩短到 200 字以内。", code="bad-value", field="note")
    version = max((row.version for row in _rows(session, kind)), default=0) + 1
    session.add(
        TemplateText(
            kind=kind, version=version, document=document, note=note.strip(), at=workspace.moment(),
            user_id=workspace.actor.id,
        )
    )  # fmt: skip
    session.flush()
    return version


def return_to_version(workspace: Workspace, kind: str, version: int, reason: str = "") -> int:
    """Take every version later than `version` out of use (0: all of them); return the version in use then."""
    with workspace.act("withdraw_template", reason) as session:
        if version and _row(session, kind, version).withdrawn:
            raise UserFault("这一版已经撤下，不能再用，", "请看着它另存为新版本。", code="withdrawn")
        later = [row for row in _rows(session, kind) if row.version > version and not row.withdrawn]
        if kind.startswith(OWN) and version == 0:
            return _take_away(session, later)
        if not later:
            raise UserFault("现在用的就是这一版，", "没有改动。", code="unchanged")
        return _withdraw(session, kind, later)


def shipped_template(kind: str) -> Template:
    """Return the template that ships for a kind; raise UserFault(code="bad-value") where there is none."""
    templates = load_templates()
    if kind not in templates:
        raise UserFault(
            f"没有“{kind[:40]}”这种文书，", "可用的文书代码见命令 templates list。", code="bad-value", field="kind"
        )
    return templates[kind]


def is_for_accusations(kind: str) -> bool:
    """Say whether a kind is a paper of accusations alone; an office cannot make one of its own."""
    shipped = load_templates().get(kind)
    return shipped is not None and shipped.for_accusations


def is_written_notice(kind: str) -> bool:
    """Say whether a kind is the written notice of articles 22 and 23; an office can neither make nor unmake one."""
    shipped = load_templates().get(kind)
    return shipped is not None and shipped.written_notice


def other_words(workspace: Workspace, kind: str) -> dict[str, str]:
    """Return the number words that `kind` may not take, each with the name of the document that has it."""
    with workspace.reading() as session:
        return _words(session, kind)


def measure(kind: str, text: str) -> Template:
    """Return what a template of a kind is held against: the one that ships or, of an office's own kind, a bare form.

    A kind of the office's own keeps from its base whom it is for and how it is signed; it is never the written notice
    of articles 22 and 23. Raises UserFault(code="bad-value") where the kind or its base does not exist.
    """
    if not kind.startswith(OWN):
        return shipped_template(kind)
    base = shipped_template(read_template(text, kind).based_on)
    if base.for_accusations:
        raise UserFault(
            "检举控告件的文书不能用作别的文书的底，", "请换一种文书作底。", code="bad-value", field="based_on"
        )
    return bare(base, kind)


def bare(base: Template, kind: str) -> Template:
    """Return what every own kind made from `base` has to keep: nobody owes it, so it asks only who writes and when."""
    fields = tuple(field for field in base.fields if field.key in ("office_name", "issued_on"))
    update = {
        "id": kind, "based_on": base.id, "candidate": OWN_CANDIDATE, "written_notice": False, "fields": fields,
        "blocks": (), "one_of": (), "titles": (), "stub": "",
    }  # fmt: skip
    return base.model_copy(update=update)


def _take_away(session: Session, rows: list[TemplateText]) -> int:
    for row in rows:
        row.withdrawn = True
        session.add(row)
    session.flush()
    return 0


def _withdraw(session: Session, kind: str, rows: list[TemplateText]) -> int:
    for row in rows:
        row.withdrawn = True
        session.add(row)
    session.flush()
    template, version = current_template(session, kind)
    if name := _words(session, kind).get(template.number_word):
        raise UserFault(
            f"退回后文号用字“{template.number_word}”与《{name}》相同，两种文书会编出同一个文号，",
            "请先改那种文书的文号用字。" + AS_IT_WAS,
            code="number-word",
            field="number_word",
        )
    return 0 if version.startswith(SHIPPED) else int(version)


def _words(session: Session, kind: str) -> dict[str, str]:
    ladders, words = _ladders(session), {}
    for key in {**load_templates(), **ladders}:
        steps = [template for _, template in ladders.get(key, ())]
        if not key.startswith(OWN) and (not steps or steps[-1].valid_from is not None):
            steps.append(load_templates()[key])
        # Also what is used until a version becomes valid.
        words.update({each.number_word: each.name for each in steps if key != kind})
    return words


def _document(session: Session, kind: str) -> str:
    own = _own(session).get(kind)
    if own is None and kind.startswith(OWN):
        return ""
    return template_as_text(own[1] if own else shipped_template(kind))


def _own(source: Workspace | Session) -> dict[str, tuple[int, Template]]:
    """Return the office's latest version of each kind that has one; what cannot be read any more is passed over."""
    return {kind: ladder[0] for kind, ladder in _ladders(source).items()}


def _ladders(source: Workspace | Session) -> dict[str, tuple[tuple[int, Template], ...]]:
    """Return for each kind the office's latest version and, below one that has a first day, those it follows."""
    if isinstance(source, Workspace):
        with source.reading() as session:
            return _ladders(session)
    found: dict[str, tuple[tuple[int, Template], ...]] = {}
    query = (
        select(TemplateText)
        .where(col(TemplateText.withdrawn).is_(False))
        .order_by(col(TemplateText.kind), col(TemplateText.version).desc())
    )
    shipped = load_templates()
    for row in source.exec(query).all():
        ladder = found.get(row.kind, ())
        if ladder and ladder[-1][1].valid_from is None:
            continue
        if row.kind in shipped or row.kind.startswith(OWN):
            template, _ = _read(row.document, row.kind)
            if template is not None:
                found[row.kind] = (*ladder, (row.version, template))
    return found


@lru_cache(maxsize=512)
def _read(document: str, kind: str) -> tuple[Template | None, str]:
    """Read a stored version once; it was checked when it was saved, but the program may have moved on since."""
    try:
        template = read_template(document, kind)
    except UserFault as fault:
        return None, fault.sentence
    return (template, "") if template.id == kind else (None, "文书代码不符")


def _rows(session: Session, kind: str) -> list[TemplateText]:
    query = select(TemplateText).where(TemplateText.kind == kind).order_by(col(TemplateText.version).desc())
    return list(session.exec(query).all())


def _row(session: Session, kind: str, version: int) -> TemplateText:
    row = next((row for row in _rows(session, kind) if row.version == version), None)
    if row is None:
        raise UserFault("没有这一版模板，", "请刷新后再看。", code="bad-value", field="version")
    return row
