"""Windows under test are drawn off screen, in the program's own look."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture()
def dressed(qapp):
    """Give the application in its theme at 字号 标准."""
    from app.ui import theme

    theme.apply_theme(qapp)
    yield qapp
    theme.apply_theme(qapp)
