"""作废: asked with its reason and the PIN; afterwards the paper may be made anew."""

from functools import partial

from PySide6.QtCore import QObject
from shiboken6 import isValid

from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.people import workspace
from inspector_app.domain.errors import InspectorError, Problem
from inspector_app.ui.papers.void_dialog import VoidDialog, VoidedNote
from inspector_app.ui.shell.papers.table import PaperTable
from inspector_app.ui.style.words import PIN_TO_SET


class PaperVoiding(QObject):
    """Voids issued documents that reached nobody."""

    def __init__(self, table: PaperTable) -> None:
        super().__init__(table)
        self._table = table

    def void(self, document_id: str, reason: str = "") -> None:
        """Ask why, and for the PIN; what was served is only taken back by a decision."""
        table, session = self._table, self._table.work.session
        facts = table.facts(document_id)
        if facts is None or session is None:
            return
        if facts.served or not facts.standing:
            table.say("ui.void_by_decision", tone="warn", number=facts.document.number)
            return
        hint = self.tr("培训签发码 %s") % workspace.TRAINING_PIN if session.training else ""
        dialog = VoidDialog(table.look, facts.document, hint, table.over, reason=reason)
        dialog.void_given.connect(partial(self._void, dialog, document_id))
        dialog.open()

    def _void(self, dialog: VoidDialog, document_id: str, reason: str, pin: str) -> None:
        table = self._table

        def done(told: Issued) -> None:
            table.shut(dialog)
            table.changed.emit(document_id)
            self._voided(told)

        def failed(error: Exception) -> None:
            if isinstance(error, InspectorError) and error.code in PIN_TO_SET:
                if isValid(dialog):
                    dialog.reject()
                words = table.explained(error).message
                table.rooms.questions.new_pin(words, then=partial(self.void, document_id, reason))
                return
            table.failing(dialog)(error)

        table.work.void(document_id, reason, pin, done, failed)

    def _voided(self, told: Issued) -> None:
        """Say that it is void, and offer to make it anew; the new paper names the number that it replaces."""
        table = self._table
        note = VoidedNote(table.look, table.words(Problem.of("ui.voided", number=told.number)), table.over)

        def done(new_id: str) -> None:
            table.shut(note)
            table.open_requested.emit(told.inspection_id, new_id)

        note.anew_requested.connect(lambda: table.work.anew(told.id, done, table.failing(note)))
        note.open()
