"""Checklists as data: scored tables, lists of results, and criteria of major hazards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """A ground for deduction in a scored item.

    Attributes:
        least, most: points, whole numbers; the inspector chooses within the range.
        per: what it is counted by (处, 人, 项); empty when it is deducted once.
    """

    id: str
    text: str
    least: int
    most: int
    per: str = ""


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """An item of a scored table; `guarantee` items (保证项目) can bring the whole table to zero."""

    number: int
    name: str
    guarantee: bool
    full: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """One of the tables B.1 to B.19 of JGJ 59-2011."""

    id: str
    key: str
    name: str
    category: int
    items: tuple[ScoreItem, ...]
    provenance: str = ""

    @property
    def full(self) -> int:
        """Full marks of the table."""
        return sum(item.full for item in self.items)

    @property
    def has_guarantee(self) -> bool:
        """Whether the table has guarantee items at all (B.13 and B.19 have none)."""
        return any(item.guarantee for item in self.items)


@dataclass(frozen=True, slots=True)
class ScoreCategory:
    """A line of the summary table (JGJ 59-2011 annex A)."""

    number: int
    name: str
    full: int
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """What JGJ 59 leaves open, as the office decided it.

    Attributes:
        guarantee_threshold: `ratio` folds the line of 40 by the guarantee marks that remain
            (3·D < 2·E); `absolute` keeps 40 points whatever is missing.
        instances: `sheets` averages over all sheets of a category; `tables` averages each table
            over its sheets first.
        display: `half_up` or `truncate`, for figures that are shown; grading never rounds.
        excellent, passing: least totals of 优良 and 合格, compared unrounded.
    """

    guarantee_threshold: str = "ratio"
    instances: str = "sheets"
    display: str = "half_up"
    excellent: int = 80
    passing: int = 70


@dataclass(frozen=True, slots=True)
class ScoreStandard:
    """A scored standard: its tables, summary and open points."""

    id: str
    name: str
    tables: tuple[ScoreTable, ...]
    categories: tuple[ScoreCategory, ...]
    rules: ScoreRules = ScoreRules()

    def table(self, table_id: str) -> ScoreTable | None:
        """Return a table by its id, e.g. `B.14`."""
        return next((table for table in self.tables if table.id == table_id), None)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """An item of a list with results (符合, 基本符合, 不符合, 不适用)."""

    id: str
    section: str
    text: str
    how: str
    key: bool
    basis: str
    clause_id: str = ""
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list with results, in sections.

    Attributes:
        campaigns: words of a campaign (专项检查) that the list belongs to; it stands among an inspection's
            lists only when the inspection's source says one of them. Empty: it always does.
    """

    id: str
    name: str
    sections: tuple[tuple[str, str], ...]
    results: tuple[str, ...]
    items: tuple[CheckItem, ...]
    proofed: bool = False
    campaigns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HazardCriterion:
    """A criterion of the major-hazard standard (2024); meeting one makes a finding `major`.

    Attributes:
        clause_id: the Clause that it is, for printing and validity.
        any_of: alternatives, when the criterion lists them.
    """

    id: str
    article: int
    topic: str
    label: str
    text: str
    clause_id: str
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the office's memory: three letters fill fact, clause, measure and deadline.

    Attributes:
        initials: pinyin initials of the fact, lower case, for search.
        days: days until the deadline, counted from the day of issue.
        working: whether those are working days.
    """

    id: str
    target: str
    topic: str
    fact: str
    clause_id: str
    measure: str
    days: int
    major: bool
    initials: str
    criterion_id: str = ""
    working: bool = False
