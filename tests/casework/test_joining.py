"""A laptop joins its office: whole or not at all, and never an office that is not its own."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import (
    accounts,
    joining,
    pending,
    workspace,
)
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import InspectorError, RuleError
from inspector_app.journal import bundle
from inspector_app.store import making
from inspector_app.trust import machine
from inspector_app.trust.enrolment import Grant, Request
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import SlotFile
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP, START
from tests.casework.newcomers import PASSWORD, PIN, TODAY, Newcomer, code_of, newcomer_at, untouched
from tests.casework.office_hub import EVERYTHING, Office
from tests.casework.test_workspace import Plug, PowerCutError
from tests.journal.writing import Laptop


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    return newcomer_at(tmp_path / "laptop")


def test_a_laptop_joins_and_its_person_works(office: Office, newcomer: Newcomer) -> None:
    grant = Grant.from_bytes(office.enrolled(newcomer.told.request).to_bytes())
    joined = newcomer.join(grant, code=office.code())
    assert (joined.user, joined.name, joined.roles) == ("wang", "王五", {Role.INSPECTOR})
    assert (joined.machine_code, joined.training, joined.workspace) == (12, False, office.workspace)
    assert not (newcomer.folder / making.CORNER).exists()
    session = newcomer.sign_in()
    try:
        store = session.desk.store
        assert (store.meta.machine_code, store.meta.training) == (12, False)
        assert store.meta.workspace == office.workspace
        assert store.spares() == [13, 14, 15]
        device = store.device_key()
        assert device is not None
        assert device.key_id == newcomer.told.device.key_id
        assert store.keyring.roles(device.key_id, TODAY) == {Role.DEVICE}
        known = machine.known_hub(store.setting(machine.HUB) or "")
        assert (known.hub, known.certificate) == (grant.hub, office.hub_certificate)
        assert machine.key_bytes(store.setting(machine.RECOVERY) or "", machine.RECOVERY) == b"r" * 32
        session.new_pin(PASSWORD, PIN)
        signed = session.sign(PIN)
        assert signed.signer is not None
        assert signed.signer.key_id == newcomer.told.person.key_id
        assert not session.room.there, "the filing workspace comes with its key, from a colleague"
        assert store.place == 0, "the laptop's own journal is its own"
    finally:
        session.close()


def test_the_recovery_code_opens_the_joined_laptop(office: Office, newcomer: Newcomer) -> None:
    joined = newcomer.join(office.enrolled(newcomer.told.request))
    slots = SlotFile.read(newcomer.folder / "keys.json")
    slots.recover(joined.recovery_code, now=newcomer.clock.now())
    assert joined.recovery_code not in repr(joined)


def test_a_training_laptop_joins_with_everything_at_hand(newcomer: Newcomer) -> None:
    office = Office("培训中心", training=True)
    joined = newcomer.join(office.enrolled(newcomer.told.request, roles=EVERYTHING), None)
    assert (joined.training, joined.recovery_code) == (True, "")
    assert workspace.is_training(newcomer.folder)
    assert workspace.trainee(newcomer.folder) == "wang"
    session = newcomer.sign_in(workspace.trainee(newcomer.folder), workspace.TRAINING_PASSWORD)
    try:
        assert session.sign(workspace.TRAINING_PIN).signer is not None
        assert session.filing is not None
        assert session.filing.meta.training
        assert session.filing.meta.machine_code == 12
    finally:
        session.close()


def test_the_trainee_is_found_among_others(bench: Bench) -> None:
    new = accounts.NewAccount("aa", "阿", "hello 阿阿阿", Role.INSPECTOR)
    accounts.add(bench.desk, workspace.TRAINING_PASSWORD, new, cost=CHEAP)
    assert workspace.trainee(bench.folder) == workspace.TRAINING_USER


@pytest.mark.parametrize("operation", ["rename", "fsync", "mkdir"])
def test_a_joining_that_is_cut_off_anywhere_begins_anew_or_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    clock, cuts, ended = PlayedClock(START), 0, 0
    office = Office("培训中心", training=True)
    told = pending.request(clock)
    grant = office.enrolled(told.request, roles=EVERYTHING)
    for after in range(200):
        folder = tmp_path / str(after)
        with monkeypatch.context() as patch:
            patch.setattr(os, operation, Plug(getattr(os, operation), after))
            try:
                joining.join(folder, told, grant, None, clock, cost=CHEAP)
            except PowerCutError:
                cuts += 1
            else:
                break
        try:
            joining.join(folder, told, grant, None, clock, cost=CHEAP)
        except RuleError as problem:
            assert problem.code == "joining.is_training"  # noqa: PT017 - either end is right here
            ended += 1
        session = workspace.sign_in(folder, "wang", workspace.TRAINING_PASSWORD, clock, PdfRenderer())
        assert session.sign(workspace.TRAINING_PIN).signer is not None
        session.close()
        assert not (folder / making.CORNER).exists()
    assert cuts > 3
    assert ended > 0 or operation == "mkdir"


def damaged_bundles(office: Office, asked: Request) -> Grant:
    whole = office.enrolled(asked)
    first = whole.bundles[0]
    spoilt = first[:-1] + bytes([first[-1] ^ 1])
    return replace(whole, bundles=(spoilt, *whole.bundles[1:])).signed(office.hub)


def missing_bundle(office: Office, asked: Request) -> Grant:
    whole = office.enrolled(asked)
    return replace(whole, bundles=whole.bundles[1:]).signed(office.hub)


def unsaid_certificates(office: Office, asked: Request) -> Grant:
    """The certificates are there, and the office's journal does not say so."""
    before = office.bundles()
    return replace(office.enrolled(asked), bundles=before).signed(office.hub)


