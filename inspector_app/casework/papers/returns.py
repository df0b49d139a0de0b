"""签字件回传: the signed and sealed sheet comes back as a photo or scan and is kept with its document."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.domain.templates import Sealing
from inspector_app.store.store import Store

MOST_BYTES = {"photo": 60_000_000, "pdf": 30_000_000}
OFFICE_COPY = ""
"""The recipient of a return of a paper that goes to nobody."""


@dataclass(frozen=True, slots=True)
class Return:
    """What a person sees on the sheet that came back.

    Attributes:
        recipient_id: whose copy it is; OFFICE_COPY for a paper that goes to nobody.
        signed: it bears the signatures that its form asks for.
        sealed: it bears the office's seal.
        note: what was written on it by hand, copied out.
    """

    recipient_id: str
    signed: bool
    sealed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A return as its act tells it; `kind` is `photo` or `pdf`, `name` what the file was called."""

    sha256: str
    kind: str
    pages: int
    name: str
    told: Return
    user: str
    wall: str
    n: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What a copy still lacks: `missing` holds `signed`, `sealed` or both."""

    recipient_id: str
    name: str
    copy: int
    main: bool
    missing: tuple[str, ...]


def take_in(desk: Desk, document_id: str, raw: bytes, told: Return, *, name: str = "") -> str:
    """Keep a photo or scan of the signed sheet and return its sha256; told again, it replaces what was told.

    Args:
        raw: a JPEG, PNG or WEBP photo, or a PDF of at most 30 MB and 50 pages.
        name: what its file is called.

    Raises:
        RuleError: `document.not_issued`, `returns.not_standing`, `returns.unknown_recipient`,
            `returns.too_large`, `returns.is_the_original`, and what the renderer refuses the file for.
    """
    document = issued.must_be_issued(desk.store, document_id)
    if document.fate == "void":
        raise RuleError("returns.not_standing", where=document_id, number=document.number)
    if told.recipient_id not in _copies(document):
        raise RuleError("returns.unknown_recipient", where=told.recipient_id, number=document.number)
    kind, pages = inspected(desk, raw, name)
    sha256 = desk.store.put_blob(raw)
    if sha256 == document.pdf_sha256:
        raise RuleError("returns.is_the_original", where=name, number=document.number)
    before = [one for one in _all(desk.store, document_id) if one.sha256 == sha256]
    content: dict[str, object] = {
        "sha256": sha256,
        "kind": kind,
        "pages": pages,
        "name": name,
        "recipient_id": told.recipient_id,
        "signed": told.signed,
        "sealed": told.sealed,
        "note": told.note,
        "n": 1 + max((one.n for one in before), default=0),
    }
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.RETURN, "document", document_id, content)
    return sha256


def inspected(desk: Desk, raw: bytes, name: str) -> tuple[str, int]:
    """Return whether a scan of paper is a `photo` or a `pdf`, and its pages.

    Raises:
        RuleError: `returns.too_large`, and what the renderer refuses the file for.
    """
    kind = "pdf" if b"%PDF-" in raw[:1024] else "photo"
    if len(raw) > MOST_BYTES[kind]:
        raise RuleError("returns.too_large", where=name, size=len(raw), most=MOST_BYTES[kind])
    try:
        return kind, desk.renderer.inspect_scan(raw)
    except RuleError as refused:
        raise RuleError(refused.code, where=refused.where or name, **refused.values) from refused


def _copies(document: issued.Issued) -> dict[str, issued.Recipient]:
    """Return the copies that can come back; a paper that goes to nobody has the office's own."""
    if not document.recipients:
        return {OFFICE_COPY: issued.Recipient(OFFICE_COPY, "", 1, True)}
    return {one.party_id: one for one in document.recipients}


def _all(store: Store, document_id: str) -> list[Returned]:
    return _in_order(store.acts("document", document_id, ActKind.RETURN, valid_only=True))


def _in_order(acts: Iterable[Act]) -> list[Returned]:
    return [_returned(act) for act in sorted(acts, key=lambda act: (values.number(act.content, "n"), act.id))]


def _returned(act: Act) -> Returned:
    told = act.content
    return Returned(
        sha256=values.text(told, "sha256"),
        kind=values.text(told, "kind"),
        pages=values.number(told, "pages"),
        name=values.text(told, "name"),
        told=Return(
            values.text(told, "recipient_id"),
            values.flag(told, "signed"),
            values.flag(told, "sealed"),
            values.text(told, "note"),
        ),
        user=act.user,
        wall=act.wall,
        n=values.number(told, "n"),
    )


def returns_of(store: Store, document_id: str) -> tuple[Returned, ...]:
    """Return what came back, each file once, with what was last told of it."""
    return _newest(_all(store, document_id))


def _newest(told: Iterable[Returned]) -> tuple[Returned, ...]:
    return tuple({one.sha256: one for one in told}.values())


def file(store: Store, returned: Returned) -> bytes:
    """Return the photo or scan.

    Raises:
        DamagedError: `store.blob_missing`, `store.blob_damaged`: the file vanished or was altered.
    """
    return store.blob(returned.sha256)


def owed(store: Store, document_id: str) -> tuple[Owed, ...]:
    """Return the copies that did not come back whole; nothing for a void or taken-back document.

    A paper with an electronic seal bears it already, so only signatures are waited for.

    Raises:
        RuleError: `document.not_issued`.
    """
    document = issued.must_be_issued(store, document_id)
    return _lacking(document, returns_of(store, document_id)) if document.fate == "issued" else ()


def _lacking(document: issued.Issued, back: Iterable[Returned]) -> tuple[Owed, ...]:
    there = [one.told for one in back]
    sealed_already = document.sealing == Sealing.ELECTRONIC
    lacking = []
    for recipient_id, copy in _copies(document).items():
        own = [one for one in there if one.recipient_id == recipient_id]
        signed, sealed = any(one.signed for one in own), any(one.sealed for one in own) or sealed_already
        missing = [word for word, holds in (("signed", signed), ("sealed", sealed)) if not holds]
        if missing:
            lacking.append(Owed(recipient_id, copy.name, copy.copy, copy.main, tuple(missing)))
    return tuple(lacking)


def returned(store: Store, document: issued.Issued) -> bool:
    """Tell whether the main recipient's copy came back signed and sealed: then it may be archived."""
    return document.fate == "issued" and _whole(document, returns_of(store, document.id))


def all_returned(store: Store, documents: Iterable[issued.Issued]) -> frozenset[str]:
    """Return the ids of those documents that `returned` says yes of; asked of all of them at once."""
    asked = [one for one in documents if one.fate == "issued"]
    acts = store.acts_of("document", [one.id for one in asked], ActKind.RETURN)
    return frozenset(one.id for one in asked if _whole(one, _newest(_in_order(acts.get(one.id, ())))))


def _whole(document: issued.Issued, back: Iterable[Returned]) -> bool:
    return not any(one.main for one in _lacking(document, back))
