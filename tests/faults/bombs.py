"""Small files that claim or hold very much, and the child process that measures what refusing one costs."""

import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import zstandard
from PIL import Image

from inspector_app.journal import bundle, envelope
from inspector_app.trust.keys import SigningKey
from tests.stories.test_bad_pictures import bomb as claimed
from tests.stories.test_bad_pictures import chunk

HUGE = 600_000_000
"""Bytes that a bomb unfolds to: more than refusing any may take."""


def squeezed(count: int = 600, piece: bytes = b" " * 1_000_000) -> bytes:
    """Return a piece so many times, deflated."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(piece) for _ in range(count)) + packer.flush()


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (90, 120, 160)).save(out, kind, **options)
    return out.getvalue()


def png_bomb(side: int, *, colour: bool = False) -> bytes:
    """A PNG of side x side pixels whose body is a few kilobytes: one bit a pixel, or RGBA."""
    rows = squeezed(side, bytes(1 + (side * 4 if colour else side // 8 + 1)))
    head = struct.pack(">IIBBBBB", side, side, *((8, 6) if colour else (1, 0)), 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def stated() -> Image.Exif:
    told = Image.Exif()
    told[0x0110] = "M1"
    return told


def webp_canvas() -> bytes:
    raw = bytearray(picture("WEBP", lossless=True, exif=stated()))
    at = raw.index(b"VP8X")
    raw[at + 12 : at + 18] = (16382).to_bytes(3, "little") * 2
    return bytes(raw)


def scans() -> bytes:
    raw = picture(size=(6000, 5000), progressive=True)
    at = raw.index(b"\xff\xda")
    return raw[:at] + raw[at:-2] * 40 + raw[-2:]


PHOTOS: dict[str, Callable[[], bytes]] = {
    "png of 12,000 x 12,000 in 17 kB": lambda: png_bomb(12_000),
    "png of 6,300 x 6,300 in colour": lambda: png_bomb(6_300, colour=True),
    "png that claims 60,000 x 60,000": claimed,
    "webp that claims 16,383 x 16,383": webp_canvas,
    "jpeg of 40 times all scans": scans,
}


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def deflated(name: str) -> bytes:
    """A zip whose one file unfolds to HUGE, written without holding that much here."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece, check, packed = bytes(1_000_000), 0, []
    for _ in range(HUGE // len(piece)):
        packed.append(body.compress(piece))
        check = zlib.crc32(piece, check)
    raw = b"".join([*packed, body.flush()])
    told = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, check, len(raw), HUGE, len(name), 0)
    head = b"PK\x03\x04" + told + name.encode()
    line = b"PK\x01\x02\x14\0" + told + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name.encode()
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(line), len(head) + len(raw), 0)
    return head + raw + line + b"PK\x05\x06" + end


def workbook() -> bytes:
    """An xlsx whose sheet unfolds to HUGE."""
    return deflated("xl/worksheets/sheet1.xml")


def entities() -> bytes:
    """A drawing whose entities unfold a billion times."""
    told = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{told}]><svg>&l9;</svg>'.encode()


def pdf(content: bytes, box: str = "0 0 595 842", *, packed: bool = True) -> bytes:
    """A PDF of one page with this content stream."""
    how = " /Filter /FlateDecode" if packed else ""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R >>".encode(),
        f"<< /Length {len(content)}{how} >>\nstream\n".encode() + content + b"\nendstream",
    ]
    raw, places = b"%PDF-1.7\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(raw))
        raw += f"{n} 0 obj\n".encode() + part + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{len(raw)}\n"
    return raw + end.encode() + b"%%EOF\n"


def sealed_bundle() -> bytes:
    """A bundle, rightly signed, whose body unfolds to very much more than a bundle may hold."""
    place = bundle.Place("cd" * 16, "ab" * 16, 1, bytes(32))
    return bundle.seal([bytes(100_000_000)], [b"h" * 32], place, SigningKey.new())


def lean_bundle() -> bytes:
    """A bundle, rightly signed, whose lean body unfolds to more than the entries that it claims to hold."""
    key = SigningKey.new()
    told = bundle.BundleHeader("cd" * 16, "ab" * 16, 1, 1, bytes(32), b"h" * 32, 3_900_000, key.key_id)
    return envelope.close(bundle.KIND, told, zstandard.compress(bytes(100_000_000)), key, 2)


def lying_header(magic: bytes) -> bytes:
    """A sealed file that says its header is 4 GB long."""
    return magic + b"\x01" + b"\xff" * 4 + bytes(200_000)


