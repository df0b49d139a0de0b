"""Work beside the screen: the only file with a thread.

A job is a plain function of `Progress`. It lives on the screen's thread under a parent that outlives it;
the runnable owns no QObject. Jobs of one lane are done one after the other, lanes run side by side: a photo
on its way in does not wait behind a page that is being drawn.
"""

import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QObject, QRunnable, QThreadPool, Signal, Slot

from inspector_app.domain.errors import Cancelled, InspectorError, Progress

Work = Callable[[Progress], Any]

PAPER = "paper"
"""The lane of everything that says nothing else: neither the PDF writer nor the PDF reader may be used by
two at once."""

PHOTOS = "photos"
"""The lane of photos on their way in; nothing there may touch the PDF writer or the PDF reader."""

EXCHANGE = "exchange"
"""The lane of what goes between this laptop and the office: a slow network keeps no page waiting."""

BOARD = "board"
"""The lane of how exchange stands and of what a person settles there: neither waits for a slow network."""

JOINING = "joining"
"""The lane of joining an office: who comes new does not wait behind an exchange of the laptop."""

BOOKS = "books"
"""The lane of ledgers: who scrolls through a million rows does not wait behind a page that is drawn."""

EXPORTS = "exports"
"""The lane of ledgers on their way out: the rows on the screen do not wait for a file of all of them."""

THUMBS = "thumbs"
"""The lane of small pictures: what is only looked at keeps nothing that must become durable waiting."""


