"""What was typed of a day on paper, read as casework keys it in; what cannot be read is a problem."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import late, returns
from inspector_app.casework.papers.late import LatePaper, LateVisit, Scan
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain import late_rules
from inspector_app.domain.errors import InspectorError, Problem, ProblemsError, RuleError
from inspector_app.domain.findings import Severity
from inspector_app.domain.templates import ORDERING, DocumentKind
from inspector_app.ui.controls import pictures
from inspector_app.ui.ledger import late_day_values as values
from inspector_app.ui.ledger.late_day_values import Card, Day
from inspector_app.ui.style import typed

OF_ANY_KIND = ("number", "issued_on", "scans", "kind")
"""Fields of a paper whose problems count though nobody chose its kind yet."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stops a day from being keyed in, and what is warned of and kept with it."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Read:
    """A day as casework takes it, and what could not be read of it."""

    visit: LateVisit
    found: list[NewFinding]
    papers: list[LatePaper]
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class ScanBook:
    """What is known of files that were chosen as scans; each is looked into once, until it changes."""

    _known: dict[tuple[str, int, int], Problem | None] = field(default_factory=dict)

    def problem(self, desk: Desk, path: str, where: str) -> Problem | None:
        """Return why a file is no scan of a paper, None for one that is."""
        file = Path(path)
        try:
            stat = file.stat()
        except OSError:
            return Problem.of("late.scan_gone", where, name=file.name)
        key = (path, stat.st_mtime_ns, stat.st_size)
        if key not in self._known:
            self._known[key] = _looked_into(desk, file)
        told = self._known[key]
        return Problem(told.code, where, told.values) if told is not None else None


def _looked_into(desk: Desk, file: Path) -> Problem | None:
    try:
        returns.inspected(desk, pictures.read(file), file.name)
    except InspectorError as refused:
        return Problem.of(refused.code, "", **{"name": file.name, **refused.values})
    return None


def weigh(desk: Desk, day: Day, scans: ScanBook) -> Verdict:
    """Return all that a day lacks, each problem with its field; runs beside the screen."""
    told = read(desk, day)
    bad = [
        problem
        for n, card in enumerate(day.papers, start=1)
        for k, path in enumerate(values.several(card, "scans"), start=1)
        if (problem := scans.problem(desk, path, f"late.papers.{n}.scans.{k}")) is not None
    ]
    own = [*told.problems, *bad]
    if not told.visit.target_id:
        none = Problem.of("late.no_target", "late.target")
        return Verdict((none, *_without(own, late_rules.visit_problems(told.visit, desk.clock.now()))))
    refused = late.problems(desk, told.visit, told.found, told.papers)
    unkinded = tuple(
        f"late.papers.{n}." for n, card in enumerate(day.papers, start=1) if not values.text(card, "kind")
    )
    stands = [
        one
        for one in refused
        if not one.where.startswith(unkinded) or one.where.rpartition(".")[2] in OF_ANY_KIND
    ]
    warned = late.warnings(desk, told.visit, told.found, told.papers)
    return Verdict(
        _in_order(_without(own, stands)),
        tuple(one for one in warned if not unkinded or not one.where.startswith(unkinded)),
    )


def _without(own: list[Problem], others: Any) -> tuple[Problem, ...]:
    """Return our own problems and those others that are not about a field that could not be read."""
    fields = {one.where for one in own}
    return (*own, *(one for one in others if one.where not in fields))


def _in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return them as the cards stand below each other."""

    def key(one: Problem) -> tuple[int, int]:
        parts = one.where.split(".")
        block = {values.FINDINGS: 1, values.PAPERS: 2}.get(parts[1] if len(parts) > 1 else "", 0)
        return block, int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0

    return tuple(sorted(problems, key=key))


def key_in(desk: Desk, day: Day) -> late.Entered:
    """Key a day in, whole or not at all.

    Raises:
        ProblemsError: `late.refused` with every problem and its field.
        RuleError: what a scan is refused for; `ui.file_unreadable`.
        SignInError: `document.not_signed`.
    """
    verdict = weigh(desk, day, ScanBook())
    if verdict.problems:
        raise ProblemsError("late.refused", verdict.problems, where=verdict.problems[0].where)
    told = read(desk, day, scan=scanned)
    return late.key_in(desk, told.visit, told.found, told.papers)


def scanned(path: str, where: str) -> Scan:
    """Return a scan from its file.

    Raises:
        RuleError: `ui.file_unreadable`, `photo.too_large`.
    """
    file = Path(path)
    try:
        return Scan(pictures.read(file), file.name)
    except RuleError as refused:
        raise RuleError(refused.code, where=where, **{"name": file.name, **refused.values}) from refused


def named(path: str, where: str) -> Scan:  # noqa: ARG001 - as `scanned`, which may refuse it
    """Return a scan by its name alone, for weighing."""
    return Scan(b"", Path(path).name)


def read(desk: Desk, day: Day, scan: Callable[[str, str], Scan] = named) -> Read:
    """Return what was typed as casework takes it."""
    told = Read(LateVisit("", (), None, None, "", ""), [], [])
    told.visit = _visit(desk, day.visit, told)
    rows = [str(one["id"]) for one in day.findings]
    told.found = [_finding(one, n, told) for n, one in enumerate(day.findings, start=1)]
    for n, one in enumerate(day.papers, start=1):
        paper = _Paper(desk, one, f"late.papers.{n}", told.problems, scan)
        told.papers.append(paper.read(rows))
    _own_dues(desk, day, told)
    return told


def _visit(desk: Desk, card: Card, told: Read) -> LateVisit:
    problems = told.problems
    started = moment(desk, card, "started", "late.started", problems, None)
    on = started.date() if started is not None else None
    lines = {
        name: values.text(card, name)
        for name in ("author", "reason", "place", "source", "notice", "scope", "handling")
    }
    return LateVisit(
        target_id=values.code(card, "target"),
        officer_ids=tuple(values.several(card, "officers")),
        started=started,
        ended=moment(desk, card, "ended", "late.ended", problems, on),
        credentials_shown=values.flag(card, "credentials_shown"),
        **lines,
    )


def _finding(card: Card, n: int, told: Read) -> NewFinding:
    clause, words = values.code(card, "clause"), values.words(card, "clause")
    if words and not clause:
        where = f"late.findings.{n}.clause"
        told.problems.append(Problem.of("late.clause_unknown", where, number=n, clause=words))
    major = values.text(card, "severity") == Severity.MAJOR
    party = values.text(card, "party")
    duty = Duty(party, values.text(card, "measure"), None)
    return NewFinding(
        location=values.text(card, "location"),
        fact=values.text(card, "fact"),
        clause_id=clause,
        severity=Severity.MAJOR if major else Severity.GENERAL,
        criterion_id=values.code(card, "criterion") if major else "",
        duties=(duty,) if party else (),
    )


def _own_dues(desk: Desk, day: Day, told: Read) -> None:
    """Read each finding's own last day, counted from the day of the paper that orders it."""
    for n, (card, found) in enumerate(zip(day.findings, told.found, strict=True), start=1):
        if not values.text(card, "due") or not found.duties:
            continue
        orders = (one for one in told.papers if n in one.findings and one.kind in ORDERING)
        on = next((one.issued_on for one in orders if one.issued_on is not None), None)
        due = read_day(desk, card, "due", f"late.findings.{n}.due", told.problems, on)
        told.found[n - 1] = replace(found, duties=(replace(found.duties[0], due=due),))


