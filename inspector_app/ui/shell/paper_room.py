"""The paper room: what is asked around an issued document, one small window at a time."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from inspector_app.casework.papers import drafts, issued, returns
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.domain.printing import CopyWanted, WayOn
from inspector_app.domain.serving import Service
from inspector_app.domain.templates import Sealing
from inspector_app.printing.choosing import Chosen
from inspector_app.ui.controls import pictures
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.papers import kept_signature, paper_values
from inspector_app.ui.papers.archive import safe_name
from inspector_app.ui.papers.attached_values import PHOTO, Attached
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

    def look_at_file(self, document_id: str, told: Attached) -> None:
        """Show a 签名页 or a signed sheet that came back as large as the window, and save it on wish."""
        number = issued.must_be_issued(self.work.desk.store, document_id).number
        name = safe_name(told.file_name(number))
        view = LargePage(self._look, f"{told.name}  {number}", self._over, savable=True)
        archive, width = self._rooms.archive, round(WIDTH * max(self._over.devicePixelRatioF(), 1.0))
        save = partial(archive.save_file, told.sha256)
        view.save_requested.connect(lambda: self._ask_place(view, name, save))

        def pictures_of(raw: bytes) -> list[QImage]:
            if told.sort == PHOTO:
                return [pictures.small(raw, QSize(width, 1))]
            return self._rooms.draw(raw, width)

        def done(pages: list[QImage]) -> None:
            if isValid(view):
                view.show_pages(pages)

        def failed(error: Exception) -> None:
            if isValid(view):
                words = explain(error, self._texts)
                view.paper.show_words(f"{words.message}\n{words.remedy}")

        archive.look(told.sha256, pictures_of, done, failed)
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
        name = archive.file_name(document_id)
        self._ask_place(self._over, name, lambda path: archive.save(document_id, path, marked))

    def _ask_place(self, over: QWidget, name: str, then: Callable[[Path], None]) -> None:
        """Ask where to save a file of this name."""
        kind = Path(name).suffix.removeprefix(".")
        dialog = QFileDialog(over, self.tr("另存"), name, f"{kind.upper()} (*.{kind})")
        dialog.setObjectName("copy_place")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
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
        recovered: Words | None = None,
    ) -> None:
        """Ask how a document was served.

        Args:
            signature: already given on the screen.
            refused: it was asked for on the screen and refused.
            recovered: what to say of a signature that was given before the laptop stopped.
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
        dialog.signature_held.connect(partial(self._hold, document_id))
        dialog.rejected.connect(partial(self._hold, document_id, None))
        if method:
            dialog.go_on_with(method)
        if signature is not None:
            dialog.take_signature(signature)
        if refused:
            dialog.note_refusal()
        if recovered is not None:
            dialog.notice.show_words(recovered, tone="info")
        self._warn(dialog, registered, dialog.wanted())
        dialog.open()

    def _hold(self, document_id: str, signature: Signature | None) -> None:
        """Keep a signature durably while it waits for its service, and not longer."""
        if self.work.session is None:
            return  # the store is closed; what is kept waits for the next sign-in
        try:
            if signature is not None:
                kept_signature.keep(self.work.desk, document_id, signature)
            else:
                kept_signature.forget(self.work.desk)
        except InspectorError as error:
            self._rooms.frame.notice.show_words(explain(error, self._texts))

    def offer_kept(self) -> None:
        """Go on with a signature that was given and not noted before the laptop stopped."""
        session = self.work.session
        kept = kept_signature.kept(session.desk) if session is not None else None
        facts = self._facts(kept.document_id) if kept is not None else None
        if kept is None or facts is None:
            return
        if not (facts.serves and facts.standing):
            self._hold(kept.document_id, None)  # it was voided meanwhile: nobody signs under it any more
            return
        signer = kept.signature.signer
        told = Problem.of("signing.recovered", "", name=signer.name, at=typed.show_moment(kept.signature.at))
        words = of_problem(told, self._texts)
        self.serve(kept.document_id, signer.recipient_id, "", kept.signature, recovered=words)

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
            self._hold(told.id, None)
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
            self.changed.emit(told.id)
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

    def void(self, document_id: str, reason: str = "") -> None:
        """Ask why, and for the PIN; what was served is only taken back by a decision."""
        facts, session = self._facts(document_id), self.work.session
        if facts is None or session is None:
            return
        if facts.served or not facts.standing:
            self._say("ui.void_by_decision", tone="warn", number=facts.document.number)
            return
        hint = self.tr("培训签发码 %s") % workspace.TRAINING_PIN if session.training else ""
        dialog = VoidDialog(self._look, facts.document, hint, self._over, reason=reason)
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
                words = explain(error, self._texts).message
                self._rooms.questions.new_pin(words, then=partial(self.void, document_id, reason))
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
