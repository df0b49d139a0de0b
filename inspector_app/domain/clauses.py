"""Clauses of law and standards, each with the days it was in force."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Clause:
    """One citable clause.

    Attributes:
        id: stable code, e.g. `reg393-43-4`; editions never reuse one.
        instrument: the law's or standard's full name, with its version.
        cite: as it is printed, e.g. 《建设工程安全生产管理条例》第四十三条第（四）项.
        short: as it is printed in a narrow table cell; equal to `cite` when nothing shorter is clear.
        power: what it commands or allows, in our own words.
        valid_from: first day in force, inclusive.
        valid_to: last day in force, inclusive; None while it is in force.
        mandatory: a compulsory clause of a standard. GB 55034-2022 repealed that quality for many.
        proofed: a person compared it with the official text.
        provenance: where our knowledge of it comes from.
    """

    id: str
    instrument: str
    cite: str
    short: str
    power: str
    valid_from: date
    valid_to: date | None
    mandatory: bool
    proofed: bool
    provenance: str

    def in_force(self, on: date) -> bool:
        """Tell whether the clause was in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
