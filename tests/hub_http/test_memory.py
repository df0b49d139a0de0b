"""The memory of a hub's process: bounded, however much is offered at once and however slowly it comes."""

import asyncio
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from inspector_app.hub.limits import Limits
from inspector_app.sync import wire
from inspector_app.sync.frames import Kind, frame
from tests.hub_http.conftest import Running
from tests.hub_http.laptops import Laptop

LIMITS = Limits()
LAPTOPS = 24
OFFERED = wire.MOST_PUSH - 10_000
"""Bytes of each body that come at once; the rest never does."""

EACH = 500_000
"""Bytes that a connection costs beside its body: TLS, what was read ahead, what waits to be taken."""


@pytest.mark.slow
def test_bodies_that_never_end_cost_what_is_granted_and_no_more(serving: Callable[..., Running]) -> None:
    running = serving()
    laptops = [running.laptop() for _ in range(LAPTOPS)]
    one = laptops[0]
    assert one.push(one.write(500, 2_000)).status_code == 200
    before, many = running.memory(), LAPTOPS * LIMITS.open_each
    assert many * OFFERED > 8 * LIMITS.held, "else nothing is shown"
    colleague = running.laptop()
    meanwhile, told = asyncio.run(attacked(running, laptops, colleague))
    grown = running.memory() - before
    assert grown < 1.5 * LIMITS.held + many * EACH, f"{grown / 1e6:.0f} MB"
    assert told <= {408, 503, 0}, "too slow, or the hub was busy, or cut off: none was taken"
    assert {408, 503} <= told
    assert meanwhile, "others are answered meanwhile: before the bodies are given up"
    assert one.push(one.write(1)).status_code == 200, "afterwards everything is as before"


async def attacked(running: Running, laptops: list[Laptop], colleague: Laptop) -> tuple[int, set[int]]:
    """Have all these laptops offer all that they may.

    Returns:
        how many questions of another one were answered while bodies were still under way; and what the
        laptops were answered.
    """
    bodies = [asyncio.create_task(offer(running, each)) for each in laptops for _ in range(LIMITS.open_each)]
    meanwhile = 0
    for _ in range(10):
        await asyncio.sleep(1.5)
        answer = await asyncio.to_thread(colleague.ask, "have", {})
        assert answer.status_code == 200
        meanwhile += not all(each.done() for each in bodies)
    return meanwhile, set(await asyncio.gather(*bodies))


async def offer(running: Running, one: Laptop) -> int:
    """Begin a push, send most of it, and wait for what is answered; 0 when the line is cut."""
    place = urlsplit(running.url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection(place.hostname, place.port, ssl=context)
    head = (
        f"POST {wire.path_of(one.workspace, 'push')} HTTP/1.1\r\nHost: hub\r\n"
        f"Authorization: {one.bearer['Authorization']}\r\nContent-Length: {wire.MOST_PUSH}\r\n\r\n"
    )
    try:
        writer.write(head.encode() + frame(Kind.BUNDLE, bytes(OFFERED))[:OFFERED])
        sent = asyncio.create_task(writer.drain())
        line = await reader.readline()
        sent.cancel()
        return int(line.split()[1]) if line else 0
    except (ConnectionError, ssl.SSLError):
        return 0
    finally:
        writer.transport.abort()
