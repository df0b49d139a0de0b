"""The form of what enrolment sends: canonical JSON, bytes as base64url without padding, read strictly."""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

import orjson

from inspector_app.domain.errors import DamagedError, UnavailableError

MOST_TEXT = 200
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_HEX = re.compile(r"[0-9a-f]*")


def damaged(where: str) -> DamagedError:
    """Return the refusal of a field."""
    return DamagedError("enrolment.damaged", where=where)


def dump(content: dict[str, Any]) -> bytes:
    """Return JSON values in canonical form."""
    return orjson.dumps(content, option=_OPTIONS)


def load(content: bytes, where: str, most: int) -> object:
    """Return the JSON values that these bytes are, if they are exactly their canonical form.

    Raises:
        DamagedError: `enrolment.damaged`.
    """
    if len(content) > most:
        raise damaged(where)
    try:
        told: object = orjson.loads(content)
        same = orjson.dumps(told, option=_OPTIONS) == content
    except (ValueError, TypeError, RecursionError) as problem:
        raise damaged(where) from problem
    if not same:
        raise damaged(where)
    return told


def fields(content: object, names: frozenset[str], version: int) -> dict[str, Any]:
    """Return an object that has exactly these fields.

    Raises:
        DamagedError: `enrolment.damaged`. UnavailableError: `enrolment.newer`: a newer program wrote it.
    """
    if isinstance(content, dict) and type(content.get("v")) is int and content["v"] > version:
        raise UnavailableError("enrolment.newer", have=version)
    if not isinstance(content, dict) or content.keys() != names:
        raise damaged("fields")
    if type(content["v"]) is not int or content["v"] != version:
        raise damaged("v")
    return content


def text(content: bytes) -> str:
    """Return bytes as they stand in JSON."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def raw(told: object, where: str, length: int | None = None) -> bytes:
    """Return the bytes that a text stands for.

    Args:
        length: how many there must be; any but none when left out.

    Raises:
        DamagedError: `enrolment.damaged`.
    """
    try:
        content = urlsafe_b64decode(told + "=" * (-len(told) % 4)) if isinstance(told, str) else b""
    except (binascii.Error, ValueError) as problem:
        raise damaged(where) from problem
    if text(content) != told or not content or (length is not None and len(content) != length):
        raise damaged(where)
    return content


def digits(told: object, where: str, length: int) -> str:
    """Return a text of so many lower hex digits.

    Raises:
        DamagedError: `enrolment.damaged`.
    """
    if not isinstance(told, str) or len(told) != length or not _HEX.fullmatch(told):
        raise damaged(where)
    return told


def is_words(told: str) -> bool:
    """Tell whether a text can be a person's id or name: visible, on one line, not too long."""
    return bool(told.strip()) and len(told) <= MOST_TEXT and told.isprintable()


def words(content: dict[str, Any], name: str, *, empty: bool = False) -> str:
    """Return a field that a person typed.

    Raises:
        DamagedError: `enrolment.damaged`.
    """
    told = content[name]
    if not isinstance(told, str) or not (is_words(told) or (empty and told == "")):
        raise damaged(name)
    return told


def moment(content: dict[str, Any], name: str) -> str:
    """Return a field that is an RFC 3339 time.

    Raises:
        DamagedError: `enrolment.damaged`.
    """
    told = content[name]
    try:
        known = isinstance(told, str) and len(told) <= 40 and datetime.fromisoformat(told).tzinfo is not None
    except ValueError as problem:
        raise damaged(name) from problem
    if not known:
        raise damaged(name)
    return str(told)


def items(content: dict[str, Any], name: str) -> list[object]:
    """Return a field that is a list.

    Raises:
        DamagedError: `enrolment.damaged`.
    """
    told = content[name]
    if not isinstance(told, list):
        raise damaged(name)
    return told
