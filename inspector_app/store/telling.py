"""Acts in their table: judged, entered in the number book, and judged again when rights change."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy.engine import Connection

from inspector_app.domain.acts import SIGNED_KINDS, ActKind
from inspector_app.journal.authority import judge, keyring_of
from inspector_app.journal.entry import Entry
from inspector_app.journal.order import counted, tie_of
from inspector_app.trust.certificates import Certificate, Keyring

from . import numbers, stop_book
from .reading import Json, dump

_SHA256 = re.compile(r'"([0-9a-f]{64})"')
_DOCUMENT = "document"


class Told(NamedTuple):
    """An act as its entry carries it."""

    kind: str
    content: dict[str, Json]


def told_by(entry: Entry) -> Told:
    """Return what an act entry tells; a redacted or strange one tells nothing."""
    fields = entry.fields
    content = fields.get("content")
    return Told(str(fields.get("kind", "")), content if isinstance(content, dict) else {})


def enter(connection: Connection, entry: Entry, keyring: Keyring) -> str | None:
    """Write an act's row and what follows from it; return the code of its refusal, None when valid."""
    header, told = entry.header, told_by(entry)
    refusal = judge(entry, keyring)
    content = dump(told.content)
    connection.exec_driver_sql(
        "INSERT INTO act VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.hash,
            counted(entry),
            tie_of(entry),
            told.kind,
            header.entity,
            header.entity_id,
            header.user,
            header.wall,
            content,
            refusal,
        ),
    )
    keep_references(connection, [content])
    if refusal is None and header.entity == _DOCUMENT:
        if told.kind == ActKind.ISSUE:
            numbers.enter(connection, entry.hash, header.entity_id, told.content)
            stop_book.enter_notice(connection, header.entity_id, told.content)
        elif told.kind in numbers.BOOK_KINDS:
            numbers.set_fate(connection, header.entity_id)
        elif told.kind == ActKind.RESUME:
            stop_book.enter(connection, entry.hash, header.entity_id, told.content)
    return refusal


def rename(connection: Connection, old: bytes, new: bytes) -> None:
    """Give an act its entry's final hash."""
    connection.exec_driver_sql("UPDATE act SET hash = ? WHERE hash = ?", (new, old))
    connection.exec_driver_sql("UPDATE number_book SET hash = ? WHERE hash = ?", (new, old))
    connection.exec_driver_sql("UPDATE late_book SET hash = ? WHERE hash = ?", (new, old))
    connection.exec_driver_sql("UPDATE stop_book SET hash = ? WHERE hash = ?", (new, old))


def keep_references(connection: Connection, texts: Iterable[str]) -> None:
    """Remember every sha256 that these JSON texts name, so that no sweep takes its file."""
    rows = [(digest,) for text in texts for digest in _SHA256.findall(text)]
    if rows:
        connection.exec_driver_sql("INSERT OR IGNORE INTO blob_reference VALUES (?)", rows)


def texts_of(fields: Mapping[str, Json]) -> Iterator[str]:
    """Yield those values of a change that may name a sha256, as JSON text; their bases are no values."""
    for told in fields.values():
        value = told.get("value") if isinstance(told, dict) else None
        if isinstance(value, list | dict) or (isinstance(value, str) and len(value) == 64):
            yield dump(value)


def references(connection: Connection) -> set[str]:
    """Return every sha256 that an entry, the draft buffer or a setting names."""
    found = {row[0] for row in connection.exec_driver_sql("SELECT digest FROM blob_reference")}
    for text in connection.exec_driver_sql("SELECT value FROM buffer UNION ALL SELECT value FROM setting"):
        found.update(re.findall(r"[0-9a-f]{64}", text[0]))
    return found


def load_keyring(connection: Connection, root: Certificate) -> Keyring:
    """Return the keyring that every role act in the journal gives, in whatever order they arrived."""
    rows = connection.exec_driver_sql(
        "SELECT j.raw FROM act a JOIN journal j ON j.hash = a.hash WHERE a.kind = 'role'"
    )
    return keyring_of(root, [Entry.parse(row[0]) for row in rows])


def judge_again(connection: Connection, keyring: Keyring) -> None:
    """Judge every signed act by the rights as they are now, and rebuild the books if any changed.

    Rights do not depend on arrival: a certificate that comes after the act it covers still covers it.
    """
    signed = dump(sorted(SIGNED_KINDS))
    rows = connection.exec_driver_sql(
        "SELECT j.raw, a.refusal FROM act a JOIN journal j ON j.hash = a.hash"
        " WHERE a.kind IN (SELECT value FROM json_each(?))",
        (signed,),
    )
    changed = []
    for raw, before in rows:
        entry = Entry.parse(raw)
        now = judge(entry, keyring)
        if now != before:
            changed.append((now, entry.hash))
    if changed:
        connection.exec_driver_sql("UPDATE act SET refusal = ? WHERE hash = ?", changed)
        numbers.rebuild(connection)
        stop_book.rebuild(connection)
