"""The findings of a dossier under review: before and after beside each other, the list of them below."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from inspector_app.casework.overview.review_sheet import Seen
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.findings import Photo
from inspector_app.ui.controls.parts import Chip, Elided, column, label, reveal, row
from inspector_app.ui.controls.thumbs import Thumb
from inspector_app.ui.ledger.review_rows import ReviewRows
from inspector_app.ui.ledger.review_values import finding_tone
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

ROW, PICTURE, LOW_PICTURE = 40, 150, 72
LARGE_WORDS = 1.2
"""Beyond this scale the words need the height that pictures have otherwise."""
WIDEST = 16777215


class FindingList(ReviewRows[Seen]):
    """Shows findings; the one that has the keys is the one whose photos are seen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "review_findings", ROW, parent)

    def show_findings(self, findings: Sequence[Seen]) -> None:
        """Show these; the first one has the keys unless the one that had them is among them."""
        self.show_groups([("", findings)] if findings else [])
        self.chosen.emit(self.current)

    def choose_number(self, n: int) -> None:
        """Choose the n-th finding, from 1, if there is one."""
        if 0 < n <= len(self._rows):
            self._go(self._rows[n - 1])

    def spoken(self, row: Seen | None) -> str:
        """Return the list's accessible name with all about the chosen finding."""
        name = self.tr("问题列表")
        if row is None:
            return name
        told = [
            str(row.number),
            row.location,
            row.fact,
            self.tr("重大隐患") if row.severity == "major" else "",
        ]
        told += [said(row.state) if row.state else "", self.tr("逾期") if row.overdue else ""]
        told += [self.tr("有变化") if row.fresh else ""]
        return f"{name}：{'，'.join(one for one in told if one)}"

    def tip(self, row: Seen) -> str:
        """Return all of a finding's words."""
        return f"{row.location}\n{row.fact}".strip()

    def _go(self, at: int) -> None:
        super()._go(at)
        self.chosen.emit(self.current)

    def paint_row(self, painter: QPainter, room: QRectF, row: Seen, at: int) -> None:
        """Paint a finding: number, fact, state."""
        look, tokens = self._look, self._look.tokens
        here = at == self._at
        inner = self.ground(painter, room, at)
        painting.text(painter, look, inner, str(row.number), px=13, colour=tokens.sub)
        if row.fresh:
            painter.setBrush(QColor(tokens.accent))
            painter.setPen(QColor(tokens.accent))
            painter.drawEllipse(QPointF(inner.left() + look.px(22), room.center().y()), 3, 3)
        right = inner.right()
        for word, tone in self._chips(row):
            right -= painting.chip_width(look, word, dot=True)
            painting.chip(painter, look, QPointF(right, room.center().y()), word, tone, dot=True)
            right -= look.px(6)
        words = QRectF(
            inner.left() + look.px(32), room.top(), right - inner.left() - look.px(40), room.height()
        )
        ink = tokens.sub if row.withdrawn else tokens.text
        painting.text(painter, look, words, row.fact, px=13, bold=here, colour=ink)

    @staticmethod
    def _chips(row: Seen) -> list[tuple[str, str]]:
        """Return what stands at the right end, the outermost first."""
        told = [(row.state, finding_tone(row.state, overdue=row.overdue))] if row.state else []
        told += [("逾期", "red")] if row.overdue else []
        return told + ([("重大", "red")] if row.severity == "major" else [])


