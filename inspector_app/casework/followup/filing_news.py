"""What the main workspace is told of a case: that findings go on elsewhere, until when, and that it ended.

No name, no matter, no number: whoever has no key to the filing workspace learns that there is a case and by
which day it must have come further.
"""

from collections.abc import Iterable, Sequence

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import duties
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.duties import ENDS
from inspector_app.domain.filing import CaseState, Course
from inspector_app.domain.templates import DocumentKind

_GIVEN_UP = frozenset({CaseState.NOT_FILED, CaseState.DROPPED})


def tell(desk: Desk, case_id: str, finding_ids: Sequence[str], party_id: str, course: Course) -> None:
    """Write what of a case is not told yet; a case not filed or dropped gives its findings free again."""
    acts = desk.store.acts_of("finding", finding_ids)
    known = {one: _of_case(acts.get(one, ()), case_id) for one in finding_ids}
    lacking = [one for one in finding_ids if not _told(desk, known[one], course)]
    if not lacking:
        return
    parties = _parties(desk, lacking, party_id)
    with desk.store.transaction(desk.user) as tx:
        for finding_id in lacking:
            if finding_id not in parties:
                continue
            told: dict[str, object] = {"by": "", "case": case_id, "party_id": parties[finding_id]}
            told["on"] = (course.last_on or course.known_on).isoformat()
            if course.outcome in _GIVEN_UP:
                for act in known[finding_id]:
                    if act.kind == ActKind.ESCALATE:
                        tx.act(ActKind.RELEASE, "finding", finding_id, {**told, "of": act.id})
            elif _settled(course):
                tx.act(ActKind.SETTLE, "finding", finding_id, told)
            else:
                further = {**told, "to": str(DocumentKind.FILING_FORM), "due": _due(course)}
                tx.act(ActKind.ESCALATE, "finding", finding_id, further)


Case = tuple[str, Sequence[str], str, Course]
"""Of a case: its id, its findings, the party, and what it has come to."""


def untold(desk: Desk, cases: Sequence[Case]) -> tuple[Case, ...]:
    """Return the cases of which something is not told yet; in as many looks for many as for one."""
    acts = desk.store.acts_of("finding", {one for _, ids, _, _ in cases for one in ids})
    return tuple(
        case
        for case in cases
        if not all(_told(desk, _of_case(acts.get(one, ()), case[0]), case[3]) for one in case[1])
    )


def _of_case(acts: Iterable[Act], case_id: str) -> list[Act]:
    return [act for act in acts if values.text(act.content, "case") == case_id]


def _parties(desk: Desk, finding_ids: Sequence[str], party_id: str) -> dict[str, str]:
    """Return whose duty each finding's word is about; none where the duty came to its end by itself.

    A finding that obliges this party to nothing is told for all who must answer for it.
    """
    courses = duties.courses(desk, finding_ids)
    told = {}
    for finding_id, own in courses.items():
        whose = party_id if party_id in own else ""
        open_now = [one for to, one in own.items() if whose in ("", to) and one.state.word not in ENDS]
        if open_now:
            told[finding_id] = whose
    return told


def _due(course: Course) -> str:
    running = course.running
    return running.due.isoformat() if running is not None else ""


def _settled(course: Course) -> bool:
    """Handed over it is another authority's; decided it is settled once the case is closed."""
    return course.state is CaseState.CLOSED or course.outcome is CaseState.HANDED_OVER


def _told(desk: Desk, acts: Sequence[Act], course: Course) -> bool:
    """Tell whether the newest word about a case says what it has come to."""
    if not acts:
        return course.outcome in _GIVEN_UP
    if acts[-1].kind in (ActKind.SETTLE, ActKind.RELEASE):
        return True  # an end is told once: what is written later in the case is its own matter
    if course.outcome in _GIVEN_UP or _settled(course):
        return False
    shown = values.text(acts[-1].content, "due")
    if course.state is CaseState.PAUSED:
        # The last day moves with every day of the pause: it is told anew only before it would look overdue.
        return shown > desk.today().isoformat()
    return shown == _due(course)
