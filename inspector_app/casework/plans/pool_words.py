"""Who is left out of a draw as people write it, a line each: the name, and behind a comma the reason."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import pools
from inspector_app.casework.plans.pools import Wish
from inspector_app.domain.drawing import Barred, Excluded, Lot, Pool
from inspector_app.domain.errors import RuleError

EXCLUDE, OFFICERS_OUT, BARRED = "draw.exclude", "draw.officers_out", "draw.barred"
_COMMA = re.compile(r"\s*[，,、；;]\s*")


def told_in(desk: Desk, wish: Wish, exclude: str, officers_out: str, barred: str) -> Wish:
    """Return a wish with what is written of who is left out.

    Args:
        exclude: `target, reason` a line. officers_out: `officer, reason` a line.
        barred: `officer, target, reason` a line (行政处罚法 43).

    Raises:
        RuleError: `draw.line_incomplete` for a line without its reason, `draw.line_unknown` for a name that
            nobody or nothing of the pool bears, `draw.line_several` when several bear it; those of
            `pools.gather`.
    """
    pool = pools.gather(desk, wish)
    targets = _names(pool.targets, pool.left_out)
    officers = _names(pool.officers, pool.officers_left_out)
    out = {_found(targets, name, EXCLUDE): why for name, why in _lines(exclude, 2, EXCLUDE)}
    people = {
        _found(officers, name, OFFICERS_OUT): why for name, why in _lines(officers_out, 2, OFFICERS_OUT)
    }
    bars = tuple(
        Barred(_found(officers, who, BARRED), _found(targets, where, BARRED), why)
        for who, where, why in _lines(barred, 3, BARRED)
    )
    return replace(wish, exclude=out, officers_out=people, barred=bars)


def bars_of(pool: Pool) -> str:
    """Return who is barred from what in a pool as people write it, to be written again."""
    officers = {one.id: one.name for one in pool.officers}
    targets = {one.id: one.name for one in pool.targets}
    told = [
        (officers.get(one.officer_id, ""), targets.get(one.target_id, ""), one.reason) for one in pool.barred
    ]
    return "\n".join("，".join(one) for one in told)


def _lines(told: str, parts: int, where: str) -> list[list[str]]:
    found = []
    for line in told.splitlines():
        if not line.strip():
            continue
        split = _COMMA.split(line.strip(), maxsplit=parts - 1)
        if len(split) < parts or not all(split):
            raise RuleError("draw.line_incomplete", where=where, line=line.strip(), parts=parts)
        found.append(split)
    return found


def _names(lots: Iterable[Lot], out: Iterable[Excluded]) -> dict[str, str]:
    return {one.id: one.name for one in lots} | {one.id: one.name for one in out}


def _found(names: Mapping[str, str], told: str, where: str) -> str:
    """Return whose name it is: the whole of it, else a part that only one has."""
    whole = [known for known, name in names.items() if name == told]
    fits = whole or [known for known, name in names.items() if told in name]
    if not fits:
        raise RuleError("draw.line_unknown", where=where, name=told)
    if len(fits) > 1:
        raise RuleError("draw.line_several", where=where, name=told, n=len(fits))
    return fits[0]
