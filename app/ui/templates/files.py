"""A whole set of templates out to a file and in from one, wherever a window offers it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.casework.templates.exchange import ImportedSet, export_templates, import_templates
from app.faults import UserFault
from app.ui.base.desktop import Desktop
from app.ui.base.file_choice import default_folder
from app.ui.kit.dialogs import ask, holding, stay_for

ChoosePath = Callable[[QWidget | None], Path | None]


class TemplateFiles(QObject):
    """Export and import the set; `said(tone, text)` tells how it went, `imported` that templates changed."""

    said = Signal(str, str)
    imported = Signal()

    def __init__(self, desktop: Desktop, window: QWidget) -> None:
        super().__init__(window)
        self._desktop, self._window = desktop, window
        self.busy = False
        self.choose_import: ChoosePath = ask_import
        self.choose_export: ChoosePath = ask_export
        self.confirm: Callable[[str, str, str], bool] = self._ask

    def export_set(self) -> None:
        """Ask where to and write all templates in use."""
        with holding(self._window):
            path = self.choose_export(self._window)
        if path is None or self.busy:
            return
        workspace, self.busy = self._desktop.workspace, True

        def done(count: int) -> None:
            self.busy = False
            self.said.emit("success", f"已导出 {count} 种文书的模板：{path}")

        job = self._desktop.start(lambda _task: export_templates(workspace, path), done, refused=self._refused)
        stay_for(job, self._window)

    def import_set(self) -> None:
        """Ask for a file and take its templates over, all or none."""
        with holding(self._window):
            path = self.choose_import(self._window)
        if path is None or self.busy:
            return
        said = "与现在不同的各存为新版本，原来的版本都保留；有一种用不了，就一种也不导入。已签发的文书不变。"
        if not self.confirm("导入整套模板？", said, "导入"):
            return
        workspace, self.busy = self._desktop.workspace, True

        def done(result: ImportedSet) -> None:
            self.busy = False
            names = "、".join(result.changed[:6]) + ("…" if len(result.changed) > 6 else "")
            changed = f"{len(result.changed)} 种有了新版本（{names}）" if result.changed else "没有不同的"
            self.said.emit("success", f"已导入：{changed}，{result.unchanged} 种与现在相同。")
            self.imported.emit()

        job = self._desktop.start(lambda _task: import_templates(workspace, path), done, refused=self._refused)
        stay_for(job, self._window)

    def _ask(self, title: str, text: str, yes: str) -> bool:
        return ask(self._window, title, text, yes) is not None

    def _refused(self, fault: UserFault) -> None:
        self.busy = False
        self.said.emit("fault", str(fault))


def ask_import(parent: QWidget | None) -> Path | None:
    """Let the person choose a set in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "导入哪一套模板", str(default_folder()), "整套模板 (*.zip)")
    return Path(chosen) if chosen else None


def ask_export(parent: QWidget | None) -> Path | None:
    """Let the person name the file in the system's dialog, which asks before it replaces one; None at cancel."""
    proposed = default_folder() / "文书模板.zip"
    chosen, _ = QFileDialog.getSaveFileName(parent, "整套模板导出到哪里", str(proposed), "整套模板 (*.zip)")
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(".zip") else Path(f"{chosen}.zip")
