"""The form that an entry's header and payload are held to, whoever wrote them."""

import re
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

READER_VERSION = 1
"""What this program can read. An entry that needs more is refused by name, not misread."""

ENTRY_VERSION, ALG = 1, 1  # alg 1: sha256; another number leaves room for SM3
START = bytes(32)
"""What the first entry of a journal has in place of a predecessor's hash."""

OPS = frozenset({"create", "set", "delete", "act"})

MOST_N = 2**53 - 2
"""The greatest n of a stamp."""
_TEXT_MOST = 128
_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_WALL = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("workspace", _ID),
    ("journal_id", _ID),
    ("tx", _ID),
    ("prev", _HASH),
    ("payload_hash", _HASH),
    ("entity", _NAME),
    ("wall", _WALL),
)
_TEXTS = itemgetter(*(name for name, _ in _PATTERNS))
_ALL_TEXTS = re.compile("\n".join(pattern.pattern for _, pattern in _PATTERNS))
"""All seven at once: a journal of a hundred thousand entries is read in a few seconds."""
_VERSIONS = {"v": ENTRY_VERSION, "alg": ALG, "min_reader": READER_VERSION}
HEADER_NAMES = frozenset(
    {name for name, _ in _PATTERNS} | {*_VERSIONS, "seq", "user", "tx_last", "entity_id", "op"}
)


def header_fault(told: dict[str, Any]) -> str:
    """Return the name of the first header field that is missing or has the wrong form, or nothing."""
    if not told.keys() >= HEADER_NAMES:
        return min(HEADER_NAMES - told.keys())
    if not _texts_sound(told):
        return _text_fault(told)
    for name in ("user", "entity_id"):
        value = told[name]
        if type(value) is not str or not 0 < len(value) <= _TEXT_MOST or not value.isprintable():
            return name
    for name, version in _VERSIONS.items():
        if type(told[name]) is not int or told[name] != version:
            return name
    return _place_fault(told)


def payload_fault(told: dict[str, Any], op: str) -> str:
    """Return the name of the payload's part that has the wrong form for this op, or nothing."""
    salt = told.get("salt")
    if type(salt) is not str or not _ID.fullmatch(salt):
        return "salt"
    return "" if fields_sound(told.get("fields"), op) else "fields"


def fields_sound(fields: object, op: str) -> bool:
    """Tell whether a payload's fields have the form that this op asks for."""
    if type(fields) is not dict:
        return False
    if op == "act":
        return type(fields.get("kind")) is str and type(fields.get("content")) is dict
    if op == "delete":
        return _is_base(fields.get("base"))
    for name, each in fields.items():
        if type(each) is not dict or "value" not in each or not _is_name(name):
            return False
        if each.get("base") != [] and not _is_base(each.get("base")):
            return False
    return True


def _place_fault(told: dict[str, Any]) -> str:
    seq, op = told["seq"], told["op"]
    if type(seq) is not int or seq < 1 or (seq == 1) != (told["prev"] == START.hex()):
        return "seq"
    if type(told["tx_last"]) is not bool:
        return "tx_last"
    if not is_day(told["wall"][:10]):
        return "wall"
    return "" if type(op) is str and op in OPS else "op"


def _texts_sound(told: dict[str, Any]) -> bool:
    try:
        return _ALL_TEXTS.fullmatch("\n".join(_TEXTS(told))) is not None
    except TypeError:  # one of them is no text; the slow way tells which
        return False


def _text_fault(told: dict[str, Any]) -> str:
    """Return the name of the first that is wrong; one is, for no pattern matches a line break."""
    return next(
        name
        for name, pattern in _PATTERNS
        if type(told[name]) is not str or not pattern.fullmatch(told[name])
    )


@lru_cache(maxsize=1024)
def is_day(text: str) -> bool:
    """Tell whether a text of ten signs is a day that the calendar has."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def _is_base(base: object) -> bool:
    if type(base) is not list:
        return False
    for stamp in base:
        if type(stamp) is not list or len(stamp) != 2:
            return False
        n, digest = stamp
        if type(n) is not int or not 1 <= n <= MOST_N:
            return False
        if type(digest) is not str or not _HASH.fullmatch(digest):
            return False
    return True
