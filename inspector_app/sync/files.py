"""Exchange by file: written out for whoever of the office's machines reads it, taken in whole or not at all.

It works for ever in one direction: what no receipt here covers goes along each time, and reading the same
file again changes nothing. Whoever carries it can neither read nor alter it.

The workspace that is shared by key goes in a second file beside it, `NAME.filing`, veiled besides: whole or
not at all holds within one database, and two cannot promise it together; who has no key checks and reads the
first one alone; and a program that knows of one workspace reads that as before. The first file names the
second, so that one which was lost on the way is missed.
"""

import contextlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import orjson

from inspector_app.domain.errors import DamagedError, InspectorError, Problem, Progress, RuleError
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.recipients import recipient_of
from inspector_app.trust.seal import seal

from . import file_proof, outcome, sealed_file, wire
from .account import Account, AccountApart
from .file_hello import FILING, MOST_LACKING, FileHello, filing_beside
from .file_reading import PEER, PEER_LACKS, read_in
from .frames import Counting, Kind, frame
from .outcome import Amount, Outcome
from .photo_frames import photo_frames
from .rooms import KEY_TO_COME, Apart, Room, VeiledRoom
from .sealed_file import DISK, Disk, Header
from .trusting import Trusted

__all__ = ["FILING", "filing_beside", "read_in", "write_out"]

_MOST_RECEIPTS = 2_000_000
"""Bytes of receipts for photos in a file for everybody: the newest; older ones come by the hub or `to`."""

_NO_HELLO = FileHello()
_NAMED = re.compile(rb'"([0-9a-f]{64})"')


def write_out(
    store: Store,
    path: Path,
    now: datetime,
    progress: Progress,
    *,
    to: str = "",
    filing: Apart | None = None,
    disk: Disk = DISK,
) -> Outcome:
    """Write an exchange file for the hub and every laptop of the office.

    Args:
        to: key id of one machine: it gets all that it lacks, by the last file that came from it, and the
            photos of that. Without it the file holds what no receipt of the hub covers. What only a
            colleague can read is not noted as handed over to the office.
        filing: the filing workspace, when it is open here: it goes into a second file.

    Raises:
        RuleError: `exchange.no_device`, `exchange.unknown_receiver`.
        UnavailableError: `exchange.stick_full`, `exchange.file_too_large`, `exchange.not_written`.
    """
    first = _Letter(path, secrets.token_hex(16), FileHello())
    if filing is not None:
        first = replace(first, hello=FileHello(secrets.token_hex(16), filing.store.meta.workspace))
    account = Account(store, outcome.FILE_OUT)
    told = _written(Room(store), account, first, now, progress, to, disk)
    if filing is None:
        return told
    try:
        account = AccountApart(filing.store, outcome.FILE_OUT, store)
        second = _Letter(filing_beside(path), first.hello.filing, FileHello())
        return replace(
            told, filing=_written(VeiledRoom(filing, store), account, second, now, progress, to, disk)
        )
    except InspectorError as problem:
        if problem.code == KEY_TO_COME:
            return told.told(Problem.of(KEY_TO_COME, problem.where))
        return told.told(Problem.of("exchange.filing_failed", reason=problem.code))


@dataclass(frozen=True, slots=True)
class _Letter:
    """One file to be written.

    Attributes:
        file: its id; hello: what it says of the second file which belongs to it.
    """

    path: Path
    file: str
    hello: FileHello


def _written(
    room: Room, account: Account, letter: _Letter, now: datetime, progress: Progress, to: str, disk: Disk
) -> Outcome:
    store = room.store
    with account.noted():
        have = store.tips()
        content_key = secrets.token_bytes(32)
        header = _header(room.trusted, room.device, now, content_key, to, letter.file)
        writing = _Writing(room, progress, sha256(header.to_bytes()).digest(), to=to, hello=letter.hello)
        pieces = writing.pieces(_base(store, to), have)
        sealed_file.write(letter.path, sealed_file.sealed(header, content_key, pieces), disk)
        if not to or room.trusted.is_hub(to):
            store.note_handed(have, outcome.FILE_OUT)
            store.note_handed_blobs(writing.names)
        return account.closed(sent=writing.sent, news=writing.news)


