"""A report as a Word file (.docx), on the type area and in the sizes of GB/T 9704-2012.

Title 二号小标宋 centred, text 三号仿宋 with 22 lines a page, headings 黑体, page number 四号 at the foot.
The faces are named, not embedded: an office has them; where it has not, others are named in their place.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from inspector_app.domain import chinese
from inspector_app.domain.content import Table
from inspector_app.domain.digest_paper import Chapter, DigestPaper

TITLE, TEXT, HEADING, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
INSTEAD = {
    TITLE: "华文中宋,Noto Serif CJK SC,宋体",
    TEXT: "仿宋,FangSong,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,Noto Serif CJK SC",
}
"""The faces of a bureau's letters, and what stands in the place of one that a machine has not."""

TWO, THREE, FOUR, SMALL = 22, 16, 14, 10.5
"""Sizes in points: 二号, 三号, 四号, 五号."""

PITCH = 28.98
"""225 mm in 22 lines."""

_ALIGN = {"L": WD_ALIGN_PARAGRAPH.LEFT, "C": WD_ALIGN_PARAGRAPH.CENTER, "R": WD_ALIGN_PARAGRAPH.RIGHT}


def word(paper: DigestPaper) -> bytes:
    """Return a report as the bytes of a .docx file."""
    document: Any = Document()
    _page(document)
    _say(document, paper.title, TITLE, TWO, align="C", pitch=36)
    _say(document, paper.when, KAI, FOUR, align="C")
    for part in paper.opening.split("\n"):
        _say(document, part, TEXT, THREE, indent=True)
    for n, chapter in enumerate(paper.chapters, start=1):
        head = _say(document, f"{chinese.count(n)}、{chapter.title}", HEADING, THREE, indent=True)
        head.paragraph_format.keep_with_next = True
        head.paragraph_format.space_before = Pt(8)
        _chapter(document, chapter)
    for sentence in paper.closing[:-1]:
        _say(document, sentence, TEXT, THREE, indent=True)
    for line in (paper.office, paper.made):
        told = _say(document, line, TEXT, THREE, align="R")
        told.paragraph_format.right_indent = Pt(4 * THREE)
    for sentence in paper.closing[-1:]:
        _say(document, sentence, TEXT, SMALL, pitch=16)
    _facts(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    style = document.styles["Normal"]
    style.font.size = Pt(THREE)
    _face(style.element.get_or_add_rPr(), TEXT)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", TEXT, FOUR)
    _field(foot, "PAGE")
    _run(foot, " —", TEXT, FOUR)
    _name_instead(document)


def _name_instead(document: Any) -> None:
    """Name in the font table what stands in a face's place."""
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            fonts = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{others}"/></w:font>'
                for name, others in INSTEAD.items()
            )
            blob: bytes = part.blob
            part._blob = blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")


def _face(properties: Any, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for where in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(where), face)


def _run(paragraph: Any, words: str, face: str, size: float) -> Any:
    run = paragraph.add_run(_clean(words))
    run.font.size = Pt(size)
    _face(run._element.get_or_add_rPr(), face)
    return run


def _clean(words: str) -> str:
    """Return words without controls, which no XML can hold."""
    return "".join(one if one >= " " or one in "\t\n" else "\ufffd" for one in words)


def _field(paragraph: Any, code: str) -> None:
    run = _run(paragraph, "", TEXT, FOUR)
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = code
        run._element.append(mark)


def _say(
    document: Any,
    words: str,
    face: str,
    size: float,
    *,
    align: str = "",
    indent: bool = False,
    pitch: float = PITCH,
) -> Any:
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    shape.alignment = _ALIGN.get(align, WD_ALIGN_PARAGRAPH.JUSTIFY)
    if indent:
        shape.first_line_indent = Pt(2 * size)
    _run(paragraph, words, face, size)
    return paragraph


def _chapter(document: Any, chapter: Chapter) -> None:
    for sentence in chapter.sentences:
        _say(document, sentence, TEXT, THREE, indent=True)
    if chapter.table is not None:
        _table(document, chapter.table)
    for one in chapter.more:
        _chapter(document, one)


def _table(document: Any, told: Table) -> None:
    table = document.add_table(rows=1 + len(told.rows), cols=len(told.head))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, told.widths, strict=True):
        column.width = Mm(width)
    for n, row in enumerate((told.head, *told.rows)):
        for cell, words, width, align in zip(table.rows[n].cells, row, told.widths, told.align, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.alignment = _ALIGN["C" if n == 0 else align]
            shape = paragraph.paragraph_format
            shape.space_before = shape.space_after = Pt(2)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _run(paragraph, words, HEADING if n == 0 else TEXT, SMALL)
        _keep_row(table.rows[n], head=n == 0)


def _keep_row(row: Any, *, head: bool) -> None:
    """A row is not broken over pages; the head stands on each."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        properties.append(OxmlElement(name))


def _facts(document: Any, paper: DigestPaper) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = _clean(paper.title), _clean(paper.office), ""
    facts.language, facts.comments = "zh-CN", ""
