"""不良行为: its codes, the time for a defence, how long a determination is public, and the course it takes.

告知 → 陈述申辩 → 复核 → 认定/不予认定 → 公示 → 到期. A notice is no determination: both are counted apart.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.domain.chinese import count
from inspector_app.domain.deadlines import Deadline, WorkCalendar, after
from inspector_app.domain.errors import Problem
from inspector_app.domain.parties import PartyRole

LEAST_MONTHS, MOST_MONTHS = 6, 36
"""How long bad conduct is public, unless a shorter time is granted after repair."""
SHORTENED_MONTHS = 3
"""What remains at least of a period that was shortened."""

PERIOD = "建市〔2017〕241号 10"
SHORTENING = "建市〔2007〕9号"
DEFENCE = "行政处罚法 44、45"

MADE, WAIVED = "made", "waived"
"""What is on record of the defence: put forward, or given up in writing; empty when neither is."""

WAYS = ("written", "oral", "waived")
WAY_LABELS = {"written": "书面", "oral": "口头", "waived": "书面放弃"}


@dataclass(frozen=True, slots=True)
class ConductCode:
    """One kind of bad conduct, as the nation's list or the office's own has it.

    Attributes:
        title: the list as papers name it.
        roles: parties that it can be found of.
        conduct, basis: as papers print them; what was done, and which rule forbids it.
        penalty: which rule would punish it; never printed on a notice, which is no penalty.
        points: what the office's own list takes off; 0 where a list knows no points.
        months: how long it is proposed to be public; 0 for what the office does by habit.
        local: of the office's own list.
    """

    code: str
    title: str
    category: str
    roles: tuple[PartyRole, ...]
    conduct: str
    basis: str
    penalty: str = ""
    points: int = 0
    months: int = 0
    local: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    proofed: bool = False
    provenance: str = ""

    def fits(self, role: PartyRole) -> bool:
        """Tell whether a party in this role can have done it."""
        return role in self.roles

    def in_force(self, on: date) -> bool:
        """Tell whether its list holds on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)

    @property
    def rule(self) -> str:
        """What a paper gives as 认定依据."""
        return f"{self.title}{self.code}" + (f"；{self.basis}" if self.basis else "")

    def consequence(self, usual_months: int) -> str:
        """What a notice proposes: points where its list has them, and the time it is public."""
        months = f"公示{spoken_months(self.months or usual_months)}"
        return f"拟记{self.points}分，{months}" if self.points else f"拟{months}"


def listed(codes: Mapping[str, ConductCode], role: PartyRole | None, on: date) -> tuple[ConductCode, ...]:
    """Return the codes that a party in this role can be found of on that day; of any role for None."""
    return tuple(one for one in codes.values() if one.in_force(on) and (role is None or one.fits(role)))


def spoken_months(months: int) -> str:
    """Return a number of months in words: 六个月, 三年."""
    return f"{count(months // 12)}年" if months % 12 == 0 else f"{count(months)}个月"


def own_texts(code: ConductCode, usual_months: int) -> dict[str, str]:
    """Return what choosing a code writes into a notice or a determination, by own field."""
    return {
        "conduct_code": code.code,
        "conduct": code.conduct,
        "rule": code.rule,
        "consequence": code.consequence(usual_months),
    }


