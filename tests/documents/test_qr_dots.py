"""The code on a 203-dpi head of one bit: whole dots a module, edges on the dots, read whatever it says."""

import random
from dataclasses import replace

import pypdfium2
import zxingcpp
from document_samples import proof_of_service, rectification_notice
from PIL import Image, ImageChops

from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.content import Content

SEED, EACH = 203, 40


def printed(content: Content, chance: random.Random) -> tuple[str, list[Image.Image]]:
    """Return the code's text, and the page as a head prints it: by a threshold, and dithered."""
    renderer = PdfRenderer()
    text = renderer.qr_text(content, chance.randbytes(8).hex(), lambda _: chance.randbytes(64))
    pdf = renderer.render(content, photos={}, qr=text).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        grey = document[0].render(scale=203 / 72, grayscale=True).to_pil().copy()
    return text, [grey.point(lambda v: 255 if v > 127 else 0), grey.convert("1").convert("L")]


def test_every_code_is_read_from_a_page_of_one_bit_at_203_dpi() -> None:
    chance, versions = random.Random(SEED), set()
    for content in (rectification_notice(1), proof_of_service()):
        for n in range(EACH):
            name = "青澜宏岳建设集团有限公司"[: 4 + n % 9]
            facts = {**dict(content.facts), "addressee": name, "number": f"云住建改〔2026〕3-{n + 1}号"}
            text, pages = printed(replace(content, facts=tuple(facts.items())), chance)
            versions.add(len(text.encode()))
            for page in pages:
                assert [one.text for one in zxingcpp.read_barcodes(page)] == [text]
    print(f"\n203 dpi: seed {SEED}, {2 * EACH} codes × 2 ways, {len(versions)} lengths, all read")
    assert len(versions) > 8


def test_a_module_is_three_whole_dots_where_the_code_is_of_the_usual_size() -> None:
    """With 2.8 dots some come out as two and some as three: 19 of 150 codes were lost to dithering."""
    _, pages = printed(proof_of_service(), random.Random(SEED))
    code = zxingcpp.read_barcodes(pages[0])[0].position
    around = (code.top_left.x - 5, code.top_left.y - 5, code.bottom_right.x + 6, code.bottom_right.y + 6)
    ink = ImageChops.invert(pages[0]).crop(around).getbbox()
    assert ink is not None
    sides = (ink[2] - ink[0], ink[3] - ink[1])
    modules = round(min(sides) / 3)
    assert (modules - 17) % 4 == 0
    # pdfium rounds the sheet up to whole pixels, so one edge may spill into the next.
    assert all(0 <= side - 3 * modules <= 1 for side in sides)
