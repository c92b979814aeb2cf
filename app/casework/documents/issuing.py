"""Notices: what they need, preview, issuing with a gapless number, the same bytes again, recognising our paper."""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select

from app.casework.cases.document_rows import DocumentView, documents_of
from app.casework.cases.facts import known_case
from app.casework.cases.lookup import case_by_id, open_case
from app.casework.cases.sealed import may_see
from app.casework.documents.answered import keep_told_day
from app.casework.documents.values import document_values
from app.casework.office.exits import leave
from app.casework.office.numbers import draw_document_number, draw_number
from app.casework.office.settings import number_format
from app.casework.templates.length import check_length
from app.casework.templates.versions import current_template, is_for_accusations
from app.casework.upkeep.case_act import case_act
from app.faults import UserFault
from app.models.tables import Case, Document, DocumentBytes, DocumentPrint, DocumentVoid, Office
from app.models.tables.document import OUTSIDE
from app.models.workspace import Workspace
from app.printing.notices.notice import MissingField, missing_fields, render_notice
from app.printing.notices.template import Template
from app.security.checkcodes import check_code, same_code, tidy_check_code
from app.security.files import whole
from app.security.sealing import is_sealed, seal

QR_PREFIX = "XFCK1"
_LONGEST_CODE = 200
# The remedy follows the route: the commonest error on paper is a remedy that belongs to another way.
ROUTE_SAYS = ("remedy", "pathway_item")
_QR = re.compile(r"XFCK1:(?P<number>[0-9-]{1,60}):(?P<document>[0-9]{1,15}):(?P<code>[0-9A-Z-]{1,40})")


@dataclass(frozen=True)
class NoticeDraft:
    """A notice before it is issued: the template in use, the values it would carry and what is still missing."""

    case_id: int
    kind: str
    name: str
    values: Mapping[str, Any] = field(repr=False)
    missing: tuple[MissingField, ...]
    step_id: int | None = None
    template: Template | None = None


@dataclass(frozen=True)
class Recognised:
    """What the office knows of a code, in one sentence; a void document of ours is named but not genuine.

    `altered` when the code claims one of our documents and is not the code that document bears. Of an accusation's
    paper (`sealed`) whoever is no custodian learns the two numbers on it and whether it holds: no `document`.
    """

    genuine: bool
    sentence: str
    document: DocumentView | None
    altered: bool = False
    sealed: bool = False
    void: bool = False


def prepare_notice(
    workspace: Workspace,
    case_id: int,
    kind: str = "",
    extra: Mapping[str, Any] | None = None,
    step_id: int | None = None,
) -> NoticeDraft:
    """Fill a notice from its case; `kind` empty takes the one its route asks for, `extra` overrides values.

    `step_id` is the act that asks for the document; without it, the first that still owes one of this kind. Raises
    `UserFault` for a sealed or voided case and where the route gives a reason for no notice.
    """
    with workspace.reading() as session:
        case = open_case(session, case_id)
        chosen = _kind(case, kind)
        if step_id is None:
            owed = known_case(session, case, workspace.today()).owed
            step_id = next((paper.step_id for paper in owed if paper.kind == chosen), None)
        template, _ = current_template(session, chosen, workspace.today())
        values = document_values(workspace, session, case, chosen, step_id)
        _take_extra(values, extra or {})
        missing = tuple(missing_fields(template, values))
        return NoticeDraft(case_id, chosen, template.name, values, missing, step_id, template)


def preview_notice(workspace: Workspace, draft: NoticeDraft) -> bytes:
    """Return the PDF as it would look, without number, code or place in the record."""
    template = draft.template or current_template(workspace, draft.kind)[0]
    check_length(template, draft.values)
    return render_notice(template, draft.values, number=None, check_text=None, check_code=None).pdf


def issue_notice(workspace: Workspace, draft: NoticeDraft) -> DocumentView:
    """Issue a notice: draw its number, render it, store bytes and digest.

    A missing field or character is named before a number is drawn; whatever fails gives the number back.
    """
    with case_act(workspace, "issue_notice", draft.case_id) as acting:
        document_id = issue_in(
            workspace, acting.session, acting.case, draft.kind, values=draft.values, step_id=draft.step_id
        )
    return document_view(workspace, document_id)


