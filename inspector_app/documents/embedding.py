"""TrueType faces inside a PDF, with the parts of reportlab 5.1 mended that would corrupt a document.

reportlab writes code points beyond the BMP as five hex digits, which no reader understands, so 𬭼 would
extract as two wrong characters; and it copies the whole name table into every subset of 256 glyphs.
"""

import zlib
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

_EMPTY_NAMES = b"\0\0\0\0\0\6"


class Deflate:
    """The stream filter of fonts: zlib at its quickest, which costs 5 % in size and saves half the time."""

    pdfname = "FlateDecode"

    def encode(self, data: bytes | str) -> bytes:
        """Return the compressed stream."""
        return zlib.compress(data.encode() if isinstance(data, str) else data, 1)

    def decode(self, data: bytes) -> bytes:
        """Return the plain stream."""
        return zlib.decompress(data)


DEFLATE = Deflate()


class Face(ttfonts.TTFontFace):
    """A parsed face whose subsets carry no name table."""

    def get_table(self, tag: str) -> bytes:
        """Return a table of the file; names are left out."""
        if tag == "name":
            return _EMPTY_NAMES
        start, length = self.get_table_pos(tag)
        inside: Any = self
        return bytes(inside._ttf_data[start : start + length])


class Font(ttfonts.TTFont):
    """A face as reportlab draws it: subsets of 256 glyphs, correct ToUnicode for every plane."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=0, shapable=False)
        self.face: Any = Face(str(path))
        # The file's own name may be shared by two weights; in a PDF it must tell the faces apart.
        self.face.name = name.encode("ascii")

    def code(self, document: Any, character: str) -> int:
        """Return the character's code in this document: subset number × 256 + byte."""
        states: Any = self.state
        state = states.get(document)
        found: int | None = state.assignments.get(ord(character)) if state is not None else None
        if found is None:
            self.splitString(character, document)
            found = states[document].assignments[ord(character)]
        return found

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Write one font object for each subset that the document used."""
        state = self.state[doc]
        state.frozen = 1
        for n, subset in enumerate(state.subsets):
            self._add_subset(doc, n, subset)
        del self.state[doc]

    def _add_subset(self, doc: Any, n: int, subset: list[int]) -> None:
        inside = self.getSubsetInternalName(n, doc)[1:]
        base = f"{_tag(n)}+{self.face.name.decode('ascii')}"
        made: Any = pdfdoc.PDFTrueTypeFont()
        made.Name = inside
        made.BaseFont = base
        made.FirstChar = 0
        made.LastChar = len(subset) - 1
        made.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in subset])
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
    pairs = [f"<{n:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for n, code in enumerate(subset)]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def load(name: str, path: Path) -> Font:
    """Parse a face and make it known to reportlab under `name` (ASCII)."""
    font = Font(name, path)
    pdfmetrics.registerFont(font)
    return font
