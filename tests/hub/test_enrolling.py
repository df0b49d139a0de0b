"""Enrolment: a code lets one laptop in, once; what is granted holds together."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, SignInError
from inspector_app.hub.keyrings import machine_key
from inspector_app.journal import bundle
from inspector_app.journal.authority import keyring_of
from inspector_app.journal.log import START
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.enrolment import OFFICE, Grant, Request, ask, device_user
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import SigningKey, VerifyKey
from tests.hub.office import URL, Member, Office


def code_of(office: Office, *args: object, **more: object) -> EnrolmentCode:
    return EnrolmentCode.parse(office.hub.devices.make_code(*args, **more))  # type: ignore[arg-type]


def refusal(call: object, *args: object, **more: object) -> InspectorError:
    with pytest.raises(InspectorError) as caught:
        call(*args, **more)  # type: ignore[operator]
    return caught.value


def ring_of(grant: Grant) -> Keyring:
    """Return the keyring that a laptop makes of the hub's journal in its grant."""
    root = Keyring(grant.workspace, grant.root)
    hub = next(one for one in grant.certificates if Role.HUB in one.roles)
    office = next(one for one in grant.certificates if one.user == OFFICE)
    root.accept(office)
    root.accept(hub)
    entries = [
        each for raw in grant.bundles for each in bundle.unpack(raw, lambda key: machine_key(root, key))
    ]
    return keyring_of(grant.root, entries)


def test_a_code_lets_a_laptop_in(office: Office) -> None:
    code = code_of(office, "王建国", [Role.INSPECTOR, Role.CLERK], codes=3)
    facts = office.hub.facts
    assert (code.hub, code.fingerprint, code.url) == (facts.id, facts.fingerprint, URL)
    request, device, person = office.ask("wang")
    grant = office.hub.devices.enrol(code.secret, request)
    ring = grant.checked(request)
    assert grant == Grant.from_bytes(grant.to_bytes())
    told = grant.person(request)
    assert (told.name, told.roles) == ("王建国", {Role.INSPECTOR, Role.CLERK})
    assert grant.machine_codes == (1, 2, 3)
    assert (grant.training, grant.recovery) == (False, facts.recovery)
    assert ring.certificate(device.key_id) is not None
    own = ring_of(grant)
    today = office.clock.now().date()
    assert own.roles(person.key_id, today) == {Role.INSPECTOR, Role.CLERK}
    assert own.roles(device.key_id, today - timedelta(days=1)) == {Role.DEVICE}
    assert len(office.hub.devices.devices()) == 1


def test_what_was_granted_comes_to_the_others_by_the_log(office: Office) -> None:
    office.enrol("wang")
    li = office.enrol("li")
    page = office.hub.bundles.pull(office.workspace, 0, START, 10**9)
    assert page.bundles == li.grant.bundles
    assert len(ring_of(li.grant).certificates()) == 6


def test_the_same_request_again_gets_the_same_grant(office: Office) -> None:
    code = code_of(office, "wang")
    request, _, _ = office.ask()
    first = office.hub.devices.enrol(code.secret, request)
    office.restart()
    office.clock.pass_(days=30)
    assert office.hub.devices.enrol(code.secret, request) == first
    assert len(office.hub.devices.devices()) == 1


def test_another_request_finds_the_code_used(office: Office) -> None:
    code = code_of(office, "wang")
    office.hub.devices.enrol(code.secret, office.ask("wang")[0])
    for other in (office.ask("li")[0], ask(SigningKey.new(), SigningKey.new(), office.clock.now())):
        assert refusal(office.hub.devices.enrol, code.secret, other).code == "hub.code_used"


def test_unknown_and_expired_codes_let_nobody_in(office: Office) -> None:
    code = code_of(office, "wang", days=2)
    request, _, _ = office.ask()
    assert refusal(office.hub.devices.enrol, bytes(16), request).code == "hub.code_unknown"
    office.clock.pass_(days=2)
    told = refusal(office.hub.devices.enrol, code.secret, request)
    assert isinstance(told, SignInError)
    assert told.code == "hub.code_expired"
    assert office.hub.devices.devices() == []


def test_machine_codes_go_on_after_a_restart_and_after_revocation(office: Office) -> None:
    wang = office.enrol("wang", codes=2)
    office.restart()
    office.hub.devices.revoke(wang.device.key_id)
    assert office.enrol("li", codes=3).grant.machine_codes == (3, 4, 5)


def test_a_second_person_on_a_laptop_gets_no_machine_codes(office: Office) -> None:
    wang = office.enrol("wang")
    person = SigningKey.new()
    request = ask(wang.device, person, office.clock.now())
    grant = office.hub.devices.enrol(code_of(office, "李").secret, request)
    grant.checked(request)
    assert grant.machine_codes == ()
    assert grant.person(request).user != wang.user
    assert len(office.hub.devices.devices()) == 1


