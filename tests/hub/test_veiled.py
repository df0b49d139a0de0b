"""Workspaces shared by key: the hub keeps what it cannot read, in the same log, under the same rules."""

import pytest

from inspector_app.domain.errors import InspectorError
from inspector_app.journal import bundle, veil
from inspector_app.journal.log import START
from inspector_app.journal.receipt import Receipt
from inspector_app.trust.content_keys import ContentKey
from inspector_app.trust.keys import SigningKey
from tests.hub.office import Member, Office
from tests.journal.writing import Laptop, id_of, value

FILING, SECRET = "fe" * 16, b"s" * 32


@pytest.fixture
def office(office: Office, request: pytest.FixtureRequest) -> Office:
    """A bureau whose administrator made the filing workspace, where the test does not tell of just that."""
    if "invented" not in request.node.name and "named" not in request.node.name:
        office.share(FILING)
    return office


def filing(room: str = FILING, name: str = "filing") -> Laptop:
    return Laptop(name, workspace=room)


def write(laptop: Laptop, many: int) -> None:
    for _ in range(many):
        laptop.write("set", "case", id_of("case"), {"name": value(f"立案 {len(laptop.entries)}")})


def veiled(laptop: Laptop, key: SigningKey, start: int = 0, end: int | None = None) -> bytes:
    return veil.veil(bundle.pack(laptop.entries[start:end], key), ContentKey(SECRET), key)


def push(office: Office, *raws: bytes, room: str = FILING) -> list[Receipt]:
    pushed = office.hub.bundles.push(room, list(raws))
    if pushed.refused is not None:
        raise pushed.refused
    return [Receipt.read(one.receipt, office.hub.facts.key) for one in pushed.accepted]


def refusal(office: Office, raw: bytes, room: str = FILING) -> InspectorError:
    with pytest.raises(InspectorError) as caught:
        office.hub.bundles.accept(room, raw)
    return caught.value


def test_a_veiled_bundle_is_kept_receipted_and_comes_out_again(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    write(laptop, 4)
    raws = [veiled(laptop, wang.device, 0, 2), veiled(laptop, wang.device, 2)]
    told = push(office, *raws)
    assert [(one.workspace, one.seq, one.no) for one in told] == [(FILING, 2, 1), (FILING, 4, 2)]
    page = office.hub.bundles.pull(FILING, 0, START, 10**6)
    assert list(page.bundles) == raws
    assert office.hub.bundles.tips(FILING).tips == {laptop.head.journal_id: [(4, laptop.head.hash)]}

    def find(key_id: str):
        return wang.device.public if key_id == wang.device.key_id else None

    plain = [veil.unveil(raw, SECRET, find) for raw in page.bundles]
    assert [each.hash for raw in plain for each in bundle.unpack(raw, find)] == [
        each.hash for each in laptop.entries
    ]


def test_the_two_logs_are_apart(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    write(laptop, 1)
    before = office.hub.bundles.tips(office.workspace)
    push(office, veiled(laptop, wang.device))
    assert office.hub.bundles.tips(office.workspace) == before
    assert office.hub.bundles.tips(FILING).no == 1


def test_the_same_again_in_another_veil_is_a_duplicate(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    write(laptop, 3)
    push(office, veiled(laptop, wang.device))
    again = office.hub.bundles.push(FILING, [veiled(laptop, wang.device)])
    assert [one.duplicate for one in again.accepted] == [True]


def test_a_gap_and_a_fork_are_found_at_the_edges_of_bundles(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    write(laptop, 2)
    push(office, veiled(laptop, wang.device))
    twin = laptop.fork("twin")
    write(laptop, 2)
    write(twin, 3)
    push(office, veiled(laptop, wang.device, 2))
    assert refusal(office, veiled(laptop, wang.device, 3)).code == "hub.gap"
    push(office, veiled(twin, wang.device, 2))
    tips = office.hub.bundles.tips(FILING).tips[laptop.head.journal_id]
    assert set(tips) == {(4, laptop.head.hash), (5, twin.head.hash)}
    write(twin, 1)
    push(office, veiled(twin, wang.device, 5))
    assert len(office.hub.bundles.tips(FILING).tips[laptop.head.journal_id]) == 2


def test_receipts_of_veiled_ends(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    write(laptop, 4)
    push(office, veiled(laptop, wang.device, 0, 2), veiled(laptop, wang.device, 2))
    entries, journal = laptop.entries, laptop.head.journal_id
    asked = {journal: [(2, entries[1].hash), (3, entries[2].hash), (4, entries[3].hash)]}
    told = [Receipt.read(raw, office.hub.facts.key) for raw in office.hub.bundles.receipts(FILING, asked)]
    assert [one.seq for one in told] == [2, 4]


def test_plain_where_it_must_be_veiled_and_the_other_way_round(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    write(laptop, 1)
    assert refusal(office, bundle.pack(laptop.entries, wang.device)).code == "hub.other_workspace"
    wang.write()
    own = veil.veil(wang.pack(), ContentKey(SECRET), wang.device)
    assert refusal(office, own, office.workspace).code == "hub.other_workspace"
    assert refusal(office, veiled(laptop, wang.device), "ab" * 16).code == "hub.other_workspace"


def test_strangers_and_those_shut_out_veil_nothing(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    write(laptop, 2)
    assert refusal(office, veiled(laptop, SigningKey.new())).code == "journal.bundle_unknown_key"
    push(office, veiled(laptop, wang.device, 0, 1))
    office.hub.devices.revoke(wang.device.key_id)
    assert refusal(office, veiled(laptop, wang.device, 1)).code == "hub.key_revoked"
    assert office.hub.bundles.push(FILING, [veiled(laptop, wang.device, 0, 1)]).accepted[0].duplicate


def test_only_a_workspace_that_an_administrator_named_is_opened(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    write(laptop, 1)
    raw = veiled(laptop, wang.device)
    assert refusal(office, raw).code == "hub.workspace_unknown"
    office.told_shared(wang, FILING)  # an inspector signs what he has no right to
    assert refusal(office, raw).code == "hub.workspace_unknown"
    assert office.hub.audit.count("workspace_opened") == 1
    office.share(FILING)
    push(office, raw)
    assert office.hub.audit.count("workspace_opened") == 2
    office.restart()
    assert_known(office, wang, laptop, FILING)


def test_invented_workspaces_keep_nobody_out_and_leave_nothing(office: Office) -> None:
    wang, laptop = office.enrol(), filing()
    rooms = [f"{number:032x}" for number in range(1, 21)]
    for room in rooms:
        for call in (
            lambda room=room: office.hub.digests.compare(room, wang.device.key_id, b"t" * 32, b"d" * 32, 0),
            lambda room=room: office.hub.blobs.begin(room, "ab" * 32),
        ):
            with pytest.raises(InspectorError) as caught:
                call()
            assert caught.value.code == "hub.workspace_unknown"
    assert not (office.folder / "blobs").exists()
    office.share(FILING)
    write(laptop, 1)
    push(office, veiled(laptop, wang.device))


def test_twelve_shared_workspaces_are_all_opened(office: Office) -> None:
    wang = office.enrol()
    for number in range(1, 13):
        room = f"{number:032x}"
        laptop = filing(room, room)
        write(laptop, 1)
        office.share(room)
        push(office, veiled(laptop, wang.device), room=room)
    assert office.hub.audit.count("workspace_opened") == 13


def assert_known(office: Office, wang: Member, laptop: Laptop, room: str) -> None:
    write(laptop, 1)
    push(office, veiled(laptop, wang.device, 1), room=room)
