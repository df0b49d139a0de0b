"""The wishes of today's page, and of the search box that stands in every top bar."""

from inspector_app.casework.followup import under_way
from inspector_app.casework.overview.handin import Debt, Lack
from inspector_app.casework.overview.readiness import Check
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.today.today_work import TodayWork

OF_PAPERS = frozenset({Lack.SERVICE, Lack.RETURN, Lack.SHEET, Lack.CONFLICT})
"""What is made up for among the issued documents; the rest at the workbench."""

OF_APPROVALS = frozenset({Lack.APPROVAL, Lack.LATE_APPROVAL})
"""What is made up for in the ledger; see wires/approvals."""


def connect(rooms: Rooms, going: Going, work: TodayWork) -> None:
    """Connect every wish of the day with what fulfils it; sorted by sender."""
    page, frame = rooms.today, rooms.frame
    page.debt_requested.connect(lambda debt: make_up(rooms, going, debt))
    page.document_requested.connect(going.open_document)
    page.list_requested.connect(going.go)
    page.mend_requested.connect(lambda check: mend(rooms, going, check))
    page.new_requested.connect(rooms.reception.begin)
    page.recheck_requested.connect(lambda order_id: recheck(going, order_id))
    page.refresh_requested.connect(work.look_again)
    page.shown.connect(work.refresh)
    page.visit_requested.connect(going.open_inspection)
    rooms.reception.failed.connect(going.show_failure)
    for search in (page.search, rooms.documents.search, rooms.settings.search, rooms.visits.search):
        search.clicked.connect(frame.search_requested)
    work.looked.connect(page.show_checks)
    work.opened.connect(page.show_date)
    work.printer_seen.connect(page.show_check)
    work.reviewed.connect(page.show_reviews)
    work.told.connect(page.show_day)


def recheck(going: Going, order_id: str) -> None:
    """Begin the recheck of an order, or go on with the one under way."""
    session = going.session
    if session is None:
        return
    desk = session.desk
    going.jobs.start(
        lambda _: under_way.recheck(desk, order_id), going.open_inspection, failed=going.show_failure
    )


def make_up(rooms: Rooms, going: Going, debt: Debt) -> None:
    """Lead to where something that is lacking is made up for."""
    if debt.lack in OF_APPROVALS:
        return
    if debt.lack in OF_PAPERS and debt.document_id:
        going.open_document(debt.document_id)
    elif debt.inspection_id:
        going.open_inspection(debt.inspection_id, debt.document_id)
        if debt.finding_id:
            rooms.bench.findings.open_finding(debt.finding_id)


def mend(rooms: Rooms, going: Going, check: Check) -> None:
    """Say how something is mended, and lead there where a page does it."""
    if rooms.frame.has(check.mend):
        going.go(check.mend)
    going.show_problems([check.note])
