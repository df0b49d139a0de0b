"""A laptop that has joined is certified anew: restored, with a key withdrawn, or a certificate that ends."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.casework.people import backups, pending, renewing, restores, workspace
from inspector_app.casework.people.pending import Pending
from inspector_app.casework.people.restores import ByPassword
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import InspectorError, RuleError, SignInError
from inspector_app.journal import bundle
from inspector_app.trust import machine
from inspector_app.trust.enrolment import Grant, device_user
from inspector_app.trust.keys import SigningKey
from tests.casework.conftest import CHEAP
from tests.casework.newcomers import PASSWORD, PIN, TODAY, Newcomer, newcomer_at
from tests.casework.office_hub import Office


@dataclass
class Lost:
    """A laptop that joined and was backed up, and the one that was made of its backup."""

    office: Office
    newcomer: Newcomer
    session: Session
    journal: str
    device: SigningKey

    def ask(self) -> Pending:
        told = renewing.asked(self.session.desk, PASSWORD)
        pending.keep(self.session.desk.store.folder.path, told, PASSWORD)
        return told

    def renewed(self, grant: Grant, told: Pending) -> renewing.Renewed:
        return renewing.renew(self.session.desk, PASSWORD, told, grant)


@pytest.fixture
def lost(tmp_path: Path) -> Lost:
    office, newcomer = Office(), newcomer_at(tmp_path / "laptop")
    newcomer.join(office.enrolled(newcomer.told.request))
    session = newcomer.sign_in()
    session.new_pin(PASSWORD, PIN)
    with session.desk.store.transaction("wang") as tx:
        tx.create("site", {"name": "备份里的"})
    journal = session.desk.store.meta.journal_id
    made = backups.run(session, tmp_path / "b.ijk")
    session.close()
    restores.restore(made.file, tmp_path / "new", ByPassword("wang", PASSWORD), newcomer.clock)
    again = replace(newcomer, folder=tmp_path / "new")
    return Lost(office, again, again.sign_in(), journal, newcomer.told.device)


def test_a_restored_laptop_asks_for_another_key_in_the_place_of_the_lost_ones(lost: Lost) -> None:
    store = lost.session.desk.store
    told = lost.ask()
    assert told.request.before == lost.device.public.raw
    assert told.device.key_id != lost.device.key_id
    assert told.person.public.raw == lost.newcomer.told.person.public.raw
    grant = lost.office.enrolled(told.request, codes=3)
    came = lost.renewed(Grant.from_bytes(grant.to_bytes()), told)
    assert (came.user, came.new_device, came.new_person, came.machine_code) == ("wang", True, False, 13)
    assert came.spares == (14, 15, 16, 17, 18)
    device = store.device_key()
    assert device is not None
    assert device.key_id == told.device.key_id
    held = store.keyring.certificate(device.key_id)
    assert held is not None
    assert held.user == device_user(lost.device.public)
    assert pending.waiting(store.folder.path) is None
    assert lost.session.sign(PIN).signer is not None, "the person's key and PIN are the old ones"
    assert not renewing.needs_key(store, TODAY)


def test_what_the_lost_laptop_never_handed_in_is_packed_with_the_new_key(lost: Lost) -> None:
    told = lost.ask()
    lost.renewed(lost.office.enrolled(told.request), told)
    store = lost.session.desk.store
    heads = [bundle.open_header(raw) for raw in store.lacking({}, told.device)]
    assert {one.key for one in heads if one.journal_id == lost.journal} == {told.device.key_id}


def test_the_address_of_a_hub_that_moved_comes_with_it(lost: Lost) -> None:
    lost.office.url, lost.office.der = "https://10.9.9.9:8443", b"another certificate of TLS"
    told = lost.ask()
    lost.renewed(lost.office.enrolled(told.request), told)
    known = machine.known_hub(lost.session.desk.store.setting(machine.HUB) or "")
    assert (known.hub.url, known.hub.certificate_der) == (lost.office.url, lost.office.der)


def test_asked_again_it_is_the_same_request_and_cut_off_it_ends_with_the_same_answer(lost: Lost) -> None:
    told = lost.ask()
    assert renewing.asked(lost.session.desk, PASSWORD).request == told.request
    grant = lost.office.enrolled(told.request)
    lost.renewed(grant, told)
    before = lost.session.desk.store.spares()
    pending.keep(lost.session.desk.store.folder.path, told, PASSWORD)  # as if it had been killed before
    again = renewing.asked(lost.session.desk, PASSWORD)
    assert again.request == told.request
    lost.renewed(grant, again)
    assert lost.session.desk.store.spares() == before


def test_spent_numbers_go_on_under_what_the_office_sent(lost: Lost) -> None:
    store = lost.session.desk.store
    while store.spares():
        store.take_spare()
    with store._writing() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('code_spent', '1')")
        store._commit(connection)
        store._load()
    told = lost.ask()
    came = lost.renewed(lost.office.enrolled(told.request), told)
    assert not store.meta.code_spent
    assert came.machine_code == 16


def test_a_key_that_the_office_withdrew_is_replaced_for_who_works_alone(lost: Lost) -> None:
    """The only person of a laptop needs no colleague to get a new key."""
    old = lost.newcomer.told.person
    lost.office.journal.withdraw(old, TODAY.isoformat(), lost.office.office)
    store = lost.session.desk.store
    told = lost.ask()
    with pytest.raises(SignInError, match=r"joining\.not_in_force"):
        lost.renewed(lost.office.enrolled(told.request), told)
    again = renewing.asked(lost.session.desk, PASSWORD)
    assert again.person.key_id != old.key_id
    pending.keep(store.folder.path, again, PASSWORD, instead=True)
    came = lost.renewed(lost.office.enrolled(again.request), again)
    assert (came.new_person, came.new_device) == (True, True)
    lost.session.close()
    session = lost.newcomer.sign_in()
    try:
        with pytest.raises(SignInError, match=r"workspace\.no_pin"):
            session.sign(PIN)
        session.new_pin(PASSWORD, "864209")
        signer = session.sign("864209").signer
        assert signer is not None
        assert signer.key_id == again.person.key_id
        assert session.desk.store.keyring.roles(signer.key_id, TODAY) == {Role.INSPECTOR}
    finally:
        session.close()


def test_a_certificate_that_is_over_is_lengthened_with_the_same_key(tmp_path: Path) -> None:
    office, newcomer = Office(), newcomer_at(tmp_path / "laptop")
    newcomer.join(office.enrolled(newcomer.told.request, last=TODAY))
    newcomer.clock.moment += timedelta(days=2)
    session = newcomer.sign_in()
    session.new_pin(PASSWORD, PIN)
    with pytest.raises(SignInError, match=r"workspace\.certificate_over"):
        session.sign(PIN)
    told = renewing.asked(session.desk, PASSWORD)
    assert told.request.before == b""
    renewing.renew(session.desk, PASSWORD, told, office.enrolled(told.request))
    assert session.sign(PIN).signer is not None
    session.close()


def test_the_answer_to_somebody_else_or_for_another_office_changes_nothing(lost: Lost) -> None:
    told, store = lost.ask(), lost.session.desk.store
    other = Office("别的局")
    other.laptops = dict(lost.office.laptops)
    wrong = {
        "joining.other_workspace": other.enrolled(told.request),
        "joining.other_person": lost.office.enrolled(told.request, "li", "李四"),
        "enrolment.other_request": lost.office.enrolled(
            renewing.pending.request(lost.newcomer.clock, "wang", "王五", before=lost.device).request
        ),
    }
    lost.office.laptops[lost.device.public.raw] = "device-" + "0" * 16
    wrong["joining.other_laptop"] = lost.office.enrolled(told.request)
    before = (store.setting(machine.DEVICE_KEY), store.setting(machine.HUB), store.digest())
    for code, grant in wrong.items():
        with pytest.raises(InspectorError) as refused:
            lost.renewed(grant, told)
        assert refused.value.code == code
    assert (store.setting(machine.DEVICE_KEY), store.setting(machine.HUB), store.digest()) == before
    assert pending.waiting(store.folder.path) == told.request


def test_it_is_offered_by_itself_with_its_reason_and_not_before_its_time(lost: Lost, tmp_path: Path) -> None:
    store = lost.session.desk.store
    assert renewing.offer(store, TODAY) == renewing.Offer(renewing.Why.RESTORED)
    told = lost.ask()
    lost.renewed(lost.office.enrolled(told.request), told)
    assert renewing.offer(store, TODAY) is None
    device = store.device_key()
    assert device is not None
    held = store.keyring.certificate(device.key_id)
    assert held is not None
    before = renewing.OFFERED
    assert renewing.offer(store, held.valid_to - before) is None, "needed, but nobody is reminded so early"
    assert renewing.needs_key(store, held.valid_to - before)
    ending = renewing.Offer(renewing.Why.ENDING, held.valid_to)
    assert renewing.offer(store, held.valid_to - before + timedelta(days=1)) == ending
    assert renewing.offer(store, held.valid_to + timedelta(days=1)) == ending
    lost.session.close()
    workspace.make_training(tmp_path / "alone", lost.newcomer.clock, cost=CHEAP)
    session = workspace.sign_in(
        tmp_path / "alone",
        workspace.TRAINING_USER,
        workspace.TRAINING_PASSWORD,
        lost.newcomer.clock,
        PdfRenderer(),
    )
    assert renewing.offer(session.desk.store, TODAY + timedelta(days=99_999)) is None, "no office to ask"
    session.close()


def test_a_training_laptop_of_its_own_has_no_office_to_ask(tmp_path: Path) -> None:
    newcomer = newcomer_at(tmp_path / "laptop")
    workspace.make_training(newcomer.folder, newcomer.clock, cost=CHEAP)
    session = workspace.sign_in(
        newcomer.folder,
        workspace.TRAINING_USER,
        workspace.TRAINING_PASSWORD,
        newcomer.clock,
        PdfRenderer(),
    )
    with pytest.raises(RuleError, match=r"joining\.is_training"):
        renewing.asked(session.desk, workspace.TRAINING_PASSWORD)
    session.close()
