"""A laptop as the wire sees it: keys, a journal of its own, and questions over TLS."""

import secrets
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from inspector_app.journal import bundle
from inspector_app.journal.chain import Head, append, head_after
from inspector_app.journal.entry import Entry
from inspector_app.sync import wire
from inspector_app.sync.frames import Frame, Kind, frame, read_all, run_of
from inspector_app.trust.enrolment import Grant, Request, ask
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import SigningKey

WALL = "2026-11-26T09:00:00+08:00"


def client(url: str, address: str = "") -> httpx.Client:
    """Return a client of a hub; its certificate is compared elsewhere."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    transport = httpx.HTTPTransport(verify=context, local_address=address or None, trust_env=False)
    return httpx.Client(base_url=url, transport=transport, timeout=60, trust_env=False)


@dataclass
class Laptop:
    """One laptop; `http` speaks to the hub, and `token` is set once it signed on."""

    http: httpx.Client
    hub: str
    workspace: str = ""
    device: SigningKey = field(default_factory=SigningKey.new)
    person: SigningKey = field(default_factory=SigningKey.new)
    token: str = ""
    journal: str = field(default_factory=lambda: secrets.token_hex(16))
    entries: list[Entry] = field(default_factory=list)

    def enrol(self, code: str) -> Grant:
        """Join by a code."""
        secret = EnrolmentCode.parse(code).secret
        request = self.request()
        told = {"secret": secret.hex(), "request": request.to_content()}
        answer = self.http.post(wire.ENROL, content=wire.dump(told))
        assert answer.status_code == 200, answer.text
        grant = Grant.from_bytes(answer.content)
        grant.checked(request)
        self.workspace = grant.workspace
        return grant

    def request(self) -> Request:
        """Return what it asks of the hub."""
        return ask(self.device, self.person, datetime.now(UTC))

    def sign_on(self) -> "Laptop":
        """Get a token."""
        answer = self.try_sign_on()
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["token"]
        return self

    def try_sign_on(self) -> httpx.Response:
        """Ask for a token, and return the hub's last answer."""
        key = self.device.public.raw.hex()
        answer = self.http.post(wire.NONCE, content=wire.dump({"key": key}))
        if answer.status_code != 200:
            return answer
        nonce = answer.json()["nonce"]
        signature = self.device.sign("sign-on", self.hub.encode() + bytes.fromhex(nonce))
        told = {"key": key, "nonce": nonce, "signature": signature.hex()}
        return self.http.post(wire.TOKEN, content=wire.dump(told))

    @property
    def bearer(self) -> dict[str, str]:
        """The header that says who it is."""
        return {"Authorization": f"Bearer {self.token}"}

    def ask(self, what: str, told: Mapping[str, Any]) -> httpx.Response:
        """Ask a question of its workspace in JSON."""
        path = wire.path_of(self.workspace, what)
        return self.http.post(path, content=wire.dump(told), headers=self.bearer)

    def write(self, count: int, size: int = 100) -> bytes:
        """Write entries into its journal, and return the bundle of them."""
        head = head_after(self.entries[-1]) if self.entries else Head(self.journal)
        written = []
        for n in range(count):
            entry = append(
                head,
                workspace=self.workspace,
                wall=WALL,
                user="someone",
                tx=secrets.token_hex(16),
                tx_last=True,
                entity="note",
                entity_id=secrets.token_hex(8),
                op="create",
                fields={
                    "text": {"value": secrets.token_hex(size // 2), "base": []},
                    "n": {"value": n, "base": []},
                },
            )
            written.append(entry)
            head = head_after(entry)
        self.entries += written
        return bundle.pack(written, self.device)

    def push(self, *bundles: bytes) -> httpx.Response:
        """Send bundles."""
        path = wire.path_of(self.workspace, "push")
        return self.http.post(path, content=body_of(*bundles), headers=self.bearer)

    def pull(self, no: int = 0, log: bytes = bytes(32)) -> tuple[list[bytes], dict[str, Any]]:
        """Fetch the bundles behind a place of the log."""
        answer = self.ask("pull", {"no": no, "log": log.hex()})
        assert answer.status_code == 200, answer.text
        frames, end = read_all(answer.content)
        return [one.content for one in frames if one.kind is Kind.BUNDLE], end

    def put(self, name: str, sha: str, content: bytes | Iterator[bytes]) -> httpx.Response:
        """Bring a file."""
        path = wire.path_of(self.workspace, f"blobs/{name}")
        return self.http.put(path, content=content, headers={**self.bearer, wire.SHA_HEADER: sha})


def body_of(*bundles: bytes) -> bytes:
    """Return the body of a push."""
    return b"".join(run_of(frame(Kind.BUNDLE, raw) for raw in bundles))


def frames_of(answer: httpx.Response) -> list[Frame]:
    """Return the frames of an answer, whole."""
    assert answer.status_code == 200, answer.text
    return read_all(answer.content)[0]
