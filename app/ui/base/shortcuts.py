"""Every shortcut of the window, in one place, so that none is given twice."""

from enum import StrEnum


class Shortcut(StrEnum):
    """Keys as Qt writes them."""

    DESK = "Ctrl+1"
    REGISTER_PAGE = "Ctrl+2"
    CASES = "Ctrl+3"
    DOCUMENTS = "Ctrl+4"
    LEDGER = "Ctrl+5"
    SETTINGS = "Ctrl+6"
    MAP = "Ctrl+7"
    SEARCH = "Ctrl+K"
    LOCK = "Ctrl+L"
    REGISTER = "F2"
    BACK = "Alt+Left"
    LEAVE = "Esc"
    PRINT = "Ctrl+P"
    EXPORT = "Ctrl+E"
    SAVE = "Ctrl+S"
    LAW = "F1"
    REFRESH = "F5"
    FIND_PATHWAY = "F3"
    CALENDAR = "F4"
    MORE_ACTS = "Ctrl+M"
    CHECK_VIEW = "F6"
    PAPER_BOOK = "F7"
    REGISTER_SHEET = "Ctrl+Return"
    ZOOM_IN = "Ctrl++"
    ZOOM_OUT = "Ctrl+-"
    ZOOM_FIT = "Ctrl+0"
