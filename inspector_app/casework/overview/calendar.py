"""Everything that has a last day, by that day: what is due, overdue and to come, and whose it is.

What is open is read by index or from lists that do not grow with the office's years. A case of the filing
workspace is told only to who has its key, and a finding that went on by stronger means stands here with the
clock of those, not with the order it came from.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct_courses, extensions, filings
from inspector_app.casework.overview.today import OPEN
from inspector_app.casework.papers import board, debts, issued, submissions
from inspector_app.casework.people.names import Names
from inspector_app.casework.plans import campaign_targets, campaigns, plan_items, rounds
from inspector_app.casework.plans.campaign_targets import CampaignProgress
from inspector_app.casework.targets import registry
from inspector_app.domain import chinese, conduct
from inspector_app.domain.approving import DebtState
from inspector_app.domain.chinese import local_date
from inspector_app.domain.conduct import Step
from inspector_app.domain.planning import Progress, TaskState
from inspector_app.store.duty_book import DutyRow
from inspector_app.store.store import Store

OVERDUE, TODAY, WEEK, MONTH, LATER = "overdue", "today", "week", "month", "later"
CHOICES = (OVERDUE, TODAY, WEEK, MONTH, LATER)
"""Over; due today; within 7 days and within 30 days from tomorrow on, each inclusive; everything behind."""

SOON, NEAR = timedelta(days=7), timedelta(days=30)
FAR = date(9999, 12, 31)


class Matter(StrEnum):
    """What kind of thing is due."""

    DUTY = "整改"
    DEBT = "补办审批"
    EXTENSION = "延期申请"
    CONDUCT = "不良行为"
    PUBLICATION = "公示"
    FILING = "立案案件"
    CAMPAIGN = "专项检查"
    PLAN = "工作任务"
    ROUND = "定期检查"
    CERTIFICATE = "执法证"


_DUTY_SAYS = "%s %s，%s 条"
_DEBT_SAYS = "补办书面批准：%s %s"
_VISIT_SAYS = "补办现场检查的书面批准"
_ASK_SAYS = "%s申请延期至%s（%s），原期限届满前答复"
_END_SAYS = "检查期结束，总结并办结（已检查 %s/%s）"
_TARGET_SAYS = "按“%s”检查"
_TARGETS_SAYS = "%s 个对象待检查：%s"
_ITEM_SAYS = "完成标准：%s"
_ROUND_SAYS = "%s还有 %s 个未检查"
_CARD_SAYS = "执法证 %s 到期，换证前不得执法"
_STEPS = {
    Step.SERVE_NOTICE: "送达告知书（%s %s）",
    Step.AWAIT_DEFENCE: "陈述申辩期限届满（%s %s）",
    Step.REVIEW: "复核并决定（%s %s）",
    Step.SERVE_DETERMINATION: "送达认定书（%s %s）",
    Step.PUBLISH: "公示（%s %s）",
    Step.AWAIT_EXPIRY: "公示期满（%s %s）",
    Step.TAKE_DOWN: "撤下公示（%s %s）",
}
_CLOCKS = {"verify": "核查期限届满：%s", "decide": "办案期限届满：%s", "pay": "缴纳罚款期限届满：%s"}
SAYINGS = (
    _DUTY_SAYS,
    _DEBT_SAYS,
    _VISIT_SAYS,
    _ASK_SAYS,
    _END_SAYS,
    _TARGET_SAYS,
    _TARGETS_SAYS,
    _ITEM_SAYS,
    _ROUND_SAYS,
    _CARD_SAYS,
    *_STEPS.values(),
    *_CLOCKS.values(),
)
"""Everything that an item can say, with %s for what is told in its place."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is due on a day.

    Attributes:
        left: days to it, negative after it.
        overdue: it should have been done before now; what the office only waits for is never overdue.
        certain: False when the day rests on a calendar that is not published yet.
        say, told: what is to be done: words with %s for what is told in its place.
        about: name of the target, of the person or of the plan that it is about.
        who: who must do it: a company, or people of the bureau.
        officers: names of the officers who look after it, where it is a company's.
        link: where it is gone on with: a section of the ledger with the id of a line, or a document.
        count: how many single things it stands for.
        document_id: the paper it rests on, empty for none.
    """

    id: str
    kind: Matter
    due: date
    left: int
    overdue: bool
    say: str
    told: tuple[str, ...]
    about: str
    who: str
    link: str
    certain: bool = True
    officers: tuple[str, ...] = ()
    count: int = 1
    document_id: str = ""

    @property
    def what(self) -> str:
        """What is to be done, in words."""
        return self.say % self.told


def calendar(desk: Desk, first: date, last: date, filing: Desk | None = None) -> dict[date, tuple[Item, ...]]:
    """Return what is due on the days from first to last, both inclusive; days without anything are left out.

    Args:
        filing: the person's desk at the filing workspace, None for who has no key to it.
    """
    told: dict[date, list[Item]] = defaultdict(list)
    for one in due_to(desk, last, filing):
        if one.due >= first:
            told[one.due].append(one)
    return {day: tuple(of) for day, of in sorted(told.items())}


def listed(desk: Desk, choice: str, filing: Desk | None = None) -> tuple[Item, ...]:
    """Return what stands under one of CHOICES, the earliest day first."""
    ends = {OVERDUE: desk.today(), TODAY: desk.today(), WEEK: desk.today() + SOON, MONTH: desk.today() + NEAR}
    return tuple(one for one in due_to(desk, ends.get(choice, FAR), filing) if choice_of(one) == choice)


def choice_of(item: Item) -> str:
    """Return under which of CHOICES something stands; what is only waited for and came is due today."""
    if item.overdue:
        return OVERDUE
    if item.left <= 0:
        return TODAY
    if item.left <= SOON.days:
        return WEEK
    return MONTH if item.left <= NEAR.days else LATER


def due_to(desk: Desk, last: date, filing: Desk | None = None) -> tuple[Item, ...]:
    """Return everything that is open and due by a day, what is overdue among it, by day."""
    told = [
        *_duties(desk, last),
        *_debts(desk),
        *_extensions(desk),
        *_conduct(desk),
        *(_filings(filing) if filing is not None else ()),
        *_campaigns(desk),
        *_plans(desk, last),
        *_rounds(desk),
        *_certificates(desk),
    ]
    order = list(Matter)
    within = (one for one in told if one.due <= last)
    return tuple(sorted(within, key=lambda one: (one.due, order.index(one.kind), one.about, one.id)))


def _duties(desk: Desk, last: date) -> Iterator[Item]:
    rows = [one for one in board.open_duties(desk, due_to=last) if one.word in OPEN and one.document_id]
    yield from duty_items(desk, rows)


def duty_items(desk: Desk, rows: Iterable[DutyRow]) -> list[Item]:
    """Return duties grouped by order, party and last day, as they are to be fulfilled together."""
    groups: dict[tuple[str, str, str], list[DutyRow]] = defaultdict(list)
    for one in rows:
        groups[(one.document_id, one.party_id, one.due)].append(one)
    orders = issued.documents(desk.store, {document_id for document_id, _, _ in groups})
    names, today = Names(desk.store), desk.today()
    names.foresee("target", [one.target_id for one in orders.values()])
    names.foresee("party", [party_id for _, party_id, _ in groups])
    there = officers_of(desk.store, {one.inspection_id for one in orders.values()})
    return [
        _duty(orders[document_id], names, party_id, group, there, today)
        for (document_id, party_id, _), group in groups.items()
        if document_id in orders
    ]


def _duty(
    order: issued.Issued,
    names: Names,
    party_id: str,
    group: list[DutyRow],
    there: dict[str, tuple[str, ...]],
    today: date,
) -> Item:
    due = date.fromisoformat(group[0].due)
    count = len({one.finding_id for one in group})
    return Item(
        id=f"duty:{order.id}:{party_id}:{due}",
        kind=Matter.DUTY,
        due=due,
        left=(due - today).days,
        overdue=today > due,
        say=_DUTY_SAYS,
        told=(order.label, order.number, str(count)),
        about=names.of("target", order.target_id),
        who=names.of("party", party_id),
        link=f"duties:{order.id}:{party_id}",
        officers=there.get(order.inspection_id, ()),
        count=count,
        document_id=order.id,
    )


def officers_of(store: Store, inspection_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the names of the officers of these visits, experts apart, in their order; in two looks."""
    told = store.several("attendance", inspection_ids, "inspection_id", "sort")
    ids = {values.text(one.fields, "person_id") for one in told}
    people = {one.id: registry.officer_of(one) for one in store.several("person", ids)}
    there: dict[str, dict[str, None]] = defaultdict(dict)
    for one in told:
        person = people.get(values.text(one.fields, "person_id"))
        if person is not None and not person.expert:
            there[values.text(one.fields, "inspection_id")][person.name] = None
    return {visit: tuple(of) for visit, of in there.items()}


