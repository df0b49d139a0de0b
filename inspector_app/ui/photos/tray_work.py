"""What the tray's wishes become: casework functions, answered with values; small pictures from the vault."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import photos
from inspector_app.domain.errors import DamagedError, InspectorError, Progress, UnavailableError
from inspector_app.store.store import Store
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.jobs import THUMBS, Job, Jobs
from inspector_app.ui.photos import tray_values
from inspector_app.ui.photos.intake_work import Attached

Noting = Callable[[Store, str], AbstractContextManager[None]]
"""Notes what is written meanwhile as a step that can be taken back."""


class TrayWork(QObject):
    """Works on the photos of the inspection that is open.

    Attributes:
        noting, attached: how steps are noted; left alone, they are not.

    Signals:
        shown: a Tray.
        thumb: (hash, QImage).
        removed: how many photos were just taken away, 0 when something else was done since.
        changed: something became durable; whatever shows findings must look again.
        failed: the exception of a wish that was not fulfilled.
    """

    shown = Signal(object)
    thumb = Signal(str, QImage)
    removed = Signal(int)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self.shelf = jobs, shelf
        self._session: Session | None = None
        self._inspection_id = ""
        self._gone = 0
        self.noting: Noting = lambda _store, _what: nullcontext()
        self.attached: Attached = lambda _store, _inspection_id, _place, _ids: None
        self._loading: Job | None = None

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop; small pictures are forgotten with the person who might see them."""
        self._session, self._inspection_id, self._gone = None, "", 0
        self.shelf.clear()

    @property
    def desk(self) -> Desk:
        """The desk of the signed-in person."""
        if self._session is None:
            raise RuntimeError("nobody is signed in")
        return self._session.desk

    @property
    def inspection_id(self) -> str:
        """The inspection whose photos are shown, empty when none is."""
        return self._inspection_id

    def follow(self, inspection_id: str) -> None:
        """Show the photos of an inspection, or what became of them."""
        self._inspection_id = inspection_id
        self.refresh()

    def refresh(self) -> None:
        """Read the photos anew and show them."""
        if self._session is None or not self._inspection_id:
            return
        try:
            told = tray_values.read(self.desk, self._inspection_id)
        except InspectorError as error:
            self.failed.emit(error)
            return
        self.shown.emit(told)
        # Offered once: the next thing that is done is the one that a key takes back.
        gone, self._gone = self._gone, 0
        self.removed.emit(gone)

    def _fulfil(self, wish: Callable[[], object], what: str) -> None:
        try:
            with self.noting(self.desk.store, what):
                wish()
        except InspectorError as error:
            self.failed.emit(error)
            self.refresh()
            return
        self.changed.emit()

    def attach(self, photo_ids: Sequence[str], finding_id: str) -> None:
        """Attach photos to a finding."""
        store, place = self.desk.store, self.desk.store.place
        try:
            photos.attach(self.desk, photo_ids, finding_id)
            self.attached(store, self._inspection_id, place, photo_ids)
        except InspectorError as error:
            self.failed.emit(error)
            self.refresh()
            return
        self.changed.emit()

    def detach(self, photo_ids: Sequence[str]) -> None:
        """Put photos back into the tray."""
        self._fulfil(lambda: photos.detach(self.desk, photo_ids), self.tr("照片放回托盘"))

    def arrange(self, finding_id: str, photo_ids: Sequence[str]) -> None:
        """Put the photos of a finding into an order."""
        self._fulfil(lambda: photos.arrange(self.desk, finding_id, photo_ids), self.tr("照片排序"))

    def remove(self, photo_ids: Sequence[str]) -> None:
        """Take photos away."""

        def wish() -> None:
            photos.remove(self.desk, photo_ids)
            self._gone = len(photo_ids)

        self._fulfil(wish, self.tr("移除照片"))

    def load_thumbs(self, hashes: Sequence[str]) -> None:
        """Make small pictures of what is in view; what left the view since is not made."""
        if self._loading is not None:
            self._loading.cancel()
        self._loading = self._load(hashes)

    def fetch_thumbs(self, hashes: Sequence[str]) -> None:
        """Make small pictures, all of them."""
        self._load(hashes)

    def _load(self, hashes: Sequence[str]) -> Job | None:
        if self._session is None:
            return None  # a list that is laid out anew asks, whoever is there
        store, shelf = self.desk.store, self.shelf

        def work(progress: Progress) -> None:
            for n, sha256 in enumerate(hashes):
                progress.step(n, len(hashes), sha256)
                image = shelf.get(sha256)
                if image is None:
                    image = small_of(store, sha256)
                    shelf.put(sha256, image)
                self.thumb.emit(sha256, image)

        return self._jobs.start(work, lambda _: None, failed=self.failed.emit, lane=THUMBS)


def small_of(store: Store, sha256: str) -> QImage:
    """Return the small picture of a photo; a null one where it is lost or at the hub: the others are seen."""
    try:
        return pictures.small(store.blob(sha256))
    except (DamagedError, UnavailableError):
        return QImage()
