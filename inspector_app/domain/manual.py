"""The manual as it is printed: words and pictures in their order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manual:
    """The manual as it is printed.

    Attributes:
        title, subtitle, foot: on the cover; `contents` heads the list of chapters.
        chapters: (title, Markdown) in their order.
        picture: PNG of a name that a chapter shows; None where there is none, it is then left out.
        made_on: year, month, day; of the edition, not of the clock.
    """

    title: str
    subtitle: str
    contents: str
    foot: str
    chapters: Sequence[tuple[str, str]]
    picture: Callable[[str], bytes | None]
    made_on: tuple[int, int, int]