def test_a_second_laptop_of_a_person_keeps_their_id(office: Office) -> None:
    wang = office.enrol("wang")
    request, _, _ = office.ask("wang at home")
    code = code_of(office, "wang", user=wang.user)
    assert office.hub.devices.enrol(code.secret, request).person(request).user == wang.user
    same_key = ask(SigningKey.new(), wang.person, office.clock.now())
    again = office.hub.devices.enrol(code_of(office, "wang").secret, same_key)
    again.checked(same_key)
    assert again.person(same_key) == wang.grant.person(wang.request)


def test_two_people_of_one_name_are_two(office: Office) -> None:
    users = set()
    for number in range(2):
        request, _, _ = office.ask(f"laptop {number}")
        users.add(office.hub.devices.enrol(code_of(office, "王伟").secret, request).person(request).user)
    assert len(users) == 2


def test_an_id_that_belongs_to_another_name_is_refused(office: Office) -> None:
    wang = office.enrol("wang")
    told = refusal(office.hub.devices.make_code, "li", user=wang.user)
    assert isinstance(told, RuleError)
    assert told.code == "hub.user_taken"
    asked = ask(SigningKey.new(), SigningKey.new(), office.clock.now(), wang.user, "li")
    assert refusal(office.hub.devices.grant_for, asked).code == "hub.user_taken"
    for user in ("office", "root", "device-1", "hub-1"):
        assert refusal(office.hub.devices.make_code, "li", user=user).code == "hub.user_taken"


def test_what_a_request_says_of_itself_counts_by_file_alone(office: Office) -> None:
    asked = ask(SigningKey.new(), SigningKey.new(), office.clock.now(), "zhao", "赵")
    by_code = office.hub.devices.enrol(code_of(office, "wang").secret, asked)
    assert (by_code.person(asked).user != "zhao", by_code.person(asked).name) == (True, "wang")
    again = ask(SigningKey.new(), SigningKey.new(), office.clock.now(), "zhao", "赵")
    assert office.hub.devices.grant_for(again).person(again).user == "zhao"


def test_a_request_cannot_name_itself_somebody_who_is_known(office: Office) -> None:
    wang = office.enrol("wang")
    stranger = ask(SigningKey.new(), SigningKey.new(), office.clock.now(), wang.user, "wang")
    told = refusal(office.hub.devices.grant_for, stranger)
    assert (told.code, told.where, told.values["name"]) == ("hub.user_known", wang.user, "wang")
    assert told.values["key"] == VerifyKey(stranger.person).key_id
    assert len(office.hub.devices.devices()) == 1
    granted = office.hub.devices.grant_for(stranger, user=wang.user)  # the office says so itself
    assert granted.person(stranger).user == wang.user
    own_key = ask(SigningKey.new(), wang.person, office.clock.now(), wang.user, "wang")
    assert office.hub.devices.grant_for(own_key).person(own_key) == wang.grant.person(wang.request)


def renewal(office: Office, member: Member, device: SigningKey | None = None) -> Request:
    return ask(
        device or SigningKey.new(), member.person, office.clock.now(), member.user, "wang", member.device
    )


def test_a_key_in_anothers_place_is_the_same_laptops(office: Office) -> None:
    wang = office.enrol("wang")
    office.hub.devices.revoke(wang.device.key_id, reason="lost")
    asked = Request.from_bytes(renewal(office, wang).to_bytes())
    grant = office.hub.devices.grant_for(asked)
    grant.checked(asked)
    assert grant.laptop(asked) == device_user(wang.device.public)
    assert grant.machine_codes == (5, 6, 7, 8), "the lost one may go on under the old ones"
    (line,) = (one for one in office.hub.audit.read() if one.told.get("who", {}).get("in_place_of"))
    assert (line.device, line.told["who"]["in_place_of"]) == (
        VerifyKey(asked.device).key_id,
        wang.device.key_id,
    )
    shut = {one.key_id: one.revoked for one in office.hub.devices.devices()}
    assert shut == {wang.device.key_id: True, VerifyKey(asked.device).key_id: False}
    assert office.hub.devices.grant_for(asked).machine_codes == (5, 6, 7, 8)


def test_a_laptop_renews_its_key_again_and_again(office: Office) -> None:
    wang = office.enrol("wang")
    second, third = SigningKey.new(), SigningKey.new()
    office.hub.devices.grant_for(renewal(office, wang, second))
    asked = ask(third, wang.person, office.clock.now(), wang.user, "wang", second)
    code = code_of(office, "wang", user=wang.user)
    assert office.hub.devices.enrol(code.secret, asked).laptop(asked) == device_user(wang.device.public)


