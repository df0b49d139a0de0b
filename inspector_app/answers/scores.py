"""`score FILE`: JGJ 59 cases in, exact scores out."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from inspector_app.answers.answer import Answer
from inspector_app.domain.checklists import ScoreStandard
from inspector_app.domain.errors import RuleError
from inspector_app.domain.scoring import Score, Sheet, score, shown

MOST_BYTES = 20_000_000
MOST_SIGNS, MOST_POWER_SIGNS = 100, 3
NUMBERS = ("guarantee", "general", "score")


def answer(path: Path, standard: ScoreStandard) -> Answer:
    """Score every case of a file.

    Raises:
        RuleError: `score.unreadable`, `score.syntax`, `score.shape` with the place, or what scoring refuses.
    """
    cases = [_case(told, n, standard) for n, told in enumerate(_read(path))]
    lines = tuple(f"{one['id']}: {one['total']} {one['grade']}" for one in cases)
    return Answer("score", {"cases": cases}, lines)


def _read(path: Path) -> list[object]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RuleError("score.too_large", where=str(path), most=MOST_BYTES)
        # Decimal points are read as exact fractions: a float would round before the rule does.
        told = json.loads(path.read_bytes(), parse_float=_exact)
    except OSError as error:
        raise RuleError("score.unreadable", where=str(path), reason=error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise RuleError("score.syntax", where=str(path), reason=str(error)) from error
    cases = told.get("cases") if isinstance(told, dict) else told
    if not isinstance(cases, list):
        raise RuleError("score.shape", where="cases", wanted="list")
    return cases


def _exact(told: str) -> Fraction:
    """Return a number with a point or an exponent; written out, a large exponent would fill the memory."""
    power = told.lower().partition("e")[2]
    if len(told) > MOST_SIGNS or len(power) > MOST_POWER_SIGNS:
        raise ValueError(f"number out of range: {told[:MOST_SIGNS]}")
    return Fraction(told)


def _case(told: object, n: int, standard: ScoreStandard) -> dict[str, object]:
    place = f"cases.{n}"
    if not isinstance(told, dict) or not isinstance(told.get("sheets"), list):
        raise RuleError("score.shape", where=f"{place}.sheets", wanted="list")
    sheets = [_sheet(one, f"{place}.sheets.{k}") for k, one in enumerate(told["sheets"])]
    return {"id": told.get("id", str(n + 1)), **score_values(score(sheets, standard), standard)}


def _sheet(told: object, place: str) -> Sheet:
    if not isinstance(told, dict) or not isinstance(told.get("table"), str):
        raise RuleError("score.shape", where=f"{place}.table", wanted="text")
    items = told.get("items") or {}
    if not isinstance(items, dict):
        raise RuleError("score.shape", where=f"{place}.items", wanted="table")
    given = {name: _number(told.get(name), f"{place}.{name}") for name in NUMBERS}
    return Sheet(table=told["table"], items=_items(items, place), **given)


def _items(items: Mapping[object, object], place: str) -> dict[int, Fraction | None]:
    scored = {}
    for number, value in items.items():
        if not str(number).isdecimal():
            raise RuleError("score.shape", where=f"{place}.items.{number}", wanted="number")
        scored[int(str(number))] = _number(value, f"{place}.items.{number}")
    return scored


def _number(value: object, place: str) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise RuleError("score.shape", where=place, wanted="number")
    return Fraction(value)


def score_values(result: Score, standard: ScoreStandard) -> dict[str, object]:
    """Return a score as JSON values: shown figures beside exact fractions."""
    rules = standard.rules
    by_name = {category.name: category for category in result.categories}
    categories: dict[str, object] = {}
    for category in standard.categories:
        scored = by_name.get(category.name)
        categories[category.name] = scored and {
            "C": shown(scored.mean, 2, rules),
            "A1": shown(scored.marks, 2, rules),
            "A1_exact": str(scored.marks),
        }
    return {
        "sheets": [
            {
                "table": one.table,
                "score": shown(one.score, 2, rules),
                "exact": str(one.score),
                "zero_reason": one.zero_reason,
            }
            for one in result.sheets
        ],
        "categories": categories,
        "total": shown(result.total, 1, rules),
        "exact": str(result.total),
        "grade": result.grade,
        "D": shown(result.got, 4, rules),
        "D_exact": str(result.got),
        "E": result.of,
        "total_exact": str(result.total),
        "total_display_1dp": shown(result.total, 1, rules),
        "total_display_2dp": shown(result.total, 2, rules),
        "any_zero_table": result.any_zero,
    }
