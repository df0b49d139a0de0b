"""The foot of a letter: officers and receipt at the left; issuing body, date and seal at the right."""

from dataclasses import dataclass

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.receipt import GOOD_ROW, LEAST_ROW, TABLE, receipt_rows
from inspector_app.documents.page.seal import SealInk, ink
from inspector_app.documents.page.sheet import BODY_SIZE, CELL, LEFT, MM, PITCH, WIDTH, Sheet
from inspector_app.documents.page.titles import lay_title
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivatives
from inspector_app.domain.content import Content, Seal
from inspector_app.domain.errors import RuleError

_RIGHT = LEFT + WIDTH
_GRID = Style(BODY_SIZE, PITCH, Align.LEFT, cell=CELL)
_CENTRED = Style(BODY_SIZE, PITCH, Align.CENTRED, cell=CELL)
_USUAL_SEAL = 42
_ABOVE, _BESIDE = 2 * MM, 1 * MM
"""Free above the seal (GB/T 9704-2012 7.3.5.1: its top stands within one line of the text) and beside it."""
_LOWER = 4 * MM
"""Name and date stand somewhat beneath the seal's centre (居印章中心偏下)."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where issuing body and date stand: the seal's centre and radius; points from the sheet's corner."""

    x: float
    y: float
    radius: float
    issuer: Block
    date: Block

    @property
    def seam(self) -> float:
        """The height between the body's name and the date."""
        return self.y - _LOWER

    @property
    def top(self) -> float:
        return max(self.y + self.radius, self.seam + self.issuer.height)

    @property
    def bottom(self) -> float:
        return min(self.y - self.radius, self.seam - PITCH)

    @property
    def date_width(self) -> float:
        return max((line.width for line in self.date.lines), default=0.0)