def test_only_a_laptops_key_has_a_place_to_take(office: Office) -> None:
    wang, now = office.enrol("wang"), office.clock.now()
    for before in (SigningKey.new(), wang.person):
        asked = ask(SigningKey.new(), SigningKey.new(), now, "", "wang", before)
        assert refusal(office.hub.devices.grant_for, asked).code == "hub.key_unknown"
    li = office.enrol("li")
    both = ask(li.device, wang.person, now, wang.user, "wang", wang.device)
    assert refusal(office.hub.devices.grant_for, both).code == "hub.key_taken"
    office.hub.devices.revoke(li.device.key_id)
    ended = ask(li.device, wang.person, now, wang.user, "wang", wang.device)
    assert refusal(office.hub.devices.grant_for, ended).code == "hub.device_revoked"


def test_a_persons_key_is_withdrawn_from_tomorrow_a_laptops_from_today(office: Office) -> None:
    wang, today = office.enrol("wang"), office.clock.now().date()
    tomorrow = today + timedelta(days=1)
    assert office.hub.devices.revoke(wang.device.key_id) == today
    assert office.hub.devices.revoke(wang.person.key_id) == tomorrow
    ring = ring_of(office.enrol("li").grant)
    assert ring.roles(wang.person.key_id, today) == {Role.INSPECTOR}
    assert ring.roles(wang.person.key_id, tomorrow) == set()
    assert office.hub.devices.revoke(wang.person.key_id, on=tomorrow + timedelta(days=9)) == tomorrow
    assert office.hub.devices.revoke(wang.person.key_id, on=today) == today, "the earliest counts"
    assert ring_of(office.enrol("zhao").grant).roles(wang.person.key_id, today) == set()


def test_a_grant_by_file_opens_for_the_laptop_that_asked(office: Office) -> None:
    device = SigningKey.new()
    asked = ask(device, SigningKey.new(), office.clock.now(), "zhao", "赵")
    grant = office.hub.devices.grant_for(Request.from_bytes(asked.to_bytes()), roles=[Role.SUPERVISOR])
    opened = Grant.opened(grant.sealed(), device)
    opened.checked(asked)
    assert (opened.person(asked).user, opened.person(asked).roles) == ("zhao", {Role.SUPERVISOR})
    with pytest.raises(DamagedError):
        Grant.opened(grant.sealed(), SigningKey.new())


def test_a_request_without_a_name_needs_one_from_the_office(office: Office) -> None:
    request, _, _ = office.ask()
    assert refusal(office.hub.devices.grant_for, request).code == "hub.code_unfit"
    assert office.hub.devices.grant_for(request, "王").person(request).name == "王"


def test_administrators_are_appointed_by_the_root_alone(office: Office) -> None:
    asked, _, person = office.ask("chief")
    roles = [Role.ADMINISTRATOR, Role.SUPERVISOR]
    assert refusal(office.hub.devices.make_code, "chief", roles).code == "hub.root_needed"
    assert refusal(office.hub.devices.grant_for, asked, "chief", roles).code == "hub.root_needed"
    wrong = SigningKey.new()
    assert refusal(office.hub.devices.grant_for, asked, "chief", roles, root=wrong).code == "hub.other_root"
    grant = office.hub.devices.grant_for(asked, "chief", roles, root=office.root())
    grant.checked(asked)
    today = office.clock.now().date()
    assert ring_of(grant).roles(person.key_id, today) == set(roles)
    assert refusal(office.hub.devices.revoke, person.key_id).code == "hub.root_needed"
    assert office.hub.devices.revoke(person.key_id, root=office.root(), on=today) == today
    li = office.enrol("li")
    assert ring_of(li.grant).roles(person.key_id, today) == set()


def test_in_training_everybody_may_do_everything(training: Office) -> None:
    wang = training.enrol("wang", [Role.CLERK])
    assert wang.grant.training
    today = training.clock.now().date()
    trained = {Role.INSPECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR}
    assert ring_of(wang.grant).roles(wang.person.key_id, today) == trained
    wang.grant.checked(wang.request)
    for one in (wang.grant.root, *wang.grant.certificates):
        assert one.valid_from == date(2000, 1, 1)  # cases are played on days of the past
        assert one.valid_to > today


def test_who_was_shut_out_does_not_come_in_again(office: Office) -> None:
    wang = office.enrol("wang")
    office.hub.devices.revoke(wang.device.key_id)
    again = ask(wang.device, SigningKey.new(), office.clock.now())
    code = code_of(office, "wang")
    assert refusal(office.hub.devices.enrol, code.secret, again).code == "hub.device_revoked"
    office.hub.devices.revoke(wang.person.key_id)
    moved = ask(SigningKey.new(), wang.person, office.clock.now())
    assert refusal(office.hub.devices.enrol, code.secret, moved).code == "hub.key_revoked"
    fresh, _, _ = office.ask("wang's new one")
    assert office.hub.devices.enrol(code.secret, fresh).checked(fresh)


