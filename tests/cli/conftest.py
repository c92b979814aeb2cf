"""Run the command line: as a process of its own, or in this one where only its answers matter."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from offices import CHEAP, PASSWORD, office_setup

from app.cli.program import main
from app.models.workspace import create_workspace

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Ran:
    """What a run of the command line left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        error: dict[str, str] = self.json["error"]
        assert set(error) >= {"code", "sentence", "next_step"}
        return error


def run_process(
    *arguments: object, password: str = "", stdin: str = "", environment: dict[str, str] | None = None
) -> Ran:
    """Run `python -m app.cli` with its output read as UTF-8."""
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("XINFANG_")}
    surroundings |= {"XINFANG_PASSWORD": password} if password else {}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *map(str, arguments)],
        cwd=ROOT, env=surroundings | (environment or {}), input=stdin.encode(), capture_output=True, timeout=600,
        check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture
def process() -> Callable[..., Ran]:
    return run_process


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command in this process."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace on today's date whose password stands in the environment."""
    folder = tmp_path / "工作区"
    create_workspace(folder, office_setup(), cost=CHEAP)[0].close()
    monkeypatch.setenv("XINFANG_WORKSPACE", str(folder))
    monkeypatch.setenv("XINFANG_PASSWORD", PASSWORD)
    monkeypatch.delenv("XINFANG_USER", raising=False)
    return folder


@pytest.fixture
def facts_file(tmp_path: Path, command: Callable[..., Ran]) -> Callable[..., Path]:
    """Write a shipped example, as the command line prints it, to a file; None takes a fact out."""

    def write(name: str = "transfer_visit", **changes: object) -> Path:
        facts = command("register", "--example", name).json | changes
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({k: v for k, v in facts.items() if v is not None}), "utf-8")
        return path

    return write
