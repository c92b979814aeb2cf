"""People who sign in: add, change a password, hand over the custody of sealed cases, stop an account."""

from dataclasses import dataclass

from sqlmodel import col, select

from app.faults import UserFault
from app.models.slot_file import change_slots
from app.models.tables import SignIn, User
from app.models.workspace import ROLES, SLOTS, Workspace, check_password, slots_of
from app.security.keyslots import RECOVERY, KdfCost, KeySlots, custodian_logins, tidy_recovery_code


@dataclass(frozen=True)
class UserRow:
    """One user as the settings show it."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    active: bool
    opens_sealed: bool


def list_users(workspace: Workspace) -> tuple[UserRow, ...]:
    """Return all users, stopped ones too."""
    custodians = custodian_logins(slots_of(workspace.folder).slots)
    with workspace.reading() as session:
        found = session.exec(select(User).order_by(col(User.id))).all()
        return tuple(
            UserRow(u.id or 0, u.login, u.name, u.roles, u.active, u.login in custodians)
            for u in found
        )


def add_user(
    workspace: Workspace,
    login: str,
    name: str,
    roles: tuple[str, ...],
    password: str,
    *,
    grant: str = "",
    cost: KdfCost | None = None,
) -> UserRow:
    """Add a user with a first password.

    A custodian needs `grant`: the acting custodian's own password or the recovery code.
    """
    _needs_admin(workspace)
    login, name = login.strip(), name.strip()
    if not login or not name or login == RECOVERY:
        raise UserFault("用户名和姓名都要填写，", "请补填后再添加。", code="missing-field", field="login")
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise UserFault("至少要选一个岗位，", "请选择后再添加。", code="missing-field", field="roles")
    check_password(password)
    slots = slots_of(workspace.folder)
    sealing = _granted_key(workspace, slots, grant) if "custodian" in roles else None
    with workspace.act("add_user") as session:
        if session.exec(select(User).where(User.login == login)).first():
            raise UserFault(f"用户名“{login}”已经有人用，", "请换一个。", code="exists", field="login")
        user = User(login=login, name=name, roles=tuple(roles), created_at=workspace.moment())
        session.add(user)
        session.flush()
        change_slots(
            session,
            workspace.folder / SLOTS,
            lambda found: found.with_slot(login, password, workspace.store.key, sealing, cost or KdfCost()),
        )
        return UserRow(user.id or 0, login, name, roles, True, sealing is not None)


def change_password(workspace: Workspace, old_password: str, new_password: str, *, cost: KdfCost | None = None) -> None:
    """Give the signed-in user a new password; the old one stops opening anything."""
    check_password(new_password)
    login = workspace.actor.login

    def changed(found: KeySlots) -> KeySlots:
        opened = found.open(login, old_password)
        return found.with_slot(login, new_password, opened.database_key, opened.sealing_key, cost or KdfCost())

    with workspace.act("change_password") as session:
        session.add(SignIn(user_id=workspace.actor.id, at=workspace.moment(), what="change_password"))
        change_slots(session, workspace.folder / SLOTS, changed)


def stop_user(workspace: Workspace, user_id: int) -> None:
    """Stop an account: its slot goes, its name stays with what it did."""
    _needs_admin(workspace)
    with workspace.act("stop_user") as session:
        user = session.get(User, user_id)
        if user is None or user.id == workspace.actor.id:
            raise UserFault("不能停用这个用户，", "请由另一位管理人员登录后处理。", code="not-allowed")
        user.active = False
        session.add(user)
        login = user.login
        change_slots(session, workspace.folder / SLOTS, lambda found: found.without_slot(login))


def confirm_password(workspace: Workspace, password: str) -> None:
    """Check the signed-in user's password, as the lock screen does, and record the unlock."""
    slots_of(workspace.folder).open(workspace.actor.login, password)
    with workspace.act("unlock") as session:
        session.add(SignIn(user_id=workspace.actor.id, at=workspace.moment(), what="unlock"))


def _granted_key(workspace: Workspace, slots: KeySlots, grant: str) -> bytes:
    fault = UserFault(
        "新的保密专员要由现任保密专员授权，",
        "请输入你本人（现任保密专员）的口令，或者单位封存的恢复码。",
        code="not-allowed",
        field="grant",
    )
    for login, secret in ((workspace.actor.login, grant), (RECOVERY, tidy_recovery_code(grant))):
        try:
            key = slots.open(login, secret).sealing_key
        except UserFault:
            continue
        if key is not None:
            return key
    raise fault


def _needs_admin(workspace: Workspace) -> None:
    if "admin" not in workspace.actor.roles:
        raise UserFault("只有系统管理人员能管理用户，", "请由系统管理人员登录后处理。", code="not-allowed")
