"""Veiled bundles: who has the secret reads them, who carries them sees lengths, nobody changes them."""

import pytest

from inspector_app.domain.errors import DamagedError, InspectorError, UnavailableError
from inspector_app.journal import bundle, envelope, veil
from inspector_app.trust.content_keys import ContentKey
from inspector_app.trust.keys import VerifyKey
from tests.journal.writing import Laptop, id_of, key_of, value

DEVICE, CARRIER = key_of("device"), key_of("carrier")
SECRET = b"s" * 32
UNDER = ContentKey(SECRET)


def known(key_id: str) -> VerifyKey | None:
    return {each.key_id: each.public for each in (DEVICE, CARRIER)}.get(key_id)


def packed(name: str = "one") -> bytes:
    laptop = Laptop(name)
    laptop.write("create", "site", id_of("record"), {"name": value("滨海新区某工地")})
    return bundle.pack(laptop.entries, DEVICE)


def test_who_has_the_secret_gets_the_very_bundle() -> None:
    inside = packed()
    veiled = veil.veil(inside, UNDER, DEVICE)
    assert veil.unveil(veiled, SECRET, known) == inside
    assert veil.verify(veiled, known) == veil.open_header(veiled) == bundle.open_header(inside)


def test_nothing_of_the_content_is_seen() -> None:
    veiled = veil.veil(packed(), UNDER, DEVICE)
    for word in ("site", "滨海", "wang"):
        assert word.encode() not in veiled
    with pytest.raises(DamagedError):
        bundle.unpack(veiled, known)


def test_two_veils_of_one_bundle_differ() -> None:
    assert veil.veil(packed(), UNDER, DEVICE) != veil.veil(packed(), UNDER, DEVICE)


def test_another_secret_opens_nothing() -> None:
    veiled = veil.veil(packed(), UNDER, DEVICE)
    with pytest.raises(DamagedError) as caught:
        veil.unveil(veiled, b"t" * 32, known)
    assert (caught.value.code, caught.value.where) == ("journal.bundle_damaged", "veil")


def test_every_changed_byte_and_every_cut_is_refused() -> None:
    veiled = veil.veil(packed(), UNDER, DEVICE)
    for place in range(len(veiled)):
        changed = bytearray(veiled)
        changed[place] ^= 1
        for spoilt in (bytes(changed), veiled[:place]):
            with pytest.raises(InspectorError):
                veil.verify(spoilt, known)


def test_the_header_must_say_what_lies_inside() -> None:
    one, other = packed("one"), packed("two")
    veiled = veil.veil(one, UNDER, DEVICE)
    body = envelope.open_envelope(veil.KIND, veiled).body
    lied = envelope.close(veil.KIND, bundle.open_header(other), body, DEVICE)
    assert veil.verify(lied, known).journal_id == bundle.open_header(other).journal_id
    with pytest.raises(DamagedError):
        veil.unveil(lied, SECRET, known)


def test_a_carrier_may_veil_what_another_wrote() -> None:
    inside = packed()
    veiled = veil.veil(inside, UNDER, CARRIER)
    assert veil.open_header(veiled).key == CARRIER.key_id
    assert veil.unveil(veiled, SECRET, known) == inside


def test_an_empty_body_is_no_bundle() -> None:
    empty = envelope.close(veil.KIND, bundle.open_header(packed()), b"", DEVICE)
    with pytest.raises(DamagedError):
        veil.unveil(empty, SECRET, known)


NAMES = ("1" * 16, "2" * 16)
LATER = ContentKey(SECRET, NAMES)


def test_under_later_keys_it_says_which_and_is_of_another_version() -> None:
    inside = packed()
    veiled = veil.veil(inside, LATER, DEVICE)
    assert veil.names_of(veiled) == NAMES
    assert veil.names_of(veil.veil(inside, UNDER, DEVICE)) == ()
    assert veil.unveil(veiled, SECRET, known) == inside
    assert veil.verify(veiled, known) == bundle.open_header(inside)
    with pytest.raises(UnavailableError, match=r"journal\.newer_bundle"):
        envelope.open_envelope(envelope.Kind(b"IJV", "veil"), veiled)  # a program of before stops there


def test_nobody_on_the_way_changes_the_version_or_the_names() -> None:
    for under in (UNDER, LATER):
        veiled = bytearray(veil.veil(packed(), under, DEVICE))
        veiled[3] ^= 3  # 1 and 2 are exchanged
        with pytest.raises(DamagedError) as caught:
            veil.verify(bytes(veiled), known)
        assert caught.value.code == "journal.bundle_forged"
    veiled = veil.veil(packed(), LATER, DEVICE)
    body = envelope.open_envelope(veil.KIND, veiled).body
    renamed = body.replace(bytes.fromhex(NAMES[0]), bytes.fromhex("0" * 16))
    kind = envelope.Kind(b"IJV", "veil.2", newest=2)
    lied = envelope.close(kind, bundle.open_header(packed()), renamed, DEVICE, version=2)
    assert veil.names_of(lied) == ("0" * 16, NAMES[1])
    with pytest.raises(DamagedError):
        veil.unveil(lied, SECRET, known)


@pytest.mark.parametrize(
    "start",
    [b"", b"\x00", b"\x01" + b"1" * 7, b"\x02" + b"2" * 8 + b"1" * 8, b"\x02" + b"1" * 16, b"\xff" * 9],
)
def test_names_that_are_none_are_refused(start: bytes) -> None:
    with pytest.raises(DamagedError) as caught:
        veil.read_names(start)
    assert caught.value.where == "veil"
    assert veil.read_names(veil.written_names(NAMES) + b"more") == (NAMES, 17)
