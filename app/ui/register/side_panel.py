"""The right of the page: what follows, and the law word for word."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.casework.intake.consequence import NextWords
from app.ui.base import theme
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.card import Card
from app.ui.kit.consequence import NextPanel
from app.ui.kit.views.article import ArticleView
from app.ui.kit.words import Words


class SidePanel(QWidget):
    """Show 接下来 and 条文依据; redraws only what has changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.next = NextPanel()
        self.articles = ArticleView()
        self._next_words: NextWords | None = None
        self._citations: list[tuple[str, str]] | None = None
        law = Card("条文依据", actions=(Words(f"{Shortcut.LAW.value} 看全文", "small", wrap=False),))
        law.add(self.articles)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("normal"))
        column.addWidget(self.next)
        column.addWidget(law)
        column.addStretch(1)

    def show_next(self, words: NextWords) -> None:
        """Show what follows the answer that is lit."""
        if words != self._next_words:
            self._next_words = words
            self.next.set_next(notice=words.notice, clock=words.clock, then=words.then, hint=words.hint)

    def show_articles(self, citations: list[tuple[str, str]]) -> None:
        """Show these places of the Regulation."""
        if citations != self._citations:
            self._citations = citations
            self.articles.set_citations(citations)
