"""The wishes of a recheck: its tab at the workbench, and what leads to it."""

from collections.abc import Sequence

from inspector_app.ui.ledger.duties_section import DutiesSection
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.photos.viewer_room import ViewerRoom
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.workbench.bench_values import Bench

TAB = "recheck"
"""The code of the tab that shows the old findings."""


def connect(
    rooms: Rooms, going: Going, paper: PaperRoom, viewing: ViewerRoom, sections: Sequence[Section]
) -> None:
    """Put the tab into the workbench and connect every wish around it; sorted by sender."""
    pane, work, bench, middle = rooms.recheck, rooms.rechecking, rooms.bench, rooms.bench.middle
    middle.add_tab(TAB, pane.tr("复查"), pane, first=True)
    middle.offer_tab(TAB, offered=False)
    bench.guests.append(pane)
    bench.aim = lambda: pane.finding_id if middle.tab == TAB else bench.findings.open_id
    work.noting = rooms.work.book.noting

    bench.keys.opinion_wanted.connect(pane.wish_opinion)
    pane.all_told.connect(lambda: going.show_code("recheck.all_told"))
    pane.counted.connect(lambda done, of: middle.name_tab(TAB, f"{pane.tr('复查')} {done}/{of}"))
    pane.left.connect(rooms.work.leave)
    pane.marked.connect(work.mark)
    pane.opinion_wanted.connect(work.make_opinion)
    pane.photo_opened.connect(lambda finding_id, told: look(rooms, viewing, finding_id, told))
    pane.photo_wanted.connect(lambda: bench.files_wanted.emit(bench.aimed()))
    pane.shown_wanted.connect(lambda: middle.show_tab(TAB))
    pane.thumbs_wanted.connect(work.load_thumbs)
    pane.told.connect(bench.told)
    pane.typed.connect(rooms.work.keep)
    pane.typing.connect(rooms.work.type)
    for section in sections:
        if isinstance(section, DutiesSection):
            section.scan_requested.connect(paper.looking.look_at_scan)
    rooms.work.not_written.connect(pane.take_back)
    rooms.work.shown.connect(lambda told: show(rooms, told))
    work.changed.connect(rooms.work.refresh)
    work.failed.connect(going.show_failure)
    work.opinion_ready.connect(lambda document_id: write_on(rooms, document_id))
    work.saved.connect(going.show_saved)
    work.shown.connect(pane.show_recheck)
    work.thumb.connect(pane.show_thumb)


def show(rooms: Rooms, bench: Bench) -> None:
    """Show the tab for a recheck, and turn to it when the inspection was just opened."""
    middle, work = rooms.bench.middle, rooms.rechecking
    here = bench.inspection.id if bench.rechecks else ""
    fresh = here != work.recheck_id
    middle.offer_tab(TAB, offered=bench.rechecks)
    work.open(here)
    if fresh and here:
        middle.show_tab(TAB)
    elif not here and middle.tab == TAB:
        middle.show_tab("findings")


def write_on(rooms: Rooms, document_id: str) -> None:
    """Show the opinion beside the old findings."""
    rooms.work.work_on(document_id)
    rooms.work.refresh()


def look(rooms: Rooms, viewing: ViewerRoom, finding_id: str, sha256: str) -> None:
    """Show before and after side by side, or the one photo there is."""
    if not viewing.compare(rooms.work.inspection_id, finding_id, sha256):
        viewing.open(rooms.work.inspection_id, sha256)
