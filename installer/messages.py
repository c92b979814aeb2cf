"""Say things in Chinese on any console, and stop with one sentence."""

import contextlib
import sys


class Stop(Exception):
    """End the command with a sentence for the person and an exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def speak_chinese() -> None:
    """Make standard output and error able to print Chinese: a GBK console stays GBK, an ASCII pipe becomes UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # not a text stream, or one that is already closed
            try:
                "信访窗口".encode(stream.encoding or "ascii")
                stream.reconfigure(errors="replace")
            except (UnicodeEncodeError, LookupError):
                stream.reconfigure(encoding="utf-8", errors="replace")


def say(sentence: str) -> None:
    """Print one message at once, before whatever a child process prints next."""
    print(sentence, flush=True)
