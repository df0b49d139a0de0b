"""Machine codes that come later: by the hub's journal, once each, and never to two laptops for long."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from inspector_app.casework.people import spare_codes, workspace
from inspector_app.casework.people.spare_codes import HAD, Taken
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, DecisionNeededError
from inspector_app.journal import bundle
from inspector_app.journal.chain import Head, append
from inspector_app.trust import code_slip
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.keys import SigningKey
from tests.casework.newcomers import Newcomer, newcomer_at
from tests.casework.office_hub import EVERYTHING, Office


class Laptop:
    """A laptop that joined an office; its machine code is 12, its spares are 13 to 15."""

    def __init__(self, office: Office, newcomer: Newcomer, session: Session) -> None:
        self.office, self.newcomer, self.session = office, newcomer, session
        self.device, self.store = newcomer.told.device, session.desk.store

    def hears(
        self, codes: tuple[int, ...], device: SigningKey | None = None, signer: SigningKey | None = None
    ) -> None:
        """Take in that the office gave a laptop codes; more of them than it has when it is this one."""
        key = (device or self.device).key_id
        slip = code_slip.make(
            signer or self.office.office, self.office.workspace, key, codes, more=device is None
        )
        act = {"kind": code_slip.KIND, "content": slip.to_content(), "n": self.office.journal.head.seq + 1}
        self.office.journal.write("act", code_slip.ENTITY, key, act)
        self.pulls()

    def pulls(self) -> None:
        """Take the hub's journal in as it is."""
        self.store.take_in(
            [(raw, bundle.unpack(raw, self.store.keyring.key)) for raw in self.office.bundles()]
        )

    def meets(self, device: SigningKey, user: str) -> Certificate:
        """Hear of another laptop, under this id."""
        told = self.office.certified(device, user, (Role.DEVICE,), name="电脑")
        self.office.journal.appoint(told, self.office.office)
        return told

    def takes(self) -> Taken:
        return spare_codes.take_after_exchange(self.session.desk)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    office, newcomer = Office(), newcomer_at(tmp_path / "laptop")
    newcomer.join(office.enrolled(newcomer.told.request))
    made = Laptop(office, newcomer, newcomer.sign_in())
    yield made
    made.session.close()


def test_what_the_office_gives_comes_once(laptop: Laptop) -> None:
    assert laptop.takes() == Taken()
    laptop.hears((40, 41))
    assert laptop.takes() == Taken(spares=(40, 41))
    assert laptop.store.spares() == [13, 14, 15, 40, 41]
    assert laptop.takes() == Taken()
    laptop.store.set_spares([13])  # some were used up meanwhile
    laptop.hears((50,))
    assert laptop.takes() == Taken(spares=(50,))
    assert laptop.store.spares() == [13, 50], "what was had once does not come again"


def test_a_laptop_whose_codes_are_spent_goes_on(laptop: Laptop) -> None:
    laptop.store.set_spares([])
    laptop.store.take_machine_code(90)
    with pytest.raises(DecisionNeededError):
        laptop.store.take_spare()
    _spend(laptop)
    assert laptop.takes() == Taken(), "nothing came: numbers wait"
    laptop.hears((40, 41))
    assert laptop.takes() == Taken(spares=(40, 41), machine_code=40)
    assert (laptop.store.meta.machine_code, laptop.store.spares()) == (40, [41])
    assert not laptop.store.meta.code_spent
    with laptop.store.transaction("wang") as tx:
        assert tx.machine_code == 40


def _spend(laptop: Laptop) -> None:
    """Bring an entry that a copy of this laptop wrote in the same place of its journal."""
    store, head = laptop.store, Head(laptop.store.meta.journal_id)
    with store.transaction("wang") as tx:
        tx.create("site", {"name": "甲"})
    wall = "2026-11-24T08:00:00+08:00"
    twins = append(
        head,
        workspace=laptop.office.workspace,
        wall=wall,
        user="wang",
        tx="a" * 32,
        tx_last=True,
        entity="site",
        entity_id="b" * 32,
        op="create",
        fields={},
    )
    with pytest.raises(DecisionNeededError) as forked:
        store.merge([twins])
    assert forked.value.code == "store.journal_forked"
    assert store.meta.code_spent


