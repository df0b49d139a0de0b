"""What became of what was written here: handed over, received by the hub, or still here alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

import orjson
from sqlalchemy.engine import Connection

from inspector_app.journal.branches import Link, covered, tips_of
from inspector_app.journal.entry import glance
from inspector_app.journal.receipt import BlobReceipt, Receipt
from inspector_app.trust.keys import SIGNATURE_BYTES

from . import carrying
from .engine import rows, run, run_each
from .reading import Json, dump

HUB, FILE_OUT, FILE_IN, BACKUP = "hub", "file out", "file in", "backup"
"""The ways of an exchange, as the exchange's log names them."""

GONE, LEFT = 1, 2
"""What `blob_state.dropped` says of a file that the hub holds and that is not here: it was dropped, with a
second copy proven; or it never came, because nobody here needed it."""

DONE = "done"
_PAGE = 500
_NO_RECEIPT = (
    "SELECT r.digest, s.handed_at IS NOT NULL FROM blob_reference r LEFT JOIN blob_state s"
    " ON s.digest = r.digest WHERE s.received_at IS NULL"
)

FEW = 16
"""Receipts that may stand for a journal that forks: which of them say all, the whole of it must tell."""

# A receipt covers all that its entry follows, and the hub's log that it names covers every earlier log. Of a
# chain the greatest says all, of a fork those of its ends; one whose entry is not here yet stands.
_COVERED = (
    "DELETE FROM receipt WHERE journal_id = ?1"
    " AND NOT EXISTS (SELECT 1 FROM parted_journal WHERE journal_id = ?1)"
    " AND EXISTS (SELECT 1 FROM journal j WHERE j.hash = receipt.hash)"
    " AND seq < (SELECT max(r.seq) FROM receipt r JOIN journal j ON j.hash = r.hash"
    " AND j.journal_id = r.journal_id WHERE r.journal_id = ?1)"
)
_RECEIVED = (
    "SELECT s.digest FROM blob_state s JOIN blob_reference r ON r.digest = s.digest"
    " WHERE s.received_at IS NOT NULL AND s.dropped = 0"
)


class Exchanged(NamedTuple):
    """One exchange of the log.

    Attributes:
        at: RFC 3339 time of its end.
        way: `hub`, `file out`, `file in` or `backup`.
        outcome: `done`, or a word or code that says why not.
        told: JSON values, as who noted it liked.
    """

    no: int
    at: str
    way: str
    outcome: str
    told: dict[str, Json]


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """How much of this laptop's own work is where.

    Attributes:
        entries: of its own journals; `handed` of them were given away or received, `received` have a receipt.
        blobs: files that some entry names and that are here; `blobs_handed` and `blobs_received` likewise.
        last_hub, last_out, last_in: RFC 3339 times of the newest exchanges that went well; empty: never.
    """

    entries: int = 0
    handed: int = 0
    received: int = 0
    blobs: int = 0
    blobs_handed: int = 0
    blobs_received: int = 0
    last_hub: str = ""
    last_out: str = ""
    last_in: str = ""


class PendingRecord(NamedTuple):
    """A record about which something was written here that no receipt covers.

    Attributes:
        entries: how many; `handed`: all of them were given away.
    """

    entity: str
    id: str
    entries: int
    handed: bool


@dataclass(frozen=True, slots=True)
class Pending:
    """What the hub has not received yet.

    Attributes:
        entries, blobs: how many in all.
        records: what was written last before the others, as many as were asked for.
        digests: (sha256 as hex, given away) of files, as many as were asked for.
    """

    entries: int
    blobs: int
    records: tuple[PendingRecord, ...]
    digests: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class _Own:
    """One of the own journals: how long it is, and what of it was handed over and received.

    Attributes:
        held: of one that forks, the entries with a receipt; None for a chain, where `received` says it all.
    """

    journal_id: str
    entries: int
    handed: int
    received: int
    held: frozenset[bytes] | None = None
    links: Mapping[bytes, Link] = field(default_factory=dict)

    def has(self, seq: int, digest: bytes) -> bool:
        """Tell whether an entry has a receipt."""
        return seq <= self.received if self.held is None else digest in self.held

    @property
    def covered(self) -> int:
        """How many entries have a receipt."""
        return self.received if self.held is None else len(self.held)

    @property
    def given(self) -> int:
        """How many entries were handed over or received."""
        if self.held is None:
            return max(self.received, min(self.handed, self.entries))
        return sum(1 for each, link in self.links.items() if link.seq <= self.handed or each in self.held)


