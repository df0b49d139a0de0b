"""The QR code: facts in clear and a signature over them, one fact a line.

    ZJZF1
    文号 云住建停〔2026〕3-12号
    …
    摘要 <sha256 of the content, base64url>
    钥 <key id, 16 hex digits>
    印 <Ed25519 signature, base64url>

The signature covers every byte before the line 印. Facts that a template does not list do not appear.
"""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt
from typing import Any

import zxingcpp

from inspector_app.documents.shown import shown
from inspector_app.domain.content import Content
from inspector_app.domain.errors import DamagedError

MARK = "ZJZF1"
LABELS = {
    "number": "文号",
    "kind": "文种",
    "addressee": "受送达",
    "issued": "签发",
    "deadline": "期限",
    "scope": "范围",
    "count": "项数",
}
LONGEST = 40
_HASH, _KEY, _SEAL = "摘要", "钥", "印"
_MOST_BYTES = 2331  # what version 40 holds at level M
_SIGNATURE_BYTES = 64
_DARK = re.compile(rb"\x00+")
_KEY_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class QrClaim:
    """What a QR code says of itself, before anyone believes it.

    Attributes:
        fields: facts by their names in `Content.facts`, and `content_hash` in hex.
        key_id: key that it says it was signed with, 16 hex digits.
        message: the signed bytes.
        signature: 64 bytes.
    """

    fields: dict[str, str]
    key_id: str
    message: bytes
    signature: bytes


def qr_text(content: Content, content_hash: bytes, key_id: str, sign: Callable[[bytes], bytes]) -> str:
    """Return the signed text of a content's code; `sign` returns an Ed25519 signature of 64 bytes."""
    told = [MARK]
    for name, label in LABELS.items():
        value = _short(content.fact(name))
        if value:
            told.append(f"{label} {value}")
    told += [f"{_HASH} {_text(content_hash)}", f"{_KEY} {key_id}"]
    message = "".join(f"{line}\n" for line in told)
    return f"{message}{_SEAL} {_text(sign(message.encode()))}"


def _short(value: str) -> str:
    """Return a value on one line, cut to 40 characters."""
    line = " ".join(shown(value).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _data(text: str, size: int) -> bytes:
    """Return `size` bytes from their one spelling.

    Raises:
        DamagedError: another length, other characters, or a second spelling of the same bytes.
    """
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as error:
        raise DamagedError("documents.qr_malformed", where=text[:20]) from error
    if len(data) != size or _text(data) != text:
        raise DamagedError("documents.qr_malformed", where=text[:20])
    return data


def parse_qr(text: str) -> QrClaim:
    """Read a code strictly: the exact order, each line once, nothing before, between or behind.

    Raises:
        DamagedError: `documents.qr_malformed`.
    """
    lines = text.split("\n")
    if len(text) > _MOST_BYTES or len(lines) < 4 or lines[0] != MARK:
        raise DamagedError("documents.qr_malformed", where=lines[0][:20])
    content_hash, key_id, seal = (
        _value(line, label) for line, label in zip(lines[-3:], (_HASH, _KEY, _SEAL), strict=True)
    )
    if not _KEY_ID.fullmatch(key_id):
        raise DamagedError("documents.qr_malformed", where=_KEY)
    fields = _fields(lines[1:-3])
    fields["content_hash"] = _data(content_hash, 32).hex()
    message = "".join(f"{line}\n" for line in lines[:-1]).encode("utf-8", "surrogatepass")
    return QrClaim(fields, key_id, message, _data(seal, _SIGNATURE_BYTES))


def _value(line: str, label: str) -> str:
    found, _, value = line.partition(" ")
    if found != label or not value:
        raise DamagedError("documents.qr_malformed", where=line[:20])
    return value


def _fields(lines: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    names = list(LABELS.items())
    for line in lines:
        label = line.partition(" ")[0]
        while names and names[0][1] != label:
            names.pop(0)
        if not names:
            raise DamagedError("documents.qr_malformed", where=line[:20])
        value = _value(line, label)
        if len(value) > LONGEST:
            raise DamagedError("documents.qr_malformed", where=label)
        fields[names.pop(0)[0]] = value
    return fields


def qr_path(text: str) -> tuple[str, int]:
    """Return (path operators in modules, modules a side) of a code: level M, bytes of UTF-8, one path.

    zxing-cpp makes it in a millisecond with the best of all eight masks. Told to write characters, it
    takes Shift-JIS when all of them exist there, but 钥 and 签 of our lines do not: so UTF-8 it is.
    """
    made: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    plane = memoryview(made.to_image(scale=1, add_quiet_zones=False)).tobytes()
    side = isqrt(len(plane))
    parts = []
    for row in range(side):
        line, y = plane[row * side : (row + 1) * side], side - 1 - row
        spans = [dark.span() for dark in _DARK.finditer(line)]
        parts += [f"{start} {y} {end - start} 1 re" for start, end in spans]
    return "\n".join(parts), side
