"""A backup holds all that was acknowledged, is proven before it bears its name, and leaves nothing where it fails."""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from offices import CHEAP, PASSWORD, StandingClock
from sqlmodel import select
from walking import register

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.office.accounts import add_user, change_password
from app.casework.office.backup import WORD, last_backup, make_backup
from app.casework.office.checks import check_workspace
from app.faults import UserFault
from app.models.backup_copy import copy_workspace
from app.models.journal import last_entry
from app.models.store import Store
from app.models.tables import Case, FileExit, JournalEntry, JournalText
from app.models.workspace import DATABASE, SLOTS, Workspace, open_workspace
from app.security.files import settle

ROOT = Path(__file__).parents[3]
NEW = "换过的口令2026"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U 盘"
    folder.mkdir()
    return folder


def numbers(workspace: Workspace) -> set[str]:
    with workspace.reading() as session:
        return set(session.exec(select(Case.number)).all())


def recorded(workspace: Workspace) -> list[FileExit]:
    with workspace.reading() as session:
        rows = list(session.exec(select(FileExit)).all())
        session.expunge_all()
        return rows


def refused(workspace: Workspace, folder: Path) -> UserFault:
    """Make a backup that must be refused; nothing is left of it, and the journal says nothing of it."""
    before = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    with pytest.raises(UserFault) as caught:
        make_backup(workspace, folder)
    assert caught.value.next_step
    assert (sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []) == before
    assert recorded(workspace) == []
    return caught.value


def test_a_backup_opens_as_a_workspace_with_everybodys_password(workspace, clock, stick) -> None:
    add_user(workspace, "wang", "王素琴", ("clerk",), NEW, cost=CHEAP)
    done = register(workspace, "transfer_visit")
    document = issue_notice(workspace, prepare_notice(workspace, done.case_id))
    made = make_backup(workspace, stick)
    assert made.folder == stick / f"{WORD}-香信-20261120-093000"
    assert sorted(each.name for each in made.folder.iterdir()) == [SLOTS, DATABASE]
    with closing(open_workspace(made.folder, "wang", NEW, now=clock)) as again:
        assert again.actor.name == "王素琴"
    with closing(open_workspace(made.folder, "li", PASSWORD, now=clock)) as again:
        assert numbers(again) == {done.number}
        next_one = issue_notice(again, prepare_notice(again, register(again, "transfer_visit").case_id))
        assert (document.number, next_one.number) == ("香信转〔2026〕1号", "香信转〔2026〕2号")
        report = check_workspace(again)
        assert (report.faults, report.documents) == ((), 2)


def test_what_still_lies_in_the_log_is_in_the_backup(workspace, clock, stick) -> None:
    before = (workspace.folder / DATABASE).read_bytes()
    done = register(workspace, "transfer_visit")
    assert (workspace.folder / DATABASE).read_bytes() == before  # it is in the log alone, which two files leave behind
    made = make_backup(workspace, stick)
    with closing(open_workspace(made.folder, "li", PASSWORD, now=clock)) as again:
        assert numbers(again) == {done.number}


def test_a_backup_says_and_records_what_it_is(workspace, stick) -> None:
    register(workspace, "transfer_visit")
    assert last_backup(workspace) is None
    with workspace.store.connection() as connection:
        entries = last_entry(connection)[0]
    heard: list[int] = []
    made = make_backup(workspace, stick, lambda percent: heard.append(percent) or True)  # type: ignore[func-returns-value]
    digest = hashlib.sha256((made.folder / DATABASE).read_bytes()).hexdigest()
    assert (made.cases, made.entries, made.sha256) == (1, entries, digest)
    assert made.size == (made.folder / DATABASE).stat().st_size
    assert heard == sorted(heard)
    assert 50 in heard and max(heard) < 100
    (row,) = recorded(workspace)
    assert (row.file_name, row.sha256, row.profile) == (made.folder.name, settle(made.folder), "backup")
    with workspace.reading() as session:
        entry = session.exec(select(JournalEntry).where(JournalEntry.act == "make_backup")).one()
        assert (entry.user_name, entry.table_name) == ("li", "file_exit")
        assert row.sha256 in session.get_one(JournalText, entry.seq).changes
    last = last_backup(workspace)
    assert (last.by, last.folder_name, last.at) == ("李明华", made.folder.name, workspace.moment())
    assert check_workspace(workspace).sound


def test_a_second_backup_of_the_same_second_stands_beside_the_first(workspace, stick) -> None:
    first, second = make_backup(workspace, stick), make_backup(workspace, stick)
    assert second.folder.name == f"{first.folder.name}-2"
    assert len(list(stick.iterdir())) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights than these")
