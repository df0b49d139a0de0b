"""One party's duty about one finding: what happened to it, in order, and what follows from that.

Deadline and result belong to finding × party. The last day moves with a new order and with an extension;
what a duty came to, and whether in time, is derived from the same events and never stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import states
from inspector_app.domain.states import FindingFacts, FindingState, Happening, State


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a duty.

    Attributes:
        order: place in the order of acts.
        on: the day it happened; None where nobody told one.
        due: the last day that an order, an extension or an escalation sets.
        by: the document that did it, empty where none did.
        asked_on: of an extension, the day it was asked for.
        own: of an order, that it goes to the party itself and not only to others.
        again: of an order, that it follows a recheck (n + 1) and sets a day of its own, whatever was seen.
    """

    order: int
    happening: Happening
    on: date | None = None
    due: date | None = None
    by: str = ""
    asked_on: date | None = None
    own: bool = True
    again: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What a duty has come to.

    Attributes:
        due: the last day that holds now.
        timely_until: the last day that counts for being on time: that of the first order, and of extensions
            asked for while it ran. A later extension or another order moves `due`; what was late stays late.
        order_id: the newest document that orders it, one that goes to the party before any other; empty
            when none does.
        replied_on, rechecked_on, closed_on: the newest of each.
        done_on: of a closed one, the day that counts: that on which the complete report came in which the
            recheck bore out, or the recheck's own where there was none before it.
        extensions: how many times it was extended.
        extended_to: the day that the newest extension of this order set; None where none did.
    """

    state: State
    due: date | None = None
    timely_until: date | None = None
    order_id: str = ""
    replied_on: date | None = None
    rechecked_on: date | None = None
    closed_on: date | None = None
    extensions: int = 0
    done_on: date | None = None
    extended_to: date | None = None

    @property
    def open(self) -> bool:
        """Tell whether something is still to be done about it."""
        return self.state.word not in ENDS

    @property
    def on_time(self) -> bool | None:
        """Tell whether it was closed by its last day; None while it is open or has no last day."""
        if self.done_on is None or self.timely_until is None:
            return None
        return self.done_on <= self.timely_until


ENDS = frozenset({FindingState.CLOSED, FindingState.CORRECTED, FindingState.WITHDRAWN})
"""A duty that came to one of these has come to its end."""

RECHECKS = frozenset({Happening.RECTIFIED, Happening.NOT_RECTIFIED, Happening.UNVERIFIABLE})

PROGRESS = (
    FindingState.NEW,
    FindingState.FAILED,
    FindingState.ORDERED,
    FindingState.TO_RECTIFY,
    FindingState.REPLIED,
    FindingState.TO_RECHECK,
    FindingState.ESCALATED,
    FindingState.CORRECTED,
    FindingState.CLOSED,
    FindingState.WITHDRAWN,
)
"""States by how far they are from their end, the farthest first."""


def course(events: Iterable[Event], first_due: date | None, today: date) -> Course:
    """Return what a duty has come to today; an event that its state does not allow changes nothing.

    Args:
        first_due: the last day that was written before any order.
    """
    told = sorted(events, key=lambda event: event.order)
    due = timely = first_due
    order_id, extensions, own = "", 0, False
    extended_to: date | None = None
    days: dict[str, date | None] = {}
    word: str = FindingState.NEW
    for event in told:
        follows = states.TRANSITIONS.get((FindingState(word), event.happening))
        if follows is None:
            continue
        if event.happening is Happening.ORDERED:
            anew = follows != word or not order_id or event.again
            timely = timely if order_id else event.due or timely
            due = event.due or due if anew else due
            extended_to = None if anew else extended_to
            if anew or event.own or not own:
                order_id, own = event.by, event.own
        elif event.happening is Happening.ESCALATED:
            due = event.due or due
        elif event.happening is Happening.EXTENDED and event.due is not None:
            extensions += 1
            if event.asked_on is not None and (timely is None or event.asked_on <= timely):
                timely = event.due
            due = extended_to = event.due
        _remember(days, event)
        word = follows
    happened = tuple(event.happening for event in told)
    state = states.of(FindingFacts(happened, due), today)
    closed = days.get("closed") if state.word == FindingState.CLOSED else None
    done = min((day for day in (closed, days.get("reported")) if day is not None), default=None)
    return Course(
        state,
        due,
        timely,
        order_id,
        days.get("replied"),
        days.get("rechecked"),
        closed,
        extensions,
        done if closed is not None else None,
        extended_to,
    )


def _remember(days: dict[str, date | None], event: Event) -> None:
    if event.happening is Happening.REPLIED:
        days["replied"] = event.on
    if event.happening is Happening.ACCEPTED:
        days["reported"] = event.on
    if event.happening in RECHECKS:
        days["rechecked"] = event.on
    if event.happening is Happening.NOT_RECTIFIED:
        # What was reported as done was not: that report counts for nothing.
        days["reported"] = None
    if event.happening in (Happening.RECTIFIED, Happening.SETTLED):
        days["closed"] = event.on


def together(courses: Iterable[Course]) -> State:
    """Return the state of a finding: that of the duty which is farthest from its end.

    Overdue when one of its duties is; a finding that nobody must answer for is new.
    """
    told = [one.state for one in courses]
    if not told:
        return State(FindingState.NEW)
    first = min(told, key=lambda state: PROGRESS.index(FindingState(state.word)))
    ignored = tuple(dict.fromkeys(name for state in told for name in state.ignored))
    return State(
        first.word,
        overdue=any(state.overdue for state in told),
        round=max(state.round for state in told),
        ignored=ignored,
    )
