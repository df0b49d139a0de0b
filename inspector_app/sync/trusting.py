"""Whose bundles and files are believed: machines that a certificate names, down from the office's root."""

from collections.abc import Callable, Iterable, Sequence

from inspector_app.domain.acts import MACHINES, Role
from inspector_app.domain.errors import DamagedError, UnverifiableError
from inspector_app.journal import authority, bundle
from inspector_app.journal.bundle import BundleHeader
from inspector_app.journal.entry import Entry
from inspector_app.trust.certificates import Certificate, Keyring
from inspector_app.trust.keys import VerifyKey
from inspector_app.trust.owning import may_write

Unpacked = tuple[bytes, Sequence[Entry]]
"""A bundle as it came, and its entries."""

FirstKey = Callable[[str], str]
"""Key id that signed the beginning of a journal that is here; empty for one that is not."""


class Trusted:
    """The machines of one office; learns of more from the role acts that arrive.

    Attributes:
        workspace: whose bundles are read: the office's own, or one that is shared by key. What stands in
            the latter names people of that workspace alone and no machines.
    """

    def __init__(self, keyring: Keyring, workspace: str = "", first: FirstKey = lambda _: "") -> None:
        self._ring = _copy(keyring)
        self._first = first
        self._firsts: dict[str, str] = {}
        self.workspace = workspace or keyring.workspace

    def machine(self, key_id: str) -> VerifyKey | None:
        """Return a machine's key, withdrawn or not; None when no certificate makes it a machine's."""
        return self._ring.key(key_id) if self._roles(key_id) & MACHINES else None

    def withdrawn(self, key_id: str) -> bool:
        """Tell whether the office took a machine's key back."""
        return key_id in self._ring.withdrawals()

    def is_hub(self, key_id: str) -> bool:
        """Tell whether a key is the hub's."""
        return Role.HUB in self._roles(key_id)

    def hub_keys(self) -> list[VerifyKey]:
        """Return the keys that sign receipts."""
        return [VerifyKey(each.key) for each in self._machines() if Role.HUB in each.roles]

    def receivers(self) -> list[VerifyKey]:
        """Return the keys of all machines that may read what is sent: the hub and every laptop in use."""
        found = {each.key_id: each.key for each in self._machines() if not self.withdrawn(each.key_id)}
        return [VerifyKey(found[key_id]) for key_id in sorted(found)]

    def sender(self, key_id: str) -> VerifyKey:
        """Return the key of who sent a file.

        Raises:
            UnverifiableError: `exchange.unknown_sender`, `exchange.sender_withdrawn`.
        """
        key = self.machine(key_id)
        if key is None:
            raise UnverifiableError("exchange.unknown_sender", where=key_id)
        if self.withdrawn(key_id):
            raise UnverifiableError("exchange.sender_withdrawn", where=key_id)
        return key

    def learn(self, entries: Iterable[Entry]) -> None:
        """Take in the role acts among these entries."""
        if self.workspace == self._ring.workspace:
            authority.learn(self._ring, entries)

    def unpacked(self, bundles: Sequence[bytes]) -> list[Unpacked]:
        """Return bundles with their entries, in the order in which they came.

        Those that a key signed which is not known yet wait until the others were read: a certificate may
        lie among them.

        Raises:
            UnverifiableError: `journal.bundle_unknown_key`, `journal.bundle_other_machine`.
            DamagedError: `exchange.other_workspace` and those of `bundle.unpack`.
        """
        heads = [bundle.open_header(raw) for raw in bundles]
        found: dict[int, Sequence[Entry]] = {}
        waiting = sorted(range(len(bundles)), key=lambda at: not self.is_hub(heads[at].key))
        while waiting:
            left = [at for at in waiting if self.machine(heads[at].key) is None]
            for at in waiting:
                if at not in left:
                    found[at] = self._read(bundles[at], heads[at])
            if len(left) == len(waiting):
                where, key = heads[left[0]].journal_id, heads[left[0]].key
                raise UnverifiableError("journal.bundle_unknown_key", where=where, key=key)
            waiting = left
        return [(raw, found[at]) for at, raw in enumerate(bundles)]

    def _read(self, raw: bytes, head: BundleHeader) -> Sequence[Entry]:
        if head.workspace != self.workspace:
            raise DamagedError("exchange.other_workspace", where=head.journal_id, found=head.workspace)
        entries = bundle.unpack(raw, self.machine)
        if any(entry.redacted for entry in entries):  # nothing takes payloads out yet
            raise DamagedError("journal.entry_damaged", where="payload")
        self._refuse_other_machine(head)
        self.learn(entries)
        return entries

    def _refuse_other_machine(self, head: BundleHeader) -> None:
        """Refuse who writes in another's journal: carried on it may be, and by anybody, but as it is."""
        journal = head.journal_id
        first = self._firsts.get(journal) or self._first(journal)
        if not may_write(self._ring, head.key, journal, first):
            raise UnverifiableError("journal.bundle_other_machine", where=journal, key=head.key)
        self._firsts[journal] = first or head.key

    def _roles(self, key_id: str) -> frozenset[Role]:
        certificate = self._ring.certificate(key_id)
        return certificate.roles if certificate is not None else frozenset()

    def _machines(self) -> list[Certificate]:
        return [each for each in self._ring.certificates() if each.roles & MACHINES]


def _copy(keyring: Keyring) -> Keyring:
    """Return a keyring of its own: what a file claims must not change what the store believes."""
    copied = Keyring(keyring.workspace, keyring.root)
    for each in keyring.certificates():
        copied.accept(each)
    for key_id, day in keyring.withdrawals().items():
        copied.withdraw(key_id, day)
    return copied
