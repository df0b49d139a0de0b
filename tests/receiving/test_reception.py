"""Whose a reception is, how much comes in, which addresses and files are meant: without a socket."""

import pytest

from inspector_app.domain.errors import RuleError
from inspector_app.receiving.addresses import Network, is_near, reachable
from inspector_app.receiving.limits import Limits
from inspector_app.receiving.reception import Caller, Reception
from inspector_app.receiving.sniffing import kind_of


class Watch:
    """A clock that goes forward when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def assert_refused(code: str, what: object) -> None:
    with pytest.raises(RuleError) as caught:
        what()  # type: ignore[operator]
    assert caught.value.code == code


def opened(limits: Limits | None = None) -> tuple[Reception, Caller, Watch]:
    watch = Watch()
    reception = Reception(limits or Limits(), watch)
    cookie = reception.welcome(Caller("10.0.0.2", ""))
    return reception, Caller("10.0.0.2", cookie), watch


def test_a_token_has_128_bits_and_no_two_are_alike() -> None:
    tokens = {Reception(Limits(), Watch()).token for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(one) == 22 for one in tokens)


def test_a_token_is_known_and_nothing_like_it() -> None:
    reception, _, _ = opened()
    token = reception.token
    assert reception.knows(token)
    for other in ("", token[:-1], token + "A", token.swapcase(), "测试", "\udcff"):
        assert not reception.knows(other)


def test_the_first_phone_owns_it_and_a_second_one_is_told() -> None:
    reception, first, _ = opened()
    assert_refused("phone.other_phone", lambda: reception.welcome(Caller("10.0.0.3", "")))
    assert_refused("phone.other_phone", lambda: reception.admit(Caller("10.0.0.3", first.cookie), 10))
    assert_refused("phone.other_phone", lambda: reception.admit(Caller("10.0.0.2", "guess"), 10))
    reception.admit(first, 10)


def test_before_the_first_photo_the_same_phone_may_come_back_in_another_browser() -> None:
    reception, first, _ = opened()
    second = Caller("10.0.0.2", reception.welcome(Caller("10.0.0.2", "")))
    assert second.cookie != first.cookie
    assert_refused("phone.other_phone", lambda: reception.admit(first, 10))
    reception.settle(reception.claim(b"photo"), taken=True)
    assert_refused("phone.other_phone", lambda: reception.welcome(Caller("10.0.0.2", "")))
    assert reception.welcome(second) == second.cookie


def test_it_ends_by_itself_when_nothing_comes_and_when_it_is_closed() -> None:
    reception, caller, watch = opened(Limits(idle_seconds=600))
    watch.now += 599
    reception.admit(caller, 10)
    watch.now += 599
    assert not reception.over
    watch.now += 2
    assert reception.over
    assert_refused("phone.over", lambda: reception.admit(caller, 10))
    assert_refused("phone.over", lambda: reception.welcome(caller))
    other, caller, _ = opened()
    other.close()
    assert_refused("phone.over", lambda: other.admit(caller, 10))


def test_photos_and_bytes_are_counted() -> None:
    reception, caller, _ = opened(Limits(photo_bytes=100, photos=2, total_bytes=250))
    assert_refused("phone.too_large", lambda: reception.admit(caller, 101))
    for n in range(2):
        reception.admit(caller, 100)
        reception.settle(reception.claim(bytes([n])), taken=True)
    assert_refused("phone.full", lambda: reception.admit(caller, 1))
    other, caller, _ = opened(Limits(photo_bytes=100, photos=9, total_bytes=250))
    other.admit(caller, 100)
    other.admit(caller, 100)
    assert_refused("phone.full", lambda: other.admit(caller, 51))


def test_the_same_bytes_are_claimed_once_unless_they_were_refused() -> None:
    reception, _, _ = opened()
    sha256 = reception.claim(b"photo")
    assert_refused("phone.known", lambda: reception.claim(b"photo"))
    reception.settle(sha256, taken=False)
    reception.settle(reception.claim(b"photo"), taken=True)
    assert_refused("phone.known", lambda: reception.claim(b"photo"))


def test_only_private_addresses_are_offered_and_radio_comes_first() -> None:
    told = [
        Network("lo", "127.0.0.1"),
        Network("docker0", "172.17.0.1"),
        Network("eth0", "10.1.2.3"),
        Network("wan", "8.8.8.8"),
        Network("auto", "169.254.3.4"),
        Network("six", "fe80::1"),
        Network("wlan0", "192.168.43.7", wireless=True),
        Network("odd", "no address"),
    ]
    assert [one.name for one in reachable(told)] == ["wlan0", "eth0", "docker0"]


def test_nobody_from_the_internet_is_near() -> None:
    near = ("192.168.43.1", "10.3.2.1", "172.16.0.9", "127.0.0.1")
    far = ("8.8.8.8", "172.32.0.1", "100.64.0.1", "169.254.1.1", "fe80::1", "")
    assert [one for one in (*near, *far) if is_near(one)] == list(near)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe1", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"RIFF\0\0\0\0WEBP", "webp"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypmp42", ""),
        (b"RIFF\0\0\0\0WAVE", ""),
        (b"<svg xmlns=", ""),
        (b"GIF89a", ""),
        (b"", ""),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind
