"""One command on a fresh machine: what it says, what it checks, what it remembers."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import bootstrap
import environment
import pytest
import system_needs
from messages import Stop
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "installer" / "bootstrap.py"
PARTS = [SCRIPT, *(ROOT / "installer" / f"{name}.py" for name in ("environment", "messages", "system_needs"))]
LINUX = sys.platform.startswith("linux")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project that wants nothing, so that it can be set up without a network."""
    (tmp_path / "installer").mkdir()
    (tmp_path / "installer" / "constraints.txt").write_text("# nothing\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\nversion = "1"\ndependencies = ["pip"]\n[project.optional-dependencies]\ntest = []\n'
    )
    return tmp_path


@pytest.fixture
def not_root() -> Iterator[None]:
    """Do the test as an ordinary user, even where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def pins() -> dict[str, str]:
    lines = (ROOT / "installer" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [line.partition("#")[0].strip() for line in lines]
    return {canonicalize_name(name): version for name, _, version in (x.partition("==") for x in found if x)}


# What it says


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10), (3, 14), (4, 0)])
def test_a_python_that_is_too_old_or_too_new_is_one_sentence(version: tuple[int, int]) -> None:
    said = bootstrap.python_fault(version)
    assert "{}.{}".format(*version) in said
    assert "3.11" in said


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_python_that_the_window_library_supports_is_accepted(version: tuple[int, int]) -> None:
    assert not bootstrap.python_fault(version)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_an_old_python_can_read_the_script_and_so_say_its_sentence(part: Path) -> None:
    ast.parse(part.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_it_needs_nothing_but_the_standard_library(part: Path) -> None:
    ours = {path.stem for path in PARTS}
    tree = ast.walk(ast.parse(part.read_text(encoding="utf-8")))
    names = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    tree = ast.walk(ast.parse(part.read_text(encoding="utf-8")))
    names |= {node.module or "" for node in tree if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names) | ours


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_it_speaks_chinese_on_any_console(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "什么"], env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "用法" in done.stdout.decode("gbk" if encoding == "gbk" else "utf-8")
    assert not done.stderr


def test_no_command_says_how_to_use_it() -> None:
    assert bootstrap.main([]) == 2
    assert bootstrap.main(["--help"]) == 0


# Displays and the child's environment


@pytest.mark.parametrize(
    ("variables", "platform", "kind"),
    [
        ({}, "linux", ""),
        ({"DISPLAY": ":0"}, "linux", "x11"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", "wayland"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", ""),
        ({"QT_QPA_PLATFORM": "vnc:size=1366x768"}, "linux", "own"),
        ({}, "win32", "native"),
        ({}, "darwin", "native"),
    ],
)
def test_it_knows_whether_a_window_can_open(variables: dict[str, str], platform: str, kind: str) -> None:
    assert bootstrap.display_of(variables, platform) == kind


@pytest.mark.skipif(not LINUX, reason="only Linux can be without a display")
def test_without_a_display_the_tour_is_run_and_its_folder_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tour = "import os, sys; open(os.path.join(sys.argv[-1], '告知书.pdf'), 'w'); sys.exit(int(os.environ['CODE']))"
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "cli.py").write_text(tour)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "TOUR", tmp_path / "out" / "导览")
    monkeypatch.setattr(bootstrap, "interpreter", lambda _: Path(sys.executable))
    assert bootstrap.run_tour({**os.environ, "CODE": "0"}) == 0
    said = capsys.readouterr().out
    assert "没有显示器" in said
    assert str(tmp_path / "out" / "导览") in said
    assert "告知书.pdf" in said
    assert bootstrap.run_tour({**os.environ, "CODE": "7"}) == 7
    assert "没有走完" in capsys.readouterr().out


@pytest.mark.skipif(not LINUX, reason="locales and runtime folders are Linux matters")
def test_the_child_gets_utf8_a_private_runtime_folder_and_no_foreign_python(tmp_path: Path) -> None:
    child = bootstrap.child_environment({"LANG": "C", "PYTHONPATH": "/x"}, tmp_path / "r", offscreen=True)
    assert child["LC_ALL"] == "C.UTF-8"
    assert child["QT_QPA_PLATFORM"] == "offscreen"
    assert "PYTHONPATH" not in child
    assert (tmp_path / "r").stat().st_mode & 0o777 == 0o700
    kept = bootstrap.child_environment(
        {"LANG": "zh_CN.UTF-8", "XDG_RUNTIME_DIR": "/run/user/1"}, tmp_path / "s", offscreen=False
    )
    assert kept == {"LANG": "zh_CN.UTF-8", "XDG_RUNTIME_DIR": "/run/user/1"}
    assert not (tmp_path / "s").exists()


# What the system lacks


@pytest.mark.skipif(not LINUX, reason="shared libraries of Linux")
def test_a_library_that_is_not_there_is_found_missing_and_one_that_is_there_is_not() -> None:
    wanted = {"libc.so.6": "libc6", "libnowhere-to-be-found.so.9": "libnowhere9"}
    assert system_needs.missing_libraries(wanted) == {"libnowhere-to-be-found.so.9": "libnowhere9"}


def test_a_program_that_is_not_there_is_found_missing() -> None:
    wanted = {"nowhere-to-be-found": "nowhere", Path(sys.executable).name: "python"}
    assert "nowhere-to-be-found" in system_needs.missing_tools(wanted)


@pytest.mark.skipif(not LINUX, reason="system packages are a Linux matter")
def test_a_new_need_is_looked_at_although_the_old_ones_were_complete(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], not_root: None
) -> None:
    monkeypatch.setattr(bootstrap, "LIBRARY_GROUPS", {"offscreen": {}})
    monkeypatch.setattr(bootstrap, "PRINTING", {})
    monkeypatch.setattr(bootstrap, "TEST_TOOLS", {})
    known = bootstrap.check_system("test", "", [])
    assert bootstrap.check_system("test", "", known) == known
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(bootstrap, "TEST_TOOLS", {"nowhere-to-be-found": "nowhere"})
    assert bootstrap.check_system("test", "", known) == known
    assert "nowhere-to-be-found" in capsys.readouterr().out


@pytest.mark.skipif(not LINUX, reason="apt and users are Linux matters")
def test_an_ordinary_user_is_told_the_exact_command(not_root: None, capsys: pytest.CaptureFixture[str]) -> None:
    missing = {"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1"}
    with pytest.raises(Stop) as caught:
        system_needs.provide(missing, "界面库")
    assert caught.value.code == 3
    assert "libegl1 libgl1" in caught.value.sentence
    assert "libEGL.so.1、libGL.so.1" in capsys.readouterr().out
    system_needs.provide(missing, "测试", essential=False)
    assert "继续运行" in capsys.readouterr().out


@pytest.mark.skipif(not LINUX, reason="apt is a Linux matter")
def test_a_system_without_apt_is_told_the_package_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match="libegl1"):
        system_needs.provide({"libEGL.so.1": "libegl1"}, "界面库")


def test_nothing_missing_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    system_needs.provide({}, "界面库")
    assert capsys.readouterr().out == ""


# The environment and its stamp


def test_every_wish_of_the_project_is_pinned_to_a_version_that_it_allows() -> None:
    pinned = pins()
    for wish in map(Requirement, environment.requirements(ROOT, ("test", "bench"))):
        assert wish.specifier.contains(pinned[canonicalize_name(wish.name)]), wish


@pytest.mark.parametrize("change", ["wishes", "versions", "extras"])
def test_the_fingerprint_follows_wishes_versions_and_extras(project: Path, change: str) -> None:
    before = environment.fingerprint(project, ())
    assert before == environment.fingerprint(project, ())
    extras: tuple[str, ...] = ()
    if change == "versions":
        (project / "installer" / "constraints.txt").write_text("pip==1\n")
    elif change == "wishes":
        text = (project / "pyproject.toml").read_text()
        (project / "pyproject.toml").write_text(text.replace('["pip"]', '["pip>1"]'))
    else:
        (project / "pyproject.toml").write_text(
            (project / "pyproject.toml").read_text().replace("test = []", 'test = ["pip"]')
        )
        extras = ("test",)
    assert environment.fingerprint(project, extras) != before


def test_an_environment_is_made_once_and_made_again_after_an_install_that_failed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    venv = project / ".venv"
    environment.prepare(venv, project, ())
    assert environment.is_ready(venv, project, ())
    assert "正在建立" in capsys.readouterr().out
    (venv / "mine.txt").write_text("still the same environment")
    environment.prepare(venv, project, ())
    assert capsys.readouterr().out == ""

    environment.prepare(venv, project, ("test",))  # more extras come into the same environment
    assert (venv / "mine.txt").exists()
    assert environment.is_ready(venv, project, ())
    assert environment.is_ready(venv, project, ("test",))

    text = (project / "pyproject.toml").read_text()
    (project / "pyproject.toml").write_text(text.replace("test = []", 'test = ["./nothing-here.whl"]'))
    with pytest.raises(Stop, match="依赖没有装全") as caught:
        environment.prepare(venv, project, ("test",))
    assert caught.value.code == 4
    assert not environment.is_ready(venv, project, ())  # half an install is never taken for a whole one

    environment.prepare(venv, project, ())
    assert not (venv / "mine.txt").exists()
    assert environment.is_ready(venv, project, ())

    environment.interpreter(venv).unlink()  # the Python below it was removed
    assert not environment.is_ready(venv, project, ())


def test_an_environment_that_somebody_else_made_is_never_touched(project: Path) -> None:
    (project / ".venv").mkdir()
    (project / ".venv" / "theirs.txt").write_text("theirs")
    with pytest.raises(Stop, match="没有动它"):
        environment.prepare(project / ".venv", project, ())
    assert (project / ".venv" / "theirs.txt").read_text() == "theirs"


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00"])
def test_a_damaged_stamp_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / environment.STAMP).write_text(text)
    assert environment.read_stamp(tmp_path) == {}


def test_the_build_runs_exactly_the_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "python3 installer/bootstrap.py test"
    assert "set -euo pipefail" in lines
