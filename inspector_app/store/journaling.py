"""The journal's own table: bytes written once, in order of arrival, found by hash or by place."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from inspector_app.journal.chain import Head
from inspector_app.journal.entry import Entry

from .engine import rows, run, run_each
from .reading import Json

_START = bytes(32)
_PART = 500
_JOURNALS = (
    "WITH RECURSIVE known (id) AS (SELECT min(journal_id) FROM journal UNION ALL"
    " SELECT (SELECT min(journal_id) FROM journal WHERE journal_id > known.id) FROM known"
    " WHERE known.id IS NOT NULL) SELECT id FROM known WHERE id IS NOT NULL"
)


def append(connection: Connection, entry: Entry) -> None:
    """Write one entry that is certainly new."""
    header = entry.header
    run(
        connection,
        "INSERT INTO journal (hash, journal_id, seq, entity_id, raw) VALUES (?, ?, ?, ?, ?)",
        (entry.hash, header.journal_id, header.seq, header.entity_id, entry.raw),
    )


def append_many(connection: Connection, entries: Iterable[Entry]) -> None:
    """Write entries that are certainly new."""
    run_each(
        connection,
        "INSERT INTO journal (hash, journal_id, seq, entity_id, raw) VALUES (?, ?, ?, ?, ?)",
        ((e.hash, e.header.journal_id, e.header.seq, e.header.entity_id, e.raw) for e in entries),
    )


def replace(connection: Connection, old: bytes, new: Entry) -> None:
    """Write another sealing of an entry that this very transaction wrote."""
    connection.exec_driver_sql(
        "UPDATE journal SET hash = ?, raw = ? WHERE hash = ?", (new.hash, new.raw, old)
    )


def head_of(connection: Connection, journal_id: str) -> Head:
    """Return the end of a journal; place 0 and zeros when it is empty."""
    row = connection.exec_driver_sql(
        "SELECT seq, hash FROM journal WHERE journal_id = ? ORDER BY seq DESC, hash DESC LIMIT 1",
        (journal_id,),
    ).fetchone()
    return Head(journal_id, 0, _START) if row is None else Head(journal_id, row[0], row[1])


def holds(connection: Connection, journal_id: str, seq: int, digest: str) -> bool:
    """Tell whether the entry with this hex hash stands at this place."""
    row = connection.exec_driver_sql(
        "SELECT journal_id, seq FROM journal WHERE hash = ?", (bytes.fromhex(digest),)
    ).fetchone()
    return row is not None and (row[0], row[1]) == (journal_id, seq)


def known(connection: Connection, digests: Iterable[bytes]) -> dict[bytes, tuple[str, int]]:
    """Return journal and place of those of these entries that are here, by hash."""
    found = _chosen(connection, "SELECT hash, journal_id, seq FROM journal WHERE hash IN", set(digests))
    return {row[0]: (row[1], row[2]) for row in found}


def journals(connection: Connection) -> list[str]:
    """Return every journal that has entries here, sorted."""
    return [row[0] for row in rows(connection, _JOURNALS)]


def shorter(connection: Connection, given: Sequence[Entry]) -> list[Entry]:
    """Return those of these entries whose copy here lacks what they have: it was redacted."""
    found = _chosen(
        connection, "SELECT hash, length(raw) FROM journal WHERE hash IN", {entry.hash for entry in given}
    )
    have = {row[0]: row[1] for row in found}
    return [entry for entry in given if have[entry.hash] < len(entry.raw)]


def ends(connection: Connection) -> dict[str, Entry]:
    """Return the last entry of each journal, of a fork the one with the greatest hash."""
    asked = "SELECT raw FROM journal WHERE journal_id = ? ORDER BY seq DESC, hash DESC LIMIT 1"
    return {one: Entry.parse(rows(connection, asked, (one,))[0][0]) for one in journals(connection)}


def known_subjects(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of these ids that some entry here is about."""
    found = _chosen(connection, "SELECT DISTINCT entity_id FROM journal WHERE entity_id IN", set(ids))
    return {row[0] for row in found}


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar() or 0)


def arrived(connection: Connection) -> int:
    """Return the place of the entry that came last, in the order of arrival here; 0 for none."""
    return int(connection.exec_driver_sql("SELECT max(no) FROM journal").scalar() or 0)


def entries(connection: Connection, journal_id: str | None = None, after: int = 0) -> Iterator[Entry]:
    """Yield entries by journal and place, those after a place."""
    # Of one journal in words of its own: with "or all" in one question every entry there is would be read.
    of, asked = ("", (after,)) if journal_id is None else ("journal_id = ? AND ", (journal_id, after))
    found = connection.exec_driver_sql(
        f"SELECT raw FROM journal WHERE {of}seq > ? ORDER BY journal_id, seq, hash",  # noqa: S608 - own words
        asked,
    )
    for row in found:
        yield Entry.parse(row[0])


def entries_of(connection: Connection, entity_id: str) -> list[Entry]:
    """Return every entry about the records with this id."""
    found = connection.exec_driver_sql("SELECT raw FROM journal WHERE entity_id = ?", (entity_id,)).fetchall()
    return [Entry.parse(row[0]) for row in found]


def vector(connection: Connection) -> dict[str, list[Json]]:
    """Return {journal: [length, hex hash of its last entry]}; of a fork the greatest hash."""
    found = ((one, head_of(connection, one)) for one in journals(connection))
    return {one: [end.seq, end.hash.hex()] for one, end in found}


def _chosen(connection: Connection, statement: str, values: set[Any]) -> Iterator[Sequence[Any]]:
    """Yield the rows whose key is one of many values, asked for in parts of one size: one statement."""
    waiting = sorted(values)
    for start in range(0, len(waiting), _PART):
        part = waiting[start : start + _PART]
        part += part[-1:] * (_PART - len(part))
        marks = ", ".join("?" * _PART)
        yield from connection.exec_driver_sql(f"{statement} ({marks})", tuple(part)).fetchall()
