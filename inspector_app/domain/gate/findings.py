"""Findings: fact, place, clause in force, measure, and a day by which it must be done."""

from collections.abc import Iterator

from inspector_app.domain.findings import Finding, Severity
from inspector_app.domain.gate.missing import Missing, Weighed

FACTS = "安全生产法 68"
ORDER = "安全生产法 65"


def findings(weighed: Weighed) -> Iterator[Missing]:
    """At least one finding, each whole."""
    if not weighed.draft.findings:
        yield Missing.of("gate.findings_missing", "findings", ORDER)
    for index, finding in enumerate(weighed.draft.findings):
        yield from told_findings(weighed, finding, f"findings.{index}")
        yield from obligation(weighed, finding, f"findings.{index}")


def recorded_findings(weighed: Weighed) -> Iterator[Missing]:
    """A record may have no finding at all; those it has are whole but need no order yet."""
    for index, finding in enumerate(weighed.draft.findings):
        yield from told_findings(weighed, finding, f"findings.{index}")


def listed_findings(weighed: Weighed) -> Iterator[Missing]:
    """At least one finding, each told as a fact; what is to be done about it stands elsewhere."""
    if not weighed.draft.findings:
        yield Missing.of("gate.findings_missing", "findings", FACTS)
    yield from recorded_findings(weighed)


def told_findings(weighed: Weighed, finding: Finding, field: str) -> Iterator[Missing]:
    """Place, fact, day, clause and grade of one finding."""
    number = finding.number
    if not finding.location.strip():
        yield Missing.of("gate.location_missing", f"{field}.location", FACTS, number=number)
    if not finding.fact.strip():
        yield Missing.of("gate.fact_missing", f"{field}.fact", FACTS, number=number)
    if finding.seen_on is None:
        yield Missing.of("gate.fact_day_missing", f"{field}.seen_on", FACTS, number=number)
    elif finding.seen_on > weighed.on:
        yield Missing.of("gate.fact_in_future", f"{field}.seen_on", FACTS, number=number)
    yield from clause(weighed, finding, field)
    yield from grade(weighed, finding, field)


def clause(weighed: Weighed, finding: Finding, field: str) -> Iterator[Missing]:
    """A clause the edition knows and that was in force on the day of the fact."""
    number = finding.number
    if not finding.clause_id:
        yield Missing.of("gate.clause_missing", f"{field}.clause", ORDER, number=number)
        return
    known = weighed.rules.clauses.get(finding.clause_id)
    if known is None:
        yield Missing.of(
            "gate.clause_unknown", f"{field}.clause", ORDER, number=number, clause=finding.clause_id
        )
        return
    seen = finding.seen_on or weighed.on
    if not known.in_force(seen):
        yield Missing.of(
            "gate.clause_not_in_force",
            f"{field}.clause",
            known.cite,
            number=number,
            clause=known.cite,
            on=seen.isoformat(),
            valid_from=known.valid_from.isoformat(),
            valid_to=known.valid_to.isoformat() if known.valid_to else "",
        )


def grade(weighed: Weighed, finding: Finding, field: str) -> Iterator[Missing]:
    """A major hazard meets a criterion in force on the day of the fact; a criterion makes a finding major."""
    source = "建质规〔2024〕5号"
    number = finding.number
    criterion = weighed.rules.hazards.get(finding.criterion_id) if finding.criterion_id else None
    if finding.criterion_id and criterion is None:
        yield Missing.of("gate.criterion_unknown", f"{field}.criterion", source, number=number)
    elif finding.severity is Severity.MAJOR and criterion is None:
        yield Missing.of("gate.criterion_missing", f"{field}.criterion", source, number=number)
    elif finding.severity is Severity.GENERAL and criterion is not None:
        yield Missing.of("gate.severity_too_low", f"{field}.severity", source, number=number)
    ground = weighed.rules.clauses.get(criterion.clause_id) if criterion else None
    seen = finding.seen_on or weighed.on
    if ground is not None and not ground.in_force(seen):
        yield Missing.of(
            "gate.criterion_not_in_force",
            f"{field}.criterion",
            ground.cite,
            number=number,
            clause=ground.cite,
            on=seen.isoformat(),
        )


def obligation(weighed: Weighed, finding: Finding, field: str) -> Iterator[Missing]:
    """What the addressee must do about it, and by which day; asked once it is known who that is."""
    party = weighed.draft.addressee
    if party is None:
        return
    duty = finding.obligation(party.id)
    number = finding.number
    if duty is None or not duty.measure.strip():
        yield Missing.of("gate.measure_missing", f"{field}.measure", ORDER, number=number)
    if duty is None or duty.due is None:
        yield Missing.of("gate.deadline_missing", f"{field}.due", ORDER, number=number)
        return
    due = duty.due.isoformat()
    if duty.due < weighed.on:
        yield Missing.of("gate.deadline_past", f"{field}.due", ORDER, number=number, due=due)
    if not weighed.rules.options.deadline_on_holidays and not weighed.rules.calendar.is_working(duty.due):
        yield Missing.of("gate.deadline_on_holiday", f"{field}.due", "", number=number, due=due)


def majors_covered(weighed: Weighed) -> Iterator[Missing]:
    """A major hazard is not left to a deadline alone: a stop-work covers it (条例 43(四), 安全生产法 65)."""
    draft = weighed.draft
    for index, finding in enumerate(draft.findings):
        duty = finding.obligation(draft.addressee.id) if draft.addressee else None
        at_once = duty is not None and duty.on_the_spot
        if finding.severity is Severity.MAJOR and finding.id not in draft.covered and not at_once:
            yield Missing.of(
                "gate.major_needs_stop_work",
                f"findings.{index}.severity",
                "建设工程安全生产管理条例 43(四)",
                number=finding.number,
            )
