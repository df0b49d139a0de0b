"""What follows from what an exchange brought, whichever way it came: the same after each of them."""

from dataclasses import dataclass

from inspector_app.casework.people import filing_codes, leavers, spare_codes
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Problem


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done.

    Attributes:
        spares: machine codes that came.
        news: what a person must know.
    """

    spares: tuple[int, ...]
    news: tuple[Problem, ...]


def settle(session: Session) -> Settled:
    """Take the way in of who left, take the codes that came, and hand on what colleagues lack.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    leavers.drop_after_exchange(session.desk)
    taken = spare_codes.take_after_exchange(session.desk, session.filing)
    return Settled(taken.spares, (*taken.news, *filing_codes.after_exchange(session)))
