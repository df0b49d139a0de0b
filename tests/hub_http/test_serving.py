"""Serving as an operator sees it: ready file, address, SIGTERM, certificate, restart, kill."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from inspector_app.domain.errors import UsageError
from inspector_app.hub.serving import _place, _url_of, own_address
from inspector_app.sync import wire
from inspector_app.sync.frames import Kind, read_all
from inspector_app.trust.enrolment_code import EnrolmentCode
from tests.hub_http.conftest import Running, command, founded
from tests.hub_http.laptops import body_of
from tests.hub_http.raw import answer, head, plain
from tests.ports import free_port

Serving = Callable[..., Running]


def certificate_at(url: str) -> bytes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    place = urlsplit(url)
    with (
        socket.create_connection((place.hostname, place.port), 10) as plain,
        context.wrap_socket(plain) as secure,
    ):
        return secure.getpeercert(binary_form=True) or b""


def test_ready_file_certificate_code_and_the_end(serving: Serving, tmp_path: Path) -> None:
    told = founded(tmp_path / "data")
    running = serving(data=tmp_path / "data", hub=told["hub_id"])
    assert sha256(certificate_at(running.url)).hexdigest() == running.fingerprint == told["fingerprint"]
    code = EnrolmentCode.parse(command("hub", "enrol", "--name", "张三", data=running.data)["code"])
    assert (code.hub, code.url, code.fingerprint.hex()) == (told["hub_id"], running.url, told["fingerprint"])
    assert running.stop() == 0
    assert running.process.stdout is not None
    last = json.loads(running.process.stdout.read())
    assert (last["schema"], last["ok"], last["url"]) == ("inspector.hub.serve/1", True, running.url)
    assert not (tmp_path / "data.ready").exists()


def test_an_open_request_is_done_before_the_end(serving: Serving) -> None:
    running = serving()
    one = running.laptop()
    body = body_of(one.write(50))
    with plain(running) as there:
        stated = f"Content-Length: {len(body)}"
        there.sendall(head(one, "POST", "push", stated, "Expect: 100-continue", "Connection: close"))
        assert b" 100 " in there.recv(65_536), "the hub asks for the body: it is at this question"
        there.sendall(body[: len(body) // 2])
        running.process.terminate()
        while listens(running):
            time.sleep(0.05)
        there.sendall(body[len(body) // 2 :])
        told, _, content = answer(there).partition(b"\r\n\r\n")
    assert running.process.wait(90) == 0
    assert told.split(b" ", 2)[1] == b"200"
    assert [one.kind for one in read_all(content)[0]] == [Kind.RECEIPT]


def listens(running: Running) -> bool:
    """Tell whether the hub still takes connections."""
    place = urlsplit(running.url)
    with socket.socket() as knocking:
        return knocking.connect_ex((place.hostname, place.port)) == 0


def test_killed_in_the_middle_of_a_push_and_started_again(serving: Serving, tmp_path: Path) -> None:
    told, listen = founded(tmp_path / "data"), f"127.0.0.1:{free_port()}"
    running = serving("--listen", listen, data=tmp_path / "data", hub=told["hub_id"])
    one = running.laptop()
    kept, torn = one.write(20), one.write(20)
    assert one.push(kept).status_code == 200
    body, begun, killed = body_of(torn), threading.Event(), threading.Event()

    def halting():
        yield body[: len(body) // 2]
        begun.set()
        killed.wait(60)
        yield body[len(body) // 2 :]

    def pushing():
        with pytest.raises(Exception, match=r".*"):
            one.http.post(wire.path_of(one.workspace, "push"), content=halting(), headers=one.bearer)

    thread = threading.Thread(target=pushing)
    thread.start()
    assert begun.wait(60)
    running.kill()
    killed.set()
    thread.join(60)
    again = serving("--listen", listen, data=tmp_path / "data", hub=told["hub_id"])
    assert again.url == running.url
    back = again.laptop(enrolled=False)
    back.device, back.workspace = one.device, one.workspace
    back.sign_on()
    tips = back.ask("have", {}).json()["tips"][one.journal]
    assert [seq for seq, _ in tips] == [20]
    one.http, one.token = back.http, back.token
    assert one.push(kept, torn).status_code == 200
    bundles, _ = one.pull()
    assert bundles.count(kept) == bundles.count(torn) == 1
    assert again.stop() == 0


def test_an_address_in_use_or_without_sense_is_said(serving: Serving, tmp_path: Path) -> None:
    running = serving()
    other = tmp_path / "other"
    founded(other)
    taken = f"127.0.0.1:{urlsplit(running.url).port}"
    told = command("hub", "serve", "--listen", taken, data=other, check=False)
    assert (told["exit"], told["errors"][0]["code"]) == (7, "hub.address_taken")
    told = command("hub", "serve", "--listen", "nowhere", data=other, check=False)
    assert (told["exit"], told["errors"][0]["code"]) == (2, "hub.listen_unreadable")
    told = command("hub", "serve", "--workers", "2", data=other, check=False)
    assert (told["exit"], told["errors"][0]["code"]) == (2, "hub.workers_need_postgresql")


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("127.0.0.1:0", ("127.0.0.1", 0)),
        (":8443", ("0.0.0.0", 8443)),
        ("[::1]:443", ("::1", 443)),
        ("hub.local:65535", ("hub.local", 65535)),
    ],
)
def test_addresses_to_listen_on(told: str, read: tuple[str, int]) -> None:
    assert _place(told) == read


@pytest.mark.parametrize("told", ["", "8443", "a:b", "a:65536", "a:-1", "a:１"])
def test_what_is_no_address(told: str) -> None:
    with pytest.raises(UsageError):
        _place(told)


def test_all_addresses_are_told_as_one_that_others_reach() -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        url = urlsplit(_url_of(taken))
    assert url.hostname == own_address() != "0.0.0.0"
    assert url.port


def code_url(data: Path, *more: str) -> str:
    """Return the address that a new code leads to."""
    return EnrolmentCode.parse(command("hub", "enrol", "--name", "张三", *more, data=data)["code"]).url


def test_an_address_that_was_told_is_not_overwritten_by_serving(serving: Serving, tmp_path: Path) -> None:
    told = founded(tmp_path / "data")["hub_id"]
    first = serving(data=tmp_path / "data", hub=told)
    assert code_url(first.data) == first.url
    bureau = "https://hub.bureau.example:8443"
    assert code_url(first.data, "--url", bureau) == bureau
    assert first.stop() == 0
    again = serving(data=tmp_path / "data", hub=told)
    assert again.url != bureau
    assert code_url(again.data) == bureau, "what the machine takes for its address does not count"
    assert again.stop() == 0
    moved = "https://moved.example"
    last = serving("--url", moved, data=tmp_path / "data", hub=told)
    assert (last.url, code_url(last.data)) == (moved, moved)
