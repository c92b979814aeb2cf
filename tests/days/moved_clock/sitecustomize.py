"""Sleep by another system call where the clock is moved; Python reads this file at its start.

Debian's faketime 0.9.10 spoils the call that `time.sleep` makes when the monotonic clock is left real (its issue 426):
every sleep would end at once with "Invalid argument".
"""

import select
import time


def _sleep(seconds: float, /) -> None:
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


time.sleep = _sleep
