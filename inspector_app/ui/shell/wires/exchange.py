"""The wishes of exchange: its page, what the frame says of it, and who may join from the settings."""

from collections.abc import Callable, Sequence
from functools import partial

from inspector_app.casework.people.workspace import Session
from inspector_app.ui.exchange.exchange_room import ExchangeRoom
from inspector_app.ui.exchange.join_room import JoinRoom
from inspector_app.ui.exchange.ways import Again
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import BENCH, DOCUMENTS, TODAY, Rooms


def connect(
    rooms: Rooms, going: Going, room: ExchangeRoom, joining: JoinRoom, sections: Sequence[Section]
) -> None:
    """Connect every wish of exchange with what fulfils it; sorted by sender."""
    page, frame = rooms.exchange, rooms.frame
    joining.asked.connect(lambda path, check, _: going.tell("exchange_ui.asked_beside", path, check=check))
    joining.failed.connect(going.show_failure)
    joining.joined.connect(lambda one: going.tell("exchange_ui.person_added", name=one.name))
    joining.joined.connect(lambda _: rooms.settings.wanted.emit())
    joining.recovered.connect(lambda: going.tell("exchange_ui.recovery_renewed"))
    joining.renewed.connect(partial(show_renewed, rooms, going, room))
    page.backup.backup_requested.connect(room.back_up)
    page.backup.hub_toggled.connect(room.keep_at_hub)
    page.backup.place_requested.connect(room.choose_place)
    page.board.chosen.connect(room.tell)
    page.board.done.connect(room.do)
    page.board.filtered.connect(room.narrow)
    page.cancel_requested.connect(room.cancel)
    page.read_requested.connect(room.read)
    for line in (page.renewal, rooms.today.renewal):
        line.requested.connect(lambda: with_session(going, joining.renew))
    page.search.clicked.connect(frame.search_requested)
    page.shown.connect(room.refresh)
    page.sync_requested.connect(room.sync)
    page.write_requested.connect(room.write)
    room.arrived.connect(partial(show_arrived, rooms, going))
    room.document_requested.connect(going.open_document)
    room.failed.connect(going.show_failure)
    room.news.connect(going.show_problems)
    room.owed.connect(lambda words, settled: frame.show_owed(words, settled=settled))
    room.said.connect(lambda code, values: going.tell(code, **values))
    room.settled.connect(rooms.work.refresh)
    room.target_requested.connect(going.open_dossier)
    room.truth.connect(lambda words, online: frame.show_truth(words, online=online))
    room.visit_requested.connect(going.open_inspection)
    accounts = rooms.settings.accounts
    accounts.code_wanted.connect(lambda: with_session(going, joining.add))
    accounts.recovery_wanted.connect(lambda: with_session(going, joining.recover))
    accounts.renewal_wanted.connect(lambda: with_session(going, joining.renew))
    for section in sections:  # what the ledger did is counted anew, filings too
        section.counted.connect(lambda _: room.refresh_soon())
    for saved in (rooms.work.saved, rooms.checks.saved, rooms.work.issued_one):
        saved.connect(lambda *_: room.refresh_soon())


def show_arrived(rooms: Rooms, going: Going) -> None:
    """Read anew what is shown: something came in from elsewhere."""
    if rooms.frame.page == BENCH:
        rooms.work.refresh()
    elif rooms.frame.page in (DOCUMENTS, TODAY):
        going.go(rooms.frame.page)


def with_session(going: Going, begins: Callable[[Session], None]) -> None:
    """Begin something for who is signed in."""
    if going.session is not None:
        begins(going.session)


def show_renewed(rooms: Rooms, going: Going, room: ExchangeRoom, told: Again) -> None:
    """Say that the laptop was certified anew, and read anew what depends on it."""
    code = "exchange_ui.renewed_key" if told.new_person else "exchange_ui.renewed"
    going.tell(code, name=told.name, machine_code=told.machine_code)
    rooms.settings.wanted.emit()
    room.refresh()
