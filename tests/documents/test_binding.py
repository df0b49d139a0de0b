"""Binding: A4 pages, numbers outside the type area, fonts that travel, an outline, and foreign files."""

import tracemalloc
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents.binding import PdfBinder
from inspector_app.documents.page.sheet import LEFT, MM, PAGE_HEIGHT, PAGE_WIDTH, TOP, WIDTH
from inspector_app.documents.render import render
from inspector_app.domain.dossier import (
    Album,
    Bound,
    Cover,
    Item,
    Listing,
    Paper,
    Part,
    Shot,
    ShotRow,
    Slip,
    Volume,
)
from inspector_app.domain.errors import Cancelled, DamagedError
from tests.documents.samples import rectification_notice


class Silent:
    """Progress that nobody watches."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.steps.append((done, total))


def cover(**changes: Any) -> Cover:
    told: dict[str, Any] = {
        "office": "滨海新区住房和城乡建设局",
        "title": "云栖里项目3号楼行政检查案卷",
        "target": "云栖里项目3号楼（在建工程）",
        "address": "滨海新区长风路",
        "parties": (("施工单位", "鼎恒建设集团有限公司"),),
        "matter": "季度监督检查",
        "period": "2026年4月27日至2026年5月7日",
        "made_on": date(2026, 5, 8),
        "retention_years": 10,
    }
    return Cover(**(told | changes))


def item(leaf: Any, name: str = "限期整改通知书", number: str = "滨住建改〔2026〕3-1号", **more: Any) -> Item:
    return Item(more.pop("group", "一次检查"), Part.ORDERS, name, number, "2026.04.27", leaf, **more)


def bind(tmp_path: Path, *items: Item, **changes: Any) -> tuple[Path, Bound]:
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    out = tmp_path / "bound.pdf"
    bound = PdfBinder().bind(Volume(cover(**changes), items), out, work, Silent())
    return out, bound


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.pdf"
    path.write_bytes(render(rectification_notice(), photos={}, qr=None).pdf)
    return path


def words(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def fonts(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """Yield every font that a page can use, also through what it draws."""

    def inside(holder: Any) -> Iterator[Any]:
        resources = holder.get("/Resources", {})
        yield from dict(resources.get("/Font", {})).values()
        for form in dict(resources.get("/XObject", {})).values():
            if form.get("/Subtype") == "/Form":
                yield from inside(form)

    yield from inside(page.obj)


def embedded(font: Any) -> bool:
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def scan_of(text: str, size: tuple[float, float], font: str = "Helvetica") -> bytes:
    """A PDF from outside whose font lies not in it."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.setFont(font, 30)
    canvas.drawString(40, size[1] - 60, text)
    canvas.save()
    return out.getvalue()


