"""What goes into a 案卷, and in which order: chosen from the store, before any file is touched.

The matter of one visit is the visit with everything that followed from its findings, also at later visits. A
target's file holds what was done in a period, each paper with the visit that it goes back to.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, count

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import binding_photos, dossier
from inspector_app.casework.overview.binding_files import (
    Beside,
    Filed,
    attached,
    beside,
    late_scans,
    refused_page,
)
from inspector_app.casework.papers import issued
from inspector_app.casework.targets import registry
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.chinese import day as chinese_day
from inspector_app.domain.documents import Office
from inspector_app.domain.dossier import Album, Listing, Part, Shot, ShotRow, part_of, place_of
from inspector_app.domain.errors import RuleError
from inspector_app.domain.late import LABEL as LATE
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.reading import Record

_LINKS = ("about", "resumes", "service_of", "replaces")
"""Fields of a document by which it goes back to another one."""

FATES = {"void": "作废", "revoked": "已撤销"}
USUAL = "监督检查"
_ANSWERS = frozenset({Part.SERVICE, Part.CONDUCT})
_LAST = "\uffff"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file is about: a target from day to day, or the matter of one of its visits."""

    target_id: str
    visit_id: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the 卷内目录 to be, its file still in the vault."""

    visit_id: str
    part: Part
    name: str
    number: str
    on: date | None
    body: Filed | Album | Listing
    note: str = ""
    behind: str = ""
    place: int = 0

    @property
    def sorting(self) -> tuple[int, str, int, str]:
        """Return the place within its visit: by part, then by day and number of what it belongs to."""
        return place_of(self.part), self.behind or values.iso(self.on), self.place, values.iso(self.on)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything for a file: entries in their order, and what the cover needs.

    Attributes:
        groups: of each visit, in words.
    """

    scope: Scope
    target: Target
    office: Office
    entries: tuple[Entry, ...]
    groups: Mapping[str, str]
    matters: tuple[str, ...]
    first: date | None
    last: date | None
    remarks: tuple[str, ...] = field(default=())


def scope_of(desk: Desk, subject_id: str, first: date | None = None, last: date | None = None) -> Scope:
    """Return what the id of a target or of an inspection asks for.

    Raises:
        RuleError: `dossier.no_subject`, `dossier.period_reversed`, `dossier.period_of_matter`.
    """
    dossier.refuse_reversed(first, last)
    store = desk.store
    target = store.record("target", subject_id) if subject_id else None
    if target is not None:
        return Scope(target.id, "", first, last)
    visit = store.record("inspection", subject_id) if subject_id else None
    if visit is None or visit.deleted:
        raise RuleError("dossier.no_subject", where=subject_id)
    if first is not None or last is not None:
        raise RuleError("dossier.period_of_matter", where="--from")
    return Scope(values.text(visit.fields, "target_id"), visit.id)


def visits_offered(desk: Desk, target_id: str) -> tuple[tuple[str, str], ...]:
    """Return (id, words) of each visit of a target that a file may be about, the newest first."""
    visits = desk.store.records("inspection", where={"target_id": target_id}, order="started")
    return tuple(reversed(_groups(visits).items()))


def plan(desk: Desk, scope: Scope) -> Plan:
    """Choose and order what goes into a file.

    Raises:
        RuleError: `registry.no_target`, `dossier.empty`.
    """
    store = desk.store
    target = registry.target_of(store, scope.target_id)
    scene = dossier.scene_of(desk, scope.target_id)
    papers = _Papers(scene, issued.documents(store, [one.id for one in scene.documents]))
    wanted = papers.of_matter(scope.visit_id) if scope.visit_id else papers.within(scope)
    visits = [one for one in scene.visits if _visited(one, scope)]
    groups = _groups(scene.visits)
    entries: list[Entry] = []
    for one in wanted:
        entries += _with_its_files(desk, papers, one)
    findings = [one for one in scene.findings if values.text(one.fields, "inspection_id") in _ids(visits)]
    findings += binding_photos.rechecked(store, scene.findings, visits, findings)
    entries += _handed_in(desk, scope, scene, papers, wanted, findings)
    albums = binding_photos.albums(desk, visits, findings)
    entries += [
        Entry(one.visit_id, one.part, one.name, "", one.on, one.album, one.note, _LAST) for one in albums
    ]
    ordered = _ordered(entries, scene.visits)
    ordered += _refused(desk, visits, findings, [*_ids(wanted), *_unissued(scene, papers, visits)], papers)
    if not ordered:
        raise RuleError("dossier.empty", where=scope.visit_id or scope.target_id, target=target.name)
    days = [one.on for one in ordered if one.on is not None]
    matters = [values.text(one.fields, "source") or USUAL for one in visits]
    return Plan(
        scope=scope,
        target=target,
        office=registry.office_of(store),
        entries=tuple(_once(ordered)),
        groups=groups,
        matters=tuple(dict.fromkeys(matters)),
        first=scope.first or min(days, default=None),
        last=scope.last or max(days, default=None),
        remarks=tuple(_remarks(wanted)),
    )