def test_a_backup_is_its_makers_alone(workspace, stick) -> None:
    made = make_backup(workspace, stick)
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (made.folder, *sorted(made.folder.iterdir()))]
    assert modes == [0o700, 0o600, 0o600]


def test_another_key_opens_no_backup(workspace, stick) -> None:
    made = make_backup(workspace, stick)
    assert b"SQLite" not in (made.folder / DATABASE).read_bytes()[:16]
    wrong = Store(made.folder / DATABASE, os.urandom(32), at_rest=True)
    with closing(wrong), pytest.raises(UserFault, match="钥匙与文件不匹配"), wrong.connection() as connection:
        last_entry(connection)
    with pytest.raises(UserFault) as caught:
        open_workspace(made.folder, "li", NEW)
    assert caught.value.code == "wrong-password"


def test_looking_at_a_finished_copy_does_not_change_it(workspace, stick) -> None:
    made = make_backup(workspace, stick)
    before = (made.folder / DATABASE).read_bytes()
    with closing(Store(made.folder / DATABASE, workspace.store.key, at_rest=True)) as copy:
        with copy.connection() as connection:
            assert last_entry(connection)[0] == made.entries
        with pytest.raises(UserFault), copy.connection(write=True) as connection:
            connection.exec_driver_sql("CREATE TABLE more (id INTEGER)")
        assert [each.name for each in sorted(made.folder.iterdir())] == [SLOTS, DATABASE]
    assert (made.folder / DATABASE).read_bytes() == before


def test_what_is_registered_while_it_copies_waits_for_nothing_and_is_not_in_it(workspace, clock, stick) -> None:
    first = register(workspace, "transfer_visit")
    other = open_workspace(workspace.folder, "li", PASSWORD, now=clock)
    late: list[str] = []

    def between(percent: int) -> bool:
        if len(late) < 3:
            late.append(register(other, "transfer_visit").number)
        return True

    made = make_backup(workspace, stick, between)
    other.close()
    assert len(late) == 3
    with closing(open_workspace(made.folder, "li", PASSWORD, now=clock)) as again:
        assert numbers(again) == {first.number}
    assert numbers(workspace) == {first.number, *late}


def test_a_password_changed_meanwhile_leaves_keys_and_rows_of_one_moment(workspace, clock, stick) -> None:
    def between(percent: int) -> bool:
        if percent == 58:
            change_password(workspace, PASSWORD, NEW, cost=CHEAP)
        return True

    made = make_backup(workspace, stick, between)
    open_workspace(made.folder, "li", PASSWORD, now=clock).close()
    open_workspace(workspace.folder, "li", NEW, now=clock).close()


def test_keys_are_not_read_while_somebody_is_changing_them(workspace, clock, tmp_path) -> None:
    copy = tmp_path / "复制"
    copy.mkdir()
    other = open_workspace(workspace.folder, "li", PASSWORD, now=clock)
    with workspace.store.connection() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    with closing(other), other.act("change_password") as session:
        session.connection()  # takes the write lock, as changing the keys does
        with pytest.raises(UserFault) as caught:
            copy_workspace(workspace.store, workspace.folder / SLOTS, copy)
    assert caught.value.code == "busy"
    assert list(copy.iterdir()) == []


@pytest.mark.parametrize("percent", [50, 74, 90])
def test_a_stopped_backup_leaves_nothing(workspace, stick, percent) -> None:
    with pytest.raises(UserFault) as caught:
        make_backup(workspace, stick, lambda so_far: so_far < percent)
    assert caught.value.code == "cancelled"
    assert list(stick.iterdir()) == []
    assert recorded(workspace) == []
    assert make_backup(workspace, stick).folder.is_dir()


def test_a_place_that_will_not_do_is_refused(workspace, stick, tmp_path) -> None:
    inside = workspace.folder / "备份"
    inside.mkdir()
    for place in (workspace.folder, inside, stick / ".." / workspace.folder.name):
        assert "工作区自己的文件夹" in refused(workspace, place).sentence
    file = tmp_path / "文件"
    file.write_text("", "utf-8")
    assert refused(workspace, file).code == "no-such-folder"
    assert refused(workspace, tmp_path / "没有").code == "no-such-folder"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody may write into")
def test_a_read_only_place_is_said_so(workspace) -> None:
    with pytest.raises(UserFault, match=r"备份没有做成：.*没有写成") as caught:
        make_backup(workspace, Path("/proc"))
    assert caught.value.code == "cannot-write"
    assert recorded(workspace) == []


@contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Let no file grow past a size, as a full disk would have it."""
    resource = pytest.importorskip("resource", reason="Windows sets no limit to the size of a file")
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_fills_up_leaves_nothing(workspace, stick) -> None:
    with no_file_over((workspace.folder / DATABASE).stat().st_size // 2):
        assert "磁盘已满" in refused(workspace, stick).sentence
    assert make_backup(workspace, stick).folder.is_dir()


def test_too_little_room_is_said_in_megabytes_before_anything_is_written(workspace, stick, monkeypatch) -> None:
    room = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room._replace(free=1_000_000))
    fault = refused(workspace, stick)
    assert fault.code == "disk-full"
    assert "需要 2 MB，只剩 0 MB" in fault.sentence


def test_a_backup_that_cannot_be_recorded_is_none(workspace, stick) -> None:
    with ExitStack() as full:

        def fill_the_disk_at_the_end(percent: int) -> bool:
            if percent == 90:
                full.enter_context(no_file_over(1))
            return True

        with pytest.raises(UserFault) as caught:
            make_backup(workspace, stick, fill_the_disk_at_the_end)
    assert caught.value.code == "disk"
    assert list(stick.iterdir()) == []
    assert recorded(workspace) == []
    assert make_backup(workspace, stick).folder.is_dir()


def test_a_workspace_that_its_journal_does_not_account_for_gives_no_backup(workspace, stick) -> None:
    done = register(workspace, "transfer_visit")
    with workspace.store.connection() as connection:
        connection.exec_driver_sql('UPDATE "case" SET summary = ? WHERE id = ?', ("改过", done.case_id))
        connection.commit()
    fault = refused(workspace, stick)
    assert fault.code == "damaged"
    assert "检查工作区" in fault.next_step


def test_a_damaged_page_gives_no_backup(workspace, clock, stick) -> None:
    for _ in range(3):
        issue_notice(workspace, prepare_notice(workspace, register(workspace, "transfer_visit").case_id))
    workspace.close()
    file = workspace.folder / DATABASE
    whole = file.read_bytes()
    refusals = 0
    for page in range(len(whole) // 4096 - 1, 0, -3):
        torn = bytearray(whole)
        torn[page * 4096 + 2000] ^= 1
        file.write_bytes(torn)
        try:
            again = open_workspace(workspace.folder, "li", PASSWORD, now=clock)
        except UserFault:  # a page without which nothing opens
            continue
        with closing(again), pytest.raises(UserFault, match="已损坏"):
            make_backup(again, stick)
        assert list(stick.iterdir()) == []
        refusals += 1
    assert refusals > 10


# Dies while it copies, as a power cut would have it.
DYING = """
import os, signal, sys
from pathlib import Path
from app.casework.office.backup import make_backup
from app.security.files import settle
from app.models.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), "li", sys.argv[2])
die = lambda percent: os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
make_backup(workspace, Path(sys.argv[3]), die)
"""


def test_what_a_killed_backup_left_goes_with_the_next_one_in_that_folder(workspace, stick) -> None:
    (stick / ".别的.part").mkdir()
    command = [sys.executable, "-c", DYING, str(workspace.folder), PASSWORD, str(stick)]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert (ended.returncode != 0, ended.stderr) == (True, b"")
    (left,) = [each for each in stick.iterdir() if each.name != ".别的.part"]
    assert left.name.startswith(".xfck-") and left.name.endswith(".part")
    made = make_backup(workspace, stick)
    assert sorted(each.name for each in stick.iterdir()) == [".别的.part", made.folder.name]


def test_one_backup_at_a_time(workspace, clock, stick) -> None:
    other = open_workspace(workspace.folder, "li", PASSWORD, now=clock)
    said: list[UserFault] = []

    def another(percent: int) -> bool:
        if not said:
            with pytest.raises(UserFault) as caught:
                make_backup(other, stick)
            said.append(caught.value)
        return True

    make_backup(workspace, stick, another)
    other.close()
    assert (said[0].code, "正在备份" in said[0].sentence) == ("in-use", True)
    assert len(list(stick.iterdir())) == 1


def test_a_backup_can_be_backed_up_again(workspace, clock: StandingClock, stick, tmp_path) -> None:
    done = register(workspace, "transfer_visit")
    made = make_backup(workspace, stick)
    second = tmp_path / "第二个"
    second.mkdir()
    with closing(open_workspace(made.folder, "li", PASSWORD, now=clock)) as again:
        twice = make_backup(again, second)
    with closing(open_workspace(twice.folder, "li", PASSWORD, now=clock)) as again:
        assert numbers(again) == {done.number}
        assert check_workspace(again).sound
