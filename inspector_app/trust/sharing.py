"""The key file of a workspace that is shared by key: one master key, sealed for each person who may open it.

No password stands here: whoever signs in has their signing key at hand, and what was sealed for it opens. So
a colleague is let in without being asked, by their certificate alone. A box holds the master key, and for an
administrator the workspace's root key beside it, which appoints those who come later. One recovery code on
paper opens it when everybody who could is gone.

Taking somebody's box away takes away a way in; whoever copied the file or the master key before is not
stopped by it. The wrapped secret of the recovery code may travel: it says nothing to who has not the code.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Any

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.domain.errors import DamagedError, SignInError, UnavailableError

from .durable import write_durably
from .keys import SigningKey, VerifyKey
from .recipients import opener_of, recipient_of
from .recovery_code import new_code, read_code
from .seal import seal
from .tries import Tries
from .wrapping import NONCE_BYTES, SALT_BYTES, Cost, Wrapped, unwrap, wrap

FORMAT, VERSION, ALG = "inspector-shared", 1, 1
MOST_BYTES = 1_000_000
_KEY, _TAG = 32, 16
_RECOVERY = ""
_WORKSPACE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Shared:
    """A shared workspace's keys.

    Attributes:
        root: appoints those who may work there; None for who is no administrator of it.
    """

    master: bytes = field(repr=False)
    data_key: bytes = field(repr=False)
    vault_key: bytes = field(repr=False)
    root: SigningKey | None = None

    @property
    def carried_key(self) -> bytes:
        """The key under which its content travels past who may not read it, 32 bytes."""
        return HKDF(SHA256(), _KEY, salt=None, info=b"inspector shared exchange 1").derive(self.master)


@dataclass(frozen=True, slots=True)
class Box:
    """What is sealed for one person: the id of the key it was sealed for, and the box."""

    key_id: str
    box: bytes


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the recovery code opens: the workspace's keys, wrapped, and the cost of trying a code."""

    cost: Cost
    wrapped: Wrapped = field(repr=False)

    def to_content(self) -> dict[str, object]:
        """Return it as JSON values."""
        wrapped = self.wrapped
        return {
            "kdf": {"memory": self.cost.memory, "time": self.cost.time, "lanes": self.cost.lanes},
            "recovery": [_text(wrapped.salt), _text(wrapped.nonce), _text(wrapped.box)],
        }

    @staticmethod
    def from_content(told: Mapping[str, Any], where: str) -> "Recovery":
        """Read what `to_content` wrote; more in it does no harm.

        Raises:
            DamagedError: `trust.shared_damaged`.
        """
        try:
            cost = Cost(told["kdf"]["memory"], told["kdf"]["time"], told["kdf"]["lanes"])
            wrapped = Wrapped(*(b64decode(part, validate=True) for part in told["recovery"]))
            sound = _sound(cost, wrapped)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise DamagedError("trust.shared_damaged", where=where) from problem
        if not sound:
            raise DamagedError("trust.shared_damaged", where=where)
        return Recovery(cost, wrapped)


@dataclass(frozen=True, slots=True)
class _Told:
    workspace: str
    boxes: Mapping[str, Box]
    recovery: Recovery