def _header(
    trusted: Trusted, device: SigningKey, now: datetime, content_key: bytes, to: str, file: str
) -> Header:
    blank = Header(trusted.workspace, device.key_id, file, now.isoformat(timespec="seconds"), {})
    boxes: dict[str, bytes] = {}
    for one in trusted.receivers():
        if to in ("", one.key_id):
            with contextlib.suppress(DamagedError):  # a key made to be none: all others get their file
                boxes[one.key_id] = seal(recipient_of(one), content_key, blank.context)
    if not boxes:
        raise RuleError("exchange.unknown_receiver", where=to)
    return replace(blank, recipients=boxes)


def _base(store: Store, to: str) -> wire.Tips:
    """Return what the file need not tell: what the hub receipted, or what its one receiver has."""
    if not to:
        return store.receipted()
    told = store.setting(PEER + to)
    return wire.read_tips(wire.load(told.encode())) if told else {}


class _Writing:
    """The frames of a file as they are made, and what they come to."""

    def __init__(
        self, room: Room, progress: Progress, bound: bytes, *, to: str = "", hello: FileHello = _NO_HELLO
    ) -> None:
        self._room, self._store, self._progress, self._bound = room, room.store, progress, bound
        self._to, self._said = to, hello
        self._counting = Counting()
        self.sent = Amount()
        self.names: list[str] = []
        self.news: list[Problem] = []

    def pieces(self, base: wire.Tips, have: wire.Tips) -> Iterator[bytes]:
        take = self._counting.take
        yield take(frame(Kind.HELLO, self._hello().to_bytes()))
        yield take(frame(Kind.HAVE, wire.dump(wire.told_tips(have))))
        for raw in self._bundles(base):
            yield take(frame(Kind.BUNDLE, raw))
        for raw in self._store.receipts():
            yield take(frame(Kind.RECEIPT, raw))
        for raw in self._store.blob_receipts(None if self._to else _MOST_RECEIPTS):
            yield take(frame(Kind.BLOB_RECEIPT, raw))
        for raw in self._photos(base):
            yield take(raw)
        yield frame(Kind.END, file_proof.signed_end(self._counting, self._room.device, self._bound))

    def _hello(self) -> FileHello:
        lacking = self._store.blobs_absent()[:MOST_LACKING]
        return replace(self._said, lacking=tuple(self._room.name_of(one) for one in lacking))

    def _bundles(self, base: wire.Tips) -> Iterator[bytes]:
        for raw in self._room.lacking(base):
            self._progress.step(self.sent.entries, 0, outcome.WRITING)
            self.sent = self.sent.plus(entries=self._room.header(raw).n, bundles=1)
            yield raw

    def _photos(self, base: wire.Tips) -> Iterator[bytes]:
        wanted = self._wanted(base) if self._to else self._store.blobs_owed()
        for n, digest in enumerate(wanted):
            self._progress.step(n, len(wanted), outcome.WRITING)
            try:
                content = self._store.blob(digest)
            except DamagedError as problem:  # the rest goes all the same, and the loss is told
                self.news.append(Problem.of("exchange.photo_lost", digest, reason=problem.code))
                continue
            name = self._room.name_of(digest)
            yield from photo_frames(bytes.fromhex(name), self._room.sealed(name, content))
            self.names.append(digest)
            self.sent = self.sent.plus(blobs=1)

    def _wanted(self, base: wire.Tips) -> list[str]:
        """Return the photos for the one receiver.

        Those that the entries name which it lacks, those that it said it lacks, and what the hub lacks.
        """
        here = self._store.blobs_here()
        if not base:
            return here
        named = set(_named(self._store, base)) | set(self._store.blobs_owed())
        lacking = set(orjson.loads(self._store.setting(PEER_LACKS + self._to) or "[]"))
        return [one for one in here if one in named or (lacking and self._room.name_of(one) in lacking)]


def _named(store: Store, base: wire.Tips) -> Iterator[str]:
    """Yield each sha256 that entries beyond these ends name; of a fork, those beyond its shortest branch."""
    for journal_id in store.tips():
        after = min((seq for seq, _ in base.get(journal_id, ())), default=0)
        for entry in store.entries(journal_id, after):
            yield from (one.decode() for one in _NAMED.findall(entry.raw))
