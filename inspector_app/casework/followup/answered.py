"""The order that a paper from outside answers: whether it stands, whom it obliges, and for what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import duties, issued, subjects
from inspector_app.casework.targets import registry
from inspector_app.domain.duties import Course
from inspector_app.domain.parties import Party
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import ORDERING, DocumentKind

OBLIGING = frozenset({*ORDERING, DocumentKind.RECHECK_OPINION})
"""Kinds that oblige a party to put something right: orders, and opinions that order again."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An order with the courses of its findings, by finding and party; `rows` as its parties know them."""

    order: issued.Issued
    target: Target
    courses: Mapping[str, Mapping[str, Course]]
    rows: Mapping[str, int]

    def party(self, party_id: str) -> Party | None:
        """Return a party of the target."""
        return next((one for one in self.target.parties if one.id == party_id), None)

    def obliged(self, party_id: str, finding_ids: Iterable[str]) -> bool:
        """Tell whether each of these findings stands in the order and obliges this party."""
        return all(
            one in self.order.finding_ids and party_id in self.courses.get(one, {}) for one in finding_ids
        )

    def row(self, finding_id: str) -> int:
        """Return the row of a finding in the order, from 1; in an opinion, that of the order before it."""
        return self.rows.get(finding_id) or self.order.finding_ids.index(finding_id) + 1

    def course(self, finding_id: str, party_id: str) -> Course:
        """Return the course of one duty of the order."""
        return self.courses[finding_id][party_id]

    @property
    def stands(self) -> bool:
        """Issued, neither void nor taken back."""
        return self.order.fate == "issued"


def answered(desk: Desk, document_id: str, more: Sequence[str] = ()) -> Answered:
    """Return an issued document with the courses of its findings.

    Args:
        more: other findings whose courses are wanted.

    Raises:
        RuleError: `document.not_issued`, `registry.no_target`.
    """
    order = issued.must_be_issued(desk.store, document_id)
    target = registry.target_of(desk.store, order.target_id)
    ids = list(dict.fromkeys((*order.finding_ids, *more)))
    return Answered(order, target, duties.courses(desk, ids), subjects.rows_of(desk.store, order))
