"""A hub put back from an old copy: what it had receipted it takes again, whoever was shut out since."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from inspector_app.domain.errors import InspectorError, SignInError
from inspector_app.hub import vouching
from inspector_app.hub.bundles import Pushed
from inspector_app.journal.chain import Head
from inspector_app.journal.receipt import Receipt
from inspector_app.trust.keys import SigningKey
from tests.hub.office import Office


class Leaver:
    """Wang worked, was receipted and left; then the hub was put back from a copy of before."""

    def __init__(self, office: Office, aside: Path) -> None:
        self.office = office
        self.wang, self.li = office.enrol("wang"), office.enrol("li")
        office.hub.close()
        shutil.copytree(office.folder, aside)
        office.hub = office.opened()
        self.wang.write(9)
        self.raws = [self.wang.pack(0, 3), self.wang.pack(3, 6), self.wang.pack(6)]
        self.receipts = [one.receipt for one in self.wang.push(*self.raws)]
        office.clock.pass_(days=1)
        office.hub.devices.revoke(self.wang.device.key_id)
        later = office.hub.bundles.pull(office.workspace, 2, self._log(2), 10**7).bundles
        office.hub.close()
        shutil.rmtree(office.folder)
        shutil.copytree(aside, office.folder)
        office.hub = office.opened()
        self.withdrawal = [raw for raw in later if raw not in self.raws]

    def _log(self, no: int) -> bytes:
        from_start = self.office.hub.bundles.pull(self.office.workspace, 0, bytes(32), 1)
        log, at = from_start.log, from_start.no
        while at < no:
            page = self.office.hub.bundles.pull(self.office.workspace, at, log, 1)
            log, at = page.log, page.no
        return log

    def brings(self, raws: Sequence[bytes], receipts: Sequence[bytes] = ()) -> Pushed:
        """Have Li bring bundles."""
        bundles = self.office.hub.bundles
        return bundles.push(self.office.workspace, raws, self.li.device.key_id, receipts)

    def held(self) -> Sequence[tuple[int, bytes]]:
        return self.office.hub.bundles.tips(self.office.workspace).tips.get(self.wang.journal, ())


@pytest.fixture
def put_back(small: Office, tmp_path: Path) -> Leaver:
    told = Leaver(small, tmp_path / "copy")
    assert not told.held()
    assert told.brings(told.withdrawal).refused is None
    return told


def revoked(pushed: Pushed) -> InspectorError:
    assert isinstance(pushed.refused, SignInError)
    assert pushed.refused.code == "hub.key_revoked"
    return pushed.refused


def test_without_a_receipt_a_withdrawn_key_is_refused(put_back: Leaver) -> None:
    revoked(put_back.brings(put_back.raws))
    assert not put_back.held()


def test_the_last_receipt_brings_all_before_it_back(put_back: Leaver) -> None:
    pushed = put_back.brings(put_back.raws, put_back.receipts[-1:])
    assert pushed.refused is None
    assert list(put_back.held()) == [(9, put_back.wang.laptop.head.hash)]
    assert put_back.brings(put_back.raws).refused is None, "what is held is held"


def test_a_receipt_covers_what_came_before_it_and_no_more(put_back: Leaver) -> None:
    pushed = put_back.brings(put_back.raws, put_back.receipts[1:2])
    revoked(pushed)
    assert pushed.index == 2
    assert [seq for seq, _ in put_back.held()] == [6]


def test_a_bundle_that_goes_beyond_its_receipt_is_refused_whole(put_back: Leaver) -> None:
    wang = put_back.wang
    revoked(put_back.brings([wang.pack(0, 3), wang.pack(3, 8)], put_back.receipts[1:2]))
    assert [seq for seq, _ in put_back.held()] == [3]


def test_bundles_cut_otherwise_are_covered_as_well(put_back: Leaver) -> None:
    wang = put_back.wang
    assert put_back.brings([wang.pack(0, 5), wang.pack(5)], put_back.receipts[-1:]).refused is None


def test_a_branch_beside_the_receipted_chain_is_refused(put_back: Leaver) -> None:
    twin = put_back.wang.clone()
    twin.laptop.entries = twin.laptop.entries[:3]
    twin.laptop.head = Head(twin.journal, 3, twin.laptop.entries[-1].hash)
    twin.laptop.write("create", "site", "0" * 32, {})
    revoked(put_back.brings([put_back.raws[0], twin.pack(3)], put_back.receipts))


def test_only_the_hubs_own_word_counts(put_back: Leaver) -> None:
    wang, facts = put_back.wang, put_back.office.hub.facts
    place = (wang.journal, 9, wang.laptop.head.hash, 5, bytes(32), "2026-03-02T00:00:00Z")
    forged = Receipt(facts.id, put_back.office.workspace, *place).sign(SigningKey.new())
    keys = put_back.office.hub.bundles._base.keys
    foreign = [
        Receipt(hub, room, *place).sign(keys.hub)
        for hub, room in (("9" * 32, put_back.office.workspace), (facts.id, "9" * 32))
    ]
    revoked(put_back.brings(put_back.raws, [forged, *foreign, b"", b"x" * 200]))
    assert not put_back.held()


def test_a_receipt_does_not_let_another_machine_in(put_back: Leaver) -> None:
    """The hub's word is for these entries, and they are Wang's: Li cannot pack them as his own."""
    forged = [put_back.wang.pack(0, 3), put_back.wang.pack(3, key=put_back.li.device)]
    pushed = put_back.brings(forged, put_back.receipts)
    assert pushed.refused is not None
    assert pushed.refused.code == "journal.bundle_other_machine"


def gap(pushed: Pushed) -> None:
    assert pushed.refused is not None
    assert pushed.refused.code == "hub.gap"
    assert pushed.index == 0


def test_a_chain_longer_than_a_push_is_led_back_from_its_receipt(put_back: Leaver) -> None:
    first, second, third = put_back.raws
    gap(put_back.brings([third], put_back.receipts[-1:]))
    gap(put_back.brings([second], put_back.receipts[-1:]))
    assert not put_back.held()
    put_back.office.restart()
    for one in (first, second):
        assert put_back.brings([one]).refused is None
    revoked(put_back.brings([third]))
    assert put_back.brings([third], put_back.receipts[-1:]).refused is None
    assert [seq for seq, _ in put_back.held()] == [9]


def test_nobody_is_led_anywhere_without_a_receipt(put_back: Leaver) -> None:
    first, second, third = put_back.raws
    gap(put_back.brings([third]))
    gap(put_back.brings([second], put_back.receipts[-1:]))
    revoked(put_back.brings([first]))
    gap(put_back.brings([third], put_back.receipts[:2]))
    revoked(put_back.brings([first, second]))
    assert not put_back.held()


def test_a_branch_is_not_led_to_the_receipted_chain(put_back: Leaver) -> None:
    gap(put_back.brings(put_back.raws[2:], put_back.receipts[-1:]))
    gap(put_back.brings(put_back.raws[1:2], put_back.receipts[-1:]))
    twin = put_back.wang.clone()
    twin.laptop.entries = twin.laptop.entries[:2]
    twin.laptop.head = Head(twin.journal, 2, twin.laptop.entries[-1].hash)
    twin.laptop.write("create", "site", "0" * 32, {})
    revoked(put_back.brings([twin.pack()]))


def test_what_was_led_to_is_forgotten_after_some_days(put_back: Leaver) -> None:
    gap(put_back.brings(put_back.raws[2:], put_back.receipts[-1:]))
    put_back.office.clock.pass_(days=vouching.KEPT_DAYS + 1)
    gap(put_back.brings(put_back.raws[1:2], put_back.receipts[1:2]))
    with put_back.office.hub.bundles._base.database.reading() as connection:
        assert len(vouching.led_to(connection, put_back.office.workspace)) == 1
