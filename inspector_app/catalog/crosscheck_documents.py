"""Templates: what law demands of each kind, names in braces, widths, and a basis that is in force."""

from collections.abc import Iterator, Mapping
from datetime import date

from inspector_app.catalog import crosscheck_own, schema
from inspector_app.catalog.build import holes
from inspector_app.catalog.faults import Fault
from inspector_app.catalog.files import Folder
from inspector_app.domain.clauses import Clause
from inspector_app.domain.errors import RuleError
from inspector_app.domain.numbers import check_pattern
from inspector_app.domain.statutory import STATUTORY
from inspector_app.domain.templates import (
    FINDING_PLACEHOLDERS,
    PLACEHOLDERS,
    DocumentKind,
)

PAGE_MM = 156
PENALTY_WORDS = ("罚款", "罚金", "处罚", "处以", "没收", "吊销")
"""An order to put something right is no penalty and does not sound like one (行政处罚法 28)."""

PENAL = frozenset({DocumentKind.TRANSFER_LETTER})
"""Kinds that speak of penalties because they ask another authority to weigh one."""

_BASES = ("依据一", "依据二", "依据三")
_NUMBER_CODES = {
    "number.pattern_unknown_part": "forms.number_unknown_part",
    "number.pattern_lacks_part": "forms.number_lacks_part",
    "number.pattern_runs_together": "forms.number_runs_together",
}


def faults(folder: Folder, clauses: Mapping[str, Clause]) -> Iterator[Fault]:
    """Yield what is wrong with the document templates."""
    editions = folder.of(schema.EditionFile)
    on = editions[0].part.date if editions else None
    for one in folder.of(schema.DocumentFile):
        yield from _statutory(one.name, one.part)
        yield from _elements(one.name, one.part)
        yield from _penalties(one.name, one.part)
        yield from crosscheck_own.faults(one.name, one.part)
        yield from _placeholders(one.name, one.part)
        yield from _cells(one.name, one.part)
        yield from _tables(one.name, one.part)
        yield from _rows(one.name, one.part)
        yield from _number(one.name, one.part)
        yield from _basis(one.name, one.part, clauses, on)


def penalty_words(text: str) -> list[str]:
    """Return the words of penalty that a text uses."""
    return [word for word in PENALTY_WORDS if word in text]


