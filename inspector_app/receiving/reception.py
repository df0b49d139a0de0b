"""One reception: whose it is, how much came, and whether it is still open. Several threads may use it."""

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

from inspector_app.domain.errors import RuleError
from inspector_app.receiving.limits import Limits

TOKEN_BYTES = 16
"""128 bits: nobody guesses it while the address lives."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends: the address of the connection, and the cookie that this reception gave it."""

    address: str
    cookie: str


class Reception:
    """Belongs to the first phone that opens its address, and to no other.

    Args:
        now: seconds of a clock that only goes forward.
    """

    def __init__(self, limits: Limits, now: Callable[[], float]) -> None:
        self.limits, self._now = limits, now
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self._lock = threading.Lock()
        self._owner: Caller | None = None
        self._seen: set[str] = set()
        self._under_way: set[str] = set()
        self._bytes = 0
        self._last = now()
        self._over = False

    @property
    def owner_address(self) -> str:
        """Where the phone is that owns it, empty while none does."""
        with self._lock:
            return self._owner.address if self._owner is not None else ""

    def knows(self, token: str) -> bool:
        """Compare a token; how long that takes says nothing of it."""
        return compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def close(self) -> None:
        """End it; whoever calls afterwards is told so."""
        with self._lock:
            self._over = True

    @property
    def over(self) -> bool:
        """Whether it was closed or nobody sent anything for too long."""
        with self._lock:
            return self._over or self._idle()

    def _idle(self) -> bool:
        return self._now() - self._last > self.limits.idle_seconds

    def welcome(self, caller: Caller) -> str:
        """Let a phone open the page and return its cookie; the first one that does owns the reception.

        Until a photo came the same address may come back with another cookie: scanners of codes open a page
        in a window of their own, and hand it on to the browser.

        Raises:
            RuleError: `phone.over`, `phone.other_phone`.
        """
        with self._lock:
            self._refuse_over()
            owner = self._owner
            if owner is not None and owner.address != caller.address:
                raise RuleError("phone.other_phone")
            if owner is not None and compare_digest(owner.cookie.encode(), caller.cookie.encode()):
                return owner.cookie
            if owner is not None and self._seen:
                raise RuleError("phone.other_phone")
            self._owner = Caller(caller.address, secrets.token_urlsafe(TOKEN_BYTES))
            self._last = self._now()
            return self._owner.cookie

    def admit(self, caller: Caller, size: int) -> None:
        """Let a body of that many bytes in, before it is read.

        Raises:
            RuleError: `phone.over`, `phone.other_phone`, `phone.too_large`, `phone.full`.
        """
        with self._lock:
            self._refuse_over()
            self._refuse_other(caller)
            if size > self.limits.photo_bytes:
                raise RuleError("phone.too_large", size=_mega(size), most=_mega(self.limits.photo_bytes))
            if len(self._seen) >= self.limits.photos or self._bytes + size > self.limits.total_bytes:
                raise RuleError("phone.full", photos=len(self._seen), most=self.limits.photos)
            self._bytes += size
            self._last = self._now()

    def claim(self, raw: bytes) -> str:
        """Return the hash of a photo that is now being handed on.

        Raises:
            RuleError: `phone.known`: the same bytes came before, or come on another connection right now.
        """
        sha256 = hashlib.sha256(raw).hexdigest()
        with self._lock:
            if sha256 in self._seen or sha256 in self._under_way:
                raise RuleError("phone.known")
            self._under_way.add(sha256)
        return sha256

    def settle(self, sha256: str, *, taken: bool) -> None:
        """Say what became of a claimed photo; one that was refused may be sent again."""
        with self._lock:
            self._under_way.discard(sha256)
            if taken:
                self._seen.add(sha256)
            self._last = self._now()

    def _refuse_over(self) -> None:
        if self._over or self._idle():
            raise RuleError("phone.over")

    def _refuse_other(self, caller: Caller) -> None:
        owner = self._owner
        same = owner is not None and owner.address == caller.address
        if owner is None or not same or not compare_digest(owner.cookie.encode(), caller.cookie.encode()):
            raise RuleError("phone.other_phone")


def _mega(size: int) -> int:
    """Return bytes as megabytes, rounded up."""
    return -(-size // 1_000_000)
