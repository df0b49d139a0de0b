"""The wishes of the page 从 Excel 导入, and the ways to it."""

from inspector_app.ui.imports.imports_work import ImportsWork
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import IMPORTS, SETTINGS, TARGETS, Rooms


def connect(rooms: Rooms, going: Going, work: ImportsWork) -> None:
    """Connect every wish of the page with what fulfils it; sorted by sender."""
    page = rooms.imports
    page.back_requested.connect(lambda: going.go(page.property("came_from") or TARGETS))
    page.file_given.connect(lambda *_: rooms.frame.notice.clear())
    rooms.settings.import_requested.connect(lambda: open_imports(rooms, going))
    rooms.targets.import_requested.connect(lambda: open_imports(rooms, going))
    work.brought.connect(rooms.registry.tell_people)
    work.brought.connect(rooms.work.refresh)
    work.failed.connect(going.show_failure)
    work.said.connect(lambda code, values: going.tell(code, **values))


def open_imports(rooms: Rooms, going: Going) -> None:
    """Show the page; remember whether the settings or the targets lead back."""
    rooms.imports.setProperty("came_from", SETTINGS if rooms.frame.page == SETTINGS else TARGETS)
    going.go(IMPORTS)
