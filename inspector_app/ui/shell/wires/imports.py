"""The wishes of the page 从 Excel 导入, and the ways to it."""

from inspector_app.ui.imports.imports_work import ImportsWork
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import IMPORTS, TARGETS, Rooms


def connect(rooms: Rooms, going: Going, work: ImportsWork) -> None:
    """Connect every wish of the page with what fulfils it; sorted by sender."""
    rooms.imports.back_requested.connect(lambda: going.go(TARGETS))
    rooms.targets.import_requested.connect(lambda: going.go(IMPORTS))
    work.brought.connect(rooms.registry.tell_people)
    work.brought.connect(rooms.work.refresh)
    work.failed.connect(going.show_failure)
    work.said.connect(lambda code, values: going.tell(code, **values))
