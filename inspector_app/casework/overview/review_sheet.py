"""One dossier under review, read whole: what happened, documents, findings with before and after, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import dossier, review_list, review_marks, reviews
from inspector_app.casework.overview.dossier import Line
from inspector_app.casework.overview.review_list import Listed
from inspector_app.casework.overview.review_marks import Since
from inspector_app.casework.overview.review_matters import Matter, matter
from inspector_app.casework.papers import duties, issued, recheck
from inspector_app.casework.visits import after_photos, marks
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import Progress
from inspector_app.domain.findings import Photo
from inspector_app.domain.reviewing import Word
from inspector_app.domain.states import State
from inspector_app.store.reading import Record


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding of the dossier.

    Attributes:
        state: the word of its state; `overdue` beside it.
        due: the last day that holds now, None where it has none.
        before, after: its photos: of the fact, and of rechecks.
        fresh: something about it came since the person looked.
    """

    id: str
    visit_id: str
    number: int
    location: str
    fact: str
    severity: str
    state: str
    overdue: bool
    withdrawn: bool
    before: tuple[Photo, ...] = ()
    after: tuple[Photo, ...] = ()
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """An issued document of the dossier."""

    id: str
    label: str
    number: str
    on: date | None
    state: str
    overdue: bool
    pages: int
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier as it stands now.

    Attributes:
        place: how far the journal had come when it was read; what one has seen of it.
        lines: what happened, the oldest first; `fresh` are the acts and records that came since one looked.
        loose: photos that belong to no finding.
        reader: the id of the person who reads it.
        homes: the visit of each photo, by the hash of its file.
        ready: it lies there to be decided: concluded, or something was issued.
        decide: the person may pass and return; `barred`: it is their own work, which they do not pass.
    """

    listed: Listed
    place: int
    address: str
    kind: str
    started: datetime | None
    ended: datetime | None
    parties: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    findings: tuple[Seen, ...]
    papers: tuple[Paper, ...]
    loose: tuple[Photo, ...]
    homes: Mapping[str, str]
    reader: str
    words: tuple[Word, ...]
    since: Since
    ready: bool
    decide: bool
    barred: bool

    @property
    def fresh_lines(self) -> tuple[Line, ...]:
        """What happened that one has not seen yet."""
        return tuple(one for one in self.lines if self.is_fresh(one))

    def is_fresh(self, line: Line) -> bool:
        """Tell whether a line came since the person looked."""
        new = self.since.fresh
        if line.act_id:
            return line.act_id in new
        return bool(new.intersection(line.finding_ids)) or (
            not line.finding_ids and line.visit_id in new and not line.document_id
        )


def opened(desk: Desk, visit_id: str, progress: Progress | None = None) -> Opened:
    """Read a dossier by its visit, or by a recheck that belongs to it.

    Raises:
        RuleError: `reviewing.none`.
    """
    store = desk.store
    place = store.arrived()  # first: what comes while it is read is new the next time
    one = matter(store, visit_id)
    shots = store.several("photo", [each.id for each in one.visits], "inspection_id", "sort")
    words = reviews.words_of(store, one.id)
    row = review_list.row(desk, one)
    told = review_marks.since(desk, [one], {one.id: row.standing}, {each.id: one.id for each in shots})[
        one.id
    ]
    row = replace(row, news=told.counts)
    target = store.record("target", one.target_id)
    fields = target.fields if target is not None else {}
    kind = desk.rules.targets.get(values.text(fields, "kind"))
    return Opened(
        listed=row,
        place=place,
        address=values.text(fields, "address"),
        kind=kind.label if kind is not None else values.text(fields, "kind"),
        started=values.moment(one.root.fields, "started"),
        ended=values.moment(one.root.fields, "ended"),
        parties=_parties(desk, one),
        lines=_lines(desk, one, progress),
        findings=_findings(desk, one, shots, told),
        papers=_papers(desk, one, told),
        loose=tuple(_photo(each) for each in shots if not values.text(each.fields, "finding_id")),
        homes={
            values.text(each.fields, "sha256"): values.text(each.fields, "inspection_id") for each in shots
        },
        reader=desk.user,
        words=words,
        since=told,
        ready=reviews.ready(store, one),
        decide=reviews.may_decide(desk),
        barred=reviews.barred(desk, one),
    )


def _parties(desk: Desk, one: Matter) -> tuple[tuple[str, str], ...]:
    found = desk.store.several("party", [one.target_id], "target_id", "sort")
    return tuple((values.text(each.fields, "role"), values.text(each.fields, "name")) for each in found)


def _lines(desk: Desk, one: Matter, progress: Progress | None) -> tuple[Line, ...]:
    """Return what happened in this dossier among all that happened at its target."""
    visits = {each.id for each in one.visits}
    documents, findings = {each.id for each in one.documents}, {each.id for each in one.findings}
    told = dossier.timeline(desk, one.target_id, newest_first=False, progress=progress)
    return tuple(
        each
        for each in told
        if each.visit_id in visits or each.document_id in documents or findings.intersection(each.finding_ids)
    )


def _findings(desk: Desk, one: Matter, shots: Sequence[Record], told: Since) -> tuple[Seen, ...]:
    states = duties.finding_states(desk, [each.id for each in one.findings])
    withdrawn = desk.store.acts_of("finding", [each.id for each in one.findings], ActKind.WITHDRAW)
    by_finding: dict[str, list[Record]] = {}
    for each in shots:
        by_finding.setdefault(values.text(each.fields, "finding_id"), []).append(each)
    touched = _touched(desk, one, told)
    return tuple(
        _seen(each, states, by_finding.get(each.id, ()), each.id in withdrawn, each.id in touched)
        for each in one.findings
    )


def _touched(desk: Desk, one: Matter, told: Since) -> frozenset[str]:
    """Return the findings that something new is about."""
    acts = desk.store.acts_of("finding", [each.id for each in one.findings]) if told.fresh else {}
    news = {finding for finding, of in acts.items() if any(act.id in told.fresh for act in of)}
    return frozenset(news) | told.fresh


def _seen(
    record: Record,
    states: Mapping[str, State],
    shots: Sequence[Record],
    withdrawn: bool,
    fresh: bool,
) -> Seen:
    fields, state = record.fields, states.get(record.id)
    return Seen(
        id=record.id,
        visit_id=values.text(fields, "inspection_id"),
        number=values.number(fields, "number"),
        location=values.text(fields, "location"),
        fact=values.text(fields, "fact"),
        severity=values.text(fields, "severity"),
        state=str(state.word) if state is not None else "",
        overdue=state.overdue if state is not None else False,
        withdrawn=withdrawn,
        before=tuple(_photo(one) for one in shots if not after_photos.is_after(one)),
        after=tuple(_photo(one) for one in shots if after_photos.is_after(one)),
        fresh=fresh,
    )


def _photo(record: Record) -> Photo:
    fields = record.fields
    return Photo(
        sha256=values.text(fields, "sha256"),
        caption=values.text(fields, "caption"),
        taken=values.moment(fields, "taken"),
        stated=values.text(fields, "stated"),
        marks=marks.read(fields),
        id=record.id,
    )


def _papers(desk: Desk, one: Matter, told: Since) -> tuple[Paper, ...]:
    known = issued.documents(desk.store, [each.id for each in one.documents])
    acts = desk.store.acts_of("document", list(known)) if told.fresh else {}
    made = []
    for each in known.values():
        state = recheck.document_state(desk, each.id)
        fresh = any(act.id in told.fresh for act in acts.get(each.id, ()))
        made.append(
            Paper(
                id=each.id,
                label=each.label,
                number=each.number,
                on=each.issued_on,
                state=str(state.word),
                overdue=state.overdue,
                pages=each.pages,
                fresh=fresh,
            )
        )
    return tuple(sorted(made, key=lambda paper: (paper.on or date.min, paper.number)))
