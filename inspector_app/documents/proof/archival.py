"""What makes a file fit for the archive: PDF/A-3b (ISO 19005-3), written while reportlab writes.

The content travels along as `content.json`, the very bytes whose sha256 is the content's hash, so that an
archive can read a document by machine. It proves nothing: whoever alters the page can alter it too.
"""

import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import md5, sha256
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from inspector_app.assets import folder
from inspector_app.documents.shown import named, shown

CONTENT_NAME = "content.json"
PRODUCER = "inspector_app"
_LONGEST = 400
"""Characters of a title or name in the file's description; the page says all of it."""

# reportlab's faces keep a reading position of their own, so only one document is drawn at a time.
one_at_a_time = Lock()

_Stream: Any = pdfdoc.PDFStream
_format_stream = _Stream.format


def _ended(stream: Any, document: Any) -> bytes:
    """Return a stream with a line end before `endstream` (ISO 19005-3, 6.1.7.1); reportlab writes none."""
    raw: bytes = _format_stream(stream, document)
    return raw.removesuffix(b"endstream\n") + b"\nendstream\n"


_Stream.format = _ended


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself in its information dictionary and in XMP, always the same in both.

    Attributes:
        day: year, month, day; the hour is noon in China, as no clock may enter the bytes.
        content: canonical JSON, embedded as it is.
    """

    title: str
    author: str
    subject: str
    day: tuple[int, int, int]
    content: bytes


class _Info(pdfdoc.PDFInfo):
    """The information dictionary: only what XMP says too, the date from the document and no clock."""

    def __init__(self, about: About) -> None:
        super().__init__()
        self._about = about

    def format(self, document: Any) -> bytes:
        """Return the dictionary's bytes."""
        about, moment = self._about, _pdf_date(self._about.day)
        told = {
            "Title": pdfdoc.PDFString(_plain(about.title)),
            "Author": pdfdoc.PDFString(_plain(about.author)),
            "Subject": pdfdoc.PDFString(_plain(about.subject)),
            "Creator": pdfdoc.PDFString(PRODUCER),
            "Producer": pdfdoc.PDFString(PRODUCER),
            "CreationDate": moment,
            "ModDate": moment,
        }
        formatted: bytes = pdfdoc.PDFDictionary(told).format(document)
        return formatted


def _plain(text: str) -> str:
    """Return a text on one line without what XML 1.0 cannot hold."""
    line = shown(text).replace("\n", " ").strip()[:_LONGEST]
    return "".join(named(one) if _no_character(ord(one)) else one for one in line)


def _no_character(point: int) -> bool:
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _pdf_date(day: tuple[int, int, int]) -> str:
    return "(D:{:04}{:02}{:02}120000+08'00')".format(*day)


def _xmp_date(day: tuple[int, int, int]) -> str:
    return "{:04}-{:02}-{:02}T12:00:00+08:00".format(*day)


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _xmp(about: About) -> bytes:
    told = {name: escape(_plain(getattr(about, name))) for name in ("title", "author", "subject")}
    return _XMP.format(**told, date=_xmp_date(about.day), producer=PRODUCER).encode()


@cache
def _profile() -> bytes:
    return zlib.compress((folder("resources") / "colour" / "srgb.icc").read_bytes(), 9)


def archive(document: Any, about: About) -> None:
    """Give a document of reportlab all that PDF/A-3b asks for and that does not stand on a page."""
    document.info = _Info(about)
    identity = sha256(b"pdf1" + sha256(about.content).digest()).hexdigest()[:32].encode()
    document._ID = b"\n[<%b><%b>]\n" % (identity, identity)
    catalogue = document.Catalog
    # reportlab writes only the entries it knows of, and knows neither of these two.
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "OutputIntents", "AF"]
    catalogue.Metadata = _stream(_xmp(about), Type="/Metadata", Subtype="/XML")
    catalogue.OutputIntents = pdfdoc.PDFArray([document.Reference(_intent(document))])
    attached = document.Reference(_attached(document, about))
    catalogue.AF = pdfdoc.PDFArray([attached])
    names = {"Names": pdfdoc.PDFArray([pdfdoc.PDFString(CONTENT_NAME), attached])}
    catalogue.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary(names)})


def _stream(content: bytes, **told: Any) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(told), content)


def _intent(document: Any) -> Any:
    profile = _stream(_profile(), N=3, Filter="/FlateDecode")
    told = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
        "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": document.Reference(profile),
    }
    return pdfdoc.PDFDictionary(told)


def _attached(document: Any, about: About) -> Any:
    """Return the file specification of the content (ISO 19005-3, 6.8; ISO 32000-1, 7.11.4)."""
    content = about.content
    facts = {
        "Size": len(content),
        "CheckSum": f"<{md5(content, usedforsecurity=False).hexdigest()}>",
        "CreationDate": _pdf_date(about.day),
        "ModDate": _pdf_date(about.day),
    }
    file = _stream(
        zlib.compress(content, 6),
        Type="/EmbeddedFile",
        Subtype="/application#2Fjson",
        Params=pdfdoc.PDFDictionary(facts),
        Filter="/FlateDecode",
    )
    reference = document.Reference(file)
    told = {
        "Type": "/Filespec",
        "F": pdfdoc.PDFString(CONTENT_NAME),
        "UF": pdfdoc.PDFString(CONTENT_NAME),
        "Desc": pdfdoc.PDFString("文书内容（SHA-256 即内容摘要）"),
        "AFRelationship": "/Data",
        "EF": pdfdoc.PDFDictionary({"F": reference, "UF": reference}),
    }
    return pdfdoc.PDFDictionary(told)


def finish_page(document: Any) -> None:
    """Leave out of the page just shown what reportlab writes for screens only, and pack it quickly."""
    page = document.idToObject[f"Page{document.pageCounter - 1}"]
    page.Trans = None
    page.Contents = _stream(zlib.compress(page.stream.encode("latin-1"), 3), Filter="/FlateDecode")
