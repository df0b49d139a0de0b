"""The pool of a draw: targets by kind, district, risk and last visit, officers by their certificates.

What is left out stands beside the pool with its reason, so that nobody need ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import lives, seen
from inspector_app.casework.targets import registry
from inspector_app.domain.chinese import day as chinese_day
from inspector_app.domain.drawing import Barred, Excluded, Lot, Pool
from inspector_app.domain.errors import RuleError
from inspector_app.store.reading import Record

CLOSED = "{day}停业"
VISITED = "{day}检查过"
UNCERTIFIED = "{first}至{last}期间执法证不全程有效"
EXPERT = "专家不计入执法人员"


@dataclass(frozen=True, slots=True)
class Wish:
    """By what a pool is put together.

    Attributes:
        first, last: days of the visits.
        want: how many targets are drawn.
        facts: facts of a target that must be so, e.g. (("district", "新港街道"), ("risk", "高")).
        not_since: only targets without a concluded visit since that day.
        exclude: targets left out, each with its reason.
        officers_out: officers left out, each with the reason.
        barred: 回避, who may not visit which target, with the reason.
    """

    occasion: str
    kind: str
    first: date
    last: date
    want: int
    facts: tuple[tuple[str, str], ...] = ()
    not_since: date | None = None
    exclude: Mapping[str, str] = field(default_factory=dict)
    officers_out: Mapping[str, str] = field(default_factory=dict)
    barred: tuple[Barred, ...] = ()


def gather(desk: Desk, wish: Wish) -> Pool:
    """Return the pool as the registry has it today; nothing is written.

    Raises:
        RuleError: `draw.unknown_kind`, `draw.unknown_fact` when forms know no such kind or fact.
    """
    kind = desk.rules.targets.get(wish.kind)
    if kind is None:
        raise RuleError("draw.unknown_kind", where="draw.kind", kind=wish.kind)
    labels = {one.code: one.label for one in kind.fields}
    for code, _ in wish.facts:
        if code not in labels:
            raise RuleError("draw.unknown_fact", where="draw.facts", fact=code, kind=kind.label)
    told = [kind.label, *(f"{labels[code]}：{value}" for code, value in wish.facts)]
    if wish.not_since is not None:
        told.append(f"{chinese_day(wish.not_since)}以来未检查")
    targets, left_out = _targets(desk, wish)
    officers, officers_left_out = _officers(desk, wish)
    drawn, going = {one.id for one in targets}, {one.id for one in officers}
    return Pool(
        occasion=wish.occasion.strip(),
        first=wish.first,
        last=wish.last,
        want=wish.want,
        targets=targets,
        officers=officers,
        left_out=left_out,
        officers_left_out=officers_left_out,
        # Who does not go, or is barred from a target that is not drawn from, is barred from nothing.
        barred=tuple(one for one in wish.barred if one.target_id in drawn and one.officer_id in going),
        chosen_by="；".join(told),
    )


def _targets(desk: Desk, wish: Wish) -> tuple[tuple[Lot, ...], tuple[Excluded, ...]]:
    records = [one for one in desk.store.targets(wish.kind) if _fits(one, wish)]
    newest: dict[str, date] = {}
    if wish.not_since is not None:
        visits = seen.of_targets(desk.store, [one.id for one in records], wish.not_since, desk.today())
        for several in visits.values():
            for one in several:
                if one.seen.concluded and one.seen.on is not None:
                    newest[one.seen.target_id] = max(one.seen.on, newest.get(one.seen.target_id, one.seen.on))
    lots, out = [], []
    for record in records:
        name, life = values.text(record.fields, "name"), lives.life_of(record)
        reason = wish.exclude.get(record.id)
        if reason is None and life.closed is not None and life.closed <= wish.last:
            reason = CLOSED.format(day=chinese_day(life.closed))
        if reason is None and record.id in newest:
            reason = VISITED.format(day=chinese_day(newest[record.id]))
        if reason is None:
            lots.append(Lot(record.id, name))
        else:
            out.append(Excluded(record.id, name, reason))
    return tuple(lots), tuple(out)


def _fits(record: Record, wish: Wish) -> bool:
    facts = values.part(record.fields, "fields") or {}
    return all(values.text(facts, code).strip() == value.strip() for code, value in wish.facts)


def _officers(desk: Desk, wish: Wish) -> tuple[tuple[Lot, ...], tuple[Excluded, ...]]:
    lots, out = [], []
    for one in registry.officers(desk.store):
        reason = wish.officers_out.get(one.id)
        if reason is None and one.expert:
            reason = EXPERT
        if reason is None and not (one.certified(wish.first) and one.certified(wish.last)):
            reason = UNCERTIFIED.format(first=chinese_day(wish.first), last=chinese_day(wish.last))
        if reason is None:
            lots.append(Lot(one.id, one.name))
        else:
            out.append(Excluded(one.id, one.name, reason))
    return tuple(lots), tuple(out)
