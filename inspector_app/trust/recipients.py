"""Sealing for a person by the key that their certificate names, so that nobody has to be asked first.

An Ed25519 key and an X25519 key are two forms of the same point (RFC 7748, 4.1: u = (1 + y) / (1 − y)), and
the private half is the first half of the seed's SHA-512 (RFC 8032, 5.1.5). So a certificate is all that is
needed to close a box for its holder, and a signing key is all that is needed to open it. That one key pair
may serve both is what age and libsodium rest on as well (Thormarker 2021).
"""

from hashlib import sha512

from inspector_app.domain.errors import DamagedError

from .keys import SigningKey, VerifyKey
from .seal import SealKey

_P = 2**255 - 19
_SIGN = 1 << 255


def recipient_of(key: VerifyKey) -> bytes:
    """Return the 32 bytes that `seal` takes for the holder of a signing key.

    Raises:
        DamagedError: `trust.key_damaged`: the key is no point that a box can be closed for.
    """
    y = int.from_bytes(key.raw, "little") & (_SIGN - 1)
    below = (1 - y) % _P
    if not below:
        raise DamagedError("trust.key_damaged", length=len(key.raw))
    return ((1 + y) * pow(below, -1, _P) % _P).to_bytes(32, "little")


def opener_of(key: SigningKey) -> SealKey:
    """Return the key that opens what was sealed for the holder of a signing key."""
    return SealKey.from_bytes(sha512(key.to_bytes()).digest()[:32])
