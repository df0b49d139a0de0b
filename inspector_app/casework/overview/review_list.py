"""The dossiers of a period as a supervisor goes through them: what each is about, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import review_marks, reviews
from inspector_app.casework.overview.review_marks import News, Since
from inspector_app.casework.overview.review_matters import Matter, is_recheck, matter, matters
from inspector_app.casework.papers import submissions
from inspector_app.domain import reviewing
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.errors import Progress, RuleError
from inspector_app.domain.reviewing import PENDING, Reviewed, Standing
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.reading import Record

MOST = 2000
"""Dossiers of one list; of a longer period the newest are shown, and it is said that there are more."""

AT_ONCE = 200
"""Dossiers that are read in one look; between two of them one may stop."""

_LEAD = (
    DocumentKind.STOP_WORK_NOTICE,
    DocumentKind.PLANT_ORDER,
    DocumentKind.RECTIFICATION_NOTICE,
    DocumentKind.SITE_RECORD,
)
"""Which paper names a dossier, the weightiest first."""


class Which(StrEnum):
    """Which dossiers of the period are listed."""

    PENDING = "pending"
    UNSEEN = "unseen"
    CHANGED = "changed"
    RETURNED = "returned"
    PASSED = "passed"
    ALL = "all"


_STATES: dict[Which, frozenset[Reviewed]] = {
    Which.PENDING: PENDING,
    Which.UNSEEN: frozenset({Reviewed.UNSEEN}),
    Which.CHANGED: frozenset({Reviewed.CHANGED, Reviewed.ANSWERED}),
    Which.RETURNED: frozenset({Reviewed.RETURNED}),
    Which.PASSED: frozenset({Reviewed.PASSED}),
    Which.ALL: frozenset(Reviewed),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dossiers are wanted.

    Attributes:
        first, last: days on which their visits began, both inclusive; None for an open end.
        mine: only those in which the person took part.
        district, officer: only those of this district, with this officer; empty for all.
        words: only those whose target, paper or facts hold these words.
    """

    first: date | None = None
    last: date | None = None
    which: Which = Which.ALL
    mine: bool = False
    district: str = ""
    officer: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A dossier as the list shows it.

    Attributes:
        label, number: of the paper that names it; empty while nothing was issued.
        fact: what its first finding says; `findings` how many, `major` how many major ones.
        open: how many comments and returns ask for an answer.
        mine: the person took part in it.
    """

    id: str
    target_id: str
    target: str
    on: date
    state: Reviewed
    label: str = ""
    number: str = ""
    fact: str = ""
    findings: int = 0
    major: int = 0
    officers: tuple[str, ...] = ()
    district: str = ""
    news: tuple[tuple[News, int], ...] = ()
    open: int = 0
    mine: bool = False
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a question found.

    Attributes:
        rows: in their order.
        counts: how many of the period would be listed by each choice, the other conditions held.
        districts, officers: what can be chosen among, sorted.
        more: how many older dossiers of the period were not read.
    """

    rows: tuple[Listed, ...] = ()
    counts: tuple[tuple[Which, int], ...] = ()
    districts: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    more: int = 0


def shelf(desk: Desk, asked: Asked, progress: Progress | None = None) -> Shelf:
    """Return the dossiers of a period; what waits comes first, the longest waiting at the head.

    Raises:
        RuleError: `reviewing.period_reversed`.
    """
    if asked.first is not None and asked.last is not None and asked.last < asked.first:
        raise RuleError("reviewing.period_reversed", where="last", first=asked.first, last=asked.last)
    roots = _roots(desk, asked)
    rows: list[Listed] = []
    for start in range(0, min(len(roots), MOST), AT_ONCE):
        if progress is not None:
            progress.step(start, min(len(roots), MOST))
        rows += _rows(desk, roots[start : min(start + AT_ONCE, MOST)])
    within = [one for one in rows if _fits(one, asked)]
    return Shelf(
        rows=_ordered(one for one in within if _chosen(one, asked.which)),
        counts=tuple((which, sum(_chosen(one, which) for one in within)) for which in Which),
        districts=tuple(sorted({one.district for one in rows if one.district})),
        officers=tuple(sorted({name for one in rows for name in one.officers})),
        more=max(len(roots) - MOST, 0),
    )


