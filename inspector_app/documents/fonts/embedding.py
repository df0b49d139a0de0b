"""TrueType faces inside a PDF, with the parts of reportlab 5.1 mended that would corrupt or delay a document.

reportlab writes code points beyond the BMP as five hex digits, which no reader understands, so 𬭼 would
extract as two wrong characters; it copies the whole name table into every subset of 256 glyphs, and spends
longer on subsets and number formatting than on all the lines of a page.
"""

import weakref
import zlib
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

from inspector_app.documents.fonts.subset import Buffer, Outlines

_SPACE = 32


class Deflate:
    """The stream filter of fonts and pages: zlib at its quickest; 5 % more bytes, half the time."""

    pdfname = "FlateDecode"

    def encode(self, data: bytes | str) -> bytes:
        """Return the compressed stream."""
        packer = zlib.compressobj(1, memLevel=9)
        return packer.compress(data.encode() if isinstance(data, str) else data) + packer.flush()

    def decode(self, data: bytes) -> bytes:
        """Return the plain stream."""
        return zlib.decompress(data)


DEFLATE = Deflate()


class Face(ttfonts.TTFontFace):
    """A parsed face that makes its own subsets."""

    @cached_property
    def _outlines(self) -> Outlines:
        inside: Any = self
        whole = memoryview(inside._ttf_data)
        tables: dict[str, Buffer] = {}
        for tag in inside.table:
            start, length = self.get_table_pos(tag)
            tables[tag] = whole[start : start + length]
        return Outlines(tables, inside.charToGlyph)

    def makeSubset(self, subset: Sequence[int]) -> bytes:  # noqa: N802 - reportlab's name
        """Return a font file whose byte n draws the code point `subset[n]`."""
        return self._outlines.program(subset)


class Used(ttfonts.TTFont.State):
    """The characters of one face in one document, in subsets of 256 codes.

    Code 0 draws the face's sign for a missing glyph, and code 32 stays a blank: some readers take it for one.

    Attributes:
        names: what operators call each subset.
        widths: advances by code point, in thousandths of the type size.
    """

    def __init__(self, font: "Font", document: Any) -> None:
        super().__init__(asciiReadable=0)
        self.subsets: list[list[int]] = [[0]]
        self.assignments: dict[int, int] = {}
        self.names: list[str] = []
        self.widths: dict[int, int] = font.face.charWidths
        self._font, self._document = font, weakref.ref(document)

    def code(self, point: int) -> int:
        """Return the code of a code point: subset number × 256 + byte."""
        code = self.assignments.get(point)
        if code is None:
            code = self.assignments[point] = self._next(point)
        return code

    def named(self) -> None:
        """Give the newest subset its name."""
        self.names.append(self._font.getSubsetInternalName(len(self.subsets) - 1, self._document()))

    def _next(self, point: int) -> int:
        subset = self.subsets[-1]
        if len(subset) == _SPACE:
            subset.append(_SPACE)
        elif len(subset) == 256:
            subset = [0]
            self.subsets.append(subset)
            self.named()
        subset.append(point)
        return len(self.subsets) * 256 - 257 + len(subset)


class Font(ttfonts.TTFont):
    """A face as reportlab draws it: subsets of 256 glyphs, correct ToUnicode for every plane."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=0, shapable=False)
        self.face: Any = Face(str(path))
        # The file's own name may be shared by two weights; in a PDF it must tell the faces apart.
        self.face.name = name.encode("ascii")

    def beginning(self, document: Any) -> Used:
        """Return what this face has drawn in a document, which may be nothing yet."""
        states: Any = self.state
        used: Used | None = states.get(document)
        if used is None:
            used = states[document] = Used(self, document)
            used.named()
        return used

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: ARG002, N802 - reportlab's
        """Return the text as runs of (subset number, codes)."""
        code = self.beginning(doc).code
        codes = [code(ord(character)) for character in text]
        runs = groupby(codes, key=lambda code: code >> 8)
        return [(subset, bytes(code & 255 for code in run)) for subset, run in runs]

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Write one font object for each subset that the document used."""
        state = self.state[doc]
        for n, subset in enumerate(state.subsets):
            self._add_subset(doc, n, subset)
        del self.state[doc]

    def _add_subset(self, doc: Any, n: int, subset: list[int]) -> None:
        inside = self.getSubsetInternalName(n, doc)[1:]
        base = f"{_tag(n)}+{self.face.name.decode('ascii')}"
        width = self.face.getCharWidth
        made: Any = pdfdoc.PDFTrueTypeFont()
        made.Name = inside
        made.BaseFont = base
        made.FirstChar = 0
        made.LastChar = len(subset) - 1
        made.Widths = f"[{' '.join([f'{width(code):g}' for code in subset])}]"
        made.ToUnicode = doc.Reference(_stream(to_unicode(base, subset).encode()), f"toUnicodeCMap:{base}")
        made.FontDescriptor = self._descriptor(doc, base, subset)
        doc.Reference(made, inside)
        doc.idToObject["BasicFonts"].dict[inside] = made

    def _descriptor(self, doc: Any, base: str, subset: list[int]) -> Any:
        face = self.face
        file = _stream(face.makeSubset(subset))
        file.dictionary["Length1"] = len(file.content)
        told = {
            "Type": "/FontDescriptor",
            "Ascent": face.ascent,
            "CapHeight": face.capHeight,
            "Descent": face.descent,
            "Flags": face.flags & ~ttfonts.FF_NONSYMBOLIC | ttfonts.FF_SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray(face.bbox),
            "FontName": pdfdoc.PDFName(base),
            "ItalicAngle": face.italicAngle,
            "StemV": face.stemV,
            "FontFile2": doc.Reference(file, f"fontFile:{base}"),
            "MissingWidth": face.defaultWidth,
        }
        return doc.Reference(pdfdoc.PDFDictionary(told), f"fontDescriptor:{base}")


def _stream(content: bytes) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.filters = [DEFLATE]
    return stream


def _tag(n: int) -> str:
    """Return the six letters that mark subset `n` of a font (PDF 32000-1, 9.6.4)."""
    letters = ""
    for _ in range(6):
        n, digit = divmod(n, 26)
        letters = chr(65 + digit) + letters
    return letters


def to_unicode(name: str, subset: list[int]) -> str:
    """Return the ToUnicode map of a subset, in UTF-16BE (PDF 32000-1, 9.10.3), 100 entries a block."""
    pairs = [f"<{n:02X}> <{_utf16(code)}>" for n, code in enumerate(subset)]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _utf16(code: int) -> str:
    return f"{code:04X}" if code < 0x10000 else chr(code).encode("utf-16-be").hex().upper()


def load(name: str, path: Path) -> Font:
    """Parse a face and make it known to reportlab under `name` (ASCII)."""
    font = Font(name, path)
    pdfmetrics.registerFont(font)
    return font
