"""A push may show the hub's own receipts before its bundles: what they cover is taken again."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from inspector_app.journal import bundle
from inspector_app.journal.receipt import Receipt
from inspector_app.sync import wire
from inspector_app.sync.frames import Kind, frame, read_all, run_of
from tests.hub_http.inside import Inside
from tests.hub_http.laptops import Laptop


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path / "data") as inside:
        yield inside


def shows(one: Laptop, receipts: list[bytes], bundles: list[bytes]) -> httpx.Response:
    frames = [frame(Kind.RECEIPT, raw) for raw in receipts] + [frame(Kind.BUNDLE, raw) for raw in bundles]
    path = wire.path_of(one.workspace, "push")
    return one.http.post(path, content=b"".join(run_of(iter(frames))), headers=one.bearer)


def receipt(hub: Inside, raw: bytes, workspace: str) -> bytes:
    """Return what the hub signed before it was put back from a copy that does not hold this bundle."""
    head = bundle.open_header(raw)
    place = (workspace, head.journal_id, head.last, head.last_hash, 9, bytes(32), "2026-03-02T00:00:00Z")
    return Receipt(hub.hub, *place).sign(hub.books._base.keys.hub)


def test_what_the_hub_receipted_is_taken_again(hub: Inside) -> None:
    leaver, carrier = hub.laptop(), hub.laptop()
    first, second = leaver.write(3), leaver.write(2)
    hub.books.devices.revoke(leaver.device.public.key_id)
    refused = shows(carrier, [], [first, second])
    assert (refused.status_code, refused.json()["code"]) == (403, "hub.key_revoked")
    mine = [receipt(hub, second, carrier.workspace)]
    taken = shows(carrier, mine, [first, second])
    assert taken.status_code == 200
    assert [one.kind for one in read_all(taken.content)[0]] == [Kind.RECEIPT] * 2
    assert hub.books.bundles.tips(carrier.workspace).tips[leaver.journal][0][0] == 5


def test_only_so_many_receipts_are_looked_at(hub: Inside) -> None:
    carrier = hub.laptop()
    assert shows(carrier, [b"x"] * 1_000, []).status_code == 200
    refused = shows(carrier, [b"x"] * 1_001, [])
    assert (refused.status_code, refused.json()["code"]) == (422, "exchange.frame_damaged")
