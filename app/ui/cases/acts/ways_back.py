"""What happened outside the program, and the ways back: enter a paper, take back the last act, open a voided case."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from app.casework.life.undo import reopen_voided, undo_ahead
from app.casework.views.case_page import CaseView, PaperView
from app.ui.base.desktop import Desktop
from app.ui.cases.acts import outside_paper_dialog as outside_paper
from app.ui.cases.acts.act_dialog import ActDialog
from app.ui.cases.acts.more_acts import Entry
from app.ui.cases.acts.undo_dialog import undo_dialog, undo_words
from app.ui.kit.editors.making import LongTextEditor

REOPEN = "重新办理…"
_OUTSIDE = "已经手写、用别的程序出过的，按文书上写的日期记进来。" + outside_paper.UNPROVEN
_REOPEN = "误作废的，写明理由后接着办，期限按原来的起算日继续。"


class WaysBack:
    """Offer them for one case; `show` opens a dialog on its page, `finish` reads the page again."""

    def __init__(
        self, desktop: Desktop, page: QWidget, show: Callable[[QDialog], None], finish: Callable[[], None]
    ) -> None:
        self._desktop, self._page, self._show, self._finish = desktop, page, show, finish

    def paper_entry(self, view: CaseView) -> Entry:
        """Return the line that enters a paper made outside."""
        return Entry(f"{outside_paper.TITLE}…", "papers", _OUTSIDE, "", lambda: self.enter_paper(view))

    def undo_entry(self, view: CaseView) -> Entry:
        """Return the line that takes back the last act, or says why that is not possible."""
        ahead = undo_ahead(self._desktop.workspace, view.row.id)
        help = f"办错、记错件的，撤销最后办的“{ahead.title}”：文书一起作废，期限恢复原样，记录留着。"
        return Entry("撤销这一步…", "record", help, ahead.reason, lambda: self.undo(view))

    def reopen_entry(self, view: CaseView) -> Entry:
        """Return the line that lets a voided case go on."""
        return Entry(REOPEN, "record", _REOPEN, "", lambda: self.reopen(view))

    def enter_paper(self, view: CaseView, chosen: PaperView | None = None) -> None:
        """Ask for a paper made outside, `chosen` among those that are owed."""
        dialog = outside_paper.OutsidePaperDialog(self._desktop, view.row.id, view.owed, self._page, chosen)
        dialog.entered.connect(lambda made, fault: self._done(*outside_paper.outside_words(made, fault)))
        self._show(dialog)

    def undo(self, view: CaseView) -> None:
        """Show what taking back the last act would do, and do it with a reason."""
        ahead = undo_ahead(self._desktop.workspace, view.row.id)
        if ahead.reason:
            self._desktop.say.emit("warning", ahead.reason)
            return
        dialog = undo_dialog(self._desktop, view.row.id, ahead, self._page)
        dialog.accepted.connect(lambda: self._done("success", undo_words(ahead)))
        self._show(dialog)

    def reopen(self, view: CaseView) -> None:
        """Ask why a voided case goes on, and let it."""
        dialog = ActDialog(
            self._page,
            "重新办理",
            "这一件按作废时的样子接着办，期限按原来的起算日继续；作废和重新办理的理由都留在办理经过里。",
            "重新办理",
            [LongTextEditor("reason", "重新办理的理由", lines=3)],
            lambda values: reopen_voided(self._desktop.workspace, view.row.id, values["reason"]),
        )
        dialog.accepted.connect(lambda: self._done("success", "已重新办理，期限继续。"))
        self._show(dialog)

    def _done(self, tone: str, said: str) -> None:
        self._desktop.say.emit(tone, said)
        self._finish()
