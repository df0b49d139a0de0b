"""The timeline of a target: everything that happened there, one line each, as code and values.

The words stand in resources/messages/<language>/dossier.toml under the same code. An act of a kind that only
a newer version knows is shown as such, and an act without effect (无效操作) stands beside the others, marked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.overview import dossier_acts
from inspector_app.casework.overview.dossier_acts import Book, Told
from inspector_app.casework.targets import registry
from inspector_app.casework.visits.results import RECHECK_OF
from inspector_app.domain.acts import SIGNED_KINDS, Act, ActKind
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.errors import Progress, RuleError
from inspector_app.store.reading import VOID_AFTER_SERVICE, Record
from inspector_app.store.store import Store

MONTHS = 12
"""A hazard that comes again within so many months is told as repeated."""

BY_PAPER = str(Way.PAPER)

AT_ONCE = 400
"""Records whose acts are read in one look; between two of them one may stop."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened.

    Attributes:
        on: the day it happened; None where nobody told one.
        at: the time as the device claimed it, or as the paper tells it.
        code: says in words what happened, with `values`.
        who: names of those who did it.
        number: of the document it is about, empty for none.
        visit_id, document_id, finding_ids: what a click leads to.
        act_id: of the act that tells it; empty for a visit, a finding or an approval owed.
        effect: False for an act without effect (无效操作), `reason` is then the code of why.
        order: place in the order of acts; only for sorting.
    """

    on: date | None
    at: datetime | None
    code: str
    values: tuple[tuple[str, str], ...] = ()
    who: tuple[str, ...] = ()
    number: str = ""
    visit_id: str = ""
    document_id: str = ""
    finding_ids: tuple[str, ...] = ()
    act_id: str = ""
    effect: bool = True
    reason: str = ""
    order: int = 0


def timeline(
    desk: Desk,
    target_id: str,
    first: date | None = None,
    last: date | None = None,
    *,
    newest_first: bool = True,
    progress: Progress | None = None,
) -> tuple[Line, ...]:
    """Return what happened at a target, both days inclusive; without days, all of it.

    Raises:
        RuleError: `registry.no_target`, `dossier.period_reversed`.
    """
    refuse_reversed(first, last)
    registry.target_of(desk.store, target_id)
    scene = scene_of(desk, target_id)
    told = [*_visits(scene), *_findings(scene), *_debts(scene), *_acts(desk.store, scene, progress)]
    within = [line for line in told if _within(line.on, first, last)]
    ordered = sorted(within, key=_place)
    return tuple(reversed(ordered)) if newest_first else tuple(ordered)


def refuse_reversed(first: date | None, last: date | None) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        RuleError: `dossier.period_reversed`.
    """
    if first is not None and last is not None and last < first:
        raise RuleError(
            "dossier.period_reversed", where="--to", first=first.isoformat(), last=last.isoformat()
        )


def _within(on: date | None, first: date | None, last: date | None) -> bool:
    if on is None:
        return first is None and last is None
    return (first is None or on >= first) and (last is None or on <= last)


def _place(line: Line) -> tuple[date, time, int]:
    """Return what a line is sorted by; what was noted on a later day comes last of its own."""
    at = line.at.astimezone(CHINA) if line.at is not None else None
    on = line.on or (at.date() if at is not None else date.min)
    hour = at.time() if at is not None and at.date() == on else time.max
    return on, hour, line.order


@dataclass(frozen=True, slots=True)
class Scene:
    """The records of one target that acts are about, read in a few looks."""

    visits: tuple[Record, ...]
    findings: tuple[Record, ...]
    documents: tuple[Record, ...]
    photos: Mapping[str, int]
    debts: tuple[Record, ...]
    book: Book


