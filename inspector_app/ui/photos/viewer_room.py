"""Where photos are looked at: opens the viewer and the pair, and hands their wishes to the work."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Problem
from inspector_app.domain.marks import Mark
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.photos.pair import PairView
from inspector_app.ui.photos.viewer import Viewer
from inspector_app.ui.photos.viewer_values import Pair, Viewed, pair_with
from inspector_app.ui.photos.viewer_work import Fetch, ViewerWork
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain, of_problem


class ViewerRoom(QObject):
    """Shows the photos of an inspection, one at a time or two side by side.

    Signals:
        changed: marks or a caption became different ones; whoever shows photos looks again.
        saved: something became durable.
        fetched: the hash of a photo that came from the hub.
    """

    changed = Signal()
    saved = Signal()
    fetched = Signal(str)

    def __init__(
        self,
        look: Look,
        over: QWidget,
        jobs: Jobs,
        texts: Texts,
        parent: QObject | None = None,
        *,
        fetch: Callable[[], Fetch] | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._over, self._texts = look, over, texts
        self.work = ViewerWork(jobs, self, fetch=fetch)
        self.viewer: Viewer | None = None
        self.pair: PairView | None = None
        self._written = False
        self.work.loaded.connect(self._on_loaded)
        self.work.not_loaded.connect(self._on_not_loaded)
        self.work.fetched.connect(self._on_fetched)
        self.work.failed.connect(self._on_failed)
        self.work.saved.connect(self._on_saved)

    def sit_down(self, session: Session) -> None:
        """Begin to show photos to a signed-in person."""
        self.work.sit_down(session)

    def get_up(self) -> None:
        """Stop; what was drawn is written."""
        if self.pair is not None:
            self.pair.reject()
        if self.viewer is not None:
            self.viewer.leave()
        self.work.get_up()

    def open(self, inspection_id: str, wanted: str) -> None:
        """Show the photos of an inspection, beginning with one.

        Args:
            wanted: the id of a photo, or the hash of its file.
        """
        photos = self.work.photos(inspection_id)
        first = next((one for one in photos if wanted in (one.id, one.sha256)), None)
        if first is None or self.viewer is not None:
            return
        viewer = self.viewer = Viewer(self._look, self._over)
        viewer.image_wanted.connect(self._on_turned)
        viewer.soon_wanted.connect(lambda told, room: self.work.load(told.sha256, room, ahead=True))
        viewer.marks_left.connect(self._on_marks_left)
        viewer.caption_left.connect(self._on_caption_left)
        viewer.pair_wanted.connect(self._on_pair)
        viewer.fetch_wanted.connect(self.work.fetch)
        viewer.refused.connect(self._on_failed)
        viewer.finished.connect(self._on_closed)
        self._written = False
        viewer.open()
        viewer.show_photos(photos, first.id)

    def compare(self, inspection_id: str, finding_id: str, wanted: str) -> bool:
        """Show two photos of a finding side by side; False where it has no second one.

        Args:
            wanted: the hash of the file of one of them.
        """
        photos = [one for one in self.work.photos(inspection_id) if one.finding_id == finding_id]
        current = next((one for one in photos if one.sha256 == wanted), None)
        pair = pair_with(photos, current) if current is not None else None
        if pair is None or self.viewer is not None or self.pair is not None:
            return False
        self._show_pair(pair, photos, self._over)
        return True

    def _show_pair(self, pair: Pair, photos: Sequence[Viewed], over: QWidget) -> None:
        view = self.pair = PairView(self._look, over)
        view.image_wanted.connect(self._on_wanted)
        view.finished.connect(self._on_pair_closed)
        view.open()
        view.show_pair(pair, photos)

    def _on_turned(self, told: Viewed, room: QSize) -> None:
        self.work.drop_all_but(told.sha256)
        self.work.load(told.sha256, room)

    def _on_marks_left(self, photo_id: str, layer: tuple[Mark, ...]) -> None:
        if not self.work.keep_marks(photo_id, layer) and self.viewer is not None:
            self.viewer.not_kept(photo_id, "marks")

    def _on_caption_left(self, photo_id: str, caption: str) -> None:
        if not self.work.keep_caption(photo_id, caption) and self.viewer is not None:
            self.viewer.not_kept(photo_id, "caption")

    def _on_wanted(self, told: Viewed, room: QSize) -> None:
        self.work.load(told.sha256, room)

    def _on_pair(self, told: Viewed) -> None:
        viewer = self.viewer
        if viewer is None:
            return
        photos = viewer.current()
        current = next(one for one in photos if one.id == told.id)
        pair = pair_with(photos, current)
        if pair is None:
            viewer.show_failure(of_problem(Problem.of("photo.pair_needs_two"), self._texts))
            return
        self._show_pair(pair, [one for one in photos if one.finding_id == told.finding_id], viewer)

    def _on_pair_closed(self) -> None:
        self.pair = None
        (self.viewer or self._over.window()).activateWindow()

    def _on_closed(self) -> None:
        self.viewer = None
        if self._written:
            self.changed.emit()
        self._over.window().activateWindow()

    def _on_loaded(self, sha256: str, image: QImage) -> None:
        for one in (self.viewer, self.pair):
            if one is not None:
                one.show_image(sha256, image)

    def _on_not_loaded(self, sha256: str, error: Exception) -> None:
        for one in (self.viewer, self.pair):
            if one is not None:
                one.show_no_image(sha256, explain(error, self._texts))

    def _on_fetched(self, sha256: str) -> None:
        self._written = True
        self.fetched.emit(sha256)
        if self.viewer is not None:
            self.viewer.show_fetched(sha256)

    def _on_failed(self, error: Exception) -> None:
        if self.viewer is not None:
            self.viewer.show_failure(explain(error, self._texts))

    def _on_saved(self) -> None:
        self._written = True
        self.saved.emit()
