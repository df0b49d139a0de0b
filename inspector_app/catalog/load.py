"""A forms folder becomes rules, or a list of faults; never half of one."""

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from inspector_app.catalog import build, crosscheck, files, kind_papers
from inspector_app.catalog import faults as faults_room
from inspector_app.catalog.faults import FormError
from inspector_app.domain.rules import Rules

__all__ = ["CheckResult", "FormError", "Loaded", "check", "load"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder held: rules when it has no fault, else None and the faults."""

    rules: Rules | None
    errors: tuple[FormError, ...]
    edition: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The verdict on a folder.

    Attributes:
        counts: how many of each kind were read; empty when there are faults.
        edition: hex sha256 over its files.
    """

    errors: tuple[FormError, ...]
    counts: dict[str, int]
    edition: str


KEPT = 4
"""Editions whose rules are kept at hand once they were made: the same bytes are the same rules."""

_known: dict[str, Loaded] = {}
_lock = Lock()


def load(folder: Path) -> Loaded:
    """Read, fit and cross-check a forms folder; one whose bytes were seen before is only read and hashed."""
    raw, faults = files.gathered(folder)
    edition = "" if faults else files.edition_of(raw)
    with _lock:
        known = _known.get(edition)
    if known is not None:
        return known
    told = files.fitted(raw, faults)
    found = told.faults or crosscheck.faults(told)
    if found:
        return Loaded(None, faults_room.told(found, told.texts), told.edition)
    rules = replace(build.rules_of(told), worded=kind_papers.papers_of(told))
    loaded = Loaded(rules, (), told.edition)
    with _lock:
        _known[loaded.edition] = loaded
        while len(_known) > KEPT:
            del _known[next(iter(_known))]
    return loaded


def check(folder: Path) -> CheckResult:
    """Say every fault of a forms folder, and what it holds."""
    loaded = load(folder)
    return CheckResult(loaded.errors, counts(loaded.rules) if loaded.rules else {}, loaded.edition)


def counts(rules: Rules) -> dict[str, int]:
    """Return how many of each thing an edition holds."""
    return {
        "targets": len(rules.targets),
        "documents": len(rules.templates),
        "clauses": len(rules.clauses),
        "phrases": len(rules.phrases),
        "tables": len(rules.standard.tables),
        "criteria": sum(len(item.criteria) for table in rules.standard.tables for item in table.items),
        "checklists": len(rules.checklists),
        "items": sum(len(one.items) for one in rules.checklists.values()),
        "hazards": len(rules.hazards),
        "conduct_codes": len(rules.conduct),
        "calendar_years": len(rules.calendar.years),
    }
