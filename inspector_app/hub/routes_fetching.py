"""Backups of a laptop that is gone, given to who has the code that the office made for them.

Whoever lost a laptop has no key that the hub knows. So the one-time code by which the restored laptop will
join opens the door to these files before, and no longer once somebody joined with it. What is given stays
sealed: the laptop's people, its recovery code or the office's recovery key open it, and the hub cannot.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from inspector_app.domain.errors import DamagedError, RuleError, SignInError
from inspector_app.hub import bodies, openapi
from inspector_app.hub.served import Served, address_of, noted, served, told, work
from inspector_app.sync import wire

router = APIRouter()

_SECRET_DIGITS = 32


@router.post(wire.BACKUP, openapi_extra=openapi.takes_json(openapi.SECRET))
async def kept(request: Request) -> Response:
    """Say which backups a code opens, and of which laptop they are."""
    of = served(request)
    laptop = await _laptop(of, request)
    found = await work(of.hub.backups.kept, laptop)
    return told({"laptop": laptop, "backups": [{"name": one.name, "size": one.size} for one in found]})


@router.post(wire.BACKUP + "/{name}/{at}", openapi_extra=openapi.gives_part())
async def part(request: Request, name: str, at: str) -> Response:
    """Give one part of a backup out, from a place on."""
    of = served(request)
    laptop = await _laptop(of, request)
    if not (at.isascii() and at.isdigit() and len(at) <= 15):
        raise DamagedError("exchange.unreadable", where="at")
    await of.hold(request, wire.MOST_PART)
    content = await work(of.hub.backups.part, laptop, name, int(at))
    if int(at) == 0:
        await work(of.hub.audit.note, "backup_given", device=laptop, address=address_of(request), name=name)
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


async def _laptop(of: Served, request: Request) -> str:
    """Return whose backups the code in a question opens. Wrong ones count as failures of their address.

    Raises:
        SignInError, RuleError: those of `OpenCodes.backup_of`. TooManyError.
    """
    address = address_of(request)
    await of.rate(of.greetings, address, address)
    asked = wire.load(await bodies.whole(request, of.limits.small, of.limits))
    try:
        return await work(of.hub.codes.backup_of, _secret(asked.get("secret")))
    except (SignInError, RuleError) as error:
        await of.rate(of.failures, address, address)
        await noted(of, error, "fetch_refused", address)
        raise


def _secret(given: object) -> bytes:
    if not isinstance(given, str) or len(given) != _SECRET_DIGITS or given != given.lower():
        raise DamagedError("exchange.unreadable", where="secret")
    try:
        return bytes.fromhex(given)
    except ValueError as error:
        raise DamagedError("exchange.unreadable", where="secret") from error
