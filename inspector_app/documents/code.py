"""The 12-character code that a person without our program reads out on the telephone."""

from hashlib import sha256

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 letters and digits that are not mistaken for each other: no 0, 1, I, O."""

_LENGTH = 12


def code_of(content_hash: bytes) -> str:
    """Return the code of a content, e.g. `7K3M-9QXF-2H5T`: 60 bits of its hash under a prefix of its own."""
    number = int.from_bytes(sha256(b"code1" + content_hash).digest()[:8], "big") >> 4
    letters = "".join(ALPHABET[number >> 5 * (_LENGTH - 1 - n) & 31] for n in range(_LENGTH))
    return "-".join(letters[n : n + 4] for n in range(0, _LENGTH, 4))
