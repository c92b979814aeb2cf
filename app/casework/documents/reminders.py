"""A short message that reminds of a written notice and never stands in for it: its words, its code, a list of them."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties
from sqlmodel import Session, col, select

from app.casework.cases.lookup import open_case
from app.casework.office.exits import leave
from app.casework.office.settings import REMINDER_TEXT, parameter
from app.faults import UserFault
from app.models.tables import Case, Document, DocumentVoid, Office, Petitioner
from app.models.workspace import Workspace
from app.security.files import whole

NO_NOTICE = "短信只是提醒，不代替书面告知。文书仍要当面、邮寄等方式送达，期限不从短信起算。"
_ONE_MESSAGE, _EACH_OF_SEVERAL = 70, 67
_MOBILE = re.compile(r"1[3-9]\d{9}")
_HEADERS = (("手机号码", 16), ("短信内容", 80), ("文号", 24), ("信访件编号", 26))


@dataclass(frozen=True)
class Reminder:
    """One message: to which mobile number, its words, and the document it reminds of."""

    phone: str
    text: str
    document_number: str
    case_number: str

    @property
    def code_text(self) -> str:
        """Return what a QR code holds so that a phone opens the message ready to send."""
        return f"SMSTO:{self.phone}:{self.text}"

    @property
    def messages(self) -> int:
        """Return as how many messages networks send a text of Chinese: 70 units in one, 67 in each of several."""
        units = len(self.text.encode("utf-16-le")) // 2
        return 1 if units <= _ONE_MESSAGE else -(-units // _EACH_OF_SEVERAL)


def reminder_of(workspace: Workspace, document_id: int) -> Reminder:
    """Return the message for one issued document; raise `UserFault` without a mobile number or for a void document."""
    pattern = parameter(workspace, REMINDER_TEXT)
    with workspace.reading() as session:
        return _reminder(session, document_id, pattern)


def save_reminders(workspace: Workspace, document_ids: Sequence[int], path: Path) -> tuple[int, tuple[str, ...]]:
    """Write the messages of several documents as a workbook for the office's message gateway, and record it.

    Returns how many it holds and a sentence for each document that has none. Raises `UserFault` when none has one.
    """
    pattern = parameter(workspace, REMINDER_TEXT)
    found: list[Reminder] = []
    without: list[str] = []
    with workspace.reading() as session:
        for document_id in document_ids:
            try:
                found.append(_reminder(session, document_id, pattern))
            except UserFault as fault:
                without.append(fault.sentence)
    if not found:
        raise UserFault("选中的文书都没有可以发短信的手机号码，", "请先在信访事项里补填电话。", code="no-phone")
    leave(workspace, "export_reminders", path, whole(_workbook(found)), what="reminders", row_count=len(found))
    return len(found), tuple(without)


def _reminder(session: Session, document_id: int, pattern: str) -> Reminder:
    document = session.get(Document, document_id)
    if document is None:
        raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
    case = open_case(session, document.case_id)
    if session.exec(select(DocumentVoid.id).where(DocumentVoid.document_id == document_id)).first() is not None:
        raise UserFault(f"文书 {document.number} 已经作废，", "不要发短信。", code="voided")
    phone = _mobile(session, case)
    if not phone:
        raise UserFault(
            f"文书 {document.number} 的信访人没有手机号码，", "请补填电话，或者当面、邮寄送达。", code="no-phone"
        )
    office = session.exec(select(Office)).one()
    places = {
        "单位": office.name,
        "文书": document.name,
        "文号": document.number,
        "查询码": case.enquiry_code or case.number,
        "电话": office.phone,
    }
    text = pattern
    for place, value in places.items():
        text = text.replace(f"{{{place}}}", value)
    return Reminder(phone, text, document.number, case.number)


def _mobile(session: Session, case: Case) -> str:
    phones = session.exec(
        select(Petitioner.phone).where(Petitioner.case_id == case.id).order_by(col(Petitioner.position))
    ).all()
    digits = (re.sub(r"[\s\-+]", "", phone).removeprefix("86") for phone in phones)
    return next((each for each in digits if _MOBILE.fullmatch(each)), "")


def _workbook(reminders: Sequence[Reminder]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "短信提醒"
    sheet.append([header for header, _ in _HEADERS])
    for reminder in reminders:
        sheet.append([reminder.phone, reminder.text, reminder.document_number, reminder.case_number])
    for column, (_, width) in zip("ABCD", _HEADERS, strict=True):
        sheet.column_dimensions[column].width = width
        sheet[f"{column}1"].font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.number_format, cell.data_type = "@", "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    # A second sheet: a gateway reads the first one, and its first row as the names of the columns.
    notes = book.create_sheet("说明")
    for line in (NO_NOTICE, "名单里有手机号码，用完请按本单位规定保管或者销毁。"):
        notes.append([line])
    notes.column_dimensions["A"].width = 80
    sheet.oddHeader.center.text = NO_NOTICE
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