def issue_in(
    workspace: Workspace,
    session: Session,
    case: Case,
    kind: str,
    *,
    values: Mapping[str, Any] | None = None,
    step_id: int | None = None,
) -> int:
    """Issue a document inside the transaction of an act; return its id. `values` None are the case's own.

    Of a sealed case values and bytes are kept sealed to the custodian, and the digest is that of the sealed bytes.
    """
    if case.sealed is not is_for_accusations(kind):
        raise _not_of_this_case(case.sealed)
    today = workspace.today()
    template, version = current_template(session, kind, today)
    office = session.exec(select(Office)).one()
    given = document_values(workspace, session, case, kind) if values is None else values
    sequence, number = draw_document_number(
        session, office, kind, template.name, template.number_word, today, number_format(session)
    )
    kept = {**given, "issued_on": today}
    check_length(template, kept)
    stored_values = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=_plain)
    document_id = draw_number(session, "document")
    if case.sealed:
        sealed_values = seal(stored_values.encode(), _sealing_key(office), sealed_context(case, document_id, "values"))
        stored_values = base64.b64encode(sealed_values).decode()
    code = _code(office, case.number, document_id, number, kind, today, stored_values)
    rendered = render_notice(
        template, kept, number=number, check_text=_qr_text(case.number, document_id, code), check_code=code
    )
    pdf = rendered.pdf
    if case.sealed:
        pdf = seal(pdf, _sealing_key(office), sealed_context(case, document_id, "pdf"))
    session.add(
        Document(
            id=document_id,
            case_id=case.id or 0,
            step_id=step_id,
            kind=kind,
            name=template.name,
            number=number,
            year=today.year,
            sequence=sequence,
            template_version=version,
            issued_on=today,
            issued_at=workspace.moment(),
            issued_by_id=workspace.actor.id,
            field_values=stored_values,
            check_code=code,
            sha256=hashlib.sha256(pdf).hexdigest() if case.sealed else rendered.sha256,
            pages=rendered.pages,
        )
    )
    session.flush()
    _keep_bytes(session, document_id, pdf)
    keep_told_day(session, case, template, kept)
    return document_id


def _keep_bytes(session: Session, document_id: int, content: bytes) -> None:
    table = DocumentBytes.__table__  # type: ignore[attr-defined]
    session.connection().execute(table.insert().values(document_id=document_id, content=content))


def document_view(workspace: Workspace, document_id: int) -> DocumentView:
    """Return one issued document's data; raise `UserFault` (code `sealed`) to whoever may not see it."""
    with workspace.reading() as session:
        found = _view(session, document_id)
        if not may_see(workspace, case_by_id(session, found.case_id)):
            raise _sealed_paper()
        return found


def document_bytes(workspace: Workspace, document_id: int) -> bytes:
    """Return a document exactly as issued; raise `UserFault` (code `damaged`, or `sealed` for an accusation's)."""
    with workspace.reading() as session:
        content = stored_bytes(session, document_id)
        if is_sealed(content):
            raise _sealed_paper()
        return content


def stored_bytes(session: Session, document_id: int) -> bytes:
    """Return the bytes of a document as they are stored, sealed ones still sealed; raise `UserFault` as above."""
    found = session.exec(select(Document.number, Document.origin).where(Document.id == document_id)).first()
    if found is None:
        raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
    number, origin = found
    if origin == OUTSIDE:
        raise UserFault(
            f"文书 {number} 是在程序外出具的，这里没有它的原件，", "请看它的扫描件；要重新出一份的，作废后再出。",
            code="outside",
        )  # fmt: skip
    damaged = UserFault(f"文书 {number} 的存档内容已损坏，", "请不要打印，从备份恢复后再试。", code="damaged")
    try:
        pdf, digest = session.exec(
            select(DocumentBytes.content, Document.sha256)
            .join(Document, col(Document.id) == col(DocumentBytes.document_id))
            .where(Document.id == document_id)
        ).first() or (b"", "")
    except DatabaseError as fault:  # a part of the file that cannot be read any more
        raise damaged from fault
    if hashlib.sha256(pdf).hexdigest() != digest:
        # A page that cannot be deciphered reads as nothing, and spoils what the connection reads after it.
        session.connection().invalidate()
        raise damaged
    return pdf


def sealed_context(case: Case, document_id: int, part: str) -> str:
    """Name what a sealed part of a document belongs to, so that it opens nowhere else."""
    return f"{case.number}/{document_id}/{part}"


def record_print(workspace: Workspace, document_id: int, way: str = "print") -> bool:
    """Record that a document was printed (`print`) or saved as a file (`save`); return whether it was a copy.

    A copy is a further print, or a further file: a file saved first does not make the first paper a copy.
    """
    with workspace.act("record_print") as session:
        return _note_print(workspace, session, document_id, way)


def save_document(workspace: Workspace, document_id: int, path: Path, way: str = "save") -> None:
    """Write an issued document to a file, byte for byte, and record it; raise `UserFault` for a void one.

    `way` is what it is saved for, as in `record_print`.
    """
    content = document_bytes(workspace, document_id)
    with workspace.reading() as session:
        refuse_void(session, document_id)
        number = session.exec(select(Document.number).where(Document.id == document_id)).one()
    leave(
        workspace, "record_print", path, whole(content), what="document", about=number,
        also=lambda session: _note_print(workspace, session, document_id, way),
    )  # fmt: skip


def refuse_void(session: Session, document_id: int) -> None:
    """Raise `UserFault` (code `voided`) when a document was declared void: no more paper of it goes out."""
    reason = session.exec(select(DocumentVoid.reason).where(DocumentVoid.document_id == document_id)).first()
    if reason is not None:
        number = session.exec(select(Document.number).where(Document.id == document_id)).one()
        raise UserFault(f"文书 {number} 已经作废，不能再打印或另存；", "需要的话请重新出一份。", code="voided")


