"""The short code on a notice by which the office recognises its own paper."""

import hashlib
import hmac

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 16


def check_code(secret: bytes, *parts: str) -> str:
    """Return sixteen letters (80 bits of HMAC-SHA256 over `parts`) in four groups, safe to read aloud."""
    message = "\x1f".join(parts).encode()
    number = int.from_bytes(hmac.new(secret, message, hashlib.sha256).digest()[:10])
    letters = "".join(CODE_ALPHABET[(number >> shift) & 31] for shift in range(75, -1, -5))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_LETTERS, 4))


def tidy_check_code(typed: str) -> str:
    """Read a check code as people type it: any case, dashes or not, O for 0 and I or L for 1."""
    letters = "".join(c for c in typed.upper().translate(str.maketrans("OIL", "011")) if c in CODE_ALPHABET)
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def same_code(left: str, right: str) -> bool:
    """Compare two codes in constant time."""
    return hmac.compare_digest(tidy_check_code(left).encode(), tidy_check_code(right).encode())
