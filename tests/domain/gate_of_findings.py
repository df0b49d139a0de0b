"""One thing wrong with a finding, and what the gate says of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from inspector_app.domain.findings import Severity
from inspector_app.domain.templates import DocumentKind
from tests.builders import HOLIDAY
from tests.domain.gate_case import (
    DAY_BEFORE,
    LISTING,
    NEXT_DAY,
    ORDERS,
    PLANT,
    RECHECK,
    RECORD,
    RECTIFY,
    STOP,
    TELLING,
    Case,
    Mutation,
    one,
    puts,
    several,
)


def _no_holidays(change: Callable[[Case], Case]) -> Callable[[Case], Case]:
    def forbidding(case: Case) -> Case:
        options = replace(case.rules.options, deadline_on_holidays=False)
        return change(replace(case, rules=replace(case.rules, options=options)))

    return forbidding


F0, F1 = "findings__0__", "findings__1__"
DUTY = F0 + "obligations__0__"


def _finding(
    name: str, code: str, field: str, *, kinds: tuple[DocumentKind, ...] = TELLING, **changes: Any
) -> Mutation:
    place = field.split(".")[1]
    return one(name, kinds, code, field, spots=f"findings.{place}", **changes)


FINDINGS = (
    several(
        "no finding, and so no major one to stop for",
        (STOP,),
        (("findings_missing", "findings"), ("no_ground_for_stop", "findings")),
        "findings.0 findings.1 findings",
        findings=(),
    ),
    one(
        "no finding",
        (RECTIFY, PLANT, *LISTING, RECHECK),
        "findings_missing",
        "findings",
        spots="findings.0 findings.1 findings",
        findings=(),
    ),
    _finding("no place", "location_missing", "findings.0.location", **{F0 + "location": " "}),
    _finding("no fact", "fact_missing", "findings.0.fact", **{F0 + "fact": ""}),
    _finding("no day of the fact", "fact_day_missing", "findings.0.seen_on", **{F0 + "seen_on": None}),
    _finding("fact in future", "fact_in_future", "findings.0.seen_on", **{F0 + "seen_on": NEXT_DAY}),
    _finding("no clause", "clause_missing", "findings.0.clause", **{F0 + "clause_id": ""}),
    _finding("clause unknown", "clause_unknown", "findings.0.clause", **{F0 + "clause_id": "nowhere-1"}),
    _finding("clause not yet", "clause_not_in_force", "findings.0.clause", **{F0 + "clause_id": "std-next"}),
    _finding("clause over", "clause_not_in_force", "findings.0.clause", **{F0 + "clause_id": "law-62-2014"}),
    _finding(
        "clause not in force on the day of the fact, though today",
        "clause_not_in_force",
        "findings.0.clause",
        kinds=(RECTIFY, RECORD, PLANT, *LISTING),
        **{F0 + "clause_id": "law-65", F0 + "seen_on": date(2021, 8, 31)},
    ),
    _finding(
        "criterion unknown",
        "criterion_unknown",
        "findings.1.criterion",
        kinds=(RECORD, RECTIFY, STOP),
        **{F1 + "criterion_id": "nowhere"},
    ),
    _finding(
        "major without criterion",
        "criterion_missing",
        "findings.1.criterion",
        kinds=(RECORD, RECTIFY, STOP),
        **{F1 + "criterion_id": ""},
    ),
    _finding(
        "criterion of a standard that was not yet in force",
        "criterion_not_in_force",
        "findings.1.criterion",
        kinds=(RECORD, RECTIFY, STOP),
        **{F1 + "seen_on": date(2024, 11, 30)},
    ),
    _finding(
        "criterion with general severity",
        "severity_too_low",
        "findings.1.severity",
        kinds=(RECORD, RECTIFY, STOP),
        **{F1 + "severity": Severity.GENERAL},
    ),
    _finding(
        "major that no stop-work covers",
        "major_needs_stop_work",
        "findings.1.severity",
        kinds=(RECTIFY,),
        covered=frozenset(),
    ),
    _finding("no measure", "measure_missing", "findings.0.measure", kinds=ORDERS, **{DUTY + "measure": " "}),
    _finding("no deadline", "deadline_missing", "findings.0.due", kinds=ORDERS, **{DUTY + "due": None}),
    _finding("deadline past", "deadline_past", "findings.0.due", kinds=ORDERS, **{DUTY + "due": DAY_BEFORE}),
    several(
        "nothing ordered of this addressee: neither what nor until when",
        ORDERS,
        (("measure_missing", "findings.0.measure"), ("deadline_missing", "findings.0.due")),
        "findings.0",
        **{F0 + "obligations": ()},
    ),
    Mutation(
        "deadline on a day off, which the office forbids",
        ORDERS,
        frozenset({"findings.0", "options"}),
        _no_holidays(puts(**{DUTY + "due": HOLIDAY})),
        frozenset({("gate.deadline_on_holiday", "findings.0.due")}),
    ),
    Mutation(
        "deadline past and on a day off",
        ORDERS,
        frozenset({"findings.0", "options"}),
        _no_holidays(puts(**{DUTY + "due": DAY_BEFORE})),
        frozenset({("gate.deadline_on_holiday", "findings.0.due"), ("gate.deadline_past", "findings.0.due")}),
    ),
)
