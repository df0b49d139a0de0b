"""The manual on paper: pieces of Markdown, pages, contents that tell the truth, pictures."""

from io import BytesIO

import pdfplumber
import pypdf
import pytest

from inspector_app.catalog import handbook
from inspector_app.catalog.bound_handbook import bound
from inspector_app.documents.manual_paper import manual
from inspector_app.documents.manual_text import PLAIN, STRONG, Kind, pieces
from inspector_app.domain.manual import Manual


def test_markdown_becomes_pieces() -> None:
    told = pieces(
        "一段\n接着一段。\n\n### 标题 `F1`\n\n- **按 `F2`** 开始\n1. 第二\n   接着\n\n"
        "![图](a.png)\n\n\\*不是\\*"
    )
    assert [one.kind for one in told] == [
        Kind.PARAGRAPH,
        Kind.HEAD,
        Kind.ITEM,
        Kind.ITEM,
        Kind.PICTURE,
        Kind.PARAGRAPH,
    ]
    assert told[0].runs == (("一段接着一段。", PLAIN),)
    assert told[1].runs == (("标题 F1", STRONG),)
    assert told[2].runs == (("按 F2", STRONG), (" 开始", PLAIN))
    assert [told[n].mark for n in (2, 3)] == ["•", "1."]
    assert "".join(words for words, _ in told[3].runs) == "第二 接着"
    assert told[4].file == "a.png"
    assert told[5].runs == (("*不是*", PLAIN),)


@pytest.fixture(scope="module", params=["zh", "en"])
def printed(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    return request.param, manual(bound(request.param, "9.9"))


def test_the_contents_name_the_page_on_which_each_chapter_begins(printed: tuple[str, bytes]) -> None:
    language, raw = printed
    chapters = [one for one in handbook.read(language) if one.code != handbook.ERRORS]
    reader = pypdf.PdfReader(BytesIO(raw))
    outline = [(one.title, reader.get_destination_page_number(one)) for one in reader.outline]
    assert [title for title, _ in outline] == [one.title for one in chapters]
    front = outline[0][1]
    with pdfplumber.open(BytesIO(raw)) as pdf:
        listed = "".join(page.extract_text() for page in pdf.pages[1:front])
        for title, page in outline:
            # A long title stands on two lines.
            assert _bare(pdf.pages[page].extract_text()).startswith(_bare(title))
            row = next(line for line in listed.splitlines() if _bare(line).startswith(_bare(title)))
            assert int(row.split()[-1]) == page - front + 1
            assert pdf.pages[page].extract_text().splitlines()[-1].split()[-1] == str(page - front + 1)


def _bare(text: str) -> str:
    return "".join(text.split())


def test_every_character_and_every_word_of_the_manual_is_on_its_pages(printed: tuple[str, bytes]) -> None:
    language, raw = printed
    with pdfplumber.open(BytesIO(raw)) as pdf:
        text = _bare("".join(page.extract_text() for page in pdf.pages))
        fonts = {one["fontname"] for page in pdf.pages for one in page.chars}
        assert sum(len(page.images) for page in pdf.pages) >= 20
    assert not any("Helvetica" in name for name in fonts)
    assert "U+" not in text
    for chapter in handbook.read(language)[:-1]:
        for piece in pieces(chapter.text):
            if piece.kind is Kind.HEAD:
                assert _bare(piece.runs[0][0]) in text


def test_the_same_words_give_the_same_bytes_and_one_without_its_picture_is_left_out() -> None:
    def told(picture: bytes | None) -> bytes:
        chapters = [("章", "字。\n\n![图](x.png)\n\n" + "很长的一段。" * 900)]
        return manual(Manual("书", "副", "目录", "脚", chapters, lambda _: picture, (2026, 11, 27)))

    assert told(None) == told(None)
    reader = pypdf.PdfReader(BytesIO(told(None)))
    assert len(reader.pages) > 4
    assert "图" not in reader.pages[2].extract_text()


def test_a_hundred_chapters_have_contents_of_several_pages() -> None:
    chapters = [(f"第{n}章", "字。") for n in range(100)]
    raw = manual(Manual("书", "副", "目录", "脚", chapters, lambda _: None, (2026, 11, 27)))
    reader = pypdf.PdfReader(BytesIO(raw))
    first = reader.get_destination_page_number(reader.outline[0])
    assert first > 2
    assert len(reader.pages) == first + 100
    assert sum(len(page.get("/Annots", ())) for page in reader.pages[1:first]) == 100
