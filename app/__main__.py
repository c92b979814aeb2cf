"""Start the window: `python -m app [--workspace FOLDER]`."""

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Read the arguments, open the window, return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m app", description="信访窗口：登记、告知、台账。")
    parser.add_argument(
        "--workspace",
        type=Path,
        metavar="文件夹",
        help="工作区文件夹；不给时用环境变量 XINFANG_WORKSPACE，再没有则用默认位置"
        "（Windows：%%LOCALAPPDATA%%\\信访窗口\\工作区；其他系统：~/.local/share/xinfang-window/工作区）。",
    )
    chosen = parser.parse_args()
    from app.ui.shell.application import run

    return run(chosen.workspace)


if __name__ == "__main__":
    sys.exit(main())
