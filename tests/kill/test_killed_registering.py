"""A process killed at any moment loses nothing it acknowledged and leaves nothing by half."""

import os
from pathlib import Path

import pytest
from killing import kill_rounds


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_killed_registration_is_there_or_not_at_all(tmp_path: Path) -> None:
    seen = kill_rounds(tmp_path / "工作区", rounds=30, seed=20261122)
    assert seen.cases >= 30  # the first act of each round registers a case
    assert seen.documents >= 15
