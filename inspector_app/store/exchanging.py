"""The store's side of exchange: what others lack, what comes in from them, and what the hub has received."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import DecisionNeededError
from inspector_app.journal.branches import gives_way
from inspector_app.journal.bundle import Limits
from inspector_app.journal.entry import Entry
from inspector_app.journal.receipt import BlobReceipt, Receipt
from inspector_app.trust import machine
from inspector_app.trust.certificates import Certificate, Keyring
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.owning import is_begun_by

from . import arriving, carrying, device, disputes, handing, meta, projection
from .bulk import uncollected
from .carrying import CARRIED, Tips
from .disputes import Branch, Conflict
from .doubting import Doubting
from .engine import rows, run, undo
from .handing import Exchanged, ExchangeState, Pending
from .meta import Meta
from .reading import Json

_USERS = (
    "SELECT DISTINCT j.journal_id FROM number_book n JOIN journal j"
    " ON j.hash = n.hash WHERE n.machine_code = ?"
)


Carried = tuple[bytes, Sequence[Entry]]
"""A bundle as it was received, and its entries."""

_PART = 20_000
"""Entries that are merged at a time."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of bundles that were taken in.

    Attributes:
        new, known: entries that were not here, and those that were.
        forked: somebody else works as this laptop does: wrote on in its own journal, or uses its machine
            code. Everything is kept; this laptop goes on in a new journal, and its code is spent.
        parted: journals in which a fork came to light with this.
    """

    new: int
    known: int
    forked: bool = False
    parted: tuple[str, ...] = ()


class Exchanging(Doubting):
    """What a store gives to others and takes from them."""

    def tips(self) -> dict[str, list[tuple[int, bytes]]]:
        """Return the ends of all journals here: place and hash of each entry that none follows."""
        with self._apart() as connection:
            return carrying.tips(connection)

    def compared(self) -> tuple[dict[str, list[tuple[int, bytes]]], str]:
        """Return the ends of all journals here and the digest, both of one moment."""
        with self._apart() as connection:
            run(connection, "BEGIN")
            try:
                return carrying.tips(connection), projection.digest(connection)
            finally:
                undo(connection)

    def lacking(self, tips: Tips, device: SigningKey, limits: Limits = CARRIED) -> Iterator[bytes]:
        """Yield the bundles that somebody with these tips lacks, each after what it follows.

        The own journals are packed by `device`; others' bundles come exactly as they were received.
        """
        with self._apart() as connection:
            yield from carrying.lacking(connection, tips, device, limits)

    def take_in(
        self,
        bundles: Iterable[Carried],
        *,
        receipts: Sequence[Receipt] = (),
        blob_receipts: Sequence[BlobReceipt] = (),
        cursor: tuple[int, bytes] | None = None,
    ) -> Taken:
        """Take in what came from elsewhere, all of it in one transaction or nothing.

        Args:
            bundles: as received, each with its entries, checked; in any order. An iterator is read once and
                part by part, so that a file of years needs the memory of a part: it must yield each bundle
                after what it follows.
            receipts, blob_receipts: of the hub, checked, with the bytes that they were read from.
            cursor: how far the hub's log was read with this: number and hash.

        Raises:
            DamagedError: `store.other_workspace`, `store.chain_broken`.
            UnverifiableError: `store.journal_gap`: an earlier bundle is missing; bring it first.
        """
        if not isinstance(bundles, Iterator):
            bundles = sorted(bundles, key=lambda each: each[1][0].header.seq)
        with uncollected(), self._writing() as connection:
            coming = _Coming(connection, self._meta, self._keyring, self._root)
            for some in _parts(bundles):
                coming.take(some)
            handing.put_receipts(connection, receipts)
            handing.put_blob_receipts(connection, blob_receipts)
            if cursor is not None:
                self._put_cursor(connection, cursor)
            if coming.forked:
                carrying.begin_journal(connection)
            clashed = coming.issued and self._clashes(connection)
            if coming.forked or clashed:
                meta.write(connection, code_spent=True)
            self._commit(connection)
            self._load()
            if coming.forked or coming.new:
                self._mark(durable=coming.forked)
        return Taken(coming.new, coming.known, coming.forked or clashed, tuple(sorted(coming.parted)))

    def holds(self, digest: bytes) -> bool:
        """Tell whether an entry with this hash is here."""
        with self._reading() as connection:
            return bool(rows(connection, "SELECT 1 FROM journal WHERE hash = ?", (digest,)))

    def own_journals(self) -> set[str]:
        """Return every journal that this laptop ever wrote under."""
        with self._reading() as connection:
            return set(carrying.own_journals(connection))

    def device_key(self) -> SigningKey | None:
        """Return the key that this laptop signs with, or None before it has one.

        Raises:
            DamagedError: `trust.setting_damaged`.
        """
        told = self.setting(machine.DEVICE_KEY)
        return None if told is None else machine.device_key(told)

    def set_device_key(self, key: SigningKey) -> None:
        """Keep the key that this laptop signs with; an empty journal gets an id of it."""
        with self._writing() as connection:
            device.write_setting(connection, machine.DEVICE_KEY, machine.key_text(key.to_bytes()))
            begun = not self._head.seq and not is_begun_by(self._meta.journal_id, key.public)
            if begun:
                carrying.begin_journal(connection)
            self._commit(connection)
            self._load()
            if begun:
                self._mark(durable=True)

    def first_key(self, journal_id: str) -> str:
        """Return the key id that signed the beginning of another's journal; empty when nothing is here."""
        with self._reading() as connection:
            return carrying.first_key(connection, journal_id)

    def spares(self) -> list[int]:
        """Return the machine codes that this laptop may go on under, in order.

        Raises:
            DamagedError: `trust.setting_damaged`.
        """
        return list(machine.spares(self.setting(machine.SPARES) or "[]"))

    def set_spares(self, codes: Iterable[int]) -> None:
        """Keep the machine codes that this laptop may go on under."""
        self.set_setting(machine.SPARES, machine.spares_text(codes))

    def spend_code(self) -> None:
        """Give no number under the machine code any more, until another one is taken."""
        with self._writing() as connection:
            meta.write(connection, code_spent=True)
            self._commit(connection)
            self._load()

    def take_spare(self) -> int:
        """Go on under the first spare machine code that no number here bears, and return it.

        Raises:
            DecisionNeededError: `store.machine_code_needed`: there is none left.
        """
        with self._writing() as connection:
            waiting = list(machine.spares(device.read_setting(connection, machine.SPARES) or "[]"))
            while waiting:
                code = waiting.pop(0)
                if code != self._meta.machine_code and not rows(
                    connection, "SELECT 1 FROM number_book WHERE machine_code = ? LIMIT 1", (code,)
                ):
                    self._take_code(connection, code)
                    device.write_setting(connection, machine.SPARES, machine.spares_text(waiting))
                    self._commit(connection)
                    self._load()
                    return code
        raise DecisionNeededError("store.machine_code_needed", machine_code=self._meta.machine_code)

    def receipts(self) -> list[bytes]:
        """Return every receipt of the hub for journals, as signed."""
        with self._apart() as connection:
            return handing.receipts(connection)

    def blob_receipts(self, most: int | None = None) -> list[bytes]:
        """Return receipts of the hub for files; see `handing.blob_receipts`."""
        with self._apart() as connection:
            return handing.blob_receipts(connection, most)

    def receipted(self) -> dict[str, list[tuple[int, bytes]]]:
        """Return the ends of what the hub is known to hold; see `handing.receipted`."""
        with self._apart() as connection:
            return handing.receipted(connection)

    def note_handed(self, tips: Tips, way: str) -> None:
        """Note that journals were given away up to these ends, by `handing.HUB` or `handing.FILE_OUT`."""
        with self._writing() as connection:
            handing.mark_handed(connection, tips, self._now(), way)
            self._commit(connection)

    def note_handed_blobs(self, digests: Iterable[str]) -> None:
        """Note that files were given away."""
        with self._writing() as connection:
            handing.mark_blobs(connection, "handed_at", digests, self._now())
            self._commit(connection)

    def note_received_blobs(self, digests: Iterable[str]) -> None:
        """Note that the hub holds files: they came from it, or it said so of names that are no sha256."""
        with self._writing() as connection:
            handing.mark_blobs(connection, "received_at", digests, self._now())
            self._commit(connection)

    def received(self, digests: Iterable[str]) -> set[str]:
        """Return those of these files that the hub holds."""
        with self._reading() as connection:
            return handing.received_blobs(connection, digests)

    def received_at(self, digests: Iterable[str]) -> dict[str, str]:
        """Return since when the hub is known to hold files; those of which it is not known lack."""
        with self._reading() as connection:
            return handing.received_at(connection, digests)

    def covered(self, entity: str, ids: Iterable[str]) -> set[str]:
        """Return those of these records about which the hub holds everything that was written here."""
        with self._reading() as connection:
            return handing.covered_records(connection, entity, ids)

    def blobs_owed(self) -> list[str]:
        """Return the files here, as sha256, that some entry names and the hub is not known to hold."""
        with self._apart() as connection:
            return [digest for digest, _ in handing.owed_blobs(connection, self._vault.has)]

    def blobs_here(self) -> list[str]:
        """Return the files here, as sha256, that some entry names."""
        with self._apart() as connection:
            return handing.named_blobs(connection, self._vault.has)

    def blobs_absent(self) -> list[str]:
        """Return each sha256 that entries name and that is no file here; not every one is a file's."""
        with self._apart() as connection:
            return handing.absent_blobs(connection, self._vault.has)

    def state(self) -> ExchangeState:
        """Return how much of this laptop's own work is where; not for the window's own thread."""
        listed = self._vault.listed()
        with self._apart() as connection:
            return handing.state(connection, lambda digest: self._vault.name(digest) in listed)

    def pending(self, most: int = 200) -> Pending:
        """Return what the hub has not received, the newest first; not for the window's own thread."""
        with self._apart() as connection:
            return handing.pending(connection, most, self._vault.has)

    def note_exchange(self, way: str, outcome: str, told: Mapping[str, Json]) -> None:
        """Write a line into the exchange's log."""
        with self._writing() as connection:
            handing.note(connection, self._now(), way, outcome, told)
            self._commit(connection)

    def exchanges(self, most: int) -> list[Exchanged]:
        """Return the newest lines of the exchange's log, the newest first."""
        with self._reading() as connection:
            return handing.exchanges(connection, most)

    def conflicts(self, most: int | None = None) -> list[Conflict]:
        """Return the fields whose standing values differ, at most so many, with who set each and when."""
        with self._apart() as connection:
            return disputes.conflicts(connection, most)

    def torn_fields(self) -> set[tuple[str, str, str]]:
        """Return entity, record and name of the fields whose standing values differ."""
        with self._apart() as connection:
            return disputes.torn_fields(connection)

    def torn(self) -> int:
        """Return how many fields have standing values that differ."""
        with self._apart() as connection:
            return disputes.torn(connection)

    def branches(self) -> list[Branch]:
        """Return the chains of journals that fork, beside the ones that came here first."""
        with self._apart() as connection:
            return disputes.branches(connection)

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds")

    def _clashes(self, connection: Connection) -> bool:
        """Tell whether a clone of this laptop took the same machine code and this one must give way.

        A clone may go on in a journal that this laptop wrote once: only the journal written now is no clash.
        """
        told = self._meta
        if told.code_spent:
            return False
        return gives_way(told.journal_id, {row[0] for row in rows(connection, _USERS, (told.machine_code,))})


