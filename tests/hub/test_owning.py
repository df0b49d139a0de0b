"""Whose a journal is: nothing in it is taken from another machine, and nobody claims one by being first."""

from dataclasses import replace

import pytest

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import InspectorError, UnverifiableError
from inspector_app.hub.tables import bundle as bundles
from inspector_app.journal import bundle
from inspector_app.journal.chain import Head
from inspector_app.journal.log import START
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.owning import new_journal
from tests.hub.office import Member, Office

CODE = "journal.bundle_other_machine"


def refused(one: Member, raw: bytes) -> InspectorError:
    before = one.office.hub.bundles.tips(one.office.workspace)
    with pytest.raises(InspectorError) as caught:
        one.push(raw)
    assert one.office.hub.bundles.tips(one.office.workspace) == before
    return caught.value


def named_after_its_key(one: Member) -> Member:
    """Let a laptop begin its journal as the program does: its id begins with the key's."""
    one.laptop.head = Head(new_journal(one.device.public))
    return one


def test_who_carries_a_journal_cannot_write_in_it(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    wang.write(4)
    wang.push(wang.pack(0, 2))
    forged = wang.clone()
    forged.laptop.entries, forged.laptop.head = forged.laptop.entries[:2], _head(wang, 2)
    forged.write(2)
    told = refused(li, forged.pack(2, key=li.device))
    assert isinstance(told, UnverifiableError)
    assert (told.code, told.where, told.values["key"]) == (CODE, wang.journal, li.device.key_id)
    assert refused(li, wang.pack(2, key=li.device)).code == CODE
    wang.push(wang.pack(2))
    assert len(office.hub.bundles.tips(office.workspace).tips[wang.journal]) == 1


def _head(one: Member, seq: int) -> Head:
    return Head(one.journal, seq, one.laptop.entries[seq - 1].hash)


def test_what_is_known_already_harms_nobody_whoever_packed_it(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    wang.write(2)
    wang.push(wang.pack())
    assert li.push(wang.pack(key=li.device))[0].duplicate


def test_a_copy_whose_content_was_taken_out_is_refused(office: Office) -> None:
    """Else the hub would sign that it holds what it does not have, and the true one were a duplicate."""
    wang, li = office.enrol("wang"), office.enrol("li")
    entries = wang.write(3)
    emptied = [each.redact() for each in entries]
    for some in (emptied, [entries[0], *emptied[1:]], [*entries[:2], emptied[2]]):
        told = refused(li, bundle.pack(some, li.device))
        assert (told.code, told.where) == ("journal.entry_damaged", "payload")
    (taken,) = wang.push(wang.pack())
    assert not taken.duplicate
    page = office.hub.bundles.pull(office.workspace, 0, START, 10**6)
    assert page.bundles[-1] == wang.pack()


def test_nobody_claims_a_journal_by_bringing_it_first(office: Office) -> None:
    wang, li = named_after_its_key(office.enrol("wang")), office.enrol("li")
    wang.write(2)
    assert refused(li, wang.pack(key=li.device)).code == CODE
    wang.push(wang.pack())


def test_a_clone_with_the_same_key_still_forks(office: Office) -> None:
    wang = named_after_its_key(office.enrol())
    wang.write(2)
    twin = wang.clone()
    wang.write(1)
    twin.write(2)
    wang.push(wang.pack())
    (taken,) = twin.push(twin.pack(2))
    assert taken.forked


def test_a_restored_laptop_goes_on_with_its_new_key(training: Office) -> None:
    """Its office certifies the new key under the old one's user; the lost laptop itself is shut out."""
    chief, wang, li = (training.enrol(name) for name in ("chief", "wang", "li"))
    named_after_its_key(wang)
    wang.write(3)
    wang.push(wang.pack(0, 1))
    training.hub.devices.revoke(wang.device.key_id)
    fresh = SigningKey.new()
    assert refused(li, wang.pack(1, key=fresh)).code == "journal.bundle_unknown_key"
    day = training.clock.now().date()
    chief.laptop.appoint(
        certify(
            chief.person,
            workspace=training.workspace,
            subject=fresh.public,
            user=f"device-{wang.device.key_id}",
            name="wang",
            roles={Role.DEVICE},
            valid_from=day,
            valid_to=day,
        ),
        chief.person,
    )
    chief.push(chief.pack())
    assert refused(wang, wang.pack(1)).code == "hub.key_revoked"
    renewed = replace(wang, device=fresh)
    renewed.push(renewed.pack(1))
    assert training.hub.bundles.tips(training.workspace).tips[wang.journal] == [(3, wang.laptop.head.hash)]


def test_nobody_writes_in_the_hubs_own_journal(office: Office) -> None:
    """Else one bundle would go into every grant, and nobody could join any more."""
    wang = office.enrol("wang")
    own = office.hub.facts.journal
    ((seq, digest),) = office.hub.bundles.tips(office.workspace).tips[own]
    wang.laptop.head = Head(own, seq, digest)
    wang.write(1)
    assert refused(wang, wang.pack()).code == CODE


def test_what_stands_there_from_before_goes_into_no_grant(office: Office) -> None:
    wang = office.enrol("wang")
    base, own = office.hub.bundles._base, office.hub.facts.journal
    held = office.hub.bundles.tips(office.workspace)
    ((seq, digest),) = held.tips[own]
    wang.laptop.head = Head(own, seq, digest)
    wang.write(1)
    raw = wang.pack()
    head = bundle.open_header(raw)
    with base.database.writing() as connection:
        connection.execute(
            bundles.insert().values(
                workspace=office.workspace,
                no=held.no + 100,
                sha256=bytes(32),
                journal_id=own,
                first=head.first,
                last=head.last,
                last_hash=head.last_hash,
                key=head.key,
                log=bytes(32),
                size=len(raw),
                at="",
                raw=raw,
            )
        )
    li = office.enrol("li")
    assert {bundle.open_header(each).key for each in li.grant.bundles} == {office.hub.facts.key.key_id}
