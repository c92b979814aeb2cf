"""Promises of the three columns: room for the question at every size."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.base import theme
from app.ui.kit.panes import MIDDLE, Panes


# Widths of the content on 1366 px at 100 % and 125 %, and on 1920 px, at each 字号.
@pytest.mark.parametrize(
    ("scale", "width", "narrow"),
    [("standard", 1170, False), ("standard", 897, False), ("standard", 1200, False), ("extra", 840, True)],
)
def test_the_question_keeps_its_room(dressed, qtbot, scale, width, narrow):
    theme.apply_theme(dressed, scale)
    left, middle, right, short = QWidget(), QWidget(), QWidget(), QWidget()
    panes = Panes(left, middle, right, short=short)
    qtbot.addWidget(panes)
    panes.resize(width, 500)
    panes.show()
    QApplication.processEvents()
    assert panes.width() == width
    assert middle.width() >= theme.px(MIDDLE)
    assert panes.is_narrow() is narrow
    assert short.isVisible() is narrow and left.isVisible() is not narrow
    assert right.isVisible()
