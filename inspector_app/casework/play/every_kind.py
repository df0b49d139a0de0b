"""Cases made wider or varied from the office's own phrases, for looking at and measuring pages."""

import random
from collections.abc import Sequence

from inspector_app.catalog.case import Case, FindingCase
from inspector_app.domain.checklists import Phrase
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Severity
from inspector_app.domain.rules import Rules

MOST_FINDINGS = 60
MOST_PHOTOS = 12


def widened(case: Case, rules: Rules, how_many: int, photos_each: int, pool: Sequence[str]) -> Case:
    """Return the case with findings from the phrases: `how_many` for each document that orders something.

    On a site the stop-work gets as many major ones, so the record of the visit lists twice as many.

    Args:
        pool: names of photos that are at hand; they are used in turn.

    Raises:
        RuleError: `demo.out_of_range`.
    """
    if not 1 <= how_many <= MOST_FINDINGS or not 0 <= photos_each <= MOST_PHOTOS:
        raise RuleError("demo.out_of_range", where="findings", most=MOST_FINDINGS, most_photos=MOST_PHOTOS)
    own = [one for one in rules.phrases if one.target == case.target.kind]
    major = [one for one in own if one.major]
    general = [one for one in own if not one.major]
    picked = [*_first(major, how_many), *_first(general, how_many)]
    places = [one.location for one in case.findings]
    told = [
        _finding(phrase, places[n % len(places)], _photos(pool, n * photos_each, photos_each))
        for n, phrase in enumerate(picked)
    ]
    named = tuple(one.model_copy(update={"findings": None}) for one in case.documents)
    return case.model_copy(update={"findings": told, "documents": list(named)})


def _first(phrases: Sequence[Phrase], n: int) -> list[Phrase]:
    return [phrases[k % len(phrases)] for k in range(n)] if phrases else []


def _photos(pool: Sequence[str], start: int, n: int) -> list[str]:
    return [pool[(start + k) % len(pool)] for k in range(n)] if pool else []


def _finding(phrase: Phrase, place: str, photos: list[str]) -> FindingCase:
    return FindingCase(
        location=place,
        fact=phrase.fact,
        clause=phrase.clause_id,
        severity=Severity.MAJOR if phrase.major else Severity.GENERAL,
        criterion=phrase.criterion_id,
        measure=phrase.measure,
        days=phrase.days,
        photos=photos,
    )


def varied(case: Case, rules: Rules, seed: int) -> Case:
    """Return the case with other findings of the same grades, drawn by the seed."""
    draw = random.Random(seed)  # noqa: S311 - variety, not secrecy
    told = []
    for finding in case.findings:
        major = finding.severity is Severity.MAJOR
        fitting = [one for one in rules.phrases if one.target == case.target.kind and one.major is major]
        if fitting:
            phrase = draw.choice(fitting)
            told.append(_finding(phrase, finding.location, finding.photos))
        else:
            told.append(finding)
    return case.model_copy(update={"findings": told})
