"""Where facts belong: of each visit its target, district, officers, experts and campaign."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from inspector_app.domain.chinese import local_date
from inspector_app.domain.statistics_facts import NOWHERE, Place
from inspector_app.store.store import Store


def text(fields: Mapping[str, object], name: str) -> str:
    """Return a text, empty when there is none."""
    told = fields.get(name)
    return told if isinstance(told, str) else ""


def day(told: object) -> date | None:
    """Return the day of an ISO date or time as text; None for what is none."""
    if not isinstance(told, str) or not told:
        return None
    try:
        return date.fromisoformat(told) if len(told) == 10 else local_date(datetime.fromisoformat(told))
    except ValueError:
        return None


class Places:
    """The places of visits; each visit is read once."""

    def __init__(self, store: Store, district_field: str) -> None:
        self._store, self._field = store, district_field
        self._visits: dict[str, Place] = {}
        self._late: set[str] = set()
        self._experts: dict[str, tuple[str, ...]] = {}
        self._targets: dict[str, tuple[str, str]] = {}
        self._known = {one.id for one in store.records("person") if one.fields.get("expert") is True}

    def foresee(self, visit_ids: Iterable[str]) -> None:
        """Read these visits in a few looks; what is known already is not read again."""
        wanted = {one for one in visit_ids if one and one not in self._visits}
        if not wanted:
            return
        self._visits |= dict.fromkeys(wanted, NOWHERE)
        records = self._store.several("inspection", wanted)
        people: dict[str, dict[str, None]] = {}
        for one in self._store.several("attendance", wanted, "inspection_id", "sort"):
            people.setdefault(text(one.fields, "inspection_id"), {})[text(one.fields, "person_id")] = None
        self._read_targets(text(one.fields, "target_id") for one in records)
        for one in records:
            there = [who for who in people.get(one.id, {}) if who]
            target = text(one.fields, "target_id")
            officers = tuple(who for who in there if who not in self._known)
            district = self._targets.get(target, ("", ""))[1]
            self._visits[one.id] = Place(target, district, officers, text(one.fields, "campaign_id"))
            self._experts[one.id] = tuple(who for who in there if who in self._known)
            if one.fields.get("late") is True:
                self._late.add(one.id)

    def _read_targets(self, target_ids: Iterable[str]) -> None:
        wanted = {one for one in target_ids if one and one not in self._targets}
        if not wanted:
            return
        self._targets |= dict.fromkeys(wanted, ("", ""))
        for one in self._store.several("target", wanted):
            facts = one.fields.get("fields")
            told = facts.get(self._field) if isinstance(facts, dict) else None
            district = told.strip() if isinstance(told, str) else ""
            self._targets[one.id] = (text(one.fields, "kind"), district)

    def of(self, visit_id: str, target_id: str = "") -> Place:
        """Return where a visit belongs; of no visit, where a target does."""
        self.foresee([visit_id])
        known = self._visits.get(visit_id, NOWHERE)
        if known is not NOWHERE:
            return known
        self._read_targets([target_id])
        return Place(target_id, self._targets.get(target_id, ("", ""))[1])

    def kind_of(self, target_id: str) -> str:
        """Return the kind of a target, empty when nothing is known of it."""
        self._read_targets([target_id])
        return self._targets.get(target_id, ("", ""))[0]

    def experts_of(self, visit_id: str) -> tuple[str, ...]:
        """Return the experts and helpers who were at a visit."""
        return self._experts.get(visit_id, ())

    def is_late(self, visit_id: str) -> bool:
        """Tell whether a visit was keyed in from paper (补录)."""
        self.foresee([visit_id])
        return visit_id in self._late
