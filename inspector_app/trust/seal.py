"""Sealed boxes: anybody can close one for a receiver, only the receiver opens it.

X25519 with a key pair made for this one box, HKDF-SHA256, AES-256-GCM. A box does not tell who closed it:
what must be attributable is signed inside.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.domain.errors import DamagedError

_ALG = b"\x01"  # X25519 + HKDF-SHA256 + AES-256-GCM; another byte leaves room for SM2 and SM4
_KEY, _TAG = 32, 16
_NONCE = bytes(12)  # every box has a key of its own, so the nonce may be the same


class SealKey:
    """The receiver's private key."""

    def __init__(self, private: X25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()

    @staticmethod
    def new() -> "SealKey":
        """Return a fresh random key."""
        return SealKey(X25519PrivateKey.generate())

    @staticmethod
    def from_bytes(seed: bytes) -> "SealKey":
        """Return the key of these 32 bytes.

        Raises:
            DamagedError: `trust.key_damaged`.
        """
        if len(seed) != _KEY:
            raise DamagedError("trust.key_damaged", length=len(seed))
        return SealKey(X25519PrivateKey.from_private_bytes(seed))

    def to_bytes(self) -> bytes:
        """Return the 32 private bytes; only ever kept encrypted."""
        return self._private.private_bytes_raw()

    def open_sealed(self, box: bytes, context: bytes = b"") -> bytes:
        """Return what was sealed for this key in this context.

        Raises:
            DamagedError: `trust.box_damaged`: altered, cut, for somebody else, or for another use.
        """
        if box[:1] != _ALG or len(box) < 1 + _KEY + _TAG:
            raise DamagedError("trust.box_damaged", length=len(box))
        sender = box[1 : 1 + _KEY]
        try:
            shared = self._private.exchange(X25519PublicKey.from_public_bytes(sender))
            key = _key(shared, sender, self.public, context)
            return AESGCM(key).decrypt(_NONCE, box[1 + _KEY :], _ALG)
        except (InvalidTag, ValueError) as problem:  # ValueError: a point that shares nothing
            raise DamagedError("trust.box_damaged", length=len(box)) from problem


def seal(recipient: bytes, plaintext: bytes, context: bytes = b"") -> bytes:
    """Return a box that only the holder of the X25519 key `recipient` (32 raw bytes) opens.

    Args:
        context: what the box is for; it opens only under the same one.

    Raises:
        DamagedError: `trust.key_damaged`: `recipient` is no usable key.
    """
    own = X25519PrivateKey.generate()
    sender = own.public_key().public_bytes_raw()
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(recipient))
    except ValueError as problem:
        raise DamagedError("trust.key_damaged", length=len(recipient)) from problem
    key = _key(shared, sender, recipient, context)
    return _ALG + sender + AESGCM(key).encrypt(_NONCE, plaintext, _ALG)


def _key(shared: bytes, sender: bytes, recipient: bytes, context: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, salt=sender + recipient, info=b"inspector box 1" + context).derive(shared)
