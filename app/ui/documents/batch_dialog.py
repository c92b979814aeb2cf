"""What is asked before a selection of documents is printed: copies, proofs, and what was printed before."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.casework.cases.document_rows import DocumentView
from app.ui.kit.dialogs import AskDialog
from app.ui.kit.editors.making import ChoiceEditor, FieldEditor

_FEW = 6


class BatchDialog(AskDialog):
    """Ask how a selection is printed; `chosen()`, `one_copy()` and `proof()` are the answers.

    Nothing that was printed before goes out again unless that is chosen here.
    """

    def __init__(self, documents: Sequence[DocumentView], parent: QWidget | None = None) -> None:
        self._documents = [each for each in documents if not each.void and not each.outside]
        void = sum(each.void for each in documents)
        outside = len(documents) - len(self._documents) - void
        self.fresh = [each for each in self._documents if not each.prints]
        former = len(self._documents) - len(self.fresh)
        said = f"选中 {len(documents)} 份，作为一个打印任务依次印出。"
        if void:
            said += f"其中 {void} 份已经作废，不印。"
        if outside:
            said += f"其中 {outside} 份是在程序外出具后补录的，这里没有原件，不印。"
        self.copies = ChoiceEditor(
            "copies", "份数", options=(("template", "按模板的一式几份"), ("one", "每份文书只印 1 份")), segmented=True
        )
        self.copies.set_value("template")
        self.with_proof = ChoiceEditor(
            "proof", "送达回证", options=(("with", "随文书一起印"), ("without", "不印")), segmented=True
        )
        self.with_proof.set_value("with")
        fields: list[FieldEditor] = [self.copies, self.with_proof]
        self.again: ChoiceEditor | None = None
        if former:
            named = "、".join(each.number for each in self._documents if each.prints)
            self.again = ChoiceEditor(
                "again",
                f"有 {former} 份以前印过",
                options=(("fresh", f"只印没有印过的 {len(self.fresh)} 份"), ("all", "全部印，印过的记作副本")),
                segmented=True,
                help=named if former <= _FEW else "",
            )
            self.again.set_value("fresh" if self.fresh else "all")
            fields.insert(0, self.again)
        super().__init__(parent, "批量打印", said, "选打印机…", fields=fields)
        self.primary.setEnabled(bool(self._documents))
        self.primary.setFocus()

    def chosen(self) -> list[DocumentView]:
        """Return what is to be printed, in the order of the selection."""
        again = self.again is not None and self.again.value() == "all"
        return list(self._documents) if again else list(self.fresh)

    def one_copy(self) -> bool:
        """Say whether each document goes out once only, whatever its template asks for."""
        return self.copies.value() == "one"

    def proof(self) -> bool:
        """Say whether the proofs of service go with them."""
        return self.with_proof.value() == "with"
