"""The whole window: a mixed case is split from its own page, and a review body registers a request, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlmodel import select
from walking import register

from app.casework.office.law_in_force import shipped_calendar
from app.models.tables import Case, CaseClock
from app.ui.base import theme
from app.ui.base.places import OpenCase
from app.ui.cases.acts.split_dialog import SplitDialog
from app.ui.shell.fault_dialogs import FaultReporter
from app.ui.shell.main_window import MainWindow

KEY = Qt.Key
WAIT = 20_000

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def open_window(qtbot, qapp, make_workspace):
    theme.apply_theme(qapp)
    faults = FaultReporter()
    made = []

    def show(role: str) -> MainWindow:
        window = MainWindow(make_workspace(role), shipped_calendar(), faults)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
        return window

    yield show
    for window in made:
        window.close()
    faults.uninstall()


def press(*codes: Qt.Key) -> None:
    for code in codes:
        QTest.keyClick(QApplication.activeWindow().windowHandle(), code)
        for _ in range(3):
            QApplication.processEvents()


def type_into(walk, **values: str) -> None:
    """Put text into fields that a test elsewhere types stroke by stroke."""
    for key, text in values.items():
        walk.question.editors[key].set_value(text)
        walk.question.editors[key].edited.emit()


def test_the_case_page_leads_to_a_second_case_and_both_name_each_other(open_window, qtbot):
    window = open_window("petition_department")
    first = register(window.desktop.workspace, "transfer_visit")
    window.go_to(OpenCase(first.case_id))
    window.page("case").acts.split()
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, SplitDialog) and each.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
    press(KEY.Key_2, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.frame.current_page() == "register", timeout=WAIT)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    walk = window.page("register").walk
    answers = {"N1": KEY.Key_1, "N4": KEY.Key_1, "N6": KEY.Key_1, "N9": KEY.Key_1, "N10": KEY.Key_1, "N12": KEY.Key_1,
               "N12i": KEY.Key_1, "N12d": KEY.Key_1}  # fmt: skip
    for _ in range(40):
        if walk.route is None or walk.question is None:
            break
        place = walk.route.place
        if place == "N4a":
            assert walk.question.editors["claims"].value() == ["答复维修资金由谁承担"]
            type_into(walk, summary="维修资金由谁承担，请答复。", purpose="求决")
        if place == "N12f":
            type_into(walk, receiving_office="香林县住房和城乡建设局")
        if place in answers:
            press(answers[place])
        window.page("register").go_on()
        qtbot.waitUntil(lambda place=place: walk.route.place != place, timeout=WAIT)
    press(KEY.Key_Return)
    qtbot.waitUntil(lambda: window.page("register").done is not None, timeout=WAIT)
    made = window.page("register").done.made
    window.go_to(OpenCase(made.case_id))
    view = window.page("case").view
    assert view.split_from is not None
    assert view.split_from.id == first.case_id
    window.go_to(OpenCase(first.case_id))
    assert [row.id for row in window.page("case").view.split] == [made.case_id]


def test_a_review_body_takes_a_request_in_the_whole_window(open_window, qtbot):
    window = open_window("review_body")
    press(KEY.Key_F2)
    page = window.page("register")
    walk = page.walk
    qtbot.waitUntil(lambda: walk.question is not None, timeout=WAIT)
    typed = {
        "N3a": {"petitioner_name": "何青梧", "address": "香林县白石乡柳树村4组"},
        "N4a": {"summary": "对乡政府的处理意见不服。", "claims": "撤销原处理意见", "purpose": "申诉"},
        "N16a": {"original_office": "香林县白石乡人民政府", "opinion_on": "2026-10-28", "served_on": "2026-11-02"},
    }
    while walk.question is not None:
        place = walk.route.place
        type_into(walk, **typed.get(place, {}))
        if walk.question.answers is not None:
            press(KEY.Key_1)
        if place in typed:
            page.go_on()
        else:
            press(KEY.Key_Return)
        qtbot.waitUntil(lambda place=place: walk.route.place != place, timeout=WAIT)
    press(KEY.Key_Return)
    qtbot.waitUntil(lambda: page.done is not None, timeout=WAIT)
    with window.desktop.workspace.reading() as session:
        case = session.exec(select(Case)).one()
        clock = session.exec(select(CaseClock)).one()
    assert (case.state, clock.kind, clock.start) == ("S15", "K7", case.received_on)
    window.go_to(OpenCase(case.id))
    assert window.page("case").view.state == "S15"
    possible = [offer.act for offer in window.page("case").view.offers if offer.possible]
    assert possible[0] == "review_opinion"
