"""What the hub holds of a revoked key that stands beyond the points up to which it is believed.

It came before the office said so. It stays, for nothing that was receipted goes away; but somebody must look
at it.
"""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from .tables import bundle, revoked


class Beyond(NamedTuple):
    """Entries of one journal, from the first place in doubt up to the last one held."""

    journal_id: str
    first: int
    last: int

    @property
    def entries(self) -> int:
        """How many places that are."""
        return self.last - self.first + 1


def beyond(connection: Connection, room: str, key: str) -> list[Beyond]:
    """Return what is held beyond a revoked key's points, by journal; nothing when the office named none."""
    asked = select(revoked.c.journal_id, revoked.c.seq).where(
        revoked.c.key == key, revoked.c.journal_id != ""
    )
    points = {row.journal_id: int(row.seq) for row in connection.execute(asked)}
    if not points:
        return []
    ends = select(bundle.c.journal_id, func.max(bundle.c.last).label("last")).where(
        bundle.c.workspace == room, bundle.c.key == key
    )
    found = [
        Beyond(row.journal_id, points.get(row.journal_id, 0) + 1, int(row.last))
        for row in connection.execute(ends.group_by(bundle.c.journal_id).order_by(bundle.c.journal_id))
    ]
    return [one for one in found if one.entries > 0]
