"""Is this paper ours, and does it still say what was issued?

valid    its bytes, or its code's signature, are what an authorised officer issued
void     genuine, but void or revoked
invalid  it claims to be ours and is not what was issued
unknown  nothing here can prove or disprove it; never shown as valid
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from inspector_app.casework.papers import countersigns, issued
from inspector_app.domain.acts import ActKind, may
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.errors import DamagedError, InspectorError, Problem
from inspector_app.domain.proof_code import Told, told_code
from inspector_app.journal.authority import judge
from inspector_app.store.store import Store
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.keys import VerifyKey

VALID, VOID, INVALID, UNKNOWN = "valid", "void", "invalid", "unknown"
_LATE = "verify.late"
_GENUINE_PDF, _GENUINE_QR, _GENUINE_CODE = "verify.pdf_genuine", "verify.qr_genuine", "verify.code_known"


class Claim(Protocol):
    """What a QR code claims, before anyone believes it."""

    @property
    def fields(self) -> dict[str, str]:
        """Facts by their name in domain.content.Content.facts, and `content_hash` in hex."""

    @property
    def key_id(self) -> str:
        """The key it says it was signed with."""

    @property
    def message(self) -> bytes:
        """What was signed."""

    @property
    def signature(self) -> bytes:
        """The signature."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of one input.

    Attributes:
        why: the reason in words by its code, with the field that decided, and the way on.
        checked: what was compared, in the order it was done.
        document: facts of the document it is or claims to be.
        compare_by_eye: (what, value) pairs that a person must compare with the paper.
    """

    verdict: str
    why: Problem
    checked: tuple[str, ...] = ()
    document: dict[str, str] = field(default_factory=dict)
    compare_by_eye: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What a file holds beyond a whole file at its beginning.

    Attributes:
        parts: (length, sha256) of each beginning of the file that could be a whole file.
        mark: what the margin of a copy says, where all that was added is such a mark of our own making.
        content_sha256: hash of the content embedded in the file; empty when there is none.
    """

    parts: tuple[tuple[int, str], ...] = ()
    mark: str = ""
    content_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What a verdict may rest on: the journal of this laptop, and certificates handed in by file."""

    store: Store | None
    keyrings: tuple[Keyring, ...]

    def key(self, key_id: str) -> VerifyKey | None:
        """Return a key that a certificate vouches for."""
        for ring in self.keyrings:
            certificate = ring.certificate(key_id)
            if certificate is not None:
                return VerifyKey(certificate.key)
        return None

    def may_issue(self, key_id: str, on: date) -> bool:
        """Tell whether the key's holder had the right to issue on that day."""
        return any(may(ring.roles(key_id, on), ActKind.ISSUE) for ring in self.keyrings)


def of_pdf(sha256: str, claims: Iterable[Claim], witnesses: Witnesses, added: Added = Added()) -> Verdict:
    """Judge a PDF by its bytes, which only the journal knows.

    Neither its QR code nor the content embedded in it ever earns `valid`, and nothing does that follows
    a genuine original in the same file, since it may hide or change what the pages show.
    """
    known = _find(witnesses.store, "pdf_sha256", sha256)
    if known is not None:
        return _by_fate(known, witnesses, _GENUINE_PDF, ("pdf_sha256", "journal"))
    scanned = _scanned(witnesses.store, sha256)
    if scanned is not None:
        return _by_fate(scanned, witnesses, _GENUINE_PDF, ("pdf_sha256", "journal"))
    signed = countersigns.with_file(witnesses.store, sha256) if witnesses.store else None
    if signed is not None and witnesses.store is not None:
        return _trace(issued.must_be_issued(witnesses.store, signed.document_id), witnesses)
    for length, part in added.parts:
        inside = _find(witnesses.store, "pdf_sha256", part)
        if inside is not None:
            return _extended(inside, length, added.mark, witnesses)
    for claim in claims:
        return _of_other_bytes(claim, witnesses, added.content_sha256)
    return Verdict(UNKNOWN, Problem.of("verify.no_code", "qr"), ("pdf_sha256",))


def _trace(told: issued.Issued, witnesses: Witnesses) -> Verdict:
    """Judge a page of strokes from the screen: kept here with the document, and no more than a trace."""
    why = Problem.of("verify.countersign", "countersign", number=told.number)
    return Verdict(UNKNOWN, why, ("pdf_sha256", "countersign"), _told(told, witnesses), _by_eye(told))


def _extended(inside: issued.Issued, length: int, mark: str, witnesses: Witnesses) -> Verdict:
    checked = ("pdf_sha256", "journal", "extra_bytes")
    told, eye = _told(inside, witnesses), _by_eye(inside)
    standing = _by_fate(inside, witnesses, _GENUINE_PDF, checked)
    if standing.verdict != VALID:
        return standing
    if mark:
        why = Problem.of("verify.copy", "copy", number=inside.number, mark=mark)
        return Verdict(UNKNOWN, why, (*checked, "copy"), told, eye)
    why = Problem.of("verify.extra_bytes", "extra_bytes", number=inside.number, length=length)
    return Verdict(INVALID, why, checked, told, eye)


