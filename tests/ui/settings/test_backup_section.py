"""备份 is made from the settings: with the keyboard, into a chosen folder, and can be stopped."""

import pytest
from offices import PASSWORD
from PySide6.QtCore import Qt

from app.casework.office.backup import make_backup
from app.models.workspace import open_workspace
from app.ui.settings.backup import BackupSection


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "U 盘"
    folder.mkdir()
    return folder


@pytest.fixture
def section(desktop, shown, stick):
    made = shown(BackupSection(desktop))
    made.arrive()
    made.choose_folder = lambda _parent, _proposed: stick
    return made


def over(section, qtbot):
    qtbot.waitUntil(lambda: section.progress is None and section.run.isEnabled())


def test_a_backup_is_made_by_the_keyboard_and_says_where_it_is(section, register, stick, qtbot):
    register("transfer_visit")
    assert section.last.text() == "还没有备份过。"
    section.start()
    qtbot.keyClick(section.run, Qt.Key.Key_Space)
    over(section, qtbot)
    (made,) = stick.iterdir()
    open_workspace(made, "li", PASSWORD).close()
    said = section.result.words.text()
    assert "信访件 1 件" in said and str(made) in said and "U 盘" in said
    assert made.name in section.last.text() and "李明华" in section.last.text()
    assert section.window().focusWidget() is section.open_folder


def test_esc_stops_a_backup(section, register, stick, qtbot):
    register("transfer_visit")
    section.start()
    qtbot.keyClick(section.run, Qt.Key.Key_Space)
    qtbot.keyClick(section.progress, Qt.Key.Key_Escape)
    over(section, qtbot)
    assert section.result.words.text() == "已停止备份，没有留下任何文件。"
    assert list(stick.iterdir()) == []
    assert section.last.text() == "还没有备份过。"
    assert section.window().focusWidget() is section.run


def test_a_place_that_will_not_do_is_said_and_the_next_try_goes_through(section, stick, qtbot):
    section.choose_folder = lambda _parent, _proposed: section.desktop.workspace.folder
    section.run.click()
    over(section, qtbot)
    assert section.result.words.text().startswith("备份不能放在工作区自己的文件夹里，")
    section.choose_folder = lambda _parent, _proposed: stick
    section.run.click()
    over(section, qtbot)
    assert len(list(stick.iterdir())) == 1
    assert "已备份并核对无误" in section.result.words.text()


def test_who_chooses_no_folder_makes_no_backup(section, stick):
    section.choose_folder = lambda _parent, _proposed: None
    section.run.click()
    assert section.progress is None
    assert not section.result.isVisible()


def test_the_last_backup_is_shown_whoever_made_it(section, stick):
    workspace = section.desktop.workspace
    made = make_backup(workspace, stick)
    section.arrive()
    moment = workspace.moment()[:16].replace("T", " ")
    assert section.last.text() == f"上一次备份：{moment}，李明华，“{made.folder.name}”"
