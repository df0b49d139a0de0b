"""Strangers' files at the door: what they are by content, and what they would unfold to, before any is read.

Nothing here trusts a name, a declared size or a relation: a part is unfolded a piece at a time and counted
while it is, and a part with a document type is refused before its first element.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from inspector_app.workbooks.book import RefusedError

MOST_FILE = 40_000_000
"""Bytes of a file; ten years of a district's ledger have three million."""
MOST_PART = 160_000_000
"""Bytes of one part once it is unfolded."""
MOST_PARTS = 2_000
MOST_RATIO = 400
"""How many times its size a part may unfold to; a sheet of the same number over and over comes to 60."""
SMALL = 2_000_000
"""A part up to this size is read whatever it was folded to."""
_PIECE = 1 << 16
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
)
"""What zipfile raises, by experience, for a file whose directory is spoilt."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sniff(raw: bytes, name: str = "") -> None:
    """Refuse what is no .xlsx, by its content, saying what it is instead.

    Raises:
        RefusedError: `import.empty_file`, `import.too_large`, `import.encrypted`, `import.old_excel`,
            `import.text_file`, `import.not_a_workbook`.
    """
    if not raw:
        raise RefusedError("import.empty_file")
    if len(raw) > MOST_FILE:
        raise RefusedError("import.too_large", megabytes=len(raw) // 1_000_000, most=MOST_FILE // 1_000_000)
    if raw.startswith(_OLE):
        raise RefusedError("import.encrypted" if _ENCRYPTED in raw else "import.old_excel")
    if not raw.startswith(b"PK\x03\x04"):
        raise RefusedError("import.text_file" if _is_text(raw, name) else "import.not_a_workbook")


def _is_text(raw: bytes, name: str) -> bool:
    head = raw[:4096]
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"Rar!", b"7z\xbc\xaf")):
        return False
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    return marked or b"\0" not in head or name.lower().endswith((".csv", ".txt"))


class Package:
    """The parts of an .xlsx file, unfolded piece by piece within bounds.

    Raises:
        RefusedError: those of `sniff`; `import.damaged`, `.bomb`, `.too_many_parts`.
    """

    def __init__(self, raw: bytes, name: str = "") -> None:
        sniff(raw, name)
        try:
            self._zip = zipfile.ZipFile(BytesIO(raw))
        except _BROKEN as error:
            raise RefusedError("import.damaged") from error
        listed = self._zip.infolist()
        if len(listed) > MOST_PARTS:
            raise RefusedError("import.too_many_parts", count=len(listed), most=MOST_PARTS)
        # Some writers fold parts under names that differ in case, or begin with a stroke.
        self._parts = {_plain(one.filename): one for one in listed}
        for one in listed:
            _refuse_folded(one.file_size, one.compress_size)
        self._kind()

    def _kind(self) -> None:
        if "mimetype" in self._parts and "content.xml" in self._parts:
            raise RefusedError("import.other_office")
        if "xl/workbook.bin" in self._parts:
            raise RefusedError("import.binary_excel")
        if any(one.flag_bits & 0x1 for one in self._parts.values()):
            raise RefusedError("import.encrypted")
        if "[content_types].xml" not in self._parts or not any(one.startswith("xl/") for one in self._parts):
            raise RefusedError("import.not_a_workbook")

    def has(self, part: str) -> bool:
        """Tell whether there is a part of that name."""
        return _plain(part) in self._parts

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in lower case."""
        return tuple(self._parts)

    def pieces(self, part: str) -> Iterator[bytes]:
        """Yield a part piece by piece; none where there is no such part.

        Raises:
            RefusedError: `import.bomb`, `import.damaged`.
        """
        info = self._parts.get(_plain(part))
        if info is None:
            return
        size = 0
        try:
            with self._zip.open(info) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    # What the directory says of sizes is the stranger's word: what comes out is counted.
                    _refuse_folded(size, max(info.compress_size, 1))
                    yield piece
        except _BROKEN as error:
            raise RefusedError("import.damaged") from error


def _refuse_folded(size: int, folded: int) -> None:
    if size > MOST_PART or (size > SMALL and size > MOST_RATIO * max(folded, 1)):
        raise RefusedError("import.bomb", megabytes=size // 1_000_000)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
