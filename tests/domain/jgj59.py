"""The marks of JGJ 59-2011's tables and its reference cases, read from the committed data."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from inspector_app.domain.checklists import ScoreCategory, ScoreItem, ScoreRules, ScoreStandard, ScoreTable
from inspector_app.domain.scoring import Sheet

DATA = Path(__file__).parent / "data"


def _standard() -> ScoreStandard:
    told = json.loads((DATA / "jgj59_tables.json").read_bytes())
    tables = tuple(
        ScoreTable(
            id=table["id"],
            key=table["id"],
            name=table["name"],
            category=table["category"],
            items=tuple(
                ScoreItem(no, name, guarantee, full, ()) for no, name, guarantee, full in table["items"]
            ),
        )
        for table in told["tables"]
    )
    categories = tuple(ScoreCategory(no, name, full, tuple(of)) for no, name, full, of in told["categories"])
    return ScoreStandard(told["id"], told["name"], tables, categories)


STANDARD = _standard()
CASES: list[dict[str, Any]] = json.loads((DATA / "jgj59_cases.json").read_bytes())["cases"]


def standard(**rules: Any) -> ScoreStandard:
    """Return the standard with the office's own choice of its open points."""
    return replace(STANDARD, rules=ScoreRules(**rules))


def table(table_id: str) -> ScoreTable:
    """Return a table that is known to exist."""
    found = STANDARD.table(table_id)
    assert found is not None
    return found


def sheet(told: dict[str, Any]) -> Sheet:
    """Return a sheet from the shape that the reference cases have."""

    def points(name: str) -> Fraction | None:
        return Fraction(told[name]) if told.get(name) is not None else None

    items = {int(no): None if got is None else Fraction(got) for no, got in told.get("items", {}).items()}
    return Sheet(told["table"], items, points("guarantee"), points("general"), points("score"))
