"""A veiled bundle: one of a workspace that is shared by key, so that the hub keeps it and cannot read it.

An envelope like a bundle's ("IJV"), whose body is the whole bundle under AES-256-GCM: nonce (12 bytes) and
ciphertext. The key comes from the workspace's shared secret, and the open header is bound to what it covers.
Whoever has no secret sees how much was written by which laptop, and nothing of what.

Version 1 is veiled under the workspace's first key. Version 2 names before the nonce which later keys it was
veiled under: how many (1 byte), and 8 bytes of each, in order. A program that knows version 1 alone stops
there and asks for an update, instead of taking it for something that nobody can open.
"""

import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.trust.content_keys import ID_BYTES, ContentKey
from inspector_app.trust.keys import SigningKey

from . import bundle, canonical, envelope
from .envelope import DEFAULT_LIMITS, BundleHeader, FindKey, Kind, Limits, Opened, damaged

KIND = Kind(b"IJV", "veil", newest=2)
_LATER = Kind(KIND.magic, "veil.2", newest=2)
"""The version stands outside what is signed: a purpose of its own keeps anybody from changing it."""

MOST_NAMES = 64
_NONCE = 12


def veil(content: bytes, under: ContentKey, key: SigningKey) -> bytes:
    """Return a bundle veiled under a workspace's content key and signed by the device.

    Raises:
        DamagedError: `journal.bundle_damaged`: it is no bundle.
    """
    header = bundle.open_header(content)
    nonce, names = secrets.token_bytes(_NONCE), written_names(under.names)
    cipher = _cipher(under.secret, header.workspace)
    body = names + nonce + cipher.encrypt(nonce, content, _bound(header, names))
    if names:
        return envelope.close(_LATER, header, body, key, version=2)
    return envelope.close(KIND, header, body, key)


def written_names(names: Sequence[str]) -> bytes:
    """Return the ids of keys as they stand before what is veiled under them; nothing for the first key.

    Raises:
        ValueError: more than `MOST_NAMES`.
    """
    if len(names) > MOST_NAMES:
        raise ValueError(f"{len(names)} keys at once")
    return bytes((len(names),)) + b"".join(bytes.fromhex(one) for one in names) if names else b""


def read_names(content: bytes) -> tuple[tuple[str, ...], int]:
    """Return the ids of keys that stand at the beginning of these bytes, and how many bytes they take.

    Raises:
        DamagedError: `journal.bundle_damaged`, where = `veil`.
    """
    many = content[0] if content else 0
    end = 1 + many * ID_BYTES
    names = tuple(content[at : at + ID_BYTES].hex() for at in range(1, end, ID_BYTES))
    if not 1 <= many <= MOST_NAMES or len(content) < end or list(names) != sorted(set(names)):
        raise damaged("veil")
    return names, end


def names_of(content: bytes) -> tuple[str, ...]:
    """Return the ids of the keys that a veiled bundle was veiled under, sorted; none for the first key.

    Raises:
        DamagedError: `journal.bundle_damaged`. UnavailableError: `journal.newer_bundle`.
    """
    opened = envelope.open_envelope(KIND, content)
    return () if opened.version == 1 else read_names(opened.body)[0]


def open_header(content: bytes) -> BundleHeader:
    """Return what a veiled bundle says of itself; its form is checked, and nothing else.

    Raises:
        DamagedError: `journal.bundle_damaged`. UnavailableError: `journal.newer_bundle`.
    """
    return envelope.open_envelope(KIND, content).header


def verify(content: bytes, find_key: FindKey, limits: Limits = DEFAULT_LIMITS) -> BundleHeader:
    """Return what a veiled bundle says of itself once its device's signature holds; no more can be seen.

    Raises:
        DamagedError: `journal.bundle_damaged`, `journal.bundle_forged`, `journal.bundle_over_limit`.
        UnverifiableError: `journal.bundle_unknown_key`. UnavailableError: `journal.newer_bundle`.
    """
    return _proven(content, find_key, limits).header


def unveil(content: bytes, secret: bytes, find_key: FindKey, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the bundle inside; that is still to be unpacked and so proven.

    Args:
        secret: what was made of the keys that `names_of` tells.

    Raises:
        as `verify`; DamagedError `journal.bundle_damaged`, where = `veil`: another secret, or something else
            lies inside than the header says.
    """
    opened = _proven(content, find_key, limits)
    end = 0 if opened.version == 1 else read_names(opened.body)[1]
    names, nonce, sealed = opened.body[:end], opened.body[end : end + _NONCE], opened.body[end + _NONCE :]
    try:
        cipher = _cipher(secret, opened.header.workspace)
        inside = cipher.decrypt(nonce, sealed, _bound(opened.header, names))
    except (InvalidTag, ValueError) as problem:  # ValueError: no room for a nonce
        raise damaged("veil") from problem
    if _bound(bundle.open_header(inside)) != _bound(opened.header):
        raise damaged("veil")
    return inside


def _proven(content: bytes, find_key: FindKey, limits: Limits) -> Opened:
    later = envelope.open_envelope(KIND, content).version > 1
    return envelope.prove(_LATER if later else KIND, content, find_key, limits)


def _cipher(secret: bytes, workspace: str) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"veil 1" + bytes.fromhex(workspace), "sha256"))


def _bound(header: BundleHeader, names: bytes = b"") -> bytes:
    """Return what inside and outside must say alike; who signed may differ: a carrier may veil anew."""
    return names + canonical.dump(
        [
            header.workspace,
            header.journal_id,
            header.first,
            header.n,
            header.prev.hex(),
            header.last_hash.hex(),
            header.raw_len,
        ]
    )
