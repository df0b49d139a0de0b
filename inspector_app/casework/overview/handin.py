"""今晚交班: what today's work still lacks, each line with the place where it is made up for.

Documents and findings of the last days are asked, so that what was forgotten yesterday stays in sight;
inspections that nobody concluded are named however old they are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.week import begun, recent
from inspector_app.casework.papers import debts as approval_debts
from inspector_app.casework.papers import issued, returns, sheets
from inspector_app.casework.people.names import Names
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import ActKind
from inspector_app.domain.approving import DebtState
from inspector_app.domain.chinese import local_date
from inspector_app.domain.sheets import Sheet, SheetState
from inspector_app.domain.templates import DocumentKind, Sealing
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

DAYS_BACK = 7


class Lack(StrEnum):
    """What is lacking, in the order of the list."""

    LATE_APPROVAL = "late_approval"  # issued or begun on a call, and not made up within its hours
    APPROVAL = "approval"  # issued or begun on a call, the written approval still to be made up
    SERVICE = "service"  # issued, and not served on its main recipient
    RETURN = "return"  # served, and the signed copy did not come back
    SHEET = "sheet"  # served on stamped paper, and no sheet is noted for it
    CONFLICT = "conflict"  # sheets that two people told different things of
    CONCLUDE = "conclude"  # an inspection begun and not concluded
    PHOTO = "photo"  # findings without a photo
    PAPER = "paper"  # findings that no document names
    DRAFT = "draft"  # a document begun and not issued


@dataclass(frozen=True, slots=True)
class Debt:
    """One line of the list.

    Attributes:
        subject: what it is about: a target's name, or a document's number without the office's own letters.
        count: how many findings, sheets or documents of this subject; of an approval the whole hours left.
        inspection_id, document_id, finding_id: where to go; the last two may be empty.
    """

    lack: Lack
    subject: str
    count: int
    inspection_id: str = ""
    document_id: str = ""
    finding_id: str = ""


@dataclass(frozen=True, slots=True)
class HandIn:
    """What is lacking, and how many blank stamped sheets the person holds and should count."""

    debts: tuple[Debt, ...]
    blank_sheets: int = 0


def hand_in(desk: Desk) -> HandIn:
    """Return what the signed-in person's laptop still lacks tonight."""
    store = desk.store
    since = desk.today() - timedelta(days=DAYS_BACK)
    known = sheets.all_sheets(store)
    debts = [
        *_approvals(desk),
        *_documents(desk, since, known),
        *_conflicts(known),
        *_visits(desk, since),
    ]
    order = list(Lack)
    debts.sort(key=lambda one: order.index(one.lack))
    return HandIn(tuple(debts), sum(one.free and one.holder == desk.user for one in known))


