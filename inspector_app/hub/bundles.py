"""What laptops exchange through the hub: bundles in, receipts back, bundles out in the log's order.

Everything that a signature and a chain can prove is proven before anything is locked. A fork is data: it is
kept as a branch, noted, and shown. Business rules never refuse a bundle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import DamagedError, InspectorError, RuleError
from inspector_app.journal import bundle as bundle_form
from inspector_app.journal import veil
from inspector_app.journal.envelope import DEFAULT_LIMITS, BundleHeader, Limits
from inspector_app.journal.log import START as EMPTY
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.keys import VerifyKey

from . import log_book, vouching
from .base import Base
from .indexing import found_in
from .keyrings import machine_key
from .log_book import Ready
from .receipting import Receipting
from .tables import bundle, tip, workspace
from .taking import Accepted, Taking

MOST_RAW = 8_500_000
"""Bytes of one bundle as it travels."""

_FRAME = 5
_END = 1_000
_ROWS = 2_000
_UNKNOWN_KEY, _GAP = "journal.bundle_unknown_key", "hub.gap"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a push: the bundles before one that is refused are kept.

    Attributes:
        refused: why the bundle at `index` was refused; None when all are held.
    """

    accepted: tuple[Accepted, ...]
    refused: InspectorError | None = None

    @property
    def index(self) -> int:
        """The place of the bundle that was refused, or how many there were."""
        return len(self.accepted)


