"""Where workspaces lie, told without the code that opens them."""

import json
import os
import sys
from pathlib import Path

# As app.models.workspace and app.security.keyslots name them; repeated here because importing them would bring in the
# database and the ciphers before the first window is painted. A test holds the two equal.
DATABASE_FILE = "workspace.db"
SLOTS_FILE = "keys.json"
LOCK_FILE = "window.lock"
SLOTS_FORMAT = 1
RECOVERY_LOGIN = "*recovery*"

# Overrides the default folder, for IT staff who keep the workspace on another drive.
VARIABLE = "XINFANG_WORKSPACE"


def default_folder() -> Path:
    """Return the workspace folder used when none is named.

    `XINFANG_WORKSPACE` if set; on Windows `%LOCALAPPDATA%\\信访窗口\\工作区`; elsewhere
    `~/.local/share/xinfang-window/工作区`.
    """
    if named := os.environ.get(VARIABLE, "").strip():
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "信访窗口" / "工作区"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "xinfang-window" / "工作区"


def was_set_up(folder: Path) -> bool:
    """Say whether anything of a workspace lies in the folder, whole or not."""
    return (folder / DATABASE_FILE).exists() or (folder / SLOTS_FILE).exists()


def logins_of(folder: Path) -> tuple[str, ...]:
    """Return the login names of a workspace; raise `UserFault` when the folder holds none that can be used.

    A slot file in order is read for its names alone; anything else is left to the code that knows what is wrong.
    """
    try:
        slots = json.loads((folder / SLOTS_FILE).read_text("utf-8"))
        if slots["format"] == SLOTS_FORMAT:
            return tuple(slot["login"] for slot in slots["slots"] if slot["login"] != RECOVERY_LOGIN)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    from app.security.keyslots import read_key_slots

    return read_key_slots(folder / SLOTS_FILE).logins()
