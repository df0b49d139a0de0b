"""The wishes around the figures: what was counted, and where the things of a list are found."""

from collections.abc import Callable, Sequence
from functools import partial

from inspector_app.ui.figures.figures_values import EntryRow
from inspector_app.ui.figures.figures_work import FiguresWork
from inspector_app.ui.figures.report_work import ReportWork
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.shell.wires import dossier, ledger


def connect(
    rooms: Rooms, going: Going, work: FiguresWork, reports: ReportWork, sections: Sequence[Section]
) -> None:
    """Connect every wish of the page with what fulfils it; sorted by sender."""
    page = rooms.figures
    by_name = {one.NAME: one for one in sections}
    show_case = partial(ledger.open_section, rooms, by_name, "filings")
    page.entry_opened.connect(lambda entry: follow(going, work, entry, show_case))
    page.report.entry_opened.connect(lambda entry: follow(going, work, entry, show_case))
    page.saved.entry_opened.connect(lambda entry: follow(going, work, entry, show_case))
    page.search.clicked.connect(rooms.frame.search_requested)
    reports.failed.connect(going.show_failure)
    reports.said.connect(lambda code, values: going.tell(code, **values))
    work.failed.connect(going.show_failure)
    work.finding_found.connect(lambda *told: dossier.open_finding(rooms, going, *told))


def follow(going: Going, work: FiguresWork, entry: EntryRow, show_case: Callable[[str], None]) -> None:
    """Go to the matter that a row of a list is about."""
    kind, _, known = entry.opens.partition(":")
    if kind == "document":
        going.open_document(known)
    elif kind == "inspection":
        going.open_inspection(known)
    elif kind == "finding":
        work.find(known)
    elif kind == "target":
        going.open_dossier(known)
    elif kind == "case":
        show_case(known)