def _ids(records: Iterable[Record | issued.Issued]) -> frozenset[str]:
    return frozenset(one.id for one in records)


def _unissued(scene: dossier.Scene, papers: "_Papers", visits: Iterable[Record]) -> list[str]:
    """Return the papers of these visits that never got a number that counts."""
    known = _ids(visits)
    return [one.id for one in scene.documents if one.id not in papers.known and papers.own(one.id) in known]


def _visited(visit: Record, scope: Scope) -> bool:
    if scope.visit_id:
        return visit.id == scope.visit_id
    on = _day(visit)
    if on is None:
        return scope.first is None and scope.last is None
    return _inside(on, scope)


def _inside(on: date, scope: Scope) -> bool:
    return (scope.first is None or on >= scope.first) and (scope.last is None or on <= scope.last)


def _day(visit: Record) -> date | None:
    began = values.moment(visit.fields, "started")
    return local_date(began) if began else None


def _groups(visits: Iterable[Record]) -> dict[str, str]:
    """Return each visit in words; two of one day and kind are told apart by their hour, or by a number."""
    told: dict[str, str] = {}
    for one in visits:
        usual = f"{chinese_day(_day(one))}{values.text(one.fields, 'source') or USUAL}"
        began = values.moment(one.fields, "started")
        hour = f"{usual}（{began.astimezone(CHINA):%H:%M}）" if began else usual
        counted = (f"{hour}（{n}）" for n in count(2))
        told[one.id] = next(words for words in chain((usual, hour), counted) if words not in told.values())
    return told


class _Papers:
    """The issued documents of a target, and the visit that each goes back to."""

    def __init__(self, scene: dossier.Scene, known: Mapping[str, issued.Issued]) -> None:
        self.records = {one.id: one for one in scene.documents}
        self.known = known
        self._visit_of = {one.id: values.text(one.fields, "inspection_id") for one in scene.findings}
        self._homes: dict[str, str] = {}

    def home(self, document_id: str) -> str:
        """Return the visit whose findings a document is about, by itself or through what it is about."""
        if document_id in self._homes:
            return self._homes[document_id]
        told, own = self.known.get(document_id), self.own(document_id)
        self._homes[document_id] = own  # a circle ends at its own visit
        visits = [self._visit_of[one] for one in told.finding_ids if one in self._visit_of] if told else []
        found = visits[0] if visits else ""
        for link in () if found else self.links(document_id):
            found = self.home(link) if link in self.records else ""
            if found:
                break
        self._homes[document_id] = found or own
        return self._homes[document_id]

    def own(self, document_id: str) -> str:
        """Return the visit at which a document was begun."""
        record = self.records.get(document_id)
        return values.text(record.fields, "inspection_id") if record else ""

    def links(self, document_id: str) -> Iterator[str]:
        """Yield the documents that one goes back to."""
        record = self.records.get(document_id)
        for name in _LINKS if record else ():
            linked = values.text(record.fields, name) if record else ""
            if linked:
                yield linked

    def of_matter(self, visit_id: str) -> list[issued.Issued]:
        """Return the papers of a visit and of all that followed from its findings."""
        return self._sorted(
            one
            for one in self.known.values()
            if visit_id in (one.inspection_id, self.home(one.id))
            or any(self._visit_of.get(finding) == visit_id for finding in one.finding_ids)
        )

    def within(self, scope: Scope) -> list[issued.Issued]:
        """Return the papers issued in a period."""
        return self._sorted(
            one
            for one in self.known.values()
            if (one.issued_on is not None and _inside(one.issued_on, scope))
            or (scope.first is None and scope.last is None)
        )

    def served_by(self, proof: issued.Issued) -> issued.Issued | None:
        """Return the document whose service a proof proves."""
        record = self.records.get(proof.id)
        return self.known.get(values.text(record.fields, "service_of")) if record else None

    @staticmethod
    def _sorted(told: Iterable[issued.Issued]) -> list[issued.Issued]:
        return sorted(told, key=_counted)


def _counted(one: issued.Issued) -> str:
    """Return day and number as a text that sorts 3-9 before 3-10."""
    number = _DIGITS.sub(lambda found: found[0].zfill(8), one.number)
    return f"{values.iso(one.issued_on)} {number}"


