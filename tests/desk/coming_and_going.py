"""Open and leave everything there is to open, in the real window, and see what is left of it.

`python tests/desk/coming_and_going.py --rounds 60` opens each kind of dialog so often, one kind after another,
then walks at random for `--steps` steps, and says how much memory the program holds (on Linux) and how many widgets.
"""

import argparse
import gc
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from offices import BEIJING, CHEAP, PASSWORD, StandingClock, office_setup  # noqa: E402
from PySide6.QtCore import QBuffer, QCoreApplication, QDeadlineTimer, QEvent, QIODevice, QObject, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402
from shiboken6 import Shiboken  # noqa: E402
from walking import register  # noqa: E402

from app.casework.cases.sealed import open_sealed  # noqa: E402
from app.casework.documents.accusation_papers import letter_kind  # noqa: E402
from app.casework.documents.attachments import attach_file  # noqa: E402
from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice  # noqa: E402
from app.casework.intake.drafts import discard_draft, list_drafts  # noqa: E402
from app.casework.life.acts import perform  # noqa: E402
from app.casework.office.law_in_force import shipped_calendar  # noqa: E402
from app.casework.views.case_page import case_view  # noqa: E402
from app.models.workspace import create_workspace  # noqa: E402
from app.ui.base import theme  # noqa: E402
from app.ui.base.places import (  # noqa: E402
    FROM_THE_RAIL,
    OpenCase,
    OpenDesk,
    OpenDocuments,
    OpenSettings,
    Register,
    RegisterAgain,
)
from app.ui.cases.attachments_card import AttachmentsCard  # noqa: E402
from app.ui.cases.sealed_documents_box import SealedDocumentsBox  # noqa: E402
from app.ui.kit.dialogs import ask  # noqa: E402
from app.ui.settings.page import SECTIONS  # noqa: E402
from app.ui.shell.fault_dialogs import FaultReporter  # noqa: E402
from app.ui.shell.main_window import MainWindow  # noqa: E402

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING)
PATIENCE_MS = 20_000
_READ_IN_MS = 400  # a moment after it stands, the window reads in the pages; only then it is at rest
_QUESTIONS = 5
_DEFERRED = QEvent.Type.DeferredDelete.value

Visit = Callable[["Round"], None]


class Round:
    """A window over an office with one open case, its papers and files, and one sealed accusation."""

    def __init__(self, folder: Path) -> None:
        self.workspace, _code = create_workspace(folder, office_setup(), now=StandingClock(NOW), cost=CHEAP)
        self.case = register(self.workspace, "transfer_visit", claims=["修路", "赔偿稻田"]).case_id
        issue_notice(self.workspace, prepare_notice(self.workspace, self.case))
        perform(self.workspace, self.case, "urge", {"urged_on": "2026-11-20", "urge_note": "请尽快办理。"})
        for name, kept in (("回证.png", _picture()), ("扫描.pdf", self._pdf())):
            path = folder / name
            path.write_bytes(kept)
            attach_file(self.workspace, self.case, path, "scan")
        self.sealed = register(self.workspace, "accusation_discipline").case_id
        # Once and not at each visit: every opening is one more line on the page of that case.
        self.opened = open_sealed(self.workspace, self.sealed, PASSWORD)
        self.faults = FaultReporter()
        self.window = MainWindow(self.workspace, shipped_calendar(), self.faults)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        until(self.window.isActiveWindow)
        QTest.qWait(_READ_IN_MS)
        self.rest()

    @property
    def page(self) -> QWidget:
        """Return the page of the case, which is brought up when it is not in front."""
        page = self.window.page("case")
        if self.window.frame.current_page() != "case" or page.view is None or page.view.row.id != self.case:
            self.window.go_to(OpenCase(self.case))
        return page

    def listed(self) -> QWidget:
        """Bring up the page of the documents and return it, its first document in front."""
        if self.window.frame.current_page() != "documents":
            self.window.go_to(OpenDocuments())
        return self.window.page("documents")

    def rest(self) -> None:
        """Let all work end, be told, and everything go that nobody holds."""
        self.window.desktop.wait()
        settle()
        gc.collect()
        settle()

    def go_away(self) -> None:
        """Close whatever stands over the window, the last opened first, and let what is closed go."""
        while opened := open_dialogs():
            opened[-1].reject()
            settle()
        settle()

    def close(self) -> None:
        """Close the window."""
        self.go_away()
        self.window.close()
        self.window.deleteLater()
        settle()

    def _pdf(self) -> bytes:
        return document_bytes(self.workspace, case_view(self.workspace, self.case).documents[0].id)


