"""An edition as one file, to travel between laptops: the same edition gives the same bytes everywhere."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from inspector_app.domain.errors import DamagedError

MOST_FILES, MOST_BYTES = 2_000, 32_000_000
"""What an edition may hold at most, unpacked."""

_DAY = (1980, 1, 1, 0, 0, 0)  # a file's own time would make other bytes of the same edition
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError)
"""What the archive's reader says of one that is broken or encrypted."""
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def pack(folder: Path) -> bytes:
    """Return the TOML files of a forms folder as one file."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sorted(folder.rglob("*.toml")):
            line = zipfile.ZipInfo(source.relative_to(folder).as_posix(), _DAY)
            line.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(line, source.read_bytes())
    return packed.getvalue()


def unpack(content: bytes, where: str) -> Mapping[str, bytes]:
    """Return the files by their relative names, or refuse the whole of it.

    Args:
        where: the edition, for the error.

    Raises:
        DamagedError: `forms.edition_changed`: it is no such file, or holds what no edition does.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return dict(_files(archive, where))
    except _BROKEN as problem:
        raise DamagedError("forms.edition_changed", where=where) from problem


def _files(archive: zipfile.ZipFile, where: str) -> Iterator[tuple[str, bytes]]:
    lines, left = archive.infolist(), MOST_BYTES
    if len(lines) > MOST_FILES or len({line.filename for line in lines}) < len(lines):
        raise DamagedError("forms.edition_changed", where=where)
    for line in lines:
        parts = line.filename.split("/")
        packed = line.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not (packed and line.filename.endswith(".toml") and all(map(_PART.fullmatch, parts))):
            raise DamagedError("forms.edition_changed", where=where)
        with archive.open(line) as file:
            content = file.read(left + 1)  # what it claims of its size is not believed
        left -= len(content)
        if left < 0:
            raise DamagedError("forms.edition_changed", where=where)
        yield line.filename, content
