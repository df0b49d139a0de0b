"""Whose a journal is: one machine's, for ever; nobody else's key writes in it.

A machine is the `user` of its certificate. A laptop that was restored and got a new key is the same machine
still: the office certifies the new key under the old one's user. A journal's id begins with the id of the key
that began it, so nobody claims another's by being the first to bring it. Ids of before are random: those
journals are the machine's that signed first.
"""

import secrets

from inspector_app.domain.acts import MACHINES

from .certificates import Keyring
from .keys import VerifyKey

_KEY_ID = 16


def new_journal(key: VerifyKey) -> str:
    """Return an id for a journal that the machine with this key begins: 32 hex digits."""
    return key.key_id + secrets.token_hex(8)


def is_begun_by(journal_id: str, key: VerifyKey) -> bool:
    """Tell whether a journal's id begins with this key's."""
    return journal_id.startswith(key.key_id)


def may_write(ring: Keyring, key_id: str, journal_id: str, first: str = "") -> bool:
    """Tell whether a machine's key may sign what stands in a journal.

    Args:
        ring: certifies the key.
        first: key id of the first bundle of the journal that is known; empty when none is.
    """
    owner = _machine(ring, journal_id[:_KEY_ID]) or _machine(ring, first)
    return owner is None or owner == _machine(ring, key_id)


def _machine(ring: Keyring, key_id: str) -> str | None:
    certificate = ring.certificate(key_id)
    if certificate is None or not certificate.roles & MACHINES:
        return None
    return certificate.user
