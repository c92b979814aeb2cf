"""Pages under test stand on real workspaces with real cases."""

from registered_cases import desktop, register, shown

__all__ = ["desktop", "register", "shown"]
