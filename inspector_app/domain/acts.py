"""Acts: what people did, told once and never changed, and who has the right to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What the office entrusted a person with, or a machine. A person may hold several."""

    ROOT = "root"
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    CLERK = "clerk"
    DEVICE = "device"  # a laptop: signs bundles, exchange files and sign-ons; may do no act
    HUB = "hub"  # the bureau's hub: signs receipts and the bundles of its own journal


MACHINES = frozenset({Role.DEVICE, Role.HUB})
"""Roles of machines: who holds no other one is nobody."""


class ActKind(StrEnum):
    """The kinds of act this version knows. Others are kept, and projected after an upgrade."""

    ISSUE = "issue"  # a document receives its number and is frozen
    VOID = "void"  # before any service: the number stays, the document never counted
    REVOKE = "revoke"  # after service: by a numbered document of its own
    PRINT = "print"
    SERVE = "serve"  # signed for, refused, left, mailed, electronic; per recipient
    REPLY = "reply"
    RECHECK = "recheck"
    EXTEND = "extend"
    APPROVE = "approve"
    RESUME = "resume"  # work may go on, wholly or in named parts
    ATTACH = "attach"  # a photo or file belongs to a record for ever
    CONCLUDE = "conclude"  # an inspection is closed; corrections are linked records
    WITHDRAW = "withdraw"  # a finding recorded by mistake; it stays visible
    ROLE = "role"  # a certificate: who may do what, signed down from the office root
    EDITION = "edition"  # forms become the office's
    CORRECT = "correct"  # 更正: another numbered document corrects a passage; both stand
    SHEET = "sheet"  # a pre-stamped sheet is issued, used, spoilt or returned
    RETURN = "return"  # 签字件回传: the signed and sealed sheet came back as photo or scan
    COUNTERSIGN = "countersign"  # strokes on the screen, as a second frozen file that names the first
    ORDER = "order"  # a finding that did not pass its recheck is ordered again, with a new last day
    ESCALATE = "escalate"  # a finding goes on by stronger means: conduct, filing, transfer
    SETTLE = "settle"  # what it was escalated to came to its end
    RELEASE = "release"  # the escalation was given up: the finding itself is open as before
    ASK = "ask"  # a longer deadline is asked for
    SUBMIT = "submit"  # a draft is laid before who approves
    DEFEND = "defend"  # 陈述申辩 on a notice, or that it was waived
    PUBLISH = "publish"  # a determination is made public, its period shortened, or taken down
    CASE = "case"  # a step in the course of a filing
    VIOLATE = "violate"  # 抢工: work went on against a stop-work
    WATCH = "watch"  # 停工核查 and 复工申请: what was noted while a stop-work holds
    SHARE = "share"  # a workspace of its own was made; a person got its key, or does no longer
    HAND = "hand"  # a key of a shared workspace, sealed for who has access and lacked it
    DRAW = "draw"  # 双随机: who was drawn from whom, by which seed
    REVIEW = "review"  # 审阅: a dossier was commented, passed, returned, or answered; internal, no paper


SIGNED_KINDS: frozenset[ActKind] = frozenset(
    {
        ActKind.ISSUE,
        ActKind.VOID,
        ActKind.REVOKE,
        ActKind.CORRECT,
        ActKind.APPROVE,
        ActKind.ROLE,
        ActKind.EDITION,
        ActKind.SHARE,
    }
)
"""Acts that carry the person's own signature over kind, entity, content and chain position."""

RIGHTS: dict[ActKind, frozenset[Role]] = {
    ActKind.ISSUE: frozenset({Role.INSPECTOR, Role.SUPERVISOR}),
    ActKind.VOID: frozenset({Role.INSPECTOR, Role.SUPERVISOR}),
    ActKind.REVOKE: frozenset({Role.SUPERVISOR}),
    ActKind.CORRECT: frozenset({Role.SUPERVISOR}),
    ActKind.APPROVE: frozenset({Role.SUPERVISOR}),
    ActKind.ROLE: frozenset({Role.ROOT, Role.ADMINISTRATOR}),
    ActKind.EDITION: frozenset({Role.ROOT, Role.ADMINISTRATOR}),
    ActKind.SHARE: frozenset({Role.ROOT, Role.ADMINISTRATOR}),
}
"""Who may do a signed act. An act without the right is kept and shown as 无效操作, without effect."""


def may(roles: frozenset[Role], kind: ActKind) -> bool:
    """Tell whether one of these roles has the right to this act; unsigned kinds are open to all."""
    allowed = RIGHTS.get(kind)
    return allowed is None or bool(roles & allowed)


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the fold hands it out.

    Attributes:
        id: hex hash of the journal entry that carries it.
        kind: an ActKind's value, or a kind that a newer version made.
        entity: the kind of record it is about, e.g. `document`.
        entity_id: that record.
        user: the person who was signed in.
        wall: RFC 3339 time the device claimed; shown, never trusted for order.
        content: what was done; JSON values only.
        valid: False when the signer lacked the right (无效操作).
        order: place in the order of acts, the same on every laptop; only to compare, never kept.
    """

    id: str
    kind: str
    entity: str
    entity_id: str
    user: str
    wall: str
    content: dict[str, object]
    valid: bool = True
    order: int = 0


def bars_voiding(served: Mapping[str, object]) -> bool:
    """Tell whether an act of service with this content ends the time in which its document can be voided.

    An announcement counts from its start: what was made public is not voided any more (民事诉讼法 95).
    """
    return served.get("reached") is True or bool(served.get("reached_on"))
