"""What a command comes to, and how it is said: lines for people or one JSON object for programs."""

import contextlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.cli import exit_codes
from app.faults import UserFault


@dataclass(frozen=True)
class Answer:
    """The result of a command: `data` as `--json` prints it, `lines` as people read it, and the exit code."""

    data: Mapping[str, Any]
    lines: Sequence[str] = field(default_factory=tuple)
    exit_code: int = exit_codes.OK


def speak_chinese() -> None:
    """Let every text out, whatever the console: a terminal keeps its own encoding, a pipe or a file gets UTF-8.

    A GBK console prints ? for what it lacks, and a program that reads the output always reads UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # not a text stream, or one that is already closed
            if stream.isatty():
                stream.reconfigure(errors="replace")  # type: ignore[union-attr]
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def say_answer(answer: Answer, *, as_json: bool) -> None:
    """Print a result on standard output."""
    if as_json:
        print(_json(answer.data), flush=True)
    else:
        print("\n".join(answer.lines), flush=True)


def say_fault(fault: UserFault, *, as_json: bool) -> None:
    """Print a refusal: with --json as an object on standard output, else as a sentence on standard error."""
    if as_json:
        error = {"code": fault.code, "sentence": fault.sentence, "next_step": fault.next_step}
        if fault.field:
            error["field"] = fault.field
        print(_json({"error": error}), flush=True)
        return
    print(fault.sentence + fault.next_step, file=sys.stderr, flush=True)


def indented(lines: Iterable[str], by: str = "  ") -> list[str]:
    """Set lines under a heading."""
    return [by + line for line in lines]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):  # a claim as a document prints it
        return asdict(value)
    raise TypeError(type(value).__name__)
