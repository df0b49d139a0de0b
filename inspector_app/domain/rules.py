"""An edition of the office's rules: everything that forms/ says, as domain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspector_app.domain.checklists import Checklist, HazardCriterion, Phrase, ScoreStandard
from inspector_app.domain.clauses import Clause
from inspector_app.domain.conduct import LEAST_MONTHS, ConductCode, Pace
from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.filing import Terms
from inspector_app.domain.half_year import ReportTemplate
from inspector_app.domain.planning import Plans
from inspector_app.domain.statistics_definitions import Statistics
from inspector_app.domain.targets import TargetKind
from inspector_app.domain.templates import DocumentKind, DocumentTemplate


@dataclass(frozen=True, slots=True)
class Options:
    """What the office may decide within the law.

    Attributes:
        deadline_on_holidays: whether a rectification deadline may fall on a day off.
        reply_days: working days between the last deadline and the written reply.
        longest_text: characters that a fact or a measure may have.
        approval_hours: within which an approval by telephone, or one that was too urgent to wait for, is made
            up in writing (行政强制法 19: 24); 0 where the office asks for none.
        defence_days: working days for a defence on a notice of bad conduct, from service (no national rule).
        publication_months: how long bad conduct is public unless its code says otherwise.
        pace: within how many days the steps of bad conduct follow each other.
        own_approval: whether a supervisor may approve a draft that they themselves laid before one.
        filing: the days of a case, and where the power to punish lies.
    """

    deadline_on_holidays: bool = True
    reply_days: int = 3
    longest_text: int = 2000
    approval_hours: int = 24
    own_approval: bool = False
    defence_days: int = 5
    publication_months: int = LEAST_MONTHS
    pace: Pace = field(default_factory=Pace)
    filing: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Rules:
    """One edition: what a document pins and re-prints from for ever.

    Attributes:
        edition: hex sha256 over the files it was read from.
        name: what the office calls it.
        worded: templates that a kind of target words for itself, by its code; see `template_for`.
        dated: the day it was put together; None where nobody says.
        statistics: what is counted, and how.
        reports: how reports are worded, by their codes (half-year, plants).
    """

    edition: str
    clauses: Mapping[str, Clause]
    targets: Mapping[str, TargetKind]
    templates: Mapping[DocumentKind, DocumentTemplate]
    standard: ScoreStandard
    checklists: Mapping[str, Checklist]
    hazards: Mapping[str, HazardCriterion]
    phrases: tuple[Phrase, ...]
    calendar: WorkCalendar
    options: Options = Options()
    plans: Plans = field(default_factory=Plans)
    conduct: Mapping[str, ConductCode] = field(default_factory=dict)
    worded: Mapping[tuple[str, DocumentKind], DocumentTemplate] = field(default_factory=dict)
    name: str = ""
    dated: date | None = None
    statistics: Statistics = field(default_factory=Statistics)
    reports: Mapping[str, ReportTemplate] = field(default_factory=dict)

    def template_for(self, kind: DocumentKind, target_kind: str) -> DocumentTemplate | None:
        """Return the wording of a kind for a kind of target: its own, or else the office's general one."""
        return self.worded.get((target_kind, kind)) or self.templates.get(kind)

    def cite(self, clause_id: str) -> str:
        """Return how a clause is printed, empty when the edition has none of that id."""
        clause = self.clauses.get(clause_id)
        return clause.cite if clause else ""
