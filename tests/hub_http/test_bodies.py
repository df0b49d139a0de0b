"""Bodies that lie, stop, drip or never end; heads that drip; what is no HTTP at all."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

import httpx
import pytest

from inspector_app.hub.limits import Limits
from inspector_app.sync import wire
from inspector_app.sync.frames import Kind, frame
from tests.hub_http.conftest import Running
from tests.hub_http.laptops import Laptop, body_of, frames_of
from tests.hub_http.raw import answer, head, plain


@pytest.fixture(scope="module")
def laptop(running: Running) -> Laptop:
    return running.laptop()


def status_of(raw: bytes) -> int:
    return int(raw.split(b" ", 2)[1])


def test_two_gigabytes_are_refused_early_and_with_small_memory(running: Running, laptop: Laptop) -> None:
    before = running.memory()
    for method, what in (("POST", "push"), ("PUT", f"blobs/{'ab' * 32}"), ("POST", "have")):
        stated = f"Content-Length: {2_000_000_000}"
        with plain(running) as there:
            there.sendall(head(laptop, method, what, stated, f"{wire.SHA_HEADER}: {'ab' * 32}"))
            raw = answer(there)
            assert status_of(raw) == 413, raw[:200]
            assert b"hub.body_too_large" in raw
            assert wire.HUB_HEADER.lower().encode() in raw.lower()
    assert running.memory() - before < 30_000_000


def endless(piece: bytes, most: int) -> Iterator[bytes]:
    for _ in range(most // len(piece)):
        yield piece


@pytest.mark.parametrize(
    ("method", "what", "most"),
    [("POST", "push", Limits().push), ("POST", "have", Limits().json), ("POST", "pull", Limits().json)],
)
def test_a_body_without_a_stated_length_is_cut_at_its_limit(
    running: Running, laptop: Laptop, method: str, what: str, most: int
) -> None:
    piece = frame(Kind.RECEIPT, b"x" * 60_000) if what != "push" else b"\x03\x00\x80\x00\x00" + bytes(65_531)
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for one in endless(piece, 64_000_000):
            sent += len(one)
            yield one

    before = running.memory()
    try:
        got = laptop.http.request(
            method, wire.path_of(laptop.workspace, what), content=pieces(), headers=laptop.bearer
        )
        assert got.status_code in (413, 422), got.text
    except httpx.TransportError:
        assert sent < 64_000_000, "it broke off, but not before everything was sent"
    assert running.memory() - before < 60_000_000
    assert laptop.ask("have", {}).status_code == 200
    assert most < 64_000_000


def test_nobody_cannot_make_the_hub_read_a_body(running: Running) -> None:
    one = running.laptop(enrolled=False)
    one.workspace, one.token = "ab" * 16, "x" * 43
    with plain(running) as there:
        there.sendall(head(one, "POST", "push", "Content-Length: 8000000"))
        assert status_of(answer(there)) == 401


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_push_cut_off_leaves_whole_bundles_only(running: Running, laptop: Laptop, keep: float) -> None:
    one = running.laptop()
    bundles = [one.write(10) for _ in range(4)]
    body = body_of(*bundles)
    with plain(running) as there:
        there.sendall(head(one, "POST", "push", f"Content-Length: {len(body)}"))
        there.sendall(body[: int(len(body) * keep)])
        there.shutdown(socket.SHUT_WR)
        answer(there)
    tips = one.ask("have", {}).json()["tips"].get(one.journal, [])
    assert [seq for seq, _ in tips] in ([], [10], [20], [30], [40])
    assert len(frames_of(one.push(*bundles))) == 4
    assert [seq for seq, _ in one.ask("have", {}).json()["tips"][one.journal]] == [40]


@pytest.mark.parametrize("spoil", ["no end", "wrong end", "cut end", "after the end", "other kind", "empty"])
def test_a_push_that_is_no_run_of_bundles(running: Running, spoil: str) -> None:
    one = running.laptop()
    body = body_of(one.write(3))
    raw = {
        "no end": body[: body.rindex(b"\x07\x00\x00\x00")],
        "wrong end": body[:-10] + bytes([body[-10] ^ 1]) + body[-9:],
        "cut end": body[:-1],
        "after the end": body + body,
        "other kind": frame(Kind.RECEIPT, b"x"),
        "empty": b"",
    }[spoil]
    got = one.http.post(wire.path_of(one.workspace, "push"), content=raw, headers=one.bearer)
    assert got.status_code == 422, got.text
    assert got.json()["code"] == "exchange.frame_damaged"
    assert {"index", "receipts"} <= got.json()["values"].keys()


def test_a_file_is_there_whole_or_not_at_all(running: Running, laptop: Laptop) -> None:
    content = b"\xff\xd8" + bytes(range(256)) * 12_000
    name = sha256(content).hexdigest()
    with plain(running) as there:
        stated = f"Content-Length: {len(content)}"
        there.sendall(head(laptop, "PUT", f"blobs/{name}", stated, f"{wire.SHA_HEADER}: {name}"))
        there.sendall(content[:2_000_000])
        there.shutdown(socket.SHUT_WR)
        answer(there)
    assert laptop.ask("blobs/missing", {"names": [name]}).json()["missing"] == [name]
    assert laptop.put(name, "00" * 32, content).status_code == 422
    assert laptop.put("ab" * 32, name, content).status_code == 422
    assert (
        laptop.http.put(wire.path_of(laptop.workspace, f"blobs/{name}"), headers=laptop.bearer).status_code
        == 422
    )
    for _ in range(2):
        assert [one.kind for one in frames_of(laptop.put(name, name, iter([content])))] == [Kind.BLOB_RECEIPT]
    got = laptop.http.get(wire.path_of(laptop.workspace, f"blobs/{name}"), headers=laptop.bearer)
    assert got.content == content
    told = laptop.ask("blobs/missing", {"names": [name, "cd" * 32]}).json()
    assert told["missing"] == ["cd" * 32]
    assert told["receipt"]
    assert not list(running.data.rglob("*.new"))


def test_a_head_that_drips_has_its_time(running: Running) -> None:
    with plain(running) as there:
        begun, raw = time.monotonic(), b"GET /v1/hello HTTP/1.1\r\nHost: hub\r\n"
        there.settimeout(0.5)
        closed = False
        while not closed and time.monotonic() - begun < 60:
            try:
                there.sendall(raw[:1] or b"X")
                raw = raw[1:]
                closed = there.recv(1) == b""
            except TimeoutError:
                continue
            except OSError:
                closed = True
        assert closed, "it was still listening after a minute"


def test_a_body_that_stops_has_its_time(running: Running, laptop: Laptop) -> None:
    with plain(running) as there:
        there.settimeout(60)
        there.sendall(head(laptop, "POST", "have", "Content-Length: 100") + b"{")
        raw = answer(there)
    assert status_of(raw) == 408, raw[:200]
    assert b"hub.body_too_slow" in raw


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00" * 20,
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"POST /v1/nonce HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/nonce HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"POST /v1/nonce HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"\x00" * 70_000,
    ],
    ids=range(9),
)
def test_what_is_no_http_is_refused_or_left(running: Running, raw: bytes) -> None:
    with plain(running) as there:
        there.settimeout(30)
        with suppress(OSError):
            there.sendall(raw)
        told = answer(there)
    assert not told or 400 <= status_of(told) < 500, told[:200]
    if told:
        assert wire.HUB_HEADER.lower().encode() in told.lower()


def test_hostile_json_is_refused(running: Running, laptop: Laptop) -> None:
    path = wire.path_of(laptop.workspace, "have")
    for raw in (
        b"",
        b"[]",
        b"{",
        b"null",
        b"[" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"a":1e999}',
        b'{"a": 1}',
        b'{"a":1,"a":2}',
        b'{"a":123456789012345678901234567890}',
        b"\xff\xfe{}",
        b'{"a":"\\ud800"}',
    ):
        got = laptop.http.post(path, content=raw, headers=laptop.bearer)
        assert got.status_code == 422, (raw[:20], got.text)
        assert got.json()["code"] == "exchange.unreadable"


def test_pulling_wants_the_log_it_knows(running: Running, laptop: Laptop) -> None:
    one = running.laptop()
    one.push(one.write(5))
    bundles, end = one.pull()
    assert end["no"] == len(bundles)
    assert one.pull(end["no"], bytes.fromhex(end["log"]))[0] == []
    for told in (
        {"no": end["no"], "log": "00" * 32},
        {"no": end["no"] + 1, "log": end["log"]},
        {"no": 2**53 - 1, "log": end["log"]},
    ):
        got = one.ask("pull", told)
        assert (got.status_code, got.json()["code"]) == (409, "sync.log_differs")
    assert one.ask("pull", {"no": -1, "log": end["log"]}).status_code == 422
