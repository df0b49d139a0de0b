"""The wire: paths, headers, limits and the shapes of what is asked and answered; both sides hold to these.

Everything is JSON in canonical form or frames. A shape is read strictly: what has another form is refused,
and said which part.
"""

import contextlib
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import canonical

PROTOCOLS = (1,)
"""What this program speaks."""

HUB_HEADER = "X-Inspector-Hub"
"""Every answer of a hub carries its id: what answers without it is no hub."""

SHA_HEADER = "X-Content-SHA256"
FRAMES, JSON = "application/x-inspector-frames", "application/json"

HELLO, ENROL, NONCE, TOKEN = "/v1/hello", "/v1/enrol", "/v1/nonce", "/v1/token"
STATUS = "/v1/status"
BACKUP = "/v1/backup"
"""Backups of a laptop that is gone, fetched by who has a code of the office."""
PUBLIC = "/v"

MOST_PUSH = 8_000_000
"""Bytes of frames in one push or in one answer to a pull (of which the first bundle may be larger)."""

MOST_JSON = 1_000_000
MOST_BLOB = 256_000_000
MOST_PART = 8_000_000
MOST_SEVERAL = 1_048_576
"""Bytes of small files that are brought in one question, frames and all."""

MOST_NAMES = 1_000
"""Names of files in one question."""

TOKEN_SECONDS = 3_600
CLOCKS_APART_S = 120
"""Clocks that differ by more are told of."""

Tips = Mapping[str, Sequence[tuple[int, bytes]]]
"""The ends of journals: by journal id, place and hash of each entry that none follows."""

_ID, _HASH = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")


def path_of(workspace: str, what: str) -> str:
    """Return the path of a question about one workspace: have, push, pull, receipts, digest, blobs/…"""
    return f"/v1/{workspace}/{what}"


def dump(told: Mapping[str, Any]) -> bytes:
    """Return a JSON object in canonical form."""
    return canonical.dump(dict(told))


def load(content: bytes) -> dict[str, Any]:
    """Return the JSON object that somebody sent.

    Raises:
        DamagedError: `exchange.unreadable`.
    """
    try:
        return canonical.load_object(content, "body")
    except DamagedError as problem:
        raise DamagedError("exchange.unreadable", where="body") from problem


def told_tips(tips: Tips) -> dict[str, list[list[Any]]]:
    """Return tips as JSON values, in one fixed order."""
    return {
        journal: [[seq, digest.hex()] for seq, digest in sorted(ends)]
        for journal, ends in sorted(tips.items())
    }


def read_tips(told: object, where: str = "tips") -> dict[str, list[tuple[int, bytes]]]:
    """Read what `told_tips` returned.

    Raises:
        DamagedError: `exchange.unreadable`.
    """
    if not isinstance(told, dict):
        raise DamagedError("exchange.unreadable", where=where)
    read = {}
    for journal, ends in told.items():
        if not isinstance(journal, str) or not _ID.fullmatch(journal) or not isinstance(ends, list):
            raise DamagedError("exchange.unreadable", where=where)
        read[journal] = [_end(each, where) for each in ends]
    return read


def _end(told: object, where: str) -> tuple[int, bytes]:
    if isinstance(told, list) and len(told) == 2:
        seq, digest = told
        if type(seq) is int and seq >= 1 and isinstance(digest, str) and _HASH.fullmatch(digest):
            return seq, bytes.fromhex(digest)
    raise DamagedError("exchange.unreadable", where=where)


def read_names(told: object) -> list[str]:
    """Read names of files.

    Raises:
        DamagedError: `exchange.unreadable`.
    """
    if not isinstance(told, list) or len(told) > MOST_NAMES:
        raise DamagedError("exchange.unreadable", where="names")
    if not all(isinstance(each, str) and _HASH.fullmatch(each) for each in told):
        raise DamagedError("exchange.unreadable", where="names")
    return told


def read_id(told: object, where: str) -> str:
    """Read 32 hex digits.

    Raises:
        DamagedError: `exchange.unreadable`.
    """
    if not isinstance(told, str) or not _ID.fullmatch(told):
        raise DamagedError("exchange.unreadable", where=where)
    return told


def read_hash(told: object, where: str) -> bytes:
    """Read a hash of 64 hex digits.

    Raises:
        DamagedError: `exchange.unreadable`.
    """
    if not isinstance(told, str) or not _HASH.fullmatch(told):
        raise DamagedError("exchange.unreadable", where=where)
    return bytes.fromhex(told)


def read_raw(told: object, where: str) -> bytes:
    """Read bytes that were told as base64.

    Raises:
        DamagedError: `exchange.unreadable`.
    """
    if isinstance(told, str):
        with contextlib.suppress(ValueError):
            return b64decode(told, validate=True)
    raise DamagedError("exchange.unreadable", where=where)


def read_int(told: object, where: str) -> int:
    """Read a whole number that is not negative.

    Raises:
        DamagedError: `exchange.unreadable`.
    """
    if type(told) is not int or told < 0:
        raise DamagedError("exchange.unreadable", where=where)
    return told


@dataclass(frozen=True, slots=True)
class Hello:
    """What a hub says of itself before anybody signs on.

    Attributes:
        hub: its id, 32 hex digits; key: its public key, 32 bytes.
        protocols: what it speaks.
        program: its program's version; least: the oldest program that it serves.
        time: RFC 3339 time by its clock.
        training: what is made there is practice; None from a hub that does not say so.
    """

    hub: str
    key: bytes
    protocols: tuple[int, ...]
    program: str
    least: str
    time: str
    training: bool | None = None

    def to_content(self) -> dict[str, Any]:
        """Return it as JSON values."""
        told: dict[str, Any] = {
            "hub": self.hub,
            "key": self.key.hex(),
            "protocols": list(self.protocols),
            "program": self.program,
            "least": self.least,
            "time": self.time,
        }
        return told if self.training is None else told | {"training": self.training}

    @staticmethod
    def from_content(told: Mapping[str, Any]) -> "Hello":
        """Read what `to_content` returned.

        Raises:
            DamagedError: `exchange.unreadable`.
        """
        protocols = told.get("protocols")
        if not isinstance(protocols, list) or not all(type(each) is int for each in protocols):
            raise DamagedError("exchange.unreadable", where="protocols")
        program, least, time = (told.get(name) for name in ("program", "least", "time"))
        if not all(isinstance(each, str) and len(each) <= 64 for each in (program, least, time)):
            raise DamagedError("exchange.unreadable", where="program")
        training = told.get("training")
        if not isinstance(training, bool | None):
            raise DamagedError("exchange.unreadable", where="training")
        return Hello(
            read_id(told.get("hub"), "hub"),
            read_hash(told.get("key"), "key"),
            tuple(protocols),
            str(program),
            str(least),
            str(time),
            training,
        )
