"""`python packaging/check_glibc.py BUNDLE [BOUND]`: every symbol that a bundle asks of a younger system.

Every shared object and program below BUNDLE is read; what asks for a version of GLIBC above BOUND (2.28
unless told: Kylin V10 and UOS 20) is named with its symbols. Ends with 1 when there is any.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from elf import Elf, NotElfError, Wanted

BOUND = "2.28"
_VERSION = re.compile(r"GLIBC_(\d+(?:\.\d+)+)$")


def version_of(name: str) -> tuple[int, ...]:
    """Return the numbers of `GLIBC_2.28`; empty for every other name."""
    found = _VERSION.match(name)
    return tuple(int(one) for one in found.group(1).split(".")) if found else ()


def above(wanted: Iterable[Wanted], bound: str) -> list[Wanted]:
    """Return what asks for a younger glibc than the bound."""
    most = tuple(int(one) for one in bound.split("."))
    return sorted(one for one in wanted if version_of(one.version) > most)


def objects(folder: Path) -> list[tuple[Path, Elf]]:
    """Return every ELF file below a folder, each once though several names lead to it."""
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()):
        with path.open("rb") as file:
            if file.read(4) != b"\x7fELF":
                continue
        read = Elf.of(path)
        try:
            _ = read.needed
        except NotElfError:
            continue
        found.append((path, read))
    return found


def report(folder: Path, bound: str) -> tuple[list[str], bool]:
    """Return the lines to print, and whether all is well."""
    lines, good, counted, highest = [], True, 0, ()
    for path, read in objects(folder):
        counted += 1
        highest = max([highest, *(version_of(one.version) for one in read.wanted)])
        by_version = defaultdict(list)
        for one in above(read.wanted, bound):
            by_version[one.version].append(one.symbol or "(no symbol)")
        for version, symbols in sorted(by_version.items()):
            good = False
            lines.append(f"{path.relative_to(folder)}: {version}: {' '.join(sorted(symbols))}")
    told = ".".join(str(one) for one in highest)
    lines.append(
        f"{counted} shared objects; highest GLIBC asked for: {told};"
        f" bound {bound}: {'kept' if good else 'NOT kept'}"
    )
    return lines, good


def main(words: list[str]) -> int:
    """Print what a bundle asks for, and return 0 when it keeps the bound."""
    if not words or not Path(words[0]).is_dir():
        sys.stderr.write(f"{__doc__}\n")
        return 2
    lines, good = report(Path(words[0]), words[1] if len(words) > 1 else BOUND)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
