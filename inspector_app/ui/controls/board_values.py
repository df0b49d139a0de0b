"""What a board shows: lines of a list, one sheet with all about the chosen line, and what may be done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a board's list.

    Attributes:
        note: the second line, smaller.
        state, tone: the word of a chip, and its tone (green, blue, amber, red, gray).
        right, right_note: what stands at the right: a day, how many days are left.
    """

    id: str
    title: str
    note: str = ""
    state: str = ""
    tone: str = "gray"
    right: str = ""
    right_note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a sheet.

    Attributes:
        label: what it is about, in words.
        text: what is known of it; it wraps.
        state, tone: of a chip at its end.
        link: what the sheet emits when the line is followed; empty for a line that leads nowhere.
    """

    label: str
    text: str
    state: str = ""
    tone: str = "gray"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A group of a sheet under a heading."""

    title: str
    facts: tuple[Fact, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What may be done with what is shown.

    Attributes:
        code: what is emitted.
        key: its key, e.g. Ctrl+Enter; empty for none.
        main: the one that most want; at most one a sheet.
        why_not: why it may not be done now; empty when it may.
    """

    code: str
    words: str
    icon: str = ""
    key: str = ""
    main: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All about one line."""

    id: str
    title: str
    state: str = ""
    tone: str = "gray"
    note: str = ""
    blocks: tuple[Block, ...] = ()
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the list: its code, its words, and how many lines it has (None: not told)."""

    code: str
    words: str
    count: int | None = None
