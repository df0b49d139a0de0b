"""Findings: what is wrong where, by which clause, and who must do what until when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.marks import Mark


class Severity(StrEnum):
    """How grave a finding is; `major` means a criterion of the major-hazard standard is met."""

    GENERAL = "general"
    MAJOR = "major"


SEVERITY_LABELS: dict[Severity, str] = {Severity.GENERAL: "一般", Severity.MAJOR: "重大"}


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as evidence: the original's hash, caption, what the device stated, and the layer over it."""

    id: str
    sha256: str
    caption: str = ""
    taken: datetime | None = None
    stated: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """Finding × responsible party: what this party must do, and the last day for it.

    Attributes:
        due: the last day, inclusive; overdue from 00:00 of the next.
    """

    party_id: str
    measure: str
    due: date | None
    on_the_spot: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong.

    Attributes:
        number: its number within the inspection, kept through every recheck.
        seen_on: the day of the fact; its clause must have been in force then.
        clause_id: id of a Clause of the edition.
        criterion_id: id of the major-hazard criterion it meets; required for `major`.
        item: the checklist item it came from, empty when found freely.
        batch: lots concerned (concrete plants).
        repeats: id of the finding of an earlier visit that is found again, empty when it is new.
    """

    id: str
    number: int
    location: str
    fact: str
    clause_id: str
    severity: Severity
    seen_on: date | None
    obligations: tuple[Obligation, ...]
    photos: tuple[Photo, ...] = ()
    criterion_id: str = ""
    item: str = ""
    batch: str = ""
    repeats: str = ""

    def obligation(self, party_id: str) -> Obligation | None:
        """Return what this party must do about it."""
        return next((duty for duty in self.obligations if duty.party_id == party_id), None)
