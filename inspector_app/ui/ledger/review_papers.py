"""The documents of a dossier under review: their list, and the pages of the chosen one as issued."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.casework.overview.review_sheet import Paper
from inspector_app.ui.controls.paper_view import PaperView
from inspector_app.ui.controls.parts import column, label, reveal
from inspector_app.ui.ledger.review_rows import ReviewRows
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day

ROW, MOST_SHOWN = 36, 4


class PaperList(ReviewRows[Paper]):
    """Shows documents; the pages of the one that has the keys are seen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "review_papers", ROW, parent)

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Show these; the newest has the keys unless the one that had them is among them."""
        known = self.show_groups([("", papers)] if papers else [])
        if not known and self._rows:
            fresh = next((n for n in self._rows if (one := self._pieces[n].row) and one.fresh), self._rows[0])
            self._at = fresh
            self._say()
        high = self.row_height() * min(max(len(papers), 1), MOST_SHOWN)
        self.setFixedHeight(high)
        self.chosen.emit(self.current)

    def spoken(self, row: Paper | None) -> str:
        """Return the list's accessible name with all about the chosen document."""
        name = self.tr("文书列表")
        if row is None:
            return name
        told = (said(row.label), row.number, show_day(row.on), said(row.state) if row.state else "")
        return f"{name}：{'，'.join(one for one in told if one)}"

    def tip(self, row: Paper) -> str:
        """Return all of a document's words."""
        return f"{said(row.label)}\n{row.number}  {show_day(row.on)}"

    def _go(self, at: int) -> None:
        moved = at != self._at
        super()._go(at)
        if moved:
            self.chosen.emit(self.current)

    def paint_row(self, painter: QPainter, room: QRectF, row: Paper, at: int) -> None:
        """Paint a document: its kind and number, its day, its state."""
        look, tokens = self._look, self._look.tokens
        here = at == self._at
        inner = self.ground(painter, room, at)
        right = inner.right()
        if row.state:
            right -= painting.chip_width(look, row.state, dot=True)
            shade = tone(row.state, overdue=row.overdue)
            painting.chip(painter, look, QPointF(right, room.center().y()), row.state, shade, dot=True)
            right -= look.px(10)
        side = Qt.AlignmentFlag.AlignRight
        day = f"{row.on:%m-%d}" if row.on is not None else ""
        dated = QRectF(inner.left(), room.top(), right - inner.left(), room.height())
        painting.text(painter, look, dated, day, px=12, colour=tokens.sub, align=side)
        right -= painting.text_width(look, day, 12) + look.px(10)
        if row.fresh:
            painter.setBrush(QColor(tokens.accent))
            painter.setPen(QColor(tokens.accent))
            painter.drawEllipse(QPointF(inner.left(), room.center().y()), 3, 3)
        words = QRectF(
            inner.left() + look.px(10), room.top(), right - inner.left() - look.px(10), room.height()
        )
        name = said(row.label)
        painting.text(painter, look, words, name, px=13, bold=here)
        wide = painting.text_width(look, name, 13, bold=here) + look.px(8)
        painting.text(painter, look, words.adjusted(wide, 0, 0, 0), row.number, px=12, colour=tokens.sub)


class PapersPart(QWidget):
    """Documents with their pages.

    Signals:
        pages_wanted: id of the document whose pages are to be drawn.
        document_wanted: id of a document to go to.
    """

    pages_wanted = Signal(str)
    document_wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list, self.paper = PaperList(look), PaperView(look, "review_paper")
        self._none = label(self.tr("这宗案卷还没有签发文书。"), "s", wrap=True)
        column(self, [self.list, (self.paper, 1), self._none, 0], (0, 8, 0, 0), 8)
        self._drawn = ""
        self.list.chosen.connect(lambda _: self.look())
        self.list.opened.connect(lambda one: self.document_wanted.emit(one.id))
        self.show_papers(())

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Show these documents."""
        reveal(self._none, shown=not papers)
        for part in (self.list, self.paper):
            reveal(part, shown=bool(papers))
        self.list.show_papers(papers)

    def look(self) -> None:
        """Ask for the pages of the chosen document, while somebody looks."""
        one = self.list.current
        if one is None or not self.isVisible() or one.id == self._drawn:
            return
        self._drawn = ""
        self.paper.show_words(self.tr("正在取出页面…"))
        self.pages_wanted.emit(one.id)

    def show_pages(self, document_id: str, pages: Sequence[QImage]) -> None:
        """Show the pages of a document, if it is still the chosen one."""
        one = self.list.current
        if one is not None and one.id == document_id:
            self._drawn = document_id
            self.paper.show_pages(pages)

    def show_no_pages(self, document_id: str, words: str) -> None:
        """Say why there are no pages."""
        one = self.list.current
        if one is not None and one.id == document_id:
            self.paper.show_words(words)

    def forget(self) -> None:
        """Show nothing any more."""
        self._drawn = ""
        self.show_papers(())
        self.paper.show_pages(())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list."""
        self.list.setFocus(event.reason())