def _approvals(desk: Desk) -> Iterator[Debt]:
    """Yield the approvals that are still to be made up in writing, the first due first (行政强制法 19)."""
    prefix, now = registry.office_of(desk.store).prefix, desk.clock.now()
    for one in approval_debts.debts(desk):
        lack = Lack.LATE_APPROVAL if one.state is DebtState.LATE else Lack.APPROVAL
        hours = max(int((one.until - now).total_seconds() // 3600), 0)
        document_id = one.id if one.of == "document" else ""
        subject = one.number.removeprefix(prefix) or one.target
        yield Debt(lack, subject, hours, one.inspection_id, document_id)


def _documents(desk: Desk, since: date, known: tuple[Sheet, ...]) -> Iterator[Debt]:
    """Yield what issued, standing documents lack; a proof of service and an internal paper are not served."""
    store, today = desk.store, desk.today()
    used = Counter(one.document_id for one in known if one.state is SheetState.USED)
    held, prefix = any(one.holder == desk.user for one in known), registry.office_of(store).prefix
    standing = [one for one in recent(store, since) if one.fate == "issued"]
    serves = store.acts_of("document", [one.id for one in standing], ActKind.SERVE)
    back = returns.all_returned(store, standing)
    for told in standing:
        main = next((one.party_id for one in told.recipients if one.main), "")
        goes_out = bool(main) and told.kind != DocumentKind.PROOF_OF_SERVICE
        reached = issued.reached(serves.get(told.id, ()), today) if goes_out else frozenset()
        if goes_out and main not in reached:
            yield _of_document(Lack.SERVICE, told, prefix)
            continue
        if told.id not in back:
            yield _of_document(Lack.RETURN, told, prefix)
        if held and told.sealing == Sealing.PRE_STAMPED and used[told.id] < len(reached):
            yield _of_document(Lack.SHEET, told, prefix, len(reached) - used[told.id])


def _of_document(lack: Lack, told: issued.Issued, prefix: str, count: int = 1) -> Debt:
    return Debt(lack, told.number.removeprefix(prefix), count, told.inspection_id, told.id)


def _conflicts(known: tuple[Sheet, ...]) -> Iterator[Debt]:
    torn = [one for one in known if one.conflicts]
    if torn:
        yield Debt(Lack.CONFLICT, torn[0].serial, len(torn), document_id=torn[0].document_id)


def _visits(desk: Desk, since: date) -> Iterator[Debt]:
    """Yield what inspections lack: their end, photos, documents."""
    store, today = desk.store, desk.today()
    still = store.open_visits()
    asked = sorted(
        {
            record.id: (began, record)
            for record in (
                *store.several("inspection", still),
                *(one for _, one in begun(store, since, today)),
            )
            if (began := values.moment(record.fields, "started")) and local_date(began) <= today
        }.values(),
        key=lambda told: told[0],
    )
    names, told, open_ = Names(store), _Told(store, [one.id for _, one in asked]), frozenset(still)
    names.foresee("target", [values.text(one.fields, "target_id") for _, one in asked])
    for _, record in asked:
        target = names.of("target", values.text(record.fields, "target_id"))
        if record.id in open_:
            yield Debt(Lack.CONCLUDE, target, 1, record.id)
        yield from _findings(record.id, target, told, on_paper=values.flag(record.fields, "late"))
        drafts = told.drafts.get(record.id)
        if drafts:
            yield Debt(Lack.DRAFT, target, len(drafts), record.id, document_id=drafts[0])


class _Told:
    """What is told of some inspections' findings and documents, read in a few looks for all of them.

    Attributes:
        findings: ids by inspection, in the order of their numbers; those entered by mistake are left out.
        drafts: ids of documents without a number, by inspection.
    """

    def __init__(self, store: Store, visits: list[str]) -> None:
        found = store.several("finding", visits, "inspection_id", "number")
        ids = [one.id for one in found]
        withdrawn = store.acts_of("finding", ids, ActKind.WITHDRAW)
        self.findings = _by_visit(one for one in found if one.id not in withdrawn)
        self._photographed = {values.text(one.fields, "finding_id") for one in _of(store, "photo", ids)}
        ticked = _of(store, "ticked", ids)
        standing = {one.id for one in store.several("document", {_document(one) for one in ticked})}
        self._named = {values.text(one.fields, "finding_id") for one in ticked if _document(one) in standing}
        spots: dict[str, list[bool]] = defaultdict(list)
        for one in _of(store, "obligation", ids):
            spots[values.text(one.fields, "finding_id")].append(values.flag(one.fields, "on_the_spot"))
        self._named |= {finding_id for finding_id, of in spots.items() if all(of)}
        documents = store.several("document", visits, "inspection_id")
        numbered = store.fates(one.id for one in documents)
        self.drafts = _by_visit(one for one in documents if one.id not in numbered)

    def bare(self, visit_id: str) -> list[str]:
        """Return the findings without a photo."""
        return [one for one in self.findings.get(visit_id, ()) if one not in self._photographed]

    def unnamed(self, visit_id: str) -> list[str]:
        """Return the findings that no document names, issued or on its way, and that need one."""
        return [one for one in self.findings.get(visit_id, ()) if one not in self._named]


def _of(store: Store, entity: str, finding_ids: list[str]) -> list[Record]:
    return store.several(entity, finding_ids, "finding_id")


def _document(ticked: Record) -> str:
    return values.text(ticked.fields, "document_id")


def _by_visit(records: Iterable[Record]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = defaultdict(list)
    for one in records:
        told[values.text(one.fields, "inspection_id")].append(one.id)
    return told


def _findings(visit_id: str, target: str, told: _Told, *, on_paper: bool) -> Iterator[Debt]:
    bare, unnamed = told.bare(visit_id), told.unnamed(visit_id)
    # Of a visit on paper the scan is the evidence, and nobody photographs it afterwards.
    if bare and not on_paper:
        yield Debt(Lack.PHOTO, target, len(bare), visit_id, finding_id=bare[0])
    if unnamed:
        yield Debt(Lack.PAPER, target, len(unnamed), visit_id, finding_id=unnamed[0])
