"""The wishes of the checklists."""

from PySide6.QtCore import QTimer

from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms


def connect(rooms: Rooms, going: Going) -> None:
    """Connect every wish of the checklists with what fulfils it; sorted by sender."""

    # In a turn of its own: together with the findings it would hold the window too long. And once,
    # however many changes came before that turn.
    later = QTimer(rooms.checks)
    later.setSingleShot(True)
    later.setInterval(0)

    def show() -> None:
        bench = rooms.work.bench
        if bench is not None:
            numbers = {one.id: one.number for one in bench.findings}
            rooms.checks.open(bench.inspection.id, numbers, locked=bench.locked)

    later.timeout.connect(show)
    rooms.checks.noting = rooms.work.book.noting
    rooms.bench.checks.absent_wanted.connect(rooms.checks.set_absent)
    rooms.bench.checks.marked.connect(rooms.checks.mark)
    rooms.bench.checks.raise_wanted.connect(rooms.checks.raise_finding)
    rooms.bench.checks.sheet_added.connect(rooms.checks.add_sheet)
    rooms.bench.checks.sheet_named.connect(rooms.checks.rename)
    rooms.checks.failed.connect(going.show_failure)
    rooms.checks.finding_opened.connect(rooms.bench.open_finding_of_check)
    rooms.checks.finding_wanted.connect(rooms.work.add_made)
    rooms.checks.saved.connect(going.show_saved)
    rooms.checks.sheet_added.connect(lambda sheet_id: rooms.bench.go_to_part(sheet_id, ""))
    rooms.checks.shown.connect(rooms.bench.show_checks)
    rooms.work.opened_finding.connect(rooms.bench.open_finding_of_check)
    rooms.who.part_wanted.connect(rooms.bench.go_to_part)
    rooms.work.shown.connect(lambda _: later.start())
