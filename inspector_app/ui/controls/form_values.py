"""What a form asks: its fields, as values that a window lays out and a person fills in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Given = Mapping[str, object]
"""What was filled in by code: text for lines, texts, days, moments and choices; bool for a tick; a list of
codes for several ticks; a list of paths for files; the path of a folder."""


class Asks(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"  # as people type days: 2026-11-27, 11-27, 5工
    MOMENT = "moment"  # 2026-11-27 09:12, or 09:12 for today
    CHOICE = "choice"
    SOUGHT = "sought"  # a choice of many, found by code, initials or words
    TICK = "tick"
    TICKS = "ticks"  # several of many
    FILES = "files"
    FOLDER = "folder"  # a folder to be made: its path typed, or its place chosen
    PIN = "pin"  # six digits, never kept
    TOLD = "told"  # says something, asks nothing


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks.

    Attributes:
        code: its name in what is given, and in the `where` of a refusal (the part behind the last dot).
        value: what stands there at first: text, bool for a tick, codes joined by newlines for ticks.
        choices: (code, words) of a choice or of several ticks.
        hint: what is shown while it is empty; for FILES the pattern of names, e.g. *.pdf *.jpg.
        needed: the form is not given without it.
        only_when: (code of a choice or tick, its value) for which it is asked; a tick's value is "1".
    """

    code: str
    words: str
    asks: Asks = Asks.LINE
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    needed: bool = False
    only_when: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Form:
    """A form: what it is about, what it asks, and the word on its button.

    Attributes:
        name: of the window, for tests and for what is kept of it while it is not given.
        about: id of the record it is about; what is kept is kept for this one.
        note: what follows from giving it, said above the fields.
        final: it makes something final: the note is shown as a warning.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    accept: str
    about: str = ""
    note: str = ""
    final: bool = False
    icon: str = "check"
    width: int = 560
