"""Reading the files of a forms folder: found, measured, decoded, parsed and fitted to their shape."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from inspector_app.catalog import (
    schema,
    schema_conduct,
    schema_plans,
    schema_statistics,
    schema_targets,
    toml_text,
)
from inspector_app.catalog.faults import Fault, of_validation

MOST_BYTES = 1_000_000
MOST_FILES = 1_000

_LINE = re.compile(r"at line (\d+)")

_FOLDERS: Mapping[str, type[schema.Part]] = {
    "targets": schema_targets.TargetFile,
    "clauses": schema.ClauseFile,
    "phrases": schema.PhraseFile,
    "calendars": schema.CalendarFile,
    "documents": schema.DocumentFile,
    "conduct": schema_conduct.ConductFile,
}
_SINGLE: Mapping[str, type[schema.Part]] = {
    "edition.toml": schema.EditionFile,
    "options.toml": schema.OptionsFile,
    "plans.toml": schema_plans.PlansFile,
}
_CHECKLISTS: Mapping[str, type[schema.Part]] = {
    "table": schema.ScoreTableFile,
    "standard": schema.StandardFile,
    "examples": schema.WholeExamplesFile,
    "list": schema.ListFile,
    "hazards": schema.HazardFile,
}
_STATISTICS: Mapping[str, type[schema.Part]] = {
    "figures": schema_statistics.FiguresFile,
    "report": schema_statistics.ReportFile,
}
_OF_KIND = {"checklists": _CHECKLISTS, "statistics": _STATISTICS}
"""Folders whose files say themselves of what kind they are."""

PartT = TypeVar("PartT", bound=schema.Part)


@dataclass(frozen=True, slots=True)
class FormFile(Generic[PartT]):
    """A file that fits its shape; `name` is its path below the forms folder, with forward slashes."""

    name: str
    part: PartT


@dataclass(slots=True)
class Folder:
    """A forms folder as read.

    Attributes:
        edition: hex sha256 over the names and bytes of all its TOML files.
        texts: the decoded text of each file, for finding lines.
        files: those that fit their shape.
        faults: what is wrong with the others.
    """

    edition: str
    texts: dict[str, str] = field(default_factory=dict)
    files: list[FormFile[schema.Part]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def of(self, kind: type[PartT]) -> list[FormFile[PartT]]:
        """Return the files of one shape, in the order of their names."""
        return [FormFile(one.name, one.part) for one in self.files if isinstance(one.part, kind)]


def read(folder: Path) -> Folder:
    """Read every TOML file below the folder; what is wrong stands in `faults`."""
    return fitted(*gathered(folder))


def gathered(folder: Path) -> tuple[dict[str, bytes], list[Fault]]:
    """Return the bytes of every TOML file below the folder by name, and what could not be read."""
    if not folder.is_dir():
        return {}, [Fault("forms.no_folder", str(folder), line=1)]
    faults: list[Fault] = []
    return dict(_bytes(folder, faults)), faults


def fitted(raw: Mapping[str, bytes], faults: list[Fault]) -> Folder:
    """Fit every file to its shape; what is wrong stands in `faults`, after what was wrong already."""
    told = Folder(edition_of(raw) if raw else "", faults=faults)
    for name, data in raw.items():
        _take(told, name, data)
    return told


def edition_of(raw: Mapping[str, bytes]) -> str:
    """Return the hex sha256 over names and bytes, each with its length, in the order of the names."""
    digest = hashlib.sha256(b"forms1")
    for name in sorted(raw):
        for part in (name.encode(), raw[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _bytes(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    paths = sorted(folder.rglob("*.toml"))
    if len(paths) > MOST_FILES:
        faults.append(Fault("forms.too_many_files", ".", values=(("most", MOST_FILES),), line=1))
        return
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            size = path.stat().st_size
            if size > MOST_BYTES:
                values = (("size", size), ("most", MOST_BYTES))
                faults.append(Fault("forms.file_too_large", name, values=values, line=1))
            else:
                yield name, path.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            faults.append(Fault("forms.file_unreadable", name, values=(("reason", reason),), line=1))


def _take(folder: Folder, name: str, data: bytes) -> None:
    """Decode, parse and fit one file; what fails at a step is a fault and ends there."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        folder.faults.append(Fault("forms.not_utf8", name, line=line))
        return
    folder.texts[name] = text
    try:
        told = toml_text.tables(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        folder.faults.append(Fault("forms.syntax", name, values=(("reason", str(error)),), line=line))
        return
    except RecursionError:
        folder.faults.append(Fault("forms.too_deep", name, line=1))
        return
    shape = _shape(name, told)
    if isinstance(shape, Fault):
        folder.faults.append(shape)
        return
    try:
        folder.files.append(FormFile(name, shape.model_validate(told)))
    except ValidationError as error:
        folder.faults += of_validation(error, name)


def _shape(name: str, told: dict[str, Any]) -> type[schema.Part] | Fault:
    top, _, rest = name.partition("/")
    if not rest:
        return _SINGLE.get(name) or Fault("forms.unknown_file", name, line=1)
    known = _OF_KIND.get(top)
    if known is None:
        return _FOLDERS.get(top) or Fault("forms.unknown_file", name, line=1)
    kind = told.get("kind")
    if isinstance(kind, str) and kind in known:
        return known[kind]
    return Fault.of("forms.unknown_kind", name, "kind", expected=", ".join(known))
