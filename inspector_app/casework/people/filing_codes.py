"""The recovery code of the filing workspace: whose paper counts, and when it should be replaced.

Several may replace it in one moment: then the later act counts, the same one on every laptop, and whoever
made the other is told once, after the exchange that brought it. The newest paper opens everything all the
same.
"""

from dataclasses import dataclass

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import filing_acts, filing_keys, filing_members, rights
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.acts import Act, Role
from inspector_app.domain.errors import Problem
from inspector_app.store.store import Store

TOLD = "filing.code_told"
"""Setting of the main store: by which act's code the own one was replaced when that was told last."""

WAITING = "filing.waiting_told"
"""Setting of the main store: who waited to be let in again when that was told last."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The code on paper that counts.

    Attributes:
        by: name of who made it; `day`: when, as their laptop's clock said, ISO text.
        replace: an administrator lost access since and may know it; or it was made by a program of before.
    """

    by: str
    day: str
    replace: bool


def after_exchange(session: Session) -> tuple[Problem, ...]:
    """Hand on what colleagues lack, and return what this person must know: of their paper, and who waits."""
    if session.room.keys is not None:
        filing_keys.hand_on(session.room.keys)
    told = (_replaced(session.desk), _waiting(session))
    return tuple(one for one in told if one is not None)


def _waiting(session: Session) -> Problem | None:
    """Return who waits to be let in again, once for the same people, to an administrator with access."""
    desk = session.desk
    if session.filing is None or not rights.holds(desk, frozenset({Role.ADMINISTRATOR})):
        return None
    waiting = [one for one in filing_members.members(desk) if one.waits]
    known = " ".join(sorted(one.user for one in waiting))
    if known == (desk.store.setting(WAITING) or ""):
        return None
    desk.store.set_setting(WAITING, known or None)
    names = "、".join(one.name for one in waiting)
    return Problem.of("filing.waits_again", names, count=len(waiting)) if waiting else None


def paper(desk: Desk, filing: Store) -> Paper | None:
    """Return the code that counts in this workspace; None when none was ever made."""
    acts = filing_acts.about(desk.store, filing.meta.workspace)
    codes = [at for at, act in enumerate(acts) if _what(act) == filing_acts.CODE]
    if not codes:
        return None
    newest = acts[codes[-1]]
    book = filing_keys.read(desk.store, filing, desk.today())
    ring = desk.store.keyring
    chiefs = {one.user for one in ring.people() if Role.ADMINISTRATOR in one.roles}
    ended = {str(act.content.get("user")) for act in acts[codes[-1] :] if _what(act) == filing_acts.ENDED}
    shut = {one.user for one in ring.people() if _left(desk, one.key_id, newest.wall[:10])}
    gone = chiefs & (book.ever - book.inside) & (ended | shut)
    return Paper(_name(desk, newest.user), newest.wall[:10], bool(gone) or not book.coded)


def _left(desk: Desk, key_id: str, since: str) -> bool:
    day = desk.store.keyring.withdrawals().get(key_id)
    return day is not None and since <= day.isoformat() <= desk.today().isoformat()


def _replaced(desk: Desk) -> Problem | None:
    """Return that the code which this person made last counts no longer; None when it does, or was told."""
    codes: dict[str, list[Act]] = {}
    for act in filing_acts.codes(desk.store):
        codes.setdefault(act.entity_id, []).append(act)
    for acts in codes.values():
        mine = [act for act in acts if act.user == desk.user]
        newest = acts[-1]
        if mine and newest.user != desk.user and desk.store.setting(TOLD) != newest.id:
            desk.store.set_setting(TOLD, newest.id)
            days = {"mine": mine[-1].wall[:10], "day": newest.wall[:10]}
            return Problem.of("filing.code_replaced", _name(desk, newest.user), **days)
    return None


def _name(desk: Desk, user: str) -> str:
    own = [one.name for one in desk.store.keyring.people() if one.user == user]
    return own[-1] if own else user


def _what(act: Act) -> object:
    return act.content.get("what")
