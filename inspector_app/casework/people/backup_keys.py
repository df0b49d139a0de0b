"""The office's way into a laptop's backups, prepared while somebody who has the laptop's keys signs in."""

import binascii
from base64 import b64decode, b64encode

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.domain.errors import DamagedError
from inspector_app.store.backup import Recovery
from inspector_app.store.store import Store
from inspector_app.trust import machine
from inspector_app.trust.seal import SealKey, seal
from inspector_app.trust.slots import Opened

MASTER = "backup.master"
"""Setting: the laptop's master key, sealed for the office's recovery key; JSON of both, base64."""


def training_key(password: str) -> SealKey:
    """Return the recovery key of a training workspace: it follows from the password that everybody knows."""
    told = HKDF(SHA256(), 32, salt=None, info=b"inspector training recovery 1").derive(password.encode())
    return SealKey.from_bytes(told)


def context(workspace: str) -> bytes:
    """Return what the master key's box is bound to."""
    return b"backup master 1\0" + workspace.encode()


def keep_master(store: Store, opened: Opened, training_password: str) -> None:
    """Seal the master key for the office's recovery key, once for each such key there ever is.

    Args:
        opened: the laptop's keys, at hand for this moment of the sign-in.

    Raises:
        DamagedError: `trust.setting_damaged`, `trust.key_damaged`.
    """
    public = _public(store, training_password)
    kept = recovery(store)
    if public is None or (kept is not None and kept.public == public):
        return
    box = seal(public, opened.master, context(store.meta.workspace))
    told = {"public": b64encode(public).decode(), "box": b64encode(box).decode()}
    store.set_setting(MASTER, orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode())


def recovery(store: Store) -> Recovery | None:
    """Return what a backup of this laptop is sealed for besides its own keys, None for nothing.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    told = store.setting(MASTER)
    if told is None:
        return None
    try:
        content = orjson.loads(told)
        public, box = (b64decode(content[name], validate=True) for name in ("public", "box"))
    except (ValueError, KeyError, TypeError, binascii.Error) as problem:
        raise DamagedError("trust.setting_damaged", where=MASTER) from problem
    return Recovery(public, box)


def _public(store: Store, training_password: str) -> bytes | None:
    told = store.setting(machine.RECOVERY)
    if told is not None:
        return machine.key_bytes(told, machine.RECOVERY)
    return training_key(training_password).public if store.meta.training else None
