"""签名页: a page of its own that shows a signature written on the screen and names what was signed under.

It is never laid over the original, whose bytes stay what they were.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents.canvas import begun
from inspector_app.documents.fonts import faces
from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Style, lay
from inspector_app.documents.page.form import set_form
from inspector_app.documents.page.sheet import (
    FIVE,
    LEFT,
    MM,
    SMALL_FIVE,
    WIDTH,
    Sheet,
)
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivatives
from inspector_app.documents.proof.archival import About, finish_page, one_at_a_time
from inspector_app.domain.chinese import day, local_date, minute
from inspector_app.domain.content import Content, FormRow
from inspector_app.domain.countersigning import FINENESS, ROLE_LABELS, Countersign, Trace
from inspector_app.domain.errors import RuleError

TITLE = "签名页"
_FIELD_MM = 75
_LABEL_MM = 28
_FOOT = 27 * MM
_Point = tuple[float, float]
_INK, _LEAST_INK, _MOST_INK = 1.3, 0.7, 2.2
"""Width of a stroke in points: without pressure, with the least and with the most."""
_WORDS = (
    "本页记录上述人员在执法人员的设备屏幕上书写的笔迹，是签收、见证过程的留痕，另成一份文件保存；"
    "上列文书原件未作任何改动，以其摘要（SHA-256）为准。签名以纸质文书上的手写签名为准，"
    "纸质签名须在送达回证或者文书签收栏中完成。"
)


def countersign(told: Countersign) -> bytes:
    """Return the file of a 签名页: one page, the strokes drawn as paths; the same facts give the same bytes.

    Raises:
        RuleError: `documents.glyph_missing`, `documents.not_text`, `documents.countersign_long` for facts
            that do not fit on one page.
    """
    try:
        embedded = told.canonical()
    except UnicodeEncodeError as error:
        raise RuleError("documents.not_text", where=TITLE) from error
    lacking = faces.missing(embedded.decode())
    if lacking:
        raise RuleError("documents.glyph_missing", where=TITLE, characters="".join(sorted(lacking)))
    with one_at_a_time:
        sheet = set_form(_content(told), Derivatives({}), draft=False)
        if len(sheet.pages) > 1:
            raise RuleError("documents.countersign_long", where=told.number)
        _place_foot(sheet, told)
        return _drawn(sheet, told, embedded)


def _content(told: Countersign) -> Content:
    wide, halves = (_LABEL_MM, 156 - _LABEL_MM), (_LABEL_MM, 56, 24, 48)
    rows = (
        FormRow(wide, ("文书名称", told.label), min_mm=11, grow=2),
        FormRow(wide, ("文　　号", told.number), min_mm=11, grow=2),
        FormRow(
            wide,
            ("原件摘要\n（SHA-256）", f"{told.pdf_sha256[:32]}\n{told.pdf_sha256[32:]}"),
            min_mm=15,
            grow=2,
        ),
        FormRow(wide, ("核验码", told.code), min_mm=11, grow=2),
        FormRow(wide, ("受送达单位", told.recipient or "/"), min_mm=11, grow=2),
        FormRow(
            halves, ("签名人", told.signer.name, "职　务", told.signer.position or "/"), min_mm=11, grow=2
        ),
        FormRow(wide, ("签名身份", ROLE_LABELS[told.signer.role]), min_mm=11, grow=2),
        FormRow(wide, ("签名时间", f"{minute(told.at)}（本机时钟所示）"), min_mm=11, grow=2),
        FormRow(wide, ("说　　明", _WORDS), min_mm=24, grow=4),
        FormRow(wide, ("屏幕签名\n笔　　迹", ""), min_mm=_FIELD_MM),
    )
    return Content(
        kind="countersign",
        kind_label=TITLE,
        layout="form",
        title=(told.issuer, TITLE),
        number=told.number,
        issuer=told.issuer,
        date=day(local_date(told.at)),
        edition="",
        rows=rows,
        left_note="屏幕签名留痕　附原件存卷",
        size_tenths=120,
        lead_tenths=170,
    )


def _draw_strokes(canvas: Canvas, floor: float, trace: Trace) -> None:
    """Draw the strokes in the last row, whose foot is `floor`, as large as it allows, not distorted."""
    room_width, room_height = WIDTH - _LABEL_MM * MM - 8 * MM, _FIELD_MM * MM - 8 * MM
    width = min(room_width, room_height * trace.aspect / 100)
    height = width / (trace.aspect / 100)
    x = LEFT + _LABEL_MM * MM + 4 * MM + (room_width - width) / 2
    y = floor + 4 * MM + (room_height + height) / 2
    canvas.saveState()
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for stroke in trace.strokes:
        canvas.setLineWidth(_ink([one[3] for one in stroke]))
        points = [(x + one[0] / FINENESS * width, y - one[1] / FINENESS * height) for one in stroke]
        path = canvas.beginPath()
        path.moveTo(*points[0])
        if len(points) == 1:
            path.lineTo(*points[0])  # a dot: the round cap draws it
        for curve in _curves(points):
            path.curveTo(*curve)
        canvas.drawPath(path)
    canvas.restoreState()


def _curves(points: list[_Point]) -> Iterator[tuple[float, float, float, float, float, float]]:
    """Yield smooth curves through every point as it was written (Catmull and Rom)."""
    for n in range(len(points) - 1):
        before, begin, end = points[max(n - 1, 0)], points[n], points[n + 1]
        after = points[min(n + 2, len(points) - 1)]
        yield (
            begin[0] + (end[0] - before[0]) / 6,
            begin[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - begin[0]) / 6,
            end[1] - (after[1] - begin[1]) / 6,
            *end,
        )


def _ink(pressures: list[int]) -> float:
    known = [one for one in pressures if one >= 0]
    if not known:
        return _INK
    return _LEAST_INK + (_MOST_INK - _LEAST_INK) * sum(known) / len(known) / 1000


def _place_foot(sheet: Sheet, told: Countersign) -> None:
    number = lay("第 1 页\u3000共 1 页", Style(FIVE, 12.6, Align.CENTRED), WIDTH)
    sheet.text(number, LEFT, _FOOT)
    trace = f"笔迹摘要 {told.trace.sha256}（SHA-256）"
    sheet.text(lay([(trace, Script.BODY)], Style(SMALL_FIVE, 12, Align.CENTRED), WIDTH), LEFT, _FOOT - 14)


def _drawn(sheet: Sheet, told: Countersign, embedded: bytes) -> bytes:
    out = BytesIO()
    on = local_date(told.at)
    about = About(f"{TITLE}\u3000{told.number}", told.issuer, TITLE, (on.year, on.month, on.day), embedded)
    canvas = begun(out, about)
    inside: Any = canvas
    pen = Pen(canvas)
    for drawing in sheet.pages[0]:
        drawing(pen)
    _draw_strokes(canvas, sheet.y, told.trace)
    canvas.showPage()
    finish_page(inside._doc)
    canvas.save()
    return out.getvalue()
