"""The wishes around late entries: from the workbench and the ledger to where they are answered."""

from collections.abc import Sequence

from inspector_app.ui.ledger.late_section import LateSection
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.workbench.late_issuing import LateIssuing


def connect(
    rooms: Rooms, going: Going, paper: PaperRoom, late: LateIssuing, sections: Sequence[Section]
) -> None:
    """Connect every wish around late entries with what fulfils it; sorted by sender."""
    late.issued.connect(lambda number: going.tell("late.done_added", number=number))
    late.pin_wanted.connect(lambda words, then: rooms.questions.new_pin(words, then=then))
    rooms.bench.paper.late_requested.connect(lambda: late.ask(rooms.work))
    for section in sections:
        if isinstance(section, LateSection):
            section.scan_requested.connect(paper.looking.look_at_scan)
