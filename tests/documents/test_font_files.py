"""Fonts from outside, as real files: the office's folder, the system's folders, broken and hostile ones."""

import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from document_reading import area
from document_samples import rectification_notice
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app import assets
from inspector_app.answers import doctors
from inspector_app.catalog.messages import Messages
from inspector_app.documents.fonts import faces, office, system
from inspector_app.documents.fonts.faces import Script, glyph, missing, use_office_fonts
from inspector_app.documents.fonts.files import LARGEST, examine
from inspector_app.documents.fonts.names import hand_of
from inspector_app.documents.fonts.office import Found
from inspector_app.documents.render import render
from inspector_app.domain.content import Paragraph
from inspector_app.domain.errors import InspectorError, Problem

SHIPPED = assets.folder("resources") / "fonts"
RARE = "\U000323af"
TEXT = "检查现场"


@pytest.fixture(autouse=True)
def no_fonts_but_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr("inspector_app.documents.fonts.system.folders", lambda: [tmp_path / "system"])
    use_office_fonts(None)
    yield
    use_office_fonts(None)


def a_font(
    path: Path, characters: str = TEXT, family: str = "FangSong", rights: int = 8, style: str = "Regular"
) -> Path:
    """Write a small TrueType font whose every glyph is a box."""
    names = [".notdef", *(f"u{ord(one):X}" for one in characters)]
    pen = TTGlyphPen(None)
    for n, (x, y) in enumerate(((100, 0), (100, 800), (900, 800), (900, 0))):
        (pen.lineTo if n else pen.moveTo)((x, y))
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(one): f"u{ord(one):X}" for one in characters})
    builder.setupGlyf(dict.fromkeys(names, box))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": style, "psName": "Test-Regular"})
    builder.setupOS2(fsType=rights, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def an_office(folder: Path) -> Path:
    (folder / "fonts").mkdir(parents=True)
    (folder / "fonts" / "授权-仿宋.txt").write_text("购买合同编号 2026-18", "utf-8")
    return folder / "fonts"


def codes(found: tuple[Found, ...]) -> dict[str, str]:
    return {one.file: one.problem.code if one.problem else f"={one.hand}" for one in found}


def test_our_own_fonts_pass_and_are_what_they_say() -> None:
    for path in sorted(SHIPPED.glob("*.ttf")):
        assert examine(path).count > 30
    assert hand_of(examine(SHIPPED / "gkai00mp.ttf").families) == "kai"
    assert hand_of(examine(SHIPPED / "FandolFang-safe.ttf").families) == "body"
    assert hand_of(examine(SHIPPED / "NotoSansSC-Regular-min.ttf").families) is None


@pytest.mark.parametrize(
    ("family", "hand"),
    [
        ("FangSong", "body"),
        ("仿宋", "body"),
        ("仿宋_GB2312", "body"),
        ("方正仿宋_GBK", "body"),
        ("STFangsong", "body"),
        ("方正小标宋简体", "title"),
        ("FZXiaoBiaoSong-B05S", "title"),
        ("FZXBSJW--GB1-0", "title"),
        ("SimHei", "heading"),
        ("黑体", "heading"),
        ("方正黑体_GBK", "heading"),
        ("KaiTi", "kai"),
        ("楷体_GB2312", "kai"),
        ("方正楷体简体", "kai"),
        ("SimSun", None),
        ("Arial", None),
        ("宋体", None),
    ],
)
def test_families_are_known_by_their_names(tmp_path: Path, family: str, hand: str | None) -> None:
    assert hand_of(examine(a_font(tmp_path / "a.ttf", family=family)).families) == hand


def test_the_offices_fonts_stand_first_each_in_its_place(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    for family, file in (("FangSong", "simfang.ttf"), ("方正小标宋简体", "xbs.ttf"), ("KaiTi", "kai.TTF")):
        a_font(office / file, family=family)
    assert codes(use_office_fonts(office)) == {"kai.TTF": "=kai", "simfang.ttf": "=body", "xbs.ttf": "=title"}
    assert glyph("检", Script.BODY) == ("InspectorOfficeBody", 1.0)
    assert glyph("检", Script.TITLE) == ("InspectorOfficeTitle", 1.0)
    assert glyph("检", Script.KAI) == ("InspectorOfficeKai", 1.0)
    assert glyph("检", Script.HEADING) == ("InspectorHei", 1.0)
    assert glyph("建", Script.BODY) == ("InspectorFang", 1.0)
    assert use_office_fonts(None) == ()
    assert glyph("检", Script.BODY) == ("InspectorFang", 1.0)


def test_a_page_drawn_with_the_offices_font_holds_it_and_reads_back(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    a_font(office / "simfang.ttf")
    content = replace(rectification_notice(1), paragraphs=(Paragraph(TEXT * 3),), table=None, table_after=0)
    before = render(content, photos={}, qr=None).pdf
    use_office_fonts(office)
    pdf = render(content, photos={}, qr=None).pdf
    assert pdf != before
    assert pdf == render(content, photos={}, qr=None).pdf
    assert TEXT * 3 in area(pdf)
    assert "InspectorOfficeBody" in "".join(_faces(pdf))
    use_office_fonts(None)
    assert render(content, photos={}, qr=None).pdf == before


def _faces(pdf: bytes) -> list[str]:
    fonts = pypdf.PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    return [str(fonts[name].get_object()["/BaseFont"]) for name in fonts]


def test_of_two_the_upright_one_with_more_characters_is_taken(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    a_font(office / "a.ttf", TEXT)
    a_font(office / "b.ttf", TEXT + "安全")
    a_font(office / "c.ttf", TEXT + "安全生产", style="Bold")
    assert codes(use_office_fonts(office)) == {"a.ttf": "=", "b.ttf": "=body", "c.ttf": "="}
    assert glyph("安", Script.BODY) == ("InspectorOfficeBody", 1.0)


def test_the_first_face_of_a_collection_counts(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    both = TTCollection()
    with (
        TTFont(a_font(tmp_path / "a.ttf")) as one,
        TTFont(a_font(tmp_path / "b.ttf", family="SimHei")) as two,
    ):
        both.fonts = [one, two]
        both.save(office / "two.ttc")
    assert codes(use_office_fonts(office)) == {"two.ttc": "=body"}
    assert glyph("检", Script.BODY) == ("InspectorOfficeBody", 1.0)


def _cff(path: Path) -> None:
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupCFF("Test", {}, {".notdef": _charstring()}, {})
    builder.setupHorizontalMetrics({".notdef": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "FangSong", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def _charstring() -> object:
    return T2CharStringPen(1000, None).getCharString()


def _whole(path: Path) -> bytes:
    return a_font(path.with_suffix(".tmp")).read_bytes()


def _woff(path: Path) -> None:
    with TTFont(a_font(path.with_suffix(".tmp"))) as font:
        font.flavor = "woff"
        font.save(path)


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"\0\1\0\0")
        file.truncate(LARGEST + 1)


def _restricted(rights: int) -> Callable[[Path], None]:
    return lambda path: _discard(a_font(path, rights=rights))


def _discard(_: object) -> None:
    """Let a writer return nothing."""


def _bytes(data: bytes) -> Callable[[Path], None]:
    return lambda path: _discard(path.write_bytes(data))


def _cut(share: float) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        whole = _whole(path)
        path.write_bytes(whole[: int(len(whole) * share)])

    return write


def _table(tag: str, change: Callable[[bytearray], bytearray]) -> Callable[[Path], None]:
    """Write a font with the bytes of one table changed."""

    def write(path: Path) -> None:
        whole = _Rewriter(_whole(path))
        path.write_bytes(whole.with_table(tag, bytes(change(bytearray(whole.table(tag))))))

    return write


class _Rewriter:
    """Sets one table of a font anew at the end of the file."""

    def __init__(self, data: bytes) -> None:
        self._data = bytearray(data)

    def _record(self, tag: str) -> int:
        count = struct.unpack_from(">H", self._data, 4)[0]
        return next(12 + 16 * n for n in range(count) if self._data[12 + 16 * n :][:4].decode() == tag)

    def table(self, tag: str) -> bytes:
        offset, length = struct.unpack_from(">LL", self._data, self._record(tag) + 8)
        return bytes(self._data[offset : offset + length])

    def with_table(self, tag: str, told: bytes) -> bytes:
        struct.pack_into(">LL", self._data, self._record(tag) + 8, len(self._data), len(told))
        return bytes(self._data + told)


def _set(shape: str, at: int, value: int) -> Callable[[bytearray], bytearray]:
    def change(table: bytearray) -> bytearray:
        struct.pack_into(shape, table, at, value)
        return table

    return change


def _cmap(*groups: tuple[int, int, int]) -> Callable[[bytearray], bytearray]:
    """A Unicode map of format 12 with these groups."""
    body = b"".join(struct.pack(">LLL", *group) for group in groups)
    head = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(
        ">HHLLL", 12, 0, 16 + len(body), 0, len(groups)
    )
    return lambda _: bytearray(head + body)


def _overlapping_segments(_: bytearray) -> bytearray:
    """8,000 segments that each speak of the whole plane: half a thousand million characters."""
    count = 8000
    ends = struct.pack(f">{count}H", *[0xFFFF] * count)
    zeros = bytes(2 * count)
    body = struct.pack(">HHHH", count * 2, 0, 0, 0) + ends + b"\0\0" + zeros + zeros + zeros
    return bytearray(struct.pack(">HHHHL", 0, 1, 3, 1, 12) + struct.pack(">HHH", 4, 6 + len(body), 0) + body)


def _made_of_itself(table: bytearray) -> bytearray:
    """The first glyph becomes a composite of itself, as long as it was."""
    struct.pack_into(">hhhhhHHbb", table, 0, -1, 0, 0, 0, 0, 0x0002, 0, 0, 0)
    return table


BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "empty": (_bytes(b""), "fonts.not_truetype"),
    "text": (_bytes("授权".encode() * 400), "fonts.not_truetype"),
    "pdf": (_bytes(b"%PDF-1.7\n" * 100), "fonts.not_truetype"),
    "zip": (_bytes(b"PK\3\4" + bytes(5000)), "fonts.not_truetype"),
    "cff": (_cff, "fonts.not_truetype"),
    "woff": (_woff, "fonts.not_truetype"),
    "folder": (lambda path: path.mkdir(), "fonts.not_truetype"),
    "head-only": (_bytes(b"\0\1\0\0"), "fonts.damaged"),
    "endless-directory": (_bytes(b"\0\1\0\0\xff\xff" + bytes(2_000_000)), "fonts.damaged"),
    "endless-collection": (_bytes(b"ttcf\0\1\0\0\xff\xff\xff\xff" + b"\xff" * 64), "fonts.not_truetype"),
    "huge": (_huge, "fonts.too_large"),
    "restricted": (_restricted(0x0002), "fonts.not_embeddable"),
    "no-subset": (_restricted(0x0108), "fonts.not_embeddable"),
    "bitmap-only": (_restricted(0x0204), "fonts.not_embeddable"),
    "half": (_cut(0.5), "fonts.damaged"),
    "nearly-whole": (_cut(0.97), "fonts.damaged"),
    "magic": (_table("head", _set(">L", 12, 1)), "fonts.damaged"),
    "no-units": (_table("head", _set(">H", 18, 0)), "fonts.damaged"),
    "more-glyphs": (_table("maxp", _set(">H", 4, 65535)), "fonts.damaged"),
    "more-metrics": (_table("hhea", _set(">H", 34, 65535)), "fonts.damaged"),
    "no-metrics": (_table("hhea", _set(">H", 34, 0)), "fonts.damaged"),
    "places-beyond": (_table("loca", _set(">H", 2, 60000)), "fonts.damaged"),
    "made-of-itself": (_table("glyf", _made_of_itself), "fonts.damaged"),
    "all-planes": (_table("cmap", _cmap((0, 0x7FFFFFFF, 0))), "fonts.damaged"),
    "many-planes": (_table("cmap", _cmap((0, 0x10FFFF, 0))), "fonts.damaged"),
    "twice": (_table("cmap", _cmap(*[(0, 0x3FFF, 0)] * 5000)), "fonts.damaged"),
    "segments": (_table("cmap", _overlapping_segments), "fonts.damaged"),
    "no-map": (_table("cmap", lambda _: bytearray(4)), "fonts.damaged"),
    "map-beyond": (_table("cmap", _set(">L", 16, 0x7FFFFFFF)), "fonts.damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_quickly_with_its_code_and_the_way_on(name: str, tmp_path: Path) -> None:
    write, code = BAD[name]
    office = an_office(tmp_path)
    a_font(office / "good.ttf", family="SimHei")
    write(office / "bad.ttf")
    for left in office.glob("*.tmp"):
        left.unlink()
    start = time.process_time()
    found = use_office_fonts(office)
    assert time.process_time() - start < 2
    assert codes(found) == {"bad.ttf": code, "good.ttf": "=heading"}
    assert glyph("检", Script.BODY) == ("InspectorFang", 1.0)
    assert glyph("检", Script.HEADING) == ("InspectorOfficeHeading", 1.0)
    for language in ("zh", "en"):
        problem = found[0].problem
        assert problem is not None
        message, remedy = Messages(language).text(problem.code, problem.where, dict(problem.values))
        assert "bad.ttf" in message
        assert "{" not in message
        assert "—" not in message
        assert remedy


def test_a_font_without_its_licence_is_refused_until_the_licence_lies_beside(tmp_path: Path) -> None:
    a_font(tmp_path / "simfang.ttf")
    (tmp_path / "readme.txt").write_text("x", "utf-8")
    assert codes(use_office_fonts(tmp_path)) == {"simfang.ttf": "fonts.licence_missing"}
    assert glyph("检", Script.BODY) == ("InspectorFang", 1.0)
    (tmp_path / "LICENSE.txt").touch()
    assert codes(use_office_fonts(tmp_path)) == {"simfang.ttf": "fonts.licence_missing"}, "an empty one"
    for name in ("LICENSE.txt", "licence-fangsong.pdf", "授权书.pdf", "OFL.txt", "购买证明.jpg"):
        for old in [path for path in tmp_path.iterdir() if path.suffix != ".ttf"]:
            old.unlink()
        (tmp_path / name).write_bytes(b"granted")
        assert codes(use_office_fonts(tmp_path)) == {"simfang.ttf": "=body"}, name


def test_a_font_that_no_official_page_uses_is_said_so(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    a_font(office / "arial.ttf", family="Arial")
    assert codes(use_office_fonts(office)) == {"arial.ttf": "fonts.family_unknown"}


def test_a_whole_collection_of_fonts_is_not_read(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    for n in range(45):
        (office / f"{n:02d}.ttf").write_bytes(b"none")
    found = use_office_fonts(office)
    assert len(found) == 41
    assert found[-1].problem == Problem.of("fonts.too_many", "40.ttf", most=40)


def test_no_folder_is_no_fault(tmp_path: Path) -> None:
    assert use_office_fonts(tmp_path / "nowhere") == ()
    (tmp_path / "file").write_text("x", "utf-8")
    assert use_office_fonts(tmp_path / "file") == ()
    assert office.look(None) == ()


def test_a_glyph_without_ink_falls_back(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    path = a_font(office / "simfang.ttf")
    with TTFont(path) as font:
        font["glyf"]["u68C0"] = TTGlyphPen(None).glyph()
        font.save(path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
    use_office_fonts(office)
    assert glyph("检", Script.BODY) == ("InspectorFang", 1.0)
    assert glyph("查", Script.BODY) == ("InspectorOfficeBody", 1.0)


def test_private_characters_are_never_taken_from_a_font(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    a_font(office / "simfang.ttf", TEXT + "\ue000")
    a_font(tmp_path / "system" / "HanaMinB.ttf", "\ue000")
    use_office_fonts(office)
    assert missing("\ue000") == {"\ue000"}


def test_a_rare_character_is_taken_from_a_font_of_the_system(tmp_path: Path) -> None:
    assert missing(f"王{RARE}") == {RARE}
    a_font(tmp_path / "system" / "truetype" / "hana" / "HanaMinB.ttf", RARE, "HanaMinB", rights=0)
    use_office_fonts(None)
    assert missing(f"王{RARE}") == frozenset()
    assert glyph(RARE, Script.BODY) == ("InspectorRareHanaMinB", 1.0)
    content = replace(rectification_notice(1), addressee=f"王{RARE}：")
    assert f"王{RARE}：" in area(render(content, photos={}, qr=None).pdf)


def test_system_fonts_that_are_no_use_are_passed_over_and_the_preferred_comes_first(tmp_path: Path) -> None:
    place = tmp_path / "system"
    a_font(place / "simsunb.ttf", RARE, rights=2)
    a_font(place / "a" / "FSung-F.ttf", RARE)
    a_font(place / "b" / "hanaminb.TTF", RARE)
    (place / "HanaMinA.ttf").write_bytes(b"\0\1\0\0" + bytes(100))
    a_font(place / "Unknown.ttf", RARE)
    assert list(system.rare([place])) == ["InspectorRarehanaminb", "InspectorRareFSungF"]
    assert system.rare([tmp_path / "nowhere"]) == {}


def test_no_font_is_parsed_that_does_not_speak_of_the_character(tmp_path: Path) -> None:
    a_font(tmp_path / "system" / "HanaMinA.ttf", "\U00020000")
    a_font(tmp_path / "system" / "HanaMinB.ttf", RARE)
    use_office_fonts(None)
    assert glyph(RARE, Script.BODY) == ("InspectorRareHanaMinB", 1.0)
    assert "InspectorRareHanaMinA" not in faces.parsed()
    assert "InspectorRareHanaMinB" in faces.parsed()


def test_the_persons_own_folder_is_searched_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert tmp_path / "data" / "fonts" in system.folders()
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert tmp_path / "local" / "Microsoft" / "Windows" / "Fonts" in system.folders()
    monkeypatch.setattr("sys.platform", "darwin")
    assert Path("/Library/Fonts") in system.folders()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_font_with_any_bytes_changed_is_read_or_refused_but_never_more(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "changed"
    office = folder / "fonts" if (folder / "fonts").is_dir() else an_office(folder)
    whole = bytearray(a_font(folder / "whole.ttf").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    (office / "simfang.ttf").write_bytes(whole[: data.draw(st.integers(len(whole) // 2, len(whole)))])
    start = time.process_time()
    found = use_office_fonts(office)
    assert len(found) == 1
    assert found[0].hand or found[0].problem
    content = replace(rectification_notice(0), paragraphs=(Paragraph(TEXT),), table=None, table_after=0)
    assert render(content, photos={}, qr=None).pdf.startswith(b"%PDF")
    assert time.process_time() - start < 2


@pytest.mark.parametrize("name", ["a.ttf"])
def test_what_cannot_be_read_is_no_end_of_the_program(name: str, tmp_path: Path) -> None:
    with pytest.raises(InspectorError) as caught:
        examine(tmp_path / name)
    assert caught.value.code == "fonts.unreadable"


def test_doctor_tells_the_offices_fonts(tmp_path: Path) -> None:
    assert doctors._fonts(tmp_path).finding.code == "doctor.fonts"
    office = an_office(tmp_path)
    a_font(office / "simfang.ttf")
    told = doctors._fonts(tmp_path)
    assert (told.status, told.finding.code) == ("ok", "fonts.office_in_use")
    (office / "bad.ttf").write_bytes(b"x")
    told = doctors._fonts(tmp_path)
    assert (told.status, told.finding.code, told.finding.where) == ("warn", "fonts.not_truetype", "bad.ttf")
    (office / "worse.otf").write_bytes(b"x")
    assert doctors._fonts(tmp_path).finding.code == "fonts.several_refused"
