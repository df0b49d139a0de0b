"""Libraries of the bundle: what nothing of it asks for goes, and on demand what came from the system."""

from collections.abc import Iterable
from pathlib import Path

from check_glibc import objects

LOADED_BY_NAME = ("libpython3",)
"""Loaded by the program's first bytes, which ask for them by name and not by their dynamic segment."""

OWN = ("libpython3", "libQt6", "libpyside6", "libshiboken6", "libicu", "libsqlcipher")
"""Libraries at the top of the bundle that come with Python or with a wheel, and not with the system."""


def asked_for(files: Iterable[tuple[Path, tuple[str, ...]]], roots: Iterable[Path]) -> set[Path]:
    """Return the files that the roots need, they themselves included, over as many steps as it takes."""
    by_name: dict[str, list[Path]] = {}
    needs = {}
    for path, needed in files:
        by_name.setdefault(path.name, []).append(path)
        needs[path] = needed
    open_, reached = list(roots), set[Path]()
    while open_:
        path = open_.pop()
        if path in reached:
            continue
        reached.add(path)
        open_ += [each for name in needs.get(path, ()) for each in by_name.get(name, ())]
    return reached


def is_own(path: Path) -> bool:
    """Tell whether a library came with Python or a wheel."""
    return path.name.startswith(OWN)


def drop(bundle: Path, *, of_system: bool) -> list[str]:
    """Remove libraries beside the program that nothing needs, and return their names.

    Args:
        of_system: also those that came from the build machine's system.
    """
    top = bundle / "_internal"
    read = [(path, elf.needed) for path, elf in objects(bundle)]
    loose = {path for path, _ in read if path.parent == top and path.name.startswith("lib")}
    roots = [path for path, _ in read if path not in loose or path.name.startswith(LOADED_BY_NAME)]
    kept = asked_for(read, roots)
    gone = [path for path in loose if path not in kept or (of_system and not is_own(path))]
    gone += [one for one in top.glob("PySide6/Qt/lib/lib*") if one not in kept and not one.is_symlink()]
    for path in gone:
        path.unlink()
    for link in [one for one in bundle.rglob("*") if one.is_symlink() and not one.exists()]:
        link.unlink()
    return sorted(path.name for path in gone)