def _picture() -> bytes:
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(0xFFEEEEEE)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def until(done: Callable[[], bool]) -> None:
    """Let the program work until something is so."""
    end = QDeadlineTimer(PATIENCE_MS)
    while not done():
        if end.hasExpired():
            raise AssertionError(f"it did not come to be: {done}")
        QTest.qWait(5)


def settle() -> None:
    """Let the window do what waits to be done, and what is to be deleted be deleted."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, _DEFERRED)


def open_dialogs() -> list[QDialog]:
    """Return the dialogs that stand open, the last opened last."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


# What can be opened over the window, by its name.
def _act(at: Round) -> None:
    at.page.acts.do(next(offer.act for offer in at.page.view.offers if offer.possible))


def _clock(at: Round) -> None:
    at.page.explain(at.page.view.clocks[0])


def _more(at: Round) -> None:
    at.page.acts.more()


def _notice(at: Round) -> None:
    at.page.acts.write_notice()
    until(lambda: open_dialogs()[-1].preview.page_count() > 0)


def _document(at: Round) -> None:
    at.page.look(at.page.view.documents[0])


def _correct(at: Round) -> None:
    at.page.acts.correct()


def _correct_step(at: Round) -> None:
    step = next(step for step in at.page.view.steps if any(key for key, _label, _words in step.lines))
    at.page.acts.correct_step(step, next(key for key, _label, _words in step.lines if key))


def _split(at: Round) -> None:
    at.page.acts.split()


def _void(at: Round) -> None:
    at.page.acts.void()


def _seal(at: Round) -> None:
    at.window.go_to(OpenCase(at.sealed))
    at.window.page("case").acts.open_seal()


def _sealed_paper(at: Round) -> None:
    at.window.go_to(OpenCase(at.sealed))
    page = at.window.page("case")
    page.acts.opened.emit(at.opened)
    page.sealed.findChild(SealedDocumentsBox).write(letter_kind())
    until(lambda: open_dialogs()[-1].preview.page_count() > 0)


def _kept(at: Round, kind: str) -> None:
    card = at.page.findChild(AttachmentsCard)
    card.look(next(each for each in card.files if each.kind == kind))


def _ask_about_file(at: Round) -> None:
    at.page.findChild(AttachmentsCard).ask_about(Path("新的.pdf"))


def _void_file(at: Round) -> None:
    card = at.page.findChild(AttachmentsCard)
    card.void(card.files[0])


def _law(at: Round) -> None:
    at.window.law_key.open_law()


def _law_over_a_dialog(at: Round) -> None:
    _clock(at)
    until(open_dialogs()[-1].isActiveWindow)
    at.window.law_key.open_law()


def _verify(at: Round) -> None:
    at.listed().verify.click()


def _register(at: Round) -> None:
    at.listed().register.click()
    until(lambda: "核对" not in open_dialogs()[-1].said.text())


def _enlarged(at: Round) -> None:
    page = at.listed()
    until(lambda: page.document is not None)
    page.table.opened.emit(page.document)


def _serve(at: Round) -> None:
    page = at.listed()
    until(lambda: page.document is not None)
    page.more_acts.serve([page.document])


def _remind(at: Round) -> None:
    page = at.listed()
    until(lambda: page.document is not None)
    page.more_acts.remind(page.document)


def _void_document(at: Round) -> None:
    page = at.listed()
    until(lambda: page.document is not None)
    page.more_acts.void(page.document)


def _batch(at: Round) -> None:
    page = at.listed()
    until(lambda: page.document is not None)
    page.batch.print([page.document])


def _menu(at: Round) -> None:
    page = at.listed()
    until(lambda: page.document is not None)
    page.more.click()
    menu = QApplication.activePopupWidget()
    menu.close()


def _templates(at: Round) -> None:
    at.listed().templates.click()
    until(lambda: open_dialogs()[-1].looked is not None)


def _template_versions(at: Round) -> None:
    _templates(at)
    with _answered_no():
        open_dialogs()[-1].versions.click()


def _field_picker(at: Round) -> None:
    _templates(at)
    with _answered_no():
        form = open_dialogs()[-1].form
        form.pick_field(form.words)


def _question(at: Round) -> None:
    with _answered_no():
        ask(at.window, "换掉原来的文件？", "文件已经在那里。", "换成新的")


def _fault(at: Round) -> None:
    at.faults.show(RuntimeError("测试"), at.window)


