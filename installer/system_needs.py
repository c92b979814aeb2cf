"""What Qt and the tests need from a Linux system: find what is missing, install it or name it."""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys

from messages import Stop, say

#: Shared library -> Debian package, for Qt without a display (from the NEEDED entries of the Qt libraries in use).
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libatomic.so.1": "libatomic1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
#: The same for a window on an X display.
X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
#: The same for a window on a Wayland display.
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
#: What Qt prints with; without it the program offers no printer, and everything else works.
PRINTING = {"libcups.so.2": "libcups2"}
#: Program -> Debian package: what runs the tests on another day.
DAY_TOOLS = {"faketime": "faketime"}
#: Program -> Debian package: what the tests read PDF files and QR codes back with, make print queues of their own with,
#: and move the clock with.
TEST_TOOLS = {
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "zbarimg": "zbar-tools",
    "cupsd": "cups-daemon",
    "lpadmin": "cups-client",
    **DAY_TOOLS,
}
#: Where servers and their tools are kept; ordinary users' PATH leaves it out.
SYSTEM_FOLDERS = ("/usr/sbin", "/sbin")

LIBRARY_GROUPS = {"offscreen": OFFSCREEN, "x11": X11, "wayland": WAYLAND}


def missing_libraries(libraries: "dict[str, str]") -> "dict[str, str]":
    """Return those of `libraries` that the system's loader cannot load."""
    missing = {}
    for name, package in libraries.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing[name] = package
    return missing


def missing_tools(tools: "dict[str, str]") -> "dict[str, str]":
    """Return those of `tools` that are neither on the PATH nor among the system's own programs."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS])
    return {name: package for name, package in tools.items() if shutil.which(name, path=path) is None}


def mark(group: str, needs: "dict[str, str]") -> str:
    """Return what the stamp says of a group that is complete; another word as soon as the group needs other things."""
    return "{}-{}".format(group, hashlib.sha256(" ".join(sorted(needs)).encode("utf-8")).hexdigest()[:8])


def missing_venv_package() -> "dict[str, str]":
    """Return the package that Debian's own Python lacks for making environments, if it lacks it."""
    probe = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL, check=False)
    if probe.returncode == 0:
        return {}
    return {"ensurepip": "python{}.{}-venv".format(*sys.version_info[:2])}


def install_command(packages: "list[str]") -> "list[str]":
    """Return the command that installs Debian packages without asking."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def can_install() -> bool:
    """Tell whether this process may install packages: root on a system with apt."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def provide(missing: "dict[str, str]", purpose: str, *, essential: bool = True) -> None:
    """Install what is missing where we may, else name it with the exact command.

    Raises `Stop` when it is `essential` and still missing; otherwise it says so and goes on.
    """
    if not missing:
        return
    packages = sorted(set(missing.values()))
    say("{}缺少：{}。".format(purpose, "、".join(missing)))
    if can_install():
        say("正在用 apt-get 安装：{}".format(" ".join(packages)))
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        for command in (["apt-get", "update", "-q"], install_command(["-q", *packages])):
            done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)
        if done.returncode == 0:
            return
        say("apt-get 没有装成（见上面的英文说明）。")
    advice = _advice(packages)
    if essential:
        raise Stop(advice, code=3)
    say(advice + "这一次先不装，继续运行；要用到它们的地方会失败。")


def _advice(packages: "list[str]") -> str:
    if shutil.which("apt-get"):
        return "请让管理员运行：sudo apt-get update && sudo {}\n然后再运行一次本命令。".format(
            " ".join(install_command(packages))
        )
    return "请用本系统的软件包工具装上它们（Debian 里的包名：{}），然后再运行一次本命令。".format(" ".join(packages))
