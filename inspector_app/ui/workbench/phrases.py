"""The office's memory at work: a few letters or characters find phrases; one of them fills six fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import findings, memory
from inspector_app.casework.visits.memory import Memory, Sentence
from inspector_app.domain.checklists import Phrase
from inspector_app.domain.deadlines import after
from inspector_app.domain.rules import Rules

MOST = 6
MOST_SHOWN = 60
"""Characters beyond which nobody is looking for a phrase any more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase as the list shows it.

    Attributes:
        own: the office's own sentence, learnt here; it may be forgotten.
        count: how often it was ordered here.
        location: where, as typed behind the letters; empty when only letters were typed.
        at: where in the fact stands what was typed, from and to.
        party_id: the responsible party for whom it was picked; empty for the paper's addressee.
    """

    phrase: Phrase
    cite: str
    due: date
    own: bool = False
    count: int = 0
    location: str = ""
    at: tuple[int, int] = (0, 0)
    party_id: str = ""


def parted(told: str) -> tuple[str, str]:
    """Return the letters that look for a phrase, and the place typed behind them: `lb 3#楼14层`.

    Only letters are parted from what follows, and only from a place, which has a digit or a Chinese word: a
    sentence may hold spaces.
    """
    letters, _, rest = told.strip().partition(" ")
    place = any(char.isdigit() or not char.isascii() for char in rest)
    if letters.isascii() and letters.isalpha() and place:
        return letters, rest.strip()
    return told.strip(), ""


def find(
    rules: Rules, target: str, told: str, today: date, known: Memory | None = None, most: int = MOST
) -> tuple[Offer, ...]:
    """Return the phrases of a kind of target that fit what was typed, the likeliest first.

    Args:
        told: pinyin initials or Chinese characters, behind initials the place; one alone finds nothing.
        known: the office's memory; None while it is not learnt yet.
    """
    wanted, location = parted(told)
    if not 2 <= len(wanted) <= MOST_SHOWN:
        return ()
    found = (known or memory.shipped(rules)).find(target, wanted, most)
    return tuple(_offer(rules, one, today, wanted, location) for one in found)


def _offer(rules: Rules, told: Sentence, today: date, wanted: str, location: str) -> Offer:
    phrase = told.phrase
    clause = rules.clauses.get(phrase.clause_id)
    due = after(today, phrase.days, rules.calendar, working=phrase.working).due
    at = memory.found_at(told, wanted)
    return Offer(phrase, clause.short if clause else "", due, told.own, told.count, location, at)


def fill(desk: Desk, finding_id: str, offer: Offer, parties: Sequence[str]) -> None:
    """Write a phrase into a finding: fact, clause, severity, place, and each party's measure and deadline.

    Raises:
        RuleError: `finding.none`, `finding.ordered`, `inspection.locked`.
    """
    phrase = offer.phrase
    findings.change(
        desk,
        finding_id,
        fact=phrase.fact,
        clause=phrase.clause_id,
        severity="major" if phrase.major else "general",
        criterion=phrase.criterion_id,
        **({"location": offer.location} if offer.location else {}),
    )
    for party_id in parties:
        findings.oblige(desk, finding_id, findings.Duty(party_id, phrase.measure, offer.due))
