"""The office's memory at work: a few letters or characters find phrases; one of them fills four fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework import findings
from inspector_app.casework.desk import Desk
from inspector_app.domain.checklists import Phrase
from inspector_app.domain.deadlines import after
from inspector_app.domain.rules import Rules

MOST = 6


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase as the list shows it."""

    phrase: Phrase
    cite: str
    due: date


def find(rules: Rules, target: str, told: str, today: date, most: int = MOST) -> tuple[Offer, ...]:
    """Return the phrases of a kind of target that fit what was typed, those that begin with it first.

    Args:
        told: pinyin initials or Chinese characters; shorter than two finds nothing.
    """
    wanted = told.strip().lower()
    if len(wanted) < 2:
        return ()
    ranked = []
    for phrase in rules.phrases:
        if phrase.target != target:
            continue
        rank = _rank(phrase, wanted)
        if rank is not None:
            ranked.append((rank, len(phrase.fact), phrase.id, phrase))
    ranked.sort(key=lambda told: told[:3])
    return tuple(_offer(rules, one[3], today) for one in ranked[:most])


def _rank(phrase: Phrase, wanted: str) -> int | None:
    fact = phrase.fact.lower()
    if fact.startswith(wanted) or phrase.initials.startswith(wanted):
        return 0
    if wanted in fact or wanted in phrase.initials:
        return 1
    return 2 if wanted in phrase.topic else None


def _offer(rules: Rules, phrase: Phrase, today: date) -> Offer:
    clause = rules.clauses.get(phrase.clause_id)
    due = after(today, phrase.days, rules.calendar, working=phrase.working).due
    return Offer(phrase, clause.short if clause else "", due)


def fill(desk: Desk, finding_id: str, offer: Offer, parties: Sequence[str]) -> None:
    """Write a phrase into a finding: fact, clause, severity, and each party's measure and deadline.

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
    )
    for party_id in parties:
        findings.oblige(desk, finding_id, findings.Duty(party_id, phrase.measure, offer.due))
