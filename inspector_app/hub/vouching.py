"""What the hub's own receipts vouch for: work that it took in before it was put back from an old copy.

By then its writer's key may have been withdrawn, and that comes back before the work does. What the hub
signed that it holds it takes again.

A chain that is longer than a push is led back from the receipted end, part by part: each part is refused, for
what stands before it is not here yet, and the hub notes up to where it was led. Then it is brought from the
beginning. What stands between is proven by the entries themselves, never by what their writer says of them.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import InspectorError
from inspector_app.journal.form import START
from inspector_app.journal.receipt import Receipt
from inspector_app.trust.keys import VerifyKey

from .base import Base
from .facts import moment
from .log_book import Ready
from .tables import vouched as table

KEPT_DAYS, MOST_LED = 7, 10_000
"""Days for which it is noted up to where a receipt was followed, and how many notes there are at most."""


def vouched(receipts: Iterable[bytes], room: str, hub: str, key: VerifyKey) -> set[bytes]:
    """Return the hashes of the entries that receipts of this hub name; what is none counts for nothing."""
    found = set()
    for raw in receipts:
        try:
            told = Receipt.read(raw, key)
        except InspectorError:
            continue
        if (told.hub, told.workspace) == (hub, room):
            found.add(told.hash)
    return found


def covered(ready: Sequence[Ready], known: set[bytes]) -> set[bytes]:
    """Return the last hashes of those bundles all of whose entries stand at or before a vouched one.

    Args:
        ready: proven bundles in the order in which they come.
        known: hashes of entries that are vouched for.
    """
    return reached(ready, known) & {one.header.last_hash for one in ready}


def reached(ready: Sequence[Ready], known: set[bytes]) -> set[bytes]:
    """Return the vouched entries, and those that stand right before bundles which hold or precede them."""
    found = set(known)
    for one in reversed(ready):
        ends = one.header.last_hash in found
        if (ends or not found.isdisjoint(one.hashes or ())) and one.header.prev != START:
            found.add(one.header.prev)
    return found


def led_to(connection: Connection, room: str) -> set[bytes]:
    """Return the entries of a workspace up to which receipts were followed back before."""
    asked = select(table.c.hash).where(table.c.workspace == room)
    return {bytes(each) for each in connection.execute(asked).scalars()}


def lead_to(base: Base, room: str, digest: bytes) -> None:
    """Note that a receipt was followed back up to an entry which is not here yet."""
    now = base.clock.now()
    with base.database.writing() as connection:
        connection.execute(delete(table).where(table.c.at < moment(now - timedelta(days=KEPT_DAYS))))
        many = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if int(many) < MOST_LED:
            base.database.add(connection, table, hash=digest, workspace=room, at=moment(now))
