"""Officers, experts, and the persons met on site."""

from dataclasses import dataclass, field
from datetime import date

from inspector_app.domain import chinese


@dataclass(frozen=True, slots=True)
class Officer:
    """A person of the bureau who takes part in an inspection.

    Attributes:
        certificate: enforcement certificate number (执法证号); experts have none.
        valid_from, valid_to: first and last day of the certificate, inclusive.
        expert: experts advise; they never count as officers (行政处罚法 42).
    """

    id: str
    name: str
    certificate: str
    valid_from: date | None
    valid_to: date | None
    expert: bool = False

    def certified(self, on: date) -> bool:
        """Tell whether this person counts as an officer on that day (行政处罚法 42)."""
        if self.expert or not self.certificate or self.valid_from is None or self.valid_to is None:
            return False
        return self.valid_from <= on <= self.valid_to

    @property
    def line(self) -> str:
        """周　砚（执法证号 5199020217）: name and certificate as papers print them."""
        return f"{chinese.spaced_name(self.name)}（执法证号 {self.certificate}）"


@dataclass(frozen=True, slots=True)
class PersonPresent:
    """Someone met on site: name, position, for which company, telephone.

    Attributes:
        id: the record's id; the same words are the same person, whichever record holds them.
    """

    name: str
    position: str
    company: str = ""
    phone: str = ""
    id: str = field(default="", compare=False)
