"""The office's laptops as the journals tell of them: their codes, who wrote last, which are shut out."""

from dataclasses import dataclass
from datetime import date, datetime

from inspector_app import __version__
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import roles
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError
from inspector_app.store.store import Store
from inspector_app.trust import code_slip


@dataclass(frozen=True, slots=True)
class Machine:
    """A laptop.

    Attributes:
        id: of the machine, which its later keys keep; `name` as it was enrolled.
        codes: machine codes that it was given or wrote numbers under.
        spares: how many codes it still has in store; None for another laptop, which alone knows.
        last, last_by: when its journal was written last, by its own clock, and by whom; None without one.
        until: last day of its certificate; `withdrawn` the first day on which it counts for nothing.
        own: it is this one; `program` its version, empty for another, which tells it to the hub alone.
    """

    id: str
    name: str
    codes: tuple[int, ...]
    spares: int | None
    last: datetime | None
    last_by: str
    until: date
    withdrawn: date | None
    own: bool
    program: str
    keys: tuple[str, ...]


def machines(desk: Desk) -> tuple[Machine, ...]:
    """Return every laptop that the office certified: this one first, the shut out last."""
    store = desk.store
    ring, ended = store.keyring, store.keyring.withdrawals()
    held = [one for one in ring.certificates() if Role.DEVICE in one.roles]
    own_key = store.device_key()
    given, ends = _given(store), _ends(store)
    names = {one.user: one.name for one in ring.certificates()}
    told = []
    for user in dict.fromkeys(one.user for one in held):
        mine = [one for one in held if one.user == user]
        keys = tuple(sorted({one.key_id for one in mine}))
        own = own_key is not None and own_key.key_id in keys
        codes = {code for key in keys for code in given.get(key, ())}
        last = max((ends[key] for key in keys if key in ends), default=None)
        if own:
            codes.add(store.meta.machine_code)
            last = max((ends[one] for one in ("own", *keys) if one in ends), default=last)
        days = [ended.get(key, date.max) for key in keys]
        newest = max(mine, key=lambda one: one.valid_to)
        told.append(
            Machine(
                id=user,
                name=newest.name,
                codes=tuple(sorted(codes)),
                spares=len(store.spares()) if own else None,
                last=last[0] if last else None,
                last_by=names.get(last[1], last[1]) if last else "",
                until=newest.valid_to,
                withdrawn=None if max(days) == date.max else max(days),
                own=own,
                program=__version__ if own else "",
                keys=tuple(key for key in keys if key not in ended),
            )
        )
    return tuple(sorted(told, key=_order))


def _order(one: Machine) -> tuple[bool, bool, float, str]:
    return (one.withdrawn is not None, not one.own, -one.last.timestamp() if one.last else 0.0, one.name)


def _given(store: Store) -> dict[str, set[int]]:
    """Return machine codes by the key they were given to, as the office's slips say."""
    told: dict[str, set[int]] = {}
    for act in store.acts(code_slip.ENTITY, None, code_slip.KIND):
        slip = code_slip.read(act.content)
        if slip is not None and slip.is_the_offices(store.keyring):
            told.setdefault(slip.device, set()).update(slip.machine_codes)
    return told


def _ends(store: Store) -> dict[str, tuple[datetime, str]]:
    """Return when each laptop wrote last, and who, by the key its journal begins with; `own` for this one."""
    mine = frozenset(store.own_journals())
    told: dict[str, tuple[datetime, str]] = {}
    for journal_id, entry in store.journal_ends().items():
        at = (datetime.fromisoformat(entry.header.wall), entry.header.user)
        for name in (journal_id[:16], *(("own",) if journal_id in mine else ())):
            told[name] = max(told.get(name, at), at)
    return told


def shut_out(desk: Desk, machine_id: str) -> date:
    """Take a laptop's keys back by an administrator's signature, and return from when they count for nothing.

    Raises:
        RuleError: `administration.no_machine`, `administration.own_machine`, `administration.no_key`.
        SignInError: `administration.not_signed`, `store.no_right`.
    """
    one = next((each for each in machines(desk) if each.id == machine_id), None)
    if one is None:
        raise RuleError("administration.no_machine", where=machine_id)
    if one.own:
        raise RuleError("administration.own_machine", where=one.name)
    if not one.keys:
        raise RuleError("administration.no_key", where=one.name)
    return roles.withdraw(desk, one.keys)
