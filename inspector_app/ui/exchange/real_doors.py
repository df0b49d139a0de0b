"""Exchange as it really is: the store's accounts, the hub, files, backups. Loaded in a job, never before."""

from collections.abc import Sequence
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import conflicts, exchange_board, holdings
from inspector_app.casework.people import exchanged, renewing
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Problem, Progress
from inspector_app.sync import exchange, files
from inspector_app.sync import outcome as outcomes
from inspector_app.sync.rooms import Apart
from inspector_app.ui.exchange.real_backups import RealBackups
from inspector_app.ui.exchange.real_joining import RealJoining
from inspector_app.ui.exchange.ways import Amount, Doors, Outcome, Picture

FORKS = frozenset({"exchange.forked_own", "exchange.no_spare_code", "exchange.forked_other"})
"""News of a journal that two machines wrote on with."""

MOST_TORN = 500
"""So many conflicts are listed at once; the others are counted."""


class RealExchanging(RealBackups):
    """Does everything around exchange with the store of who is signed in."""

    def picture(self, session: Session) -> Picture:
        """Return what is true now, of the filing workspace too where it is open."""
        desk, filing = session.desk, session.filing
        torn = conflicts.conflicts(desk, desk.store.conflicts(MOST_TORN))
        many = desk.store.torn()
        if filing is not None:
            beside = filing.conflicts(MOST_TORN - len(torn))
            torn += conflicts.conflicts(session.filing_desk(desk), beside, filing=True)
            many += filing.torn()
        board = exchange_board.read(desk, session.room)
        renewal = renewing.offer(desk.store, desk.today())
        return Picture(board, torn, self.last(session), max(many - len(torn), 0), renewal)

    def reach(self, desk: Desk, progress: Progress) -> bool:
        """Tell whether the hub answers; a laptop of no office asks nobody."""
        return exchange_board.hub_of(desk.store) is not None and exchange.reachable(desk.store, progress)

    def by_hub(self, session: Session, progress: Progress) -> Outcome:
        """Exchange with the hub, both ways."""
        desk = session.desk
        told = exchange.run(
            desk.store,
            desk.clock.now(),
            progress,
            wanted=lambda: holdings.wanted(desk),
            filing=_filing(session),
        )
        done = _told(told, exchanged.settle(session).news)
        self.look_at_hub(session, progress)
        return done

    def fetch(self, session: Session, digests: Sequence[str], progress: Progress) -> tuple[Problem, ...]:
        """Bring photos that only the hub keeps; where it is away, the next exchange brings them."""
        desk = session.desk
        holdings.ask(desk, digests)
        return exchange.fetch(desk.store, desk.clock.now(), digests, progress)

    def write(self, session: Session, path: Path, progress: Progress, to: str = "") -> Outcome:
        """Write into a file all that the office does not hold for certain, or all that one laptop lacks."""
        desk = session.desk
        told = files.write_out(desk.store, path, desk.clock.now(), progress, to=to, filing=_filing(session))
        return _told(told, place=str(path))

    def read(self, session: Session, path: Path, progress: Progress) -> Outcome:
        """Take a file in, all of it or nothing."""
        desk = session.desk
        told = files.read_in(desk.store, path, progress, filing=_filing(session))
        return _told(told, exchanged.settle(session).news, str(path))


def _filing(session: Session) -> Apart | None:
    store, keys = session.filing, session.room.keys
    return None if store is None or keys is None else Apart(store, keys)


def _told(told: outcomes.Outcome, settled: tuple[Problem, ...] = (), place: str = "") -> Outcome:
    """Return what is shown; of the filing workspace what a person must know, and whether it came out."""
    filing = told.filing
    news = (*told.news, *(() if filing is None else filing.news), *settled)
    return Outcome(
        _amount(told.sent),
        _amount(told.received),
        _amount(told.acknowledged),
        len(told.conflicts) + (0 if filing is None else len(filing.conflicts)),
        sum(one.code in FORKS for one in news),
        False if filing is not None and filing.same is False else told.same,
        news,
        place,
    )


def _amount(told: outcomes.Amount) -> Amount:
    return Amount(told.entries, told.blobs)


def doors() -> Doors:
    """Return the real doors."""
    return Doors(RealExchanging(), RealJoining())
