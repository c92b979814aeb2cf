"""A backup taken in the middle of registering holds every case that was acknowledged before it."""

from pathlib import Path

from backing_up import back_up_while_registering


def test_a_backup_in_the_middle_of_registering_holds_every_acknowledged_case(tmp_path: Path) -> None:
    seen = back_up_while_registering(tmp_path, cases=60)
    assert seen.cases == 60
    assert seen.in_the_middle >= 1  # it began after the first number was said, and before the last
    assert seen.backups > seen.in_the_middle
