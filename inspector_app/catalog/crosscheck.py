"""What no single file can show: ids that repeat, names that lead nowhere, sums and dates that do not fit.

Each check yields faults with file and path, so that the person who wrote the file finds the line.
"""

from collections.abc import Callable, Iterable, Iterator

from inspector_app.catalog import (
    crosscheck_conduct,
    crosscheck_documents,
    crosscheck_plans,
    crosscheck_scores,
    crosscheck_statistics,
    kind_papers,
    schema,
    schema_targets,
)
from inspector_app.catalog.build import clauses_of
from inspector_app.catalog.faults import Fault
from inspector_app.catalog.files import Folder, FormFile
from inspector_app.domain.clauses import Clause

PENALTY_WORDS = crosscheck_documents.PENALTY_WORDS
_NEEDED: tuple[tuple[type[schema.Part], str], ...] = (
    (schema.EditionFile, "edition.toml"),
    (schema.OptionsFile, "options.toml"),
    (schema_targets.TargetFile, "targets/*.toml"),
    (schema.ClauseFile, "clauses/*.toml"),
    (schema.DocumentFile, "documents/*.toml"),
    (schema.CalendarFile, "calendars/*.toml"),
    (schema.StandardFile, "checklists/**/*.toml (standard)"),
)


def faults(folder: Folder) -> list[Fault]:
    """Return every fault between the files of a folder whose files each fit their shape."""
    clauses = {clause.id: clause for clause in clauses_of(folder)}
    checks: tuple[Callable[[Folder], Iterable[Fault]], ...] = (
        _needed,
        _duplicates,
        _dates,
        _calendars,
        _targets,
        _lists,
        _phrases,
        crosscheck_scores.faults,
        crosscheck_plans.faults,
        crosscheck_conduct.faults,
        crosscheck_statistics.faults,
    )
    found = [fault for check in checks for fault in check(folder)]
    found += _unknown_clauses(folder, clauses)
    found += crosscheck_documents.faults(folder, clauses)
    found += kind_papers.faults(folder, clauses)
    return found


def _needed(folder: Folder) -> Iterator[Fault]:
    for kind, name in _NEEDED:
        if not folder.of(kind):
            yield Fault("forms.file_missing", name, line=1)


def _ids(folder: Folder) -> Iterator[tuple[str, str, str, tuple[str | int, ...]]]:
    """Yield (kind of id, id, file, path) of everything that is named by an id."""
    for clause_file in folder.of(schema.ClauseFile):
        for n, clause in enumerate(clause_file.part.clause):
            yield "clause", clause.id, clause_file.name, ("clause", n, "id")
    for hazard_file in folder.of(schema.HazardFile):
        yield "checklist", hazard_file.part.id, hazard_file.name, ("id",)
        for n, hazard in enumerate(hazard_file.part.criterion):
            # A criterion is a clause too, so it shares their ids.
            yield "clause", hazard.id, hazard_file.name, ("criterion", n, "id")
    for phrase_file in folder.of(schema.PhraseFile):
        for n, phrase in enumerate(phrase_file.part.phrase):
            yield "phrase", phrase.id, phrase_file.name, ("phrase", n, "id")
    for document in folder.of(schema.DocumentFile):
        yield "document", document.part.kind, document.name, ("kind",)
    yield from _target_ids(folder)
    yield from _checklist_ids(folder)
    yield from crosscheck_conduct.ids(folder)


def _target_ids(folder: Folder) -> Iterator[tuple[str, str, str, tuple[str | int, ...]]]:
    for target in folder.of(schema_targets.TargetFile):
        yield "target", target.part.code, target.name, ("code",)
        for n, entry in enumerate(target.part.field):
            yield f"field of {target.part.code}", entry.code, target.name, ("field", n, "code")
        for n, stage in enumerate(target.part.phase):
            yield f"phase of {target.part.code}", stage.code, target.name, ("phase", n, "code")
    for year in folder.of(schema.CalendarFile):
        yield "year", str(year.part.year), year.name, ("year",)


def _checklist_ids(folder: Folder) -> Iterator[tuple[str, str, str, tuple[str | int, ...]]]:
    for listed in folder.of(schema.ListFile):
        yield "checklist", listed.part.id, listed.name, ("id",)
        for n, section in enumerate(listed.part.section):
            yield f"section of {listed.part.id}", section.code, listed.name, ("section", n, "code")
        for n, item in enumerate(listed.part.item):
            yield "item", item.id, listed.name, ("item", n, "id")
    for standard in folder.of(schema.StandardFile):
        yield "checklist", standard.part.id, standard.name, ("id",)
        yield "standard", "standard", standard.name, ("kind",)
    for table in folder.of(schema.ScoreTableFile):
        yield "table", table.part.id, table.name, ("id",)
        for n, row in enumerate(table.part.item):
            yield f"item of {table.part.id}", str(row.number), table.name, ("item", n, "number")
            for k, criterion in enumerate(row.criteria):
                yield "criterion", criterion.id, table.name, ("item", n, "criteria", k, "id")


def _duplicates(folder: Folder) -> Iterator[Fault]:
    first: dict[tuple[str, str], str] = {}
    for kind, name, file, path in _ids(folder):
        if (kind, name) in first:
            yield Fault.of("forms.duplicate", file, *path, id=name, first=first[kind, name])
        first.setdefault((kind, name), file)


