"""Targets as rows: the ids of all of them, and the words of those that were looked at."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from inspector_app.casework.overview import search
from inspector_app.casework.overview.target_book import TargetLine
from inspector_app.ui.controls import highlight
from inspector_app.ui.controls.tables import make_table
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1
PAGE, MOST_PAGES = 64, 64
ROW = 56


class TargetsModel(QAbstractListModel):
    """One row a target, in the order given; the words of a row come page by page when it is seen.

    Signals:
        wanted: the ids of a page whose words are not here yet.
    """

    wanted = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: list[str] = []
        self._lines: dict[str, TargetLine] = {}
        self._asked: dict[int, None] = {}
        self.told = ""

    def show(self, told: str, ids: Sequence[str], lines: Sequence[TargetLine]) -> None:
        """Replace all rows; `told` is the question that they answer."""
        self.beginResetModel()
        self.told, self._ids = told, list(ids)
        self._lines, self._asked = {one.id: one for one in lines}, {}
        self.endResetModel()

    def take(self, lines: Sequence[TargetLine]) -> None:
        """Take the words of a page."""
        self._lines |= {one.id: one for one in lines}
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def row_of(self, target_id: str) -> int:
        """Return the row of a target, -1 when it has none."""
        return self._ids.index(target_id) if target_id in self._ids else -1

    def id_at(self, row: int) -> str:
        """Return the id of a row, empty when there is none."""
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def _line(self, row: int) -> TargetLine | None:
        line = self._lines.get(self._ids[row])
        page = row // PAGE
        if line is None and page not in self._asked:
            self._forget_oldest()
            self._asked[page] = None
            self.wanted.emit(self._ids[page * PAGE : (page + 1) * PAGE])
        return line

    def _forget_oldest(self) -> None:
        if len(self._asked) >= MOST_PAGES:
            page = next(iter(self._asked))
            del self._asked[page]
            for one in self._ids[page * PAGE : (page + 1) * PAGE]:
                self._lines.pop(one, None)

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of targets."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        if not index.isValid():
            return None
        if role == LINE:
            return self._line(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            line = self._line(index.row())
            return "" if line is None else f"{line.name} {line.party}".strip()
        return None


class TargetDelegate(QStyledItemDelegate):
    """Paints a target: its name, who answers for it and how far it is, and when it was last visited."""

    def __init__(self, look: Look, model: TargetsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of every row; the words of a row that is not seen are not asked for."""
        del option, index
        return QSize(1, self._look.row(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, mark, and the words once they are here."""
        tokens = self._look.tokens
        # PySide's stubs do not know the fields that Qt's style option inherits.
        told: Any = option
        room = QRectF(told.rect)
        chosen = bool(told.state & QStyle.StateFlag.State_Selected)
        line = index.data(LINE)
        painter.save()
        painter.fillRect(room, QColor(tokens.select if chosen else tokens.card))
        painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(tokens.line2))
        if chosen:
            painter.fillRect(QRectF(room.left(), room.top(), 3, room.height()), QColor(tokens.accent))
        if line is not None:
            self._words(painter, room.adjusted(16, 7, -14, -8), line)
        painter.restore()

    def _words(self, painter: QPainter, room: QRectF, line: TargetLine) -> None:
        look, half = self._look, room.height() / 2
        upper = QRectF(room.left(), room.top(), room.width(), half)
        visited = visited_words(self.tr("未查过"), line.visited)
        wide = painting.text_width(look, visited, 12)
        right = QRectF(upper.right() - wide - 1, upper.top(), wide + 2, half)
        painting.text(painter, look, right, visited, px=12, colour=look.tokens.mute)
        name = QRectF(upper.left(), upper.top(), upper.width() - wide - 14, half)
        ranges = search.matched(self._model.told, line.name)
        highlight.text(painter, look, name, line.name, ranges, px=14, bold=True)
        lower = upper.translated(0, half)
        known = " · ".join(one for one in (line.party or line.address, said(line.stage)) if one)
        note = known or said(line.kind)
        painting.text(painter, look, lower, note, px=12, colour=look.tokens.sub)


def target_table(look: Look, model: TargetsModel, name: str, spoken: str) -> QTableView:
    """Return the list of targets; a table of one column, since a list view looks at every row it has."""
    table = make_table(look, model, name, spoken)
    table.setItemDelegate(TargetDelegate(look, model, table))
    table.horizontalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    table.verticalHeader().setDefaultSectionSize(look.row(ROW))
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


def visited_words(never: str, visited: date | None) -> str:
    """Return when a target was last visited as lists show it."""
    return never if visited is None else visited.isoformat()
