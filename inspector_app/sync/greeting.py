"""How a laptop greets its hub: is it the right one, do both programs speak alike, and signing on."""

from datetime import datetime

from inspector_app import __version__
from inspector_app.domain.errors import DamagedError, Problem, UnavailableError, UnverifiableError
from inspector_app.trust.enrolment import Hub
from inspector_app.trust.keys import SigningKey

from . import wire
from .transport import Connection, Tick

SIGN_ON = "sign-on"


def _nothing() -> None:
    """Nobody waits."""


def greet(connection: Connection, hub: Hub, now: datetime, tick: Tick = _nothing) -> Problem | None:
    """Make sure that this is our hub and that both speak alike; return that the clocks differ, if they do.

    Args:
        tick: called while it waits; what it raises ends the waiting.

    Raises:
        UnverifiableError: `exchange.other_hub`.
        UnavailableError: `exchange.program_too_old`, `exchange.hub_too_old`.
        DamagedError: `exchange.unreadable`.
    """
    hello = wire.Hello.from_content(connection.ask(wire.HELLO, tick=tick))
    if (hello.hub, hello.key) != (hub.id, hub.key):
        raise UnverifiableError("exchange.other_hub", where=hub.url, found=hello.hub)
    if not set(hello.protocols) & set(wire.PROTOCOLS):
        old = max(hello.protocols, default=0) < min(wire.PROTOCOLS)
        code = "exchange.hub_too_old" if old else "exchange.program_too_old"
        raise UnavailableError(code, needed=hello.least, have=__version__, hub=hello.program)
    if _version(hello.least) > _version(__version__):
        raise UnavailableError(
            "exchange.program_too_old", needed=hello.least, have=__version__, hub=hello.program
        )
    apart = _seconds_apart(hello.time, now)
    if apart > wire.CLOCKS_APART_S:
        return Problem.of("exchange.clocks_apart", minutes=round(apart / 60))
    return None


def sign_on(connection: Connection, hub: Hub, device: SigningKey, tick: Tick = _nothing) -> None:
    """Sign on, now and whenever the hub says that the time of a token is over.

    Args:
        tick: as of `greet`; of signing on once more it is that of whoever asks something then.

    Raises:
        SignInError: what the hub says to a laptop that it does not serve.
        DamagedError: `exchange.unreadable`.
    """

    def token(waiting: Tick) -> str:
        key = device.public.raw.hex()
        nonce = connection.ask(wire.NONCE, {"key": key}, tick=waiting).get("nonce")
        signature = device.sign(SIGN_ON, hub.id.encode() + _bytes(nonce)).hex()
        asked = {"key": key, "nonce": nonce, "signature": signature}
        told = connection.ask(wire.TOKEN, asked, tick=waiting)
        if not isinstance(told.get("token"), str):
            raise DamagedError("exchange.unreadable", where="token")
        return str(told["token"])

    connection.authorise(token(tick), token)


def _bytes(nonce: object) -> bytes:
    try:
        return bytes.fromhex(nonce) if isinstance(nonce, str) else b""
    except ValueError as problem:
        raise DamagedError("exchange.unreadable", where="nonce") from problem


def _version(told: str) -> tuple[int, ...]:
    return tuple(int(part) for part in told.split(".") if part.isdigit())


def _seconds_apart(told: str, now: datetime) -> float:
    """Return by how many seconds two clocks differ; a time that cannot be read differs by nothing."""
    try:
        return abs((datetime.fromisoformat(told) - now).total_seconds())
    except (ValueError, TypeError):  # TypeError: a time without zone
        return 0.0
