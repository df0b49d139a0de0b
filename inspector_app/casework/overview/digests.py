"""日汇报 and 周调度: what a day or week came to, what stands at its end, what comes next and whose it is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import stop_lists, stops
from inspector_app.casework.followup.stops import Stop
from inspector_app.casework.overview import calendar, digest_reads
from inspector_app.casework.overview.calendar import Item, Matter
from inspector_app.casework.overview.digest_reads import ONE_DAY
from inspector_app.casework.overview.today import OPEN
from inspector_app.casework.overview.week import begun, concluded
from inspector_app.casework.papers import board, debts, issued, submissions
from inspector_app.casework.papers.debts import Debt
from inspector_app.casework.plans import campaign_targets, campaigns, plan_items
from inspector_app.casework.targets import registry
from inspector_app.domain import digest
from inspector_app.domain.approving import Way
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.digest import Coming, Digest, Overdue, Owing, Share, Stopped, Task
from inspector_app.domain.digest_paper import compose
from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.domain.planning import TaskState

MOST_DAYS = 31
"""A digest is of a day, a week, or at most a month; longer periods are the half-year report's."""

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Offered:
    """A day or a week of which a digest is offered: how many visits were concluded and papers issued."""

    first: date
    last: date
    visits: int
    papers: int


DAYS, WEEKS = 30, 12
"""How many days and weeks back a list offers."""


def digest_of(desk: Desk, first: date, last: date, filing: Desk | None = None) -> Digest:
    """Return the digest of the days from first to last, both inclusive: 日汇报 of one day, 周调度 of a week.

    What happened is told of the period; what stands still and what is overdue is told as of its end, or of
    today where it is not over; the progress of campaigns and of the task list is that of today.

    Args:
        filing: the person's desk at the filing workspace, None for who has no key to it.

    Raises:
        RuleError: `digest.reversed`, `digest.future`, `digest.too_long`.
    """
    _refuse(desk, first, last)
    told = digest_reads.told(desk, first, last, filing)
    holding = _stopped(desk, last)
    owing = _owing(desk, last)
    made = Digest(
        first=first,
        last=last,
        made_on=desk.today(),
        office=registry.office_of(desk.store).name,
        told=told,
        figures=digest.figures(told, holding, owing),
        stops=holding,
        debts=owing,
        late=_late(desk, last),
        by=submissions.names(desk.store).get(desk.user, ""),
    )
    until = next_working(last, desk.rules.calendar) if made.daily else last + timedelta(days=WEEK_DAYS)
    made = replace(made, until=until, coming=_coming(desk, last + ONE_DAY, until, filing))
    return made if made.daily else _of_week(desk, made, filing)


def day(desk: Desk, on: date, filing: Desk | None = None) -> Digest:
    """Return the digest of a day (日汇报).

    Raises:
        RuleError: those of `digest_of`.
    """
    return digest_of(desk, on, on, filing)


def week(desk: Desk, on: date, filing: Desk | None = None) -> Digest:
    """Return the digest of the week, Monday to Sunday, in which a day lies (周调度).

    Raises:
        RuleError: those of `digest_of`.
    """
    first = digest.monday(on)
    return digest_of(desk, first, first + timedelta(days=WEEK_DAYS - 1), filing)


def offered(desk: Desk, *, weekly: bool = False) -> tuple[Offered, ...]:
    """Return the days, or the weeks, of which a digest is offered, the newest first, with what was done."""
    today = desk.today()
    begins = digest.monday(today) if weekly else today
    long = WEEK_DAYS if weekly else 1
    periods = [begins - timedelta(days=long * n) for n in range(WEEKS if weekly else DAYS)]
    store, oldest = desk.store, periods[-1]
    visits = begun(store, oldest, begins + timedelta(days=long - 1))
    done = concluded(store, visits)
    seen = Counter(
        _begins(on, long) for on, one in visits if one.id in done and one.fields.get("way") != "paper"
    )
    papers = Counter(_begins(one.on, long) for one in digest_reads.papers(desk, oldest, today))
    return tuple(
        Offered(first, first + timedelta(days=long - 1), seen[first], papers[first]) for first in periods
    )


def _begins(day: date, long: int) -> date:
    return digest.monday(day) if long > 1 else day


def save(desk: Desk, made: Digest, out: Path) -> Path:
    """Write a digest as a PDF and return its place.

    Raises:
        UnavailableError: `export.refused` when the place cannot be written.
    """
    raw = desk.renderer.digest(compose(made))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(raw)
    except OSError as error:
        raise UnavailableError(
            "export.refused", where=str(out), reason=error.strerror or str(error)
        ) from error
    return out


def next_working(day: date, calendar: WorkCalendar) -> date:
    """Return the next day on which one works."""
    following = day + ONE_DAY
    while not calendar.is_working(following):
        following += ONE_DAY
    return following


def _refuse(desk: Desk, first: date, last: date) -> None:
    if last < first:
        raise RuleError("digest.reversed", where="digest.to", first=first, last=last)
    if first > desk.today():
        raise RuleError("digest.future", where="digest.from", first=first, today=desk.today())
    if (last - first).days >= MOST_DAYS:
        raise RuleError("digest.too_long", where="digest.to", days=(last - first).days + 1, most=MOST_DAYS)


def _of_week(desk: Desk, made: Digest, filing: Desk | None) -> Digest:
    """Add the period before, and how campaigns and the task list stand with each owner."""
    first, last = digest.period(made.first, made.last)
    before = digest_reads.told(desk, first, last, filing)
    figures = digest.figures(before, _stopped(desk, last), _owing(desk, last))
    return replace(made, before=figures, shares=_shares(desk), tasks=_tasks(desk))


