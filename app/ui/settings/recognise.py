"""核验文书: is this sheet of paper ours? By scanner or by typing its code."""

from app.casework.documents.issuing import Recognised, recognise
from app.casework.documents.verify import FileRecognised, recognise_file
from app.faults import UserFault
from app.ui.base.desktop import Desktop
from app.ui.base.places import OpenCase
from app.ui.documents.more_document_acts import PDF, ChooseFile, ask_file
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.kit.messages import MessageBar
from app.ui.kit.views.facts import FactGrid
from app.ui.settings.section import SettingsSection, filled


class RecogniseSection(SettingsSection):
    """A scanner types the text of the QR code and Enter; so Enter checks."""

    title = "核验文书"
    lead = "用扫码枪扫文书上的二维码，或者照着文书输入核验码，按回车；拿来的是 PDF，就选文件。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.code = TextEditor("code", "二维码内容或核验码")
        self.check = PrimaryButton("核验")
        self.check.clicked.connect(self._check)
        self.code.submitted.connect(self._check)
        self.choose_file: ChooseFile = ask_file
        self.file = PlainButton("核验 PDF 文件…")
        self.file.clicked.connect(self._choose)
        self.result = MessageBar()
        self.result.close_button.hide()
        self.facts = FactGrid()
        self.open = PlainButton("打开这件信访事项")
        self.open.clicked.connect(self._open)
        self._case_id: int | None = None
        card = Card()
        for part in (
            self.code,
            button_row((self.check,), left=(self.file,)),
            self.result,
            self.facts,
            button_row((), left=(self.open,)),
        ):
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
        if found is not None:
            self._say(found)
        self.code.control.selectAll()

    def _choose(self) -> None:
        path = self.choose_file(self, "核验 PDF 文件", PDF)
        if path is None:
            return
        self._clear()
        self.code.set_value("")
        self.code.set_error(None)
        self.result.show_message("info", f"正在核验“{path.name}”…")
        self.file.setEnabled(False)
        workspace = self.desktop.workspace
        job = self.desktop.start(lambda _task: recognise_file(workspace, path), self._say, refused=self._refuse)
        job.ended.connect(lambda: self.file.setEnabled(True))

    def _refuse(self, fault: UserFault) -> None:
        self.result.show_message("fault", str(fault))

    def _say(self, found: Recognised | FileRecognised) -> None:
        altered = isinstance(found, FileRecognised) and found.verdict == "altered"
        void = found.void or (found.document is not None and found.document.void and not altered)
        self.result.show_message("success" if found.genuine else "warning" if void else "fault", found.sentence)
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

    def _open(self) -> None:
        self.desktop.go.emit(OpenCase(self._case_id))
