"""Enrolment codes that nobody used yet: seen, ended before their day, and what they open meanwhile."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Row, select, update

from inspector_app.domain.errors import RuleError, SignInError

from .base import Base
from .tables import enrolment

_ID = 8


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A code that still lets somebody in.

    Attributes:
        id: names it; nothing of the code can be told from it.
        user: the id that is kept for the person; empty for a new one.
        made_at, expires_at: RFC 3339, UTC.
        backup_of: key of the laptop whose backups may be fetched with it; empty for none.
    """

    id: str
    name: str
    user: str
    roles: tuple[str, ...]
    made_at: str
    expires_at: str
    backup_of: str = ""


class OpenCodes:
    """The unused codes of one hub."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def all(self) -> list[OpenCode]:
        """Return them, the oldest first."""
        asked = self._open().order_by(enrolment.c.made_at, enrolment.c.secret)
        with self._base.database.reading() as connection:
            return [_told(row) for row in connection.execute(asked)]

    def end(self, code_id: str) -> OpenCode:
        """End a code: whoever has it is told that it is outdated.

        Raises:
            RuleError: `hub.code_not_open`: unknown, used or outdated.
        """
        with self._base.database.writing() as connection:
            rows = [row for row in connection.execute(self._open()) if _told(row).id == code_id]
            if len(rows) != 1:
                raise RuleError("hub.code_not_open", where=code_id)
            told, mine = _told(rows[0]), enrolment.c.secret == rows[0].secret
            connection.execute(update(enrolment).where(mine).values(expires_at=self._base.now()))
            self._base.audit.note_in(connection, "code_ended", code={"id": told.id, "name": told.name})
        return told

    def backup_of(self, secret: bytes) -> str:
        """Return the key of the laptop whose backups may be fetched by who has a code's secret.

        Raises:
            SignInError: `hub.code_unknown`, `hub.code_used`, `hub.code_expired`.
            RuleError: `hub.code_without_backup`: it lets a laptop in, and opens nobody's backups.
        """
        mine = select(enrolment).where(enrolment.c.secret == sha256(secret).digest())
        with self._base.database.reading() as connection:
            row = connection.execute(mine).one_or_none()
        if row is None:
            raise SignInError("hub.code_unknown")
        if row.request is not None:
            raise SignInError("hub.code_used")
        if row.expires_at <= self._base.now():
            raise SignInError("hub.code_expired", day=row.expires_at[:10])
        if not row.backup_of:
            raise RuleError("hub.code_without_backup")
        return str(row.backup_of)

    def _open(self) -> Any:
        good = enrolment.c.expires_at > self._base.now()
        return select(enrolment).where(enrolment.c.request.is_(None), good)


def _told(row: Row[Any]) -> OpenCode:
    return OpenCode(
        bytes(row.secret).hex()[:_ID],
        row.name,
        row.user,
        tuple(orjson.loads(row.roles)),
        row.made_at,
        row.expires_at,
        row.backup_of or "",
    )
