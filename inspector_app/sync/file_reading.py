"""Reading an exchange file: all of it is checked before anything of it is taken in.

It is gone through twice. What a bundle holds is unpacked to be checked and, of a file that holds very much,
let go and unpacked anew when it is taken in: memory bears the file's packed bundles and one part unpacked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from inspector_app.domain.errors import InspectorError, Problem, Progress, UnverifiableError
from inspector_app.journal import branches, bundle, canonical
from inspector_app.journal.branches import Link
from inspector_app.journal.entry import Entry
from inspector_app.journal.receipt import Receipt
from inspector_app.store.store import Store

from . import file_proof, outcome, sealed_file, wire
from .account import Account, AccountApart
from .file_hello import FileHello, filing_beside
from .frames import Kind, Reader
from .outcome import Amount, Outcome
from .photo_frames import Photos
from .receipts import read_receipt
from .rooms import WAITS, Apart, Room, VeiledRoom
from .sealed_file import DISK, Disk, Reading
from .trusting import Unpacked

PEER, PEER_LACKS = "exchange.peer.", "exchange.peer_lacks."
"""Settings, by key id of a laptop: the ends that its last file told, and the photos that it lacked."""

_HELD = 20_000
"""Entries that stay unpacked between checking and taking in."""


def read_in(
    store: Store, path: Path, progress: Progress, *, filing: Apart | None = None, disk: Disk = DISK
) -> Outcome:
    """Take an exchange file in: everything is checked first, then it happens in one transaction.

    Args:
        filing: the filing workspace, when it is open here: the second file is taken in too. When the first
            one says that there is a second and it is not there, that is told.

    Raises:
        RuleError: `exchange.no_device`, `exchange.no_such_file`.
        UnverifiableError: `exchange.not_for_us`, `exchange.unknown_sender`, `exchange.sender_withdrawn`,
            `exchange.bundle_of_withdrawn`, `journal.bundle_unknown_key`, `store.journal_gap`.
        DamagedError: `exchange.no_exchange_file`, `exchange.file_damaged`, `exchange.file_forged`,
            `exchange.other_workspace`, `exchange.unreadable`, and those of bundles and receipts.
        UnavailableError: `exchange.not_read`, `exchange.newer_file`, `store.disk_full`.
    """
    told, hello, _ = _read_in(Room(store), Account(store, outcome.FILE_IN), path, progress, disk)
    beside = filing_beside(path)
    if filing is None or hello.workspace not in ("", filing.store.meta.workspace):
        return told  # nothing of it could be read here
    if not beside.exists():
        return told.told(_missing(beside)) if hello.filing else told
    try:
        account = AccountApart(filing.store, outcome.FILE_IN, store)
        second, _, file = _read_in(VeiledRoom(filing, store), account, beside, progress, disk)
    except InspectorError as problem:
        if problem.code in WAITS:
            return told.told(Problem.of("exchange.filing_file_waits", beside.name))
        return told.told(Problem.of("exchange.filing_failed", reason=problem.code))
    told = replace(told, filing=second)
    return told.told(_missing(beside)) if hello.filing not in ("", file) else told


def _missing(beside: Path) -> Problem:
    return Problem.of("exchange.filing_missing", beside.name)


def _read_in(
    room: Room, account: Account, path: Path, progress: Progress, disk: Disk
) -> tuple[Outcome, FileHello, str]:
    """Take one file in; return also what its first frame said, and its id."""
    store, trusted = room.store, room.trusted
    with account.noted(), sealed_file.reading(path, disk) as file:
        content_key = file_proof.content_key(file.header, room.device, trusted.workspace)
        read = _first_pass(file, content_key, progress, named_by_content=room.named_by_content)
        coming = _Coming(room, read.bundles, progress)
        # The sender's certificate may lie in the file itself, below the office's root like any other.
        file_proof.refuse_forged(read.end, file, trusted.sender)
        receipts = [read_receipt(raw, trusted) for raw in read.receipts]
        blob_receipts = room.blob_receipts(read.blob_receipts)
        coming.refuse_withdrawn(receipts)
        blobs = _second_pass(file, content_key, room, read.photos, progress)
        taken = store.take_in(coming.bundles(), receipts=receipts, blob_receipts=blob_receipts)
        _remember(store, file.header.sender, read)
        if taken.forked:
            account.go_on_elsewhere()
        told = account.closed(received=Amount(taken.new, len(read.bundles), blobs))
        return told, read.hello, file.header.file


def _remember(store: Store, sender: str, read: "_Read") -> None:
    """Keep what the sender has and what it lacks: a file that is written for it begins there."""
    store.set_setting(PEER + sender, wire.dump(wire.told_tips(read.have)).decode())
    store.set_setting(PEER_LACKS + sender, canonical.dump(list(read.hello.lacking)).decode())


@dataclass(slots=True)
class _Read:
    """What a file holds, without its photos."""

    hello: FileHello = field(default_factory=FileHello)
    have: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    bundles: list[bytes] = field(default_factory=list)
    receipts: list[bytes] = field(default_factory=list)
    blob_receipts: list[bytes] = field(default_factory=list)
    photos: int = 0
    end: dict[str, object] = field(default_factory=dict)


def _first_pass(file: Reading, content_key: bytes, progress: Progress, *, named_by_content: bool) -> _Read:
    """Read everything to the end and check what can be checked by itself; photos are hashed, not kept."""
    read, photos, reader = _Read(), Photos(keep=False, named_by_content=named_by_content), Reader()
    kept = {
        Kind.BUNDLE: read.bundles,
        Kind.RECEIPT: read.receipts,
        Kind.BLOB_RECEIPT: read.blob_receipts,
    }
    for piece in file.pieces(content_key):
        progress.step(len(read.bundles) + read.photos, 0, outcome.CHECKING)
        for one in reader.feed(piece):
            if one.kind in kept:
                kept[one.kind].append(one.content)
            elif one.kind is Kind.HELLO:
                read.hello = FileHello.read(one.content)
            elif one.kind is Kind.HAVE:
                read.have = wire.read_tips(wire.load(one.content))
            else:
                read.photos += photos.take(one) is not None
    read.end = reader.finish()
    photos.finish()
    return read


def _second_pass(file: Reading, content_key: bytes, room: Room, many: int, progress: Progress) -> int:
    """Put the photos into the vault; what is not named in the end is swept. Return how many were new."""
    if not many:
        return 0
    photos = Photos(keep=True, named_by_content=room.named_by_content)
    reader, put, new = Reader(), 0, 0
    for piece in file.pieces(content_key):
        for one in reader.feed(piece):
            whole = photos.take(one)
            if whole is not None:
                progress.step(put, many, outcome.PHOTOS)
                content = room.opened(*whole)
                new += not room.store.has_blob(sha256(content).hexdigest())
                room.store.put_blob(content)
                put += 1
    return new


class _Coming:
    """The bundles of a file: proven when this is made, given out once in the order in which they fit.

    Raises:
        as `Room.unpacked`.
    """

    def __init__(self, room: Room, raws: list[bytes], progress: Progress) -> None:
        self._room, self._raws, self._progress = room, raws, progress
        self._held: dict[int, Unpacked] = {}
        self._first: dict[int, int] = {}
        self._signed: list[tuple[str, Entry]] = []
        self._entries = 0
        # What a key signed that is not known yet waits for the others: its certificate may lie among them.
        waiting = sorted(range(len(raws)), key=lambda at: not room.trusted.is_hub(room.header(raws[at]).key))
        while waiting:
            left = [at for at in waiting if not self._proven(at, last=False)]
            if len(left) == len(waiting):
                self._proven(left[0], last=True)
            waiting = left

    def _proven(self, at: int, *, last: bool) -> bool:
        """Prove a bundle; False when nobody vouches for its key, which the last try says aloud."""
        self._progress.step(len(self._first), len(self._raws), outcome.CHECKING)
        try:
            told = self._unpacked(at)
        except UnverifiableError as problem:
            if last or problem.code != "journal.bundle_unknown_key":
                raise
            return False
        entries = told[1]
        self._first[at] = entries[0].header.seq
        self._entries += len(entries)
        if self._entries <= _HELD:
            self._held[at] = told
        # Who was withdrawn is asked in the end: a later bundle may say so.
        self._signed.append((bundle.open_header(told[0]).key, entries[-1]))
        return True

    def _unpacked(self, at: int) -> Unpacked:
        return self._room.unpacked([self._raws[at]])[0]

    def refuse_withdrawn(self, receipts: list[Receipt]) -> None:
        """Refuse what a withdrawn machine signed, unless it is known here or the hub took it in before.

        Raises:
            UnverifiableError: `exchange.bundle_of_withdrawn`.
        """
        store, trusted = self._room.store, self._room.trusted
        signed = [last for key, last in self._signed if trusted.withdrawn(key) and not store.holds(last.hash)]
        if not signed:
            return
        tree = {
            each.hash: Link(each.header.prev, each.header.seq)
            for _, entries in self.bundles()
            for each in entries
        }
        vouched = branches.covered(tree, [one.hash for one in receipts])
        for last in signed:
            if last.hash not in vouched:
                raise UnverifiableError("exchange.bundle_of_withdrawn", where=last.header.journal_id)

    def bundles(self) -> Iterator[Unpacked]:
        """Yield each bundle as it is kept here and with its entries, each after what it follows."""
        for at in sorted(self._first, key=lambda at: self._first[at]):
            self._progress.step(0, 0, outcome.CHECKING)
            yield self._held[at] if at in self._held else self._unpacked(at)
