"""What the workbench's wishes become: casework functions, called here, answered with values."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.history import carry
from inspector_app.casework.history.undo import Step
from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import findings, inspections, memory
from inspector_app.domain.errors import InspectorError, Progress, RuleError
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.eyes import Eyes
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.jobs import PHOTOS, THUMBS, Jobs
from inspector_app.ui.style.words import Texts
from inspector_app.ui.workbench import bench_values, edits
from inspector_app.ui.workbench.bench_values import OPEN, OPEN_FINDING, Bench, History
from inspector_app.ui.workbench.gate_box import GateLine
from inspector_app.ui.workbench.phrases import Offer, fill
from inspector_app.ui.workbench.preview import LivePage
from inspector_app.ui.workbench.recall import Recall
from inspector_app.ui.workbench.step_book import StepBook

SETTLE_MS = 60
"""How long changes may follow each other before the gate weighs again."""


class BenchWork(QObject):
    """Works on one inspection for the signed-in person; holds ids, never values of its own.

    Signals:
        shown: a Bench.
        weighed: GateLines of the document being worked on.
        drawn: pictures of its pages.
        thumb: (hash, QImage).
        opened_finding: the id of a finding to open for writing.
        saved: something became durable in the journal.
        keeping: something typed is durable, though not left yet.
        not_written: the Spot of a value that was left and could not be written; it must be kept there.
        not_met: (name, position, company, telephone) of a person who could not be noted.
        failed: the exception of a wish that was not fulfilled.
        issued_one: an Issued.
        not_issued: the exception that stopped the issue.
        happened: (code, values) of what was done, told because it can be undone.
        in_vain: the code of why nothing came of a wish.
        location_wanted: the id of a finding that is whole but for its place.
    """

    shown = Signal(object)
    weighed = Signal(list)
    drawn = Signal(list)
    thumb = Signal(str, QImage)
    opened_finding = Signal(str)
    saved = Signal()
    keeping = Signal()
    not_written = Signal(object)
    not_met = Signal(str, str, str, str)
    failed = Signal(object)
    issued_one = Signal(object)
    not_issued = Signal(object)
    happened = Signal(str, dict)
    in_vain = Signal(str)
    location_wanted = Signal(str)

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

    # Writing.

    def note_finding(self, finding_id: str) -> None:
        """Remember which finding is open: after a crash it is opened again."""
        if self._session is None:
            return
        store = self._session.desk.store
        self._jobs.latest(
            "open finding",
            lambda _: store.set_setting(OPEN_FINDING, finding_id),
            lambda _: None,
            lane=THUMBS,
        )

    def type(self, spot: Spot, told: str) -> None:
        """Show on the page what is being typed; the gate weighs it when the keys rest."""
        self.live.type(spot, told)
        self._settle.start()

    def keep(self, spot: Spot, told: str) -> None:
        """Make durable what is being typed."""
        try:
            self.desk.store.buffer_put(spot.key(), told)
        except InspectorError as error:
            self.failed.emit(error)
            return
        self.keeping.emit()

    def leave(self, spot: Spot, told: str) -> None:
        """Write what a field was left with; a refusal in words drops it, a failing disk keeps it buffered."""
        try:
            with self.book.noting(self.desk.store, self._words(spot)):
                edits.write(self.desk, spot, told)
                if spot.entity == "finding" and spot.name in ("severity", "criterion"):
                    self.retick(spot.id)
        except RuleError as error:
            self.desk.store.buffer_drop(spot.key())
            self.live.written(spot)
            self.failed.emit(error)
            self.refresh()
            return
        except InspectorError as error:
            self.not_written.emit(spot)
            self.failed.emit(error)
            self.refresh()
            return
        self.desk.store.buffer_drop(spot.key())
        self.live.written(spot)
        self.saved.emit()
        self.refresh()

    def _words(self, spot: Spot) -> str:
        """Return what a field is called when its change is undone."""
        found = self._bench.findings if self._bench is not None else ()
        return self.book.words(spot, next((one.number for one in found if one.id == spot.id), 0))

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
        for key in [key for key in store.buffer() if key.split("/")[1:2] and key.split("/")[1] in gone]:
            store.buffer_drop(key)
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

    def add_finding(self) -> str:
        """Record an empty finding and open it; the document takes it in where it fits. Return its id."""
        new = findings.NewFinding(seen_on=self.desk.today())
        return self.add_made(lambda: findings.add(self.desk, self._inspection_id, new))

    def add_made(self, make: Callable[[], str]) -> str:
        """Take in a finding that `make` records, e.g. of a failed item, and open it; return its id."""
        made: list[str] = []

        def wish() -> None:
            made.append(make())
            self.retick(made[0])

        if not self.fulfil(wish, self.tr("新问题")):
            return ""
        self.opened_finding.emit(made[0])
        return made[0]

    def remove_finding(self, finding_id: str) -> None:
        """Remove a finding that no issued document names; it can be undone."""
        found = self._bench.findings if self._bench is not None else ()
        number = next((one.number for one in found if one.id == finding_id), 0)
        what = self.tr("删除问题 %s") % number
        if self.fulfil(lambda: findings.remove(self.desk, finding_id), what):
            self.happened.emit("bench.removed", {"number": number})

    def pick_phrase(self, finding_id: str, offer: Offer) -> None:
        """Fill a finding from a phrase."""
        bench = self._bench

        def wish() -> None:
            # The addressee's duty and that of the party whose lines are open, if it is another.
            asked = (bench.addressee_id if bench is not None else "", offer.party_id)
            fill(self.desk, finding_id, offer, [one for one in dict.fromkeys(asked) if one])
            self.desk.store.buffer_drop(Spot("finding", finding_id, "fact").key())
            self.live.written(Spot("finding", finding_id, "fact"))
            self.retick(finding_id)

        found = bench.findings if bench is not None else ()
        number = next((one.number for one in found if one.id == finding_id), 0)
        if self.fulfil(wish, self.tr("问题 %s 的短语") % number):
            self.location_wanted.emit(finding_id)

    def retick(self, finding_id: str) -> None:
        """Put a finding into the document being worked on if it belongs there, out of it if not."""
        bench, desk = self._bench, self.desk
        if bench is None or bench.draft is None or bench.issued is not None:
            return
        ids = [one.id for one in bench.draft.findings if one.id != finding_id]
        if bench_values.fits(bench.draft.kind, edits.finding(desk, finding_id)):
            ids.append(finding_id)
        order = [one.id for one in findings.findings_of(desk.store, self._inspection_id)]
        drafts.tick(desk, bench.draft.id, sorted(ids, key=order.index))

    def tick(self, finding_ids: list[str]) -> None:
        """Say which findings the document is about."""
        self.fulfil(lambda: drafts.tick(self.desk, self._document_id, finding_ids), self.tr("勾选"))

    def attend(self, person_id: str) -> None:
        """Add an officer."""
        self.fulfil(
            lambda: inspections.attend(self.desk, self._inspection_id, person_id), self.tr("执法人员")
        )

    def dismiss(self, person_id: str) -> None:
        """Take an officer off."""
        self.fulfil(lambda: inspections.leave(self.desk, self._inspection_id, person_id), self.tr("执法人员"))

    def meet(self, name: str, position: str, company: str, phone: str) -> None:
        """Note somebody met on site."""
        person = PersonPresent(name, position, company, phone)
        wish = lambda: inspections.meet(self.desk, self._inspection_id, person)  # noqa: E731
        if not self.fulfil(wish, self.tr("在场人员")):
            self.not_met.emit(name, position, company, phone)

    def unmeet(self, present_id: str) -> None:
        """Take somebody off those met on site."""
        self.fulfil(lambda: inspections.unmeet(self.desk, present_id), self.tr("在场人员"))

    def conclude(self) -> None:
        """Close the inspection for good; its end is now if nobody said when."""
        told: list[str] = []

        def wish() -> None:
            told.append(carry.end_now(self.desk, self._inspection_id))
            inspections.conclude(self.desk, self._inspection_id)

        if self.fulfil(wish):
            if told[0]:
                self.happened.emit("bench.concluded_now", {"time": told[0]})
            self.recall.ordered(one.id for one in (self._bench.findings if self._bench else ()))

    def choose_kind(self, kind: str) -> None:
        """Work on the document of a kind, begun when there is none."""

        def wish() -> None:
            wanted = DocumentKind(kind)
            self._document_id = bench_values.paper_for(self.desk, self._inspection_id, wanted)

        self.fulfil(wish, self.tr("新文书"))

    def work_on(self, document_id: str) -> None:
        """Let a document that a wish began be the one that is worked on."""
        self._document_id = document_id

    def choose_paper(self, document_id: str) -> None:
        """Show a document of this inspection."""
        self._document_id = document_id
        self.refresh()

    # Beside the screen.

    def attach(self, finding_id: str, told: QMimeData | Sequence[pictures.Picture]) -> None:
        """Attach photos to a finding, the originals untouched."""
        try:
            offered = pictures.offered(told) if isinstance(told, QMimeData) else list(told)
        except InspectorError as error:
            self.failed.emit(error)
            return
        desk, inspection_id, place = self.desk, self._inspection_id, self.desk.store.place
        made: list[str] = []

        def work(progress: Progress) -> None:
            for n, one in enumerate(offered):
                progress.step(n, len(offered))
                raw, name = pictures.read(one), pictures.name_of(one)
                made.append(findings.attach_photo(desk, finding_id, raw, name=name))

        def done(_: object) -> None:
            self.book.attached(desk.store, inspection_id, place, made)
            self.saved.emit()
            self.refresh()

        def failed(error: Exception) -> None:
            # Those before the refused one are in.
            self.book.attached(desk.store, inspection_id, place, made)
            self.failed.emit(error)
            self.refresh()

        self._jobs.start(work, done, failed=failed, lane=PHOTOS)

    def load_thumbs(self, hashes: list[str]) -> None:
        """Make small pictures of photos."""
        store = self.desk.store

        def work(progress: Progress) -> dict[str, QImage]:
            told = {}
            for n, sha256 in enumerate(hashes):
                progress.step(n, len(hashes))
                told[sha256] = pictures.small(store.blob(sha256))
            return told

        def done(told: dict[str, QImage]) -> None:
            for sha256, image in told.items():
                self.thumb.emit(sha256, image)

        self._jobs.start(work, done, lane=THUMBS)

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

    def issue(self, pin: str, date_confirmed: bool) -> None:
        """Issue the document being worked on with the person's own signature."""
        session, document_id = self._session, self._document_id
        if session is None:
            return

        def work(progress: Progress) -> issued.Issued:
            progress.step(0, 2)
            signed = session.sign(pin)
            progress.step(1, 2)
            return documents.issue(signed, document_id, date_confirmed=date_confirmed)

        self._jobs.start(work, self._on_issued, failed=self.not_issued.emit)

    def _on_issued(self, told: issued.Issued) -> None:
        self.saved.emit()
        self.recall.ordered(told.finding_ids)
        self.issued_one.emit(told)
        self.refresh()
