"""Work beside the screen: results, failures, cancelling, latest wins, closing."""

import threading

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from inspector_app.domain.errors import Progress, RuleError
from inspector_app.ui.jobs import PAPER, PHOTOS, THUMBS, Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Jobs:
    return Jobs()


def test_the_result_comes_back_on_the_screens_thread(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[object] = []
    worked_on: list[int] = []

    def work(progress: Progress) -> int:
        worked_on.append(threading.get_ident())
        return 42

    jobs.start(work, lambda result: told.extend([result, threading.get_ident()]))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [42, threading.get_ident()]
    assert worked_on != [threading.get_ident()]
    assert not jobs.busy


def test_an_expected_failure_is_told_as_it_is(jobs: Jobs, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        raise RuleError("ui.bad_day", told="x")

    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.start(work, print)
    assert failed.args is not None
    assert failed.args[0].code == "ui.bad_day"


def test_a_bug_is_not_swallowed(jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.start(lambda progress: 1 // 0, print)
    assert failed.args is not None
    assert isinstance(failed.args[0], ZeroDivisionError)
    assert "job failed" in caplog.text


def test_what_only_matters_when_it_is_newest_can_be_stopped_by_its_name(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[str] = []
    begun = threading.Event()

    def silent(progress: Progress) -> str:
        begun.set()
        while not threading.Event().wait(0.005):
            progress.step(0, 0)
        return "never"

    jobs.latest("reach", silent, told.append)
    jobs.latest("reach", lambda _: "the next", told.append)
    assert begun.wait(60)
    jobs.stop("reach")
    jobs.stop("nothing of this name")
    jobs.start(lambda _: "what waited behind it", told.append)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == ["what waited behind it"]


def test_progress_arrives_and_cancel_stops(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[int] = []
    stepped = threading.Event()

    def work(progress: Progress) -> None:
        for n in range(1_000_000):
            progress.step(n, 1_000_000)
            stepped.set()
            threading.Event().wait(0.001)

    job = jobs.start(work, print, progressed=lambda done, total, doing: seen.append(done))
    qtbot.waitUntil(lambda: len(seen) > 3)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_of_many_only_the_first_and_the_newest_run(jobs: Jobs, qtbot: QtBot) -> None:
    ran: list[int] = []
    shown: list[int] = []
    gate = threading.Event()

    def work_of(n: int) -> None:
        def work(progress: Progress) -> int:
            gate.wait(60)
            ran.append(n)
            return n

        jobs.latest("page", work, shown.append)

    for n in range(20):
        work_of(n)
    gate.set()
    qtbot.waitUntil(lambda: shown[-1:] == [19])
    assert ran == [0, 19]


def test_closing_cancels_and_tells_nobody_any_more(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[object] = []
    begun = threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress.step(0, 0)
            threading.Event().wait(0.001)

    jobs.start(work, told.append)
    assert begun.wait(60)
    assert jobs.close()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == []


def test_what_begins_after_the_end_is_not_begun(jobs: Jobs, qtbot: QtBot) -> None:
    """A window that is closed as soon as it is painted: what is to load behind it would outlive it."""
    worked: list[object] = []
    assert jobs.close()
    job = jobs.start(worked.append, worked.append)
    jobs.latest("newest", worked.append, worked.append)
    assert not jobs.busy
    qtbot.wait(30)
    assert jobs.close()
    assert worked == []
    assert isValid(job)


def test_resting_cancels_tells_nobody_and_then_works_on(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[object] = []
    begun = threading.Event()

    def work(progress: Progress) -> str:
        begun.set()
        while True:
            progress.step(0, 0)
            threading.Event().wait(0.001)

    jobs.start(work, told.append, failed=told.append)
    jobs.latest("page", lambda _: "waiting", told.append)
    assert begun.wait(60)
    assert jobs.rest()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == []
    jobs.latest("page", lambda _: "after", told.append)
    qtbot.waitUntil(lambda: told == ["after"])


def test_a_job_that_ended_while_it_was_put_to_rest_tells_nobody(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[object] = []
    go, done = threading.Event(), threading.Event()

    def work(progress: Progress) -> int:
        go.wait(60)
        done.set()
        return 1

    jobs.start(work, told.append)
    go.set()
    assert done.wait(60)
    assert jobs.rest()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == []


def test_work_is_done_one_after_the_other(jobs: Jobs, qtbot: QtBot) -> None:
    under_way, most, ended = [0], [0], []

    def work(progress: Progress) -> None:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        threading.Event().wait(0.005)
        under_way[0] -= 1

    for _ in range(8):
        jobs.start(work, ended.append)
    qtbot.waitUntil(lambda: len(ended) == 8)
    assert most == [1]


def test_lanes_do_not_wait_for_each_other_and_each_is_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    gate, told = threading.Event(), list[str]()

    def slow(progress: Progress) -> str:
        gate.wait(60)
        return "paper"

    jobs.start(slow, told.append)
    jobs.start(lambda _: "first", told.append, lane=PHOTOS)
    jobs.start(lambda _: "second", told.append, lane=PHOTOS)
    qtbot.waitUntil(lambda: told == ["first", "second"])
    gate.set()
    qtbot.waitUntil(lambda: told == ["first", "second", "paper"])


def test_resting_waits_for_all_lanes(jobs: Jobs, qtbot: QtBot) -> None:
    ended: list[str] = []

    def work(progress: Progress) -> None:
        threading.Event().wait(0.05)
        ended.append("x")

    for lane in (PAPER, PHOTOS, THUMBS):
        jobs.start(work, print, lane=lane)
    assert jobs.rest()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_the_newest_work_stays_in_its_lane(jobs: Jobs, qtbot: QtBot) -> None:
    gate, told = threading.Event(), list[int]()

    def slow(progress: Progress) -> int:
        gate.wait(60)
        return 0

    jobs.start(slow, told.append)
    for n in (1, 2, 3):
        jobs.latest("cards", lambda _, n=n: n, told.append, lane=THUMBS)
    qtbot.waitUntil(lambda: told[-1:] == [3])
    assert 0 not in told
    gate.set()
    qtbot.waitUntil(lambda: 0 in told)


def test_a_job_lives_until_everybody_was_told(jobs: Jobs, qtbot: QtBot) -> None:
    """The pool's thread may rest between telling one and the next; the job must not be gone by then."""
    told: list[str] = []
    begun = threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress.step(0, 0)
            threading.Event().wait(0.001)

    def rest_a_little() -> None:
        for _ in range(100):
            if not isValid(job):
                told.append("gone")
                return
            threading.Event().wait(0.002)

    class Last(QObject):
        def hear(self) -> None:
            told.append("last")

    last = Last()
    job = jobs.start(work, print)
    job.cancelled.connect(rest_a_little, Qt.ConnectionType.DirectConnection)
    job.cancelled.connect(last.hear)
    assert begun.wait(60)
    job.cancel()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["last"]
    jobs.start(lambda _: 1, told.append)
    qtbot.waitUntil(lambda: told == ["last", 1] and not isValid(job))


class Remembered:
    """Something that a work refers to; it notes in which thread it ends."""

    ended_in: list[str] = []  # noqa: RUF012 - emptied by the test

    def __del__(self) -> None:
        self.ended_in.append(threading.current_thread().name)


def test_what_a_work_remembers_ends_on_the_screens_thread(qtbot: QtBot) -> None:
    Remembered.ended_in.clear()
    parent = QObject()
    jobs = Jobs(parent)
    done: list[int] = []

    def start(n: int) -> None:
        held = Remembered()
        jobs.start(lambda _: n if held else 0, done.append)

    for n in range(200):
        start(n)
        qtbot.waitUntil(lambda n=n: len(done) == n + 1)  # type: ignore[misc]
    jobs.rest()
    start(200)
    qtbot.waitUntil(lambda: len(done) == 201)
    assert len(Remembered.ended_in) >= 199
    assert set(Remembered.ended_in) == {"MainThread"}
