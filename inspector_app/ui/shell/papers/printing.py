"""打印: the panel over the window and the print run behind it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from inspector_app.domain.errors import Problem
from inspector_app.domain.printing import CopyWanted, WayOn
from inspector_app.printing.choosing import Chosen
from inspector_app.ui.papers.paper_values import PaperFacts
from inspector_app.ui.papers.print_panel import PrintPanel
from inspector_app.ui.papers.print_work import PrintRun
from inspector_app.ui.shell.papers.table import PaperTable


class PaperPrinting(QObject):
    """Prints issued documents.

    Attributes:
        choose: which way to the printers there is; asked in a job.
    """

    def __init__(self, table: PaperTable, choose: Callable[[], Chosen]) -> None:
        super().__init__(table)
        self._table, self.choose = table, choose

    def print_open_paper(self) -> None:
        """Print the document that is on the workbench."""
        bench = self._table.rooms.work.bench
        if bench is not None and bench.issued is not None:
            self.print(bench.issued.id)
        elif bench is not None:
            self._table.say("ui.print_unissued", tone="warn")

    def print(self, document_id: str) -> None:
        """Ask what to print where."""
        table, facts = self._table, self._table.facts(document_id)
        if facts is None:
            return
        run = PrintRun(table.work.desk, table.jobs, self.choose, document_id)
        panel = PrintPanel(table.look, table.texts, facts.document, run.paper, _wanted(facts), table.over)
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
        run.sheet_refused.connect(lambda error: panel.show_refused_sheet(table.explained(error)))
        run.ended.connect(panel.accept)
        run.ended.connect(partial(self._tell, tone="info"))
        run.left_over.connect(self._tell)
        panel.finished.connect(lambda _: table.changed.emit(document_id))
        panel.open()
        run.look_up()

    def _tell(self, told: Problem, *, tone: str = "") -> None:
        self._table.over.notice.show_words(self._table.words(told), tone=tone)

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
        archive = self._table.rooms.archive
        name = archive.file_name(document_id)
        self._table.ask_place(self._table.over, name, lambda path: archive.save(document_id, path, marked))


def _wanted(facts: PaperFacts) -> list[tuple[CopyWanted, str, int]]:
    """Return each copy that the document names, the company it goes to, and how often it was printed."""
    told = [
        (one.wanted, one.recipient.name if one.recipient else "", one.printed)
        for one in facts.copies
        if one.wanted is not None
    ]
    return sorted(told, key=lambda one: one[0].n)