def put_receipts(connection: Connection, receipts: Iterable[Receipt]) -> None:
    """Keep receipts of the hub for journals; what a later one of the same chain covers goes."""
    told = [(one.journal_id, one.hash, one.seq, one.raw, one.at) for one in receipts]
    if told:
        run_each(connection, "INSERT OR IGNORE INTO receipt VALUES (?, ?, ?, ?, ?)", told)
        journals = {one[0] for one in told}
        run_each(connection, _COVERED, [(each,) for each in sorted(journals)])
        for journal_id in sorted(journals & carrying.parted(connection).keys()):
            _thin(connection, journal_id)


def _thin(connection: Connection, journal_id: str) -> None:
    """Let receipts for a journal that forks go which a later one of the same chain covers."""
    found = rows(
        connection,
        "SELECT r.hash FROM receipt r JOIN journal j ON j.hash = r.hash AND j.journal_id = r.journal_id"
        " WHERE r.journal_id = ? ORDER BY j.seq DESC",
        (journal_id,),
    )
    if len(found) <= FEW:
        return
    links = carrying.tree(connection, journal_id)
    held: set[bytes] = set()
    gone = []
    for (digest,) in found:
        if digest in held:
            gone.append((journal_id, digest))
        at = digest
        while at in links and at not in held:
            held.add(at)
            at = links[at].prev
    run_each(connection, "DELETE FROM receipt WHERE journal_id = ? AND hash = ?", gone)


def put_blob_receipts(connection: Connection, receipts: Iterable[BlobReceipt]) -> None:
    """Keep receipts of the hub for files, and what they say of each."""
    for one in receipts:
        told = (sha256(one.raw).digest(), one.raw)
        run(connection, "INSERT OR IGNORE INTO blob_receipt VALUES (?, ?)", told)
        mark_blobs(connection, "received_at", one.names, one.at)


def receipts(connection: Connection) -> list[bytes]:
    """Return every receipt for a journal, as signed."""
    return [row[0] for row in rows(connection, "SELECT raw FROM receipt ORDER BY journal_id, seq, hash")]


def blob_receipts(connection: Connection, most: int | None = None) -> list[bytes]:
    """Return receipts for files, as signed, the newest first; one of whose files a newer one tells is none.

    Args:
        most: bytes of them together, about; None for no bound.
    """
    told: list[bytes] = []
    named: set[str] = set()
    size = 0
    for (raw,) in connection.exec_driver_sql("SELECT raw FROM blob_receipt ORDER BY rowid DESC"):
        if most is not None and size + len(raw) > most:
            break
        names = set(orjson.loads(raw[:-SIGNATURE_BYTES])["names"])
        if not names <= named:
            named |= names
            told.append(raw)
            size += len(raw)
    return told


def receipted(connection: Connection) -> dict[str, list[tuple[int, bytes]]]:
    """Return how far the hub is known to hold each journal: the ends of what has a receipt."""
    forks = carrying.parted(connection)
    told: dict[str, list[tuple[int, bytes]]] = {}
    found = rows(
        connection,
        "SELECT r.journal_id, j.seq, j.hash FROM receipt r JOIN journal j ON j.hash = r.hash"
        " AND j.journal_id = r.journal_id ORDER BY r.journal_id, j.seq",
    )
    for journal_id, seq, digest in found:
        if journal_id in forks:
            told.setdefault(journal_id, []).append((seq, digest))
        else:
            told[journal_id] = [(seq, digest)]
    for journal_id in forks.keys() & told.keys():
        links = carrying.tree(connection, journal_id)
        held = covered(links, [digest for _, digest in told[journal_id]])
        told[journal_id] = [(end.seq, end.hash) for end in tips_of({each: links[each] for each in held})]
    return told


def mark_handed(connection: Connection, tips: carrying.Tips, at: str, way: str) -> None:
    """Note that journals were given away up to these ends."""
    told = [(journal_id, max(seq for seq, _ in ends), at, way) for journal_id, ends in tips.items() if ends]
    if told:
        run_each(
            connection,
            "INSERT INTO handed VALUES (?, ?, ?, ?) ON CONFLICT (journal_id) DO UPDATE SET"
            " seq = excluded.seq, at = excluded.at, way = excluded.way WHERE excluded.seq > seq",
            told,
        )


