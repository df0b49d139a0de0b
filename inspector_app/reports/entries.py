"""The list that a figure opens: each of its ids as a line that leads to its matter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.acts import ActKind
from inspector_app.domain.statistics import Figure
from inspector_app.reports import filed
from inspector_app.reports.counting import Sources
from inspector_app.reports.places import Places, day, text
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

FATES = {"void": "作废", "revoked": "已撤销"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        id: as it stands in the figure.
        opens: what it leads to: `document:ID`, `inspection:ID`, `finding:ID`, `target:ID` or `case:ID`.
        title, note: what it is, and what tells it from others.
        on: its day, None of a target.
    """

    id: str
    opens: str
    title: str
    note: str
    on: date | None


def entries(sources: Sources, figure: Figure) -> tuple[Entry, ...]:
    """Return the lines of a figure by their day, as many as its value; what is gone is still named."""
    return of_ids(sources, figure.opens, figure.ids)


def of_ids(sources: Sources, opens: str, ids: Iterable[str]) -> tuple[Entry, ...]:
    """Return lines of ids that name records of one kind, see `Figure.opens`."""
    wanted = tuple(ids)
    heads = list(dict.fromkeys(one.partition(":")[0] for one in wanted))
    leads = dict[str, str]()
    if opens == "case":
        told = _cases(sources, wanted)
        # The form of a filing leads to its case.
        leads = dict(filed.cases_of(sources.filing)) if sources.filing is not None else {}
    else:
        told = _READERS[opens](sources.store, sources.rules.plans.district_field).lines(heads)
    untold = {one.partition(":")[0] for one in wanted if ":told:" in one}
    visits = _Visits(sources.store, sources.rules.plans.district_field).lines(sorted(untold))
    people = _names(sources.store, "person", (one.partition(":")[2] for one in wanted if ":" in one))
    made = [_entry(one, opens, told, people, leads, visits) for one in wanted]
    return tuple(sorted(made, key=lambda one: (one.on or date.max, one.title, one.id)))


Line = tuple[str, str, date | None]
"""Title, note and day of a record."""


def _entry(
    whole: str,
    opens: str,
    told: Mapping[str, Line],
    people: Mapping[str, str],
    leads: Mapping[str, str],
    visits: Mapping[str, Line],
) -> Entry:
    head, _, rest = whole.partition(":")
    title, note, on = told.get(head, ("", "已不在本机", None))
    if opens == "finding" and rest.startswith("told:"):
        n = rest.removeprefix("told:")
        target, _, on = visits.get(head, ("", "", None))
        return Entry(whole, f"inspection:{head}", f"原台账记载的第{n}条隐患（没有内容）", target, on)
    if opens == "inspection" and rest:
        return Entry(whole, f"{opens}:{head}", people.get(rest, rest), title, on)
    if opens == "finding" and rest:
        # finding:party:day of a recheck
        on = day(rest.rpartition(":")[2]) or on
    return Entry(whole, f"{opens}:{leads.get(head, head)}", title, note, on)


def _names(store: Store, kind: str, ids: Iterable[str]) -> dict[str, str]:
    wanted = {one for one in ids if one}
    return {one.id: text(one.fields, "name") for one in store.several(kind, wanted)} if wanted else {}


class _Reader:
    """Reads records of one kind and the names that their lines need, in a few looks."""

    def __init__(self, store: Store, district_field: str) -> None:
        self.store, self.places = store, Places(store, district_field)

    def lines(self, ids: list[str]) -> dict[str, Line]:
        """Return title, note and day by id."""
        raise NotImplementedError

    def targets_of(self, visits: Iterable[str]) -> dict[str, str]:
        """Return the name of the target of each of these visits."""
        wanted = set(visits)
        self.places.foresee(wanted)
        of = {one: self.places.of(one).target_id for one in wanted}
        names = _names(self.store, "target", of.values())
        return {visit: names.get(target, "") for visit, target in of.items()}


class _Visits(_Reader):
    def lines(self, ids: list[str]) -> dict[str, Line]:
        records = self.store.several("inspection", ids)
        targets = self.targets_of(one.id for one in records)
        people = {one.id: self.places.of(one.id).officer_ids for one in records}
        names = _names(self.store, "person", (who for of in people.values() for who in of))
        return {
            one.id: (
                targets.get(one.id, ""),
                _joined(text(one.fields, "source"), "、".join(names.get(who, "") for who in people[one.id])),
                day(one.fields.get("started")),
            )
            for one in records
        }


class _Targets(_Reader):
    def lines(self, ids: list[str]) -> dict[str, Line]:
        records = self.store.several("target", ids)
        return {one.id: (text(one.fields, "name"), text(one.fields, "address"), None) for one in records}


class _Documents(_Reader):
    def lines(self, ids: list[str]) -> dict[str, Line]:
        acts = {one: of[0] for one, of in self.store.acts_of("document", ids, ActKind.ISSUE).items()}
        fates = self.store.fates(ids)
        names = _names(self.store, "target", (text(act.content, "target_id") for act in acts.values()))
        told = {}
        for one, act in acts.items():
            target = names.get(text(act.content, "target_id"), "")
            note = _joined(text(act.content, "label"), target, FATES.get(fates.get(one, ""), ""))
            told[one] = (text(act.content, "number"), note, day(act.content.get("issued_on")))
        return told


class _Findings(_Reader):
    def lines(self, ids: list[str]) -> dict[str, Line]:
        records = self.store.several("finding", ids)
        targets = self.targets_of(text(one.fields, "inspection_id") for one in records)
        return {one.id: _finding(one, targets) for one in records}


def _finding(record: Record, targets: Mapping[str, str]) -> Line:
    told = record.fields
    title = _joined(text(told, "location"), text(told, "fact"), by="：")
    return title, targets.get(text(told, "inspection_id"), ""), day(told.get("seen_on"))


def _joined(*parts: str, by: str = " · ") -> str:
    return by.join(one for one in parts if one)


_READERS: Mapping[str, type[_Reader]] = {
    "inspection": _Visits,
    "target": _Targets,
    "document": _Documents,
    "finding": _Findings,
}


def _cases(sources: Sources, ids: tuple[str, ...]) -> dict[str, Line]:
    """Return the lines of filings, by the form that filed a case or by the case itself, with its own day."""
    filing = sources.filing
    return dict(_case_lines(filing, ids)) if filing is not None else {}


def _case_lines(filing: Store, ids: tuple[str, ...]) -> Iterator[tuple[str, Line]]:
    forms, days = filing.acts_of("document", ids, ActKind.ISSUE), filed.days(filing)
    for one in ids:
        if one in forms:
            act = forms[one][0]
            on = days.get(one) or day(act.content.get("issued_on"))
            yield one, (text(act.content, "number"), text(act.content, "label"), on)
            continue
        record = filing.record("case", one)
        if record is not None:
            yield one, (text(record.fields, "matter") or text(record.fields, "name"), "", days.get(one))
