"""Promises of what is shown: tables that never load all, law word for word, a path one can hear, the PDF."""

import io

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QDialog
from reportlab.pdfgen import canvas

from app.faults import UserFault
from app.routemap.graph import MapGraph, MapPlace, MapWay
from app.ui.base import theme
from app.ui.kit.chips import DateChip, StateTag
from app.ui.kit.consequence import NextPanel
from app.ui.kit.dialogs import AskDialog, FaultDialog
from app.ui.kit.editors.making import editor_for
from app.ui.kit.empty import EmptyState
from app.ui.kit.views.article import ArticleView
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.views.paged_model import PAGE, PAGES_KEPT, Column, PagedModel
from app.ui.kit.views.pdfview import PdfPreview
from app.ui.kit.views.route_column import RouteColumn
from app.ui.kit.views.table import DataTable
from app.ui.kit.views.timeline import TimelineItem, TimelineView
from app.ui.kit.words import Words

COLUMNS = [
    Column("number", "编号", str, 120),
    Column("name", "姓名", lambda row: f"第{row}人", 200, sortable=False),
    Column("state", "状态", lambda _row: "已转送"),
]


class Source:
    """A million rows that are never all made."""

    def __init__(self, total: int) -> None:
        self.total, self.asked = total, []

    def fetch(self, offset, limit, order):
        self.asked.append((offset, limit, order))
        rows = range(offset, min(offset + limit, self.total))
        return [self.total - 1 - row for row in rows] if order == ("number", True) else list(rows)


@pytest.fixture()
def table(dressed, qtbot, tmp_path):
    def make(total, memory=None):
        source = Source(total)
        made = DataTable(PagedModel(COLUMNS, source.fetch, lambda: source.total), name="cases", memory=memory)
        qtbot.addWidget(made)
        made.resize(800, 500)
        made.show()
        QApplication.processEvents()
        return made, source

    return make


