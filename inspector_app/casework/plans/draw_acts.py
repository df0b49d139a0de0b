"""How a pool and a result stand in their acts: small tables of JSON, read back with nothing assumed."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from inspector_app.casework.base import values
from inspector_app.domain.acts import Act
from inspector_app.domain.drawing import Barred, Drawn, Excluded, Lot, Pool, Told
from inspector_app.domain.drawing import draw as reckon
from inspector_app.domain.errors import DamagedError

POOL, RESULT = "pool", "result"

T = TypeVar("T")


def pool_content(pool: Pool, *, again_of: str, reason: str) -> dict[str, object]:
    """Return the act by which a pool is frozen."""
    return {
        "step": POOL,
        "hash": pool.hash,
        "method": pool.method,
        "occasion": pool.occasion,
        "first": values.iso(pool.first),
        "last": values.iso(pool.last),
        "want": pool.want,
        "chosen_by": pool.chosen_by,
        "targets": [[one.id, one.name] for one in pool.targets],
        "left_out": [[one.id, one.name, one.reason] for one in pool.left_out],
        "officers": [[one.id, one.name] for one in pool.officers],
        "officers_left_out": [[one.id, one.name, one.reason] for one in pool.officers_left_out],
        "barred": [[one.officer_id, one.target_id, one.reason] for one in pool.barred],
        **({"again_of": again_of, "reason": reason} if again_of else {}),
    }


def result_content(pool: Pool, seed: str, *, seed_by: str, witness: str) -> dict[str, object]:
    """Return the act that tells the seed and what it draws from a pool."""
    return {
        "step": RESULT,
        "hash": pool.hash,
        "method": pool.method,
        "seed": seed,
        "seed_by": seed_by,
        "witness": witness,
        "result": [[one.target_id, list(one.officer_ids)] for one in reckon(pool, seed)],
    }


def pool_of(act: Act) -> Pool:
    """Return the pool that an act froze.

    Raises:
        DamagedError: `draw.act_damaged`.
    """
    told = act.content
    first, last = values.day(told, "first"), values.day(told, "last")
    if first is None or last is None:
        raise DamagedError("draw.act_damaged", where=act.entity_id)
    return Pool(
        occasion=values.text(told, "occasion"),
        first=first,
        last=last,
        want=values.number(told, "want"),
        targets=_rows(act, "targets", 2, lambda row: Lot(row[0], row[1])),
        officers=_rows(act, "officers", 2, lambda row: Lot(row[0], row[1])),
        left_out=_rows(act, "left_out", 3, lambda row: Excluded(*row)),
        officers_left_out=_rows(act, "officers_left_out", 3, lambda row: Excluded(*row)),
        barred=_rows(act, "barred", 3, lambda row: Barred(*row)),
        chosen_by=values.text(told, "chosen_by"),
        method=values.text(told, "method"),
    )


def told_of(frozen: Act, result: Act) -> Told:
    """Return what the two acts say of a draw.

    Raises:
        DamagedError: `draw.act_damaged`.
    """
    drawn = []
    for row in _list(result, "result"):
        if not (isinstance(row, list) and len(row) == 2 and isinstance(row[1], list)):
            raise DamagedError("draw.act_damaged", where=result.entity_id)
        drawn.append(Drawn(str(row[0]), tuple(str(one) for one in row[1])))
    return Told(
        frozen_hash=values.text(frozen.content, "hash"),
        hash=values.text(result.content, "hash"),
        seed=values.text(result.content, "seed"),
        method=values.text(result.content, "method"),
        result=tuple(drawn),
        pool_order=frozen.order,
        seed_order=result.order,
    )


def _rows(act: Act, name: str, width: int, make: Callable[[list[str]], T]) -> tuple[T, ...]:
    told = []
    for row in _list(act, name):
        if not (isinstance(row, list) and len(row) == width and all(isinstance(one, str) for one in row)):
            raise DamagedError("draw.act_damaged", where=act.entity_id)
        told.append(make(row))
    return tuple(told)


def _list(act: Act, name: str) -> Iterator[object]:
    told = act.content.get(name)
    if not isinstance(told, list):
        raise DamagedError("draw.act_damaged", where=act.entity_id)
    yield from told