class Side(QWidget):
    """One side of before and after: its word, when it was taken, and the picture.

    Signals:
        opened: the hash of the photo that is to be seen large.
    """

    opened = Signal(str)

    def __init__(self, look: Look, name: str, word: str, tone: str, nothing: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look, self._word = look, word
        self._chip, self._when = Chip(look, word, tone), label("", "m")
        self._none = label(nothing, "s", wrap=True)
        self._none.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._none.setMargin(look.px(12))
        self.thumb = Thumb(look, word, self.high, self.high)
        self.thumb.setMinimumWidth(1)
        self.thumb.setMaximumWidth(WIDEST)
        self.thumb.opened.connect(self.opened)
        self._photos: tuple[Photo, ...] = ()
        held = QWidget()
        held.setFixedHeight(self.high)
        if look.scale <= LARGE_WORDS:
            column(held, [(self.thumb, 1), (self._none, 1)], gap=0)
            column(self, [held, row(None, [self._chip, None, self._when], gap=8)], gap=6)
        else:
            self._lay_over(held)
        self.show_photos(())

    def _lay_over(self, held: QWidget) -> None:
        """Let the word lie in the picture's corner: large words leave no height for a line below."""
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        for part in (self.thumb, self._none):
            grid.addWidget(part, 0, 0)
        grid.addWidget(self._chip, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        column(self, [held], gap=0)
        self._when.setParent(self)
        self._when.hide()

    @property
    def high(self) -> int:
        """How high the picture is, in pixels."""
        return PICTURE if self._look.scale <= LARGE_WORDS else LOW_PICTURE

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show the newest photo of this side and how many there are."""
        self._photos = tuple(photos)
        last = photos[-1] if photos else None
        reveal(self.thumb, shown=last is not None)
        reveal(self._none, shown=last is None)
        when = f"{last.taken.astimezone(CHINA):%m-%d %H:%M}" if last is not None and last.taken else ""
        more = self.tr("共 %s 张") % len(photos) if len(photos) > 1 else ""
        told = " · ".join(one for one in (when, more) if one)
        self._when.setText(told)
        self._chip.setToolTip(told)
        self.thumb.show_image(QImage())
        if last is not None:
            self.thumb.offer(last.sha256, last.marks)
            self.thumb.setObjectName(f"{self.objectName()}_thumb")

    @property
    def sha256(self) -> str:
        """The hash of the photo that is shown, empty for none."""
        return self._photos[-1].sha256 if self._photos else ""

    def show_image(self, sha256: str, image: QImage) -> None:
        """Show the picture if it is this side's."""
        if sha256 and sha256 == self.sha256:
            self.thumb.show_image(image)


class FindingsPart(QWidget):
    """Findings with their photos.

    Signals:
        photo_opened: the hash of the photo that is to be seen large.
        pictures_wanted: hashes of photos whose small pictures are to be shown.
        finding_wanted: (id of the visit, id of the finding) to be seen at the workbench.
    """

    photo_opened = Signal(str)
    pictures_wanted = Signal(object)
    finding_wanted = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.list = FindingList(look)
        self._where = Elided(look, px=13, tone="sub")
        self.before = Side(look, "review_before", self.tr("整改前"), "red", self.tr("没有照片"))
        self.after = Side(look, "review_after", self.tr("复查时"), "green", self.tr("还没有复查照片"))
        self._none = label(self.tr("这次检查没有发现问题。"), "s", wrap=True)
        self._pair = QWidget()
        row(self._pair, [(self.before, 1), (self.after, 1)], gap=12)
        column(self, [self._where, self._pair, (self.list, 1), self._none], (0, 8, 0, 0), 8)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(lambda one: self.finding_wanted.emit(one.visit_id, one.id))
        for side in (self.before, self.after):
            side.opened.connect(self.photo_opened)
        self.show_findings(())

    def show_findings(self, findings: Sequence[Seen]) -> None:
        """Show these findings."""
        reveal(self._none, shown=not findings)
        for part in (self._where, self._pair, self.list):
            reveal(part, shown=bool(findings))
        self.list.show_findings(findings)

    def show_picture(self, sha256: str, image: QImage) -> None:
        """Show a small picture where it belongs."""
        for side in (self.before, self.after):
            side.show_image(sha256, image)

    def open_photo(self) -> None:
        """Show the photo of the chosen finding large, the later one first."""
        wanted = self.after.sha256 or self.before.sha256
        if wanted:
            self.photo_opened.emit(wanted)

    def _on_chosen(self, one: Seen | None) -> None:
        self.before.show_photos(one.before if one is not None else ())
        self.after.show_photos(one.after if one is not None else ())
        self._where.show_text(
            self.tr("问题 %1　%2").replace("%1", str(one.number)).replace("%2", one.location) if one else ""
        )
        wanted = [side.sha256 for side in (self.before, self.after) if side.sha256]
        if wanted:
            self.pictures_wanted.emit(wanted)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list."""
        self.list.setFocus(event.reason())
