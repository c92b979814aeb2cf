"""What a delegate is told of the row that it draws, by its types."""

from typing import Protocol, cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem


class ItemOption(Protocol):
    """The fields of a `QStyleOptionViewItem`, which the stubs of Qt leave out."""

    rect: QRect
    state: QStyle.StateFlag
    font: QFont
    fontMetrics: QFontMetrics


def told(option: QStyleOptionViewItem) -> ItemOption:
    """Return the same option with its fields typed."""
    return cast(ItemOption, option)
