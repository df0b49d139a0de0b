"""整改报告: what a company hands in, and what it still lacks before a recheck can rest on it.

The persons in charge of contractor, supervisor and owner each sign and stamp it (建质〔2014〕154号); who does
for another kind of target stands in its form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.errors import RuleError
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.parties import ROLE_LABELS, Party, PartyRole
from inspector_app.domain.targets import Target, TargetKind

SOURCE = "建质〔2014〕154号"
MOST_WORDS = 2000


class PreCheck(StrEnum):
    """What the supervising company says of the rectification before it signs (监理复核)."""

    UNTOLD = ""
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for a company, and whether its stamp is there."""

    role: PartyRole
    name: str
    stamped: bool

    @property
    def whole(self) -> bool:
        """Signed and stamped."""
        return self.stamped and bool(self.name.strip())


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says of one finding."""

    finding_id: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a paper from outside must fit between.

    Attributes:
        on: the day it bears; `received` the day it came in.
        ordered: the day of the document that it answers.
    """

    on: date
    received: date
    ordered: date | None
    today: date


@dataclass(frozen=True, slots=True)
class DayCodes:
    """The codes by which a paper from outside is refused for its days, and the first part of its fields."""

    room: str
    before_order: str
    received_before: str
    ahead: str


REPLY_DAYS = DayCodes("reply", "reply.before_order", "reply.received_before", "reply.ahead")
ASK_DAYS = DayCodes("extension", "extension.before_order", "extension.received_before", "extension.ahead")


def refuse_days(told: Days, codes: DayCodes, number: str) -> None:
    """Refuse a paper whose days cannot be: no answer comes before its order (建质〔2014〕154号).

    Args:
        number: of the order.

    Raises:
        RuleError: one of the three codes.
    """
    if told.ordered is not None and told.on < told.ordered:
        raise _refused(codes.before_order, f"{codes.room}.on", told, number, told.ordered)
    if told.received < told.on:
        raise _refused(codes.received_before, f"{codes.room}.received_on", told, number, told.received)
    if max(told.on, told.received) > told.today:
        field = "on" if told.on > told.today else "received_on"
        raise _refused(codes.ahead, f"{codes.room}.{field}", told, number, told.today)


def _refused(code: str, field: str, told: Days, number: str, against: date) -> RuleError:
    known = {"on": told.on.isoformat(), "received": told.received.isoformat(), "number": number}
    return RuleError(code, where=field, against=against.isoformat(), source=SOURCE, **known)


def signers(kind: TargetKind | None, target: Target, party: Party) -> tuple[PartyRole, ...]:
    """Return whose signatures a report of this party needs; a role that nobody has here is not asked."""
    asked = dict.fromkeys((party.role, *(kind.signers if kind else ())))
    return tuple(role for role in asked if role is party.role or target.party(role) is not None)


def lacking(
    asked: Iterable[PartyRole],
    said: Iterable[Said],
    rows: dict[str, int],
    signatures: Iterable[Signature],
    precheck: PreCheck,
    scans: int,
) -> tuple[Missing, ...]:
    """Return what a report still lacks, in the order in which one would ask for it.

    Args:
        rows: the rows of its findings in the order, by id.
        scans: how many files there are of it.
    """
    there = {one.role: one for one in signatures}
    told: list[Missing] = []
    if not scans:
        told.append(Missing.of("reply.scan_missing", "reply.scans", SOURCE))
    told += [
        Missing.of("reply.unanswered", f"reply.said.{one.finding_id}", SOURCE, number=rows[one.finding_id])
        for one in said
        if not one.words.strip()
    ]
    for role in asked:
        signed, field, label = there.get(role), f"reply.signatures.{role}", ROLE_LABELS[role]
        if signed is None or not signed.name.strip():
            told.append(Missing.of("reply.signature_missing", field, SOURCE, role=label))
        elif not signed.stamped:
            told.append(Missing.of("reply.stamp_missing", field, SOURCE, role=label, name=signed.name))
    if precheck is PreCheck.FAILED:
        told.append(Missing.of("reply.precheck_failed", "reply.precheck", SOURCE))
    return tuple(told)
