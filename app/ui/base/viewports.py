"""The ground of a scrolled area as what it is, whatever PySide remembers of its address."""

from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import getCppPointer, wrapInstance


def viewport_of(area: QAbstractScrollArea) -> QWidget:
    """Return the viewport of an area.

    PySide keeps the Python side of a layout's spacer after Qt has freed it. Where a viewport is made at the same
    address, asking for it can answer with that dead spacer, so what is no widget is wrapped anew.
    """
    ground: object = area.viewport()
    if isinstance(ground, QWidget):
        return ground
    anew: object = wrapInstance(getCppPointer(ground)[0], QWidget)  # type: ignore[arg-type]
    assert isinstance(anew, QWidget)
    return anew
