"""What the store hands out: frozen values; rows never leave this room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import Act, ActKind, bars_voiding
from inspector_app.domain.errors import DamagedError
from inspector_app.journal.order import rank

from .engine import rows
from .schema import ACT_DAY

Json = Any
"""A JSON value: None, bool, int, str, list or dict of such."""

VOID_AFTER_SERVICE = "journal.void_after_service"

_RECORD = "SELECT entity, id, fields, conflicts, deleted FROM record"
_ACT = "SELECT hash, kind, entity, entity_id, user, wall, content, refusal, n, tie FROM act"
_CHILDREN = (
    "SELECT h.id FROM json_each(?) e CROSS JOIN head h"  # in this order: a few ids, each by the index
    " WHERE h.entity = ? AND h.field = ? AND h.value = e.value AND length(h.value) = 34"
)
_VISITS_TO = (
    "SELECT r.entity, r.id, r.fields, r.conflicts, r.deleted FROM json_each(?) e CROSS JOIN record r"
    " WHERE r.entity = 'inspection' AND r.deleted = 0 AND r.fields ->> '$.target_id' = e.value"
    " AND r.fields ->> '$.started' >= ? AND r.fields ->> '$.started' < ? ORDER BY +r.made, r.place, r.id"
)
_INSPECTION_IDS = (
    "SELECT id FROM record INDEXED BY record_listed WHERE entity = 'inspection' AND deleted = 0"
    " ORDER BY fields ->> '$.started' DESC, id"
)
_OPEN_VISITS = (
    "SELECT r.id FROM record r INDEXED BY record_listed WHERE r.entity = 'inspection' AND r.deleted = 0"
    " AND NOT EXISTS (SELECT 1 FROM act a INDEXED BY act_concluded WHERE a.entity = 'inspection'"
    " AND a.kind = 'conclude' AND a.refusal IS NULL AND a.entity_id = r.id)"
)
_TARGETS = (
    f"{_RECORD} WHERE entity = 'target' AND deleted = 0 AND fields ->> '$.kind' = ? ORDER BY +made, place, id"
)
_LAST = (
    " WHERE hash IN (SELECT b.hash FROM number_book b JOIN (SELECT kind, year, max(serial) AS serial"
    " FROM number_book WHERE machine_code = ?1 AND duplicate = 0"
    " AND year = (SELECT max(year) FROM number_book WHERE machine_code = ?1) GROUP BY kind) newest"
    " ON b.machine_code = ?1 AND b.kind = newest.kind AND b.year = newest.year"
    " AND b.serial = newest.serial AND b.duplicate = 0) ORDER BY n, tie, hash"
)
_ID_TEXT = 34  # 32 hex digits and two quotes
_AS_MADE = "+made, place, id"
"""The order of a few records. Without the plus all records of the kind would be read, to spare a sort."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it shows now.

    Attributes:
        fields: each field's value; where several stand, the one with the greatest stamp.
        conflicts: fields with more than one standing value: all values, the one that shows first.
    """

    entity: str
    id: str
    fields: dict[str, Json]
    conflicts: dict[str, list[Json]]
    deleted: bool


def read_record(connection: Connection, entity: str, record_id: str) -> Record | None:
    """Return the record, deleted or not, or None when there never was one."""
    found = rows(connection, f"{_RECORD} WHERE entity = ? AND id = ?", (entity, record_id))
    return _record(found[0]) if found else None


def read_records(
    connection: Connection,
    entity: str,
    where: Mapping[str, Json] | None = None,
    order: str | Sequence[str] = (),
) -> list[Record]:
    """Return the records of a kind that are not deleted.

    Args:
        where: field = value, all of which must hold; None also matches a field that was never set.
            A value that is an id is found by index, others by reading every record of the kind.
        order: a field or fields to sort by, `-` before a name for the greatest first; then as they were made.
    """
    parts, values = [f"{_RECORD} WHERE entity = ? AND deleted = 0"], [entity]
    last = "made, place, id"
    for name, value in (where or {}).items():
        told = dump(value)
        if len(told) == _ID_TEXT and told[0] == '"':
            parts.append(
                "AND id IN (SELECT id FROM head WHERE entity = ? AND field = ? AND value = ?"
                " AND length(value) = 34)"
            )
            values += [entity, name, told]
            last = _AS_MADE
        parts.append("AND coalesce(fields -> ?, 'null') = ?")
        values += [path(name), told]
    parts.append("ORDER BY")
    for name in (order,) if isinstance(order, str) else order:
        parts.append("fields ->> ? DESC," if name.startswith("-") else "fields ->> ?,")
        values.append(path(name.removeprefix("-")))
    parts.append(last)
    return [_record(row) for row in rows(connection, " ".join(parts), values)]


def read_several(
    connection: Connection, entity: str, ids: Iterable[str], by: str = "", order: str = ""
) -> list[Record]:
    """Return the records with these ids that are not deleted; all in one look at the tables.

    Args:
        by: a field: the records whose field is one of these ids, the children of several at once.
        order: a field to sort by, `-` before its name for the greatest first; then as they were made.
    """
    values: list[Json] = [entity]
    if by:
        which = _CHILDREN
        values += [dump([dump(one) for one in ids]), entity, by]
    else:
        which = "SELECT value FROM json_each(?)"
        values.append(dump(list(ids)))
    sort = f"fields ->> ? {'DESC' if order.startswith('-') else ''}, " if order else ""
    values += [path(order.removeprefix("-"))] if order else []
    asked = f"{_RECORD} WHERE entity = ? AND deleted = 0 AND id IN ({which}) ORDER BY {sort}{_AS_MADE}"
    return [_record(row) for row in rows(connection, asked, values)]


def read_visits_to(
    connection: Connection, target_ids: Iterable[str], least: str, beyond: str
) -> list[Record]:
    """Return the inspections of these targets whose `started` lies between two texts, by their own index.

    Args:
        least: the smallest text that counts; beyond: the first that no longer does.
    """
    found = rows(connection, _VISITS_TO, (dump(list(target_ids)), least, beyond))
    return [_record(row) for row in found]


def read_targets(connection: Connection, kind: str) -> list[Record]:
    """Return the targets of a kind that are not deleted, as they were made, by their own index."""
    return [_record(row) for row in rows(connection, _TARGETS, (kind,))]


def read_visits(connection: Connection, least: str, beyond: str) -> list[Record]:
    """Return the inspections whose start, an ISO text, lies between two texts, by that text.

    Args:
        least: the smallest text that counts; beyond: the first that no longer does.
    """
    # Left alone the planner reads every visit there is, and looks at its day afterwards.
    asked = (
        f"{_RECORD} INDEXED BY record_started WHERE entity = 'inspection' AND deleted = 0"
        " AND fields ->> '$.started' >= ? AND fields ->> '$.started' < ?"
        " ORDER BY fields ->> '$.started', id"
    )
    return [_record(row) for row in rows(connection, asked, (least, beyond))]


def read_last_issues(connection: Connection, machine_code: int) -> list[Act]:
    """Return the issue act with the greatest serial of each of a machine's series in its newest year."""
    return [_act(row) for row in rows(connection, _ACT + _LAST, (machine_code,))]


