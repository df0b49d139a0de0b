"""What ISO 19005-3 (PDF/A-3, level B) asks of a file, looked up in the file as it stands on disk.

A second reader (pikepdf on qpdf) parses it, so nothing here depends on what wrote it. Clause numbers in
brackets. It is no validator of the whole standard: what our files never contain is refused outright.
"""

import re
import struct
from collections.abc import Iterator
from hashlib import md5
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf

NEVER = {
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/URI",
    "/Launch",
    "/GoToR",
    "/SubmitForm",
    "/ImportData",
    "/Movie",
    "/Sound",
    "/Rendition",
    "/Annots",
    "/AcroForm",
    "/XFA",
    "/OCProperties",
    "/OPI",
    "/Alternates",
    "/PS",
    "/Ref",
    "/TR",
    "/HTP",
    "/FFilter",
    "/PresSteps",
    "/AlternatePresentations",
    "/NeedsRendering",
    "/Encrypt",
    "/Perms",
    "/PageLabels",
    "/Trans",
    "/LZWDecode",
    "/Crypt",
    "/S:/GoTo",
    "/Requirements",
    "/Collection",
}
OPERATORS = frozenset(
    """q Q cm w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm
    T* Tj TJ ' " CS cs SC SCN sc scn G g RG rg K k sh Do BMC BDC EMC MP DP""".split()  # noqa: SIM905
)
FILTERS = {"/FlateDecode", "/DCTDecode"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}


def problems(pdf: bytes) -> list[str]:
    """Name everything in a file that PDF/A-3b forbids or misses; an empty list is a clean file."""
    with pikepdf.open(BytesIO(pdf)) as file:
        found = [f"qpdf: {one}" for one in file.check_pdf_syntax()]
        for check in (_frame, _streams, _things, _intent, _metadata, _attachment, _fonts):
            found += check(pdf, file)
        # What a page shows can only be followed through fonts that are there.
        return found or list(_contents(pdf, file))


def _frame(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", pdf):
        yield "header [6.1.2]"
    if not pdf.endswith(b"%%EOF\n"):
        yield "bytes behind the end [6.1.3]"
    if len(file.trailer.get("/ID", [])) != 2:
        yield "no ID [6.1.3]"
    start = int(re.findall(rb"startxref\n(\d+)\n", pdf)[-1])
    if not re.match(rb"xref\n(\d+ \d+\n(\d{10} \d{5} [fn][ \r]\n)+)+trailer\n", pdf[start:]):
        yield "cross-reference table [6.1.4]"
    for number, offset in _offsets(pdf, start):
        if not re.match(rb"%d 0 obj\n" % number, pdf[offset : offset + 20]):
            yield f"object {number} begins wrongly [6.1.9]"
        if b"\nendobj\n" not in pdf[offset:]:
            yield f"object {number} ends wrongly [6.1.9]"


def _offsets(pdf: bytes, start: int) -> Iterator[tuple[int, int]]:
    number = 0
    for line in pdf[start:].partition(b"trailer")[0].splitlines()[1:]:
        parts = line.split()
        if len(parts) == 2:
            number = int(parts[0])
            continue
        if parts[2] == b"n":
            yield number, int(parts[0])
        number += 1


def _streams(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    declared = [int(one) for one in re.findall(rb"/Length (\d+)\b", pdf)]
    seen = 0
    for found in re.finditer(rb">>\nstream\n", pdf):
        lengths = re.findall(rb"/Length (\d+)\b", pdf[max(0, found.start() - 1500) : found.start()])
        if lengths and pdf[found.end() + int(lengths[-1]) :].startswith(b"\nendstream\nendobj\n"):
            seen += 1
    objects = [one for one in file.objects if isinstance(one, pikepdf.Stream)]
    if not seen == len(objects) == len(declared):
        yield f"streams: {len(objects)}, of these {seen} with their exact length and line ends [6.1.7.1]"
    for one in objects:
        filters = one.get("/Filter", pikepdf.Array())
        names = {str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])}
        if not names <= FILTERS:
            yield f"filter {names} [6.1.7.2]"
        if "/F" in one:
            yield "a stream outside the file [6.1.7.1]"


