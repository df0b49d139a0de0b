"""The laptops of an office: signing on, enrolling, and shutting out from a point on."""

import re
from datetime import date, timedelta

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import MACHINES
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.trust.keys import SigningKey

from . import log_book
from .base import Base
from .beyond import Beyond, beyond
from .enrolling import Enrolling
from .own_journal import OwnJournal, RoleAct
from .sign_ons import Device, SignOns
from .tables import revoked, token

__all__ = ["Device", "Devices"]

_JOURNAL = re.compile(r"[0-9a-f]{32}")
_REASON_MOST = 500


class Devices(SignOns, Enrolling):
    """Who may come, and who may no longer."""

    def __init__(self, base: Base, journal: OwnJournal) -> None:
        SignOns.__init__(self, base)
        Enrolling.__init__(self, base, journal)

    def devices(self) -> list[Device]:
        """Return every laptop that was enrolled here, the oldest first."""
        with self._base.database.reading() as connection:
            return self._all(connection)

    def revoke(
        self,
        key_id: str,
        from_: tuple[str, int] | None = None,
        reason: str = "",
        root: SigningKey | None = None,
        on: date | None = None,
    ) -> date:
        """Shut out a key: no sign-on, and nothing more of what it signs, but for what it had written before.

        The office withdraws its certificate from a day on, so that laptops know it too.

        Returns:
            the first day on which the key counts for nothing: of several that were told the earliest.

        Args:
            on: that day. Left out it is today for a laptop, and tomorrow for a person: what they signed
                today was in their right.
            from_: journal and place of the last entry that is still believed, e.g. before a theft.
            reason: is kept in the audit.
            root: the office's root key, for who is an administrator.

        Raises:
            RuleError: `hub.key_unknown`, `hub.own_key`, `hub.point_unfit`.
            SignInError: `hub.root_needed`, `hub.other_root`.
        """
        journal, seq = from_ or ("", 0)
        if from_ is not None and (not _JOURNAL.fullmatch(journal) or seq < 0):
            raise RuleError("hub.point_unfit", where=f"{journal}:{seq}")
        told = reason.strip()[:_REASON_MOST]
        point = {"seq": seq, "at": self._base.now(), "reason": told}
        place = {"key": key_id, "journal_id": journal}
        new = self._base.database.insert(revoked).values(**place, **point)
        with self._base.database.writing() as connection:
            log_book.begin(connection, self._base.facts.workspace)  # a push that began before ends before
            first = self._withdraw(connection, key_id, root, on)
            connection.execute(new.on_conflict_do_update(index_elements=list(place), set_=point))
            connection.execute(delete(token).where(token.c.key == key_id))
            where = {"journal": journal, "seq": seq, "on": first.isoformat()}
            self._base.audit.note_in(connection, "revoked", key_id, "", up_to=where, reason=told)
        return first

    def beyond(self, key_id: str) -> list[Beyond]:
        """Return what is held that a key signed behind the places up to which it is believed."""
        with self._base.database.reading() as connection:
            return beyond(connection, self._base.facts.workspace, key_id)

    def _withdraw(
        self, connection: Connection, key_id: str, root: SigningKey | None, on: date | None
    ) -> date:
        ring, keys = self._base.rings.current(connection), self._base.keys
        held = ring.certificate(key_id)
        if held is None:
            raise RuleError("hub.key_unknown", where=key_id)
        if key_id in (ring.root.key_id, keys.hub.key_id, keys.office.key_id):
            raise RuleError("hub.own_key", where=key_id)
        if root is not None and root.key_id != ring.root.key_id:
            raise SignInError("hub.other_root", where=root.key_id)
        today = local_date(self._base.clock.now())
        first = on or (today if held.roles & MACHINES else today + timedelta(days=1))
        before = ring.withdrawals().get(key_id)
        if before is not None and before <= first:
            return before
        signer = keys.office
        if ring.administers(key_id):  # whom the root appointed, only the root withdraws
            by_root = root or keys.root
            if by_root is None:
                raise SignInError("hub.root_needed", where=key_id)
            signer = by_root
        content: dict[str, object] = {"withdrawn": key_id, "from": first.isoformat()}
        self._journal.write(connection, [RoleAct(key_id, content, signer)])
        return first
