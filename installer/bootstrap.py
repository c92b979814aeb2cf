"""Set up everything and start the program, or run its tests: one command each, on a fresh machine.

    python3 installer/bootstrap.py run [arguments of the program]
    python3 installer/bootstrap.py test [arguments of pytest]
    python3 installer/bootstrap.py bench [arguments of pytest]

Standard library only. The syntax is kept to what Python 3.6 can read, so that an old Python says one sentence
instead of a traceback. Exit codes are those of the program or of pytest; 2 = cannot begin, 3 = the system lacks
libraries, 4 = the environment could not be made.
"""

import os
import subprocess
import sys
from pathlib import Path

from environment import interpreter, prepare, read_stamp, write_stamp
from messages import Stop, say, speak_chinese
from system_needs import (
    LIBRARY_GROUPS,
    PRINTING,
    TEST_TOOLS,
    mark,
    missing_libraries,
    missing_tools,
    missing_venv_package,
    provide,
)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOUR = ROOT / "out" / "导览"

EXTRAS = {"run": (), "test": ("test",), "bench": ("test", "bench")}
_OWN_DISPLAYS = {"vnc", "linuxfb", "eglfs"}  # Qt platforms that bring their own display


def python_fault(version: "tuple[int, ...]") -> str:
    """Return why this Python cannot be used, or nothing. PySide6 6.9 has wheels up to Python 3.13."""
    if version < (3, 11):
        return "需要 Python 3.11 到 3.13，现在是 {}.{}。请安装后运行 python3.11 installer/bootstrap.py run".format(
            *version[:2]
        )
    if version >= (3, 14):
        return "需要 Python 3.11 到 3.13，现在是 {}.{}，界面库还没有对应的版本。请改用 Python 3.13 运行。".format(
            *version[:2]
        )
    return ""


def display_of(environment: "dict[str, str]", platform: str) -> str:
    """Return the kind of display a window can open on: "native", "x11", "wayland", "own" or "" for none."""
    if not platform.startswith("linux"):
        return "native"
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen in _OWN_DISPLAYS:
        return "own"
    if chosen in ("offscreen", "minimal"):
        return ""
    if environment.get("DISPLAY"):
        return "x11"
    return "wayland" if environment.get("WAYLAND_DISPLAY") else ""


def child_environment(environment: "dict[str, str]", runtime: Path, *, offscreen: bool) -> "dict[str, str]":
    """Return the environment for the program: UTF-8, no foreign Python paths, no display where none is wanted."""
    child = {name: value for name, value in environment.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    if offscreen:
        child["QT_QPA_PLATFORM"] = "offscreen"
    if sys.platform.startswith("linux"):
        spoken = child.get("LC_ALL") or child.get("LC_CTYPE") or child.get("LANG") or ""
        if "utf" not in spoken.lower():  # Qt warns under any other locale, and Chinese paths break
            child["LC_ALL"] = "C.UTF-8"
        if not child.get("XDG_RUNTIME_DIR"):
            runtime.mkdir(mode=0o700, exist_ok=True)
            child["XDG_RUNTIME_DIR"] = str(runtime)
    return child


def check_system(command: str, display: str, known: "list[str]") -> "list[str]":
    """Provide what the system lacks for this command and return the groups that are complete now.

    `known` are the groups that were complete before: they are not looked at again.
    """
    if not sys.platform.startswith("linux"):
        return known
    complete = list(known)
    libraries = ["offscreen"]
    if command == "run" and display in LIBRARY_GROUPS:
        libraries.append(display)
    for group in libraries:
        needs = LIBRARY_GROUPS[group]
        if mark(group, needs) not in complete:
            provide(missing_libraries(needs), "界面库")
            still = missing_libraries(needs)
            if still:
                raise Stop("装过之后仍然缺少：{}。请把这一行发给信息员。".format("、".join(still)), code=3)
            complete.append(mark(group, needs))
    optional = [("printing", PRINTING, missing_libraries, "打印")]
    if command != "run":
        optional.append(("tools", TEST_TOOLS, missing_tools, "测试"))
    for group, needs, missing, purpose in optional:
        if mark(group, needs) not in complete:
            provide(missing(needs), purpose, essential=False)
            if not missing(needs):
                complete.append(mark(group, needs))
    return complete


def start(arguments: "list[str]", environment: "dict[str, str]") -> int:
    """Run the environment's Python from the project's folder and return its exit code."""
    command = [str(interpreter(VENV)), *arguments]
    if os.name != "nt":  # become the child: signals and exit codes arrive without a middleman
        os.chdir(ROOT)
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def run_tour(environment: "dict[str, str]") -> int:
    """Run the guided tour without a display and name the folder with its PDF, workbook and pictures."""
    say("这台机器没有显示器，开不了窗口，改为运行导览：建一个示范单位，登记、打印、导出各走一遍。")
    TOUR.mkdir(parents=True, exist_ok=True)
    command = [str(interpreter(VENV)), "-m", "app.cli", "demo", "--tour", "--out", str(TOUR)]
    code = subprocess.run(command, cwd=str(ROOT), env=environment, check=False).returncode
    if code:
        say(f"导览没有走完，退出码 {code}。已生成的文件在：{TOUR}")
        return code
    say(f"导览完成。告知书、台账和界面图片在：{TOUR}")
    for path in sorted(TOUR.rglob("*")):
        if path.is_file():
            say(f"  {path.relative_to(TOUR)}")
    return 0


def main(arguments: "list[str]") -> int:
    """Do one of the commands and return the exit code."""
    if not arguments or arguments[0] not in EXTRAS:
        say("用法：python3 installer/bootstrap.py run | test | bench [后面的参数原样传下去]")
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    command, rest = arguments[0], arguments[1:]
    fault = python_fault(sys.version_info[:2])
    if fault:
        raise Stop(fault, code=2)
    if not (VENV / "pyvenv.cfg").exists():
        provide(missing_venv_package(), "建立运行环境")
    display = display_of(dict(os.environ), sys.platform)
    known = read_stamp(VENV).get("system", [])
    complete = check_system(command, display, known)
    prepare(VENV, ROOT, EXTRAS[command])
    if complete != read_stamp(VENV).get("system"):
        write_stamp(VENV, dict(read_stamp(VENV), system=complete))
    offscreen = command != "run" or not display
    environment = child_environment(dict(os.environ), VENV / "runtime", offscreen=offscreen)
    if command == "test":
        return start(["-m", "pytest", *rest], environment)
    if command == "bench":  # the project's own options leave the benchmarks out
        return start(["-m", "pytest", "-o", "addopts=", "-q", "--strict-markers", "tests/bench", *rest], environment)
    if display:
        return start(["-m", "app", *rest], environment)
    if rest:
        say("没有显示器，这些参数没有用上：{}".format(" ".join(rest)))
    return run_tour(environment)


if __name__ == "__main__":
    speak_chinese()
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        say(stop.sentence)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        say("已中断。再运行一次会接着做。")
        sys.exit(130)
