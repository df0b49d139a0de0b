"""What stands in the modules of a code: UTF-8 and nothing that an old reader would have to know."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest
import zxingcpp
from document_samples import every_kind
from PIL import Image

from inspector_app.documents.proof.qr import qr_path, qr_text
from inspector_app.domain.content import Content

BOX = re.compile(r"(\d+) (\d+) (\d+) 1 re")
QUIET, SCALE = 4, 4
JAPANESE = "中山東京第三工区"


def picture(text: str) -> Image.Image:
    operators, side = qr_path(text)
    modules = Image.new("L", (side + 2 * QUIET, side + 2 * QUIET), 255)
    for x, y, wide in (tuple(map(int, box)) for box in BOX.findall(operators)):
        for n in range(wide):
            modules.putpixel((QUIET + x + n, QUIET + side - 1 - y), 0)
    return modules.resize((modules.width * SCALE, modules.height * SCALE), Image.Resampling.NEAREST)


def text_of(content: Content) -> str:
    return qr_text(content, bytes(range(32)), "0123456789abcdef", lambda told: sha256(told).digest() * 2)


@pytest.mark.parametrize("content", [pytest.param(one, id=one.kind) for one in every_kind()])
def test_the_bytes_are_utf_8_without_an_encoding_switch(content: Content) -> None:
    text = text_of(content)
    (read,) = zxingcpp.read_barcodes(picture(text))
    assert read.bytes == text.encode()
    assert (read.text, read.symbology_identifier, read.ec_level) == (text, "]Q1", "M")


def test_facts_that_shift_jis_could_write_stay_utf_8() -> None:
    content = replace(every_kind()[0], facts=tuple((name, JAPANESE) for name, _ in every_kind()[0].facts))
    text = text_of(content)
    (read,) = zxingcpp.read_barcodes(picture(text))
    assert read.bytes == text.encode()


def test_every_row_of_modules_is_drawn_once() -> None:
    operators, side = qr_path(text_of(every_kind()[0]))
    assert (side - 17) % 4 == 0
    boxes = [tuple(map(int, box)) for box in BOX.findall(operators)]
    assert all(x + wide <= side for x, _, wide in boxes)
    assert {y for _, y, _ in boxes} == set(range(side))
    assert boxes == sorted(boxes, key=lambda box: (-box[1], box[0]))
