"""The rows of a recheck: each old finding under its number, before and after, what was replied and seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import rechecks, replies
from inspector_app.casework.followup.replies import Reply
from inspector_app.casework.papers import duties, issued, subjects
from inspector_app.casework.people.names import Names
from inspector_app.casework.visits import after_photos, findings, results
from inspector_app.casework.visits.results import Seen
from inspector_app.domain.duties import Course
from inspector_app.domain.findings import Finding, Photo


@dataclass(frozen=True, slots=True)
class RowDuty:
    """One party's part of a row.

    Attributes:
        party: its name.
        due: the last day that holds; `round` how many times it was ordered.
        replied: what the newest report of this party says of the finding, `reply_id` which report.
        result, note: what was seen at this recheck, empty while nothing was noted.
        open: something can be noted for it.
    """

    party_id: str
    party: str
    measure: str
    due: date | None
    round: int
    word: str
    overdue: bool
    open: bool
    replied: str = ""
    reply_id: str = ""
    result: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One old finding at its recheck.

    Attributes:
        number: its number within its own visit; `row` the one under which the order lists it.
        before: photos of the fact; `after` those taken at this recheck; `reported` those of the report.
    """

    finding_id: str
    number: int
    row: int
    order_id: str
    order_number: str
    location: str
    fact: str
    clause_id: str
    major: bool
    before: tuple[Photo, ...]
    after: tuple[Photo, ...]
    reported: tuple[replies.Shown, ...]
    duties: tuple[RowDuty, ...]

    @property
    def seen(self) -> bool:
        """Tell whether every open duty has its result."""
        return all(one.result for one in self.duties if one.open)


def rows(desk: Desk, recheck_id: str) -> tuple[Row, ...]:
    """Return the old findings of a recheck, by order and row; in as many looks for many as for one.

    Raises:
        RuleError: `inspection.none`, `recheck.no_recheck`.
    """
    recheck = rechecks.recheck_record(desk, recheck_id)
    records = rechecks.findings_of(desk, recheck)
    ids = [one.id for one in records]
    orders = issued.documents(desk.store, results.orders_of(recheck))
    gathered = _Gathered(
        found={one.id: one for one in findings.found_of(desk.store, records)},
        courses=duties.courses(desk, ids),
        seen={(one.finding_id, one.party_id): one for one in results.of(desk.store, recheck_id)},
        after=_after(desk, recheck_id),
        replies=replies.replies_to(desk.store, results.orders_of(recheck)),
        names=Names(desk.store),
    )
    gathered.names.foresee("party", [party for of in gathered.courses.values() for party in of])
    told: dict[str, Row] = {}
    for order_id in results.orders_of(recheck):
        if order_id in orders:
            order = orders[order_id]
            numbers = subjects.rows_of(desk.store, order)
            wanted = [one for one in order.finding_ids if one in gathered.found and one not in told]
            told |= {one: gathered.row(order, one, numbers.get(one, 0)) for one in wanted}
    return tuple(told.values())


def _after(desk: Desk, recheck_id: str) -> Mapping[str, tuple[Photo, ...]]:
    told: dict[str, list[Photo]] = {}
    for one in desk.store.records("photo", where={"inspection_id": recheck_id}, order="sort"):
        if after_photos.is_after(one):
            told.setdefault(str(one.fields["finding_id"]), []).append(findings.photo_of(one))
    return {finding_id: tuple(of) for finding_id, of in told.items()}


@dataclass(frozen=True, slots=True)
class _Gathered:
    found: Mapping[str, Finding]
    courses: Mapping[str, Mapping[str, Course]]
    seen: Mapping[tuple[str, str], Seen]
    after: Mapping[str, tuple[Photo, ...]]
    replies: Sequence[Reply]
    names: Names

    def row(self, order: issued.Issued, finding_id: str, row: int) -> Row:
        """Return the row of one finding under one order."""
        finding = self.found[finding_id]
        shown = [one for each in self.replies for one in each.pictures if one.finding_id == finding_id]
        return Row(
            finding_id=finding_id,
            number=finding.number,
            row=row,
            order_id=order.id,
            order_number=order.number,
            location=finding.location,
            fact=finding.fact,
            clause_id=finding.clause_id,
            major=finding.severity == "major",
            before=finding.photos,
            after=self.after.get(finding_id, ()),
            reported=tuple(shown),
            duties=tuple(
                self._duty(finding, party_id, course) for party_id, course in self.courses[finding_id].items()
            ),
        )

    def _duty(self, finding: Finding, party_id: str, course: Course) -> RowDuty:
        own = [one for one in self.replies if one.party_id == party_id and one.of(finding.id)]
        newest = max(own, key=lambda one: (str(one.on), str(one.received_on)), default=None)
        seen = self.seen.get((finding.id, party_id))
        duty = finding.obligation(party_id)
        return RowDuty(
            party_id=party_id,
            party=self.names.of("party", party_id) if party_id else "",
            measure=duty.measure if duty else "",
            due=course.due,
            round=course.state.round,
            word=str(course.state.word),
            overdue=course.state.overdue,
            open=rechecks.can_tell(course),
            replied=newest.of(finding.id) if newest else "",
            reply_id=newest.id if newest else "",
            result=seen.result if seen else "",
            note=seen.note if seen else "",
        )
