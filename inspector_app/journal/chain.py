"""The chain: each entry names the hash of the one before it in its journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector_app.domain.errors import DamagedError

from .entry import Entry
from .form import ALG, ENTRY_VERSION, READER_VERSION, START


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a journal: its last entry's place (0 = empty) and hash (32 bytes; zeros when empty)."""

    journal_id: str
    seq: int = 0
    hash: bytes = START


def append(
    head: Head,
    *,
    workspace: str,
    wall: str,
    user: str,
    tx: str,
    tx_last: bool,
    entity: str,
    entity_id: str,
    op: str,
    fields: Mapping[str, object],
    salt: bytes | None = None,
) -> Entry:
    """Return the entry that comes after `head`.

    Raises:
        RuleError: those of `Entry.make`.
    """
    header = {
        "v": ENTRY_VERSION,
        "alg": ALG,
        "min_reader": READER_VERSION,
        "workspace": workspace,
        "journal_id": head.journal_id,
        "seq": head.seq + 1,
        "prev": head.hash.hex(),
        "wall": wall,
        "user": user,
        "tx": tx,
        "tx_last": tx_last,
        "entity": entity,
        "entity_id": entity_id,
        "op": op,
    }
    return Entry.make(header, fields, salt)


def head_after(entry: Entry) -> Head:
    """Return the end of a journal whose last entry this is."""
    return Head(entry.header.journal_id, entry.header.seq, entry.hash)


def check_chain(entries: Iterable[Entry], after: Head | None = None) -> Head | None:
    """Check that the entries follow each other in one journal, and return where they end.

    Args:
        after: what the first one must follow; without it the first must be a journal's first.

    Raises:
        DamagedError: `journal.chain_broken`, where = journal and place of the first entry that does not fit.
    """
    workspace = ""
    for entry in entries:
        header = entry.header
        if after is None:
            after = Head(header.journal_id)
        workspace = workspace or header.workspace
        follows = (
            header.journal_id == after.journal_id
            and header.seq == after.seq + 1
            and header.prev == after.hash
            and header.workspace == workspace
        )
        if not follows:
            raise DamagedError("journal.chain_broken", where=f"{header.journal_id}:{header.seq}")
        after = head_after(entry)
    return after