class ShareFile:
    """The key file. Changes are durable before a method returns.

    Attributes:
        path: the file. `<path>.tries` beside it counts failed recoveries.
    """

    def __init__(self, path: Path, told: _Told) -> None:
        self.path = path
        self._told = told

    @staticmethod
    def read(path: Path) -> "ShareFile":
        """Read the file; its people's ids stand in it openly, and nothing else does.

        Raises:
            DamagedError: `trust.shared_damaged`: altered, cut, or not such a file.
            UnavailableError: `trust.file_unreadable`; `trust.newer_slots` of a newer program.
        """
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise UnavailableError("trust.file_unreadable", where=str(path), reason=reason) from problem
        return ShareFile(path, _read(content, str(path)))

    @property
    def workspace(self) -> str:
        """Id of the shared workspace, 32 hex digits."""
        return self._told.workspace

    def people(self) -> dict[str, str]:
        """Return the id of the key that each person's box was sealed for, by the person's id."""
        return {user: one.key_id for user, one in sorted(self._told.boxes.items())}

    def open(self, user: str, key: SigningKey) -> Shared | None:
        """Return the keys for a person, None when nothing is sealed for this key of theirs.

        Raises:
            DamagedError: `trust.box_damaged`.
        """
        box = self._told.boxes.get(user)
        if box is None or box.key_id != key.key_id:
            return None
        return open_box(box, self.workspace, user, key)

    def give(self, opened: Shared, user: str, key: VerifyKey, *, administrator: bool) -> None:
        """Seal the keys for a person; a box they had before is replaced.

        Args:
            administrator: they get the root key as well, and can let others in.

        Raises:
            DamagedError: `trust.key_damaged`. SignInError: `trust.no_root_key`.
        """
        self.put(user, box_for(opened, self.workspace, user, key, administrator=administrator))

    def put(self, user: str, box: Box) -> None:
        """Keep a box that was sealed for a person; one they had before is replaced."""
        self._save(replace(self._told, boxes={**self._told.boxes, user: box}))

    def take(self, user: str) -> None:
        """Take a person's box away; that of nobody changes nothing."""
        if user in self._told.boxes:
            left = {one: box for one, box in self._told.boxes.items() if one != user}
            self._save(replace(self._told, boxes=left))

    def renew_recovery(self, opened: Shared) -> str:
        """Replace the recovery code and return the new one, to be shown once; the old one is worthless.

        Raises:
            SignInError: `trust.no_root_key`.
        """
        cost = self._told.recovery.cost
        code, recovery = _recovery(self.workspace, opened.master, _root(opened, _RECOVERY), cost)
        self.keep_recovery(recovery)
        return code

    @property
    def recovery(self) -> Recovery:
        """What the recovery code opens here."""
        return self._told.recovery

    def keep_recovery(self, recovery: Recovery) -> None:
        """Let the code of a recovery that came from elsewhere open this file, instead of that of before."""
        if recovery != self._told.recovery:
            self._save(replace(self._told, recovery=recovery))

    def recover(self, code: str, *, now: datetime) -> Shared:
        """Open with the recovery code.

        Raises:
            SignInError: `trust.recovery_mistyped`, `trust.wrong_recovery`, `trust.wait`.
        """
        told = read_code(code)
        tries = Tries(self.path.with_name(self.path.name + ".tries"))
        tries.begin(_RECOVERY, now)
        here = self._told.recovery
        secret = unwrap(here.wrapped, told, here.cost, _bound(self.workspace, here.cost))
        if secret is None:
            raise SignInError("trust.wrong_recovery", where=str(self.path))
        tries.succeeded(_RECOVERY)
        return _shared(secret, self.workspace)

    def _save(self, told: _Told) -> None:
        write_durably(self.path, _write(told))
        self._told = told


def create_shared(
    path: Path, *, workspace: str, root: SigningKey, cost: Cost | None = None
) -> tuple[ShareFile, Shared]:
    """Make a shared workspace's key file, opened by nobody yet; give and write the recovery code next.

    Raises:
        UnavailableError: `trust.file_not_written`, `trust.no_memory`.
    """
    cost = cost or Cost()
    master = token_bytes(_KEY)
    # The code of this first slot is told to nobody: `renew_recovery` makes the one that is written down.
    _, recovery = _recovery(workspace, master, root, cost)
    file = ShareFile(path, _Told(workspace, {}, recovery))
    file._save(file._told)
    return file, _shared(master + root.to_bytes(), workspace)


def write_carried(
    path: Path, workspace: str, boxes: Mapping[str, Box], recovery: Recovery | None = None
) -> ShareFile:
    """Make a shared workspace's key file of what came from elsewhere.

    Args:
        boxes: by person.
        recovery: what the office's recovery code opens; left out, no code opens this file: random bytes
            stand in that place until a recovery comes or an administrator makes a code here.

    Raises:
        UnavailableError: `trust.file_not_written`.
    """
    file = ShareFile(path, _Told(workspace, dict(boxes), recovery or _no_recovery()))
    file._save(file._told)
    return file


