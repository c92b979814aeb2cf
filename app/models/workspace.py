"""A workspace: one office's folder with its encrypted database, its key slots and its lock."""

import base64
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from app.faults import UserFault
from app.models.backup_copy import BACKUP_LOCK, BEFORE_UPGRADE, copy_before_upgrade
from app.models.journal import JournalContext
from app.models.lock import WindowLock
from app.models.schema import MIGRATE, bring_up_to_date, version_of
from app.models.slot_file import change_slots
from app.models.store import Store
from app.models.tables import Office, Setting, SignIn, User
from app.models.unfinished import EXITS_LOCK, clear_unfinished
from app.security.files import faults_of_writing, keep_private, private
from app.security.keyslots import (
    RECOVERY,
    KdfCost,
    KeySlots,
    new_recovery_code,
    read_key_slots,
    tidy_recovery_code,
    write_key_slots,
)
from app.security.sealing import new_sealing_keys

DATABASE = "workspace.db"
SLOTS = "keys.json"
LOCK = "window.lock"
_BESIDE = (f"{DATABASE}-wal", f"{DATABASE}-shm")
_NOT_IN_A_NUMBER = '/\\:*?"<>|{}'
ROLES = {"clerk": "窗口登记", "custodian": "保密专员", "admin": "系统管理"}


@dataclass(frozen=True)
class OfficeSetup:
    """What the first start asks for; `roles` of the first user as in `ROLES`."""

    name: str
    short_form: str
    level: str
    role: str
    division_code: str
    division_name: str
    login: str
    user_name: str
    password: str
    phone: str = ""
    address: str = ""
    roles: tuple[str, ...] = ("clerk", "custodian", "admin")


@dataclass(frozen=True)
class Actor:
    """The person at the keyboard."""

    id: int
    login: str
    name: str
    roles: frozenset[str]


