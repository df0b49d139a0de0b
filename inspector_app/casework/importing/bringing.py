"""A workbook is opened, its sheets recognised, its rows weighed, and what is good is brought in.

Weighing writes nothing: a dry run is the same work without its last step.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import (
    columns,
    days,
    heads,
    history,
    people,
    register,
    tables,
    targets,
    typed,
    wanted,
)
from inspector_app.casework.importing.columns import Fields, Kind, Part
from inspector_app.casework.importing.heads import SheetMap
from inspector_app.casework.importing.outcomes import Accepted, Outcome, Place
from inspector_app.casework.importing.tables import Line
from inspector_app.domain.errors import Progress, RuleError, UnavailableError, UsageError
from inspector_app.domain.targets import TargetKind
from inspector_app.workbooks.book import Refused, Sheet, Workbook

Reader = Callable[[bytes], Workbook | Refused]
"""Reads a stranger's file, in a process of its own; who calls hands it in."""

TARGET_KINDS = {Kind.SITES: "construction_site", Kind.PLANTS: "concrete_plant"}


class _Silent:
    """Nobody waits for it."""

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook that was opened.

    Attributes:
        name: of its file; a year in it helps days that tell none.
    """

    name: str
    workbook: Workbook


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be brought in, as what.

    Attributes:
        maps: a map for each sheet that is brought in; left out, the sheets are recognised.
        year: for days that tell none, as a person said.
        accepted: the proposals that a person said yes to.
        target_kind: code of the kind that sites are of, where it is not the usual one.
    """

    kind: Kind
    source: Source
    maps: tuple[SheetMap, ...] | None = None
    year: int | None = None
    accepted: Accepted = field(default_factory=Accepted)
    target_kind: str = ""


class Writes(Protocol):
    """What weighing came to, ready to be written."""

    def __call__(self, desk: Desk, progress: Progress) -> None:
        """Write it; each transaction holds whole rows only."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A workbook that was weighed: what it comes to, how its sheets were read, and the writing of it.

    Attributes:
        fields: by which the columns of each part are known.
        signs: the writing asks for the person's signature: documents are issued as late entries.
    """

    outcome: Outcome
    maps: tuple[SheetMap, ...]
    write: Writes
    source: Source
    fields: Mapping[Part, Fields]
    signs: bool = False


