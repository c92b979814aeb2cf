"""Key slots: each user's password, and the recovery code, opens the same random database key.

The slot file lies beside the database. It holds login names and wrapped keys, never a key or a password.
A slot may also wrap the custodian's private sealing key; only its own secret opens that.
"""

import base64
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.faults import UserFault
from app.security.files import write_whole_file

FORMAT = 1
RECOVERY = "*recovery*"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_KDF = "argon2id"
_NONCE = 12
_WRAPPED = _NONCE + 32 + 16  # nonce, key, tag


@dataclass(frozen=True)
class KdfCost:
    """What one guess at a password costs: Argon2id passes, lanes and memory in KiB (RFC 9106)."""

    iterations: int = 3
    lanes: int = 2
    memory_kib: int = 64 * 1024


@dataclass(frozen=True)
class Slot:
    """One secret's wrapped copies of the database key and, for a custodian, of the sealing key."""

    login: str
    cost: KdfCost
    salt: bytes
    database_key: bytes
    sealing_key: bytes | None = None


@dataclass(frozen=True)
class OpenedSlot:
    """What a right password or recovery code gives."""

    login: str
    database_key: bytes
    sealing_key: bytes | None


@dataclass(frozen=True)
class KeySlots:
    """The slot file: a workspace's identity and one slot a secret."""

    workspace_id: str
    slots: tuple[Slot, ...]

    def logins(self) -> tuple[str, ...]:
        """Return the login names that have a slot."""
        return tuple(slot.login for slot in self.slots if slot.login != RECOVERY)

    def open(self, login: str, secret: str) -> OpenedSlot:
        """Open the slot of `login` with its password, or raise `UserFault` (code `wrong-password`)."""
        slot = next((slot for slot in self.slots if slot.login == login), None)
        if slot is None:
            raise _wrong(login)
        kek = _derive(secret, slot.salt, slot.cost)
        try:
            database_key = self._unwrap(kek, slot.database_key, login, "database")
            sealing_key = self._unwrap(kek, slot.sealing_key, login, "sealing") if slot.sealing_key else None
        except InvalidTag as fault:
            raise _wrong(login) from fault
        return OpenedSlot(login, database_key, sealing_key)

    def with_slot(
        self, login: str, secret: str, database_key: bytes, sealing_key: bytes | None, cost: KdfCost
    ) -> "KeySlots":
        """Return slots in which `login` is opened by `secret`, replacing its former slot."""
        salt = os.urandom(16)
        kek = _derive(secret, salt, cost)
        slot = Slot(
            login,
            cost,
            salt,
            self._wrap(kek, database_key, login, "database"),
            self._wrap(kek, sealing_key, login, "sealing") if sealing_key else None,
        )
        return replace(self, slots=(*(s for s in self.slots if s.login != login), slot))

    def without_slot(self, login: str) -> "KeySlots":
        """Return slots in which `login` opens nothing any more."""
        return replace(self, slots=tuple(s for s in self.slots if s.login != login))

    def _wrap(self, kek: bytes, key: bytes, login: str, purpose: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(kek).encrypt(nonce, key, self._context(login, purpose))

    def _unwrap(self, kek: bytes, wrapped: bytes, login: str, purpose: str) -> bytes:
        return AESGCM(kek).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], self._context(login, purpose))

    def _context(self, login: str, purpose: str) -> bytes:
        return f"{self.workspace_id}|{login}|{purpose}".encode()


def new_recovery_code() -> str:
    """Make a recovery code of 125 random bits, in five groups that a person can copy from paper."""
    letters = [secrets.choice(_ALPHABET) for _ in range(25)]
    return "-".join("".join(letters[i : i + 5]) for i in range(0, 25, 5))


def tidy_recovery_code(typed: str) -> str:
    """Read a recovery code as people type it: any case, with or without dashes, O for 0 and I or L for 1."""
    letters = typed.upper().translate(str.maketrans("OIL", "011"))
    letters = "".join(c for c in letters if c in _ALPHABET)
    return "-".join(letters[i : i + 5] for i in range(0, len(letters), 5))


def read_key_slots(path: Path) -> KeySlots:
    """Read the slot file; raise `UserFault` when it is missing, damaged or from a newer program."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        if raw["format"] > FORMAT:
            raise UserFault(
                "这个工作区由更新版本的程序建立，", "请先升级本程序再打开；数据没有改动。", code="newer-version"
            )
        return KeySlots(raw["workspace_id"], tuple(_slot_from(entry) for entry in raw["slots"]))
    except FileNotFoundError as fault:
        raise UserFault(
            f"“{path.parent}”不是信访窗口的工作区（缺少钥匙文件 {path.name}），",
            "请把钥匙文件放回原处再登录；如果是上次没有建完，请另选一个空文件夹新建。",
            code="not-a-workspace",
        ) from fault
    except OSError as fault:
        raise UserFault(f"读不到工作区的钥匙文件 {path}：", "请检查磁盘和文件夹权限后再试。", code="disk") from fault
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise UserFault(
            f"工作区的钥匙文件 {path.name} 已损坏，", "请从备份恢复这个文件；案件数据没有改动。", code="not-a-workspace"
        ) from fault


def write_key_slots(path: Path, slots: KeySlots) -> None:
    """Write the slot file whole or not at all."""
    body = {
        "format": FORMAT,
        "workspace_id": slots.workspace_id,
        "slots": [_slot_to(slot) for slot in slots.slots],
    }
    write_whole_file(path, json.dumps(body, ensure_ascii=False, indent=1).encode())


def custodian_logins(slots: Iterable[Slot]) -> tuple[str, ...]:
    """Return the logins whose slot opens the sealing key."""
    return tuple(slot.login for slot in slots if slot.sealing_key and slot.login != RECOVERY)


def _derive(secret: str, salt: bytes, cost: KdfCost) -> bytes:
    return Argon2id(
        salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(secret.encode())


def _wrong(login: str) -> UserFault:
    if login == RECOVERY:
        return UserFault("恢复码不对，", "请照打印的恢复码逐组核对后再输入。", code="wrong-password")
    return UserFault("用户名或口令不对，", "请检查大小写和输入法后再试。", code="wrong-password")


def _slot_to(slot: Slot) -> dict[str, object]:
    return {
        "login": slot.login,
        "kdf": {"name": _KDF, "t": slot.cost.iterations, "p": slot.cost.lanes, "m": slot.cost.memory_kib},
        "salt": _text(slot.salt),
        "database_key": _text(slot.database_key),
        "sealing_key": _text(slot.sealing_key) if slot.sealing_key else None,
    }


def _slot_from(entry: dict[str, Any]) -> Slot:
    kdf, sealing = entry["kdf"], entry["sealing_key"]
    cost = KdfCost(*(_whole(kdf[key]) for key in "tpm"))
    # A damaged cost must not ask this machine for more memory than it has.
    if not (1 <= cost.iterations <= 1_000 and 1 <= cost.lanes <= 64 and 8 * cost.lanes <= cost.memory_kib <= 4 << 20):
        raise ValueError("cost out of bounds")
    if kdf["name"] != _KDF or not isinstance(entry["login"], str):
        raise ValueError("unknown derivation or no login")
    return Slot(
        entry["login"],
        cost,
        _bytes_of(entry["salt"], 16),
        _bytes_of(entry["database_key"], _WRAPPED),
        _bytes_of(sealing, _WRAPPED) if sealing is not None else None,
    )


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a cost is a whole number")
    return value


def _bytes_of(text: str, length: int) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if len(raw) != length:
        raise ValueError("wrong length")
    return raw


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
