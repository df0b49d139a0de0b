"""Sign-on: a challenge is good once, for a while, for its device; a token ends, and with its device."""

import pytest

from inspector_app.domain.errors import SignInError
from inspector_app.hub.books import Hub
from inspector_app.hub.sign_ons import NONCE_SECONDS, PURPOSE, challenge
from inspector_app.sync.wire import TOKEN_SECONDS
from inspector_app.trust.keys import SigningKey
from tests.hub.office import Member, Office


def sign(office: Office, key: SigningKey, nonce: bytes, purpose: str = PURPOSE) -> bytes:
    return key.sign(purpose, challenge(office.hub.facts.id, nonce))


def signed_on(office: Office, one: Member, hub: Hub | None = None) -> str:
    devices = (hub or office.hub).devices
    nonce = devices.nonce(one.device.public.raw)
    return devices.token(one.device.public.raw, nonce, sign(office, one.device, nonce))[0]


def refused(office: Office, key: bytes, nonce: bytes, signature: bytes) -> str:
    with pytest.raises(SignInError) as caught:
        office.hub.devices.token(key, nonce, signature)
    return caught.value.code


def unknown(office: Office, token: str) -> str:
    with pytest.raises(SignInError) as caught:
        office.hub.devices.who(token)
    return caught.value.code


def test_who_signs_the_challenge_gets_a_token(office: Office) -> None:
    wang = office.enrol()
    token = signed_on(office, wang)
    told = office.hub.devices.who(token)
    assert (told.key_id, told.user, told.name) == (wang.device.key_id, wang.user, "wang")
    (listed,) = office.hub.devices.devices()
    assert (listed.machine_codes, listed.seen_at) == (wang.grant.machine_codes, "2026-03-02T00:00:00Z")


def test_a_token_holds_at_every_worker_and_after_a_restart(office: Office) -> None:
    wang, other = office.enrol(), office.opened()
    token = signed_on(office, wang, other)
    assert office.hub.devices.who(token).key_id == wang.device.key_id
    other.close()
    office.restart()
    assert office.hub.devices.who(token).key_id == wang.device.key_id


def test_a_token_ends(office: Office) -> None:
    wang = office.enrol()
    token = signed_on(office, wang)
    office.clock.pass_(seconds=TOKEN_SECONDS - 1)
    office.hub.devices.who(token)
    office.clock.pass_(seconds=1)
    assert unknown(office, token) == "hub.token_expired"
    signed_on(office, wang)
    assert unknown(office, token) == "hub.token_unknown"


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "\ud800"])
def test_any_other_text_is_no_token(office: Office, token: str) -> None:
    signed_on(office, office.enrol())
    assert unknown(office, token) == "hub.token_unknown"


def test_a_challenge_is_good_once(office: Office) -> None:
    wang = office.enrol()
    key, nonce = wang.device.public.raw, office.hub.devices.nonce(wang.device.public.raw)
    office.hub.devices.token(key, nonce, sign(office, wang.device, nonce))
    assert refused(office, key, nonce, sign(office, wang.device, nonce)) == "hub.sign_on_refused"


def test_a_wrong_answer_spends_the_challenge(office: Office) -> None:
    wang = office.enrol()
    key, nonce = wang.device.public.raw, office.hub.devices.nonce(wang.device.public.raw)
    assert refused(office, key, nonce, bytes(64)) == "hub.sign_on_refused"
    assert refused(office, key, nonce, sign(office, wang.device, nonce)) == "hub.sign_on_refused"


def test_a_challenge_does_not_last(office: Office) -> None:
    wang = office.enrol()
    key, nonce = wang.device.public.raw, office.hub.devices.nonce(wang.device.public.raw)
    office.clock.pass_(seconds=NONCE_SECONDS)
    assert refused(office, key, nonce, sign(office, wang.device, nonce)) == "hub.sign_on_refused"


def test_only_the_device_asked_with_its_key_purpose_and_hub_gets_in(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    key = wang.device.public.raw

    def attempt(signature_of: SigningKey, purpose: str = PURPOSE, hub: str = "") -> str:
        nonce = office.hub.devices.nonce(key)
        message = challenge(hub or office.hub.facts.id, nonce)
        return refused(office, key, nonce, signature_of.sign(purpose, message))

    assert attempt(li.device) == attempt(wang.device, "bundle") == "hub.sign_on_refused"
    assert attempt(wang.device, hub="f" * 32) == "hub.sign_on_refused"
    of_li = office.hub.devices.nonce(li.device.public.raw)
    assert refused(office, key, of_li, sign(office, wang.device, of_li)) == "hub.sign_on_refused"


def test_strangers_and_people_get_a_challenge_that_serves_nothing(office: Office) -> None:
    wang = office.enrol()
    for key in (SigningKey.new(), wang.person):
        nonce = office.hub.devices.nonce(key.public.raw)
        assert len(nonce) == 32
        assert refused(office, key.public.raw, nonce, sign(office, key, nonce)) == "hub.sign_on_refused"


def test_a_device_that_is_shut_out_is_out_at_once(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    token, other = signed_on(office, wang), signed_on(office, li)
    office.hub.devices.revoke(wang.device.key_id, reason="lost")
    assert unknown(office, token) == "hub.token_unknown"
    key, nonce = wang.device.public.raw, office.hub.devices.nonce(wang.device.public.raw)
    assert refused(office, key, nonce, sign(office, wang.device, nonce)) == "hub.device_revoked"
    assert office.hub.devices.who(other).key_id == li.device.key_id
    assert [one.revoked for one in office.hub.devices.devices()].count(True) == 1


def test_a_withdrawal_by_an_administrator_ends_tokens_too(training: Office) -> None:
    chief, wang = training.enrol("chief"), training.enrol("wang")
    token = signed_on(training, wang)
    chief.laptop.withdraw(wang.device, training.clock.now().date().isoformat(), chief.person)
    chief.push(chief.pack())
    assert unknown(training, token) == "hub.device_revoked"
