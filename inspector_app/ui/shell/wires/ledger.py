"""The wishes of the ledger: its sections, and where they lead."""

from collections.abc import Mapping, Sequence
from functools import partial

from inspector_app.ui.controls.section import Section
from inspector_app.ui.ledger.ledger_page import HINTS
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import LEDGER, Rooms


def connect(rooms: Rooms, going: Going, sections: Sequence[Section]) -> None:
    """Connect every wish of the ledger with what fulfils it; sorted by sender."""
    page = rooms.ledger
    by_name = {one.NAME: one for one in sections}
    for one in sections:
        one.counted.connect(partial(page.show_count, one.NAME))
        one.section_requested.connect(partial(open_section, rooms, by_name))
        attend(rooms, going, one)
    page.search.clicked.connect(rooms.frame.search_requested)
    page.shown.connect(lambda name: look_at(rooms, by_name[name], sections) if name in by_name else None)


def attend(rooms: Rooms, going: Going, section: Section) -> None:
    """Connect the wishes that sections of every page have; sorted by name."""
    section.bench_requested.connect(going.open_inspection)
    section.document_requested.connect(going.open_document)
    section.failed.connect(going.show_failure)
    section.pin_wanted.connect(lambda words, then: rooms.questions.new_pin(words, then=then))
    section.said.connect(lambda code, values: going.tell(code, **values))
    section.target_requested.connect(going.open_dossier)
    section.visit_wanted.connect(rooms.reception.begin_at)


def look_at(rooms: Rooms, section: Section, sections: Sequence[Section]) -> None:
    """Look anew at a section, name its keys at the bottom, and count what the others ask for."""
    rooms.frame.change_hints(LEDGER, (*section.HINTS, *HINTS))
    section.refresh()
    for one in sections:
        if one is not section:
            one.count()


def open_section(rooms: Rooms, by_name: Mapping[str, Section], name: str, known: str) -> None:
    """Show a section with one of its lines."""
    if name in by_name:
        by_name[name].choose(known)
        rooms.frame.show_page(LEDGER)
        rooms.ledger.show_section(name)
