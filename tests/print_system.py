"""A print system of the tests' own: a CUPS server with its own folders and socket, and queues that write files.

The tests never see a printer of the machine: `CUPS_SERVER` names a socket at which nobody listens until a test asks
for the server.
"""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
PATIENCE_S = 60

# Called as: job, user, title, copies, options, and the file where it does not come on standard input.
PAPER = """#!/bin/sh
[ $# -eq 0 ] && exit 0
tray="${DEVICE_URI#paper:}"
if [ $# -ge 6 ]; then cat "$6"; else cat; fi > "$tray/$1.part" && mv "$tray/$1.part" "$tray/$1.pdf"
"""
BROKEN = """#!/bin/sh
[ $# -eq 0 ] && exit 0
exit 1
"""
FILES = """SystemGroup root
ServerRoot {root}/etc
ServerBin {root}/bin
DataDir /usr/share/cups
DocumentRoot {root}/etc
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/state
ErrorLog {root}/error.log
AccessLog {root}/access.log
PageLog {root}/page.log
Printcap
"""
SERVER = """Listen {root}/socket
Browsing No
WebInterface No
DefaultAuthType None
LogLevel info
<Location />
Order deny,allow
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""


class PrintSystem:
    """The server and its queues. Nothing runs before `start`."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="xf-cups-"))  # short: a socket's path has a limit of 108 bytes
        self.socket = self.root / "socket"
        self._server: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        atexit.register(self.stop)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        if self._server is not None:
            return
        root = self.root
        for folder in ("etc", "spool/tmp", "cache", "state", "bin/backend", "bin/filter", "trays"):
            (root / folder).mkdir(parents=True)
        shipped = next(p for p in (Path("/usr/lib/cups"), Path("/usr/libexec/cups")) if (p / "daemon").is_dir())
        for folder in ("daemon", "notifier"):
            (root / "bin" / folder).symlink_to(shipped / folder)
        for name, script in (("paper", PAPER), ("broken", BROKEN)):
            (root / "bin" / "backend" / name).write_text(script)
            # Without rights for others it runs as the server's own user, who alone may enter these folders.
            (root / "bin" / "backend" / name).chmod(0o700)
        (root / "etc" / "cups-files.conf").write_text(FILES.format(root=root))
        (root / "etc" / "cupsd.conf").write_text(SERVER.format(root=root))
        # A copy: where AppArmor guards the system's own server, it guards it by its path.
        shutil.copy2(_program("cupsd"), root / "cupsd")
        command = [root / "cupsd", "-f", "-c", root / "etc" / "cupsd.conf", "-s", root / "etc" / "cups-files.conf"]
        with (root / "server.log").open("wb") as log:
            # It ends with the tests, even when they are killed.
            self._server = subprocess.Popen(
                [_program("setpriv"), "--pdeathsig", "TERM", *map(str, command)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE_S
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > end:
                raise RuntimeError("cupsd did not start:\n" + (root / "server.log").read_text() + self._log())
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if os.getpid() != self._owner:
            return
        if self._server is not None:
            self._server.terminate()
            self._server.wait()
            self._server = None
        shutil.rmtree(self.root, ignore_errors=True)

    def add(self, queue: str, backend: str = "paper", policy: str = "abort-job") -> None:
        """Add a queue that takes jobs; `backend` "broken" gives every job back, `policy` says what follows."""
        tray = self.root / "trays" / queue
        tray.mkdir(exist_ok=True)
        self._run("lpadmin", "-p", queue, "-E", "-v", f"{backend}:{tray}", "-o", f"printer-error-policy={policy}")

    def make_default(self, queue: str) -> None:
        """Let a queue be the one that is used where none is named."""
        self._run("lpadmin", "-d", queue)

    def remove(self, queue: str) -> None:
        """Take a queue away, as when its printer is unplugged or deleted."""
        self._run("lpadmin", "-x", queue)

    def reject(self, queue: str) -> None:
        """Let a queue take no more jobs."""
        self._run("cupsreject", queue)

    def pause(self, queue: str) -> None:
        """Let a queue take jobs and print none."""
        self._run("cupsdisable", queue)

    def resume(self, queue: str) -> None:
        """Let a paused queue print."""
        self._run("cupsenable", queue)

    def papers(self, queue: str) -> list[bytes]:
        """Return what has come out of a queue, job by job."""
        tray = self.root / "trays" / queue
        return [path.read_bytes() for path in sorted(tray.glob("*.pdf"), key=lambda path: int(path.stem))]

    def all_papers(self) -> list[bytes]:
        """Return what has come out of all queues."""
        return [paper for tray in sorted((self.root / "trays").iterdir()) for paper in self.papers(tray.name)]

    def clear(self) -> None:
        """Take all queues, jobs and papers away."""
        self._run("cancel", "-a", "-x", may_fail=True)
        for tray in list((self.root / "trays").iterdir()):
            self._run("lpadmin", "-x", tray.name, may_fail=True)
            shutil.rmtree(tray)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            return line.connect_ex(str(self.socket)) == 0

    def _run(self, program: str, *arguments: str, may_fail: bool = False) -> None:
        done = subprocess.run(
            [_program(program), *arguments],
            env=dict(os.environ, CUPS_SERVER=str(self.socket)), capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode and not may_fail:
            raise RuntimeError(f"{program} {arguments}: {done.stderr.decode()}\n{self._log()}")

    def _log(self) -> str:
        log = self.root / "error.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-30:]) if log.exists() else ""


def _program(name: str) -> str:
    """Return the path of a program; ordinary users' PATH leaves out where servers are kept."""
    found = shutil.which(name, path=SYSTEM_PATH)
    if found is None:
        raise RuntimeError(f"{name} is missing: python3 installer/bootstrap.py test names its package")
    return found


def hide_the_machines_printers() -> PrintSystem:
    """Point this process and its children to a server of the tests' own; call it before Qt asks for a printer."""
    system = PrintSystem()
    os.environ["CUPS_SERVER"] = str(system.socket)
    for name in ("LPDEST", "PRINTER"):  # a default printer that its user prefers
        os.environ.pop(name, None)
    return system
