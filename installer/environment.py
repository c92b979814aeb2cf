"""The project's own environment in .venv: made once, stamped when whole, made again when not."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from messages import Stop, say

STAMP = "bootstrap-stamp.json"


def interpreter(venv: Path) -> Path:
    """Return the environment's Python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def requirements(root: Path, extras: "tuple[str, ...]") -> "list[str]":
    """Return what pyproject.toml asks for, with the named extras."""
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return wanted


def fingerprint(root: Path, extras: "tuple[str, ...]") -> str:
    """Return a hash of all that decides what an environment holds: wishes, pinned versions, Python."""
    digest = hashlib.sha256()
    for part in (
        *requirements(root, extras),
        (root / "installer" / "constraints.txt").read_text(encoding="utf-8"),
        sys.version,
        sys.base_prefix,
    ):
        digest.update(part.encode("utf-8") + b"\0")
    return digest.hexdigest()


def read_stamp(venv: Path) -> "dict[str, object]":
    """Return what the stamp says; an unreadable one says nothing."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(venv: Path, stamp: "dict[str, object]") -> None:
    """Write the stamp whole or not at all."""
    partial = venv / (STAMP + ".part")
    partial.write_text(json.dumps(stamp, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(partial, venv / STAMP)


def is_ready(venv: Path, root: Path, extras: "tuple[str, ...]") -> bool:
    """Tell whether the environment was finished for exactly these wishes and still has its Python."""
    finished = read_stamp(venv).get("finished")
    if not isinstance(finished, dict) or not interpreter(venv).exists():
        return False
    key = ",".join(extras)
    return finished.get(key) == fingerprint(root, extras)


def prepare(venv: Path, root: Path, extras: "tuple[str, ...]") -> None:
    """Make `venv` hold the program's dependencies and those of `extras`; at once when it already does.

    An environment that was never finished, or was made for another Python or other versions, is made again from
    nothing. One that somebody else made is never touched. Raises `Stop` when pip fails.
    """
    if is_ready(venv, root, extras):
        return
    with _alone(root):
        if not is_ready(venv, root, extras):  # another start may have finished it while this one waited
            _complete(venv, root, extras)


def _complete(venv: Path, root: Path, extras: "tuple[str, ...]") -> None:
    stamp = read_stamp(venv)
    if venv.exists() and not stamp and any(venv.iterdir()):
        raise Stop(
            f"{venv} 不是本脚本建立的环境，没有动它。请把它移走或改名，再运行一次。",
            code=2,
        )
    base = fingerprint(root, ())
    if stamp.get("base") != base or not stamp.get("finished") or not interpreter(venv).exists():
        _make(venv, base)
        finished = {}
    else:
        finished = dict(stamp["finished"])
    # While pip works the stamp says "unfinished": an interrupted install is never taken for a whole one.
    write_stamp(venv, {"base": base, "finished": {}})
    _install(venv, root, extras)
    for some in range(len(extras) + 1):  # what brings the benchmarks has brought the tests and the program
        finished[",".join(extras[:some])] = fingerprint(root, extras[:some])
    write_stamp(venv, {"base": base, "finished": finished})


@contextlib.contextmanager
def _alone(root: Path) -> "Iterator[None]":
    """Let one start at a time build the environment; the system drops the lock when a process dies."""
    name = hashlib.sha256(str(root).encode("utf-8")).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"bootstrap-{name}.lock").open("a+b") as lock:
        if os.name == "nt":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(venv: Path, base: str) -> None:
    say(f"正在建立运行环境 {venv} ……")
    if venv.exists():
        shutil.rmtree(venv)
    venv.mkdir(parents=True)
    write_stamp(venv, {"base": base, "finished": {}})
    done = subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False)
    if done.returncode:
        raise Stop("运行环境没有建成（见上面的英文说明）。请检查磁盘空间和 Python 的安装，再运行一次。", code=4)


def _install(venv: Path, root: Path, extras: "tuple[str, ...]") -> None:
    say("正在安装依赖，第一次要下载约 300 MB，请稍候……")
    command = [
        str(interpreter(venv)), "-m", "pip", "install", "--no-input", "--disable-pip-version-check",
        "--only-binary", ":all:", "--constraint", str(root / "installer" / "constraints.txt"),
        *requirements(root, extras),
    ]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    environment["PIP_USER"] = "0"  # a machine-wide "install for the user" would miss the environment
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise Stop(
            "依赖没有装全（见上面的英文说明）：多半是网络不通、镜像里没有所需版本，或磁盘已满。\n"
            "解决后再运行一次本命令，会从头重装，不会留下半套环境。",
            code=4,
        )
