"""Keep what is typed: soon, in order, and off the window's thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.casework.intake.drafts import discard_draft, save_draft
from app.faults import UserFault
from app.models.workspace import Workspace
from app.ui.base.job import Job, Task, Workers

# The longest a keystroke waits before it is written; typing on does not put it off further.
SAVE_AFTER_MS = 200
_SETTLE_MS = 30_000

DraftText = tuple[str, str]  # (title, payload)


class DraftKeeper(QObject):
    """Save the draft that `source` gives. One worker, one save at a time, always the latest text.

    Signals: `saved(moment)` with local time text; `refused(UserFault)` when the machine would not take it;
    `failed(exception)` for a bug. What was refused is tried again at the next keystroke.
    """

    saved = Signal(str)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, source: Callable[[], DraftText], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._source = workspace, source
        self._workers = Workers()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self._submit)
        self._dirty = False
        self._busy = False
        self._stored: DraftText | None = None
        self._writing: DraftText | None = None
        self._fault: UserFault | None = None
        self.draft_id: int | None = None

    def begin(self, draft_id: int | None = None) -> None:
        """Keep another intake from now on: a draft that exists, or one that is made at the first change."""
        self.settle()
        self._dirty, self._stored, self._fault = False, None, None
        self.draft_id = draft_id

    def touch(self) -> None:
        """Tell that something changed; it is saved within SAVE_AFTER_MS and the time of one save."""
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def save_now(self) -> None:
        """Tell that something changed that should not wait."""
        self._dirty = True
        self._timer.stop()
        self._submit()

    def settle(self) -> bool:
        """Save what is not yet saved and wait for it; say whether everything is in the workspace."""
        self._rest()
        if self._dirty:
            self._submit()
            self._rest()
        return self._fault is None and not self._dirty

    def forget(self) -> None:
        """Stop keeping: the intake is registered and its draft is gone."""
        self._rest()
        self._dirty, self._stored, self.draft_id = False, None, None

    def discard(self) -> None:
        """Destroy the draft, if one was saved."""
        draft_id = self.draft_id
        self.forget()
        if draft_id is not None:
            discard_draft(self._workspace, draft_id)

    def _rest(self) -> None:
        """Let the save that is under way end, and take in what became of it."""
        self._timer.stop()
        self._workers.wait(_SETTLE_MS)
        self._workers.deliver()
        self._timer.stop()

    def _submit(self) -> None:
        if self._busy or not self._dirty:
            return  # `_after` starts the next save as soon as this one has ended
        text = self._take()
        if text == self._stored:
            self._written(self.draft_id)
            return
        workspace, draft_id = self._workspace, self.draft_id

        def write(_task: Task) -> int:
            return save_draft(workspace, draft_id, *text)

        self._busy = True
        self._writing = text
        job = Job()
        job.succeeded.connect(self._written)
        job.refused.connect(self._refused)
        job.failed.connect(self._failed)
        job.ended.connect(self._after)
        self._workers.start(job, write)

    def _take(self) -> DraftText:
        self._dirty = False
        return self._source()

    def _written(self, draft_id: int | None) -> None:
        if self._busy:
            self.draft_id, self._stored = draft_id, self._writing
        self._fault = None
        self.saved.emit(self._workspace.now().strftime("%H:%M"))

    def _refused(self, fault: UserFault) -> None:
        self._fault, self._dirty = fault, True
        self.refused.emit(fault)

    def _failed(self, fault: BaseException) -> None:
        # Not tried again by itself: one dialog for one bug. The next keystroke tries.
        self._fault, self._dirty = UserFault("草稿没有存上，", "请再按一个键重试。", code="bug"), True
        self.failed.emit(fault)

    def _after(self) -> None:
        self._busy = False
        if self._dirty and self._fault is None and not self._timer.isActive():
            self._timer.start()
