"""Run the test suite on ten chosen days: the clock of every process stands there and goes on from it.

`python tests/days/ten_days.py` runs the whole suite once a day: about ten times as long as the suite itself, that is
three quarters of an hour on two idle cores. Leading day names run only those, what follows goes to pytest:
`python tests/days/ten_days.py friday leap_day tests/cli -n 0`. A moment (`2026-12-31T23:58`) is a day as well, and
`today` is the real one. `--busy 6` keeps six other processes busy meanwhile; `--logs FOLDER` keeps what pytest said.

One line a day: passed, failed, and the names of what failed. Returns 1 when anything failed.
The clock is moved by Debian's faketime, in the time of China (UTC+8); the monotonic clock, by which programs wait,
and the times of files stay real.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

CHINA = timezone(timedelta(hours=8))
TODAY = "today"
#: Name -> the moment in China at which the run begins.
DAYS = {
    "saturday": "2026-11-28T10:00",
    "friday": "2026-11-27T15:00",
    "spring_festival": "2026-02-17T09:30",
    "makeup_sunday": "2026-09-20T14:00",  # a Sunday that is worked
    "year_end": "2026-12-31T16:30",
    "new_year": "2028-01-01T09:00",  # no holidays are known of this year
    "leap_day": "2028-02-29T11:00",
    "month_end": "2027-04-30T17:30",
    "monday_midnight": "2026-11-30T00:00:05",  # still Sunday in UTC
    "national_day": "2026-10-01T08:30",
}


@dataclass(frozen=True)
class Seen:
    """What a run of the suite left: how many tests passed, and the names of those that did not."""

    passed: int
    failed: list[str]
    code: int

    @property
    def sentence(self) -> str:
        """Return the counts and the names in one line."""
        broken = f", pytest ended with {self.code}" if self.code not in (0, 1) else ""
        return f"{self.passed} passed, {len(self.failed)} failed{broken}" + "".join(f" {name}" for name in self.failed)


def moment_of(name: str) -> datetime | None:
    """Return when a day begins, None for the real one; raises ValueError for what is no day."""
    if name == TODAY:
        return None
    return datetime.fromisoformat(DAYS.get(name, name)).replace(tzinfo=CHINA)


def is_day(word: str) -> bool:
    """Tell whether a word names a day or a moment."""
    try:
        moment_of(word)
    except ValueError:
        return False
    return True


def moved_clock(moment: datetime) -> dict[str, str]:
    """Return what makes a process and all its children live from `moment` on.

    A distance, not a moment, is handed down: processes started later, and by others, then agree on the time.
    """
    asked = ["faketime", "-m", "-f", "+0", "printenv", "LD_PRELOAD"]
    library = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    moved = int(os.environ.get("FAKETIME", "0"))  # the tests of this very file run on the ten days as well
    seconds = round((moment - datetime.now(CHINA)).total_seconds()) + moved
    return {
        "LD_PRELOAD": library,
        "FAKETIME": f"{seconds:+d}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",  # else every compiled module would look older than its source
        "PYTHONPATH": str(Path(__file__).with_name("moved_clock")),
        "TZ": "CST-8",  # needs no table of time zones
    }


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep that many processes busy meanwhile."""
    command = [sys.executable, "-c", "while True: pass"]
    started = [subprocess.Popen(command) for _ in range(processes)]
    try:
        yield
    finally:
        for each in started:
            each.kill()
            each.wait()


def run_suite(name: str, arguments: list[str], logs: Path) -> Seen:
    """Run the suite on a day and read what came of it from pytest's own report."""
    from bootstrap import child_environment

    moment = moment_of(name)
    file_name = name.replace(":", "")
    report, log = logs / f"{file_name}.xml", logs / f"{file_name}.txt"
    with tempfile.TemporaryDirectory() as folder:  # a folder of its own: other runs live on another day
        runtime = Path(folder) / "runtime"
        environment = child_environment(dict(os.environ), runtime, offscreen=True) | {"TMPDIR": folder}
        environment |= moved_clock(moment) if moment else {}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}", *arguments]
        with log.open("wb") as said:
            done = subprocess.run(command, cwd=ROOT, env=environment, stdout=said, stderr=said, check=False)
    return read_report(report, done.returncode)


def read_report(report: Path, code: int) -> Seen:
    """Read pytest's report; a run that was broken off leaves none."""
    if not report.exists():
        return Seen(0, [], code)
    passed, failed = 0, []
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed.append(f"{case.get('classname')}::{case.get('name')}")
        elif case.find("skipped") is None:
            passed += 1
    return Seen(passed, failed, code)


def main(arguments: list[str]) -> int:
    """Run the days that were named, or all ten; return 1 when anything failed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     allow_abbrev=False, usage="%(prog)s [day ...] [options] [arguments of pytest]",
                                     epilog=f"days: {' '.join(DAYS)} {TODAY}")  # fmt: skip
    parser.add_argument("--busy", type=int, default=0, metavar="N", help="keep N processes busy meanwhile")
    parser.add_argument("--logs", type=Path, metavar="FOLDER", help="keep what pytest said of each day")
    options, rest = parser.parse_known_args(arguments)
    named = 0
    while named < len(rest) and is_day(rest[named]):
        named += 1
    days, passed_on = rest[:named] or list(DAYS), rest[named:]
    if any(day != TODAY for day in days):
        from system_needs import DAY_TOOLS, missing_tools, provide

        provide(missing_tools(DAY_TOOLS), "换一天运行测试")
    logs = options.logs or Path(tempfile.mkdtemp(prefix="days-"))
    logs.mkdir(parents=True, exist_ok=True)
    sound = True
    with busy(options.busy):
        for day in days:
            seen = run_suite(day, passed_on, logs)
            print(f"{day}: {seen.sentence}", flush=True)
            sound = sound and seen.code == 0 and not seen.failed
    print(f"what pytest said: {logs}")
    return 0 if sound else 1


if __name__ == "__main__":
    from messages import Stop

    try:
        raise SystemExit(main(sys.argv[1:]))
    except Stop as stop:
        print(stop.sentence, file=sys.stderr)
        raise SystemExit(stop.code) from None