def jpeg(size: tuple[int, int], colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def test_pages_are_taken_as_they_are_and_numbered_through(tmp_path: Path, own: Path) -> None:
    before = words(own)
    out, bound = bind(tmp_path, item(Paper(own)), item(Paper(own), number="滨住建改〔2026〕3-2号"))
    pages = words(out)
    assert bound.numbered == 2 * len(before)
    assert bound.pages == ((1, len(before)), (len(before) + 1, 2 * len(before)))
    assert len(pages) == bound.sheets
    told = pages[2:-1]
    assert told == [text + str(n) for n, text in enumerate([*before, *before], start=1)]
    assert own.read_bytes() == render(rectification_notice(), photos={}, qr=None).pdf


def test_every_page_is_a4_and_every_font_lies_in_the_file(tmp_path: Path, own: Path) -> None:
    scan, photo = tmp_path / "scan.pdf", tmp_path / "scan.jpg"
    scan.write_bytes(scan_of("Outside", (842, 595)))
    photo.write_bytes(jpeg((1600, 900)))
    shots = ShotRow((Shot("a" * 64, "照片1　西侧", path=photo), Shot("b" * 64, "照片2", lacking="原件缺失")))
    listing = Listing("无效操作记录", "说明", ("序号", "操作"), (20, 136), ("C", "L"), (("1", "签发"),))
    out, bound = bind(
        tmp_path,
        item(Paper(own)),
        item(Paper(scan, own=False)),
        item(Paper(photo, own=False)),
        item(Album("现场检查照片", "2026年4月27日", (shots,))),
        item(listing),
        item(Slip("原件缺失", "未能装订入卷。", (("文件名称", "签字件"),))),
    )
    with pikepdf.open(out) as file:
        assert not file.check_pdf_syntax()
        assert len(file.pages) == bound.sheets
        for n, page in enumerate(file.pages):
            box = [float(one) for one in page.mediabox]
            assert box == pytest.approx([0, 0, PAGE_WIDTH, PAGE_HEIGHT], abs=0.5), n
            assert int(page.obj.get("/Rotate", 0)) == 0
            told = list(fonts(page))
            assert all(embedded(font) for font in told), (n, told)
            assert all("Helvetica" not in str(font.get("/BaseFont")) for font in told)


def test_the_number_stands_outside_the_type_area_and_beside_the_code(tmp_path: Path, own: Path) -> None:
    out, bound = bind(tmp_path, *(item(Paper(own)) for _ in range(60)))
    document = pypdfium2.PdfDocument(out)
    assert bound.numbered >= 100
    front = len(document) - 1 - bound.numbered
    # Beyond the quiet zone of a form's code, above every type area, within what printers print.
    corner = (LEFT + WIDTH + 4 * MM, PAGE_HEIGHT - TOP, PAGE_WIDTH - 4 * MM, PAGE_HEIGHT - 4 * MM)
    for number in range(1, bound.numbered + 1):
        page = document[front - 1 + number].get_textpage()
        assert page.get_text_bounded(*corner).strip() == str(number)
    document.close()


def test_the_index_names_the_pages_over_several_sheets(tmp_path: Path, own: Path) -> None:
    items = [
        item(Paper(own), number=f"滨住建改〔2026〕3-{n}号", group=f"第{n // 40}次") for n in range(1, 121)
    ]
    out, bound = bind(tmp_path, *items)
    pages = words(out)
    registers = [page for page in pages if "卷内文件目录" in page or "目录第" in page]
    assert len(registers) > 3
    assert f"目录第1页共{len(registers)}页" in registers[0]
    told = "".join(registers)
    for n, (one, (first, last)) in enumerate(zip(items, bound.pages, strict=True), start=1):
        span = str(first) if first == last else f"{first}–{last}"
        assert f"{n}{one.name}{one.number}{one.day}{span}" in told
    assert all("文件名称" in page for page in registers), "the head repeats"
    front = 1 + len(registers)
    for first, _ in bound.pages:
        assert pages[front - 1 + first] == words(own)[0] + str(first)
    document = pypdfium2.PdfDocument(out)
    assert document.get_page_label(front) == "1"
    assert document.get_page_label(1) == "目录-1"
    toc = list(document.get_toc())
    assert [one.get_title() for one in toc if one.level == 0] == [
        "封面",
        "卷内文件目录",
        "第0次",
        "第1次",
        "第2次",
        "第3次",
        "卷内备考表",
    ]
    assert sum(one.level == 1 for one in toc) == 120
    document.close()


def test_a_page_that_lies_is_turned_with_its_head_to_the_binding(tmp_path: Path) -> None:
    """GB/T 9704-2012 7.6: the head of what lies stands at the binding edge, the left one."""
    path = tmp_path / "lies.jpg"
    picture = Image.new("RGB", (1000, 600), "white")
    picture.paste("red", (0, 0, 1000, 100))
    picture.save(path, "JPEG", quality=95)
    out, _ = bind(tmp_path, item(Paper(path, own=False)))
    drawn = page_picture(out, 2)
    assert near(drawn.getpixel((drawn.width * 13 // 100, drawn.height // 2)), (255, 0, 0))
    assert near(drawn.getpixel((drawn.width * 85 // 100, drawn.height // 2)), (255, 255, 255))


def test_a_pdf_page_that_lies_is_turned_the_same_way(tmp_path: Path) -> None:
    out_of_house = BytesIO()
    canvas = Canvas(out_of_house, pagesize=(842, 595))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 495, 842, 100, stroke=0, fill=1)
    canvas.save()
    path = tmp_path / "lies.pdf"
    path.write_bytes(out_of_house.getvalue())
    out, _ = bind(tmp_path, item(Paper(path, own=False)))
    drawn = page_picture(out, 2)
    assert near(drawn.getpixel((drawn.width * 8 // 100, drawn.height // 2)), (255, 0, 0))
    assert near(drawn.getpixel((drawn.width * 85 // 100, drawn.height // 2)), (255, 255, 255))


def page_picture(path: Path, n: int) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        drawn: Image.Image = document[n].render(scale=0.5).to_pil().convert("RGB")
        return drawn.copy()
    finally:
        document.close()


def near(pixel: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, wanted, strict=True))


def test_text_of_a_scan_stays_text_where_its_fonts_travel(tmp_path: Path, own: Path) -> None:
    out, _ = bind(tmp_path, item(Paper(own, own=False)))
    assert words(own)[0] in words(out)[2]


def test_only_what_a_page_shows_is_taken_from_outside(tmp_path: Path) -> None:
    path = tmp_path / "loaded.pdf"
    with pikepdf.open(BytesIO(scan_of("x", (595, 842)))) as file:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        file.Root.OpenAction = script
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 100, 100],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://evil.invalid")),
        )
        file.pages[0].obj.Annots = pikepdf.Array([file.make_indirect(link)])
        file.attachments["a.exe"] = b"MZ"
        file.save(path)
    out, _ = bind(tmp_path, item(Paper(path, own=False)))
    raw = out.read_bytes()
    with pikepdf.open(out) as file:
        assert "/OpenAction" not in file.Root
        assert "/Names" not in file.Root
        assert not any("/Annots" in page.obj for page in file.pages)
    assert b"evil.invalid" not in raw


def test_a_font_that_names_no_font_is_taken_as_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    with pikepdf.open(BytesIO(scan_of("x", (595, 842)))) as file:
        odd = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, DescendantFonts=pikepdf.Array([])
        )
        file.pages[0].obj.Resources.Font["/F9"] = file.make_indirect(odd)
        file.save(path)
    _, bound = bind(tmp_path, item(Paper(path, own=False)))
    assert (bound.numbered, bound.unread) == (1, frozenset())


def test_a_long_archive_number_stays_in_its_box(tmp_path: Path, own: Path) -> None:
    number = "SH-2026-D30-建设工程行政检查-滨海新区-" + "0123456789" * 3
    out, _ = bind(tmp_path, item(Paper(own)), archive_number=number)
    assert number in words(out)[0]
    document = pypdfium2.PdfDocument(out)
    box = (LEFT + 22 * MM, 48 * MM - 11 * MM, LEFT + 62 * MM, 48 * MM)
    inside = "".join(document[0].get_textpage().get_text_bounded(*box).split())
    document.close()
    assert inside == number


def test_a_number_of_a_paper_book_stands_on_one_line(tmp_path: Path, own: Path) -> None:
    out, _ = bind(tmp_path, item(Paper(own), number="滨住建改〔2026〕手-17号"))
    document = pypdfium2.PdfDocument(out)
    lines = document[1].get_textpage().get_text_bounded().splitlines()
    document.close()
    assert any("滨住建改〔2026〕手-17号" in line for line in lines)


def test_a_signature_annotation_on_a_scan_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "stamped.pdf"
    with pikepdf.new() as file:
        page = file.add_blank_page(page_size=(595, 842))
        form = file.make_stream(b"1 0 0 rg 0 0 200 200 re f")
        form.stream_dict.Type, form.stream_dict.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.stream_dict.BBox = pikepdf.Array([0, 0, 200, 200])
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[200, 300, 400, 500],
            F=4,
            AP=pikepdf.Dictionary(N=form),
        )
        page.obj.Annots = pikepdf.Array([file.make_indirect(stamp)])
        file.save(path)
    out, _ = bind(tmp_path, item(Paper(path, own=False)))
    drawn = page_picture(out, 2)
    assert near(drawn.getpixel((drawn.width // 2, drawn.height * 53 // 100)), (255, 0, 0))


def without_pages() -> bytes:
    out = BytesIO()
    with pikepdf.new() as file:
        file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw", [b"", b"no picture", b"%PDF-1.4\nbroken", jpeg((300, 300))[:200], without_pages()]
)
def test_a_file_that_cannot_be_read_gets_a_page_that_says_so(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "bad"
    path.write_bytes(raw)
    out, bound = bind(tmp_path, item(Paper(path, own=False), name="整改报告"))
    pages = words(out)
    assert bound.unread == {0}
    assert "文件无法读出" in pages[2]
    assert "整改报告" in pages[2]
    assert "文件损坏" in pages[1]


def test_a_document_of_our_own_that_cannot_be_opened_stops_it(tmp_path: Path) -> None:
    path = tmp_path / "own.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(DamagedError) as caught:
        bind(tmp_path, item(Paper(path)))
    assert caught.value.code == "documents.pdf_unreadable"


def test_photos_stand_two_a_row_with_their_captions(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    path.write_bytes(jpeg((1200, 900)))
    shots = [Shot(f"{n:064x}", f"照片{n}　部位{n}", "2026-04-27 09:30", path=path) for n in range(1, 8)]
    rows = tuple(ShotRow(tuple(shots[n : n + 2])) for n in range(0, 7, 2))
    out, bound = bind(tmp_path, item(Album("现场检查照片", "滨海新区长风路", rows), name="现场检查照片"))
    pages = words(out)[2:-1]
    assert bound.numbered == len(pages) == 2
    assert all(f"照片{n}部位{n}" in "".join(pages) for n in range(1, 8))
    document = pypdfium2.PdfDocument(out)
    lefts = {
        round(one.get_bounds()[0])
        for one in document[2].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    }
    assert len(lefts) == 2
    document.close()


def test_before_and_after_stand_beside_each_other(tmp_path: Path) -> None:
    old, new = tmp_path / "old.jpg", tmp_path / "new.jpg"
    old.write_bytes(jpeg((1200, 900), "red"))
    new.write_bytes(jpeg((1200, 900), "blue"))
    row = ShotRow((Shot("a" * 64, "缺失", path=old), Shot("b" * 64, "补齐", path=new)), paired=True)
    alone = ShotRow((None, Shot("b" * 64, "补齐", path=new)), paired=True)
    out, _ = bind(tmp_path, item(Album("整改前后对照照片", "", (row, alone))))
    text = words(out)[2]
    assert text.index("整改前缺失") < text.index("整改后补齐")
    assert text.count("整改后") == 2
    assert text.count("整改前缺失") == 1
    drawn = page_picture(out, 2)
    high = drawn.height * 24 // 100
    assert near(drawn.getpixel((drawn.width * 30 // 100, high)), (255, 0, 0))
    assert near(drawn.getpixel((drawn.width * 70 // 100, high)), (0, 0, 255))


def test_a_long_cover_stays_one_page_and_loses_nothing(tmp_path: Path, own: Path) -> None:
    name = "滨海新区" + "云栖里保障性住房项目" * 18
    parties = tuple(("监理单位", name) for _ in range(4))
    out, _ = bind(tmp_path, item(Paper(own)), title=name, target=name, address=name, parties=parties)
    pages = words(out)
    assert pages[0].count(name) == 7
    assert "卷内文件目录" in pages[1]


def test_the_same_file_is_bound_to_the_same_bytes(tmp_path: Path, own: Path) -> None:
    first, _ = bind(tmp_path, item(Paper(own)))
    raw = first.read_bytes()
    second, _ = bind(tmp_path, item(Paper(own)))
    assert second.read_bytes() == raw


def test_it_can_be_stopped_at_each_step(tmp_path: Path, own: Path) -> None:
    watched = Silent()
    volume = Volume(cover(), (item(Paper(own)), item(Paper(own))))
    work = tmp_path / "work"
    work.mkdir()
    PdfBinder().bind(volume, tmp_path / "x.pdf", work, watched)
    assert watched.steps[-1][0] == watched.steps[-1][1]

    for wanted in range(1, len(watched.steps) + 1):
        with pytest.raises(Cancelled):
            PdfBinder().bind(volume, tmp_path / "y.pdf", work, Stopping(wanted))


class Stopping(Silent):
    """Progress that is stopped at a step."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def step(self, done: int, total: int, doing: str = "") -> None:
        super().step(done, total)
        if len(self.steps) == self.at:
            raise Cancelled


def test_two_hundred_documents_with_photos_take_little_memory(tmp_path: Path, own: Path) -> None:
    """What Python holds at most; the time and the whole process are printed by the export itself."""
    path = tmp_path / "p.jpg"
    path.write_bytes(jpeg((2000, 1500)))
    album = Album(
        "现场检查照片", "", tuple(ShotRow((Shot("a" * 64, "照片", path=path),) * 2) for _ in range(3))
    )
    items = [item(Paper(own)) if n % 2 else item(album) for n in range(200)]
    tracemalloc.start()
    try:
        _, bound = bind(tmp_path, *items)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(bound.pages) == 200
    assert most < 120_000_000
