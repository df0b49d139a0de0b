"""An edition of the office's rules: everything that forms/ says, as domain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.checklists import Checklist, HazardCriterion, Phrase, ScoreStandard
from inspector_app.domain.clauses import Clause
from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.targets import TargetKind
from inspector_app.domain.templates import DocumentKind, DocumentTemplate


@dataclass(frozen=True, slots=True)
class Options:
    """What the office may decide within the law.

    Attributes:
        deadline_on_holidays: whether a rectification deadline may fall on a day off.
        reply_days: working days between the last deadline and the written reply.
        longest_text: characters that a fact or a measure may have.
    """

    deadline_on_holidays: bool = True
    reply_days: int = 3
    longest_text: int = 2000


@dataclass(frozen=True, slots=True)
class Rules:
    """One edition: what a document pins and re-prints from for ever.

    Attributes:
        edition: hex sha256 over the files it was read from.
        name: what the office calls it.
        dated: the day it was put together; None where nobody says.
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
    name: str = ""
    dated: date | None = None

    def cite(self, clause_id: str) -> str:
        """Return how a clause is printed, empty when the edition has none of that id."""
        clause = self.clauses.get(clause_id)
        return clause.cite if clause else ""