def mark_blobs(connection: Connection, what: str, digests: Iterable[str], at: str) -> None:
    """Note that files were given away (`handed_at`) or that the hub holds them (`received_at`)."""
    if what not in ("handed_at", "received_at"):
        raise ValueError(f"a file has no {what!r}")
    run_each(
        connection,
        f"INSERT INTO blob_state (digest, {what}, dropped) VALUES (?, ?, 0) ON CONFLICT (digest)"  # noqa: S608 - own names
        f" DO UPDATE SET {what} = coalesce({what}, excluded.{what})",
        [(each, at) for each in digests],
    )


def received_blobs(connection: Connection, digests: Iterable[str]) -> set[str]:
    """Return those of these files that the hub holds."""
    found = rows(
        connection,
        "SELECT digest FROM blob_state WHERE received_at IS NOT NULL"
        " AND digest IN (SELECT value FROM json_each(?))",
        (dump(list(digests)),),
    )
    return {row[0] for row in found}


def received_at(connection: Connection, digests: Iterable[str]) -> dict[str, str]:
    """Return since when the hub is known to hold files, as RFC 3339 times; those of which it is not lack."""
    found = rows(
        connection,
        "SELECT digest, received_at FROM blob_state WHERE received_at IS NOT NULL"
        " AND digest IN (SELECT value FROM json_each(?))",
        (dump(list(digests)),),
    )
    return {row[0]: row[1] for row in found}


def mark_left(connection: Connection, digests: Iterable[str], at: str) -> None:
    """Note that the hub holds files that stay there until somebody here needs them."""
    run_each(
        connection,
        "INSERT INTO blob_state (digest, received_at, dropped) VALUES (?, ?, ?) ON CONFLICT (digest)"
        " DO UPDATE SET received_at = coalesce(received_at, excluded.received_at),"
        " dropped = CASE dropped WHEN 0 THEN excluded.dropped ELSE dropped END",
        [(each, at, LEFT) for each in digests],
    )


def mark_gone(connection: Connection, digests: Iterable[str]) -> None:
    """Note that files are dropped here; one without a receipt is left as it is."""
    run_each(
        connection,
        "UPDATE blob_state SET dropped = ? WHERE digest = ? AND received_at IS NOT NULL",
        [(GONE, each) for each in digests],
    )


def mark_here(connection: Connection, digest: str) -> None:
    """Note that the place of a file is here again."""
    run(connection, "UPDATE blob_state SET dropped = 0 WHERE digest = ?", (digest,))


def elsewhere(connection: Connection) -> dict[str, int]:
    """Return the files that only the hub keeps, with GONE or LEFT."""
    return dict(rows(connection, "SELECT digest, dropped FROM blob_state WHERE dropped <> 0"))


def is_elsewhere(connection: Connection, digest: str) -> bool:
    """Tell whether only the hub keeps a file."""
    return bool(rows(connection, "SELECT 1 FROM blob_state WHERE digest = ? AND dropped <> 0", (digest,)))


