"""Strangers' workbooks: what is read, and what is refused before it costs anything."""

import random
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.workbooks import cells, guarding, reading
from inspector_app.workbooks import parts as small_parts
from inspector_app.workbooks.book import Fault, Refused, Unreckoned, Workbook, letters
from inspector_app.workbooks.cells import number_of
from inspector_app.workbooks.reading import read
from tests.importing.books import BOOK, HEAD, LINKS, parts, raw, sheet


def opened(told: bytes) -> Workbook:
    read_back = read(told)
    assert isinstance(read_back, Workbook), read_back
    return read_back


def refused(told: bytes) -> str:
    why = read(told)
    assert isinstance(why, Refused)
    return why.code


def test_values_are_what_stood_there() -> None:
    told = opened(raw([["项目", 13800000000.0, 12.5, date(2026, 3, 5), True, None, "　空　"]])).sheets[0]
    assert told.rows[0].cells == {
        1: "项目",
        2: 13800000000,
        3: 12.5,
        4: datetime(2026, 3, 5),  # noqa: DTZ001 - Excel knows no zone
        5: True,
        7: "　空　",
    }


def test_formulas_are_read_and_never_reckoned() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>HYPERLINK("http://x")</f></c></row>'
    errors = '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="str"><f>A1</f><v>甲</v></c></row>'
    first, second = opened(parts(sheet(rows, errors))).sheets[0].rows
    assert first.cells == {1: 2, 2: Unreckoned('=HYPERLINK("http://x")')}
    assert second.cells == {1: Fault("#N/A"), 2: "甲"}


def test_hidden_rows_and_merged_cells_are_told() -> None:
    rows = '<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>'
    told = opened(parts(sheet(rows, behind='<mergeCells><mergeCell ref="A1:A3"/></mergeCells>'))).sheets[0]
    assert (told.rows[0].hidden, told.merged) == (True, ((1, 1, 3, 1),))


def test_days_count_from_1904_where_the_file_says_so() -> None:
    styles = f'{HEAD.replace("worksheet", "styleSheet")}<cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    links = LINKS.replace(
        "</Relationships>", '<Relationship Id="s" Type="x/styles" Target="styles.xml"/></Relationships>'
    )
    book = BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    row = '<row r="1"><c r="A1" s="0"><v>1</v></c></row>'
    made = parts(
        sheet(row), **{"xl/styles.xml": styles, "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links}
    )
    assert opened(made).sheets[0].rows[0].cells[1] == datetime(1904, 1, 2)  # noqa: DTZ001


def test_a_declared_million_rows_costs_what_stands_in_it() -> None:
    declared = '<dimension ref="A1:XFD1048576"/>'
    text = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace("<sheetData>", f"{declared}<sheetData>")
    assert len(opened(parts(text)).sheets[0].rows) == 1
    far = sheet('<row r="1"><c r="A1"><v>1</v></c></row>', *(f'<row r="{n}"/>' for n in range(2, 1_048_577)))
    told = opened(parts(far)).sheets[0]
    assert (len(told.rows), told.cut) == (1, True)


def test_more_rows_than_a_ledger_has_are_refused_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_ROWS", 50)
    assert refused(parts(sheet(*(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 60))))) == (
        "import.too_many_rows"
    )
    monkeypatch.setattr(cells, "MOST_CELLS", 20)
    wide = "".join(f'<c r="{letters(n)}1"><v>1</v></c>' for n in range(1, 30))
    assert refused(parts(sheet(f'<row r="1">{wide}</row>'))) == "import.too_many_cells"


def test_formats_of_whole_rows_are_passed_over_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    far = "".join(f'<c r="{letters(n)}1"/>' for n in range(500, 600))
    assert len(opened(parts(sheet(f'<row r="1"><c r="A1"><v>1</v></c>{far}</row>'))).sheets[0].rows) == 1
    monkeypatch.setattr(cells, "MOST_FAR", 50)
    assert refused(parts(sheet(f'<row r="1">{far}</row>'))) == "import.too_many_cells"


def test_more_texts_than_a_ledger_has_are_refused_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_parts, "MOST_TEXTS", 50)
    texts = f"<sst>{'<si><t>甲</t></si>' * 60}</sst>"
    made = parts(sheet(), **{"xl/sharedStrings.xml": texts, "xl/_rels/workbook.xml.rels": SHARED})
    assert refused(made) == "import.too_many_cells"


