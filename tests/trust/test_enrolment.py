from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import orjson
import pytest

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, UnavailableError
from inspector_app.trust.certificates import Certificate, certify, self_signed_root
from inspector_app.trust.enrolment import (
    Grant,
    Hub,
    Request,
    ask,
    device_user,
    hub_user,
    is_grant_file,
)
from inspector_app.trust.keys import SigningKey

WORKSPACE, HUB_ID = "5a" * 16, "0f" * 16
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
ROOT, OFFICE, HUB, DEVICE, PERSON = (SigningKey.from_bytes(bytes((n,)) * 32) for n in range(1, 6))
DER = b"a certificate of the hub's TLS"
REQUEST = ask(DEVICE, PERSON, NOW, "wang", "王五")


def certified(issuer: SigningKey, key: SigningKey, user: str, *roles: Role, name: str = "某") -> Certificate:
    return certify(
        issuer, workspace=WORKSPACE, subject=key.public, user=user, name=name, roles=roles,
        valid_from=FIRST, valid_to=LAST,
    )  # fmt: skip


BELOW = (
    certified(OFFICE, PERSON, "wang", Role.INSPECTOR, name="王五"),
    certified(OFFICE, DEVICE, device_user(DEVICE.public), Role.DEVICE),
    certified(ROOT, HUB, hub_user(HUB_ID), Role.HUB),
    certified(ROOT, OFFICE, "office", Role.ADMINISTRATOR),
)


def grant(**changed: Any) -> Grant:
    told: dict[str, Any] = {
        "workspace": WORKSPACE,
        "training": False,
        "hub": Hub(HUB_ID, HUB.public.raw, "https://10.3.7.2:8443", sha256(DER).digest(), DER),
        "root": self_signed_root(ROOT, workspace=WORKSPACE, name="根", valid_from=FIRST, valid_to=LAST),
        "certificates": BELOW,
        "machine_codes": (12, 13, 14, 15),
        "recovery": b"r" * 32,
        "bundles": (b"a bundle", b"another"),
        "request": REQUEST.hash,
    }
    return Grant(**(told | changed)).signed(HUB)


def code_of(caught: pytest.ExceptionInfo[InspectorError]) -> tuple[str, str]:
    return caught.value.code, caught.value.where


def test_a_request_travels_and_proves_both_keys() -> None:
    again = Request.from_bytes(REQUEST.to_bytes())
    assert again == REQUEST
    assert again.hash == sha256(REQUEST.to_bytes()).digest()
    assert (again.user, again.name, again.made) == ("wang", "王五", "2026-03-02T08:00:00+00:00")
    assert (again.device, again.person) == (DEVICE.public.raw, PERSON.public.raw)


def test_who_comes_with_a_code_need_not_say_who_they_are() -> None:
    asked = ask(DEVICE, PERSON, NOW)
    assert Request.from_bytes(asked.to_bytes()) == asked
    assert (asked.user, asked.name) == ("", "")


@pytest.mark.parametrize("name", [" ", "王\n五", "王" * 201, "王\u202e五"])
def test_a_name_that_is_none_is_not_asked_with(name: str) -> None:
    with pytest.raises(RuleError, match=r"enrolment\.name_unfit"):
        ask(DEVICE, PERSON, NOW, "wang", name)


def test_nobody_asks_for_a_key_that_they_do_not_hold() -> None:
    other = ask(DEVICE, SigningKey.new(), NOW, "wang", "王五")
    for forged in (
        replace(REQUEST, person=other.person),
        replace(REQUEST, user="li"),
        replace(REQUEST, proofs=REQUEST.proofs[::-1]),
        ask(DEVICE, DEVICE, NOW, "wang", "王五"),
    ):
        with pytest.raises(DamagedError) as caught:
            Request.from_bytes(forged.to_bytes())
        assert code_of(caught) == ("enrolment.damaged", "proofs")