class Workspace:
    """An open workspace: `act` writes, `reading` reads, `now` is the only clock."""

    def __init__(self, folder: Path, store: Store, actor: Actor, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self.store = store
        self.actor = actor
        self.now = now
        self._office: Office | None = None
        self._window_lock: WindowLock | None = None
        self._overwrite_due = False

    @property
    def office(self) -> Office:
        """The office's own data, as a detached row."""
        if self._office is None:
            with self.store.reading() as session:
                self._office = session.exec(select(Office)).one()
                session.expunge(self._office)
        return self._office

    @property
    def mark(self) -> str:
        """What the names of this workspace's temporaries begin with, so that no other workspace clears them away."""
        return read_key_slots(self.folder / SLOTS).workspace_id[:8]

    def today(self) -> date:
        """Return the office's civil date."""
        return self.now().date()

    def moment(self) -> str:
        """Return the local time to the second with its UTC offset, as the journal writes it."""
        return moment_of(self.now())

    @contextmanager
    def act(self, name: str, note: str = "") -> Iterator[Session]:
        """Give the one journalled transaction of an act; it is committed at the end or undone as a whole."""
        with self.store.writing(JournalContext(self.moment(), self.actor.login, name, note)) as session:
            yield session
        self._office = None
        if self._overwrite_due:
            self.overwrite_destroyed()

    def overwrite_destroyed(self) -> None:
        """Overwrite in the file what a committed act destroyed; where that is held up, the next act tries again."""
        self._overwrite_due = not self.store.checkpoint()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that reads one consistent snapshot."""
        with self.store.reading() as session:
            yield session

    def setting(self, key: str, default: str = "") -> str:
        """Return an office parameter."""
        with self.reading() as session:
            row = session.get(Setting, key)
            return row.value if row else default

    def take_window(self) -> None:
        """Claim the workspace for one window; raise `UserFault` (code `in-use`) when another has it."""
        self._window_lock = WindowLock.take(self.folder / LOCK)

    def close(self) -> None:
        """Close the database and let another window in."""
        if self._overwrite_due:
            self.overwrite_destroyed()
        self.store.close()
        if self._window_lock is not None:
            self._window_lock.release()
            self._window_lock = None


def moment_of(now: datetime) -> str:
    """Return a moment as text: local time to the second with offset."""
    return now.astimezone().isoformat(timespec="seconds")


def local_now() -> datetime:
    """Return this machine's local time with its offset."""
    return datetime.now().astimezone()


def create_workspace(
    folder: Path, setup: OfficeSetup, *, now: Callable[[], datetime] = local_now, cost: KdfCost | None = None
) -> tuple[Workspace, str]:
    """Make a workspace in `folder` and return it, open for the first user, with the recovery code to print.

    Raises `UserFault` when the folder already holds one, a field is missing or the disk refuses; a failed
    attempt leaves no workspace behind.
    """
    _check_setup(setup)
    setup = replace(setup, login=setup.login.strip(), user_name=setup.user_name.strip())
    _refuse_second(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise UserFault(f"建不了文件夹“{folder}”，", "请换一个有写入权限的位置。", code="disk") from fault
    # Held while it is made, so that of two set-ups at once the one that fails cannot clear away the other's files.
    lock = WindowLock.take(folder / LOCK)
    try:
        _refuse_second(folder)
        return _make(folder, setup, now, cost or KdfCost())
    finally:
        lock.release()
        if not has_workspace(folder):
            (folder / LOCK).unlink(missing_ok=True)


def _refuse_second(folder: Path) -> None:
    if has_workspace(folder):
        raise UserFault(f"“{folder}”里已经有一个工作区，", "请直接登录，或另选一个空文件夹。", code="exists")


def _make(folder: Path, setup: OfficeSetup, now: Callable[[], datetime], cost: KdfCost) -> tuple[Workspace, str]:
    database_key, sealing = os.urandom(32), new_sealing_keys()
    recovery = new_recovery_code()
    store = Store(folder / DATABASE, database_key)
    try:
        # Made by us: SQLite would let everybody read it. What it puts beside it has the same rights.
        with faults_of_writing(folder / DATABASE):
            open(folder / DATABASE, "xb", opener=private).close()
        context = JournalContext(moment_of(now()), setup.login, "set_up_office")
        with store.connection(write=True) as connection:
            bring_up_to_date(connection, context)
        with store.writing(context) as session:
            session.add(_office_row(setup, sealing.public, context.at))
            user = User(login=setup.login, name=setup.user_name, roles=setup.roles, created_at=context.at)
            session.add(user)
            session.flush()
            session.add(SignIn(user_id=user.id or 0, at=context.at, what="set_up"))
            actor = _actor(user)
        slots = KeySlots(uuid.uuid4().hex, ())
        own_sealing = sealing.private if "custodian" in setup.roles else None
        slots = slots.with_slot(setup.login, setup.password, database_key, own_sealing, cost)
        slots = slots.with_slot(RECOVERY, recovery, database_key, sealing.private, cost)
        # The slots are written last: a database without slots is an attempt that never was.
        write_key_slots(folder / SLOTS, slots)
    except BaseException:
        store.close()
        for name in (DATABASE, *_BESIDE, SLOTS):
            (folder / name).unlink(missing_ok=True)
        raise
    return Workspace(folder, store, actor, now), recovery


def open_workspace(folder: Path, login: str, password: str, *, now: Callable[[], datetime] = local_now) -> Workspace:
    """Open a workspace with a user's password; raise `UserFault` naming what is wrong and what to do."""
    opened = slots_of(folder).open(login, password)
    return _open(folder, opened.database_key, login, now, "sign_in")


def recover_workspace(
    folder: Path,
    login: str,
    recovery_code: str,
    new_password: str,
    *,
    now: Callable[[], datetime] = local_now,
    cost: KdfCost | None = None,
) -> Workspace:
    """Open a workspace with the recovery code and give `login` a new password.

    A custodian gets the sealing key back too, because the code is what the office locked away for that.
    """
    check_password(new_password)
    opened = slots_of(folder).open(RECOVERY, tidy_recovery_code(recovery_code))

    def give_password(session: Session, actor: Actor) -> None:
        sealing = opened.sealing_key if "custodian" in actor.roles else None
        change_slots(
            session,
            folder / SLOTS,
            lambda found: found.with_slot(login, new_password, opened.database_key, sealing, cost or KdfCost()),
        )

    return _open(folder, opened.database_key, login, now, "recovered", give_password)


def slots_of(folder: Path) -> KeySlots:
    """Read the key slots of the workspace in `folder`; raise `UserFault` (code `not-a-workspace`) if there is none."""
    if not (folder / DATABASE).exists():
        raise UserFault(
            f"“{folder}”不是信访窗口的工作区（缺少 {DATABASE}），",
            "请检查所选文件夹，或新建工作区。",
            code="not-a-workspace",
        )
    return read_key_slots(folder / SLOTS)


def has_workspace(folder: Path) -> bool:
    """Say whether a workspace was set up in `folder`."""
    return (folder / DATABASE).exists() or (folder / SLOTS).exists()


def check_password(password: str) -> None:
    """Refuse a password that a passer-by would guess; the rule is length alone."""
    if len(password) < 8:
        raise UserFault("口令太短，", "请至少用 8 个字符；可以是一句只有自己记得的话。", code="weak-password")


def _open(
    folder: Path,
    key: bytes,
    login: str,
    now: Callable[[], datetime],
    what: str,
    with_it: Callable[[Session, Actor], None] | None = None,
) -> Workspace:
    _keep_private(folder)
    store = Store(folder / DATABASE, key)
    try:
        with store.connection(write=True) as connection:
            if version_of(connection) is None:
                # An emptied file would otherwise become a fresh workspace without an office.
                raise UserFault(
                    f"工作区文件“{DATABASE}”里什么也没有，文件已损坏。",
                    "请不要继续登记，用最近的备份恢复；原文件请保留。",
                    code="not-a-workspace",
                )
            bring_up_to_date(
                connection,
                JournalContext(moment_of(now()), login, MIGRATE),
                lambda version: copy_before_upgrade(store, folder / SLOTS, version, now()),
            )
        context = JournalContext(moment_of(now()), login, what)
        with store.writing(context) as session:
            user = session.exec(select(User).where(User.login == login)).one_or_none()
            if user is None or not user.active:
                raise UserFault("这个用户不存在或已停用，", "请联系本单位的系统管理人员。", code="wrong-password")
            session.add(SignIn(user_id=user.id or 0, at=context.at, what=what))
            actor = _actor(user)
            if with_it is not None:
                with_it(session, actor)
    except BaseException:
        store.close()
        raise
    workspace = Workspace(folder, store, actor, now)
    with suppress(UserFault):  # a later start does it
        clear_unfinished(store, workspace.mark, replace(context, act="end_broken_exits"))
    return workspace


def _keep_private(folder: Path) -> None:
    """Take others' rights away from what former versions made; the folder's too, where nothing else lies in it."""
    with suppress(OSError):
        lying = {path.name for path in folder.iterdir()}
        ours = {DATABASE, *_BESIDE, SLOTS, LOCK, EXITS_LOCK, BACKUP_LOCK, "program.log", "program.log.1", "window.ini"}
        for name in lying & ours:
            keep_private(folder / name)
        if lying <= {*ours, BEFORE_UPGRADE}:
            keep_private(folder, 0o700)


def _actor(user: User) -> Actor:
    return Actor(user.id or 0, user.login, user.name, frozenset(user.roles))


def _office_row(setup: OfficeSetup, public_key: bytes, at: str) -> Office:
    return Office(
        name=setup.name.strip(),
        short_form=setup.short_form.strip(),
        level=setup.level,
        role=setup.role,
        division_code=setup.division_code.strip(),
        division_name=setup.division_name.strip(),
        phone=setup.phone.strip(),
        address=setup.address.strip(),
        seal_public_key=base64.b64encode(public_key).decode(),
        check_key=base64.b64encode(os.urandom(32)).decode(),
        created_at=at,
    )


def _check_setup(setup: OfficeSetup) -> None:
    needed: dict[str, Any] = {
        "name": "单位名称",
        "short_form": "文号简称",
        "division_name": "行政区划名称",
        "login": "用户名",
        "user_name": "姓名",
    }
    for field, label in needed.items():
        if not getattr(setup, field).strip():
            raise UserFault(f"还没有填“{label}”，", "请填写后继续。", code="missing-field", field=field)
    if any(sign in _NOT_IN_A_NUMBER or sign < " " for sign in setup.short_form.strip()):
        # It stands in every document number, which is a file name too, and whose format has its own {places}.
        raise UserFault(
            f"文号简称里不能有换行和 {' '.join(_NOT_IN_A_NUMBER)} 这些符号，",
            "请只写简称，例如 香信。",
            code="bad-value",
            field="short_form",
        )
    code = setup.division_code.strip()
    if not (code.isascii() and code.isdigit() and 6 <= len(code) <= 12):
        raise UserFault(
            "行政区划代码应是 6 到 12 位数字，", "例如县 6 位、乡镇 9 位。", code="bad-value", field="division_code"
        )
    if setup.login.strip() == RECOVERY:
        raise UserFault("这个用户名不能用，", "请换一个。", code="bad-value", field="login")
    check_password(setup.password)