def _debts(desk: Desk) -> Iterator[Item]:
    owing = debts.debts(desk)
    people = submissions.names(desk.store) if owing else {}
    for one in owing:
        due = local_date(one.until)
        yield Item(
            id=f"debt:{one.id}",
            kind=Matter.DEBT,
            due=due,
            left=(due - desk.today()).days,
            overdue=one.state is DebtState.LATE,
            say=_DEBT_SAYS if one.number else _VISIT_SAYS,
            told=(one.label, one.number) if one.number else (),
            about=one.target,
            who=people.get(one.user, ""),
            link=f"approvals:owed:{one.id}",
            document_id=one.id if one.of == "document" else "",
        )


def _extensions(desk: Desk) -> Iterator[Item]:
    asks = [(one, day) for one in extensions.open_asks(desk) if (day := one.due or one.received_on)]
    orders = issued.documents(desk.store, {one.document_id for one, _ in asks})
    names = Names(desk.store)
    names.foresee("target", [one.target_id for one, _ in asks])
    names.foresee("party", [one.party_id for one, _ in asks])
    for one, due in asks:
        number = orders[one.document_id].number if one.document_id in orders else ""
        yield Item(
            id=f"ask:{one.id}",
            kind=Matter.EXTENSION,
            due=due,
            left=(due - desk.today()).days,
            overdue=desk.today() > due,
            say=_ASK_SAYS,
            told=(names.of("party", one.party_id), chinese.day(one.new_due), number),
            about=names.of("target", one.target_id),
            who="",
            link=f"duties:{one.document_id}:{one.party_id}",
            count=len(one.finding_ids),
            document_id=one.document_id,
        )


