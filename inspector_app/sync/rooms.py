"""A laptop's workspaces as exchange sees them: the office's own, and the one that is shared by key.

Of the second nothing travels that can be read without the key: bundles are veiled, files are encrypted and
called by names that only the first key makes. Whose machine signed, and what the hub received, the office's
own certificates say for both. What goes out is veiled under the keys in use; what comes in under a key that
is not held here waits, see `awaiting`.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import ClassVar, NamedTuple

from inspector_app.domain.errors import (
    DamagedError,
    InspectorError,
    Problem,
    UnavailableError,
    UnverifiableError,
)
from inspector_app.journal import bundle, veil
from inspector_app.journal.envelope import BundleHeader
from inspector_app.journal.receipt import BlobReceipt
from inspector_app.store.store import Store
from inspector_app.trust.content_keys import ContentKey, ContentKeys
from inspector_app.trust.keys import SigningKey

from . import veiled_files
from .account import device_of
from .receipts import read_blob_receipt
from .trusting import Trusted, Unpacked
from .wire import Tips

UNKNOWN_KEY = "journal.bundle_unknown_key"
AWAITS_KEY, KEY_TO_COME = "exchange.awaits_key", "exchange.key_to_come"
MAY_COME = frozenset({UNKNOWN_KEY, AWAITS_KEY})
"""What the office's own journals may bring: a laptop's certificate, a key of the filing workspace."""

WAITS = frozenset({AWAITS_KEY, "exchange.file_awaits_key"})
"""What is veiled under a key that is not held here: a bundle, a file."""


def not_read_in(journal: str, problem: InspectorError) -> Problem:
    """Say that a part of a journal was passed over, and why."""
    return Problem.of("exchange.not_read_in", journal, reason=problem.code)


@dataclass(frozen=True, slots=True)
class Apart:
    """The workspace that is shared by key, open on this laptop.

    Attributes:
        keys: returns those under which its content travels, as the office's journal names them then.
    """

    store: Store
    keys: Callable[[], ContentKeys] = field(repr=False)


class Came(NamedTuple):
    """What came, proven.

    Attributes:
        news: what a person must know of the rest.
        waits: places of those that are veiled under a key which is not held here.
        sure: one of those keys the office made.
    """

    unpacked: Sequence[Unpacked]
    news: Sequence[Problem] = ()
    waits: Sequence[int] = ()
    sure: bool = False


class Room:
    """The office's own workspace: everything travels as it is.

    Attributes:
        device: the laptop's key; it signs what leaves.
        trusted: whose bundles and receipts are believed.
    """

    named_by_content: ClassVar[bool] = True
    """A file's name is the sha256 of the bytes that travel."""

    passes_over: ClassVar[bool] = False
    """What cannot be believed is passed over: the hub could not look into it, and others must read on."""

    final: bool = True
    """What is not known now is known to nobody; otherwise the office's own journals may still bring it."""

    may_send = True
    """Something may leave this laptop."""

    held: frozenset[str] = frozenset()
    """Ids of the keys that open what came veiled."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.device: SigningKey = device_of(store)
        self.workspace = store.meta.workspace
        self.trusted = Trusted(store.keyring, self.workspace, self._first_key)

    def _first_key(self, journal_id: str) -> str:
        """Return whose a journal here is; see `Trusted`. What this laptop writes nobody else signs."""
        mine = journal_id in self.store.own_journals()
        return self.device.key_id if mine else self.store.first_key(journal_id)

    def header(self, raw: bytes) -> BundleHeader:
        """Return what a bundle says of itself as it travels; only its form is checked."""
        return bundle.open_header(raw)

    def lacking(self, tips: Tips) -> Iterator[bytes]:
        """Yield what somebody with these tips lacks, as it travels."""
        yield from self.store.lacking(tips, self.device)

    def unpacked(self, raws: Sequence[bytes]) -> list[Unpacked]:
        """Return bundles that came, proven, each as it is kept here and with its entries.

        Raises:
            as `Trusted.unpacked`.
        """
        return self.trusted.unpacked(raws)

    def pulled(self, raws: Sequence[bytes]) -> Came:
        """Return what came from the hub."""
        return Came(self.unpacked(raws))

    def held_back(self) -> list[Problem]:
        """Return why nothing leaves this laptop now, if it does not."""
        return [] if self.may_send else [Problem.of(KEY_TO_COME, self.workspace)]

    def name_of(self, digest: str) -> str:
        """Return how a file is called where it travels."""
        return digest

    def sealed(self, name: str, content: bytes) -> bytes:  # noqa: ARG002 - the veiled room binds it
        """Return a file as it travels."""
        return content

    def opened(self, name: str, content: bytes) -> bytes:
        """Return a file that came under this name.

        Raises:
            DamagedError: `exchange.photo_damaged`.
        """
        if sha256(content).hexdigest() != name:
            raise DamagedError("exchange.photo_damaged", where=name)
        return content

    def blob_receipts(self, raws: Sequence[bytes]) -> list[BlobReceipt]:
        """Return receipts for files that may be kept as they are.

        Raises:
            as `read_blob_receipt`.
        """
        return [read_blob_receipt(raw, self.trusted) for raw in raws]

    def keep_blob_receipt(self, raw: bytes, digests: Mapping[str, str]) -> set[str]:  # noqa: ARG002 - as above
        """Note what a receipt says that the hub holds, and return its names.

        Args:
            digests: sha256 of what was asked about, by its name.
        """
        receipt = read_blob_receipt(raw, self.trusted)
        self.store.take_in((), blob_receipts=[receipt])
        return set(receipt.names)

    def digest_of(self, told: str) -> str:
        """Return what is compared with other laptops for a digest of the store, 64 hex digits."""
        return told


class VeiledRoom(Room):
    """The workspace that is shared by key: nothing of it is readable on the way."""

    named_by_content: ClassVar[bool] = False
    passes_over: ClassVar[bool] = True

    def __init__(self, apart: Apart, main: Store, *, final: bool = True) -> None:
        """See the class.

        Args:
            final: a key that is not known now is no machine's. Otherwise its certificate may still come.
        """
        self.final = final
        self.store = apart.store
        self.device = device_of(main)
        self.workspace = apart.store.meta.workspace
        self.trusted = Trusted(main.keyring, self.workspace, self._first_key)
        self._keys = apart.keys()
        self._under = self._keys.under()
        self.may_send = self._under is not None
        self.held = frozenset(self._keys.later)
        self._names = self._made("file name 1")

    def header(self, raw: bytes) -> BundleHeader:
        """Return what a veiled bundle says of itself."""
        return veil.open_header(raw)

    def under(self) -> ContentKey:
        """Return what leaves this laptop is veiled under.

        Raises:
            UnavailableError: `exchange.key_to_come`: somebody lost access, and the new key is not here.
        """
        if self._under is None:
            raise UnavailableError(KEY_TO_COME, where=self.workspace)
        return self._under

    def lacking(self, tips: Tips) -> Iterator[bytes]:
        """Yield what somebody with these tips lacks, veiled by this laptop, whoever wrote it.

        The hub sees the two ends of a veiled bundle and nothing between them. A colleague's bundle that
        begins before what the hub has and ends behind it would look like a fork: its author packs the rest.

        Raises:
            UnavailableError: `exchange.key_to_come`.
        """
        under = self.under()
        mine = self.store.own_journals()
        reached = {journal: ends[0][0] for journal, ends in tips.items() if len(ends) == 1}
        forked = {journal for journal, ends in tips.items() if len(ends) > 1}
        for raw in self.store.lacking(tips, self.device):
            head = bundle.open_header(raw)
            if head.journal_id not in mine | forked:
                if head.first != reached.get(head.journal_id, 0) + 1:
                    continue
                reached[head.journal_id] = head.first + head.n - 1
            yield veil.veil(raw, under, self.device)

    def unpacked(self, raws: Sequence[bytes]) -> list[Unpacked]:
        """Return bundles that came, unveiled and proven.

        Raises:
            as `veil.unveil` and `Trusted.unpacked`; UnverifiableError: `exchange.awaits_key`.
        """
        return self.trusted.unpacked([self._unveiled(raw) for raw in raws])

    def pulled(self, raws: Sequence[bytes]) -> Came:
        """Return what came from the hub; what does not open, or cannot be believed, is passed over and told.

        The hub takes veiled bundles of every laptop of the office without seeing into them. One that holds
        something else must not keep all others from reading on. What is veiled under a key that is not held
        here waits.

        Raises:
            UnverifiableError: `journal.bundle_unknown_key`, `exchange.awaits_key`, unless it is final.
        """
        inside: list[Unpacked] = []
        news: list[Problem] = []
        waits: list[int] = []
        sure = False
        for at, raw in enumerate(raws):
            try:
                plain = self._unveiled(raw)
            except UnverifiableError as problem:
                if problem.code != AWAITS_KEY or not self.final:
                    raise
                waits.append(at)
                if self._keys.named.issuperset(veil.names_of(raw)):
                    sure = True
                else:
                    news.append(Problem.of("exchange.not_unveiled", self.header(raw).key))
                continue
            except DamagedError as problem:
                if problem.where != "veil":
                    raise
                news.append(Problem.of("exchange.not_unveiled", self.header(raw).key))
                continue
            try:
                inside += self.trusted.unpacked([plain])
            except (DamagedError, UnverifiableError) as problem:
                if problem.code == UNKNOWN_KEY and not self.final:
                    raise
                news.append(not_read_in(self.header(raw).journal_id, problem))
        return Came(inside, news, waits, sure)

    def name_of(self, digest: str) -> str:
        """Return a name that says nothing of the content to who has no key."""
        return hmac.digest(self._names, bytes.fromhex(digest), "sha256").hex()

    def sealed(self, name: str, content: bytes) -> bytes:
        """Return a file encrypted and bound to its name.

        Raises:
            UnavailableError: `exchange.key_to_come`.
        """
        return veiled_files.sealed(name, content, self.under(), self.workspace)

    def opened(self, name: str, content: bytes) -> bytes:
        """Return a file that came under this name, in the clear.

        Raises:
            DamagedError: `exchange.photo_damaged`, `exchange.file_awaits_key`.
        """
        plain = veiled_files.opened(name, content, self._keys)
        if self.name_of(sha256(plain).hexdigest()) != name:
            raise DamagedError("exchange.photo_damaged", where=name)
        return plain

    def blob_receipts(self, raws: Sequence[bytes]) -> list[BlobReceipt]:
        """Return none: their names are none that the store knows files by."""
        for raw in raws:
            read_blob_receipt(raw, self.trusted)
        return []

    def keep_blob_receipt(self, raw: bytes, digests: Mapping[str, str]) -> set[str]:
        """Note by their sha256 which files the hub holds, and return the receipt's names."""
        receipt = read_blob_receipt(raw, self.trusted)
        self.store.note_received_blobs(digests[name] for name in receipt.names if name in digests)
        return set(receipt.names)

    def digest_of(self, told: str) -> str:
        """Return the digest in a form that only tells whether two laptops have the same one."""
        return hmac.digest(self._made("digest 1"), bytes.fromhex(told), "sha256").hex()

    def _unveiled(self, raw: bytes) -> bytes:
        find = self.trusted.machine
        try:
            secret = self._keys.of(veil.names_of(raw))
        except DamagedError:
            veil.verify(raw, find)  # damaged on its way, or by who veiled it?
            raise
        if secret is None:
            veil.verify(raw, find)  # what nobody vouches for is waited for by nobody
            raise UnverifiableError(AWAITS_KEY, where=self.header(raw).journal_id)
        return veil.unveil(raw, secret, find)

    def _made(self, use: str) -> bytes:
        return hmac.digest(self._keys.first, use.encode() + bytes.fromhex(self.workspace), "sha256")
