"""The contract of the log, on both databases: what is taken, what is refused, what comes back."""

from hashlib import sha256

import pytest
from sqlalchemy import func, select

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, SignInError
from inspector_app.hub import bundles
from inspector_app.hub.bundles import Bundles
from inspector_app.hub.tables import role_act, workspace
from inspector_app.journal import bundle
from inspector_app.journal.bundle import Limits
from inspector_app.journal.log import START, log_of
from inspector_app.journal.receipt import Receipt
from inspector_app.trust.certificates import Certificate, certify
from inspector_app.trust.keys import SigningKey
from tests.hub.office import Member, Office
from tests.journal.writing import Laptop, id_of, value


def refused(office: Office, raw: bytes, workspace: str | None = None) -> InspectorError:
    """Return why a bundle is refused; nothing may have changed by it."""
    before = office.hub.bundles.tips(office.workspace)
    with pytest.raises(InspectorError) as caught:
        office.hub.bundles.accept(workspace or office.workspace, raw)
    assert office.hub.bundles.tips(office.workspace) == before
    return caught.value


def receipt(office: Office, raw: bytes) -> Receipt:
    return Receipt.read(raw, office.hub.facts.key)


def pulled(office: Office, most: int = 8_000_000) -> list[bytes]:
    """Return the whole log, page by page, each of which must fit what came before."""
    no, log, found = 0, START, []
    while True:
        page = office.hub.bundles.pull(office.workspace, no, log, most)
        assert log_of((sha256(raw).digest() for raw in page.bundles), log) == page.log
        assert page.no == no + len(page.bundles)
        found += page.bundles
        no, log = page.no, page.log
        if not page.more:
            return found


def test_what_is_taken_gets_a_number_and_a_receipt_that_proves_it(office: Office) -> None:
    wang = office.enrol()
    wang.write(3)
    before = office.hub.bundles.tips(office.workspace)
    (taken,) = wang.push(wang.pack())
    told, held = receipt(office, taken.receipt), office.hub.bundles.tips(office.workspace)
    assert (told.hub, told.workspace, told.journal_id) == (
        office.hub.facts.id,
        office.workspace,
        wang.journal,
    )
    assert (told.seq, told.hash) == (3, wang.laptop.head.hash)
    assert (
        (told.no, told.log)
        == (held.no, held.log)
        == (before.no + 1, log_of([sha256(wang.pack()).digest()], before.log))
    )
    assert held.tips[wang.journal] == [(3, wang.laptop.head.hash)]
    assert not taken.duplicate
    assert not taken.forked


def test_the_same_again_changes_nothing_and_is_receipted_anew(office: Office) -> None:
    wang = office.enrol()
    wang.write(4)
    whole, cut = wang.pack(), [wang.pack(0, 1), wang.pack(1, 3), wang.pack(3)]
    wang.push(whole)
    held = office.hub.bundles.tips(office.workspace)
    again = wang.push(whole, *cut)
    assert [one.duplicate for one in again] == [True] * 4
    assert [receipt(office, one.receipt).seq for one in again] == [4, 1, 3, 4]
    assert office.hub.bundles.tips(office.workspace) == held


def test_what_is_kept_elsewhere_is_not_taken_for_kept_here(office: Office) -> None:
    wang = office.enrol()
    wang.write()
    wang.push(wang.pack())
    assert refused(office, wang.pack(), "77" * 16).code == "hub.other_workspace"


def test_a_gap_is_refused_with_what_is_here(office: Office) -> None:
    wang = office.enrol()
    wang.write(6)
    first = refused(office, wang.pack(2))
    assert isinstance(first, RuleError)
    assert (first.code, first.values["tips"]) == ("hub.gap", [])
    wang.push(wang.pack(0, 2))
    later = refused(office, wang.pack(4))
    assert later.values["tips"] == [[2, wang.laptop.entries[1].hash.hex()]]
    wang.push(wang.pack(2, 4), wang.pack(4))


def test_what_overlaps_is_kept_as_far_as_it_goes_on(office: Office) -> None:
    wang = office.enrol()
    wang.write(6)
    wang.push(wang.pack(0, 3))
    (taken,) = wang.push(wang.pack(1, 5))
    assert (taken.duplicate, taken.forked, taken.branch) == (False, False, "")
    assert office.hub.bundles.tips(office.workspace).tips[wang.journal] == [(5, wang.laptop.entries[4].hash)]
    assert [one.duplicate for one in wang.push(wang.pack(2, 4), wang.pack(0, 5), wang.pack(4, 6))] == [
        True,
        True,
        False,
    ]


def test_the_log_comes_back_in_order_in_pages_of_any_size(office: Office) -> None:
    members = [office.enrol(name) for name in ("wang", "li", "chen")]
    sent = []
    for _ in range(4):
        for one in members:
            one.write(2)
            raw = one.pack(len(one.laptop.entries) - 2)
            one.push(raw)
            sent.append(raw)
    whole = pulled(office)
    assert whole[-len(sent) :] == sent
    assert pulled(office, most=1) == pulled(office, most=3_000) == whole
    assert office.hub.bundles.pull(office.workspace, 0, START, 1).no == 1


