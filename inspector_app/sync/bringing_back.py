"""A lost laptop's sealed backups, fetched from the hub by the code that the office made for whom lost it.

The hub is recognised by the fingerprint in the code. What it gives is believed in nothing: whoever restores
a backup proves every byte of it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.errors import DamagedError, Progress, RuleError, UnavailableError
from inspector_app.trust.durable import harden, settle
from inspector_app.trust.enrolment_code import EnrolmentCode

from . import enrolling, wire
from .backing_up import again
from .patience import Tick
from .transport import Connection, RefusedByHubError

FETCHING = "正在从中心取回"
"""What is being done, for who waits."""

PASSING = ".part"
_NAME, _LAPTOP = re.compile(r"[0-9]{8}-[0-9]{6}"), re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup at the hub.

    Attributes:
        laptop: key of the laptop that left it.
        name: a time as YYYYMMDD-HHMMSS; size: bytes.
    """

    laptop: str
    name: str
    size: int


def fetch(code: EnrolmentCode, beside: Path, progress: Progress, name: str = "") -> Path:
    """Bring a backup into a file beside a folder, and return it; one that is whole there comes once only.

    Args:
        beside: the folder that is to be made of it. The file's name begins with its name.
        name: which backup; empty for the newest.

    Raises:
        PeerError, UnverifiableError, UnavailableError: as of an enrolment. `backup.not_fetched`: this disk.
        SignInError: `hub.code_unknown`, `hub.code_used`, `hub.code_expired`.
        RuleError: `hub.code_without_backup`; `backup.none_at_hub`.
        DamagedError: `exchange.unreadable`. Cancelled: as the progress says; the next try goes on from there.
    """
    try:
        with Connection(enrolling.peer_of(code)) as connection:

            def tick() -> None:
                progress.step(0, 0)

            again(lambda: enrolling.greeted(connection, code), tick)
            found = _chosen(again(lambda: _kept(connection, code, tick), tick), name)
            goal = beside.with_name(f"{beside.name}-{found.laptop}-{found.name}.ijk")
            if not (goal.is_file() and goal.stat().st_size == found.size):
                _fetched(connection, code, found, goal, progress)
            return goal
    except RefusedByHubError as refused:
        raise refused.as_problem() from refused
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("backup.not_fetched", where=str(beside.parent), reason=reason) from problem


def _kept(connection: Connection, code: EnrolmentCode, tick: Tick) -> list[Kept]:
    told = connection.ask(wire.BACKUP, {"secret": code.secret.hex()}, tick=tick)
    laptop, found = told.get("laptop"), told.get("backups")
    if not isinstance(laptop, str) or not _LAPTOP.fullmatch(laptop) or not isinstance(found, list):
        raise DamagedError("exchange.unreadable", where="backups")
    kept = []
    for each in found:
        name = each.get("name") if isinstance(each, dict) else None
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise DamagedError("exchange.unreadable", where="backups")
        kept.append(Kept(laptop, name, wire.read_int(each.get("size"), "size")))
    return kept


def _chosen(kept: list[Kept], name: str) -> Kept:
    fitting = [one for one in kept if name in ("", one.name)]
    if not fitting:
        there = "、".join(sorted((one.name for one in kept), reverse=True)) or "–"
        raise RuleError("backup.none_at_hub", where=name, there=there)
    return max(fitting, key=lambda one: one.name)


def _fetched(
    connection: Connection, code: EnrolmentCode, found: Kept, goal: Path, progress: Progress
) -> None:
    passing = goal.with_name(f"{goal.name}{PASSING}")
    asked = wire.dump({"secret": code.secret.hex()})
    goal.parent.mkdir(parents=True, exist_ok=True)
    with passing.open("ab") as file:
        at = file.tell()
        if at > found.size:
            file.truncate(0)
            at = 0
        while at < found.size:
            progress.step(at, found.size, FETCHING)
            part = _part(connection, f"{wire.BACKUP}/{found.name}/{at}", asked, progress)
            if not part or at + len(part) > found.size:
                raise DamagedError("exchange.unreadable", where=found.name)
            file.write(part)
            at += len(part)
        harden(file)
    passing.replace(goal)
    settle(goal.parent)


def _part(connection: Connection, path: str, asked: bytes, progress: Progress) -> bytes:
    def tick() -> None:
        progress.step(0, 0)

    def ask() -> bytes:
        return connection.exchange("POST", path, asked, wire.JSON, tick=tick, most=wire.MOST_PART)

    return again(ask, tick)