def _of_other_bytes(claim: Claim, witnesses: Witnesses, content_sha256: str) -> Verdict:
    """Judge a file that nobody here issued by the code on its page."""
    judged = of_qr(claim, witnesses)
    checked, number = (*judged.checked, "pdf_sha256"), claim.fields.get("number", "")
    if judged.verdict not in (VALID, VOID):
        return Verdict(judged.verdict, judged.why, checked, judged.document, judged.compare_by_eye)
    if content_sha256 and content_sha256 != claim.fields.get("content_hash", ""):
        why = Problem.of("verify.content_differs", "content", number=number)
        return Verdict(INVALID, why, (*checked, "content"), judged.document, judged.compare_by_eye)
    if "journal" in judged.checked:
        why = Problem.of("verify.pdf_changed", "pdf_sha256", number=number)
        return Verdict(INVALID, why, checked, judged.document, judged.compare_by_eye)
    why = Problem.of("verify.pdf_unknown", "pdf_sha256", number=number)
    return Verdict(UNKNOWN, why, checked, judged.document, judged.compare_by_eye)


def of_qr(claim: Claim, witnesses: Witnesses) -> Verdict:
    """Judge a QR code: its signature, the signer's right that day, and what the journal says."""
    facts = dict(claim.fields)
    number, eye = facts.get("number", ""), _eye_of(facts)
    key = witnesses.key(claim.key_id)
    if key is None:
        return Verdict(
            UNKNOWN, Problem.of("verify.key_unknown", "key", key=claim.key_id), ("key",), facts, eye
        )
    if not key.verify("qr", claim.message, claim.signature):
        why = Problem.of("verify.signature_wrong", "signature", number=number)
        return Verdict(INVALID, why, ("key", "signature"), facts, eye)
    on = iso_day(facts.get("issued", ""))
    if on is None or not witnesses.may_issue(claim.key_id, on):
        why = Problem.of("verify.no_right", "right", number=number, issued=facts.get("issued", ""))
        return Verdict(INVALID, why, ("key", "signature", "right"), facts, eye)
    known = _find(witnesses.store, "content_sha256", facts.get("content_hash", ""))
    if known is not None:
        told = _by_fate(known, witnesses, _GENUINE_QR, ("key", "signature", "right", "journal"))
        return replace(told, compare_by_eye=eye)
    keyed = _keyed_in(witnesses.store, number)
    if keyed is not None:
        return _of_keyed(keyed, witnesses, eye)
    if _find(witnesses.store, "number", number) is not None:
        why = Problem.of("verify.other_content", "content_hash", number=number)
        return Verdict(INVALID, why, ("key", "signature", "right", "journal"), facts, eye)
    return Verdict(VALID, Problem.of(_GENUINE_QR, number=number), ("key", "signature", "right"), facts, eye)


def _of_keyed(keyed: issued.Issued, witnesses: Witnesses, eye: tuple[tuple[str, str], ...]) -> Verdict:
    """Judge a genuine code whose record was lost, and whose paper was keyed in late under the same number."""
    checked = ("key", "signature", "right", "journal")
    standing = _by_fate(keyed, witnesses, _GENUINE_QR, checked)
    if keyed.fate != "issued" or standing.why.code != _LATE:
        return replace(standing, compare_by_eye=eye)
    why = Problem.of("verify.late_number", "late", number=keyed.number)
    return Verdict(UNKNOWN, why, (*checked, "late"), standing.document, eye)


def of_text(text: str, parse: Callable[[str], Claim], witnesses: Witnesses) -> Verdict:
    """Judge a text: that of a QR code, or the 12 characters that a paper prints beside it."""
    told = told_code(text)
    if told is not None:
        return _of_code(told, witnesses)
    try:
        claim = parse(text)
    except DamagedError:
        if text.lstrip().startswith("ZJZF"):
            return Verdict(INVALID, Problem.of("verify.qr_altered", "qr"), ("form",))
        return Verdict(UNKNOWN, Problem.of("verify.not_ours", "qr"), ("form",))
    return of_qr(claim, witnesses)


