"""The whole window, drawn off screen."""

import os

from clerk import sit_down

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

__all__ = ["sit_down"]
