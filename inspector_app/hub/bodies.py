"""Bodies of requests: bounded while they are read, whatever was said of their length or however slowly."""

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from inspector_app.domain.errors import InspectorError, UsageError
from inspector_app.hub.limits import Limits


class BodyTooLargeError(UsageError):
    """More than is taken in at once."""


class BodyTooSlowError(UsageError):
    """It paused or took too long."""


class BrokenOffError(InspectorError):
    """The other side is gone: there is nobody to answer."""


async def whole(request: Request, most: int, limits: Limits) -> bytes:
    """Return a body of at most so many bytes.

    Raises:
        BodyTooLargeError, BodyTooSlowError, BrokenOffError.
    """
    held = bytearray()
    async for piece in pieces(request, most, limits):
        held += piece
    return bytes(held)


async def pieces(request: Request, most: int, limits: Limits) -> AsyncIterator[bytes]:
    """Yield a body as it comes. A stated length that is too large is refused before anything is read.

    Raises:
        BodyTooLargeError, BodyTooSlowError, BrokenOffError.
    """
    stated = length_of(request)
    if stated is not None and stated > most:
        raise BodyTooLargeError("hub.body_too_large", most=most)
    until = time.monotonic() + limits.grace_seconds + (most if stated is None else stated) / limits.least_rate
    stream, taken = request.stream(), 0
    while True:
        wait = min(limits.pause_seconds, until - time.monotonic())
        try:
            async with asyncio.timeout(max(wait, 0.0)):
                piece = await anext(stream, None)
        except TimeoutError as error:
            raise BodyTooSlowError("hub.body_too_slow") from error
        except ClientDisconnect as error:
            raise BrokenOffError("hub.broken_off") from error
        if piece is None:
            break
        taken += len(piece)
        if taken > most:
            raise BodyTooLargeError("hub.body_too_large", most=most)
        yield piece
    if stated is not None and taken != stated:
        raise BrokenOffError("hub.broken_off")


def length_of(request: Request) -> int | None:
    """Return what a request says of the length of its body; None when it says nothing.

    Raises:
        UsageError: `hub.length_unreadable`.
    """
    told = request.headers.get("content-length")
    if told is None:
        return None
    if not (told.isascii() and told.isdigit() and len(told) <= 15):
        raise UsageError("hub.length_unreadable")
    return int(told)
