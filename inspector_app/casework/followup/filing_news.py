"""What the main workspace is told of a case: that findings go on elsewhere, until when, and that it ended.

No name, no matter, no number: whoever has no key to the filing workspace learns that there is a case and by
which day it must have come further.
"""

from collections.abc import Sequence

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.filing import CaseState, Course
from inspector_app.domain.templates import DocumentKind

_GIVEN_UP = frozenset({CaseState.NOT_FILED, CaseState.DROPPED})
_SETTLED = frozenset({CaseState.HANDED_OVER, CaseState.CLOSED})


def tell(desk: Desk, case_id: str, finding_ids: Sequence[str], party_id: str, course: Course) -> None:
    """Write what of a case is not told yet; a case not filed or dropped gives its findings free again."""
    known = {one: _of_case(acts, case_id) for one, acts in desk.store.acts_of("finding", finding_ids).items()}
    lacking = [one for one in finding_ids if not _told(known.get(one, ()), course)]
    if not lacking:
        return
    with desk.store.transaction(desk.user) as tx:
        for finding_id in lacking:
            told: dict[str, object] = {"by": "", "case": case_id, "party_id": party_id}
            told["on"] = (course.last_on or course.known_on).isoformat()
            if course.state in _GIVEN_UP:
                for act in known.get(finding_id, ()):
                    if act.kind == ActKind.ESCALATE:
                        tx.act(ActKind.RELEASE, "finding", finding_id, {**told, "of": act.id})
            elif course.state in _SETTLED:
                tx.act(ActKind.SETTLE, "finding", finding_id, told)
            else:
                further = {**told, "to": str(DocumentKind.FILING_FORM), "due": _due(course)}
                tx.act(ActKind.ESCALATE, "finding", finding_id, further)


def _of_case(acts: Sequence[Act], case_id: str) -> list[Act]:
    return [act for act in acts if values.text(act.content, "case") == case_id]


def _due(course: Course) -> str:
    running = course.running
    return running.due.isoformat() if running is not None else ""


def _told(acts: Sequence[Act], course: Course) -> bool:
    """Tell whether the newest word about a case says what it has come to."""
    newest = acts[-1] if acts else None
    if newest is not None and newest.kind in (ActKind.SETTLE, ActKind.RELEASE):
        return True  # an end is told once: what is written later in the case is its own matter
    if course.state in _GIVEN_UP:
        return False
    if newest is None or course.state in _SETTLED:
        return False
    return values.text(newest.content, "due") == _due(course)
