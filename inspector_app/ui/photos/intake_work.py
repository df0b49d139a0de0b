"""Photos on their way in: read, looked at, made durable, one after the other, beside everything else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import photos
from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.store.store import Store
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.pictures import Picture, Shelf
from inspector_app.ui.jobs import PHOTOS, Jobs


@dataclass(frozen=True, slots=True)
class Report:
    """What became of some photos.

    Attributes:
        finding_id: where they went, empty for the tray.
        taken, known: how many were taken in, how many the inspection had already.
        refused: why each of the others was not, by its name.
        left: how many were not looked at because somebody stopped it.
        first: the exception of the first one refused.
    """

    finding_id: str
    taken: int = 0
    known: int = 0
    refused: tuple[tuple[str, Problem], ...] = ()
    left: int = 0
    first: InspectorError | None = None


class Source(Protocol):
    """Where photos come from: a name for a refusal, and the bytes."""

    @property
    def name(self) -> str:
        """What it is called."""

    def read(self) -> bytes:
        """Return the bytes; may take its time."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file or a picture from the clipboard as a source."""

    picture: Picture

    @property
    def name(self) -> str:
        """What it is called."""
        return pictures.name_of(self.picture)

    def read(self) -> bytes:
        """Return its bytes."""
        return pictures.read(self.picture)


def take(
    desk: Desk, shelf: Shelf, inspection_id: str, finding_id: str, one: Source, *, once: bool
) -> photos.TakenIn:
    """Make one photo durable, and its small picture while its bytes are at hand.

    Raises:
        InspectorError: it cannot be read, is no photo, or cannot be kept.
    """
    raw = one.read()
    told = photos.take_in(desk, inspection_id, raw, finding_id=finding_id, name=one.name, once=once)
    if shelf.get(told.sha256) is None:
        shelf.put(told.sha256, pictures.small(raw))
    return told


@dataclass(slots=True, eq=False)
class _Batch:
    """Photos that go to one place together.

    Attributes:
        made: the ids of those that are durable; grows off the screen's thread.
        stopped: no further one of them is to be taken in.
    """

    desk: Desk
    inspection_id: str
    finding_id: str
    sources: Sequence[Source]
    once: bool
    place: int
    made: list[str] = field(default_factory=list)
    stopped: bool = False


Attached = Callable[[Store, str, int, Sequence[str]], None]
"""Notes photos that came to an inspection after a place of the journal, as a step that can be taken back."""


class IntakeWork(QObject):
    """Takes photos in, one batch after the other.

    Attributes:
        attached: how steps are noted; left alone, they are not.

    Signals:
        progressed: (done, total, name).
        arrived: some became durable; whatever shows photos must look again.
        done: a Report.
        failed: an exception that stopped a batch: the program's or the disk's fault, not a photo's.
        rested: no batch is under way any more.
    """

    progressed = Signal(int, int, str)
    arrived = Signal()
    done = Signal(object)
    failed = Signal(object)
    rested = Signal()

    def __init__(self, jobs: Jobs, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._shelf = jobs, shelf
        self._running: list[_Batch] = []
        self._shown = QElapsedTimer()
        self.attached: Attached = lambda _store, _inspection_id, _place, _ids: None

    @property
    def busy(self) -> bool:
        """Whether a batch is under way."""
        return bool(self._running)

    def take(
        self, desk: Desk, inspection_id: str, finding_id: str, sources: Sequence[Source], *, once: bool
    ) -> None:
        """Begin to take photos in; each is durable by itself, and one that is refused keeps none waiting."""
        batch = _Batch(desk, inspection_id, finding_id, sources, once, desk.store.place)
        self._running.append(batch)

        def done(told: Report) -> None:
            if self._rest(batch):
                self.done.emit(told)

        def failed(error: Exception) -> None:
            if self._rest(batch):
                self.failed.emit(error)

        work = partial(self._taken, batch)
        self._jobs.start(work, done, failed=failed, progressed=self._on_progress, lane=PHOTOS)

    def _taken(self, batch: _Batch, progress: Progress) -> Report:
        """Take them in, off the screen's thread."""
        known, refused = 0, list[tuple[str, Problem]]()
        first: InspectorError | None = None
        whither, sources = batch.finding_id, batch.sources
        for n, one in enumerate(sources):
            if batch.stopped:
                return Report(whither, len(batch.made), known, tuple(refused), len(sources) - n, first)
            progress.step(n, len(sources), one.name)
            try:
                told = take(
                    batch.desk, self._shelf, batch.inspection_id, batch.finding_id, one, once=batch.once
                )
            except InspectorError as error:
                if error.exit_code >= _GRAVE:
                    raise
                first = first or error
                refused.append((one.name, Problem(error.code, error.where, tuple(error.values.items()))))
            else:
                known += told.known
                if not told.known:
                    batch.made.append(told.photo_id)
        return Report(whither, len(batch.made), known, tuple(refused), 0, first)

    def stop(self) -> None:
        """Take no further photo in of those that were begun; those that are durable stay."""
        for batch in self._running:
            batch.stopped = True

    def _on_progress(self, done: int, total: int, name: str) -> None:
        if total > 1:
            self.progressed.emit(done, total, name)
            if done and (not self._shown.isValid() or self._shown.hasExpired(_SHOWN_MS)):
                self._shown.start()
                self.arrived.emit()

    def _rest(self, batch: _Batch) -> bool:
        """A batch has ended, however it did: tell what of it is durable.

        False when nobody is left to hear: after `get_up` its desk may be closed already.
        """
        if batch not in self._running:
            return False
        self._running.remove(batch)
        if not self._running:
            self.rested.emit()
        self.attached(batch.desk.store, batch.inspection_id, batch.place, batch.made)
        self.arrived.emit()
        return True

    def get_up(self) -> None:
        """Stop."""
        self.stop()
        self._running.clear()
        self.rested.emit()


_GRAVE, _SHOWN_MS = 6, 1000
"""From which exit code on a failure is no photo's; how often those that came are shown: reading all of them
anew takes its time where there are thousands."""
