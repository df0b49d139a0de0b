"""Photos from strangers: whole pictures pass, bombs and broken files are refused at once and cheaply."""

import struct
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from io import BytesIO

import pypdf
import pytest
from document_samples import stop_work_notice
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from inspector_app.documents.photos import Derivatives, inspect_photo
from inspector_app.documents.render import render
from inspector_app.domain.errors import RuleError


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (90, 120, 160)).save(out, kind, **options)
    return out.getvalue()


def exif(**stated: object) -> Image.Exif:
    told = Image.Exif()
    told[0x010F], told[0x0110] = "厂家\x00".encode().decode(), "M1"
    inner = told.get_ifd(0x8769)
    inner[0x9003] = stated.get("taken", "2026:11:24 09:36:12")
    if "offset" in stated:
        inner[0x9011] = stated["offset"]
    gps = told.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (27.0, 58.0, 12.0), "E", (116.0, 21.0, 36.0)
    if "orientation" in stated:
        told[0x0112] = stated["orientation"]
    return told


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_formats_pass(kind: str) -> None:
    facts = inspect_photo(picture(kind))
    assert (facts.format, facts.width, facts.height) == (kind, 400, 300)
    assert facts.taken is None
    assert facts.gps == ""
    assert facts.stated == ""


def test_a_photo_states_time_place_and_device() -> None:
    facts = inspect_photo(picture(exif=exif()))
    assert facts.taken == datetime(2026, 11, 24, 1, 36, 12, tzinfo=UTC)
    assert facts.gps == "27.970000,116.360000"
    assert facts.stated.startswith("2026-11-24 09:36:12 +0800；27.970000,116.360000；")
    away = inspect_photo(picture(exif=exif(offset="-03:30"))).taken
    nowhere = inspect_photo(picture(exif=exif(offset="+" + "9" * 40))).taken
    assert nowhere == facts.taken, "a zone that is none is China's"
    assert away is not None
    assert away.tzinfo == timezone(-timedelta(hours=3, minutes=30))


@pytest.mark.parametrize(
    "taken",
    [
        "",
        "0000:00:00 00:00:00",
        "0001:01:01 00:00:00",
        "9999:12:31 23:59:59",
        "昨天",
        "2026:13:40 99:00:00",
        "2026:11:24",
    ],
)
def test_a_nonsense_time_states_nothing(taken: str) -> None:
    assert inspect_photo(picture(exif=exif(taken=taken))).taken is None


def refused(raw: bytes) -> str:
    with pytest.raises(RuleError) as caught:
        inspect_photo(raw)
    return caught.value.code


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done with a picture, in its order: `opened`, and its pixels `read`."""
    done: list[str] = []
    opened, read = Image.open, ImageFile.ImageFile.load

    def opening(*args: object, **options: object) -> Image.Image:
        done.append("opened")
        return opened(*args, **options)  # type: ignore[arg-type]

    def reading(self: ImageFile.ImageFile) -> object:
        done.append("read")
        return read(self)

    monkeypatch.setattr(Image, "open", opening)
    monkeypatch.setattr(ImageFile.ImageFile, "load", reading)
    return done


def test_a_photo_that_passes_is_opened_and_read(cost: list[str]) -> None:
    """What the bombs below are spared is seen here."""
    raw = picture()
    cost.clear()
    inspect_photo(raw)
    assert cost[:2] == ["opened", "opened"]
    assert "read" in cost


def png_bomb(side: int, *, colour: bool = False) -> bytes:
    """A PNG of side × side pixels whose body is a few kilobytes: one bit a pixel, or RGBA."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squeeze = zlib.compressobj(9)
    row = bytes(1 + (side * 4 if colour else side // 8 + 1))
    rows = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", side, side, *((8, 6) if colour else (1, 0)), 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_png_bomb_is_refused_unread(cost: list[str]) -> None:
    raw = png_bomb(12000)
    assert len(raw) < 40_000
    assert refused(raw) == "documents.photo_too_large"
    assert cost == ["opened"]


def test_a_webp_canvas_bomb_is_refused_before_its_decoder_allocates(cost: list[str]) -> None:
    raw = bytearray(picture("WEBP", lossless=True, exif=exif()))
    at = raw.index(b"VP8X")
    raw[at + 12 : at + 18] = (16382).to_bytes(3, "little") * 2
    cost.clear()
    assert refused(bytes(raw)) == "documents.photo_too_large"
    assert cost == []


def test_a_progressive_scan_bomb_is_refused_unread(cost: list[str]) -> None:
    raw = picture(size=(6000, 5000), progressive=True)
    at = raw.index(b"\xff\xda")
    cost.clear()
    assert refused(raw[:at] + raw[at:-2] * 40 + raw[-2:]) == "documents.photo_too_large"
    assert cost == ["opened"]


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif"])
def test_heic_has_its_own_cure(brand: bytes) -> None:
    assert refused(b"\0\0\0\x18ftyp" + brand + b"\0" * 40) == "documents.photo_heic"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not a photo",
        b"%PDF-1.4",
        b"GIF89a" + b"\0" * 50,
        b"RIFF\0\0\0\0WEBPVP8X",
        picture()[:-300],
        picture("PNG")[:-40],
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
    ],
)
def test_what_is_no_whole_photo_is_refused(raw: bytes) -> None:
    assert refused(raw) == "documents.not_a_photo"


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 10_000), st.integers(0, 255))
def test_a_changed_byte_never_ends_in_a_crash(kind: str, place: int, value: int) -> None:
    raw = bytearray(picture(kind, (60, 40), exif=exif()))
    raw[place % len(raw)] = value
    try:
        facts = inspect_photo(bytes(raw))
    except RuleError:
        return
    assert facts.width > 0