def test_a_page_is_never_larger_than_asked_but_for_its_first_bundle(office: Office) -> None:
    wang = office.enrol()
    for at in range(8):
        wang.write(5)
        wang.push(wang.pack(at * 5))
    no, log, most = 0, START, 4_000
    while True:
        page = office.hub.bundles.pull(office.workspace, no, log, most)
        assert page.bundles
        size = sum(len(raw) + 5 for raw in page.bundles) + 1_000
        assert size <= most or len(page.bundles) == 1
        no, log = page.no, page.log
        if not page.more:
            break


def test_another_log_is_refused(office: Office) -> None:
    wang = office.enrol()
    wang.write()
    wang.push(wang.pack())
    held = office.hub.bundles.tips(office.workspace)
    for no, log in ((held.no, bytes(32)), (held.no - 1, held.log), (held.no + 1, held.log), (0, held.log)):
        with pytest.raises(RuleError) as caught:
            office.hub.bundles.pull(office.workspace, no, log, 1_000)
        assert caught.value.code == "sync.log_differs"
    end = office.hub.bundles.pull(office.workspace, held.no, held.log, 1_000)
    assert (end.bundles, end.no, end.log, end.more) == ((), held.no, held.log, False)


def test_a_restart_in_the_middle_loses_and_repeats_nothing(office: Office) -> None:
    wang = office.enrol()
    wang.write(4)
    wang.push(wang.pack(0, 2))
    whole = pulled(office)
    office.restart()
    assert pulled(office) == whole
    wang.push(wang.pack(2))
    assert office.hub.bundles.tips(office.workspace).tips[wang.journal] == [(4, wang.laptop.head.hash)]
    assert pulled(office) == [*whole, wang.pack(2)]


def test_receipts_are_given_for_what_is_held_and_for_nothing_else(office: Office) -> None:
    wang = office.enrol()
    entries = wang.write(5)
    wang.push(wang.pack(0, 3))
    asked = {
        wang.journal: [(2, entries[1].hash), (3, entries[2].hash), (4, entries[3].hash), (3, bytes(32))],
        "f" * 32: [(1, entries[0].hash)],
    }
    told = [receipt(office, raw) for raw in office.hub.bundles.receipts(office.workspace, asked)]
    assert [(one.seq, one.hash) for one in told] == [(2, entries[1].hash), (3, entries[2].hash)]
    held = office.hub.bundles.tips(office.workspace)
    assert {(one.no, one.log) for one in told} == {(held.no, held.log)}


