"""The paper room: what is asked around an issued document, one small window at a time."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from inspector_app.casework import drafts, inspections, issued, registry, returns, workspace
from inspector_app.casework.issued import Issued
from inspector_app.casework.workspace import Session
from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.domain.printing import CopyWanted, WayOn
from inspector_app.domain.serving import Service
from inspector_app.domain.templates import Sealing
from inspector_app.printing.choosing import Chosen
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.papers import paper_values
from inspector_app.ui.papers.large_page import WIDTH, LargePage
from inspector_app.ui.papers.paper_values import CopyFacts, PaperFacts
from inspector_app.ui.papers.paper_work import PaperWork, TakenIn, problems_of
from inspector_app.ui.papers.print_panel import PrintPanel
from inspector_app.ui.papers.print_work import PrintRun
from inspector_app.ui.papers.return_dialog import ReturnDialog, ToReturn
from inspector_app.ui.papers.service_dialog import ServedNote, ServiceDialog, ServiceWish, ToServe
from inspector_app.ui.papers.void_dialog import VoidDialog, VoidedNote
from inspector_app.ui.shell.questions import PIN_TO_SET
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.signing.strokes import Signature
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, Words, explain, of_problem


class PaperRoom(QObject):
    """Prints, serves, takes back and voids issued documents.

    Attributes:
        choose: which way to the printers there is; asked in a job.

    Signals:
        changed: the id of a document of which something was noted.
        open_requested: (id of an inspection, id of its document) go on at the workbench.
    """

    changed = Signal(str)
    open_requested = Signal(str, str)

    def __init__(
        self,
        look: Look,
        rooms: Rooms,
        jobs: Jobs,
        texts: Texts,
        choose: Callable[[], Chosen],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._rooms, self._jobs, self._texts = look, rooms, jobs, texts
        self._over = rooms.frame
        self.choose = choose
        self.work = PaperWork(jobs, self)
        self._run: PrintRun | None = None
        QShortcut(QKeySequence("Ctrl+P"), rooms.bench, self.print_open_paper)
        QShortcut(QKeySequence("F11"), rooms.bench, self.look_larger)

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self.work.sit_down(session)

    def get_up(self) -> None:
        """Stop."""
        self.work.get_up()
        self._run = None

    def _facts(self, document_id: str) -> PaperFacts | None:
        if self.work.session is None:
            return None
        try:
            return paper_values.read(self.work.desk, document_id)
        except InspectorError as error:
            self._rooms.frame.notice.show_words(explain(error, self._texts))
            return None

    def _say(self, code: str, *, tone: str = "info", **values: object) -> None:
        words = of_problem(Problem.of(code, "", **values), self._texts)
        self._rooms.frame.notice.show_words(words, tone=tone)

    # 打印.

    def print_open_paper(self) -> None:
        """Print the document that is on the workbench."""
        bench = self._rooms.work.bench
        if bench is not None and bench.issued is not None:
            self.print(bench.issued.id)
        elif bench is not None:
            self._say("ui.print_unissued", tone="warn")

    def look_larger(self) -> None:
        """Show the page that is on the workbench as large as the window."""
        bench = self._rooms.work.bench
        if bench is None or bench.draft is None:
            return
        desk, document_id = self.work.desk, bench.draft.id
        frozen = bench.issued is not None
        view = LargePage(self._look, dict(bench.kinds).get(bench.draft.kind, ""), self._over)
        width = round(WIDTH * max(self._over.devicePixelRatioF(), 1.0))

        def work(_: Progress) -> list[QImage]:
            pdf = issued.pdf(desk.store, document_id) if frozen else drafts.preview(desk, document_id).pdf
            return self._rooms.draw(pdf, width)

        def done(pages: list[QImage]) -> None:
            if isValid(view):  # else it was shut before its pages were there
                view.show_pages(pages)

        self._jobs.start(work, done)
        view.open()

    def print(self, document_id: str) -> None:
        """Ask what to print where."""
        facts = self._facts(document_id)
        if facts is None:
            return
        desk = self.work.desk
        run = self._run = PrintRun(desk, self._jobs, self.choose, document_id)
        panel = PrintPanel(
            self._look, self._texts, facts.document, run.paper, self._wanted(facts), self._over
        )
        panel.printers_wanted.connect(run.look_up)
        panel.print_requested.connect(run.begin)
        panel.sheet_given.connect(run.put_in)
        panel.stop_requested.connect(lambda spoilt: run.stop(spoilt=self._reason(spoilt)))
        panel.way_chosen.connect(partial(self._on_way, run, document_id))
        run.listed.connect(panel.show_printers)
        run.went_on.connect(panel.show_going)
        run.halted.connect(panel.show_halt)
        run.resumed.connect(panel.show_resumed)
        run.sheet_asked.connect(panel.ask_for_sheet)
        run.sheet_refused.connect(lambda error: panel.show_refused_sheet(explain(error, self._texts)))
        run.ended.connect(panel.accept)
        run.ended.connect(lambda told: self._rooms.frame.notice.show_words(self._words(told), tone="info"))
        run.left_over.connect(lambda told: self._rooms.frame.notice.show_words(self._words(told)))
        panel.finished.connect(lambda _: self.changed.emit(document_id))
        panel.open()
        run.look_up()

    def _words(self, told: Problem) -> Words:
        return of_problem(told, self._texts)

    def _wanted(self, facts: PaperFacts) -> list[tuple[CopyWanted, str, int]]:
        """Return each copy that the document names, the company it goes to, and how often it was printed."""
        copies = [one for one in facts.copies if one.wanted is not None]
        told = [
            (one.wanted, one.recipient.name if one.recipient else "", one.printed)
            for one in copies
            if one.wanted is not None
        ]
        return sorted(told, key=lambda one: one[0].n)

    def _reason(self, spoilt: bool) -> str:
        return self.tr("打印时损坏") if spoilt else ""

    def _on_way(self, run: PrintRun, document_id: str, way: WayOn, spoilt: bool) -> None:
        if way is WayOn.AGAIN:
            run.again(spoilt=self._reason(spoilt))
        elif way is WayOn.OTHER_PRINTER:
            run.elsewhere(spoilt=self._reason(spoilt))
        else:
            self._save(document_id, run.pdf)

    def _save(self, document_id: str, marked: bytes | None) -> None:
        """Ask where to save what could not be printed here."""
        archive = self._rooms.archive
        dialog = QFileDialog(self._over, self.tr("另存 PDF"), archive.file_name(document_id), "PDF (*.pdf)")
        dialog.setObjectName("copy_place")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: archive.save(document_id, Path(path), marked))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # 送达.

    def serve(
        self,
        document_id: str,
        recipient_id: str = "",
        method: str = "",
        signature: Signature | None = None,
        *,
        refused: bool = False,
    ) -> None:
        """Ask how a document was served.

        Args:
            signature: already given on the screen.
            refused: it was asked for on the screen and refused.
        """
        facts = self._facts(document_id)
        if facts is None:
            return
        recipients = [self._to_serve(facts, one) for one in facts.copies if one.recipient is not None]
        if not (recipients and facts.serves and facts.standing):
            self._say("ui.not_served_kind", tone="warn", number=facts.document.number)
            return
        if not recipient_id and facts.unserved:
            recipient_id = facts.unserved[0].party_id
        desk = self.work.desk
        visit = inspections.inspection_of(desk.store, facts.document.inspection_id)
        place = visit.place or registry.target_of(desk.store, facts.document.target_id).address
        now = typed.show_moment(desk.clock.now(), desk.today())
        dialog = ServiceDialog(
            self._look, self._texts, facts.document, recipients, recipient_id, now, place, self._over
        )
        dialog.service_given.connect(partial(self._serve, dialog, facts.document))
        registered = {one.party_id: one.registered for one in recipients}
        dialog.changed.connect(partial(self._warn, dialog, registered))
        dialog.paper_wanted.connect(partial(self.print, document_id))
        if method:
            dialog.go_on_with(method)
        if signature is not None:
            dialog.take_signature(signature)
        if refused:
            dialog.note_refusal()
        self._warn(dialog, registered, dialog.wanted())
        dialog.open()

    def _to_serve(self, facts: PaperFacts, one: CopyFacts) -> ToServe:
        recipient = one.recipient
        if recipient is None:
            raise RuntimeError("a copy for nobody is not served")
        visit = inspections.inspection_of(self.work.desk.store, facts.document.inspection_id)
        state = self.tr("已送达") if one.reached else self.tr("未送达")
        return ToServe(
            recipient.party_id,
            recipient.name,
            self.work.registered(facts.document, recipient),
            state,
            one.service if paper_values.awaited(one.service) else None,
            tuple(met for met in visit.present if met.company == recipient.name),
        )

    def _warn(self, dialog: ServiceDialog, registered: Mapping[str, str], wish: ServiceWish) -> None:
        try:
            tried = self.work.collected(wish)
        except InspectorError:
            return  # said when it is given; half a time is no news
        dialog.show_warnings(tried.warnings(registered[wish.recipient_id]))

    def _serve(self, dialog: ServiceDialog, told: Issued, wish: ServiceWish) -> None:
        def done(noted: Service) -> None:
            self.changed.emit(told.id)
            if noted.method == "direct" and noted.refusal:
                dialog.go_on_with("left", "ui.refusal_noted")
                return
            dialog.accept()
            self._served(told, noted)

        def failed(error: Exception) -> None:
            problems = problems_of(error)
            if problems:
                dialog.show_wrong(problems)
            else:
                dialog.show_failure(explain(error, self._texts))

        self.work.serve(told.id, wish, done, failed)

    def _served(self, told: Issued, noted: Service) -> None:
        """Say what was noted, and offer what comes next."""
        recipient = next(one for one in told.recipients if one.party_id == noted.recipient_id)
        code = "ui.served"
        if paper_values.awaited(noted):
            code = "ui.posted"
        elif noted.refusal and noted.method != "left":
            code = "ui.came_back"
        elif noted.method == "announced":
            code = "ui.announced"
        at = typed.show_day(noted.receipt_on) or typed.show_moment(noted.at)
        words = of_problem(Problem.of(code, number=told.number, name=recipient.name, at=at), self._texts)
        registered = self.work.registered(told, recipient)
        mail = any(one.code == "service.left_at_site" for one in noted.warnings(registered))
        title = self.tr("送达已登记")
        note = ServedNote(
            self._look, title, f"{words.message}\n{words.remedy}".strip(), mail=mail, parent=self._over
        )
        note.proof_requested.connect(partial(self._prove, note, told, recipient.party_id))
        note.mail_requested.connect(note.accept)
        note.mail_requested.connect(lambda: self.serve(told.id, recipient.party_id, "mail"))
        note.open()

    def _prove(self, note: ServedNote, told: Issued, recipient_id: str) -> None:
        def done(proof_id: str) -> None:
            target = registry.target_of(self.work.desk.store, told.target_id)
            words = of_problem(Problem.of("ui.proof_begun", target=target.name), self._texts)
            note.show_begun(f"{words.message}\n{words.remedy}")
            note.open_requested.connect(lambda: self.open_requested.emit(told.inspection_id, proof_id))

        def failed(error: Exception) -> None:
            note.show_failure(explain(error, self._texts))

        self.work.prove(told.id, recipient_id, done, failed)

    # 回传.

    def take_back(self, document_id: str, recipient_id: str, files: Sequence[Path]) -> None:
        """Ask for the photo or scan of the signed and sealed sheet."""
        facts = self._facts(document_id)
        if facts is None:
            return
        copies = [
            ToReturn(one.recipient.party_id, one.recipient.name, self._lacks(one.missing))
            for one in facts.copies
            if one.recipient is not None
        ]
        office = next((one for one in facts.copies if one.recipient is None), None)
        if not copies:
            lacks = office.missing if office else ()
            copies = [ToReturn(returns.OFFICE_COPY, self.tr("本机关存卷"), self._lacks(lacks))]
        if not recipient_id:
            # Nobody pointed at a copy: the first that is waited for.
            waiting = [one.recipient for one in facts.copies if one.recipient is not None and one.missing]
            recipient_id = waiting[0].party_id if waiting else ""
        sealed = facts.document.sealing == Sealing.ELECTRONIC
        dialog = ReturnDialog(
            self._look, facts.document, copies, recipient_id, files, sealed=sealed, parent=self._over
        )
        dialog.return_given.connect(partial(self._take_in, dialog, facts.document))
        dialog.signature_given.connect(partial(self._countersign, dialog, facts.document))
        dialog.paper_wanted.connect(partial(self.print, document_id))
        dialog.open()

    def _countersign(self, dialog: ReturnDialog, told: Issued, signature: Signature) -> None:
        def done(_: object) -> None:
            dialog.accept()
            self._say("signing.kept", number=told.number, name=signature.signer.name)

        def failed(error: Exception) -> None:
            dialog.show_failure(explain(error, self._texts))

        self.work.countersign(told.id, signature, done, failed)

    def _lacks(self, missing: Sequence[str]) -> str:
        words = {"signed": self.tr("签字"), "sealed": self.tr("盖章")}
        told = self.tr("、").join(words[one] for one in missing)
        return self.tr("还缺%s") % told if told else self.tr("已齐")

    def _take_in(self, dialog: ReturnDialog, told: Issued, given: returns.Return, files: list[Path]) -> None:
        def done(taken: TakenIn) -> None:
            dialog.accept()
            self.changed.emit(told.id)
            owed, state = taken.owed, taken.state
            lacks = self.tr("；").join(
                f"{one.name or self.tr('本机关存卷')}{self._lacks(one.missing)}" for one in owed
            )
            if any(one.main for one in owed):
                self._say("ui.return_lacks", tone="warn", number=told.number, lacks=lacks)
            elif owed:
                self._say("ui.return_main_whole", number=told.number, lacks=lacks, state=state)
            else:
                self._say("ui.return_whole", number=told.number, state=state)

        def failed(error: Exception) -> None:
            dialog.show_failure(explain(error, self._texts))

        self.work.take_in(told.id, given, files, done, failed)

    # 作废.

    def void(self, document_id: str) -> None:
        """Ask why, and for the PIN; what was served is only taken back by a decision."""
        facts, session = self._facts(document_id), self.work.session
        if facts is None or session is None:
            return
        if facts.served or not facts.standing:
            self._say("ui.void_by_decision", tone="warn", number=facts.document.number)
            return
        hint = self.tr("培训签发码 %s") % workspace.TRAINING_PIN if session.training else ""
        dialog = VoidDialog(self._look, facts.document, hint, self._over)
        dialog.void_given.connect(partial(self._void, dialog, document_id))
        dialog.open()

    def _void(self, dialog: VoidDialog, document_id: str, reason: str, pin: str) -> None:
        def done(told: Issued) -> None:
            dialog.accept()
            self.changed.emit(document_id)
            self._voided(told)

        def failed(error: Exception) -> None:
            if isinstance(error, InspectorError) and error.code in PIN_TO_SET:
                dialog.reject()
                self._rooms.questions.new_pin(explain(error, self._texts).message)
                return
            dialog.show_failure(explain(error, self._texts))

        self.work.void(document_id, reason, pin, done, failed)

    def _voided(self, told: Issued) -> None:
        """Say that it is void, and offer to make it anew; the new paper names the number that it replaces."""
        words = of_problem(Problem.of("ui.voided", number=told.number), self._texts)
        note = VoidedNote(self._look, words, self._over)

        def done(new_id: str) -> None:
            note.accept()
            self.open_requested.emit(told.inspection_id, new_id)

        def failed(error: Exception) -> None:
            note.show_failure(explain(error, self._texts))

        note.anew_requested.connect(lambda: self.work.anew(told.id, done, failed))
        note.open()