def read_newest(connection: Connection, entity: str, by: str, most: int) -> list[str]:
    """Return the texts of a field, each once, of the newest records: the targets visited last.

    Args:
        most: at most so many; no more than the newest ten times as many records are looked at.
    """
    found = rows(
        connection,
        "SELECT fields ->> ? FROM record WHERE entity = ? AND deleted = 0 ORDER BY made DESC LIMIT ?",
        (path(by), entity, 10 * most),
    )
    return list(dict.fromkeys(row[0] for row in found if isinstance(row[0], str) and row[0]))[:most]


def read_ids(connection: Connection, entity: str, most: int = -1) -> list[str]:
    """Return the ids of the records of a kind that are not deleted, the newest first; at most so many."""
    asked = "SELECT id FROM record WHERE entity = ? AND deleted = 0 ORDER BY made DESC, place DESC, id"
    return [row[0] for row in rows(connection, f"{asked} LIMIT ?", (entity, most))]


def read_acts(
    connection: Connection,
    entity: str | None = None,
    entity_id: str | None = None,
    kind: str | None = None,
    *,
    valid_only: bool = False,
) -> list[Act]:
    """Return acts in their order, the same wherever they arrived: an answer after what it answers."""
    asked = [("entity", entity), ("entity_id", entity_id), ("kind", kind)]
    held = [(name, value) for name, value in asked if value is not None]
    # Of one record the few acts are looked up by it; a kind has as many acts as the office has years.
    kept = "+" if entity_id is not None else ""
    terms = [f"{kept if name == 'kind' else ''}{name} = ?" for name, _ in held]
    terms += ["refusal IS NULL"] if valid_only else []
    where = f" WHERE {' AND '.join(terms)}" if terms else ""
    found = rows(connection, f"{_ACT}{where} ORDER BY n, tie, hash", [value for _, value in held])
    return [_act(row) for row in found]


def read_acts_of(
    connection: Connection, entity: str, ids: Iterable[str], kind: str | None = None
) -> dict[str, list[Act]]:
    """Return the valid acts about these records by their ids, each in their order; in one look."""
    parts = [_ACT, "WHERE entity = ? AND refusal IS NULL"]
    # With the plus the records' own acts are looked up: a kind has as many acts as the office has years.
    parts += ["AND +kind = ?"] if kind is not None else []
    parts.append("AND entity_id IN (SELECT value FROM json_each(?)) ORDER BY n, tie, hash")
    values = [entity, *([kind] if kind is not None else []), dump(list(ids))]
    told: dict[str, list[Act]] = {}
    for row in rows(connection, " ".join(parts), values):
        told.setdefault(row[3], []).append(_act(row))
    return told


def read_acts_on(connection: Connection, first: str, last: str) -> list[Act]:
    """Return the valid acts that tell of these days, both ISO texts inclusive, in their order.

    The day is the one in the act's content (`schema.ACT_DAY`), not the one on which it was written.
    """
    found = rows(
        connection,
        f"{_ACT} WHERE {ACT_DAY} BETWEEN ? AND ? AND refusal IS NULL ORDER BY +n, tie, hash",
        (first, last),
    )
    return [_act(row) for row in found]


