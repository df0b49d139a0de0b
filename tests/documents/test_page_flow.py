"""What goes overleaf and how: rows, notes, the last lines, blanks that are struck."""

from dataclasses import replace

import pytest
from document_samples import (
    plant_order,
    proof_of_service,
    rectification_notice,
    resumption_notice,
    site_record,
    stop_work_notice,
)

from inspector_app.documents.render import render
from inspector_app.domain.content import Content, FormRow, Paragraph, Table
from tests.documents.page_facts import BODY, FOOT, MM, Page, pages_of, words

HEAD = ("序号", "事实", "条款")


def drawn(content: Content) -> list[Page]:
    return pages_of(render(content, photos={}, qr=None).pdf)


def with_rows(*facts: str, note: str = "") -> Content:
    rows = tuple((str(n), fact, "第一条") for n, fact in enumerate(facts, start=1))
    table = Table(HEAD, (16, 100, 40), ("C", "L", "L"), rows, note)
    return replace(rectification_notice(0), table=table, table_after=1)


@pytest.mark.parametrize("lines", range(1, 7))
def test_a_row_of_up_to_six_lines_is_never_split(lines: int) -> None:
    fact = "\n".join(f"缺失防护{n}处。" for n in range(lines))
    pages = drawn(with_rows(*[fact] * 40))
    assert sum(len(page.cells(3)) - 1 for page in pages if page.cells(3)) == 40
    assert not any("续" in page.text for page in pages)


@pytest.mark.parametrize("lines", [7, 12, 30, 90])
def test_a_taller_row_goes_on_overleaf_under_its_number(lines: int) -> None:
    fact = "\n".join("缺失防护栏杆。" for _ in range(lines))
    pages = drawn(with_rows("临边。\n" * 25 + "洞口。", fact, fact))
    assert sum(page.text.count("缺失防护栏杆。") for page in pages) == 2 * lines
    for page in pages:
        for row in page.cells(3)[1:]:
            assert row[0]["height"] >= 2 * 13
        assert all(row[0]["bottom"] <= FOOT * MM + 0.6 for row in page.cells(3))
        if "续" in page.text:
            assert any(
                words(line).startswith(("1续", "2续", "3续")) for line in page.lines(12) + page.lines(10.5)
            )


@pytest.mark.parametrize("count", range(1, 31))
def test_the_note_stays_with_the_last_rows(count: int) -> None:
    pages = drawn(
        with_rows(*["防护缺失，未设置安全警示标志。\n立即整改。"] * count, note="注：《条例》指某条例。")
    )
    page = next(page for page in pages if "注：" in page.text)
    assert len(page.cells(3)) >= 1 + min(2, count)


@pytest.mark.parametrize("count", range(1, 31))
def test_a_table_right_before_the_signature_keeps_two_rows_with_it(count: int) -> None:
    content = with_rows(*["防护缺失，未设置安全警示标志。"] * count)
    content = replace(content, paragraphs=content.paragraphs[:1])
    made = render(content, photos={}, qr=None)
    page = pages_of(made.pdf)[made.sign_page - 1]
    assert len(page.cells(3)) >= 1 + min(2, count)


@pytest.mark.parametrize("lines", range(1, 20))
def test_a_short_last_paragraph_brings_the_one_before_along(lines: int) -> None:
    paragraphs = (Paragraph("责" * (28 * lines - 2)), Paragraph("特此通知。"))
    made = render(replace(resumption_notice(), paragraphs=paragraphs), photos={}, qr=None)
    page = pages_of(made.pdf)[made.sign_page - 1]
    text = [words(line) for line in page.lines(BODY)]
    assert "特此通知。" in text
    assert any("责" in line for line in text)


def test_letters_of_usual_length_stand_on_one_page() -> None:
    for content in (stop_work_notice(), resumption_notice()):
        made = render(replace(content, annex=None, copied=(), imprint=""), photos={}, qr=None)
        assert made.pages == 1
    # Set calmly these take two pages, the second of them nearly empty.
    table = replace(rectification_notice(3).table or Table((), (), (), ()), note="")
    tight = replace(rectification_notice(3), table=table, copied=(), imprint="")
    assert render(replace(tight, paragraphs=tight.paragraphs[:2]), photos={}, qr=None).pages == 1


@pytest.mark.parametrize("count", range(1, 41))
def test_the_last_page_of_a_letter_is_no_emptier_than_it_must_be(count: int) -> None:
    pages = drawn(replace(rectification_notice(count), copied=(), imprint=""))
    rows = [len(page.cells(5)) for page in pages]
    assert 2 not in rows[1:-1], "no page between holds a single row"
    assert len(pages) <= 2 + count // 6


@pytest.mark.parametrize("content", [site_record(2), proof_of_service()])
def test_a_form_of_one_page_fills_it(content: Content) -> None:
    (page,) = drawn(content)
    assert max(rect["bottom"] for rect in page.rects) == pytest.approx((297 - 31) * MM, abs=1)


def struck(page: Page) -> list[float]:
    """Heights of slanted rules, in millimetres."""
    return [rule["height"] / MM for rule in page.rules if rule["height"] > 3 and rule["width"] > 30]


def test_blanks_are_struck_where_the_form_says_so() -> None:
    (page,) = drawn(site_record(2))
    assert len(struck(page)) == 1
    assert not struck(drawn(proof_of_service())[0])
    assert len(struck(drawn(site_record(0))[0])) == 1


def test_blank_paper_beneath_the_last_rows_is_struck_too() -> None:
    rows = (
        FormRow((24, 132), ("事实", "缺失防护。\n" * 50), strike=True),
        *(FormRow((24, 132), (f"意见{n}", "同意。"), 18) for n in range(4)),
    )
    pages = drawn(replace(site_record(1), rows=rows))
    assert len(pages) == 2
    frame = max(rect["bottom"] for rect in pages[1].rects)
    (line,) = [rule for rule in pages[1].rules if rule["height"] > 3 and rule["width"] > 30]
    assert line["top"] > frame
    assert line["bottom"] < (297 - 31) * MM


@pytest.mark.parametrize("count", range(10, 41, 3))
def test_the_second_page_of_a_form_is_as_good_as_the_first(count: int) -> None:
    pages = drawn(site_record(count))
    for number, page in enumerate(pages, start=1):
        frame = max(page.rects, key=lambda rect: rect["width"] * rect["height"])
        below = [rule for rule in page.rules if rule["top"] > frame["bottom"] and rule["height"] > 60]
        assert frame["bottom"] >= (297 - 31 - 25) * MM or below, "filled, or what is blank is struck"
        if number > 1:
            assert frame["height"] >= 60 * MM
            assert "现场检查记录（续）" in page.text
            assert len({round(rect["top"]) for rect in page.rects}) >= 3


def test_a_plant_order_keeps_its_table_whole() -> None:
    pages = drawn(plant_order())
    assert len(pages[0].cells(5)) == 5
