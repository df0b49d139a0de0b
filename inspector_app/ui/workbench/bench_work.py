"""What the workbench's wishes become: casework functions, called here, answered with values."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QImage

from inspector_app.casework.followup import rechecks
from inspector_app.casework.history import carry
from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.errors import InspectorError, Progress, RuleError
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.spot import ASIDE, Spot
from inspector_app.ui.jobs import PHOTOS, THUMBS
from inspector_app.ui.photos.tray_work import small_of
from inspector_app.ui.workbench import bench_values, edits
from inspector_app.ui.workbench.bench_values import OPEN_FINDING
from inspector_app.ui.workbench.open_visit import OpenVisit
from inspector_app.ui.workbench.phrases import Offer, fill


class BenchWork(OpenVisit):
    """Fulfils what is wished at the open inspection: writing, findings, people, papers, photos.

    Signals:
        thumb: (hash, QImage).
        keeping: something typed is durable, though not left yet.
        not_written: the Spot of a value that was left and could not be written; it must be kept there.
        not_met: (name, position, company, telephone) of a person who could not be noted.
        issued_one: an Issued.
        not_issued: the exception that stopped the issue.
        happened: (code, values) of what was done, told because it can be undone.
        in_vain: the code of why nothing came of a wish.
        location_wanted: the id of a finding that is whole but for its place.
    """

    thumb = Signal(str, QImage)
    keeping = Signal()
    not_written = Signal(object)
    not_met = Signal(str, str, str, str)
    issued_one = Signal(object)
    not_issued = Signal(object)
    happened = Signal(str, dict)
    in_vain = Signal(str)
    location_wanted = Signal(str)

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
        """Make durable what is being typed; of a line aside, an empty text ends the keeping."""
        if not told and spot.entity in ASIDE:
            self.unbuffer(spot)
            return
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
            self.unbuffer(spot)
            self.live.written(spot)
            self.failed.emit(error)
            self.refresh()
            return
        except InspectorError as error:
            self.not_written.emit(spot)
            self.failed.emit(error)
            self.refresh()
            return
        self.unbuffer(spot)
        self.live.written(spot)
        self.saved.emit()
        self.refresh()
        doubt = edits.doubt(self.desk, spot, told)
        if doubt is not None:
            self.happened.emit(doubt.code, dict(doubt.values))

    def _words(self, spot: Spot) -> str:
        """Return what a field is called when its change is undone."""
        return self.book.words(spot, self.number_of(spot.id))

    # Findings.

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
        number = self.number_of(finding_id)
        what = self.tr("删除问题 %s") % number
        if self.fulfil(lambda: findings.remove(self.desk, finding_id), what):
            self.happened.emit("bench.removed", {"number": number})

    def pick_phrase(self, finding_id: str, offer: Offer) -> None:
        """Fill a finding from a phrase."""
        bench, fact = self._bench, Spot("finding", finding_id, "fact")

        def wish() -> None:
            # The addressee's duty and that of the party whose lines are open, if it is another.
            asked = (bench.addressee_id if bench is not None else "", offer.party_id)
            fill(self.desk, finding_id, offer, [one for one in dict.fromkeys(asked) if one])
            self.unbuffer(fact)
            self.live.written(fact)
            self.retick(finding_id)

        if self.fulfil(wish, self.tr("问题 %s 的短语") % self.number_of(finding_id)):
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

    # People, the visit, papers.

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
            bench = self._bench
            ends = rechecks if bench is not None and bench.rechecks else inspections
            ends.conclude(self.desk, self._inspection_id)

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

    def tick(self, finding_ids: list[str]) -> None:
        """Say which findings the document is about."""
        self.fulfil(lambda: drafts.tick(self.desk, self._document_id, finding_ids), self.tr("勾选"))

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

    # Photos.

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
                told[sha256] = small_of(store, sha256)
            return told

        def done(told: dict[str, QImage]) -> None:
            for sha256, image in told.items():
                self.thumb.emit(sha256, image)

        self._jobs.start(work, done, lane=THUMBS)
