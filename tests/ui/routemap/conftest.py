"""The map page on a real workspace with real cases; paper goes into files instead of a printer."""

from registered_cases import desktop, register, shown

__all__ = ["desktop", "register", "shown"]
