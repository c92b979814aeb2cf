"""The list of cases keeps what its page promises."""

from PySide6.QtCore import QSettings, Qt
from registered_cases import sent_with_its_letter

from app.casework.life.correct_case import void_case
from app.casework.worklist import case_list
from app.casework.worklist.case_list import CaseFilter
from app.ui.base.places import OpenCase, OpenCases, OpenLedger, Register, SearchCases
from app.ui.cases import case_rows
from app.ui.cases.list_page import CasesPage

KEY = Qt.Key


def cells(page, row):
    model = page.rows
    return {column.key: model.index(row, place).data() for place, column in enumerate(model.columns)}


def test_the_latest_stands_first_and_enter_opens_what_the_arrows_chose(desktop, register, shown, qtbot):
    first, second = register("suggestion"), register("transfer_visit")
    page = shown(CasesPage(desktop))
    page.arrive()
    assert cells(page, 0)["title"] == "欧阳𬱖"
    assert page.table.count.text() == "共 2 件"
    qtbot.keyClick(page.table.view, KEY.Key_Return)
    qtbot.keyClick(page.table.view, KEY.Key_Down)
    qtbot.keyClick(page.table.view, KEY.Key_Return)
    assert desktop.asked == [OpenCase(second), OpenCase(first)]


def test_a_sealed_case_shows_its_word_number_dates_and_clock_and_nothing_else(desktop, register, shown):
    register("accusation_discipline")
    page = shown(CasesPage(desktop))
    page.arrive()
    row = cells(page, 0)
    assert row.pop("number") and row.pop("registered")
    assert row.pop("summary") == "检举控告件（已密封）"
    assert row.pop("next_due") == ""
    assert set(row.values()) == {""}
    model = page.rows
    everything = [
        str(model.index(0, place).data(role) or "")
        for place in range(model.columnCount())
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    ]
    assert not [text for text in everything if "周明远" in text or "鱼塘" in text or "纪检" in text]
    sign = [place for place in range(model.columnCount()) if model.index(0, place).data(Qt.ItemDataRole.DecorationRole)]
    assert sign == [2]


def test_filters_are_pressed_by_keys_and_narrow_the_list(desktop, register, shown, qtbot):
    register("transfer_visit")
    waiting = register("pending_transfer")
    page = shown(CasesPage(desktop))
    page.arrive()
    qtbot.keyClick(page.filters.quick["waiting"], KEY.Key_Space)
    assert page.filters.wanted().waiting
    assert page.table.count.text() == "共 1 件"
    assert page.rows.row(0).id == waiting
    assert page.filters.clear.isVisible()
    qtbot.keyClick(page.filters.clear, KEY.Key_Space)
    assert page.table.count.text() == "共 2 件"


def test_a_date_that_does_not_exist_is_marked_and_narrows_nothing(desktop, register, shown, qtbot):
    register("transfer_visit")
    page = shown(CasesPage(desktop))
    page.arrive()
    qtbot.keyClicks(page.filters.first_day.line, "2026-02-31")
    assert page.filters.first_day.line.property("tone") == "red"
    assert page.rows.rowCount() == 1
    page.filters.first_day.line.clear()
    qtbot.keyClicks(page.filters.first_day.line, "2026-11-21")
    assert page.filters.first_day.line.property("tone") == ""
    assert page.rows.rowCount() == 0


def test_a_search_from_the_frame_finds_by_pinyin_and_can_be_taken_back(desktop, register, shown, qtbot):
    register("suggestion")
    register("transfer_visit")
    page = shown(CasesPage(desktop))
    page.arrive(SearchCases("wxm"))
    assert [cells(page, row)["title"] for row in range(page.rows.rowCount())] == ["吴小满"]
    assert page.filters.searched.text() == "搜索“wxm”"
    qtbot.keyClick(page.filters.searched, KEY.Key_Space)
    assert page.rows.rowCount() == 2


def test_a_search_stops_counting_and_says_so(desktop, register, shown, monkeypatch):
    monkeypatch.setattr(case_list, "SEARCH_CAP", 2)
    monkeypatch.setattr(case_rows, "SEARCH_CAP", 2)
    for _ in range(3):
        register("suggestion")
    page = shown(CasesPage(desktop))
    page.arrive(SearchCases("公交"))
    assert page.table.count.text().startswith("2 件以上")


def test_an_empty_list_says_what_to_do_and_its_button_does_it(desktop, register, shown, qtbot):
    page = shown(CasesPage(desktop))
    page.arrive()
    assert page.empty.isVisible()
    qtbot.keyClick(page.empty.button, KEY.Key_Space)
    assert desktop.asked == [Register()]
    register("transfer_visit")
    page.arrive(OpenCases(CaseFilter(text="没有这样的字")))
    assert "没有找到" in page.empty.sentence.text()
    qtbot.keyClick(page.empty.button, KEY.Key_Space)
    assert page.rows.rowCount() == 1


def test_voided_cases_stay_in_the_list_until_they_are_left_out(desktop, register, shown, qtbot, workspace):
    void_case(workspace, register("transfer_visit"), "误登")
    page = shown(CasesPage(desktop))
    page.arrive()
    assert cells(page, 0)["state"] == "已作废"
    qtbot.keyClick(page.filters.voided, KEY.Key_Space)
    assert page.rows.rowCount() == 0


def test_order_and_columns_are_remembered_for_the_next_time(desktop, workspace, register, shown, qtbot, tmp_path):
    register("pending_transfer")
    sent_with_its_letter(workspace, register("transfer_visit"))
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    page = shown(CasesPage(desktop, memory))
    page.arrive()
    place = next(n for n, column in enumerate(page.rows.columns) if column.key == "next_due")
    page.table.view.horizontalHeader().sectionClicked.emit(place)
    assert cells(page, 0)["title"] == "沈砚秋"
    page.table.view.setColumnWidth(1, 180)
    qtbot.waitUntil(lambda: memory.contains("columns/cases"))
    memory.sync()
    again = shown(CasesPage(desktop, QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)))
    assert again.rows.order == ("next_due", False)
    assert again.table.view.columnWidth(1) == 180


def test_export_of_what_is_seen_hands_the_filter_to_the_ledger(desktop, register, shown, qtbot):
    register("transfer_visit")
    page = shown(CasesPage(desktop))
    page.arrive(OpenCases(CaseFilter(overdue=True)))
    qtbot.keyClick(page, KEY.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desktop.asked == [OpenLedger(CaseFilter(overdue=True))])
