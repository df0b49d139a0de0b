"""Batches of photos on their way in: each is stopped by itself, and one after another."""

import threading
from dataclasses import dataclass, field

import pytest

from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.photos import intake_work
from inspector_app.ui.photos.intake_work import IntakeWork, Report
from tests.ui.viewers import SHOTS, Gallery, gallery

__all__ = ["gallery"]


@dataclass
class Held:
    """A photo that is read when it is let."""

    raw: bytes
    name: str
    let: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)

    def read(self) -> bytes:
        self.begun.set()
        assert self.let.wait(60)
        return self.raw


def held(*places: int) -> list[Held]:
    return [Held(SHOTS[n].read_bytes(), SHOTS[n].name) for n in places]


def test_a_batch_that_was_stopped_stays_stopped_when_another_begins(gallery: Gallery) -> None:
    work, told = IntakeWork(gallery.jobs, Shelf(), gallery.over), list[Report]()
    work.done.connect(told.append)
    first, second = held(0, 1, 2), held(3)
    for one in (*first[1:], *second):
        one.let.set()
    work.take(gallery.desk, gallery.inspection_id, "", first, once=True)
    gallery.until(first[0].begun.is_set)
    work.stop()
    work.take(gallery.desk, gallery.inspection_id, "", second, once=True)
    assert work.busy
    first[0].let.set()
    gallery.until(lambda: not work.busy)
    assert [(one.taken, one.left) for one in told] == [(1, 2), (1, 0)]


def test_what_ends_after_the_person_got_up_is_told_to_nobody(gallery: Gallery) -> None:
    work, told = IntakeWork(gallery.jobs, Shelf(), gallery.over), list[object]()
    work.done.connect(told.append)
    work.arrived.connect(lambda: told.append("arrived"))
    (slow,) = held(0)
    work.take(gallery.desk, gallery.inspection_id, "", [slow], once=True)
    gallery.until(slow.begun.is_set)
    work.get_up()
    slow.let.set()
    gallery.until(lambda: not gallery.jobs.busy)
    assert told == []


def test_many_that_come_at_once_are_not_shown_one_by_one(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time all photos of the inspection are read anew."""
    monkeypatch.setattr(intake_work, "_SHOWN_MS", 3_600_000)  # a second passes quickly on a busy machine
    work, shown = IntakeWork(gallery.jobs, Shelf(), gallery.over), list[bool]()
    work.arrived.connect(lambda: shown.append(work.busy))
    seen: list[int] = []
    work.progressed.connect(lambda done, _of, _name: seen.append(done))
    for n in range(40):
        work._on_progress(n, 40, "")
    assert len(seen) == 40
    assert shown == [False], "the first at once, the others within the time"
    monkeypatch.setattr(intake_work, "_SHOWN_MS", 0)  # it is over
    gallery.until(lambda: work._shown.hasExpired(0))
    work._on_progress(39, 40, "")
    assert shown == [False, False]