def test_every_flipped_byte_and_every_prefix_of_a_request_is_refused() -> None:
    raw = REQUEST.to_bytes()
    spoilt = [raw[:at] + bytes((raw[at] ^ 4,)) + raw[at + 1 :] for at in range(len(raw))]
    for wrong in [*spoilt, *(raw[:cut] for cut in range(len(raw))), raw + b"\n", raw.replace(b":", b": ", 1)]:
        with pytest.raises((DamagedError, UnavailableError), match=r"enrolment\.(damaged|newer)"):
            Request.from_bytes(wrong)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", True),
        ("v", "1"),
        ("user", 7),
        ("name", "\n"),
        ("device", "AAAA"),
        ("device", None),
        ("person", "+" * 43),
        ("made", "2026-03-02T08:00:00"),
        ("made", "gestern"),
        ("made", 5),
        ("proofs", []),
        ("proofs", ["AAAA", "AAAA"]),
        ("proofs", {"a": 1, "b": 2}),
    ],
)
def test_a_field_of_another_form_is_named(field: str, value: object) -> None:
    with pytest.raises(DamagedError) as caught:
        Request.from_content(REQUEST.to_content() | {field: value})
    assert code_of(caught) == ("enrolment.damaged", field)


@pytest.mark.parametrize("content", [None, [], "x", {}, {"v": 1}, REQUEST.to_content() | {"more": 1}])
def test_what_is_no_request_is_refused(content: object) -> None:
    with pytest.raises(DamagedError, match=r"enrolment\.damaged"):
        Request.from_content(content)


def test_a_newer_program_is_named() -> None:
    for read, content in (
        (Request.from_content, REQUEST.to_content()),
        (Grant.from_content, grant().to_content()),
    ):
        with pytest.raises(UnavailableError, match=r"enrolment\.newer"):
            read(content | {"v": 2, "more": "unknown"})
    sealed = bytearray(grant().sealed())
    sealed[3] = 2
    with pytest.raises(UnavailableError, match=r"enrolment\.newer"):
        Grant.opened(bytes(sealed), DEVICE)


def test_an_over_long_request_is_refused_before_it_is_read() -> None:
    with pytest.raises(DamagedError, match=r"enrolment\.damaged"):
        Request.from_bytes(b'{"name":"' + b"a" * 30_000 + b'"}')
    with pytest.raises(DamagedError, match=r"enrolment\.damaged"):
        Request.from_bytes(b"[" * 19_000)


def test_a_grant_travels_and_is_checked_against_its_request() -> None:
    told = grant()
    again = Grant.from_bytes(told.to_bytes())
    assert again == told
    ring = again.checked(REQUEST)
    assert ring.roles(PERSON.key_id, FIRST) == {Role.INSPECTOR}
    assert ring.roles(DEVICE.key_id, FIRST) == {Role.DEVICE}
    assert again.person(REQUEST).name == "王五"


def test_a_grant_for_another_request_is_told() -> None:
    with pytest.raises(RuleError, match=r"enrolment\.other_request"):
        grant().checked(ask(DEVICE, PERSON, NOW, "wang", "王武"))


def test_only_the_offices_own_hub_grants() -> None:
    stranger = SigningKey.new()
    hub = grant().hub
    theirs = replace(hub, key=stranger.public.raw)
    blank = grant()
    forged = [
        replace(blank, signature=stranger.sign("grant", b"x")),
        replace(blank, hub=theirs).signed(stranger),  # nobody certified that key
        replace(blank, hub=replace(hub, id="1e" * 16)).signed(HUB),  # the certificate names another hub
        replace(blank, certificates=BELOW[:2] + BELOW[3:]).signed(HUB),
        replace(blank, certificates=BELOW[:3]).signed(HUB),  # nobody vouches for person and laptop
        replace(
            blank,
            hub=theirs,
            certificates=(*BELOW, certified(stranger, stranger, hub_user(HUB_ID), Role.HUB)),
        ).signed(stranger),
        replace(
            blank, hub=theirs, certificates=(*BELOW, certified(PERSON, stranger, hub_user(HUB_ID), Role.HUB))
        ).signed(stranger),
        replace(blank, hub=replace(hub, key=DEVICE.public.raw)).signed(DEVICE),  # certified, but no hub
        replace(blank, training=True),
        replace(blank, machine_codes=(99,)),
        replace(blank, bundles=()),
    ]
    for one in forged:
        with pytest.raises(DamagedError, match=r"enrolment\.forged"):
            Grant.from_bytes(one.to_bytes()).checked(REQUEST)