def test_two_sheets_of_one_part_are_refused() -> None:
    twice = BOOK.replace("</sheets>", '<sheet name="又" sheetId="2" r:id="rId1"/></sheets>')
    assert refused(parts(sheet(), **{"xl/workbook.xml": twice})) == "import.damaged"


def test_pictures_buy_no_time() -> None:
    assert reading.seconds_for(0) == reading.SECONDS
    assert reading.seconds_for(guarding.MOST_FILE) == reading.MOST_SECONDS


def test_columns_beyond_any_ledger_are_left_alone() -> None:
    told = opened(parts(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>')))
    assert told.sheets[0].rows[0].cells == {1: 1}


def test_a_bomb_is_counted_while_it_unfolds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "MOST_PART", 3_000_000)
    bomb = parts(HEAD + " " * 4_000_000)
    assert refused(bomb) == "import.bomb"
    # The directory lies about the size: what comes out is counted.
    at = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(b"sheet1.xml"))
    liar = bytearray(bomb)
    liar[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    assert refused(bytes(liar)) in ("import.bomb", "import.damaged")


def test_a_tag_without_an_end_is_refused_before_it_is_taken_apart() -> None:
    attributes = " ".join(f'a{n}="1"' for n in range(300_000))
    assert refused(parts(f"{HEAD}<sheetData><row {attributes}/></sheetData></worksheet>")) == "import.bomb"


def test_entities_are_refused_in_whatever_writing() -> None:
    evil = '<!DOCTYPE worksheet [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    for text in (
        evil + sheet(),
        evil + HEAD + "<sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>",
    ):
        assert refused(parts(text)) == "import.entities"
        assert (
            refused(parts(('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16")))
            == "import.entities"
        )
    shared = {"xl/sharedStrings.xml": evil + "<sst/>", "xl/_rels/workbook.xml.rels": SHARED}
    assert refused(parts(sheet(), **shared)) == "import.entities"


SHARED = (
    '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "import.encrypted"),
        ("项目,日期\n甲,2026".encode("gbk"), "import.text_file"),
        (b"%PDF-1.7 x", "import.not_a_workbook"),
        (b"\x89PNG\r\n", "import.not_a_workbook"),
        (b"PK\x03\x04 broken", "import.damaged"),
    ],
)
def test_what_is_no_xlsx_is_told_by_its_content(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_other_packages_are_told_apart() -> None:
    def package(*names: str) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            for name in names:
                file.writestr(name, "x")
        return out.getvalue()

    assert refused(package("mimetype", "content.xml")) == "import.other_office"
    assert refused(package("[Content_Types].xml", "xl/workbook.bin")) == "import.binary_excel"
    assert refused(package("word/document.xml", "[Content_Types].xml")) == "import.not_a_workbook"


def test_macros_and_links_are_left_alone_and_named() -> None:
    made = parts(sheet(), xl__vbaProject_dot_bin=b"\0", xl__externalLinks__externalLink1_dot_xml="<a/>")
    assert opened(made).ignored == ("import.macros_ignored", "import.links_ignored")


@given(st.binary(min_size=1, max_size=60), st.integers(0, 2**31))
def test_spoilt_bytes_are_refused_or_read_and_never_raise(noise: bytes, seed: int) -> None:
    spoilt = bytearray(BASE)
    draw = random.Random(seed)
    for one in noise:
        spoilt[draw.randrange(len(spoilt))] = one
    assert isinstance(read(bytes(spoilt)), Workbook | Refused)


BASE = raw([["项目名称", "日期"], ["甲", date(2026, 3, 5)], ["乙", "3月5日"]])


@given(st.integers(1, 16_384))
def test_columns_have_one_name(column: int) -> None:
    assert number_of(letters(column)) == column


@given(
    st.lists(
        st.lists(
            st.none()
            | st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
            | st.integers(-(10**14), 10**14)
            | st.dates(date(1901, 1, 1), date(2100, 1, 1)),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_openpyxl_writes_is_read(rows: list[list[object]]) -> None:
    plain = [[f"'{one}" if isinstance(one, str) and one[0] == "=" else one for one in row] for row in rows]
    told = opened(raw(plain)).sheets[0] if any(any(one is not None for one in row) for row in plain) else None
    found = {(row.number, n): one for row in (told.rows if told else ()) for n, one in row.cells.items()}
    wanted = {
        (n, k): datetime(one.year, one.month, one.day) if isinstance(one, date) else one  # noqa: DTZ001
        for n, row in enumerate(plain, 1)
        for k, one in enumerate(row, 1)
        if one is not None
    }
    assert found == wanted
