"""What the documents page says of one issued document: each copy's way on paper. Knows no Qt."""

from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import stops
from inspector_app.casework.followup.stops import Stop
from inspector_app.casework.papers import issued, prints, recheck, returns, service
from inspector_app.casework.papers.issued import Issued, Recipient
from inspector_app.domain import serving
from inspector_app.domain.parties import ROLE_LABELS, PartyRole
from inspector_app.domain.printing import CopyWanted
from inspector_app.domain.serving import Service
from inspector_app.domain.states import State
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.papers import attached_values
from inspector_app.ui.papers.attached_values import Attached


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """One copy of a document, whom it is for, and what became of it.

    Attributes:
        recipient: who is served with it; None for a copy that stays with the office or goes nowhere.
        wanted: the copy as the document names it; None where the document names no copy for the recipient.
        printed: how often.
        service: what was noted last; None while nothing was.
        reached: it counts as served today.
        missing: what its signed sheet still lacks, see `returns.Owed`; empty when it is whole.
        back: something of it came back.
    """

    recipient: Recipient | None
    wanted: CopyWanted | None
    printed: int
    service: Service | None = None
    reached: bool = False
    missing: tuple[str, ...] = ()
    back: bool = False

    @property
    def n(self) -> int:
        """Which copy (第 n 联), 0 for none."""
        return self.wanted.n if self.wanted else (self.recipient.copy if self.recipient else 0)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """An issued document as it stands today.

    Attributes:
        copies: those that go to somebody first, then those that stay.
        served: any recipient was reached, so it is not voided any more.
        whole_back: nothing is waited for.
        corrected: numbers of the decisions that corrected a passage.
        attached: files that are kept beside it, which can be looked at and saved.
        stop: of a stop-work that stands, what of it holds and whether it was worked against.
        received: the office's hub holds all that was written of it here, and its file.
    """

    document: Issued
    state: State
    copies: tuple[CopyFacts, ...]
    served: bool
    serves: bool
    whole_back: bool
    corrected: tuple[str, ...]
    today: date
    attached: tuple[Attached, ...] = ()
    stop: Stop | None = None
    received: bool = False

    @property
    def standing(self) -> bool:
        """Neither void nor revoked."""
        return self.document.fate == "issued"

    @property
    def takes_returns(self) -> bool:
        """Signed sheets may still come back."""
        return self.document.fate != "void"

    @property
    def unserved(self) -> tuple[Recipient, ...]:
        """Recipients that were not reached yet."""
        return tuple(one.recipient for one in self.copies if one.recipient and not one.reached)


def read(desk: Desk, document_id: str) -> PaperFacts:
    """Return what is true of an issued document today.

    Raises:
        RuleError: `document.not_issued`.
    """
    told = issued.must_be_issued(desk.store, document_id)
    owed = {one.recipient_id: one.missing for one in returns.owed(desk.store, document_id)}
    serves = bool(told.recipients) and told.kind != DocumentKind.PROOF_OF_SERVICE
    return PaperFacts(
        told,
        recheck.document_state(desk, document_id),
        tuple(_copies(desk, told, owed, serves=serves)),
        bool(issued.served(desk.store, document_id)),
        serves,
        not owed,
        issued.corrected(desk.store, document_id),
        desk.today(),
        attached_values.read(desk.store, told),
        _stop(desk, told),
        _received(desk, told),
    )


def _received(desk: Desk, told: Issued) -> bool:
    store = desk.store
    return bool(store.covered("document", (told.id,))) and bool(store.received((told.pdf_sha256,)))


def _stop(desk: Desk, told: Issued) -> Stop | None:
    if told.kind != DocumentKind.STOP_WORK_NOTICE or told.fate != "issued":
        return None
    return stops.stop(desk, told.id)


def _copies(desk: Desk, told: Issued, owed: dict[str, tuple[str, ...]], *, serves: bool) -> list[CopyFacts]:
    named = list(prints.copies_of(desk, told.id))
    reached = issued.served(desk.store, told.id, desk.today())
    back = {one.told.recipient_id for one in returns.returns_of(desk.store, told.id)}
    facts = []
    for recipient in told.recipients:
        wanted = _copy_for(recipient, named, alone=len(told.recipients) == 1)
        if wanted in named:
            named.remove(wanted)
        known = service.services(desk.store, told.id, recipient.party_id) if serves else ()
        facts.append(
            CopyFacts(
                recipient,
                wanted,
                _printed(desk, told.id, wanted),
                known[-1] if known else None,
                recipient.party_id in reached,
                owed.get(recipient.party_id, ()),
                recipient.party_id in back,
            )
        )
    office = returns.OFFICE_COPY
    for n, wanted in enumerate(named):
        lacks = owed.get(office, ()) if n == 0 else ()
        printed = _printed(desk, told.id, wanted)
        facts.append(CopyFacts(None, wanted, printed, missing=lacks, back=n == 0 and office in back))
    return facts


def _copy_for(recipient: Recipient, named: list[CopyWanted], *, alone: bool) -> CopyWanted | None:
    """Return the copy meant for a recipient: by role, by name, else by its place."""
    role = ROLE_LABELS[PartyRole(recipient.role)] if recipient.role in set(PartyRole) else ""
    by_name = [one for one in named if one.recipient in (role, recipient.name)]
    by_place = [one for one in named if one.n == recipient.copy]
    found = by_name or by_place
    return found[0] if found else (named[0] if alone and named else None)


def _printed(desk: Desk, document_id: str, wanted: CopyWanted | None) -> int:
    if wanted is None:
        return 0
    return prints.times(desk, document_id, copy=wanted.n, recipient=wanted.recipient)


def awaited(told: Service | None) -> bool:
    """Tell whether a mailed or entrusted document still waits for its receipt."""
    return (
        told is not None
        and told.method in serving.BY_RECEIPT
        and told.receipt_on is None
        and not told.refusal.strip()
    )
