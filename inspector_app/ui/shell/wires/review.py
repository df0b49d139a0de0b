"""The wishes around the review of dossiers: what leads to it, and where its parts lead."""

from inspector_app.casework.overview.review_list import Which
from inspector_app.ui.ledger.review_work import ReviewWork
from inspector_app.ui.photos.viewer_room import ViewerRoom
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import LEDGER, REVIEW, TODAY, Rooms
from inspector_app.ui.today.review_line import RETURNED
from inspector_app.ui.today.today_work import TodayWork


def connect(rooms: Rooms, going: Going, work: ReviewWork, viewing: ViewerRoom, day: TodayWork) -> None:
    """Connect every wish around the review with what fulfils it; sorted by sender."""
    page, pane = rooms.review, rooms.review.pane
    page.left.connect(lambda: going.go(TODAY if page.property("came_from") == TODAY else LEDGER))
    pane.bench_wanted.connect(going.open_inspection)
    pane.document_wanted.connect(going.open_document)
    pane.dossier_wanted.connect(going.open_dossier)
    pane.finding_wanted.connect(lambda *told: open_finding(rooms, going, *told))
    pane.photo_opened.connect(viewing.open)
    rooms.ledger.review_requested.connect(lambda: open_review(rooms, Which.PENDING))
    rooms.today.review_requested.connect(lambda code: open_of_day(rooms, code))
    work.changed.connect(day.refresh)
    work.counted.connect(rooms.ledger.show_reviews)
    work.told.connect(lambda code, values: going.tell(code, **values))


def open_review(rooms: Rooms, which: Which, *, mine: bool = False) -> None:
    """Show the dossiers that wait; remember which page leads back."""
    if rooms.bench.settle():
        rooms.work.close()
        rooms.review.setProperty("came_from", rooms.frame.page)
        rooms.review.take(which, mine=mine)
        rooms.frame.show_page(REVIEW)
        rooms.review.shown.emit()


def open_of_day(rooms: Rooms, code: str) -> None:
    """Show what a line of the day counts: what came back, what was said, what waits."""
    mine = {RETURNED: Which.RETURNED}.get(code, Which.ALL)
    open_review(rooms, Which.PENDING if code == "waiting" else mine, mine=code != "waiting")


def open_finding(rooms: Rooms, going: Going, visit_id: str, finding_id: str) -> None:
    """Show a finding at the workbench."""
    going.open_inspection(visit_id)
    rooms.bench.findings.open_finding(finding_id)
