"""Photos and files: which the hub lacks, taking one in, giving one out. None lies in memory whole."""

import errno
import os
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from hashlib import sha256
from typing import BinaryIO, TypeVar

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from inspector_app.domain.errors import DamagedError, InspectorError, RuleError
from inspector_app.hub import bodies, openapi
from inspector_app.hub.blobs import Held, Several
from inspector_app.hub.direct import DirectRoute
from inspector_app.hub.routes_journal import answered
from inspector_app.hub.served import noted, told, work
from inspector_app.hub.sign_on import Caller, Inside
from inspector_app.hub.upload import Upload
from inspector_app.sync import wire
from inspector_app.sync.frames import Kind, Reader, frame
from inspector_app.sync.photo_frames import small_file

router = APIRouter(prefix="/v1/{workspace}/blobs", route_class=DirectRoute)

T = TypeVar("T")

_STEP, _PIECE = 1_000_000, 262_144


@router.post("/missing", openapi_extra=openapi.takes_json(openapi.NAMES))
async def missing(request: Request, inside: Inside, workspace: str) -> Response:
    """Say which of these files the hub lacks and how to bring them, and give a receipt for the others."""
    limits, hub = inside.served.limits, inside.served.hub
    names = wire.read_names(wire.load(await bodies.whole(request, limits.json, limits)).get("names"))
    lacking = await work(hub.blobs.missing, workspace, names)
    content: dict[str, object] = {"missing": lacking, "several": wire.MOST_SEVERAL}
    if held := sorted(set(names) - set(lacking)):
        receipt = await work(hub.blobs.receipt, workspace, held)
        content["receipt"] = b64encode(receipt).decode("ascii")
    return told(content)


@router.post("/several", openapi_extra=openapi.takes_frames())
async def several(request: Request, inside: Inside, workspace: str) -> Response:
    """Take small files in. What came whole stays when the line breaks; one that is bad is named."""
    async with inside.served.photos.one():
        length = bodies.length_of(request) or wire.MOST_SEVERAL
        await inside.served.hold(request, min(length, wire.MOST_SEVERAL))
        taken = await _noting(inside, _several_taken(request, inside, workspace))
    for one in taken.refused.values():
        await noted(inside.served, one, "blob_refused", inside.address, inside.device.key_id)
    frames = [] if taken.receipt is None else [frame(Kind.BLOB_RECEIPT, taken.receipt)]
    return answered(iter(frames), refused={name: one.code for name, one in taken.refused.items()})


async def _noting(inside: Caller, taking: Awaitable[T]) -> T:
    """Take in, and note what is refused."""
    try:
        return await taking
    except InspectorError as error:
        await noted(inside.served, error, "blob_refused", inside.address, inside.device.key_id)
        raise


async def _several_taken(request: Request, inside: Caller, workspace: str) -> Several:
    limits, reader, came = inside.served.limits, Reader(), dict[str, bytes]()
    take = inside.served.hub.blobs.take_several
    try:
        async for piece in bodies.pieces(request, wire.MOST_SEVERAL, limits):
            came.update(small_file(one) for one in reader.feed(piece))
            if len(came) > wire.MOST_NAMES:
                raise DamagedError("exchange.unreadable", where="names")
        reader.finish()
    except (bodies.BrokenOffError, bodies.BodyTooSlowError):
        if came:
            await work(take, workspace, came)
        raise
    return await work(take, workspace, came)


@router.put("/{name}", openapi_extra=openapi.takes_blob())
async def put(request: Request, inside: Inside, workspace: str, name: str) -> Response:
    """Take one file in; it is there whole, or not at all."""
    limits = inside.served.limits
    wire.read_hash(name, "name")
    sha = wire.read_hash(request.headers.get(wire.SHA_HEADER.lower()), wire.SHA_HEADER)
    async with inside.served.photos.one():
        await inside.served.hold(request, min(bodies.length_of(request) or 2 * _STEP, 2 * _STEP))
        pieces = bodies.pieces(request, limits.blob, limits)
        receipt = await _noting(inside, _taken(inside, workspace, name, sha, pieces))
    return answered(iter((frame(Kind.BLOB_RECEIPT, receipt),)))


async def _taken(
    inside: Caller, workspace: str, name: str, sha: bytes, pieces: AsyncIterator[bytes]
) -> bytes:
    """Take a body in: a small one all at once, a larger one piece by piece. Returns the receipt."""
    blobs, held = inside.served.hub.blobs, bytearray()
    upload: Upload | None = None
    try:
        async for piece in pieces:
            held += piece
            if len(held) >= _STEP:
                if upload is None:
                    upload = await work(blobs.begin, workspace, name)
                await work(upload.write, bytes(held))
                held.clear()
        if upload is None:
            return await work(blobs.take, workspace, name, bytes(held), sha)
        await work(upload.write, bytes(held))
        return await work(blobs.finish, workspace, upload, sha)
    finally:
        if upload is not None:
            await work(upload.close)


@router.get("/{name}", openapi_extra=openapi.answers_bytes())
async def get(inside: Inside, workspace: str, name: str) -> Response:
    """Give one file out."""
    wire.read_hash(name, "name")
    held, file = await work(_opened, inside, workspace, name)
    headers = {"Content-Length": str(os.fstat(file.fileno()).st_size), "Cache-Control": "no-store"}
    rotted = partial(inside.served.hub.blobs.rotted, workspace, name)
    return StreamingResponse(
        _steps(file, held.sha256, rotted), media_type="application/octet-stream", headers=headers
    )


def _opened(inside: Caller, workspace: str, name: str) -> tuple[Held, BinaryIO]:
    held = inside.served.hub.blobs.find(workspace, name)
    try:
        if held is not None:
            return held, held.path.open("rb")
    except FileNotFoundError:  # dropped between the question and the opening
        pass
    raise RuleError("hub.blob_unknown", where=name)


async def _steps(file: BinaryIO, sha: bytes | None, rotted: Callable[[], None]) -> AsyncIterator[bytes]:
    """Yield a file. One that the disk spoilt is forgotten before its last bytes go; its hash tells so."""
    hashed, held = sha256(), b""
    with file:
        try:
            while piece := await work(file.read, _PIECE):
                hashed.update(piece)
                if held:
                    yield held
                held = piece
        except OSError as problem:
            if problem.errno == errno.EIO:
                await work(rotted)
            raise
    if sha is not None and hashed.digest() != sha:
        await work(rotted)
    if held:
        yield held
