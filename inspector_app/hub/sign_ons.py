"""Sign-on: a device signs a challenge and gets a token for an hour. Of both only a hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import SignInError
from inspector_app.sync.wire import TOKEN_SECONDS
from inspector_app.trust.keys import VerifyKey, key_id_of

from .base import Base
from .facts import moment
from .keyrings import machine_key
from .tables import device, machine_code, nonce, revoked, token, workspace

PURPOSE = "sign-on"
NONCE_BYTES, NONCE_SECONDS = 32, 120

# Asked with every question of every laptop: made once, and one statement instead of four.
_SHUT = exists().where(revoked.c.key == token.c.key)
_ROLES = select(workspace.c.roles).where(workspace.c.id == bindparam("office")).scalar_subquery()
_OF_TOKEN = (
    select(
        token.c.key,
        token.c.expires_at,
        device.c.user,
        device.c.name,
        device.c.enrolled_at,
        device.c.seen_at,
        _SHUT.label("shut"),
        _ROLES.label("roles"),
    )
    .select_from(token.outerjoin(device, device.c.key == token.c.key))
    .where(token.c.hash == bindparam("hash"))
)


@dataclass(frozen=True, slots=True)
class Device:
    """A laptop.

    Attributes:
        key_id: 16 hex digits.
        user, name: the person who enrolled it; empty for one that an administrator certified elsewhere.
        enrolled_at, seen_at: RFC 3339, UTC; empty for never.
        machine_codes: given to it, its own first.
        revoked: it may not sign on, and what it signs is no longer taken.
    """

    key_id: str
    user: str = ""
    name: str = ""
    enrolled_at: str = ""
    seen_at: str = ""
    machine_codes: tuple[int, ...] = ()
    revoked: bool = False


def challenge(hub: str, told: bytes) -> bytes:
    """Return what a device signs: which hub it means, and the hub's nonce."""
    return hub.encode("ascii") + told


class SignOns:
    """Challenges and tokens."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def nonce(self, key: bytes) -> bytes:
        """Return a challenge for a device's key (32 bytes), good once and for NONCE_SECONDS.

        Who is not known gets one too, which serves nothing: a stranger does not learn who is known.

        Raises:
            UnavailableError: `hub.database_away`.
        """
        made, key_id = secrets.token_bytes(NONCE_BYTES), key_id_of(key)
        with self._base.database.reading() as connection:
            known = machine_key(self._base.rings.current(connection), key_id)
        if known is not None and known.raw == key:
            row = {"hash": sha256(made).digest(), "key": key_id, "expires_at": self._in(NONCE_SECONDS)}
            with self._base.database.writing(lasting=False) as connection:
                connection.execute(delete(nonce).where(nonce.c.expires_at <= self._base.now()))
                connection.execute(nonce.insert().values(**row))
        return made

    def token(self, key: bytes, told: bytes, signature: bytes) -> tuple[str, str]:
        """Return a token and when it ends (RFC 3339), once the device signed its challenge.

        Args:
            key: 32 bytes. told: the nonce. signature: over `challenge`, purpose `sign-on`.

        Raises:
            SignInError: `hub.sign_on_refused`: unknown, too late, used before, or not its signature;
                `hub.device_revoked`.
        """
        key_id, made = key_id_of(key), secrets.token_urlsafe(32)
        expires = self._in(TOKEN_SECONDS)
        with self._base.database.writing(lasting=False) as connection:
            refused = self._refused(connection, VerifyKey(key), told, signature)
            if not refused:
                connection.execute(delete(token).where(token.c.expires_at <= self._base.now()))
                row = {"hash": _hash(made), "key": key_id, "expires_at": expires}
                connection.execute(token.insert().values(**row))
                seen = update(device).where(device.c.key == key_id).values(seen_at=self._base.now())
                connection.execute(seen)
        if refused:  # raised behind the commit: the challenge is spent all the same
            raise SignInError(refused, where=key_id)
        return made, expires

    def who(self, told: str) -> Device:
        """Return whose token this is, without its machine codes: it is asked with every question.

        Raises:
            SignInError: `hub.token_unknown`, `hub.token_expired`, `hub.device_revoked`.
        """
        asked = {"hash": _hash(told), "office": self._base.facts.workspace}
        with self._base.database.reading() as connection:
            row = connection.execute(_OF_TOKEN, asked).one_or_none()
            if row is None:
                raise SignInError("hub.token_unknown")
            if row.expires_at <= self._base.now():
                raise SignInError("hub.token_expired", where=row.key)
            if row.shut or self._base.rings.is_withdrawn(connection, row.key, int(row.roles)):
                raise SignInError("hub.device_revoked", where=row.key)
        return Device(row.key, row.user or "", row.name or "", row.enrolled_at or "", row.seen_at or "")

    def _all(self, connection: Connection) -> list[Device]:
        """Return every laptop, the oldest first, by a few questions whatever their number."""
        codes: dict[str, list[int]] = {}
        for row in connection.execute(select(machine_code).order_by(machine_code.c.code)):
            codes.setdefault(row.key, []).append(int(row.code))
        shut = self._base.rings.shut_out(connection)
        rows = connection.execute(select(device).order_by(device.c.enrolled_at, device.c.key))
        return [
            Device(
                row.key,
                row.user,
                row.name,
                row.enrolled_at,
                row.seen_at or "",
                tuple(codes.get(row.key, ())),
                row.key in shut,
            )
            for row in rows
        ]

    def _refused(self, connection: Connection, key: VerifyKey, told: bytes, signature: bytes) -> str:
        spent = connection.execute(
            delete(nonce).where(
                nonce.c.hash == sha256(told).digest(),
                nonce.c.key == key.key_id,
                nonce.c.expires_at > self._base.now(),
            )
        )
        known = machine_key(self._base.rings.current(connection), key.key_id)
        signed = key.verify(PURPOSE, challenge(self._base.facts.id, told), signature)
        if spent.rowcount != 1 or known is None or known.raw != key.raw or not signed:
            return "hub.sign_on_refused"
        return "hub.device_revoked" if self._base.rings.is_shut_out(connection, key.key_id) else ""

    def _in(self, seconds: int) -> str:
        return moment(self._base.clock.now() + timedelta(seconds=seconds))


def _hash(told: str) -> bytes:
    return sha256(told.encode("utf-8", "surrogatepass")).digest()
