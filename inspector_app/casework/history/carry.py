"""What a visit takes over: from the register, from the last visit to the target, from the same morning.

Nothing is asserted that nobody stated: who was present the last time is only offered, and what a person must
say anew each time (certificates shown, recusal told) is never carried.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import duties
from inspector_app.casework.plans import campaign_visits, caps
from inspector_app.casework.plans.campaign_visits import Begun
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Finding
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.states import FindingState
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

SAME_DAY = ("source", "approval", "notice_waived")
"""Fields that a second visit of the same day takes over: the campaign and what was approved for it."""

RECENT = 40
"""Entries of officers at visits that are looked through before all of them are."""

OPEN = frozenset(
    {
        FindingState.ORDERED,
        FindingState.TO_RECTIFY,
        FindingState.REPLIED,
        FindingState.TO_RECHECK,
        FindingState.FAILED,
        FindingState.ESCALATED,
    }
)
"""States of what was ordered and is not closed."""


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A finding of the last visit that is not closed.

    Attributes:
        state: its state in words.
        due: the last of its days.
        on: the day it was seen.
    """

    finding: Finding
    state: str
    due: date | None
    on: date | None


@dataclass(frozen=True, slots=True)
class LastTime:
    """What the last visit to a target offers to this one.

    Attributes:
        visit_id: empty when there was none.
        on: the day it began.
        open: its findings that are not closed, by number.
        present: who was met then.
    """

    visit_id: str = ""
    on: date | None = None
    open: tuple[Unclosed, ...] = ()
    present: tuple[PersonPresent, ...] = ()


def begin(desk: Desk, target_id: str) -> str:
    """Begin an inspection with all that is known already, and return its id.

    Raises:
        RuleError: `registry.no_target`.
    """
    target = registry.target_of(desk.store, target_id)
    now = desk.clock.now().replace(second=0, microsecond=0).isoformat()
    return inspections.begin(
        desk,
        target_id,
        usual_officers(desk),
        **{"place": target.address, **_of_today(desk), "started": now},
    )


def set_out(desk: Desk, target_id: str, campaign_id: str = "") -> Begun:
    """Begin an inspection and tell what the yearly cap says of it: a word, never a refusal.

    Args:
        campaign_id: the campaign that it counts to; its source, approval and officers are taken over.

    Raises:
        RuleError: `registry.no_target`, those of `campaign_visits.begin`.
    """
    if campaign_id:
        return campaign_visits.begin(desk, campaign_id, target_id)
    source = str(_of_today(desk).get("source", ""))
    warning = caps.weigh(desk, target_id, source)
    return Begun(begin(desk, target_id), warning)


def usual_officers(desk: Desk) -> list[str]:
    """Return the signed-in person and the partner of the last visit; on the first day, an office of two.

    Who signs in is found among the officers by name; an account that is no officer's takes over the
    officers of the last visit.
    """
    store = desk.store
    staff = [one for one in registry.officers(store) if not one.expert]
    names = {one.name for one in store.keyring.people() if one.user == desk.user}
    own = [one.id for one in staff if one.name in names]
    if len(own) == 1:
        visit_id = _last_attended(store, own[0])
        if visit_id:
            return [*own, *(one for one in _attended(store, visit_id) if one != own[0])]
        return [*own, *(one.id for one in staff if one.id != own[0])] if len(staff) == 2 else own
    last = store.ids("inspection", 1)
    if last:
        return _attended(store, last[0])
    return [one.id for one in staff] if len(staff) == 2 else []


def _last_attended(store: Store, person_id: str) -> str:
    """Return the visit that somebody was entered at last, empty for none; mostly it is among the newest."""
    newest = store.ids("attendance", RECENT)
    known = {one.id: one for one in store.several("attendance", newest)}
    for one in (known[each] for each in newest if each in known):
        if one.fields.get("person_id") == person_id:
            return values.text(one.fields, "inspection_id")
    attended = store.records("attendance", where={"person_id": person_id}) if len(newest) == RECENT else []
    return values.text(attended[-1].fields, "inspection_id") if attended else ""


def _attended(store: Store, visit_id: str) -> list[str]:
    told = inspections.inspection_of(store, visit_id)
    return [one.id for one in (*told.officers, *told.experts)]


def _of_today(desk: Desk) -> dict[str, object]:
    """Return the source and approval of the visit before, if that was today.

    What belongs to a planned campaign is none of a target's that is visited otherwise.
    """
    newest = desk.store.ids("inspection", 1)
    last = desk.store.record("inspection", newest[0]) if newest else None
    began = values.moment(last.fields, "started") if last is not None else None
    if last is None or began is None or local_date(began) != desk.today():
        return {}
    if values.text(last.fields, "campaign_id"):
        return {}
    return {name: last.fields[name] for name in SAME_DAY if last.fields.get(name)}