def recognise(workspace: Workspace, text: str) -> Recognised:
    """Say whether the text of a notice's QR code, or its check code as typed, is this office's own."""
    # A scanner types through whatever input method is on: full-width signs, small letters.
    typed = unicodedata.normalize("NFKC", text[:_LONGEST_CODE]).strip().upper()
    with workspace.reading() as session:
        office = session.exec(select(Office)).one()
        match = _QR.fullmatch("".join(typed.split()))
        if match:
            document = session.get(Document, int(match["document"]))
            code = match["code"]
        else:
            document, code = _by_code(session, typed), typed
        if document is not None and match and case_by_id(session, document.case_id).number != match["number"]:
            # Every office counts its documents from 1: only the case number says whose the sheet is.
            document = _by_code(session, code)
        if document is None:
            return Recognised(False, "查无此文书：本单位没有签发过带这个核验码的文书。", None)
        case = case_by_id(session, document.case_id)
        true_code = _code(
            office, case.number, document.id or 0, document.number, document.kind, document.issued_on,
            document.field_values,
        )  # fmt: skip
        named = not match or (match["number"], int(match["document"])) == (case.number, document.id)
        if not same_code(code, true_code) or not named:
            return Recognised(False, "核验码与本单位的存档不符，纸面内容可能被改动过。", None, altered=True)
        view = _view(session, document.id or 0)
        if not may_see(workspace, case):
            what = f"是本单位签发的文书，信访件编号 {case.number}，文号 {view.number}"
            sentence = f"{what}，但已经作废，不再有效。" if view.void else f"核验无误：{what}。内容由保密专员对照。"
            return Recognised(not view.void, sentence, None, sealed=True, void=view.void)
        compare = "请与存档逐字对照。"
        try:
            stored_bytes(session, view.id)
        except UserFault:
            compare = "但存档内容已损坏，不能对照，请从备份恢复。"
        sentence = f"核验无误：{view.name}，{view.number}，{view.issued_on:%Y-%m-%d}签发。{compare}"
        if view.void:
            sentence = f"是本单位签发的{view.name}，{view.number}，但已经作废（{view.void_reason}），不再有效。"
        return Recognised(not view.void, sentence, view, sealed=case.sealed, void=view.void)


def _note_print(workspace: Workspace, session: Session, document_id: int, way: str) -> bool:
    document = session.get(Document, document_id)
    if document is None:
        raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
    if not may_see(workspace, case_by_id(session, document.case_id)):
        raise _sealed_paper()
    refuse_void(session, document_id)
    former = session.exec(
        select(DocumentPrint.id).where(DocumentPrint.document_id == document_id, DocumentPrint.way == way)
    ).first()
    session.add(
        DocumentPrint(
            case_id=document.case_id,
            document_id=document_id,
            at=workspace.moment(),
            user_id=workspace.actor.id,
            way=way,
            is_copy=former is not None,
        )
    )
    return former is not None


def _take_extra(values: dict[str, Any], extra: Mapping[str, Any]) -> None:
    given = {key: value for key, value in extra.items() if value not in (None, "", [])}
    fixed = [key for key in ROUTE_SAYS if key in given and values[key] and given[key] != values[key]]
    if fixed:
        raise UserFault(
            "救济途径和所依条款由办理路线决定，不能另填，",
            "路线走错的，请作废后重新登记。",
            code="bad-value",
            field=fixed[0],
        )
    values.update(given)


def _kind(case: Case, kind: str) -> str:
    chosen = kind or case.notice_kind
    if is_for_accusations(chosen):
        raise _not_of_this_case(case.sealed)
    if not chosen:
        raise UserFault(f"这件不出告知书：{case.notice_reason or '路线没有规定文书'}", "", code="no-notice")
    return chosen


def _sealing_key(office: Office) -> bytes:
    return base64.b64decode(office.seal_public_key)


def _sealed_paper() -> UserFault:
    return UserFault("这份文书和检举控告件一起密封，", "请由保密专员打开密封内容后查看、打印。", code="sealed")


def _not_of_this_case(sealed: bool) -> UserFault:
    if sealed:
        return UserFault(
            "检举控告件只出密封转送函和检举控告转送告知书，", "请由保密专员打开密封内容后出。", code="sealed"
        )
    return UserFault("这种文书只用于密封的检举控告件，", "请出这件信访事项自己的文书。", code="wrong-kind")


def _code(
    office: Office, case_number: str, document_id: int, number: str, kind: str, issued_on: date, values: str
) -> str:
    digest = hashlib.sha256(values.encode()).hexdigest()
    return check_code(
        base64.b64decode(office.check_key), case_number, str(document_id), number, kind, issued_on.isoformat(), digest
    )


def _qr_text(case_number: str, document_id: int, code: str) -> str:
    return f"{QR_PREFIX}:{case_number}:{document_id}:{code}"


def _by_code(session: Session, typed: str) -> Document | None:
    code = tidy_check_code(typed)  # a paper made outside bears none
    return session.exec(select(Document).where(Document.check_code == code)).first() if code else None


def _view(session: Session, document_id: int) -> DocumentView:
    found = documents_of(session, document_id=document_id)
    if not found:
        raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
    return found[0]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)