def corresponding(start: date, months: int) -> date:
    """Return the day of the same number so many months later; a month too short ends on its last day.

    Source: 民法典 202.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def last_of(start: date, months: int) -> date:
    """Return the last day of months that begin with `start`: from 6 May, six months end on 5 November."""
    end = corresponding(start, months)
    return end if end.day < start.day else end - timedelta(days=1)


def last_days(first: date, least: int = LEAST_MONTHS) -> tuple[date, date]:
    """Return between which days what is public from `first` on must end, both of them allowed.

    Args:
        least: months that it must have; fewer after repair.

    Source: 建市〔2017〕241号 10 (six months to three years). Whether the first day counts among them is
    settled differently by offices: neither way of counting is refused.
    """
    return last_of(first, least), corresponding(first, MOST_MONTHS)


def answer_ends(
    served_on: date | None, printed: date | None, calendar: WorkCalendar, days: int
) -> Deadline | None:
    """Return the last day for a defence: so many working days from service, never before the printed day.

    None for a notice that neither reached anybody nor names a day.

    Source: 行政处罚法 44、45; no rule of the nation says how many days.
    """
    if served_on is None:
        return Deadline(printed, certain=True) if printed is not None else None
    counted = after(served_on, days, calendar, working=True)
    if printed is not None and printed > counted.due:
        return Deadline(printed, certain=True)
    return counted


@dataclass(frozen=True, slots=True)
class Answer:
    """陈述申辩 on a notice, or that it was given up in writing.

    Attributes:
        way: one of WAYS.
        on: the day it was made.
        by, position: who spoke or wrote for the party.
        words: what was said; of a written one, its gist.
        heard_by: officers before whom it was said.
    """

    way: str
    on: date
    by: str
    position: str = ""
    words: str = ""
    heard_by: tuple[str, ...] = ()

    def problems(self, *, papers: int = 0) -> tuple[Problem, ...]:
        """Return what the record of it lacks.

        Args:
            papers: how many papers or pictures were handed in with it.
        """
        return tuple(_lacking(self, papers))


def _lacking(answer: Answer, papers: int) -> Iterator[Problem]:
    if answer.way not in WAYS:
        yield Problem.of("conduct.way_unknown", "defence.way", way=answer.way)
    if not answer.by.strip():
        yield Problem.of("conduct.by_missing", "defence.by")
    told = bool(answer.words.strip())
    if answer.way == "oral":
        if not told:
            yield Problem.of("conduct.words_missing", "defence.words")
        if not any(one.strip() for one in answer.heard_by):
            yield Problem.of("conduct.hearers_missing", "defence.heard_by")
    elif not told and not papers:
        yield Problem.of("conduct.paper_missing", "defence.scans")


class ConductState(StrEnum):
    """How far a notice of bad conduct has come."""

    NOTICED = "已告知"  # issued, not served yet
    ANSWERING = "申辩期内"
    TO_REVIEW = "待复核"  # a defence was made or given up, or its time is over
    DETERMINED = "已认定"  # not public yet
    PUBLISHED = "公示中"
    EXPIRED = "公示到期"
    NOT_UPHELD = "不予认定"
    VOID = "作废"
    REVOKED = "已撤销"


class Step(StrEnum):
    """What is to be done next."""

    SERVE_NOTICE = "送达告知书"
    AWAIT_DEFENCE = "等候陈述申辩"
    REVIEW = "复核并决定"
    SERVE_DETERMINATION = "送达认定书"
    PUBLISH = "公示"
    AWAIT_EXPIRY = "等候到期"
    TAKE_DOWN = "撤下公示"


WAITING = frozenset({Step.AWAIT_DEFENCE, Step.AWAIT_EXPIRY})
"""Steps in which the office has nothing to do: they are never overdue."""


@dataclass(frozen=True, slots=True)
class ConductFacts:
    """What is known of a notice and of what came of it.

    Attributes:
        fate: the notice's: `issued`, `void` or `revoked`.
        answer: the last day for a defence.
        heard: a defence was made, or given up in writing.
        served_on: the day on which it reached its party; that of an announcement may lie ahead.
        determined: a determination about it stands; `upheld` that it found bad conduct, `told` that it was
            served, `told_on` the day on which that is so, ahead while an announcement runs.
        first, last: from when to when it is public; None while it is not.
        taken_down: it was taken down.
    """

    fate: str = "issued"
    issued_on: date | None = None
    served_on: date | None = None
    answer: Deadline | None = None
    heard: bool = False
    determined: bool = False
    determined_on: date | None = None
    upheld: bool = False
    told: bool = False
    told_on: date | None = None
    first: date | None = None
    last: date | None = None
    taken_down: bool = False


def state_of(facts: ConductFacts, today: date) -> ConductState:
    """Return the state that follows from the facts on that day; every set of facts has one."""
    if facts.fate != "issued":
        return ConductState.VOID if facts.fate == "void" else ConductState.REVOKED
    if facts.determined and not facts.upheld:
        return ConductState.NOT_UPHELD
    if facts.determined:
        if facts.first is None or today < facts.first:
            return ConductState.DETERMINED
        over = facts.taken_down or (facts.last is not None and today > facts.last)
        return ConductState.EXPIRED if over else ConductState.PUBLISHED
    if facts.heard:
        return ConductState.TO_REVIEW
    if facts.served_on is None or today < facts.served_on:
        return ConductState.NOTICED
    running = facts.answer is not None and not facts.answer.overdue(today)
    return ConductState.ANSWERING if running else ConductState.TO_REVIEW


@dataclass(frozen=True, slots=True)
class Pace:
    """Within how many days the office does its next step; its own choice where law names none.

    Attributes:
        serve_days: calendar days from issue to service (行政处罚法 61 has seven for a decision).
        review_days: working days from the end of the time for a defence.
        publish_days: calendar days from the determination (建市〔2007〕9号 has seven).
    """

    serve_days: int = 7
    review_days: int = 10
    publish_days: int = 7


def next_step(
    facts: ConductFacts, today: date, calendar: WorkCalendar, pace: Pace
) -> tuple[Step, Deadline | None] | None:
    """Return what is to be done next and by when; None when nothing is."""
    state = state_of(facts, today)
    if state is ConductState.NOTICED:
        return Step.SERVE_NOTICE, _served_by(facts.issued_on, facts.served_on, pace)
    if state is ConductState.ANSWERING:
        return Step.AWAIT_DEFENCE, facts.answer
    if state is ConductState.TO_REVIEW:
        ended = facts.answer.due if facts.answer else today
        return Step.REVIEW, after(ended, pace.review_days, calendar, working=True)
    return _after_decision(facts, state, pace)


def _after_decision(
    facts: ConductFacts, state: ConductState, pace: Pace
) -> tuple[Step, Deadline | None] | None:
    public = facts.first is not None and not facts.taken_down
    if state in (ConductState.VOID, ConductState.REVOKED):
        return (Step.TAKE_DOWN, None) if public else None
    if facts.determined and not facts.told:
        return Step.SERVE_DETERMINATION, _served_by(facts.determined_on, facts.told_on, pace)
    if state is ConductState.DETERMINED:
        return Step.PUBLISH, _in(facts.first or facts.determined_on, 0 if facts.first else pace.publish_days)
    if state is ConductState.PUBLISHED:
        return Step.AWAIT_EXPIRY, _in(facts.last, 0)
    return (Step.TAKE_DOWN, _in(facts.last, 1)) if state is ConductState.EXPIRED and public else None


def _served_by(issued_on: date | None, reaches_on: date | None, pace: Pace) -> Deadline | None:
    """Return by when a paper is to be served; one that is announced is not late before its time is over."""
    last = _in(issued_on, pace.serve_days)
    if reaches_on is None or (last is not None and reaches_on <= last.due):
        return last
    return _in(reaches_on, 0)


def _in(start: date | None, days: int) -> Deadline | None:
    return Deadline(start + timedelta(days=days), certain=True) if start is not None else None
