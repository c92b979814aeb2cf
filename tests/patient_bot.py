"""A pytest-qt robot that waits for what is to happen as long as a busy machine may take."""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

#: Milliseconds. Nothing waits this long where all is well: a wait ends with what it waits for.
PATIENCE = 120_000


class PatientBot(QtBot):
    """The same robot; a wait that a test gives less time is given `PATIENCE` all the same."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:
        if more.get("raising", True):  # else the signal may well stay away, as it must in `assertNotEmitted`
            timeout = max(timeout, PATIENCE)
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitActive(self, widget: Any, *, timeout: int = PATIENCE) -> Any:
        return super().waitActive(widget, timeout=max(timeout, PATIENCE))

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE) -> Any:
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE))
