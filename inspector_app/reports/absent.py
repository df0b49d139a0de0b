"""Whose work may be missing from a period: laptops of which nothing from its end is known here.

What a laptop wrote is known by its journal. One whose newest entry lies before the period's last day may have
been idle, or may not have handed in: both are named, with the day up to which its work is here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import local_date
from inspector_app.journal.entry import Entry
from inspector_app.store.store import Store


@dataclass(frozen=True, slots=True)
class NotHandedIn:
    """A laptop whose work is not here up to the period's end.

    Attributes:
        key: the laptop's key id, or its journal's id where no key is known.
        machine: the laptop's name.
        person: who worked at it last, empty when nothing of it ever came.
        last: the day up to which its work is here; None when nothing ever came.
    """

    key: str
    machine: str
    person: str
    last: date | None


def not_handed_in(store: Store, last: date, at: datetime) -> tuple[NotHandedIn, ...]:
    """Return the laptops of which nothing from a period's last day is here, those heard of longest ago first.

    Of a period that is not over, nothing from yesterday on. Laptops that were withdrawn before that day are
    left out, and so is this one: what was made here is here.
    """
    wanted = min(last, local_date(at) - timedelta(days=1))
    own = store.own_journals()
    people = _people(store)
    known: dict[str, tuple[date, str]] = {}
    for journal_id, entry in store.journal_ends().items():
        if journal_id in own:
            continue
        key = store.first_key(journal_id) or journal_id
        day, who = _end(entry)
        if key not in known or known[key][0] < day:
            known[key] = (day, people.get(who, who))
    told = [NotHandedIn(key, _name(store, key), who, on) for key, (on, who) in known.items() if on < wanted]
    told += [NotHandedIn(key, _name(store, key), "", None) for key in _never(store, known)]
    gone = {key for key, day in store.keyring.withdrawals().items() if day <= wanted}
    machines = (one for one in told if one.key not in gone and not _is_hub(store, one.key))
    return tuple(sorted(machines, key=lambda one: (one.last or date.min, one.machine, one.key)))


def _end(entry: Entry) -> tuple[date, str]:
    header = entry.header
    return local_date(datetime.fromisoformat(header.wall)), header.user


def _never(store: Store, known: Iterable[str]) -> list[str]:
    """Return the keys of laptops that were enrolled and of which nothing is here."""
    device = store.device_key()
    own = {device.key_id} if device is not None else set()
    machines = {one.key_id for one in store.keyring.certificates() if Role.DEVICE in one.roles}
    return sorted(machines - set(known) - own)


def _is_hub(store: Store, key: str) -> bool:
    certificate = store.keyring.certificate(key)
    return certificate is not None and Role.HUB in certificate.roles


def _name(store: Store, key: str) -> str:
    certificate = store.keyring.certificate(key)
    return certificate.name if certificate is not None else key[:8]


def _people(store: Store) -> dict[str, str]:
    return {one.user: one.name for one in store.keyring.people()}
