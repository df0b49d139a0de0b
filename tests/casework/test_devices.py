"""The laptop's own key: everybody's laptop has one, and it is nobody."""

from pathlib import Path

import pytest

from inspector_app.casework.people import accounts, devices, filing_members, filing_workspace, workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import MACHINES, Role
from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.trust import machine
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP
from tests.casework.newcomers import PASSWORD, PIN, Newcomer, code_of, newcomer_at
from tests.casework.office_hub import EVERYTHING, Office
from tests.casework.test_workspace import Plug, PowerCutError


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    return newcomer_at(tmp_path / "laptop")


def test_a_training_laptop_has_a_key_that_its_root_certified(bench: Bench) -> None:
    store = bench.desk.store
    device = store.device_key()
    assert device is not None
    held = store.keyring.certificate(device.key_id)
    assert held is not None
    assert (held.roles, held.issuer) == ({Role.DEVICE}, store.keyring.root.key_id)
    assert tuple(store.spares()) == workspace.TRAINING_SPARES == (4, 5, 6, 7)


def test_an_older_training_folder_gets_its_key_when_an_administrator_signs_in(
    office: Office, newcomer: Newcomer, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = accounts.NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
    accounts.add(bench.desk, workspace.TRAINING_PASSWORD, new, cost=CHEAP)
    bench.desk.store.set_setting(machine.DEVICE_KEY, None)
    bench.session.close()
    session = workspace.sign_in(bench.folder, "helanxi", new.password, bench.clock, PdfRenderer())
    assert session.desk.store.device_key() is None, "an inspector vouches for nobody"
    session.close()

    def sign_in() -> Session:
        user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
        return workspace.sign_in(bench.folder, user, password, bench.clock, PdfRenderer())

    # Cut off between the key and its certificate, the next sign-in certifies the same key.
    with monkeypatch.context() as patch:
        patch.setattr(devices, "certificate", Plug(devices.certificate, 0))
        with pytest.raises(PowerCutError):
            sign_in()
    session = sign_in()
    device = session.desk.store.device_key()
    assert device is not None
    held = session.desk.store.keyring.certificate(device.key_id)
    assert held is not None
    assert held.roles == {Role.DEVICE}
    place = session.desk.store.place
    session.close()
    again = sign_in()
    assert again.desk.store.place == place, "once is enough"
    again.close()


@pytest.mark.parametrize("told", ["", "!", "AAAA"])
def test_a_damaged_key_of_the_laptop_is_told(bench: Bench, told: str) -> None:
    bench.desk.store.set_setting(machine.DEVICE_KEY, told)
    with pytest.raises(DamagedError) as refused:
        bench.desk.store.device_key()
    assert code_of(refused) == "trust.setting_damaged"


@pytest.mark.parametrize("told", ["", "{}", "[0]", '["4"]', "[true]", "[100000]"])
def test_damaged_spares_and_hubs_are_told(told: str) -> None:
    for read in (machine.spares, machine.known_hub):
        with pytest.raises(DamagedError) as refused:
            read(told)
        assert code_of(refused) == "trust.setting_damaged"


def test_machines_are_nobody(office: Office, newcomer: Newcomer) -> None:
    newcomer.join(office.enrolled(newcomer.told.request, roles=EVERYTHING))
    session = newcomer.sign_in()
    try:
        session.new_pin(PASSWORD, PIN)
        desk, ring = session.sign(PIN), session.desk.store.keyring
        machines = [one for one in ring.certificates() if one.roles <= MACHINES]
        assert len(machines) == 2
        assert {one.user for one in ring.people()} == {"wang", "office"}
        assert [one.user for one in accounts.accounts(desk)] == ["wang"]
        filing_workspace.make(desk, cost=CHEAP)
        session = session.with_filing(desk)
        assert [one.user for one in filing_members.members(desk)] == ["wang"]
        assert filing_members.outside(desk) == ()
        for one in machines:
            with pytest.raises(RuleError) as refused:
                filing_workspace.give(desk, session.filing_desk(desk).store, one.user)
            assert code_of(refused) == "filing.nobody"
    finally:
        session.close()
