"""The page of a paper that is still being filled in, drawn again a moment after each change."""

from PySide6.QtCore import QTimer, Signal

from app.casework.documents.issuing import NoticeDraft, preview_notice
from app.faults import UserFault
from app.ui.base.desktop import Desktop, Task
from app.ui.base.drawing import drawing
from app.ui.kit.views.pdfview import PdfPreview

_DELAY_MS = 350


class DraftPreview(PdfPreview):
    """Show a draft's page, made on a worker: `drawn` when it is there, `refused(fault)` when it cannot be made."""

    drawn = Signal()
    refused = Signal(object)

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self._desktop = desktop
        self._draft: NoticeDraft | None = None
        self._asked = 0
        self._later = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._later.timeout.connect(self._draw)

    def draw(self, draft: NoticeDraft) -> None:
        """Draw the draft now."""
        self._draft = draft
        self._later.stop()
        self._draw()

    def draw_soon(self, draft: NoticeDraft) -> None:
        """Draw the draft once nothing has changed for a moment."""
        self._draft = draft
        self._later.start()

    def leave(self) -> None:
        """Draw no more: the paper is issued, or is looked at no longer."""
        self._later.stop()
        self._draft = None
        self._asked += 1

    def _draw(self) -> None:
        if self._draft is None or self._draft.missing:
            return
        self._asked += 1
        asked, draft, workspace = self._asked, self._draft, self._desktop.workspace

        def work(_task: Task) -> tuple[int, bytes | UserFault]:
            try:
                with drawing:
                    return asked, preview_notice(workspace, draft)
            except UserFault as fault:
                return asked, fault

        self._desktop.start(work, self._drawn)

    def _drawn(self, result: tuple[int, bytes | UserFault]) -> None:
        asked, drawn = result
        if asked != self._asked:
            return
        if isinstance(drawn, UserFault):
            self.refused.emit(drawn)
        else:
            self.show_pdf(drawn)
            self.drawn.emit()
