"""How the text of a ledger's row is found: one character, two neighbours, initials, and what is compared."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .ledger_plan import Cell
from .searching import coded, folded

LETTERS = 4
"""Initials that are found without reading rows: people have two to four."""

MOST_KEPT = 2000
"""Characters of one cell that are found; a longer one is found by its beginning."""

_CELL = 0xE000
_INITIALS = 0xF000
_END = 0xF800
# Of the private area: `folded` leaves no such character in a text, so that no word finds an edge.


def told(cells: Iterable[Cell], initials: Iterable[str]) -> str:
    """Return all that a row is found by, cell after cell, as it is compared."""
    parts = [
        f"{chr(_CELL + n)}{compared(cell)}" for n, cell in enumerate(cells) if cell is not None and cell != ""
    ]
    names = sorted({text for one in initials if (text := _folded(one[:MOST_KEPT]))})
    parts += [f"{chr(_INITIALS)}{text}" for text in names]
    return f"{''.join(parts)}{chr(_END)}" if parts else ""


def compared(cell: Cell) -> str:
    """Return the characters of a cell as they are compared."""
    return _folded(str(cell)[:MOST_KEPT])


def edge(place: int) -> str:
    """Return the character before the text of a cell, by the cell's place."""
    return chr(_CELL + place)


def is_edge(char: str) -> bool:
    """Tell whether a character stands between two cells."""
    return _CELL <= ord(char) <= _END


def tokens(line: str) -> str:
    """Return the tokens that a row is indexed by."""
    grams: set[str] = set()
    for found in _CELLS.finditer(line):
        grams |= _grams("l" if found[1] == chr(_INITIALS) else "w", found[2])
    return " ".join(grams)


def cells_with(line: str, part: str) -> set[int]:
    """Return the places of the cells of a row in which these characters stand; initials are no cell."""
    return {
        ord(found[1]) - _CELL
        for found in _CELLS.finditer(line)
        if found[1] != chr(_INITIALS) and part in found[2]
    }


_CELLS = re.compile(f"([{chr(_CELL)}-{chr(_INITIALS)}])([^{chr(_CELL)}-{chr(_END)}]+)")


@lru_cache(maxsize=8192)
def _grams(sort: str, text: str) -> frozenset[str]:
    """Return the tokens of one cell: rows of a visit have most of theirs in common."""
    longest = LETTERS if sort == "l" else 2
    return frozenset(
        sort + coded(text[n : n + size])
        for size in range(1, longest + 1)
        for n in range(len(text) - size + 1)
    )


@lru_cache(maxsize=8192)
def _folded(told: str) -> str:
    return folded(told)


def asked(part: str) -> str:
    """Return what the index is asked for a part of a question."""
    words = _all_of("w", part)
    return f"({words} OR {_all_of('l', part)})" if part.isascii() else words


def letters(part: str) -> str:
    """Return the token of some initials side by side; empty when a part cannot be one."""
    return "l" + coded(part) if part.isascii() and len(part) <= LETTERS else ""


def exact(parts: Sequence[str]) -> bool:
    """Tell whether the index alone answers: what is longer only looks alike there."""
    return all(len(part) <= 2 for part in parts)


def _all_of(sort: str, part: str) -> str:
    if len(part) == 1:
        return sort + coded(part)
    # Every pair of neighbours: with each second one alone, very many rows look alike and are read in vain.
    pairs = dict.fromkeys(part[n : n + 2] for n in range(len(part) - 1))
    return f"({' AND '.join(sort + coded(one) for one in sorted(pairs))})"