_MEASURE = """
import sys
from inspector_app.documents.photos import inspect_photo
from inspector_app.documents.proof.footprint import most_held
from inspector_app.domain.errors import RuleError
before = most_held()
try:
    inspect_photo(sys.stdin.buffer.read())
except RuleError:
    pass
print(most_held() - before)
"""


@pytest.mark.parametrize(
    "make",
    [
        lambda: png_bomb(12000),
        lambda: png_bomb(6300, colour=True),
        lambda: picture(size=(12000, 9000)),
        lambda: picture(size=(7000, 5000), progressive=True),
    ],
)
def test_no_photo_takes_more_than_half_a_gigabyte(make: object) -> None:
    assert callable(make)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE], input=make(), capture_output=True, check=True, timeout=300
    )
    assert 0 <= int(done.stdout) < 512 * 1024 * 1024


def test_a_photo_on_paper_is_upright_and_small() -> None:
    raw = picture(size=(2400, 1200), exif=exif(orientation=6))
    made = Derivatives({"a" * 64: raw}).of("a" * 64)
    assert (made.width, made.height) == (280, 560)
    with Image.open(BytesIO(made.jpeg)) as opened:
        assert opened.format == "JPEG"
        assert not opened.getexif()
    assert len(made.jpeg) < 60_000


def test_a_transparent_picture_lies_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (80, 60), (255, 0, 0, 0)).save(out, "PNG")
    made = Derivatives({"b" * 64: out.getvalue()}).of("b" * 64)
    with Image.open(BytesIO(made.jpeg)) as opened:
        assert opened.convert("RGB").getpixel((40, 30)) == (255, 255, 255)


def test_photos_are_embedded_once_and_captioned() -> None:
    raws = [picture(size=(640, 480 + n)) for n in range(5)]
    photos = {sha256(raw).hexdigest(): raw for raw in raws}
    content = stop_work_notice(tuple(photos))
    rendered = render(content, photos=photos, qr=None)
    reader = pypdf.PdfReader(BytesIO(rendered.pdf))
    assert sum(len(page.images) for page in reader.pages) == 5
    text = "".join(page.extract_text() for page in reader.pages)
    assert all(f"照片{n}" in text for n in range(1, 6))
    assert "2026-11-24 09:12" in text
    assert rendered.pdf == render(content, photos=photos, qr=None).pdf


def test_a_missing_photo_stops_the_document() -> None:
    content = stop_work_notice(("c" * 64,))
    with pytest.raises(RuleError) as caught:
        render(replace(content), photos={}, qr=None)
    assert caught.value.code == "documents.photo_missing"
