"""What belongs to a dossier under review: a visit, and the rechecks that followed from its orders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.visits import results
from inspector_app.domain.errors import RuleError
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

_BEYOND = "~"
"""Greater than every text that a day begins with."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The records of one dossier.

    Attributes:
        root: the visit that it began with; its id is the dossier's.
        visits: it and its rechecks, in the order in which they began.
    """

    root: Record
    visits: tuple[Record, ...]
    findings: tuple[Record, ...]
    documents: tuple[Record, ...]

    @property
    def id(self) -> str:
        """The dossier's id."""
        return self.root.id

    @property
    def target_id(self) -> str:
        """The target that it is about."""
        return values.text(self.root.fields, "target_id")

    @property
    def ids(self) -> Iterator[str]:
        """Ids of everything that acts about it name."""
        for some in (self.visits, self.findings, self.documents):
            yield from (one.id for one in some)


def is_recheck(visit: Record) -> bool:
    """Tell whether a visit rechecks orders of another one: it is no dossier of its own then."""
    return bool(results.orders_of(visit))


def matters(store: Store, roots: Sequence[Record]) -> dict[str, Matter]:
    """Return the dossiers of these visits by their ids, in as many looks for many as for one."""
    wanted = {one.id for one in roots}
    least = min((values.text(one.fields, "started") for one in roots), default="")
    targets = {values.text(one.fields, "target_id") for one in roots}
    near = {one.id: one for one in store.visits_to(targets, least, _BEYOND)} | {one.id: one for one in roots}
    rechecks = [one for one in near.values() if is_recheck(one)]
    documents = store.several("document", [*wanted, *(one.id for one in rechecks)], "inspection_id")
    home = _Homes(near, documents)
    together: dict[str, list[Record]] = {one.id: [one] for one in roots}
    for one in sorted(rechecks, key=_began):
        root = home.of(one.id)
        if root in together and one.id != root:
            together[root].append(one)
    root_of = {visit.id: root for root, visits in together.items() for visit in visits}
    findings = _by_root(store.several("finding", list(root_of), "inspection_id", "number"), root_of)
    papers = _by_root(documents, root_of)
    return {
        one.id: Matter(
            one, tuple(together[one.id]), tuple(findings.get(one.id, ())), tuple(papers.get(one.id, ()))
        )
        for one in roots
    }


def matter(store: Store, visit_id: str) -> Matter:
    """Return the dossier that a visit belongs to, a recheck likewise.

    Raises:
        RuleError: `reviewing.none`.
    """
    root = _root(store, visit_id)
    return matters(store, [root])[root.id]


def _root(store: Store, visit_id: str) -> Record:
    """Follow a recheck back to the visit whose orders it rechecks."""
    seen: set[str] = set()
    while True:
        record = store.record("inspection", visit_id) if visit_id else None
        if record is None or record.deleted:
            raise RuleError("reviewing.none", where=visit_id)
        orders = results.orders_of(record)
        order = store.record("document", orders[0]) if orders and record.id not in seen else None
        if order is None:
            return record
        seen.add(record.id)
        visit_id = values.text(order.fields, "inspection_id")


class _Homes:
    """The visit that each recheck goes back to, by the first of the orders that it rechecks."""

    def __init__(self, visits: Mapping[str, Record], documents: Iterable[Record]) -> None:
        self._visits = visits
        self._visit_of = {one.id: values.text(one.fields, "inspection_id") for one in documents}

    def of(self, visit_id: str) -> str:
        """Return the first visit; empty when one on the way is not among these."""
        seen: set[str] = set()
        while visit_id in self._visits and visit_id not in seen:
            orders = results.orders_of(self._visits[visit_id])
            if not orders:
                return visit_id
            seen.add(visit_id)
            visit_id = self._visit_of.get(orders[0], "")
        return ""


def _began(record: Record) -> str:
    return values.text(record.fields, "started")


def _by_root(records: Iterable[Record], root_of: Mapping[str, str]) -> dict[str, list[Record]]:
    told: dict[str, list[Record]] = {}
    for one in records:
        root = root_of.get(values.text(one.fields, "inspection_id"), "")
        if root:
            told.setdefault(root, []).append(one)
    return told
