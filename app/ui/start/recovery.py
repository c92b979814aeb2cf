"""Step three of the set-up: the recovery code, shown once, to be put away on paper."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog

from app.faults import UserFault
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import StartForm, button_row
from app.ui.kit.words import Words
from app.ui.start.recovery_sheet import RecoverySheet, recovery_sheet_pdf


class RecoveryCodeStep(StartForm):
    """Show the code in large type with 打印 and 另存 PDF; going on needs the tick.

    `keep(path, pdf)` writes the file; whoever has the new workspace sets it, because nothing leaves unrecorded.
    """

    def __init__(self) -> None:
        super().__init__(
            "恢复码：只显示这一次",
            "忘记口令时，只有它能打开工作区。程序不保存它，也不能再次显示。请打印或抄下，装信封由负责人封存。",
        )
        self._sheet: RecoverySheet | None = None
        self.keep: Callable[[Path, bytes], None] | None = None
        self.code = Words("", "figure", wrap=True, selectable=True)
        card = Card()
        card.add(self.code)
        self.column.addWidget(card)
        self.print_button = PlainButton("打印", icon="print")
        self.print_button.clicked.connect(self._print)
        self.save_button = PlainButton("另存 PDF", icon="export")
        self.save_button.clicked.connect(self._choose_file)
        self.column.addWidget(button_row((), left=(self.print_button, self.save_button)))
        self.kept = QCheckBox("已抄下或打印并封存")
        self.kept.setAccessibleName("已抄下或打印并封存")
        self.column.addWidget(self.kept)
        self.go_on = PrimaryButton("进入工作台")
        self.go_on.setEnabled(False)
        self.kept.toggled.connect(self.go_on.setEnabled)
        self.go_on.clicked.connect(self.submitted)
        self.column.addWidget(button_row((self.go_on,)))
        self.column.addStretch(1)

    def show_code(self, sheet: RecoverySheet) -> None:
        """Show this code."""
        self._sheet = sheet
        self.code.setText(sheet.code)
        self.code.setAccessibleName(f"恢复码 {sheet.code}")
        self.code.setMinimumHeight(theme.px(40))

    def start(self) -> None:
        """Begin at the first way to put the code away."""
        self.print_button.setFocus()

    @property
    def unkept(self) -> bool:
        """Say whether a code is on the screen that nobody has confirmed to have put away."""
        return self._sheet is not None and not self.kept.isChecked()

    def save(self, path: Path) -> None:
        """Write the page as PDF and say where."""
        assert self._sheet is not None and self.keep is not None
        try:
            self.keep(path, recovery_sheet_pdf(self._sheet))
        except UserFault as fault:
            self.message.show_fault(fault)
        else:
            self.message.show_message("success", f"已存为“{path}”。请打印封存后删除这个文件。")

    def _choose_file(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "另存恢复码", "恢复码.pdf", "PDF 文件 (*.pdf)")
        if name:
            self.save(Path(name if name.lower().endswith(".pdf") else f"{name}.pdf"))

    def _print(self) -> None:
        # Read in here: QtPdf would make every first start slower.
        from app.ui.base.printer_dialog import chosen_printer
        from app.ui.base.printing_job import new_printer, print_pdf

        assert self._sheet is not None
        try:
            printer = chosen_printer(new_printer(), self, "打印恢复码")
            if printer is None:
                return
            printer.setDocName("恢复码")
            # One page, once in an office's life: the window may wait for it.
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                print_pdf(recovery_sheet_pdf(self._sheet), printer, lambda _percent: True)
            finally:
                QGuiApplication.restoreOverrideCursor()
        except UserFault as fault:
            self.message.show_fault(fault)
        else:
            self.message.show_message("success", "已交给打印机。请看清打印完整后封存。")
