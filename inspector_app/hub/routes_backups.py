"""Backups of laptops: brought in parts of bounded size. A laptop writes and sees its own alone."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from inspector_app.domain.errors import DamagedError, InspectorError, RuleError
from inspector_app.hub import bodies, openapi
from inspector_app.hub.served import noted, told, work
from inspector_app.hub.sign_on import Caller, Inside
from inspector_app.sync import wire

router = APIRouter(prefix="/v1/{workspace}/backups")


@router.get("", openapi_extra=openapi.answers_json())
async def kept(inside: Inside, workspace: str) -> Response:
    """Say which backups of this laptop are kept, and how much is here of one whose way broke off."""
    _refuse_other(inside, workspace)
    backups, laptop = inside.served.hub.backups, inside.device.key_id
    found, passing = await work(backups.kept, laptop), await work(backups.passing, laptop)
    content: dict[str, object] = {"backups": [{"name": one.name, "size": one.size} for one in found]}
    if passing is not None:
        content["passing"] = {"name": passing.name, "held": passing.size}
    return told(content)


@router.post("/{name}/{at}", openapi_extra=openapi.takes_part())
async def add(request: Request, inside: Inside, workspace: str, name: str, at: str) -> Response:
    """Take one part in, and say how much of the backup is here."""
    _refuse_other(inside, workspace)
    if not (at.isascii() and at.isdigit() and len(at) <= 15):
        raise DamagedError("exchange.unreadable", where="at")
    limits = inside.served.limits
    await inside.served.hold(request, wire.MOST_PART)
    content = await bodies.whole(request, wire.MOST_PART, limits)
    try:
        held = await work(inside.served.hub.backups.add, inside.device.key_id, name, int(at), content)
    except InspectorError as error:
        await noted(inside.served, error, "backup_refused", inside.address, inside.device.key_id)
        raise
    return told({"held": held})


@router.post("/{name}", openapi_extra=openapi.takes_json(openapi.BACKUP))
async def finish(request: Request, inside: Inside, workspace: str, name: str) -> Response:
    """Take the backup whose parts came, once they are what the laptop says."""
    _refuse_other(inside, workspace)
    limits = inside.served.limits
    asked = wire.load(await bodies.whole(request, limits.small, limits))
    size, sha = asked.get("size"), wire.read_hash(asked.get("sha256"), "sha256")
    if type(size) is not int or size < 0:
        raise DamagedError("exchange.unreadable", where="size")
    gone = await work(inside.served.hub.backups.finish, inside.device.key_id, name, size, sha)
    return told({"removed": list(gone)})


def _refuse_other(inside: Caller, workspace: str) -> None:
    """A laptop's backup holds all its workspaces; it goes by the office's own."""
    if workspace != inside.served.hub.facts.workspace:
        raise RuleError("hub.workspace_unknown", where=workspace)
