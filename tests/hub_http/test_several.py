"""Small photos that come together: what came whole stays, a bad one is named, a slow line holds nobody up."""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from inspector_app.hub.at_once import Turns
from inspector_app.journal.receipt import BlobReceipt
from inspector_app.sync import wire
from inspector_app.sync.frames import Kind, frame, read_all, run_of
from tests.hub_http.inside import UNHURRIED, Inside
from tests.hub_http.laptops import Laptop, client
from tests.hub_http.raw import answer, head, plain
from tests.hub_http.test_at_once import Slow, until

PHOTOS = [bytes([n]) * 150_000 for n in range(4)]


def name_of(photo: bytes) -> str:
    return sha256(photo).hexdigest()


def body(photos: Sequence[bytes]) -> bytes:
    return b"".join(run_of(frame(Kind.BLOB, sha256(each).digest() + each) for each in photos))


def bring(one: Laptop, content: bytes) -> httpx.Response:
    return one.http.post(wire.path_of(one.workspace, "blobs/several"), content=content, headers=one.bearer)


def lacking(one: Laptop) -> list[int]:
    told = one.ask("blobs/missing", {"names": [name_of(each) for each in PHOTOS]}).json()
    return [n for n, each in enumerate(PHOTOS) if name_of(each) in told["missing"]]


def test_they_come_in_one_question_and_one_receipt_names_them(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub") as hub:
        one = hub.laptop()
        assert one.ask("blobs/missing", {"names": []}).json()["several"] == wire.MOST_SEVERAL
        frames, end = read_all(bring(one, body(PHOTOS)).content)
        assert end["refused"] == {}
        (receipt,) = frames
        assert receipt.kind is Kind.BLOB_RECEIPT
        names = BlobReceipt.read(receipt.content, hub.books.facts.key).names
        assert names == tuple(name_of(each) for each in PHOTOS)
        assert lacking(one) == []
        path = wire.path_of(one.workspace, f"blobs/{names[2]}")
        assert one.http.get(path, headers=one.bearer).content == PHOTOS[2]


def test_one_that_is_not_what_it_is_called_is_named_and_noted(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub") as hub:
        one = hub.laptop()
        raw = [frame(Kind.BLOB, sha256(each).digest() + each) for each in PHOTOS[:2]]
        raw.insert(1, frame(Kind.BLOB, bytes(32) + b"other bytes"))
        frames, end = read_all(bring(one, b"".join(run_of(raw))).content)
        assert (len(frames), end["refused"]) == (1, {"00" * 32: "hub.blob_damaged"})
        assert lacking(one) == [2, 3]
        assert hub.books.audit.count("blob_refused") == 1


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"no frame", 422),
        (body(PHOTOS[:2])[:-10], 422),
        (b"".join(run_of([frame(Kind.BUNDLE, b"x" * 100)])), 422),
        (b"".join(run_of([frame(Kind.BLOB, b"short")])), 422),
        (b"".join(run_of(frame(Kind.BLOB, n.to_bytes(32, "big")) for n in range(1_001))), 422),
        (body([bytes(1_100_000)]), 413),
    ],
    ids=["no frame", "cut", "a bundle", "no name", "too many", "too large"],
)
def test_what_is_no_run_of_photos_is_refused_and_leaves_nothing(
    tmp_path: Path, raw: bytes, status: int
) -> None:
    with Inside(tmp_path / "hub") as hub:
        assert bring(hub.laptop(), raw).status_code == status
        assert hub.books.blobs.count() == (0, 0)
        assert not [each for each in (tmp_path / "hub/blobs").rglob("*") if each.is_file()]


def test_what_came_whole_before_the_line_broke_stays(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub") as hub:
        one, raw = hub.laptop(), body(PHOTOS)
        with plain(hub) as there:
            there.sendall(head(one, "POST", "blobs/several", f"Content-Length: {len(raw)}"))
            there.sendall(raw[:400_000])  # two, and most of the third
            there.shutdown(socket.SHUT_WR)
            answer(there)
        until(lambda: lacking(one) == [2, 3])


def test_a_slow_one_gives_its_turn_up_and_comes_on(tmp_path: Path) -> None:
    limits = replace(UNHURRIED, photos=1, turn_seconds=0.2)
    with Inside(tmp_path / "hub", limits) as hub, ThreadPoolExecutor(1) as pool:
        one, other, slow = hub.laptop(), hub.laptop(), Slow(body(PHOTOS[:2]))
        path = wire.path_of(one.workspace, "blobs/several")

        def push() -> int:
            with client(hub.url) as http:
                return http.post(path, content=iter(slow), headers=one.bearer).status_code

        under_way = pool.submit(push)
        until(lambda: hub.app.state.served.open.of(one.device.key_id) == 1)
        assert bring(other, body(PHOTOS[2:])).status_code == 200
        assert not under_way.done()
        slow.go.set()
        assert under_way.result(60) == 200
        assert lacking(one) == []


def test_turns_are_had_one_after_the_other_and_given_back_once() -> None:
    async def played() -> list[str]:
        turns, told = Turns(1, 0.1), list[str]()

        async def one(name: str, last: str = "") -> None:
            async with turns.one():
                told.append(f"{name} begins")
                await asyncio.sleep(0.01)
                while last and last not in told:  # as long as the others take
                    await asyncio.sleep(0.01)
            told.append(f"{name} ends")

        await asyncio.gather(one("slow", "second ends"), one("second"))
        turns._seconds = 600  # none of these gives its turn up
        await asyncio.gather(one("a"), one("b"), one("c"))
        return told

    told = asyncio.run(played())
    assert told == [
        *("slow begins", "second begins", "second ends", "slow ends"),
        *("a begins", "a ends", "b begins", "b ends", "c begins", "c ends"),
    ]
