"""The wishes of the page 管理: its matters, where they lead, and the ways to it."""

from collections.abc import Mapping, Sequence
from functools import partial

from inspector_app.ui.administration.administration_page import HINTS
from inspector_app.ui.administration.matter import Matter
from inspector_app.ui.controls.section import Section
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import ADMINISTRATION, SETTINGS, Rooms
from inspector_app.ui.shell.wires.ledger import attend, open_section


def connect(rooms: Rooms, going: Going, matters: Sequence[Matter], sections: Sequence[Section]) -> None:
    """Connect every wish of the page with what fulfils it; sorted by sender."""
    page = rooms.administration
    mine: Mapping[str, Matter] = {one.NAME: one for one in matters}
    theirs = {one.NAME: one for one in sections}
    for one in matters:
        one.allowed.connect(partial(page.show_allowed, one.NAME))
        one.counted.connect(partial(page.show_count, one.NAME))
        one.section_requested.connect(partial(lead, rooms, going, mine, theirs))
        attend(rooms, going, one)
    for each in sections:
        each.section_requested.connect(partial(lead_here, rooms, mine))
    page.back_requested.connect(lambda: going.go(SETTINGS))
    page.search.clicked.connect(rooms.frame.search_requested)
    page.shown.connect(lambda name: look_at(rooms, mine[name], matters))
    page.sought.connect(lambda name, words: mine[name].seek(words))
    rooms.settings.manage.clicked.connect(lambda: going.go(ADMINISTRATION))


def look_at(rooms: Rooms, matter: Matter, matters: Sequence[Matter]) -> None:
    """Look anew at a matter, name its keys at the bottom, and count what the others ask for."""
    rooms.frame.change_hints(ADMINISTRATION, (*matter.HINTS, *HINTS))
    matter.refresh()
    for one in matters:
        if one is not matter:
            one.count()


def lead_here(rooms: Rooms, mine: Mapping[str, Matter], name: str, known: str) -> None:
    """Show a line of a matter, when a section of the ledger names one of the office's matters."""
    if name in mine:
        mine[name].choose(known)
        rooms.frame.show_page(ADMINISTRATION)
        rooms.administration.show_matter(name)


def lead(
    rooms: Rooms,
    going: Going,
    mine: Mapping[str, Matter],
    theirs: Mapping[str, Section],
    name: str,
    known: str,
) -> None:
    """Show a line of another matter, or of a section of the ledger."""
    if name in mine:
        lead_here(rooms, mine, name, known)
    elif rooms.frame.has(name):
        going.go(name)
    else:
        open_section(rooms, theirs, name, known)
