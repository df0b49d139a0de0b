"""The wishes of the ledgers' pages: what a row opens, what is said, and whose key they are read with."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import SignalInstance

from inspector_app.casework.people.workspace import Session
from inspector_app.ui.ledger.book_work import HINTS, BookWork
from inspector_app.ui.ledger.ledger_page import HINTS as PAGE_HINTS
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.ledger.sections import BOOKS
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import LEDGER, Rooms
from inspector_app.ui.shell.wires.ledger import open_section
from inspector_app.ui.style.translation import said

FILINGS = "filings"
"""The section in which a case is worked on."""


def connect(
    rooms: Rooms,
    going: Going,
    books: Sequence[BookWork],
    sections: Sequence[Section],
    session_changed: SignalInstance,
) -> None:
    """Connect every wish of the ledgers with what fulfils it; sorted by sender."""
    page = rooms.ledger
    by_name = {one.name: one for one in books}
    page.begin_group(said("台账", "栏目"))
    for n, (book, icon) in enumerate(zip(books, BOOKS.values(), strict=True), 1):
        page.add_section(book.name, said(book.layout_.label), icon, book.view, f"Alt+Shift+{n}")
        book.failed.connect(going.show_failure)
        book.followed.connect(partial(follow, rooms, going, sections))
        book.problems.connect(going.show_problems)
        book.said.connect(lambda code, values: going.tell(code, **values))
    page.shown.connect(partial(look_at, rooms, by_name))
    session_changed.connect(partial(go_on_with, books))


def look_at(rooms: Rooms, by_name: Mapping[str, BookWork], name: str) -> None:
    """Look anew at a ledger, and name its keys at the bottom."""
    if name in by_name:
        rooms.frame.change_hints(LEDGER, (*HINTS, *PAGE_HINTS))
        by_name[name].refresh()


def go_on_with(books: Sequence[BookWork], session: Session) -> None:
    """Read on with a key that was made or regained."""
    for one in books:
        one.session = session


def follow(rooms: Rooms, going: Going, sections: Sequence[Section], opens: str) -> None:
    """Go where a row leads."""
    kind, _, known = opens.partition(":")
    if kind == "document":
        going.open_document(known)
    elif kind == "inspection":
        going.open_inspection(known)
    elif kind == "target":
        going.open_dossier(known)
    elif kind == "case":
        open_section(rooms, {one.NAME: one for one in sections}, FILINGS, known)
    else:
        raise ValueError(f"no way to {opens!r}")
