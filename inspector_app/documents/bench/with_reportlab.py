"""reportlab as everyone writes it: paragraphs wrapped as CJK, its QR widget, everything at its defaults."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from inspector_app.assets import folder
from inspector_app.documents.bench.notice import Job
from inspector_app.documents.photos import Derivative
from inspector_app.domain.chinese import spaced_name
from inspector_app.domain.content import Content
from inspector_app.domain.proof_code import code_of

_FONTS = {
    "StockFang": "FandolFang-safe.ttf",
    "StockHei": "NotoSansSC-Regular-min.ttf",
    "StockTitle": "NotoSerifSC-Bold-min.ttf",
}
_PITCH = 225 * mm / 22
_WIDTH = 156 * mm


def _style(
    name: str,
    size: float,
    lead: float,
    align: Literal[0, 1, 2, 4],
    font: str = "StockFang",
    indent: float = 0,
) -> Any:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=lead,
        alignment=align,
        firstLineIndent=indent,
        wordWrap="CJK",
    )


class Stock:
    """What a first search for “reportlab Chinese PDF” ends with."""

    def __init__(self, derivatives: Mapping[str, Derivative]) -> None:
        self._derivatives = derivatives
        for name, file in _FONTS.items():
            pdfmetrics.registerFont(TTFont(name, str(folder("resources") / "fonts" / file)))
        self._body = _style("body", 15.75, _PITCH, TA_JUSTIFY, indent=31.5)
        self._flush = _style("flush", 15.75, _PITCH, TA_JUSTIFY)
        self._centre = _style("centre", 15.75, _PITCH, TA_CENTER)
        self._title = _style("title", 22, _PITCH * 1.12, TA_CENTER, "StockTitle")
        self._cell = _style("cell", 12, 15.6, TA_JUSTIFY)
        self._cell_centre = _style("cell-centre", 12, 15.6, TA_CENTER)
        self._head = _style("head", 12, 15.6, TA_CENTER, "StockHei")
        self._small = _style("small", 9, 12.6, 0)
        self._note = _style("note", 10.5, 14, 0)
        self._four = _style("four", 14, 21, 0)
        self._right = _style("right", 14, 21, TA_RIGHT)

    def make(self, job: Job) -> bytes:
        """Return the document; ASCII85 around streams is reportlab's default."""
        ours = rl_config.useA85
        rl_config.useA85 = 1
        try:
            return self._made(job)
        finally:
            rl_config.useA85 = ours

    def _made(self, job: Job) -> bytes:
        out = BytesIO()
        content = job.content
        document = SimpleDocTemplate(
            out,
            pagesize=A4,
            topMargin=37 * mm - 6,
            leftMargin=28 * mm - 6,
            rightMargin=26 * mm - 6,
            bottomMargin=35 * mm - 6,
            title=content.title[-1],
            author=content.issuer,
            initialFontName="StockFang",
        )

        def margins(canvas: Any, page: Any) -> None:
            self._margins(canvas, page.page, job)

        document.build(self._story(job), onFirstPage=margins, onLaterPages=margins)
        return out.getvalue()

    def _margins(self, canvas: Any, page: int, job: Job) -> None:
        content = job.content
        canvas.setFont("StockFang", 14)
        canvas.drawRightString(28 * mm + _WIDTH, 28 * mm, f"— {page} —")
        copies = "、".join(to for _, to in content.copies)
        lines = [f"一式四联：{copies}" if page == 1 else f"一式四联　{content.number}"]
        if page == 1:
            widget = QrCodeWidget(job.qr, barLevel="M", barWidth=27 * mm, barHeight=27 * mm, barBorder=0)
            drawing = Drawing(27 * mm, 27 * mm)
            drawing.add(widget)
            drawing.drawOn(canvas, 28 * mm, 4.7 * mm)
            lines.append(f"核验码 {code_of(job.hashed)}　核验电话 {content.phone}")
        lines.append(f"内容摘要 {job.hashed.hex()[:8].upper()}（SHA-256前8位）")
        if page == 1:
            lines.append(content.verify_note)
        for n, line in enumerate(lines):
            told = Paragraph(escape(line), self._small)
            told.wrapOn(canvas, 99 * mm, 40)
            told.drawOn(canvas, 58.4 * mm, 27 * mm - 12.6 * (n + 1))

    def _story(self, job: Job) -> list[Flowable]:
        content = job.content
        story: list[Flowable] = [Paragraph(escape(line), self._title) for line in content.title]
        story += [
            Paragraph(escape(content.number), self._centre),
            Paragraph(escape(content.addressee), self._flush),
        ]
        for n, one in enumerate(content.paragraphs):
            head = f'<font name="StockHei">{escape(one.heading)}</font>' if one.heading else ""
            story.append(Paragraph(head + escape(one.text), self._body))
            if n + 1 == content.table_after:
                story += self._table(content)
        story += [KeepTogether([self._sign(content), Spacer(1, 2 * mm), *self._imprint(content)])]
        if content.annex is not None:
            story += [
                PageBreak(),
                Paragraph("附页", self._flush),
                Paragraph(content.annex.title, self._title),
            ]
            story.append(self._photos(content))
        return story

    def _table(self, content: Content) -> list[Flowable]:
        told = content.table
        assert told is not None
        styles = {"C": self._cell_centre, "L": self._cell}
        rows = [[Paragraph(escape(text), self._head) for text in told.head]]
        rows += [
            [
                Paragraph(escape(text).replace("\n", "<br/>"), styles[align])
                for text, align in zip(row, told.align, strict=True)
            ]
            for row in told.rows
        ]
        look = TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.6, "black"),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 1.2 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 1.2 * mm),
            ]
        )
        table = Table(rows, colWidths=[width * mm for width in told.widths], repeatRows=1, style=look)
        return [table, Paragraph(escape(told.note), self._note)]

    def _sign(self, content: Content) -> Flowable:
        note = self._note
        officers = [
            ["执法人员", f"{spaced_name(name)} {number}", "签名", ""] for name, number in content.officers
        ]
        cells = [*officers, *([*row, "", "", ""][:4] for row in content.receipt)]
        block = Table(
            [[Paragraph(escape(text), note) for text in row] for row in cells],
            colWidths=[17 * mm, 29 * mm, 10 * mm, 17 * mm],
            style=TableStyle([("GRID", (0, 0), (-1, -1), 0.6, "black")]),
        )
        date = [
            Paragraph(escape(content.issuer), self._centre),
            Paragraph(escape(content.date), self._centre),
        ]
        return Table([[block, date]], colWidths=[75 * mm, 81 * mm])

    def _imprint(self, content: Content) -> list[Flowable]:
        left, _, right = content.imprint.partition("\u3000\u3000")
        rows = [[Paragraph(escape(f"抄送：{'，'.join(content.copied)}。"), self._four), ""]]
        rows.append([Paragraph(escape(left), self._four), Paragraph(escape(right), self._right)])
        look: Any = [
            ("SPAN", (0, 0), (1, 0)),
            ("LINEABOVE", (0, 0), (-1, -1), 1, "black"),
            ("LINEBELOW", (0, -1), (-1, -1), 1, "black"),
        ]
        return [Table(rows, colWidths=[90 * mm, 66 * mm], style=TableStyle(look))]

    def _photos(self, content: Content) -> Flowable:
        assert content.annex is not None
        cells = []
        for one in content.annex.photos:
            picture = self._derivatives[one.sha256]
            high = 62 * mm * picture.height / picture.width
            caption = Paragraph(escape(f"{one.caption} {one.taken}"), self._note)
            cells.append([Image(BytesIO(picture.jpeg), 62 * mm, high), caption])
        return Table([cells[n : n + 2] for n in range(0, len(cells), 2)], colWidths=[78 * mm, 78 * mm])
