"""A real hub enrols, and the laptop joins by what it granted: by code, by file, one person more."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import accounts, joining, pending, workspace
from inspector_app.casework.people.pending import Pending
from inspector_app.cli.entry import main
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.hub import founding, root_file
from inspector_app.hub.books import Hub
from inspector_app.hub.founding import Founded
from inspector_app.trust import machine
from inspector_app.trust.enrolment import Grant, Request
from inspector_app.trust.enrolment_code import EnrolmentCode
from tests.casework.conftest import CHEAP, START
from tests.casework.newcomers import PASSWORD, PIN, TODAY, Newcomer, code_of, newcomer_at

URL = "https://127.0.0.1:8443"


class Bureau:
    """A founded hub, open."""

    def __init__(self, folder: Path, *, training: bool = False) -> None:
        self.clock = PlayedClock(START)
        self.founded: Founded = founding.found(
            folder, "青屿区住建局", training=training, clock=self.clock, cost=CHEAP
        )
        self.hub = Hub.open(folder, clock=self.clock)
        self.hub.set_setting("url", URL)

    def code(self, name: str = "王五", user: str = "wang") -> EnrolmentCode:
        return EnrolmentCode.parse(self.hub.devices.make_code(name, user=user))

    def grant(self, code: EnrolmentCode, told: Pending) -> Grant:
        """Return the grant as it comes over the wire."""
        asked = Request.from_bytes(told.request.to_bytes())
        return Grant.from_bytes(self.hub.devices.enrol(code.secret, asked).to_bytes())


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "hub")
    yield made
    made.hub.close()


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "school", training=True)
    yield made
    made.hub.close()


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    return newcomer_at(tmp_path / "laptop")


def test_a_laptop_joins_by_code_and_a_lost_reply_costs_nothing(bureau: Bureau, newcomer: Newcomer) -> None:
    code = bureau.code()
    bureau.grant(code, newcomer.told)  # the reply was lost
    grant = bureau.grant(code, newcomer.told)
    joined = newcomer.join(grant, code=code)
    assert (joined.user, joined.name, joined.machine_code) == ("wang", "王五", 1)
    with pytest.raises(SignInError) as used:
        bureau.grant(code, pending.request(newcomer.clock))
    assert code_of(used) == "hub.code_used"
    session = newcomer.sign_in()
    try:
        store = session.desk.store
        assert store.spares() == [2, 3, 4]
        facts = bureau.hub.facts
        assert store.keyring.root == facts.root
        known = machine.known_hub(store.setting(machine.HUB) or "")
        assert (known.hub.id, known.hub.key, known.hub.url) == (facts.id, facts.key.raw, URL)
        assert machine.key_bytes(store.setting(machine.RECOVERY) or "", machine.RECOVERY) == facts.recovery
        tips = bureau.hub.bundles.tips(facts.workspace)
        assert dict(store.tips()) == dict(tips.tips), "the hub's journal is here, and nothing else yet"
        session.new_pin(PASSWORD, PIN)
        assert session.sign(PIN).signer is not None
    finally:
        session.close()


def test_two_files_do_what_a_code_does(bureau: Bureau, newcomer: Newcomer, tmp_path: Path) -> None:
    told = pending.request(newcomer.clock, "wang", "王五")
    pending.keep(newcomer.folder, told, PASSWORD, cost=CHEAP)
    (tmp_path / "request").write_bytes(told.request.to_bytes())
    asked = Request.from_bytes((tmp_path / "request").read_bytes())
    (tmp_path / "grant").write_bytes(bureau.hub.devices.grant_for(asked).sealed())
    newcomer.told = pending.kept(newcomer.folder, PASSWORD)
    joined = newcomer.join(Grant.opened((tmp_path / "grant").read_bytes(), newcomer.told.device))
    assert (joined.user, joined.name, joined.machine_code) == ("wang", "王五", 1)
    assert pending.files(newcomer.folder) == [], "nothing waits any more"
    session = newcomer.sign_in()
    try:
        store, hub = session.desk.store, bureau.hub
        assert dict(store.tips()) == dict(hub.bundles.tips(hub.facts.workspace).tips)
        session.new_pin(PASSWORD, PIN)
        assert session.sign(PIN).signer is not None
    finally:
        session.close()


def test_the_root_in_the_safe_appoints_an_administrator(bureau: Bureau, newcomer: Newcomer) -> None:
    founded, roles = bureau.founded, (Role.ADMINISTRATOR, Role.SUPERVISOR)
    assert founded.root_key is not None
    with pytest.raises(SignInError) as refused:
        bureau.hub.devices.grant_for(newcomer.told.request, "王五", roles)
    assert code_of(refused) == "hub.root_needed"
    root = root_file.open_key(founded.root_key.read_bytes(), founded.root_code)
    joined = newcomer.join(bureau.hub.devices.grant_for(newcomer.told.request, "王五", roles, root=root))
    assert joined.roles == set(roles)


def test_one_person_more_joins_by_code(bureau: Bureau, newcomer: Newcomer) -> None:
    code = bureau.code()
    newcomer.join(bureau.grant(code, newcomer.told), code=code)
    session = newcomer.sign_in()
    code = bureau.code("李四", "li")
    told = joining.request_beside(session.desk)
    grant = bureau.grant(code, told)
    joined = joining.add_person(session.desk, PASSWORD, told, grant, "hello 李四李四", code=code, cost=CHEAP)
    assert (joined.user, joined.machine_code) == ("li", 1)
    assert session.desk.store.spares() == [2, 3, 4], "a laptop that is known gets no second set"
    assert [one.user for one in accounts.accounts(session.desk)] == ["li", "wang"]
    session.close()
    newcomer.sign_in("li", "hello 李四李四").close()


def test_a_training_hub_gives_everything_for_all_days(school: Bureau, newcomer: Newcomer) -> None:
    code = school.code()
    newcomer.join(school.grant(code, newcomer.told), None, code=code)
    user = workspace.trainee(newcomer.folder)
    newcomer.clock.moment -= timedelta(days=700)  # cases are played on days of the past too
    session = newcomer.sign_in(user, workspace.TRAINING_PASSWORD)
    try:
        desk = session.sign(workspace.TRAINING_PIN)
        assert accounts.may_manage(desk)
        assert session.filing is not None
    finally:
        session.close()


def test_the_command_line_signs_in_to_a_joined_training_workspace(
    school: Bureau, newcomer: Newcomer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newcomer.join(school.grant(school.code(), newcomer.told), None)
    at = ["--data", str(newcomer.folder), "--json", "--now", START.isoformat()]
    assert main([*at, "demo", "--until", "issue", "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert main([*at, "numbers"]) == 0
    numbers = json.loads(capsys.readouterr().out)["numbers"]
    assert numbers
    assert {one["fate"] for one in numbers} == {"issued"}


def test_a_training_code_does_nothing_to_an_offices_folder(
    bureau: Bureau, school: Bureau, newcomer: Newcomer
) -> None:
    code = bureau.code()
    newcomer.join(bureau.grant(code, newcomer.told), code=code)
    before = {file: file.read_bytes() for file in newcomer.folder.rglob("*") if file.is_file()}
    again, code = newcomer_at(newcomer.folder), school.code()
    with pytest.raises(RuleError) as refused:
        joining.prepare(newcomer.folder)
    assert code_of(refused) == "joining.already_joined"
    with pytest.raises(RuleError) as refused:
        again.join(school.grant(code, again.told), None, code=code)
    assert code_of(refused) == "joining.already_joined"
    assert {file: file.read_bytes() for file in newcomer.folder.rglob("*") if file.is_file()} == before


def test_who_the_hub_shut_out_signs_nothing_once_it_is_known(bureau: Bureau, newcomer: Newcomer) -> None:
    code = bureau.code()
    newcomer.join(bureau.grant(code, newcomer.told), code=code)
    session = newcomer.sign_in()
    session.new_pin(PASSWORD, PIN)
    assert session.sign(PIN).signer is not None
    bureau.hub.devices.revoke(newcomer.told.person.key_id, reason="调离", on=TODAY)
    told = joining.request_beside(session.desk)
    later = bureau.grant(bureau.code("李四", "li"), told)
    joining.add_person(session.desk, PASSWORD, told, later, "hello 李四李四", cost=CHEAP)
    with pytest.raises(SignInError) as refused:
        session.sign(PIN)
    assert code_of(refused) == "workspace.certificate_withdrawn"
    assert refused.value.values["day"] == TODAY.isoformat()
    session.close()
    newcomer.sign_in("li", "hello 李四李四").close()
    with pytest.raises(SignInError) as gone:
        workspace.sign_in(newcomer.folder, "wang", PASSWORD, newcomer.clock, PdfRenderer())
    assert code_of(gone) == "trust.unknown_user"
