"""The bytes of the key-slot file: JSON, with a checksum that tells damage from a wrong password."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from inspector_app.domain.errors import DamagedError, UnavailableError

from .wrapping import Cost, Wrapped

FORMAT = "inspector-slots"
VERSION, ALG = 1, 1  # alg 1: argon2id + AES-256-GCM; another number leaves room for SM3 and SM4
RECOVERY = ""
"""The recovery slot's user: nobody's."""

MOST_BYTES = 1_000_000
_WORKSPACE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in: whose it is, what a guess costs, and the sealed secret."""

    user: str
    name: str
    cost: Cost
    wrapped: Wrapped


@dataclass(frozen=True, slots=True)
class Slots:
    """The whole file: `slots` by user, the recovery slot under `RECOVERY`."""

    workspace: str
    training: bool
    slots: dict[str, Slot]

    def bound(self, user: str, name: str, cost: Cost) -> bytes:
        """Return what a slot's box is bound to: altered, it cannot be opened any more."""
        return _dump({"workspace": self.workspace, "training": self.training, **_head(user, name, cost)})


def write(told: Slots) -> bytes:
    """Return the file's bytes."""
    slots = [
        _head(slot.user, slot.name, slot.cost) | _box(slot.wrapped) for slot in _in_order(told.slots.values())
    ]
    content: dict[str, object] = {
        "format": FORMAT,
        "v": VERSION,
        "workspace": told.workspace,
        "training": told.training,
        "slots": slots,
    }
    content["sum"] = _sum(content)
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"


def read(content: bytes, where: str) -> Slots:
    """Read the file's bytes.

    Raises:
        DamagedError: `trust.slots_damaged`.
        UnavailableError: `trust.newer_slots`: a newer program wrote it; have, needed.
    """
    try:
        told = orjson.loads(content)
        if told["format"] != FORMAT or told.pop("sum") != _sum(told):
            raise DamagedError("trust.slots_damaged", where=where)
        if told["v"] > VERSION or any(each["alg"] > ALG for each in told["slots"]):
            raise UnavailableError("trust.newer_slots", where=where, have=VERSION, needed=told["v"])
        slots = {each["user"]: _slot(each) for each in told["slots"]}
        sound = (
            isinstance(told["training"], bool)
            and _WORKSPACE.fullmatch(told["workspace"])
            and RECOVERY in slots
            and len(slots) == len(told["slots"])
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise DamagedError("trust.slots_damaged", where=where) from problem
    if not sound:
        raise DamagedError("trust.slots_damaged", where=where)
    return Slots(told["workspace"], told["training"], slots)


def _in_order(slots: Iterable[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: slot.user)


def _head(user: str, name: str, cost: Cost) -> dict[str, object]:
    kdf = {"name": "argon2id", "memory": cost.memory, "time": cost.time, "lanes": cost.lanes}
    return {"alg": ALG, "user": user, "name": name, "kdf": kdf}


def _box(wrapped: Wrapped) -> dict[str, object]:
    parts = {"salt": wrapped.salt, "nonce": wrapped.nonce, "box": wrapped.box}
    return {name: b64encode(part).decode() for name, part in parts.items()}


def _slot(told: dict[str, Any]) -> Slot:
    user, name, kdf = told["user"], told["name"], told["kdf"]
    cost = Cost(kdf["memory"], kdf["time"], kdf["lanes"])
    parts = [b64decode(told[part], validate=True) for part in ("salt", "nonce", "box")]
    numbers = all(type(each) is int for each in (cost.memory, cost.time, cost.lanes))
    if not (isinstance(user, str) and isinstance(name, str) and numbers and cost.sound):
        raise ValueError("slot")
    if [len(part) for part in parts[:2]] != [16, 12] or len(parts[2]) < 16:
        raise ValueError("slot")
    return Slot(user, name, cost, Wrapped(*parts))


def _sum(content: dict[str, object]) -> str:
    return sha256(b"slots1" + _dump(content)).hexdigest()


def _dump(content: dict[str, object]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
