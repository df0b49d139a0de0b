"""A hub of before, by hand: wire version 1 as it is written down, nothing of ours imported.

It holds what comes as it came, knows of each bundle what its header says, and signs receipts. Of bodies it
knows form 1, as the hub of before did; `forms` says which versions of a bundle's form it takes.
"""

import hashlib
import json
import struct
import threading
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tests.previous import client as wire

Answer = tuple[int, dict[str, str], bytes]


class RefusedError(Exception):
    """status, code, values."""


@dataclass
class HubOfBefore:
    """One workspace, whose machines are known by their public keys."""

    id: str
    workspace: str
    key: Ed25519PrivateKey
    machines: dict[str, bytes]
    time: str
    forms: tuple[int, ...] = (1,)
    protocols: tuple[int, ...] = (1,)
    least: str = "0.1.0"
    program: str = "0.1.0"
    bundles: list[bytes] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    tips: dict[str, list[Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """Answer one question; what it refuses says why in JSON."""
        what = path.removeprefix(f"/v1/{self.workspace}/").removeprefix("/v1/")
        with self.lock:
            self.asked.append(f"{method} {what.split('/')[0]}")
            try:
                return self._said(200, self._told(method, what, body))
            except RefusedError as refused:
                status, code, values = refused.args
                return self._said(
                    status, wire.dump({"code": code, "where": "", "message": code, "values": values})
                )

    def _said(self, status: int, content: bytes) -> Answer:
        return status, {"X-Inspector-Hub": self.id}, content

    def _told(self, method: str, what: str, body: bytes) -> bytes:
        if what == "hello":
            key = self.key.public_key().public_bytes_raw().hex()
            told = {"hub": self.id, "key": key, "protocols": list(self.protocols), "time": self.time}
            return wire.dump({**told, "program": self.program, "least": self.least})
        if what == "nonce":
            return wire.dump({"nonce": "ab" * 32})
        if what == "token":
            return self._token(json.loads(body))
        if what == "push":
            return self._push(body)
        if what.startswith("blobs/") and what != "blobs/missing":
            return self._blob(method, what.removeprefix("blobs/"), body)
        return self._asked(what, json.loads(body))

    def _asked(self, what: str, told: dict[str, Any]) -> bytes:
        if what == "have":
            log = wire.log_of(self.bundles).hex()
            return wire.dump({"tips": self.tips, "no": len(self.bundles), "log": log})
        if what == "pull":
            return self._pull(told)
        if what == "receipts":
            ends = [(name, *end) for name, several in told["tips"].items() for end in several]
            held = [end for end in ends if list(end[1:]) in self.tips.get(end[0], [])]
            return wire.run_of(*(wire.framed(wire.RECEIPT, self._receipt(*end)) for end in held))
        if what == "blobs/missing":
            lacking = [one for one in told["names"] if one not in self.blobs]
            held = sorted(set(told["names"]) - set(lacking))
            more = {"receipt": b64encode(self._blob_receipt(held)).decode()} if held else {}
            return wire.dump({"missing": lacking, **more})
        if what == "digest":
            return wire.dump({"same": 0, "differ": 0})
        raise RefusedError(404, "hub.page_unknown", {})

    def _token(self, told: dict[str, Any]) -> bytes:
        message = wire.signed("sign-on", self.id.encode() + bytes.fromhex("ab" * 32))
        try:
            known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["key"]))
            known.verify(bytes.fromhex(told["signature"]), message)
        except InvalidSignature as problem:
            raise RefusedError(401, "hub.sign_on_refused", {}) from problem
        return wire.dump({"token": "t" * 43, "seconds": 3600})

    def _push(self, body: bytes) -> bytes:
        receipts: list[bytes] = []
        for kind, raw in wire.read_run(body)[0]:
            try:
                if kind != wire.BUNDLE:
                    raise RefusedError(422, "exchange.frame_damaged", {})
                receipts.append(self._take(raw))
            except RefusedError as refused:
                status, code, values = refused.args
                told = [b64encode(one).decode() for one in receipts]
                raise RefusedError(
                    status, code, {**values, "index": len(receipts), "receipts": told}
                ) from refused
        return wire.run_of(*(wire.framed(wire.RECEIPT, one) for one in receipts))

    def _take(self, raw: bytes) -> bytes:
        if raw[3] not in self.forms:
            raise RefusedError(422, "journal.newer_bundle", {"needed": raw[3], "have": max(self.forms)})
        length = struct.unpack_from(">I", raw, 4)[0]
        header = raw[8 : 8 + length]
        told = json.loads(header)
        machine = self.machines.get(told["key"])
        if machine is None:
            raise RefusedError(422, "journal.bundle_unknown_key", {"key": told["key"]})
        known = Ed25519PublicKey.from_public_bytes(machine)
        known.verify(raw[8 + length : 72 + length], wire.signed("bundle", header))
        assert hashlib.sha256(raw[72 + length :]).hexdigest() == told["body"]
        last = told["first"] + told["n"] - 1
        held = self.tips.get(told["journal_id"], [[0, "00" * 32]])
        if held != [[last, told["last_hash"]]]:
            if held[0][0] != told["first"] - 1:
                raise RefusedError(409, "hub.gap", {})
            self.bundles.append(raw)
            self.tips[told["journal_id"]] = [[last, told["last_hash"]]]
        return self._receipt(told["journal_id"], last, told["last_hash"])

    def _receipt(self, journal: str, seq: int, digest: str) -> bytes:
        told = {"v": 1, "hub": self.id, "workspace": self.workspace, "journal_id": journal, "seq": seq}
        log = wire.log_of(self.bundles).hex()
        return self._signed("receipt", {**told, "hash": digest, "no": len(self.bundles), "log": log})

    def _blob_receipt(self, names: list[str]) -> bytes:
        return self._signed("blobs", {"v": 1, "hub": self.id, "workspace": self.workspace, "names": names})

    def _signed(self, purpose: str, told: dict[str, Any]) -> bytes:
        body = wire.dump({**told, "at": self.time})
        return body + self.key.sign(wire.signed(purpose, body))

    def _pull(self, told: dict[str, Any]) -> bytes:
        no = told["no"]
        if wire.log_of(self.bundles[:no]).hex() != told["log"]:
            raise RefusedError(409, "sync.log_differs", {})
        log = wire.log_of(self.bundles).hex()
        frames = [wire.framed(wire.BUNDLE, one) for one in self.bundles[no:]]
        return wire.run_of(*frames, no=len(self.bundles), log=log, more=False)

    def _blob(self, method: str, name: str, body: bytes) -> bytes:
        if method == "GET":
            if name not in self.blobs:
                raise RefusedError(404, "hub.blob_unknown", {})
            return self.blobs[name]
        assert hashlib.sha256(body).hexdigest() == name
        self.blobs[name] = body
        return wire.run_of(wire.framed(wire.BLOB_RECEIPT, self._blob_receipt([name])))
