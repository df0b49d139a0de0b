"""What an approval of a campaign covers: its days and its targets; what goes beyond needs another one.

Source: 国办发〔2024〕54号, a campaign keeps to the range and the days that were approved. Planning goes on
freely; no visit begins beyond what was approved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values


@dataclass(frozen=True, slots=True)
class Scope:
    """What was approved.

    Attributes:
        first, last: the days, inclusive.
        targets: ids; None while a list that was approved before it was drawn or chosen is still being
            made: it is closed by the first visit.
    """

    first: date
    last: date
    targets: frozenset[str] | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a visit on that day is covered."""
        return self.first <= day <= self.last

    def names(self, target_id: str) -> bool:
        """Tell whether a target is covered."""
        return self.targets is None or target_id in self.targets


def scope_of(fields: values.Fields) -> Scope | None:
    """Return what the approval that stands in a campaign's record covers, None when nothing was kept."""
    told = values.part(fields, "approved")
    first = values.day(told, "first") if told else None
    last = values.day(told, "last") if told else None
    if told is None or first is None or last is None:
        return None
    listed = told.get("targets")
    return Scope(first, last, frozenset(map(str, listed)) if isinstance(listed, list) else None)


def scope_fields(first: date, last: date, target_ids: Iterable[str]) -> dict[str, object]:
    """Return a scope as the journal holds it; without targets its list is still to be made."""
    listed = sorted(set(target_ids))
    return {"first": values.iso(first), "last": values.iso(last), "targets": listed or None}
