"""The wishes around photos on their way in."""

from PySide6.QtGui import QKeySequence, QShortcut

from inspector_app.ui.photos.intake_room import IntakeRoom
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms

TRAY = "tray"
"""The code of the tab that shows the tray."""


def connect(rooms: Rooms, going: Going, intake: IntakeRoom) -> None:
    """Put the tray into the workbench and connect every wish around it; sorted by sender."""
    middle, book = rooms.bench.middle, rooms.work.book
    intake.work.noting, intake.work.attached = book.noting, book.attached
    intake.intake.attached = book.attached
    middle.add_tab(TRAY, intake.page.tr("照片托盘"), intake.page)
    intake.changed.connect(rooms.work.refresh)
    intake.changed.connect(going.show_saved)
    intake.counted.connect(
        lambda count: middle.name_tab(
            TRAY, intake.page.tr("照片托盘 %s") % count if count else intake.page.tr("照片托盘")
        )
    )
    intake.failed.connect(going.show_failure)
    intake.page.undo_wanted.connect(rooms.work.undo)
    intake.said.connect(lambda code, values: going.tell(code, "", **values))
    middle.turned.connect(lambda tab: intake.page.take_keys() if tab == TRAY else None)
    intake.work.thumb.connect(rooms.bench.findings.show_thumb)
    rooms.bench.findings.thumbs_wanted.connect(intake.work.fetch_thumbs)
    rooms.bench.files_wanted.connect(intake.choose_files)
    rooms.bench.pictures_offered.connect(intake.take)
    rooms.work.shown.connect(lambda bench: intake.follow(bench.inspection.id))
    for keys, wish in (("Ctrl+Shift+K", intake.choose_folder), ("Ctrl+Shift+M", intake.call_phone)):
        QShortcut(QKeySequence(keys), rooms.bench, wish)