def _dates(folder: Folder) -> Iterator[Fault]:
    for one in folder.of(schema.ClauseFile):
        start, end = one.part.valid_from, one.part.valid_to
        if end is not None and end < start:
            yield Fault.of("forms.ends_before_it_begins", one.name, "valid_to", begins=start, ends=end)
        for n, clause in enumerate(one.part.clause):
            own_start, own_end = clause.valid_from or start, clause.valid_to or end
            if (clause.valid_from or clause.valid_to) and own_end is not None and own_end < own_start:
                key = "valid_to" if clause.valid_to else "valid_from"
                path = ("clause", n, key)
                yield Fault.of("forms.ends_before_it_begins", one.name, *path, begins=own_start, ends=own_end)
    for hazards in folder.of(schema.HazardFile):
        start, end = hazards.part.valid_from, hazards.part.valid_to
        if end is not None and end < start:
            yield Fault.of("forms.ends_before_it_begins", hazards.name, "valid_to", begins=start, ends=end)


def _calendars(folder: Folder) -> Iterator[Fault]:
    for one in folder.of(schema.CalendarFile):
        for key, days, weekend in (
            ("holidays", one.part.holidays, False),
            ("workdays", one.part.workdays, True),
        ):
            for n, day in enumerate(days):
                if day.year != one.part.year:
                    yield Fault.of("forms.day_of_other_year", one.name, key, n, day=day, year=one.part.year)
                elif (day.weekday() >= 5) is not weekend:
                    yield Fault.of("forms.day_needless", one.name, key, n, day=day)
                elif day in days[:n]:
                    yield Fault.of("forms.duplicate", one.name, key, n, id=str(day), first=one.name)


def _targets(folder: Folder) -> Iterator[Fault]:
    known = {file.part.id for file in folder.of(schema.ListFile)}
    known |= {file.part.id for file in folder.of(schema.StandardFile)}
    known |= {file.part.id for file in folder.of(schema.HazardFile)}
    # A list of campaigns comes and goes, criteria of hazards only grade: neither is what a visit goes by.
    usable = {file.part.id for file in folder.of(schema.StandardFile)}
    usable |= {file.part.id for file in folder.of(schema.ListFile) if not file.part.campaigns}
    kinds = {str(file.part.kind) for file in folder.of(schema.DocumentFile)}
    for one in folder.of(schema_targets.TargetFile):
        if not usable & set(one.part.checklists) and set(one.part.checklists) <= known:
            yield Fault.of("forms.target_without_checklist", one.name, "checklists", target=one.part.label)
        if one.part.main_role not in one.part.roles:
            yield Fault.of("forms.main_role_absent", one.name, "main_role", role=str(one.part.main_role))
        for n, role in enumerate(one.part.report_signers):
            if role not in one.part.roles:
                yield Fault.of("forms.signer_absent", one.name, "report_signers", n, role=str(role))
        for n, checklist in enumerate(one.part.checklists):
            if checklist not in known:
                yield Fault.of("forms.unknown_checklist", one.name, "checklists", n, id=checklist)
        for n, document in enumerate(one.part.documents):
            if document not in kinds:
                yield Fault.of("forms.unknown_document", one.name, "documents", n, id=document)
        yield from _phases(folder, one)


def _phases(folder: Folder, one: FormFile[schema_targets.TargetFile]) -> Iterator[Fault]:
    known = {file.part.id for file in folder.of(schema.ScoreTableFile)}
    known |= {section.code for file in folder.of(schema.ListFile) for section in file.part.section}
    for n, stage in enumerate(one.part.phase):
        for m, section in enumerate(stage.sections):
            if section not in known:
                yield Fault.of("forms.unknown_section", one.name, "phase", n, "sections", m, id=section)


def _lists(folder: Folder) -> Iterator[Fault]:
    for one in folder.of(schema.ListFile):
        sections = {section.code for section in one.part.section}
        for n, item in enumerate(one.part.item):
            if item.section not in sections:
                yield Fault.of("forms.unknown_section", one.name, "item", n, "section", id=item.section)


def _phrases(folder: Folder) -> Iterator[Fault]:
    targets = {file.part.code for file in folder.of(schema_targets.TargetFile)}
    criteria = {entry.id for file in folder.of(schema.HazardFile) for entry in file.part.criterion}
    for one in folder.of(schema.PhraseFile):
        if one.part.target not in targets:
            yield Fault.of("forms.unknown_target", one.name, "target", id=one.part.target)
        for n, phrase in enumerate(one.part.phrase):
            path = ("phrase", n)
            if phrase.criterion is not None and phrase.criterion not in criteria:
                yield Fault.of("forms.unknown_criterion", one.name, *path, "criterion", id=phrase.criterion)
            if phrase.major is not (phrase.criterion is not None):
                yield Fault.of("forms.major_without_criterion", one.name, *path, "major", id=phrase.id)
            for key, text in (("fact", phrase.fact), ("measure", phrase.measure)):
                for word in crosscheck_documents.penalty_words(text):
                    yield Fault.of("forms.penalty_word", one.name, *path, key, word=word)


def _unknown_clauses(folder: Folder, clauses: dict[str, Clause]) -> Iterator[Fault]:
    for phrases in folder.of(schema.PhraseFile):
        for n, phrase in enumerate(phrases.part.phrase):
            if phrase.clause not in clauses:
                yield Fault.of("forms.unknown_clause", phrases.name, "phrase", n, "clause", id=phrase.clause)
    for listed in folder.of(schema.ListFile):
        for n, item in enumerate(listed.part.item):
            if item.clause is not None and item.clause not in clauses:
                yield Fault.of("forms.unknown_clause", listed.name, "item", n, "clause", id=item.clause)
