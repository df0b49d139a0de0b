"""Visits from an old ledger: their day, target and officers, and what the ledger says beside that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from inspector_app.casework.base import values as stored
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import words
from inspector_app.casework.importing.outcomes import Change, Outcome, Place
from inspector_app.casework.importing.sites_named import SitesNamed
from inspector_app.casework.importing.tables import Line, shown
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.late import plain
from inspector_app.domain.people import Officer
from inspector_app.domain.targets import Target
from inspector_app.store.reading import Record
from inspector_app.store.transaction import Tx

TOLD = ("due", "rechecked_on", "rechecked_by", "rechecked", "closed", "punished", "remark", "paper_kind")
"""What a ledger says of a visit in words: kept as it stands there, counted nowhere."""
LABELS = {
    "source": "检查类型",
    "told_findings": "问题数",
    "told_major": "重大隐患数",
    "told_papers": "文号",
    "told_due": "整改期限",
    "told_rechecked_on": "复查日期",
    "told_rechecked_by": "复查人",
    "told_rechecked": "复查结果",
    "told_closed": "是否闭环",
    "told_punished": "处罚/不良行为",
    "told_remark": "备注",
    "told_paper_kind": "文书类型",
}
REASON = "历史台账导入"


@dataclass(slots=True)
class VisitTold:
    """A visit as a ledger tells it.

    Attributes:
        id: of the record, once it has one.
        numbers: of the papers that it names.
    """

    line: Line
    on: date
    target: Target
    officer_ids: tuple[str, ...]
    fields: Mapping[str, object]
    numbers: tuple[str, ...] = ()
    id: str = ""

    @property
    def mark(self) -> tuple[str, str, tuple[str, ...]]:
        """What the visit is known again by: target, day, and the numbers of its papers."""
        return self.target.id, self.on.isoformat(), tuple(sorted(plain(one) for one in self.numbers))


@dataclass(slots=True)
class Visits:
    """What is to be written: new visits, and the fields of those on record that change."""

    new: list[VisitTold] = field(default_factory=list)
    changed: list[tuple[VisitTold, Mapping[str, object]]] = field(default_factory=list)
    by_number: dict[str, VisitTold] = field(default_factory=dict)


class VisitsWeighed:
    """Weighs the rows of inspections against what is on record."""

    def __init__(self, desk: Desk, sites: SitesNamed, outcome: Outcome) -> None:
        self._desk, self._sites, self._outcome = desk, sites, outcome
        self._officers: dict[str, list[Officer]] = {}
        for one in registry.officers(desk.store):
            self._officers.setdefault(words.key(one.name), []).append(one)
        self._known: dict[tuple[str, str], list[Record]] = {}
        for record in desk.store.records("inspection"):
            on = stored.text(record.fields, "started")[:10]
            self._known.setdefault((stored.text(record.fields, "target_id"), on), []).append(record)
        self._seen: dict[tuple[str, str, tuple[str, ...]], VisitTold] = {}
        self.result = Visits()

    def weigh(self, rows: Sequence[tuple[Line, Mapping[str, object]]]) -> None:
        """Weigh each row and tell the outcome about it."""
        for line, told in rows:
            visit = self._visit(line, told)
            if visit is None:
                continue
            before = self._seen.get(visit.mark)
            if before is not None:
                self._again(visit, before)
                continue
            self._seen[visit.mark] = visit
            self._place(visit)
            for number in visit.numbers:
                self.result.by_number.setdefault(plain(number), visit)

    def _again(self, visit: VisitTold, before: VisitTold) -> None:
        if (visit.officer_ids, visit.fields) == (before.officer_ids, before.fields):
            self._outcome.same.append(visit.line.place())
        else:
            told = shown(visit.line.cells["site"])
            self._outcome.reject(visit.line.place("site"), told, "import.visit_twice", first=before.line.row)

    def _visit(self, line: Line, told: Mapping[str, object]) -> VisitTold | None:
        on = told["day"]
        if not isinstance(on, date):
            return None
        if on > self._desk.today():
            self._outcome.reject(line.place("day"), shown(line.cells["day"]), "import.day_to_come")
            return None
        target = self._sites.of_line(line, told)
        officers = self._people(line, told)
        if target is None or officers is None:
            return None
        numbers = told.get("numbers", ())
        return VisitTold(
            line,
            on,
            target,
            tuple(one.id for one in officers),
            _fields(told),
            numbers if isinstance(numbers, tuple) else (),
        )

    def _people(self, line: Line, told: Mapping[str, object]) -> list[Officer] | None:
        named = told["officers"]
        found: list[Officer] = []
        for name in named if isinstance(named, tuple) else ():
            known = self._officers.get(words.key(words.person(_bare(name))), [])
            if len(known) != 1:
                code = "import.several_people_known" if known else "import.officer_unknown"
                self._outcome.reject(line.place("officers"), shown(line.cells["officers"]), code, name=name)
                return None
            found += [] if known[0] in found else known
        count = told.get("told_officers")
        own = sum(not one.expert for one in found)
        if isinstance(count, int) and count not in (own, len(found)):
            self._outcome.reject(
                line.place("told_officers"), str(count), "import.officers_differ", told=count, named=own
            )
            return None
        return found

    def _place(self, visit: VisitTold) -> None:
        there = self._known.get((visit.target.id, visit.on.isoformat()), [])
        own = [one for one in there if not stored.flag(one.fields, "imported")]
        marks = sorted(plain(one) for one in visit.numbers)
        same = next((one for one in there if _numbers(one) == marks and one not in own), None)
        if same is None and own:
            # Recorded with the program, or keyed in by hand: the ledger's line is that visit.
            visit.id = own[0].id
            self._outcome.same.append(visit.line.place())
            return
        if same is None:
            self.result.new.append(visit)
            self._outcome.new.append(visit.line.place())
            return
        visit.id = same.id
        self._compare(visit, same)

    def _compare(self, visit: VisitTold, same: Record) -> None:
        told = visit.fields
        changed = {name: value for name, value in told.items() if same.fields.get(name) != value}
        there = self._desk.store.records("attendance", where={"inspection_id": same.id}, order="sort")
        ids = tuple(stored.text(one.fields, "person_id") for one in there)
        pairs = tuple(
            (LABELS.get(name, name), str(same.fields.get(name, "")), str(value))
            for name, value in changed.items()
        )
        if set(ids) != set(visit.officer_ids):
            pairs = (*pairs, ("检查人员", self._names(ids), self._names(visit.officer_ids)))
        if pairs:
            self.result.changed.append((visit, changed))
            self._outcome.changed.append(Change(visit.line.place(), same.id, visit.target.name, pairs))
        else:
            self._outcome.same.append(visit.line.place())

    def _names(self, ids: Sequence[str]) -> str:
        by_id = {one.id: one.name for each in self._officers.values() for one in each}
        return "、".join(by_id.get(one, "") for one in ids)


def _bare(name: str) -> str:
    return name.partition("（")[0].partition("(")[0]


def _numbers(record: Record) -> list[str]:
    told = record.fields.get("told_papers")
    return sorted(plain(str(one)) for one in told) if isinstance(told, list) else []


def _fields(told: Mapping[str, object]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for code in ("told_findings", "told_major"):
        if isinstance(told.get(code), int):
            fields[code] = told[code]
    if told.get("source"):
        fields["source"] = told["source"]
    numbers = told.get("numbers")
    if isinstance(numbers, tuple) and numbers:
        fields["told_papers"] = list(numbers)
    for code in TOLD:
        value = told.get(code)
        if value:
            fields[f"told_{code}"] = value.isoformat() if isinstance(value, date) else str(value)
    return fields


def midnight(on: date) -> datetime:
    """Return the moment that stands for a day whose hour no ledger tells (`hour_told`)."""
    return datetime.combine(on, time.min, CHINA)


def write(tx: Tx, visit: VisitTold, name: str) -> None:
    """Write a new visit with its people, concluded; the hour that nobody told is marked as such."""
    from_row: Place = visit.line.place()
    moment = midnight(visit.on).isoformat()
    visit.id = tx.create(
        "inspection",
        {
            "target_id": visit.target.id,
            "started": moment,
            "ended": moment,
            "hour_told": False,
            "late": True,
            "imported": True,
            "late_author": "",
            "late_reason": REASON,
            "from_ledger": f"{name}｜{from_row.sheet}｜{from_row.row}",
            **visit.fields,
        },
    )
    for sort, person_id in enumerate(visit.officer_ids):
        tx.create("attendance", {"inspection_id": visit.id, "person_id": person_id, "sort": sort})
    tx.act(ActKind.CONCLUDE, "inspection", visit.id, {"ended": moment, "late": True})


def change(tx: Tx, visit: VisitTold, fields: Mapping[str, object]) -> None:
    """Change what was brought in before, and who was there."""
    if fields:
        tx.set("inspection", visit.id, fields)
    there = tx.records("attendance", where={"inspection_id": visit.id})
    known = {stored.text(one.fields, "person_id"): one.id for one in there}
    for person_id, record_id in known.items():
        if person_id not in visit.officer_ids:
            tx.delete("attendance", record_id)
    for sort, person_id in enumerate(visit.officer_ids):
        if person_id not in known:
            tx.create("attendance", {"inspection_id": visit.id, "person_id": person_id, "sort": sort})
