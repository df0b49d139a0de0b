"""The office's root key as a file for the safe: wrapped under a code that is written down apart from it.

The hub does not keep the root key. With this file and its code administrators are appointed, and nobody else
needs it.
"""

import re
from base64 import b64decode, b64encode

import orjson

from inspector_app.domain.errors import DamagedError, SignInError
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.recovery_code import new_code, read_code
from inspector_app.trust.wrapping import NONCE_BYTES, SALT_BYTES, Cost, Wrapped, unwrap, wrap

FORMAT, VERSION = "inspector-root", 1
MOST_BYTES = 10_000
_WORKSPACE = re.compile(r"[0-9a-f]{32}")
_BOX = 32 + 16


def make(root: SigningKey, workspace: str, cost: Cost | None = None) -> tuple[bytes, str]:
    """Return a root key's file and its code, which is shown once.

    Args:
        workspace: 32 hex digits.
    """
    code, cost = new_code(), cost or Cost()
    wrapped = wrap(root.to_bytes(), read_code(code), cost, _bound(workspace, root.key_id))
    content = {
        "format": FORMAT,
        "v": VERSION,
        "workspace": workspace,
        "key": root.key_id,
        "kdf": [cost.memory, cost.time, cost.lanes],
        "box": [b64encode(part).decode() for part in (wrapped.salt, wrapped.nonce, wrapped.box)],
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n", code


def open_key(content: bytes, code: str, where: str = "") -> SigningKey:
    """Return the root key of a file.

    Args:
        where: the file's name, for what is told when it does not open.

    Raises:
        DamagedError: `hub.root_file_damaged`: it is no such file, or altered.
        SignInError: `trust.recovery_mistyped`; `hub.root_code_wrong`.
    """
    workspace, key_id, cost, wrapped = _read(content, where)
    seed = unwrap(wrapped, read_code(code), cost, _bound(workspace, key_id))
    if seed is None:
        raise SignInError("hub.root_code_wrong", where=where)
    return SigningKey.from_bytes(seed)


def _read(content: bytes, where: str) -> tuple[str, str, Cost, Wrapped]:
    try:
        told = orjson.loads(content[: MOST_BYTES + 1])
        cost = Cost(*told["kdf"])
        wrapped = Wrapped(*(b64decode(part, validate=True) for part in told["box"]))
        workspace, key_id = str(told["workspace"]), str(told["key"])
        whole = all(type(each) is int for each in told["kdf"]) and cost.sound
        sizes = (len(wrapped.salt), len(wrapped.nonce), len(wrapped.box)) == (SALT_BYTES, NONCE_BYTES, _BOX)
        sound = (told["format"], told["v"]) == (FORMAT, VERSION) and _WORKSPACE.fullmatch(workspace)
    except (ValueError, KeyError, TypeError) as problem:
        raise DamagedError("hub.root_file_damaged", where=where) from problem
    if not (whole and sizes and sound):
        raise DamagedError("hub.root_file_damaged", where=where)
    return workspace, key_id, cost, wrapped


def _bound(workspace: str, key_id: str) -> bytes:
    return b"office root 1" + bytes.fromhex(workspace) + key_id.encode()
