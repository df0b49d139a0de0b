"""What draws on a page: lines of text, rules, boxes, pictures. Origin at the lower left, points."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents.fonts.embedding import Used
from inspector_app.documents.fonts.faces import font
from inspector_app.documents.lines import Block, Glyph, Line, is_han, stretched
from inspector_app.documents.pictures import register

TICK = "√"


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _growing(glyphs: Sequence[Glyph]) -> list[bool]:
    """Tell for each glyph whether the gap behind it takes part in the stretch of its line."""
    han = [is_han(one.char) for one in glyphs]
    return [one and after for one, after in zip(han, [*han[1:], False], strict=True)]


class Pen:
    """Writes drawing operators of one document straight into reportlab's page stream."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        inside: Any = canvas
        self._document: Any = inside._doc
        self._inside = inside
        self._codes: dict[tuple[str, str], tuple[str, str, float]] = {}
        self._faces: dict[str, Used] = {}

    def _write(self, *operators: str) -> None:
        self._inside._code.extend(operators)

    def block(self, block: Block, x: float, top: float) -> float:
        """Draw a block with its upper edge at `top`; return the new upper edge beneath it."""
        style = block.style
        baseline = top - style.lead / 2 - style.size * 0.38
        for line in block.lines:
            self._line(block, line, x, baseline)
            baseline -= style.lead
        return top - block.height

    def _line(self, block: Block, line: Line, x: float, baseline: float) -> None:
        glyphs = line.glyphs
        if not glyphs:
            return
        style = block.style
        start, grow = stretched(line, style)
        gap = style.cell - style.size if style.cell else 0.0
        operators = [f"BT 1 0 0 1 {x + start:.2f} {baseline:.2f} Tm"]
        for face, spacing, shown in self._runs(glyphs, style.size, gap, grow):
            operators.append(f"{face} {style.size:g} Tf {spacing:.4f} Tc [{shown}] TJ")
        operators.append("ET")
        self._write(" ".join(operators))
        if TICK in line.text:
            self._boxes(line, x + start, baseline, style.size, grow)

    def _runs(
        self, glyphs: tuple[Glyph, ...], size: float, gap: float, grow: float
    ) -> Iterator[tuple[str, float, str]]:
        """Yield (face, spacing, strings): Tc carries grid and stretch, TJ the half blanks of marks."""
        codes = self._codes
        wide, parts = gap + grow, list[str]()
        spaced = _growing(glyphs) if grow else (False,) * len(glyphs)
        face, spacing = "", gap
        for one, grows in zip(glyphs, spaced, strict=True):
            known = codes.get((one.face, one.char))
            used, code, em = known or self._code(one)
            if used != face or spacing != (wide if grows else gap):
                if parts:
                    yield face, spacing, f"<{''.join(parts)}>"
                    parts.clear()
                face, spacing = used, wide if grows else gap
            parts.append(code)
            shared = em * size + gap - one.advance
            if shared > 0.01:
                parts.append(f">{shared / size * 1000:.0f}<")
        yield face, spacing, f"<{''.join(parts)}>"

    def _code(self, one: Glyph) -> tuple[str, str, float]:
        """Return (the face's name in this document, code in hex, advance in em) of a character."""
        face, point = self._faces.get(one.face), ord(one.char)
        if face is None:
            face = self._faces[one.face] = font(one.face).beginning(self._document)
        code = face.code(point)
        known = face.names[code >> 8], f"{code & 255:02x}", face.widths[point] / 1000
        self._codes[one.face, one.char] = known
        return known

    def _boxes(self, line: Line, x: float, baseline: float, size: float, grow: float) -> None:
        """Draw the box around each tick: √ alone would not look like a choice."""
        for one, after in pairwise((*line.glyphs, None)):
            if one is None:
                break
            if one.char == TICK:
                self.box(x + size * 0.1, baseline - size * 0.1, size * 0.8, size * 0.8, 0.5)
            x += one.advance + (grow if after and is_han(one.char) and is_han(after.char) else 0.0)

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.6) -> None:
        """Draw a straight line; 0.5 point is the least that a 203-dpi head prints whole."""
        self._write(f"{width:.2f} w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def box(self, x: float, y: float, width: float, height: float, line: float = 0.6) -> None:
        """Draw an empty box with its lower left corner at (x, y)."""
        self._write(f"{line:.2f} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def path(self, operators: str, x: float, y: float, scale: float) -> None:
        """Fill one path given in its own units, moved to (x, y) and scaled; used for the QR code."""
        self._write("q", f"{scale:.6f} 0 0 {scale:.6f} {_n(x)} {_n(y)} cm")
        self._write(f"{operators} f", "Q")

    def picture(self, jpeg: bytes, name: str, x: float, y: float, width: float, height: float) -> None:
        """Place a JPEG, embedded once however often it is shown."""
        inside = register(self._inside, jpeg, name)
        self._write("q", f"{_n(width)} 0 0 {_n(height)} {_n(x)} {_n(y)} cm /{inside} Do", "Q")

    def ink(self, picture: Any, x: float, y: float, side: float) -> None:
        """Place a picture with its transparency, whole, into a square; used for a seal."""
        reader: Any = ImageReader(picture)
        self._canvas.drawImage(reader, x, y, side, side, mask="auto", preserveAspectRatio=True, anchor="c")

    def screen(self, picture: Any, x: float, y: float, width: float, height: float) -> None:
        """Place a picture of a screen, packed without loss."""
        self._canvas.drawImage(picture, x, y, width, height)

    def dots(self, x0: float, y: float, x1: float) -> None:
        """Lead the eye from a title to its page."""
        if x1 > x0:
            self._write(f"q 0.6 w 1 J [0.01 3.2] 0 d {x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l S Q")

    def seal_place(self, x: float, y: float, radius: float) -> None:
        """Draw the dotted ring that keeps a draft's place for the seal."""
        self._canvas.saveState()
        self._canvas.setDash(1, 2)
        self._canvas.setStrokeGray(0.6)
        self._canvas.setLineWidth(0.8)
        self._canvas.circle(x, y, radius)
        self._canvas.restoreState()

    def watermark(self, block: Block, x: float, y: float, angle: float) -> None:
        """Draw a text in light grey, turned by `angle` degrees about (x, y)."""
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.rotate(angle)
        self._canvas.setFillGray(0.9)
        self.block(block, -block.width / 2, block.height / 2)
        self._canvas.restoreState()
