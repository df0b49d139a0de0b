"""A request that waits for its grant, and colleagues who come to a laptop that has joined."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from inspector_app.casework.people import (
    accounts,
    joining,
    pending,
)
from inspector_app.casework.people.joining import Joined
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, SignInError, UnavailableError
from inspector_app.trust import machine
from inspector_app.trust.enrolment import Grant
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP
from tests.casework.newcomers import PASSWORD, PIN, TODAY, Newcomer, code_of, newcomer_at
from tests.casework.office_hub import Office


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    return newcomer_at(tmp_path / "laptop")


def test_a_request_waits_in_the_folder_until_the_grant_comes(office: Office, newcomer: Newcomer) -> None:
    told = pending.request(newcomer.clock, "wang", "王五")
    pending.keep(newcomer.folder, told, PASSWORD, cost=CHEAP)
    (file,) = pending.files(newcomer.folder)
    content = file.read_bytes()
    assert told.device.to_bytes() not in content
    assert pending.waiting(newcomer.folder) == told.request
    with pytest.raises(SignInError) as wrong:
        pending.kept(newcomer.folder, "not the password")
    assert code_of(wrong) == "trust.wrong_password"
    again = pending.kept(newcomer.folder, PASSWORD)
    assert (again.request, again.device.key_id, again.person.key_id) == (
        told.request,
        told.device.key_id,
        told.person.key_id,
    )
    sealed = office.enrolled(again.request).sealed()
    replace(newcomer, told=again).join(Grant.opened(sealed, again.device))
    assert pending.waiting(newcomer.folder) is None
    newcomer.sign_in().close()


def test_a_request_that_cannot_be_kept_is_told(newcomer: Newcomer, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refused:
        pending.keep(newcomer.folder, newcomer.told, "short", cost=CHEAP)
    assert code_of(refused) == "trust.weak_password"
    with pytest.raises(RuleError) as nothing:
        pending.kept(newcomer.folder, PASSWORD)
    assert code_of(nothing) == "joining.no_pending"
    (tmp_path / "file").touch()
    with pytest.raises(UnavailableError) as away:
        pending.keep(tmp_path / "file" / "data", newcomer.told, PASSWORD, cost=CHEAP)
    assert code_of(away) == "trust.file_not_written"


def test_a_damaged_waiting_request_is_told_and_never_half_believed(newcomer: Newcomer) -> None:
    pending.keep(newcomer.folder, newcomer.told, PASSWORD, cost=CHEAP)
    (file,) = pending.files(newcomer.folder)
    raw = file.read_bytes()
    told = orjson.loads(raw)
    spoilt = [raw[:at] + bytes((raw[at] ^ 4,)) + raw[at + 1 :] for at in range(0, len(raw), 3)]
    strange = [
        orjson.dumps(told | change)
        for change in (
            {"kdf": [2**40, 1, 1]},
            {"kdf": [64, "1", 1]},
            {"kdf": []},
            {"box": []},
            {"box": ["", "", ""]},
            {"v": 2},
            {"request": None},
        )
    ]
    for content in [*spoilt, *strange, *(raw[:cut] for cut in range(0, len(raw) - 1, 7)), b"[]", b"null"]:
        file.write_bytes(content)
        with pytest.raises((DamagedError, SignInError)) as refused:
            pending.kept(newcomer.folder, PASSWORD)
        assert code_of(refused) in ("joining.pending_damaged", "trust.wrong_password")
    file.write_bytes(raw)
    assert pending.kept(newcomer.folder, PASSWORD).request == newcomer.told.request


class Colleague:
    """Somebody who comes to a laptop on which another one works."""

    def __init__(self, office: Office, newcomer: Newcomer, **granted: Any) -> None:
        newcomer.join(office.enrolled(newcomer.told.request))
        self.session = newcomer.sign_in()
        self.told = joining.request_beside(self.session.desk, "li", "李四")
        self.grant = office.enrolled(self.told.request, "li", "李四", **granted)

    def add(self, **changed: Any) -> Joined:
        told = changed.pop("told", self.told)
        grant = changed.pop("grant", self.grant)
        own = changed.pop("own", PASSWORD)
        desk, password = self.session.desk, "hello 李四李四"
        return joining.add_person(desk, own, told, grant, password, cost=CHEAP, **changed)


def test_a_colleague_joins_a_laptop_that_has_joined(office: Office, newcomer: Newcomer) -> None:
    colleague = Colleague(office, newcomer, roles=(Role.SUPERVISOR,))
    joined = colleague.add(code=office.code())
    assert (joined.user, joined.machine_code, joined.recovery_code) == ("li", 12, "")
    store = colleague.session.desk.store
    assert store.spares() == [13, 14, 15, 16, 17, 18, 19]
    assert [one.user for one in accounts.accounts(colleague.session.desk)] == ["li", "wang"]
    colleague.session.close()
    session = newcomer.sign_in("li", "hello 李四李四")
    try:
        session.new_pin("hello 李四李四", PIN)
        signer = session.sign(PIN).signer
        assert signer is not None
        assert session.desk.store.keyring.roles(signer.key_id, TODAY) == {Role.SUPERVISOR}
    finally:
        session.close()


def test_who_lost_their_password_gets_a_new_key_from_the_office(office: Office, newcomer: Newcomer) -> None:
    colleague = Colleague(office, newcomer)
    colleague.add()
    colleague.session.desk.store.set_setting("pin.li", "an old one")
    told = joining.request_beside(colleague.session.desk, "li", "李四")
    grant = office.enrolled(told.request, "li", "李四")
    joining.add_person(colleague.session.desk, PASSWORD, told, grant, "another 李四", cost=CHEAP)
    assert colleague.session.desk.store.setting("pin.li") is None
    colleague.session.close()
    with pytest.raises(SignInError):
        newcomer.sign_in("li", "hello 李四李四")
    newcomer.clock.moment += timedelta(minutes=1)
    newcomer.sign_in("li", "another 李四").close()


def test_nobody_is_let_in_by_what_is_not_for_this_laptop(office: Office, newcomer: Newcomer) -> None:
    colleague = Colleague(office, newcomer)
    strange = pending.request(newcomer.clock, "li", "李四")
    elsewhere = Office("别的局")
    own = joining.request_beside(colleague.session.desk)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"told": strange, "grant": office.enrolled(strange.request, "li", "李四")}, "joining.other_laptop"),
        ({"told": strange}, "enrolment.other_request"),
        ({"grant": elsewhere.enrolled(colleague.told.request, "li", "李四")}, "joining.other_workspace"),
        ({"code": elsewhere.code()}, "joining.other_hub"),
        ({"own": "not the password"}, "trust.wrong_password"),
        ({"told": own, "grant": office.enrolled(own.request)}, "joining.own_account"),
    ]
    before = colleague.session.desk.store.digest()
    for changed, code in cases:
        with pytest.raises(InspectorError) as refused:
            colleague.add(**changed)
        assert code_of(refused) == code
    assert colleague.session.desk.store.digest() == before
    assert [one.user for one in accounts.accounts(colleague.session.desk)] == ["wang"]
    colleague.session.close()


def test_a_laptop_without_a_key_of_its_own_asks_for_nobody(bench: Bench) -> None:
    bench.desk.store.set_setting(machine.DEVICE_KEY, None)
    with pytest.raises(RuleError) as refused:
        joining.request_beside(bench.desk)
    assert code_of(refused) == "joining.no_device"
