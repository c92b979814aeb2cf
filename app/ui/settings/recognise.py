"""核验文书: is this sheet of paper ours? By scanner or by typing its code."""

from app.casework.notices import recognise
from app.ui.desktop import Desktop
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.facts import FactGrid
from app.ui.kit.messages import MessageBar
from app.ui.kit.text_editors import TextEditor
from app.ui.settings.section import SettingsSection, filled
from app.ui.start.form import button_row


class RecogniseSection(SettingsSection):
    """A scanner types the text of the QR code and Enter; so Enter checks."""

    title = "核验文书"
    lead = "用扫码枪扫文书右上角的二维码，或者照着文书输入核验码，按回车。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.code = TextEditor("code", "二维码内容或核验码")
        self.check = PrimaryButton("核验")
        self.check.clicked.connect(self._check)
        self.code.submitted.connect(self._check)
        self.result = MessageBar()
        self.result.close_button.hide()
        self.facts = FactGrid()
        self.open = PlainButton("打开这件信访事项")
        self.open.clicked.connect(self._open)
        self._case_id: int | None = None
        card = Card()
        for part in (self.code, button_row((self.check,)), self.result, self.facts, button_row((), left=(self.open,))):
            card.add(part)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Wait for a scan."""
        self.code.set_value("")
        self.code.set_error(None)
        self._clear()
        self.code.setFocus()

    def _clear(self) -> None:
        self.result.clear()
        self.facts.hide()
        self.open.hide()
        self._case_id = None

    def _check(self) -> None:
        self._clear()
        if not filled([self.code]):
            return
        found = self.desktop.attempt(lambda: recognise(self.desktop.workspace, self.code.value()))
        if found is None:
            return
        self.result.show_message("success" if found.genuine else "fault", found.sentence)
        if found.document is not None:
            document = found.document
            self._case_id = document.case_id
            self.facts.set_facts(
                (
                    ("文书", document.name),
                    ("文号", document.number),
                    ("信访事项", document.case_number),
                    ("签发", f"{document.issued_on:%Y-%m-%d}，{document.issued_by}"),
                    ("页数", f"{document.pages} 页"),
                )
            )
            self.facts.show()
            self.open.show()
        self.code.control.selectAll()

    def _open(self) -> None:
        self.desktop.go.emit("case", self._case_id)
