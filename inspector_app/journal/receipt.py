"""Receipts: what the hub says, over its signature, that it holds. Whoever has one can prove it later.

    canonical JSON of the facts + signature (64 bytes) at the end

A receipt for a journal names an entry by place and hash: everything up to it is held, since the chain allows
no other past. It also names where the hub's own log stood, so that a log rewritten later is found out.
"""

from dataclasses import dataclass, field
from typing import Any

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.trust.keys import SIGNATURE_BYTES, SigningKey, VerifyKey

from . import canonical

PURPOSE, BLOB_PURPOSE = "receipt", "blobs"
MOST_BYTES = 1_000_000
MOST_NAMES = 1_000
"""Files that one receipt may name."""

_HEX = frozenset("0123456789abcdef")
_VERSION = 1
_FORM = {
    "hub": 32,
    "workspace": 32,
    "journal_id": 32,
    "hash": 64,
    "log": 64,
    "seq": 1,
    "no": 0,
    "at": "",
    "v": 1,
    "names": [],
}
"""Texts of so many hex digits, whole numbers of at least so much, a text, a list of names."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The hub holds a journal up to this entry.

    Attributes:
        hub, workspace, journal_id: 32 hex digits each.
        seq, hash: place and hash (32 bytes) of the last entry that it holds of this chain.
        no, log: how many bundles its log had, and the log's hash (32 bytes).
        at: RFC 3339 time by the hub's clock; a claim like every time.
        raw: the signed bytes that it was read from; empty for one that was never sent.
    """

    hub: str
    workspace: str
    journal_id: str
    seq: int
    hash: bytes
    no: int
    log: bytes
    at: str
    raw: bytes = field(default=b"", compare=False, repr=False)

    def sign(self, key: SigningKey) -> bytes:
        """Return the receipt as bytes, signed by the hub's key."""
        told = {
            "v": _VERSION,
            "hub": self.hub,
            "workspace": self.workspace,
            "journal_id": self.journal_id,
            "seq": self.seq,
            "hash": self.hash.hex(),
            "no": self.no,
            "log": self.log.hex(),
            "at": self.at,
        }
        return _signed(told, PURPOSE, key)

    @staticmethod
    def read(content: bytes, key: VerifyKey) -> "Receipt":
        """Read a receipt that this key signed.

        Raises:
            DamagedError: `journal.receipt_damaged`, `journal.receipt_forged`.
            UnavailableError: `journal.newer_receipt`.
        """
        names = ("v", "hub", "workspace", "journal_id", "seq", "hash", "no", "log", "at")
        told = _read(content, PURPOSE, key, names)
        return Receipt(
            told["hub"],
            told["workspace"],
            told["journal_id"],
            told["seq"],
            bytes.fromhex(told["hash"]),
            told["no"],
            bytes.fromhex(told["log"]),
            told["at"],
            content,
        )


@dataclass(frozen=True, slots=True)
class BlobReceipt:
    """The hub holds these files.

    Attributes:
        names: as the workspace calls them, 64 hex digits each; in the main workspace their sha256.
        raw: the signed bytes that it was read from; empty for one that was never sent.
    """

    hub: str
    workspace: str
    names: tuple[str, ...]
    at: str
    raw: bytes = field(default=b"", compare=False, repr=False)

    def sign(self, key: SigningKey) -> bytes:
        """Return the receipt as bytes, signed by the hub's key."""
        told = {
            "v": _VERSION,
            "hub": self.hub,
            "workspace": self.workspace,
            "names": list(self.names),
            "at": self.at,
        }
        return _signed(told, BLOB_PURPOSE, key)

    @staticmethod
    def read(content: bytes, key: VerifyKey) -> "BlobReceipt":
        """Read a receipt that this key signed.

        Raises:
            DamagedError: `journal.receipt_damaged`, `journal.receipt_forged`.
            UnavailableError: `journal.newer_receipt`.
        """
        told = _read(content, BLOB_PURPOSE, key, ("v", "hub", "workspace", "names", "at"))
        return BlobReceipt(told["hub"], told["workspace"], tuple(told["names"]), told["at"], content)


def _signed(told: dict[str, object], purpose: str, key: SigningKey) -> bytes:
    body = canonical.dump(told)
    return body + key.sign(purpose, body)


def _read(content: bytes, purpose: str, key: VerifyKey, names: tuple[str, ...]) -> dict[str, Any]:
    body, signature = content[:-SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]
    if len(content) > MOST_BYTES or not body:
        raise DamagedError("journal.receipt_damaged", where="length")
    try:
        told: dict[str, Any] = canonical.load_object(body, "receipt")
    except DamagedError as problem:
        raise DamagedError("journal.receipt_damaged", where="form") from problem
    if type(told.get("v")) is int and told["v"] > _VERSION:
        raise UnavailableError("journal.newer_receipt", needed=told["v"], have=_VERSION)
    if told.keys() != set(names):
        raise DamagedError("journal.receipt_damaged", where="fields")
    for name in names:
        if not _fits(told[name], _FORM[name]):
            raise DamagedError("journal.receipt_damaged", where=name)
    if not key.verify(purpose, body, signature):
        raise DamagedError("journal.receipt_forged", where=told["hub"])
    return told


def _fits(value: object, form: object) -> bool:
    if isinstance(form, list):
        whole = isinstance(value, list) and 0 < len(value) <= MOST_NAMES
        return whole and isinstance(value, list) and all(_is_hex(one, 64) for one in value)
    if isinstance(form, str):
        return isinstance(value, str) and 0 < len(value) <= 64 and value.isprintable()
    if isinstance(form, int) and form >= 32:
        return _is_hex(value, form)
    return type(value) is int and isinstance(form, int) and value >= form


def _is_hex(value: object, length: int) -> bool:
    return isinstance(value, str) and len(value) == length and _HEX.issuperset(value)
