"""The audit: what happened at the hub that somebody may ask about later. Lines are added, never changed.

What strangers and faulty laptops can bring about as often as they like is kept for its newest lines only.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row, delete, func, select
from sqlalchemy.engine import Connection

from inspector_app.domain.clock import Clock

from .database import Database
from .facts import moment
from .tables import audit

MOST_READ = 1_000
_TEXT_MOST = 200

REFUSALS = frozenset(
    {
        "token_refused",
        "too_many",
        "sign_on_refused",
        "enrol_refused",
        "push_refused",
        "blob_refused",
        "backup_refused",
        "fetch_refused",
        "digests_differ",
    }
)
MOST_REFUSALS, _THINNED_EACH = 20_000, 500
"""So many lines of these stay, of all others every one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened.

    Attributes:
        no: rises with time.
        at: RFC 3339, UTC.
        what: e.g. `enrolled`, `fork`, `revoked`.
        device: key id; empty when nobody was signed on.
        address: where it came from; empty for what was done at the hub itself.
        told: JSON values.
    """

    no: int
    at: str
    what: str
    device: str
    address: str
    told: dict[str, Any]


class Audit:
    """The audit of one hub."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._refused = 0

    def note(self, what: str, device: str = "", address: str = "", **told: object) -> None:
        """Add a line. That of a refusal does not wait for the disk: a flood of them would hold up all others.

        Raises:
            UnavailableError: `hub.database_away`, `hub.disk_full`.
        """
        with self._database.writing(lasting=what not in REFUSALS) as connection:
            self.note_in(connection, what, device, address, **told)

    def thin_in(self, connection: Connection) -> None:
        """Remove the older lines of refusals."""
        of_them = audit.c.what.in_(sorted(REFUSALS))
        newest = select(audit.c.no).where(of_them).order_by(audit.c.no.desc())
        first = connection.execute(newest.offset(MOST_REFUSALS - 1).limit(1)).scalar_one_or_none()
        if first is not None:
            connection.execute(delete(audit).where(of_them, audit.c.no < first))

    def note_in(
        self, connection: Connection, what: str, device: str = "", address: str = "", **told: object
    ) -> None:
        """Add a line in the transaction of what it tells of."""
        line = {
            "at": moment(self._clock.now()),
            "what": what[:_TEXT_MOST],
            "device": device[:_TEXT_MOST],
            "address": address[:_TEXT_MOST],
            "told": orjson.dumps(told, default=str, option=orjson.OPT_SORT_KEYS).decode(),
        }
        connection.execute(audit.insert().values(**line))
        if what in REFUSALS:
            self._refused += 1
            if self._refused % _THINNED_EACH == 1:
                self.thin_in(connection)

    def read(self, after: int = 0, most: int = MOST_READ) -> list[Line]:
        """Return the lines behind a number, the oldest first.

        Args:
            most: at most so many, up to MOST_READ.
        """
        asked = select(audit).where(audit.c.no > after).order_by(audit.c.no).limit(min(most, MOST_READ))
        with self._database.reading() as connection:
            return [_line(row) for row in connection.execute(asked)]

    def last(self, most: int, what: str = "") -> list[Line]:
        """Return the newest lines, the newest last.

        Args:
            most: so many; 0 for all. what: only of this kind; empty for every one.
        """
        asked = select(audit).order_by(audit.c.no.desc())
        asked = asked.where(audit.c.what == what) if what else asked
        asked = asked.limit(most) if most else asked
        with self._database.reading() as connection:
            return [_line(row) for row in connection.execute(asked)][::-1]

    def count(self, what: str) -> int:
        """Return how many lines tell of one thing."""
        with self._database.reading() as connection:
            asked = select(func.count()).select_from(audit).where(audit.c.what == what)
            return int(connection.execute(asked).scalar_one())


def _line(row: Row[Any]) -> Line:
    return Line(row.no, row.at, row.what, row.device, row.address, orjson.loads(row.told))
