"""Files of the workspace that is shared by key, as they travel: encrypted, and bound to their name.

nonce (12 bytes) + ciphertext under the first key; under later ones `IJF` and a 2 before it, and which keys
they are, as before a bundle. The first key is tried first: a nonce may happen to begin so.
"""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import veil
from inspector_app.trust.content_keys import ContentKey, ContentKeys

_LATER = b"IJF\x02"
_NONCE = 12


def sealed(name: str, content: bytes, under: ContentKey, workspace: str) -> bytes:
    """Return a file as it travels.

    Args:
        name: as the file is called on the way, hex digits.
    """
    nonce = secrets.token_bytes(_NONCE)
    start = _LATER + veil.written_names(under.names) if under.names else b""
    cipher = _cipher(under.secret, workspace)
    return start + nonce + cipher.encrypt(nonce, content, start + bytes.fromhex(name))


def opened(name: str, content: bytes, keys: ContentKeys) -> bytes:
    """Return what a file holds that came under this name.

    Raises:
        DamagedError: `exchange.photo_damaged`; `exchange.file_awaits_key`: it is veiled under a key that is
            not held here.
    """
    plain = _plain(content, b"", keys.first, name, keys.workspace)
    if plain is None and content.startswith(_LATER):
        names, end = veil.read_names(content[len(_LATER) :])
        secret = keys.of(names)
        if secret is None:
            raise DamagedError("exchange.file_awaits_key", where=name)
        plain = _plain(content, content[: len(_LATER) + end], secret, name, keys.workspace)
    if plain is None:
        raise DamagedError("exchange.photo_damaged", where=name)
    return plain


def _plain(content: bytes, start: bytes, secret: bytes, name: str, workspace: str) -> bytes | None:
    nonce, box = content[len(start) : len(start) + _NONCE], content[len(start) + _NONCE :]
    try:
        return _cipher(secret, workspace).decrypt(nonce, box, start + bytes.fromhex(name))
    except (InvalidTag, ValueError):  # ValueError: no room for a nonce
        return None


def _cipher(secret: bytes, workspace: str) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"file 1" + bytes.fromhex(workspace), "sha256"))
