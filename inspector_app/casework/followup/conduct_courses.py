"""How far each notice of bad conduct has come, and what is to be done next; told from acts, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct as acts_of_conduct
from inspector_app.casework.followup import scans
from inspector_app.casework.followup.conduct import Publication
from inspector_app.casework.followup.scans import Kept
from inspector_app.casework.papers import defences, issued
from inspector_app.casework.papers.issued import Issued
from inspector_app.domain import conduct
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.conduct import Answer, ConductFacts, ConductState, Step
from inspector_app.domain.deadlines import Deadline
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.domain.statistics import REFUSED
from inspector_app.domain.templates import DocumentKind

MOST = 500
YEARS = 1 + conduct.MOST_MONTHS // 12
"""Notices of so many years back may still have something public."""


@dataclass(frozen=True, slots=True)
class Defended:
    """A defence on record.

    Attributes:
        papers: what was handed in with it.
        late: it was made after the time for it was over; it is heard all the same.
        user, wall: who noted it, and the time the device claimed.
    """

    answer: Answer
    papers: tuple[Kept, ...]
    late: bool
    user: str
    wall: str


@dataclass(frozen=True, slots=True)
class ConductCourse:
    """What a notice of bad conduct has come to.

    Attributes:
        notice, determination: as issued; the determination that stands, None while there is none.
        code, proposed: the notice's code, and the conduct that it names.
        answer: the last day for a defence; `certain` is False when it rests on an unpublished calendar.
        result: what the determination came to, in its own words; empty without one.
        published: how it is public, None while it is not.
        step, due: what is to be done next, and by when; None when nothing is.
        overdue: that step should have been done before today.
        warnings: what whoever decides should know.
    """

    notice: Issued
    state: ConductState
    code: str
    proposed: str
    served_on: date | None
    answer: Deadline | None
    defences: tuple[Defended, ...]
    determination: Issued | None
    result: str
    published: Publication | None
    step: Step | None
    due: date | None
    overdue: bool
    warnings: tuple[Problem, ...]


def course(desk: Desk, notice_id: str) -> ConductCourse:
    """Return the course of one notice.

    Raises:
        RuleError: `document.not_issued`, `conduct.no_notice`.
    """
    told = issued.must_be_issued(desk.store, notice_id)
    if told.kind != DocumentKind.CONDUCT_NOTICE:
        raise RuleError("conduct.no_notice", where=notice_id, number=told.number)
    return _told(desk, [notice_id])[0]


def courses(
    desk: Desk, *, target_id: str = "", since: int = 0, only_open: bool = False, most: int = MOST
) -> tuple[ConductCourse, ...]:
    """Return the courses of notices, what is overdue first, then by the day of the next step.

    Args:
        target_id: those of one target, of all years; left out, the newest of the whole office.
        since: the first year; left out, as far back as anything may still be public.
        only_open: leave out those in which nothing is to be done any more.
        most: at most so many of the newest notices are looked at.
    """
    ids = _of_target(desk, target_id) if target_id else _newest(desk, since, most)
    told = [one for one in _told(desk, ids) if one.step is not None or not only_open]
    far = date.max
    return tuple(sorted(told, key=lambda one: (not one.overdue, one.due or far, one.notice.number)))


def overdue_next_step(desk: Desk, notice_id: str) -> tuple[Step, date] | None:
    """Return the step that should have been done by now and its last day; None when none is overdue.

    Raises:
        RuleError: those of `course`.
    """
    told = course(desk, notice_id)
    return (told.step, told.due) if told.overdue and told.step and told.due else None


def _newest(desk: Desk, since: int, most: int) -> list[str]:
    year = since or desk.today().year - YEARS
    return desk.store.numbered(DocumentKind.CONDUCT_NOTICE, year, most)


def _of_target(desk: Desk, target_id: str) -> list[str]:
    store = desk.store
    visits = [one.id for one in store.several("inspection", [target_id], "target_id")]
    papers = store.several("document", visits, "inspection_id")
    wanted = DocumentKind.CONDUCT_NOTICE
    return [one.id for one in papers if values.text(one.fields, "kind") == wanted]


class _Papers:
    """What the journal tells of several notices, read in as many looks for many as for one."""

    def __init__(self, desk: Desk, notice_ids: Sequence[str]) -> None:
        store = desk.store
        self.issues = {one: acts[0] for one, acts in store.acts_of("document", notice_ids, "issue").items()}
        self.notices = issued.documents(store, notice_ids)
        about = store.several("document", notice_ids, "about")
        wanted = [one.id for one in about if _kind(one.fields) == DocumentKind.CONDUCT_DETERMINATION]
        self.decided = issued.documents(store, wanted)
        self.decisions = {one: acts[0] for one, acts in store.acts_of("document", wanted, "issue").items()}
        self.of: dict[str, list[str]] = {}
        for one in about:
            if one.id in self.decided:
                self.of.setdefault(values.text(one.fields, "about"), []).append(one.id)
        both = [*notice_ids, *wanted]
        self.acts = {kind: store.acts_of("document", both, kind) for kind in _KINDS}

    def told(self, document_id: str, kind: ActKind) -> list[Act]:
        """Return the acts of a kind on a document."""
        return self.acts[kind].get(document_id, [])


_KINDS = (ActKind.SERVE, ActKind.DEFEND, ActKind.PUBLISH)


def _kind(fields: values.Fields) -> str:
    return values.text(fields, "kind")


def _told(desk: Desk, notice_ids: Iterable[str]) -> list[ConductCourse]:
    ids = list(notice_ids)
    papers = _Papers(desk, ids)
    return [_course(desk, papers, one) for one in ids if one in papers.notices]


def _course(desk: Desk, papers: _Papers, notice_id: str) -> ConductCourse:
    notice, own = papers.notices[notice_id], defences.own(papers.issues[notice_id])
    options, calendar, today = desk.rules.options, desk.rules.calendar, desk.today()
    served_on = defences.reached_on(papers.told(notice_id, ActKind.SERVE))
    answer = conduct.answer_ends(
        served_on, iso_day(own.get(defences.UNTIL, "")), calendar, options.defence_days
    )
    heard = tuple(_defended(act, answer) for act in papers.told(notice_id, ActKind.DEFEND))
    fallen, decided = _decisions(papers, notice_id)
    result = defences.own(papers.decisions[decided.id]).get("result", "") if decided else ""
    published = _published(papers, decided.id) if decided else None
    told_on = defences.reached_on(papers.told(decided.id, ActKind.SERVE)) if decided else None
    facts = ConductFacts(
        fate=notice.fate,
        issued_on=notice.issued_on,
        served_on=served_on,
        answer=answer,
        heard=bool(heard),
        determined=decided is not None,
        determined_on=decided.issued_on if decided else None,
        upheld=not result.startswith(REFUSED),
        told=told_on is not None and told_on <= today,
        told_on=told_on,
        first=published.first if published else None,
        last=published.last if published else None,
        taken_down=published is not None and published.taken_down_on is not None,
    )
    follows = conduct.next_step(facts, today, calendar, options.pace)
    step, due = follows or (None, None)
    lingers = any(_lingers(papers, one) for one in fallen)
    if lingers:
        step, due = Step.TAKE_DOWN, None
    late = due is not None and due.overdue(today) and step not in conduct.WAITING
    at_once = step is Step.TAKE_DOWN and due is None
    state = conduct.state_of(facts, today)
    return ConductCourse(
        notice=notice,
        state=state,
        code=own.get(defences.CODE, ""),
        proposed=own.get("conduct", ""),
        served_on=served_on,
        answer=answer,
        defences=heard,
        determination=decided,
        result=result,
        published=published,
        step=step,
        due=today if at_once else due.due if due else None,
        overdue=late or at_once,
        warnings=_warnings(answer, state),
    )


def _defended(act: Act, answer: Deadline | None) -> Defended:
    told = act.content
    on = values.day(told, "on") or date.min
    hearers = told.get("heard_by")
    return Defended(
        answer=Answer(
            way=values.text(told, "way"),
            on=on,
            by=values.text(told, "by"),
            position=values.text(told, "position"),
            words=values.text(told, "words"),
            heard_by=tuple(str(one) for one in hearers) if isinstance(hearers, list) else (),
        ),
        papers=scans.read(told),
        late=answer is not None and on > answer.due,
        user=act.user,
        wall=act.wall,
    )


def _decisions(papers: _Papers, notice_id: str) -> tuple[list[str], Issued | None]:
    """Return the determinations that fell, and the first that stands."""
    known = [papers.decided[one] for one in papers.of.get(notice_id, ())]
    standing = next((one for one in known if one.fate == "issued"), None)
    return [one.id for one in known if one.fate != "issued"], standing


def _published(papers: _Papers, determination_id: str) -> Publication | None:
    return acts_of_conduct.publication(papers.told(determination_id, ActKind.PUBLISH))


def _lingers(papers: _Papers, determination_id: str) -> bool:
    """Tell whether a determination that fell is still public."""
    known = _published(papers, determination_id)
    return known is not None and known.taken_down_on is None


def _warnings(answer: Deadline | None, state: ConductState) -> tuple[Problem, ...]:
    if answer is None or answer.certain or state not in (ConductState.ANSWERING, ConductState.TO_REVIEW):
        return ()
    return (Problem.of("conduct.calendar_unpublished", "answer", due=answer.due.isoformat()),)