_PUBLIC = frozenset({Step.AWAIT_EXPIRY, Step.TAKE_DOWN})


def _conduct(desk: Desk) -> Iterator[Item]:
    told = conduct_courses.courses(desk, only_open=True)
    names = Names(desk.store)
    names.foresee("target", [one.notice.target_id for one in told])
    there = officers_of(desk.store, {one.notice.inspection_id for one in told})
    for one in told:
        if one.step is None or one.due is None:
            continue
        rests = one.answer is not None and one.step in (Step.AWAIT_DEFENCE, Step.REVIEW)
        sure = not rests or (one.answer is not None and one.answer.certain and _known(desk, one.due))
        waits = one.step in conduct.WAITING
        yield Item(
            id=f"conduct:{one.notice.id}",
            kind=Matter.PUBLICATION if one.step in _PUBLIC else Matter.CONDUCT,
            due=one.due,
            left=(one.due - desk.today()).days,
            overdue=one.overdue,
            say=_STEPS[one.step],
            told=(one.notice.label, one.notice.number),
            about=names.of("target", one.notice.target_id),
            who=one.notice.addressee if waits else "",
            link=f"conduct:{one.notice.id}",
            certain=sure,
            officers=there.get(one.notice.inspection_id, ()),
            document_id=one.notice.id,
        )


def _known(desk: Desk, day: date) -> bool:
    return desk.rules.calendar.known(day)


