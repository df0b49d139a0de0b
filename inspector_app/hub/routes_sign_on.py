"""The routes of signing on: a greeting, an enrolment, a challenge, a token of one hour."""

from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from inspector_app.domain.errors import DamagedError, InspectorError, SignInError
from inspector_app.hub import bodies, openapi
from inspector_app.hub.direct import DirectRoute
from inspector_app.hub.served import address_of, noted, served, told, work
from inspector_app.hub.sign_on import Known
from inspector_app.sync import wire
from inspector_app.trust.enrolment import Request as Enrolling
from inspector_app.trust.keys import KEY_BYTES, SIGNATURE_BYTES

router = APIRouter(route_class=DirectRoute)

_SECRET_BYTES = 16


@router.get(wire.HELLO, openapi_extra=openapi.answers_json())
async def hello(request: Request) -> Response:
    """Say which hub this is, what it speaks and what time it has."""
    of, address = served(request), address_of(request)
    await of.rate(of.greetings, address, address)
    return told(of.hub.hello().to_content())


@router.post(wire.ENROL, openapi_extra=openapi.takes_json(openapi.ENROL))
async def enrol(request: Request) -> Response:
    """Let one laptop in by its code's secret."""
    of, address = served(request), address_of(request)
    await of.rate(of.enrolments, address, address)
    asked = wire.load(await bodies.whole(request, of.limits.small, of.limits))
    secret = _bytes(asked.get("secret"), "secret", _SECRET_BYTES)
    enrolling = Enrolling.from_content(asked.get("request"))
    try:
        grant = await work(of.hub.devices.enrol, secret, enrolling)
    except InspectorError as error:
        await noted(of, error, "enrol_refused", address)
        raise
    return Response(grant.to_bytes(), media_type=wire.JSON, headers={"Cache-Control": "no-store"})


@router.post(wire.NONCE, openapi_extra=openapi.takes_json(openapi.NONCE))
async def nonce(request: Request) -> Response:
    """Give a device what it must sign."""
    of, address = served(request), address_of(request)
    await of.rate(of.greetings, address, address)
    asked = wire.load(await bodies.whole(request, of.limits.small, of.limits))
    made: bytes = await work(of.hub.devices.nonce, wire.read_hash(asked.get("key"), "key"))
    return told({"nonce": made.hex()})


@router.post(wire.TOKEN, openapi_extra=openapi.takes_json(openapi.TOKEN))
async def token(request: Request) -> Response:
    """Give a device that signed its challenge a token of one hour."""
    of, address = served(request), address_of(request)
    await of.rate(of.greetings, address, address)
    asked = wire.load(await bodies.whole(request, of.limits.small, of.limits))
    key = _bytes(asked.get("key"), "key", KEY_BYTES)
    signed = (
        _bytes(asked.get("nonce"), "nonce", None),
        _bytes(asked.get("signature"), "signature", SIGNATURE_BYTES),
    )
    try:
        made, expires = await work(of.hub.devices.token, key, *signed)
    except SignInError as error:
        await of.rate(of.failures, address, address)
        await noted(of, error, "sign_on_refused", address)
        raise
    of.remember(sha256(made.encode()).digest())
    return told({"token": made, "expires": expires})


@router.get(wire.STATUS, openapi_extra=openapi.answers_json())
async def status(known: Known) -> Response:
    """Say what the hub holds."""
    return told(await known.served.status())


def _bytes(given: Any, where: str, length: int | None) -> bytes:
    if not isinstance(given, str) or len(given) > 256 or given != given.lower():
        raise DamagedError("exchange.unreadable", where=where)
    try:
        raw = bytes.fromhex(given)
    except ValueError as error:
        raise DamagedError("exchange.unreadable", where=where) from error
    if len(given) != 2 * len(raw) or (length is not None and len(raw) != length):
        raise DamagedError("exchange.unreadable", where=where)
    return raw
