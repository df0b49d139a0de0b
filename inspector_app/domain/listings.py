"""Which lists are offered for a kind of target, all in one shape: tables, sections, criteria."""

from collections.abc import Set

from inspector_app.domain.checking import CONFORMS, FAILS, SCORE_RESULTS, Line, Listing, Part, Sort
from inspector_app.domain.checklists import CheckItem, Checklist, HazardCriterion, ScoreStandard, ScoreTable
from inspector_app.domain.rules import Rules

HAZARDS_NAME = "重大隐患"


def listings(rules: Rules, kind: str, source: str = "", kept: Set[str] = frozenset()) -> tuple[Listing, ...]:
    """Return the lists that forms/targets names for a kind of target, in its order.

    Args:
        source: where the inspection's task comes from; a campaign's list stands there only when it says so.
        kept: ids of lists in which something is noted already; they stay whatever the source says now.
    """
    target = rules.targets.get(kind)
    named = [
        one for one in (target.checklists if target else ()) if one in kept or _called(rules, one, source)
    ]
    told = [_listing(rules, one) for one in named]
    return tuple(one for one in told if one is not None)


def _called(rules: Rules, listing_id: str, source: str) -> bool:
    listed = rules.checklists.get(listing_id)
    return listed is None or not listed.campaigns or any(word in source for word in listed.campaigns)


def _listing(rules: Rules, listing_id: str) -> Listing | None:
    if listing_id == rules.standard.id:
        return _scored(rules, rules.standard)
    if listing_id in rules.checklists:
        return _listed(rules.checklists[listing_id])
    if rules.hazards:
        return _hazards(listing_id, tuple(rules.hazards.values()))
    return None


def _scored(rules: Rules, standard: ScoreStandard) -> Listing:
    clause = standard.id if standard.id in rules.clauses else ""
    short = rules.clauses[clause].short if clause else standard.name
    parts = tuple(_table(one, clause, f"{short} 表{one.id}") for one in standard.tables)
    return Listing(standard.id, standard.name, Sort.SCORED, parts, SCORE_RESULTS)


def _table(table: ScoreTable, clause: str, basis: str) -> Part:
    lines = tuple(
        Line(
            id=f"{table.id}-{item.number}",
            number=str(item.number),
            text=item.name,
            basis=f"{basis} 第{item.number}项",
            clause_id=clause,
            key=item.guarantee,
            full=item.full,
            criteria=item.criteria,
        )
        for item in table.items
    )
    return Part(table.id, table.name.removesuffix("检查评分表"), lines)


def _listed(told: Checklist) -> Listing:
    parts = tuple(
        Part(code, name, tuple(_item(one, code) for one in told.items if one.section == code))
        for code, name in told.sections
    )
    return Listing(told.id, told.name, Sort.LISTED, parts, told.results)


def _item(item: CheckItem, section: str) -> Line:
    number = item.id.rpartition("-")[2].removeprefix(section).lstrip("0") or item.id
    return Line(item.id, number, item.text, item.how, item.basis, item.clause_id, item.key)


def _hazards(listing_id: str, told: tuple[HazardCriterion, ...]) -> Listing:
    topics = dict.fromkeys((one.article, one.topic) for one in told)
    parts = tuple(
        Part(str(article), topic, tuple(_hazard(one) for one in told if one.article == article))
        for article, topic in topics
    )
    return Listing(listing_id, HAZARDS_NAME, Sort.HAZARDS, parts, (CONFORMS, FAILS))


def _hazard(one: HazardCriterion) -> Line:
    return Line(
        id=one.id,
        number=one.label.strip("（）") or str(one.article),
        text=one.text,
        basis=f"判定标准 第{one.article}条{one.label}",
        clause_id=one.clause_id,
        key=True,
        criterion_id=one.id,
    )
