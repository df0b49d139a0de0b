"""Many laptops at once: each pulls, pushes its changes and brings its photos, all over TLS, in one process.

They hold no store, so that what is measured is the hub: their bundles are prepared, their keys and tokens
real, and what they ask is what `sync.exchange` asks, in its order. Started with a plan in a file; says what
came of it on its last line.
"""

import asyncio
import json
import secrets
import ssl
import sys
import time
from base64 import b64decode
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from inspector_app.answers.benches import exchange_changes
from inspector_app.journal import bundle
from inspector_app.journal.chain import Head, append, head_after
from inspector_app.journal.entry import Entry
from inspector_app.sync import wire
from inspector_app.sync.frames import Kind, frame, read_all, run_of
from inspector_app.sync.pace import Pace
from inspector_app.trust.keys import SigningKey

_WALL = "2026-11-26T17:30:00+08:00"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is played.

    Attributes:
        keys: the laptops' device keys.
        size: bytes of a photo.
    """

    url: str
    hub: str
    certificate: bytes
    workspace: str
    keys: tuple[bytes, ...] = field(repr=False)
    changes: int
    photos: int
    size: int

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """Read a plan that `told` was written to."""
        told = json.loads(path.read_bytes())
        told["certificate"] = b64decode(told["certificate"])
        told["keys"] = tuple(b64decode(each) for each in told["keys"])
        return cls(**told)


class Line:
    """One connection: questions one after the other in plain HTTP/1.1."""

    def __init__(self, plan: Plan, context: ssl.SSLContext) -> None:
        self._plan, self._context = plan, context
        self._place = urlsplit(plan.url)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.token = ""

    async def ask(self, method: str, path: str, *body: bytes, **headers: str) -> bytes:
        """Send one question, and return the content of its answer.

        Raises:
            RuntimeError: it was refused.
        """
        if self._writer is None:
            host, port = self._place.hostname, self._place.port
            self._reader, self._writer = await asyncio.open_connection(host, port, ssl=self._context)
        told = {"Host": self._place.netloc, "Content-Length": str(sum(map(len, body))), **headers}
        if self.token:
            told["Authorization"] = f"Bearer {self.token}"
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self._writer.writelines((f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("ascii"), *body))
        await self._writer.drain()
        return await self._answer(path)

    async def close(self) -> None:
        """End the connection."""
        if self._writer is not None:
            self._writer.close()

    async def _answer(self, path: str) -> bytes:
        if self._reader is None:
            raise RuntimeError("no connection")
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("ascii").split("\r\n")
        named = {name.lower(): value for name, _, value in (each.partition(": ") for each in head[1:])}
        if named.get("transfer-encoding") == "chunked":
            content = b"".join([each async for each in self._chunks(self._reader)])
        else:
            content = await self._reader.readexactly(int(named["content-length"]))
        if head[0].split(" ")[1] != "200" or named.get(wire.HUB_HEADER.lower()) != self._plan.hub:
            raise RuntimeError(f"{path}: {head[0]} {content[:300].decode('utf-8', 'replace')}")
        return content

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader) -> Any:
        while size := int(await reader.readline(), 16):
            yield await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readexactly(2)


class Laptop:
    """One laptop with all that it will send."""

    def __init__(self, plan: Plan, key: bytes, context: ssl.SSLContext, n: int) -> None:
        self._plan, self._context, self._key = plan, context, SigningKey.from_bytes(key)
        self._line = Line(plan, context)
        written = list(_entries(plan, n))
        self._body = b"".join(run_of((frame(Kind.BUNDLE, bundle.pack(written, self._key)),)))
        self._end = (written[0].header.journal_id, len(written), written[-1].hash)
        self._stem = secrets.token_bytes(plan.size - 4)
        self._names = {
            sha256(part.to_bytes(4, "big") + self._stem).hexdigest(): part for part in range(plan.photos)
        }
        self.begins = 0, ""
        self.push_seconds = 0.0

    async def stand(self) -> tuple[int, str]:
        """Ask where the hub's log stands: an exchange yesterday left each laptop there."""
        await self._sign_on()
        told = wire.load(await self._json("have", {}))
        await self._line.close()
        return told["no"], told["log"]

    async def sync(self) -> None:
        """Do a whole exchange."""
        line = self._line = Line(self._plan, self._context)
        await line.ask("GET", wire.HELLO)
        await self._sign_on()
        (no, log), more = self.begins, True
        while more:
            _, told = read_all(await self._json("pull", {"no": no, "log": log}))
            no, log, more = told["no"], told["log"], told["more"]
        await self._json("have", {})
        began = time.perf_counter()
        answered = await line.ask("POST", self._path("push"), self._body, **{"Content-Type": wire.FRAMES})
        self.push_seconds = time.perf_counter() - began
        if [one.kind for one in read_all(answered)[0]] != [Kind.RECEIPT]:
            raise RuntimeError("no receipts")
        await self._bring_photos()
        journal, seq, digest = self._end
        tips = sha256(wire.dump(wire.told_tips({journal: [(seq, digest)]}))).hexdigest()
        await self._json("digest", {"tips_hash": tips, "digest": tips, "no": no})
        await line.close()

    async def _bring_photos(self) -> None:
        told = wire.load(await self._json("blobs/missing", {"names": sorted(self._names)}))
        size = self._plan.size + 512
        waiting = deque((name, size) for name in told["missing"])
        pace = Pace(told["several"], wire.MOST_NAMES)
        while waiting:
            names, began = pace.group(waiting), time.perf_counter()
            parts = [
                bytes.fromhex(name) + self._names[name].to_bytes(4, "big") + self._stem for name in names
            ]
            body = b"".join(run_of(frame(Kind.BLOB, each) for each in parts))
            path, kind = self._path("blobs/several"), {"Content-Type": wire.FRAMES}
            answered = await self._line.ask("POST", path, body, **kind)
            if [one.kind for one in read_all(answered)[0]] != [Kind.BLOB_RECEIPT]:
                raise RuntimeError("no receipt")
            pace.took(size * len(names), time.perf_counter() - began)

    async def _sign_on(self) -> None:
        key = self._key.public.raw.hex()
        asked = await self._line.ask("POST", wire.NONCE, wire.dump({"key": key}))
        nonce = wire.load(asked)["nonce"]
        signature = self._key.sign("sign-on", self._plan.hub.encode() + bytes.fromhex(nonce)).hex()
        told = wire.dump({"key": key, "nonce": nonce, "signature": signature})
        self._line.token = wire.load(await self._line.ask("POST", wire.TOKEN, told))["token"]

    async def _json(self, what: str, told: Mapping[str, object]) -> bytes:
        return await self._line.ask("POST", self._path(what), wire.dump(told), **{"Content-Type": wire.JSON})

    def _path(self, what: str) -> str:
        return wire.path_of(self._plan.workspace, what)