def _things(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    for one in file.objects:
        for key, value in _walk(one):
            if key in NEVER or str(value) in NEVER:
                yield f"{key} {value} [6.2.8, 6.3, 6.4, 6.5, 6.9, 6.10]"
            if len(key.encode()) > 128:
                yield f"name too long: {key} [6.1.13]"
            if isinstance(value, pikepdf.String) and len(bytes(value)) > 32767:
                yield "string too long [6.1.13]"
            if key == "/Interpolate" and value:
                yield "interpolated picture [6.2.8]"
            if key in ("/SMask", "/ColorSpace") and "/DeviceCMYK" in repr(value):
                yield "CMYK without its profile [6.2.4.3]"


def _walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what one object itself holds, not what it refers to."""
    if isinstance(value, pikepdf.Array):
        for item in value:
            if not getattr(item, "is_indirect", False):
                yield from _walk(item)
        return
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in value.keys():  # noqa: SIM118 - a PDF dictionary
        item = value[key]
        yield key, item
        if not getattr(item, "is_indirect", False):
            yield from _walk(item)


def _intent(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    intents = [one for one in file.Root.get("/OutputIntents", []) if one.S == "/GTS_PDFA1"]
    if len(intents) != 1 or "/OutputConditionIdentifier" not in intents[0]:
        yield "output intent [6.2.3]"
        return
    profile = intents[0].DestOutputProfile
    raw = profile.read_bytes()
    size, version, device, space = struct.unpack(">I4xB3x4s4s", raw[:20])
    if (
        (size, device, space, profile.N) != (len(raw), b"mntr", b"RGB ", 3)
        or version > 4
        or raw[36:40] != b"acsp"
    ):
        yield "colour profile [6.2.3]"


def _metadata(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    stream = file.Root.get("/Metadata")
    if stream is None or (stream.Type, stream.Subtype) != ("/Metadata", "/XML") or "/Filter" in stream:
        yield "metadata stream [6.6.2.1]"
        return
    raw = stream.read_bytes()
    packet = re.match(rb'<\?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"\?>', raw)
    if not packet or not raw.endswith(b'<?xpacket end="r"?>'):
        yield "packet [6.6.2.1]"
    told = xmp(file)
    if (told["pdfaid:part"], told["pdfaid:conformance"]) != ("3", "B"):
        yield "not marked as PDF/A-3b [6.6.4]"
    pairs = {
        "/Title": "dc:title",
        "/Author": "dc:creator",
        "/Subject": "dc:description",
        "/Creator": "xmp:CreatorTool",
        "/Producer": "pdf:Producer",
        "/CreationDate": "xmp:CreateDate",
        "/ModDate": "xmp:ModifyDate",
    }
    info = file.trailer.Info
    if set(info.keys()) - set(pairs):
        yield f"information that XMP lacks: {set(info.keys()) - set(pairs)} [6.6.3]"
    for key, name in pairs.items():
        value = str(info.get(key, ""))
        if key.endswith("Date"):
            value = re.sub(r"D:(....)(..)(..)(..)(..)(..)\+(..)'(..)'?", r"\1-\2-\3T\4:\5:\6+\7:\8", value)
        if told.get(name, "") != value:
            yield f"{key} is {value!r}, {name} is {told.get(name)!r} [6.6.3]"


def xmp(file: pikepdf.Pdf) -> dict[str, str]:
    """Read the properties of a file's XMP packet, `prefix:name` to its text."""
    tree = ET.fromstring(file.Root.Metadata.read_bytes().decode())
    told = {}
    for description in tree.iter(f"{RDF}Description"):
        for one in description:
            for prefix, space in NAMES.items():
                if one.tag.startswith(f"{{{space}}}"):
                    told[f"{prefix}:{one.tag.partition('}')[2]}"] = "".join(one.itertext())
    return told


def _attachment(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    specifications = list(file.Root.get("/AF", []))
    named = list(file.Root.Names.EmbeddedFiles.Names)[1::2] if "/Names" in file.Root else []
    if [one.objgen for one in specifications] != [one.objgen for one in named]:
        yield "an embedded file that belongs to nothing [6.8]"
    for one in specifications:
        file_stream = one.EF.F
        if str(one.F) != str(one.UF) or one.get("/AFRelationship") not in ("/Data", "/Source", "/Supplement"):
            yield "file specification [6.8]"
        if "/" not in str(file_stream.get("/Subtype", ""))[1:]:
            yield "no MIME type [6.8]"
        raw, facts = file_stream.read_bytes(), file_stream.Params
        if (int(facts.Size), bytes(facts.CheckSum)) != (
            len(raw),
            md5(raw).digest(),
        ) or "/ModDate" not in facts:
            yield "parameters of the embedded file [6.8]"


def _tables(raw: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack(">H", raw[4:6])
    rows = (struct.unpack(">4sIII", raw[12 + 16 * n : 28 + 16 * n]) for n in range(count))
    return {tag: raw[start : start + length] for tag, _, start, length in rows}


def glyphs(font: Any) -> tuple[dict[int, int], list[float]]:
    """Return (glyph of each byte, advance of each glyph in 1/1000) of a simple TrueType font."""
    tables = _tables(font.FontDescriptor.FontFile2.read_bytes())
    cmap = tables[b"cmap"]
    (start,) = struct.unpack(">I", cmap[8:12])
    form, _, _, first, count = struct.unpack(">HHHHH", cmap[start : start + 10])
    if form == 6:
        codes = struct.unpack(f">{count}H", cmap[start + 10 : start + 10 + 2 * count])
        mapping = {first + n: glyph for n, glyph in enumerate(codes)}
    else:
        assert form == 0, f"cmap format {form}"
        mapping = dict(enumerate(cmap[start + 6 : start + 262]))
    (units,) = struct.unpack(">H", tables[b"head"][18:20])
    (total,) = struct.unpack(">H", tables[b"maxp"][4:6])
    (whole,) = struct.unpack(">H", tables[b"hhea"][34:36])
    advances = [
        struct.unpack(">H", tables[b"hmtx"][4 * n : 4 * n + 2])[0] * 1000 / units for n in range(whole)
    ]
    return mapping, advances + advances[-1:] * (total - whole)


def fonts(file: pikepdf.Pdf) -> list[Any]:
    """Return every font dictionary of a file."""
    return [
        one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
    ]


def _fonts(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    names = [str(font.BaseFont) for font in fonts(file)]
    if len(set(names)) != len(names):
        yield f"two subsets of one name: {names} [ISO 32000-1, 9.6.4]"
    for font in fonts(file):
        name, described = str(font.BaseFont), font.get("/FontDescriptor")
        if font.Subtype != "/TrueType" or described is None or "/FontFile2" not in described:
            yield f"{name} is not embedded [6.2.11.4.1]"
            continue
        if "/Encoding" in font or not int(described.Flags) & 4 or int(described.Flags) & 32:
            yield f"{name}: a symbolic font without encoding was expected [6.2.11.6]"
        if not re.match(r"/[A-Z]{6}\+", name) or str(described.FontName) != name:
            yield f"{name}: no name of a subset [6.2.11.4.2]"
        tables = _tables(described.FontFile2.read_bytes())
        if struct.unpack(">HH", tables[b"cmap"][:4])[1] != 1:
            yield f"{name}: more than one cmap [6.2.11.6]"
        if "/ToUnicode" not in font:
            yield f"{name}: no ToUnicode [6.2.11.7.2]"
        mapping, advances = glyphs(font)
        for n, width in enumerate(font.Widths):
            glyph = mapping.get(int(font.FirstChar) + n, 0)
            if glyph and abs(float(width) - advances[glyph]) > 1:
                yield f"{name}: byte {n} is {width} wide, its glyph {advances[glyph]} [6.2.11.5]"


def _contents(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        resources = page.Resources
        forms = [one for one in resources.get("/XObject", {}).values() if one.Subtype == "/Form"]
        yield from _content(page, resources, f"page {number}")
        for form in forms:
            yield from _content(form, form.Resources, f"a form of page {number}")


def _content(stream: Any, resources: Any, where: str) -> Iterator[str]:
    mapping: dict[int, int] = {}
    size = depth = 0
    for operands, operator in pikepdf.parse_content_stream(stream):
        told = str(operator)
        depth += {"q": 1, "Q": -1}.get(told, 0)
        size += 1
        if told not in OPERATORS:
            yield f"{where}: operator {told} [6.2.2]"
        if not 0 <= depth <= 28:
            yield f"{where}: q nested {depth} deep [6.1.13]"
        if told in ("K", "k", "sh", "gs"):
            yield f"{where}: {told} was not expected [6.2.4, 6.2.5]"
        if told == "Tf":
            mapping, _ = glyphs(resources.Font[str(operands[0])])
        if told in ("Tj", "TJ", "'"):
            texts = operands[-1] if told == "TJ" else [operands[-1]]
            codes = b"".join(bytes(one) for one in texts if isinstance(one, pikepdf.String))
            if any(not mapping.get(code) for code in codes):
                yield f"{where}: a character without glyph is shown [6.2.11.8]"
    if depth or not size:
        yield f"{where}: {size} operators, q left {depth} deep [6.2.2]"
