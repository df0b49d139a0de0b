"""The folder of fonts that an office owns: which of its files may stand first, and why the others may not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.documents.fonts.files import FontFacts, examine
from inspector_app.documents.fonts.names import hand_of
from inspector_app.domain.errors import InspectorError, Problem, RuleError

_FONT = re.compile(r"\.(ttf|ttc|otf|otc|woff2?|pfb|dfont)$", re.IGNORECASE)
_LICENCE = re.compile(r"^(licen[cs]e|ofl|eula|copying|授权|许可|版权|购买)", re.IGNORECASE)
_TEXT = re.compile(r"\.(txt|md|pdf|docx?|jpe?g|png|html?)$|^[^.]+$", re.IGNORECASE)
_MOST_FILES = 40
"""More than this many fonts is somebody's whole collection; each is read before the first page."""


@dataclass(frozen=True, slots=True)
class Found:
    """One font file of the office's folder.

    Attributes:
        file: its name.
        hand: whose place it takes (`body`, `heading`, `title`, `kai`); empty when it takes none.
        problem: why it is refused or of no use; None for a face in use and for a second one of the same hand.
        facts: what it says of itself; None when it is refused.
    """

    file: str
    hand: str = ""
    problem: Problem | None = None
    facts: FontFacts | None = None


def look(folder: Path | None) -> tuple[Found, ...]:
    """Examine the fonts in an office's folder (not in folders inside it), without putting them to use.

    For each hand of the page one file is chosen: an upright regular face before a styled one, then the one
    with the most characters, then by name; so the same folder always gives the same choice. A folder that is
    not there is an empty one. Nothing here is raised: a refused file carries `fonts.not_truetype`,
    `fonts.not_embeddable`, `fonts.damaged`, `fonts.too_large`, `fonts.unreadable`, `fonts.licence_missing`,
    `fonts.family_unknown` or `fonts.too_many`.
    """
    names = _listed(folder) if folder is not None else []
    fonts = [name for name in names if _FONT.search(name)]
    if folder is None or not fonts:
        return ()
    licensed = any(_is_licence(folder / name) for name in names if not _FONT.search(name))
    told = [_examined(folder / name, licensed=licensed) for name in fonts[:_MOST_FILES]]
    if len(fonts) > _MOST_FILES:
        many = RuleError("fonts.too_many", where=fonts[_MOST_FILES], most=_MOST_FILES)
        told.append(Found(many.where, problem=_problem(many)))
    return _chosen(told)


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []


def _is_licence(path: Path) -> bool:
    try:
        return bool(
            _LICENCE.search(path.name) and _TEXT.search(path.name) and path.is_file() and path.stat().st_size
        )
    except OSError:
        return False


def _examined(path: Path, *, licensed: bool) -> Found:
    try:
        facts = examine(path)
        if not licensed:
            raise RuleError("fonts.licence_missing", where=path.name)
        hand = hand_of(facts.families)
        if hand is None:
            raise RuleError("fonts.family_unknown", where=path.name, family=sorted(facts.families)[:1])
    except InspectorError as error:
        return Found(path.name, problem=_problem(error))
    return Found(path.name, hand, facts=facts)


def _problem(error: InspectorError) -> Problem:
    return Problem.of(error.code, error.where, **error.values)


def _chosen(told: Iterable[Found]) -> tuple[Found, ...]:
    """Return the same files, the hand kept only by the best of each hand."""
    told = tuple(told)
    best = {one.hand: one for one in sorted(told, key=_rank, reverse=True) if one.facts}
    return tuple(one if best.get(one.hand) is one or not one.facts else Found(one.file) for one in told)


def _rank(one: Found) -> tuple[bool, int, str]:
    return (one.facts.styled, -one.facts.count, one.file) if one.facts else (True, 0, one.file)
