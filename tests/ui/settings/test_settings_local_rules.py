"""本地规则: loaded from a file beside the Regulation's numbers, refused when laxer, taken out again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from sqlmodel import select

from app.casework.office.law_in_force import law_in_force
from app.law.dates.clocks import load_clock_rules
from app.law.dates.local_rules import example_path, load_local_rules
from app.models.tables import FileExit
from app.ui.base.places import OpenSettings
from app.ui.settings.local_rules import LocalRulesSection
from app.ui.settings.page import SettingsPage

WAIT = 20_000
RULES = 'name = "香林县规定"\n[[clocks]]\nkind = "K1"\ndays = {}\nbasis = "香信联发〔2026〕1号"\n'


@pytest.fixture
def section(desktop, shown) -> LocalRulesSection:
    page = SettingsPage(desktop)
    shown(page)
    page.arrive(OpenSettings("local_rules"))
    return page.sections["local_rules"]


@pytest.fixture
def load(section, qtbot, tmp_path):
    def one(days):
        path = tmp_path / "本地规则.toml"
        path.write_text(RULES.format(days), encoding="utf-8")
        section.choose_file = lambda _parent: path
        qtbot.keyClick(section.load, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)

    return one


def words_of(section):
    return [label.text() for label in section.rows.findChildren(QLabel) if label.isVisibleTo(section)]


def test_without_rules_every_clock_stands_with_its_own_number(section):
    words = words_of(section)
    assert section.name.text() == "没有本地规则，全部按条例。"
    assert not section.drop.isVisible()
    for expected in ("K5 办结", "60日", "5个工作日", "K17 督办反馈", "没有天数"):
        assert expected in words
    assert words.count("—") == len(load_clock_rules())


def test_loaded_rules_stand_beside_the_regulations_and_move_the_open_clocks(section, load, qtbot, desktop, register):
    register("pending_transfer", received_on="2026-11-16", petition_date="2026-11-16")
    load(10)
    assert desktop.said[-1] == ("success", "已载入“香林县规定”。重算了 1 个未结期限，日期变动的 1 个（1 件）。")
    qtbot.waitUntil(lambda: {"10日", "香信联发〔2026〕1号"} <= set(words_of(section)), timeout=WAIT)
    row = section.panel.model.row(0)
    assert [column.text(row) for column in section.panel.model.columns][2:] == ["2026-12-01", "没有 → 2026-11-26"]


def test_a_laxer_rule_is_refused_with_the_article(section, load, desktop, workspace):
    load(20)
    tone, said = desktop.said[-1]
    assert tone == "fault"
    assert "K1 信访部门转送、交办：条例第二十二条第一款规定15日，本地规则写20日，放宽了，不能用。" in said
    assert law_in_force(workspace).local.clocks == ()


def test_rules_are_taken_out_again(section, load, desktop, qtbot, workspace, monkeypatch):
    load(10)
    assert section.drop.isVisible()
    monkeypatch.setattr(QDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    section.drop.click()
    qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)
    assert law_in_force(workspace).local.clocks == ()
    assert section.name.text() == "没有本地规则，全部按条例。"


def test_the_example_is_saved_as_a_file_that_holds(section, desktop, tmp_path):
    target = tmp_path / "示例.toml"
    section.choose_target = lambda _parent: target
    section.example.click()
    assert target.read_bytes() == example_path().read_bytes()
    assert load_local_rules(target, load_clock_rules()).clocks
    with desktop.workspace.reading() as session:
        assert session.exec(select(FileExit.file_name, FileExit.profile)).all() == [("示例.toml", "local_rules")]
    section.choose_target = lambda _parent: tmp_path / "没有的文件夹" / "示例.toml"
    section.example.click()
    assert desktop.said[-1][0] == "fault"
