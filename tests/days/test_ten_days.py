"""The ten days of the command are the days their names say, and processes really live on them."""

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
import ten_days

from app.law.dates.calendar import load_calendars

CALENDAR = load_calendars()
# Tells its own day, its child's day, and the clock that programs wait by; it sleeps, which must not be refused.
TELLING = """
import subprocess, sys, time
from datetime import date
time.sleep(0.01)
child = subprocess.run([sys.executable, "-c", "from datetime import date; print(date.today())"],
                       capture_output=True, text=True, timeout=600)
print(date.today(), child.stdout.strip(), time.monotonic())
"""


def day_of(name: str) -> date:
    moment = ten_days.moment_of(name)
    assert moment is not None
    return moment.date()


def test_each_day_is_what_its_name_says() -> None:
    assert len(ten_days.DAYS) == 10
    ordinary = day_of("saturday")
    assert (ordinary.weekday(), CALENDAR.is_workday(ordinary), CALENDAR.holiday_name(ordinary)) == (5, False, None)
    assert day_of("friday").weekday() == 4
    assert CALENDAR.holiday_name(day_of("spring_festival")) == "春节"
    assert day_of("makeup_sunday").weekday() == 6 and CALENDAR.is_workday(day_of("makeup_sunday"))
    assert (day_of("year_end").month, day_of("year_end").day) == (12, 31)
    assert (day_of("new_year").month, day_of("new_year").day) == (1, 1)
    assert CALENDAR.status(day_of("new_year").year) == "missing"
    assert (day_of("leap_day").month, day_of("leap_day").day) == (2, 29)
    assert (day_of("month_end") + timedelta(days=1)).day == 1
    midnight = ten_days.moment_of("monday_midnight")
    assert midnight is not None
    assert (midnight.weekday(), midnight.astimezone(UTC).weekday()) == (0, 6)
    assert (day_of("national_day").month, day_of("national_day").day) == (10, 1)


def test_only_days_and_moments_are_taken_for_days() -> None:
    assert all(map(ten_days.is_day, (*ten_days.DAYS, "today", "2026-12-31T23:58")))
    assert not any(map(ten_days.is_day, ("tests/cli", "-k", "tuesday", "6")))


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
def test_a_process_and_its_child_live_on_the_day_while_the_clock_they_wait_by_is_real() -> None:
    moment = ten_days.moment_of("leap_day")
    assert moment is not None
    environment = {**os.environ, **ten_days.moved_clock(moment)}
    before = time.monotonic()
    done = subprocess.run([sys.executable, "-c", TELLING], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    own, child, waiting = done.stdout.split()
    assert (own, child) == ("2028-02-29", "2028-02-29")
    assert before < float(waiting) < time.monotonic()


def test_a_report_is_counted_and_what_failed_is_named(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(
        "import pytest\n"
        "def test_good(): pass\n"
        "def test_bad(): assert 1 == 2\n"
        "@pytest.mark.skip\ndef test_left_out(): pass\n",
        "utf-8",
    )
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    seen = ten_days.read_report(report, done.returncode)
    assert (seen.passed, len(seen.failed), seen.code) == (1, 1, 1)
    assert seen.sentence.endswith("test_bad")
    assert "pytest ended with 2" in ten_days.read_report(tmp_path / "none.xml", 2).sentence
