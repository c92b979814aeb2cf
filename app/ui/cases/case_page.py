"""The page of one case: the sentence on top, its dates, what it says, what was issued, what happened."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.cases.days import ENTERED_LATER
from app.casework.cases.document_rows import DocumentView
from app.casework.cases.rows import CaseRow
from app.casework.cases.sealed import OpenedAccusation
from app.casework.office.law_in_force import life_pack
from app.casework.views.case_page import CaseView, case_view
from app.casework.views.clock_view import ClockView
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Page
from app.ui.base.places import DoAct, OpenCase, OpenCases, Place, WriteNotice
from app.ui.cases import case_cards as cards
from app.ui.cases.acts.case_acts import CaseActs
from app.ui.cases.attachments_card import AttachmentsCard
from app.ui.cases.clock_chips import clock_chips
from app.ui.cases.clock_dialog import ClockDialog
from app.ui.cases.next_card import next_card
from app.ui.cases.sealed_documents_box import SealedDocumentsBox
from app.ui.cases.sealed_panel import SealedPanel
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.kit.buttons import LinkButton
from app.ui.kit.empty import EmptyState
from app.ui.kit.header import PageHeader
from app.ui.kit.scroll import ScrollColumn
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class CasePage(Page):
    """Show one case; `arrive` takes OpenCase, WriteNotice to open its notice at once, DoAct an act."""

    name = "case"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.view: CaseView | None = None
        self.sealed: SealedPanel | None = None
        self._changed_while_open = False
        self.acts = CaseActs(desktop, self)
        self.acts.done.connect(self.refresh)
        self.acts.opened.connect(self._show_sealed)
        self.back = LinkButton("返回列表", icon="back")
        self.back.clicked.connect(lambda: desktop.go.emit(OpenCases()))
        self.header = PageHeader("")
        self._scroll: ScrollColumn | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("normal"))
        self._column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.header)
        self._body: QWidget = QWidget()
        self._column.addWidget(self._body, 1)

    def arrive(self, place: Place | None = None) -> None:
        """Show a case from its top; nothing stays of the one before."""
        if not isinstance(place, OpenCase) or not self._read(place.case_id):
            return
        self.acts.focus_likeliest()
        if isinstance(place, WriteNotice):
            self.acts.write_notice()
        elif isinstance(place, DoAct):
            self.acts.do(place.act)

    def cited(self) -> tuple[str, ...]:
        """Return the places of the Regulation that this page stands on: the way, the last step, the clocks."""
        if self.view is None:
            return ()
        acts = life_pack().by_act
        last = acts[self.view.steps[-1].act].basis if self.view.steps else ()
        clocks = (ref for clock in self.view.clocks for ref in clock.basis)
        return tuple(dict.fromkeys((*last, *self.view.basis, *clocks)))

    def leave(self) -> bool:
        """Close what is sealed; there is nothing to save."""
        self._shut_sealed()
        return True

    def refresh(self) -> None:
        """Read the case again after an act, keeping the place on the page."""
        if self.view is None:
            return
        place = self._scroll.verticalScrollBar().value() if self._scroll else 0
        if self._read(self.view.row.id) and self._scroll is not None:
            self._scroll.verticalScrollBar().setValue(place)
            self.acts.focus_likeliest()

    def explain(self, clock: ClockView) -> None:
        """Say why a clock ends on its day."""
        ClockDialog(clock, self).open()

    def look(self, document: DocumentView) -> None:
        """Show an issued document."""
        dialog = self.desktop.attempt(lambda: DocumentDialog(self.desktop, document, self))
        if dialog is not None:
            dialog.changed.connect(self.refresh)
            dialog.open()

    def _read(self, case_id: int) -> bool:
        self._shut_sealed()
        try:
            self.view = case_view(self.desktop.workspace, case_id)
        except UserFault as fault:
            self.view = None
            self.header.set_title("信访事项")
            self.header.set_actions(())
            empty = EmptyState(fault.sentence.rstrip("，"), fault.next_step, action="返回列表", icon="cases")
            empty.acted.connect(self.back.click)
            self._put(empty)
            return False
        row = self.view.row
        self.header.set_title(self.view.sentence, _subtitle(row))
        self.header.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.acts.show_for(self.view, self.header)
        self._scroll = ScrollColumn(self._content(self.view))
        self._put(self._scroll)
        return True

    def _put(self, body: QWidget) -> None:
        self._column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self._column.setStretchFactor(body, 1)
        body.show()  # at once, so that the keyboard can go where it belongs

    def _content(self, view: CaseView) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.space("near"), theme.space("wide"))
        column.setSpacing(theme.space("wide"))
        if view.clocks:
            column.addWidget(clock_chips(view.clocks, self.explain))
        if view.row.sealed:
            self._sealed_place = QVBoxLayout()
            self._sealed_place.addLayout(_sealed_words())
            column.addLayout(self._sealed_place)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(theme.space("wide"))
        if not view.row.sealed:
            correct = self.acts.correct
            for card in (
                cards.account_card(view, correct),
                cards.people_card(view, correct, self.acts.register_again),
                cards.steps_card(view, self.acts.correct_step),
                cards.facts_card(view, correct),
                cards.route_card(view),
            ):
                if card is not None:
                    left.addWidget(card)
            coming = next_card(
                view,
                self.acts.write_notice,
                self.acts.waive,
                self.acts.enter_outside,
                lambda case_id: self.desktop.go.emit(OpenCase(case_id)),
            )
            if coming is not None:
                right.addWidget(coming)
            documents = self.acts.documents
            right.addWidget(cards.documents_card(view, self.look, documents.print, documents.save))
            right.addWidget(AttachmentsCard(self.desktop, view.row.id))
        right.addWidget(cards.timeline_card(view))
        left.addStretch(1)
        right.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(theme.space("wide"))
        if not view.row.sealed:
            sides.addLayout(left, 6)
        sides.addLayout(right, 4)
        column.addLayout(sides)
        column.addStretch(1)
        return content

    def _show_sealed(self, opened: OpenedAccusation) -> None:
        self._shut_sealed()
        self.refresh()
        self.sealed = SealedPanel(opened)
        box = SealedDocumentsBox(self.desktop, opened)
        box.changed.connect(self._note_change)
        self.sealed.add_documents(box)
        self.sealed.closed.connect(self._drop_sealed)
        self._sealed_place.addWidget(self.sealed)
        self.sealed.show()
        self.sealed.close_button.setFocus()

    def _shut_sealed(self) -> None:
        if self.sealed is not None:
            self.sealed.shut()

    def _drop_sealed(self) -> None:
        panel, self.sealed = self.sealed, None
        if panel is not None:
            panel.hide()
            panel.deleteLater()
        if self._changed_while_open:
            self._changed_while_open = False
            QTimer.singleShot(0, self.refresh)

    def _note_change(self) -> None:
        # Reading the case again would close what is open: the page follows when the custodian has closed it.
        self._changed_while_open = True
        self.desktop.cases_changed.emit()


def _subtitle(row: CaseRow) -> str:
    later = ENTERED_LATER if row.entered_later else ""
    if row.sealed:
        return f"{row.title}　{row.number}　收到 {row.received_on:%Y-%m-%d}" + (f"　{later}" if later else "")
    people = f"{row.title} 等 {row.people_count} 人" if row.people_count > 1 else row.title
    return "　".join(part for part in (people, row.number, _whole(row.kind), _whole(row.channel), later) if part)


def _whole(word: str) -> str:
    """Keep a word on one line: Chinese may otherwise break between any two characters."""
    return "\u2060".join(word)


def _sealed_words() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.space("near"))
    row.addWidget(Sign("seal", "violet", 24))
    row.addWidget(Words("内容已在登记时密封，只有保密专员能用本人口令打开；每次打开都记入流水。", tone="violet"), 1)
    return row