def _filings(filing: Desk) -> Iterator[Item]:
    today = filing.today()
    for one in filings.cases(filing):
        running = one.course.running
        if running is None:
            continue
        yield Item(
            id=f"filing:{one.id}",
            kind=Matter.FILING,
            due=running.due,
            left=running.days_left(today),
            overdue=running.overdue(today),
            say=_CLOCKS[running.code],
            told=(one.matter,),
            about=one.target,
            who=one.party if running.code == "pay" else "",
            link=f"filings:{one.id}",
            certain=running.certain,
        )


_STILL = (Progress.DUE, Progress.OVERDUE, Progress.UNDER_WAY)


def _campaigns(desk: Desk) -> Iterator[Item]:
    ahead = (one for one in campaigns.of_year(desk, desk.today().year + 1) if one.closed_on is None)
    told = [campaign_targets.progress(desk, one.id) for one in (*campaigns.under_way(desk), *ahead)]
    names = Names(desk.store)
    names.foresee("person", [one.campaign.plan.owner_id for one in told])
    for one in told:
        yield from _targets(one, desk.today())
        plan = one.campaign.plan
        yield Item(
            id=f"campaign:{one.campaign.id}",
            kind=Matter.CAMPAIGN,
            due=plan.last,
            left=(plan.last - desk.today()).days,
            overdue=desk.today() > plan.last,
            say=_END_SAYS,
            told=(str(one.count(Progress.DONE)), str(one.of)),
            about=plan.name,
            who=names.of("person", plan.owner_id),
            link=f"plans:campaigns:{one.campaign.id}",
        )


def _targets(told: CampaignProgress, today: date) -> Iterator[Item]:
    groups: dict[tuple[date, tuple[str, ...]], list[str]] = defaultdict(list)
    for line in told.lines:
        if line.removed_on is None and line.standing.progress in _STILL:
            groups[(line.day, line.officers)].append(line.target)
    for n, ((day, officers), targets) in enumerate(groups.items()):
        single = len(targets) == 1
        yield Item(
            id=f"entry:{told.campaign.id}:{day}:{n}",
            kind=Matter.CAMPAIGN,
            due=day,
            left=(day - today).days,
            overdue=today > day,
            say=_TARGET_SAYS if single else _TARGETS_SAYS,
            told=(told.campaign.plan.name,) if single else (str(len(targets)), "、".join(targets)),
            about=targets[0] if single else told.campaign.plan.name,
            who="、".join(officers),
            link=f"plans:campaigns:{told.campaign.id}",
            count=len(targets),
        )


def _plans(desk: Desk, last: date) -> Iterator[Item]:
    year = desk.today().year
    for of in range(year - 1, min(last.year, year + 1) + 1):
        for one in plan_items.items(desk, of):
            if one.days_left is None:
                continue
            yield Item(
                id=f"plan:{one.id}",
                kind=Matter.PLAN,
                due=one.plan.due,
                left=one.days_left,
                overdue=one.state is TaskState.OVERDUE,
                say=_ITEM_SAYS,
                told=(one.plan.measure,),
                about=one.plan.title,
                who=one.owner,
                link=f"plans:items:{one.id}",
            )


def _rounds(desk: Desk) -> Iterator[Item]:
    for kind in rounds.kinds(desk):
        told = rounds.standing(desk, kind.code)
        if told.owed:
            yield Item(
                id=f"round:{kind.code}",
                kind=Matter.ROUND,
                due=told.period.last,
                left=(told.period.last - desk.today()).days,
                overdue=False,
                say=_ROUND_SAYS,
                told=(told.period.label, str(len(told.owed))),
                about=told.label,
                who="",
                link="plans:round:",
                count=len(told.owed),
            )


def _certificates(desk: Desk) -> Iterator[Item]:
    today = desk.today()
    for one in registry.officers(desk.store):
        if one.expert or one.valid_to is None:
            continue
        yield Item(
            id=f"certificate:{one.id}",
            kind=Matter.CERTIFICATE,
            due=one.valid_to,
            left=(one.valid_to - today).days,
            overdue=today > one.valid_to,
            say=_CARD_SAYS,
            told=(one.certificate,),
            about=one.name,
            who=one.name,
            link=f"staff:{one.id}",
        )
