"""送达: how a document was served, what comes after it, and the signature that waits for it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject
from shiboken6 import isValid

from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import InspectorError, Problem
from inspector_app.domain.serving import Service
from inspector_app.ui.papers import kept_signature, paper_values
from inspector_app.ui.papers.paper_values import CopyFacts, PaperFacts
from inspector_app.ui.papers.paper_work import problems_of
from inspector_app.ui.papers.served_note import ServedNote
from inspector_app.ui.papers.service_dialog import ServiceDialog, ServiceWish, ToServe
from inspector_app.ui.shell.papers.printing import PaperPrinting
from inspector_app.ui.shell.papers.table import PaperTable
from inspector_app.ui.signing.strokes import Signature
from inspector_app.ui.style import typed
from inspector_app.ui.style.words import Words


class PaperServing(QObject):
    """Notes how issued documents were served."""

    def __init__(self, table: PaperTable, printing: PaperPrinting) -> None:
        super().__init__(table)
        self._table, self._printing = table, printing

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
        facts = self._table.facts(document_id)
        if facts is None:
            return
        recipients = [self._to_serve(facts, one) for one in facts.copies if one.recipient is not None]
        if not (recipients and facts.serves and facts.standing):
            self._table.say("ui.not_served_kind", tone="warn", number=facts.document.number)
            return
        if not recipient_id and facts.unserved:
            recipient_id = facts.unserved[0].party_id
        dialog = self._dialog(facts, recipients, recipient_id)
        if method:
            dialog.go_on_with(method)
        if signature is not None:
            dialog.take_signature(signature)
        if refused:
            dialog.note_refusal()
        if recovered is not None:
            dialog.notice.show_words(recovered, tone="info")
        dialog.changed.emit(dialog.wanted())
        dialog.open()

    def _dialog(self, facts: PaperFacts, recipients: list[ToServe], chosen: str) -> ServiceDialog:
        """Return the dialog with its wishes connected; place and time stand in it already."""
        table, told = self._table, facts.document
        desk = table.work.desk
        visit = inspections.inspection_of(desk.store, told.inspection_id)
        place = visit.place or registry.target_of(desk.store, told.target_id).address
        now = typed.show_moment(desk.clock.now(), desk.today())
        dialog = ServiceDialog(table.look, table.texts, told, recipients, chosen, now, place, table.over)
        registered = {one.party_id: one.registered for one in recipients}
        dialog.service_given.connect(partial(self._serve, dialog, told))
        dialog.changed.connect(partial(self._warn, dialog, registered))
        dialog.paper_wanted.connect(partial(self._printing.print, told.id))
        dialog.signature_held.connect(partial(self._hold, told.id))
        dialog.rejected.connect(partial(self._hold, told.id, None))
        return dialog

    def _to_serve(self, facts: PaperFacts, one: CopyFacts) -> ToServe:
        recipient = one.recipient
        if recipient is None:
            raise RuntimeError("a copy for nobody is not served")
        work = self._table.work
        visit = inspections.inspection_of(work.desk.store, facts.document.inspection_id)
        state = self.tr("已送达") if one.reached else self.tr("未送达")
        return ToServe(
            recipient.party_id,
            recipient.name,
            work.registered(facts.document, recipient),
            state,
            one.service if paper_values.awaited(one.service) else None,
            tuple(met for met in visit.present if met.company == recipient.name),
        )

    def _warn(self, dialog: ServiceDialog, registered: Mapping[str, str], wish: ServiceWish) -> None:
        try:
            tried = self._table.work.collected(wish)
        except InspectorError:
            return  # said when it is given; half a time is no news
        dialog.show_warnings(tried.warnings(registered[wish.recipient_id]))

    def _serve(self, dialog: ServiceDialog, told: Issued, wish: ServiceWish) -> None:
        table = self._table

        def done(noted: Service) -> None:
            self._hold(told.id, None)
            table.changed.emit(told.id)
            if noted.method == "direct" and noted.refusal and isValid(dialog):
                dialog.go_on_with("left", "ui.refusal_noted")
                return
            table.shut(dialog)
            self._served(told, noted)

        def failed(error: Exception) -> None:
            problems = problems_of(error)
            if problems and isValid(dialog):
                dialog.show_wrong(problems)
            else:
                table.failing(dialog)(error)

        table.work.serve(told.id, wish, done, failed)

    # What comes after it.

    def _served(self, told: Issued, noted: Service) -> None:
        """Say what was noted, and offer what comes next."""
        table = self._table
        recipient = next(one for one in told.recipients if one.party_id == noted.recipient_id)
        code = "ui.served"
        if paper_values.awaited(noted):
            code = "ui.posted"
        elif noted.refusal and noted.method != "left":
            code = "ui.came_back"
        elif noted.method == "announced":
            code = "ui.announced"
        at = typed.show_day(noted.receipt_on) or typed.show_moment(noted.at)
        words = table.words(Problem.of(code, number=told.number, name=recipient.name, at=at))
        registered = table.work.registered(told, recipient)
        mail = any(one.code == "service.left_at_site" for one in noted.warnings(registered))
        title = self.tr("送达已登记")
        note = ServedNote(
            table.look, title, f"{words.message}\n{words.remedy}".strip(), mail=mail, parent=table.over
        )
        note.proof_requested.connect(partial(self._prove, note, told, recipient.party_id))
        note.mail_requested.connect(note.accept)
        note.mail_requested.connect(lambda: self.serve(told.id, recipient.party_id, "mail"))
        note.open()

    def _prove(self, note: ServedNote, told: Issued, recipient_id: str) -> None:
        table = self._table

        def done(proof_id: str) -> None:
            target = registry.target_of(table.work.desk.store, told.target_id)
            words = table.words(Problem.of("ui.proof_begun", target=target.name))
            if not isValid(note):
                table.over.notice.show_words(words, tone="info")
                return
            note.show_begun(f"{words.message}\n{words.remedy}")
            note.open_requested.connect(lambda: table.open_requested.emit(told.inspection_id, proof_id))

        table.work.prove(told.id, recipient_id, done, table.failing(note))

    # The signature that waits.

    def _hold(self, document_id: str, signature: Signature | None) -> None:
        """Keep a signature durably while it waits for its service, and not longer."""
        work = self._table.work
        if work.session is None:
            return  # the store is closed; what is kept waits for the next sign-in
        try:
            if signature is not None:
                kept_signature.keep(work.desk, document_id, signature)
            else:
                kept_signature.forget(work.desk)
        except InspectorError as error:
            self._table.show_failure(error)

    def offer_kept(self) -> None:
        """Go on with a signature that was given and not noted before the laptop stopped."""
        table, session = self._table, self._table.work.session
        kept = kept_signature.kept(session.desk) if session is not None else None
        facts = table.facts(kept.document_id) if kept is not None else None
        if kept is None or facts is None:
            return
        signer = kept.signature.signer
        at = typed.show_moment(kept.signature.at)
        if not (facts.serves and facts.standing):
            # It was voided meanwhile: nobody signs under it any more, and whoever asked for it is told.
            self._hold(kept.document_id, None)
            number = facts.document.number
            table.say("signing.voided", tone="warn", name=signer.name, at=at, number=number)
            return
        words = table.words(Problem.of("signing.recovered", "", name=signer.name, at=at))
        self.serve(kept.document_id, signer.recipient_id, "", kept.signature, recovered=words)