class SignBlock:
    """The signature block of a letter.

    It follows the text, or stands at the millimetre where the sheet was stamped beforehand.
    """

    def __init__(self, content: Content, photos: Derivatives, *, draft: bool) -> None:
        seal = content.seal or Seal()
        self._content, self._draft = content, draft
        self._stamped = seal if seal.x_mm > 0 and seal.y_mm > 0 else None
        self._radius = (seal.diameter_mm or _USUAL_SEAL) * MM / 2
        self._rows = receipt_rows(content)
        self._ink: SealInk | None = None
        if seal.sha256 and not draft:
            raw = photos.raw(seal.sha256)
            if raw is None:
                raise RuleError("documents.seal_missing", where=seal.sha256[:12])
            self._ink = ink(raw, seal.diameter_mm)

    @property
    def _table_least(self) -> float:
        return sum(row.least for row in self._rows) + (_BESIDE if self._rows else 0.0)

    def beneath(self, sheet: Sheet) -> float:
        """Return the height beneath a stamp that stands on the sheet already; all of it without one."""
        return sheet.height if self._stamped is None else self._stamp(sheet).bottom - sheet.bottom

    def least(self, sheet: Sheet, tail: float) -> float:
        """Return what the text must leave free above the foot of its page, in points.

        Args:
            tail: what stays free beneath the block for the 版记.

        Raises:
            RuleError: `documents.seal_place` for a stamp that is not within the type area.
        """
        if self._stamped is None:
            return max(self._table_least, self._after(0.0)) + tail
        place = self._stamp(sheet)
        return max(self._stamped_top(sheet, place, tail) - sheet.bottom, tail)

    def place(self, sheet: Sheet, tail: float) -> None:
        """Set the block; the caller has made room for `least`."""
        sheet.signed_here()
        if self._stamped is not None:
            place = self._stamp(sheet)
            top = self._stamped_top(sheet, place, tail)
            self._draw_rows(sheet, top - _BESIDE, 0.0)
            sheet.y = min(place.bottom, top - self._table_least) - _BESIDE
        else:
            place = self._following(sheet.y)
            least = max(self._table_least, self._after(0.0))
            wanted = max(len(self._rows) * GOOD_ROW + _BESIDE, least)
            height = max(min(wanted, sheet.room - tail), least)
            more = (height - self._table_least) / max(len(self._rows), 1)
            self._draw_rows(sheet, sheet.y - _BESIDE, min(more, GOOD_ROW - LEAST_ROW))
            sheet.y -= height
        self._draw_date(sheet, place)

    def _after(self, top: float) -> float:
        """Return the height that name, date and seal take beneath the text."""
        return top - self._following(top).bottom + _BESIDE

    def _following(self, top: float) -> _Place:
        """Return the block's place beneath text that ends at `top`: the date four cells from the right."""
        date = lay(self._content.date, _GRID, WIDTH)
        width = max((line.width for line in date.lines), default=0.0)
        x = _RIGHT - 4 * CELL - width / 2
        issuer = self._issuer(x)
        seam = min(top - _ABOVE - self._radius - _LOWER, top - _BESIDE - issuer.height)
        return _Place(x, seam + _LOWER, self._radius, issuer, date)

    def _issuer(self, x: float, *, beside: bool = True) -> Block:
        edge = LEFT + TABLE + _BESIDE if self._rows and beside else LEFT
        width = 2 * min(x - edge, _RIGHT - x)
        return lay_title(self._content.issuer, _CENTRED, max(width, 4 * CELL), Script.BODY)

    def _stamp(self, sheet: Sheet) -> _Place:
        """Return the block's place on a sheet that bears its stamp already."""
        seal, radius = self._stamped or Seal(), self._radius
        x, y = seal.x_mm * MM, seal.y_mm * MM
        edge = radius - 0.5
        inside = x - edge >= LEFT and x + edge <= _RIGHT and sheet.bottom <= y - edge
        date = lay(self._content.date, _GRID, WIDTH)
        place = _Place(x, y, radius, self._issuer(x, beside=self._beside(x)), date)
        top = self._stamped_top(sheet, place, 0.0)
        if not inside or top > sheet.top - 2 * PITCH:
            raise RuleError(
                "documents.seal_place",
                where="seal",
                x=seal.x_mm,
                y=seal.y_mm,
                diameter=round(2 * radius / MM),
            )
        return place

    def _beside(self, x: float) -> bool:
        """Tell whether the receipt has room at the left of a stamp and of four cells of name."""
        return x - max(self._radius, 2 * CELL) >= LEFT + TABLE + _BESIDE

    def _stamped_top(self, sheet: Sheet, place: _Place, tail: float) -> float:
        """Return the upper edge of the block on a stamped sheet: beside the stamp, else above it."""
        top = place.top + _BESIDE
        if not self._rows:
            return top
        if self._beside(place.x):
            return max(top, sheet.bottom + tail + self._table_least)
        return top + self._table_least

    def _draw_rows(self, sheet: Sheet, top: float, more: float) -> None:
        rows, officers = self._rows, len(self._content.officers)
        if not rows:
            return

        def drawing(pen: Pen) -> None:
            y = top
            for n, row in enumerate(rows):
                height = row.least + more
                if n:
                    pen.rule(LEFT, y, LEFT + TABLE, y, 0.9 if n == officers else 0.6)
                for x, block in row.cells:
                    if x > LEFT:
                        pen.rule(x, y, x, y - height)
                    pen.block(block, x + 0.8 * MM, y - (height - block.height) / 2)
                y -= height
            pen.box(LEFT, y, TABLE, top - y, 0.9)

        sheet.put(drawing)

    def _draw_date(self, sheet: Sheet, place: _Place) -> None:
        def drawing(pen: Pen) -> None:
            issuer = place.issuer
            # Beneath the text, so that black stays black under the seal's red, as it does with ink.
            if self._ink is not None:
                corner = place.x - place.radius, place.y - place.radius
                pen.ink(self._ink.picture, *corner, 2 * place.radius)
            pen.block(issuer, place.x - issuer.width / 2, place.seam + issuer.height)
            pen.block(place.date, place.x - place.date_width / 2, place.seam)
            if self._draft:
                pen.seal_place(place.x, place.y, place.radius)

        sheet.put(drawing)
