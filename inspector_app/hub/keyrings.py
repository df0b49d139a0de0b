"""Whose keys the hub knows: the keyring that all role acts give that ever came to it."""

from collections.abc import Sequence
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import MACHINES
from inspector_app.domain.chinese import local_date
from inspector_app.domain.clock import Clock
from inspector_app.journal import authority
from inspector_app.journal.entry import Entry
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.keys import VerifyKey

from .facts import Facts
from .tables import revoked, role_act, workspace

_AT_ONCE = 500


class Keyrings:
    """Gives the keyring of the moment; it is made anew when a role act came since, from whichever worker."""

    def __init__(self, facts: Facts, clock: Clock) -> None:
        self._facts = facts
        self._clock = clock
        self._lock = Lock()
        self._made: tuple[int, Keyring] | None = None

    def current(self, connection: Connection, roles: int | None = None) -> Keyring:
        """Return the keyring as it stands in this transaction. Never change it.

        In a transaction that writes role acts ask before the first of them: what is not committed may yet
        come to nothing.

        Args:
            roles: how many role acts there are, when this transaction asked already.
        """
        if roles is None:
            asked = select(workspace.c.roles).where(workspace.c.id == self._facts.workspace)
            roles = int(connection.execute(asked).scalar_one())
        with self._lock:  # one thread makes it, and the others wait for that one
            if self._made is None or self._made[0] != roles:
                self._made = (roles, self._ring(connection))
            return self._made[1]

    def is_ended(self, connection: Connection, ring: Keyring, key: str, journal_id: str, last: int) -> bool:
        """Tell whether a key's bundle that ends at this place of a journal is no longer taken.

        Where the office named points, the key counts up to them and no further, in no other journal.
        """
        asked = select(revoked.c.journal_id, revoked.c.seq).where(revoked.c.key == key)
        points = {row.journal_id: int(row.seq) for row in connection.execute(asked)}
        if points:
            return last > points.get(journal_id, 0)
        return self._is_past(ring, key)

    def is_shut_out(self, connection: Connection, key: str) -> bool:
        """Tell whether a device may no longer sign on."""
        asked = select(func.count()).select_from(revoked).where(revoked.c.key == key)
        return bool(connection.execute(asked).scalar_one()) or self.is_withdrawn(connection, key)

    def shut_out(self, connection: Connection) -> set[str]:
        """Return the keys of everybody who may no longer sign on."""
        ring, keys = self.current(connection), connection.execute(select(revoked.c.key)).scalars()
        return {*keys, *(key for key in ring.withdrawals() if self._is_past(ring, key))}

    def is_withdrawn(self, connection: Connection, key: str, roles: int | None = None) -> bool:
        """Tell whether the office withdrew a key's certificate from today or earlier; see `current`."""
        return self._is_past(self.current(connection, roles), key)

    def _is_past(self, ring: Keyring, key: str) -> bool:
        day = ring.withdrawals().get(key)
        return day is not None and local_date(self._clock.now()) >= day

    def _ring(self, connection: Connection) -> Keyring:
        """Make the keyring. Only the root makes administrators, and nobody else appoints: who else signed
        what looks like a role act, however much of it there is, costs nothing here."""
        ring = Keyring.found(self._facts.root)
        authority.learn(ring, _acts(connection, [ring.root.key_id]))
        administrators = {one.key_id for one in ring.certificates() if ring.administers(one.key_id)}
        authority.learn(ring, _acts(connection, sorted(administrators)))
        return ring


def _acts(connection: Connection, signers: Sequence[str]) -> list[Entry]:
    found: list[Entry] = []
    for at in range(0, len(signers), _AT_ONCE):
        asked = select(role_act.c.raw).where(role_act.c.signer.in_(signers[at : at + _AT_ONCE]))
        found += [Entry.parse(bytes(raw)) for raw in connection.execute(asked).scalars()]
    return found


def machine_key(ring: Keyring, key_id: str) -> VerifyKey | None:
    """Return the public key of a laptop or of the hub itself; None for people and strangers."""
    certificate = ring.certificate(key_id)
    if certificate is None or not certificate.roles & MACHINES:
        return None
    return ring.key(key_id)
