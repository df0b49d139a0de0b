"""Machine codes that the office gives later: they come with an exchange, in the hub's own journal.

The office signed the slip, so it does not matter which way it came. A code is taken once, also by a laptop
that has left it behind meanwhile. And where a hub that was put back from an old copy gave one code to two
laptops, one of the two gives way, before or after it wrote papers under it.
"""

from collections.abc import Sequence, Set
from contextlib import suppress
from dataclasses import dataclass

import orjson

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import granted
from inspector_app.domain.errors import DamagedError, DecisionNeededError, Problem, RuleError
from inspector_app.store.store import Store
from inspector_app.trust import code_slip
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.code_slip import CodeSlip

HAD = "exchange.codes_had"
"""Setting: the codes that came by slips, whatever became of them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an exchange changed in this laptop's machine codes.

    Attributes:
        spares: that came; given_up: that another laptop has.
        machine_code: the one that it goes on under; 0 when it kept its own.
    """

    spares: tuple[int, ...] = ()
    given_up: tuple[int, ...] = ()
    machine_code: int = 0

    @property
    def news(self) -> tuple[Problem, ...]:
        """What a person must know: codes that are another laptop's, and the one that numbers go on under."""
        told = []
        if self.given_up:
            told.append(Problem.of("exchange.codes_given_up", "", codes=self.given_up))
        if self.machine_code:
            told.append(Problem.of("exchange.goes_on_under", "", machine_code=self.machine_code))
        return tuple(told)


def take_after_exchange(desk: Desk, filing: Store | None = None) -> Taken:
    """Take the codes that the office gave this laptop, give up those that another one has, and go on.

    Under a code that was given up no number is given any more, also while there is no other one.

    Args:
        filing: the filing workspace, where this person has its key; it numbers under the laptop's code.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    store, device = desk.store, desk.store.device_key()
    if device is None:
        return Taken()
    slips = _slips(store)
    fresh = _fresh(store, [one for one in slips if one.more and one.device == device.key_id])
    own = _laptop(store.keyring, device.key_id)
    before = [one for one in slips if _laptop(store.keyring, one.device) < own]
    theirs = {code for slip in before for code in slip.machine_codes}
    given_up = _given_up(store, theirs)
    goes_on = _go_on(store)
    if filing is not None:
        _follow(filing, store, theirs)
    return Taken(fresh, given_up, goes_on)


def _slips(store: Store) -> list[CodeSlip]:
    """Return every slip that the office signed."""
    told = (code_slip.read(act.content) for act in store.acts(code_slip.ENTITY, None, code_slip.KIND))
    return [one for one in told if one is not None and one.is_the_offices(store.keyring)]


def _fresh(store: Store, mine: Sequence[CodeSlip]) -> tuple[int, ...]:
    had = _had(store)
    fresh = [code for slip in mine for code in slip.machine_codes if code not in had]
    if fresh:
        granted.add_spares(store, fresh)  # noted behind it: cut off between, they are taken once more
        store.set_setting(HAD, orjson.dumps(sorted(had | set(fresh))).decode())
    return tuple(fresh)


def _had(store: Store) -> set[int]:
    try:
        told = orjson.loads(store.setting(HAD) or "[]")
    except ValueError as problem:
        raise DamagedError("trust.setting_damaged", where=HAD) from problem
    if not isinstance(told, list) or not all(type(one) is int for one in told):
        raise DamagedError("trust.setting_damaged", where=HAD)
    return set(told)


def _given_up(store: Store, theirs: Set[int]) -> tuple[int, ...]:
    """Give up the codes that are another laptop's: spare ones are forgotten, one in use is spent at once."""
    spares, meta = store.spares(), store.meta
    own = set() if meta.code_spent else {meta.machine_code}
    gone = theirs & {*own, *spares}
    if gone & set(spares):
        store.set_spares([one for one in spares if one not in gone])
    if gone & own:
        store.spend_code()
    return tuple(sorted(gone))


def _go_on(store: Store) -> int:
    """Take a spare code for a spent one, and return it; 0 where none is needed, or none is there."""
    if not store.meta.code_spent:
        return 0
    try:
        return store.take_spare()
    except DecisionNeededError:  # numbers wait, and the page 同步 says so
        return 0


def _follow(filing: Store, main: Store, theirs: Set[int]) -> None:
    """Let the filing workspace leave a code that is another laptop's, and go on under the laptop's own."""
    if filing.meta.machine_code not in theirs or filing.meta.code_spent:
        return
    filing.spend_code()
    if not main.meta.code_spent:
        with suppress(RuleError):  # there are numbers under it already: the next exchange takes a spare one
            filing.take_machine_code(main.meta.machine_code)


def _laptop(ring: Keyring, key_id: str) -> str:
    """Return the id of a key's laptop, which a later key keeps; behind all others where it is unknown."""
    held = ring.certificate(key_id)
    return held.user if held is not None else "~"
