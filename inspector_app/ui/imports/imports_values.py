"""What the page of imports shows: plain values, made beside the screen."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import bringing, heads, map_files
from inspector_app.casework.importing.bringing import Reader, Request, Source, Weighed
from inspector_app.casework.importing.columns import Kind, Part
from inspector_app.casework.importing.heads import SheetMap
from inspector_app.casework.importing.outcomes import Accepted
from inspector_app.casework.importing.tables import shown

SAMPLES = 3
"""Rows below the head that are shown of each column."""


TONES = {"待定": "amber", "已接受": "green", "退回的": "red", "变更": "blue", "略过": "gray"}
"""The tone of each state of a row."""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A row that somebody should look at.

    Attributes:
        key: of a proposal; empty for a row that nobody has to decide.
        state: a key of TONES.
        what, cure: sentences.
    """

    place: str
    state: str
    value: str
    what: str
    cure: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column as the page lists it."""

    sheet: str
    number: int
    letters: str
    head: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet with its columns and the choices for each."""

    map: SheetMap
    columns: tuple[ColumnLine, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that was read, and how its sheets read."""

    request: Request
    sheets: tuple[SheetShown, ...] = field(default=())

    @property
    def maps(self) -> tuple[SheetMap, ...]:
        """The maps as they stand."""
        return tuple(one.map for one in self.sheets)


def opened(desk: Desk, path: Path, kind: Kind, reader: Reader) -> Opened:
    """Read a workbook and recognise its sheets."""
    source = bringing.opened(path, reader)
    return as_kind(desk, source, kind)


def as_kind(desk: Desk, source: Source, kind: Kind) -> Opened:
    """Recognise a workbook's sheets as those of a kind."""
    request = Request(kind, source)
    maps = bringing.recognised(desk, request)
    return Opened(request, tuple(_shown(desk, request, one) for one in maps))


def _shown(desk: Desk, request: Request, told: SheetMap) -> SheetShown:
    fields = bringing.fields_of(desk, request, told.part)
    sheet = next(one for one in request.source.workbook.sheets if one.name == told.sheet)
    below = [one for one in sheet.rows if one.number > max(told.head, default=0)][:SAMPLES]
    lines = tuple(
        ColumnLine(
            told.sheet,
            one.number,
            one.letters,
            one.head,
            tuple(shown(row.cells.get(one.number, "")) for row in below),
            one.field,
        )
        for one in told.columns
        if one.head or any(one.number in row.cells for row in below)
    )
    return SheetShown(told, lines, tuple(heads.labels(fields).items()))


def changed(told: Opened, sheet: str, number: int, code: str) -> Opened:
    """Return the workbook where a column is another field."""
    sheets = tuple(
        replace(one, map=one.map.with_field(number, code)) if one.map.sheet == sheet else one
        for one in told.sheets
    )
    return replace(told, sheets=sheets)


def weighed(desk: Desk, told: Opened, accepted: Sequence[str]) -> Weighed:
    """Weigh a workbook by its maps as they stand; nothing is written."""
    request = replace(told.request, maps=told.maps, accepted=Accepted.of(accepted))
    return bringing.weighed(desk, request)


def map_text(desk: Desk, told: Opened) -> str:
    """Return the maps as the text of a file that the command `import --map` reads."""
    parts: set[Part] = {one.part for one in told.maps}
    fields = {one: bringing.fields_of(desk, told.request, one) for one in parts}
    return map_files.text(told.request, told.maps, fields)
