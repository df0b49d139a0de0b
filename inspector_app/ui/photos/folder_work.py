"""Lists folders, cards and zip files beside the screen, and makes small pictures of what is in view."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStorageInfo, Signal, Slot
from PySide6.QtGui import QImage

from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.ui.controls import pictures
from inspector_app.ui.jobs import PHOTOS, THUMBS, Job, Jobs
from inspector_app.ui.photos import folder_scan
from inspector_app.ui.photos.folder_held import Held, Listing
from inspector_app.ui.photos.folder_scan import FileHeld

Volume = tuple[str, Path]
Volumes = Callable[[], list[Volume]]


def mounted_cards() -> list[Volume]:
    """Return the names and folders of the cards and sticks in the machine; may wait for a slow one."""
    told = [
        (one.name() or one.displayName(), one.rootPath())
        for one in QStorageInfo.mountedVolumes()
        if one.isValid() and one.isReady()
    ]
    return folder_scan.volumes(told, QStorageInfo.root().rootPath())


class FolderWork(QObject):
    """Works for one folder dialog, and lives until its last piece of work has ended.

    Signals:
        volumes_found: names and folders of cards.
        looked: how many photos were found so far.
        listed: (Path, Listing).
        not_listed: the exception that stopped it.
        stopped: the person stopped it, and no other place is being listed.
        thumb: (key, QImage).
    """

    volumes_found = Signal(list)
    looked = Signal(int)
    listed = Signal(object, object)
    not_listed = Signal(object)
    stopped = Signal()
    thumb = Signal(str, QImage)

    def __init__(self, jobs: Jobs, volumes: Volumes = mounted_cards, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._volumes = jobs, volumes
        self._listing: Listing | None = None
        self._by_key: dict[str, Held] = {}
        self._looking: Job | None = None
        self._loading: Job | None = None
        self._gone = False

    def find_volumes(self) -> None:
        """Look which cards are in the machine."""
        volumes = self._volumes
        self._jobs.latest("volumes", lambda _: volumes(), self._on_volumes, lane=THUMBS)

    def _on_volumes(self, told: list[Volume]) -> None:
        if not self._gone:
            self.volumes_found.emit(told)

    def open(self, place: Path) -> None:
        """List a folder or a zip file."""
        self.stop()
        job = self._jobs.start(
            partial(folder_scan.scan, place),
            lambda told: self._on_listed(job, place, told),
            failed=lambda error: self._on_not_listed(job, error),
            progressed=lambda _n, _of, told: self._on_looked(job, told),
            lane=PHOTOS,
        )
        job.cancelled.connect(self._on_ended)
        self._looking = job

    def _on_looked(self, job: Job, told: str) -> None:
        if job is self._looking:
            self.looked.emit(int(told or 0))

    def _on_listed(self, job: Job, place: Path, told: Listing) -> None:
        if job is not self._looking:
            # Stopped at its very last step, or another place was chosen meanwhile.
            told.close()
            self._on_ended()
            return
        self._looking = None
        self._close()
        self._listing = told
        self._by_key = {one.key: one for one in told.held}
        self.listed.emit(place, told)

    def _on_not_listed(self, job: Job, error: Exception) -> None:
        if job is not self._looking:
            self._on_ended()
            return
        self._looking = None
        self.not_listed.emit(error)

    @Slot()
    def _on_ended(self) -> None:
        """A listing that nobody waits for has ended."""
        if self._looking is None and not self._gone:
            self.stopped.emit()

    def stop(self) -> None:
        """Stop listing."""
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def picked(self, keys: Sequence[str]) -> list[Held]:
        """Return what is to be taken in; the file they are read from stays open until that is done."""
        return [self._by_key[key] for key in keys if key in self._by_key]

    def load_thumbs(self, keys: Sequence[str]) -> None:
        """Make small pictures; what left the view is not made."""
        held = self.picked(keys)
        if self._loading is not None:
            self._loading.cancel()

        def work(progress: Progress) -> None:
            for n, one in enumerate(held):
                progress.step(n, len(held))
                self.thumb.emit(one.key, _small(one))

        self._loading = self._jobs.start(work, lambda _: None, lane=THUMBS)

    def get_up(self) -> None:
        """The dialog is gone; nothing is made for it any more."""
        self._gone = True
        self.stop()
        if self._loading is not None:
            self._loading.cancel()
        self._close()
        # A thread may just now be making the last small picture: whoever tells of it must still be there.
        self._jobs.start(lambda _: None, lambda _: self.deleteLater(), lane=THUMBS)

    def _close(self) -> None:
        """Let go of the file."""
        listing, self._listing = self._listing, None
        if listing is not None:
            # In the lane of those who read it: not before the last of them is done.
            self._jobs.start(lambda _: listing.close(), lambda _: None, lane=PHOTOS)


def _small(one: Held) -> QImage:
    """Return a small picture of what was found; a null one for no photo: taking it in will say why."""
    try:
        if isinstance(one, FileHeld):
            return pictures.small_of_file(one.path)
        return pictures.small(one.read())
    except InspectorError:
        return QImage()
