"""Everybody of the bureau: who may enforce, by which certificate, until when; who may sign in as what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import Role
from inspector_app.domain.people import Officer

MAY_LOOK_AFTER = frozenset({Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who keeps the register of the bureau's people; roles themselves are an administrator's signature."""
SOON_DAYS, NEAR_DAYS = 30, 90
"""Days before its end from which a certificate is pressing, and from which it is told."""


class Standing(StrEnum):
    """How a person's enforcement certificate (执法证) stands today (行政处罚法 42)."""

    OVER = "执法证已过期"
    SOON = "30 日内到期"
    NEAR = "90 日内到期"
    EARLY = "执法证未生效"
    UNDATED = "执法证未登记全"
    VALID = "执法证有效"
    EXPERT = "专家"
    UNKNOWN = "未登记执法证"
    LEFT = "已离岗"


PRESSING = frozenset({Standing.OVER, Standing.SOON, Standing.UNDATED})
"""What somebody must do something about."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the office's keys know them.

    Attributes:
        roles: what they may do today, over all their keys.
        valid_to: last day of the certificate that lasts longest.
        withdrawn: the first day on which no key of theirs counts any more; None while one does.
        keys: ids of the keys that still count.
    """

    user: str
    name: str
    roles: frozenset[Role]
    valid_to: date
    withdrawn: date | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One person: the register's record, the account, or both.

    Attributes:
        id: the record's, or `user:` and the account's.
        officer: what the register says; None for who is not in it.
        days_left: to the last day of the enforcement certificate; None without one.
        left_on, left_why: when and why they left; None and empty for who is here.
    """

    id: str
    name: str
    officer: Officer | None
    account: Account | None
    standing: Standing
    days_left: int | None
    left_on: date | None = None
    left_why: str = ""


def may_look_after(desk: Desk) -> bool:
    """Tell whether the signed-in person may change the register of people."""
    return rights.holds(desk, MAY_LOOK_AFTER)


def staff(desk: Desk) -> tuple[Member, ...]:
    """Return everybody who is here, those first of whom somebody must do something about a certificate."""
    today, accounts = desk.today(), _accounts(desk)
    people = registry.officers(desk.store)
    mine = _matched(people, accounts)
    taken = {one.user for one in mine.values()}
    told = [_member(one, mine.get(one.id), today) for one in people]
    told += [_only_account(one) for user, one in accounts.items() if user not in taken]
    return tuple(sorted(told, key=_urgency))


def left(desk: Desk) -> tuple[Member, ...]:
    """Return those who left, the last one first."""
    told = []
    accounts = _accounts(desk)
    for record in desk.store.records("departure"):
        person = desk.store.record("person", values.text(record.fields, "person_id"))
        officer = registry.officer_of(person) if person is not None else None
        account = accounts.get(values.text(record.fields, "user"))
        name = values.text(record.fields, "name")
        on = values.day(record.fields, "on")
        why = values.text(record.fields, "reason")
        told.append(Member(record.id, name, officer, account, Standing.LEFT, None, on, why))
    return tuple(sorted(told, key=lambda one: (values.iso(one.left_on), one.name), reverse=True))


def member(desk: Desk, known: str) -> Member | None:
    """Return one person who is here or left, None when there is none of that id."""
    return next((one for one in (*staff(desk), *left(desk)) if one.id == known), None)


def expiring(desk: Desk, within: int = NEAR_DAYS) -> tuple[Member, ...]:
    """Return those whose enforcement certificate is over, or ends within so many days."""
    return tuple(
        one
        for one in staff(desk)
        if one.days_left is not None and one.standing is not Standing.EXPERT and one.days_left <= within
    )


def standing(officer: Officer, today: date) -> Standing:
    """Return how an enforcement certificate stands on a day; its last day is still a good one."""
    if officer.expert:
        return Standing.EXPERT
    if not officer.certificate.strip() or officer.valid_from is None or officer.valid_to is None:
        return Standing.UNDATED
    if officer.valid_to < today:
        return Standing.OVER
    if officer.valid_from > today:
        return Standing.EARLY
    days = (officer.valid_to - today).days
    return Standing.SOON if days <= SOON_DAYS else Standing.NEAR if days <= NEAR_DAYS else Standing.VALID


def _member(officer: Officer, account: Account | None, today: date) -> Member:
    told = standing(officer, today)
    dated = officer.valid_to is not None and not officer.expert
    left_days = (officer.valid_to - today).days if dated and officer.valid_to is not None else None
    return Member(officer.id, officer.name, officer, account, told, left_days)


def _only_account(account: Account) -> Member:
    state = Standing.UNKNOWN if account.withdrawn is None else Standing.LEFT
    return Member(f"user:{account.user}", account.name, None, account, state, None, account.withdrawn)


def _urgency(one: Member) -> tuple[int, int, str]:
    return (list(Standing).index(one.standing), one.days_left or 0, one.name)


def _accounts(desk: Desk) -> dict[str, Account]:
    """Return the accounts of people by their id; a key that is withdrawn in days to come still counts."""
    ring, today = desk.store.keyring, desk.today()
    ended = ring.withdrawals()
    told: dict[str, Account] = {}
    for user in dict.fromkeys(one.user for one in ring.people()):
        held = [one for one in ring.people() if one.user == user]
        newest = max(held, key=lambda one: (one.valid_to, one.valid_from))
        keys = {one.key_id for one in held}
        days = [ended.get(key, date.max) for key in keys]
        roles = frozenset(role for key in keys for role in ring.roles(key, today))
        last = max(days)
        good = tuple(sorted(key for key in keys if key not in ended))
        told[user] = Account(
            user, newest.name, roles, newest.valid_to, None if last == date.max else last, good
        )
    return told


def _matched(people: Iterable[Officer], accounts: dict[str, Account]) -> dict[str, Account]:
    """Return each registered person's account: by the certificate's number, or a name that only one has."""
    every = list(people)
    named = Counter(one.name for one in every)
    by_name: dict[str, list[Account]] = {}
    for account in accounts.values():
        by_name.setdefault(account.name, []).append(account)
    told: dict[str, Account] = {}
    for one in every:
        same = by_name.get(one.name, [])
        exact = accounts.get(one.certificate) if one.certificate else None
        if exact is not None and exact.name == one.name:
            told[one.id] = exact
        elif len(same) == 1 and named[one.name] == 1:
            told[one.id] = same[0]
    return told