def last_time(desk: Desk, inspection_id: str) -> LastTime:
    """Return what the visit before this one left open at the target, and who was met then.

    Raises:
        RuleError: `inspection.none`.
    """
    store = desk.store
    visit = inspections.inspection_of(store, inspection_id)
    before = _visit_before(store, visit.target_id, inspection_id)
    if before is None:
        return LastTime()
    told = inspections.inspection_of(store, before.id)
    return LastTime(
        before.id,
        local_date(told.started) if told.started else None,
        tuple(_unclosed(desk, before.id)),
        tuple(replace(one, id="") for one in told.present),
    )


def left_over(last: LastTime, found: Iterable[Finding], present: Iterable[PersonPresent]) -> LastTime:
    """Return what of the last visit was not taken over yet: findings not found again, people not noted."""
    taken = {one.repeats for one in found}
    there = {(one.name, one.company) for one in present}
    return replace(
        last,
        open=tuple(one for one in last.open if one.finding.id not in taken),
        present=tuple(one for one in last.present if (one.name, one.company) not in there),
    )


def _visit_before(store: Store, target_id: str, but: str) -> Record | None:
    """Return the nearest visit that was begun before this one."""
    visits = store.records("inspection", where={"target_id": target_id})
    places = {one.id: n for n, one in enumerate(visits)}
    earlier = [one for one in visits if places[one.id] < places.get(but, len(visits))]
    return max(earlier, key=lambda one: (values.text(one.fields, "started"), places[one.id]), default=None)


def _findings(store: Store, inspection_id: str) -> list[Record]:
    return store.records("finding", where={"inspection_id": inspection_id}, order="number")


def _unclosed(desk: Desk, visit_id: str) -> list[Unclosed]:
    told = []
    found = findings.findings_of(desk.store, visit_id)
    states = duties.finding_states(desk, [one.id for one in found])
    for one in found:
        word = states[one.id].word
        if word in OPEN:
            dues = [duty.due for duty in one.obligations if duty.due is not None]
            told.append(Unclosed(one, str(word), max(dues, default=None), one.seen_on))
    return told


def take_over(desk: Desk, inspection_id: str, finding_id: str) -> str:
    """Record a finding of the last visit anew: seen again today, naming the old one; return the new id.

    Place, fact, clause, grade, parties and measures are the old ones; each party gets as many days as it
    got then. The photos of then are no evidence of today and stay where they are.

    Raises:
        RuleError: `finding.none`, `carry.taken`, `inspection.none`, `inspection.locked`.
    """
    store = desk.store
    record = findings.standing(store, finding_id)
    if record is None:
        raise RuleError("finding.none", where=finding_id)
    if any(values.text(one.fields, "repeats") == finding_id for one in _findings(store, inspection_id)):
        raise RuleError("carry.taken", where=finding_id)
    old = findings.finding_of(store, record)
    return findings.add(desk, inspection_id, copied(desk, old, location=old.location, repeats=finding_id))


def copied(desk: Desk, old: Finding, *, location: str = "", repeats: str = "") -> findings.NewFinding:
    """Return a finding like another one, seen today: all but photos and number.

    Args:
        location: where; left out, it is still to be written.
        repeats: the id of the earlier finding that is found again.
    """
    today = desk.today()
    duties = tuple(
        findings.Duty(one.party_id, one.measure, _as_long(one.due, old.seen_on, today))
        for one in old.obligations
    )
    return findings.NewFinding(
        location=location,
        fact=old.fact,
        clause_id=old.clause_id,
        severity=old.severity,
        seen_on=today,
        criterion_id=old.criterion_id,
        duties=duties,
        repeats=repeats,
    )


def _as_long(due: date | None, seen: date | None, today: date) -> date | None:
    """Return the day by which it must be done, with as many days as were given then."""
    if due is None or seen is None:
        return due if due is not None and due >= today else None
    return today + timedelta(days=max((due - seen).days, 0))


def meet_again(desk: Desk, inspection_id: str) -> int:
    """Note everybody of the last visit as present now, because a person says so; return how many.

    Raises:
        RuleError: `carry.nobody`, `inspection.none`, `inspection.locked`.
    """
    there = inspections.inspection_of(desk.store, inspection_id).present
    people = left_over(last_time(desk, inspection_id), (), there).present
    if not people:
        raise RuleError("carry.nobody", where=inspection_id)
    return len(inspections.meet_all(desk, inspection_id, people))


def introduce(desk: Desk, inspection_id: str) -> None:
    """Note that certificates were shown and recusal was told and not asked for: a person says both at once.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    inspections.change(desk, inspection_id, credentials_shown=True, recusal="waived")


def end_now(desk: Desk, inspection_id: str) -> str:
    """Let a visit that states no end be over now, and return that time; empty when it stated one.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    if inspections.inspection_of(desk.store, inspection_id).ended is not None:
        return ""
    now = desk.clock.now().replace(second=0, microsecond=0)
    inspections.change(desk, inspection_id, ended=now.isoformat())
    return now.strftime("%H:%M")
