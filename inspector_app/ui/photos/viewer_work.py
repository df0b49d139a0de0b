"""What the viewer's wishes become: photos decoded beside the screen, marks and captions written."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import marks
from inspector_app.domain.errors import InspectorError, Problem, Progress, RuleError, UnavailableError
from inspector_app.domain.marks import Mark
from inspector_app.ui.jobs import EXCHANGE, Job, Jobs
from inspector_app.ui.photos import viewer_values
from inspector_app.ui.photos.viewer_values import Viewed

Fetch = Callable[[Session, Sequence[str], Progress], tuple[Problem, ...]]
"""Brings photos from the hub, and says what must be known of those that did not come."""

LANE = "viewer"
"""Jobs of the viewer wait for nothing but each other."""
MOST_EDGE = 6000
"""The most pixels an edge is decoded to, however far it is zoomed."""
MOST_BYTES = 200_000_000
"""How much memory decoded photos take together; the one that was looked at last stays whatever it takes."""


def fitted(raw: bytes, room: QSize) -> QImage:
    """Return a photo upright and no larger than fits a room, never larger than it is. Any thread.

    Raises:
        RuleError: `photo.not_shown` where Qt cannot read it.
    """
    held = QByteArray(raw)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
        most = room.boundedTo(QSize(MOST_EDGE, MOST_EDGE))
        wanted = size.scaled(most.transposed() if turned else most, Qt.AspectRatioMode.KeepAspectRatio)
        if wanted.width() < size.width() and min(wanted.width(), wanted.height()) > 0:
            reader.setScaledSize(wanted)
    image = reader.read()
    if image.isNull():
        raise RuleError("photo.not_shown")
    # The screen's own format: it is then painted without being changed first.
    return image.convertToFormat(QImage.Format.Format_RGB32)


@dataclass(slots=True, eq=False)
class _Decoding:
    """A photo that is being decoded to fit a room, for somebody who waits or for later."""

    room: QSize
    ahead: bool
    job: Job | None = None


class ViewerWork(QObject):
    """Reads and writes photos for the signed-in person.

    Signals:
        loaded: (hash, QImage).
        not_loaded: (hash, exception).
        saved: something became durable.
        fetched: the hash of a photo that came from the hub.
        failed: the exception of what was not written.
    """

    loaded = Signal(str, QImage)
    not_loaded = Signal(str, object)
    saved = Signal()
    fetched = Signal(str)
    failed = Signal(object)

    def __init__(
        self, jobs: Jobs, parent: QObject | None = None, *, fetch: Callable[[], Fetch] | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._fetch = jobs, fetch
        self._session: Session | None = None
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._whole: set[str] = set()
        self._under_way: dict[str, _Decoding] = {}

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop; nothing that was seen stays in memory."""
        self._session = None
        self._images.clear()
        self._whole.clear()
        self._under_way.clear()

    @property
    def desk(self) -> Desk | None:
        """Where the signed-in person works, None when nobody is."""
        return self._session.desk if self._session is not None else None

    def photos(self, inspection_id: str) -> tuple[Viewed, ...]:
        """Return the photos of an inspection; a failure is told, and there are none then."""
        desk = self.desk
        if desk is None or not inspection_id:
            return ()
        try:
            return viewer_values.read(desk, inspection_id)
        except InspectorError as error:
            self.failed.emit(error)
            return ()

    def load(self, sha256: str, room: QSize, *, ahead: bool = False) -> None:
        """Decode a photo to fit a room; one at hand that is as fine is told at once.

        Args:
            ahead: nobody looks at it yet; a failure is told when somebody does.
        """
        session = self._session
        if session is None:
            return
        known = self._images.get(sha256)
        if known is not None:
            self._images.move_to_end(sha256)
            if ahead:
                return
            if sha256 in self._whole or not _finer(room, known):
                self.loaded.emit(sha256, known)
                return
        pending = self._under_way.get(sha256)
        if pending is not None and (ahead or _covers(pending.room, room)):
            pending.ahead = pending.ahead and ahead
            return
        self._drop(sha256)
        self._begin(session, sha256, _Decoding(room, ahead))

    def _begin(self, session: Session, sha256: str, told: _Decoding) -> None:
        store, room = session.desk.store, told.room

        def work(_: Progress) -> QImage:
            return fitted(store.blob(sha256), room)

        def ended() -> bool:
            """Take it off the list; False where nobody who may see it is left."""
            if self._under_way.get(sha256) is told:
                del self._under_way[sha256]
            return self._session is session

        def done(image: QImage) -> None:
            if ended():
                self._keep(sha256, image, room)
                if not told.ahead:
                    self.loaded.emit(sha256, image)

        def failed(error: Exception) -> None:
            if ended() and not told.ahead:
                self.not_loaded.emit(sha256, error)

        self._under_way[sha256] = told
        told.job = self._jobs.start(work, done, failed=failed, lane=LANE)

    def fetch(self, sha256: str) -> None:
        """Bring a photo from the hub; where it is away, the next exchange brings it."""
        session, fetch = self._session, self._fetch
        if session is None or fetch is None:
            return

        def done(news: tuple[Problem, ...]) -> None:
            if self._session is not session:
                return
            if news:
                told = news[0]
                self.not_loaded.emit(
                    sha256, UnavailableError(told.code, where=told.where, **dict(told.values))
                )
            else:
                self.fetched.emit(sha256)

        def failed(error: Exception) -> None:
            if self._session is session:
                self.not_loaded.emit(sha256, error)

        self._jobs.start(
            lambda progress: fetch()(session, (sha256,), progress), done, failed=failed, lane=EXCHANGE
        )

    def drop_all_but(self, sha256: str) -> None:
        """Decode nothing that somebody has turned past already; what is being decoded just now is kept."""
        for one in [one for one in self._under_way if one != sha256]:
            self._drop(one)

    def _drop(self, sha256: str) -> None:
        pending = self._under_way.pop(sha256, None)
        if pending is not None and pending.job is not None:
            pending.job.cancel()

    def _keep(self, sha256: str, image: QImage, room: QSize) -> None:
        self._images[sha256] = image
        self._images.move_to_end(sha256)
        if _finer(room, image):
            self._whole.add(sha256)  # it would have been decoded larger if it were
        while len(self._images) > 1 and sum(one.sizeInBytes() for one in self._images.values()) > MOST_BYTES:
            self._whole.discard(self._images.popitem(last=False)[0])

    def keep_marks(self, photo_id: str, layer: tuple[Mark, ...]) -> bool:
        """Write a layer; tell whether it is durable."""
        return self._write(lambda desk: marks.set_marks(desk, photo_id, layer))

    def keep_caption(self, photo_id: str, caption: str) -> bool:
        """Write a caption; tell whether it is durable."""
        return self._write(lambda desk: marks.set_caption(desk, photo_id, caption))

    def _write(self, wish: Callable[[Desk], None]) -> bool:
        desk = self.desk
        if desk is None:
            return False
        try:
            wish(desk)
        except InspectorError as error:
            self.failed.emit(error)
            return False
        self.saved.emit()
        return True


def _fit(room: QSize, image: QImage) -> QSize:
    """Return how large a photo is that just fits a room, and is no larger than anything is decoded to."""
    most = room.boundedTo(QSize(MOST_EDGE, MOST_EDGE))
    return image.size().scaled(most, Qt.AspectRatioMode.KeepAspectRatio)


def _finer(room: QSize, known: QImage) -> bool:
    """Tell whether a room asks for clearly more pixels than are at hand."""
    return _fit(room, known).width() > known.width() * 1.2


def _covers(room: QSize, wanted: QSize) -> bool:
    """Tell whether what is decoded for a room will do for another."""
    return room.width() >= wanted.width() and room.height() >= wanted.height()
