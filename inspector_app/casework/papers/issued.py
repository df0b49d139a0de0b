"""Issued documents: read from their acts, frozen for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.domain import stops
from inspector_app.domain.acts import Act, ActKind, bars_voiding
from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.domain.stops import Freeing, Held
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.queries import Reads
from inspector_app.store.store import Store


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who gets a copy, as they stood on the day of issue; older acts tell only the first four."""

    party_id: str
    name: str
    copy: int
    main: bool
    role: str = ""
    credit_code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued document as its act froze it.

    Attributes:
        fate: `issued`, `void` or `revoked`.
        content: canonical JSON of what it says.
        pdf_sha256: hash of the file, which lies in the vault under it.
        sealing: a value of domain.templates.Sealing; empty in acts of older versions.
        dues: (finding, party, last day) of each order in it; empty in acts of older versions.
        late: 补录: a paper made without the program and keyed in with its own number; `scans` are the hashes
            of its photos or scans as they came, and the file is made of them.
    """

    id: str
    kind: str
    label: str
    number: str
    fate: str
    issued_on: date | None
    due_on: date | None
    inspection_id: str
    target_id: str
    addressee: str
    recipients: tuple[Recipient, ...]
    finding_ids: tuple[str, ...]
    content: str
    content_sha256: str
    pdf_sha256: str
    pages: int
    code: str
    qr: str
    sealing: str = ""
    dues: tuple[tuple[str, str, date], ...] = ()
    late: bool = False
    scans: tuple[str, ...] = ()

    def due_of(self, finding_id: str, party_id: str) -> date | None:
        """Return the last day that it set one party for one finding; None where its act tells none."""
        return next((due for one, to, due in self.dues if (one, to) == (finding_id, party_id)), None)


def issue_act(reads: Reads, document_id: str) -> Act | None:
    """Return the first valid issue act of a document; a second one stands beside it as a conflict."""
    return next(iter(reads.acts("document", document_id, ActKind.ISSUE, valid_only=True)), None)


def fate(store: Reads, document_id: str) -> str:
    """Return `issued`, `void`, `revoked`, or empty for a document without a number."""
    if issue_act(store, document_id) is None:
        return ""
    if store.acts("document", document_id, ActKind.REVOKE, valid_only=True):
        return "revoked"
    voided = store.acts("document", document_id, ActKind.VOID, valid_only=True)
    return "void" if voided and not served(store, document_id) else "issued"


def corrected(store: Store, document_id: str) -> tuple[str, ...]:
    """Return the numbers of the decisions that corrected a passage; the document itself still stands."""
    acts = store.acts("document", document_id, ActKind.CORRECT, valid_only=True)
    return tuple(values.text(act.content, "number") for act in acts if fate(store, _by(act)) == "issued")


def _by(act: Act) -> str:
    return values.text(act.content, "by")


def served(store: Reads, document_id: str, today: date | None = None) -> frozenset[str]:
    """Return the ids of the recipients that were reached; a refusal alone reaches nobody.

    Args:
        today: the day that is asked for. Left out, an announcement counts from its start: what was made
            public is not voided any more, though it reaches nobody before its thirty days have passed.
    """
    return reached(store.acts("document", document_id, ActKind.SERVE, valid_only=True), today)


def reached(acts: Iterable[Act], today: date | None = None) -> frozenset[str]:
    """Return the ids of the recipients that these acts of service reached; see `served`."""
    return frozenset(values.text(act.content, "recipient_id") for act in acts if reaches(act, today))


def reaches(act: Act, today: date | None = None) -> bool:
    """Tell whether an act of service reached its recipient by that day; see `served`."""
    if today is None or act.content.get("reached") is True:
        return bars_voiding(act.content)
    on = values.day(act.content, "reached_on")
    return on is not None and on <= today


def lifted(store: Reads, document_id: str) -> bool:
    """Tell whether a stop-work is wholly resumed: at once, or part by part until none is left."""
    given = freeings(store, document_id)
    return bool(given) and stops.holding(*stopped(store, document_id), given).lifted


def held(store: Reads, document_id: str, on: date | None = None) -> Held:
    """Return what of a stop-work holds.

    Args:
        on: the day that is asked for; left out, a resumption that begins later counts as well.
    """
    return stops.holding(*stopped(store, document_id), freeings(store, document_id), on)


def stopped(store: Reads, document_id: str) -> tuple[bool, tuple[str, ...]]:
    """Return whether a stop-work stops everything, and the parts it names, as its act froze them."""
    act = issue_act(store, document_id)
    record = store.record("document", document_id)
    return stopped_by(act.content if act is not None else {}, record.fields if record is not None else {})


def stopped_by(told: values.Fields, record: values.Fields) -> tuple[bool, tuple[str, ...]]:
    """Return whether a stop-work stops everything, and its parts, from its act of issue and its record."""
    named = told.get("stop_parts")
    if isinstance(named, list):
        return values.flag(told, "full"), tuple(str(one) for one in named)
    # Older versions left the parts in the document's record, and so may a late entry.
    full = told["full"] is True if "full" in told else values.flag(record, "stop_full")
    return full, stops.parts(values.text(record, "stop_parts"))


def freeings(store: Reads, document_id: str) -> tuple[Freeing, ...]:
    """Return what standing resumptions gave back of a stop-work; a void or revoked one gives nothing."""
    acts = store.acts("document", document_id, ActKind.RESUME, valid_only=True)
    if not acts:
        return ()
    _, known = stopped(store, document_id)
    named = {_by(act) for act in acts}
    signed = {by: act.content for by in named if (act := issue_act(store, by)) is not None}
    return freed_by(acts, store.fates(named), signed, known)


def freed_by(
    acts: Iterable[Act],
    fates: Mapping[str, str],
    signed: Mapping[str, values.Fields],
    known: tuple[str, ...],
) -> tuple[Freeing, ...]:
    """Return what these acts of resumption gave back: those whose notice stands, as its signed issue says it.

    Args:
        fates, signed: of the documents that they name in `by`: the fate, and what their act of issue tells.
        known: the parts that the stop-work names.
    """
    told = []
    for act in acts:
        notice = signed.get(_by(act), {})
        own = values.text(notice, "kind") == DocumentKind.RESUMPTION_NOTICE
        # Notices of older versions, and late entries, do not name their stop-work in the act of issue.
        if own and fates.get(_by(act)) == "issued" and notice.get("resumes", act.entity_id) == act.entity_id:
            told.append(_freeing(_by(act), notice if "resumes" in notice else act.content, known))
    return tuple(told)


def _freeing(by: str, told: values.Fields, known: tuple[str, ...]) -> Freeing:
    named = told.get("freed")
    parts = (
        tuple(str(one) for one in named)
        if isinstance(named, list)
        else stops.named(values.text(told, "parts"), known)
    )
    return Freeing(by, values.flag(told, "full"), parts, values.day(told, "start"))


def document(store: Store, document_id: str) -> Issued | None:
    """Return an issued document, or None when it has no number yet."""
    act = issue_act(store, document_id)
    return _issued(store, act) if act is not None else None


def documents(store: Store, document_ids: Iterable[str]) -> dict[str, Issued]:
    """Return those of these documents that are issued, by id; in as many looks for many as for one."""
    acts = store.acts_of("document", document_ids, ActKind.ISSUE)
    fates = store.fates(acts)
    return {one: _issued(store, told[0], fates.get(one)) for one, told in acts.items()}


def must_be_issued(store: Store, document_id: str) -> Issued:
    """Return an issued document.

    Raises:
        RuleError: `document.not_issued`.
    """
    told = document(store, document_id)
    if told is None:
        raise RuleError("document.not_issued", where=document_id)
    return told


def all_documents(store: Store) -> tuple[Issued, ...]:
    """Return every issued document, in journal order."""
    first: dict[str, Act] = {}
    for act in store.acts("document", None, ActKind.ISSUE, valid_only=True):
        first.setdefault(act.entity_id, act)
    fates = store.fates(first)
    return tuple(_issued(store, act, fates.get(one)) for one, act in first.items())


def pdf(store: Store, document_id: str) -> bytes:
    """Return the frozen file.

    Raises:
        RuleError: `document.not_issued`.
        DamagedError: the file vanished or is not what the journal says.
    """
    return store.blob(must_be_issued(store, document_id).pdf_sha256)


def _issued(store: Store, act: Act, known_fate: str | None = None) -> Issued:
    told = act.content
    addressee = values.part(told, "addressee") or {}
    recipients = told.get("recipients")
    finding_ids = told.get("finding_ids")
    if not isinstance(recipients, list) or not isinstance(finding_ids, list):
        raise DamagedError("document.act_damaged", where=act.entity_id)
    return Issued(
        id=act.entity_id,
        kind=values.text(told, "kind"),
        label=values.text(told, "label"),
        number=values.text(told, "number"),
        fate=known_fate or fate(store, act.entity_id),
        issued_on=values.day(told, "issued_on"),
        due_on=values.day(told, "due_on"),
        inspection_id=values.text(told, "inspection_id"),
        target_id=values.text(told, "target_id"),
        addressee=values.text(addressee, "name"),
        recipients=tuple(_recipient(one) for one in recipients),
        finding_ids=tuple(str(one) for one in finding_ids),
        content=values.text(told, "content"),
        content_sha256=values.text(told, "content_sha256"),
        pdf_sha256=values.text(told, "pdf_sha256"),
        pages=values.number(told, "pages"),
        code=values.text(told, "code"),
        qr=values.text(told, "qr"),
        sealing=values.text(told, "sealing"),
        dues=_dues(told),
        late=values.flag(told, "late"),
        scans=_scans(told),
    )


def _scans(told: values.Fields) -> tuple[str, ...]:
    """Return the hashes of the scans that an act of late entry tells."""
    kept = told.get("scans")
    scans = kept if isinstance(kept, list) else []
    return tuple(values.text(one, "sha256") for one in scans if isinstance(one, dict))


def _dues(told: values.Fields) -> tuple[tuple[str, str, date], ...]:
    """Return the last days that an act of issue tells: {finding: {party: ISO day}}."""
    by_finding = values.part(told, "dues") or {}
    return tuple(
        (finding_id, party_id, due)
        for finding_id in by_finding
        for party_id in (values.part(by_finding, finding_id) or {})
        if (due := values.day(values.part(by_finding, finding_id) or {}, party_id)) is not None
    )


def _recipient(told: object) -> Recipient:
    if not isinstance(told, dict):
        raise DamagedError("document.act_damaged", where="recipients")
    return Recipient(
        values.text(told, "party_id"),
        values.text(told, "name"),
        values.number(told, "copy"),
        values.flag(told, "main"),
        values.text(told, "role"),
        values.text(told, "credit_code"),
        values.text(told, "address"),
    )
