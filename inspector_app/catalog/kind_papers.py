"""Papers as one kind of target words them: the office's wording, but for what the kind's file says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from inspector_app.catalog import crosscheck_documents, schema, schema_targets
from inspector_app.catalog.build import holes, template_of
from inspector_app.catalog.faults import Fault
from inspector_app.catalog.files import Folder
from inspector_app.domain.clauses import Clause
from inspector_app.domain.statistics import DEFINITIONS
from inspector_app.domain.templates import (
    PLACEHOLDERS,
    AnnexTemplate,
    DocumentKind,
    DocumentTemplate,
    Element,
    TableTemplate,
)


def papers_of(folder: Folder) -> dict[tuple[str, DocumentKind], DocumentTemplate]:
    """Return, by kind of target and kind of document, the templates that differ from the office's own."""
    general = {one.part.kind: template_of(one.part) for one in folder.of(schema.DocumentFile)}
    return {
        (one.part.code, entry.kind): _worded(general[entry.kind], entry)
        for one in folder.of(schema_targets.TargetFile)
        for entry in one.part.paper
    }


def _worded(template: DocumentTemplate, entry: schema_targets.PaperEntry) -> DocumentTemplate:
    told = {element.code: element for element in entry.element}
    return replace(
        template,
        basis=template.basis if entry.basis is None else tuple(entry.basis),
        copies=template.copies if entry.copies is None else tuple(entry.copies),
        copied=template.copied if entry.copied is None else tuple(entry.copied),
        elements=tuple(_element(one, told.get(one.code)) for one in template.elements),
        table=_noted(template.table, entry.note),
        annex=_annexed(template.annex, entry.note),
    )


def _element(element: Element, told: schema_targets.PaperElement | None) -> Element:
    if told is None:
        return element
    sentence, annexed = told.sentence or element.sentence, told.annexed or element.annexed
    named = holes(element.heading, sentence, annexed)
    return replace(element, sentence=sentence, annexed=annexed, placeholders=named)


def _noted(table: TableTemplate | None, note: str | None) -> TableTemplate | None:
    return table if table is None or note is None else replace(table, note=note)


def _annexed(annex: AnnexTemplate | None, note: str | None) -> AnnexTemplate | None:
    return annex if annex is None else replace(annex, table=_noted(annex.table, note))


def faults(folder: Folder, clauses: Mapping[str, Clause]) -> Iterator[Fault]:
    """Yield what is wrong with the papers that kinds of target word for themselves."""
    editions = folder.of(schema.EditionFile)
    on = editions[0].part.date if editions else None
    known = {one.part.kind: one.part for one in folder.of(schema.DocumentFile)}
    yield from _figures(folder)
    for one in folder.of(schema_targets.TargetFile):
        seen: set[DocumentKind] = set()
        for n, entry in enumerate(one.part.paper):
            general = known.get(entry.kind)
            if general is None or str(entry.kind) not in one.part.documents:
                yield Fault.of("forms.paper_not_offered", one.name, "paper", n, "kind", id=str(entry.kind))
                continue
            if entry.kind in seen:
                yield Fault.of(
                    "forms.duplicate", one.name, "paper", n, "kind", id=str(entry.kind), first=one.name
                )
            seen.add(entry.kind)
            yield from _basis(one.name, n, entry, general, clauses, on)
            yield from _words(one.name, n, entry, general)


def _figures(folder: Folder) -> Iterator[Fault]:
    first = {one.code: one.label for one in DEFINITIONS}
    for one in folder.of(schema_targets.TargetFile):
        if one.part.figure is None:
            continue
        codes = [f"{one.part.figure.code}_{what}" for what in ("visits", "distinct")]
        for code in codes:
            if code in first:
                yield Fault.of("forms.duplicate", one.name, "figure", "code", id=code, first=first[code])
                break
        first.update(dict.fromkeys(codes, one.name))


def _basis(
    file: str,
    n: int,
    entry: schema_targets.PaperEntry,
    general: schema.DocumentFile,
    clauses: Mapping[str, Clause],
    on: date | None,
) -> Iterator[Fault]:
    if entry.basis is None:
        return
    if len(entry.basis) != len(general.basis):
        count, wanted = len(entry.basis), len(general.basis)
        yield Fault.of("forms.paper_basis_count", file, "paper", n, "basis", count=count, wanted=wanted)
    for k, clause_id in enumerate(entry.basis):
        clause = clauses.get(clause_id)
        path = ("paper", n, "basis", k)
        if clause is None:
            yield Fault.of("forms.unknown_clause", file, *path, id=clause_id)
        elif on is not None and not clause.in_force(on):
            yield Fault.of("forms.basis_not_in_force", file, *path, clause=clause.cite, on=on.isoformat())


def _words(
    file: str, n: int, entry: schema_targets.PaperEntry, general: schema.DocumentFile
) -> Iterator[Fault]:
    elements = {one.code for one in general.element}
    names = PLACEHOLDERS | {field.label for field in general.field}
    for k, told in enumerate(entry.element):
        if told.code not in elements:
            yield Fault.of("forms.paper_element", file, "paper", n, "element", k, "code", id=told.code)
        for key, text in (("sentence", told.sentence), ("annexed", told.annexed)):
            path = ("paper", n, "element", k, key)
            for name in holes(text):
                if name not in names:
                    yield Fault.of("forms.unknown_placeholder", file, *path, name=name)
            if not general.internal and general.kind not in crosscheck_documents.PENAL:
                for word in crosscheck_documents.penalty_words(text):
                    yield Fault.of("forms.penalty_word", file, *path, word=word)
