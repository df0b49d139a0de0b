"""Canonical bytes: one way to write a value, so that a hash or signature over it is stable for ever.

JSON, keys sorted by code point, no spaces, UTF-8, integers within ±(2**53 - 1), no floats, at most 64 lists
and objects within each other.
"""

import re

import orjson

from inspector_app.domain.errors import DamagedError, RuleError

MOST_INT = 2**53 - 1
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_DEEPEST = 64
# Where a float might stand. It may also match inside a text: then the value is walked.
_SUSPECT = re.compile(rb"[:,\[]-?[0-9]+[.eE]")


def dump(value: object) -> bytes:
    """Return the canonical bytes of a JSON value.

    Raises:
        RuleError: `journal.float_value`, `journal.unfit_value`, where = the path of the value.
    """
    fault = None if _sound(value, 0) else _fault(value, "", 0)
    if fault is not None:
        code, where = fault
        if code == "float":
            raise RuleError("journal.float_value", where=where)
        raise RuleError("journal.unfit_value", where=where)
    return _dump(value)


def load_object(raw: bytes, where: str) -> dict[str, object]:
    """Return the object that these bytes are, if they are exactly its canonical form.

    Raises:
        DamagedError: `journal.entry_damaged`.
    """
    try:
        value = orjson.loads(raw)
        same = isinstance(value, dict) and again(value) == raw
    except (ValueError, TypeError) as problem:  # TypeError: an integer too large to be stable
        raise DamagedError("journal.entry_damaged", where=where) from problem
    # A value is walked only where a float or too great a depth is possible at all: most never are.
    if not same or (doubtful(raw) and unfit(value)):
        raise DamagedError("journal.entry_damaged", where=where)
    told: dict[str, object] = value
    return told


def again(value: object) -> bytes:
    """Return a value that was read as it would be written.

    Raises:
        TypeError: it holds an integer too large to be stable.
    """
    return orjson.dumps(value, option=_OPTIONS)


def has_suspect(raw: bytes) -> bool:
    """Tell whether a float may stand in these bytes; it may also be a text that looks like one."""
    return _SUSPECT.search(raw) is not None


def doubtful(raw: bytes) -> bool:
    """Tell whether what stands in these bytes must be walked: a float or too great a depth is possible."""
    return has_suspect(raw) or raw.count(b"[") + raw.count(b"{") > _DEEPEST


def unfit(value: object) -> bool:
    """Tell whether a value holds a float, an integer too large, or lies too deep."""
    return _fault(value, "", 0) is not None


def _dump(value: object) -> bytes:
    try:
        return again(value)
    except TypeError as problem:  # half a surrogate pair: no UTF-8 for it
        raise RuleError("journal.unfit_value", where="") from problem


def _sound(value: object, depth: int) -> bool:
    """Tell whether a value is certainly fit; where it is not certain `_fault` looks closely."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if isinstance(value, int):
        return -MOST_INT <= value <= MOST_INT
    if depth >= _DEEPEST:
        return False
    if isinstance(value, dict):
        return all(type(name) is str and _sound(each, depth + 1) for name, each in value.items())
    return isinstance(value, list | tuple) and all(_sound(each, depth + 1) for each in value)


def _fault(value: object, where: str, depth: int) -> tuple[str, str] | None:
    if value is None or isinstance(value, bool | str):
        return None
    if isinstance(value, int):
        return None if -MOST_INT <= value <= MOST_INT else ("unfit", where)
    if isinstance(value, float):
        return "float", where
    if depth >= _DEEPEST:
        return "unfit", where
    if isinstance(value, list | tuple):
        found = (_fault(each, f"{where}[{place}]", depth + 1) for place, each in enumerate(value))
    elif isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            return "unfit", where
        found = (_fault(each, f"{where}.{name}".lstrip("."), depth + 1) for name, each in value.items())
    else:
        return "unfit", where
    return next((each for each in found if each is not None), None)
