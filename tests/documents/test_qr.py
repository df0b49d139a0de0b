"""The code on paper: it decodes from a thermal print, and nothing but its exact form is read."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from document_samples import every_kind, stop_work_notice
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inspector_app.documents.proof.qr import QrClaim, parse_qr
from inspector_app.documents.proof.verify import judge_qr
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.content import Content
from inspector_app.domain.errors import DamagedError
from inspector_app.domain.proof_code import ALPHABET, code_of

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RAW = SECRET.public_key().public_bytes_raw()
KEY_ID = hashlib.sha256(RAW).hexdigest()[:16]


class Key:
    """A public key as the trust room has it, for one purpose."""

    def __init__(self, raw: bytes) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    def verify(self, purpose: str, message: bytes, signature: bytes) -> bool:
        try:
            self._key.verify(signature, b"inspector:" + purpose.encode() + b"\0" + message)
        except InvalidSignature:
            return False
        return True


def signed(content: Content) -> str:
    return PdfRenderer().qr_text(content, KEY_ID, lambda message: SECRET.sign(b"inspector:qr\0" + message))


def find(key_id: str) -> Key | None:
    return Key(RAW) if key_id == KEY_ID else None


def longest() -> Content:
    """The most that a code may have to hold: every fact cut at 40 Han characters."""
    facts = tuple(
        (name, "停" * 60 if name in ("addressee", "scope", "number") else value)
        for name, value in stop_work_notice().facts
    )
    return replace(stop_work_notice(), facts=facts)


CONTENTS = [pytest.param(content, id=content.kind) for content in every_kind()] + [
    pytest.param(longest(), id="longest")
]


def test_the_lines_are_in_clear_and_in_order() -> None:
    content = stop_work_notice()
    lines = signed(content).split("\n")
    assert lines[:8] == [
        "ZJZF1",
        "文号 南住建停〔2026〕5-9号",
        "文种 停工（整改）通知书",
        "受送达 江右宏远建筑工程有限公司",
        "签发 2026-11-24",
        "期限 2026-12-04",
        "范围 局部停工：3#楼11层以上外脚手架及临边作业",
        "项数 4",
    ]
    hashed = PdfRenderer().content_hash(content)
    assert lines[8] == "摘要 " + urlsafe_b64encode(hashed).decode().rstrip("=")
    assert lines[9] == f"钥 {KEY_ID}"
    assert len(lines[8]) == 3 + 43
    assert lines[10].startswith("印 ")
    assert len(lines[10]) == 2 + 86
    assert len(lines) == 11


def test_a_code_reads_back_and_is_valid() -> None:
    content = stop_work_notice()
    claim = parse_qr(signed(content))
    assert claim.fields == dict(content.facts) | {"content_hash": PdfRenderer().content_hash(content).hex()}
    assert claim.key_id == KEY_ID
    assert judge_qr(claim, find) == "valid"
    assert judge_qr(claim, lambda _: None) == "unknown"
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    assert judge_qr(claim, lambda _: Key(other)) == "invalid"


def test_long_values_and_newlines_are_cut_and_joined() -> None:
    content = replace(stop_work_notice(), facts=(("number", "甲\n乙"), ("scope", "停" * 60)))
    claim = parse_qr(signed(content))
    assert claim.fields["number"] == "甲 乙"
    assert claim.fields["scope"] == "停" * 39 + "…"


def test_every_changed_byte_is_refused_or_invalid() -> None:
    raw = signed(stop_work_notice()).encode()
    for place in range(len(raw)):
        for change in (raw[place] ^ 1, raw[place] ^ 0x20, 0x0A):
            if change == raw[place]:
                continue
            text = (raw[:place] + bytes([change]) + raw[place + 1 :]).decode("utf-8", "replace")
            try:
                claim = parse_qr(text)
            except DamagedError:
                continue
            assert judge_qr(claim, find) == ("invalid" if claim.key_id == KEY_ID else "unknown")


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [*lines, ""],
        lambda lines: [*lines, "多 余"],
        lambda lines: ["", *lines],
        lambda lines: lines[:-1],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [*lines[:2], lines[1], *lines[2:]],
        lambda lines: [*lines[:3], "备注 无", *lines[3:]],
        lambda lines: [lines[0].lower(), *lines[1:]],
        lambda lines: [*lines[:-1], lines[-1] + "="],
        lambda lines: [*lines[:1], "文号 ", *lines[2:]],
        lambda lines: [*lines[:6], "范围 " + "停" * 41, *lines[7:]],
        lambda lines: [*lines[:-2], "钥 ABCDEF0123456789", lines[-1]],
    ],
)
def test_anything_but_the_exact_form_is_refused(change: object) -> None:
    assert callable(change)
    text = "\n".join(change(signed(stop_work_notice()).split("\n")))
    with pytest.raises(DamagedError):
        parse_qr(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_crashes_the_reader(text: str) -> None:
    for told in (text, f"ZJZF1\n{text}", f"ZJZF1\n文号 1\n摘要 {text}\n钥 {KEY_ID}\n印 {text}"):
        with pytest.raises(DamagedError):
            parse_qr(told)


@pytest.mark.parametrize("content", CONTENTS)
def test_the_code_decodes_from_a_203_dpi_one_bit_print(content: Content) -> None:
    text = signed(content)
    pdf = PdfRenderer().render(content, photos={}, qr=text).pdf
    for shift in ((0.0, 0.0), (0.33, 0.5), (0.7, 0.21)):
        picture = _thermal(pdf, shift)
        found = zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
        assert [bytes(one.bytes).decode() for one in found] == [text]


def _thermal(pdf: bytes, shift: tuple[float, float]) -> Image.Image:
    """The first page as a thermal head prints it: 203 dots an inch, black or nothing."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        page.set_mediabox(-shift[0] * 72 / 203, -shift[1] * 72 / 203, width, height)
        grey = page.render(scale=203 / 72, grayscale=True, no_smoothtext=True, no_smoothpath=True).to_pil()
        return grey.point(lambda value: 255 if value > 127 else 0).copy()


def test_the_short_code_is_twelve_letters_of_its_own_alphabet() -> None:
    codes = {code_of(hashlib.sha256(bytes([n])).digest()) for n in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(part) for part in code.split("-")] == [4, 4, 4]
        assert set(code.replace("-", "")) <= set(ALPHABET)
    assert {"0", "1", "I", "O"}.isdisjoint(ALPHABET)
    assert code_of(bytes(32)) == code_of(bytes(32))


def test_a_claim_is_frozen() -> None:
    claim = QrClaim({}, KEY_ID, b"", b"")
    with pytest.raises(AttributeError):
        claim.key_id = "other"  # type: ignore[misc]
