"""The recovery code on paper: one A4 page for the safe, the same from printer and as PDF."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from app.faults import UserFault
from app.ui.base import theme

_LINES = (
    "这是本单位“信访窗口”工作区的恢复码。忘记口令时，在登录窗口点“忘记口令”，输入恢复码即可设新口令。",
    "恢复码还能为新的保密专员授权。拿到它的人可以打开全部登记内容，包括检举控告密封件。",
    "请装入信封，由单位负责人签封，存放在保险柜或机要室；不要拍照，不要存在电脑或手机里。",
    "程序不保存恢复码，也不能再次显示。遗失且忘记口令时，工作区无法打开，任何人都不能找回。",
)


@dataclass(frozen=True)
class RecoverySheet:
    """What stands on the page."""

    office: str
    code: str
    made_on: date


def draw_recovery_sheet(device: QPagedPaintDevice, sheet: RecoverySheet) -> None:
    """Draw the page on a printer or a PDF; raise `UserFault` (code `print`) when the device does not take it."""
    device.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(25, 25, 25, 25),
                    QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    painter = QPainter()
    if not painter.begin(device):
        raise UserFault("打印机没有接受这一页，", "请检查打印机，或者另存为 PDF 后再打印。", code="print")
    mm = device.logicalDpiX() / 25.4
    width, height = 160 * mm, 247 * mm

    def write(text: str, top: float, size: float, *, bold: bool = False, centre: bool = False) -> float:
        font = QFont(theme.current().family)
        font.setPixelSize(round(size * mm))
        font.setWeight(QFont.Weight.Medium if bold else QFont.Weight.Normal)
        painter.setFont(font)
        flags = Qt.TextFlag.TextWordWrap | (Qt.AlignmentFlag.AlignHCenter if centre else Qt.AlignmentFlag.AlignLeft)
        wanted = painter.boundingRect(QRectF(0, top, width, height), int(flags), text)
        painter.drawText(QRectF(0, top, width, wanted.height()), int(flags), text)
        return top + wanted.height()

    top = write("信访窗口工作区恢复码", 10 * mm, 8, bold=True, centre=True)
    top = write(sheet.office, top + 6 * mm, 5, centre=True)
    box = QRectF(0, top + 12 * mm, width, 30 * mm)
    painter.setPen(QPen(Qt.GlobalColor.black, 0.4 * mm))
    painter.drawRect(box)
    write(sheet.code, box.top() + 10 * mm, 7.2, bold=True, centre=True)
    top = box.bottom() + 12 * mm
    for place, line in enumerate(_LINES, start=1):
        top = write(f"{place}．{line}", top, 4.4) + 4 * mm
    top = write(f"建立日期：{sheet.made_on.year}年{sheet.made_on.month}月{sheet.made_on.day}日", top + 8 * mm, 4.4)
    write("封存人：                        封存日期：                        存放处：", top + 10 * mm, 4.4)
    painter.end()


def recovery_sheet_pdf(sheet: RecoverySheet) -> bytes:
    """Return the page as PDF, for a printer or a file; raise `UserFault` (code `print`) when it cannot be drawn."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle("恢复码")
    writer.setResolution(300)
    draw_recovery_sheet(writer, sheet)
    del writer  # it ends the file
    return buffer.data().data()
