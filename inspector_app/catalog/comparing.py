"""Two editions compared: which entries came, went, or say something else, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.catalog import files
from inspector_app.catalog.toml_text import tables
from inspector_app.catalog.unproven import NAMED

KEYS = ("id", "code", "kind", "letters", "year", "day", "name", "label", "number")
"""By which of its fields an entry of a list is the same in both editions; the first that it has."""
MOST_TEXT = 400
"""Characters of a value that are told; a change behind them is told all the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    Attributes:
        file: its name below the forms folder.
        item: what the entry is called; empty for the file itself.
        field: the field's own name, dotted within the entry; empty where a whole entry or file came or went.
        old, new: what it said and says; None where there was, or is, nothing.
    """

    file: str
    item: str
    field: str
    old: str | None
    new: str | None


def compared(before: Path, after: Path) -> tuple[Change, ...]:
    """Return what the second forms folder says otherwise than the first, in the order of the files."""
    old, new = files.read(before).texts, files.read(after).texts
    told: list[Change] = []
    for name in sorted(old.keys() | new.keys()):
        if name not in new or name not in old:
            had, has = (name if name in texts else None for texts in (old, new))
            told.append(Change(name, "", "", had, has))
        elif old[name] != new[name]:
            told += _in_file(name, _read(old[name]), _read(new[name]))
    return tuple(told)


def _read(text: str) -> Mapping[str, Any]:
    try:
        return tables(text)
    except (ValueError, RecursionError):
        return {}


def _in_file(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = _entries(old), _entries(new)
    for known in dict.fromkeys((*before, *after)):
        had, has = before.get(known), after.get(known)
        item = _title(has or had or {}) if known[0] else ""
        if had is None or has is None:
            yield Change(name, item, "", *(None if one is None else _title(one) for one in (had, has)))
        else:
            yield from _fields(name, item, had, has)


def _fields(name: str, item: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for field in dict.fromkeys((*before, *after)):
        had, has = before.get(field), after.get(field)
        if had != has:
            yield Change(name, item, field, _short(had), _short(has))


def _short(told: str | None) -> str | None:
    return told if told is None or len(told) <= MOST_TEXT else f"{told[:MOST_TEXT]}…"


def _entries(told: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return the entries of a file's lists by list and key; its own fields stand under an empty one."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    own: dict[str, Any] = {}
    for key, value in told.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            for n, one in enumerate(value):
                found[_free(found, key, _key(one, n))] = one
        else:
            own[key] = value
    return {("", ""): own, **found} if own else found


def _free(taken: Mapping[tuple[str, str], object], key: str, known: str) -> tuple[str, str]:
    """Return a key that no entry before has: examples of one name differ by their place."""
    n, told = 1, known
    while (key, told) in taken:
        n += 1
        told = f"{known} #{n}"
    return key, told


def _key(entry: Mapping[str, Any], n: int) -> str:
    return next((str(entry[key]) for key in KEYS if entry.get(key) not in (None, "")), f"#{n + 1}")


def _title(entry: Mapping[str, Any]) -> str:
    known = _key(entry, 0)
    named = next((str(entry[key]) for key in ("fact", *NAMED) if isinstance(entry.get(key), str)), "")
    return known if not named or named == known else f"{named[:60]}（{known}）"


def _flat(told: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in told.items():
        name = f"{above}{key}"
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        else:
            yield name, _value(value)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_value(one) for one in value)
    if isinstance(value, dict):
        return "，".join(f"{key}={_value(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
