"""What ledgers there are, told from above: this room knows no column of the office's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Cell = str | int | None


class Kept(StrEnum):
    """How the cells of a column are kept."""

    TEXT = "text"
    NUMBER = "number"  # whole; None where there is none
    PAST = "past"  # a day, NEVER where there is none; asked for and shown as days that have passed since


NEVER = "~"
"""Stands for no day in a PAST column: later than any."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One ledger as a table.

    Attributes:
        name: of the table, small letters.
        columns: (name, how it is kept), in their order.
    """

    name: str
    columns: tuple[tuple[str, Kept], ...]

    def kept(self, column: str) -> Kept:
        """Return how a column is kept.

        Raises:
            KeyError: there is none of that name.
        """
        return dict(self.columns)[column]

    def place(self, column: str) -> int:
        """Return the place of a column, from 0."""
        return [name for name, _ in self.columns].index(column)


@dataclass(frozen=True, slots=True)
class LedgerPlan:
    """Every ledger of a store, and what its rows are reckoned from.

    Rows belong to a unit, e.g. a visit, and are reckoned and written together with all others of it.

    Attributes:
        version: another one has every row reckoned anew.
        records: entities of records that rows are reckoned from; acts: those that acts are about.
        units: entity whose records are units, all of which are reckoned at first.
        loose: (entity, field): records of that entity whose field is empty belong to no unit of another
            entity; they too are reckoned at first.
        parents: (entity, field): instead of a record of that entity the one that its field names has
            changed, told under the entity that the field is called after (`finding_id` names a finding).
    """

    version: str
    sheets: tuple[Sheet, ...]
    records: tuple[str, ...]
    acts: tuple[str, ...]
    units: str
    parents: Mapping[str, str] = field(default_factory=dict)
    loose: tuple[tuple[str, str], ...] = ()

    @property
    def print(self) -> str:
        """What tells one plan from another."""
        told = ";".join(f"{one.name}:{','.join(f'{n}={k}' for n, k in one.columns)}" for one in self.sheets)
        sources = (self.records, self.acts, self.units, sorted(self.parents.items()), self.loose)
        return f"{self.version}|{told}|{sources}"

    def sheet(self, name: str) -> Sheet:
        """Return a ledger by its name.

        Raises:
            KeyError: there is none of that name.
        """
        return {one.name: one for one in self.sheets}[name]


class SheetRow(NamedTuple):
    """One row as it is reckoned.

    Attributes:
        unit: what it belongs to.
        opens: what it leads to, in words of the room above.
        cells: in the order of the sheet's columns.
        initials: of the names in it, by which it is found as well.
    """

    id: str
    unit: str
    opens: str
    cells: tuple[Cell, ...]
    initials: tuple[str, ...] = ()


class Touched(NamedTuple):
    """Something that changed since rows were reckoned; `no` is 0 when only a day came."""

    no: int
    entity: str
    id: str
