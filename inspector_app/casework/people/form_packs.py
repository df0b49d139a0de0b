"""An edition as one file to carry: signed by an administrator of this office, and read with every doubt.

A plain .zip or folder of forms is taken too, as somebody's draft: it comes into use only by an
administrator's own signature here. What claims an office's signature must bear this office's.
"""

import json
import zipfile
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights
from inspector_app.catalog import files, packing
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, RuleError, SignInError, UnavailableError
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey

MANIFEST, FORMS = "manifest.json", "forms.zip"
PURPOSE = "form_pack"
MOST_BYTES, MOST_MANIFEST = 64_000_000, 65_536
MAY_SIGN = frozenset({Role.ADMINISTRATOR, Role.ROOT})
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, KeyError, EOFError)


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a pack, and when; `by` is the name that their certificate gives."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Pack:
    """Forms that were brought: their files by relative name, and who signed them; None for a draft."""

    files: dict[str, bytes]
    signed: Signed | None
    source: str


def write(desk: Desk, folder: Path, out: Path) -> str:
    """Write an edition's folder as one signed file, whole or not at all, and return the file's sha256.

    Raises:
        SignInError: `administration.not_signed`, `administration.no_right`.
        RuleError: `form_pack.there_already` where a file of that name lies.
        UnavailableError: `form_pack.not_written`.
    """
    if desk.signer is None:
        raise SignInError("administration.not_signed", where=str(out))
    if not rights.holds(desk, MAY_SIGN):
        raise SignInError("administration.no_right", where=desk.user)
    if out.exists():
        raise RuleError("form_pack.there_already", where=str(out))
    content = _packed(desk, desk.signer, packing.pack(folder))
    passing = out.with_name(f".{out.name}.part")
    try:
        passing.write_bytes(content)
        passing.replace(out)
    except OSError as error:
        passing.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise UnavailableError("form_pack.not_written", where=str(out), reason=reason) from error
    return sha256(content).hexdigest()


def _packed(desk: Desk, signer: SigningKey, forms: bytes) -> bytes:
    told = {
        "v": 1,
        "workspace": desk.store.meta.workspace,
        "root": desk.store.keyring.root.key_id,
        "key": signer.key_id,
        "on": desk.today().isoformat(),
        "sha256": sha256(forms).hexdigest(),
    }
    signature = urlsafe_b64encode(signer.sign(PURPOSE, _message(told))).decode()
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MANIFEST, json.dumps(told | {"signature": signature}))
        archive.writestr(FORMS, forms)
    return made.getvalue()


def _message(told: dict[str, object]) -> bytes:
    return json.dumps(told, sort_keys=True).encode()


def read(store: Store, path: Path) -> Pack:
    """Read a folder, a .zip of forms, or a signed pack of this office.

    Raises:
        UnavailableError: `form_pack.unreadable`.
        DamagedError: `form_pack.no_forms`, `form_pack.altered`.
        RuleError: `form_pack.other_office` for one that another office's root stands behind,
            `form_pack.unknown_signer` for a key that was no administrator's here that day.
    """
    try:
        if path.is_dir():
            return Pack(_of_folder(path), None, str(path))
        if path.stat().st_size > MOST_BYTES:
            raise DamagedError("form_pack.no_forms", where=str(path))
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnavailableError("form_pack.unreadable", where=str(path), reason=reason) from error
    return _opened(store, content, str(path))


def _of_folder(path: Path) -> dict[str, bytes]:
    """Return the files of a folder; how many and how large they may be the check says."""
    raw, faults = files.gathered(path)
    if not raw and not faults:
        raise DamagedError("form_pack.no_forms", where=str(path))
    return raw


def _opened(store: Store, content: bytes, where: str) -> Pack:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {line.filename: line for line in archive.infolist()}
            if MANIFEST not in names:
                return Pack(_loose(archive, where), None, where)
            if names[MANIFEST].file_size > MOST_MANIFEST or FORMS not in names:
                raise DamagedError("form_pack.altered", where=where)
            told = json.loads(archive.read(MANIFEST))
            with archive.open(FORMS) as inner:
                forms = inner.read(MOST_BYTES + 1)
    except _BROKEN as problem:
        raise DamagedError("form_pack.no_forms", where=where) from problem
    signed = _proven(store, told, forms, where)
    return Pack(dict(packing.unpack(forms, where)), signed, where)


def _proven(store: Store, told: object, forms: bytes, where: str) -> Signed:
    if not isinstance(told, dict):
        raise DamagedError("form_pack.altered", where=where)
    ring = store.keyring
    if (told.get("workspace"), told.get("root")) != (store.meta.workspace, ring.root.key_id):
        raise RuleError("form_pack.other_office", where=where)
    key_id, signature = str(told.get("key")), str(told.get("signature"))
    key, held = ring.key(key_id), ring.certificate(key_id)
    if key is None or held is None:
        raise RuleError("form_pack.unknown_signer", where=where)
    plain = {name: value for name, value in told.items() if name != "signature"}
    try:
        on, raw = date.fromisoformat(str(told.get("on"))), urlsafe_b64decode(signature)
    except ValueError as problem:
        raise DamagedError("form_pack.altered", where=where) from problem
    sound = key.verify(PURPOSE, _message(plain), raw) and told.get("sha256") == sha256(forms).hexdigest()
    if not sound:
        raise DamagedError("form_pack.altered", where=where)
    if not ring.roles(key_id, on) & MAY_SIGN:
        raise RuleError("form_pack.unknown_signer", where=where)
    return Signed(held.name, on)


def _loose(archive: zipfile.ZipFile, where: str) -> dict[str, bytes]:
    """Return the forms of a plain archive, whose folder may have been packed with it."""
    lines = [line for line in archive.infolist() if line.filename.endswith(".toml")]
    heads = [
        one.filename.removesuffix("edition.toml") for one in lines if one.filename.endswith("edition.toml")
    ]
    if not heads:
        raise DamagedError("form_pack.no_forms", where=where)
    head = min(heads, key=len)
    packed = BytesIO()
    left = packing.MOST_BYTES
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as plain:
        for line in lines[: packing.MOST_FILES + 1]:
            if not line.filename.startswith(head):
                continue
            with archive.open(line) as file:
                content = file.read(left + 1)
            left -= len(content)
            if left < 0:
                raise DamagedError("form_pack.no_forms", where=where)
            plain.writestr(line.filename.removeprefix(head), content)
    return dict(packing.unpack(packed.getvalue(), where))