class Job(QObject):
    """One piece of work. Exactly one of the last three signals is emitted, once.

    Signals:
        progressed: (done, total, doing)
        succeeded: the work's result.
        failed: the exception: an InspectorError or, if it is a bug, anything else.
        cancelled: the work stopped because cancel() was called.
    """

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop, self._over = threading.Event(), threading.Event()
        self.then: Callable[[Any], None] | None = None
        self.otherwise: Callable[[Exception], None] | None = None
        self.meanwhile: Callable[[int, int, str], None] | None = None
        self.muted = False

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop at its next step. Returns at once."""
        self._stop.set()

    @property
    def over(self) -> bool:
        """Whether the pool's thread is done with it; before that it must not be deleted."""
        return self._over.is_set()

    def carrier(self) -> QRunnable:
        """Return what carries this job into a pool."""
        return _Runnable(self, self._over)

    # On the pool's thread from here on: signals may be emitted, nothing else touched.

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Report `done` of `total` pieces; called by the work.

        Raises:
            Cancelled: the person changed their mind.
        """
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(done, total, doing)

    def run(self) -> None:
        """Do the work; called by the pool only."""
        try:
            self.step(0, 0)
            result = self._work(self)
        except Cancelled:
            self.cancelled.emit()
        except InspectorError as error:
            self.failed.emit(error)
        except Exception as bug:
            logging: Any = import_module("logging")  # with the first failure: a start pays nothing for it
            log = logging.getLogger(__name__)
            log.exception("job failed: %s", getattr(self._work, "__qualname__", self._work))
            self.failed.emit(bug)
        else:
            self.succeeded.emit(result)


class _Runnable(QRunnable):
    """Carries one job into the pool. It dies on the pool's thread, and owns nothing of the job by then.

    Whoever held the job last would take down with it what its work remembers, perhaps a window: so the
    screen's thread, which keeps it until it is over, is told that only when nothing here refers to it.
    """

    def __init__(self, job: Job, over: threading.Event) -> None:
        super().__init__()
        self._job: Job | None = job
        self._over = over

    def run(self) -> None:
        """Do the work."""
        job, self._job = self._job, None
        try:
            if job is not None:
                job.run()
        finally:
            del job
            self._over.set()


class Jobs(QObject):
    """All work of one window; closing cancels it and waits.

    Signals:
        failed: the exception of any job, for the one place that shows them.
        busy_changed: whether anything is under way.
    """

    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, QThreadPool] = {}
        self._running: list[Job] = []
        self._told: list[Job] = []
        self._latest: dict[str, Job] = {}
        self._waiting: dict[str, Callable[[], Job]] = {}
        self._closing = False

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    def start(
        self,
        work: Work,
        done: Callable[[Any], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[int, int, str], None] | None = None,
        lane: str = PAPER,
    ) -> Job:
        """Begin a piece of work; in its lane it waits for what was begun before; after the end none begins.

        Args:
            done: called on the screen's thread with the result.
            failed: called instead of the common `failed` signal.
            progressed: called with (done, total, doing).
            lane: PAPER, PHOTOS, EXCHANGE, BOARD, JOINING, BOOKS, EXPORTS or THUMBS.
        """
        self._sweep()
        job = Job(work, self)
        job.then, job.otherwise, job.meanwhile = done, failed, progressed
        if self._closing:
            # The window was closed in the very moment in which this was to begin: nobody would wait for it.
            return job
        self._running.append(job)
        # Bound slots of this object: Qt then delivers on the screen's thread, whatever the callbacks are.
        job.progressed.connect(self._on_progressed)
        job.succeeded.connect(self._on_succeeded)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self.busy_changed.emit(True)
        self._lane(lane).start(job.carrier())
        return job

    def _lane(self, name: str) -> QThreadPool:
        """Return the one thread of a lane."""
        if name not in self._lanes:
            self._lanes[name] = QThreadPool(self)
            self._lanes[name].setMaxThreadCount(1)
        return self._lanes[name]

    def latest(
        self,
        name: str,
        work: Work,
        done: Callable[[Any], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[int, int, str], None] | None = None,
        lane: str = PAPER,
    ) -> None:
        """Begin work of which only the newest matters: at most one runs, at most one waits; see `start`."""

        def begin() -> Job:
            return self.start(work, done, failed=failed, progressed=progressed, lane=lane)

        if name in self._latest:
            self._waiting[name] = begin
            return
        self._latest[name] = begin()

    def stop(self, name: str) -> None:
        """Cancel the work of which only the newest matters, and what waits behind it."""
        self._waiting.pop(name, None)
        if name in self._latest:
            self._latest[name].cancel()

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, doing: str) -> None:
        job = self.sender()
        if isinstance(job, Job) and job.meanwhile is not None and not self._closing:
            job.meanwhile(done, total, doing)

    @Slot(object)
    def _on_succeeded(self, result: object) -> None:
        job = self._ended()
        if job is not None and job.then is not None:
            job.then(result)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        job = self._ended()
        if job is None:
            if isinstance(error, InspectorError):  # a bug is in the log already
                logging: Any = import_module("logging")
                logging.getLogger(__name__).warning("nobody was there to be told of %s", error.code)
            return
        if job.otherwise is not None:
            job.otherwise(error)
        else:
            self.failed.emit(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._ended()

    def _ended(self) -> Job | None:
        """Take the sending job off the books; None when the window is closing and nobody listens."""
        job = self.sender()
        if not isinstance(job, Job) or job not in self._running:
            return None
        self._running.remove(job)
        self._told.append(job)
        self._sweep()
        for name in [name for name, one in self._latest.items() if one is job]:
            del self._latest[name]
            if name in self._waiting and not self._closing:
                self._latest[name] = self._waiting.pop(name)()
        if not self._running:
            self.busy_changed.emit(False)
        return None if self._closing or job.muted else job

    def _sweep(self) -> None:
        """Delete jobs whose end was told; one that the pool is still telling of is left for later."""
        for job in [job for job in self._told if job.over]:
            self._told.remove(job)
            job.deleteLater()

    def rest(self, milliseconds: int = 10_000) -> bool:
        """Cancel what is under way, tell nobody of it, and wait; tell whether all of it ended in time."""
        self._waiting.clear()
        for job in self._running:
            job.then = job.otherwise = job.meanwhile = None
            job.muted = True
            job.cancel()
        return self._wait(milliseconds)

    def close(self, milliseconds: int = 10_000) -> bool:
        """Cancel everything and wait; tell whether all of it ended in time."""
        self._closing = True
        self._waiting.clear()
        for job in self._running:
            job.cancel()
        return self._wait(milliseconds)

    def _wait(self, milliseconds: int) -> bool:
        """Wait for all lanes; what one of them took is no longer there for the next."""
        until = QDeadlineTimer(milliseconds)
        ended = [pool.waitForDone(until) for pool in self._lanes.values()]
        return all(ended)
