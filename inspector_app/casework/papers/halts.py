"""What a stop-work stopped, what it was ordered for, and who worked on against it, read from acts."""

from collections.abc import Iterable
from datetime import datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import duties, issued
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.documents import Resumption
from inspector_app.domain.duties import ENDS, Course, together
from inspector_app.domain.stops import Behind
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.queries import Reads
from inspector_app.store.store import Store


def started(reads: Reads, document_id: str) -> datetime | None:
    """Return from when on a stop-work stopped work, as its act froze it."""
    act = issued.issue_act(reads, document_id)
    if act is not None and "stop_start" in act.content:
        return values.moment(act.content, "stop_start")
    record = reads.record("document", document_id)
    return values.moment(record.fields, "stop_start") if record is not None else None


def behind(desk: Desk, told: issued.Issued) -> tuple[Behind, ...]:
    """Return the findings that a stop-work was ordered for, numbered as on its paper, as they stand today."""
    return behind_many(desk, [told])[told.id]


def behind_many(desk: Desk, papers: Iterable[issued.Issued]) -> dict[str, tuple[Behind, ...]]:
    """Return the findings behind several stop-works, by document; in as many looks for many as for one."""
    known = list(papers)
    ids = list(dict.fromkeys(one for told in known for one in told.finding_ids))
    places = {one.id: values.text(one.fields, "location") for one in desk.store.several("finding", ids)}
    courses = duties.courses(desk, ids)
    return {
        told.id: tuple(
            _behind(one, row, places.get(one, ""), courses[one].values())
            for row, one in enumerate(told.finding_ids, start=1)
        )
        for told in known
    }


def _behind(finding_id: str, row: int, location: str, courses: Iterable[Course]) -> Behind:
    told = list(courses)
    word = together(told).word
    replied = any(one.replied_on is not None for one in told)
    return Behind(finding_id, row, location, word, word not in ENDS, replied)


def resumption(desk: Desk, kind: DocumentKind, fields: values.Fields, target_id: str) -> Resumption | None:
    """Return what a resumption frees, beside all that is known of the stop-work that it names.

    Args:
        kind: of the document that is written; only a resumption frees anything.
        target_id: the target of the visit that the resumption is written for.
    """
    if kind is not DocumentKind.RESUMPTION_NOTICE:
        return None
    stop_id = values.text(fields, "resumes")
    stopped = issued.document(desk.store, stop_id) if stop_id else None
    known = stopped if stopped is not None and stopped.kind == DocumentKind.STOP_WORK_NOTICE else None
    held = issued.held(desk.store, stop_id) if known is not None else None
    fate = known.fate if known is not None else ""
    return Resumption(
        stop_work_id=stop_id,
        number=stopped.number if stopped else "",
        issued_on=stopped.issued_on if stopped else None,
        stopped_full=held.full if held else False,
        stopped_parts="\n".join(held.stopped) if held else "",
        stands=fate == "issued" and held is not None and not held.lifted,
        full=values.flag(fields, "resume_full"),
        parts=values.text(fields, "resume_parts"),
        start=values.day(fields, "resume_start"),
        verification=values.text(fields, "verification"),
        fate="lifted" if fate == "issued" and held is not None and held.lifted else fate,
        of_target=known is None or known.target_id == target_id,
        stopped_at=started(desk.store, stop_id) if known is not None else None,
        held=held,
        behind=behind(desk, known) if known is not None else (),
    )


def violations(reads: Reads, document_id: str) -> list[Act]:
    """Return the acts that tell of work against a stop-work (抢工), without those taken back."""
    return standing(reads.acts("document", document_id, ActKind.VIOLATE, valid_only=True))


def standing(acts: Iterable[Act]) -> list[Act]:
    """Return those of these violations that nobody took back."""
    told = list(acts)
    taken_back = {values.text(act.content, "takes_back") for act in told}
    return [act for act in told if act.id not in taken_back and not values.text(act.content, "takes_back")]


def violated(store: Store, finding_ids: Iterable[str]) -> frozenset[str]:
    """Return those of these findings whose standing stop-work was worked against (抢工).

    What is behind it may be escalated though its own last day has not come: the order was not obeyed.
    """
    ticked = store.several("ticked", finding_ids, "finding_id")
    papers: dict[str, set[str]] = {}
    for one in ticked:
        papers.setdefault(values.text(one.fields, "document_id"), set()).add(
            values.text(one.fields, "finding_id")
        )
    acts = store.acts_of("document", papers, ActKind.VIOLATE)
    guilty = [one for one, told in acts.items() if standing(told)]
    fates = store.fates(guilty) if guilty else {}
    return frozenset(finding for one in guilty if fates.get(one) == "issued" for finding in papers[one])
