"""回传: the signed and sealed sheet comes back as a file, or somebody signs on the screen."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from inspector_app.casework.papers import returns
from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.templates import Sealing
from inspector_app.ui.papers.paper_values import PaperFacts
from inspector_app.ui.papers.paper_work import TakenIn
from inspector_app.ui.papers.return_dialog import ReturnDialog, ToReturn
from inspector_app.ui.shell.papers.printing import PaperPrinting
from inspector_app.ui.shell.papers.table import PaperTable
from inspector_app.ui.signing.strokes import Signature


class PaperReturning(QObject):
    """Takes signed sheets in."""

    def __init__(self, table: PaperTable, printing: PaperPrinting) -> None:
        super().__init__(table)
        self._table, self._printing = table, printing

    def take_back(self, document_id: str, recipient_id: str, files: Sequence[Path]) -> None:
        """Ask for the photo or scan of the signed and sealed sheet."""
        table, facts = self._table, self._table.facts(document_id)
        if facts is None:
            return
        if not recipient_id:
            # Nobody pointed at a copy: the first that is waited for.
            waiting = [one.recipient for one in facts.copies if one.recipient is not None and one.missing]
            recipient_id = waiting[0].party_id if waiting else ""
        told, sealed = facts.document, facts.document.sealing == Sealing.ELECTRONIC
        copies = self._copies(facts)
        dialog = ReturnDialog(table.look, told, copies, recipient_id, files, sealed=sealed, parent=table.over)
        dialog.return_given.connect(partial(self._take_in, dialog, told))
        dialog.signature_given.connect(partial(self._countersign, dialog, told))
        dialog.paper_wanted.connect(partial(self._printing.print, document_id))
        dialog.open()

    def _copies(self, facts: PaperFacts) -> list[ToReturn]:
        """Return the copies that may come back: the recipients', or the office's own where there are none."""
        copies = [
            ToReturn(one.recipient.party_id, one.recipient.name, self._lacks(one.missing))
            for one in facts.copies
            if one.recipient is not None
        ]
        office = next((one for one in facts.copies if one.recipient is None), None)
        lacks = office.missing if office else ()
        return copies or [ToReturn(returns.OFFICE_COPY, self.tr("本机关存卷"), self._lacks(lacks))]

    def _lacks(self, missing: Sequence[str]) -> str:
        words = {"signed": self.tr("签字"), "sealed": self.tr("盖章")}
        told = self.tr("、").join(words[one] for one in missing)
        return self.tr("还缺%s") % told if told else self.tr("已齐")

    def _countersign(self, dialog: ReturnDialog, told: Issued, signature: Signature) -> None:
        table = self._table

        def done(_: object) -> None:
            table.shut(dialog)
            table.changed.emit(told.id)
            table.say("signing.kept", number=told.number, name=signature.signer.name)

        table.work.countersign(told.id, signature, done, table.failing(dialog))

    def _take_in(self, dialog: ReturnDialog, told: Issued, given: returns.Return, files: list[Path]) -> None:
        table = self._table

        def done(taken: TakenIn) -> None:
            table.shut(dialog)
            table.changed.emit(told.id)
            self._say_taken(told, taken)

        table.work.take_in(told.id, given, files, done, table.failing(dialog))

    def _say_taken(self, told: Issued, taken: TakenIn) -> None:
        """Say what is still waited for, the main thing first."""
        owed, state = taken.owed, taken.state
        lacks = self.tr("；").join(
            f"{one.name or self.tr('本机关存卷')}{self._lacks(one.missing)}" for one in owed
        )
        if any(one.main for one in owed):
            self._table.say("ui.return_lacks", tone="warn", number=told.number, lacks=lacks)
        elif owed:
            self._table.say("ui.return_main_whole", number=told.number, lacks=lacks, state=state)
        else:
            self._table.say("ui.return_whole", number=told.number, state=state)
