"""Who calls: whose token it is."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from inspector_app.domain.errors import SignInError
from inspector_app.hub.devices import Device
from inspector_app.hub.served import Served, address_of, ending, noted, served, work
from inspector_app.sync import wire

_BEARER = "bearer "
_MOST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-on device, and where it calls from."""

    device: Device
    address: str
    served: Served


async def signed_on(request: Request) -> Caller:
    """Return whose token this is.

    Raises:
        SignInError: `hub.token_missing`, `hub.token_unknown`, `hub.device_revoked`. TooManyError.
    """
    of, address = served(request), address_of(request)
    kind, token = request.headers.get("authorization", "")[: len(_BEARER)], _token_of(request)
    if kind.lower() != _BEARER or not token:
        await of.rate(of.failures, address, address)
        raise SignInError("hub.token_missing")
    shown = sha256(token.encode()).digest()
    await of.refuse_flood(shown, address)
    try:
        device = await work(of.hub.devices.who, token)
    except SignInError as error:
        await of.rate(of.failures, address, address)
        await noted(of, error, "token_refused", address)
        raise
    of.remember(shown)
    await of.rate(of.devices, device.key_id, address, device.key_id)
    ending(request).enter_context(of.open.one(device.key_id))
    return Caller(device, address, of)


Known = Annotated[Caller, Depends(signed_on)]


def _token_of(request: Request) -> str:
    token = request.headers.get("authorization", "")[len(_BEARER) :].strip()
    return token if token.isascii() and token.isprintable() and len(token) <= _MOST_TOKEN else ""


async def in_workspace(known: Known, workspace: str) -> Caller:
    """Return the caller once the path names a workspace; whether it is one of this hub, the books say.

    Raises:
        DamagedError: `exchange.unreadable`.
    """
    wire.read_id(workspace, "workspace")
    return known


Inside = Annotated[Caller, Depends(in_workspace)]