def _roots(desk: Desk, asked: Asked) -> list[Record]:
    """Return the visits of a period that are no rechecks, the newest first."""
    first = asked.first or date.min
    beyond = asked.last + timedelta(days=1) if asked.last is not None and asked.last < date.max else None
    # Days are compared as China counts them; the text is of the zone of the laptop that wrote it.
    least = (first - timedelta(days=1)).isoformat() if first > date.min else ""
    above = (beyond + timedelta(days=1)).isoformat() if beyond is not None else "~"
    found = desk.store.visits(least, above)
    told = [one for one in reversed(found) if not is_recheck(one)]
    return [one for one in told if _inside(one, asked)]


def _inside(visit: Record, asked: Asked) -> bool:
    on = day_of(visit)
    return on is not None and (asked.first or date.min) <= on <= (asked.last or date.max)


def day_of(visit: Record) -> date | None:
    """Return the day in China on which a visit began."""
    began = values.moment(visit.fields, "started")
    return local_date(began.astimezone(CHINA)) if began is not None else None


def _rows(desk: Desk, roots: Sequence[Record]) -> list[Listed]:
    known = matters(desk.store, roots)
    shown = _Look(desk, list(known.values()))
    return [shown.row(one) for one in known.values() if shown.ready(one)]


def row(desk: Desk, one: Matter) -> Listed:
    """Return one dossier as the list shows it, whether it lies there to be read or not."""
    return _Look(desk, [one]).row(one)


class _Look:
    """What is read of some dossiers, in a few looks for all of them."""

    def __init__(self, desk: Desk, wanted: Sequence[Matter]) -> None:
        store = desk.store
        self._desk = desk
        ids = [one.id for one in wanted]
        self._done = store.acts_of("inspection", ids, ActKind.CONCLUDE)
        self._issues = store.acts_of(
            "document", [each.id for one in wanted for each in one.documents], ActKind.ISSUE
        )
        readers = reviews.Readers(store)
        acts = store.acts_of("inspection", ids, ActKind.REVIEW)
        self.standings = {one: reviewing.standing(readers.words(acts.get(one, ()))) for one in ids}
        self._since = review_marks.since(desk, wanted, self.standings, {})
        self._targets = {one.id: one for one in store.several("target", {one.target_id for one in wanted})}
        self._officers = reviews.officers_of(store, [each.id for one in wanted for each in one.visits])
        self._name = submissions.names(store).get(desk.user, "")

    def ready(self, one: Matter) -> bool:
        """Tell whether a dossier lies there to be read."""
        return one.id in self._done or any(each.id in self._issues for each in one.documents)

    def row(self, one: Matter) -> Listed:
        """Return a dossier as the list shows it."""
        target = self._targets.get(one.target_id)
        told = self._since.get(one.id, Since(seen=False))
        standing = self.standings[one.id]
        label, number = self._lead(one)
        own = [each for each in one.findings if values.text(each.fields, "inspection_id") == one.id]
        officers = dict.fromkeys(name for each in one.visits for name in self._officers.get(each.id, ()))
        return Listed(
            id=one.id,
            target_id=one.target_id,
            target=values.text(target.fields, "name") if target is not None else "",
            on=day_of(one.root) or date.min,
            state=reviewing.state(standing, seen=told.seen, changed=told.changed),
            label=label,
            number=number,
            fact=values.text(own[0].fields, "fact") if own else "",
            findings=len(own),
            major=sum(values.text(each.fields, "severity") == "major" for each in own),
            officers=tuple(officers),
            district=district_of(target),
            news=told.counts,
            open=len(standing.open),
            mine=self._name in officers or self._took_part(one),
            standing=standing,
        )

    def _took_part(self, one: Matter) -> bool:
        acts = [act for each in one.visits for act in self._done.get(each.id, ())]
        acts += [act for each in one.documents for act in self._issues.get(each.id, ())]
        return any(act.user == self._desk.user for act in acts)

    def _lead(self, one: Matter) -> tuple[str, str]:
        acts = [self._issues[each.id][0] for each in one.documents if each.id in self._issues]
        place = {str(kind): n for n, kind in enumerate(_LEAD)}
        if not acts:
            return "", ""
        first = min(
            acts, key=lambda act: (place.get(values.text(act.content, "kind"), len(place)), act.order)
        )
        return values.text(first.content, "label"), values.text(first.content, "number")


