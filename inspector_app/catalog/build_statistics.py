"""statistics/*.toml as domain values."""

from inspector_app.catalog import schema_statistics as schema
from inspector_app.catalog.files import Folder
from inspector_app.domain.half_year import Piece, ReportTemplate, Sentence
from inspector_app.domain.statistics_definitions import Condition, Definition, Rate, Statistics


def statistics_of(folder: Folder) -> Statistics:
    """Return an edition's definitions; one without that file has the published ones."""
    told = next((one.part for one in folder.of(schema.FiguresFile)), None)
    if told is None:
        return Statistics()
    return Statistics(
        tuple(_definition(one, told.provenance) for one in told.figure),
        tuple(
            Rate(one.code, one.name, one.part, one.whole, one.rule, one.proofed, one.provenance)
            for one in told.rate
        ),
    )


def reports_of(folder: Folder) -> dict[str, ReportTemplate]:
    """Return an edition's reports by their codes."""
    return {one.part.code: _report(one.part) for one in folder.of(schema.ReportFile)}


def _definition(entry: schema.FigureDefinition, provenance: str) -> Definition:
    return Definition(
        code=entry.code,
        name=entry.name,
        unit=entry.unit,
        source=entry.source,
        conditions=(*_conditions(entry.where), *_conditions(entry.unless, unless=True)),
        counts=entry.count,
        day=entry.day,
        rule=entry.rule,
        proofed=entry.proofed,
        provenance=entry.provenance or provenance,
    )


def _conditions(asked: schema.Asked, *, unless: bool = False) -> tuple[Condition, ...]:
    return tuple(
        Condition(field, tuple(told) if isinstance(told, list) else (told,), unless)
        for field, told in asked.items()
    )


def _report(part: schema.ReportFile) -> ReportTemplate:
    return ReportTemplate(
        code=part.code,
        title=part.title,
        sentences=tuple(_sentence(one) for one in part.sentence),
        shown=tuple(part.shown),
        by=part.by,
        slices=tuple(part.slices),
        proofed=part.proofed,
        provenance=part.provenance,
    )


def _sentence(entry: schema.SentenceEntry) -> Sentence:
    return Sentence(entry.lead, tuple(_piece(one) for one in entry.part), entry.otherwise, entry.paragraph)


def _piece(entry: schema.PartEntry | schema.AmongEntry) -> Piece:
    among = tuple(_piece(one) for one in entry.among) if isinstance(entry, schema.PartEntry) else ()
    return Piece(entry.text, entry.otherwise, among, entry.each_quarter, entry.differs)
