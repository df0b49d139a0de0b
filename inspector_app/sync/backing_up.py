"""A laptop's sealed backup brought to the hub, in parts of bounded size.

Before the first part the hub is asked how much it has: what broke off is gone on with where it stopped.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from inspector_app.domain.errors import PeerError, Progress, UnavailableError
from inspector_app.store.store import Store

from . import greeting, wire
from .account import device_of
from .exchange import hub_of, peer_of
from .patience import Tick, pause
from .transport import Connection, RefusedByHubError

SENDING = "正在送到中心"
"""What is being done, for who waits."""

MOST_TRIES, TRY_PAUSE_S = 3, 2.0
"""How often a part is asked for or brought again when the line broke, and the pause before."""

MOST_STILL = 5
"""So many parts of one transfer may lead no further: what the hub lost comes anew, but not for ever."""

_BROKEN = frozenset({"exchange.cut_off", "exchange.unreachable"})

T = TypeVar("T")


def reach(store: Store, now: datetime, progress: Progress, *, hurry: bool = True) -> None:
    """Make sure that the hub that this laptop knows answers now.

    Args:
        hurry: ask with little patience: somebody waits, and the next time will do.

    Raises:
        Cancelled: as the progress says.
        RuleError: `exchange.not_joined`. PeerError: it does not answer.
        UnverifiableError, UnavailableError, DamagedError: as of an exchange.
    """
    with Connection(peer_of(store), hurry=hurry) as connection:
        _refused(lambda: greeting.greet(connection, hub_of(store), now, lambda: progress.step(0, 0)))


def kept(store: Store, now: datetime, progress: Progress) -> frozenset[str]:
    """Return the names of this laptop's backups that its hub keeps.

    Raises:
        as of an exchange. Cancelled: as the progress says.
    """

    def tick() -> None:
        progress.step(0, 0)

    def asked() -> list[object]:
        hub = hub_of(store)
        greeting.greet(connection, hub, now, tick)
        greeting.sign_on(connection, hub, device_of(store), tick)
        path = wire.path_of(store.meta.workspace, "backups")
        told = connection.ask(path, tick=tick).get("backups")
        return told if isinstance(told, list) else []

    with Connection(peer_of(store)) as connection:
        found = _refused(asked)
    return frozenset(str(each.get("name")) for each in found if isinstance(each, dict))


def send(store: Store, file: Path, name: str, sha256: bytes, now: datetime, progress: Progress) -> int:
    """Bring a backup to the hub that this laptop knows; return how many older ones it gave up for it.

    Args:
        name: a time as YYYYMMDD-HHMMSS. Under the same name what the hub has of this very file is kept.

    Raises:
        RuleError: `exchange.no_device`, `exchange.not_joined`, and what the hub refuses.
        PeerError, UnverifiableError, SignInError: as of an exchange; `exchange.hub_stands_still`.
        DamagedError: `hub.backup_damaged`: the hub has another file under that name, and now none of it.
        UnavailableError: `backup.unreadable`; `hub.disk_full` at the hub.
    """
    try:
        with Connection(peer_of(store)) as connection:
            return _refused(lambda: _sent(store, connection, file, name, sha256, now, progress))
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("backup.unreadable", where=str(file), reason=reason) from problem


def again(do: Callable[[], T], tick: Tick) -> T:
    """Do one step of a transfer; once more after a pause when the line broke, some times."""
    for _ in range(MOST_TRIES - 1):
        try:
            return do()
        except PeerError as problem:
            if problem.code not in _BROKEN:
                raise
            pause(TRY_PAUSE_S, tick)
    return do()


def _refused(do: Callable[[], T]) -> T:
    try:
        return do()
    except RefusedByHubError as refused:
        raise refused.as_problem() from refused


def _sent(
    store: Store,
    connection: Connection,
    file: Path,
    name: str,
    sha256: bytes,
    now: datetime,
    progress: Progress,
) -> int:
    hub, path = hub_of(store), wire.path_of(store.meta.workspace, "backups")

    def tick() -> None:
        progress.step(0, 0)

    def sign_on() -> None:
        greeting.greet(connection, hub, now, tick)
        greeting.sign_on(connection, hub, device_of(store), tick)

    again(sign_on, tick)

    def put(at: int, part: bytes) -> int:
        return again(partial(_put, connection, f"{path}/{name}/{at}", part, tick), tick)

    held = again(partial(_held, connection, path, name, tick), tick)
    ended = {"size": bring_parts(file, held, put, progress, hub.url), "sha256": sha256.hex()}
    told = again(lambda: connection.ask(f"{path}/{name}", ended, tick=tick), tick)
    gone = told.get("removed")
    return len(gone) if isinstance(gone, list) else 0


def bring_parts(file: Path, at: int, put: Callable[[int, bytes], int], progress: Progress, where: str) -> int:
    """Bring a file from a place on, part by part, and return its size in bytes.

    Args:
        at: how much of it the hub has.
        put: brings a part to its place, and returns how much the hub has then: less than before when it lost
            what it had, and it is followed there.
        where: the hub's address.

    Raises:
        PeerError: `exchange.hub_stands_still`: too many parts led no further.
    """
    size, still = file.stat().st_size, 0
    with file.open("rb") as opened:
        at = min(at, size)
        while at < size:
            progress.step(at, size, SENDING)
            opened.seek(at)
            held = min(put(at, opened.read(wire.MOST_PART)), size)
            still += held <= at
            if still >= MOST_STILL:
                raise PeerError("exchange.hub_stands_still", where=where, held=held, size=size)
            at = held
    return size


def _held(connection: Connection, path: str, name: str, tick: Tick) -> int:
    """Return how much of a backup the hub has; a hub of before does not say, and is begun with anew."""
    told = connection.ask(path, tick=tick).get("passing")
    if not isinstance(told, dict) or told.get("name") != name:
        return 0
    return wire.read_int(told.get("held"), "held")


def _put(connection: Connection, path: str, part: bytes, tick: Tick) -> int:
    kind = "application/octet-stream"
    answer = connection.exchange("POST", path, part, kind, tick=tick, most=wire.MOST_JSON)
    return wire.read_int(wire.load(answer).get("held"), "held")
