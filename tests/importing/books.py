"""Workbooks made by code, as dirty as bureaus have them; and hostile ones, made by hand from parts."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

Sheet = tuple[Sequence[Sequence[object]], Sequence[str]]
"""Rows, and ranges drawn as one."""

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
TOP = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def book(path: Path, sheets: Mapping[str, Sheet], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook of sheets."""
    made = Workbook()
    made.remove(made.active)
    for name, (rows, merged) in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for one in merged:
            sheet.merge_cells(one)
        if name in hidden:
            sheet.sheet_state = "hidden"
    made.save(path)
    return path


def raw(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """Return a workbook of one sheet as bytes."""
    made = Workbook()
    for row in rows:
        made.active.append(list(row))
    for one in merged:
        made.active.merge_cells(one)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def parts(sheet: str | bytes, **others: str | bytes) -> bytes:
    """Return a workbook from the text of its sheet; other parts by name, `__` for a stroke."""
    out = BytesIO()
    told: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": TOP,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/worksheets/sheet1.xml": sheet,
        **{name.replace("__", "/").replace("_dot_", "."): told for name, told in others.items()},
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in told.items():
            file.writestr(name, text)
    return out.getvalue()


def sheet(*rows: str, behind: str = "") -> str:
    """Return the text of a sheet from its rows."""
    return f"{HEAD}<sheetData>{''.join(rows)}</sheetData>{behind}</worksheet>"
