"""The board of duties: every open duty at hand, reckoned when something about it changed, read by index."""

from collections.abc import Iterable, Sequence
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import duties
from inspector_app.domain.duties import Course
from inspector_app.domain.errors import Progress
from inspector_app.domain.states import FindingState
from inspector_app.store.duty_book import Changed, DutyRow
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

AT_ONCE = 400
"""Changes that are reckoned in one look."""


def catch_up(desk: Desk, progress: Progress | None = None) -> None:
    """Reckon what changed since the board was read last; after a new edition of it, everything."""
    done = 0
    while changed := desk.store.duties_changed(AT_ONCE, desk.today().isoformat()):
        _reckon(desk, changed)
        done += len(changed)
        if progress is not None:
            progress.step(done, done + len(changed))


def reckoned(desk: Desk) -> Store:
    """Return the store with its board up to date, for who counts what the board tells."""
    catch_up(desk)
    return desk.store


def open_duties(
    desk: Desk, *, due_to: date | None = None, words: Sequence[str] = (), target_id: str = ""
) -> list[DutyRow]:
    """Return what was ordered and has not come to its end, by last day; what has none comes last.

    Args:
        due_to: with a last day up to this one, inclusive.
        words: in one of these states.
    """
    catch_up(desk)
    return desk.store.duties(is_open=True, due_to=values.iso(due_to), words=words, target_id=target_id)


def _reckon(desk: Desk, changed: Sequence[Changed]) -> None:
    papers = [one.id for one in changed if one.entity == "document"]
    ids = dict.fromkeys(one.id for one in changed if one.entity == "finding")
    for record in desk.store.several("ticked", papers, "document_id"):
        ids[values.text(record.fields, "finding_id")] = None
    found = {one.id: one for one in desk.store.several("finding", list(ids))}
    # A draft is no order: what is not issued changes nothing that stands on the board.
    known = duties.known_of(desk, list(found))
    targets = _targets(desk, found.values())
    rows = [
        _row(found[finding_id], targets, party_id, course, told.look_on)
        for finding_id, told in known.items()
        for party_id, course in told.courses.items()
    ]
    desk.store.put_duties(ids, rows, max(one.no for one in changed))


def _targets(desk: Desk, found: Iterable[Record]) -> dict[str, str]:
    visits = {values.text(one.fields, "inspection_id") for one in found}
    told = desk.store.several("inspection", list(visits))
    return {one.id: values.text(one.fields, "target_id") for one in told}


def _row(
    finding: Record, targets: dict[str, str], party_id: str, course: Course, look_on: date | None
) -> DutyRow:
    inspection_id = values.text(finding.fields, "inspection_id")
    return DutyRow(
        finding_id=finding.id,
        party_id=party_id,
        target_id=targets.get(inspection_id, ""),
        inspection_id=inspection_id,
        document_id=course.order_id,
        word=str(course.state.word),
        # What nobody ordered is owed by nobody yet.
        open=course.open and course.state.word != FindingState.NEW,
        due=values.iso(course.due),
        timely=values.iso(course.timely_until),
        round=course.state.round,
        replied_on=values.iso(course.replied_on),
        rechecked_on=values.iso(course.rechecked_on),
        closed_on=values.iso(course.closed_on),
        extensions=course.extensions,
        look_on=values.iso(look_on),
        done_on=values.iso(course.done_on),
    )
