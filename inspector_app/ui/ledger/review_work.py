"""The work behind the page 审阅: lists, reads, draws what is looked at, tells what was decided."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import review_list, review_marks, review_matters, review_sheet, reviews
from inspector_app.casework.overview.review_list import Asked, Shelf, Which
from inspector_app.casework.overview.review_sheet import Opened
from inspector_app.casework.papers import issued
from inspector_app.casework.people.workspace import Session
from inspector_app.domain import reviewing
from inspector_app.domain.dossier import Binder
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.domain.reviewing import About
from inspector_app.ui.controls.eyes import Eyes
from inspector_app.ui.controls.pictures import Shelf as Pictures
from inspector_app.ui.jobs import THUMBS, Jobs
from inspector_app.ui.ledger.review_exporting import Exporting
from inspector_app.ui.ledger.review_filters import BETWEEN, Filters
from inspector_app.ui.ledger.review_page import ReviewPage
from inspector_app.ui.photos.tray_work import small_of
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain

LANE = "review"
"""Reading draws nothing: it does not wait behind a page that is being drawn."""
DWELL_MS = 1200
"""Who only passes by has not read it."""


class ReviewWork(QObject):
    """Fulfils the wishes of the page.

    Signals:
        told: (code, values) of something that went well.
        counted: how many dossiers of the list wait to be read.
        changed: something was decided or said; whoever shows it looks anew.
    """

    told = Signal(str, object)
    counted = Signal(int)
    changed = Signal()

    def __init__(
        self,
        look: Look,
        page: ReviewPage,
        jobs: Jobs,
        texts: Texts,
        eyes: Eyes,
        binder: Callable[[], Binder],
        over: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.page, self._jobs, self._texts, self._eyes = page, jobs, texts, eyes
        self._session: Session | None = None
        self._pictures = Pictures()
        self._wanted: list[str] = []
        self.exporting = Exporting(look, jobs, texts, binder, over, self)
        self.exporting.told.connect(self.told)
        self.dwell = QTimer(self, singleShot=True, interval=DWELL_MS)
        self.dwell.timeout.connect(self._on_read)
        self._connect()

    def _connect(self) -> None:
        page, pane, opinion = self.page, self.page.pane, self.page.pane.opinion
        page.shown.connect(self.refresh)
        page.opened.connect(self.read)
        page.export_wanted.connect(self.exporting.ask)
        pane.pages_wanted.connect(self.draw)
        pane.pictures_wanted.connect(self.load)
        pane.noted.connect(
            lambda known, step: self._do(known, "answered", lambda desk: _note(desk, known, step))
        )
        opinion.typed.connect(self.keep)
        opinion.said.connect(self.comment)
        opinion.answered.connect(self.answer)
        opinion.passed.connect(self.let_pass)
        opinion.returned.connect(self.give_back)

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        self._session = session
        self.exporting.sit_down(session)

    def get_up(self) -> None:
        """Stop whatever is under way, and forget what was shown."""
        self.dwell.stop()
        self.page.pane.opinion.settle()
        self.exporting.get_up()
        for name in ("review list", "review dossier", "review page", "review pictures"):
            self._jobs.stop(name)
        self._session = None
        self._pictures.clear()
        self.page.forget()

    # Listing.

    def refresh(self) -> None:
        """List anew what is wanted."""
        session, page = self._session, self.page
        if session is None:
            return
        page.notice.clear()
        desk = session.desk
        try:
            asked = _asked(desk, page.filters)
        except InspectorError as error:
            self._refused(error)
            return
        page.show_loading()

        def work(progress: Progress) -> Shelf | Exception:
            try:
                return review_list.shelf(desk, asked, progress)
            except InspectorError as error:
                return error

        self._jobs.latest("review list", work, lambda told: self._listed(told, desk), lane=LANE)

    def _listed(self, told: Shelf | Exception, desk: Desk) -> None:
        if self._session is None or self._session.desk is not desk:
            return
        if isinstance(told, Exception):
            self._refused(told)
            return
        self.page.show_shelf(told, desk.today())
        self.counted.emit(dict(told.counts).get(Which.PENDING, 0))

    def _refused(self, error: Exception) -> None:
        self.page.notice.show_words(explain(error, self._texts))
        self.page.filters.point_at(str(getattr(error, "where", "")))

    # Reading.

    def read(self, known: str) -> None:
        """Read a dossier; who holds J down reads the one they stop at, and at most one on the way."""
        session = self._session
        if session is None:
            return
        self.dwell.stop()
        desk = session.desk

        def work(progress: Progress) -> tuple[Opened, str] | Exception:
            try:
                kept = desk.store.buffer().get(_key(known))
                return review_sheet.opened(desk, known, progress), str(kept or "")
            except InspectorError as error:
                return error

        self._jobs.latest("review dossier", work, self._read, lane=LANE)

    def _read(self, told: tuple[Opened, str] | Exception) -> None:
        if self._session is None:
            return
        if isinstance(told, Exception):
            self._refused(told)
            return
        self.page.show_dossier(*told)
        if self.page.pane.told is told[0]:
            self.dwell.start()

    def _on_read(self) -> None:
        """Keep that the dossier was seen, as it was when it was read."""
        session, told = self._session, self.page.pane.told
        if session is None or told is None or not self.page.isVisible():
            return
        desk, known, place = session.desk, told.listed.id, told.place
        state = reviewing.state(told.listed.standing, seen=True, changed=False)

        def done(_: object) -> None:
            if self._session is not None:
                self.page.show_seen(known, state)

        self._jobs.start(lambda _: review_marks.looked(desk, known, place), done, lane=LANE)

    def draw(self, document_id: str) -> None:
        """Draw the pages of a document as it was issued."""
        session, width = self._session, self._eyes.width()
        if session is None:
            return
        desk = session.desk

        def work(_: Progress) -> list[QImage] | Exception:
            try:
                return self._eyes.draw(issued.pdf(desk.store, document_id), width)
            except InspectorError as error:
                return error

        def done(told: list[QImage] | Exception) -> None:
            if self._session is None:
                return
            if isinstance(told, Exception):
                words = explain(told, self._texts)
                self.page.pane.papers.show_no_pages(document_id, f"{words.message}\n{words.remedy}")
            else:
                self.page.pane.papers.show_pages(document_id, told)

        self._jobs.latest("review page", work, done)

    def load(self, hashes: list[str]) -> None:
        """Show small pictures: those at hand at once, the others when they were read."""
        session = self._session
        if session is None:
            return
        self._wanted = list(dict.fromkeys([*hashes, *self._wanted]))[:120]
        missing = []
        for one in self._wanted:
            image = self._pictures.get(one)
            if image is None:
                missing.append(one)
            else:
                self.page.pane.show_picture(one, image)
        store = session.desk.store

        def work(progress: Progress) -> dict[str, QImage]:
            made = {}
            for n, one in enumerate(missing):
                progress.step(n, len(missing))
                made[one] = small_of(store, one)
            return made

        if missing:
            self._jobs.latest("review pictures", work, self._loaded, lane=THUMBS)

    def _loaded(self, made: dict[str, QImage]) -> None:
        if self._session is None:
            return
        for sha256, image in made.items():
            self._pictures.put(sha256, image)
            self.page.pane.show_picture(sha256, image)
        self._wanted = [one for one in self._wanted if one not in made]

    # Deciding.

    def keep(self, known: str, words: str) -> None:
        """Keep what is typed of a dossier until it is given; at once: it must not get lost behind a job."""
        session = self._session
        if session is None:
            return
        try:
            if words.strip():
                session.desk.store.buffer_put(_key(known), words)
            else:
                session.desk.store.buffer_drop(_key(known))
        except InspectorError as error:
            self._refused(error)

    def comment(self, words: str, about: str, about_id: str) -> None:
        """Comment the dossier that is read."""
        known = self.page.pane.known
        self._do(known, "commented", lambda desk: reviews.comment(desk, known, words, About(about), about_id))

    def answer(self, step_id: str, words: str) -> None:
        """Answer a comment or a return of the dossier that is read."""
        known = self.page.pane.known
        self._do(known, "answered", lambda desk: reviews.answer(desk, known, step_id, words))

    def let_pass(self, words: str) -> None:
        """Pass the dossier that is read."""
        known = self.page.pane.known
        self._do(known, "passed", lambda desk: reviews.pass_(desk, known, words))

    def give_back(self, words: str) -> None:
        """Return the dossier that is read."""
        known = self.page.pane.known
        self._do(known, "returned", lambda desk: reviews.return_(desk, known, words))

    def _do(self, known: str, code: str, wish: Callable[[Desk], object]) -> None:
        session, told = self._session, self.page.pane.told
        if session is None or told is None or not known:
            return
        desk, place, target = session.desk, told.place, told.listed.target

        def work(_: Progress) -> None:
            wish(desk)
            review_marks.looked(desk, known, place)
            desk.store.buffer_drop(_key(known))

        def done(_: object) -> None:
            if self._session is None:
                return
            if isValid(self.page) and self.page.pane.known == known:
                self.page.pane.opinion.given()
                self.read(known)
            self.told.emit(f"reviewing.{code}", {"target": target})
            self.page.notice.clear()
            self._show_state(desk, known)
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._refused(error)
            self.page.pane.opinion.words.setFocus()

        self._jobs.start(work, done, failed=failed, lane=LANE)

    def _show_state(self, desk: Desk, known: str) -> None:
        """Let the list say how the dossier stands now, where it is."""

        def work(_: Progress) -> reviewing.Reviewed:
            told = review_matters.matter(desk.store, known)
            return review_list.row(desk, told).state

        def done(state: reviewing.Reviewed) -> None:
            if self._session is not None:
                self.page.show_seen(known, state)

        self._jobs.start(work, done, lane=LANE)


def _note(desk: Desk, known: str, step_id: str) -> object:
    return reviews.answer(desk, known, step_id)


def _asked(desk: Desk, filters: Filters) -> Asked:
    """Return what the filters ask for.

    Raises:
        RuleError: `ui.bad_day`.
    """
    first: date | None
    last: date | None
    if filters.period == BETWEEN:
        first, last = (
            typed.day(told, desk.today(), desk.rules.calendar, where=where)
            for told, where in zip(filters.typed, ("first", "last"), strict=True)
        )
    else:
        first, last = filters.days(desk.today())
    return filters.asked(first, last)


def _key(known: str) -> str:
    return f"review|{known}"
