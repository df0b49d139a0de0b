"""A signature written on the screen: strokes within bounds, whose they are, and what they stand under.

Such strokes are a trace of who was there, not a signature in law; wet ink is the rule.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from math import isfinite

from inspector_app.domain.errors import RuleError

MOST_STROKES = 200
MOST_POINTS = 5000
MOST_MS = 3_600_000
FINENESS = 10_000
"""Steps from one edge of the writing field to the other; strokes are kept in whole steps."""

SCHEMA = "inspector.countersign/1"


class SignerRole(StrEnum):
    """As what a person signs."""

    RECEIVER = "receiver"
    WITNESS = "witness"
    OFFICER = "officer"
    INSPECTED = "inspected"


ROLE_LABELS: dict[SignerRole, str] = {
    SignerRole.RECEIVER: "受送达人（收件人）",
    SignerRole.WITNESS: "见证人",
    SignerRole.OFFICER: "执法人员",
    SignerRole.INSPECTED: "被检查人",
}


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, as what, and for which recipient's copy (empty for none)."""

    name: str
    position: str
    role: SignerRole
    recipient_id: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Strokes in whole steps of the writing field.

    Attributes:
        strokes: of points (x, y, milliseconds since the first, pressure 0 to 1,000 or -1 for unknown); x from
            the left, y from the top, 0 to FINENESS.
        aspect: width of the field by its height, in hundredths.
    """

    strokes: tuple[tuple[tuple[int, int, int, int], ...], ...]
    aspect: int = 300

    def canonical(self) -> bytes:
        """Return what is hashed and kept: JSON, sorted keys, no spaces."""
        told = {"aspect": self.aspect, "schema": SCHEMA, "strokes": self.strokes}
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        """The hash of `canonical`, as hex."""
        return sha256(self.canonical()).hexdigest()


def trace(strokes: Iterable[Sequence[Sequence[float]]], *, aspect: float = 3.0) -> Trace:
    """Return strokes as they are kept.

    Args:
        strokes: each a list of points (x, y, ms) or (x, y, ms, pressure); x, y and pressure from 0 to 1.
        aspect: width of the writing field by its height, 0.5 to 8.

    Raises:
        RuleError: `countersign.nothing_written` without a stroke of two points, `countersign.strokes_bad` for
            what is out of bounds: 200 strokes, 5,000 points, finite numbers from 0 to 1, an hour.
    """
    if not isfinite(aspect) or not 0.5 <= aspect <= 8:
        raise RuleError("countersign.strokes_bad", where="aspect")
    kept = []
    points = 0
    for n, stroke in enumerate(strokes):
        points += len(stroke)
        if n >= MOST_STROKES or points > MOST_POINTS:
            raise RuleError("countersign.strokes_bad", where=f"{n + 1}")
        kept.append(tuple(_point(point, n) for point in stroke))
    if not any(len(stroke) > 1 for stroke in kept):
        raise RuleError("countersign.nothing_written")
    return Trace(tuple(stroke for stroke in kept if stroke), round(aspect * 100))


def _point(point: Sequence[float], stroke: int) -> tuple[int, int, int, int]:
    x, y, ms, *more = (*point, -1.0) if len(point) == 3 else point
    pressure = more[0] if len(more) == 1 else float("nan")
    within = all(isfinite(one) for one in (x, y, ms, pressure))
    if not within or not (0 <= x <= 1 and 0 <= y <= 1 and 0 <= ms <= MOST_MS and -1 <= pressure <= 1):
        raise RuleError("countersign.strokes_bad", where=f"{stroke + 1}")
    force = round(pressure * 1000) if pressure >= 0 else -1
    return round(x * FINENESS), round(y * FINENESS), round(ms), force


@dataclass(frozen=True, slots=True)
class Countersign:
    """All that the 签名页 says.

    Attributes:
        issuer, label, number: of the document that was signed under.
        pdf_sha256, code: of that document's file and content.
        recipient: name of the unit for which was signed, empty for none.
        at: the time as this device claims it.
    """

    issuer: str
    label: str
    number: str
    pdf_sha256: str
    code: str
    signer: Signer
    recipient: str
    at: datetime
    trace: Trace

    def canonical(self) -> bytes:
        """Return what the file embeds: JSON, sorted keys, UTF-8; the strokes by their hash."""
        told = {
            "schema": SCHEMA,
            "issuer": self.issuer,
            "label": self.label,
            "number": self.number,
            "original_sha256": self.pdf_sha256,
            "code": self.code,
            "name": self.signer.name,
            "position": self.signer.position,
            "role": str(self.signer.role),
            "recipient": self.recipient,
            "at": self.at.isoformat(),
            "strokes_sha256": self.trace.sha256,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