def test_what_is_for_another_laptop_or_not_the_offices_does_not_come(laptop: Laptop) -> None:
    laptop.hears((40,), device=SigningKey.new())
    laptop.hears((41,), signer=laptop.newcomer.told.person)
    laptop.hears((42,), signer=SigningKey.new())
    odd = {"kind": code_slip.KIND, "content": {"machine_codes": [43]}, "n": 99}
    laptop.office.journal.write("act", code_slip.ENTITY, laptop.device.key_id, odd)
    laptop.pulls()
    assert laptop.takes() == Taken()
    assert laptop.store.spares() == [13, 14, 15]


def test_a_code_given_twice_is_left_by_the_laptop_with_the_greater_id(laptop: Laptop) -> None:
    before, behind = SigningKey.new(), SigningKey.new()
    laptop.meets(before, "device-" + "0" * 16)
    laptop.meets(behind, "device-" + "f" * 16)
    laptop.hears((12, 13, 99), device=behind)
    assert laptop.takes() == Taken(), "that one gives way"
    laptop.hears((12, 14), device=before)
    taken = laptop.takes()
    assert taken == Taken(given_up=(12, 14), machine_code=13)
    assert [one.code for one in taken.news] == ["exchange.codes_given_up", "exchange.goes_on_under"]
    assert (laptop.store.meta.machine_code, laptop.store.spares()) == (13, [15])
    assert laptop.takes() == Taken()


def test_a_code_that_is_another_laptops_gives_no_number_though_none_is_spare(laptop: Laptop) -> None:
    other = SigningKey.new()
    laptop.meets(other, "device-" + "0" * 16)
    laptop.store.set_spares([])
    laptop.hears((12,), device=other)
    assert laptop.takes() == Taken(given_up=(12,))
    assert laptop.store.meta.code_spent, "two laptops would give the same number"
    with laptop.store.transaction("wang") as tx, pytest.raises(DecisionNeededError):
        tx.next_serial("rectification_notice", 2026)
    assert laptop.takes() == Taken(), "told once"
    laptop.hears((40,))
    assert laptop.takes() == Taken(spares=(40,), machine_code=40)


def test_the_filing_workspace_leaves_a_code_that_is_another_laptops_too(tmp_path: Path) -> None:
    office = Office("培训中心", training=True)
    newcomer = newcomer_at(tmp_path / "laptop")
    newcomer.join(office.enrolled(newcomer.told.request, roles=EVERYTHING), None)
    session = newcomer.sign_in("wang", workspace.TRAINING_PASSWORD)
    try:
        made = Laptop(office, newcomer, session)
        filing = session.filing
        assert filing is not None
        assert filing.meta.machine_code == 12
        other = SigningKey.new()
        made.meets(other, "device-" + "0" * 16)
        made.hears((12,), device=other)
        taken = spare_codes.take_after_exchange(session.desk, filing)
        assert taken == Taken(given_up=(12,), machine_code=13)
        assert (filing.meta.machine_code, filing.meta.code_spent) == (13, False)
        assert spare_codes.take_after_exchange(session.desk, filing) == Taken()
    finally:
        session.close()


def test_its_own_earlier_key_is_nobody_else(laptop: Laptop) -> None:
    held = laptop.store.keyring.certificate(laptop.device.key_id)
    assert held is not None
    earlier = SigningKey.new()
    laptop.meets(earlier, held.user)
    laptop.hears((12, 13), device=earlier)
    assert laptop.takes() == Taken()


def test_a_spoilt_setting_is_told(laptop: Laptop) -> None:
    laptop.hears((40,))
    for told in ("{", "{}", orjson.dumps(["x"]).decode()):
        laptop.store.set_setting(HAD, told)
        with pytest.raises(DamagedError) as damaged:
            laptop.takes()
        assert damaged.value.code == "trust.setting_damaged"
