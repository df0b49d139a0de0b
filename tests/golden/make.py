"""Writes the golden journals: `python -m tests.golden.make FOLDER`. The same bytes every time.

The committed files are never written anew. A version that replays them to another digest has changed what
old journals say; it is to be mended, not they. Expectations stand in golden.toml, written by hand.

A `.bundle` file is one bundle. A `.bundles` file is several, each after its length (4 bytes, big-endian).
"""

import sys
from pathlib import Path

from inspector_app.journal.bundle import pack
from inspector_app.journal.entry import Entry
from tests.golden import site_visit, two_laptops
from tests.journal.writing import key_of

DEVICE = key_of("golden device")


def runs() -> dict[str, list[list[Entry]]]:
    """Return by file name the entries that each of its bundles holds."""
    return {"site.bundle": [site_visit.journal().entries], "two_laptops.bundles": two_laptops.journals()}


def content(name: str, told: list[list[Entry]]) -> bytes:
    """Return a file's bytes."""
    bundles = [pack(run, DEVICE) for run in told]
    if name.endswith(".bundle"):
        return bundles[0]
    return b"".join(len(bundle).to_bytes(4) + bundle for bundle in bundles)


def write(folder: Path) -> None:
    """Write every file into the folder; one that is there already is left alone and named."""
    for name, told in runs().items():
        with (folder / name).open("xb") as file:
            file.write(content(name, told))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
