"""Reads the golden files as a program that knows only their form would: no laptop, no generator."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import bundle
from inspector_app.journal.entry import Entry
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.keys import VerifyKey

FOLDER = Path(__file__).parent
TOLD: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "golden.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Golden:
    """One golden journal: what golden.toml says of it, and its file's bytes."""

    told: dict[str, Any]
    content: bytes

    @staticmethod
    def named(name: str) -> "Golden":
        return Golden(TOLD[name], (FOLDER / TOLD[name]["file"]).read_bytes())

    @property
    def root(self) -> Certificate:
        return Certificate.from_content(self.told["root"])

    def key(self, key_id: str) -> VerifyKey | None:
        raw = self.told["keys"].get(key_id)
        return VerifyKey(bytes.fromhex(raw)) if raw else None

    def parts(self, content: bytes) -> list[bytes]:
        """Cut a file's bytes into bundles.

        Raises:
            DamagedError: it does not end where a bundle ends.
        """
        if self.told["file"].endswith(".bundle"):
            return [content]
        found, place = [], 0
        while place < len(content):
            end = place + 4 + int.from_bytes(content[place : place + 4])
            if end > len(content):
                raise DamagedError("journal.bundle_damaged", where="file")
            found.append(content[place + 4 : end])
            place = end
        return found

    def unpacked(self, part: bytes) -> list[Entry]:
        return bundle.unpack(part, self.key)

    def runs(self) -> list[list[Entry]]:
        """Return each bundle's entries, in the order of the file."""
        return [self.unpacked(part) for part in self.parts(self.content)]

    def entries(self) -> list[Entry]:
        return [entry for run in self.runs() for entry in run]
