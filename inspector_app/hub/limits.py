"""How much may be asked of the hub, by whom, how fast and how slowly."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

from inspector_app.sync import wire


@dataclass(frozen=True, slots=True)
class Rate:
    """The measure of a bucket: so many at once, and so many a second after that."""

    burst: float
    each_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of what is served; a whole bureau behind one address at 17:30 stays below them.

    Attributes:
        greetings: hello, nonce and token, by address; enrolments, failures (wrong tokens, wrong codes) and
            the public page likewise; devices: every question of a signed-on device.
        small: bytes of a body before anybody signed on.
        push, json, blob: bytes of such a body.
        pause_seconds: longest silence within a body, or of a receiver that takes nothing.
        grace_seconds, least_rate: a body of n bytes has grace_seconds + n / least_rate seconds.
        head_seconds: for a request's head, however slowly it drops in.
        linger_seconds: how long a refused body is still swallowed, so that the refusal is read.
        connections: open at once in one process; those above it are told to come back.
        open_each: questions of one device that are under way at once.
        held: bytes that bodies and answers hold together in one process.
        photos: bodies with photos that come side by side as fast as they can; turn_seconds: one that takes
            longer comes on, and counts no more.
    """

    greetings: Rate = Rate(1_200, 60)
    enrolments: Rate = Rate(40, 0.2)
    failures: Rate = Rate(100, 2)
    public: Rate = Rate(60, 1)
    devices: Rate = Rate(600, 60)
    small: int = 32_000
    push: int = wire.MOST_PUSH + 600_000
    json: int = wire.MOST_JSON
    blob: int = wire.MOST_BLOB
    pause_seconds: float = 20.0
    grace_seconds: float = 30.0
    least_rate: float = 4_000.0
    head_seconds: float = 10.0
    linger_seconds: float = 2.0
    connections: int = 1_500
    open_each: int = 6
    held: int = 128_000_000
    photos: int = 16
    turn_seconds: float = 2.0


@dataclass(slots=True)
class _Bucket:
    left: float
    seen: float
    told: float = field(default=float("-inf"))


class Buckets:
    """Token buckets by name. Never more than `most`: the one that was not used for longest goes first."""

    def __init__(self, rate: Rate, now: Callable[[], float] = time.monotonic, most: int = 20_000) -> None:
        self._rate, self._now, self._most = rate, now, most
        self._held: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, name: str, cost: float = 1.0) -> float:
        """Take one, and return 0; or take none, and return the seconds until there is one."""
        bucket = self._filled(name)
        if bucket.left >= cost:
            bucket.left -= cost
            return 0.0
        return self._until(bucket, cost)

    def empty_for(self, name: str) -> float:
        """Return the seconds until there is one, 0 when there is; nothing is taken."""
        bucket = self._filled(name)
        return 0.0 if bucket.left >= 1 else self._until(bucket, 1.0)

    def first_told(self, name: str, seconds: float = 60.0) -> bool:
        """Tell whether nobody asked this of the name for so long: a flood is noted once, not each time."""
        bucket, now = self._filled(name), self._now()
        if now - bucket.told < seconds:
            return False
        bucket.told = now
        return True

    def _until(self, bucket: _Bucket, cost: float) -> float:
        return (cost - bucket.left) / self._rate.each_second

    def _filled(self, name: str) -> _Bucket:
        now = self._now()
        bucket = self._held.get(name)
        if bucket is None:
            if len(self._held) >= self._most:
                self._held.popitem(last=False)
            bucket = self._held[name] = _Bucket(self._rate.burst, now)
        else:
            self._held.move_to_end(name)
            bucket.left = min(self._rate.burst, bucket.left + (now - bucket.seen) * self._rate.each_second)
            bucket.seen = now
        return bucket


def of_address(told: str) -> str:
    """Return what an address is counted as: itself, or the /64 of an IPv6 address, which is one household."""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if not isinstance(address, IPv6Address):
        return told
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64)) + "/64"