def test_keys_serve_one_use(office: Office) -> None:
    wang, now = office.enrol("wang"), office.clock.now()
    for request in (ask(wang.person, SigningKey.new(), now), ask(SigningKey.new(), wang.device, now)):
        code = code_of(office, "li")
        assert refusal(office.hub.devices.enrol, code.secret, request).code == "hub.key_taken"
    other = ask(SigningKey.new(), wang.person, now)
    told = refusal(office.hub.devices.enrol, code_of(office, "li", user="li").secret, other)
    assert told.code == "hub.key_taken"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"name": ""}, "hub.code_unfit"),
        ({"name": "a\nb"}, "hub.code_unfit"),
        ({"codes": 0}, "hub.code_unfit"),
        ({"codes": 21}, "hub.code_unfit"),
        ({"days": 0}, "hub.code_unfit"),
        ({"days": 91}, "hub.code_unfit"),
        ({"roles": []}, "hub.role_unfit"),
        ({"roles": [Role.ROOT]}, "hub.role_unfit"),
        ({"roles": [Role.DEVICE]}, "hub.role_unfit"),
        ({"roles": [Role.INSPECTOR, Role.HUB]}, "hub.role_unfit"),
    ],
)
def test_what_makes_no_code(small: Office, args: dict[str, object], code: str) -> None:
    assert refusal(small.hub.devices.make_code, **{"name": "wang", **args}).code == code


def test_a_hub_that_does_not_know_its_address_makes_no_code(small: Office) -> None:
    small.hub.set_setting("url", "")
    assert refusal(small.hub.devices.make_code, "wang").code == "hub.url_unknown"
    request, _, _ = small.ask()
    assert refusal(small.hub.devices.grant_for, request, "wang").code == "hub.url_unknown"


def test_a_person_whose_certificate_ends_soon_gets_another(office: Office) -> None:
    wang = office.enrol("wang")
    office.clock.pass_(days=365 * 4 + 10)
    request = ask(wang.device, wang.person, office.clock.now())
    grant = office.hub.devices.enrol(code_of(office, "wang").secret, request)
    grant.checked(request)
    fresh = grant.person(request)
    assert fresh.valid_to > wang.grant.person(wang.request).valid_to
    assert (fresh.user, grant.machine_codes) == (wang.user, ())


@pytest.mark.parametrize("key", ["hub", "office", "root"])
def test_the_hubs_own_keys_are_not_revoked(small: Office, key: str) -> None:
    keys = small.hub.bundles._base.keys
    key_id = {"hub": keys.hub.key_id, "office": keys.office.key_id, "root": small.hub.facts.root.key_id}[key]
    assert refusal(small.hub.devices.revoke, key_id, root=small.root()).code in {
        "hub.own_key",
        "hub.key_unknown",
    }


def test_what_cannot_be_revoked(small: Office) -> None:
    wang = small.enrol()
    assert refusal(small.hub.devices.revoke, "f" * 16).code == "hub.key_unknown"
    for point in (("x", 1), ("a" * 32, -1)):
        assert refusal(small.hub.devices.revoke, wang.device.key_id, point).code == "hub.point_unfit"


def test_everything_is_in_the_audit(office: Office) -> None:
    wang = office.enrol("wang")
    office.hub.devices.revoke(wang.device.key_id, (wang.journal, 3), " lost ")
    told = {line.what: line for line in office.hub.audit.read()}
    assert set(told) == {"workspace_opened", "founded", "code_made", "enrolled", "revoked"}
    assert told["enrolled"].device == wang.device.key_id
    assert told["enrolled"].told["who"]["machine_codes"] == [1, 2, 3, 4]
    up_to = {"journal": wang.journal, "seq": 3, "on": "2026-03-02"}
    assert told["revoked"].told == {"up_to": up_to, "reason": "lost"}
    assert all(line.at == "2026-03-02T00:00:00Z" for line in told.values())
    numbers = [line.no for line in office.hub.audit.read()]
    assert numbers == sorted(numbers)
    assert [line.no for line in office.hub.audit.read(after=numbers[1], most=2)] == numbers[2:4]


@pytest.mark.parametrize("y", [1, 0, 2**255 - 20], ids=["one", "nought", "minus one"])
def test_a_key_that_nothing_can_be_sealed_for_is_not_let_in(small: Office, y: int) -> None:
    request, _, _ = small.ask()
    bad = y.to_bytes(32, "little")
    for asked in (replace(request, device=bad), replace(request, person=bad)):
        told = refusal(small.hub.devices.enrol, code_of(small, "wang").secret, asked)
        assert told.code == "trust.key_damaged"
        assert refusal(small.hub.devices.grant_for, asked, "wang").code == "trust.key_damaged"
    assert small.hub.devices.devices() == []
