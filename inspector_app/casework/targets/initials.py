"""Pinyin initials: 重庆路 is found by cql, and by zql because 重 is read both ways."""

from functools import lru_cache
from itertools import product
from typing import Any

from pypinyin import Style, lazy_pinyin, pinyin

MOST_CHARS = 48
"""Characters of a name that count; nobody types more initials."""

MOST_READINGS = 16
"""Initial strings of one name; beyond it each other reading is tried alone, not with all others."""

VERSION = "1"
"""Another one builds the search index anew."""


@lru_cache(maxsize=4096)
def initials(name: str) -> tuple[str, ...]:
    """Return the strings of initials that a name may be typed by, the likeliest first.

    Latin letters and digits stand as they are, in lower case; signs and spaces fall out.
    """
    told = "".join(char for char in name[: 4 * MOST_CHARS] if char.isalnum())[:MOST_CHARS].lower()
    if not told:
        return ()
    # Read as a whole: phrases tell which of several readings is meant. What has none stands for itself.
    likely = [reading[:1] for reading in lazy_pinyin(told, style=Style.NORMAL, errors=_each)]
    each = [tuple(dict.fromkeys((one, *_readings(char)))) for one, char in zip(likely, told, strict=True)]
    count = 1
    for letters in each:
        count *= len(letters)
    if count <= MOST_READINGS:
        return tuple("".join(letters) for letters in product(*each))
    return tuple(_one_by_one(likely, each))[:MOST_READINGS]


def own_initials(told: str) -> tuple[str, ...]:
    """Return what somebody wrote into a record's `initials` field: strings with spaces or commas between."""
    return tuple(
        dict.fromkeys(told[:200].replace(",", " ").replace("，", " ").replace("、", " ").lower().split())
    )


def _one_by_one(likely: list[str], each: list[tuple[str, ...]]) -> list[str]:
    told = ["".join(likely)]
    for n, letters in enumerate(each):
        told += ["".join((*likely[:n], other, *likely[n + 1 :])) for other in letters[1:]]
    return told


def _each(told: str) -> Any:
    """Return what has no reading character by character; pypinyin takes such a list, its stubs only text."""
    return list(told)


@lru_cache(maxsize=8192)
def _readings(char: str) -> tuple[str, ...]:
    """Return the first letters of all readings of a character."""
    told = pinyin(char, heteronym=True, style=Style.NORMAL, errors=_each)
    return tuple(dict.fromkeys(one[:1] for one in told[0] if one[:1].isascii() and one)) if told else ()
