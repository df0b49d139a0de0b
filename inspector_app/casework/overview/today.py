"""What is due: overdue, due today, waiting for a recheck, or due within a week.

Reads little: records and short acts as a whole, but the long acts of issue only of those documents that are
shown. On a laptop with years of work the day still opens at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued, recheck
from inspector_app.casework.people.names import Names
from inspector_app.domain import states
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.states import FindingFacts, FindingState, Happening
from inspector_app.domain.templates import ORDERING
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

SOON_DAYS = 7
OPEN = frozenset(
    {
        FindingState.ORDERED,
        FindingState.TO_RECTIFY,
        FindingState.REPLIED,
        FindingState.TO_RECHECK,
        FindingState.FAILED,
    }
)
LOOKED_FOR = frozenset({FindingState.REPLIED, FindingState.TO_RECHECK, FindingState.FAILED})


class Section(StrEnum):
    """Why something stands on today's list, the most urgent first."""

    OVERDUE = "逾期"
    TODAY = "今日到期"
    RECHECK = "待复查"
    SOON = "近 7 日到期"


@dataclass(frozen=True, slots=True)
class Due:
    """What one party still owes under one document.

    Attributes:
        target, party: names.
        number, label: of the document that orders it.
        fact: what the most urgent finding says; `count` how many there are.
        due: the earliest last day of these; None for what waits for a recheck without one.
        left: days left, negative when overdue; 0 without a last day.
        state: the word of that finding's state; 待整改 is told as 已下达.
    """

    section: Section
    target_id: str
    target: str
    document_id: str
    inspection_id: str
    number: str
    label: str
    party: str
    fact: str
    count: int
    due: date | None
    left: int
    state: str


def dues(desk: Desk) -> tuple[Due, ...]:
    """Return what is due, overdue or waits for a recheck, the most urgent first.

    Overdue begins at 00:00 of the day after the last day; see `domain.deadlines.Deadline`.
    """
    today, store = desk.today(), desk.store
    ordered = _ordered(store)
    wanted = list(_wanted(desk, ordered))
    orders = _Orders(store, ordered, {one.finding_id for one in wanted})
    told: dict[tuple[Section, str, str], list[_Owed]] = defaultdict(list)
    for owed in wanted:
        order = orders.of(owed.finding_id, owed.party_id)
        if order is not None:
            told[(owed.section, order.id, owed.party_id)].append(owed)
    names = Names(store)
    names.foresee("target", [one.target_id for one in orders.known.values()])
    names.foresee("party", [one.party_id for one in wanted])
    names.foresee("finding", [one.finding_id for one in wanted])
    rows = [
        _due(orders.known[document_id], names, section, party_id, group, today)
        for (section, document_id, party_id), group in told.items()
    ]
    return tuple(sorted(rows, key=_urgency))


def _urgency(row: Due) -> tuple[int, date, str, str]:
    return (list(Section).index(row.section), row.due or date.max, row.number, row.party)


@dataclass(frozen=True, slots=True)
class _Owed:
    """One open finding for one party."""

    section: Section
    finding_id: str
    party_id: str
    due: date | None
    word: str


def _wanted(desk: Desk, ordered: Mapping[str, list[str]]) -> Iterator[_Owed]:
    """Yield what is open and near."""
    today, duties = desk.today(), desk.store.records("obligation")
    found = _States(desk, ordered, duties)
    for duty in duties:
        due, finding_id = values.day(duty.fields, "due"), values.text(duty.fields, "finding_id")
        near = due is not None and due <= today + timedelta(days=SOON_DAYS)
        if not (near or found.rechecked(finding_id)):
            continue
        word = found.word(finding_id)
        section = _section(word, due, today)
        if section is not None:
            yield _Owed(section, finding_id, values.text(duty.fields, "party_id"), due, word)


def _section(word: str, due: date | None, today: date) -> Section | None:
    if word not in OPEN:
        return None
    if due is not None and today > due:
        return Section.OVERDUE
    if word in LOOKED_FOR:
        return Section.RECHECK
    if due is None or due > today + timedelta(days=SOON_DAYS):
        return None
    return Section.TODAY if due == today else Section.SOON


