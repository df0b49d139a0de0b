"""The wishes around photos seen large."""

from inspector_app.ui.photos.intake_room import IntakeRoom
from inspector_app.ui.photos.viewer_room import ViewerRoom
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms


def connect(rooms: Rooms, going: Going, viewing: ViewerRoom, intake: IntakeRoom) -> None:
    """Connect every wish around photos seen large with what fulfils it; sorted by sender."""
    rooms.bench.findings.photo_opened.connect(lambda told: viewing.open(rooms.work.inspection_id, told))
    intake.page.opened.connect(lambda told: viewing.open(rooms.work.inspection_id, told))
    viewing.fetched.connect(intake.work.shelf.forget)
    viewing.changed.connect(rooms.work.refresh)
    viewing.saved.connect(going.show_saved)
