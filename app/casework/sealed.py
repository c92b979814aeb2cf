"""Open a sealed accusation: only a custodian, only with their own password, and every opening is recorded."""

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from app.casework.find import case_by_id
from app.faults import UserFault
from app.models.tables import SealedContent, SealedOpening
from app.models.workspace import Workspace, slots_of
from app.security.sealing import unseal


@dataclass(frozen=True)
class OpenedAccusation:
    """What an accusation says, for the custodian's eyes; never stored, logged or printed by default."""

    case_id: int
    number: str
    facts: dict[str, Any]
    steps: tuple[dict[str, Any], ...]
    outcome: str


def open_sealed(workspace: Workspace, case_id: int, password: str) -> OpenedAccusation:
    """Return the content of a sealed case; raise `UserFault` for everybody but a custodian with the right password."""
    if "custodian" not in workspace.actor.roles:
        raise UserFault("只有保密专员能打开检举控告件，", "请由保密专员登录后打开。", code="not-allowed")
    opened = slots_of(workspace.folder).open(workspace.actor.login, password)
    if opened.sealing_key is None:
        raise UserFault(
            "你的口令还没有拿到密封钥匙，", "请现任保密专员或凭恢复码在“设置—用户”里授权。", code="not-allowed"
        )
    with workspace.act("open_sealed") as session:
        case = case_by_id(session, case_id)
        stored = session.exec(select(SealedContent).where(SealedContent.case_id == case_id)).one_or_none()
        if not case.sealed or stored is None:
            raise UserFault("这件信访事项没有密封内容，", "请核对编号。", code="not-sealed")
        content = json.loads(unseal(stored.content, opened.sealing_key, case.number))
        session.add(SealedOpening(case_id=case_id, user_id=workspace.actor.id, at=workspace.moment()))
        return OpenedAccusation(case_id, case.number, content["facts"], tuple(content["steps"]), content["outcome"])
