"""Exchange files that somebody carries to the hub: proven to their end, then taken in as a push is.

The hub is one of those whom each file is sealed for. What is refused of it is refused bundle by bundle, as
over the net; but a file is whole, so the receipts in it vouch for chains of any length.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain.errors import (
    InspectorError,
    Problem,
    Progress,
    SignInError,
    UnverifiableError,
)
from inspector_app.sync import file_proof, outcome, sealed_file, wire
from inspector_app.sync.file_hello import FileHello, filing_beside
from inspector_app.sync.sealed_file import Header, Reading
from inspector_app.sync.trusting import Trusted
from inspector_app.trust.keys import VerifyKey

from . import carried_file, log_book
from .base import Base
from .blobs import Blobs
from .bundles import Bundles
from .carried_bundles import OURS, CarriedBundles
from .keyrings import machine_key
from .upload import Upload

MOST_UNPROVEN = 64_000_000
"""Bytes of bundles that are looked into for the certificate of a sender whom nobody knows here."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file.

    Attributes:
        header: what it says of itself.
        have: the ends of all journals that its writer has.
        bundles, entries: how many of them are new here.
        photos: names of all that it held; new_photos: how many of them were lacking here.
        branches: of journals that forked by it, `journal~first hash`.
        news: what was refused or is missing, and why.
        filing: the second file; None when there was none, or nothing of it was taken.
    """

    path: Path
    header: Header
    have: wire.Tips
    bundles: int
    entries: int
    photos: tuple[str, ...]
    new_photos: int
    branches: tuple[str, ...]
    news: tuple[Problem, ...]
    filing: "Taken | None" = None

    def told(self, *news: Problem) -> "Taken":
        """Return it with more that somebody must know."""
        return replace(self, news=(*self.news, *news))


class Carried:
    """Takes exchange files in."""

    def __init__(self, base: Base, bundles: Bundles, blobs: Blobs) -> None:
        self._base, self._bundles, self._blobs = base, bundles, blobs

    def take(self, path: Path, progress: Progress) -> Taken:
        """Take in a file of the office's own workspace, and the one of filings that lies beside it.

        Raises:
            RuleError: `exchange.no_such_file`.
            DamagedError: `exchange.no_exchange_file`, `exchange.file_damaged`, `exchange.file_forged`,
                `exchange.frame_damaged`, `exchange.other_workspace`, `exchange.unreadable`: nothing is taken.
            UnverifiableError: `hub.file_not_for_hub`, `hub.file_sender_unknown`.
            SignInError: `hub.file_sender_shut_out`.
            UnavailableError: `exchange.not_read`, `exchange.newer_file`, and what is wrong with the hub's own
                disk and database: what was taken before that stays, and the file may be read again.
        """
        first, hello = self._take(path, self._base.facts.workspace, progress)
        beside = filing_beside(path)
        missing = Problem.of("hub.file_filing_missing", beside.name)
        if not beside.exists():
            return first.told(missing) if hello.filing else first
        try:
            with sealed_file.reading(beside) as file:
                room = file.header.workspace
            second, _ = self._take(beside, room, progress)
        except InspectorError as problem:
            if problem.code in OURS:
                raise
            return first.told(Problem.of("hub.file_filing_refused", beside.name, reason=problem.code))
        told = replace(first, filing=second)
        return told.told(missing) if hello.filing not in ("", second.header.file) else told

    def _take(self, path: Path, room: str, progress: Progress) -> tuple[Taken, FileHello]:
        with sealed_file.reading(path) as file:
            key, sender = self._content_key(file, room), file.header.sender
            read = carried_file.checked(file, key, progress, named_by_content=self._is_office(room))
            signer = self._sender(file, key, read, room)
            file_proof.refuse_forged(read.end, file, lambda _: signer)
            if not self._is_office(room):
                self._base.rooms.admit(room)
            raws, receipts = carried_file.bundles_of(file, key, read)
            held = CarriedBundles(self._bundles, room, receipts, sender).take(raws)
            new = self._keep_photos(room, file, key, list(read.photos), progress)
        held_of = (held.bundles, held.entries, tuple(read.photos), new, held.branches, held.news)
        refused = [one.where for one in held.news]
        self._base.audit.note(
            "file_taken", sender, workspace=room, file=file.header.file, bundles=held.bundles, refused=refused
        )
        return Taken(path, file.header, read.have, *held_of), read.hello

    def _is_office(self, room: str) -> bool:
        return room == self._base.facts.workspace

    def _content_key(self, file: Reading, room: str) -> bytes:
        try:
            return file_proof.content_key(file.header, self._base.keys.hub, room)
        except UnverifiableError as problem:
            raise UnverifiableError("hub.file_not_for_hub", where=file.header.sender) from problem

    def _sender(self, file: Reading, key: bytes, read: carried_file.Checked, room: str) -> VerifyKey:
        """Return the key of who wrote a file; the certificate of a machine that is new may lie in it."""
        sender = file.header.sender
        with self._base.database.reading() as connection:
            ring = self._base.rings.current(connection)
            shut_out = self._base.rings.is_shut_out(connection, sender)
        if shut_out:
            raise SignInError("hub.file_sender_shut_out", where=sender)
        if (known := machine_key(ring, sender)) is not None:
            return known
        if self._is_office(room) and read.size <= MOST_UNPROVEN:
            trusted = Trusted(ring, room, self._first_key)
            found = _learnt(trusted, carried_file.bundles_of(file, key, read)[0], sender)
            if found is not None and not trusted.withdrawn(sender):
                return found
        raise UnverifiableError("hub.file_sender_unknown", where=sender)

    def _first_key(self, journal_id: str) -> str:
        with self._base.database.reading() as connection:
            return log_book.first_key(connection, self._base.facts.workspace, journal_id)

    def _keep_photos(
        self, room: str, file: Reading, key: bytes, names: Sequence[str], progress: Progress
    ) -> int:
        wanted = set(self._blobs.missing(room, names))
        upload: Upload | None = None
        kept = 0
        try:
            for name, piece, last in carried_file.photos_of(file, key, wanted) if wanted else ():
                upload = upload or self._blobs.begin(room, name)
                upload.write(piece)
                if last:
                    self._blobs.finish(room, upload, upload.digest)  # the file's end vouches for the bytes
                    upload.close()
                    upload, kept = None, kept + 1
                    wanted.discard(name)
                    progress.step(kept, kept + len(wanted), outcome.PHOTOS)
        finally:
            if upload is not None:
                upload.close()
        return kept


def _learnt(trusted: Trusted, bundles: Sequence[bytes], sender: str) -> VerifyKey | None:
    """Return a machine's key once the certificates in these bundles make it one of the office."""
    waiting = list(bundles)
    while waiting:
        left = []
        for raw in waiting:
            try:
                trusted.unpacked([raw])
            except UnverifiableError:  # whose key that is another one may say
                left.append(raw)
            if (found := trusted.machine(sender)) is not None:
                return found
        if len(left) == len(waiting):
            return None
        waiting = left
    return None
