"""本地规则: what this office has set beside the Regulation, clock by clock; load, drop, save the example."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from app.casework.clocks.local_rules import LocalRulesChange, drop_office_rules, load_office_rules, save_example
from app.casework.office.law_in_force import LawInForce, law_in_force
from app.law.dates.clocks import ClockRule
from app.law.dates.local_rules import length_words
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.file_choice import default_folder
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.dialogs import ask
from app.ui.kit.words import Words
from app.ui.settings.recompute_panel import RecomputePanel
from app.ui.settings.section import SettingsSection

_NONE = "没有本地规则，全部按条例。"


class LocalRulesSection(SettingsSection):
    """The rules in force beside the Regulation's. `choose_file` and `choose_target` may be replaced."""

    title = "本地规则"
    lead = (
        "本单位可以比条例更严：机关的义务只能更短，信访人的权利只能更长；条例没有天数的，由本单位填写。"
        "放宽条例的不能载入。每一条都要有文件依据。"
    )

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.choose_file: Callable[[QWidget | None], Path | None] = ask_rules_file
        self.choose_target: Callable[[QWidget | None], Path | None] = ask_example_target
        self.panel = RecomputePanel(desktop, local=True)
        self.panel.ended.connect(self._enable)
        self.name = Words("", "strong", selectable=True)
        self.source = Words("", "second", selectable=True)
        self.load = PrimaryButton("载入文件…")
        self.load.clicked.connect(self._load)
        self.drop = PlainButton("撤下")
        self.drop.setAccessibleName("撤下本地规则")
        self.drop.clicked.connect(self._drop)
        self.example = PlainButton("另存示例…")
        self.example.clicked.connect(self._save_example)
        self.rows = QWidget()
        self._grid = QGridLayout(self.rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space("wide"))
        self._grid.setVerticalSpacing(theme.space("near"))
        self._grid.setColumnStretch(3, 1)
        card = Card()
        for part in (self.name, self.source, button_row((self.load,), left=(self.example, self.drop))):
            card.add(part)
        clocks = Card("各种期限")
        clocks.add(self.rows)
        for part in (self.panel, card, clocks):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Show what is in force."""
        if not self.panel.is_running:
            self.panel.clear()
        self._show()

    def start(self) -> None:
        """Put the cursor on the file."""
        self.load.setFocus()

    def _show(self) -> None:
        law = self.desktop.attempt(lambda: law_in_force(self.desktop.workspace))
        if law is None:
            return
        self.name.setText(law.local.name or _NONE)
        self.source.setText(law.local.source)
        self.source.setVisible(bool(law.local.source))
        self.drop.setVisible(bool(law.local.clocks))
        self._fill(law)
        self._enable()

    def _fill(self, law: LawInForce) -> None:
        while (old := self._grid.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for column, title in enumerate(("期限", "条例", "本地", "本地依据")):
            self._grid.addWidget(Words(title, "small", wrap=False), 0, column)
        for row, rule in enumerate(law.clocks.values(), start=1):
            texts = self._texts(rule, law)
            for column, text in enumerate(texts):
                tone = "accent" if column == 2 and text != "—" else ""
                words = Words(text, "second" if column == 3 else "", tone=tone, wrap=column in (0, 3))
                if column == 0:
                    words.setMinimumWidth(theme.px(210))
                self._grid.addWidget(words, row, column, Qt.AlignmentFlag.AlignTop)
            self._grid.itemAtPosition(row, 0).widget().setAccessibleName("，".join(texts))

    @staticmethod
    def _texts(rule: ClockRule, law: LawInForce) -> tuple[str, str, str, str]:
        states = length_words(rule, rule.days) if rule.days is not None else "没有天数"
        local = law.local.by_kind.get(rule.kind)
        if local is None:
            return f"{rule.kind} {rule.name}", states, "—", ""
        own = length_words(rule, local.days)
        if local.extension_max_days is not None:
            own += f"，可延{local.extension_max_days}日" if local.extension_max_days else "，不延期"
        return f"{rule.kind} {rule.name}", states, own, local.basis

    def _enable(self) -> None:
        for button in (self.load, self.drop, self.example):
            button.setEnabled(not self.panel.is_running)

    def _change(self, work: Callable[[Callable[[int], bool]], LocalRulesChange], done: str) -> None:
        def told(change: LocalRulesChange) -> None:
            self._show()
            self.changed.emit()
            self.desktop.cases_changed.emit()
            self.panel.tell(done.format(change.rules.name), change.clocks)

        self.panel.start(work, told)
        self._enable()

    def _load(self) -> None:
        path = self.choose_file(self)
        if path is not None:
            workspace = self.desktop.workspace
            self._change(lambda progress: load_office_rules(workspace, path, progress), "已载入“{}”。")

    def _drop(self) -> None:
        said = "未结的期限改按条例重算。条例没有天数、已经在走的期限，按开始时的天数走完。"
        if ask(self, "撤下本地规则？", said, "撤下") is not None:
            workspace = self.desktop.workspace
            self._change(lambda progress: drop_office_rules(workspace, progress), "已撤下本地规则，全部按条例。")

    def _save_example(self) -> None:
        target = self.choose_target(self)
        if target is None:
            return
        if self.desktop.attempt(lambda: save_example(self.desktop.workspace, target) or True):
            self.desktop.say.emit("success", f"示例已存到 {target}。改成本单位的文件和天数后再载入。")


def ask_rules_file(parent: QWidget | None) -> Path | None:
    """Let the person choose a file in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "载入本地规则", "", "本地规则 (*.toml)")
    return Path(chosen) if chosen else None


def ask_example_target(parent: QWidget | None) -> Path | None:
    """Let the person choose where the example goes; None at cancel."""
    proposed = default_folder() / "本地规则.toml"
    chosen, _ = QFileDialog.getSaveFileName(parent, "示例存到哪里", str(proposed), "本地规则 (*.toml)")
    return Path(chosen) if chosen else None
