"""Forks: what a clone or a restored laptop writes is kept as a branch, whatever comes first."""

import random
from hashlib import sha256

import pytest

from inspector_app.hub.bundles import Accepted
from inspector_app.journal import bundle
from inspector_app.journal.branches import Link, branch_id, tips_of
from inspector_app.journal.entry import Entry
from inspector_app.journal.log import START, log_of
from tests.hub.office import Member, Office


def tips(office: Office, journal: str) -> set[tuple[int, bytes]]:
    return set(office.hub.bundles.tips(office.workspace).tips.get(journal, ()))


def ends(*members: Member) -> set[tuple[int, bytes]]:
    return {(one.laptop.head.seq, one.laptop.head.hash) for one in members}


def held(office: Office, journal: str) -> dict[bytes, Entry]:
    """Return every entry of a journal that comes out of the hub again."""
    page = office.hub.bundles.pull(office.workspace, 0, START, 10**9)
    assert log_of(sha256(raw).digest() for raw in page.bundles) == page.log
    found = {}
    for raw in page.bundles:
        if bundle.open_header(raw).journal_id == journal:
            header, raws, hashes = bundle.contents(raw)
            found.update({digest: Entry.parse(each) for digest, each in zip(hashes, raws, strict=True)})
            assert header.journal_id == journal
    return found


@pytest.mark.parametrize("known", [0, 1, 3])
def test_a_fork_at_any_place_is_a_branch(office: Office, known: int) -> None:
    wang = office.enrol()
    wang.write(known)
    twin = wang.clone()
    wang.write(3)
    twin.write(2)
    wang.push(wang.pack())
    (taken,) = twin.push(twin.pack())
    first_apart = twin.laptop.entries[known].hash.hex()
    assert (taken.forked, taken.duplicate, taken.branch) == (True, False, first_apart)
    assert tips(office, wang.journal) == ends(wang, twin)
    status = office.hub.status()
    assert status["branches"] == [branch_id(wang.journal, first_apart)]
    assert status["vector"][wang.journal] == [known + 3, wang.laptop.head.hash.hex()]
    assert office.hub.audit.count("fork") == 1
    line = next(one for one in office.hub.audit.read() if one.what == "fork")
    assert line.told["where"] == {"journal": wang.journal, "seq": known + 1, "branch": first_apart}


def test_a_fork_in_the_middle_of_a_stored_bundle(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    twin = wang.clone()
    wang.write(4)
    twin.write(4)
    wang.push(wang.pack())
    (taken,) = twin.push(twin.pack(2))
    assert taken.forked
    assert tips(office, wang.journal) == ends(wang, twin)


def test_two_branches_that_both_go_on(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    wang.push(wang.pack())
    twin = wang.clone()
    for _ in range(3):
        wang.write(1)
        twin.write(2)
        (one,) = wang.push(wang.pack(len(wang.laptop.entries) - 1))
        (other,) = twin.push(twin.pack(len(twin.laptop.entries) - 2))
    assert (one.branch, other.branch) == ("", twin.laptop.entries[2].hash.hex())
    assert tips(office, wang.journal) == ends(wang, twin)
    assert office.hub.audit.count("fork") == 1


def test_a_branch_of_a_branch(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    twin = wang.clone()
    wang.write(2)
    twin.write(2)
    third = twin.clone()
    twin.write(1)
    third.write(3)
    wang.push(wang.pack())
    twin.push(twin.pack())
    (taken,) = third.push(third.pack())
    assert taken.branch == third.laptop.entries[4].hash.hex()
    assert tips(office, wang.journal) == ends(wang, twin, third)
    assert len(office.hub.status()["branches"]) == 2


def test_a_branch_that_is_known_is_a_duplicate(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    twin = wang.clone()
    wang.write(2)
    twin.write(2)
    wang.push(wang.pack())
    twin.push(twin.pack())
    before = office.hub.bundles.tips(office.workspace)
    again = twin.push(twin.pack(), twin.pack(1), twin.pack(0, 3), wang.pack(1, 3))
    assert all(one.duplicate for one in again)
    assert office.hub.bundles.tips(office.workspace) == before


def test_a_receipt_names_the_end_of_its_own_branch(office: Office) -> None:
    wang = office.enrol()
    wang.write(1)
    twin = wang.clone()
    wang.write(2)
    twin.write(1)
    wang.push(wang.pack())
    twin.push(twin.pack())
    asked = {wang.journal: [(2, twin.laptop.head.hash), (2, wang.laptop.entries[1].hash)]}
    assert len(office.hub.bundles.receipts(office.workspace, asked)) == 2


@pytest.mark.parametrize("seed", range(12))
def test_any_tree_cut_anyhow_in_any_order_is_held_whole(office: Office, seed: int) -> None:
    """A laptop, its clones and theirs; bundles overlap and repeat. Nothing is lost, nothing refused."""
    chance = random.Random(seed)
    members = [office.enrol()]
    for number in range(chance.randint(2, 4)):
        for one in members:
            one.write(chance.randint(0, 3))
        twin = chance.choice(members).clone()
        twin.laptop.name = f"{twin.laptop.name}{number}"
        members.append(twin)
    for one in members:
        one.write(chance.randint(1, 3))
    raws = [raw for one in members for raw in cuts(one, chance)]
    chance.shuffle(raws)
    waiting = raws + chance.choices(raws, k=3)
    while waiting:
        left = [raw for raw in waiting if not taken(office, raw)]
        assert len(left) < len(waiting), f"seed {seed}: gaps that never close"
        waiting = left
    journal = members[0].journal
    written = {entry.hash: entry for one in members for entry in one.laptop.entries}
    assert held(office, journal) == written
    tree = {digest: Link(entry.header.prev, entry.header.seq) for digest, entry in written.items()}
    assert tips(office, journal) == {tuple(tip) for tip in tips_of(tree)}


def cuts(one: Member, chance: random.Random) -> list[bytes]:
    """Return bundles that cover a laptop's whole chain, some of them overlapping."""
    found, at, many = [], 0, len(one.laptop.entries)
    while at < many:
        end = min(many, at + chance.randint(1, 4))
        found.append(one.pack(max(0, at - chance.randint(0, 2)), end))
        at = end
    return found


def taken(office: Office, raw: bytes) -> bool:
    pushed = office.hub.bundles.push(office.workspace, [raw])
    if pushed.refused is None:
        assert isinstance(pushed.accepted[0], Accepted)
        return True
    assert pushed.refused.code == "hub.gap"
    return False