class _Coming:
    """What comes in, part by part, and what came of it so far."""

    def __init__(self, connection: Connection, meta: Meta, keyring: Keyring, root: Certificate) -> None:
        self._connection, self._meta, self._keyring, self._root = connection, meta, keyring, root
        self._mine = set(carrying.own_journals(connection))
        self.new = self.known = 0
        self.forked = self.issued = False
        self.parted: set[str] = set()

    def take(self, bundles: Sequence[Carried]) -> None:
        """Merge one part; its role acts count for the parts after it."""
        given = [entry for _, entries in bundles for entry in entries]
        arrived = arriving.merge(self._connection, given, self._meta, self._keyring, self._root)
        self._keyring = arrived.keyring
        new = {entry.hash for entry in arrived.new}
        others = (each for each in bundles if each[1][0].header.journal_id not in self._mine)
        carrying.keep(
            self._connection, (each for each in others if any(entry.hash in new for entry in each[1]))
        )
        self.new += len(new)
        self.known += len({entry.hash for entry in given}) - len(new)
        self.forked = self.forked or arrived.forks(self._meta)
        self.issued = self.issued or any(_issues(one, self._meta.machine_code) for one in arrived.new)
        self.parted |= {journal_id for journal_id, _ in arrived.parted}


def _parts(bundles: Iterable[Carried]) -> Iterator[list[Carried]]:
    """Yield bundles in their order, so many at a time as together hold some thousand entries."""
    some: list[Carried] = []
    many = 0
    for one in bundles:
        some.append(one)
        many += len(one[1])
        if many >= _PART:
            yield some
            some, many = [], 0
    if some:
        yield some


def _issues(entry: Entry, machine_code: int) -> bool:
    """Tell whether an entry that arrived is an issue act under this machine code."""
    if entry.header.op != "act" or entry.fields.get("kind") != ActKind.ISSUE:
        return False
    return bool(entry.fields["content"].get("machine_code") == machine_code)
