"""Photos on their way in: read, looked at, made durable, one after the other, beside everything else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import photos
from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.store.store import Store
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.pictures import Picture, Shelf
from inspector_app.ui.jobs import PHOTOS, Job, Jobs


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
        self._running: list[Job] = []
        self._stopped = False
        self.attached: Attached = lambda _store, _inspection_id, _place, _ids: None

    @property
    def busy(self) -> bool:
        """Whether a batch is under way."""
        return bool(self._running)

    def take(
        self, desk: Desk, inspection_id: str, finding_id: str, sources: Sequence[Source], *, once: bool
    ) -> None:
        """Begin to take photos in; each is durable by itself, and one that is refused keeps none waiting."""
        self._stopped = False
        place, made = desk.store.place, list[str]()

        def work(progress: Progress) -> Report:
            return self._taken(desk, inspection_id, finding_id, sources, progress, made, once=once)

        def done(told: Report) -> None:
            self._rest()
            self.attached(desk.store, inspection_id, place, made)
            self.arrived.emit()
            self.done.emit(told)

        def failed(error: Exception) -> None:
            # Those before it are in.
            self._rest()
            self.attached(desk.store, inspection_id, place, made)
            self.arrived.emit()
            self.failed.emit(error)

        job = self._jobs.start(work, done, failed=failed, progressed=self._on_progress, lane=PHOTOS)
        self._running.append(job)

    def _taken(
        self,
        desk: Desk,
        inspection_id: str,
        finding_id: str,
        sources: Sequence[Source],
        progress: Progress,
        made: list[str],
        *,
        once: bool,
    ) -> Report:
        """Take them in, off the screen's thread; `made` grows by the id of each that is durable."""
        known, refused = 0, list[tuple[str, Problem]]()
        first: InspectorError | None = None
        for n, one in enumerate(sources):
            if self._stopped:
                return Report(finding_id, len(made), known, tuple(refused), len(sources) - n, first)
            progress.step(n, len(sources), one.name)
            try:
                told = take(desk, self._shelf, inspection_id, finding_id, one, once=once)
            except InspectorError as error:
                if error.exit_code >= _GRAVE:
                    raise
                first = first or error
                refused.append((one.name, Problem(error.code, error.where, tuple(error.values.items()))))
            else:
                known += told.known
                if not told.known:
                    made.append(told.photo_id)
        return Report(finding_id, len(made), known, tuple(refused), 0, first)

    def stop(self) -> None:
        """Take no further photo in; those that are durable stay."""
        self._stopped = True

    def _on_progress(self, done: int, total: int, name: str) -> None:
        if total > 1:
            self.progressed.emit(done, total, name)
            if done and done % _SHOWN_EVERY == 0:
                self.arrived.emit()

    def _rest(self) -> None:
        if self._running:
            self._running.pop(0)
        if not self._running:
            self.rested.emit()

    def get_up(self) -> None:
        """Stop."""
        self._stopped = True
        self._running.clear()
        self.rested.emit()


_GRAVE, _SHOWN_EVERY = 6, 8
