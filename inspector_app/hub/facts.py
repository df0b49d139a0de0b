"""What a hub is: its id, its keys, its office, and the clock that it goes by."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from inspector_app.trust.certificates import Certificate
from inspector_app.trust.keys import SigningKey, VerifyKey


@dataclass(frozen=True, slots=True)
class Facts:
    """What was settled when the hub was founded.

    Attributes:
        id, workspace, journal: 32 hex digits; the hub, the office's body of data, the hub's own journal.
        name: the office's.
        training: what is made there is practice.
        key: the hub's public key; receipts are proven by it.
        root: what the office is founded on.
        recovery: public key that backups are sealed for, 32 bytes.
        certificate_der: the hub's TLS certificate.
        fingerprint: sha256 of that, 32 bytes.
        database_url: PostgreSQL; empty for the file in the hub's folder.
    """

    id: str
    workspace: str
    journal: str
    name: str
    training: bool
    key: VerifyKey
    root: Certificate
    recovery: bytes
    certificate_der: bytes
    fingerprint: bytes
    database_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Keys:
    """The hub's private keys.

    Attributes:
        hub: signs receipts and the bundles of the hub's own journal.
        office: certifies people and laptops.
        root: appoints administrators; here only in training.
    """

    hub: SigningKey
    office: SigningKey
    root: SigningKey | None = None


class MachineClock:
    """The clock of the machine on which the hub runs."""

    def now(self) -> datetime:
        """Return the present time."""
        return datetime.now(UTC)


def moment(time: datetime) -> str:
    """Return an aware time as the hub's tables keep it: RFC 3339, UTC, whole seconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
