"""The yearly cap: how often a target was visited this year, what counts, and a word when it is reached.

Source: 国办发〔2024〕54号, the yearly number of visits by one authority is published and kept; visits upon
complaints, referrals and requests stand apart. It warns and never refuses: whether a visit is needed all
the same is for the person who approves it.
"""

from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import seen
from inspector_app.domain.errors import Problem, RuleError


@dataclass(frozen=True, slots=True)
class Counted:
    """A concluded visit, and why it does not count, empty when it does."""

    visit_id: str
    on: date
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Yearly:
    """How often a target was visited in a year.

    Attributes:
        most: the cap; None where the office set none for such a target.
        visits: all concluded visits, those apart with their reason.
    """

    target_id: str
    year: int
    risk: str
    most: int | None
    visits: tuple[Counted, ...]

    @property
    def count(self) -> int:
        """How many count."""
        return sum(not one.apart for one in self.visits)

    @property
    def left(self) -> int | None:
        """How many are left, negative beyond the cap; None without one."""
        return None if self.most is None else self.most - self.count


def yearly(desk: Desk, target_id: str, year: int) -> Yearly:
    """Return how often a target was visited in a year.

    Raises:
        RuleError: `registry.no_target`.
    """
    record = desk.store.record("target", target_id)
    if record is None:
        raise RuleError("registry.no_target", where=target_id)
    plans = desk.rules.plans
    risk = values.text(values.part(record.fields, "fields") or {}, plans.risk_field).strip()
    found = seen.of_targets(desk.store, [target_id], date(year, 1, 1), date(year, 12, 31))
    visits = [
        Counted(one.seen.id, one.seen.on, plans.apart_for(one.source, urgent=one.urgent))
        for one in found.get(target_id, [])
        if one.seen.concluded and one.seen.on is not None
    ]
    visits.sort(key=lambda one: (one.on, one.visit_id))
    most = plans.cap(values.text(record.fields, "kind"), risk)
    return Yearly(target_id, year, risk, most, tuple(visits))


def weigh(desk: Desk, target_id: str, source: str, *, urgent: bool = False) -> Problem | None:
    """Return what is to be said when a visit begins today, None when there is nothing to say.

    Args:
        source: where its task comes from; a visit that does not count is never warned of.
        urgent: it is begun before its approval, for an urgent reason.

    Raises:
        RuleError: `registry.no_target`.
    """
    plans = desk.rules.plans
    told = yearly(desk, target_id, desk.today().year)
    if told.most is None or plans.apart_for(source, urgent=urgent):
        return None
    left = told.most - told.count - 1
    if left < 0:
        return Problem.of(
            "cap.over", "inspection.target", year=told.year, most=told.most, n=told.count + 1, risk=told.risk
        )
    if left < plans.near:
        return Problem.of(
            "cap.near", "inspection.target", year=told.year, most=told.most, n=told.count + 1, left=left
        )
    return None
