"""Files that fit their shape become domain values."""

import re

from pypinyin import Style, lazy_pinyin

from inspector_app.catalog import schema, schema_plans, schema_targets
from inspector_app.catalog.build_conduct import codes_of
from inspector_app.catalog.build_statistics import reports_of, statistics_of
from inspector_app.catalog.files import Folder, FormFile
from inspector_app.domain.checklists import (
    CheckItem,
    Checklist,
    Criterion,
    HazardCriterion,
    Phrase,
    ScoreCategory,
    ScoreItem,
    ScoreRules,
    ScoreStandard,
    ScoreTable,
)
from inspector_app.domain.clauses import Clause
from inspector_app.domain.conduct import Pace
from inspector_app.domain.content import FormRow
from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.filing import Terms
from inspector_app.domain.planning import Apart, Cap, Plans
from inspector_app.domain.rules import Options, Rules
from inspector_app.domain.targets import Phase, TargetField, TargetKind
from inspector_app.domain.templates import (
    AnnexTemplate,
    DocumentTemplate,
    Element,
    OwnField,
    TableTemplate,
)

HOLE = re.compile(r"\{([^{}]*)\}")
_UNSPOKEN = re.compile("[^0-9A-Za-z\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def rules_of(folder: Folder) -> Rules:
    """Return the edition's rules from files that were cross-checked."""
    standard = folder.of(schema.StandardFile)[0].part
    tables = folder.of(schema.ScoreTableFile)
    options = folder.of(schema.OptionsFile)[0].part
    edition = folder.of(schema.EditionFile)[0].part
    return Rules(
        edition=folder.edition,
        clauses={clause.id: clause for clause in clauses_of(folder)},
        targets={one.code: target_of(one) for one in _in_order(folder)},
        templates={one.part.kind: template_of(one.part) for one in folder.of(schema.DocumentFile)},
        standard=standard_of(standard, tables),
        checklists={one.part.id: list_of(one.part) for one in folder.of(schema.ListFile)},
        hazards={hazard.id: hazard for hazard in hazards_of(folder)},
        phrases=tuple(phrase for one in folder.of(schema.PhraseFile) for phrase in phrases_of(one.part)),
        calendar=calendar_of(folder),
        options=Options(
            deadline_on_holidays=options.deadline_on_holidays,
            reply_days=options.reply_days,
            longest_text=options.longest_text,
            approval_hours=options.approval_hours,
            own_approval=options.own_approval,
            defence_days=options.defence_days,
            publication_months=options.publication_months,
            pace=Pace(options.serve_days, options.review_days, options.publish_days),
            filing=terms_of(options),
        ),
        plans=plans_of(folder),
        conduct={code.code: code for code in codes_of(folder)},
        name=edition.name,
        dated=edition.date,
        statistics=statistics_of(folder),
        reports=reports_of(folder),
    )


def terms_of(part: schema.OptionsFile) -> Terms:
    """Return the days of a case; an edition that names none has those of the law as shipped."""
    told = part.filing
    if told is None:
        return Terms(power=part.penalty_power)
    return Terms(
        told.verify,
        told.verify_more,
        told.decide,
        told.decide_more,
        told.decide_again,
        told.pay,
        part.penalty_power,
    )


def clauses_of(folder: Folder) -> list[Clause]:
    """Return the clauses of laws and standards, and those that major-hazard criteria are."""
    told = [_clause(entry, one.part) for one in folder.of(schema.ClauseFile) for entry in one.part.clause]
    told += [
        _criterion_clause(entry, one.part)
        for one in folder.of(schema.HazardFile)
        for entry in one.part.criterion
    ]
    return told


def _clause(entry: schema.ClauseEntry, file: schema.ClauseFile) -> Clause:
    cite = entry.cite or file.title + entry.at
    return Clause(
        id=entry.id,
        instrument=file.instrument,
        cite=cite,
        short=entry.short or (file.short_title + entry.at if file.short_title else cite),
        power=entry.power,
        valid_from=entry.valid_from or file.valid_from,
        valid_to=entry.valid_to or file.valid_to,
        mandatory=file.mandatory if entry.mandatory is None else entry.mandatory,
        proofed=file.proofed if entry.proofed is None else entry.proofed,
        provenance=entry.provenance or file.provenance,
    )


def _criterion_clause(entry: schema.HazardEntry, file: schema.HazardFile) -> Clause:
    return Clause(
        id=entry.id,
        instrument=file.instrument,
        cite=file.title + entry.at,
        short=file.short_title + entry.at,
        power=entry.text,
        valid_from=file.valid_from,
        valid_to=file.valid_to,
        mandatory=False,
        proofed=file.proofed,
        provenance=file.provenance,
    )


def hazards_of(folder: Folder) -> list[HazardCriterion]:
    """Return the criteria of major hazards."""
    return [
        HazardCriterion(
            entry.id, entry.article, entry.topic, entry.label, entry.text, entry.id, tuple(entry.any_of)
        )
        for one in folder.of(schema.HazardFile)
        for entry in one.part.criterion
    ]


def _in_order(folder: Folder) -> list[schema_targets.TargetFile]:
    return sorted(
        (one.part for one in folder.of(schema_targets.TargetFile)), key=lambda part: (part.order, part.code)
    )


def target_of(part: schema_targets.TargetFile) -> TargetKind:
    """Return a kind of target."""
    return TargetKind(
        code=part.code,
        label=part.label,
        main_role=part.main_role,
        roles=tuple(part.roles),
        fields=tuple(TargetField(entry.code, entry.label, entry.required) for entry in part.field),
        checklists=tuple(part.checklists),
        documents=tuple(part.documents),
        phases=tuple(Phase(entry.code, entry.label, tuple(entry.sections)) for entry in part.phase),
        rhythm=str(part.round or ""),
        people=tuple(part.people),
        figure=(part.figure.code, part.figure.visits, part.figure.distinct) if part.figure else None,
        signers=tuple(part.report_signers),
    )


def plans_of(folder: Folder) -> Plans:
    """Return what the office decided of plans; an edition without that file has no caps."""
    told = next((one.part for one in folder.of(schema_plans.PlansFile)), None)
    if told is None:
        return Plans()
    return Plans(
        risk_field=told.risk_field,
        district_field=told.district_field,
        least_days=told.least_days,
        again_days=told.again_days,
        near=told.near,
        caps=tuple(Cap(one.target, one.risk, one.most) for one in told.cap),
        apart=tuple(Apart(one.reason, tuple(one.words), one.urgent) for one in told.apart),
    )


def standard_of(part: schema.StandardFile, tables: list[FormFile[schema.ScoreTableFile]]) -> ScoreStandard:
    """Return the scored standard, its tables in the order of the summary."""
    by_id = {one.part.id: table_of(one.part) for one in tables}
    order = [table_id for entry in part.category for table_id in entry.tables]
    open_points = part.rules
    return ScoreStandard(
        id=part.id,
        name=part.name,
        tables=tuple(by_id[table_id] for table_id in order),
        categories=tuple(
            ScoreCategory(entry.number, entry.name, entry.full, tuple(entry.tables))
            for entry in part.category
        ),
        rules=ScoreRules(
            open_points.guarantee_threshold,
            open_points.instances,
            open_points.display,
            open_points.excellent,
            open_points.passing,
        ),
    )


def table_of(part: schema.ScoreTableFile) -> ScoreTable:
    """Return one scored table."""
    items = tuple(
        ScoreItem(
            entry.number,
            entry.name,
            entry.guarantee,
            entry.full,
            tuple(_criterion(one) for one in entry.criteria),
        )
        for entry in part.item
    )
    return ScoreTable(part.id, part.key, part.name, part.category, items, part.provenance)


def _criterion(entry: schema.CriterionEntry) -> Criterion:
    least, most = entry.points
    return Criterion(entry.id, entry.text, least, most, entry.per)


def list_of(part: schema.ListFile) -> Checklist:
    """Return a list with results."""
    items = tuple(
        CheckItem(
            entry.id,
            entry.section,
            entry.text,
            entry.how,
            entry.key,
            entry.basis,
            entry.clause or "",
            entry.provenance,
        )
        for entry in part.item
    )
    sections = tuple((entry.code, entry.name) for entry in part.section)
    return Checklist(
        part.id, part.name, sections, tuple(part.results), items, part.proofed, tuple(part.campaigns)
    )


def phrases_of(part: schema.PhraseFile) -> list[Phrase]:
    """Return the phrases of a topic."""
    return [
        Phrase(
            id=entry.id,
            target=part.target,
            topic=part.topic,
            fact=entry.fact,
            clause_id=entry.clause,
            measure=entry.measure,
            days=entry.days,
            major=entry.major,
            initials=entry.initials or initials_of(entry.fact),
            criterion_id=entry.criterion or "",
            working=entry.working,
        )
        for entry in part.phrase
    ]


def initials_of(text: str) -> str:
    """Return the pinyin initials of a text, digits and Latin letters kept, lower case: 临边防护 is lbfh."""
    spoken = _UNSPOKEN.sub("", text)
    return "".join(lazy_pinyin(spoken, style=Style.FIRST_LETTER)).lower()


def calendar_of(folder: Folder) -> WorkCalendar:
    """Return the calendar of all years that have a file."""
    years = [one.part for one in folder.of(schema.CalendarFile)]
    return WorkCalendar(
        years=frozenset(one.year for one in years),
        holidays=frozenset(day for one in years for day in one.holidays),
        workdays=frozenset(day for one in years for day in one.workdays),
    )


def template_of(part: schema.DocumentFile) -> DocumentTemplate:
    """Return a document's template."""
    return DocumentTemplate(
        kind=part.kind,
        label=part.label,
        word=part.word,
        layout=part.layout,
        title=tuple(part.title),
        number=part.number,
        elements=tuple(_element(entry) for entry in part.element),
        basis=tuple(part.basis),
        addressee=part.addressee,
        table=_table(part.table) if part.table else None,
        annex=_annex(part.annex) if part.annex else None,
        rows=tuple(_row(entry) for entry in part.row),
        receipt=tuple(tuple(row) for row in part.receipt),
        copied=tuple(part.copied),
        copies=tuple(part.copies),
        qr=tuple(part.qr),
        verify_note=part.verify_note,
        left_note=part.left_note,
        footer=part.footer,
        imprint=part.imprint,
        body=part.body,
        internal=part.internal,
        approval=part.approval,
        sealing=part.sealing,
        size_tenths=part.size_tenths,
        lead_tenths=part.lead_tenths,
        proofed=part.proofed,
        provenance=part.provenance,
        to=part.to,
        fields=tuple(_own_field(entry) for entry in part.field),
        about=tuple(part.about),
        about_needed=part.about_needed,
        about_served=part.about_served,
    )


def _own_field(entry: schema.OwnFieldEntry) -> OwnField:
    return OwnField(
        code=entry.code,
        label=entry.label,
        kind=entry.kind,
        required=entry.required,
        choices=tuple(entry.choices),
        only_when=_when(entry.only_when),
        future=entry.future,
        past=entry.past,
        after=entry.after,
        deadline=entry.deadline,
        start=entry.start,
        hint=entry.hint,
        source=entry.source,
    )


def _when(told: schema.WhenEntry | None) -> tuple[str, str]:
    return (told.code, told.value) if told else ("", "")


def holes(*patterns: str) -> tuple[str, ...]:
    """Return the names that patterns use in braces, each once, in their order."""
    return tuple(dict.fromkeys(name for pattern in patterns for name in HOLE.findall(pattern)))


def _element(entry: schema.ElementEntry) -> Element:
    return Element(
        code=entry.code,
        required=entry.required,
        placeholders=holes(entry.heading, entry.sentence, entry.annexed),
        heading=entry.heading,
        sentence=entry.sentence,
        table=entry.table,
        annexed=entry.annexed,
        only_when=_when(entry.only_when),
    )


def _table(entry: schema.TableEntry) -> TableTemplate:
    return TableTemplate(
        tuple(entry.head),
        tuple(entry.widths),
        tuple(entry.align),
        tuple(entry.cells),
        entry.note,
        entry.most,
        entry.annex_title,
    )


def _annex(entry: schema.AnnexEntry) -> AnnexTemplate:
    return AnnexTemplate(entry.title, _table(entry.table) if entry.table else None, entry.photos)


def _row(entry: schema.RowEntry) -> FormRow:
    return FormRow(
        tuple(entry.widths),
        tuple(entry.cells),
        entry.min_mm,
        entry.grow,
        entry.align,
        entry.top,
        entry.strike,
        entry.sign,
    )
