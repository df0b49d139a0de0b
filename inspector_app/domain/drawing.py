"""双随机 drawing by lot: a frozen pool, a seed that comes after it, and a result anybody can reckon again.

The method, `sha256-rank/1`, needs no program: write the seed, a bar and the id of a target, take the
sha256 of that text in UTF-8, sort the targets by it as hex, and take the first so many. For each drawn
target in that order, the officers not barred from it are sorted by how many targets they have so far and
then by the sha256 of seed, bar, target's id, bar, officer's id; the first two are its pair.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from inspector_app.domain.errors import Problem, RuleError

METHOD = "sha256-rank/1"
PAIR = 2
"""Officers at a visit (行政处罚法 42: no fewer than two)."""

SHORTEST_SEED = 6
LONGEST_SEED = 200


@dataclass(frozen=True, slots=True)
class Lot:
    """One target or officer that can be drawn."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A target or officer that was left out, and why."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Barred:
    """回避: an officer who may not visit a target, and why (行政处罚法 43)."""

    officer_id: str
    target_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pool:
    """What is drawn from, frozen before the seed is known.

    Attributes:
        first, last: days of the visits; the officers' certificates hold on both.
        want: how many targets are drawn.
        chosen_by: the conditions by which the pool was put together, in words.
    """

    occasion: str
    first: date
    last: date
    want: int
    targets: tuple[Lot, ...]
    officers: tuple[Lot, ...]
    left_out: tuple[Excluded, ...] = ()
    officers_left_out: tuple[Excluded, ...] = ()
    barred: tuple[Barred, ...] = ()
    chosen_by: str = ""
    method: str = METHOD

    def text(self) -> str:
        """Return the pool as one canonical text: whatever the order it was given in, it is the same."""
        rows: list[tuple[str, ...]] = [
            ("method", self.method),
            ("occasion", self.occasion),
            ("days", self.first.isoformat(), self.last.isoformat()),
            ("want", str(self.want), str(PAIR)),
            ("chosen_by", self.chosen_by),
            *sorted(("target", one.id, one.name) for one in self.targets),
            *sorted(("left_out", one.id, one.name, one.reason) for one in self.left_out),
            *sorted(("officer", one.id, one.name) for one in self.officers),
            *sorted(("officer_left_out", one.id, one.name, one.reason) for one in self.officers_left_out),
            *sorted(("barred", one.officer_id, one.target_id, one.reason) for one in self.barred),
        ]
        return "\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)

    @property
    def hash(self) -> str:
        """The hex sha256 of `text`: what is told before the seed is drawn."""
        return sha256(self.text().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn target with its officers."""

    target_id: str
    officer_ids: tuple[str, ...]


def refuse_unfit(pool: Pool) -> None:
    """Refuse a pool from which a draw could fail or be doubted; asked before it is frozen.

    Raises:
        RuleError: `draw.occasion_missing`, `draw.days`, `draw.too_few_targets`, `draw.duplicate`,
            `draw.no_reason` for one left out or barred without a reason, `draw.drawn_and_left_out`,
            `draw.unknown_barred`, `draw.too_few_officers` when a target has no pair (行政处罚法 42).
    """
    if not pool.occasion.strip():
        raise RuleError("draw.occasion_missing", where="draw.occasion")
    if pool.last < pool.first:
        raise RuleError("draw.days", where="draw.last", first=pool.first, last=pool.last)
    if not 1 <= pool.want <= len(pool.targets):
        raise RuleError("draw.too_few_targets", where="draw.want", want=pool.want, there=len(pool.targets))
    _refuse_twice(pool)
    for one in (*pool.left_out, *pool.officers_left_out):
        if not one.reason.strip():
            raise RuleError("draw.no_reason", where=one.id, name=one.name)
    _refuse_barred(pool)


def _refuse_twice(pool: Pool) -> None:
    for lots, out in ((pool.targets, pool.left_out), (pool.officers, pool.officers_left_out)):
        seen: set[str] = set()
        for one in lots:
            if one.id in seen:
                raise RuleError("draw.duplicate", where=one.id, name=one.name)
            seen.add(one.id)
        for each in out:
            if each.id in seen:
                raise RuleError("draw.drawn_and_left_out", where=each.id, name=each.name)


def _refuse_barred(pool: Pool) -> None:
    officers = {one.id: one.name for one in pool.officers}
    targets = {one.id: one.name for one in pool.targets}
    against: Counter[str] = Counter()
    for officer_id, target_id, reason in {(o.officer_id, o.target_id, o.reason) for o in pool.barred}:
        if officer_id not in officers or target_id not in targets:
            raise RuleError("draw.unknown_barred", where=officer_id, officer=officer_id, target=target_id)
        if not reason.strip():
            raise RuleError("draw.no_reason", where=officer_id, name=officers[officer_id])
    for _, target_id in {(one.officer_id, one.target_id) for one in pool.barred}:
        against[target_id] += 1
    for target_id, name in targets.items():
        left = len(officers) - against[target_id]
        if left < PAIR:
            raise RuleError("draw.too_few_officers", where=target_id, target=name, left=left)


def refuse_seed(seed: str) -> None:
    """Refuse a seed that is no seed: too short to surprise anybody, or with a bar or a control in it.

    Raises:
        RuleError: `draw.seed`.
    """
    fits = SHORTEST_SEED <= len(seed) <= LONGEST_SEED and seed == seed.strip()
    if not fits or "|" in seed or not seed.isprintable():
        raise RuleError("draw.seed", where="draw.seed", least=SHORTEST_SEED, most=LONGEST_SEED)


def rank(seed: str, ids: Iterable[str]) -> list[str]:
    """Return ids in the order of the sha256 of seed, bar and id."""
    return sorted(ids, key=lambda one: (_hash(seed, one), one))


def _hash(*parts: str) -> str:
    return sha256("|".join(parts).encode()).hexdigest()


def draw(pool: Pool, seed: str) -> tuple[Drawn, ...]:
    """Return what a seed draws from a pool: the targets in their order, each with its officers."""
    barred = {(one.officer_id, one.target_id) for one in pool.barred}
    loads: Counter[str] = Counter()
    told = []
    for target_id in rank(seed, (one.id for one in pool.targets))[: pool.want]:
        free = [one.id for one in pool.officers if (one.id, target_id) not in barred]
        turns = sorted((loads[one], _hash(seed, target_id, one), one) for one in free)
        pair = tuple(one for _, _, one in turns[:PAIR])
        loads.update(pair)
        told.append(Drawn(target_id, pair))
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Told:
    """What the record says of a draw: the hash told at first, then seed and result under a hash.

    Attributes:
        frozen_hash: the hash that was told with the pool.
        hash: the hash that the result names.
        pool_order, seed_order: places in the journal of the pool and of the seed.
    """

    frozen_hash: str
    hash: str
    seed: str
    method: str
    result: tuple[Drawn, ...]
    pool_order: int = 0
    seed_order: int = 1


def check(pool: Pool, told: Told) -> tuple[Problem, ...]:
    """Reckon a draw again and return everything that differs; nothing when it holds."""
    wrong = []
    if pool.hash != told.frozen_hash:
        wrong.append(Problem.of("draw.pool_differs", "draw.pool", told=told.frozen_hash, found=pool.hash))
    if told.hash != told.frozen_hash:
        wrong.append(
            Problem.of("draw.result_of_other_pool", "draw.pool", told=told.hash, found=told.frozen_hash)
        )
    if told.seed_order <= told.pool_order:
        wrong.append(Problem.of("draw.seed_before_pool", "draw.seed"))
    other = next((one for one in (pool.method, told.method) if one != METHOD), "")
    if other:
        return (*wrong, Problem.of("draw.unknown_method", "draw.method", method=other, known=METHOD))
    again = draw(pool, told.seed)
    for n, (found, said) in enumerate(zip(again, told.result, strict=False), start=1):
        if found != said:
            wrong.append(Problem.of("draw.result_differs", f"draw.result.{n}", n=n))
    if len(again) != len(told.result):
        wrong.append(Problem.of("draw.result_count", "draw.result", found=len(again), told=len(told.result)))
    return tuple(wrong)