def _of_code(told: Told, witnesses: Witnesses) -> Verdict:
    """Judge a 12-character code, which proves no more than that a document with this content was issued."""
    if told.impossible:
        why = Problem.of("verify.code_impossible", "code", characters=" ".join(told.impossible))
        return Verdict(UNKNOWN, why, ("form",))
    if not told.well_formed:
        return Verdict(UNKNOWN, Problem.of("verify.code_length", "code", length=told.length), ("form",))
    if witnesses.store is None:
        return Verdict(UNKNOWN, Problem.of("verify.code_no_journal", "code", value=told.code), ("form",))
    known = _find(witnesses.store, "code", told.code)
    if known is None:
        why = Problem.of("verify.code_unknown", "code", value=told.code)
        return Verdict(UNKNOWN, why, ("form", "journal"))
    return replace(
        _by_fate(known, witnesses, _GENUINE_CODE, ("form", "journal")), compare_by_eye=_by_eye(known)
    )


def _by_fate(known: issued.Issued, witnesses: Witnesses, genuine: str, checked: tuple[str, ...]) -> Verdict:
    """Say of a genuine document whether it still stands; a corrected one does, with its correction."""
    told, checked = _told(known, witnesses), (*checked, "fate")
    if witnesses.store is not None and not attested(witnesses.store, known.id):
        why = Problem.of("verify.record_altered", "journal", number=known.number)
        return Verdict(UNKNOWN, why, checked, told)
    if known.fate == "void" and known.late:
        why = Problem.of("verify.late_void", "fate", number=known.number)
    elif known.fate == "void":
        why = Problem.of("verify.void", "fate", number=known.number)
    elif known.fate == "revoked":
        why = Problem.of("verify.revoked", "fate", number=known.number)
    elif known.fate != "issued":
        why = Problem.of("verify.not_standing", "fate", number=known.number, fate=known.fate)
    elif known.late:
        # A scan proves what lies in the record, and never that the paper is genuine.
        why = Problem.of(_LATE, "late", number=known.number)
        return Verdict(UNKNOWN, why, (*checked, "late"), told, _by_eye(known))
    elif told["corrected_by"]:
        why = Problem.of("verify.corrected", "fate", number=known.number, by=told["corrected_by"])
    else:
        why = Problem.of(genuine, number=known.number)
    return Verdict(VALID if known.fate == "issued" else VOID, why, checked, told)


def attested(store: Store, document_id: str) -> bool:
    """Tell whether what the tables say of a document is what the journal's signed entries say.

    Whoever can write into the database can make the tables name another file; the entries cannot be made.
    """
    try:
        written = {
            entry.hash.hex(): (entry.fields.get("content") or {}, judge(entry, store.keyring) is None)
            for entry in store.entries_of(document_id)
            if entry.header.op == "act"
        }
    except InspectorError:
        return False
    shown = {act.id: (act.content, act.valid) for act in store.acts(None, document_id)}
    return written == shown


def _find(store: Store | None, name: str, value: str) -> issued.Issued | None:
    """Return the issued document with this value of `number`, `code`, `pdf_sha256` or `content_sha256`."""
    if store is None or not value:
        return None
    for act in store.acts("document", None, ActKind.ISSUE, valid_only=True):
        if act.content.get(name) == value:
            known = issued.document(store, act.entity_id)
            # Of two issue acts of one document only the first counts.
            if known is not None and getattr(known, name) == value:
                return known
    return None


def _keyed_in(store: Store | None, number: str) -> issued.Issued | None:
    """Return the standing late entry that bears a number, however the number is written."""
    bearers = store.bearers(number) if store is not None and number else {}
    known = issued.documents(store, bearers) if store is not None and bearers else {}
    return next(iter(known.values()), None) if all(one.late for one in known.values()) else None


def _scanned(store: Store | None, sha256: str) -> issued.Issued | None:
    """Return the late entry whose scan, as it came, has these bytes; one that stands before any other."""
    if store is None or not sha256:
        return None
    known = issued.documents(store, [one.document_id for one in store.numbers().late]).values()
    told = sorted((one for one in known if sha256 in one.scans), key=lambda one: one.fate != "issued")
    return next(iter(told), None)


def _told(known: issued.Issued, witnesses: Witnesses) -> dict[str, str]:
    corrections = issued.corrected(witnesses.store, known.id) if witnesses.store else ()
    return {
        "id": known.id,
        "kind": known.kind,
        "kind_label": known.label,
        "number": known.number,
        "addressee": known.addressee,
        "issued": known.issued_on.isoformat() if known.issued_on else "",
        "deadline": known.due_on.isoformat() if known.due_on else "",
        "fate": known.fate,
        "corrected_by": "、".join(corrections),
        "content_hash": known.content_sha256,
        "code": known.code,
    }


def _by_eye(known: issued.Issued) -> tuple[tuple[str, str], ...]:
    """Return what the record says of a paper, in the order of its QR code."""
    facts = dict(json.loads(known.content).get("facts", ()))
    return _eye_of({**facts, "content_hash": known.content_sha256})


def _eye_of(facts: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return facts for comparing by eye; of the content's hash what the foot of the page prints."""
    return tuple(
        (what, value[:8].upper() if what == "content_hash" else value) for what, value in facts.items()
    )
