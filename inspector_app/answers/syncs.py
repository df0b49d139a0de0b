"""`sync`: what an exchange by hub or by file came to."""

from collections.abc import Callable
from dataclasses import asdict

from inspector_app.answers.answer import DECIDE, DONE, Answer
from inspector_app.answers.speaking import words
from inspector_app.casework.people.workspace import Session
from inspector_app.catalog.messages import Messages
from inspector_app.sync.outcome import DECISIONS, Outcome
from inspector_app.sync.rooms import Apart


class Spoken:
    """Progress on the error stream: each step once, and photos as they are counted."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._last = say, ""

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Tell how far it is, when it is further than before."""
        told = f"{doing} {done}/{total}" if total else doing
        if doing and told != self._last:
            self._say(told)
        self._last = told


def filing_of(session: Session) -> Apart | None:
    """Return the filing workspace as it is exchanged; None for who has no key to it."""
    store, keys = session.filing, session.room.keys
    return None if store is None or keys is None else Apart(store, keys)


def told_of(outcome: Outcome, messages: Messages) -> dict[str, object]:
    """Return an exchange as the members that `sync` and `join` answer with."""
    filing = outcome.filing
    return {
        **_told_of(outcome, messages),
        "filing": None if filing is None else _told_of(filing, messages),
    }


def _told_of(outcome: Outcome, messages: Messages) -> dict[str, object]:
    return {
        "way": outcome.way,
        "sent": asdict(outcome.sent),
        "received": asdict(outcome.received),
        "acknowledged": asdict(outcome.acknowledged),
        "conflicts": list(outcome.conflicts),
        "branches": list(outcome.branches),
        "digest": outcome.digest,
        "same": outcome.same,
        "news": [words(one, messages.language) for one in outcome.news],
    }


def answer(outcome: Outcome, messages: Messages) -> Answer:
    """Return what `sync` answers; a person must decide when two truths stand."""
    return Answer(
        "sync",
        told_of(outcome, messages),
        lines_of(outcome, messages),
        DECIDE if outcome.decide else DONE,
        tuple(one for part in _parts(outcome) for one in part.news if one.code in DECISIONS),
    )


def _parts(outcome: Outcome) -> tuple[Outcome, ...]:
    return (outcome,) if outcome.filing is None else (outcome, outcome.filing)


def lines_of(outcome: Outcome, messages: Messages) -> tuple[str, ...]:
    """Return an exchange for people: how much, and then what they must know."""
    told = _lines_of(outcome, messages, "exchange.summary")
    if outcome.filing is None:
        return told
    return (*told, *_lines_of(outcome.filing, messages, "exchange.summary_filing"))


def _lines_of(outcome: Outcome, messages: Messages, summing: str) -> tuple[str, ...]:
    values = {
        "sent": outcome.sent.entries,
        "photos_out": outcome.sent.blobs,
        "received": outcome.received.entries,
        "photos_in": outcome.received.blobs,
        "acknowledged": outcome.acknowledged.entries,
    }
    summary, _ = messages.text(summing, "", values)
    told = (messages.text(one.code, one.where, dict(one.values)) for one in outcome.news)
    return (summary, *(" ".join(part for part in both if part) for both in told))