def test_a_million_rows_show_by_reading_one_page(table):
    shown, source = table(1_000_000)
    assert shown.count.text() == "共 1,000,000 件"
    assert {offset for offset, _, _ in source.asked} == {0}
    shown.view.scrollToBottom()
    QApplication.processEvents()
    assert max(offset for offset, _, _ in source.asked) == (999_999 // PAGE) * PAGE
    assert len(source.asked) <= 4


def test_only_a_few_pages_stay_in_memory(table):
    shown, _ = table(100_000)
    for number in range(0, 100_000, PAGE):
        assert shown.model.row(number) == number
    assert len(shown.model._pages) <= PAGES_KEPT


def test_a_row_is_opened_by_arrow_and_enter(table, qtbot):
    shown, _ = table(50)
    shown.view.selectRow(0)
    qtbot.keyClick(shown.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.opened) as opened:
        qtbot.keyClick(shown.view, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_a_click_on_a_head_sorts_at_the_source_and_again_turns_it(table, qtbot):
    shown, source = table(500)
    heads = shown.view.horizontalHeader()
    place = QPoint(20, heads.height() // 2)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert source.asked[-1][2] == ("number", True)
    assert shown.model.row(0) == 499


def test_rows_are_36_px_high(table):
    shown, _ = table(3)
    assert {shown.view.rowHeight(row) for row in range(3)} == {36}


def test_column_widths_places_and_order_come_back(table, tmp_path):
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    first, _ = table(20, memory)
    first.view.setColumnWidth(0, 333)
    first.view.horizontalHeader().moveSection(0, 1)
    first._sort(0)
    first.hide()
    second, _ = table(20, memory)
    heads = second.view.horizontalHeader()
    assert second.view.columnWidth(0) == 333
    assert heads.visualIndex(0) == 1
    assert second.model.order == ("number", False)


def test_an_empty_list_says_so_and_offers_the_first_step(dressed, qtbot):
    empty = EmptyState("还没有登记过信访事项。", "按 F2 开始。", action="来访登记")
    shown = DataTable(PagedModel(COLUMNS, lambda *_: [], lambda: 0), empty=empty)
    qtbot.addWidget(shown)
    shown.show()
    assert empty.isVisible() and not shown.view.isVisible()
    with qtbot.waitSignal(empty.acted):
        empty.button.click()


LAW = "第三十一条　对信访人提出的申诉求决类事项，\n　　（一）应当……；<b>不是标记</b>"


def test_law_is_shown_word_for_word_and_folds(dressed, qtbot):
    view = ArticleView([("第三十一条", LAW), ("第二十三条", "略")])
    qtbot.addWidget(view)
    view.show()
    texts = [words for words in view.findChildren(Words) if words.text() in (LAW, "略")]
    assert [words.isVisible() for words in texts] == [True, False]
    heads = view.findChildren(object, options=Qt.FindChildOption.FindChildrenRecursively)
    second = next(head for head in heads if getattr(head, "label", "") == "第二十三条")
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert texts[1].isVisible()


PLACES = [MapPlace(f"n{n}", "choice", f"第{n}步", "", ()) for n in range(14)]
ANSWERED = MapPlace("n14", "choice", "第14步", "", (), answers=("涉法涉诉", "都不是"))
WAYS = [MapWay(f"n{n}", f"n{n + 1}", "") for n in range(14)] + [MapWay("n2", "out", "涉法涉诉")]
END = MapPlace("out", "outcome", "引导", "", ())
GRAPH = MapGraph("township", "乡镇", "n0", (*PLACES, ANSWERED, END), (), tuple(WAYS), (), (), ())


@pytest.fixture
def column(dressed, qtbot):
    view = RouteColumn(GRAPH)
    qtbot.addWidget(view)
    view.resize(232, 240)
    view.show()
    QApplication.processEvents()
    return view


def test_the_path_is_lit_said_and_scrolled_to(column):
    def accents() -> int:
        image = column.grab().toImage()
        return sum(
            image.pixelColor(x, y).name() == "#1f5fa8" for x in range(image.width()) for y in range(image.height())
        )

    assert column.accessibleName() == "路线图"
    assert column.accessibleDescription() == "路线图，还没有开始。"
    assert accents() == 0
    column.set_path(["n0", "n1", "n2", "n3", "n4", "n5"], "n6")
    assert column.accessibleDescription() == "已走过：第0步、第1步、第2步、第3步、第4步、第5步。现在：第6步。"
    QApplication.processEvents()
    top = column.verticalScrollBar().value()
    box = column.place("n6")
    assert top <= box.top() and box.bottom() <= top + column.viewport().height()
    assert accents() > 50


def test_the_column_hides_ends_that_were_not_reached(column):
    column.set_path(["n0", "n1"], "n2")
    assert column.place("out").isEmpty()
    column.set_path(["n0", "n1", "n2"], "out")
    assert not column.place("out").isEmpty()
    assert column.place("n3").isEmpty()  # no longer to be reached


def test_the_mouse_over_a_place_of_the_column_is_told_its_answers(column, qtbot):
    column.set_path(["n13"], "n14")
    canvas = column.widget()
    for name, told in (("n14", "第14步\n· 涉法涉诉\n· 都不是"), ("n13", "第13步")):
        qtbot.mouseMove(canvas, column.place(name).center().toPoint())
        assert canvas.toolTip() == told


@pytest.mark.parametrize("scale", ["standard", "extra"])
def test_the_column_grows_with_the_type_size(dressed, qtbot, scale):
    theme.apply_theme(dressed, scale)
    view = RouteColumn(GRAPH)
    qtbot.addWidget(view)
    view.resize(232, 240)
    view.show()
    view.set_path([], "n0")
    room = view.place("n0")
    assert room.width() == pytest.approx(view.viewport().width())
    assert room.height() >= QFontMetrics(theme.font(medium=True)).height() + theme.px(12) - 1


def pdf_of(pages: int) -> bytes:
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=(595, 842))
    for number in range(pages):
        paper.rect(100, 300, 300, 300, fill=1)
        paper.drawString(100, 700, f"page {number}")
        paper.showPage()
    paper.save()
    return out.getvalue()


def test_a_document_is_previewed_counted_and_zoomed_by_key(dressed, qtbot):
    view = PdfPreview()
    qtbot.addWidget(view)
    view.resize(700, 600)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.show_pdf(pdf_of(3))
    QApplication.processEvents()
    assert view.page_count() == 3
    assert view.count.text() == "第 1 页，共 3 页"
    image = view.grab().toImage()
    black = sum(image.pixelColor(x, y).lightness() < 20 for x in range(0, 700, 4) for y in range(0, 600, 4))
    assert black > 500
    before = view.zoom()
    qtbot.keyClick(view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() > before
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == pytest.approx(before, abs=0.02)


def test_bytes_that_are_no_pdf_are_told_in_a_sentence(dressed, qtbot):
    view = PdfPreview()
    qtbot.addWidget(view)
    with pytest.raises(UserFault) as caught:
        view.show_pdf(b"not a document")
    assert caught.value.code == "broken-pdf"


def test_a_question_waits_for_its_reason(dressed, qtbot):
    reason = editor_for("text", "reason", "理由")
    dialog = AskDialog(None, "作废", "作废后仍可查到。", "作废", fields=[reason], danger=True)
    dialog.show()
    dialog.primary.click()
    assert dialog.isVisible() and reason.error() == "请填写理由。"
    reason.set_value("重复登记")
    dialog.primary.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.values() == {"reason": "重复登记"}


@pytest.mark.parametrize("times", [1, 4, 9])
def test_a_question_shows_every_line_of_its_words(dressed, qtbot, times):
    dialog = AskDialog(None, "作废", "作废以后文号保留，不再使用；已经交出去的那一份请收回。" * times, "作废")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.text.height() >= dialog.text.heightForWidth(dialog.text.width())


def test_the_details_of_a_fault_can_be_copied(dressed, qtbot):
    dialog = FaultDialog(None, "保存时出错。", "RuntimeError at line 8")
    qtbot.addWidget(dialog)
    dialog.copy.click()
    assert QApplication.clipboard().text() == "RuntimeError at line 8"


def test_chips_and_panels_say_in_words_what_their_colours_say(dressed, qtbot):
    chip, tag = DateChip("书面告知", "2026-12-07", "逾期 2 天", "red"), StateTag("已转送", "accent")
    panel, facts = NextPanel(), FactGrid([("姓名", "张秀兰"), ("代理人", "")])
    line = TimelineView([TimelineItem("11-18 09:30", "王敏", "登记来访")])
    panel.set_next(notice="转送告知书", clock="还剩 15 天")
    for widget in (chip, tag, panel, facts, line):
        qtbot.addWidget(widget)
    assert chip.accessibleName() == "书面告知，2026-12-07，逾期 2 天，逾期或当天"
    assert tag.accessibleName() == "状态：已转送"
    assert "转送告知书" in panel.accessibleName()
    assert any(words.text() == "未填写" for words in facts.findChildren(Words))
    assert any("登记来访" in part.accessibleName() for part in line.children() if hasattr(part, "accessibleName"))


def test_a_chip_keeps_its_words_whole_on_a_full_page(dressed, qtbot):
    chip = DateChip("书面告知", "2026-12-07", "还剩 4 天", "amber")
    qtbot.addWidget(chip)
    chip.ensurePolished()
    assert chip.minimumHeight() <= 1  # a height from the style sheet would override what the words need
    assert chip.minimumSizeHint().height() >= 2 * chip.fontMetrics().height()
