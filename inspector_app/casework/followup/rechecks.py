"""A recheck: the old findings on top with their numbers, one result for each party, and what follows.

Results are kept while it is under way and can be changed; they count when the opinion is issued or the
recheck is concluded (see visits.results).
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup.answered import OBLIGING
from inspector_app.casework.papers import board, duties, issued
from inspector_app.casework.papers.duties import RESULTS
from inspector_app.casework.visits import inspections, results
from inspector_app.domain.duties import Course
from inspector_app.domain.errors import RuleError
from inspector_app.domain.states import TRANSITIONS as MOVES
from inspector_app.domain.states import FindingState, Happening
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.reading import Record

SOURCE = "建质〔2014〕154号"
SOURCE_OF_VISIT = "复查"
MOST_WORDS = 500


class Way(StrEnum):
    """How one rechecks: on site, or by the papers that were handed in (书面查验)."""

    SITE = "site"
    PAPER = "paper"


def begin(
    desk: Desk,
    order_ids: Sequence[str],
    *,
    way: Way = Way.SITE,
    officer_ids: Sequence[str] = (),
    **fields: object,
) -> str:
    """Begin a recheck of one target's orders and return the inspection's id.

    Place, approval and whom one meets are asked anew; what stays the same is taken from the order's visit.

    Args:
        officer_ids: left out, the officers of the first order's visit.
        fields: of the inspection, as `inspections.begin`.

    Raises:
        RuleError: `recheck.nothing_named`, `document.not_issued`, `recheck.not_an_order`,
            `recheck.order_not_standing`, `recheck.other_target`, `recheck.nothing_open`.
    """
    orders = _orders(desk, order_ids)
    first = orders[0]
    known = duties.courses(desk, [each for one in orders for each in one.finding_ids])
    if not any(can_tell(course) for of in known.values() for course in of.values()):
        raise RuleError("recheck.nothing_open", where="recheck.orders", number=first.number)
    visit = desk.store.record("inspection", first.inspection_id)
    before = visit.fields if visit is not None else {}
    told: dict[str, object] = {
        results.RECHECK_OF: [one.id for one in orders],
        "way": str(way),
        "place": values.text(before, "place") if way is Way.SITE else "",
        "source": SOURCE_OF_VISIT,
        "started": desk.clock.now().isoformat(timespec="seconds"),
        "scope": "、".join(f"{one.label}（{one.number}）" for one in orders),
        **fields,
    }
    officers = list(officer_ids) or _officers(desk, first.inspection_id)
    return inspections.begin(desk, first.target_id, officers, **told)


def _orders(desk: Desk, order_ids: Sequence[str]) -> list[issued.Issued]:
    if not order_ids:
        raise RuleError("recheck.nothing_named", where="recheck.orders")
    orders = [issued.must_be_issued(desk.store, one) for one in dict.fromkeys(order_ids)]
    _must_stand(orders)
    return orders


def _must_stand(orders: Sequence[issued.Issued]) -> None:
    for one in orders:
        if one.kind not in OBLIGING:
            raise RuleError(
                "recheck.not_an_order", where="recheck.orders", number=one.number, label=one.label
            )
        if one.fate != "issued":
            raise RuleError(
                "recheck.order_not_standing",
                where="recheck.orders",
                number=one.number,
                fate=one.fate,
                source=SOURCE,
            )
        if one.target_id != orders[0].target_id:
            raise RuleError("recheck.other_target", where="recheck.orders", number=one.number)


def _officers(desk: Desk, inspection_id: str) -> list[str]:
    there = desk.store.records("attendance", where={"inspection_id": inspection_id}, order="sort")
    return [values.text(one.fields, "person_id") for one in there]


def can_tell(course: Course) -> bool:
    """Tell whether a recheck can tell something of a duty; of what nobody ordered it tells nothing."""
    word = FindingState(course.state.word)
    return word is not FindingState.NEW and (word, Happening.RECTIFIED) in MOVES


def orders_open(desk: Desk, target_id: str) -> tuple[str, ...]:
    """Return the orders of a target under which something is still to be rechecked, by last day."""
    owed = board.open_duties(desk, target_id=target_id)
    return tuple(dict.fromkeys(one.document_id for one in owed if one.document_id))


def recheck_record(desk: Desk, recheck_id: str) -> Record:
    """Return the inspection that is a recheck.

    Raises:
        RuleError: `inspection.none`, `recheck.no_recheck`.
    """
    record = desk.store.record("inspection", recheck_id)
    if record is None or record.deleted:
        raise RuleError("inspection.none", where=recheck_id)
    if not results.orders_of(record):
        raise RuleError("recheck.no_recheck", where=recheck_id)
    return record


def note(
    desk: Desk, recheck_id: str, finding_id: str, result: str, *, party_id: str = "", note: str = ""
) -> None:
    """Note what was seen of an old finding; noted again, the newer word holds.

    Args:
        result: a key of papers.duties.RESULTS; empty takes back what was noted.
        party_id: one of those who must answer; left out, all of them.
        note: what was seen, in a few words.

    Raises:
        RuleError: `inspection.none`, `recheck.no_recheck`, `inspection.locked`, `recheck.unknown_result`,
            `recheck.words_long`, `recheck.not_ordered`, `recheck.order_not_standing`, `recheck.before_order`,
            `recheck.ahead`, `recheck.closed`, `recheck.told`.
    """
    if result and result not in RESULTS:
        raise RuleError("recheck.unknown_result", where=f"recheck.results.{finding_id}", result=result)
    if len(note) > MOST_WORDS:
        raise RuleError(
            "recheck.words_long",
            where=f"recheck.notes.{finding_id}",
            item=_number(desk, finding_id),
            length=len(note),
            most=MOST_WORDS,
        )
    with desk.store.transaction(desk.user) as tx:
        recheck = inspections.must_be_open(tx, recheck_id)
        parties = _answerable(desk, recheck, finding_id, party_id)
        _refuse_told(desk, recheck_id, finding_id, parties)
        there = {one.party_id: one for one in results.of(tx, recheck_id) if one.finding_id == finding_id}
        for party in parties:
            told: dict[str, object] = {"result": result, "note": note.strip()}
            old = there.get(party)
            if not result and old is not None:
                tx.delete(results.KIND, old.id)
            elif result and old is not None:
                tx.set(results.KIND, old.id, told)
            elif result:
                whose = {"recheck_id": recheck_id, "finding_id": finding_id, "party_id": party}
                tx.create(results.KIND, {**whose, **told})


def _number(desk: Desk, finding_id: str) -> int:
    record = desk.store.record("finding", finding_id)
    return values.number(record.fields, "number") if record is not None else 0


def _answerable(desk: Desk, recheck: Record, finding_id: str, party_id: str) -> list[str]:
    """Return the parties whose duty can be told of, or refuse."""
    field = f"recheck.results.{finding_id}"
    order_ids = results.orders_of(recheck)
    if not order_ids:
        raise RuleError("recheck.no_recheck", where=recheck.id)
    known = issued.documents(desk.store, order_ids)
    named = [known[one] for one in order_ids if one in known and finding_id in known[one].finding_ids]
    if not named:
        raise RuleError("recheck.not_ordered", where=field)
    # One that fell bars nothing of what another orders.
    own = [one for one in named if one.fate == "issued"]
    _must_stand(own or named)
    on = results.day_of(recheck, desk.today())
    first = min((day for one in own if (day := one.issued_on) is not None), default=on)
    if on < first:
        raise RuleError("recheck.before_order", where=field, ordered_on=first.isoformat(), source=SOURCE)
    if on > desk.today():
        raise RuleError("recheck.ahead", where="inspection.started", on=on.isoformat())
    courses = duties.courses(desk, [finding_id])[finding_id]
    wanted = [party_id] if party_id else list(courses)
    able = [one for one in wanted if one in courses and can_tell(courses[one])]
    if not able:
        raise RuleError("recheck.closed", where=field)
    return able


def _refuse_told(desk: Desk, recheck_id: str, finding_id: str, parties: Iterable[str]) -> None:
    """Refuse to change what an issued, standing opinion of this recheck says."""
    papers = desk.store.records("document", where={"inspection_id": recheck_id})
    known = issued.documents(desk.store, [one.id for one in papers])
    whose = {one.id: values.text(one.fields, "addressee_id") for one in papers}
    for one in known.values():
        told = finding_id in one.finding_ids and whose[one.id] in parties
        if told and one.fate == "issued" and one.kind == DocumentKind.RECHECK_OPINION:
            raise RuleError("recheck.told", where=f"recheck.results.{finding_id}", number=one.number)


def conclude(desk: Desk, recheck_id: str) -> None:
    """Close a recheck: what no opinion has told becomes final with it.

    Raises:
        RuleError: `inspection.none`, `recheck.no_recheck`, `inspection.locked`, `inspection.not_ended`,
            `recheck.unseen` naming a finding without a result.
    """
    recheck = recheck_record(desk, recheck_id)
    seen = {(one.finding_id, one.party_id) for one in results.of(desk.store, recheck_id)}
    wanted = [one.id for one in findings_of(desk, recheck)]
    for finding_id, of in duties.courses(desk, wanted).items():
        for party_id, course in of.items():
            if course.open and can_tell(course) and (finding_id, party_id) not in seen:
                raise RuleError(
                    "recheck.unseen",
                    where=f"recheck.results.{finding_id}",
                    item=_number(desk, finding_id),
                    source=SOURCE,
                )
    inspections.conclude(desk, recheck_id)


def findings_of(desk: Desk, recheck: Record) -> list[Record]:
    """Return the old findings of a recheck in the order of its papers."""
    orders = issued.documents(desk.store, results.orders_of(recheck))
    ids = dict.fromkeys(
        each for one in results.orders_of(recheck) if one in orders for each in orders[one].finding_ids
    )
    there = {one.id: one for one in desk.store.several("finding", list(ids))}
    return [there[one] for one in ids if one in there]
