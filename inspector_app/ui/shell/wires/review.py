"""The wishes around the review of dossiers: what leads to it, and where its parts lead."""

from datetime import date

from inspector_app.casework.overview.review_list import Which
from inspector_app.casework.overview.reviews import CameBack
from inspector_app.ui.ledger.review_work import ReviewWork
from inspector_app.ui.photos.viewer_room import ViewerRoom
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import BENCH, LEDGER, REVIEW, TODAY, Rooms
from inspector_app.ui.today.review_line import RETURNED, WAITING
from inspector_app.ui.today.today_work import TodayWork


def connect(rooms: Rooms, going: Going, work: ReviewWork, viewing: ViewerRoom, day: TodayWork) -> None:
    """Connect every wish around the review with what fulfils it; sorted by sender."""
    page, pane = rooms.review, rooms.review.pane
    page.left.connect(lambda: leave(rooms, going))
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


def open_review(rooms: Rooms, which: Which | None, *, mine: bool = False, since: date | None = None) -> None:
    """Show these dossiers, None for those that are wanted already; remember which page leads back."""
    if rooms.bench.settle():
        rooms.review.setProperty("came_from", rooms.frame.page)
        rooms.review.setProperty("came_of", rooms.work.inspection_id)
        rooms.work.close()
        if which is not None:
            rooms.review.take(which, mine=mine, since=since)
        rooms.frame.show_page(REVIEW)
        rooms.review.shown.emit()


def open_of_day(rooms: Rooms, code: str) -> None:
    """Show what a line of the day counts: what came back, what was said, what waits."""
    if code == WAITING:
        open_review(rooms, Which.PENDING)
    else:
        which = Which.RETURNED if code == RETURNED else Which.ALL
        open_review(rooms, which, mine=True, since=rooms.today.reviews.since)


def open_finding(rooms: Rooms, going: Going, visit_id: str, finding_id: str) -> None:
    """Show a finding at the workbench."""
    going.open_inspection(visit_id)
    rooms.bench.findings.open_finding(finding_id)


def answer_return(rooms: Rooms, back: CameBack) -> None:
    """Answer the return of the dossier that is open on the workbench; the review leads back there."""
    if rooms.bench.settle():
        rooms.review.answer_one(back)
        open_review(rooms, None)


def leave(rooms: Rooms, going: Going) -> None:
    """Go back to where the review was opened from."""
    came_from, visit_id = rooms.review.property("came_from"), str(rooms.review.property("came_of") or "")
    if came_from == BENCH and visit_id:
        going.open_inspection(visit_id)
    else:
        going.go(TODAY if came_from == TODAY else LEDGER)