def test_a_root_that_did_not_sign_itself_founds_nothing() -> None:
    stranger = SigningKey.new()
    told = certified(stranger, ROOT, "root", Role.ROOT)
    for root in (told, replace(told, issuer=ROOT.key_id)):
        with pytest.raises(DamagedError, match=r"enrolment\.forged"):
            grant(root=root).checked(REQUEST)


def test_a_grant_certifies_both_keys_or_is_none() -> None:
    as_person = certified(OFFICE, DEVICE, device_user(DEVICE.public), Role.INSPECTOR, Role.DEVICE)
    misnamed = certified(OFFICE, DEVICE, "device-of-somebody", Role.DEVICE)
    only_machine = certified(OFFICE, PERSON, "wang", Role.DEVICE)
    for certificates in (
        BELOW[1:],
        (BELOW[0], *BELOW[2:]),
        (BELOW[0], as_person, *BELOW[2:]),
        (BELOW[0], misnamed, *BELOW[2:]),
        (only_machine, *BELOW[1:]),
    ):
        with pytest.raises(DamagedError, match=r"enrolment\.incomplete"):
            grant(certificates=certificates).checked(REQUEST)


def test_a_file_opens_for_the_laptop_that_asked_alone() -> None:
    sealed = grant().sealed()
    assert is_grant_file(sealed)
    assert Grant.opened(sealed, DEVICE) == grant()
    assert b"wang" not in sealed
    assert "王五".encode() not in sealed
    for key in (PERSON, HUB, SigningKey.new()):
        with pytest.raises(DamagedError, match=r"trust\.box_damaged"):
            Grant.opened(sealed, key)


def test_every_flipped_byte_and_every_prefix_of_a_file_is_refused() -> None:
    sealed = grant(bundles=()).sealed()
    spoilt = [sealed[:at] + bytes((sealed[at] ^ 4,)) + sealed[at + 1 :] for at in range(len(sealed))]
    for wrong in [*spoilt, *(sealed[:cut] for cut in range(len(sealed))), sealed + b"\0"]:
        with pytest.raises((DamagedError, UnavailableError)):
            Grant.opened(wrong, DEVICE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("training", 1),
        ("workspace", "5A" * 16),
        ("hub", {}),
        ("root", {}),
        ("certificates", {}),
        ("certificates", [1]),
        ("machine_codes", [0]),
        ("machine_codes", [3, 3]),
        ("machine_codes", [True]),
        ("machine_codes", ["3"]),
        ("machine_codes", [100_000]),
        ("machine_codes", list(range(1, 66))),
        ("recovery", "AAAA"),
        ("bundles", [""]),
        ("bundles", "AAAA"),
        ("request", ""),
        ("signature", "AAAA"),
    ],
)
def test_a_field_of_a_grant_of_another_form_is_named(field: str, value: object) -> None:
    with pytest.raises(DamagedError) as caught:
        Grant.from_content(grant().to_content() | {field: value})
    assert code_of(caught) == ("enrolment.damaged", field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "0F" * 16),
        ("key", "AAAA"),
        ("url", "http://10.3.7.2"),
        ("url", 8443),
        ("fingerprint", "00" * 32),
        ("fingerprint", None),
        ("certificate_der", urlsafe_b64encode(b"another").decode()),
    ],
)
def test_a_field_of_the_hub_of_another_form_is_named(field: str, value: object) -> None:
    hub = grant().hub.to_content()
    assert Hub.from_content(hub) == grant().hub
    named = rf"enrolment\.damaged hub\.(fingerprint|{field})"
    with pytest.raises(DamagedError, match=named):
        Hub.from_content(hub | {field: value})


def test_the_bytes_are_one_for_ever() -> None:
    """A changed form would leave requests unreadable that wait on a stick."""
    assert orjson.loads(REQUEST.to_bytes()).keys() == {
        "v",
        "user",
        "name",
        "device",
        "person",
        "made",
        "proofs",
    }
    assert (
        sha256(REQUEST.to_bytes()).hexdigest()
        == "aee79c833c27ceec15251c741c99e2c6577763ae5d8f22ca4c7799160ac620b7"
    )
