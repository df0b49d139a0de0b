"""The projection: what screens read, a pure function of the journal's entries whatever their order."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby

from sqlalchemy.engine import Connection

from inspector_app.domain.errors import Progress
from inspector_app.journal.entry import Entry
from inspector_app.trust.certificates import Certificate, Keyring

from . import heads, journaling, schema, telling
from .heads import TOMBSTONE, Head, Standing
from .reading import Json, dump

_STEP = 1000


def standing_of(entries: Iterable[Entry]) -> Standing:
    """Return the heads that one record's entries leave: those that no other entry's base lists.

    A deletion stands until a later value of any field lists it in its base. Order and repetition of
    the entries do not matter.
    """
    made: list[tuple[bool, str, bytes]] = []
    put: dict[tuple[str, bytes], Head] = {}
    gone: set[tuple[str, bytes]] = set()
    for entry in entries:
        made.append((entry.header.op != "create", entry.header.wall, entry.hash))
        for name, value, base in _changes(entry):
            put[name, entry.hash] = Head(_n_after(base), entry.hash, dump(value))
            for _, digest in base:
                replaced = bytes.fromhex(digest)
                gone.update(((name, replaced), (TOMBSTONE, replaced)))
    standing = Standing(min(made)[1])
    for (name, digest), head in put.items():
        if (name, digest) not in gone:
            standing.heads.setdefault(name, []).append(head)
    return standing


def refold(connection: Connection, entity: str, record_id: str, entries: Iterable[Entry]) -> None:
    """Write one record as its entries leave it."""
    heads.save(connection, entity, record_id, standing_of(entries), new=False)
    telling.keep_references(connection, (dump(e.fields) for e in entries))


def replay(connection: Connection, root: Certificate, progress: Progress | None = None) -> int:
    """Drop every projected table, make it as this version wants it and fill it; return the entries read."""
    schema.projected.drop_all(connection)
    schema.projected.create_all(connection)
    total, done = journaling.count(connection), 0
    acts: list[Entry] = []
    for (entity, record_id), group in groupby(_by_subject(connection), key=_subject):
        entries = list(group)
        changes = [entry for entry in entries if entry.header.op != "act"]
        acts.extend(entry for entry in entries if entry.header.op == "act")
        if changes:
            refold(connection, entity, record_id, changes)
        done += len(entries)
        if progress is not None and (done // _STEP != (done - len(entries)) // _STEP or done == total):
            progress.step(done, total)
    keyring = telling.keyring_of(root, (each for each in acts if telling.told_by(each).kind == "role"))
    for entry in acts:
        telling.enter(connection, entry, keyring)
    return total


def digest(connection: Connection) -> str:
    """Return the hex digest over every head and every act of the projection."""
    told = hashlib.sha256(b"digest1")
    for row in connection.exec_driver_sql(
        "SELECT entity, id, field, n, hex(hash) FROM head ORDER BY entity, id, field, n, hash"
    ):
        told.update(dump(list(row)).encode())
    for row in connection.exec_driver_sql("SELECT hex(hash), refusal FROM act ORDER BY hash"):
        told.update(dump(list(row)).encode())
    return told.hexdigest()


def _n_after(base: list[list[Json]]) -> int:
    return 1 + max((each[0] for each in base), default=0)


def _changes(entry: Entry) -> Iterator[tuple[str, Json, list[list[Json]]]]:
    if entry.header.op == "delete":
        yield TOMBSTONE, None, entry.fields["base"]
    else:
        for name, told in entry.fields.items():
            yield name, told["value"], told["base"]


def _subject(entry: Entry) -> tuple[str, str]:
    return entry.header.entity, entry.header.entity_id


def _by_subject(connection: Connection) -> Iterator[Entry]:
    rows = connection.exec_driver_sql("SELECT entity_id, raw FROM journal ORDER BY entity_id, no")
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield from sorted((Entry.parse(row[1]) for row in group), key=lambda entry: entry.header.entity)


def touched(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """Return the records that these entries change."""
    return {_subject(entry) for entry in entries if entry.header.op != "act"}


def project_arrived(
    connection: Connection, fresh: list[Entry], keyring: Keyring, root: Certificate
) -> Keyring:
    """Project entries that were just appended, and return the keyring that they leave."""
    for entity, record_id in sorted(touched(fresh)):
        entries = [
            each
            for each in journaling.entries_of(connection, record_id)
            if each.header.op != "act" and each.header.entity == entity
        ]
        refold(connection, entity, record_id, entries)
    acts = [entry for entry in fresh if entry.header.op == "act"]
    roles = any(telling.told_by(entry).kind == "role" for entry in acts)
    for entry in acts:
        telling.enter(connection, entry, keyring)
    if roles:
        keyring = telling.load_keyring(connection, root)
        telling.judge_again(connection, keyring)
    return keyring