def read_seen(connection: Connection, first: str, last: str) -> list[Record]:
    """Return the findings that were seen on these days, both ISO texts inclusive, as they were made."""
    # Left alone the planner reads every finding there is, and looks at its day afterwards.
    asked = (
        f"{_RECORD} INDEXED BY record_seen WHERE entity = 'finding' AND deleted = 0"
        f" AND fields ->> '$.seen_on' BETWEEN ? AND ? ORDER BY {_AS_MADE}"
    )
    return [_record(row) for row in rows(connection, asked, (first, last))]


def read_inspection_ids(connection: Connection) -> list[str]:
    """Return the ids of all inspections that are not deleted, the latest start first, without one last."""
    # The index on the start holds the text that is sorted by: no record is read.
    return [row[0] for row in rows(connection, _INSPECTION_IDS)]


def read_open_visits(connection: Connection) -> list[str]:
    """Return the ids of the inspections that nobody concluded and that are not deleted; no record is read."""
    return [row[0] for row in rows(connection, _OPEN_VISITS)]


def read_issued_ids(connection: Connection) -> list[str]:
    """Return the ids of all documents with a valid issue act, the last issued first in the order of acts."""
    found = rows(
        connection,
        "SELECT entity_id FROM act WHERE kind = ? AND entity = 'document' AND refusal IS NULL"
        " ORDER BY n, tie, hash",
        (ActKind.ISSUE,),
    )
    return list(dict.fromkeys(row[0] for row in found))[::-1]


def read_orders(connection: Connection, entity: str, ids: Iterable[str], kind: str) -> dict[str, list[int]]:
    """Return where valid acts of a kind stand in the order of acts; their long contents stay unread."""
    found = rows(
        connection,
        "SELECT entity_id, n, tie, hash FROM act WHERE entity = ? AND +kind = ? AND refusal IS NULL"
        " AND entity_id IN (SELECT value FROM json_each(?)) ORDER BY n, tie, hash",
        (entity, kind, dump(list(ids))),
    )
    told: dict[str, list[int]] = {}
    for record_id, *place in found:
        told.setdefault(record_id, []).append(rank(*place))
    return told


def read_refused(connection: Connection) -> list[tuple[Act, str]]:
    """Return acts without effect (无效操作), each with the code of the reason, in the order of acts.

    Among them are voidings of what was served, whichever of the two came first: unlike a signer's right
    that is not the act's own fault, so no act carries it, and every laptop reckons it from both acts.
    """
    found = rows(connection, f"{_ACT} WHERE refusal IS NOT NULL ORDER BY n, tie, hash")
    voided = read_acts(connection, kind=ActKind.VOID, valid_only=True)
    return _with_vain(connection, found, voided)


def read_refused_of(connection: Connection, entity: str, ids: Iterable[str]) -> list[tuple[Act, str]]:
    """Return the same about these records alone; in as many looks for many as for one."""
    known = list(ids)
    which = "entity = ? AND entity_id IN (SELECT value FROM json_each(?))"
    found = rows(
        connection,
        f"{_ACT} WHERE {which} AND refusal IS NOT NULL ORDER BY n, tie, hash",
        (entity, dump(known)),
    )
    voided = read_acts_of(connection, entity, known, ActKind.VOID)
    return _with_vain(connection, found, [act for acts in voided.values() for act in acts])


def _with_vain(
    connection: Connection, found: Iterable[Sequence[Any]], voided: Sequence[Act]
) -> list[tuple[Act, str]]:
    told = [(_act(row), row[7]) for row in found]
    if voided:
        served = read_acts_of(connection, "document", [act.entity_id for act in voided], ActKind.SERVE)
        told += [
            (replace(act, valid=False), VOID_AFTER_SERVICE)
            for act in voided
            if any(bars_voiding(one.content) for one in served.get(act.entity_id, ()))
        ]
    return sorted(told, key=lambda one: one[0].order)


def dump(value: Json) -> str:
    """Return a JSON value as the text that the tables hold: keys sorted, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def path(name: str) -> str:
    """Return the JSON path of a field.

    Raises:
        ValueError: the name could leave its quotes.
    """
    if '"' in name:
        raise ValueError(f"no field can be called {name!r}")
    return f'$."{name}"'


def kept_json(text: str) -> Any:
    """Return the value of JSON that this store wrote.

    Raises:
        DamagedError: `store.database_damaged`: a page reads as text, but not as what was written.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as problem:
        raise DamagedError("store.database_damaged", reason=str(problem)) from problem


def _record(row: Sequence[Any]) -> Record:
    conflicts = kept_json(row[3]) if row[3] else {}
    return Record(row[0], row[1], kept_json(row[2]), conflicts, bool(row[4]))


def _act(row: Sequence[Any]) -> Act:
    digest, kind, entity, entity_id, user, wall, content, refusal, n, tie = row
    told = kept_json(content)
    return Act(digest.hex(), kind, entity, entity_id, user, wall, told, refusal is None, rank(n, tie, digest))
