"""The guided tour: the real windows, driven from login to a printed notice and an exported ledger, with pictures.

It works on a demo office of fictional people in a folder of its own and touches nothing else.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.casework.demo.demo_office import make_demo_office
from app.casework.office.law_in_force import rule_pack
from app.faults import UserFault
from app.law.route.examples import load_example
from app.law.route.walk import Outcome, walk
from app.models.workspace import local_now
from app.ui.base import theme
from app.ui.base.pictures import take_picture
from app.ui.base.places import FROM_THE_RAIL, OpenLedger
from app.ui.base.printing_job import new_printer
from app.ui.documents.notice_dialog import NoticeDialog
from app.ui.kit.editors.field import FieldEditor
from app.ui.shell.application import Program
from app.ui.shell.main_window import MainWindow

_PATIENCE_S = 60
_TYPED = {"text", "longtext", "office", "phone", "id_number", "case_ref", "date", "int"}
_OFFICE = "工作区"
_MARK = "导览说明.txt"


def run_tour(
    out: Path, now: Callable[[], datetime] = local_now, screen: tuple[int, int] = (1366, 768), ratio: float = 1.0
) -> int:
    """Make a demo office in `out`, drive the windows, leave PDF, workbook and pictures; return the exit code.

    `screen` is in device pixels, `ratio` the scaling Windows is set to (1.25 is 125 %).
    A former tour in `out` is replaced. Raises `UserFault` when `out` holds anything else.
    """
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") and sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _clear(out)
    app = QApplication.instance() or QApplication(["信访窗口"])
    theme.apply_theme(app, "standard")
    demo = make_demo_office(out / _OFFICE, now)
    login = demo.workspace.actor.login
    demo.workspace.close()
    tour = Tour(out, login, demo.password, now, screen, ratio)
    try:
        tour.walk()
    finally:
        tour.close()
    return 0


class Tour:
    """One drive through the program. Every key goes to the widget that has the focus, as a clerk's would."""

    def __init__(
        self, out: Path, login: str, password: str, now: Callable[[], datetime], screen: tuple[int, int], ratio: float
    ) -> None:
        self.screen = screen
        self.ratio = ratio
        self.out = out
        self.login = login
        self.password = password
        self._pictures = 0
        self._now = now
        self.program = Program(out / _OFFICE, now=now)

    def walk(self) -> None:
        """Go from login to the exported ledger."""
        self.program.begin()
        self._log_in()
        self._look("工作台")
        self._register()
        self._print_notice()
        self._export_ledger()
        for name, word in (("cases", "信访事项"), ("documents", "文书"), ("settings", "设置")):
            self.window.go_to(FROM_THE_RAIL[name])
            self._settle()
            self._look(word)

    def close(self) -> None:
        """Close the windows."""
        if self.program.main_window is not None:
            self.program.main_window.close()
        if self.program.start_window is not None:
            self.program.start_window.close()

    @property
    def window(self) -> MainWindow:
        """Return the signed-in window."""
        assert self.program.main_window is not None
        return self.program.main_window

    def _log_in(self) -> None:
        start = self.program.start_window
        assert start is not None
        self._until(lambda: start._loaded is not None, "读入程序")
        form = start.form
        assert form is not None
        who = form.editor("login")
        who.set_value(self.login)
        who.edited.emit()
        self._look("登录", start)
        self._type(form.password, self.password)
        QTest.keyClick(form.password.control, Qt.Key.Key_Return)
        self._until(lambda: self.program.main_window is not None, "登录")
        width, height = self.screen
        self.window.resize(round(width / self.ratio), round(height / self.ratio))
        self._settle()

    def _register(self) -> None:
        """Walk one visit through the wizard by the answers of a shipped example, as of today."""
        today = self._now().date().isoformat()
        facts = load_example("transfer_visit")
        facts |= dict.fromkeys(("received_on", "petition_date", "dispatched_on"), today)
        plan = walk(rule_pack(), self.window.desktop.workspace.office.role, self._now().date(), facts)
        QTest.keyClick(self.window, Qt.Key.Key_F2)
        page = self.window.page("register")
        self._settle()
        if page.offer is not None and page.walk.route is None:
            page.offer.anew.emit()
        for frame in plan.frames:
            self._until(lambda frame=frame: page.walk.route.place == frame.node_id, f"登记到 {frame.node_id}")
            question = page.walk.question
            if frame.choice is not None:
                keys = [answer.key for answer in question.node.answers]
                question.answers.setFocus()
                QTest.keyClick(question.answers, Qt.Key(Qt.Key.Key_1 + keys.index(frame.choice)))
            for key, editor in question.editors.items():
                raw = frame.raw.get(key)
                if raw not in (None, "", []) and not editor.isHidden():
                    self._fill(editor, question.node.id, raw)
            self._settle()
            self._look(question.node.title)
            page.go_on()
            self._settle()
        self._until(lambda: isinstance(page.walk.route.current, Outcome), "走到结局")
        page.review_button.click()
        self._settle()
        self._look("核对")
        page.review_button.click()
        self._settle()
        self._look("登记前")
        page.go_on()
        self._until(lambda: page.done is not None, "登记")
        self._settle()
        self._look("登记好了")

    def _print_notice(self) -> None:
        self.window.page("register").done.notice_wanted.emit()
        self._until(lambda: self._dialog() is not None, "打开告知书")
        dialog = self._dialog()
        self._until(lambda: dialog.preview.page_count() > 0, "预览告知书")
        self._look("告知书预览", dialog)
        dialog.issue.click()
        self._until(lambda: dialog.document is not None, "签发")
        self._settle()
        self._look("告知书已签发", dialog)
        dialog.acts.choose_path = lambda _parent, proposed: self.out / proposed.name
        dialog.save.click()
        dialog.acts.choose_printer = lambda _parent: self._paper_printer()
        dialog.print.click()
        self._until(lambda: dialog.document.prints == 1, "打印")
        dialog.close_button.click()
        self._settle()
        self._look("信访事项页")

    def _paper_printer(self) -> QPrinter:
        printer = new_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.out / "打印件.pdf"))
        return printer

    def _export_ledger(self) -> None:
        self.window.go_to(OpenLedger())
        page = self.window.page("ledger")
        self._settle()
        target = self.out / "省系统对照台账.xlsx"
        self._commit(page.path, str(target))
        page.export.click()
        self._until(target.exists, "导出台账")
        self._settle()
        self._look("台账")

    # the hands and the eye

    def _dialog(self) -> NoticeDialog | None:
        found = (w for w in QApplication.topLevelWidgets() if isinstance(w, NoticeDialog) and w.isVisible())
        return next(found, None)

    def _fill(self, editor: FieldEditor, node: str, raw: object) -> None:
        field = rule_pack().fields[editor.key]
        if field.kind in _TYPED:
            self._type(editor, str(raw))
        else:
            editor.set_value(raw)
            editor.edited.emit()

    def _type(self, editor: FieldEditor, text: str) -> None:
        """Put text in as an input method does, the way Chinese is typed."""
        self._commit(editor.control, text)

    def _commit(self, control: QWidget, text: str) -> None:
        control.setFocus()
        control.selectAll()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(control, event)

    def _look(self, word: str, widget: QWidget | None = None) -> None:
        self._pictures += 1
        shown = widget or self.window
        size = (round(shown.width() * self.ratio), round(shown.height() * self.ratio))
        take_picture(shown, self.out / "图片" / f"{self._pictures:02d}-{word}.png", size, self.ratio)

    def _settle(self) -> None:
        for _ in range(4):
            QCoreApplication.processEvents()
            time.sleep(0.02)
        QCoreApplication.processEvents()

    def _until(self, reached: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _PATIENCE_S
        while not reached():
            if time.monotonic() > end:
                raise UserFault(f"导览停在“{what}”，", "请把这句话告诉技术人员。", code="tour")
            QCoreApplication.processEvents()
            time.sleep(0.01)


def _clear(out: Path) -> None:
    """Make room for a new tour; a folder that holds anything and was not made by a tour is left alone."""
    if out.exists() and any(out.iterdir()):
        if not (out / _MARK).exists():
            raise UserFault(f"文件夹“{out}”里已有别的文件，", "请另选一个空文件夹。", code="exists")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("这个文件夹由导览生成，再次导览时整个替换。\n", "utf-8")
