"""A bureau of three on one laptop: each with an account, a key of their own, and a certificate."""

from dataclasses import dataclass, replace

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.domain.acts import Role
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import Cost, SlotFile
from tests.casework.bench import Bench

CHEAP = Cost(memory=64, time=1, lanes=1)
INSPECTOR = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
SUPERVISOR = NewAccount("liwangchuan", "李望川", "hello 李望川", Role.SUPERVISOR)
OTHER = NewAccount("zhaoyunting", "赵云汀", "hello 赵云汀", Role.SUPERVISOR)


@dataclass(frozen=True)
class Bureau:
    """Desks over one store: the administrator who founded it, an inspector, and two supervisors."""

    chief: Desk
    inspector: Desk
    supervisor: Desk
    other: Desk


def bureau_of(bench: Bench) -> Bureau:
    """Let the three in and return everybody's desk, each with their own signature at hand."""
    for one in (INSPECTOR, SUPERVISOR, OTHER):
        accounts.add(bench.desk, workspace.TRAINING_PASSWORD, one, cost=CHEAP)
    return Bureau(bench.desk, *(_desk(bench, one) for one in (INSPECTOR, SUPERVISOR, OTHER)))


def _desk(bench: Bench, told: NewAccount) -> Desk:
    return replace(bench.desk, user=told.user, signer=key_of(bench, told))


def key_of(bench: Bench, told: NewAccount) -> SigningKey:
    """Return a person's own key, as their password opens it."""
    slots = SlotFile.read(bench.desk.store.folder.slots)
    key = slots.open(told.user, told.password, now=bench.clock.now()).signing_key
    assert key is not None
    return key
