"""The projection: what screens read, a pure function of the journal's entries whatever their order."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from sqlalchemy import Index
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import Progress
from inspector_app.journal import digest as digests
from inspector_app.journal.authority import is_role, keyring_of
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import Heads
from inspector_app.trust.certificates import Certificate, Keyring

from . import heads, journaling, schema, telling
from .heads import Head, Standing
from .reading import dump

_STEP = 1000


def standing_of(entries: Iterable[Entry]) -> Standing:
    """Return what one record's entries leave, by the journal's own rule."""
    taken = Heads()
    for entry in entries:
        taken.take(entry)
    standing = Standing(*taken.made())
    for name, several in taken.heads().items():
        standing.heads[name] = [Head(each.n, each.hash, dump(each.value)) for each in several]
    return standing


def refold(
    connection: Connection, records: Iterable[tuple[str, str, list[Entry]]], *, new: bool = False
) -> None:
    """Write records (entity, id, all entries that change it) as their entries leave them."""
    held = [(entity, record_id, entries, standing_of(entries)) for entity, record_id, entries in records]
    heads.save(connection, ((each[0], each[1], each[3]) for each in held), new=new)
    telling.keep_references(
        connection, (text for each in held for entry in each[2] for text in telling.texts_of(entry.fields))
    )


def replay(connection: Connection, root: Certificate, progress: Progress | None = None) -> int:
    """Drop every projected table, make it as this version wants it and fill it; return the entries read."""
    schema.projected.drop_all(connection)
    schema.projected.create_all(connection)
    total, done = journaling.count(connection), 0
    acts: list[Entry] = []
    batch: list[tuple[str, str, list[Entry]]] = []
    for (entity, record_id), group in groupby(_by_subject(connection), key=_subject):
        entries = list(group)
        acts.extend(entry for entry in entries if entry.header.op == "act")
        changes = [entry for entry in entries if entry.header.op != "act"]
        if changes:
            batch.append((entity, record_id, changes))
        done += len(entries)
        if len(batch) >= _STEP or done == total:
            refold(connection, batch, new=True)
            batch.clear()
            if progress is not None:
                progress.step(done, total)
    keyring = keyring_of(root, acts)
    for entry in acts:
        telling.enter(connection, entry, keyring)
    return total


def lacking_indexes(connection: Connection) -> list[Index]:
    """Return the indexes that tables made by an earlier version do not have."""
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'")
    known = {row[0] for row in found}
    every = [one for table in schema.projected.tables.values() for one in table.indexes]
    return [one for one in every if one.name not in known]


def add_indexes(connection: Connection) -> None:
    """Make the indexes that are lacking; the rows stay, nothing is replayed."""
    for one in lacking_indexes(connection):
        one.create(connection, checkfirst=False)


def digest(connection: Connection) -> str:
    """Return the digest of every head and act as the tables hold them; `journal.digest` says over what."""
    heads = connection.exec_driver_sql(
        "SELECT entity, id, field, n, hash FROM head ORDER BY entity, id, field, n, hash"
    )
    acts = connection.exec_driver_sql("SELECT hash, refusal IS NULL FROM act ORDER BY hash")
    return digests.digest((tuple(row) for row in heads), ((row[0], bool(row[1])) for row in acts))


def _subject(entry: Entry) -> tuple[str, str]:
    return entry.header.entity, entry.header.entity_id


def _by_subject(connection: Connection) -> Iterator[Entry]:
    rows = connection.exec_driver_sql("SELECT entity_id, raw FROM journal ORDER BY entity_id, no")
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield from sorted((Entry.parse(row[1]) for row in group), key=lambda entry: entry.header.entity)


def project_arrived(
    connection: Connection, fresh: list[Entry], keyring: Keyring, root: Certificate
) -> Keyring:
    """Append entries that are certainly new and project them; return the keyring that they leave."""
    changes: dict[tuple[str, str], list[Entry]] = {}
    for entry in fresh:
        if entry.header.op != "act":
            changes.setdefault(_subject(entry), []).append(entry)
    groups = [(*subject, changes[subject]) for subject in sorted(changes)]
    known = journaling.known_subjects(connection, {record_id for _, record_id, _ in groups})
    journaling.append_many(connection, fresh)
    refold(connection, [each for each in groups if each[1] not in known], new=True)
    refold(
        connection,
        [
            (entity, record_id, _changes_of(connection, entity, record_id))
            for entity, record_id, _ in groups
            if record_id in known
        ],
    )
    acts = [entry for entry in fresh if entry.header.op == "act"]
    for entry in acts:
        telling.enter(connection, entry, keyring)
    if any(is_role(entry) for entry in acts):
        keyring = telling.load_keyring(connection, root)
        telling.judge_again(connection, keyring)
    return keyring


def make_whole(connection: Connection, entries: list[Entry], keyring: Keyring, root: Certificate) -> Keyring:
    """Put whole entries in place of their redacted copies; return the keyring that they leave."""
    for entry in entries:
        journaling.replace(connection, entry.hash, entry)
    subjects = sorted({_subject(entry) for entry in entries if entry.header.op != "act"})
    refold(connection, [(*one, _changes_of(connection, *one)) for one in subjects])
    acts = [entry for entry in entries if entry.header.op == "act"]
    for entry in acts:
        connection.exec_driver_sql("DELETE FROM act WHERE hash = ?", (entry.hash,))
        telling.enter(connection, entry, keyring)
    if any(is_role(entry) for entry in acts):
        keyring = telling.load_keyring(connection, root)
        telling.judge_again(connection, keyring)
    return keyring


def _changes_of(connection: Connection, entity: str, record_id: str) -> list[Entry]:
    return [
        each
        for each in journaling.entries_of(connection, record_id)
        if each.header.op != "act" and each.header.entity == entity
    ]
