"""What is under way at once: one device holds only so much, and the machine's memory has its bound."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from inspector_app.domain.errors import UnavailableError
from inspector_app.hub.at_once import AtOnce, Budget
from inspector_app.hub.refusing import TooManyError
from inspector_app.sync import wire
from tests.hub_http.inside import UNHURRIED, Inside
from tests.hub_http.laptops import body_of, client


class Slow:
    """A body of which the rest waits until it is let go."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.go = threading.Event()

    @property
    def first(self) -> bytes:
        return self._body[:10]

    def __iter__(self) -> Iterator[bytes]:
        yield self.first
        self.go.wait(60)
        yield self._body[10:]


def until(told: Callable[[], bool]) -> None:
    pause, end = threading.Event(), time.monotonic() + 60
    while not told():
        assert time.monotonic() < end
        pause.wait(0.02)


def test_one_device_has_few_questions_open_and_others_go_on(tmp_path: Path) -> None:
    limit = UNHURRIED.open_each
    with Inside(tmp_path / "hub") as hub, ThreadPoolExecutor(limit) as pool:
        hostile, other = hub.laptop(), hub.laptop()
        slow, path = Slow(body_of(hostile.write(1))), wire.path_of(hostile.workspace, "push")

        def push() -> int:
            with client(hub.url) as http:
                return http.post(path, content=iter(slow), headers=hostile.bearer).status_code

        under_way = [pool.submit(push) for _ in range(limit)]
        until(lambda: hub.app.state.served.open.of(hostile.device.key_id) == limit)
        for _ in range(5):
            answer = hostile.ask("have", {})
            assert (answer.status_code, answer.json()["code"]) == (429, "hub.too_many")
            assert int(answer.headers["retry-after"]) >= 1
        assert other.push(other.write(3)).status_code == 200
        assert other.pull()[0]
        slow.go.set()
        assert [each.result() for each in under_way] == [200] * limit
        until(lambda: hub.app.state.served.open.of(hostile.device.key_id) == 0)
        assert hostile.ask("have", {}).status_code == 200, "what is over counts no more"


def test_who_breaks_off_or_is_refused_gives_the_place_back(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub", replace(UNHURRIED, open_each=1)) as hub:
        one = hub.laptop()
        path = wire.path_of(one.workspace, "push")
        for _ in range(3):
            until(lambda: one.ask("have", {}).status_code != 429)  # the hub notices a moment later
            assert one.http.post(path, content=b"no frame", headers=one.bearer).status_code == 422
            slow = Slow(body_of(one.write(1)))
            with pytest.raises(httpx.WriteTimeout), client(hub.url) as http:
                http.post(path, content=broken_off(slow), headers=one.bearer)
        until(lambda: one.ask("have", {}).status_code == 200)


def broken_off(slow: Slow) -> Iterator[bytes]:
    yield slow.first
    raise httpx.WriteTimeout("the line is cut")


def test_a_photo_and_a_page_pass_where_memory_is_short(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub", replace(UNHURRIED, held=1_000)) as hub:
        one = hub.laptop()
        assert one.push(one.write(5)).status_code == 200
        photo = b"photo" * 500_000
        name = sha256(photo).hexdigest()
        assert one.put(name, name, photo).status_code == 200
        assert len(one.pull()[0]) > 1
        with ThreadPoolExecutor(4) as pool:
            told = list(
                pool.map(lambda _: one.ask("pull", {"no": 0, "log": "00" * 32}).status_code, range(12))
            )
        assert told == [200] * 12


def test_bytes_are_given_in_the_order_of_asking() -> None:
    async def played() -> list[str]:
        budget, told = Budget(100), []
        first = await budget.take(80, 60)

        async def asked(name: str, count: int) -> None:
            await budget.take(count, 60)
            told.append(name)

        waiting = [asyncio.create_task(asked("large", 90)), asyncio.create_task(asked("small", 10))]
        await asyncio.sleep(0)
        assert told == []
        budget.give(first)
        await asyncio.gather(*waiting)
        return told

    assert asyncio.run(played()) == ["large", "small"]


def test_who_waits_in_vain_is_told_and_keeps_nobody_waiting() -> None:
    async def played() -> None:
        budget = Budget(100)
        await budget.take(50, 60)
        small = asyncio.create_task(budget.take(1_000, 0.05))
        await asyncio.sleep(0)
        behind = asyncio.create_task(budget.take(20, 60))
        with pytest.raises(UnavailableError, match=r"hub\.busy"):
            await small
        assert await behind == 20
        given_up = asyncio.create_task(budget.take(60, 60))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        assert await budget.take(30, 60) == 30

    asyncio.run(played())


def test_places_of_one_device_are_its_own() -> None:
    places = AtOnce(1)
    with places.one("a"), places.one("b"), pytest.raises(TooManyError), places.one("a"):
        raise AssertionError
    with places.one("a"):
        pass
