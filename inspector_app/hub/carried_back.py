"""The receipts for what was carried here, as exchange files for those who wrote it."""

import contextlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from inspector_app.domain.errors import DamagedError
from inspector_app.journal.receipt import MOST_NAMES
from inspector_app.sync import file_proof, sealed_file, wire
from inspector_app.sync.file_hello import FileHello, filing_beside
from inspector_app.sync.frames import Counting, Kind, frame
from inspector_app.sync.sealed_file import Header
from inspector_app.trust.recipients import recipient_of
from inspector_app.trust.seal import seal

from .base import Base
from .blobs import Blobs
from .bundles import Bundles
from .carried import Taken


@dataclass(slots=True)
class _Letter:
    """One file to be written: for whom, and what of theirs is held here."""

    room: str
    senders: set[str]
    ends: dict[str, set[tuple[int, bytes]]]
    photos: dict[str, None]


class CarriedBack:
    """Writes what laptops without a net read to know that the hub has their work."""

    def __init__(self, base: Base, bundles: Bundles, blobs: Blobs) -> None:
        self._base, self._bundles, self._blobs = base, bundles, blobs

    def write(self, path: Path, taken: Sequence[Taken]) -> int:
        """Write the receipts for files that were taken in, and return how many there are.

        One file serves all who wrote these files; receipts for filings stand in a second one beside it.

        Raises:
            UnavailableError: `exchange.stick_full`, `exchange.not_written`, `hub.database_away`.
        """
        office = _letter(self._base.facts.workspace, taken)
        beside = [one.filing for one in taken if one.filing is not None]
        hello, many = FileHello(), 0
        if beside:
            filing = _letter(beside[-1].header.workspace, beside)
            hello = FileHello(secrets.token_hex(16), filing.room)
            many += self._write(filing_beside(path), filing, FileHello(), hello.filing)
        return many + self._write(path, office, hello, secrets.token_hex(16))

    def _write(self, path: Path, letter: _Letter, hello: FileHello, file: str) -> int:
        hub, key = self._base.keys.hub, secrets.token_bytes(32)
        header = self._header(letter, key, file)
        receipts = self._bundles.receipts(letter.room, {one: sorted(of) for one, of in letter.ends.items()})
        photos = [self._blobs.receipt(letter.room, part) for part in self._photos(letter)]
        have = wire.dump(wire.told_tips(self._bundles.tips(letter.room).tips))
        frames = [(Kind.HELLO, hello.to_bytes()), (Kind.HAVE, have)]
        frames += [(Kind.RECEIPT, raw) for raw in receipts]
        frames += [(Kind.BLOB_RECEIPT, raw) for raw in photos]

        def pieces() -> Iterator[bytes]:
            counting = Counting()
            for kind, content in frames:
                yield counting.take(frame(kind, content))
            yield frame(Kind.END, file_proof.signed_end(counting, hub, sha256(header.to_bytes()).digest()))

        sealed_file.write(path, sealed_file.sealed(header, key, pieces()))
        return len(receipts) + len(photos)

    def _photos(self, letter: _Letter) -> Iterator[list[str]]:
        """Yield names of photos that are held, as many as one receipt may name."""
        names = list(letter.photos)
        lacking = set(self._blobs.missing(letter.room, names))
        held = [one for one in names if one not in lacking]
        for at in range(0, len(held), MOST_NAMES):
            yield held[at : at + MOST_NAMES]

    def _header(self, letter: _Letter, key: bytes, file: str) -> Header:
        blank = Header(letter.room, self._base.keys.hub.key_id, file, self._base.now(), {})
        with self._base.database.reading() as connection:
            ring = self._base.rings.current(connection)
        boxes = {}
        for one in sorted(letter.senders):
            if (found := ring.key(one)) is not None:
                with contextlib.suppress(DamagedError):  # nothing can be sealed for it: that is its own loss
                    boxes[one] = seal(recipient_of(found), key, blank.context)
        return replace(blank, recipients=boxes)


def _letter(room: str, taken: Iterable[Taken]) -> _Letter:
    letter = _Letter(room, set(), {}, {})
    for one in taken:
        if one.header.workspace == room:
            letter.senders.add(one.header.sender)
            letter.photos.update(dict.fromkeys(one.photos))
            for journal, ends in one.have.items():
                letter.ends.setdefault(journal, set()).update(ends)
    return letter
