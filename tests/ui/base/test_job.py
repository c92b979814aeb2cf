"""Work off the window's thread: one ending, told on the window's thread, nothing of Qt left in a worker's hands."""

import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from app.faults import UserFault
from app.ui.base.job import Job, Workers


@pytest.fixture
def told(qapp):
    """Start work and gather what its job says, with the thread it was said on."""
    workers = Workers()
    kept = []

    def start(work):
        job = Job()
        kept.append(job)
        news = []
        for word in ("progressed", "succeeded", "refused", "failed"):
            getattr(job, word).connect(lambda value, word=word: news.append((word, value, threading.current_thread())))
        job.ended.connect(lambda: news.append(("ended", None, threading.current_thread())))
        workers.start(job, work)
        return job, news

    start.workers = workers
    yield start
    assert workers.wait()


def words(news):
    return [word for word, _value, _thread in news]


def test_a_result_is_told_once_on_the_windows_thread(qtbot, told):
    _job, news = told(lambda task: threading.current_thread())
    qtbot.waitUntil(lambda: "ended" in words(news))
    assert words(news) == ["succeeded", "ended"]
    assert {thread for _word, _value, thread in news} == {threading.main_thread()}
    assert news[0][1] is not threading.main_thread()


@pytest.mark.parametrize(("fault", "word"), [(UserFault("磁盘已满，"), "refused"), (ZeroDivisionError(), "failed")])
def test_a_fault_has_its_own_ending(qtbot, told, fault, word):
    def work(_task):
        raise fault

    _job, news = told(work)
    qtbot.waitUntil(lambda: "ended" in words(news))
    assert words(news) == [word, "ended"]
    assert news[0][1] is fault


def test_cancelled_work_hears_it_from_its_progress(qtbot, told):
    def work(task):
        count = 0
        while task.progress(count):
            count += 1
        return count

    job, news = told(work)
    qtbot.waitUntil(lambda: "progressed" in words(news))
    job.cancel()
    qtbot.waitUntil(lambda: "ended" in words(news))
    assert words(news)[-2:] == ["succeeded", "ended"]


def test_news_can_be_taken_in_without_the_event_loop(told):
    _job, news = told(lambda task: 7)
    assert told.workers.wait()
    told.workers.deliver()
    assert words(news) == ["succeeded", "ended"]


def test_what_the_work_captured_dies_on_the_windows_thread(qtbot, told):
    died = []
    thing = QObject()
    weakref.finalize(thing, lambda: died.append(threading.current_thread()))
    gate = threading.Event()

    def make(captured):
        def work(_task):
            gate.wait(5)
            return captured.objectName()

        return work

    _job, news = told(make(thing))
    del thing
    gate.set()
    qtbot.waitUntil(lambda: "ended" in words(news))
    qtbot.waitUntil(lambda: bool(died))
    assert died == [threading.main_thread()]
