"""Enrolment as the laptop sees it: the code is shown to the hub that it names, and the grant comes back."""

from inspector_app.domain.errors import UnavailableError, UnverifiableError
from inspector_app.trust.enrolment import Grant, Request
from inspector_app.trust.enrolment_code import EnrolmentCode

from . import wire
from .transport import Connection, Peer, RefusedByHubError


def is_training(code: EnrolmentCode, *, proxy: str = "") -> bool | None:
    """Tell whether the hub that a code names is one for practice; None when it does not say so.

    Asked before anybody's keys are kept or sent: what protects them depends on it.

    Raises:
        as `enrol`, but for the hub's own refusals.
    """
    with Connection(peer_of(code, proxy)) as connection:
        return greeted(connection, code).training


def enrol(code: EnrolmentCode, request: Request, *, proxy: str = "") -> Grant:
    """Ask the hub that a code names for a grant.

    The hub is recognised by the fingerprint in the code before anything is told to it. Whether the grant
    holds together is checked by who takes it.

    Raises:
        PeerError: `exchange.unreachable`, `exchange.cut_off`, `exchange.captive_portal`,
            `exchange.hub_busy`.
        UnverifiableError: `exchange.other_hub`, `exchange.certificate_changed`.
        UnavailableError: `exchange.program_too_old`, `exchange.hub_too_old`.
        SignInError, RuleError: the hub's own refusals: a code used before, or too old.
        DamagedError: `enrolment.damaged`.
    """
    with Connection(peer_of(code, proxy)) as connection:
        greeted(connection, code)
        told = wire.dump({"secret": code.secret.hex(), "request": request.to_content()})
        try:
            content = connection.exchange("POST", wire.ENROL, told)
        except RefusedByHubError as refused:
            raise refused.as_problem() from refused
    return Grant.from_bytes(content)


def peer_of(code: EnrolmentCode, proxy: str = "") -> Peer:
    """Return how the hub that a code names is reached and recognised."""
    return Peer(code.hub, code.url, code.fingerprint, proxy=proxy)


def greeted(connection: Connection, code: EnrolmentCode) -> wire.Hello:
    """Return what the hub says of itself; it must be the one that the code names.

    Raises:
        UnverifiableError: `exchange.other_hub`. UnavailableError: `exchange.hub_too_old`.
        DamagedError: `exchange.unreadable`.
    """
    hello = wire.Hello.from_content(connection.ask(wire.HELLO))
    if hello.hub != code.hub:
        raise UnverifiableError("exchange.other_hub", where=code.url, found=hello.hub)
    if not set(hello.protocols) & set(wire.PROTOCOLS):
        raise UnavailableError("exchange.hub_too_old", hub=hello.program)
    return hello
