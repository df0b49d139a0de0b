"""The wishes around approvals: from the day, the workbench and the ledger to where they are answered."""

from collections.abc import Sequence

from inspector_app.casework.overview.handin import Debt
from inspector_app.ui.ledger.approvals_section import OWED, ApprovalsSection
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.shell.wires.ledger import open_section
from inspector_app.ui.shell.wires.today import OF_APPROVALS
from inspector_app.ui.workbench.submitting import Submitting


def connect(
    rooms: Rooms, going: Going, paper: PaperRoom, submitting: Submitting, sections: Sequence[Section]
) -> None:
    """Connect every wish around approvals with what fulfils it; sorted by sender."""
    by_name = {one.NAME: one for one in sections}

    def open_line(known: str) -> None:
        if rooms.bench.settle():
            rooms.work.close()
            open_section(rooms, by_name, ApprovalsSection.NAME, known)

    def make_up(debt: Debt) -> None:
        if debt.lack in OF_APPROVALS:
            open_line(f"{OWED}:{debt.document_id or debt.inspection_id}")

    rooms.bench.paper.review.debt_requested.connect(lambda document_id: open_line(f"{OWED}:{document_id}"))
    rooms.bench.paper.review.submit_requested.connect(lambda: submitting.ask(rooms.work))
    for section in sections:
        if isinstance(section, ApprovalsSection):
            section.look_requested.connect(paper.looking.look_at_draft)
            section.scan_requested.connect(paper.looking.look_at_scan)
    rooms.today.approvals_requested.connect(lambda code: open_line(f"{code}:"))
    submitting.submitted.connect(lambda label, to: going.tell("approving.done_submitted", label=label, to=to))
    rooms.today.debt_requested.connect(make_up)
