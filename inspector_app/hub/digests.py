"""Digests: laptops that hold the same entries must have come to the same tables. The hub only compares."""

from typing import NamedTuple

from sqlalchemy import select

from .base import Base
from .tables import device, digest

MOST_NAMED = 20


class Compared(NamedTuple):
    """How a laptop's tables stand to those of others that hold the same entries.

    Attributes:
        same, differ: how many agree, and how many do not.
        others: key and name of those that do not, at most MOST_NAMED.
    """

    same: int
    differ: int
    others: tuple[tuple[str, str], ...] = ()


class Digests:
    """What each laptop's tables came to, the last one told."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def compare(self, room: str, key: str, tips: bytes, told: bytes, no: int) -> Compared:
        """Keep a laptop's digest, and compare it with others that hold the same; who was shut out counts not.

        Args:
            key: the laptop's key id.
            tips: hash over the tips that it holds, 32 bytes.
            told: its digest, 32 bytes.
            no: where its copy of the log stands.

        Raises:
            RuleError: `hub.workspace_unknown`. UnavailableError: `hub.database_away`.
        """
        base, place = self._base, {"workspace": room, "key": key}
        row = {"tips": tips, "digest": told, "no": no, "at": base.now()}
        keep = base.database.insert(digest).values(**place, **row)
        mine = select(digest.c.tips, digest.c.digest).where(digest.c.workspace == room, digest.c.key == key)
        others = (
            select(digest.c.key, digest.c.digest, device.c.name)
            .select_from(digest.outerjoin(device, device.c.key == digest.c.key))
            .where(digest.c.workspace == room, digest.c.tips == tips, digest.c.key != key)
            .order_by(digest.c.key)
        )
        base.rooms.admit(room)
        with base.database.writing(lasting=False) as connection:
            before = connection.execute(mine).one_or_none()
            connection.execute(keep.on_conflict_do_update(index_elements=list(place), set_=row))
            shut = base.rings.shut_out(connection)
            known = [each for each in connection.execute(others) if each.key not in shut]
            apart = [(each.key, each.name or "") for each in known if bytes(each.digest) != told]
            again = before is not None and (bytes(before.tips), bytes(before.digest)) == (tips, told)
            if apart and not again:  # the same told at each sync is one thing, noted once
                keys = [each for each, _ in apart]
                base.audit.note_in(connection, "digests_differ", key, workspace=room, others=keys)
        return Compared(len(known) - len(apart), len(apart), tuple(apart[:MOST_NAMED]))
