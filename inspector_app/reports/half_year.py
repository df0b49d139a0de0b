"""Reports of a counted period: their paragraph, as text and as runs that open lists."""

from inspector_app.domain.errors import RuleError
from inspector_app.domain.half_year import ReportTemplate, Span, Told, paragraph, spans
from inspector_app.domain.rules import Rules
from inspector_app.reports.counting import Counted

HALF_YEAR, PLANTS = "half-year", "plants"


def template(rules: Rules, report: str = HALF_YEAR) -> ReportTemplate:
    """Return how a report is worded.

    Raises:
        RuleError: `figures.no_report`: this edition of the forms has none of that code.
    """
    known = rules.reports.get(report)
    if known is None:
        raise RuleError("figures.no_report", where="--report", report=report, known="、".join(rules.reports))
    return known


def sentence(told: Counted, rules: Rules, office: str = "", report: str = HALF_YEAR) -> str:
    """Return a report's paragraph as it is written.

    Args:
        office: name of the bureau; 我局 where it is empty.

    Raises:
        RuleError: `figures.no_report`.
    """
    return paragraph(template(rules, report), _told(told, office))


def runs(told: Counted, rules: Rules, office: str = "", report: str = HALF_YEAR) -> tuple[Span, ...]:
    """Return the same as runs of text; those with a code are numbers that open their lists.

    Raises:
        RuleError: `figures.no_report`.
    """
    return spans(template(rules, report), _told(told, office))


def _told(told: Counted, office: str) -> Told:
    return Told(
        told.first,
        told.last,
        office or "我局",
        {one.code: one for one in told.figures},
        {one.code: one for one in told.rates},
        told.quarters,
    )