def scene_of(desk: Desk, target_id: str) -> Scene:
    """Read what lies about a target."""
    store = desk.store
    visits = store.records("inspection", where={"target_id": target_id}, order="started")
    ids = [one.id for one in visits]
    findings = sorted(
        store.several("finding", ids, "inspection_id"), key=lambda one: values.number(one.fields, "number")
    )
    documents = store.several("document", ids, "inspection_id")
    photos: dict[str, int] = {}
    for one in store.several("photo", ids, "inspection_id"):
        visit_id = values.text(one.fields, "inspection_id")
        photos[visit_id] = photos.get(visit_id, 0) + 1
    debts = store.several("debt", [*ids, *(one.id for one in documents)])
    book = dossier_acts.book_of(store, target_id, ids, findings, documents)
    return Scene(tuple(visits), tuple(findings), tuple(documents), photos, tuple(debts), book)


def _visits(scene: Scene) -> Iterator[Line]:
    counts: dict[str, int] = {}
    for one in scene.findings:
        visit_id = values.text(one.fields, "inspection_id")
        counts[visit_id] = counts.get(visit_id, 0) + 1
    for visit in scene.visits:
        began = values.moment(visit.fields, "started")
        told = {
            "source": values.text(visit.fields, "source"),
            "place": values.text(visit.fields, "place"),
            "findings": str(counts.get(visit.id, 0)),
            "photos": str(scene.photos.get(visit.id, 0)),
        }
        yield Line(
            on=local_date(began) if began else None,
            at=began,
            code=_visit_code(visit),
            values=tuple(told.items()),
            who=scene.book.officers.get(visit.id, ()),
            visit_id=visit.id,
            order=-3,
        )


def _visit_code(visit: Record) -> str:
    """Return what a visit was: on site, a recheck on site or by the papers alone, or keyed in afterwards."""
    if values.flag(visit.fields, "late"):
        return "dossier.visit_late"
    if not visit.fields.get(RECHECK_OF):
        return "dossier.visit"
    return "dossier.visit_paper" if values.text(visit.fields, "way") == BY_PAPER else "dossier.visit_recheck"


def _findings(scene: Scene) -> Iterator[Line]:
    """Yield each finding on the day it was seen: new, or the same clause again within twelve months."""
    began = {one.id: values.moment(one.fields, "started") for one in scene.visits}
    seen: dict[str, list[tuple[date, str]]] = {}
    for one in sorted(scene.findings, key=lambda each: values.text(each.fields, "seen_on")):
        fields, visit_id = one.fields, values.text(one.fields, "inspection_id")
        started = began.get(visit_id)
        on = values.day(fields, "seen_on") or (local_date(started) if started else None)
        clause = values.text(fields, "clause")
        earlier = [day for day, other in seen.get(clause, ()) if other != visit_id and _recent(day, on)]
        told = {
            "n": str(values.number(fields, "number")),
            "location": values.text(fields, "location"),
            "fact": values.text(fields, "fact"),
            "severity": values.text(fields, "severity"),
        }
        if earlier:
            told["last"] = max(earlier).isoformat()
        if on is not None and clause and one.id not in scene.book.withdrawn:
            seen.setdefault(clause, []).append((on, visit_id))
        kind = "repeated" if earlier else "major" if told["severity"] == "major" else "new"
        yield Line(
            on=on,
            at=started if started is not None and local_date(started) == on else None,
            code=f"dossier.finding_{kind}",
            values=tuple(told.items()),
            who=scene.book.officers.get(visit_id, ()),
            visit_id=visit_id,
            finding_ids=(one.id,),
            order=-2,
        )