@dataclass(slots=True)
class _Paper:
    """One paper's card on its way to casework."""

    desk: Desk
    card: Card
    where: str
    problems: list[Problem]
    scan: Callable[[str, str], Scan]

    def read(self, rows: list[str]) -> LatePaper:
        """Return the paper; `rows` are the ids of the findings in their order."""
        card, kind = self.card, self._kind()
        ticked = values.several(card, "findings")
        issued_on = self.day("issued_on", None)
        stop, conduct = kind is DocumentKind.STOP_WORK_NOTICE, kind is DocumentKind.CONDUCT_NOTICE
        internal = kind in late_rules.INTERNAL
        return LatePaper(
            kind=kind,
            number=values.text(card, "number"),
            issued_on=issued_on,
            addressee_id="" if internal else values.text(card, "addressee"),
            scans=tuple(
                self.scan(path, f"{self.where}.scans.{k}")
                for k, path in enumerate(values.several(card, "scans"), start=1)
            ),
            due_on=self.day("due_on", issued_on) if kind in ORDERING else None,
            findings=() if internal else tuple(n for n, one in enumerate(rows, start=1) if one in ticked),
            copied_ids=() if internal else tuple(values.several(card, "copied")),
            signed=values.flag(card, "signed"),
            sealed=values.flag(card, "sealed"),
            stop_full=stop and values.flag(card, "stop_full"),
            stop_parts=values.text(card, "stop_parts") if stop else "",
            stop_start=self._start(issued_on) if stop else None,
            conditions=values.text(card, "conditions") if stop else "",
            defence_until=self.day("defence_until", issued_on) if conduct else None,
            conduct_code=(values.code(card, "conduct_code") or values.words(card, "conduct_code"))
            if conduct
            else "",
            approver=values.text(card, "approver") if stop else "",
            approval=values.text(card, "approval") if stop else "",
            note=values.text(card, "note"),
        )

    def _kind(self) -> DocumentKind:
        told = values.text(self.card, "kind")
        if told in {str(one) for one in DocumentKind}:
            return DocumentKind(told)
        self.problems.append(Problem.of("late.no_kind", f"{self.where}.kind"))
        return DocumentKind.RECTIFICATION_NOTICE

    def _start(self, on: date | None) -> datetime | None:
        return moment(self.desk, self.card, "stop_start", f"{self.where}.stop_start", self.problems, on)

    def day(self, name: str, since: date | None) -> date | None:
        """Return a day; a number of days counts from `since`, left out from today."""
        return read_day(self.desk, self.card, name, f"{self.where}.{name}", self.problems, since)


def read_day(
    desk: Desk,
    card: Mapping[str, Any],
    name: str,
    where: str,
    problems: list[Problem],
    since: date | None,
) -> date | None:
    """Return the day that was typed; what is none becomes a problem of its field."""
    try:
        return typed.day(values.text(card, name), since or desk.today(), desk.rules.calendar, where=where)
    except RuleError as refused:
        problems.append(Problem.of(refused.code, where, **refused.values))
        return None


def moment(
    desk: Desk,
    card: Mapping[str, Any],
    name: str,
    where: str,
    problems: list[Problem],
    on: date | None,
) -> datetime | None:
    """Return the time that was typed; a bare time falls on `on`, left out on today."""
    try:
        return typed.moment(values.text(card, name), on or desk.today(), desk.rules.calendar, where=where)
    except RuleError as refused:
        problems.append(Problem.of(refused.code, where, **refused.values))
        return None