def owed_blobs(connection: Connection, here: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """Return (sha256, given away) of files here that entries name and the hub is not known to hold."""
    return [(row[0], bool(row[1])) for row in rows(connection, _NO_RECEIPT) if here(row[0])]


def named_blobs(connection: Connection, here: Callable[[str], bool]) -> list[str]:
    """Return the files here that entries name."""
    found = rows(connection, "SELECT digest FROM blob_reference ORDER BY digest")
    return [row[0] for row in found if here(row[0])]


def absent_blobs(connection: Connection, here: Callable[[str], bool]) -> list[str]:
    """Return what entries name and is not here; not every sha256 that an entry names is a file's."""
    found = rows(
        connection,
        "SELECT r.digest FROM blob_reference r LEFT JOIN blob_state s ON s.digest = r.digest"
        " WHERE coalesce(s.dropped, 0) = 0",
    )
    return [row[0] for row in found if not here(row[0])]


def state(connection: Connection, here: Callable[[str], bool]) -> ExchangeState:
    """Return how much of this laptop's own work is where."""
    own = _own(connection)
    owed = owed_blobs(connection, here)
    # Others' receipts tell of files too that never came here.
    received = sum(here(row[0]) for row in rows(connection, _RECEIVED))
    asked = "SELECT way, max(at) FROM exchange_log WHERE outcome = ? GROUP BY way"
    last = {row[0]: row[1] for row in rows(connection, asked, (DONE,))}
    return ExchangeState(
        entries=sum(one.entries for one in own),
        handed=sum(one.given for one in own),
        received=sum(one.covered for one in own),
        blobs=received + len(owed),
        blobs_handed=received + sum(handed for _, handed in owed),
        blobs_received=received,
        last_hub=last.get(HUB, ""),
        last_out=last.get(FILE_OUT, ""),
        last_in=last.get(FILE_IN, ""),
    )


def pending(connection: Connection, most: int, here: Callable[[str], bool]) -> Pending:
    """Return what the hub has not received, the newest first; of records and files at most so many."""
    own = _own(connection)
    listed: dict[tuple[str, str], None] = {}
    for one in reversed(own):
        for raw in _without_receipt(connection, one):
            if len(listed) >= most:
                break
            header = glance(raw)
            listed[header["entity"], header["entity_id"]] = None
    counts = _counts(connection, own, {record_id for _, record_id in listed})
    owed = owed_blobs(connection, here)
    return Pending(
        sum(one.entries - one.covered for one in own),
        len(owed),
        tuple(PendingRecord(*key, *counts[key]) for key in listed),
        tuple(owed[:most]),
    )


def covered_records(connection: Connection, entity: str, ids: Iterable[str]) -> set[str]:
    """Return those of these records about which the hub holds everything that was written here."""
    wanted = set(ids)
    counts = _counts(connection, _own(connection), wanted)
    return {each for each in wanted if (entity, each) not in counts}


def _counts(
    connection: Connection, own: Iterable[_Own], ids: set[str]
) -> dict[tuple[str, str], tuple[int, bool]]:
    """Return how many own entries about records lack a receipt, and whether all of them were given away."""
    mine = {one.journal_id: one for one in own}
    told: dict[tuple[str, str], tuple[int, bool]] = {}
    found = rows(
        connection,
        "SELECT journal_id, seq, hash, raw FROM journal WHERE entity_id IN (SELECT value FROM json_each(?))",
        (dump(sorted(ids)),),
    )
    for journal_id, seq, digest, raw in found:
        one = mine.get(journal_id)
        if one is not None and not one.has(seq, digest):
            header = glance(raw)
            key = (header["entity"], header["entity_id"])
            many, given = told.get(key, (0, True))
            told[key] = (many + 1, given and seq <= one.handed)
    return told


def note(connection: Connection, at: str, way: str, outcome: str, told: Mapping[str, Json]) -> None:
    """Write a line into the exchange's log."""
    line = (at, way, outcome, dump(dict(told)))
    run(connection, "INSERT INTO exchange_log (at, way, outcome, told) VALUES (?, ?, ?, ?)", line)


def exchanges(connection: Connection, most: int) -> list[Exchanged]:
    """Return the newest lines of the exchange's log, the newest first."""
    asked = "SELECT no, at, way, outcome, told FROM exchange_log ORDER BY no DESC LIMIT ?"
    return [Exchanged._make((*row[:4], orjson.loads(row[4]))) for row in rows(connection, asked, (most,))]


def _own(connection: Connection) -> list[_Own]:
    """Return the own journals, the one that is written now last."""
    forks, ends = carrying.parted(connection), receipted(connection)
    handed = dict(rows(connection, "SELECT journal_id, seq FROM handed"))
    now = rows(connection, "SELECT value FROM meta WHERE key = 'journal_id'")[0][0]
    told = []
    for journal_id in sorted(carrying.own_journals(connection), key=lambda each: (each == now, each)):
        receipts_of, given = ends.get(journal_id, []), handed.get(journal_id, 0)
        if journal_id in forks:
            links = carrying.tree(connection, journal_id)
            held = frozenset(covered(links, [digest for _, digest in receipts_of]))
            told.append(_Own(journal_id, len(links), given, 0, held, links))
        else:
            length = rows(connection, "SELECT max(seq) FROM journal WHERE journal_id = ?", (journal_id,))
            told.append(_Own(journal_id, length[0][0] or 0, given, receipts_of[0][0] if receipts_of else 0))
    return told


def _without_receipt(connection: Connection, own: _Own) -> Iterator[bytes]:
    """Yield the bytes of entries without a receipt, the newest first."""
    if own.held is not None:
        for digest in sorted(own.links.keys() - own.held, key=lambda each: -own.links[each].seq):
            yield rows(connection, "SELECT raw FROM journal WHERE hash = ?", (digest,))[0][0]
        return
    asked = (
        "SELECT seq, raw FROM journal WHERE journal_id = ? AND seq > ? AND seq < ? ORDER BY seq DESC LIMIT ?"
    )
    below = own.entries + 1
    while found := rows(connection, asked, (own.journal_id, own.received, below, _PAGE)):
        yield from (raw for _, raw in found)
        below = found[-1][0]
