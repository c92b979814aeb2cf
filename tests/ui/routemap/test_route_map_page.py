"""The map is walked by keys, a click shows the article, a case lights its own way and prints its own sheet."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from app.casework.views.case_page import case_view
from app.law.text.articles import load_regulation
from app.models.tables import FileExit
from app.ui.base.places import OpenMap
from app.ui.base.printing_job import new_printer
from app.ui.kit.words import Words
from app.ui.routemap.page import RouteMapPage

KEY = Qt.Key


@pytest.fixture
def page(desktop, shown):
    made = shown(RouteMapPage(desktop))
    made.arrive()
    return made


def settle():
    for _ in range(3):
        QApplication.processEvents()


def words_of(page):
    return "\n".join(each.text() for each in page.panel.findChildren(Words) if each.isVisibleTo(page))


def at(page, name):
    return page.view.canvas.place(name).center().toPoint()


def test_the_whole_map_is_in_sight_at_first(page):
    settle()
    size, room = page.view.canvas.size(), page.view.viewport().size()
    assert size.width() <= room.width() and size.height() <= room.height()
    assert page.view.canvas.hasFocus()
    assert "党委政府信访部门" in page.header.title.text()


def test_arrow_keys_walk_along_the_ways(page, qtbot):
    canvas = page.view.canvas
    ways, walked = set(canvas.drawing.ways()), [canvas.current]
    for _ in range(40):
        qtbot.keyClick(canvas, KEY.Key_Down)
        if canvas.current == walked[-1]:
            break
        assert (walked[-1], canvas.current) in ways
        walked.append(canvas.current)
    assert walked[0] == "N0"
    assert walked[-1] == "S21"  # down along the main line to the end
    assert "O-transfer" in walked and "S03" in walked
    former = canvas.current
    qtbot.keyClick(canvas, KEY.Key_Up)
    assert (canvas.current, former) in ways
    qtbot.keyClick(canvas, KEY.Key_Home)
    assert canvas.current == "N0"
    qtbot.keyClick(canvas, KEY.Key_Right)
    assert canvas.place(canvas.current).center().x() > canvas.place("N0").center().x()


def test_the_panel_follows_the_keys_and_enter_comes_near(page, qtbot):
    canvas = page.view.canvas
    qtbot.keyClick(canvas, KEY.Key_Down)
    assert page.panel.shown == canvas.current
    before = canvas.zoom
    qtbot.keyClick(canvas, KEY.Key_Return)
    assert canvas.zoom > before
    middle = canvas.mapTo(page.view.viewport(), at(page, canvas.current))
    assert page.view.viewport().rect().contains(middle)


def test_a_click_opens_the_article_word_for_word(page, qtbot):
    canvas = page.view.canvas
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(page, "O-accept"))
    assert page.panel.shown == "O-accept"
    cited = load_regulation().cite("31/1/6")
    texts = [each.text() for each in page.panel.articles.findChildren(Words)]
    assert cited.text in texts
    said = words_of(page)
    assert "办结：60日" in said
    assert "信访事项接收情况告知书" in said
    assert page.cited()


def test_a_way_in_the_panel_leads_on(page, qtbot):
    from app.ui.routemap.place_panel import _WayLink

    link = next(each for each in page.panel.findChildren(_WayLink) if each.isVisibleTo(page))
    link.setFocus()
    qtbot.keyClick(link, KEY.Key_Space)
    assert page.view.canvas.current == "N0b"


def test_zoom_by_keys_and_wheel(page, qtbot):
    settle()
    canvas = page.view.canvas
    whole = canvas.zoom
    qtbot.keyClick(page, KEY.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom > whole
    qtbot.keyClick(page, KEY.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == pytest.approx(whole)
    place = QPointF(100, 100)
    turn = QWheelEvent(
        place, page.view.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.view.viewport(), turn)
    assert canvas.zoom > whole
    qtbot.keyClick(page, KEY.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: canvas.zoom == pytest.approx(whole))  # a button pressed by its key takes a moment


def test_a_drag_moves_the_map_and_opens_nothing(page, qtbot):
    page.view.zoom_by(6)
    settle()
    canvas, bar = page.view.canvas, page.view.horizontalScrollBar()
    bar.setValue(200)
    before = page.panel.shown
    start = canvas.mapFrom(page.view.viewport(), QPoint(300, 200))
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, start - QPoint(60, 0))
    canvas.dragged.emit(QPointF(-60, 0))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start)
    assert bar.value() >= 260
    assert page.panel.shown == before


def test_screen_readers_hear_the_place_and_its_ways(page, qtbot):
    canvas = page.view.canvas
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(page, "N6"))
    said = canvas.accessibleDescription()
    assert said.startswith("三大类")
    assert "申诉求决，到诉访分离" in said
    assert "检举控告，到检举控告的去向" in said
    assert canvas.accessibleName()


def test_a_case_lights_its_way_with_days_and_marks_where_it_is(page, register):
    case_id = register("transfer_visit")
    page.arrive(OpenMap(case_id))
    settle()
    canvas = page.view.canvas
    view = case_view(page.desktop.workspace, case_id)
    assert canvas.state == view.state == "S03"
    assert [step["node"] for step in view.route] == canvas.path[: len(view.route)]
    assert canvas.notes["O-transfer"] == ("11月20日登记",)
    assert view.row.number in page.header.title.text()
    assert page.print_case.isVisible()
    assert "本件：11月20日" in words_of(page)
    assert "现在在这里" in canvas.accessibleDescription()
    page.arrive()
    assert canvas.path == [] and not page.print_case.isVisible()


def test_the_lit_way_is_painted(page, register):
    settle()
    plain = page.view.canvas.grab().toImage()
    page.arrive(OpenMap(register("transfer_visit")))
    settle()
    page.view.fit()
    settle()
    lit = page.view.canvas.grab().toImage()
    assert plain.size() == lit.size()
    assert plain != lit


def test_a_case_on_the_map_makes_no_window_wider_than_a_small_screen(page, register):
    page.arrive(OpenMap(register("transfer_visit")))
    settle()
    assert page.whole.isVisible() and page.to_case.isVisible() and page.print_case.isVisible()
    assert page.minimumSizeHint().width() <= 860  # what 1366 px at 125 % leave beside the rail


def test_of_a_sealed_case_only_state_and_days_are_shown(page, register):
    case_id = register("accusation_discipline")
    page.arrive(OpenMap(case_id))
    settle()
    canvas = page.view.canvas
    assert all(name[0] in "SX" for name in canvas.path)
    assert not page.print_case.isVisible()
    assert "密封件只显示状态和日期" in page.header.subtitle.text()


def test_a_case_that_is_not_there_is_said(page):
    page.arrive(OpenMap(4711))
    assert page.desktop.said[-1][0] == "fault"
    assert page.view.canvas.path == []


@pytest.fixture
def printed(page, tmp_path):
    files: list[Path] = []

    def choose(_parent, paper: str, landscape: bool) -> QPrinter:
        printer = new_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setResolution(100)
        files.append(tmp_path / f"{paper}-{len(files)}.pdf")
        printer.setOutputFileName(str(files[-1]))
        return printer

    page.acts.choose_printer = choose
    page.acts.choose_path = lambda _parent, proposed, _kind: tmp_path / proposed.name
    return files


def test_everything_in_the_menus_prints_or_saves(page, printed, tmp_path, qtbot):
    for menu in (page.print_menu.menu(), page.save_menu.menu()):
        for action in menu.actions():
            count = len(page.desktop.said)
            action.trigger()
            qtbot.waitUntil(lambda count=count: len(page.desktop.said) > count, timeout=30_000)
            assert page.desktop.said[-1][0] == "success", (action.text(), page.desktop.said[-1])
    assert len(printed) == 5
    saved = {path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", ".svg")} - {p.name for p in printed}
    assert "路线图.svg" in saved
    with page.desktop.workspace.reading() as session:
        left = session.exec(select(FileExit.file_name, FileExit.profile, FileExit.period)).all()
    assert {name for name, _, _ in left} == saved
    assert {what for _, what, _ in left} == {"map"} and ("路线图.svg", "map", "路线图") in left
    assert len(PdfReader(tmp_path / "路线图挂图_A3.pdf").pages) == 1
    assert len(PdfReader(tmp_path / "路线图挂图_两张A3.pdf").pages) == 2


def test_the_case_map_goes_to_the_printer(page, printed, register, qtbot):
    page.arrive(OpenMap(register("transfer_visit")))
    qtbot.keyClick(page, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any("本件路线图" in text for _tone, text in page.desktop.said), timeout=30_000)
    assert page.desktop.said[-1][0] == "success"
    assert printed[0].exists()


def test_without_a_printer_the_reason_is_said(page, printers):
    printers.clear()
    page.print_menu.menu().actions()[0].trigger()
    assert page.desktop.said[-1][0] == "fault"
    assert "没有可用的打印机" in page.desktop.said[-1][1]


def test_a_map_comes_out_of_the_queue_that_was_chosen_or_of_none(page, printers, in_dialog, qtbot, monkeypatch):
    in_dialog("archive")
    monkeypatch.setattr(page.acts, "choose_printer", coarse_printer)
    page.print_menu.menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: bool(page.desktop.said), timeout=30_000)
    assert page.desktop.said[-1][0] == "success"
    (paper,) = printers.papers("archive")
    assert "路线图" in PdfReader(io.BytesIO(paper)).metadata.title
    in_dialog("archive", before=lambda: printers.remove("archive"))
    page.print_menu.menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: len(page.desktop.said) == 2, timeout=30_000)
    assert page.desktop.said[-1][0] == "fault"
    assert "打印机“archive”不见了" in page.desktop.said[-1][1]
    assert printers.all_papers() == [paper]


def coarse_printer(parent, paper, landscape):
    from app.ui.routemap.map_acts import ask_printer

    printer = ask_printer(parent, paper, landscape)
    printer.setResolution(100)
    return printer
