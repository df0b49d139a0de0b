"""The keys under which a shared workspace's content travels: the first one, and those that were made since.

The first comes from the workspace's master key, which everybody has who was ever let in. Each time somebody
loses access a further key is made, random, and sealed for every key that still has it. What is written then
travels under all keys together that are in use: whoever lacks one of them opens nothing. So two who make a
key in the same moment need no judge, both count; and whoever was left out of either is left out.

A key's id is a hash of it: a box that holds something else than its key is found at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.domain.errors import DamagedError

from .recovery_code import read_code
from .seal import SealKey, seal

SECRET_BYTES = 32
ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class ContentKey:
    """What content is veiled under.

    Attributes:
        secret: 32 bytes.
        names: ids of the keys that it was made of, 16 hex digits each, sorted; none for the first key.
    """

    secret: bytes = field(repr=False)
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentKeys:
    """The keys of one workspace that somebody holds, and which are in use.

    Attributes:
        workspace: 32 hex digits.
        first: 32 bytes.
        later: the others by id, in the order in which they were made.
        used: ids of all that are in use; none while the first one is.
        named: ids of all that the office made, held or not.
        member: whether the holder has access still.
    """

    workspace: str
    first: bytes = field(repr=False)
    later: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    used: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    member: bool = True

    def of(self, names: Iterable[str]) -> bytes | None:
        """Return the secret that was made of these keys, 32 bytes; None when one of them is not held."""
        told = sorted(names)
        if not told:
            return self.first
        if any(one not in self.later for one in told):
            return None
        return combined(self.workspace, [self.later[one] for one in told])

    def under(self) -> ContentKey | None:
        """Return what to veil under now; None when a key in use is not held: then nothing may leave.

        Whoever has no access any more still hands over what they wrote, under what they hold: those who have
        access can read it.
        """
        lacking = [one for one in self.used if one not in self.later]
        if lacking and self.member:
            return None
        held = [one for one in self.used if one in self.later] if lacking else list(self.used)
        names = tuple(sorted(held or (list(self.later)[-1:] if lacking else [])))
        secret = self.of(names)
        return None if secret is None else ContentKey(secret, names)


def combined(workspace: str, secrets: Iterable[bytes]) -> bytes:
    """Return the secret that is made of these keys, which must come in the order of their ids; 32 bytes."""
    salt = bytes.fromhex(workspace)
    return HKDF(SHA256(), SECRET_BYTES, salt=salt, info=b"inspector content keys 1").derive(b"".join(secrets))


def new_key(workspace: str) -> tuple[str, bytes]:
    """Return a fresh key: its id and its 32 bytes."""
    secret = token_bytes(SECRET_BYTES)
    return id_of(workspace, secret), secret


def id_of(workspace: str, secret: bytes) -> str:
    """Return a key's id, 16 lower hex digits."""
    return sha256(b"content key 1" + bytes.fromhex(workspace) + secret).digest()[:ID_BYTES].hex()


def sealed_key(workspace: str, secret: bytes, recipient: bytes) -> bytes:
    """Return a key, sealed for the X25519 key `recipient` (32 bytes).

    Raises:
        DamagedError: `trust.key_damaged`.
    """
    return seal(recipient, secret, _context(workspace, id_of(workspace, secret)))


def opened_key(workspace: str, name: str, box: bytes, opener: SealKey) -> bytes:
    """Return the key of this id out of a box, 32 bytes.

    Raises:
        DamagedError: `trust.box_damaged`: it does not open, or another key lies in it.
    """
    secret = opener.open_sealed(box, _context(workspace, name))
    if len(secret) != SECRET_BYTES or id_of(workspace, secret) != name:
        raise DamagedError("trust.box_damaged", length=len(box))
    return secret


def code_opener(workspace: str, code: str) -> SealKey:
    """Return the key that a recovery code is: keys are sealed for its public half.

    Raises:
        SignInError: `trust.recovery_mistyped`.
    """
    salt = bytes.fromhex(workspace)
    made = HKDF(SHA256(), SECRET_BYTES, salt=salt, info=b"inspector recovery code 1")
    return SealKey.from_bytes(made.derive(read_code(code).encode()))


def _context(workspace: str, name: str) -> bytes:
    return b"content key 1\0" + workspace.encode() + b"\0" + name.encode()
