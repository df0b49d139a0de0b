"""A new database, made whole or not at all, and the question whether one is older than its anchor."""

from collections.abc import Mapping

from sqlalchemy.engine import Connection

from inspector_app.domain.errors import DecisionNeededError, RuleError
from inspector_app.trust.durable import sync_folder

from . import carrying, journaling, meta, schema
from .anchor import Anchor, Mark
from .engine import make_engine
from .failures import told
from .folder import DataFolder
from .meta import Meta


def refuse_remains(folder: DataFolder, vault_key: bytes) -> None:
    """Refuse a folder that holds a database, or the anchor of one that is gone: its numbers are spent.

    Raises:
        RuleError: `store.already_there`, `store.remains`.
    """
    if folder.exists():
        raise RuleError("store.already_there", where=str(folder.path))
    if folder.anchor.exists():
        mark = Anchor(folder.anchor, vault_key).read()
        if mark is None or mark.seq > 0:  # place 0: a crash in this very creation
            raise RuleError("store.remains", where=str(folder.anchor))


def refuse_older(connection: Connection, mark: Mark | None, known: Meta, folder: DataFolder) -> None:
    """Refuse a database that does not hold what its anchor remembers.

    Raises:
        DecisionNeededError: `store.older_than_anchor`; have and known are places in the journal.
    """
    where = str(folder.path)
    if mark is None:
        raise DecisionNeededError("store.older_than_anchor", where=where, have="?", known="?")
    begun = mark.journal_id == known.journal_id and mark.seq == 0
    if begun or journaling.holds(connection, mark.journal_id, mark.seq, mark.head):
        return
    have = journaling.head_of(connection, mark.journal_id).seq
    raise DecisionNeededError("store.older_than_anchor", where=where, have=have, known=mark.seq)


def make_database(folder: DataFolder, data_key: bytes, vault_key: bytes, facts: Mapping[str, object]) -> None:
    """Write the whole database under another name, then the anchor, then give it its name."""
    unfinished = folder.database.with_suffix(".new")
    for leftover in folder.path.glob(f"{unfinished.name}*"):
        leftover.unlink()
    engine = make_engine(unfinished, data_key, new=True)
    with told(), engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        schema.durable.create_all(connection)
        schema.projected.create_all(connection)
        meta.write(connection, **facts)
        carrying.own(connection, str(facts["journal_id"]))
        connection.exec_driver_sql("COMMIT")
    engine.dispose()
    anchor = Anchor(folder.anchor, vault_key)
    mark = Mark(str(facts["journal_id"]), 0, bytes(32).hex())
    anchor.write(mark)
    anchor.write(mark, durable=True)
    anchor.close()
    unfinished.rename(folder.database)
    sync_folder(folder.path)
