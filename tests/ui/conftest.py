"""Windows under test are drawn off screen, in the program's own look."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items):
    # The offscreen platform has no window manager and says so at each window; that is no fault of ours.
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture()
def dressed(qapp):
    """Give the application in its theme at 字号 标准."""
    from app.ui.base import theme

    theme.apply_theme(qapp)
    yield qapp
    theme.apply_theme(qapp)