class _States:
    """States of many findings, told from a few reads for all of them."""

    def __init__(self, desk: Desk, ordered: Mapping[str, list[str]], duties: Iterable[Record]) -> None:
        self._today, self._ordered, store = desk.today(), ordered, desk.store
        rechecks = store.acts("finding", None, ActKind.RECHECK, valid_only=True)
        withdrawn = store.acts("finding", None, ActKind.WITHDRAW, valid_only=True)
        self._acts: dict[str, list[Act]] = defaultdict(list)
        for act in (*rechecks, *withdrawn):
            self._acts[act.entity_id].append(act)
        self._rechecked = {act.entity_id for act in rechecks}
        # When each was ordered is only asked of what was looked at again: a new order opens it anew.
        papers = {one for finding_id in self._rechecked for one in ordered.get(finding_id, ())}
        self._issued = store.orders("document", papers, ActKind.ISSUE)
        self._corrected = {
            values.text(duty.fields, "finding_id")
            for duty in duties
            if values.flag(duty.fields, "on_the_spot")
        }
        self._told: dict[str, str] = {}

    def rechecked(self, finding_id: str) -> bool:
        """Tell whether somebody looked at a finding again."""
        return finding_id in self._rechecked

    def word(self, finding_id: str) -> str:
        """Return the word of a finding's state today, as `recheck.finding_state` says it.

        Whether it was served meanwhile makes no difference to what is due, and is not asked here:
        待整改 is told as 已下达.
        """
        if finding_id not in self._ordered:
            return FindingState.NEW
        if finding_id not in self._told:
            self._told[finding_id] = self._word(finding_id)
        return self._told[finding_id]

    def _word(self, finding_id: str) -> str:
        happened = [
            (order, Happening.ORDERED)
            for one in self._ordered[finding_id]
            for order in self._issued.get(one, (1,))  # of what nobody looked at again, any place will do
        ]
        if finding_id in self._corrected:
            happened.append((0, Happening.CORRECTED))
        happened += recheck.told_by(self._acts.get(finding_id, ()))
        return states.of(FindingFacts(recheck.in_order(happened)), self._today).word


def _ordered(store: Store) -> dict[str, list[str]]:
    """Return the ids of the standing documents that order each finding."""
    kinds = set(ORDERING)
    standing = {
        one.document_id for one in store.numbers().numbers if one.fate == "issued" and one.kind in kinds
    }
    told: dict[str, list[str]] = defaultdict(list)
    for record in store.records("ticked"):
        document_id = values.text(record.fields, "document_id")
        if document_id in standing:
            told[values.text(record.fields, "finding_id")].append(document_id)
    return told


class _Orders:
    """The documents that order what is due, all read at once."""

    def __init__(self, store: Store, ordered: Mapping[str, list[str]], finding_ids: Iterable[str]) -> None:
        self._ordered = ordered
        self.known = issued.documents(store, {one for each in finding_ids for one in ordered.get(each, ())})

    def of(self, finding_id: str, party_id: str) -> issued.Issued | None:
        """Return the newest document that orders a finding, one that goes to the party before any other."""
        told = [self.known[one] for one in self._ordered.get(finding_id, ()) if one in self.known]
        orders = sorted(told, key=_by_day)
        own = [one for one in orders if any(to.party_id == party_id for to in one.recipients)]
        return next(reversed(own or orders), None)


def _by_day(told: issued.Issued) -> tuple[date, str]:
    return (told.issued_on or date.min, told.number)


def _due(
    order: issued.Issued, names: Names, section: Section, party_id: str, group: list[_Owed], today: date
) -> Due:
    days = [one.due for one in group if one.due is not None]
    due, first = min(days, default=None), min(group, key=lambda one: one.due or date.max)
    return Due(
        section=section,
        target_id=order.target_id,
        target=names.of("target", order.target_id),
        document_id=order.id,
        inspection_id=order.inspection_id,
        number=order.number,
        label=order.label,
        party=names.of("party", party_id),
        fact=names.of("finding", first.finding_id, "fact"),
        count=len({one.finding_id for one in group}),
        due=due,
        left=(due - today).days if due is not None else 0,
        state=first.word,
    )
