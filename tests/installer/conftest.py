"""The set-up script is a folder of plain files, not a package: put it where it can be imported."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installer"))
