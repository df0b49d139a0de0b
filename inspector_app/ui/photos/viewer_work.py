"""What the viewer's wishes become: photos decoded beside the screen, marks and captions written."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import marks
from inspector_app.domain.errors import InspectorError, Progress, RuleError
from inspector_app.domain.marks import Mark
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.photos import viewer_values
from inspector_app.ui.photos.viewer_values import Viewed

LANE = "viewer"
"""Jobs of the viewer wait for nothing but each other."""
MOST_EDGE = 6000
"""The most pixels an edge is decoded to, however far it is zoomed."""
MOST_KEPT = 8


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


class ViewerWork(QObject):
    """Reads and writes photos for the signed-in person.

    Signals:
        loaded: (hash, QImage).
        not_loaded: (hash, exception).
        saved: something became durable.
        failed: the exception of what was not written.
    """

    loaded = Signal(str, QImage)
    not_loaded = Signal(str, object)
    saved = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._session: Session | None = None
        self._images: OrderedDict[str, QImage] = OrderedDict()

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop; nothing that was seen stays in memory."""
        self._session = None
        self._images.clear()

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
        desk = self.desk
        if desk is None:
            return
        known = self._images.get(sha256)
        if known is not None and max(known.width(), known.height()) >= min(room.width(), room.height()):
            self._images.move_to_end(sha256)
            if not ahead and not _finer(room, known):
                self.loaded.emit(sha256, known)
                return
            if ahead:
                return
        store = desk.store

        def work(_: Progress) -> QImage:
            return fitted(store.blob(sha256), room)

        def done(image: QImage) -> None:
            self._keep(sha256, image)
            if not ahead:
                self.loaded.emit(sha256, image)

        def failed(error: Exception) -> None:
            if not ahead:
                self.not_loaded.emit(sha256, error)

        self._jobs.start(work, done, failed=failed, lane=LANE)

    def _keep(self, sha256: str, image: QImage) -> None:
        self._images[sha256] = image
        while len(self._images) > MOST_KEPT:
            self._images.popitem(last=False)

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


def _finer(room: QSize, known: QImage) -> bool:
    """Tell whether a room asks for clearly more pixels than are at hand."""
    fit = known.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    return fit.width() > known.width() * 1.2
