"""Today's laptop against a hub of before, written by hand: they exchange, or name what does not fit."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import inspector_app
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import UnavailableError
from inspector_app.journal import bundle
from inspector_app.store.store import Store
from inspector_app.sync import exchange
from inspector_app.trust import machine
from inspector_app.trust.enrolment import Hub
from tests.journal.test_bundle import packed, reforged
from tests.previous.hub import HubOfBefore
from tests.store.worlds import WORKSPACE
from tests.sync.office import HUB, Office, Steps, a_day
from tests.sync.serving import self_made, serving

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Stage:
    """A hub of before that serves, and laptops of today that know it."""

    office: Office
    hub: HubOfBefore
    url: str
    der: bytes
    folder: Path
    stores: list[Store]

    def laptop(self, n: int) -> Store:
        store = self.office.laptop(self.folder / f"laptop{n}", n)
        key = self.office.hub_key.public
        hub = Hub(HUB, key.raw, self.url, hashlib.sha256(self.der).digest(), self.der)
        known = machine.KnownHub(hub, self.office.machine(self.office.hub_key, Role.HUB))
        store.set_setting(machine.HUB, machine.hub_text(known))
        self.stores.append(store)
        return store


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    office, certified = Office(), self_made(tmp_path / "tls")
    devices = {office.device(n).key_id: office.device(n).public.raw for n in (1, 2, 3)}
    key = Ed25519PrivateKey.from_private_bytes(office.hub_key.to_bytes())
    hub = HubOfBefore(HUB, WORKSPACE, key, devices, NOW.isoformat())
    with serving(hub.answer, certified) as port:
        made = Stage(office, hub, f"https://127.0.0.1:{port}", certified.der, tmp_path, [])
        yield made
        for each in made.stores:
            each.close()


def test_two_laptops_exchange_through_a_hub_that_looks_into_no_body(stage: Stage) -> None:
    """Its answers have the members of before and no others: today's laptop needs none besides."""
    stage.hub.forms = (1, 2)
    a, b = stage.laptop(1), stage.laptop(2)
    site = a_day(stage.office, a, photo=b"photo")
    told = exchange.run(a, NOW, Steps())
    assert told.sent.entries == a.vector()[a.meta.journal_id][0] == told.acknowledged.entries
    assert told.sent.blobs == 1
    assert stage.hub.blobs == {hashlib.sha256(b"photo").hexdigest(): b"photo"}
    assert a.state().received == a.state().entries
    came = exchange.run(b, NOW, Steps())
    assert came.received.entries == told.sent.entries
    assert b.record("site", site) == a.record("site", site)
    assert b.blob(hashlib.sha256(b"photo").hexdigest()) == b"photo"
    exchange.run(a, NOW, Steps())
    assert a.digest() == b.digest()
    again = exchange.run(a, NOW, Steps())
    assert (again.sent.entries, again.received.entries, again.news) == (0, 0, ())


def test_what_laptops_of_before_left_at_it_is_read(stage: Stage) -> None:
    """Bundles of form 1 lie in its log: they come in, and go on from laptop to laptop as they came."""
    a, b = stage.laptop(1), stage.laptop(2)
    a_day(stage.office, a)
    for raw in plain(stage.office, a):
        stage.hub._take(raw)
    stage.hub.forms = (1, 2)
    came = exchange.run(b, NOW, Steps())
    assert came.received.entries == a.vector()[a.meta.journal_id][0]
    assert b.tips()[a.meta.journal_id] == a.tips()[a.meta.journal_id]
    kept = [raw for raw in b.lacking({}, stage.office.device(2)) if raw[3] == 1]
    assert kept == stage.hub.bundles[: len(kept)]
    assert kept


def plain(office: Office, store: Store) -> list[bytes]:
    """Return the laptop's journal as a program of before packs it."""
    device = office.device(1)
    told = []
    for raw in store.lacking({}, device):
        body = b"".join(one.raw for one in bundle.unpack(raw, lambda _: device.public))
        told.append(reforged(raw, packed(body), signer=device, version=1))
    return told


def test_a_hub_that_does_not_know_todays_form_says_so_and_nothing_is_lost(stage: Stage) -> None:
    """The hub is upgraded first; until then a laptop keeps its own and names both versions."""
    a = stage.laptop(1)
    a_day(stage.office, a)
    before = a.digest(), a.vector()
    with pytest.raises(UnavailableError) as refused:
        exchange.run(a, NOW, Steps())
    assert refused.value.code == "exchange.hub_form_old"
    assert (refused.value.values["needed"], refused.value.values["have"]) == (2, 1)
    assert (a.digest(), a.vector()) == before
    assert a.state().received == 0
    stage.hub.forms = (1, 2)  # upgraded
    exchange.run(a, NOW, Steps())
    assert a.state().received == a.state().entries


@pytest.mark.parametrize(
    ("protocols", "least", "code"),
    [
        ((1,), "99.0.0", "exchange.program_too_old"),
        ((2, 3), "2.0.0", "exchange.program_too_old"),
        ((0,), "0.0.1", "exchange.hub_too_old"),
    ],
)
def test_versions_that_do_not_fit_are_both_named_before_anything_is_sent(
    stage: Stage, protocols: tuple[int, ...], least: str, code: str
) -> None:
    stage.hub.protocols, stage.hub.least, stage.hub.program = protocols, least, "98.1.0"
    a = stage.laptop(1)
    with pytest.raises(UnavailableError) as refused:
        exchange.run(a, NOW, Steps())
    told = refused.value
    assert told.code == code
    assert (told.values["needed"], told.values["have"], told.values["hub"]) == (
        least,
        inspector_app.__version__,
        "98.1.0",
    )
    assert stage.hub.asked == ["GET hello"]
