"""Approval of documents: what a supervisor's yes covers, when it falls, and by when one is to be made up.

A yes covers exactly what lay before the supervisor. Whether a draft still says that is asked of its content
as it would be composed on the day it was laid before them: another day alone takes nothing away, another
word does.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from inspector_app.domain.composition import compose
from inspector_app.domain.content import canonical
from inspector_app.domain.documents import Draft, Review, Standing
from inspector_app.domain.inspections import Approval
from inspector_app.domain.late import plain
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import DocumentTemplate

URGENT = "行政强制法 19"
"""What was done at once is reported within 24 hours, and its approval made up."""


class Decision(StrEnum):
    """What a supervisor's act of approval says."""

    APPROVED = "approved"
    RETURNED = "returned"
    MADE_UP = "made_up"  # 补办: of what was done before there was a written approval


class Way(StrEnum):
    """How an issued document came to its approval."""

    PROGRAM = "program"  # a supervisor's signed act
    PAPER = "paper"
    PHONE = "phone"
    URGENT = "urgent"  # done at once, without anybody's word

    @property
    def owing(self) -> bool:
        """The written approval is still to be made up."""
        return self in (Way.PHONE, Way.URGENT)


@dataclass(frozen=True, slots=True)
class Submission:
    """A draft was laid before a supervisor.

    Attributes:
        id: of its act.
        n: which time, from 1.
        user: id of who did it; `author` of who began the draft.
        on: the day its content was composed for.
        sha256: what `fingerprint` said of it.
        to: id of the supervisor it awaits; empty for any of them.
    """

    id: str
    n: int
    user: str
    at: datetime | None
    on: date
    sha256: str
    to: str = ""
    words: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A supervisor's signed answer to a submission, which it names by the id of its act."""

    id: str
    submission: str
    sha256: str
    user: str
    name: str
    at: datetime | None
    decision: str
    number: str = ""
    words: str = ""


def fingerprint(draft: Draft, template: DocumentTemplate, rules: Rules, on: date) -> str:
    """Return the hex sha256 of what a draft says, as composed on that day.

    Left out are number, edition and seal, and the approval itself, which the page may print: none of them
    is a word that a supervisor weighs. Beside the page it covers what the draft is about, by id, and the
    kind's own fields, whether or not the wording prints them.
    """
    fixed = replace(draft, issue_on=on, approval=None, review=None, seal=None)
    page = replace(compose(fixed, template, rules, ""), edition="")
    beside = {
        "visit": draft.inspection.id,
        "addressee": draft.addressee.id if draft.addressee else "",
        "findings": [one.id for one in draft.findings],
        "about": draft.about.document_id if draft.about else "",
        "stop_work": draft.resumption.stop_work_id if draft.resumption else "",
        "own": dict(draft.own),
    }
    told = json.dumps(beside, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return sha256(canonical(page) + b"\n" + told).hexdigest()


def review(
    submissions: Collection[Submission],
    answers: Collection[Answer],
    now: Callable[[date], str],
    *,
    own_allowed: bool,
) -> Review | None:
    """Return how a draft stands that was laid before a supervisor, None when it never was.

    The newest submission counts, whatever the order in which acts arrived. Of two answers to it the one
    that returns it outranks the one that approves.

    Args:
        now: the fingerprint of the draft as it is, composed on that day.
        own_allowed: who submitted may also approve.
    """
    if not submissions:
        return None
    newest = max(submissions, key=lambda one: (one.n, one.id))
    same = now(newest.on) == newest.sha256
    counting = sorted((one for one in answers if counts(one, newest, own_allowed=own_allowed)), key=_ranked)
    if not counting:
        standing = Standing.WAITING if same else Standing.CHANGED
        return Review(standing, newest.user, newest.at, to=newest.to, words=newest.words, id=newest.id)
    given = counting[0]
    if given.decision == Decision.RETURNED:
        standing = Standing.RETURNED
    else:
        standing = Standing.APPROVED if same else Standing.LOST
    return Review(
        standing,
        newest.user,
        given.at,
        to=newest.to,
        by=given.name,
        number=given.number,
        words=given.words,
        id=newest.id,
        answer=given.id,
    )


def counts(answer: Answer, submission: Submission, *, own_allowed: bool) -> bool:
    """Tell whether an answer is one to this submission: names it and its very content, and is not own."""
    return (
        answer.submission == submission.id
        and answer.sha256 == submission.sha256
        and answer.decision in (Decision.APPROVED, Decision.RETURNED)
        and (own_allowed or answer.decision == Decision.RETURNED or not own(answer.user, submission))
    )


def own(user: str, submission: Submission) -> bool:
    """Tell whether a draft is somebody's own: they began it, or laid it before the supervisor."""
    return user in (submission.user, submission.author)


def _ranked(answer: Answer) -> tuple[bool, float, str]:
    return (
        answer.decision != Decision.RETURNED,
        answer.at.timestamp() if answer.at else 0.0,
        answer.id,
    )


def consent(typed: Approval | None, told: Review | None, numbers: Collection[str]) -> Approval | None:
    """Return the approval that a draft has: the supervisor's act while it stands, else what was typed.

    Args:
        numbers: of the answers in the program. Typed again, with whatever brackets, such a number is no paper
            of its own: the draft that lost its approval does not get it back by copying it out.
    """
    if told is not None and told.standing is Standing.APPROVED:
        return Approval(told.by, told.at, told.number)
    if typed is not None and plain(typed.number) and plain(typed.number) in map(plain, numbers):
        return replace(typed, number="")
    return typed


def way(given: Approval | None, told: Review | None) -> Way | None:
    """Return how a document that is issued with this approval came to it, None without any."""
    if given is None or not given.stands:
        return None
    if told is not None and told.standing is Standing.APPROVED:
        return Way.PROGRAM
    if given.approver.strip() and given.at is not None and given.number.strip():
        return Way.PAPER
    return Way.PHONE if given.approver.strip() and given.phone.strip() and given.words.strip() else Way.URGENT


class DebtState(StrEnum):
    """How an approval stands that is to be made up."""

    OPEN = "待补办"
    LATE = "逾期未补办"
    PAID = "按时补办"
    PAID_LATE = "逾期补办"


def due(since: datetime, hours: int) -> datetime:
    """Return the moment by which an approval is to be made up (行政强制法 19: twenty-four hours)."""
    return since + timedelta(hours=hours)


def debt_state(until: datetime, paid: datetime | None, now: datetime) -> DebtState:
    """Return how a debt stands; the last moment itself is still in time."""
    if paid is None:
        return DebtState.LATE if now > until else DebtState.OPEN
    return DebtState.PAID_LATE if paid > until else DebtState.PAID


def owed_by_visit(given: Approval | None, started: datetime | None) -> bool:
    """Tell whether a visit was begun for an urgent reason, its approval to be made up (国办发〔2024〕54号).

    An approval in writing that was given before it began leaves nothing to be made up.
    """
    if given is None or not given.urgent_reason.strip():
        return False
    written = bool(given.approver.strip() and given.number.strip()) and given.at is not None
    before = given.at is not None and started is not None and given.at <= started
    return not (written and before)
