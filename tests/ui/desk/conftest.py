"""The desk page under test, over real cases."""

from registered_cases import desktop, register, shown

__all__ = ["desktop", "register", "shown"]