def _no_recovery() -> Recovery:
    nothing = token_bytes(2 * _KEY + _TAG)
    return Recovery(Cost(), Wrapped(token_bytes(SALT_BYTES), token_bytes(NONCE_BYTES), nothing))


def box_for(opened: Shared, workspace: str, user: str, key: VerifyKey, *, administrator: bool) -> Box:
    """Return the keys of a workspace, sealed for a person.

    Args:
        administrator: they get the root key as well, and can let others in.

    Raises:
        DamagedError: `trust.key_damaged`. SignInError: `trust.no_root_key`.
    """
    secret = opened.master
    if administrator:
        secret += _root(opened, user).to_bytes()
    return Box(key.key_id, seal(recipient_of(key), secret, _context(workspace, user)))


def open_box(box: Box, workspace: str, user: str, key: SigningKey) -> Shared:
    """Return the keys that were sealed for a person.

    Raises:
        DamagedError: `trust.box_damaged`.
    """
    secret = opener_of(key).open_sealed(box.box, _context(workspace, user))
    if len(secret) not in (_KEY, 2 * _KEY):
        raise DamagedError("trust.box_damaged", length=len(box.box))
    return _shared(secret, workspace)


def _context(workspace: str, user: str) -> bytes:
    return b"shared workspace 1\0" + workspace.encode() + b"\0" + user.encode()


def _root(opened: Shared, user: str) -> SigningKey:
    if opened.root is None:
        raise SignInError("trust.no_root_key", where=user)
    return opened.root


def _shared(secret: bytes, workspace: str) -> Shared:
    master, seed = secret[:_KEY], secret[_KEY:]
    salt = bytes.fromhex(workspace)
    keys = HKDF(SHA256(), 64, salt=salt, info=b"inspector shared keys 1").derive(master)
    return Shared(master, keys[:32], keys[32:], SigningKey.from_bytes(seed) if seed else None)


def _bound(workspace: str, cost: Cost) -> bytes:
    return _dump({"workspace": workspace, "kdf": [cost.memory, cost.time, cost.lanes]})


def _recovery(workspace: str, master: bytes, root: SigningKey, cost: Cost) -> tuple[str, Recovery]:
    code = new_code()
    wrapped = wrap(master + root.to_bytes(), read_code(code), cost, _bound(workspace, cost))
    return code, Recovery(cost, wrapped)


def _write(told: _Told) -> bytes:
    content: dict[str, object] = {
        "format": FORMAT,
        "v": VERSION,
        "alg": ALG,
        "workspace": told.workspace,
        "boxes": {user: {"key": one.key_id, "box": _text(one.box)} for user, one in told.boxes.items()},
        **told.recovery.to_content(),
    }
    content["sum"] = _sum(content)
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"


def _read(content: bytes, where: str) -> _Told:
    try:
        told = orjson.loads(content)
        if told["format"] != FORMAT or told.pop("sum") != _sum(told):
            raise DamagedError("trust.shared_damaged", where=where)
        if told["v"] > VERSION or told["alg"] > ALG:
            raise UnavailableError("trust.newer_slots", where=where, have=VERSION, needed=told["v"])
        boxes = {user: _box(one) for user, one in told["boxes"].items()}
        recovery = Recovery.from_content(told, where)
        sound = _WORKSPACE.fullmatch(told["workspace"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise DamagedError("trust.shared_damaged", where=where) from problem
    if not sound:
        raise DamagedError("trust.shared_damaged", where=where)
    return _Told(told["workspace"], boxes, recovery)


def _sound(cost: Cost, recovery: Wrapped) -> bool:
    """Tell whether the recovery can be tried at all: what the ciphers would fail at is damage."""
    whole = all(type(one) is int for one in (cost.memory, cost.time, cost.lanes))
    sizes = (len(recovery.salt), len(recovery.nonce)) == (SALT_BYTES, NONCE_BYTES)
    return whole and cost.sound and sizes and len(recovery.box) >= _KEY


def _box(told: dict[str, Any]) -> Box:
    return Box(str(told["key"]), b64decode(told["box"], validate=True))


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _sum(content: dict[str, object]) -> str:
    return sha256(b"shared1" + _dump(content)).hexdigest()


def _dump(content: dict[str, object]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
