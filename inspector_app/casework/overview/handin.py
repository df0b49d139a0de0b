"""今晚交班: what today's work still lacks, each line with the place where it is made up for.

Documents and findings of the last days are asked, so that what was forgotten yesterday stays in sight;
inspections that nobody concluded are named however old they are.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.week import begun, recent
from inspector_app.casework.papers import issued, returns, sheets
from inspector_app.casework.people.names import Names
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import ActKind
from inspector_app.domain.sheets import Sheet, SheetState
from inspector_app.domain.templates import DocumentKind, Sealing
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

DAYS_BACK = 7


class Lack(StrEnum):
    """What is lacking, in the order of the list."""

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
        count: how many findings, sheets or documents of this subject.
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
        *_documents(desk, since, known),
        *_conflicts(known),
        *_visits(desk, since),
    ]
    order = list(Lack)
    debts.sort(key=lambda one: order.index(one.lack))
    return HandIn(tuple(debts), sum(one.free and one.holder == desk.user for one in known))


def _documents(desk: Desk, since: date, known: tuple[Sheet, ...]) -> Iterator[Debt]:
    """Yield what issued, standing documents lack; a proof of service and an internal paper are not served."""
    store, today = desk.store, desk.today()
    used: dict[str, int] = defaultdict(int)
    for sheet in known:
        if sheet.state is SheetState.USED:
            used[sheet.document_id] += 1
    held, prefix = any(one.holder == desk.user for one in known), registry.office_of(store).prefix
    for told in recent(store, since):
        if told.fate != "issued":
            continue
        main = next((one.party_id for one in told.recipients if one.main), "")
        goes_out = bool(main) and told.kind != DocumentKind.PROOF_OF_SERVICE
        reached = issued.served(store, told.id, today) if goes_out else frozenset()
        if goes_out and main not in reached:
            yield _of_document(Lack.SERVICE, told, prefix)
            continue
        if not returns.returned(store, told):
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
    done = {act.entity_id for act in store.acts("inspection", None, ActKind.CONCLUDE, valid_only=True)}
    numbered = {one.document_id for one in store.numbers().numbers}
    names, told = Names(store), _Told(store)
    for on, record in begun(store, date.min, today):
        open_ = record.id not in done
        if not open_ and on < since:
            continue
        target = names.of("target", values.text(record.fields, "target_id"))
        if open_:
            yield Debt(Lack.CONCLUDE, target, 1, record.id)
        yield from _findings(store, record, target, told)
        yield from _drafts(store, record, target, numbered)


class _Told:
    """What is told of findings elsewhere, read once for all of them."""

    def __init__(self, store: Store) -> None:
        drafts = {one.id for one in store.records("document")}
        self.photographed = {values.text(one.fields, "finding_id") for one in store.records("photo")}
        self._named = {
            values.text(one.fields, "finding_id")
            for one in store.records("ticked")
            if values.text(one.fields, "document_id") in drafts
        }
        withdrawn = store.acts("finding", None, ActKind.WITHDRAW, valid_only=True)
        self._named |= {act.entity_id for act in withdrawn}
        duties = [
            (values.text(one.fields, "finding_id"), values.flag(one.fields, "on_the_spot"))
            for one in store.records("obligation")
        ]
        self._corrected = {finding_id for finding_id, spot in duties if spot}
        self._corrected -= {finding_id for finding_id, spot in duties if not spot}

    def named(self, finding_id: str) -> bool:
        """Tell whether a document, issued or on its way, names a finding, or it needs none."""
        return finding_id in self._named or finding_id in self._corrected


def _findings(store: Store, visit: Record, target: str, told: _Told) -> Iterator[Debt]:
    found = store.records("finding", where={"inspection_id": visit.id}, order="number")
    bare = [one.id for one in found if one.id not in told.photographed]
    if bare:
        yield Debt(Lack.PHOTO, target, len(bare), visit.id, finding_id=bare[0])
    unnamed = [one.id for one in found if not told.named(one.id)]
    if unnamed:
        yield Debt(Lack.PAPER, target, len(unnamed), visit.id, finding_id=unnamed[0])


def _drafts(store: Store, visit: Record, target: str, numbered: set[str]) -> Iterator[Debt]:
    drafts = [
        one.id
        for one in store.records("document", where={"inspection_id": visit.id})
        if one.id not in numbered
    ]
    if drafts:
        yield Debt(Lack.DRAFT, target, len(drafts), visit.id, document_id=drafts[0])
