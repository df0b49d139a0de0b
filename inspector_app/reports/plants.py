"""Each concrete plant of a period: the days of its visits, its orders, what was found there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.statistics import Figure
from inspector_app.reports.counting import Counted, Sources
from inspector_app.reports.entries import of_ids
from inspector_app.reports.places import Places, text


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant in a period.

    Attributes:
        visits: the days of its visits.
        orders: the numbers of its orders, by their days.
        found, closed: findings, and those of them that were put right.
    """

    id: str
    name: str
    visits: tuple[date, ...]
    orders: tuple[str, ...]
    found: int
    closed: int


def plants(sources: Sources, told: Counted) -> tuple[Plant, ...]:
    """Return the plants that were visited or ordered in a counted period, by name."""
    store, places = sources.store, Places(sources.store, sources.rules.plans.district_field)
    visits: dict[str, list[date]] = defaultdict(list)
    orders: dict[str, list[str]] = defaultdict(list)
    for one in of_ids(sources, "inspection", _ids(told, "plant_visits")):
        if one.on is not None:
            visits[places.of(one.id).target_id].append(one.on)
    acts = store.acts_of("document", _ids(told, "plant_orders"), "issue")
    for one in of_ids(sources, "document", _ids(told, "plant_orders")):
        content = acts[one.id][0].content
        orders[places.of(text(content, "inspection_id"), text(content, "target_id")).target_id].append(
            one.title
        )
    found = _of_targets(sources, places, _ids(told, "plant_findings"))
    closed = _of_targets(sources, places, _ids(told, "plant_findings_closed"))
    wanted = [one for one in {*visits, *orders, *found} if one]
    names = {one.id: text(one.fields, "name") for one in store.several("target", wanted)}
    made = [
        Plant(
            one, names.get(one, ""), tuple(visits[one]), tuple(orders[one]), len(found[one]), len(closed[one])
        )
        for one in wanted
    ]
    return tuple(sorted(made, key=lambda one: (one.name, one.id)))


def _ids(told: Counted, code: str) -> tuple[str, ...]:
    figure: Figure | None = told.figure(code)
    return figure.ids if figure is not None else ()


def _of_targets(sources: Sources, places: Places, ids: Iterable[str]) -> dict[str, list[str]]:
    wanted = list(ids)
    heads = {one.partition(":")[0] for one in wanted}
    records = sources.store.several("finding", heads)
    visits = {one.id: text(one.fields, "inspection_id") for one in records}
    made: dict[str, list[str]] = defaultdict(list)
    for one in wanted:
        head = one.partition(":")[0]
        made[places.of(visits.get(head, head)).target_id].append(one)
    return made