def _recent(day: date, on: date | None) -> bool:
    """Tell whether a day lies in the twelve months before another."""
    if on is None or day > on:
        return False
    try:
        since = on.replace(year=on.year - MONTHS // 12)
    except ValueError:
        since = on.replace(year=on.year - MONTHS // 12, day=28)
    return day >= since


def _debts(scene: Scene) -> Iterator[Line]:
    """Yield each approval that was to be made up."""
    for one in scene.debts:
        fields = one.fields
        since = values.moment(fields, "since")
        document_id = values.text(fields, "document_id")
        paper = scene.book.papers.get(document_id)
        yield Line(
            on=local_date(since) if since else None,
            at=since,
            code="dossier.debt",
            values=(
                ("hours", str(values.number(fields, "hours"))),
                ("label", paper.label if paper else ""),
            ),
            number=paper.number if paper else "",
            visit_id=values.text(fields, "inspection_id") or (paper.visit_id if paper else ""),
            document_id=document_id,
            order=-1,
        )


def _acts(store: Store, scene: Scene, progress: Progress | None) -> Iterator[Line]:
    """Yield the acts about visits, findings and documents, those of one action on several findings as one."""
    subjects = [
        ("inspection", [one.id for one in scene.visits]),
        ("finding", [one.id for one in scene.findings]),
        ("document", [one.id for one in scene.documents]),
    ]
    total, done = sum(len(ids) for _, ids in subjects), 0
    for entity, ids in subjects:
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            vain = store.refused_of(entity, some)
            without = {act.id for act, _ in vain}
            acts = [act for told in store.acts_of(entity, some).values() for act in told]
            yield from _lines(scene, [act for act in acts if act.id not in without])
            for act, reason in vain:
                yield _refused(scene, act, reason)
            done += len(some)
            if progress is not None:
                progress.step(done, total)


def _lines(scene: Scene, acts: Iterable[Act]) -> Iterator[Line]:
    together: dict[object, Line] = {}
    for act in sorted(acts, key=lambda one: one.order):
        told = dossier_acts.told(act, scene.book)
        if told is None:
            continue
        line = _line(scene, act, told)
        key = (line.code, line.on, act.wall, act.user, line.values, line.document_id, line.visit_id)
        first = together.get(key)
        if act.entity == "finding" and first is not None:
            line = replace(first, finding_ids=(*first.finding_ids, *line.finding_ids))
        together[key if act.entity == "finding" else act.id] = line
    for line in together.values():
        yield _numbered(scene, line)


def _line(scene: Scene, act: Act, told: Told) -> Line:
    on = values.day(act.content, told.day) if told.day else None
    at = told.at or values.moment({"wall": act.wall}, "wall")
    document_id = told.document_id or (act.entity_id if act.entity == "document" else "")
    paper = scene.book.papers.get(document_id)
    finding_ids = (act.entity_id,) if act.entity == "finding" else ()
    visit_id = act.entity_id if act.entity == "inspection" else scene.book.visit_of.get(act.entity_id, "")
    return Line(
        on=on or (local_date(at) if at else None),
        at=at,
        code=told.code,
        values=told.values,
        who=told.who or (scene.book.people.get(act.user, act.user),),
        number=paper.number if paper else "",
        visit_id=visit_id,
        document_id=document_id,
        finding_ids=finding_ids,
        act_id=act.id,
        order=act.order,
    )


def _numbered(scene: Scene, line: Line) -> Line:
    """Return a line about findings with their numbers among its values."""
    if not line.finding_ids:
        return line
    numbers = sorted(scene.book.numbers.get(one, 0) for one in line.finding_ids)
    return replace(line, values=(*line.values, ("findings", "、".join(str(one) for one in numbers))))


def _refused(scene: Scene, act: Act, reason: str) -> Line:
    """Return an act without effect, whatever it wanted, with the words for its kind."""
    code = f"dossier.refused_{act.kind}" if act.kind in SIGNED_KINDS else "dossier.refused"
    if reason == VOID_AFTER_SERVICE:
        code = "dossier.refused_void_served"
    line = _line(scene, act, Told(code, (("act", str(act.kind)),)))
    return replace(line, effect=False, reason=reason)


def kinds_told() -> Sequence[str]:
    """Return the kinds of act that have words of their own here."""
    return tuple(str(kind) for kind in ActKind if str(kind) in dossier_acts.KNOWN)
