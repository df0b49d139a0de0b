"""The office's recovery key: opens every laptop's backup when no person's password is left to open it.

A file for the safe, wrapped under a code that is written down apart from it: neither is worth anything alone.
Only its public half travels (with each enrolment), and laptops seal for it what their backups need.
"""

import re
from base64 import b64decode, b64encode
from hashlib import sha256

import orjson

from inspector_app.domain.errors import DamagedError, SignInError, UnavailableError

from .recovery_code import new_code, read_code
from .seal import SealKey
from .wrapping import NONCE_BYTES, SALT_BYTES, Cost, Wrapped, unwrap, wrap

FORMAT, VERSION = "inspector-recovery", 1
MOST_BYTES = 10_000
_WORKSPACE = re.compile(r"[0-9a-f]{32}")


def make(workspace: str, cost: Cost | None = None) -> tuple[bytes, bytes, str]:
    """Make a recovery key for a workspace (32 hex digits).

    Returns:
        the key file's bytes, the public key of 32 bytes, and the code, to be shown once.
    """
    key, code, cost = SealKey.new(), new_code(), cost or Cost()
    wrapped = wrap(key.to_bytes(), read_code(code), cost, _bound(workspace, key.public))
    content: dict[str, object] = {
        "format": FORMAT,
        "v": VERSION,
        "workspace": workspace,
        "public": _text(key.public),
        "kdf": [cost.memory, cost.time, cost.lanes],
        "box": [_text(wrapped.salt), _text(wrapped.nonce), _text(wrapped.box)],
    }
    content["sum"] = _sum(content)
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n", key.public, code


def open_key(content: bytes, code: str, where: str = "") -> SealKey:
    """Open a recovery key's file with its code.

    Args:
        where: the file's name, for what is told when it does not open.

    Raises:
        DamagedError: `trust.recovery_key_damaged`: altered, cut, or not such a file.
        SignInError: `trust.recovery_mistyped`, `trust.wrong_recovery`.
        UnavailableError: `trust.newer_slots` of a newer program, `trust.no_memory`.
    """
    workspace, public, cost, wrapped = _read(content, where)
    seed = unwrap(wrapped, read_code(code), cost, _bound(workspace, public))
    if seed is None:
        raise SignInError("trust.wrong_recovery", where=where)
    key = SealKey.from_bytes(seed)
    if key.public != public:
        raise DamagedError("trust.recovery_key_damaged", where=where)
    return key


def _read(content: bytes, where: str) -> tuple[str, bytes, Cost, Wrapped]:
    if len(content) > MOST_BYTES:
        raise DamagedError("trust.recovery_key_damaged", where=where)
    try:
        told = orjson.loads(content)
        if told["format"] != FORMAT or told.pop("sum") != _sum(told):
            raise DamagedError("trust.recovery_key_damaged", where=where)
        if told["v"] > VERSION:
            raise UnavailableError("trust.newer_slots", where=where, have=VERSION, needed=told["v"])
        workspace, public = told["workspace"], b64decode(told["public"], validate=True)
        memory, time, lanes = told["kdf"]
        cost = Cost(memory, time, lanes)
        wrapped = Wrapped(*(b64decode(part, validate=True) for part in told["box"]))
        whole = all(type(one) is int for one in told["kdf"]) and cost.sound
        sound = whole and _WORKSPACE.fullmatch(workspace) and len(public) == len(wrapped.box) - 16 == 32
        sizes = (len(wrapped.salt), len(wrapped.nonce)) == (SALT_BYTES, NONCE_BYTES)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise DamagedError("trust.recovery_key_damaged", where=where) from problem
    if not (sound and sizes):
        raise DamagedError("trust.recovery_key_damaged", where=where)
    return workspace, public, cost, wrapped


def _bound(workspace: str, public: bytes) -> bytes:
    return b"office recovery 1\0" + workspace.encode() + public


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _sum(content: dict[str, object]) -> str:
    return sha256(b"recovery1" + orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
