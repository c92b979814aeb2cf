"""Read the words of a PDF that may come from anybody."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf import PdfReader

MOST_PAGES = 60


class LockedPdf(ValueError):
    """The file asks for a password."""


def page_texts(content: bytes) -> Iterator[str]:
    """Give the text of each of the first `MOST_PAGES` pages; a hostile or broken file gives less, never an error.

    Raises `LockedPdf` for one that asks for a password.
    """
    with unlogged():
        try:
            reader = PdfReader(io.BytesIO(content))
            locked = reader.is_encrypted and not reader.decrypt("")
            count = 0 if locked else min(len(reader.pages), MOST_PAGES)
        except (Exception, RecursionError):
            return
        if locked:
            raise LockedPdf
        for number in range(count):
            try:
                text = reader.pages[number].extract_text()
            except (Exception, RecursionError):  # whatever a broken page leads pypdf to
                text = ""
            yield text


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has; raise `LockedPdf`, or ValueError for one that cannot be read or has none."""
    with unlogged():
        try:
            reader = PdfReader(io.BytesIO(content))
            locked = reader.is_encrypted and not reader.decrypt("")
            count = 0 if locked else len(reader.pages)
        except (Exception, RecursionError):
            raise ValueError("unreadable") from None
    if locked:
        raise LockedPdf
    if not count:
        raise ValueError("no pages")
    return count


def squeezed(text: str) -> str:
    """Return a text without blanks and line ends, which every program sets its own way."""
    return "".join(text.split())


@contextmanager
def unlogged() -> Iterator[None]:
    """Keep what pypdf has to say of a file out of the log."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # what a stranger's file holds does not belong in our log
    try:
        yield
    finally:
        logger.setLevel(level)
