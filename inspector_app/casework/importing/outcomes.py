"""What a workbook comes to: each row is new, changed, the same, refused or passed over, and says why."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from inspector_app.domain.errors import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """A row, or a cell, of a workbook; `column` in letters, empty for a whole row, `head` its words."""

    sheet: str
    row: int
    column: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cell for which a row is not brought in; `value` as the workbook shows it."""

    place: Place
    value: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Change:
    """A record that becomes another: (field, old, new) for each field."""

    place: Place
    record_id: str
    name: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What may be one thing, and what a person must decide.

    Attributes:
        key: names it the next time; the same workbook gives the same keys.
        code: of its sentence: `import.same_project`, `import.abbreviated`, `import.repeated`.
        accepted: a person said yes.
        shown: the values of its sentence.
    """

    key: str
    place: Place
    code: str
    shown: tuple[tuple[str, object], ...]
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is none of a record's: a total, a head that comes again, a note below the table."""

    place: Place
    code: str
    value: str


@dataclass(slots=True)
class Outcome:
    """What a workbook came to, or would.

    Attributes:
        new, changed, same: how many records.
        notes: what was left alone, in sentences: hidden sheets, macros.
        unknown: columns that no field is known by.
        brought: false after a dry run.
    """

    new: list[Place] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[Place] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unknown: list[Place] = field(default_factory=list)
    brought: bool = False

    @property
    def undecided(self) -> list[Proposed]:
        """What is proposed and nobody accepted."""
        return [one for one in self.proposed if not one.accepted]

    @property
    def refused_rows(self) -> list[tuple[str, int]]:
        """The rows that are not brought in, (sheet, row), each once, in their order."""
        return list(dict.fromkeys((one.place.sheet, one.place.row) for one in self.rejected))

    def reject(self, place: Place, value: str, code: str, **values: object) -> None:
        """Note why a row is not brought in."""
        self.rejected.append(Rejected(place, value, Problem.of(code, place.head or place.column, **values)))

    def note(self, code: str, **values: object) -> None:
        """Note what was left alone."""
        self.notes.append(Problem.of(code, "", **values))


@dataclass(frozen=True, slots=True)
class Accepted:
    """Which proposals a person accepted: by their keys, or all of them."""

    keys: frozenset[str] = frozenset()
    all: bool = False

    @staticmethod
    def of(keys: Iterable[str]) -> "Accepted":
        """Return what a list of keys accepts; `all` among them accepts everything."""
        told = frozenset(keys)
        return Accepted(told, "all" in told)

    def __contains__(self, key: str) -> bool:
        return self.all or key in self.keys
