"""What figures are counted from: visits, documents, findings, rechecks, escalations and cases, as facts.

Each fact carries its own day and where it belongs (`Place`), so that it can be counted by district, officer
and campaign as well. What was worked on paper and keyed in afterwards (补录) says so.
"""

from dataclasses import dataclass
from datetime import date

Own = tuple[tuple[str, str], ...]
"""Facts that only one kind of document tells, by their codes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact belongs.

    Attributes:
        officer_ids: the officers of the visit behind it, experts apart.
        campaign_id: empty for a visit outside all campaigns.
    """

    target_id: str = ""
    district: str = ""
    officer_ids: tuple[str, ...] = ()
    campaign_id: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A concluded inspection: its day, target, and the ids of the officers (experts apart).

    Attributes:
        late: it was recorded on paper and keyed in afterwards, as with the other facts.
        expert_ids: of the experts and helpers who were there.
        recheck: it rechecked earlier orders.
        paper: a recheck by the papers alone, which went nowhere and is no visit.
    """

    id: str
    on: date
    target_id: str
    target_kind: str
    officer_ids: tuple[str, ...]
    late: bool = False
    expert_ids: tuple[str, ...] = ()
    recheck: bool = False
    paper: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """An issued document; `outcome` is what a decision came to, where its kind has one.

    Attributes:
        full_stop: None where an old register does not say: neither full nor partial.
        fate: `issued` while it stands, else `void` or `revoked`.
        target_kind: of what it is about.
    """

    id: str
    on: date
    kind: str
    full_stop: bool | None = False
    outcome: str = ""
    late: bool = False
    fate: str = "issued"
    target_kind: str = ""
    own: Own = ()
    place: Place = NOWHERE

    def own_fact(self, code: str) -> str:
        """Return a fact of the kind's own, empty when it tells none of that code."""
        return dict(self.own).get(code, "")


@dataclass(frozen=True, slots=True)
class FindingFact:
    """A finding: the day it was seen, its grade, and when it was closed, if it was.

    Attributes:
        due: the last day that counts for being on time.
        done_on: the day that counts for being on time: that of the report which the recheck bore out.
        spot: put right before the inspectors left (当场改正): closed, and in time, on the day it was seen.
    """

    id: str
    on: date
    major: bool
    closed_on: date | None = None
    due: date | None = None
    late: bool = False
    done_on: date | None = None
    spot: bool = False
    target_kind: str = ""
    place: Place = NOWHERE

    @property
    def closed(self) -> bool:
        """Tell whether every duty of it came to a good end."""
        return self.closed_on is not None

    @property
    def on_time(self) -> bool:
        """Tell whether it was closed, and every duty of it by its last day; on the spot is in time."""
        if self.spot:
            return True
        done = self.done_on or self.closed_on
        return self.closed_on is not None and done is not None and self.due is not None and done <= self.due


@dataclass(frozen=True, slots=True)
class RecheckFact:
    """What one recheck found of one party's duty.

    Attributes:
        result: rectified, partial, not_rectified or unverifiable.
        id: finding, party and day: who tells the same twice is counted once.
    """

    id: str
    on: date
    result: str
    late: bool = False
    target_kind: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class EscalationFact:
    """A finding that goes on by stronger means; `to` is the kind of document that it goes on by."""

    id: str
    on: date
    to: str
    late: bool = False
    target_kind: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A step that a leader approved in the course of a case (立案)."""

    id: str
    on: date
    step: str
    late: bool = False
    place: Place = NOWHERE


Fact = VisitFact | DocumentFact | FindingFact | RecheckFact | EscalationFact | CaseFact


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that figures are counted from."""

    visits: tuple[VisitFact, ...]
    documents: tuple[DocumentFact, ...]
    findings: tuple[FindingFact, ...]
    rechecks: tuple[RecheckFact, ...] = ()
    escalations: tuple[EscalationFact, ...] = ()
    cases: tuple[CaseFact, ...] = ()
