"""Role acts: kept where they may come to count, read where their signer may appoint, judged once."""

import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from inspector_app.domain.acts import Role
from inspector_app.hub import keyrings
from inspector_app.hub.keyrings import Keyrings
from inspector_app.hub.tables import role_act
from inspector_app.journal import authority
from inspector_app.journal.entry import Entry
from inspector_app.trust.certificates import Certificate, Keyring, certify
from inspector_app.trust.keys import SigningKey
from tests.hub.office import Member, Office

MANY = 500
"""The reviewer's scenario had 20,000; what is counted here does not depend on it."""


def kept(office: Office) -> int:
    with office.hub.bundles._base.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(role_act)).scalar_one())


def certificate(office: Office, issuer: SigningKey, key: SigningKey, workspace: str = "") -> Certificate:
    day = office.clock.now().date()
    return certify(
        issuer,
        workspace=workspace or office.workspace,
        subject=key.public,
        user="x",
        name="x",
        roles={Role.INSPECTOR},
        valid_from=day,
        valid_to=day,
    )


def junk(office: Office, one: Member, number: int) -> None:
    """Write one act of each sort that looks like a role act and never counts."""
    fresh, office_key = SigningKey.new(), office.hub.bundles._base.keys.office
    told = certificate(office, one.person, fresh)
    false = urlsafe_b64encode(bytes(64)).rstrip(b"=").decode()
    withdrawal: dict[str, object] = {"withdrawn": office_key.key_id, "from": "2026-01-01"}
    sorts: list[dict[str, object]] = [
        {"content": told.to_content()},  # unsigned
        {"content": withdrawal, "key": office_key.key_id, "sig": false},
        {"content": withdrawal, "key": office.hub.facts.root.key_id, "sig": false},
        {"content": withdrawal, "key": 5, "sig": false},
        {"content": withdrawal, "key": "f" * 16, "sig": "="},
    ]
    fields = {"kind": "role", "n": number + 1, **sorts[number % len(sorts)]}
    one.laptop.write("act", "certificate", fresh.public.key_id, fields)


def test_what_can_never_count_is_not_kept(office: Office) -> None:
    wang = office.enrol()
    before = kept(office)
    for number in range(MANY):
        junk(office, wang, number)
    other = certificate(office, wang.person, SigningKey.new(), "77" * 16)
    wang.laptop.appoint(other, wang.person)  # another workspace's
    wang.laptop.act("role", {"withdrawn": 5, "from": "never"}, wang.person)
    wang.push(wang.pack())
    assert kept(office) == before


def test_what_nobody_who_may_appoint_signed_is_never_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = office.enrol()
    before = kept(office)
    for _ in range(40):
        wang.laptop.appoint(certificate(office, wang.person, SigningKey.new()), wang.person)
        stranger = SigningKey.new()
        wang.laptop.appoint(certificate(office, stranger, SigningKey.new()), stranger)
    wang.push(wang.pack())
    assert kept(office) == before + 80, "its signer may become an administrator yet"
    read = 0
    parse = Entry.parse

    def counted(raw: bytes) -> Entry:
        nonlocal read
        read += 1
        return parse(raw)

    monkeypatch.setattr(Entry, "parse", staticmethod(counted))
    base = office.hub.bundles._base
    with base.database.reading() as connection:
        ring = Keyrings(base.facts, office.clock).current(connection)
    assert read == before
    assert ring.certificate(wang.device.key_id) is not None


def test_an_act_counts_once_its_signer_is_made_an_administrator(small: Office) -> None:
    """However late that comes: the act was kept, and the office's ring is made anew."""
    wang, chief = small.enrol("wang"), SigningKey.new()
    fresh = SigningKey.new()
    wang.laptop.appoint(certificate(small, chief, fresh), chief)
    wang.push(wang.pack())
    root, day = small.root(), small.clock.now().date()
    appointed = certify(
        root,
        workspace=small.workspace,
        subject=chief.public,
        user="chief",
        name="chief",
        roles={Role.ADMINISTRATOR},
        valid_from=day,
        valid_to=day,
    )
    wang.laptop.appoint(appointed, root)
    wang.push(wang.pack(1))
    base = small.hub.bundles._base
    with base.database.reading() as connection:
        assert base.rings.current(connection).certificate(fresh.public.key_id) is not None


def test_many_who_ask_at_once_have_it_made_once(small: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    small.enrol()
    base, made = small.hub.bundles._base, 0
    rings = Keyrings(base.facts, small.clock)
    learn: Callable[..., None] = authority.learn
    started = threading.Barrier(8)

    def counted(ring: Keyring, entries: list[Entry]) -> None:
        nonlocal made
        made += 1
        learn(ring, entries)

    monkeypatch.setattr(keyrings.authority, "learn", counted)

    def ask() -> None:
        with base.database.reading() as connection:
            started.wait()
            rings.current(connection)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert made == 2, "the root's acts, and those of whom it appointed"
