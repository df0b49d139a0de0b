"""What the hub reads in the bundles that it keeps: who may do what, and where acts about papers stand."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from inspector_app.domain.acts import ActKind, bars_voiding
from inspector_app.journal import authority
from inspector_app.journal.entry import Entry, split_frames
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.enrolment import GREATEST_CODE

PAPERS = frozenset({ActKind.ISSUE, ActKind.VOID, ActKind.REVOKE, ActKind.SERVE, ActKind.CORRECT})
CODE_LENGTH = 12

SHARED = "workspace"
"""Kind of record that an act about a workspace shared by key is about; its id is the workspace's."""

_MAY_TELL = re.compile(rb'"kind":"(?:role|issue|void|revoke|serve|correct|share)"')
_BETWEEN = re.compile(r"[^0-9A-Z]+")


class RoleFound(NamedTuple):
    """A role act that may come to count; `signer` is a key id."""

    hash: bytes
    raw: bytes
    signer: str


class PaperAct(NamedTuple):
    """An act about a document.

    Attributes:
        hash: of the entry. Of a service: of what it is about, for one that counts says as much as many.
        code: twelve letters and digits of an act of issue; otherwise empty.
        signer: key id; empty for one whom nobody knows yet, and for a service.
        raw: the entry.
    """

    hash: bytes
    document_id: str
    code: str
    signer: str
    raw: bytes


class ShareAct(NamedTuple):
    """Where an act about a workspace shared by key stands; `room` is that workspace, `signer` as above."""

    hash: bytes
    room: str
    signer: str


class Found(NamedTuple):
    """The entries of one bundle that the hub looks at: acts about roles, papers and workspaces."""

    roles: tuple[RoleFound, ...] = ()
    papers: tuple[PaperAct, ...] = ()
    shares: tuple[ShareAct, ...] = ()
    machine_codes: frozenset[int] = frozenset()  # under which papers were issued


NOTHING = Found()


def plain_code(told: str) -> str:
    """Return a code without its hyphens, in capitals."""
    return _BETWEEN.sub("", told.upper())


def found_in(raw: bytes, ring: Keyring) -> Found:
    """Return what the hub reads in proven entries that stand one after the other.

    Args:
        ring: tells a forged role act; one that is signed by a stranger may come to count.
    """
    if _MAY_TELL.search(raw) is None:  # most bundles: nothing is parsed
        return NOTHING
    return found_among(split_frames(raw), ring)


def found_among(raws: Sequence[bytes], ring: Keyring | None = None) -> Found:
    """Return what the hub reads in these proven entries; see `found_in`. Its own need no keyring."""
    acts = list(_acts(raws))
    roles = tuple(
        RoleFound(entry.hash, entry.raw, entry.fields["key"])
        for kind, entry in acts
        if kind == ActKind.ROLE and (ring is None or authority.may_count(entry, ring))
    )
    papers = tuple(
        _paper(kind, entry, ring)
        for kind, entry in acts
        if kind in PAPERS and entry.header.entity == "document" and _may_tell(kind, entry, ring)
    )
    shares = tuple(
        ShareAct(entry.hash, entry.header.entity_id, _signer(entry, ring))
        for kind, entry in acts
        if kind == ActKind.SHARE and entry.header.entity == SHARED and _may_tell(kind, entry, ring)
    )
    codes = frozenset(_machine_code(entry) for kind, entry in acts if kind == ActKind.ISSUE) - {0}
    return Found(roles, papers, shares, codes)


def _acts(raws: Sequence[bytes]) -> Iterator[tuple[str, Entry]]:
    for raw in raws:
        if _MAY_TELL.search(raw) is not None:
            entry = Entry.parse(raw)
            if entry.header.op == "act" and not entry.redacted:
                yield str(entry.fields["kind"]), entry


def _may_tell(kind: str, entry: Entry, ring: Keyring | None) -> bool:
    """Tell whether an act may come to count: of others anybody who has a laptop writes any number."""
    if kind == ActKind.SERVE:
        return bars_voiding(entry.fields["content"])
    return ring is None or authority.judge(entry, ring) not in (authority.UNSIGNED, authority.FORGED)


def _paper(kind: str, entry: Entry, ring: Keyring | None) -> PaperAct:
    record = entry.header.entity_id
    if kind == ActKind.SERVE:
        return PaperAct(sha256(b"served\0" + record.encode()).digest(), record, "", "", entry.raw)
    return PaperAct(entry.hash, record, _code(kind, entry), _signer(entry, ring), entry.raw)


def _signer(entry: Entry, ring: Keyring | None) -> str:
    """Return the key id of who signed an act; empty for one whom nobody knows yet."""
    key = entry.fields.get("key")
    return key if isinstance(key, str) and ring is not None and ring.key(key) is not None else ""


def _code(kind: str, entry: Entry) -> str:
    told = entry.fields["content"].get("code") if kind == ActKind.ISSUE else None
    code = plain_code(told) if isinstance(told, str) else ""
    return code if len(code) == CODE_LENGTH else ""


def _machine_code(entry: Entry) -> int:
    told = entry.fields["content"].get("machine_code")
    return told if type(told) is int and 1 <= told <= GREATEST_CODE else 0
