"""The window before the desk: login, recovery or the first set-up, while the rest is read in behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.faults import UserFault
from app.models.lock import WindowLock
from app.ui.base import theme
from app.ui.base.job import Job, Workers
from app.ui.kit.column_form import StartForm
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words
from app.ui.start import place
from app.ui.start.loading import Loaded, load_everything
from app.ui.start.login import LoginForm, RecoverForm

if TYPE_CHECKING:
    from app.models.workspace import OfficeSetup, Workspace
    from app.ui.start.setup import SetupFlow

_SIZE = (1040, 700)


class StartWindow(QWidget):
    """Open a workspace, or set one up, and hand it over by `opened(workspace, Loaded)` with its window lock held.

    `now` is a clock for tests. `failed(exception)` tells of a bug in the work behind the window.
    """

    opened = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self, folder: Path, *, now: Callable[[], datetime] | None = None, loaded: Loaded | None = None
    ) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("信访窗口")
        self.folder = folder
        self.form: StartForm | None = None
        self.setup: SetupFlow | None = None
        self._clock: dict[str, Any] = {} if now is None else {"now": now}
        self._loaded = loaded
        self._workspace: Workspace | None = None
        self._waiting: Callable[[], None] | None = None
        self._load_fault: UserFault | None = None
        self._workers = Workers()
        self._slot = QVBoxLayout()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(_brand())
        whole.addLayout(self._slot, 1)
        self.resize(*_SIZE)
        if place.was_set_up(folder):
            self.show_login()
        else:
            self.show_setup()

    def load(self) -> None:
        """Read in the rest of the program behind the window; call once the window is painted."""
        self.setWindowIcon(theme.icon("window", "accent"))
        if self._loaded is None:
            self._start(load_everything, self._got_loaded, self._loading_refused)

    # login and recovery

    def show_login(self) -> None:
        """Show the login of the current folder, or say why it cannot be opened."""
        fault: UserFault | None = None
        logins: tuple[str, ...] = ()
        try:
            logins = place.logins_of(self.folder)
            if not (self.folder / place.DATABASE_FILE).exists():
                raise UserFault(
                    f"“{self.folder}”里缺少数据文件 {place.DATABASE_FILE}，", "请从备份恢复，或打开其他工作区。"
                )
            WindowLock.take(self.folder / place.LOCK_FILE).release()
        except UserFault as found:
            fault = found
        last = str(self._memory().value("last_login", "")) if logins else ""
        form = LoginForm(self.folder, logins, last)
        form.submitted.connect(self._log_in)
        form.forgotten.connect(self._forgotten)
        form.other_folder.connect(self._choose_folder)
        self._show(form, narrow=True)
        if fault is not None:
            form.show_fault(fault)
            if fault.code == "in-use":
                form.go_on.set_text("再试一次")
        form.start()

    def _log_in(self) -> None:
        form = self.form
        assert isinstance(form, LoginForm)
        form.clear_faults()
        if form.missing():
            return
        login, password = form.value("login"), form.value("password")

        def work() -> Workspace:
            from app.models.workspace import open_workspace

            return _claimed(open_workspace(self.folder, login, password, **self._clock))

        def refused(fault: UserFault) -> None:
            form.set_busy(False)
            form.show_fault(fault, {"wrong-password": "password"})
            if fault.code == "wrong-password":
                form.password.set_value("")

        form.set_busy(True)
        self._start(work, self._enter, refused)

    def _forgotten(self) -> None:
        login = self.form
        assert isinstance(login, LoginForm)
        try:
            logins = place.logins_of(self.folder)
        except UserFault as fault:
            login.show_fault(fault)
            return
        form = RecoverForm(logins, login.value("login"))
        form.submitted.connect(self._recover)
        form.back.connect(self.show_login)
        self._show(form, narrow=True)
        form.start()

    def _recover(self) -> None:
        form = self.form
        assert isinstance(form, RecoverForm)
        form.clear_faults()
        if form.missing():
            return
        login, code, password = (form.value(key) for key in ("login", "code", "new_password"))
        if password != form.value("again_password"):
            form.editor("again_password").set_error("两次输入的口令不一样，请重新输入。")
            form.editor("again_password").setFocus()
            return

        def work() -> Workspace:
            from app.models.workspace import recover_workspace

            return _claimed(recover_workspace(self.folder, login, code, password, **self._clock))

        def refused(fault: UserFault) -> None:
            form.set_busy(False)
            form.show_fault(fault, {"wrong-password": "code", "weak-password": "new_password"})

        form.set_busy(True)
        self._start(work, self._enter, refused)

    # the first start

    def show_setup(self) -> None:
        """Show the set-up for the current folder."""
        from app.ui.start.setup import SetupFlow

        flow = SetupFlow()
        flow.ready.connect(self._set_up)
        flow.finished.connect(lambda: self._enter(self._workspace))
        flow.other_folder.connect(self._choose_folder)
        self._show(flow, narrow=False)
        self.setup, self.form = flow, None
        if self._loaded is not None:
            self._got_loaded(self._loaded)
        flow.office.start()

    def _set_up(self, setup: OfficeSetup) -> None:
        flow = self.setup
        assert flow is not None
        flow.user.clear_faults()

        def work() -> tuple[Workspace, str]:
            from app.models.workspace import create_workspace

            workspace, code = create_workspace(self.folder, setup, **self._clock)
            return _claimed(workspace), code

        def done(made: tuple[Workspace, str]) -> None:
            from app.ui.start.recovery_sheet import RecoverySheet

            self._workspace, code = made
            flow.recovery.keep = self._keep_code
            flow.user.set_busy(False)
            flow.show_code(RecoverySheet(setup.name, code, self._workspace.today()))

        def refused(fault: UserFault) -> None:
            flow.user.set_busy(False)
            flow.refuse(fault)

        flow.user.set_busy(True)
        self._start(work, done, refused)

    def _keep_code(self, path: Path, pdf: bytes) -> None:
        from app.casework.office.exits import leave
        from app.security.files import whole

        assert self._workspace is not None
        # That it was saved, and where until it was: the code itself is in no record.
        leave(self._workspace, "save_recovery_sheet", path, whole(pdf), what="recovery_sheet")

    # what both share

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "打开工作区文件夹", str(self.folder.parent))
        if name:
            self.open_folder(Path(name))

    def open_folder(self, folder: Path) -> None:
        """Turn to another workspace folder; one without a workspace is said so and not taken."""
        try:
            place.logins_of(folder)
        except UserFault as fault:
            bar = self.form or (self.setup.office if self.setup else None)
            if bar is not None:
                bar.message.show_fault(fault)
            return
        self.folder = folder
        self.show_login()

    def _enter(self, workspace: Workspace) -> None:
        if self._load_fault is not None:
            workspace.close()
            self.show_login()
            self.form.show_fault(self._load_fault)
            return
        self._workspace = workspace
        memory = self._memory()
        memory.setValue("last_login", workspace.actor.login)
        memory.sync()
        if self._loaded is not None:
            self._workspace = None
            self.opened.emit(workspace, self._loaded)
        else:
            # The password was quicker than the loading; the window waits for the rest.
            self._waiting = partial(self._enter, workspace)

    def _got_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        if self.setup is not None:
            self.setup.office.role.set_roles([(role.role, role.name, role.note) for role in loaded.rules.roles])
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting()

    def _loading_refused(self, fault: UserFault) -> None:
        self._load_fault = fault
        page = self.form or (self.setup.office if self.setup else None)
        if page is not None:
            page.message.show_fault(fault)
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting()

    def _failed(self, exception: BaseException) -> None:
        busy = self.form or (self.setup.user if self.setup else None)
        if hasattr(busy, "set_busy"):
            busy.set_busy(False)
        self.failed.emit(exception)

    def _memory(self) -> QSettings:
        return QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)

    def _start(
        self, work: Callable[[], Any], done: Callable[[Any], None], refused: Callable[[UserFault], None]
    ) -> None:
        job = Job()
        job.succeeded.connect(done)
        job.refused.connect(refused)
        job.failed.connect(self._failed)
        self._workers.start(job, lambda _task: work())

    def _show(self, page: QWidget, *, narrow: bool) -> None:
        while (old := self._slot.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        holder = QWidget()
        row = QHBoxLayout(holder)
        edge = theme.px(40)
        row.setContentsMargins(edge, edge, edge, theme.space("far"))
        row.addStretch(1)
        page.setMaximumWidth(theme.px(400 if narrow else 720))
        row.addWidget(page, 100)
        row.addStretch(1)
        # The login fits every screen at 字号 标准; making a scrolling column would cost its first paint a tenth.
        short = isinstance(page, LoginForm) and theme.scale_name() == "standard"
        column = holder if short else _scrolled(holder)
        self._slot.addWidget(column)
        # A layout shows what it is given only later; a page that is not shown cannot take the cursor.
        if self.isVisible():
            column.show()
        if isinstance(page, StartForm):
            self.form, self.setup = page, None

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where typing begins."""
        super().showEvent(event)
        page = self.form or (self.setup.steps[self.setup.step] if self.setup else None)
        if page is not None:
            page.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Do not let a recovery code vanish by a slip of the hand."""
        if self._workspace is not None and self.setup is not None and self.setup.recovery.unkept:
            from app.ui.kit.dialogs import ask

            sure = ask(
                self,
                "恢复码还没有封存",
                "关闭以后恢复码不能再显示。若日后忘记口令，工作区将无法打开。",
                "不保存，关闭",
                "返回",
                danger=True,
            )
            if sure is None:
                event.ignore()
                return
        self._workers.wait()
        if self._workspace is not None:
            self._workspace.close()
        event.accept()


def _claimed(workspace: Workspace) -> Workspace:
    try:
        workspace.take_window()
    except BaseException:
        workspace.close()
        raise
    return workspace


def _scrolled(content: QWidget) -> QWidget:
    from app.ui.kit.scroll import scrolled

    return scrolled(content)


def _brand() -> QFrame:
    panel = QFrame()
    panel.setProperty("role", "rail")
    panel.setFixedWidth(theme.px(260))
    column = QVBoxLayout(panel)
    edge = theme.px(28)
    column.setContentsMargins(edge, theme.px(40), edge, edge)
    column.setSpacing(theme.space("normal"))
    mark = Sign("window", "accent", 44)
    column.addWidget(mark)
    column.addWidget(Words("信访窗口", "figure", wrap=False))
    column.addWidget(Words("来访登记、路线指引、告知文书、省系统台账，一个窗口办完。", "second"))
    column.addStretch(1)
    column.addWidget(Words("数据只存在本机，全部加密；不需要网络。", "small"))
    return panel
