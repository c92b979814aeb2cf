"""An upgrade killed at any moment leaves the former version untouched or today's complete, and it opens."""

import os
from pathlib import Path

import pytest
from former_versions.building import VERSIONS
from upgrading import kill_upgrades

from app.models.schema import HEAD


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
@pytest.mark.parametrize("version", [version for version in VERSIONS if version != HEAD])
def test_a_killed_upgrade_is_there_or_not_at_all(tmp_path: Path, version: str) -> None:
    seen = kill_upgrades(tmp_path, version, most=8)
    assert seen.killed >= 14
    assert seen.untouched >= 3
    assert seen.complete >= 1  # the last statement is one of the sign-in, which follows the upgrade
