"""The projection: what screens read, a pure function of the journal's entries whatever their order."""

from collections.abc import Iterable, Iterator
from itertools import groupby

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
    folded = taken.folded()
    standing = Standing(folded.made)
    for name, several in folded.heads.items():
        standing.heads[name] = [Head(each.n, each.hash, dump(each.value)) for each in several]
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
    keyring = keyring_of(root, acts)
    for entry in acts:
        telling.enter(connection, entry, keyring)
    return total


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
    roles = any(is_role(entry) for entry in acts)
    for entry in acts:
        telling.enter(connection, entry, keyring)
    if roles:
        keyring = telling.load_keyring(connection, root)
        telling.judge_again(connection, keyring)
    return keyring
