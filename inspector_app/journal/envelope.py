"""The envelope of what a device sends: an open header that its signature covers, and the body that it names.

    magic (3 bytes) + version (1 byte) + length of header (4 bytes, big-endian) + header
    + signature (64 bytes) + body up to the end

The header is canonical JSON and bears the sha256 of the body. Whoever carries an envelope cannot change it:
the signature covers the header, and the header covers every byte that follows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct
from typing import Any

from inspector_app.domain.errors import DamagedError, UnavailableError, UnverifiableError
from inspector_app.trust.keys import SIGNATURE_BYTES, SigningKey, VerifyKey

from . import canonical
from .form import START

_ALG = 1  # alg 1: sha256, Ed25519, zstd; another number leaves room for SM2 and SM3
_LENGTH = Struct(">I")
_HEADER_MOST = 4096

FindKey = Callable[[str], VerifyKey | None]
"""The public key with this id, or None when nobody vouches for it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of envelope: its first three bytes, its signature's purpose, and the newest form of its body."""

    magic: bytes
    purpose: str
    newest: int = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bundle may hold; enforced before and while it is unpacked.

    Attributes:
        entries: at most so many.
        raw: bytes of the entries before packing.
    """

    entries: int = 2_000
    raw: int = 4_000_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class BundleHeader:
    """What a bundle says of itself; nothing is believed until its signature is checked.

    Attributes:
        workspace, journal_id: 32 hex digits.
        first, n: place of its first entry, and how many there are.
        prev, last_hash: hash of the entry before the first, and of the last one; 32 bytes each.
        raw_len: bytes of the entries before packing.
        key: id of the device's key.
    """

    workspace: str
    journal_id: str
    first: int
    n: int
    prev: bytes
    last_hash: bytes
    raw_len: int
    key: str

    @property
    def last(self) -> int:
        """Place of its last entry."""
        return self.first + self.n - 1


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope taken apart; nothing of it is proven yet.

    Attributes:
        version: of the body's form.
        signed: the header's bytes.
        hash: sha256 of the body as the header tells it, hex.
    """

    version: int
    header: BundleHeader
    signed: bytes
    signature: bytes
    body: bytes
    hash: str


def close(kind: Kind, header: BundleHeader, body: bytes, key: SigningKey, version: int = 1) -> bytes:
    """Return an envelope around a body of this version; the header's key is the signer's."""
    told = canonical.dump(
        {
            "alg": _ALG,
            "workspace": header.workspace,
            "journal_id": header.journal_id,
            "first": header.first,
            "n": header.n,
            "prev": header.prev.hex(),
            "last_hash": header.last_hash.hex(),
            "raw_len": header.raw_len,
            "body": sha256(body).hexdigest(),
            "key": key.key_id,
        }
    )
    length = _LENGTH.pack(len(told))
    return b"".join((kind.magic, bytes((version,)), length, told, key.sign(kind.purpose, told), body))


def open_envelope(kind: Kind, content: bytes) -> Opened:
    """Take an envelope apart; its form is checked, and nothing else.

    Raises:
        DamagedError: `journal.bundle_damaged`. UnavailableError: `journal.newer_bundle`.
    """
    start = len(kind.magic) + 1 + _LENGTH.size
    if content[: len(kind.magic)] != kind.magic or len(content) < start:
        raise damaged("start")
    version = content[len(kind.magic)]
    if not 1 <= version <= kind.newest:
        raise UnavailableError("journal.newer_bundle", needed=version, have=kind.newest)
    length = _LENGTH.unpack_from(content, len(kind.magic) + 1)[0]
    if length > _HEADER_MOST or len(content) < start + length + SIGNATURE_BYTES:
        raise damaged("header")
    header, end = content[start : start + length], start + length + SIGNATURE_BYTES
    try:
        told: dict[str, Any] = canonical.load_object(header, "header")
    except DamagedError as problem:
        raise damaged("header") from problem
    if not _is_header(told):
        raise damaged("header")
    signature, body = content[start + length : end], content[end:]
    return Opened(version, _header_of(told), header, signature, body, told["body"])


def prove(kind: Kind, content: bytes, find_key: FindKey, limits: Limits = DEFAULT_LIMITS) -> Opened:
    """Take an envelope apart once its signature holds over header and body.

    Raises:
        DamagedError: `journal.bundle_damaged`, `journal.bundle_forged`, `journal.bundle_over_limit`.
        UnverifiableError: `journal.bundle_unknown_key`. UnavailableError: `journal.newer_bundle`.
    """
    opened = open_envelope(kind, content)
    header = opened.header
    if header.n > limits.entries or header.raw_len > limits.raw:
        raise DamagedError("journal.bundle_over_limit", entries=header.n, size=header.raw_len)
    key = find_key(header.key)
    if key is None:
        raise UnverifiableError("journal.bundle_unknown_key", where=header.journal_id, key=header.key)
    if not key.verify(kind.purpose, opened.signed, opened.signature):
        raise DamagedError("journal.bundle_forged", where=header.journal_id)
    if sha256(opened.body).hexdigest() != opened.hash:
        raise damaged("body")
    return opened


def damaged(where: str) -> DamagedError:
    """Return the error for an envelope that is not what it says."""
    return DamagedError("journal.bundle_damaged", where=where)


def _header_of(told: dict[str, Any]) -> BundleHeader:
    return BundleHeader(
        told["workspace"],
        told["journal_id"],
        told["first"],
        told["n"],
        bytes.fromhex(told["prev"]),
        bytes.fromhex(told["last_hash"]),
        told["raw_len"],
        told["key"],
    )


_FORM: dict[str, tuple[type, int]] = {
    "alg": (int, _ALG),
    "workspace": (str, 32),
    "journal_id": (str, 32),
    "first": (int, 1),
    "n": (int, 1),
    "prev": (str, 64),
    "last_hash": (str, 64),
    "raw_len": (int, 1),
    "body": (str, 64),
    "key": (str, 16),
}
"""The header's fields: text of so many hex digits, or an integer of at least so much."""

_HEX = frozenset("0123456789abcdef")


def _is_header(told: dict[str, object]) -> bool:
    if told.keys() != _FORM.keys() or told["alg"] != _ALG:
        return False
    for name, (kind, measure) in _FORM.items():
        value = told[name]
        if isinstance(value, str) and kind is str:
            sound = len(value) == measure and _HEX.issuperset(value)
        else:
            sound = type(value) is int and kind is int and value >= measure
        if not sound:
            return False
    return (told["first"] == 1) == (told["prev"] == START.hex())
