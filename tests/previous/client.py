"""A laptop's program of before, by hand: wire version 1 as it is written down, nothing of ours imported.

frame       kind (1 byte) + length (4 bytes, big-endian) + content; the last one of a run is END (7):
            JSON with count and sha256 of all the others
signature   Ed25519 over "inspector:" + purpose + 0 + message
receipt     JSON + signature (64 bytes) at the end
log         sha256("log1" + hash before + sha256(bundle)), from 32 zero bytes on
"""

import hashlib
import json
import ssl
import struct
from dataclasses import dataclass, field
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

BUNDLE, RECEIPT, END, BLOB_RECEIPT = 3, 4, 7, 8
FRAMES = "application/x-inspector-frames"
BUNDLE_VERSION = 1


class NewerBundleError(Exception):
    """What this program says to a bundle of a later one: needed, have."""


def dump(told: object) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def framed(kind: int, content: bytes) -> bytes:
    return struct.pack(">BI", kind, len(content)) + content


def run_of(*frames: bytes, **more: object) -> bytes:
    """Return frames and their END."""
    body = b"".join(frames)
    told = {"count": len(frames), "sha256": hashlib.sha256(body).hexdigest(), **more}
    return body + framed(END, dump(told))


def read_run(content: bytes) -> tuple[list[tuple[int, bytes]], dict[str, Any]]:
    """Return the frames of a whole run, and what its END says; asserts what END must say."""
    frames, place = [], 0
    while True:
        kind, length = struct.unpack_from(">BI", content, place)
        told = content[place + 5 : place + 5 + length]
        if kind == END:
            end: dict[str, Any] = json.loads(told)
            assert end["count"] == len(frames)
            assert end["sha256"] == hashlib.sha256(content[:place]).hexdigest()
            assert place + 5 + length == len(content)
            return frames, end
        frames.append((kind, told))
        place += 5 + length


def signed(purpose: str, message: bytes) -> bytes:
    return b"inspector:" + purpose.encode() + b"\0" + message


def read_signed(content: bytes, purpose: str, key: bytes) -> dict[str, Any]:
    """Return a receipt that this key signed; raises InvalidSignature otherwise."""
    body, signature = content[:-64], content[-64:]
    Ed25519PublicKey.from_public_bytes(key).verify(signature, signed(purpose, body))
    told: dict[str, Any] = json.loads(body)
    return told


def log_of(bundles: list[bytes], log: bytes = bytes(32)) -> bytes:
    for one in bundles:
        log = hashlib.sha256(b"log1" + log + hashlib.sha256(one).digest()).digest()
    return log


def header_of(bundle: bytes) -> dict[str, Any]:
    """Return what a bundle says of itself.

    Raises:
        NewerBundleError: its form is of a later program.
    """
    assert bundle[:3] == b"IJB"
    if bundle[3] != BUNDLE_VERSION:
        raise NewerBundleError(bundle[3], BUNDLE_VERSION)
    length = struct.unpack_from(">I", bundle, 4)[0]
    told: dict[str, Any] = json.loads(bundle[8 : 8 + length])
    return told


@dataclass
class Client:
    """One laptop of before that speaks to a hub."""

    url: str
    hub: str
    workspace: str
    device: Ed25519PrivateKey
    token: str = ""
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the certificate's fingerprint is compared by the test
        self.http = httpx.Client(base_url=self.url, verify=context, timeout=60, trust_env=False)

    def close(self) -> None:
        self.http.close()

    def hello(self) -> dict[str, Any]:
        answer = self.http.get("/v1/hello")
        assert answer.headers["X-Inspector-Hub"] == self.hub
        told: dict[str, Any] = answer.json()
        return told

    def sign_on(self) -> None:
        key = self.device.public_key().public_bytes_raw().hex()
        nonce = self.http.post("/v1/nonce", content=dump({"key": key})).json()["nonce"]
        message = signed("sign-on", self.hub.encode() + bytes.fromhex(nonce))
        told = {"key": key, "nonce": nonce, "signature": self.device.sign(message).hex()}
        answer = self.http.post("/v1/token", content=dump(told))
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["token"]

    def ask(self, what: str, told: dict[str, Any]) -> httpx.Response:
        return self._sent("POST", what, dump(told))

    def push(self, body: bytes) -> httpx.Response:
        return self._sent("POST", "push", body, {"Content-Type": FRAMES})

    def pull(self, no: int = 0, log: bytes = bytes(32)) -> tuple[list[bytes], dict[str, Any]]:
        answer = self.ask("pull", {"no": no, "log": log.hex()})
        assert answer.status_code == 200, answer.text
        frames, end = read_run(answer.content)
        assert all(kind == BUNDLE for kind, _ in frames)
        return [content for _, content in frames], end

    def put(self, name: str, content: bytes) -> httpx.Response:
        more = {"X-Content-SHA256": hashlib.sha256(content).hexdigest()}
        return self._sent("PUT", f"blobs/{name}", content, more)

    def get(self, name: str) -> bytes:
        return self._sent("GET", f"blobs/{name}", b"").content

    def _sent(
        self, method: str, what: str, body: bytes, more: dict[str, str] | None = None
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **(more or {})}
        answer = self.http.request(method, f"/v1/{self.workspace}/{what}", content=body, headers=headers)
        assert answer.headers["X-Inspector-Hub"] == self.hub
        return answer