def test_a_push_ends_at_what_is_refused_and_keeps_what_came_before(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    wang.write(3)
    li.write(1)
    raws = [wang.pack(0, 1), li.pack()[:-1], wang.pack(1)]
    pushed = office.hub.bundles.push(office.workspace, raws, wang.device.key_id)
    assert (len(pushed.accepted), pushed.index) == (1, 1)
    assert pushed.refused is not None
    assert pushed.refused.code == "journal.bundle_damaged"
    tips = office.hub.bundles.tips(office.workspace).tips
    assert tips[wang.journal] == [(1, wang.laptop.entries[0].hash)]
    assert li.journal not in tips
    gapped = office.hub.bundles.push(office.workspace, [wang.pack(1, 2), li.pack(), wang.pack(1)[:5]])
    assert gapped.index == 2


def test_a_gap_in_the_middle_of_a_push_keeps_what_came_before(office: Office) -> None:
    wang = office.enrol()
    wang.write(5)
    pushed = office.hub.bundles.push(office.workspace, [wang.pack(0, 2), wang.pack(3), wang.pack(2)])
    assert (pushed.index, pushed.refused and pushed.refused.code) == (1, "hub.gap")
    assert office.hub.bundles.tips(office.workspace).tips[wang.journal] == [(2, wang.laptop.entries[1].hash)]


def test_strangers_and_people_sign_no_bundles(office: Office) -> None:
    wang = office.enrol()
    wang.write()
    for key in (SigningKey.new(), wang.person):
        assert refused(office, wang.pack(key=key)).code == "journal.bundle_unknown_key"


def test_a_signature_or_a_byte_that_is_wrong_is_refused(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    raw = wang.pack()
    for place in (0, 5, 40, 400, len(raw) - 70, len(raw) - 1):
        changed = bytearray(raw)
        changed[place] ^= 4
        assert isinstance(refused(office, bytes(changed)), InspectorError)
    assert refused(office, raw[:-3]).code == "journal.bundle_damaged"
    assert refused(office, b"").code == "journal.bundle_damaged"


def test_another_workspace_is_refused(office: Office) -> None:
    wang = office.enrol()
    foreign = Laptop("foreign", workspace="77" * 16)
    foreign.write("create", "site", id_of(1), {"name": value("x")})
    raw = bundle.pack(foreign.entries, wang.device)
    assert refused(office, raw).code == "hub.other_workspace"
    assert refused(office, raw, "77" * 16).code == "hub.other_workspace"
    wang.write()
    assert refused(office, wang.pack(), "77" * 16).code == "hub.other_workspace"


def test_what_is_over_the_limits_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    wang = office.enrol()
    wang.write(6)
    few = Bundles(office.hub.bundles._base, Limits(entries=5))
    with pytest.raises(DamagedError) as caught:
        few.accept(office.workspace, wang.pack())
    assert caught.value.code == "journal.bundle_over_limit"
    few.accept(office.workspace, wang.pack(0, 5))
    monkeypatch.setattr(bundles, "MOST_RAW", 100)
    assert refused(office, wang.pack()).code == "journal.bundle_over_limit"


def test_a_full_disk_takes_nothing_and_keeps_everything(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    wang.push(wang.pack(0, 1))
    office.free = 500_000_100
    assert refused(office, wang.pack(1)).code == "hub.disk_full"
    assert len(pulled(office)) >= 1
    office.free = 10**12
    wang.push(wang.pack(1))


def test_a_key_that_becomes_known_in_a_push_is_taken_in_the_same(training: Office) -> None:
    """An administrator's laptop may certify another one; both come from one stick."""
    chief = training.enrol("chief")
    other = SigningKey.new()
    told = certificate_of(training, chief, other)
    chief.laptop.appoint(told, chief.person)
    fresh = Laptop("fresh", "new", chief.laptop.wall, training.workspace)
    fresh.write("create", "site", id_of(1), {"name": value("x")})
    second = bundle.pack(fresh.entries, other)
    assert refused(training, second).code == "journal.bundle_unknown_key"
    assert len(chief.push(chief.pack(), second)) == 2


def certificate_of(office: Office, chief: Member, key: SigningKey) -> Certificate:
    day = office.clock.now().date()
    return certify(
        chief.person,
        workspace=office.workspace,
        subject=key.public,
        user=f"device-{key.key_id}",
        name="fresh",
        roles={Role.DEVICE},
        valid_from=day,
        valid_to=day,
    )


def test_revoked_from_a_point_on(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    wang.write(6)
    wang.push(wang.pack(0, 2))
    office.hub.devices.revoke(wang.device.key_id, (wang.journal, 4), "stolen")
    assert [one.duplicate for one in li.push(wang.pack(0, 2))] == [True]
    li.push(wang.pack(2, 4))
    told = refused(office, wang.pack(4))
    assert isinstance(told, SignInError)
    assert told.code == "hub.key_revoked"
    assert refused(office, wang.pack(3)).code == "hub.key_revoked"
    assert office.hub.bundles.tips(office.workspace).tips[wang.journal] == [(4, wang.laptop.entries[3].hash)]
    other = Laptop("another", "wang", wang.laptop.wall, office.workspace)
    other.write("create", "site", id_of(1), {"name": value("x")})
    assert refused(office, bundle.pack(other.entries, wang.device)).code == "hub.key_revoked"


def test_revoked_altogether(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    wang.push(wang.pack(0, 1))
    office.hub.devices.revoke(wang.device.key_id)
    assert refused(office, wang.pack(1)).code == "hub.key_revoked"
    assert wang.push(wang.pack(0, 1))[0].duplicate


def test_withdrawn_by_an_administrator_on_a_laptop(training: Office) -> None:
    chief, wang = training.enrol("chief"), training.enrol("wang")
    wang.write(2)
    wang.push(wang.pack(0, 1))
    tomorrow = training.clock.now().date().replace(day=3).isoformat()
    chief.laptop.withdraw(wang.device, tomorrow, chief.person)
    chief.push(chief.pack())
    wang.push(wang.pack(1))
    training.clock.pass_(days=1)
    wang.write(1)
    assert refused(training, wang.pack(2)).code == "hub.key_revoked"


def test_role_acts_are_counted_once_however_often_they_come(training: Office) -> None:
    """The count tells each worker when its keyring is old; it must never run backwards."""
    chief, wang = training.enrol("chief"), training.enrol("wang")
    chief.laptop.withdraw(wang.device, "2030-01-01", chief.person)
    chief.write(2)
    chief.push(chief.pack(0, 2), chief.pack(1), chief.pack(0, 2))
    twin = chief.clone()
    twin.laptop.withdraw(wang.person, "2030-01-01", twin.person)
    twin.push(twin.pack())
    with training.hub.bundles._base.database.reading() as connection:
        acts = connection.execute(select(func.count()).select_from(role_act)).scalar_one()
        known = connection.execute(select(workspace.c.roles)).scalar_one()
    assert acts == known == 2 + 2 * 2 + 2
