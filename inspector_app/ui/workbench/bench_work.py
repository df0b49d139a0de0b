"""What the workbench's wishes become: casework functions, called here, answered with values."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from inspector_app.casework import documents, drafts, findings, inspections, issued
from inspector_app.casework.desk import Desk
from inspector_app.casework.workspace import Session
from inspector_app.domain.errors import InspectorError, Progress, RuleError
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.eyes import Eyes
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style.words import Texts
from inspector_app.ui.workbench import bench_values, edits
from inspector_app.ui.workbench.bench_values import OPEN, Bench
from inspector_app.ui.workbench.gate_box import GateLine
from inspector_app.ui.workbench.phrases import Offer, fill

SETTLE_MS = 60
"""How long changes may follow each other before the page is drawn again."""


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

    def __init__(self, jobs: Jobs, texts: Texts, eyes: Eyes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._texts, self._eyes = jobs, texts, eyes
        self._session: Session | None = None
        self._inspection_id = ""
        self._document_id = ""
        self._bench: Bench | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look_again)

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop; what is open is closed properly."""
        self.close()
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
    def bench(self) -> Bench | None:
        """What was shown last."""
        return self._bench

    def fulfil(self, wish: Callable[[], object]) -> bool:
        """Fulfil a wish and show what it changed; tell whether it worked."""
        try:
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
        self._inspection_id, self._document_id = inspection_id, document_id
        try:
            if not document_id:
                self._document_id = self._unissued()
            self.desk.store.set_setting(OPEN, inspection_id)
        except InspectorError as error:
            self.failed.emit(error)
        self.refresh()

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

    def refresh(self) -> None:
        """Read everything anew and show it; the gate and the page follow."""
        if not self._inspection_id:
            return
        try:
            self._bench = bench_values.read(self.desk, self._inspection_id, self._document_id)
        except InspectorError as error:
            self.failed.emit(error)
            return
        self.shown.emit(self._bench)
        self._settle.start()

    # Writing.

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
            edits.write(self.desk, spot, told)
        except RuleError as error:
            self.desk.store.buffer_drop(spot.key())
            self.failed.emit(error)
            self.refresh()
            return
        except InspectorError as error:
            self.not_written.emit(spot)
            self.failed.emit(error)
            self.refresh()
            return
        self.desk.store.buffer_drop(spot.key())
        if spot.entity == "finding" and spot.name in ("severity", "criterion"):
            self._retick(spot.id)
        self.saved.emit()
        self.refresh()

    def add_finding(self) -> None:
        """Record an empty finding and open it; the document takes it in where it fits."""
        made: list[str] = []

        def wish() -> None:
            new = findings.NewFinding(seen_on=self.desk.today())
            made.append(findings.add(self.desk, self._inspection_id, new))
            self._retick(made[0])

        if self.fulfil(wish):
            self.opened_finding.emit(made[0])

    def remove_finding(self, finding_id: str) -> None:
        """Remove a finding that no issued document names."""
        self.fulfil(lambda: findings.remove(self.desk, finding_id))

    def pick_phrase(self, finding_id: str, offer: Offer) -> None:
        """Fill a finding from a phrase."""
        bench = self._bench

        def wish() -> None:
            parties = [bench.addressee_id] if bench is not None and bench.addressee_id else []
            fill(self.desk, finding_id, offer, parties)
            self.desk.store.buffer_drop(Spot("finding", finding_id, "fact").key())
            self._retick(finding_id)

        self.fulfil(wish)

    def _retick(self, finding_id: str) -> None:
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
        self.fulfil(lambda: drafts.tick(self.desk, self._document_id, finding_ids))

    def attend(self, person_id: str) -> None:
        """Add an officer."""
        self.fulfil(lambda: inspections.attend(self.desk, self._inspection_id, person_id))

    def dismiss(self, person_id: str) -> None:
        """Take an officer off."""
        self.fulfil(lambda: inspections.leave(self.desk, self._inspection_id, person_id))

    def meet(self, name: str, position: str, company: str, phone: str) -> None:
        """Note somebody met on site."""
        person = PersonPresent(name, position, company, phone)
        if not self.fulfil(lambda: inspections.meet(self.desk, self._inspection_id, person)):
            self.not_met.emit(name, position, company, phone)

    def unmeet(self, present_id: str) -> None:
        """Take somebody off those met on site."""
        self.fulfil(lambda: inspections.unmeet(self.desk, present_id))

    def conclude(self) -> None:
        """Close the inspection for good."""
        self.fulfil(lambda: inspections.conclude(self.desk, self._inspection_id))

    def choose_kind(self, kind: str) -> None:
        """Work on the document of a kind, begun when there is none."""

        def wish() -> None:
            wanted = DocumentKind(kind)
            self._document_id = bench_values.paper_for(self.desk, self._inspection_id, wanted)

        self.fulfil(wish)

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
        desk = self.desk

        def work(progress: Progress) -> int:
            for n, one in enumerate(offered):
                progress.step(n, len(offered))
                findings.attach_photo(desk, finding_id, pictures.read(one), name=pictures.name_of(one))
            return len(offered)

        self._jobs.start(work, self._on_attached, failed=self._on_not_attached)

    def _on_attached(self, _: int) -> None:
        self.saved.emit()
        self.refresh()

    def _on_not_attached(self, error: Exception) -> None:
        # Those before the refused one are in.
        self.failed.emit(error)
        self.refresh()

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

        self._jobs.start(work, done)

    def _look_again(self) -> None:
        bench = self._bench
        if bench is None or bench.draft is None or self._session is None:
            return
        desk, document_id, width = self.desk, bench.draft.id, self._eyes.width()
        frozen = bench.issued is not None

        def weigh(_: Progress) -> tuple[str, tuple[Missing, ...]]:
            return document_id, drafts.gate(desk, document_id)

        def draw(_: Progress) -> tuple[str, list[QImage]]:
            pdf = issued.pdf(desk.store, document_id) if frozen else drafts.preview(desk, document_id).pdf
            return document_id, self._eyes.draw(pdf, width)

        if not frozen:
            self._jobs.latest("gate", weigh, self._on_weighed)
        self._jobs.latest("paper", draw, self._on_drawn)

    def _on_weighed(self, told: tuple[str, tuple[Missing, ...]]) -> None:
        document_id, missing = told
        if document_id == self._document_id:
            self.weighed.emit([self._line(one) for one in missing])

    def _line(self, missing: Missing) -> GateLine:
        message, remedy = self._texts.text(missing.code, missing.field, dict(missing.values))
        return GateLine(missing.field, message, remedy, missing.source)

    def _on_drawn(self, told: tuple[str, list[QImage]]) -> None:
        document_id, pages = told
        if document_id == self._document_id:
            self.drawn.emit(pages)

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
        self.issued_one.emit(told)
        self.refresh()
