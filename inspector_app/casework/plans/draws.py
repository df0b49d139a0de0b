"""双随机: the pool is frozen and its hash told, then comes the seed, then the result; all of it stays.

Two acts of a draw, DRAW with step `pool` and DRAW with step `result`, stand in the journal in that order;
neither can be changed, and `check` reckons the result again from them.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import seen
from inspector_app.casework.plans.draw_acts import (
    POOL,
    RESULT,
    pool_content,
    pool_of,
    result_content,
    told_of,
)
from inspector_app.domain import drawing
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.drawing import Drawn, Pool
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.store.queries import Reads

DRAW = "draw"
BY_PROGRAM, BY_WITNESS = "program", "witness"


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as its acts tell it.

    Attributes:
        pool, hash: what was frozen, and the hash that was told with it.
        frozen_at, drawn_at: the times that the laptop claimed; `drawn_at` empty before the seed.
        seed: empty before it is drawn. seed_by: BY_PROGRAM or BY_WITNESS; witness: who saw or typed it.
        again_of, reason: the earlier draw that this one repeats, and why.
    """

    id: str
    pool: Pool
    hash: str
    frozen_at: str
    user: str
    again_of: str = ""
    reason: str = ""
    seed: str = ""
    seed_by: str = ""
    witness: str = ""
    drawn_at: str = ""
    result: tuple[Drawn, ...] = ()


def freeze(desk: Desk, pool: Pool, *, again_of: str = "", reason: str = "") -> Draw:
    """Freeze a pool and tell its hash; from here on nobody can change it.

    Args:
        again_of: the earlier draw that this one repeats. reason: why it is drawn again.

    Raises:
        RuleError: those of `drawing.refuse_unfit`; `draw.again` when the same occasion, or one of the
            same targets within the days that forms name, was drawn already and the pool does not say so;
            `draw.again_unknown`, `draw.again_reason`.
    """
    drawing.refuse_unfit(pool)
    today = desk.today()
    with desk.store.transaction(desk.user) as tx:
        _refuse_again(desk, tx, pool, again_of, reason)
        draw_id = tx.create(
            DRAW,
            {
                "occasion": pool.occasion,
                "frozen_on": values.iso(today),
                "year_id": seen.year_id(DRAW, today.year),
            },
        )
        content = pool_content(pool, again_of=again_of, reason=reason.strip())
        tx.act(ActKind.DRAW, DRAW, draw_id, content)
    return draw(desk.store, draw_id)


def refuse_again(desk: Desk, pool: Pool, again_of: str, reason: str) -> None:
    """Refuse, before anything is frozen, a pool that would be drawn again in silence.

    Raises:
        RuleError: `draw.again`, `draw.again_unknown`, `draw.again_reason`; see `freeze`.
    """
    _refuse_again(desk, desk.store, pool, again_of, reason)


def _refuse_again(desk: Desk, reads: Reads, pool: Pool, again_of: str, reason: str) -> None:
    earlier = _earlier(desk, reads, pool)
    if again_of:
        if again_of not in {one.id for one in (earlier or _drawn(reads, again_of))}:
            raise RuleError("draw.again_unknown", where="draw.again_of", first=again_of)
        if not reason.strip():
            raise RuleError("draw.again_reason", where="draw.reason")
    elif earlier:
        first = earlier[0]
        raise RuleError(
            "draw.again",
            where=first.id,
            occasion=first.pool.occasion,
            at=first.drawn_at,
            days=desk.rules.plans.again_days,
        )


def _drawn(reads: Reads, draw_id: str) -> list[Draw]:
    record = reads.record(DRAW, draw_id)
    told = _told(reads, draw_id) if record is not None else None
    return [told] if told is not None and told.seed else []


def _earlier(desk: Desk, reads: Reads, pool: Pool) -> list[Draw]:
    """Return the draws with a result that this pool would repeat, the first first."""
    today, ids = desk.today(), {one.id for one in pool.targets}
    since = today - timedelta(days=desk.rules.plans.again_days)
    found = []
    for year in sorted({since.year, today.year}):
        for record in reads.records(DRAW, where={"year_id": seen.year_id(DRAW, year)}):
            same = values.text(record.fields, "occasion") == pool.occasion
            near = (values.day(record.fields, "frozen_on") or date.min) >= since
            told = _told(reads, record.id) if same or near else None
            if told is None or not told.seed:
                continue
            if same or ids & {one.id for one in told.pool.targets}:
                found.append(told)
    return found


