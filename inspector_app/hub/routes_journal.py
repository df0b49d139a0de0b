"""The journals: what the hub holds of them, what comes, what goes, and whether two laptops agree."""

from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from itertools import chain

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from inspector_app.domain.errors import DamagedError, InspectorError
from inspector_app.hub import bodies, openapi
from inspector_app.hub.direct import DirectRoute
from inspector_app.hub.served import noted, told, work
from inspector_app.hub.sign_on import Caller, Inside
from inspector_app.sync import wire
from inspector_app.sync.frames import Frame, Kind, Reader, frame, run_of

router = APIRouter(prefix="/v1/{workspace}", route_class=DirectRoute)

_STEP = 65_536
_BATCH, _LEAST = 1_000_000, 1_000
"""Bytes of bundles that are taken in at once; a tiny one counts too."""

_MOST_SHOWN = 1_000
"""Receipts that one push may show."""

_MOST_ENDS = 5_000
"""Ends of journals in one question; ten years of a bureau have some hundreds."""


@router.post("/have", openapi_extra=openapi.takes_json(openapi.NOTHING))
async def have(request: Request, inside: Inside, workspace: str) -> Response:
    """Say to which entries the hub holds each journal, and where its log stands."""
    await _asked(request, inside)
    held = await work(inside.served.hub.bundles.tips, workspace)
    return told({"tips": wire.told_tips(held.tips), "no": held.no, "log": held.log.hex()})


@router.post("/push", openapi_extra=openapi.takes_frames())
async def push(request: Request, inside: Inside, workspace: str) -> Response:
    """Take bundles as they come: those before one that is refused are kept, and receipted."""
    limits, reader, taking = inside.served.limits, Reader(), _Taking(inside, workspace)
    await inside.served.hold(request, min(bodies.length_of(request) or limits.push, limits.push))
    try:
        async for piece in bodies.pieces(request, limits.push, limits):
            for one in reader.feed(piece):
                taking.wait(one)
            if taking.is_full:
                await taking.take()
        reader.finish()
        await taking.take()
    except bodies.BrokenOffError:
        raise
    except InspectorError as error:
        error.values["index"] = len(taking.receipts)
        error.values["receipts"] = [b64encode(one).decode("ascii") for one in taking.receipts]
        await noted(inside.served, error, "push_refused", inside.address, inside.device.key_id)
        raise
    return answered(frame(Kind.RECEIPT, one) for one in taking.receipts)


class _Taking:
    """The bundles of one push: what waits, and the receipts for what was taken.

    Receipts of this hub may come with them: it takes again what it signed that it held, and a whole chain in
    one push proves what they cover. So with receipts nothing is taken before the end.
    """

    def __init__(self, inside: Caller, workspace: str) -> None:
        self._inside, self._workspace = inside, workspace
        self._waiting: list[bytes] = []
        self._shown: list[bytes] = []
        self.size = 0
        self.receipts: list[bytes] = []

    def wait(self, one: Frame) -> None:
        """Let a bundle or a receipt wait for the others that come with it.

        Raises:
            DamagedError: `exchange.frame_damaged`: neither of them, or too many receipts.
        """
        if one.kind is Kind.RECEIPT and len(self._shown) < _MOST_SHOWN:
            self._shown.append(one.content)
            return
        if one.kind is not Kind.BUNDLE:
            raise DamagedError("exchange.frame_damaged", where="kind")
        self._waiting.append(one.content)
        self.size += len(one.content) + _LEAST

    @property
    def is_full(self) -> bool:
        """So much waits that it is to be taken."""
        return self.size >= _BATCH and not self._shown

    async def take(self) -> None:
        """Have the hub take what waits; it stops at one that it refuses, and raises why."""
        if not self._waiting:
            return
        waiting, self._waiting, self.size = self._waiting, [], 0
        push = self._inside.served.hub.bundles.push
        pushed = await work(push, self._workspace, waiting, self._inside.device.key_id, self._shown)
        self.receipts += [one.receipt for one in pushed.accepted]
        if pushed.refused is not None:
            raise pushed.refused


@router.post("/pull", openapi_extra=openapi.takes_json(openapi.PULL))
async def pull(request: Request, inside: Inside, workspace: str) -> Response:
    """Give the bundles that came after a place of the log, in its order."""
    give = await inside.served.hold(request, wire.MOST_PUSH)
    asked = await _asked(request, inside)
    no, log = wire.read_int(asked.get("no"), "no"), wire.read_hash(asked.get("log"), "log")
    page = await work(inside.served.hub.bundles.pull, workspace, no, log, wire.MOST_PUSH)
    give(wire.MOST_PUSH - sum(len(each) for each in page.bundles))
    bundles = (frame(Kind.BUNDLE, one) for one in page.bundles)
    return answered(bundles, no=page.no, log=page.log.hex(), more=page.more)


@router.post("/receipts", openapi_extra=openapi.takes_json(openapi.RECEIPTS))
async def receipts(request: Request, inside: Inside, workspace: str) -> Response:
    """Give receipts for the entries that the hub holds."""
    tips = wire.read_tips((await _asked(request, inside)).get("tips"))
    if sum(len(ends) for ends in tips.values()) > _MOST_ENDS:
        raise DamagedError("exchange.unreadable", where="tips")
    made = await work(inside.served.hub.bundles.receipts, workspace, tips)
    return answered(frame(Kind.RECEIPT, one) for one in made)


@router.post("/digest", openapi_extra=openapi.takes_json(openapi.DIGEST))
async def digest(request: Request, inside: Inside, workspace: str) -> Response:
    """Compare a laptop's digest with those of others that hold the same."""
    asked = await _asked(request, inside)
    found = await work(
        inside.served.hub.digests.compare,
        workspace,
        inside.device.key_id,
        wire.read_hash(asked.get("tips_hash"), "tips_hash"),
        wire.read_hash(asked.get("digest"), "digest"),
        wire.read_int(asked.get("no"), "no"),
    )
    others = [{"key": key, "name": name} for key, name in found.others]
    return told({"same": found.same, "differ": found.differ, "others": others})


async def _asked(request: Request, inside: Caller) -> dict[str, object]:
    limits = inside.served.limits
    return wire.load(await bodies.whole(request, limits.json, limits))


def answered(frames: Iterator[bytes], **more: object) -> Response:
    """Return frames and their end; a long answer in pieces, so that a slow receiver piles up none."""
    headers = {"Cache-Control": "no-store"}
    run, begun, size = run_of(frames, **more), list[bytes](), 0
    for one in run:
        begun.append(one)
        size += len(one)
        if size > _STEP:
            return StreamingResponse(_steps(chain(begun, run)), media_type=wire.FRAMES, headers=headers)
    return Response(b"".join(begun), media_type=wire.FRAMES, headers=headers)


async def _steps(frames: Iterator[bytes]) -> AsyncIterator[bytes]:
    for one in frames:
        for at in range(0, len(one), _STEP):
            yield one[at : at + _STEP]
