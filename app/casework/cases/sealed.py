"""Open a sealed accusation: only a custodian, only with their own password, and every opening is recorded."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import select

from app.casework.cases.lookup import case_by_id
from app.faults import UserFault
from app.models.tables import Case, SealedContent, SealedOpening
from app.models.workspace import Workspace, slots_of
from app.security.sealing import unseal


@dataclass(frozen=True)
class OpenedAccusation:
    """What an accusation says, for the custodian's eyes; never stored, logged or printed by default.

    `key` opens what else is sealed of this case for as long as the custodian looks at it.
    """

    case_id: int
    number: str
    facts: dict[str, Any] = field(repr=False)
    steps: tuple[dict[str, Any], ...] = field(repr=False)
    outcome: str = field(repr=False)
    key: bytes = field(default=b"", repr=False)


def is_custodian(workspace: Workspace) -> bool:
    """Say whether the signed-in user keeps the sealed cases."""
    return "custodian" in workspace.actor.roles


def may_see(workspace: Workspace, case: Case) -> bool:
    """Say whether the signed-in user may see more of a case than that it exists, with its state and its dates."""
    return not case.sealed or is_custodian(workspace)


def open_sealed(workspace: Workspace, case_id: int, password: str) -> OpenedAccusation:
    """Return the content of a sealed case; raise `UserFault` for everybody but a custodian with the right password."""
    if not is_custodian(workspace):
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
        return OpenedAccusation(
            case_id, case.number, content["facts"], tuple(content["steps"]), content["outcome"],
            opened.sealing_key,
        )  # fmt: skip
