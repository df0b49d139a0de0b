"""The 12-character code that a person without our program reads out on the telephone."""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 letters and digits that are not mistaken for each other: no 0, 1, I, O."""

LENGTH = 12
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―_·.,，、]+")
_LIKE_A_CODE = re.compile(r"[0-9A-Z]{9,15}")
_LABEL = re.compile(r"^核验码[:\s]*")


@dataclass(frozen=True, slots=True)
class Told:
    """A code as somebody typed or read it out.

    Attributes:
        code: as the paper prints it, in three groups; only meaningful when nothing below is wrong.
        length: how many characters were told.
        impossible: characters that no code contains, each once.
    """

    code: str
    length: int
    impossible: str

    @property
    def well_formed(self) -> bool:
        """Tell whether a paper could carry this code."""
        return self.length == LENGTH and not self.impossible


def code_of(content_hash: bytes) -> str:
    """Return the code of a content, e.g. `7K3M-9QXF-2H5T`: 60 bits of its hash under a prefix of its own."""
    number = int.from_bytes(sha256(b"code1" + content_hash).digest()[:8], "big") >> 4
    return _grouped("".join(ALPHABET[number >> 5 * (LENGTH - 1 - n) & 31] for n in range(LENGTH)))


def _grouped(letters: str) -> str:
    return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def told_code(text: str) -> Told | None:
    """Read a code leniently (small or full-width letters, any blanks and dashes); None for other text.

    What cannot stand in a code is named and never guessed: a 0 may have been a D, a Q or a letter O.
    """
    plain = _LABEL.sub("", unicodedata.normalize("NFKC", text).strip())
    letters = _BETWEEN.sub("", plain).upper()
    if not _LIKE_A_CODE.fullmatch(letters):
        return None
    impossible = "".join(dict.fromkeys(one for one in letters if one not in ALPHABET))
    return Told(_grouped(letters), len(letters), impossible)


_MISREAD = {"0": "DQ", "O": "DQ", "1": "LT7", "I": "LJT"}
"""What a sign that stands in no code may have been on the paper."""


def readings(told: Told) -> tuple[str, ...]:
    """Return the codes that somebody may have meant who told a 0, O, 1 or I, as a paper prints them.

    None is likelier than another: whoever looks them up says which one it found. None at all when more than
    two signs are in doubt, or another is wrong.
    """
    doubtful = [place for place, one in enumerate(told.code) if one in _MISREAD]
    if told.length != LENGTH or not set(told.impossible) <= _MISREAD.keys() or not 1 <= len(doubtful) <= 2:
        return ()
    found = [told.code]
    for place in doubtful:
        found = [
            one[:place] + sign + one[place + 1 :] for one in found for sign in _MISREAD[told.code[place]]
        ]
    return tuple(found)