def _entries(plan: Plan, n: int) -> Iterable[Entry]:
    head, tx = Head(secrets.token_hex(16)), secrets.token_hex(16)
    for each in exchange_changes.changes(plan.changes, seed=secrets.randbits(64) + n):
        entry = append(
            head,
            workspace=plan.workspace,
            wall=_WALL,
            user=f"user-{n}",
            tx=tx,
            tx_last=head.seq + 1 == plan.changes,
            entity="finding",
            entity_id=secrets.token_hex(16),
            op="create",
            fields={name: {"value": value, "base": []} for name, value in each.fields.items()},
        )
        yield entry
        head = head_after(entry)


async def play(plan: Plan) -> dict[str, object]:
    """Let all laptops sync at once, and return how long it took, and each one's push."""
    context = _pinned(plan.certificate)
    laptops = [Laptop(plan, key, context, n) for n, key in enumerate(plan.keys)]
    stands = await laptops[0].stand()
    for each in laptops:
        each.begins = stands
    began, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(each.sync() for each in laptops))
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    return {"seconds": took, "cpu": cpu, "push": sorted(each.push_seconds for each in laptops)}


def _pinned(certificate: bytes) -> ssl.SSLContext:
    """Return a context that believes this certificate alone, as a laptop does."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=certificate)
    context.verify_flags = context.verify_flags | ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    return context


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(play(Plan.read(Path(sys.argv[1]))))) + "\n")
