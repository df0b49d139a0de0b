"""Is this paper ours, and does it still say what was issued?

valid    its bytes, or its code's signature, are what an authorised officer issued
void     genuine, but void or revoked
invalid  it claims to be ours and is not what was issued
unknown  nothing here can prove or disprove it; never shown as valid
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from inspector_app.casework import issued
from inspector_app.domain.acts import ActKind, may
from inspector_app.domain.errors import DamagedError
from inspector_app.store.store import Store
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.keys import VerifyKey

VALID, VOID, INVALID, UNKNOWN = "valid", "void", "invalid", "unknown"


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
        checked: what was compared, in the order it was done.
        document: facts of the document it is or claims to be.
        compare_by_eye: (label, value) pairs that a person must compare with the paper.
    """

    verdict: str
    checked: tuple[str, ...] = ()
    document: dict[str, str] = field(default_factory=dict)
    compare_by_eye: tuple[tuple[str, str], ...] = ()


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


def of_pdf(sha256: str, claims: Iterable[Claim], witnesses: Witnesses) -> Verdict:
    """Judge a PDF by its bytes, which only the journal knows; its QR code alone never earns `valid`."""
    known = _by_hash(witnesses.store, sha256)
    if known is not None:
        verdict = VALID if known.fate == "issued" else VOID
        return Verdict(verdict, ("pdf_sha256", "journal", "fate"), _told(known))
    for claim in claims:
        judged = of_qr(claim, witnesses)
        if judged.verdict in (VALID, VOID) and _in_journal(
            witnesses.store, judged.document.get("number", "")
        ):
            # A genuine code on a page whose bytes we never issued.
            return Verdict(INVALID, (*judged.checked, "pdf_sha256"), judged.document, judged.compare_by_eye)
        if judged.verdict == INVALID:
            return Verdict(INVALID, judged.checked, judged.document, judged.compare_by_eye)
        return Verdict(UNKNOWN, (*judged.checked, "pdf_sha256"), judged.document, judged.compare_by_eye)
    return Verdict(UNKNOWN, ("pdf_sha256",))


def of_qr(claim: Claim, witnesses: Witnesses) -> Verdict:
    """Judge a QR code: its signature, the signer's right that day, and what the journal says."""
    facts = dict(claim.fields)
    shown = tuple(facts.items())
    key = witnesses.key(claim.key_id)
    if key is None:
        return Verdict(UNKNOWN, ("key",), facts, shown)
    if not key.verify("qr", claim.message, claim.signature):
        return Verdict(INVALID, ("key", "signature"), facts, shown)
    on = _day(facts.get("issued", ""))
    if on is None or not witnesses.may_issue(claim.key_id, on):
        return Verdict(INVALID, ("key", "signature", "right"), facts, shown)
    known = _by_number(witnesses.store, facts.get("number", ""))
    if known is None:
        return Verdict(VALID, ("key", "signature", "right"), facts, shown)
    if known.content_sha256 != facts.get("content_hash", ""):
        return Verdict(INVALID, ("key", "signature", "right", "journal"), facts, shown)
    verdict = VALID if known.fate == "issued" else VOID
    return Verdict(verdict, ("key", "signature", "right", "journal", "fate"), _told(known), shown)


def of_text(text: str, parse: Callable[[str], Claim], witnesses: Witnesses) -> Verdict:
    """Judge the text of a QR code; what is malformed is no code of ours."""
    try:
        claim = parse(text)
    except DamagedError:
        return Verdict(INVALID if text.lstrip().startswith("ZJZF") else UNKNOWN, ("form",))
    return of_qr(claim, witnesses)


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _by_hash(store: Store | None, sha256: str) -> issued.Issued | None:
    everything = issued.all_documents(store) if store else ()
    return next((one for one in everything if one.pdf_sha256 == sha256), None)


def _by_number(store: Store | None, number: str) -> issued.Issued | None:
    everything = issued.all_documents(store) if store else ()
    return next((one for one in everything if one.number == number), None)


def _in_journal(store: Store | None, number: str) -> bool:
    return _by_number(store, number) is not None


def _told(known: issued.Issued) -> dict[str, str]:
    return {
        "id": known.id,
        "kind": known.kind,
        "kind_label": known.label,
        "number": known.number,
        "addressee": known.addressee,
        "issued": known.issued_on.isoformat() if known.issued_on else "",
        "deadline": known.due_on.isoformat() if known.due_on else "",
        "fate": known.fate,
        "content_hash": known.content_sha256,
        "code": known.code,
    }
