"""The enrolment code: one line that brings a laptop to its office's hub, and to no other.

It names the hub and its address, the fingerprint of the hub's TLS certificate, and the secret that lets one
laptop in. Crockford's base 32 without I, L, O and U; the last signs tell a slip of the pen from a wrong code.
Written in groups of five; case, spaces and hyphens do not matter.
"""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from inspector_app.domain.errors import SignInError

SECRET_BYTES, FINGERPRINT_BYTES, HUB_BYTES = 16, 32, 16
PREFIX = "IE1"
MOST_URL = 200
"""Characters."""

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIKE = str.maketrans("OIL", "011")
_CHECK, _GROUP = 4, 5
_FIXED = HUB_BYTES + FINGERPRINT_BYTES + SECRET_BYTES
_BLANK = re.compile(r"[\s\-\u2010-\u2015\uff0d\ufeff\u200b]+")
_HEX = re.compile(r"[0-9a-f]{32}")
_URL = re.compile(r"https://[!-~]+")


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """What a laptop needs to join, over TLS.

    Attributes:
        hub: the hub's id, 32 hex digits.
        fingerprint: sha256 of the hub's TLS certificate, 32 bytes.
        secret: lets one laptop in, once; 16 bytes.
        url: where the hub answers, `https://…`.
    """

    hub: str
    fingerprint: bytes
    secret: bytes = field(repr=False)
    url: str

    def __post_init__(self) -> None:
        """Refuse what could not be written as a code: a ValueError, since the hub alone makes codes."""
        if not _HEX.fullmatch(self.hub) or len(self.fingerprint) != FINGERPRINT_BYTES:
            raise ValueError("no hub id or fingerprint")
        if len(self.secret) != SECRET_BYTES or not is_url(self.url):
            raise ValueError("no secret or url")

    def text(self) -> str:
        """Return the code as it is shown: `IE1-` and groups of five."""
        body = _written(bytes.fromhex(self.hub) + self.fingerprint + self.secret + self.url.encode())
        whole = body + _check(body)
        return "-".join([PREFIX, *(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))])

    @staticmethod
    def parse(told: str) -> "EnrolmentCode":
        """Read a code as somebody typed or pasted it.

        Raises:
            SignInError: `enrolment.mistyped`, with how many signs were read.
        """
        whole = _BLANK.sub("", told).upper().translate(_LIKE)
        prefix, body, check = whole[:3], whole[3:-_CHECK], whole[-_CHECK:]
        content = _read(body) if prefix == PREFIX.translate(_LIKE) and check == _check(body) else None
        try:
            if content is None or len(content) <= _FIXED:
                raise ValueError("no code")
            hub, rest = content[:HUB_BYTES].hex(), content[HUB_BYTES:]
            fingerprint, secret = rest[:FINGERPRINT_BYTES], rest[FINGERPRINT_BYTES : _FIXED - HUB_BYTES]
            return EnrolmentCode(hub, fingerprint, secret, content[_FIXED:].decode("ascii"))
        except ValueError as problem:
            raise SignInError("enrolment.mistyped", length=len(whole)) from problem


def is_url(told: str) -> bool:
    """Tell whether a hub can be reached by this address."""
    return len(told) <= MOST_URL and _URL.fullmatch(told) is not None


def looks_like_code(told: str) -> bool:
    """Tell whether somebody who typed this meant a code and not a file."""
    return _BLANK.sub("", told).upper().translate(_LIKE).startswith(PREFIX.translate(_LIKE))


def _written(content: bytes) -> str:
    signs = -(-len(content) * 8 // 5)
    number = int.from_bytes(content, "big") << (signs * 5 - len(content) * 8)
    return "".join(_SIGNS[number >> (5 * place) & 31] for place in reversed(range(signs)))


def _read(body: str) -> bytes | None:
    """Return the bytes of the signs, None when a sign is none or a spare bit is set."""
    if any(sign not in _SIGNS for sign in body) or len(body) > 2 * (_FIXED + MOST_URL):
        return None
    number = 0
    for sign in body:
        number = number << 5 | _SIGNS.index(sign)
    length = len(body) * 5 // 8
    spare = len(body) * 5 - length * 8
    if spare >= 5 or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(length, "big")


def _check(body: str) -> str:
    digest = int.from_bytes(sha256(b"enrolment code 1\0" + body.encode()).digest()[:4], "big")
    return "".join(_SIGNS[digest >> (5 * place) & 31] for place in reversed(range(_CHECK)))