def _statutory(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    told = {entry.code: (n, entry) for n, entry in enumerate(part.element)}
    for code, source in STATUTORY[part.kind]:
        if code not in told:
            yield Fault.of("forms.element_missing", file, "element", element=code, source=source)
        elif not told[code][1].required:
            path = ("element", told[code][0], "required")
            yield Fault.of("forms.element_not_required", file, *path, element=code, source=source)
        elif told[code][1].only_when is not None:
            path = ("element", told[code][0], "only_when")
            yield Fault.of("forms.element_conditional", file, *path, element=code, source=source)


def _elements(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    seen: set[str] = set()
    on_form = set(holes(*(text for row in part.row for text in (*row.cells, row.sign))))
    for n, entry in enumerate(part.element):
        if entry.code in seen:
            yield Fault.of("forms.duplicate", file, "element", n, "code", id=entry.code, first=file)
        seen.add(entry.code)
        if not (entry.sentence or entry.table):
            yield Fault.of("forms.element_empty", file, "element", n, element=entry.code)
        if entry.table and part.table is None and part.annex is None:
            yield Fault.of("forms.table_missing", file, "element", n, "table", element=entry.code)
        if part.layout == "form":
            for name in holes(entry.sentence):
                if name not in on_form:
                    path = ("element", n, "sentence")
                    yield Fault.of("forms.element_not_on_form", file, *path, element=entry.code, name=name)


def _penalties(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    """Nothing that is served sounds like a penalty, neither its wording nor what may be chosen."""
    if part.internal or part.kind in PENAL:
        return
    for path, text in (*_patterns(part), *_plain(part)):
        for word in penalty_words(text):
            yield Fault.of("forms.penalty_word", file, *path, word=word)


def _placeholders(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    known = PLACEHOLDERS | {entry.label for entry in part.field}
    for path, text in _patterns(part):
        for name in holes(text):
            if name not in known:
                yield Fault.of("forms.unknown_placeholder", file, *path, name=name)
            elif name in _BASES[len(part.basis) :]:
                yield Fault.of("forms.basis_too_few", file, *path, name=name, count=len(part.basis))
    for path, text in _plain(part):
        for name in holes(text):
            yield Fault.of("forms.unknown_placeholder", file, *path, name=name)


def _cells(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    for path, table in _of_findings(part):
        for n, cell in enumerate(table.cells):
            for name in holes(cell):
                if name not in FINDING_PLACEHOLDERS:
                    yield Fault.of("forms.unknown_placeholder", file, *path, "cells", n, name=name)


def _patterns(part: schema.DocumentFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key in ("addressee", "left_note", "footer", "imprint"):
        yield (key,), getattr(part, key)
    for key in ("title", "copies", "copied"):
        for n, line in enumerate(getattr(part, key)):
            yield (key, n), line
    for n, entry in enumerate(part.element):
        yield ("element", n, "heading"), entry.heading
        yield ("element", n, "sentence"), entry.sentence
        yield ("element", n, "annexed"), entry.annexed
    for n, row in enumerate(part.row):
        yield ("row", n, "sign"), row.sign
        for k, cell in enumerate(row.cells):
            yield ("row", n, "cells", k), cell
    if part.annex is not None:
        yield ("annex", "title"), part.annex.title


def _plain(part: schema.DocumentFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what is printed as it stands: a name in braces there would be read by a citizen."""
    yield ("label",), part.label
    yield ("verify_note",), part.verify_note
    for n, field in enumerate(part.field):
        yield ("field", n, "start"), field.start
        for k, choice in enumerate(field.choices):
            yield ("field", n, "choices", k), choice
    for n, cells in enumerate(part.receipt):
        for k, cell in enumerate(cells):
            yield ("receipt", n, k), cell
    for path, table in _of_findings(part):
        yield (*path, "note"), table.note
        yield (*path, "annex_title"), table.annex_title


def _of_findings(part: schema.DocumentFile) -> Iterator[tuple[tuple[str, ...], schema.TableEntry]]:
    if part.table is not None:
        yield ("table",), part.table
    if part.annex is not None and part.annex.table is not None:
        yield ("annex", "table"), part.annex.table


def _tables(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    for path, table in _of_findings(part):
        columns = len(table.head)
        for key in ("widths", "align", "cells"):
            count = len(getattr(table, key))
            if count != columns:
                yield Fault.of("forms.columns_differ", file, *path, key, count=count, columns=columns)
        if sum(table.widths) != PAGE_MM:
            yield Fault.of("forms.widths_sum", file, *path, "widths", sum=sum(table.widths), full=PAGE_MM)


def _rows(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    if (part.layout == "form") is not bool(part.row):
        yield Fault.of("forms.layout_and_rows", file, "layout", layout=part.layout)
    for n, row in enumerate(part.row):
        if len(row.cells) != len(row.widths):
            path = ("row", n, "cells")
            yield Fault.of("forms.columns_differ", file, *path, count=len(row.cells), columns=len(row.widths))
        if sum(row.widths) != PAGE_MM:
            path = ("row", n, "widths")
            yield Fault.of("forms.widths_sum", file, *path, sum=sum(row.widths), full=PAGE_MM)


def _number(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    try:
        check_pattern(part.number)
    except RuleError as error:
        code = _NUMBER_CODES.get(error.code, error.code)
        values = (("pattern", part.number), *error.values.items())
        yield Fault(code, file, ("number",), values)


def _basis(
    file: str, part: schema.DocumentFile, clauses: Mapping[str, Clause], on: date | None
) -> Iterator[Fault]:
    for n, clause_id in enumerate(part.basis):
        clause = clauses.get(clause_id)
        if clause is None:
            yield Fault.of("forms.unknown_clause", file, "basis", n, id=clause_id)
        elif on is not None and not clause.in_force(on):
            path = ("basis", n)
            yield Fault.of("forms.basis_not_in_force", file, *path, clause=clause.cite, on=on.isoformat())
