"""What arrived here since a moment: the journal by the order of its arrival, which decides nothing."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy.engine import Connection

from inspector_app.journal.entry import Entry

from .engine import rows
from .reading import dump

_SINCE = (
    "SELECT j.no, j.raw FROM json_each(?) e CROSS JOIN journal j"  # each record's few entries by the index
    " WHERE j.entity_id = e.value ->> 0 AND j.no > e.value ->> 1 ORDER BY j.no"
)
_SETTINGS = "SELECT s.key, s.value FROM json_each(?) e CROSS JOIN setting s WHERE s.key = e.value"
_PLACES = "SELECT j.hash, j.no FROM json_each(?) e CROSS JOIN journal j WHERE j.hash = unhex(e.value)"


class Arrival(NamedTuple):
    """An entry as it came.

    Attributes:
        no: its place in the order of arrival here; grows, and is no other laptop's.
        id: hex hash of the entry; of an act, the act's id.
        op: create, set, delete or act; `kind` is an act's kind, empty for the others.
    """

    no: int
    id: str
    entity: str
    entity_id: str
    op: str
    kind: str
    user: str


def since(connection: Connection, marks: Mapping[str, int]) -> list[Arrival]:
    """Return what arrived about each of these records after its own place, by arrival."""
    pairs = dump([[one, no] for one, no in marks.items()])
    return [_arrival(no, Entry.parse(raw)) for no, raw in rows(connection, _SINCE, (pairs,))]


def places(connection: Connection, hashes: Iterable[str]) -> dict[str, int]:
    """Return the place in the order of arrival of these entries, by their hex hashes."""
    found = rows(connection, _PLACES, (dump(list(hashes)),))
    return {digest.hex(): no for digest, no in found}


def settings(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Return those of these settings that were set."""
    return dict(rows(connection, _SETTINGS, (dump(list(keys)),)))


def _arrival(no: int, entry: Entry) -> Arrival:
    header = entry.header
    kind = entry.fields.get("kind", "") if header.op == "act" else ""
    return Arrival(no, entry.hash.hex(), header.entity, header.entity_id, header.op, str(kind), header.user)