def seed(desk: Desk, draw_id: str, typed: str = "", *, witness: str = "") -> Draw:
    """Draw: take a seed that nobody knew when the pool was frozen, and tell what it draws.

    Args:
        typed: a seed that a witness names, e.g. the digits of dice thrown before all; left out, the
            machine's own source of chance gives one.
        witness: who named it, or who looked on.

    Raises:
        RuleError: `draw.none`, `draw.already_drawn`, `draw.seed`, `draw.witness_missing`,
            `draw.unknown_method` when a newer version froze the pool.
    """
    if typed and not witness.strip():
        raise RuleError("draw.witness_missing", where="draw.witness")
    given = typed.strip() if typed else secrets.token_hex(16)
    drawing.refuse_seed(given)
    with desk.store.transaction(desk.user) as tx:
        told = draw(tx, draw_id)
        if told.seed:
            raise RuleError(
                "draw.already_drawn", where=draw_id, occasion=told.pool.occasion, at=told.drawn_at
            )
        if told.pool.method != drawing.METHOD:
            raise RuleError(
                "draw.unknown_method", where="draw.method", method=told.pool.method, known=drawing.METHOD
            )
        content = result_content(
            told.pool,
            given,
            seed_by=BY_WITNESS if typed else BY_PROGRAM,
            witness=witness.strip(),
        )
        tx.act(ActKind.DRAW, DRAW, draw_id, content)
    return draw(desk.store, draw_id)


def draw(reads: Reads, draw_id: str) -> Draw:
    """Return a draw; of two results that came together by a merge the first holds, see `check`.

    Raises:
        RuleError: `draw.none`.
        DamagedError: `draw.act_damaged`.
    """
    told = _told(reads, draw_id)
    if told is None:
        raise RuleError("draw.none", where=draw_id)
    return told


def _told(reads: Reads, draw_id: str) -> Draw | None:
    pools, results = _steps(reads, draw_id)
    if not pools:
        return None
    frozen = pools[0]
    result = results[0] if results else None
    said = told_of(frozen, result) if result is not None else None
    return Draw(
        id=draw_id,
        pool=pool_of(frozen),
        hash=values.text(frozen.content, "hash"),
        frozen_at=frozen.wall,
        user=frozen.user,
        again_of=values.text(frozen.content, "again_of"),
        reason=values.text(frozen.content, "reason"),
        seed=said.seed if said else "",
        seed_by=values.text(result.content, "seed_by") if result else "",
        witness=values.text(result.content, "witness") if result else "",
        drawn_at=result.wall if result else "",
        result=said.result if said else (),
    )


def _steps(reads: Reads, draw_id: str) -> tuple[list[Act], list[Act]]:
    """Return the acts of each step, the first first: by what they say, whatever the order of arrival.

    A pool is frozen once and drawn from once. What two laptops did at the same time is told apart by the
    time that each claimed, then by the acts' own hashes, so that every laptop takes the same for the first.
    """
    acts = sorted(reads.acts(DRAW, draw_id, ActKind.DRAW, valid_only=True), key=_when)
    by_step = [[act for act in acts if act.content.get("step") == step] for step in (POOL, RESULT)]
    return by_step[0], by_step[1]


def _when(act: Act) -> tuple[datetime, str]:
    try:
        told = datetime.fromisoformat(act.wall)
    except ValueError:
        told = datetime.max.replace(tzinfo=CHINA)
    # A time without its zone is compared as China's.
    return (told if told.tzinfo is not None else told.replace(tzinfo=CHINA), act.id)


def check(reads: Reads, draw_id: str) -> tuple[Problem, ...]:
    """Reckon a draw again from its acts and return all that differs; nothing when it holds.

    Raises:
        RuleError: `draw.none`, `draw.not_drawn` when there is no result to check.
        DamagedError: `draw.act_damaged`.
    """
    pools, results = _steps(reads, draw_id)
    if not pools:
        raise RuleError("draw.none", where=draw_id)
    if not results:
        raise RuleError("draw.not_drawn", where=draw_id)
    wrong = list(drawing.check(pool_of(pools[0]), told_of(pools[0], results[0])))
    if len(pools) > 1:
        wrong.append(Problem.of("draw.frozen_twice", draw_id, n=len(pools)))
    if len(results) > 1:
        wrong.append(Problem.of("draw.drawn_twice", draw_id, n=len(results)))
    return tuple(wrong)


def of_year(desk: Desk, year: int) -> tuple[Draw, ...]:
    """Return the draws that were frozen in a year, those never drawn among them, in their order."""
    records = desk.store.records(DRAW, where={"year_id": seen.year_id(DRAW, year)})
    told = (_told(desk.store, one.id) for one in records)
    return tuple(one for one in told if one is not None)


def names(pool: Pool, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the names of targets or officers of a pool, as they were when it was frozen."""
    known = {one.id: one.name for one in (*pool.targets, *pool.officers)}
    return tuple(known.get(one, one) for one in ids)
