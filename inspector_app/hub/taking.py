"""Taking bundles in, inside the transaction that keeps them: judged, kept, noted and receipted."""

from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import RuleError, SignInError, UnverifiableError
from inspector_app.journal.branches import TRUNK, Came, Judged
from inspector_app.journal.envelope import BundleHeader
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.owning import may_write

from . import log_book
from .base import Base
from .log_book import Ready, State
from .receipting import Receipting
from .tables import begun

MOST_BEGUN, MOST_BEGUN_VEILED = 50, 1_000
"""Journals and branches that one key may begin on a day. In a workspace shared by key whoever brings others'
journals veils them anew, and to a hub that was put back that may be everybody's."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A bundle that the hub holds now.

    Attributes:
        receipt: signed by the hub.
        no: place in the log; of a duplicate, where the log stands.
        duplicate: all of it was held before.
        branch: the branch that it lies on; empty for the trunk.
        forked: it began that branch.
    """

    receipt: bytes
    no: int
    duplicate: bool
    branch: str = TRUNK
    forked: bool = False


@dataclass(frozen=True, slots=True)
class Taking:
    """One transaction's taking.

    Attributes:
        ring: as it stood before anything of this was written.
        device: key id of whoever brings; only noted.
        vouched: last hashes of bundles that the hub's own receipts cover.
    """

    base: Base
    connection: Connection
    state: State
    ring: Keyring
    device: str = ""
    vouched: set[bytes] = field(default_factory=set)

    def take(self, ready: Ready) -> Accepted:
        """Take one bundle in; nothing is written of one that is refused.

        Raises:
            RuleError: `hub.gap`, `hub.too_many_journals`. SignInError: `hub.key_revoked`.
            UnverifiableError: `journal.bundle_other_machine`.
            DamagedError: `journal.chain_broken`, `hub.database_damaged`.
        """
        header, room = ready.header, self.state.workspace
        if log_book.is_kept(self.connection, room, ready.sha):
            return self._accepted(header, duplicate=True)
        verdict = log_book.judged(self.connection, self.state, ready)
        if verdict.came is Came.GAP:
            raise log_book.gap(self.connection, room, header.journal_id)
        if verdict.came is Came.DUPLICATE:
            return self._accepted(header, duplicate=True)
        self._refuse(header)
        forked = verdict.came is Came.DIVERGES
        if forked or header.first == 1:
            self._count_begun(header)
        log_book.add(self.base.database, self.connection, self.state, ready, verdict, self.base.now())
        if forked:
            self._note_fork(header, verdict)
        return self._accepted(header, branch=verdict.branch, forked=forked)

    def _refuse(self, header: BundleHeader) -> None:
        """Refuse who writes in another's journal, and a key that was ended."""
        if self.state.workspace == self.base.facts.workspace:  # who brings a veiled one veiled it anew
            first = log_book.first_key(self.connection, self.state.workspace, header.journal_id)
            if not may_write(self.ring, header.key, header.journal_id, first):
                code = "journal.bundle_other_machine"
                raise UnverifiableError(code, where=header.journal_id, key=header.key)
        if header.last_hash in self.vouched:
            return
        if self.base.rings.is_ended(self.connection, self.ring, header.key, header.journal_id, header.last):
            raise SignInError("hub.key_revoked", where=header.journal_id, key=header.key)

    def _count_begun(self, header: BundleHeader) -> None:
        """Refuse a key that begins more journals and branches on a day than any laptop does."""
        own = self.state.workspace == self.base.facts.workspace
        most, day = MOST_BEGUN if own else MOST_BEGUN_VEILED, self.base.now()[:10]
        mine = {"key": header.key, "day": day}
        asked = select(begun.c.many).where(begun.c.key == header.key, begun.c.day == day)
        many = int(self.connection.execute(asked).scalar_one_or_none() or 0)
        if many >= most:
            raise RuleError("hub.too_many_journals", where=header.journal_id, most=most)
        if not many:
            self.connection.execute(delete(begun).where(begun.c.day < day))
        new = self.base.database.insert(begun).values(**mine, many=many + 1)
        self.connection.execute(new.on_conflict_do_update(index_elements=list(mine), set_={"many": many + 1}))

    def _note_fork(self, header: BundleHeader, verdict: Judged) -> None:
        where = {"journal": header.journal_id, "seq": header.first + verdict.new, "branch": verdict.branch}
        self.base.audit.note_in(self.connection, "fork", self.device or header.key, "", where=where)

    def _accepted(
        self, header: BundleHeader, *, duplicate: bool = False, branch: str = TRUNK, forked: bool = False
    ) -> Accepted:
        state = self.state
        signing = Receipting(self.base, state.workspace, state.no, state.log)
        receipt = signing.sign(header.journal_id, header.last, header.last_hash)
        return Accepted(receipt, state.no, duplicate, branch, forked)