def _with_its_files(desk: Desk, papers: _Papers, one: issued.Issued) -> Iterator[Entry]:
    """Yield a document, then its signed sheets and 签名页 behind it."""
    part, behind = part_of(one.kind), _counted(one)
    if one.kind == DocumentKind.PROOF_OF_SERVICE:
        served = papers.served_by(one)
        if served is not None and part_of(served.kind) is not Part.ORDERS:
            # The proof lies with its document; those of the orders lie together behind them.
            part, behind = part_of(served.kind), _counted(served)
    visit_id = papers.home(one.id)
    corrected = issued.corrected(desk.store, one.id)
    scans = late_scans(desk.store, one)
    note = FATES.get(one.fate, "") or ("已更正" if corrected else "") or (LATE if scans else "")
    filed = Filed(one.pdf_sha256, one.number, True, one.fate in FATES, one.id, scans)
    first = Entry(visit_id, part, one.label, one.number, one.issued_on, filed, note, behind)
    proof = 1 if one.kind == DocumentKind.PROOF_OF_SERVICE else 0
    yield replace(first, place=10 * proof)
    for n, more in enumerate(beside(desk.store, one), start=1):
        yield replace(
            first,
            name=f"{one.label}（{more.name}）",
            on=more.on,
            body=more.filed,
            note=more.note,
            place=10 * proof + n,
        )


def _handed_in(
    desk: Desk,
    scope: Scope,
    scene: dossier.Scene,
    papers: _Papers,
    wanted: Sequence[issued.Issued],
    findings: Sequence[Record],
) -> list[Entry]:
    """Return what was handed in about the visit of a matter, or about the target in a period."""
    if scope.visit_id:
        visits = [one for one in scene.visits if one.id == scope.visit_id]
        return list(_attached(desk, papers, wanted, findings, visits))
    # As with papers its own day decides: a report of spring answers an order of winter.
    told = _attached(desk, papers, list(papers.known.values()), scene.findings, scene.visits)
    whole = scope.first is None and scope.last is None
    return [one for one in told if whole or (one.on is not None and _inside(one.on, scope))]


def _attached(
    desk: Desk,
    papers: _Papers,
    wanted: Sequence[issued.Issued],
    findings: Sequence[Record],
    visits: Sequence[Record],
) -> Iterator[Entry]:
    """Yield what was handed in about these: reports, requests, defences, approvals made up, pictures."""
    homes = {one.id: papers.home(one.id) for one in wanted} | {one.id: one.id for one in visits}
    homes |= {one.id: values.text(one.fields, "inspection_id") for one in findings}
    numbers = {one.id: one.number for one in papers.known.values()}
    subjects = {"document": _ids(wanted), "finding": _ids(findings), "inspection": _ids(visits)}
    pictured: dict[tuple[str, date | None], list[Beside]] = {}
    for one in attached(desk.store, subjects):
        if one.photo:
            pictured.setdefault((one.subject_id, one.on), []).append(one)
            continue
        number = numbers.get(one.subject_id, "") or numbers.get(one.document_id, "")
        told = Entry(homes.get(one.subject_id, ""), one.part, one.name, number, one.on, one.filed, one.note)
        # What answers a paper of the same day lies behind it, what asks for one before it.
        yield replace(told, behind=f"{values.iso(one.on)}{_LAST}") if one.part in _ANSWERS else told
    for (document_id, _), shown in pictured.items():
        yield _pictured(homes.get(document_id, ""), numbers.get(document_id, ""), shown)


def _pictured(visit_id: str, number: str, shown: Sequence[Beside]) -> Entry:
    """Return the photos that were kept with a document on one day, two a row."""
    first = shown[0]
    shots = [Shot(one.filed.sha256, f"{first.name}{n}", one.taken) for n, one in enumerate(shown, start=1)]
    rows = tuple(ShotRow(tuple(shots[n : n + 2])) for n in range(0, len(shots), 2))
    album = Album(first.name, number, rows)
    behind = f"{values.iso(first.on)}{_LAST}"
    return Entry(visit_id, first.part, first.name, number, first.on, album, f"{len(shots)}张", behind)


def _refused(
    desk: Desk,
    visits: Sequence[Record],
    findings: Sequence[Record],
    document_ids: Sequence[str],
    papers: _Papers,
) -> list[Entry]:
    subjects = {"inspection": _ids(visits), "finding": _ids(findings), "document": document_ids}
    numbers = {one: papers.known[one].number for one in document_ids if one in papers.known}
    listing = refused_page(desk.store, subjects, numbers)
    return [Entry("", Part.REFUSED, listing.title, "", None, listing)] if listing is not None else []


def _ordered(entries: Iterable[Entry], visits: Sequence[Record]) -> list[Entry]:
    places = {one.id: n for n, one in enumerate(visits)}
    return sorted(entries, key=lambda one: (places.get(one.visit_id, len(places)), one.sorting))


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield each file once: a scan that was told for several findings is bound at its first place."""
    seen: set[str] = set()
    for one in entries:
        if isinstance(one.body, Filed):
            if one.body.sha256 in seen:
                continue
            seen.add(one.body.sha256)
        yield one


def _remarks(wanted: Iterable[issued.Issued]) -> Iterator[str]:
    for fate, word in FATES.items():
        numbers = [one.number for one in wanted if one.fate == fate]
        if numbers:
            yield f"其中{word}文书{len(numbers)}件：{'、'.join(numbers)}，随卷保存，不发生效力。"
