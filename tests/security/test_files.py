"""A file is written whole or not at all, and a write that failed leaves nothing behind."""

import signal
import sys
from pathlib import Path

import pytest

from app.faults import UserFault
from app.security.files import write_whole_file


def test_the_former_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_whole_file(path, b"former")
    write_whole_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_put_in_its_place_leaves_no_part(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.mkdir()
    with pytest.raises(UserFault) as refused:
        write_whole_file(path, b"new")
    assert refused.value.code == ("target-busy" if sys.platform == "win32" else "cannot-write")
    assert list(tmp_path.iterdir()) == [path]


def test_on_a_full_disk_the_former_file_stays_whole(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows sets no limit to the size of a file")
    path = tmp_path / "keys.json"
    write_whole_file(path, b"former")
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(UserFault) as refused:
            write_whole_file(path, bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert refused.value.code == "disk-full"
    assert path.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [path]