DEEP = 400_000
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "json, deep": ("score", lambda: b"[" * 10_000_000),
    "json, deep tables": ("score", lambda: b'{"cases":' * 1_000_000),
    "json, a number of a billion digits": (
        "score",
        lambda: b'{"cases":[{"sheets":[{"score":1e999999999}]}]}',
    ),
    "json, a tiny number": ("score", lambda: b'{"cases":[{"sheets":[{"score":1e-999999999}]}]}'),
    "json, ten million digits": ("score", lambda: b"[" + b"9" * 10_000_000 + b"]"),
    "json, too large": ("score", lambda: b" " * 20_000_001),
    "toml, deep": ("gate", lambda: b"a = " + b"[" * DEEP),
    "toml, deep tables": ("gate", lambda: b"a = " + b"{a=" * (DEEP // 3)),
    "toml, a long key": ("gate", lambda: b".".join([b"a"] * DEEP) + b" = 1"),
    "toml, many digits": ("gate", lambda: b"a = " + b"9" * DEEP),
    "toml, too large": ("gate", lambda: b"#" * 1_000_001),
    "keys, deep": ("keys", lambda: b"[" * 1_000_000),
    "pdf, a page of 600 MB": ("verify", lambda: pdf(squeezed())),
    "pdf, twice deflated": ("verify", lambda: pdf(zlib.compress(squeezed(), 9))),
    "pdf, a page of 1,000 km": ("verify", lambda: pdf(b"", "0 0 2834645669 2834645669", packed=False)),
    "xlsx": ("verify", workbook),
    "svg, a billion laughs": ("verify", entities),
    "bundle": ("verify", sealed_bundle),
    "lean bundle": ("verify", lean_bundle),
    "backup, a header of 4 GB": ("restore", lambda: lying_header(b"IJK")),
    "exchange file, a header of 4 GB": ("sync", lambda: lying_header(b"IJX")),
    "grant, deep": ("join", lambda: b"[" * 5_000_000),
    "form, deep": ("forms", lambda: b"a = " + b"[" * DEEP),
    "form, many digits": ("forms", lambda: b"a = " + b"9" * DEEP),
    "edition": ("edition", lambda: deflated("options.toml")),
    "zip of photos": ("photos", lambda: deflated("a.jpg")),
    "zip of a photo bomb": ("photos", lambda: zipped(("a.png", png_bomb(12_000)))),
}

CHILD = """
import io, json, mmap, resource, sys, zlib
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from inspector_app import cli
from inspector_app.catalog import packing
from inspector_app.documents.photos import inspect_photo
from inspector_app.domain.errors import InspectorError
from inspector_app.ui.photos.folder_zip import scan_zip


class Quiet:
    def step(self, done, total, doing=""):
        pass


def command(args):
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        code = cli.main(args)
    told = json.loads(out.getvalue())
    first = told["errors"][0]["code"] if told.get("errors") else ""
    return code, first or (told.get("results") or [{}])[0].get("verdict", "")


def photo(path):
    facts = inspect_photo(Path(path).read_bytes())
    return 0, f"{facts.width} x {facts.height}"


def edition(path):
    return 0, str(len(packing.unpack(Path(path).read_bytes(), "x")))


def photos(path):
    told = scan_zip(Path(path), Quiet())
    try:
        for held in told.held:
            inspect_photo(held.read())
    finally:
        told.close()
    return 0, f"{len(told.held)} photos, {told.odd} odd"


def most():
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1])


def worked():
    # A process that was begun for the file counts too.
    told = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in told)


def pace():
    # A fixed work of the kind that a bomb makes, to unfold and to fill memory: what it costs here, and now.
    began, piece = worked(), bytes(4_000_000)
    for _ in range(40):
        zlib.decompress(zlib.compress(piece[:1_000_000], 1))
        with mmap.mmap(-1, len(piece)) as memory:
            memory[:] = piece
    return worked() - began


WAYS = {"command": command, "photo": photo, "edition": edition, "photos": photos}


def tried(way, argument):
    try:
        return WAYS[way](argument)
    except InspectorError as problem:
        return 3, problem.code


told = json.load(sys.stdin)
for way, argument in told["warm"]:
    tried(way, argument)
paces = [pace()]
held, before = most(), worked()
code, said = tried(told["way"], told["argument"])
seconds = worked() - before
paces.append(pace())
kb = most() - held + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
json.dump({"code": code, "said": said, "seconds": seconds, "kb": kb, "pace": max(paces)}, sys.stdout)
"""


def argument_of(kind: str, path: Path, data: Path) -> tuple[str, object]:
    """Return the way of the child and its argument for a file of this kind."""
    if kind in ("photo", "edition", "photos"):
        return kind, str(path)
    more = {
        "score": ["score", str(path)],
        "gate": ["gate", str(path), "--kind", "rectification_notice"],
        "keys": ["verify", "--text", "ZJZF1", "--keys", str(path)],
        "verify": ["verify", str(path)],
        "restore": ["restore", str(path), "--into", str(data.with_name("restored"))],
        "sync": ["sync", "--in", str(path)],
        "join": ["join", str(path)],
        "forms": ["forms", "check", str(path.parent)],
    }
    at = data.with_name("joins") if kind == "join" else data
    return "command", ["--data", str(at), "--json", *more[kind]]


def plan(kind: str, bad: Path, warm: Path, data: Path) -> str:
    """Return what the child is told: a harmless file of the kind first, so that loading is not measured."""
    way, argument = argument_of(kind, bad, data)
    return json.dumps({"warm": [argument_of(kind, warm, data)], "way": way, "argument": argument})
