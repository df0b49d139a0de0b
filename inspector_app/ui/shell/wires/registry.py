"""The wishes around targets, people and the list of inspections."""

from PySide6.QtGui import QKeySequence, QShortcut

from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import TARGETS, Rooms


def connect(rooms: Rooms, going: Going) -> None:
    """Connect every wish of the registry with what fulfils it; sorted by sender."""
    page, work = rooms.targets, rooms.registry
    page.asked.connect(work.look)
    page.begin_requested.connect(lambda one: begin(rooms, one))
    page.change_requested.connect(rooms.reception.change_target)
    page.chosen.connect(work.tell)
    page.new_requested.connect(lambda name: rooms.reception.enter_target(name, begin=False))
    page.officer_opened.connect(rooms.reception.change_officer)
    page.officer_requested.connect(rooms.reception.enter_officer)
    page.paper_requested.connect(going.open_document)
    page.search.clicked.connect(rooms.frame.search_requested)
    page.shown.connect(work.tell_people)
    page.shown.connect(lambda: work.look(page.told))
    page.visit_requested.connect(going.open_inspection)
    page.wanted.connect(work.load)
    rooms.reception.begun.connect(going.open_inspection)
    rooms.reception.office_changed.connect(rooms.work.refresh)
    rooms.reception.officer_changed.connect(rooms.work.refresh)
    rooms.reception.officer_changed.connect(work.tell_people)
    rooms.reception.officer_entered.connect(rooms.work.attend)
    rooms.reception.officer_entered.connect(work.tell_people)
    rooms.reception.target_changed.connect(rooms.work.refresh)
    rooms.reception.target_changed.connect(lambda: work.look(page.told))
    rooms.reception.target_entered.connect(lambda one: show_entered(rooms, going, one))
    rooms.reception.warned.connect(lambda code, values: going.tell(code, **values))
    rooms.visiting.failed.connect(going.show_failure)
    rooms.visits.new_requested.connect(rooms.reception.begin)
    rooms.visits.open_requested.connect(going.open_inspection)
    work.found.connect(page.show_found)
    work.lines.connect(page.take_lines)
    work.people.connect(page.show_officers)
    work.told.connect(page.show_card)
    for one in (rooms.documents, rooms.settings):  # the other pages have the wish among their own
        QShortcut(QKeySequence("Ctrl+N"), one, rooms.reception.begin)


def begin(rooms: Rooms, target_id: str) -> None:
    """Begin an inspection of the chosen target, or ask which one."""
    if target_id:
        rooms.reception.begin_at(target_id)
    else:
        rooms.reception.begin()


def show_entered(rooms: Rooms, going: Going, target_id: str) -> None:
    """Show a target that was entered without an inspection."""
    rooms.targets.choose(target_id)
    going.go(TARGETS)
