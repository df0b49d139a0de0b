"""Authority: which certificates a journal gives, and whether an act's signer had the right to it.

Rights do not depend on the order of arrival. The role acts of the root are taken first; they alone make
administrators. The role acts of administrators come second, judged by what the root said; they make nobody
who could appoint. A right is asked for the day that the act's own device wrote on it (its wall time, in
its own zone): what a person may do is dated by the office, and an act keeps its worth when its signer
leaves later. A device that lies about the day is found by the hub's receipts, not here.
"""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from datetime import date

from inspector_app.domain.acts import SIGNED_KINDS, ActKind, may
from inspector_app.domain.errors import InspectorError
from inspector_app.trust.certificates import Certificate, Keyring
from inspector_app.trust.keys import SIGNATURE_BYTES

from .entry import Entry, act_message

PURPOSE = "act"

UNSIGNED = "journal.act_unsigned"
UNKNOWN_KEY = "journal.act_unknown_key"
FORGED = "journal.act_forged"
NO_RIGHT = "journal.act_no_right"
NOT_THE_SIGNER = "journal.act_not_the_signer"
NOT_ISSUER = "journal.role_not_issuer"
WITHDRAWAL = "journal.role_withdrawal"

_PERSONAL = frozenset({ActKind.ISSUE, ActKind.VOID, ActKind.REVOKE, ActKind.APPROVE})
"""Acts that only the person who is signed in may sign. The office's own key may lie with anybody."""


def judge(entry: Entry, keyring: Keyring) -> str | None:
    """Return the code of the reason why an act has no effect (无效操作), or None when it has.

    An act of a kind that needs no signature, or that this version does not know, has effect.
    """
    kind = entry.fields.get("kind")
    if entry.redacted or kind not in SIGNED_KINDS:
        return None
    told = entry.fields
    key_id, signature = told.get("key"), _signature(told.get("sig"))
    if not isinstance(key_id, str) or signature is None:
        return UNSIGNED
    key, holder = keyring.key(key_id), keyring.certificate(key_id)
    if key is None or holder is None:
        return UNKNOWN_KEY
    header = entry.header
    message = act_message(str(kind), header.entity, header.entity_id, told["content"], header.prev)
    if not key.verify(PURPOSE, message, signature):
        return FORGED
    if kind in _PERSONAL and holder.user != header.user:
        return NOT_THE_SIGNER
    if not may(keyring.roles(key_id, header.day), ActKind(str(kind))):
        return NO_RIGHT
    return _judge_role(key_id, told["content"], keyring) if kind == ActKind.ROLE else None


def keyring_of(root: Certificate, entries: Iterable[Entry]) -> Keyring:
    """Return the keyring that these entries' role acts give, whatever their order.

    Args:
        root: what the workspace is founded on.
        entries: any entries; all but role acts are passed over.
    """
    keyring = Keyring.found(root)
    learn(keyring, entries)
    return keyring


def learn(keyring: Keyring, entries: Iterable[Entry]) -> None:
    """Take the role acts among these entries into a keyring, whatever their order."""
    roles = [entry for entry in entries if entry.header.op == "act" and is_role(entry)]
    for by_root in (True, False):
        stage = [each for each in roles if (each.fields.get("key") == keyring.root.key_id) is by_root]
        _take_all(sorted(stage, key=lambda each: each.hash), keyring)


def is_role(entry: Entry) -> bool:
    """Tell whether an act is about roles: then everybody's rights are to be judged again."""
    return entry.fields.get("kind") == ActKind.ROLE


def may_count(entry: Entry, keyring: Keyring) -> bool:
    """Tell whether a role act has the form of one and is not forged; its signer may yet come to be known."""
    told, where = entry.fields, entry.header
    key_id, content, signature = told.get("key"), told.get("content"), _signature(told.get("sig"))
    formed = isinstance(key_id, str) and signature is not None and len(signature) == SIGNATURE_BYTES
    if not formed or judge(entry, keyring) == FORGED:
        return False
    if _withdrawal(content) is not None:
        return True
    try:
        certificate = Certificate.from_content(content)
    except InspectorError:
        return False
    return (certificate.workspace, certificate.issuer) == (where.workspace, key_id)


def _judge_role(key_id: str, content: object, keyring: Keyring) -> str | None:
    withdrawn = _withdrawal(content)
    if withdrawn is not None:
        by_root = key_id == keyring.root.key_id
        if withdrawn[0] == keyring.root.key_id or (keyring.administers(withdrawn[0]) and not by_root):
            return WITHDRAWAL
        return None
    try:
        certificate = Certificate.from_content(content)
        if certificate.issuer != key_id:
            return NOT_ISSUER
        if certificate != keyring.root:
            keyring.check(certificate)
    except InspectorError as problem:
        return problem.code
    return None


def _take_all(waiting: list[Entry], keyring: Keyring) -> None:
    """Take in what is valid, again and again: a certificate for the root's own key may make more so."""
    while waiting:
        left = []
        for entry in waiting:
            if judge(entry, keyring) is None:
                _take(entry.fields["content"], keyring)
            else:
                left.append(entry)
        waiting = left if len(left) < len(waiting) else []


def _take(content: object, keyring: Keyring) -> None:
    withdrawn = _withdrawal(content)
    if withdrawn is None:
        keyring.accept(Certificate.from_content(content))
    else:
        keyring.withdraw(*withdrawn)


def _withdrawal(content: object) -> tuple[str, date] | None:
    """Return key id and first day of {"withdrawn": key id, "from": day}, or None for anything else."""
    if not isinstance(content, dict):
        return None
    key_id, day = content.get("withdrawn"), content.get("from")
    if not isinstance(key_id, str) or not isinstance(day, str):
        return None
    try:
        return key_id, date.fromisoformat(day)
    except ValueError:
        return None


def _signature(told: object) -> bytes | None:
    if not isinstance(told, str):
        return None
    try:
        return urlsafe_b64decode(told + "=" * (-len(told) % 4))
    except (binascii.Error, ValueError):
        return None
