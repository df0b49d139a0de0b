"""Requests to join that wait for their grant: both new keys, kept in the data folder, wrapped for a password.

Each has a file of its own, so that none destroys another: a grant that is under way would open nothing. The
files stand outside any workspace, since there may be none yet. A request is readable and is what went to the
office; the private keys open with the password alone.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import orjson

from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, SignInError, UnavailableError
from inspector_app.trust.durable import write_durably
from inspector_app.trust.enrolment import Grant, Request, ask
from inspector_app.trust.keys import KEY_BYTES, SigningKey
from inspector_app.trust.slots import LEAST_PASSWORD, Cost
from inspector_app.trust.wrapping import NONCE_BYTES, SALT_BYTES, Wrapped, unwrap, wrap

NAME = "joining.json"
"""Where an older version kept its one request; it is read still."""

MOST_WAITING = 8
FORMAT, VERSION = "inspector-joining", 1
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Pending:
    """A request and the private keys behind it.

    Attributes:
        device: the laptop's key; person: the person's.
    """

    request: Request
    device: SigningKey = field(repr=False)
    person: SigningKey = field(repr=False)


def request(
    clock: Clock,
    user: str = "",
    name: str = "",
    device: SigningKey | None = None,
    *,
    person: SigningKey | None = None,
    before: SigningKey | None = None,
) -> Pending:
    """Return a new request, with fresh keys where none is given.

    Args:
        user, name: as the person calls themselves; left out with a code, which already says who comes.
        device: the key of a laptop that has joined already.
        person: the key that the person has.
        before: the laptop's key so far, in whose place another one comes.

    Raises:
        RuleError: `enrolment.name_unfit`.
    """
    device, person = device or SigningKey.new(), person or SigningKey.new()
    return Pending(ask(device, person, clock.now(), user, name, before), device, person)


def keep(
    path: Path, pending: Pending, password: str, *, instead: bool = False, cost: Cost | None = None
) -> None:
    """Keep a request's keys until the grant comes, beside those of others.

    Args:
        path: the data folder; made when it is not there.
        instead: put it in the place of all that wait there; grants for them will be worthless.

    Raises:
        RuleError: `joining.many_pending`, `trust.weak_password`. UnavailableError: `trust.file_not_written`.
    """
    file, others = path / _name(pending.request), files(path)
    if len(others) >= MOST_WAITING and not instead and file not in others:
        raise RuleError("joining.many_pending", where=str(path), most=MOST_WAITING)
    if len(password) < LEAST_PASSWORD:
        raise RuleError("trust.weak_password", where=pending.request.name, least=LEAST_PASSWORD)
    cost = cost or Cost()
    secret = pending.device.to_bytes() + pending.person.to_bytes()
    box = wrap(secret, password, cost, _bound(pending.request, cost))
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("trust.file_not_written", where=str(file), reason=reason) from problem
    write_durably(file, _written(pending.request, cost, box))
    if instead:
        _remove(one for one in others if one != file)


def waiting_all(path: Path) -> list[Request]:
    """Return the requests that wait in a folder, the newest last.

    Raises:
        DamagedError: `joining.pending_damaged`. UnavailableError: `trust.file_unreadable`.
    """
    return [told for told, _, _ in _all(path)]


def waiting(path: Path) -> Request | None:
    """Return the newest request that waits in a folder, one that names somebody before one that does not.

    Raises:
        as `waiting_all`.
    """
    told = sorted(waiting_all(path), key=lambda each: bool(each.user or each.name))
    return told[-1] if told else None


def kept(path: Path, password: str) -> Pending:
    """Return the newest request that waits in a folder and opens with this password, with its keys.

    Raises:
        RuleError: `joining.no_pending`. SignInError: `trust.wrong_password`.
        DamagedError: `joining.pending_damaged`. UnavailableError: `trust.file_unreadable`.
    """
    return next(_opened(path, password))


def asked_by_code(path: Path, password: str, *, device: bytes = b"", before: bytes = b"") -> Pending | None:
    """Return the request that was made for a code and whose answer was lost; None when there is none.

    It is to be sent again, under whatever code: the office answers it as it did.

    Args:
        device: the key of the laptop that has joined, when one person more is to join it.
        before: its key, when another one is to come in its place.

    Raises:
        as `waiting_all`.
    """
    for one in _those(path, password):
        asked = one.request
        if not (asked.user or asked.name) and asked.before == before and device in (b"", asked.device):
            return one
    return None


def asked_by(path: Path, password: str, user: str) -> Pending | None:
    """Return the newest request that names somebody and opens with this password; None when there is none.

    Raises:
        as `waiting_all`.
    """
    return next((one for one in _those(path, password) if one.request.user == user), None)


def answered(path: Path, content: bytes, password: str) -> tuple[Pending, Grant]:
    """Return the request that a grant's file answers, and the grant; nothing of it is believed yet.

    Raises:
        RuleError: `joining.no_pending`, `enrolment.other_request`. SignInError: `trust.wrong_password`.
        DamagedError: `enrolment.damaged`, `joining.pending_damaged`; `trust.box_damaged`: for none of them.
        UnavailableError: `trust.file_unreadable`, `enrolment.newer`.
    """
    failed: InspectorError | None = None
    for told in _opened(path, password):
        try:
            grant = Grant.opened(content, told.device)
        except DamagedError as problem:
            failed = failed or problem
            continue
        if grant.request == told.request.hash:
            return told, grant
        failed = RuleError("enrolment.other_request", where="request")
    assert failed is not None  # `_opened` yields one or raises
    raise failed


def drop(path: Path, request: Request | None = None) -> None:
    """Forget a request that waits in a folder, or all of them.

    Raises:
        DamagedError: `joining.pending_damaged`. UnavailableError: `trust.file_not_written`.
    """
    if request is None:
        _remove(files(path))
        return
    older = path / NAME
    mine = older.exists() and _read(older)[0] == request
    _remove([path / _name(request), *([older] if mine else [])])


def files(path: Path) -> list[Path]:
    """Return the files of the requests that wait in a folder."""
    return sorted(one for one in (path / NAME, *path.glob("joining-*.json")) if one.exists())


def _name(request: Request) -> str:
    return f"joining-{request.hash.hex()[:16]}.json"


def _all(path: Path) -> list[tuple[Request, Cost, Wrapped]]:
    """Return what waits in a folder, the newest last."""
    return sorted((_read(one) for one in files(path)), key=lambda told: (_made(told[0]), told[0].hash))


def _made(request: Request) -> datetime:
    return datetime.fromisoformat(request.made)


def _opened(path: Path, password: str) -> Iterator[Pending]:
    """Yield the requests that open with a password, the newest first; at least one."""
    told, none = _all(path), True
    if not told:
        raise RuleError("joining.no_pending", where=str(path))
    for asked, cost, box in reversed(told):
        secret = unwrap(box, password, cost, _bound(asked, cost))
        if secret is None:
            continue
        keys = [SigningKey.from_bytes(one) for one in (secret[:KEY_BYTES], secret[KEY_BYTES:])]
        if tuple(key.public.raw for key in keys) != (asked.device, asked.person):
            raise DamagedError("joining.pending_damaged", where=str(path / _name(asked)))
        none = False
        yield Pending(asked, *keys)
    if none:
        raise SignInError("trust.wrong_password", where=told[-1][0].user)


def _those(path: Path, password: str) -> list[Pending]:
    """Return the requests that open with a password, the newest first; none is nothing to tell."""
    try:
        return list(_opened(path, password))
    except (RuleError, SignInError):  # none waits, or another password was chosen this time
        return []


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise UnavailableError("trust.file_not_written", where=str(file), reason=reason) from problem


def _bound(told: Request, cost: Cost) -> bytes:
    return b"joining 1\0" + told.hash + orjson.dumps([cost.memory, cost.time, cost.lanes])


def _written(told: Request, cost: Cost, box: Wrapped) -> bytes:
    content = {
        "format": FORMAT,
        "v": VERSION,
        "request": told.to_content(),
        "kdf": [cost.memory, cost.time, cost.lanes],
        "box": [b64encode(part).decode() for part in (box.salt, box.nonce, box.box)],
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"


def _read(file: Path) -> tuple[Request, Cost, Wrapped]:
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("trust.file_unreadable", where=str(file), reason=reason) from problem
    try:
        told = orjson.loads(content)
        cost = Cost(*told["kdf"])
        box = Wrapped(*(b64decode(part, validate=True) for part in told["box"]))
        asked = Request.from_content(told["request"])
        whole = all(type(one) is int for one in told["kdf"]) and cost.sound
        sizes = [len(box.salt), len(box.nonce), len(box.box)]
        sound = whole and _written(asked, cost, box) == content
    except (ValueError, KeyError, TypeError, InspectorError) as problem:
        raise DamagedError("joining.pending_damaged", where=str(file)) from problem
    if not sound or sizes != [SALT_BYTES, NONCE_BYTES, 2 * KEY_BYTES + 16]:
        raise DamagedError("joining.pending_damaged", where=str(file))
    return asked, cost, box
