"""What a person must look at: fields that hold several values, and journals that fork."""

from dataclasses import dataclass, field
from typing import NamedTuple

import orjson
from sqlalchemy.engine import Connection

from inspector_app.journal.branches import TRUNK
from inspector_app.journal.entry import glance
from inspector_app.journal.form import START

from . import carrying
from .engine import rows
from .reading import Json

_TORN = (
    "SELECT r.entity AS entity, r.id AS id, h.field AS field FROM record r INDEXED BY record_conflict"
    " JOIN head h ON h.entity = r.entity AND h.id = r.id"
    " WHERE r.conflicts IS NOT NULL AND r.deleted = 0 AND h.field <> ''"
    " GROUP BY r.entity, r.id, h.field HAVING count(DISTINCT h.value) > 1"
)
_HEADS = (
    "SELECT t.entity, t.id, t.field, h.value, j.raw, j.hash"  # noqa: S608 - made of the words above alone
    f" FROM ({_TORN} ORDER BY r.entity, r.id, h.field LIMIT ?) t"
    " JOIN head h ON h.entity = t.entity AND h.id = t.id AND h.field = t.field"
    " JOIN journal j ON j.hash = h.hash"
    " ORDER BY t.entity, t.id, t.field, h.n DESC, h.hash DESC"
)
_HOW_MANY = f"SELECT count(*) FROM ({_TORN})"  # noqa: S608 - made of the words above alone
_DOUBLED = (
    "SELECT seq FROM journal WHERE journal_id = ? AND seq >= ? GROUP BY seq HAVING count(*) > 1 ORDER BY seq"
)
_AT = (
    "SELECT j.hash, j.seq, j.raw FROM json_each(?) e CROSS JOIN journal j"
    " WHERE j.journal_id = ? AND j.seq = e.value ORDER BY j.seq, j.no"
)
_LENGTH = "SELECT max(seq) FROM journal WHERE journal_id = ?"
_RUN = "SELECT raw FROM journal WHERE journal_id = ? AND seq > ? AND seq <= ?"
_ALL = -1  # what SQLite takes for no limit


class Said(NamedTuple):
    """One of several standing values of a field, and who set it.

    Attributes:
        value: JSON value.
        wall: RFC 3339 time that the device claimed.
        journal_id: which device's journal; `hash`: hex hash of the entry.
    """

    value: Json
    user: str
    wall: str
    journal_id: str
    hash: str


class Conflict(NamedTuple):
    """A field with several standing values that differ, the one that shows first."""

    entity: str
    id: str
    field: str
    values: tuple[Said, ...]


class Branch(NamedTuple):
    """A chain of a journal beside the one that came here first.

    Attributes:
        branch: hex hash of its first entry.
        seq: place of its last entry; `entries`: how many it has since it parted.
        own: of a journal that this laptop wrote.
        users: who wrote in it, sorted.
    """

    journal_id: str
    branch: str
    seq: int
    entries: int
    own: bool
    users: tuple[str, ...] = ()


@dataclass(slots=True)
class _Grown:
    """A chain of a journal while it is followed: its last entry's place, how long it is, who wrote in it."""

    seq: int = 0
    entries: int = 0
    users: set[str] = field(default_factory=set)


def conflicts(connection: Connection, most: int | None = None) -> list[Conflict]:
    """Return fields of records that are not deleted whose standing values differ.

    Args:
        most: so many at most; None for all.
    """
    told: dict[tuple[str, str, str], list[Said]] = {}
    found = rows(connection, _HEADS, (_ALL if most is None else most,))
    for entity, record_id, name, value, raw, digest in found:
        header = glance(raw)
        said = Said(orjson.loads(value), header["user"], header["wall"], header["journal_id"], digest.hex())
        told.setdefault((entity, record_id, name), []).append(said)
    return [Conflict(*key, tuple(values)) for key, values in told.items()]


def torn_fields(connection: Connection) -> set[tuple[str, str, str]]:
    """Return entity, record and name of the fields that `conflicts` would tell of, without their values."""
    return {(row[0], row[1], row[2]) for row in rows(connection, _TORN)}


def torn(connection: Connection) -> int:
    """Return how many fields `conflicts` would tell of."""
    return int(rows(connection, _HOW_MANY)[0][0])


def branches(connection: Connection) -> list[Branch]:
    """Return the branches of all journals that fork; the trunk is what came here first."""
    mine = set(carrying.own_journals(connection))
    told = []
    for journal_id, first in sorted(carrying.parted(connection).items()):
        told += [
            Branch(journal_id, name, each.seq, each.entries, journal_id in mine, tuple(sorted(each.users)))
            for name, each in sorted(_grown(connection, journal_id, first).items())
            if name != TRUNK
        ]
    return told


def _grown(connection: Connection, journal_id: str, first: int) -> dict[str, _Grown]:
    """Return the chains of a journal from the place on where it first forks.

    Only places that several entries stand at are read, and what stands alone behind them: between two such
    places a single chain goes on, however long it is, and of the trunk nobody asks who wrote it.
    """
    doubled = [row[0] for row in rows(connection, _DOUBLED, (journal_id, first))]
    beside = sorted({one for at in doubled for one in (at - 1, at, at + 1)})
    chains, name_of, followed, before = {TRUNK: _Grown()}, {START.hex(): TRUNK}, set(), 0
    name = TRUNK
    for digest, seq, raw in rows(connection, _AT, (orjson.dumps(beside).decode(), journal_id)):
        header = glance(raw)
        if seq > before + 1:  # behind a stretch in which one chain stands alone
            _alone(connection, journal_id, chains[name], name, seq - 1)
        else:
            came = header["prev"]
            name = digest.hex() if came in followed else name_of.get(came, TRUNK)
            followed.add(came)
        name_of[digest.hex()], before = name, seq
        chain = chains.setdefault(name, _Grown())
        chain.seq, chain.entries = seq, chain.entries + 1
        chain.users.add(header["user"])
    _alone(connection, journal_id, chains[name], name, int(rows(connection, _LENGTH, (journal_id,))[0][0]))
    return chains


def _alone(connection: Connection, journal_id: str, chain: _Grown, name: str, last: int) -> None:
    """Let a chain grow up to a place, alone; who wrote there is read of a branch only."""
    if last <= chain.seq:
        return
    if name != TRUNK:
        found = rows(connection, _RUN, (journal_id, chain.seq, last))
        chain.users.update(glance(row[0])["user"] for row in found)
    chain.entries += last - chain.seq
    chain.seq = last
