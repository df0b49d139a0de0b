"""Loading what stands behind the sign-in: the work in a job, the pages' classes on the screen's thread.

Qt looks its classes up from the screen's thread without Python's lock, while a class that is made in another
thread is entered into the same tables: a start that loaded the pages in a job ended in a segmentation fault,
once in a hundred. So a job loads what knows no Qt, and the pages follow a few at a time, between two paints.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from inspector_app.domain.errors import Progress
from inspector_app.ui.jobs import Jobs

TURN_S = 0.012
"""Seconds of loading in one turn of the screen's thread; a single module may take a little longer."""

BEHIND = ("casework", "reports", "printing", "receiving", "workbooks")
"""Floors that pages stand on, and what those stand on; none of them knows Qt."""

PAPERS = ("inspector_app.documents.render", "inspector_app.documents.manual_paper")
"""What draws, for the pages that hand it on."""

FIRST = ("style", "controls", "checking", "photos", "signing")
"""Rooms of the window that the others stand on, in their order."""

LAST = "shell"
"""The room that holds all others."""

SELDOM = frozenset(
    {
        "inspector_app.casework.people.exchanged",
        "inspector_app.casework.people.joining",
        "inspector_app.casework.people.keyfiles",
        "inspector_app.casework.people.recovering",
        "inspector_app.casework.people.restores",
        "inspector_app.casework.people.updates",
        "inspector_app.casework.play",
        "inspector_app.ui.entrance.recover_dialog",
        "inspector_app.ui.entrance.training",
        "inspector_app.ui.exchange.real_backups",
        "inspector_app.ui.exchange.real_doors",
        "inspector_app.ui.exchange.real_joining",
        "inspector_app.ui.papers.raster_printer",
        "inspector_app.ui.shell.keeping",
        "inspector_app.ui.shell.proving",
        "inspector_app.ui.shell.wires.entrance",
    }
)
"""What few starts ever need, with all that is in it: loaded when it is asked for."""


def behind() -> None:
    """Load everything behind the pages that knows no Qt; called in a job."""
    for name in PAPERS:
        importlib.import_module(name)
    for floor in BEHIND:
        for name in _within(f"inspector_app.{floor}"):
            importlib.import_module(name)


def pages() -> Iterator[str]:
    """Yield the modules of the pages, each after most of what it stands on."""
    rooms = [one.name for one in pkgutil.iter_modules(importlib.import_module("inspector_app.ui").__path__)]
    for room in (*FIRST, *sorted(set(rooms) - {*FIRST, LAST}), LAST):
        yield from _within(f"inspector_app.ui.{room}")


def _within(name: str) -> Iterator[str]:
    """Yield a module and all that is in it, the seldom ones left out."""
    if name in SELDOM:
        return
    yield name
    path = getattr(importlib.import_module(name), "__path__", ())
    for one in pkgutil.iter_modules(path):
        yield from _within(f"{name}.{one.name}")


class Loading(QObject):
    """Loads in two parts, and says when all of it is there."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._left: Iterator[str] = iter(())
        self._done: Callable[[], object] = lambda: None
        self._failed: Callable[[Exception], object] = lambda _: None

    def begin(
        self,
        beside: Callable[[], object],
        done: Callable[[], object],
        failed: Callable[[Exception], None],
    ) -> None:
        """Begin to load.

        Args:
            beside: called in the job when everything behind the pages is there.
            done: called on the screen's thread when all pages are there.
        """
        self._done, self._failed = done, failed

        def work(_: Progress) -> None:
            behind()
            beside()

        self._jobs.start(work, lambda _: self._begin_pages(), failed=failed)

    def _begin_pages(self) -> None:
        self._left = pages()
        self._step()

    def _step(self) -> None:
        """Load a few modules, then let the window have its turn."""
        ends = perf_counter() + TURN_S
        try:
            for name in self._left:
                importlib.import_module(name)
                if perf_counter() > ends:
                    QTimer.singleShot(0, self, self._step)
                    return
        except ImportError as error:
            self._failed(error)
            return
        self._done()