def without_codes(office: Office, asked: Request) -> Grant:
    return replace(office.enrolled(asked), machine_codes=()).signed(office.hub)


def from_another_journal(office: Office, asked: Request) -> Grant:
    whole = office.enrolled(asked)
    stranger = Laptop("stranger", workspace="1f" * 16)
    stranger.appoint(whole.person(asked), office.office)
    return replace(whole, bundles=(bundle.pack(stranger.entries, office.hub),)).signed(office.hub)


def packed_by_the_office_key(office: Office, asked: Request) -> Grant:
    whole = office.enrolled(asked)
    return replace(whole, bundles=(bundle.pack(office.journal.entries, office.office),)).signed(office.hub)


def over(office: Office, asked: Request) -> Grant:
    return office.enrolled(asked, last=TODAY - timedelta(days=1))


def not_yet(office: Office, asked: Request) -> Grant:
    return office.enrolled(asked, first=TODAY + timedelta(days=1))


def withdrawn(office: Office, asked: Request) -> Grant:
    office.enrolled(asked)
    keys = (asked.device, asked.person)
    certificates = [one for one in office.enrolled(asked).certificates if one.key in keys]
    person = next(one for one in certificates if one.key == asked.person)
    content = {"withdrawn": person.key_id, "from": TODAY.isoformat()}
    office.journal.act("role", content, office.office, person.key_id, "certificate")
    return office.granted(asked, tuple(certificates), (90, 91))


def codes_in_use(office: Office, asked: Request) -> Grant:
    whole = office.enrolled(asked)
    serial = {"machine_code": 13, "kind": "stop", "year": 2026, "serial": 1, "number": "停〔2026〕1301号"}
    supervisor = SigningKey.new()
    office.journal.appoint(office.certified(supervisor, OFFICE_USER, (Role.SUPERVISOR,)), office.office)
    office.journal.act("issue", serial, supervisor)
    return replace(whole, bundles=office.bundles()).signed(office.hub)


OFFICE_USER = "office"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (damaged_bundles, "journal.bundle_damaged"),
        (missing_bundle, "store.journal_gap"),
        (unsaid_certificates, "enrolment.incomplete"),
        (without_codes, "enrolment.incomplete"),
        (from_another_journal, "enrolment.forged"),
        (packed_by_the_office_key, "journal.bundle_unknown_key"),
        (over, "joining.not_in_force"),
        (not_yet, "joining.not_in_force"),
        (withdrawn, "joining.not_in_force"),
        (codes_in_use, "joining.codes_used"),
    ],
)
def test_a_grant_that_does_not_hold_together_leaves_nothing(
    office: Office, newcomer: Newcomer, make: Callable[[Office, Request], Grant], code: str
) -> None:
    grant = make(office, newcomer.told.request)
    with pytest.raises(InspectorError) as refused:
        newcomer.join(grant)
    assert code_of(refused) == code
    assert untouched(newcomer.folder)
    assert newcomer.join(Office("另一局").enrolled(newcomer.told.request)).machine_code == 12


def test_a_grant_for_another_request_or_of_another_hub_is_refused(office: Office, newcomer: Newcomer) -> None:
    other = office.enrolled(pending.request(newcomer.clock).request)
    with pytest.raises(RuleError) as refused:
        newcomer.join(other)
    assert code_of(refused) == "enrolment.other_request"
    elsewhere = Office("别的局")
    for code in (
        elsewhere.code(),
        replace(office.code(), hub=elsewhere.hub_id),
        replace(office.code(), fingerprint=elsewhere.code().fingerprint),
    ):
        with pytest.raises(RuleError) as refused:
            newcomer.join(office.enrolled(newcomer.told.request), code=code)
        assert code_of(refused) == "joining.other_hub"
    assert untouched(newcomer.folder)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        (None, "joining.password_needed"),
        ("", "joining.password_needed"),
        (workspace.TRAINING_PASSWORD, "joining.password_needed"),
        ("short", "trust.weak_password"),
    ],
)
def test_an_office_takes_no_password_that_everybody_knows(
    office: Office, newcomer: Newcomer, password: str | None, code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        newcomer.join(office.enrolled(newcomer.told.request), password)
    assert code_of(refused) == code
    assert untouched(newcomer.folder)


def test_a_folder_with_a_workspace_joins_nothing(bench: Bench, office: Office, newcomer: Newcomer) -> None:
    digest = bench.desk.store.digest()
    training = Newcomer(bench.folder, bench.clock, newcomer.told)
    with pytest.raises(RuleError) as refused:
        training.join(office.enrolled(newcomer.told.request))
    assert code_of(refused) == "joining.is_training"
    assert bench.desk.store.digest() == digest
    newcomer.join(office.enrolled(newcomer.told.request))
    slots = (newcomer.folder / "keys.json").read_bytes()
    again = replace(newcomer, told=pending.request(newcomer.clock))
    for other in (office, Office("培训中心", training=True)):
        with pytest.raises(RuleError) as refused:
            again.join(other.enrolled(again.told.request, roles=EVERYTHING))
        assert code_of(refused) == "joining.already_joined"
    assert (newcomer.folder / "keys.json").read_bytes() == slots


def test_data_whose_key_slots_are_gone_is_never_joined_over(office: Office, newcomer: Newcomer) -> None:
    newcomer.join(office.enrolled(newcomer.told.request))
    (newcomer.folder / "keys.json").unlink()
    before = (newcomer.folder / "inspector.db").read_bytes()
    with pytest.raises(RuleError) as refused:
        newcomer.join(office.enrolled(newcomer.told.request))
    assert code_of(refused) == "store.already_there"
    assert (newcomer.folder / "inspector.db").read_bytes() == before