def _elsewhere(at: Round) -> None:
    for place in FROM_THE_RAIL.values():
        if place != Register():
            at.window.go_to(place)
            settle()


def _acted(at: Round) -> None:
    """Read the case again, as after every act, and say that something changed."""
    at.page.refresh()
    at.window.desktop.cases_changed.emit()


def _registering(at: Round) -> None:
    """Answer a few questions, look at what was said, go back and leave; the draft that is left is thrown away."""
    at.window.go_to(RegisterAgain(at.case))
    settle()
    page = at.window.page("register")
    for _ in range(_QUESTIONS):
        if page.walk.question.node.answers:
            QTest.keyClick(page.walk.question.answers, Qt.Key.Key_1)
        page.go_on()
        settle()
    page.review_button.click()
    settle()
    page.back_button.click()
    settle()
    at.window.go_to(OpenDesk())
    for draft in list_drafts(at.workspace):
        discard_draft(at.workspace, draft.id)


def _settings(at: Round) -> None:
    for section, _kind in SECTIONS:
        at.window.go_to(OpenSettings(section))
        settle()


VISITS: Mapping[str, Visit] = {
    "an act": _act,
    "a clock": _clock,
    "everything that can be done": _more,
    "a notice": _notice,
    "a document": _document,
    "a correction": _correct,
    "the correction of a step": _correct_step,
    "a splitting": _split,
    "the voiding of a case": _void,
    "the password of a seal": _seal,
    "a sealed paper": _sealed_paper,
    "a kept picture": lambda at: _kept(at, "png"),
    "a kept PDF": lambda at: _kept(at, "pdf"),
    "what a file is": _ask_about_file,
    "the voiding of a file": _void_file,
    "the Regulation": _law,
    "the Regulation over a dialog": _law_over_a_dialog,
    "verifying": _verify,
    "the register of numbers": _register,
    "a document from the list": _enlarged,
    "a service": _serve,
    "a reminder": _remind,
    "the voiding of a document": _void_document,
    "a batch": _batch,
    "a menu": _menu,
    "the templates": _templates,
    "the versions of a template": _template_versions,
    "the fields of a template": _field_picker,
    "a question": _question,
    "a fault of the program": _fault,
    "a page after an act": _acted,
    "desk, lists, ledger, map and settings": _elsewhere,
    "every section of the settings": _settings,
    "a registering": _registering,
}


@contextmanager
def _answered_no() -> Iterator[None]:
    """Say no to whatever asks and waits for its answer meanwhile."""

    def say_no() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()

    timer = QTimer(singleShot=True, interval=50, timeout=say_no)
    timer.start()
    yield
    timer.stop()


def visit(at: Round, name: str) -> None:
    """Open something and leave it again."""
    VISITS[name](at)
    settle()
    at.go_away()


def living(at: Round) -> Counter[str]:
    """Return how many objects of each kind there are: windows, all that stands in them, and what stands alone."""
    at.rest()
    alone = [each for each in Shiboken.getAllValidWrappers() if isinstance(each, QObject) and each.parent() is None]
    kinds = Counter(type(each).__name__ for each in alone)
    for window in QApplication.topLevelWidgets():
        if window.parentWidget() is None:
            kinds.update(each.metaObject().className() for each in window.findChildren(QObject))
    return kinds


def memory_mb() -> float:
    """Return the resident memory of this process in MB; 0 where the system does not tell (it does on Linux)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def report(at: Round, words: str) -> None:
    """Say how much is held now."""
    at.rest()
    windows = len(QApplication.topLevelWidgets())
    widgets = len(QApplication.allWidgets())
    print(f"{words:34} {memory_mb():8.1f} MB {widgets:7} widgets {windows:5} windows", flush=True)


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", action="append", choices=VISITS, help="these kinds alone")
    options = parser.parse_args()
    seed = options.seed or random.randrange(1, 10**9)
    app = QApplication([])
    theme.apply_theme(app)
    names = options.only or list(VISITS)
    with tempfile.TemporaryDirectory() as folder:
        at = Round(Path(folder))
        for name in names:
            visit(at, name)
        report(at, "each once")
        for name in names:
            for _ in range(options.rounds):
                visit(at, name)
            report(at, f"{name} × {options.rounds}" if options.rounds else name)
        chance = random.Random(seed)
        for step in range(options.steps):
            visit(at, chance.choice(names))
            if (step + 1) % 100 == 0:
                report(at, f"walk of seed {seed}, step {step + 1}")
        at.close()


if __name__ == "__main__":
    main()