def _stopped(desk: Desk, last: date) -> tuple[Stopped, ...]:
    """Return the stop-works that hold on a day: those that still do, and those lifted after it."""
    today, known = desk.today(), list(stops.standing_stops(desk))
    if last < today:
        for year in range(last.year, today.year + 1):
            known += [one for one in stop_lists.lifted_in(desk, year) if (one.lifted_on or last) > last]
    told = {one.document_id: one for one in known if one.issued_on is not None and one.issued_on <= last}
    late = {one.id for one in issued.documents(desk.store, told).values() if one.late}
    rows = [_stop(desk, one, min(last, today), late=one.document_id in late) for one in told.values()]
    return tuple(sorted(rows, key=lambda one: (-one.days, one.number)))


def _stop(desk: Desk, one: Stop, on: date, *, late: bool) -> Stopped:
    held = one.held if on == desk.today() else issued.held(desk.store, one.document_id, on)
    since = local_date(one.since) if one.since else one.issued_on
    return Stopped(
        id=one.document_id,
        number=one.number,
        target=one.target,
        party=one.party,
        scope=held.words,
        since=since,
        days=max(0, (on - since).days) if since else 0,
        violations=sum(local_date(each.at) <= on for each in one.violations),
        late=late,
    )


def _owing(desk: Desk, last: date) -> tuple[Owing, ...]:
    """Return the approvals that were to be made up at the end of a day."""
    ends = datetime.combine(last, datetime.max.time(), CHINA)
    known = {one.id: one for one in debts.debts(desk)}
    if last < desk.today():
        # What was owed then is owed still, or was made up in a month since.
        for month in _months(last, desk.today()):
            moment = datetime.combine(month, datetime.min.time(), CHINA)
            known |= {one.id: one for one in debts.made_up_in(desk, moment)}
    people = submissions.names(desk.store)
    rows = [
        one
        for one in known.values()
        if local_date(one.since) <= last and (one.paid is None or one.paid.at > ends)
    ]
    now = min(desk.clock.now(), ends)
    return tuple(_debt(one, people, now) for one in sorted(rows, key=lambda one: (one.until, one.id)))


def _months(first: date, last: date) -> Iterator[date]:
    """Yield a day of each month from that of the first to that of the last day."""
    day = last.replace(day=1)
    while day >= first.replace(day=1):
        yield day
        day = (day - ONE_DAY).replace(day=1)


_WAYS = {Way.PHONE: "电话批准", Way.URGENT: "紧急检查"}


def _debt(one: Debt, people: dict[str, str], now: datetime) -> Owing:
    return Owing(
        id=one.id,
        what=f"{one.label} {one.number}".strip() or "现场检查",
        target=one.target,
        by=people.get(one.user, "") or _WAYS.get(one.way, ""),
        until=f"{one.until.astimezone(CHINA):%Y-%m-%d %H:%M}",
        over=now > one.until,
    )


def _late(desk: Desk, last: date) -> tuple[Overdue, ...]:
    """Return what fell due by a day and is still neither done nor closed today."""
    today = desk.today()
    rows = board.open_duties(desk, due_to=min(last, today - ONE_DAY))
    return digest_reads.overdue(desk, [one for one in rows if one.word in OPEN], today)


def _coming(desk: Desk, first: date, last: date, filing: Desk | None) -> tuple[Coming, ...]:
    """Return what is due from first to last: the duties whatever became of them, and what else is open.

    Of days that are all over only the duties are told.
    """
    today, told = desk.today(), list[Item]()
    if last >= today:
        told = [one for of in calendar.calendar(desk, first, last, filing).values() for one in of]
    if first <= today:
        others = (one for one in told if one.kind is not Matter.DUTY)
        told = sorted([*_fell_due(desk, first, last), *others], key=lambda one: one.due)
    return tuple(map(_come, told))


def _fell_due(desk: Desk, first: date, last: date) -> Iterable[Item]:
    board.catch_up(desk)
    before = (first - ONE_DAY).isoformat()
    rows = [
        one
        for is_open in (True, False)
        for one in desk.store.duties(is_open=is_open, due_from=first.isoformat(), due_to=last.isoformat())
        if one.document_id and (one.word in OPEN or one.closed_on > before)
    ]
    return sorted(calendar.duty_items(desk, rows), key=lambda one: (one.due, one.about, one.id))


def _come(one: Item) -> Coming:
    return Coming(
        id=one.id,
        kind=str(one.kind),
        due=one.due,
        what=one.what,
        about=one.about,
        who=one.who,
        officers=one.officers,
        certain=one.certain,
        link=one.link,
    )


def _shares(desk: Desk) -> tuple[Share, ...]:
    """Return what each officer answers for in the campaigns under way (清单责任化)."""
    told = [campaign_targets.progress(desk, one.id) for one in campaigns.under_way(desk)]
    return tuple(
        Share(
            one.name,
            of.campaign.plan.name,
            one.of,
            one.done,
            one.under_way,
            one.due,
            one.overdue,
            of.campaign.plan.last,
        )
        for of in told
        for one in of.shares
    )


def _tasks(desk: Desk) -> tuple[Task, ...]:
    """Return the items of the task list that are not done, of the last year too, and of the next if begun."""
    year = desk.today().year
    over = (TaskState.DONE, TaskState.DROPPED)
    return tuple(
        Task(
            one.id,
            one.plan.title,
            one.owner,
            one.plan.due,
            str(one.state),
            one.days_left or 0,
            one.plan.measure,
        )
        for of in (year - 1, year, year + 1)
        for one in plan_items.items(desk, of)
        if one.state not in over and (of <= year or one.plan.begins <= desk.today())
    )
