"""One record's standing values: heads that no later entry replaced, and the row that shows them.

The rule of who replaces whom is `journal.fold`'s. Here is only the short cut for entries made on this
laptop: their base lists every head, so they replace all of them. What arrives from elsewhere is folded
anew, record by record, by the journal itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import orjson
from sqlalchemy.engine import Connection

from inspector_app.journal.fold import TOMBSTONE

from .engine import rows, run, run_each
from .reading import Json, dump

_HeadRow = tuple[str, str, str, int, bytes, str]
_Row = tuple[str, str, str, str | None, int, str, int]
_PUT_HEAD = "INSERT INTO head VALUES (?, ?, ?, ?, ?, ?)"
_PUT_RECORD = (
    "INSERT INTO record (entity, id, fields, conflicts, deleted, made, place) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (entity, id) DO UPDATE SET fields = excluded.fields, conflicts = excluded.conflicts,"
    " deleted = excluded.deleted, made = excluded.made, place = excluded.place"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A standing value: its stamp (n, entry hash) and the value as JSON text."""

    n: int
    hash: bytes
    value: str

    @property
    def stamp(self) -> tuple[int, bytes]:
        """The order of heads: the greatest shows."""
        return self.n, self.hash


@dataclass(slots=True)
class Standing:
    """All heads of one record by field; `made` and `place` are its first entry's wall time and place."""

    made: str
    place: int
    heads: dict[str, list[Head]] = field(default_factory=dict)

    @property
    def deleted(self) -> bool:
        """A tombstone stands that nothing replaced."""
        return bool(self.heads.get(TOMBSTONE))

    def base(self, name: str) -> list[list[Json]]:
        """Return the stamps that a new value of this field replaces; a tombstone among them revives."""
        return _stamps((*self.heads.get(name, ()), *self.heads.get(TOMBSTONE, ())))

    def whole_base(self) -> list[list[Json]]:
        """Return every stamp: what a deletion replaces."""
        return _stamps(each for heads in self.heads.values() for each in heads)

    def settled_on(self, name: str, value: str) -> bool:
        """Tell whether this very value stands alone, in a record that is not deleted."""
        heads = self.heads.get(name, [])
        return not self.deleted and len(heads) == 1 and heads[0].value == value


def load(connection: Connection, entity: str, record_id: str) -> Standing | None:
    """Return a record's heads, or None when there never was such a record."""
    found = rows(
        connection,
        "SELECT h.field, h.n, h.hash, h.value, r.made, r.place FROM record r LEFT JOIN head h"
        " ON h.entity = r.entity AND h.id = r.id WHERE r.entity = ? AND r.id = ?",
        (entity, record_id),
    )
    if not found:
        return None
    standing = Standing(*found[0][4:])
    for name, n, digest, value, *_ in found:
        if name is not None:
            standing.heads.setdefault(name, []).append(Head(n, digest, value))
    return standing


def save(connection: Connection, folded: Iterable[tuple[str, str, Standing]], *, new: bool = False) -> None:
    """Write records (entity, id, what stands) in place of what was there; `new`: nothing was."""
    heads: list[_HeadRow] = []
    written: list[_Row] = []
    for entity, record_id, standing in folded:
        key = (entity, record_id)
        heads += _head_rows(key, standing.heads.items())
        written.append(_row(key, standing))
    if not written:
        return
    if not new:
        gone = [row[:2] for row in written]
        run_each(connection, "DELETE FROM head WHERE entity = ? AND id = ?", gone)
    run_each(connection, _PUT_HEAD, heads)
    run_each(connection, _PUT_RECORD, written)


def change(
    connection: Connection, entity: str, record_id: str, standing: Standing, told: Mapping[str, Head]
) -> None:
    """Let a local entry's values replace all heads of their fields and the tombstone with them."""
    key = (entity, record_id)
    gone = set(told) | ({TOMBSTONE} if standing.deleted else set())
    held = [(*key, name) for name in gone if standing.heads.pop(name, None)]
    if held:
        run_each(connection, "DELETE FROM head WHERE entity = ? AND id = ? AND field = ?", held)
    fresh = {name: [head] for name, head in told.items()}
    if fresh:
        run_each(connection, _PUT_HEAD, _head_rows(key, fresh.items()))
    standing.heads.update(fresh)
    run(connection, _PUT_RECORD, _row(key, standing))


def rename(connection: Connection, entity: str, record_id: str, old: bytes, new: bytes) -> None:
    """Give a record's heads their entry's final hash."""
    connection.exec_driver_sql(
        "UPDATE head SET hash = ? WHERE entity = ? AND id = ? AND hash = ?", (new, entity, record_id, old)
    )


def _head_rows(key: tuple[str, str], heads: Iterable[tuple[str, list[Head]]]) -> list[_HeadRow]:
    return [(*key, name, each.n, each.hash, each.value) for name, several in heads for each in several]


def _row(key: tuple[str, str], standing: Standing) -> _Row:
    shown: dict[str, Json] = {}
    conflicts: dict[str, list[Json]] = {}
    for name, heads in standing.heads.items():
        if name == TOMBSTONE or not heads:
            continue
        ranked = sorted(heads, key=lambda each: each.stamp, reverse=True) if len(heads) > 1 else heads
        shown[name] = orjson.Fragment(ranked[0].value)
        if len(ranked) > 1:
            conflicts[name] = [orjson.Fragment(each.value) for each in ranked]
    told = dump(conflicts) if conflicts else None
    return (*key, dump(shown), told, int(standing.deleted), standing.made, standing.place)


def _stamps(heads: Iterable[Head]) -> list[list[Json]]:
    return [[each.n, each.hash.hex()] for each in sorted(heads, key=lambda each: each.stamp)]
