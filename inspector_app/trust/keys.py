"""Signing keys (Ed25519): what a person or a device signs with, and what proves it.

Every signature is made for a purpose that is part of the signed bytes, so that a signature over a bundle
can never be shown as a signature over an act.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from inspector_app.domain.errors import DamagedError

SIGNATURE_BYTES = 64
KEY_BYTES = 32
_PURPOSE = re.compile(r"[a-z][a-z0-9._-]{0,39}")


def key_id_of(raw: bytes) -> str:
    """Return a public key's id: the first 8 bytes of its sha256 as 16 lower hex digits."""
    return sha256(raw).digest()[:8].hex()


@dataclass(frozen=True)
class VerifyKey:
    """A public key.

    Attributes:
        raw: its 32 bytes.

    Raises:
        DamagedError: `trust.key_damaged` for anything but 32 bytes.
    """

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise DamagedError("trust.key_damaged", length=len(self.raw))

    @cached_property
    def key_id(self) -> str:
        """16 lower hex digits."""
        return key_id_of(self.raw)

    def verify(self, purpose: str, message: bytes, signature: bytes) -> bool:
        """Tell whether the holder of the private key signed this message for this purpose."""
        try:
            self._key.verify(signature, _framed(purpose, message))
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)


class SigningKey:
    """A private key. It is never shown: its text form names only the key id."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = VerifyKey(private.public_key().public_bytes_raw())

    @staticmethod
    def new() -> "SigningKey":
        """Return a fresh random key."""
        return SigningKey(Ed25519PrivateKey.generate())

    @staticmethod
    def from_bytes(seed: bytes) -> "SigningKey":
        """Return the key of this seed of 32 bytes.

        Raises:
            DamagedError: `trust.key_damaged`.
        """
        if len(seed) != KEY_BYTES:
            raise DamagedError("trust.key_damaged", length=len(seed))
        return SigningKey(Ed25519PrivateKey.from_private_bytes(seed))

    def to_bytes(self) -> bytes:
        """Return the seed, 32 bytes; only ever kept encrypted."""
        return self._private.private_bytes_raw()

    @property
    def key_id(self) -> str:
        """16 lower hex digits, those of the public key."""
        return self.public.key_id

    def sign(self, purpose: str, message: bytes) -> bytes:
        """Return the signature, 64 bytes, over the message for this purpose."""
        return self._private.sign(_framed(purpose, message))

    def __repr__(self) -> str:
        return f"SigningKey({self.key_id})"


def _framed(purpose: str, message: bytes) -> bytes:
    if not _PURPOSE.fullmatch(purpose):
        raise ValueError(f"no signature can be made for {purpose!r}")
    return b"inspector:" + purpose.encode() + b"\0" + message
