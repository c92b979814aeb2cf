"""Seal a text to the office's custodian, so that whoever typed it cannot read it afterwards."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.faults import UserFault

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_PREFIX = b"XFS1"


@dataclass(frozen=True)
class SealingKeys:
    """A custodian's key pair as raw bytes, 32 each."""

    private: bytes
    public: bytes


def new_sealing_keys() -> SealingKeys:
    """Make a fresh X25519 key pair for an office's custodian."""
    private = X25519PrivateKey.generate()
    return SealingKeys(
        private.private_bytes(
            serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
        ),
        private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw),
    )


def seal(content: bytes, public_key: bytes, context: str) -> bytes:
    """Encrypt `content` to the custodian with HPKE (RFC 9180, base mode); `context` names what it belongs to."""
    return _PREFIX + _SUITE.encrypt(content, X25519PublicKey.from_public_bytes(public_key), context.encode())


def is_sealed(content: bytes) -> bool:
    """Say whether these bytes are what `seal` makes."""
    return content.startswith(_PREFIX)


def unseal(sealed: bytes, private_key: bytes, context: str) -> bytes:
    """Open what `seal` made; raise `UserFault` when it was altered, moved to another case or is not ours."""
    if not is_sealed(sealed):
        raise UserFault(
            "密封内容的格式无法识别，", "可能由更新版本的程序写入；请升级程序后再打开。", code="sealed-unknown"
        )
    try:
        return _SUITE.decrypt(
            sealed[len(_PREFIX) :], X25519PrivateKey.from_private_bytes(private_key), context.encode()
        )
    except (InvalidTag, ValueError) as fault:
        raise UserFault(
            "密封内容打不开：它已损坏，或不是密封给本单位保密专员的。", "请从备份恢复后再试。", code="sealed-damaged"
        ) from fault
