"""The wishes of the ledgers' pages: what a row opens, what is said, and whose key they are read with."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from inspector_app.ui.ledger.book_work import HINTS
from inspector_app.ui.ledger.books import BOOKS, Books
from inspector_app.ui.ledger.ledger_page import HINTS as PAGE_HINTS
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import LEDGER, Rooms
from inspector_app.ui.shell.wires.ledger import open_section
from inspector_app.ui.style.translation import said

FILINGS = "filings"
"""The section in which a case is worked on."""


def connect(
    rooms: Rooms, going: Going, books: Books, sections: Sequence[Section], session_changed: SignalInstance
) -> None:
    """Connect every wish of the ledgers with what fulfils it; sorted by sender."""
    page = rooms.ledger
    page.begin_group(said("台账", "栏目"))
    for n, (name, layout) in enumerate(books.layouts.items(), 1):
        view = partial(view_of, books, name)
        page.add_section(name, said(layout.label), BOOKS[layout.ledger], view, f"Alt+Shift+{n}")
    books.failed.connect(going.show_failure)
    books.followed.connect(partial(follow, rooms, going, sections))
    books.problems.connect(going.show_problems)
    books.said.connect(lambda code, values: going.tell(code, **values))
    page.shown.connect(partial(look_at, rooms, books))
    session_changed.connect(books.go_on_with)


def view_of(books: Books, name: str) -> QWidget:
    """Return the page of a ledger, built now."""
    return books.book(name).view


def look_at(rooms: Rooms, books: Books, name: str) -> None:
    """Look anew at a ledger, and name its keys at the bottom."""
    if name in books.layouts:
        rooms.frame.change_hints(LEDGER, (*HINTS, *PAGE_HINTS))
        books.book(name).refresh()


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
