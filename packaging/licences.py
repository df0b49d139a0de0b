"""The licences of everything in the bundle, as one text beside the program."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

HEAD = """\
Inspector is under the Apache License 2.0. The bundle holds the parts below, each under its own licence.

Qt and PySide6 are used under the LGPL 3: their libraries lie as files of their own in _internal/PySide6,
unchanged, and may be replaced by others of the same version; their source is at https://download.qt.io.
psycopg (LGPL 3) lies in _internal likewise. The first bytes of the program are PyInstaller's bootloader,
whose licence (GPL 2) has an exception for what it starts. Python's own licence is the PSF's.
Fonts: see _internal/resources/fonts.
"""

ROOT = "inspector-app"
TEXTS = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)[^/]*$|licenses/[^/]+$", re.I)
_NAME = re.compile(r"[\w.-]+")


def closure(root: str = ROOT) -> dict[str, Distribution]:
    """Return every package that the program stands on, itself not included, by name."""
    found: dict[str, Distribution] = {}
    open_ = [root]
    while open_:
        name = re.sub(r"[-_.]+", "-", open_.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # asked for on other systems only
            continue
        for told in found[name].requires or ():
            wanted = _NAME.match(told)
            if wanted and ("extra ==" not in told or "binary" in told):
                open_.append(wanted.group())
    found.pop(root, None)
    return dict(sorted(found.items()))


def licence_of(one: Distribution) -> str:
    """Return in a few words what a package says of its licence."""
    told = one.metadata
    said = str(told.get("License-Expression") or "")
    classes = [
        line.split("::")[-1].strip() for line in told.get_all("Classifier") or () if "License ::" in line
    ]
    return said or "; ".join(classes) or str(told.get("License") or "see its text").splitlines()[0]


def text() -> str:
    """Return the whole text."""
    parts = [HEAD]
    for name, one in closure().items():
        parts.append(f"{'=' * 100}\n{name} {one.version}: {licence_of(one)}\n")
        files = (file for file in one.files or () if "dist-info" in str(file) and TEXTS.search(str(file)))
        parts += [Path(str(file.locate())).read_text("utf-8", "replace") for file in files]
    return "\n".join(parts)
