"""What an edition takes from memory: every entry that its file marks `proofed = false`, with where it stands.

The digest is over what the entry says. A tick of the office (已核对) holds for that digest alone: once a word
is changed, the entry is unproven again.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.catalog import files
from inspector_app.catalog.toml_places import line_of, places
from inspector_app.catalog.toml_text import tables

ENTRIES = ("clause", "entry")
"""Lists whose entries take the mark of their file; where a file has none of them, it is one entry itself."""
NAMED = ("cite", "at", "label", "name", "title", "conduct", "instrument", "code", "id")
MARKS = frozenset({"proofed", "provenance", "example"})
SAYS = ("power", "conduct", "text", "measure", "penalty", "rule")


@dataclass(frozen=True, slots=True)
class Unproven:
    """An entry that nobody compared with its official text.

    Attributes:
        file, line: where it stands.
        id: its own code within the file, empty for the file as a whole.
        title: what it is called; `says` its words, empty where the whole file is meant.
        provenance: where it comes from, as the file says.
        digest: 64 hex digits over what it says.
    """

    file: str
    line: int
    id: str
    title: str
    says: str
    provenance: str
    digest: str


def unproven(folder: Path) -> tuple[Unproven, ...]:
    """Return every entry of a forms folder that is marked as unproven, file by file."""
    read = files.read(folder)
    return tuple(one for name in sorted(read.texts) for one in _of_file(name, read.texts[name]))


def _of_file(name: str, text: str) -> Iterator[Unproven]:
    try:
        told = tables(text)
    except (ValueError, RecursionError):
        return
    lines = places(text)
    for key, value in told.items():
        if isinstance(value, dict) and value.get("proofed") is False:
            yield _told(name, line_of(lines, (key,)), key, {"name": key}, value, told)
    head = {key: value for key, value in told.items() if not isinstance(value, list | dict)}
    if told.get("proofed") is False and not any(isinstance(told.get(key), list) for key in ENTRIES):
        yield _told(name, line_of(lines, ("proofed",)), "", told, told, told)
    for key, entries in told.items():
        usual = told.get("proofed") if key in ENTRIES else None
        for n, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict) and entry.get("proofed", usual) is False:
                known = str(entry.get("id") or entry.get("code") or n)
                yield _told(name, line_of(lines, (key, n)), known, entry, entry, head)


def _told(
    file: str,
    line: int,
    known: str,
    named: Mapping[str, Any],
    entry: Mapping[str, Any],
    head: Mapping[str, Any],
) -> Unproven:
    title = next((_words(named[key]) for key in NAMED if named.get(key)), file)
    short = str(head.get("short_title") or head.get("title") or "") if known and "at" in entry else ""
    says = next((str(entry[key]) for key in SAYS if isinstance(entry.get(key), str)), "") if known else ""
    source = str(entry.get("provenance") or head.get("provenance") or "")
    return Unproven(file, line, known, f"{short}{title}", says, source, digest(entry, head))


def _words(value: object) -> str:
    return "".join(str(one) for one in value) if isinstance(value, list) else str(value)


def digest(entry: Mapping[str, Any], head: Mapping[str, Any]) -> str:
    """Return 64 hex digits over what an entry says and over the head of its file, without their marks."""
    both = (entry,) if entry is head else (entry, head)
    told = [{key: value for key, value in one.items() if key not in MARKS} for one in both]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
