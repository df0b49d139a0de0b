"""A phone at the real server over loopback: what it gets, what is refused, and what no phone would send."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import quote

import pytest

from inspector_app.catalog.messages import Messages
from inspector_app.receiving.limits import Limits
from inspector_app.receiving.server import Fate, PhoneServer

JPEG = b"\xff\xd8\xff\xe1" + bytes(2000)
HANG = 60.0
"""Seconds after which something hangs: no measure of how quick it is."""

SMALL = Limits(
    photo_bytes=100_000,
    photos=3,
    total_bytes=250_000,
    place_seconds=HANG,
    head_seconds=HANG,
    pause_seconds=HANG,
)
"""Little is taken, and whoever is held up for a moment is not given up."""


class Ears:
    """Takes every photo, and remembers what it heard."""

    def __init__(self) -> None:
        self.taken: list[tuple[bytes, str]] = []
        self.told: list[Fate] = []
        self.visits = 0
        self.answer = "phone.taken"
        self.gate = threading.Event()
        self.gate.set()
        self.inside = threading.Condition()
        self.now = self.most = 0

    def deliver(self, raw: bytes, name: str) -> Fate:
        with self.inside:
            self.now += 1
            self.most = max(self.most, self.now)
            self.inside.notify_all()
        self.gate.wait(HANG)
        with self.inside:
            self.now -= 1
            self.taken.append((raw, name))
        return Fate(name, self.answer, name)

    def opened(self) -> None:
        self.visits += 1

    def refused(self, fate: Fate) -> None:
        self.told.append(fate)


class Phone:
    """A browser: keeps its cookie, speaks to one server."""

    def __init__(self, server: PhoneServer, source: str = "127.0.0.1") -> None:
        self.server, self.cookie, self._source = server, "", source

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        line = http.client.HTTPConnection(self.server.host, timeout=HANG, source_address=(self._source, 0))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            named["Cookie"] = self.cookie
        line.request(method, path, body, named)
        answer = line.getresponse()
        told = answer.read().decode()
        found = dict(answer.getheaders())
        if "Set-Cookie" in found:
            self.cookie = found["Set-Cookie"].split(";")[0]
        line.close()
        return answer.status, told, found

    @property
    def page(self) -> str:
        return f"/{self.server.reception.token}"

    def open(self) -> tuple[int, str, dict[str, str]]:
        return self.ask("GET", self.page)

    def send(self, raw: bytes, name: str = "a.jpg") -> tuple[int, dict[str, object]]:
        status, told, _ = self.ask("POST", f"{self.page}/photo", raw, X_Name=quote(name))
        return status, json.loads(told)


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def server(ears: Ears) -> Iterator[PhoneServer]:
    made = PhoneServer("127.0.0.1", ears, Messages("zh"), SMALL)
    made.start()
    yield made
    made.stop()
    assert made.ended(HANG)


@pytest.fixture
def phone(server: PhoneServer) -> Phone:
    made = Phone(server)
    assert made.open()[0] == 200
    return made


def raw(server: PhoneServer, sent: bytes, *, end: bool = False) -> bytes:
    """Send bytes and return all that comes back."""
    with socket.create_connection(tuple(server.host.split(":")), timeout=HANG) as line:  # type: ignore[arg-type]
        line.sendall(sent)
        if end:
            line.shutdown(socket.SHUT_WR)
        got = b""
        try:
            while some := line.recv(65536):
                got += some
        except ConnectionResetError:
            pass
        return got


def head(server: PhoneServer, line: str, *more: str) -> bytes:
    return "\r\n".join([line, f"Host: {server.host}", *more, "", ""]).encode()


def test_the_page_opens_with_nothing_from_elsewhere_and_strict_headers(
    server: PhoneServer, ears: Ears
) -> None:
    status, told, found = Phone(server).open()
    assert status == 200
    assert "传照片到执法电脑" in told
    assert "://" not in told
    assert "default-src 'none'" in found["Content-Security-Policy"]
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["X-Frame-Options"] == "DENY"
    assert found["Referrer-Policy"] == "no-referrer"
    assert found["Cache-Control"] == "no-store"
    assert found["Connection"] == "close"
    assert "HttpOnly" in found["Set-Cookie"]
    assert "SameSite=Strict" in found["Set-Cookie"]
    assert "Server" not in found
    assert ears.visits == 1


def test_a_photo_arrives_whole_with_the_name_the_phone_gives_it(phone: Phone, ears: Ears) -> None:
    status, told = phone.send(JPEG, "现场/照片 1.jpg")
    assert (status, told["taken"], told["known"]) == (200, True, False)
    assert "已收到" in str(told["words"])
    assert ears.taken == [(JPEG, "照片 1.jpg")]


def test_the_same_photo_a_second_time_is_told_as_had_and_handed_on_once(phone: Phone, ears: Ears) -> None:
    phone.send(JPEG)
    status, told = phone.send(JPEG)
    assert (status, told["taken"], told["known"]) == (200, True, True)
    assert "已有" in str(told["words"])
    assert len(ears.taken) == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"no image at all", "不是完整的照片"),
        (b"", "不是完整的照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是完整的照片"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
    ],
)
def test_what_is_no_photo_is_refused_in_words_on_both_sides(
    phone: Phone, ears: Ears, sent: bytes, words: str
) -> None:
    status, told = phone.send(sent, "x.jpg")
    assert (status, told["taken"]) == (422, False)
    assert words in str(told["words"])
    assert ears.taken == []
    assert [one.name for one in ears.told] == ["x.jpg"]


def test_too_large_a_photo_is_refused_before_it_is_read_and_the_phone_reads_why(
    phone: Phone, ears: Ears
) -> None:
    status, told = phone.send(JPEG + bytes(400_000))
    assert (status, told["taken"]) == (422, False)
    assert "MB" in str(told["words"])
    assert [one.code for one in ears.told] == ["phone.too_large"]
    assert phone.send(JPEG)[0] == 200


def test_a_stated_length_of_300_megabytes_costs_nothing(
    phone: Phone, server: PhoneServer, ears: Ears
) -> None:
    sent = head(
        server, f"POST {phone.page}/photo HTTP/1.1", f"Cookie: {phone.cookie}", "Content-Length: 300000000"
    )
    got = raw(server, sent, end=True)
    assert b" 422 " in got.split(b"\r\n")[0]
    assert ears.told[-1].code == "phone.too_large"


def test_a_limit_of_photos_is_told(phone: Phone) -> None:
    for n in range(SMALL.photos):
        assert phone.send(JPEG + bytes([n]))[0] == 200
    status, told = phone.send(JPEG + b"x")
    assert status == 422
    assert "上限" in str(told["words"])


def test_what_the_laptop_says_of_a_photo_the_phone_is_told(phone: Phone, ears: Ears) -> None:
    ears.answer = "phone.not_kept"
    assert phone.send(JPEG)[0] == 422
    ears.answer = "phone.taken"
    assert phone.send(JPEG)[1]["known"] is False, "what was refused may be sent again"


def test_a_second_phone_is_refused_in_words(phone: Phone, server: PhoneServer, ears: Ears) -> None:
    other = Phone(server, source="127.0.0.2")
    status, told, _ = other.open()
    assert status == 403
    assert "另一部手机" in told
    assert other.send(JPEG)[0] == 422
    assert ears.taken == []
    assert phone.send(JPEG)[0] == 200


def test_a_second_phone_that_asks_again_at_once_is_answered(phone: Phone, server: PhoneServer) -> None:
    """Its first place is free a moment after the answer was read: here only when the line is closed."""
    other = Phone(server, source="127.0.0.2")
    sent = head(server, f"POST {phone.page}/photo HTTP/1.1", "Content-Length: 2004")
    place = tuple(server.host.split(":"))
    with socket.create_connection(place, timeout=HANG, source_address=("127.0.0.2", 0)) as line:  # type: ignore[arg-type]
        line.sendall(sent)
        while line.recv(65536):
            pass
        closing = threading.Timer(0.5, lambda: line.shutdown(socket.SHUT_RDWR))
        closing.start()
        assert other.open()[0] == 403
        closing.join()


def test_a_photo_without_the_cookie_or_from_another_page_is_refused(
    phone: Phone, server: PhoneServer
) -> None:
    assert Phone(server).send(JPEG)[0] == 422
    status, _, _ = phone.ask("POST", f"{phone.page}/photo", JPEG, Origin="http://evil.example")
    assert status == 403
    status, _, _ = phone.ask("POST", f"{phone.page}/photo", JPEG, Origin=f"http://{server.host}")
    assert status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/favicon.ico",
        "/index.html",
        "/../../etc/passwd",
        "/AAAAAAAAAAAAAAAAAAAAAA",
        "/@TOKEN@/../secret",
        "/@TOKEN@/photo/..",
        "/@TOKEN@x",
        "/@TOKEN@/",
        "/%2e%2e/",
        "/@TOKEN@?x=1",
    ],
)
def test_every_other_path_is_not_found(phone: Phone, path: str) -> None:
    path = path.replace("@TOKEN@", phone.server.reception.token)
    status, told, _ = phone.ask("GET", path)
    assert status == (200 if path == f"{phone.page}/" else 404)
    assert "传照片" not in told or status == 200
    status, _, _ = phone.ask("POST", path.rstrip("/") + "/nowhere", JPEG)
    assert status == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"])
def test_other_methods_are_refused(phone: Phone, method: str) -> None:
    assert phone.ask(method, phone.page)[0] == 405


def test_a_name_that_somebody_else_resolved_to_here_is_refused(phone: Phone, server: PhoneServer) -> None:
    for host in ("evil.example", "localhost", server.host.split(":")[0], ""):
        got = raw(server, f"GET {phone.page} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert b" 421 " in got.split(b"\r\n")[0], host


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost\r\n\r\n", b"400"),
        (b"GET  / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
        (b"GET / HTTP/2\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nA: 1\r\n folded\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n", b"431"),
    ],
)
def test_garbage_is_answered_with_a_number_and_nothing_else(
    server: PhoneServer, sent: bytes, status: bytes
) -> None:
    got = raw(server, sent)
    assert got == b"" or got.split(b" ")[1] == status
    assert Phone(server).open()[0] == 200


@pytest.mark.parametrize("length", ["", "-1", "1e9", "٣", "1, 2", "9" * 30])
def test_a_length_that_is_none_is_refused(phone: Phone, server: PhoneServer, length: str) -> None:
    line = f"POST {phone.page}/photo HTTP/1.1\r\nHost: {server.host}\r\nCookie: {phone.cookie}\r\n"
    got = raw(server, f"{line}Content-Length: {length}\r\n\r\n".encode())
    assert got.split(b" ")[1] in (b"411", b"400")


def test_drop_by_drop_is_cut_off_and_keeps_nobody_waiting_long(phone: Phone, server: PhoneServer) -> None:
    """Slowloris: heads that never end take all places, and lose them, however many drops still fall."""
    server.limits = replace(SMALL, head_seconds=0.6)
    place = tuple(server.host.split(":"))
    lines = [socket.create_connection(place, timeout=HANG) for _ in range(SMALL.connections + 2)]  # type: ignore[arg-type]
    for line in lines:
        line.sendall(b"GET / HT")
    drops = 0
    while [line for line in lines if not is_cut(line)]:
        drops += 1
        assert drops < 600, "each drop is given its time anew"
    server.limits = SMALL
    assert phone.send(JPEG)[0] == 200
    for line in lines:
        line.close()


def is_cut(line: socket.socket) -> bool:
    """Send one drop more, and tell whether the line is cut."""
    line.settimeout(0.02)
    try:
        line.sendall(b"T")
        return line.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_half_a_body_is_no_photo_and_the_place_is_free_again(
    phone: Phone, server: PhoneServer, ears: Ears
) -> None:
    for end in (True, False):
        server.limits = SMALL if end else replace(SMALL, pause_seconds=0.6)
        sent = head(
            server, f"POST {phone.page}/photo HTTP/1.1", f"Cookie: {phone.cookie}", "Content-Length: 2004"
        )
        assert raw(server, sent + JPEG[:1000], end=end) == b""
    assert ears.taken == []
    server.limits = SMALL
    assert phone.send(JPEG)[0] == 200


def test_more_than_was_stated_is_refused(phone: Phone, server: PhoneServer, ears: Ears) -> None:
    sent = head(server, f"POST {phone.page}/photo HTTP/1.1", f"Cookie: {phone.cookie}", "Content-Length: 10")
    got = raw(server, sent + JPEG)
    assert got.split(b" ")[1] == b"400"
    assert ears.taken == []


def test_one_request_a_connection(phone: Phone, server: PhoneServer) -> None:
    one = head(server, f"GET {phone.page} HTTP/1.1", f"Cookie: {phone.cookie}")
    got = raw(server, one + one)
    assert got.count(b"HTTP/1.1 ") == 1


def test_two_at_once_and_the_third_waits_for_its_turn(phone: Phone, ears: Ears) -> None:
    ears.gate.clear()
    with ThreadPoolExecutor(3) as hands:
        sent = [hands.submit(phone.send, JPEG + bytes([n])) for n in range(3)]
        with ears.inside:
            assert ears.inside.wait_for(lambda: ears.now == 2, timeout=HANG)
        ears.gate.set()
        assert [one.result(timeout=HANG)[0] for one in sent] == [200, 200, 200]
    assert len(ears.taken) == 3
    assert ears.most == 2


def test_after_the_end_nobody_is_served(ears: Ears) -> None:
    server = PhoneServer("127.0.0.1", ears, Messages("zh"), SMALL)
    server.start()
    phone = Phone(server)
    phone.open()
    server.stop()
    assert server.ended(HANG)
    with pytest.raises(OSError):
        phone.send(JPEG)
    assert ears.taken == []


def test_stopping_waits_neither_for_the_listener_nor_for_a_slow_phone(ears: Ears) -> None:
    """The listener may be the one who stops it: whoever waited for it would wait for ever."""
    server = PhoneServer("127.0.0.1", ears, Messages("zh"), Limits(pause_seconds=5 * HANG))
    server.start()
    phone = Phone(server)
    phone.open()
    ears.gate.clear()
    with (
        ThreadPoolExecutor(1) as hands,
        socket.create_connection(tuple(server.host.split(":")), timeout=HANG) as slow,  # type: ignore[arg-type]
    ):
        sent = hands.submit(phone.send, JPEG)
        slow.sendall(
            head(server, f"POST {phone.page}/photo HTTP/1.1", f"Cookie: {phone.cookie}", "Content-Length: 99")
        )
        with ears.inside:
            assert ears.inside.wait_for(lambda: ears.now == 1, timeout=HANG)
        server.stop()
        assert not server.ended(0), "it is still inside the listener"
        ears.gate.set()
        assert server.ended(HANG)
        with pytest.raises((OSError, http.client.HTTPException)):
            sent.result(timeout=HANG)


def test_others_never_take_all_places_from_the_phone_that_sends(ears: Ears) -> None:
    """Slowloris from beside: heads that never end, and more patience than any phone has."""
    server = PhoneServer("127.0.0.1", ears, Messages("zh"), Limits(head_seconds=5 * HANG))
    server.start()
    phone = Phone(server)
    phone.open()
    place = tuple(server.host.split(":"))
    lines = [
        socket.create_connection(place, timeout=HANG, source_address=("127.0.0.2", 0))  # type: ignore[arg-type]
        for _ in range(server.limits.connections + 1)
    ]
    for line in lines:
        line.sendall(b"GET / HT")
    assert phone.send(JPEG)[0] == 200
    for line in lines:
        line.close()
    server.stop()
    assert server.ended(HANG)


def test_whoever_breaks_off_before_they_are_let_in_ends_nothing(ears: Ears) -> None:
    class Aborted(socket.socket):
        """Some systems tell of it at the next accept."""

        left = 5

        def accept(self) -> tuple[socket.socket, tuple[str, int]]:
            if self.left:
                self.left -= 1
                raise ConnectionAbortedError
            return super().accept()

    server = PhoneServer("127.0.0.1", ears, Messages("zh"), SMALL, listening=Aborted)
    server.start()
    phone = Phone(server)
    assert phone.open()[0] == 200
    assert phone.send(JPEG)[0] == 200
    server.stop()
    assert server.ended(HANG)


def test_a_listener_that_fails_leaves_the_server_serving(
    phone: Phone, server: PhoneServer, ears: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    class BrokenError(Exception):
        pass

    def broken(raw: bytes, name: str) -> Fate:
        raise BrokenError

    good, ears.deliver = ears.deliver, broken  # type: ignore[method-assign]
    with pytest.raises(http.client.RemoteDisconnected):
        phone.send(JPEG)
    ears.deliver = good  # type: ignore[method-assign]
    assert phone.send(JPEG)[0] == 200
    assert "a phone's request failed" in caplog.text
