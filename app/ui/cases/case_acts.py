"""What can be done with a case now, as buttons, and the dialogs in which it is done."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.casework.case_view import CaseView, Fact
from app.casework.change import dispatch_case, dispatch_sealed, void_case
from app.casework.sealed import open_sealed
from app.faults import UserFault
from app.law.fields import read_date
from app.ui.cases.act_dialog import ActDialog
from app.ui.cases.correct_dialog import CorrectDialog
from app.ui.desktop import Desktop
from app.ui.documents.document_acts import DocumentActs
from app.ui.documents.notice_dialog import NoticeDialog
from app.ui.kit.buttons import DangerButton, PlainButton, PrimaryButton
from app.ui.kit.fields import DateEditor, FieldEditor, LongTextEditor, TextEditor
from app.ui.kit.header import PageHeader


class CaseActs(QObject):
    """Offer the acts of one case: `done` after each; `opened(OpenedAccusation)` when the custodian broke a seal."""

    done = Signal()
    opened = Signal(object)

    def __init__(self, desktop: Desktop, page: QWidget) -> None:
        super().__init__(page)
        self.desktop, self._page = desktop, page
        self.view: CaseView | None = None
        self.buttons: list[QWidget] = []
        self.documents = DocumentActs(desktop, page)
        self.documents.changed.connect(lambda _document: self._finish())
        self.documents.refused.connect(lambda fault: desktop.say.emit("fault", str(fault)))

    def show_for(self, view: CaseView, header: PageHeader) -> None:
        """Put the acts that are possible now into the page's head: the likeliest is the primary one at the end."""
        self.view = view
        acts = self._possible(view)
        primary = None
        if acts and acts[0][2] == "":
            word, act, _ = acts.pop(0)
            primary = PrimaryButton(word)
            primary.clicked.connect(lambda _on=False, act=act: act())
        plain: list[QWidget] = []
        for word, act, look in acts:
            button = DangerButton(word) if look == "danger" else PlainButton(word)
            button.clicked.connect(lambda _on=False, act=act: act())
            plain.append(button)
        # Read from the right: the likeliest stands at the same place on every page, the gravest is farthest from it.
        header.set_actions(tuple(reversed(plain)), primary)
        self.buttons = [*([primary] if primary else []), *plain]
        for button in self.buttons:
            button.show()  # at once, so that it can take the keyboard
        for former, following in zip(self.buttons, self.buttons[1:], strict=False):
            QWidget.setTabOrder(former, following)

    def focus_likeliest(self) -> None:
        """Put the keyboard on the likeliest act."""
        if self.buttons:
            self.buttons[0].setFocus()

    def _possible(self, view: CaseView) -> list[tuple[str, Callable[[], None], str]]:
        """Return (word, act, look), the likeliest first; look "" may be the primary one."""
        acts: list[tuple[str, Callable[[], None], str]] = []
        issued = {document.kind for document in view.documents}
        owed = view.notice_kind and view.notice_kind not in issued and view.can_change
        if owed:
            acts.append(("出告知书…", self.write_notice, ""))
        if view.can_dispatch:  # with its receipt given, what waits is the letter: its days are counted
            acts.append(("转送、交办…", self.dispatch, ""))
        if not owed and view.documents and view.documents[0].prints == 0:
            acts.append(("打印告知书", lambda: self.documents.print(view.documents[0]), ""))
        custodian = "custodian" in self.desktop.workspace.actor.roles
        if view.row.sealed and custodian:
            if any(clock.stopped_on is None for clock in view.clocks):
                acts.append(("密封转送…", self.dispatch_sealed, "plain"))
            acts.insert(0, ("打开密封内容…", self.open_seal, ""))
        if view.can_change:
            acts.append(("更正…", self.correct, "plain"))
            acts.append(("作废…", self.void, "danger"))
        return acts

    def write_notice(self) -> None:
        """Open the notice dialog; a case that takes no notice says why on the message bar."""
        case_id = self.view.row.id
        dialog = self.desktop.attempt(lambda: NoticeDialog(self.desktop, case_id, parent=self._page))
        if dialog is not None:
            dialog.issued.connect(lambda _document: self.desktop.cases_changed.emit())
            dialog.finished.connect(lambda _code: self._after_notice(dialog))
            dialog.open()

    def dispatch(self) -> None:
        """Ask on which day the case went out, and to whom."""
        view, workspace = self.view, self.desktop.workspace
        on = DateEditor("dispatched_on", "转送、交办日期", today=workspace.today)
        on.set_value(workspace.today())
        to = TextEditor("destination", "去向单位", placeholder="机关、单位全称")
        to.set_value(view.row.destination)
        self._ask(
            "转送、交办",
            "填实际发出的日期和去向。转送期限到这一天停止，然后给信访人出转送告知书。",
            "已发出",
            [on, to],
            lambda values: dispatch_case(workspace, view.row.id, self._day(values), values["destination"]),
            "已记为转送。",
        )

    def dispatch_sealed(self) -> None:
        """Ask on which day the sealed letter went out."""
        view, workspace = self.view, self.desktop.workspace
        on = DateEditor("dispatched_on", "发出日期", today=workspace.today)
        on.set_value(workspace.today())
        self._ask(
            "密封转送",
            "填密封转送函实际发出的日期。去向留在密封内容里。",
            "已发出",
            [on],
            lambda values: dispatch_sealed(workspace, view.row.id, self._day(values)),
            "已记为密封转送。",
        )

    def correct(self, target: str = "") -> None:
        """Correct a fact; without one the dialog lets choose."""
        view = self.view
        told: list[Fact] = [*view.claims, *view.facts, *(fact for person in view.people for fact in person)]
        facts = [fact for fact in told if fact.target]
        dialog = CorrectDialog(self.desktop, view.row.id, facts, target, self._page)
        dialog.accepted.connect(lambda: self._finish("已更正，原来的内容在办理经过里。"))
        dialog.open()

    def void(self) -> None:
        """Ask for the reason and void the case."""
        view, workspace = self.view, self.desktop.workspace
        self._ask(
            "作废",
            "只用于误登、重登。作废后仍在列表里，标明“已作废”和理由，期限全部停止，不能恢复。",
            "作废",
            [LongTextEditor("reason", "作废的理由", lines=3)],
            lambda values: void_case(workspace, view.row.id, values["reason"]),
            "已作废。",
            danger=True,
        )

    def open_seal(self) -> None:
        """Ask for the custodian's own password and show what is sealed."""
        view, workspace = self.view, self.desktop.workspace
        dialog = ActDialog(
            self._page,
            "打开密封内容",
            "请用本人口令打开。这次打开会记入流水。",
            "打开",
            [TextEditor("password", "本人口令", secret=True)],
            lambda values: open_sealed(workspace, view.row.id, values["password"]),
        )
        dialog.accepted.connect(lambda: self.opened.emit(dialog.result_of_act))
        dialog.open()

    def register_again(self) -> None:
        """Register another matter of the same petitioner."""
        self.desktop.go.emit("register", ("again", self.view.row.id))

    def _day(self, values: dict[str, Any]) -> date:
        day = read_date(values["dispatched_on"], self.desktop.workspace.today())
        if day is None:
            raise UserFault("日期不对，", "请按 2026-11-22 的样子填写。", code="bad-value", field="dispatched_on")
        return day

    def _ask(
        self,
        title: str,
        text: str,
        primary: str,
        fields: list[FieldEditor],
        act: Callable[[dict[str, Any]], None],
        said: str,
        *,
        danger: bool = False,
    ) -> None:
        dialog = ActDialog(self._page, title, text, primary, fields, act, danger=danger)
        dialog.accepted.connect(lambda: self._finish(said))
        dialog.open()

    def _after_notice(self, dialog: NoticeDialog) -> None:
        if dialog.document is not None:
            self.done.emit()
        dialog.deleteLater()

    def _finish(self, said: str = "") -> None:
        if said:
            self.desktop.say.emit("success", said)
        self.desktop.cases_changed.emit()
        self.done.emit()
