"""Chunks: a long stream sealed piece by piece, so that a file of any size needs the memory of one chunk.

Each chunk is AES-256-GCM under one key that serves this one stream. Its nonce is its number and whether it
is the last: so no chunk can be left out, moved, repeated or taken for the end (the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizár). All chunks are bound to the header that stands before them.
"""

from collections.abc import Callable, Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.domain.errors import DamagedError

CHUNK = 1_000_000
"""Bytes of a chunk before sealing; only the last one may be shorter."""

KEY_BYTES, TAG = 32, 16


def sealed(key: bytes, pieces: Iterable[bytes], bound: bytes) -> Iterator[bytes]:
    """Yield the sealed chunks of a stream that comes in pieces of any size.

    Args:
        key: 32 bytes, made for this one stream.
        bound: what must be the same when it is opened, e.g. the hash of the header before the chunks.
    """
    cipher, held, number = AESGCM(key), bytearray(), 0
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:  # a full chunk is only sealed once it is known that more comes after it
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[:CHUNK]), bound)
            del held[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), bound)


def opened(key: bytes, read: Callable[[int], bytes], bound: bytes) -> Iterator[bytes]:
    """Yield the chunks of a stream as they were before sealing; the last one only when it is the last.

    Args:
        read: returns at most so many bytes, fewer only at the end of the file.

    Raises:
        DamagedError: `trust.box_damaged`: altered, cut, chunks missing or in another order, or another key.
    """
    cipher, number = AESGCM(key), 0
    held = read(CHUNK + TAG)
    while True:
        after = read(CHUNK + TAG) if len(held) == CHUNK + TAG else b""
        try:
            yield cipher.decrypt(_nonce(number, last=not after), held, bound)
        except (InvalidTag, ValueError) as problem:  # ValueError: shorter than a tag
            raise DamagedError("trust.box_damaged", length=len(held)) from problem
        if not after:
            return
        held, number = after, number + 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((last,))
