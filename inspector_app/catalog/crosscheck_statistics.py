"""statistics/*.toml: each figure asks of its facts what they can tell, and reports name figures there are."""

from collections.abc import Iterable, Iterator

from inspector_app.catalog import schema_statistics as schema
from inspector_app.catalog import schema_targets
from inspector_app.catalog.faults import Fault
from inspector_app.catalog.files import Folder
from inspector_app.domain.filing import StepKind
from inspector_app.domain.half_year import HOLE, WORDS
from inspector_app.domain.statistics_definitions import (
    DAYS,
    FIELDS,
    FLAGS,
    PUBLISHED,
    Counts,
    Source,
)
from inspector_app.domain.templates import DocumentKind

_KNOWN: dict[str, frozenset[str]] = {
    "kind": frozenset(DocumentKind),
    "to": frozenset(DocumentKind),
    "step": frozenset(StepKind),
    "fate": frozenset({"issued", "void", "revoked"}),
    "result": frozenset({"rectified", "partial", "not_rectified", "unverifiable"}),
}
"""Values that a field can have, where that is no matter of the office's words."""


def faults(folder: Folder) -> Iterator[Fault]:
    """Yield what is wrong with definitions and reports."""
    files = folder.of(schema.FiguresFile)
    for one in files[1:]:
        yield Fault.of("forms.duplicate", one.name, "kind", id="figures", first=files[0].name)
    figures, rates = _of_kinds(folder), set[str]()
    for one in files[:1]:
        yield from _codes(one.name, one.part, figures)
        yield from _figures(
            one.name, one.part, {kind.part.code for kind in folder.of(schema_targets.TargetFile)}
        )
        figures |= {entry.code for entry in one.part.figure}
        for n, rate in enumerate(one.part.rate):
            for key, code in (("part", rate.part), ("whole", rate.whole)):
                yield from _unknown(one.name, ("rate", n, key), code, figures)
        rates = {entry.code for entry in one.part.rate}
    yield from _reports(folder, figures or set(PUBLISHED), rates)


def _of_kinds(folder: Folder) -> set[str]:
    told = (one.part.figure for one in folder.of(schema_targets.TargetFile))
    return {f"{one.code}_{what}" for one in told if one is not None for what in ("visits", "distinct")}


def _codes(name: str, part: schema.FiguresFile, of_kinds: Iterable[str]) -> Iterator[Fault]:
    seen = dict.fromkeys(of_kinds, "targets")
    told = [("figure", n, one.code) for n, one in enumerate(part.figure)]
    told += [("rate", n, one.code) for n, one in enumerate(part.rate)]
    for key, n, code in told:
        if code in seen:
            yield Fault.of("forms.duplicate", name, key, n, "code", id=code, first=seen[code])
        seen[code] = name
    for code in sorted(PUBLISHED - {one.code for one in part.figure}):
        yield Fault.of("forms.figure_missing", name, "figure", id=code)


def _figures(name: str, part: schema.FiguresFile, targets: set[str]) -> Iterator[Fault]:
    for n, entry in enumerate(part.figure):
        if entry.day and entry.day not in DAYS.get(entry.source, ()):
            yield Fault.of("forms.figure_day", name, "figure", n, "day", day=entry.day, id=entry.code)
        if entry.count in (Counts.OFFICERS, Counts.EXPERTS) and entry.source is not Source.VISITS:
            yield Fault.of("forms.figure_people", name, "figure", n, "count", id=entry.code)
        for key, asked in (("where", entry.where), ("unless", entry.unless)):
            for field, told in asked.items():
                path = ("figure", n, key, field)
                values = told if isinstance(told, list) else [told]
                yield from _asked(name, path, entry, field, values, targets)


def _asked(
    name: str,
    path: tuple[str | int, ...],
    entry: schema.FigureDefinition,
    field: str,
    values: Iterable[object],
    targets: set[str],
) -> Iterator[Fault]:
    own = field.startswith("own.") and entry.source is Source.DOCUMENTS
    if field not in FIELDS[entry.source] and not own:
        known = "、".join(sorted(FIELDS[entry.source]))
        yield Fault.of("forms.figure_field", name, *path, field=field, known=known)
        return
    known_values = targets if field == "target_kind" else _KNOWN.get(field)
    for value in values:
        if isinstance(value, bool) is not (field in FLAGS):
            wanted = "true / false" if field in FLAGS else '"…"'
            yield Fault.of("forms.figure_value", name, *path, value=str(value), wanted=wanted)
        elif known_values is not None and value not in known_values:
            wanted = "、".join(sorted(known_values))
            yield Fault.of("forms.figure_value", name, *path, value=str(value), wanted=wanted)


def _reports(folder: Folder, figures: set[str], rates: set[str]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for one in folder.of(schema.ReportFile):
        part = one.part
        if part.code in seen:
            yield Fault.of("forms.duplicate", one.name, "code", id=part.code, first=seen[part.code])
        seen[part.code] = one.name
        for key, codes in (("shown", part.shown), ("slices", part.slices)):
            for n, code in enumerate(codes):
                yield from _unknown(one.name, (key, n), code, figures)
        for n, sentence in enumerate(part.sentence):
            where: tuple[str | int, ...] = ("sentence", n)
            yield from _holes(one.name, (*where, "lead"), sentence.lead, figures, rates)
            yield from _holes(one.name, (*where, "otherwise"), sentence.otherwise, figures, rates)
            for k, piece in enumerate(sentence.part):
                yield from _piece(one.name, (*where, "part", k), piece, figures, rates)
                for m, among in enumerate(piece.among):
                    yield from _piece(one.name, (*where, "part", k, "among", m), among, figures, rates)


def _piece(
    name: str,
    path: tuple[str | int, ...],
    piece: schema.PartEntry | schema.AmongEntry,
    figures: set[str],
    rates: set[str],
) -> Iterator[Fault]:
    # A share is of the whole period; a quarter has none.
    of_quarter = set[str]() if piece.each_quarter else rates
    yield from _holes(name, (*path, "text"), piece.text, figures, of_quarter)
    yield from _holes(name, (*path, "otherwise"), piece.otherwise, figures, rates)
    for key, code in (("each_quarter", piece.each_quarter), ("differs", piece.differs)):
        if code:
            yield from _unknown(name, (*path, key), code, figures)


def _holes(
    name: str, path: tuple[str | int, ...], text: str, figures: set[str], rates: set[str]
) -> Iterator[Fault]:
    for hole in HOLE.findall(text):
        known = rates if hole.startswith("rate.") else figures | WORDS
        yield from _unknown(name, path, hole, {f"rate.{one}" for one in known} if known is rates else known)


def _unknown(name: str, path: tuple[str | int, ...], code: str, known: Iterable[str]) -> Iterator[Fault]:
    if code not in known:
        yield Fault.of("forms.figure_unknown", name, *path, id=code)
