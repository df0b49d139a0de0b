"""The inspection that is open: read, shown, weighed and drawn anew after every wish; its steps taken back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.history.undo import Step
from inspector_app.casework.papers import drafts, issued
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import memory
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.domain.gate.missing import Missing
from inspector_app.ui.controls.eyes import Eyes
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.jobs import THUMBS, Jobs
from inspector_app.ui.style.words import Texts
from inspector_app.ui.workbench import bench_values
from inspector_app.ui.workbench.bench_values import OPEN, Bench, History
from inspector_app.ui.workbench.gate_box import GateLine
from inspector_app.ui.workbench.preview import LivePage
from inspector_app.ui.workbench.recall import Recall
from inspector_app.ui.workbench.step_book import StepBook

SETTLE_MS = 60
"""How long changes may follow each other before the gate weighs again."""


class OpenVisit(QObject):
    """Holds one inspection open for the signed-in person: ids, never values of its own.

    Signals:
        shown: a Bench.
        weighed: GateLines of the document being worked on.
        drawn: pictures of its pages.
        opened_finding: the id of a finding to open for writing.
        saved: something became durable in the journal.
        failed: the exception of a wish that was not fulfilled.
    """

    shown = Signal(object)
    weighed = Signal(list)
    drawn = Signal(list)
    opened_finding = Signal(str)
    saved = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, texts: Texts, eyes: Eyes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._texts = jobs, texts
        self._session: Session | None = None
        self._inspection_id = ""
        self._document_id = ""
        self._bench: Bench | None = None
        self._history = History()
        self.book, self.recall = StepBook(self), Recall(jobs, self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._weigh)
        self.live = LivePage(jobs, eyes, self)
        self.live.drawn.connect(self.drawn)

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session
        self.recall.sit_down(session.desk)

    def get_up(self) -> None:
        """Stop; what is open is closed properly."""
        self.close()
        self.recall.get_up()
        self.book.forget()
        self._session = None

    @property
    def desk(self) -> Desk:
        """The desk of the signed-in person."""
        if self._session is None:
            raise RuntimeError("nobody is signed in")
        return self._session.desk

    @property
    def inspection_id(self) -> str:
        """The inspection that is open, empty when none is."""
        return self._inspection_id

    @property
    def settling(self) -> bool:
        """Whether the gate is about to weigh again."""
        return self._settle.isActive()

    @property
    def bench(self) -> Bench | None:
        """What was shown last."""
        return self._bench

    def fulfil(self, wish: Callable[[], object], what: str = "") -> bool:
        """Fulfil a wish and show what it changed; tell whether it worked.

        Args:
            what: the wish in words, for the line that says what was undone.
        """
        try:
            with self.book.noting(self.desk.store, what):
                wish()
        except InspectorError as error:
            self.failed.emit(error)
            # What the page shows may be what was refused: show what stands.
            self.refresh()
            return False
        self.saved.emit()
        self.refresh()
        return True

    def open(self, inspection_id: str, document_id: str = "") -> None:
        """Open an inspection, with one of its documents if one is named."""
        self.live.leave()
        self._inspection_id, self._document_id = inspection_id, document_id
        self._history = History()
        self.book.open(inspection_id)
        try:
            if not document_id:
                self._document_id = self._unissued()
            self.desk.store.set_setting(OPEN, inspection_id)
        except InspectorError as error:
            self.failed.emit(error)
        self.refresh()
        self._remember()

    def _remember(self) -> None:
        """Read beside the screen what is known of the target from before."""
        desk, inspection_id = self.desk, self._inspection_id

        def read(_: Progress) -> tuple[str, History]:
            return inspection_id, bench_values.history_of(desk, inspection_id)

        def done(told: tuple[str, History]) -> None:
            if told[0] == self._inspection_id and told[1] != History():
                self._history = told[1]
                self.refresh()

        self._jobs.latest("history", read, done, lane=THUMBS)

    def _unissued(self) -> str:
        """Return the document that was being worked on last, if one is still without a number."""
        store = self.desk.store
        mine = drafts.documents_of(store, self._inspection_id)
        return next((one for one in reversed(mine) if issued.issue_act(store, one) is None), "")

    def close(self) -> None:
        """Leave the inspection properly."""
        if self._session is not None and self._inspection_id:
            try:
                self._session.desk.store.set_setting(OPEN, "")
            except InspectorError as error:
                # A disk that refuses must keep nobody from leaving the page or locking the laptop.
                self.failed.emit(error)
        self._inspection_id = self._document_id = ""
        self._bench = None
        self.live.leave()

    def work_on(self, document_id: str) -> None:
        """Let a document that a wish began be the one that is worked on."""
        self._document_id = document_id

    def choose_paper(self, document_id: str) -> None:
        """Show a document of this inspection."""
        self._document_id = document_id
        self.refresh()

    def unbuffer(self, *spots: Spot) -> None:
        """Forget what was kept of typing at these spots: it is written, refused or gone with its record."""
        try:
            for spot in spots:
                self.desk.store.buffer_drop(spot.key())
        except InspectorError as error:
            # It may come back after a crash; what was written meanwhile stands.
            self.failed.emit(error)

    def number_of(self, finding_id: str) -> int:
        """Return the number of a finding that is shown, 0 for none."""
        found = self._bench.findings if self._bench is not None else ()
        return next((one.number for one in found if one.id == finding_id), 0)

    def refresh(self) -> None:
        """Read everything anew and show it; the gate and the page follow."""
        if not self._inspection_id:
            return
        try:
            self._bench = bench_values.read(self.desk, self._inspection_id, self._document_id, self._history)
        except InspectorError as error:
            self.failed.emit(error)
            return
        self.shown.emit(self._bench)
        self.live.show(self.desk, self._bench)
        self._settle.start()

    def _weigh(self) -> None:
        weighing = self.live.weighing() if self._session is not None else None
        if weighing is not None:
            self._jobs.latest("gate", weighing, self._on_weighed)

    def _on_weighed(self, told: tuple[str, tuple[Missing, ...]]) -> None:
        document_id, missing = told
        if document_id == self._document_id:
            self.weighed.emit([self._line(one) for one in missing])

    def _line(self, missing: Missing) -> GateLine:
        message, remedy = self._texts.text(missing.code, missing.field, dict(missing.values))
        return GateLine(missing.field, message, remedy, missing.source)

    # What was done is undone.

    def undo(self) -> None:
        """Take back the newest step of this inspection."""
        step = self.book.undo(self.desk)
        self._turned(step.turned() if step is not None else None)
        if step is not None:
            self.book.undone.emit(step.what)

    def redo(self) -> None:
        """Do again what was taken back last."""
        step = self.book.redo(self.desk)
        self._turned(step)
        if step is not None:
            self.book.redone.emit(step.what)

    def _turned(self, step: Step | None) -> None:
        """Show what stands after a step: the paper and the findings that came or went."""
        if step is None:
            self.refresh()
            return
        store = self.desk.store
        back = [one for one in step.changes if one.is_there and not one.was_there]
        gone = {one.id for one in step.changes if not one.is_there}
        self.unbuffer(*(spot for spot in map(Spot.parse, store.buffer()) if spot and spot.id in gone))
        if self._document_id in gone:
            self._document_id = self._unissued()
        papers = [one.id for one in back if one.entity == "document"]
        self._document_id = papers[-1] if papers else self._document_id
        if any(one.entity == memory.FORGOTTEN for one in step.changes):
            self.recall.renew_forgotten()
        self.saved.emit()
        self.refresh()
        for one in back:
            if one.entity == "finding":
                self.opened_finding.emit(one.id)
                break
