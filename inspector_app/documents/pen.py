"""What draws on a page: lines of text, rules, boxes, pictures. Origin at the lower left, points."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents.faces import font
from inspector_app.documents.lines import Block, Glyph, Line, is_han, stretched
from inspector_app.documents.pictures import register

TICK = "√"


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


class Pen:
    """Writes drawing operators of one document straight into reportlab's page stream."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        inside: Any = canvas
        self._document: Any = inside._doc
        self._inside = inside

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
        if not line.glyphs:
            return
        style = block.style
        start, grow = stretched(line, style)
        operators = ["BT", f"1 0 0 1 {_n(x + start)} {_n(baseline)} Tm"]
        operators += self._shown(
            line.glyphs, style.size, style.cell - style.size if style.cell else 0.0, grow
        )
        self._write(*operators, "ET")
        if TICK in line.text:
            self._boxes(line, x + start, baseline, style.size, grow)

    def _shown(self, glyphs: tuple[Glyph, ...], size: float, gap: float, grow: float) -> Iterable[str]:
        """Yield operators: Tc carries grid and stretch, TJ the blank halves that two marks share."""
        state: tuple[str, float] | None = None
        chunk: list[str] = []
        for n, one in enumerate(glyphs):
            face = font(one.face)
            code = face.code(self._document, one.char)
            grows = n + 1 < len(glyphs) and is_han(one.char) and is_han(glyphs[n + 1].char)
            wanted = (
                f"{face.getSubsetInternalName(code >> 8, self._document)} {_n(size)} Tf",
                gap + (grow if grows else 0.0),
            )
            if wanted != state:
                if chunk:
                    yield f"[{''.join(chunk)}] TJ"
                    chunk = []
                if state is None or wanted[0] != state[0]:
                    yield wanted[0]
                if state is None or wanted[1] != state[1]:
                    yield f"{_n(wanted[1])} Tc"
                state = wanted
            chunk.append(f"<{code & 255:02x}>")
            natural = face.face.charWidths[ord(one.char)] / 1000 * size + gap
            if natural - one.advance > 0.01:
                chunk.append(_n((natural - one.advance) / size * 1000))
        if chunk:
            yield f"[{''.join(chunk)}] TJ"

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
        self._write(f"{_n(width)} w {_n(x0)} {_n(y0)} m {_n(x1)} {_n(y1)} l S")

    def box(self, x: float, y: float, width: float, height: float, line: float = 0.6) -> None:
        """Draw an empty box with its lower left corner at (x, y)."""
        self._write(f"{_n(line)} w {_n(x)} {_n(y)} {_n(width)} {_n(height)} re S")

    def path(self, operators: str, x: float, y: float, scale: float) -> None:
        """Fill one path given in its own units, moved to (x, y) and scaled; used for the QR code."""
        self._write("q", f"{scale:.6f} 0 0 {scale:.6f} {_n(x)} {_n(y)} cm")
        self._write(f"{operators} f", "Q")

    def picture(self, jpeg: bytes, name: str, x: float, y: float, width: float, height: float) -> None:
        """Place a JPEG, embedded once however often it is shown."""
        inside = register(self._inside, jpeg, name)
        self._write("q", f"{_n(width)} 0 0 {_n(height)} {_n(x)} {_n(y)} cm /{inside} Do", "Q")

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
