"""What a hub holds and what happened there, in words for whoever keeps it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from inspector_app.hub.audit import Line
from inspector_app.hub.refusing import Words

_NONE: tuple[object, ...] = ("", {}, [])
_MEGA, _GIGA = 10**6, 10**9


def status_lines(told: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    """Return a status: the hub, its books, each branch, each laptop, and what lies there for whom."""
    return tuple(_status(told, words))


def _status(told: Mapping[str, Any], words: Words) -> Iterator[str]:
    names = {one["key"]: one["name"] for one in told["devices"]}
    entries = sum(seq for seq, _ in told["vector"].values())
    yield _say(words, "hub", told, free=_size(told["free"]))
    yield _say(words, "books", {}, journals=len(told["vector"]), entries=entries, **_files(told["blobs"]))
    for branch in told["branches"]:
        yield _say(words, "branch", {}, branch=branch)
    for one in told["devices"]:
        seen = "seen" if one["seen_at"] else "unseen"
        yield _say(words, "laptop_shut" if one["revoked"] else seen, one, seen=_moment(one["seen_at"]))
    for key, held in told["beyond"].items():
        for one in held:
            yield _say(words, "beyond", one, key=key, name=names.get(key, ""))
    yield from _backups(told, names, words)
    yield from codes_lines(told, words)
    yield from audit_lines({"lines": told["audit"]})


def _backups(told: Mapping[str, Any], names: Mapping[str, str], words: Words) -> Iterator[str]:
    """Yield what laptops left here, the bound first; nothing where none left anything."""
    left = told["backups"]
    if not left:
        return
    together = {"count": sum(one["count"] for one in left), "size": _size(sum(one["size"] for one in left))}
    yield _say(words, "backups", together, most=_size(told["backups_most"]))
    for one in left:
        span = " – ".join(dict.fromkeys((one["oldest"], one["newest"]))) or "…"
        yield _say(
            words, "backup", one, name=names.get(one["laptop"], ""), size=_size(one["size"]), span=span
        )


def codes_lines(told: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    """Return the codes that nobody used yet, one line each."""
    return tuple(
        _say(words, "code_backup" if each["backup_of"] else "code", each, until=each["expires_at"][:10])
        for each in told["codes"]
    )


def audit_lines(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what happened, one line each: moment, kind as `--what` takes it, who, from where, values."""
    return tuple(line_of(Line(**each)) for each in told["lines"])


def line_of(line: Line) -> str:
    """Return one thing that happened as a line."""
    values = "  ".join(f"{name}={_shown(value)}" for name, value in line.told.items() if value not in _NONE)
    return "  ".join(
        each for each in (_moment(line.at), line.what, line.device, line.address, values) if each
    )


def _say(words: Words, what: str, told: Mapping[str, Any], **more: object) -> str:
    return " ".join(words.text(f"hub.status_{what}", "", {**told, **more})).rstrip()


def _files(told: Mapping[str, int]) -> dict[str, object]:
    return {"files": told["count"], "size": _size(told["size"])}


def _size(count: int) -> str:
    if count >= _GIGA:
        return f"{count / _GIGA:,.1f} GB"
    return f"{count / _MEGA:,.1f} MB" if count >= _MEGA / 10 else f"{count:,} B"


def _moment(told: str) -> str:
    """Return an RFC 3339 moment as this machine's clock shows it; what is none as it is."""
    try:
        return datetime.fromisoformat(told).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return told


def _shown(value: object) -> str:
    """Return a value as it is read on a line: no brackets, quotes or escapes of ours."""
    if isinstance(value, Mapping):
        return ",".join(f"{name}:{_shown(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ",".join(map(_shown, value))
    if isinstance(value, bytes):
        return value.hex()
    return str(value).lower() if isinstance(value, bool) else str(value)