@dataclass(frozen=True, slots=True)
class Tips:
    """What the hub holds of a workspace: the ends of each journal, and where its log stands."""

    tips: Mapping[str, Sequence[tuple[int, bytes]]]
    no: int
    log: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the log: its bundles as they came, where it ends, and whether more follow."""

    bundles: tuple[bytes, ...]
    no: int
    log: bytes
    more: bool


class Bundles:
    """The bundles of one hub."""

    def __init__(self, base: Base, limits: Limits = DEFAULT_LIMITS) -> None:
        self._base = base
        self._limits = limits

    def accept(self, room: str, raw: bytes, device: str = "") -> Accepted:
        """Take one bundle.

        Args:
            room: the workspace it is sent to.
            device: key id of whoever brings it; only noted.

        Raises:
            RuleError: `hub.gap` (journal, tips), `hub.other_workspace`, `hub.workspace_unknown`.
            SignInError: `hub.key_revoked`.
            UnverifiableError: `journal.bundle_unknown_key`, `journal.bundle_other_machine`.
            DamagedError: what `bundle.unpack` raises.
            UnavailableError: `hub.disk_full`, `hub.database_away`, newer forms.
        """
        pushed = self.push(room, [raw], device)
        if pushed.refused is not None:
            raise pushed.refused
        return pushed.accepted[0]

    def push(
        self, room: str, raws: Sequence[bytes], device: str = "", receipts: Sequence[bytes] = ()
    ) -> Pushed:
        """Take bundles in order; it ends at the first that is refused, and those before are kept.

        A bundle whose key only becomes known by role acts in this push is taken too.

        Args:
            receipts: of this hub, as signed: what they cover is taken although its key was withdrawn since.

        Raises:
            UnavailableError: `hub.disk_full`, `hub.database_away`: nothing since the last commit is kept.
        """
        accepted: list[Accepted] = []
        known = self._vouched(room, receipts)
        while len(accepted) < len(raws):
            ready, problem = self._proven(room, raws[len(accepted) :])
            taken, refused = self._take(room, ready, device, known) if ready else ([], None)
            accepted += taken
            if refused is not None:
                self._follow(room, ready[len(taken) :], known, refused)
                return Pushed(tuple(accepted), refused)
            if problem is not None and not (taken and problem.code == _UNKNOWN_KEY):
                return Pushed(tuple(accepted), problem)
        return Pushed(tuple(accepted))

    def tips(self, room: str) -> Tips:
        """Return what is held of a workspace; nothing of one that nobody opened yet.

        Raises:
            UnavailableError: `hub.database_away`.
        """
        asked = select(tip).where(tip.c.workspace == room).order_by(tip.c.journal_id, tip.c.seq, tip.c.hash)
        held: dict[str, list[tuple[int, bytes]]] = {}
        with self._base.database.reading() as connection:
            for row in connection.execute(asked):
                held.setdefault(row.journal_id, []).append((int(row.seq), bytes(row.hash)))
            no, log = _log_of(connection, room)
        return Tips(held, no, log)

    def pull(self, room: str, no: int, log: bytes, most: int) -> Page:
        """Return the bundles that follow a place of the log: as many as fit, but at least one.

        Args:
            no, log: how many bundles the laptop has, and the log's hash as it knows it.
            most: bytes as frames.

        Raises:
            RuleError: `sync.log_differs`: this is not the log that the laptop knows.
        """
        with self._base.database.reading() as connection:
            if _log_at(connection, room, no) != log:
                raise RuleError("sync.log_differs", where=room, no=no)
            asked = select(bundle.c.no, bundle.c.size).where(bundle.c.workspace == room, bundle.c.no > no)
            sizes = connection.execute(asked.order_by(bundle.c.no).limit(_ROWS)).all()
            last, left = no, most - _END
            for row in sizes:
                left -= int(row.size) + _FRAME
                if left < 0 and last > no:
                    break
                last = int(row.no)
            held = select(bundle.c.raw, bundle.c.log).where(
                bundle.c.workspace == room, bundle.c.no > no, bundle.c.no <= last
            )
            rows = connection.execute(held.order_by(bundle.c.no)).all()
            end = _log_of(connection, room)[0]
        log = bytes(rows[-1].log) if rows else log
        return Page(tuple(bytes(row.raw) for row in rows), last, log, last < end)

    def receipts(self, room: str, tips: Mapping[str, Sequence[tuple[int, bytes]]]) -> list[bytes]:
        """Return receipts for those of these entries that are held.

        Args:
            tips: by journal, places and hashes.

        Raises:
            UnavailableError: `hub.database_away`. DamagedError: `hub.database_damaged`.
        """
        with self._base.database.reading() as connection:
            no, log = _log_of(connection, room)
            return Receipting(self._base, room, no, log).held(connection, tips)

    def _proven(self, room: str, raws: Sequence[bytes]) -> tuple[list[Ready], InspectorError | None]:
        """Prove bundles until one fails, and return why it did. What is kept already was proven then."""
        shas = [sha256(raw).digest() for raw in raws]
        with self._base.database.reading() as connection:
            ring = self._base.rings.current(connection)
            kept = log_book.kept_of(connection, room, shas)
        ready: list[Ready] = []
        failed: InspectorError | None = None
        for raw, sha in zip(raws, shas, strict=True):
            try:
                ready.append(_known(raw) if sha in kept else self._prove(room, raw, ring))
            except InspectorError as problem:
                failed = problem
                break
        with self._base.database.reading() as connection:
            return log_book.looked_up(connection, room, ready), failed

    def _vouched(self, room: str, receipts: Sequence[bytes]) -> set[bytes]:
        """Return the hashes of the entries that this hub once signed that it holds."""
        found = vouching.vouched(receipts, room, self._base.facts.id, self._base.facts.key)
        with self._base.database.reading() as connection:
            return found | vouching.led_to(connection, room)

    def _follow(self, room: str, left: Sequence[Ready], known: set[bytes], refused: InspectorError) -> None:
        """Note how far back a receipt leads in a chain whose beginning is not here; see `vouching`.

        Of veiled bundles only who veiled them says what stands before: that proves nothing.
        """
        first = left[0]
        if refused.code == _GAP and first.hashes is not None:
            before = first.header.prev
            if before not in known and before in vouching.reached(left, known):
                vouching.lead_to(self._base, room, before)

    def _prove(self, room: str, raw: bytes, ring: Keyring) -> Ready:
        if len(raw) > MOST_RAW:
            raise DamagedError("journal.bundle_over_limit", entries=0, size=len(raw))

        def find(key_id: str) -> VerifyKey | None:
            return machine_key(ring, key_id)

        if raw.startswith(veil.KIND.magic):
            header = veil.open_header(raw)
            self._refuse_room(room, header, veiled=True)
            return Ready(raw, veil.verify(raw, find, self._limits), None)
        header = bundle_form.open_header(raw)
        self._refuse_room(room, header, veiled=False)
        proven = bundle_form.proven(raw, find, self._limits)
        if proven.redacted:  # nothing takes payloads out yet: it would be receipted, and held by nobody
            raise DamagedError("journal.entry_damaged", where="payload")
        return Ready(raw, proven.header, proven.hashes, found_in(proven.raw, ring))

    def _refuse_room(self, room: str, header: BundleHeader, *, veiled: bool) -> None:
        """Refuse what belongs elsewhere: the office's own workspace is never veiled, others always are."""
        if header.workspace != room or veiled == (room == self._base.facts.workspace):
            raise RuleError("hub.other_workspace", where=header.journal_id, found=header.workspace)

    def _take(
        self, room: str, ready: Sequence[Ready], device: str, vouched: set[bytes]
    ) -> tuple[list[Accepted], InspectorError | None]:
        self._base.disk.refuse_full(sum(len(each.raw) for each in ready))
        accepted: list[Accepted] = []
        refused: InspectorError | None = None
        self._base.rooms.admit(room)
        with self._base.database.writing() as connection:
            state, ring = log_book.begin(connection, room), self._base.rings.current(connection)
            taking = Taking(self._base, connection, state, ring, device, vouching.covered(ready, vouched))
            for each in ready:
                try:
                    accepted.append(taking.take(each))
                except InspectorError as problem:  # nothing of this one was written
                    refused = problem
                    break
            log_book.end(connection, state)
        return accepted, refused


def header_of(raw: bytes) -> BundleHeader:
    """Return what a bundle says of itself, veiled or not; nothing of it is proven.

    Raises:
        DamagedError: what `bundle.open_header` and `veil.open_header` raise. UnavailableError: newer forms.
    """
    veiled = raw.startswith(veil.KIND.magic)
    return veil.open_header(raw) if veiled else bundle_form.open_header(raw)


def _known(raw: bytes) -> Ready:
    return Ready(raw, header_of(raw), None)


def _log_of(connection: Connection, room: str) -> tuple[int, bytes]:
    row = connection.execute(
        select(workspace.c.no, workspace.c.log).where(workspace.c.id == room)
    ).one_or_none()
    return (int(row.no), bytes(row.log)) if row is not None else (0, EMPTY)


def _log_at(connection: Connection, room: str, no: int) -> bytes | None:
    """Return the log's hash once it had so many bundles; None when it never had."""
    if no == 0:
        return EMPTY
    asked = select(bundle.c.log).where(bundle.c.workspace == room, bundle.c.no == no)
    found = connection.execute(asked).scalar_one_or_none()
    return None if found is None else bytes(found)
