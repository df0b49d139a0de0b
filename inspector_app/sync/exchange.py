"""A sync with the hub: pull until no more comes, push what the hub lacks, then photos, then compare.

Every step is complete by itself. Whatever breaks off in between is gone on with by the next sync, which
begins with what the hub says that it has, never with what was remembered of earlier answers.

The workspace that is shared by key follows in the same run where it is open, veiled. Whatever fails with it
is told and leaves the office's own exchange as it went.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime

from inspector_app.domain.errors import InspectorError, Problem, Progress, RuleError, UnverifiableError
from inspector_app.store.bulk import uncollected
from inspector_app.store.store import Store
from inspector_app.trust import machine
from inspector_app.trust.enrolment import Hub

from . import comparing, confirming, greeting, lanes, outcome, wire
from .account import Account, AccountApart
from .outcome import Amount, Outcome
from .pulling import Pulling
from .pushing import Pushing
from .rooms import MAY_COME, Apart, Room, VeiledRoom
from .talk import Talk
from .transport import Connection, Peer, RefusedByHubError, address

PROXY_SETTING = "exchange.proxy"
Wanted = Callable[[], Sequence[str]]
"""Says which files are to come, once it is known which there are."""


def hub_of(store: Store) -> Hub:
    """Return the hub that this laptop was enrolled at.

    Raises:
        RuleError: `exchange.not_joined`.
    """
    told = store.setting(machine.HUB)
    if told is None:
        raise RuleError("exchange.not_joined", where=store.meta.workspace)
    return machine.known_hub(told).hub


def peer_of(store: Store, url: str = "") -> Peer:
    """Return how the hub is reached and recognised.

    Args:
        url: another address than the one that is remembered: the hub was moved.
    """
    hub = hub_of(store)
    proxy = store.setting(PROXY_SETTING) or ""
    return Peer(hub.id, url or hub.url, hub.fingerprint, hub.certificate_der, proxy)


def reachable(store: Store, progress: Progress | None = None) -> bool:
    """Tell whether the hub answers now; asked with little patience.

    Args:
        progress: what it raises ends the asking; None when nobody can stop it.
    """

    def tick() -> None:
        if progress is not None:
            progress.step(0, 0, outcome.CONNECTING)

    try:
        with Connection(peer_of(store), hurry=True) as connection:
            return wire.Hello.from_content(connection.ask(wire.HELLO, tick=tick)).hub == hub_of(store).id
    except InspectorError:
        return False


def run(
    store: Store,
    now: datetime,
    progress: Progress,
    *,
    url: str = "",
    wanted: Wanted | None = None,
    filing: Apart | None = None,
) -> Outcome:
    """Exchange everything with the hub.

    Args:
        now: by this laptop's clock; only to tell that two clocks stand apart.
        wanted: asked when all entries are here: the sha256 (hex) of the files that are to come; the others
            stay at the hub, and that is noted. None fetches everything that entries name.
        filing: the filing workspace, when it is open here; all of it is exchanged.

    Raises:
        RuleError: `exchange.not_joined`, `exchange.no_device`.
        PeerError: `exchange.unreachable`, `exchange.cut_off`, `exchange.captive_portal`,
            `exchange.hub_busy`, `exchange.hub_full`, `exchange.hub_failed`.
        UnverifiableError: `exchange.other_hub`, `exchange.certificate_changed`.
        UnavailableError: `exchange.program_too_old`, `exchange.hub_too_old`.
        SignInError: what the hub says to a laptop that it does not serve (any more).
        DamagedError: what came cannot be believed; nothing of it was taken in.
    """
    account = Account(store, outcome.HUB)
    with ExitStack() as stack:
        with account.noted():
            progress.step(0, 0, outcome.CONNECTING)
            hub = hub_of(store)
            connection = stack.enter_context(Connection(peer_of(store, url)))
            try:
                talk = Talk(Room(store), connection, account, progress)
                _begin(connection, talk.room, account, hub, now, progress)
                told = _own(talk, now, wanted, filing)
                _remember(store, url)
            except RefusedByHubError as refused:
                raise refused.as_problem() from refused
        return told if filing is None else _apart(told, filing, store, connection, progress, now)


def _own(talk: Talk, now: datetime, wanted: Wanted | None, filing: Apart | None) -> Outcome:
    """Exchange the office's own workspace; what of it cannot be read keeps no filing at home either."""
    sync = _Sync(talk, now)
    try:
        with uncollected():
            return sync.run(wanted)
    except InspectorError:
        if sync.stopped and filing is not None:
            _apart(Outcome(outcome.HUB), filing, talk.room.store, talk.connection, talk.progress, now)
        raise


def _begin(
    connection: Connection, room: Room, account: Account, hub: Hub, now: datetime, progress: Progress
) -> None:
    def tick() -> None:
        progress.step(0, 0, outcome.CONNECTING)

    problem = greeting.greet(connection, hub, now, tick)
    if problem is not None:
        account.tell(problem)
    greeting.sign_on(connection, hub, room.device, tick)


