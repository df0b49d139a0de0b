"""A map as a file: which sheet is what, where its head is, which column is which field, and the year.

    kind = "sites"                 # as a reminder; the command decides
    year = 2023                    # for days that tell none
    [[sheet]]
    name = "台账"
    part = "targets"               # targets, people, inspections or register
    head = [3, 4]                  # rows of the head, as Excel counts
    [sheet.columns]
    C = "name"                     # by letter, or by the head's words; "" leaves a column out
    "面积（㎡）" = "area"

A sheet that the map does not name is recognised as without it; with `skip = true` it is left out.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import bringing, heads, words
from inspector_app.casework.importing.bringing import Request
from inspector_app.casework.importing.columns import Fields, Part
from inspector_app.casework.importing.heads import Column, SheetMap
from inspector_app.domain.errors import RuleError, UnavailableError, UsageError


@dataclass(frozen=True, slots=True)
class SheetTold:
    """What a file says of one sheet; empty where it leaves that to recognition."""

    name: str
    part: str = ""
    head: tuple[int, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    skip: bool = False


@dataclass(frozen=True, slots=True)
class MapFile:
    """A map file that was read."""

    file: str
    year: int | None
    target_kind: str
    sheets: tuple[SheetTold, ...]


def read(path: Path) -> MapFile:
    """Read a map file.

    Raises:
        UsageError: `import.no_file`; `import.map_unreadable` for what is no TOML or not in this shape.
        UnavailableError: `import.unreadable`.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError("import.no_file", where=str(path)) from error
    except OSError as error:
        raise UnavailableError("import.unreadable", where=str(path), reason=str(error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("import.map_unreadable", where=str(path), reason=str(error)) from error
    return _whole(path, told)


def _whole(path: Path, told: Mapping[str, object]) -> MapFile:
    year, sheets = told.get("year"), told.get("sheet", [])
    if year is not None and (not isinstance(year, int) or not 1970 <= year <= 2099):
        raise UsageError("import.map_unreadable", where=str(path), reason=f"year = {year!r}")
    if not isinstance(sheets, list) or not all(isinstance(one, dict) for one in sheets):
        raise UsageError("import.map_unreadable", where=str(path), reason="[[sheet]]")
    kind = told.get("target_kind", "")
    return MapFile(
        str(path),
        year if isinstance(year, int) else None,
        str(kind),
        tuple(_sheet(path, one) for one in sheets),
    )


def _sheet(path: Path, told: Mapping[str, object]) -> SheetTold:
    head, columns = told.get("head", []), told.get("columns", {})
    rows = [head] if isinstance(head, int) else head
    good = isinstance(rows, list) and all(isinstance(one, int) and one > 0 for one in rows)
    if not good or not isinstance(columns, dict) or not isinstance(told.get("name"), str):
        raise UsageError("import.map_unreadable", where=str(path), reason=f"[[sheet]] {told.get('name', '')}")
    pairs = tuple((str(key), str(value)) for key, value in columns.items())
    part = str(told.get("part", ""))
    if part and part not in set(Part):
        raise UsageError("import.map_unreadable", where=str(path), reason=f"part = {part!r}")
    return SheetTold(
        str(told["name"]),
        part,
        tuple(sorted(rows)) if isinstance(rows, list) else (),
        pairs,
        told.get("skip") is True,
    )


def applied(desk: Desk, request: Request, told: MapFile) -> Request:
    """Return the request with what the file says of its sheets.

    Raises:
        RuleError: `import.sheet_missing`, `import.map_unknown_field`, `import.map_unknown_column`.
    """
    request = replace(
        request, year=told.year or request.year, target_kind=told.target_kind or request.target_kind
    )
    named = {one.name: one for one in told.sheets}
    there = {one.name for one in request.source.workbook.sheets}
    for name in named:
        if name not in there:
            raise RuleError("import.sheet_missing", where=name, sheets=sorted(there))
    maps = bringing.recognised(desk, request)
    return replace(request, maps=tuple(_applied(desk, request, one, named.get(one.sheet)) for one in maps))


def _applied(desk: Desk, request: Request, found: SheetMap, told: SheetTold | None) -> SheetMap:
    if told is None:
        return found
    if told.skip:
        return replace(found, skipped="import.sheet_left_out")
    part = Part(told.part) if told.part else found.part
    fields = bringing.fields_of(desk, request, part)
    if told.head or part is not found.part or found.skipped:
        sheet = next(one for one in request.source.workbook.sheets if one.name == told.name)
        head = told.head or found.head or (1,)
        found = heads.with_head(sheet, part, fields, head)
    for key, code in told.columns:
        if code and code not in fields:
            raise RuleError("import.map_unknown_field", where=told.name, field=code, fields=list(fields))
        column = _column(found.columns, key)
        if column is None:
            there = [one.head for one in found.columns if one.head]
            raise RuleError("import.map_unknown_column", where=told.name, column=key, heads=there)
        found = found.with_field(column.number, code)
    return found


def _column(columns: Sequence[Column], key: str) -> Column | None:
    by_letters = next((one for one in columns if one.letters == key.strip().upper()), None)
    by_head = (one for one in columns if one.head and words.key(one.head) == words.key(key))
    return by_letters or next(by_head, None)


def told(maps: Iterable[SheetMap]) -> list[dict[str, object]]:
    """Return maps as plain values: what a file of them says, and what was left out and why."""
    return [
        {
            "name": one.sheet,
            "part": str(one.part),
            "head": list(one.head),
            "columns": {each.letters: each.field for each in one.columns if each.field},
            "skipped": one.skipped,
        }
        for one in maps
    ]


def text(request: Request, maps: Iterable[SheetMap], fields: Mapping[Part, Fields]) -> str:
    """Return maps as the text of a file that `read` reads again."""
    lines = [f'kind = "{request.kind}"']
    if request.year is not None:
        lines.append(f"year = {request.year}")
    if request.target_kind:
        lines.append(f'target_kind = "{request.target_kind}"')
    for one in maps:
        lines += ["", "[[sheet]]", f"name = {_quoted(one.sheet)}"]
        if one.skipped:
            lines.append("skip = true")
            continue
        lines += [f'part = "{one.part}"', f"head = {list(one.head)}", "", "[sheet.columns]"]
        labels = heads.labels(fields[one.part])
        for each in one.columns:
            if each.head:
                about = f"{each.head} → {labels[each.field]}" if each.field else each.head
                lines.append(f'{each.letters} = "{each.field}"  # {_comment(about)}')
    return "\n".join(lines) + "\n"


def _quoted(told: str) -> str:
    escaped = told.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped) + '"'


def _comment(told: str) -> str:
    return "".join(one if one.isprintable() else " " for one in told)
