"""How the gate's mutation table is written: cases, mutations, and short ways to write them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from inspector_app.domain.documents import Draft
from inspector_app.domain.gate.check import check
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.inspections import Approval
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import DocumentKind
from tests.builders import ON, a_draft, china, draws_all_but, put, some_rules

RECORD = DocumentKind.SITE_RECORD
RECTIFY = DocumentKind.RECTIFICATION_NOTICE
STOP = DocumentKind.STOP_WORK_NOTICE
PLANT = DocumentKind.PLANT_ORDER
RESUME = DocumentKind.RESUMPTION_NOTICE
SERVE = DocumentKind.PROOF_OF_SERVICE
APPROVE = DocumentKind.INSPECTION_APPROVAL
ANNOUNCE = DocumentKind.INSPECTION_NOTICE
LIST = DocumentKind.FINDING_LIST
RECHECK = DocumentKind.RECHECK_OPINION
EXTEND = DocumentKind.EXTENSION_DECISION
WARN = DocumentKind.CONDUCT_NOTICE
JUDGE = DocumentKind.CONDUCT_DETERMINATION
INTERVIEW = DocumentKind.INTERVIEW_RECORD
FILE = DocumentKind.FILING_FORM
TRANSFER = DocumentKind.TRANSFER_LETTER
REVOKE = DocumentKind.REVOCATION

ALL = tuple(DocumentKind)
ORDERS = (RECTIFY, STOP, PLANT)
LISTING = (LIST, WARN, JUDGE, FILE, TRANSFER)
"""Kinds that tell at least one finding as a fact, and order nothing about it."""
TELLING = (RECORD, *ORDERS, *LISTING)
VISITED = (*TELLING, RESUME)
"""Kinds that stand on a lawful visit; the others are made without one, or before it."""
PLACED = tuple(kind for kind in ALL if kind is not SERVE)
"""Kinds that name the works or the plant."""
ADDRESSED = tuple(kind for kind in ALL if kind is not TRANSFER)
"""Kinds that go to a company or are about one; the transfer letter goes to another authority."""
WRITTEN = (RESUME, ANNOUNCE, EXTEND, WARN, JUDGE, TRANSFER, REVOKE)
"""Kinds that need the leader's written approval."""
ABOUT = (LIST, RECHECK, EXTEND, JUDGE, REVOKE)
"""Kinds that are about an issued document, or they are not issued."""
MAY_BE_ABOUT = (*ABOUT, WARN, INTERVIEW, FILE, TRANSFER)
"""Kinds whose wording names documents that they may be about; the others have no field for it."""
OUTWARD = tuple(kind for kind in ALL if kind not in (APPROVE, FILE))
"""Kinds that leave the office."""
NEXT_DAY, DAY_BEFORE = ON + timedelta(days=1), ON - timedelta(days=1)
NO_GLYPH = "\U000f0000"
NUMBERLESS = Approval("顾承宇", china(2026, 4, 24))
PHONED = Approval("顾承宇", china(2026, 4, 27, 10), phone="0591-00000001", words="同意")

Miss = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """What is handed to the gate."""

    draft: Draft
    rules: Rules
    on: date = ON

    def missing(self) -> tuple[Missing, ...]:
        """Return what the gate says; `NO_GLYPH` is the one character that no font draws."""
        return check(self.draft, self.rules, self.on, draws_all_but(NO_GLYPH))

    def misses(self) -> list[Miss]:
        """Return (code, field) of each, sorted."""
        return sorted((one.code, one.field) for one in self.missing())


@dataclass(frozen=True)
class Mutation:
    """One thing wrong.

    Attributes:
        spots: what it changes; mutations of different spots do not disturb each other.
        expected: (code, field) of all that the gate must then say, beside what it said before.
    """

    name: str
    kinds: tuple[DocumentKind, ...]
    spots: frozenset[str]
    change: Callable[[Case], Case]
    expected: frozenset[Miss]

    def __str__(self) -> str:
        return self.name


def complete(kind: DocumentKind) -> Case:
    """Return a case of that kind at which the gate says nothing."""
    return Case(a_draft(kind), some_rules())


def puts(**changes: Any) -> Callable[[Case], Case]:
    """Return a change that puts values at paths of the draft; `__` stands for the dot."""

    def change(case: Case) -> Case:
        for path, new in changes.items():
            case = put(case, "draft." + path.replace("__", "."), new)
        return case

    return change


def one(
    name: str, kinds: tuple[DocumentKind, ...], code: str, field: str, *, spots: str = "", **changes: Any
) -> Mutation:
    """Return a mutation that puts values and is missed as one code at one field."""
    touched = spots.split() or list(changes)
    return Mutation(name, kinds, frozenset(touched), puts(**changes), frozenset({(f"gate.{code}", field)}))


def several(
    name: str, kinds: tuple[DocumentKind, ...], misses: tuple[Miss, ...], spots: str, **changes: Any
) -> Mutation:
    """Return a mutation that the gate must answer with several codes; `name` says why."""
    expected = frozenset((f"gate.{code}", field) for code, field in misses)
    return Mutation(name, kinds, frozenset(spots.split()), puts(**changes), expected)


def in_template(kind: DocumentKind, name: str, code: str, field: str, part: str, new: Any) -> Mutation:
    """Return a mutation of the office's wording of a kind."""

    def change(case: Case) -> Case:
        templates = {**case.rules.templates, kind: replace(case.rules.templates[kind], **{part: new(case)})}
        return replace(case, rules=replace(case.rules, templates=templates))

    spots = frozenset({f"template.{part}"})
    return Mutation(name, (kind,), spots, change, frozenset({(f"gate.{code}", field)}))