def district_of(target: Record | None) -> str:
    """Return the district (镇街) of a target, empty when nobody noted one."""
    fields = values.part(target.fields, "fields") if target is not None else None
    return values.text(fields, "district") if fields else ""


def _chosen(one: Listed, which: Which) -> bool:
    # What came since does not answer a return: it is listed under both.
    return one.state in _STATES[which] or (which is Which.RETURNED and one.standing.returned)


def _fits(one: Listed, asked: Asked) -> bool:
    if (asked.mine and not one.mine) or (asked.district and one.district != asked.district):
        return False
    if asked.officer and asked.officer not in one.officers:
        return False
    told = f"{one.target} {one.label} {one.number} {one.fact} {' '.join(one.officers)}".casefold()
    return all(word in told for word in asked.words.casefold().split())


def _ordered(rows: Iterable[Listed]) -> tuple[Listed, ...]:
    """Return what waits first, by how long; then the others, the newest first."""
    known = list(rows)
    waiting = sorted((one for one in known if one.state in PENDING), key=lambda one: (one.on, one.id))
    rest = [one for one in known if one.state not in PENDING]
    return (*waiting, *sorted(rest, key=lambda one: (one.on, one.id), reverse=True))


@dataclass(frozen=True, slots=True)
class Asks:
    """What asks for the signed-in person.

    Attributes:
        returned, comments: of their own dossiers, to be answered.
        waiting: dossiers of the last days that wait for them as a supervisor.
        since: the day of the oldest that is to be answered, None where there is none.
    """

    returned: int = 0
    comments: int = 0
    waiting: int = 0
    since: date | None = None

    @property
    def pressing(self) -> int:
        """How many ask for something now."""
        return self.returned + self.comments + self.waiting


def asks(desk: Desk, days: int = 0) -> Asks:
    """Return what asks for the signed-in person.

    Args:
        days: how far back what waits for a supervisor is counted; 0 counts none.
    """
    returned = comments = waiting = 0
    days_of: list[date] = []
    for visit_id, told in _open(desk).items():
        dossier = matter(desk.store, visit_id)
        if not reviews.own(desk, dossier):
            continue
        said = sum(one.step is reviewing.Step.COMMENT and one.user != desk.user for one in told.open)
        returned += told.returned
        comments += said
        if (told.returned or said) and (on := day_of(dossier.root)) is not None:
            days_of.append(on)
    if days and reviews.may_decide(desk):
        today = desk.today()
        rows = shelf(desk, Asked(today - timedelta(days=days), today, Which.PENDING)).rows
        waiting = sum(not one.mine for one in rows)
    return Asks(returned, comments, waiting, min(days_of, default=None))


def _open(desk: Desk) -> dict[str, Standing]:
    ids = {values.text(one.fields, "inspection_id") for one in desk.store.records(reviews.OPEN)}
    acts = desk.store.acts_of("inspection", ids, ActKind.REVIEW)
    readers = reviews.Readers(desk.store)
    return {one: reviewing.standing(readers.words(told)) for one, told in acts.items()}
