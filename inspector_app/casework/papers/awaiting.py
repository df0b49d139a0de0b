"""What awaits a supervisor's answer, and what came back: lists that do not grow with the office's years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import submissions
from inspector_app.casework.papers.approvals import MAY_APPROVE
from inspector_app.casework.people import rights
from inspector_app.domain import approving
from inspector_app.domain.acts import Act
from inspector_app.domain.approving import Submission
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.reading import Record


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that awaits an answer, or came back with one.

    Attributes:
        user, to: ids of who laid it before a supervisor, and of that supervisor, empty for any.
        by: the name of who did; `at` when, `hours` how many whole hours ago.
        own: the signed-in person began or submitted it.
        words: what was said with it; of one that came back the reason.
    """

    document_id: str
    kind: str
    label: str
    target_id: str
    target: str
    inspection_id: str
    user: str
    by: str
    to: str
    at: datetime | None
    hours: int
    own: bool
    words: str


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """Return the drafts that await the signed-in supervisor, the oldest first; for others there are none."""
    if not rights.holds(desk, MAY_APPROVE):
        return ()
    return tuple(one for one in _listed(desk, submissions.WAITING) if one.to in ("", desk.user))


def pending(desk: Desk) -> tuple[Waiting, ...]:
    """Return the drafts that the signed-in person laid before a supervisor and that wait there."""
    return tuple(one for one in _listed(desk, submissions.WAITING) if one.user == desk.user)


def returned(desk: Desk) -> tuple[Waiting, ...]:
    """Return the signed-in person's drafts that came back, each with the reason, the oldest first."""
    return tuple(one for one in _listed(desk, submissions.RETURNED) if one.own)


def approved(desk: Desk) -> tuple[Waiting, ...]:
    """Return the signed-in person's drafts that were approved and are not issued, the oldest first."""
    return tuple(one for one in _listed(desk, submissions.APPROVED) if one.own)


def _listed(desk: Desk, stage: str) -> list[Waiting]:
    """Return what stands at this stage, in as many looks for many as for one."""
    store = desk.store
    ids = [one.id for one in store.records(submissions.ENTITY, where={"stage": stage})]
    drafts = store.several("document", ids)
    acts = store.acts_of("document", [one.id for one in drafts])
    visits = _by_id(desk, "inspection", (values.text(one.fields, "inspection_id") for one in drafts))
    sites = _by_id(desk, "target", (values.text(one.fields, "target_id") for one in visits.values()))
    told = []
    for one in drafts:
        visit = visits.get(values.text(one.fields, "inspection_id"))
        site = sites.get(values.text(visit.fields, "target_id")) if visit else None
        laid = submissions.submissions(acts.get(one.id, ()))
        if laid:
            newest = max(laid, key=lambda each: (each.n, each.id))
            told.append(_row(desk, one, site, newest, acts[one.id]))
    return sorted(told, key=lambda one: (values.iso(one.at), one.document_id))


def _by_id(desk: Desk, entity: str, ids: Iterable[str]) -> dict[str, Record]:
    return {one.id: one for one in desk.store.several(entity, ids)}


def _row(desk: Desk, draft: Record, site: Record | None, laid: Submission, acts: list[Act]) -> Waiting:
    answers = submissions.answers_of(desk.store, acts)
    answer = next((one for one in reversed(answers) if one.submission == laid.id), None)
    kind = values.text(draft.fields, "kind")
    waited = desk.clock.now() - laid.at if laid.at else None
    return Waiting(
        document_id=draft.id,
        kind=kind,
        label=_label(desk, kind),
        target_id=site.id if site else "",
        target=values.text(site.fields, "name") if site else "",
        inspection_id=values.text(draft.fields, "inspection_id"),
        user=laid.user,
        by=submissions.names(desk.store).get(laid.user, laid.user),
        to=laid.to,
        at=laid.at,
        hours=int(waited.total_seconds() // 3600) if waited else 0,
        own=approving.own(desk.user, laid),
        words=answer.words if answer else laid.words,
    )


def _label(desk: Desk, kind: str) -> str:
    template = desk.rules.templates.get(DocumentKind(kind)) if kind in set(DocumentKind) else None
    return template.label if template else kind