def opened(path: Path, reader: Reader) -> Source:
    """Read a stranger's workbook.

    Raises:
        UsageError: `import.no_file`.
        UnavailableError: `import.unreadable`: the disk does not give it.
        RuleError: what `workbooks.guarding` refuses it for; `import.too_much` where its reading was ended.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_READ else b""
    except FileNotFoundError as error:
        raise UsageError("import.no_file", where=str(path)) from error
    except OSError as error:
        raise UnavailableError("import.unreadable", where=str(path), reason=str(error.strerror)) from error
    return of_bytes(raw, path.name, reader)


MOST_READ = 200_000_000
"""Bytes that are taken into memory at all; the guard says no to far less."""


def of_bytes(raw: bytes, name: str, reader: Reader) -> Source:
    """Return the workbook in some bytes.

    Raises:
        RuleError: as `opened`.
    """
    told = reader(raw)
    if isinstance(told, Refused):
        raise RuleError(told.code, where=name, **dict(told.values))
    return Source(name, told)


def fields_of(desk: Desk, request: Request, part: Part) -> Fields:
    """Return the fields that a sheet's columns may be brought in as.

    Raises:
        RuleError: `registry.unknown_kind`.
    """
    return columns.fields_of(part, _target_kind(desk, request) if part is Part.TARGETS else None)


def _target_kind(desk: Desk, request: Request) -> TargetKind:
    code = request.target_kind or TARGET_KINDS.get(request.kind, "")
    kind = desk.rules.targets.get(code)
    if kind is None:
        raise RuleError("registry.unknown_kind", where="target.kind", kind=code)
    return kind


def recognised(desk: Desk, request: Request) -> tuple[SheetMap, ...]:
    """Return how each sheet reads; one that is left out says in `skipped` why."""
    found = [_recognised(desk, request, sheet) for sheet in request.source.workbook.sheets]
    whole = [not one.skipped and _is_whole(one, fields_of(desk, request, one.part)) for one in found]
    if not any(whole):
        return tuple(found)
    # A summary beside the ledger has some of its columns and none of its rows.
    return tuple(
        one if one.skipped or good else replace(one, skipped="import.sheet_lacks_columns")
        for one, good in zip(found, whole, strict=True)
    )


def _recognised(desk: Desk, request: Request, sheet: Sheet) -> SheetMap:
    parts = columns.part_of(request.kind)
    if sheet.hidden:
        return SheetMap(sheet.name, parts[0], (), (), skipped="import.hidden_sheet")
    if not sheet.rows:
        return SheetMap(sheet.name, parts[0], (), (), skipped="import.empty_sheet")
    found = [
        one
        for part in parts
        if (one := heads.recognised(sheet, part, fields_of(desk, request, part))) is not None
    ]
    whole = [one for one in found if _is_whole(one, fields_of(desk, request, one.part))]
    best = max(whole or found, key=_known, default=None)
    if best is None:
        return SheetMap(sheet.name, parts[0], (), (), skipped="import.no_head")
    return best


def _is_whole(told: SheetMap, fields: Fields) -> bool:
    return not _lacking(told, fields)


def _known(told: SheetMap) -> int:
    return sum(bool(one.field) for one in told.columns)


def weighed(desk: Desk, request: Request, progress: Progress | None = None) -> Weighed:
    """Weigh every row of a workbook; nothing is written.

    Raises:
        RuleError: `import.nothing_recognised` when no sheet has a head that is known,
            `import.column_missing` when one lacks a column that every row needs.
        Cancelled: the person changed their mind.
    """
    progress = progress or _Silent()
    outcome = Outcome()
    for code in request.source.workbook.ignored:
        outcome.note(code)
    maps = request.maps if request.maps is not None else recognised(desk, request)
    maps = tuple(_with_year(request, one) for one in maps)
    used = [one for one in maps if not one.skipped]
    for one in maps:
        if one.skipped:
            lacking = _lacking(one, fields_of(desk, request, one.part))
            outcome.note(one.skipped, sheet=one.sheet, columns=lacking)
    if not used:
        looked = [one.sheet for one in maps]
        raise RuleError("import.nothing_recognised", where=request.source.name, sheets=looked)
    read = {one.sheet: _rows(desk, request, one, outcome) for one in used}
    progress.step(1, 2)
    write = _weigh(desk, request, used, read, outcome)
    fields = {one.part: fields_of(desk, request, one.part) for one in used}
    signs = isinstance(write, history.Written) and write.signs
    return Weighed(outcome, maps, write, request.source, fields, signs)


Rows = list[tuple[Line, Mapping[str, object]]]


def _rows(desk: Desk, request: Request, told: SheetMap, outcome: Outcome) -> Rows:
    sheet = next((one for one in request.source.workbook.sheets if one.name == told.sheet), None)
    if sheet is None:
        there = sorted(one.name for one in request.source.workbook.sheets)
        raise RuleError("import.sheet_missing", where=told.sheet, sheets=there)
    fields = fields_of(desk, request, told.part)
    _refuse_lacking(told, fields)
    outcome.unknown += [
        Place(told.sheet, max(told.head, default=0), one.letters, one.head) for one in told.unknown
    ]
    lines = tables.lines(sheet, told, outcome)
    if told.part is Part.REGISTER:
        lines = register.sift(lines, outcome)
    near = typed.around(lines, fields, told, since_1904=request.source.workbook.since_1904)
    found = ((line, typed.read(line, n, fields, near, outcome)) for n, line in enumerate(lines))
    return [(line, values) for line, values in found if values is not None]


def _with_year(request: Request, told: SheetMap) -> SheetMap:
    """Return a map with the year of its days: as a person said, or as the title, sheet or file names it."""
    said = told.year or request.year
    return replace(told, year=said or days.year_of(*told.title, told.sheet, request.source.name))


def _refuse_lacking(told: SheetMap, fields: Fields) -> None:
    lacking = _lacking(told, fields)
    if lacking:
        heads_there = [one.head for one in told.columns if one.head][:30]
        raise RuleError("import.column_missing", where=told.sheet, columns=lacking, heads=heads_there)


def _lacking(told: SheetMap, fields: Fields) -> list[str]:
    known = {one.field for one in told.columns}
    return [one.label for one in fields.values() if one.needed and one.code not in known]


def _weigh(
    desk: Desk, request: Request, used: Iterable[SheetMap], read: Mapping[str, Rows], outcome: Outcome
) -> Writes:
    if request.kind is Kind.HISTORY:
        sheets = [(one.part, read[one.sheet]) for one in used]
        return history.weigh(desk, sheets, request.source.name, request.accepted, outcome)
    rows = [one for each in read.values() for one in each]
    if request.kind is Kind.PEOPLE:
        staff = people.weigh(desk, rows, outcome)
        return lambda desk, progress: people.write(desk, staff, progress)
    kind = _target_kind(desk, request)
    told = [one for line, values in rows if (one := wanted.of_line(line, values, kind, outcome)) is not None]
    result = targets.Weighing(desk, kind, request.accepted, outcome).weigh(told)
    return lambda desk, progress: targets.write(desk, result, progress)


def bring_in(desk: Desk, told: Weighed, progress: Progress | None = None) -> Outcome:
    """Write what was weighed.

    Raises:
        SignInError: `document.not_signed` for a history with documents, without the person's key.
        Cancelled: whole rows are written up to there; the same workbook goes on from there.
    """
    told.write(desk, progress or _Silent())
    told.outcome.brought = True
    return told.outcome
