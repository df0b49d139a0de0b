"""Ledgers (台账): their columns, what is asked of them, and the views that people keep.

A ledger is a list of rows of one kind that may be a million long: it is narrowed and sorted where it is kept,
and only the rows that are looked at are handed out.
"""

from dataclasses import dataclass
from enum import StrEnum


class Ledger(StrEnum):
    """The ledgers that an office keeps."""

    INSPECTIONS = "inspections"
    FINDINGS = "findings"
    DOCUMENTS = "documents"
    RECHECKS = "rechecks"
    CONDUCT = "conduct"
    FILINGS = "filings"
    PLANTS = "plants"


class Holds(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    DAY = "day"  # ISO text
    NUMBER = "number"
    STATE = "state"  # one of a few words


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ledger.

    Attributes:
        code: its name in questions, views and files, stable for ever.
        label: its head, in the office's words.
        width: of its cells, in characters of the office's writing.
        shown: whether it shows while nobody has chosen columns.
        personal: it holds a person's number (telephone, certificate, identity): masked in what leaves the
            program unless a role and a reason are given (个人信息保护法 6, 28).
        words: of a STATE column: every word it may hold.
    """

    code: str
    label: str
    holds: Holds = Holds.TEXT
    width: int = 8
    shown: bool = True
    personal: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a ledger in their order, and how it is sorted while nobody has chosen.

    Attributes:
        sort: code of a column.
    """

    ledger: Ledger
    label: str
    columns: tuple[Column, ...]
    sort: str
    descending: bool = True

    def column(self, code: str) -> Column | None:
        """Return a column by its code, None when this version has none such."""
        return next((one for one in self.columns if one.code == code), None)


class Match(StrEnum):
    """What a filter asks of a cell."""

    HAS = "has"  # these characters stand somewhere in it
    IS = "is"
    FROM = "from"  # this or later, this or more
    TO = "to"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One filter: a column, a match, and the value that it is held against (empty for EMPTY)."""

    column: str
    match: Match
    value: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a ledger.

    Attributes:
        words: any characters or pinyin initials, all of which a row must have somewhere; as in the search.
        narrowings: all of which hold.
        sort: code of a column; empty for the layout's own.
    """

    ledger: Ledger
    words: str = ""
    narrowings: tuple[Narrowing, ...] = ()
    sort: str = ""
    descending: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """A question with its columns, kept under a name.

    Attributes:
        columns: codes, in the order in which they show.
        shared: everybody of the office has it; else only its owner, on their laptop.
    """

    name: str
    question: Question
    columns: tuple[str, ...]
    id: str = ""
    shared: bool = False
    owner: str = ""