def _apart(
    told: Outcome,
    filing: Apart,
    store: Store,
    connection: Connection,
    progress: Progress,
    now: datetime,
) -> Outcome:
    """Exchange the workspace that is shared by key too, and return both outcomes as one."""
    try:
        account = AccountApart(filing.store, outcome.HUB, store)
        with account.noted():
            try:
                talk = Talk(VeiledRoom(filing, store, final=False), connection, account, progress)
                try:
                    return replace(told, filing=_Sync(talk, now).run(None))
                except UnverifiableError as problem:
                    if problem.code not in MAY_COME:
                        raise
                # A laptop that joined since, or a new key: both stand in the office's own journals.
                told = told.joined(_read_on(replace(talk, room=Room(store)), store))
                talk = replace(talk, room=VeiledRoom(filing, store))
                return replace(told, filing=_Sync(talk, now).run(None))
            except RefusedByHubError as refused:
                raise refused.as_problem() from refused
    except InspectorError as problem:
        return told.told(Problem.of("exchange.filing_failed", reason=problem.code))


def _read_on(talk: Talk, store: Store) -> Outcome:
    """Take in what is new in the office's own workspace by now, and nothing else."""
    account = Account(store, outcome.HUB)
    pulling = Pulling(replace(talk, account=account))
    pulling.all()
    return account.closed(received=pulling.received)


def fetch(store: Store, now: datetime, names: Sequence[str], progress: Progress) -> tuple[Problem, ...]:
    """Fetch photos from the hub at once, and nothing else; return what must be known of those that lack.

    Raises:
        those of `run`.
    """
    with _photos(store, now, progress) as moved:
        moved.fetch(names)
        told = {one.where for one in moved.news}
        lacking = [one for one in names if not store.has_blob(one) and one not in told]
        return (*moved.news, *(Problem.of("exchange.photo_not_there", one) for one in lacking))


def held(store: Store, now: datetime, names: Sequence[str], progress: Progress) -> frozenset[str]:
    """Ask the hub now which of these photos it holds; what it lost counts as not received from then on.

    Raises:
        those of `run`.
    """
    with _photos(store, now, progress) as moved:
        lost = moved.lacking(names)
        if lost:
            store.lost_at_hub(sorted(lost))
        return frozenset(names) - lost


@contextmanager
def _photos(store: Store, now: datetime, progress: Progress) -> Iterator[lanes.Lanes]:
    """Sign on for photos alone."""
    account, room = Account(store, outcome.HUB), Room(store)
    with Connection(peer_of(store)) as connection:
        try:
            _begin(connection, room, account, hub_of(store), now, progress)
            yield lanes.Lanes(room, connection, progress)
        except RefusedByHubError as refused:
            raise refused.as_problem() from refused


def _remember(store: Store, url: str) -> None:
    """Keep another address of the hub once an exchange went well there."""
    known = machine.known_hub(str(store.setting(machine.HUB)))
    if url and address(url) != known.hub.url:
        moved = machine.KnownHub(replace(known.hub, url=address(url)), known.certificate)
        store.set_setting(machine.HUB, machine.hub_text(moved))


class _Sync:
    """One sync of one workspace under way."""

    def __init__(self, talk: Talk, now: datetime) -> None:
        self._talk, self._store, self._now = talk, talk.room.store, now
        self._pulling = Pulling(talk)
        self._pushing = Pushing(talk, self._pulling)

    @property
    def stopped(self) -> bool:
        """Something came that could not be taken in."""
        return self._pulling.stopped is not None

    def run(self, wanted: Wanted | None) -> Outcome:
        """Exchange everything. What came and cannot be taken in does not keep at home what was written here.

        Raises:
            what stopped the reading, once the own work is handed over; and what `run` of the module raises.
        """
        self._pulling.all()
        stopped, room = self._pulling.stopped, self._talk.room
        if stopped is not None and stopped.code in MAY_COME and not room.final:
            raise stopped  # what is lacking is fetched first: nothing leaves under a key of before
        if room.may_send:
            self._pushing.all()
        self._pushing.collect()
        moved = lanes.Lanes(self._talk.room, self._talk.connection, self._talk.progress)
        news = confirming.confirm(self._talk.room, moved, self._now)
        sent = moved.send(self._store.blobs_owed()) if room.may_send else 0
        if self._pulling.stopped is not None:
            raise self._pulling.stopped
        needed = self._store.blobs_absent() if wanted is None else wanted()
        got = moved.fetch(needed)
        self._leave(moved, needed)
        self._talk.tell(*news, *moved.told(), *room.held_back())
        self._pulling.tell_waiting()
        same, digest = comparing.compare(self._talk)
        told = self._talk.account.closed(
            sent=self._pushing.sent.plus(blobs=sent),
            received=self._pulling.received.plus(blobs=got),
            same=same,
            digest=digest,
        )
        counted = Amount(told.acknowledged.entries, self._pushing.receipts, len(moved.acknowledged))
        return replace(told, acknowledged=counted)

    def _leave(self, moved: lanes.Lanes, needed: Sequence[str]) -> None:
        left = sorted(set(self._store.blobs_absent()) - set(needed))
        if left:
            moved.leave(left)
