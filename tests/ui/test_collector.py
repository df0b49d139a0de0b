"""A closed window is waste like any other; it must never be taken down in the thread of a job."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.errors import Progress
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.shell.collector import Collector


class Looped(QWidget):
    """A window that refers to itself, as most do by a bound method: only the collector ends it."""

    ended_in: list[str] = []  # noqa: RUF012 - emptied by the test

    def __init__(self) -> None:
        super().__init__()
        self.own = self
        field = QLineEdit(self)
        field.textChanged.connect(self.changed)

    def changed(self, _: str) -> None:
        """Nothing to do."""

    def __del__(self) -> None:
        self.ended_in.append(threading.current_thread().name)


@pytest.fixture
def as_python_does() -> Iterator[None]:
    """Let the interpreter collect by itself, as it does where nobody took it over."""
    Looped.ended_in.clear()
    gc.collect()
    gc.enable()
    yield
    gc.disable()


@pytest.mark.usefixtures("as_python_does")
def test_a_closed_window_ends_on_the_screens_thread(qtbot: QtBot, qapp: QApplication) -> None:
    parent = QObject()
    jobs = Jobs(parent)
    collector = Collector(parent)
    collector.begin()
    window = Looped()
    window.show()
    qapp.processEvents()
    window.close()
    del window
    done: list[int] = []

    def work(_: Progress) -> int:
        return len([[each] for each in range(200_000)])

    jobs.start(work, done.append)
    qtbot.waitUntil(lambda: done == [200_000])
    # The timer's turn may have come meanwhile; what must not come is the job's.
    assert set(Looped.ended_in) <= {"MainThread"}
    gc.collect(1)  # the two older generations would take minutes to come round
    qtbot.waitUntil(lambda: bool(Looped.ended_in))
    assert Looped.ended_in == ["MainThread"]


def test_the_timer_collects_what_is_young(qtbot: QtBot, qapp: QApplication) -> None:
    assert qapp is not None
    Looped.ended_in.clear()
    parent = QObject()
    collector = Collector(parent)
    collector.begin()
    Looped()
    waste = [[each] for each in range(2_000)]
    qtbot.waitUntil(lambda: Looped.ended_in == ["MainThread"])
    assert len(waste) == 2_000


def test_nothing_is_collected_while_the_pages_are_loaded(qtbot: QtBot) -> None:
    parent = QObject()
    collector = Collector(parent)
    was = gc.isenabled()
    try:
        collector.hold()
        assert not gc.isenabled()
        assert not collector._timer.isActive()
        collector.begin()
        assert collector._timer.isActive()
    finally:
        collector._timer.stop()
        if was:
            gc.enable()
