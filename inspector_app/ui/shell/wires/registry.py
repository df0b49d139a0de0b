"""The wishes around targets, people and the list of inspections."""

from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms


def connect(rooms: Rooms, going: Going) -> None:
    """Connect every wish of the registry with what fulfils it; sorted by sender."""
    rooms.reception.begun.connect(going.open_inspection)
    rooms.reception.office_changed.connect(rooms.work.refresh)
    rooms.reception.officer_changed.connect(rooms.work.refresh)
    rooms.reception.officer_entered.connect(rooms.work.attend)
    rooms.reception.target_changed.connect(rooms.work.refresh)
    rooms.visits.new_requested.connect(rooms.reception.begin)
    rooms.visits.open_requested.connect(going.open_inspection)
