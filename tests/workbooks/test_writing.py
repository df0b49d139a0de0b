"""Tables as Excel's files: what is read back is what was written, and nothing of it is a formula."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.workbooks import writing
from inspector_app.workbooks.writing import Head, Holding, Page

HEADS = (Head("日期", 6, Holding.DAY), Head("问题", 20), Head("数", 4, Holding.NUMBER))
PAGE = Page("问题台账", "望江区住建局问题台账", ("条件：全部", "共 3 条"), "望江区住建局")
TOP = 4

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x.invalid","y")',
    "+86 10",
    "-负数",
    "@SUM(A1)",
    "\t制表符",
    "=cmd|' /C calc'!A0",
    "<script>&amp;]]>",
    "第一行\n第二行",
    " 前后空格 ",
    "'单引号",
    "𠮷\u202e倒写",
)


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    rows = [(date(2026, 3, 5), one, 7) for one in HOSTILE]
    assert writing.write(tmp_path / "a.xlsx", PAGE, HEADS, rows) == len(HOSTILE)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    for n, one in enumerate(HOSTILE, start=TOP + 1):
        on, told, number = (sheet.cell(n, column) for column in (1, 2, 3))
        assert (told.value, told.data_type) == (one, "s")
        assert told.quotePrefix is one.startswith(("=", "+", "-", "@", "\t"))
        assert (on.value.date(), on.is_date, number.value) == (date(2026, 3, 5), True, 7)
    raw = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in raw
    assert b"<f " not in raw


def test_the_table_is_set_up_to_be_read_and_printed(tmp_path: Path) -> None:
    writing.write(tmp_path / "a.xlsx", PAGE, HEADS, [(date(2026, 3, 5), "问题" * 30, 1), (None, "", None)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [sheet.cell(n, 1).value for n in (1, 2, 3)] == [PAGE.title, *PAGE.notes]
    assert [cell.value for cell in sheet[TOP]] == ["日期", "问题", "数"]
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:C6"
    assert sheet.print_title_rows == "$1:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.row_dimensions[5].height > 20
    assert [cell.value for cell in sheet[6]] == [None, None, None]


@pytest.mark.parametrize(
    ("columns", "paper", "across", "repeated"), [(6, "9", 1, None), (14, "8", 1, None), (25, "8", 2, "$A:$C")]
)
def test_a_wide_table_is_printed_on_larger_paper_and_on_several_pages(
    tmp_path: Path, columns: int, paper: str, across: int, repeated: str | None
) -> None:
    heads = [writing.Head(f"第{n}列", 9) for n in range(columns)]
    writing.write(tmp_path / "a.xlsx", PAGE, heads, [["值"] * columns])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    setup = sheet.page_setup
    assert (str(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == (paper, across, 0)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$4", repeated)
    assert setup.pageOrder == "overThenDown"


@given(st.lists(st.integers(3, 40), min_size=1, max_size=60))
def test_a_printed_table_can_be_read_whatever_its_columns(widths: list[int]) -> None:
    heads = [writing.Head("列", one) for one in widths]
    told, wide = writing.printing(heads), [one * 1.7 + 1.5 for one in widths]
    kept = sum(wide[: told.repeated])
    assert (sum(wide) - kept) * writing.LEAST <= told.across * (
        writing.ROOM[told.paper] - kept * writing.LEAST
    ) + 1
    assert (told.repeated > 0) <= (told.across > 1), "on one page nothing is repeated"


def test_what_is_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    rows = [(None, f"第{n}条", n) for n in range(1, 13)]
    assert writing.write(tmp_path / "a.xlsx", PAGE, HEADS, rows, most=TOP + 5) == 12
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["问题台账", "问题台账2", "问题台账3"]
    told = [row[2] for sheet in book for row in sheet.iter_rows(min_row=TOP + 1, values_only=True)]
    assert told == list(range(1, 13))
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_each_table_has_a_sheet_of_its_own_and_goes_on_in_further_ones(tmp_path: Path) -> None:
    other = replace(PAGE, name="分月")
    tables = [
        writing.Table(PAGE, HEADS, [(None, f"第{n}条", n) for n in range(7)]),
        writing.Table(other, HEADS, []),
        writing.Table(replace(PAGE, name="口径"), HEADS, [(None, "=1+1", 1)]),
    ]
    assert writing.write_all(tmp_path / "a.xlsx", tables, most=TOP + 5) == 8
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["问题台账", "问题台账2", "分月", "口径"]
    assert book["口径"].cell(TOP + 1, 2).data_type == "s"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_nothing_at_all_is_a_table_with_heads(tmp_path: Path) -> None:
    assert writing.write(tmp_path / "a.xlsx", PAGE, HEADS, []) == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.max_row == TOP


@given(st.text(max_size=60))
def test_any_text_can_be_written(told: str) -> None:
    kept = writing.plain(told)
    assert len(kept) >= len(told)
    assert all(one in "\t\n\r" or one >= " " for one in kept)
    kept.encode()


def test_what_the_file_cannot_hold_is_shown_as_missing() -> None:
    assert writing.plain("铃\x07声\ud800") == "铃\ufffd声\ufffd"
    assert writing.plain("_x0041_") == "_x005F_x0041_"
    assert len(writing.plain("长" * 40_000)) == writing.LONGEST
