"""The hub's folder: what it is (`hub.json`, written last, so that half a hub is none), its keys, its TLS.

Every file is for its owner alone: a hub must start by itself, so its keys lie here as they are.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError
from inspector_app.journal import canonical
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.durable import write_durably
from inspector_app.trust.keys import SigningKey

from .facts import Facts, Keys

HUB, KEYS, PEM, PRIVATE = "hub.json", "hub.keys", "tls.pem", "tls.key"
ROOT, RECOVERY = "office-root.key", "office-recovery.key"
"""For the safe: neither is worth anything without its code."""

UNDER_WAY = "restoring"
"""What becomes `hub.json` once a hub is put back whole; until then the folder holds none."""

_VERSION = 1
_TEXTS = ("id", "workspace", "journal", "name", "database_url")


def exists(folder: Path) -> bool:
    """Tell whether a hub was founded in this folder."""
    return (folder / HUB).exists()


def write_keys(folder: Path, keys: Keys) -> None:
    """Write the hub's private keys.

    Raises:
        UnavailableError: `trust.file_not_written`.
    """
    told = {"hub": _text(keys.hub.to_bytes()), "office": _text(keys.office.to_bytes())}
    if keys.root is not None:
        told["root"] = _text(keys.root.to_bytes())
    write_durably(folder / KEYS, canonical.dump(told))


def write_facts(folder: Path, facts: Facts) -> None:
    """Write what the hub is; from then on it is one.

    Raises:
        UnavailableError: `trust.file_not_written`.
    """
    told: dict[str, object] = {name: getattr(facts, name) for name in _TEXTS}
    told |= {"v": _VERSION, "training": facts.training}
    told |= {"root": facts.root.to_content(), "recovery": _text(facts.recovery)}
    write_durably(folder / HUB, canonical.dump(told))


def read(folder: Path, file: str = HUB) -> tuple[Facts, Keys]:
    """Return what a hub is, and its keys.

    Args:
        file: what says what it is.

    Raises:
        RuleError: `hub.not_founded`. DamagedError: `hub.folder_damaged`, where = the file.
        UnavailableError: `hub.newer_folder`.
    """
    if not (folder / file).exists():
        raise RuleError("hub.not_founded", where=str(folder))
    told, kept = _json(folder / file), _json(folder / KEYS)
    if told.get("v") != _VERSION:
        raise UnavailableError("hub.newer_folder", where=str(folder))
    try:
        root = SigningKey.from_bytes(_bytes(kept["root"])) if "root" in kept else None
        hub, office = (SigningKey.from_bytes(_bytes(kept[each])) for each in ("hub", "office"))
    except (KeyError, ValueError, TypeError, DamagedError) as problem:
        raise DamagedError("hub.folder_damaged", where=KEYS) from problem
    keys = Keys(hub, office, root)
    return _facts(folder, told, keys), keys


def _facts(folder: Path, told: Mapping[str, object], keys: Keys) -> Facts:
    try:
        texts = {name: told[name] for name in _TEXTS}
        if not all(isinstance(each, str) for each in texts.values()):
            raise ValueError(HUB)
        pem = (folder / PEM).read_bytes()
        der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
        return Facts(
            id=str(texts["id"]),
            workspace=str(texts["workspace"]),
            journal=str(texts["journal"]),
            name=str(texts["name"]),
            training=told["training"] is True,
            key=keys.hub.public,
            root=Certificate.from_content(told["root"]),
            recovery=_bytes(told["recovery"]),
            certificate_der=der,
            fingerprint=sha256(der).digest(),
            database_url=str(texts["database_url"]),
        )
    except (KeyError, ValueError, TypeError, DamagedError) as problem:
        raise DamagedError("hub.folder_damaged", where=HUB) from problem
    except OSError as problem:
        raise DamagedError("hub.folder_damaged", where=PEM) from problem


def _json(path: Path) -> dict[str, object]:
    try:
        return canonical.load_object(path.read_bytes(), path.name)
    except FileNotFoundError as problem:
        raise DamagedError("hub.folder_damaged", where=path.name) from problem
    except DamagedError as problem:
        raise DamagedError("hub.folder_damaged", where=path.name) from problem
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("hub.folder_unreadable", where=str(path), reason=reason) from problem


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def _bytes(told: object) -> bytes:
    if not isinstance(told, str):
        raise TypeError(type(told).__name__)
    return b64decode(told, validate=True)
