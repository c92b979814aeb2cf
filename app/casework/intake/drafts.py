"""Drafts of an intake: saved as the clerk types, offered again after a crash, destroyed with the registration.

A draft's text lives in the encrypted workspace and never in the journal: what is being typed may turn out
to be an accusation.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.faults import UserFault
from app.models.tables import Draft
from app.models.workspace import Workspace


@dataclass(frozen=True)
class DraftRow:
    """A draft as the list offers it."""

    id: int
    title: str
    payload: str
    updated_at: str


def save_draft(workspace: Workspace, draft_id: int | None, title: str, payload: str) -> int:
    """Save the text of an intake under way and return the draft's id; None makes a new one.

    A draft that is gone is never made anew: it may have been an accusation, and its text is destroyed for good.
    """
    with workspace.act("save_draft") as session:
        draft = session.get(Draft, draft_id) if draft_id else None
        if draft is None and draft_id:
            raise _gone()
        if draft is None:
            draft = Draft(owner_id=workspace.actor.id, payload="", created_at=workspace.moment(), updated_at="")
        _needs_owner(draft, workspace.actor.id)
        draft.title = title
        draft.payload = payload
        draft.updated_at = workspace.moment()
        session.add(draft)
        session.flush()
        return draft.id or 0


def draft_by_id(workspace: Workspace, draft_id: int) -> DraftRow:
    """Return one of this user's own drafts as it is stored now; raise `UserFault` (code `draft-gone`) without it."""
    found = next((row for row in list_drafts(workspace) if row.id == draft_id), None)
    if found is None:
        raise _gone()
    return found


def list_drafts(workspace: Workspace) -> tuple[DraftRow, ...]:
    """Return this user's own drafts, the latest first."""
    with workspace.reading() as session:
        found = session.exec(
            select(Draft).where(Draft.owner_id == workspace.actor.id).order_by(col(Draft.updated_at).desc())
        ).all()
        return tuple(DraftRow(d.id or 0, d.title, d.payload, d.updated_at) for d in found)


def discard_draft(workspace: Workspace, draft_id: int) -> None:
    """Destroy one of the user's own drafts; nothing was registered yet, so nothing is lost from the record."""
    with workspace.act("discard_draft") as session:
        destroy_draft(session, workspace.actor.id, draft_id)
    workspace.overwrite_destroyed()


def destroy_draft(session: Session, owner_id: int, draft_id: int) -> None:
    """Delete a draft inside an act; `secure_delete` overwrites its pages."""
    draft = session.get(Draft, draft_id)
    if draft is None:
        return
    _needs_owner(draft, owner_id)
    session.delete(draft)
    session.flush()


def _needs_owner(draft: Draft, owner_id: int) -> None:
    if draft.owner_id != owner_id:
        raise UserFault("这份草稿属于另一位工作人员，", "请由本人登录后处理。", code="not-allowed")


def _gone() -> UserFault:
    return UserFault("这份草稿已经登记或者丢弃，", "请到“信访事项”里查看，或重新开始登记。", code="draft-gone")
