"""The examples inside the files, run against the rules that the same files make.

An office that changes a mark or a date must change the example too: it cannot happen by a slip.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

from inspector_app.catalog import build, crosscheck, files, schema, schema_conduct
from inspector_app.catalog.faults import told
from inspector_app.catalog.toml_places import line_of, places
from inspector_app.domain import scoring
from inspector_app.domain.errors import ProblemsError, RuleError
from inspector_app.domain.rules import Rules

Failed = dict[str, object]
"""A failed example as it is told: file, line, name, expected, got."""

Outcome = tuple[str, int, str, str, str]
"""An example as it came out: file, index in the file, name, expected, got."""


def run_examples(folder: Path) -> tuple[int, list[Failed]]:
    """Return how many examples hold, and those that do not with expected and got.

    A folder with faults has no rules to run examples against: each fault is told as a failed example.
    """
    read = files.read(folder)
    faults = read.faults or crosscheck.faults(read)
    if faults:
        return 0, [
            {"file": one.file, "line": one.line, "name": one.field, "expected": "", "got": one.code}
            for one in told(faults, read.texts)
        ]
    outcomes = [outcome for part in _PARTS for outcome in part(read, build.rules_of(read))]
    failed = [_failed(read, outcome) for outcome in outcomes if outcome[3] != outcome[4]]
    return len(outcomes) - len(failed), failed


def _failed(read: files.Folder, outcome: Outcome) -> Failed:
    file, index, name, expected, got = outcome
    line = line_of(places(read.texts[file]), ("example", index))
    return {"file": file, "line": line, "name": name, "expected": expected, "got": got}


def _sheets(read: files.Folder, rules: Rules) -> Iterator[Outcome]:
    for one in read.of(schema.ScoreTableFile):
        for n, example in enumerate(one.part.example):
            expected = _scored(Fraction(example.exact), example.zero_reason)
            sheet = sheet_of(example.sheet, one.part.id)
            yield one.name, n, example.name, expected, _got(partial(_sheet, sheet, rules))


def _sheet(sheet: scoring.Sheet, rules: Rules) -> str:
    score = scoring.score_sheet(sheet, rules.standard)
    return _scored(score.score, score.zero_reason or "")


def _scored(score: Fraction, zero_reason: str) -> str:
    return f"{score} {zero_reason}".strip()


def _wholes(read: files.Folder, rules: Rules) -> Iterator[Outcome]:
    for one in read.of(schema.WholeExamplesFile):
        for n, example in enumerate(one.part.example):
            expected = f"{Fraction(example.total)} {example.grade}"
            sheets = [sheet_of(entry, "") for entry in example.sheets]
            yield one.name, n, example.name, expected, _got(partial(_whole, sheets, rules))


def _whole(sheets: list[scoring.Sheet], rules: Rules) -> str:
    score = scoring.score(sheets, rules.standard)
    return f"{score.total} {score.grade}"


def _got(work: Callable[[], str]) -> str:
    """Return what came out; a refusal of the rules is an outcome too, and may not be what was expected."""
    try:
        return work()
    except ProblemsError as error:
        return " ".join(problem.code for problem in error.problems)
    except RuleError as error:
        return str(error)


def sheet_of(entry: schema.SheetEntry, table: str) -> scoring.Sheet:
    """Return an example's sheet; `table` is the file's own where the sheet names none."""
    items: dict[int, Fraction | None] = {
        int(number): Fraction(score) for number, score in entry.items.items()
    }
    items.update(dict.fromkeys(entry.missing))

    def points(value: int | None) -> Fraction | None:
        return None if value is None else Fraction(value)

    return scoring.Sheet(
        entry.table or table, items, points(entry.guarantee), points(entry.general), points(entry.score)
    )


def _lists(read: files.Folder, rules: Rules) -> Iterator[Outcome]:
    for one in read.of(schema.ListFile):
        items = rules.checklists[one.part.id].items
        for n, example in enumerate(one.part.example):
            picked = [
                item
                for item in items
                if (example.item is None or item.id == example.item)
                and (example.section is None or item.section == example.section)
                and (example.key is None or item.key is example.key)
            ]
            expected = 1 if example.count is None else example.count
            yield one.name, n, example.name, str(expected), str(len(picked))


def _hazards(read: files.Folder, rules: Rules) -> Iterator[Outcome]:
    for one in read.of(schema.HazardFile):
        for n, example in enumerate(one.part.example):
            hazard = rules.hazards.get(example.id)
            got = f"{hazard.article}{hazard.label}" if hazard else ""
            yield one.name, n, example.id, f"{example.article}{example.label}", got


def _clauses(read: files.Folder, rules: Rules) -> Iterator[Outcome]:
    for one in read.of(schema.ClauseFile):
        for n, example in enumerate(one.part.example):
            clause = rules.clauses.get(example.id)
            got = str(clause.in_force(example.on)) if clause else ""
            yield one.name, n, f"{example.id} {example.on}", str(example.in_force), got


def _days(read: files.Folder, rules: Rules) -> Iterator[Outcome]:
    for one in read.of(schema.CalendarFile):
        for n, example in enumerate(one.part.example):
            got = str(rules.calendar.is_working(example.day))
            yield one.name, n, str(example.day), str(example.working), got


def _conduct(read: files.Folder, rules: Rules) -> Iterator[Outcome]:
    for one in read.of(schema_conduct.ConductFile):
        for n, example in enumerate(one.part.example):
            code = rules.conduct.get(example.code)
            got = f"{code.fits(example.role)} {code.points}" if code else ""
            yield one.name, n, f"{example.code} {example.role}", f"{example.fits} {example.points}", got


_PARTS: tuple[Callable[[files.Folder, Rules], Iterator[Outcome]], ...] = (
    _sheets,
    _wholes,
    _lists,
    _hazards,
    _clauses,
    _days,
    _conduct,
)
