"""The frozen conversation: its files and what told.json says of it. Nothing of the program is imported."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "frozen"
ALL: dict[str, Any] = json.loads((HERE / "told.json").read_text("utf-8"))
TOLD: dict[str, Any] = ALL["conversation"]
FILE: dict[str, Any] = ALL["file"]


def raw(name: str) -> bytes:
    return (HERE / name).read_bytes()


def secret_of(what: str, name: str) -> bytes:
    """The private key of a laptop ("device") or of a person ("person"), as the conversation was made with."""
    return hashlib.sha256(f"{what} {name}".encode()).digest()


def hub_folder(target: Path) -> Path:
    """Lay down the folder of the hub of before."""
    target.mkdir(mode=0o700)
    with zipfile.ZipFile(HERE / "hub.zip") as archive:
        archive.extractall(target)
    for path in target.iterdir():
        path.chmod(0o600)
    return target
