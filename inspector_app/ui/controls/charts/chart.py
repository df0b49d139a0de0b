"""What every chart does with keys and mouse: one mark is chosen, arrows go on, Enter opens its list."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.charts import chart_geometry
from inspector_app.ui.controls.charts.chart_geometry import Box, Placed
from inspector_app.ui.controls.charts.chart_values import ChartData, Group, Mark
from inspector_app.ui.controls.parts import plain
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

VALUE_PX, AXIS_PX = 12, 12


class Chart(QWidget):
    """Shows groups of marks; made by columns and bars, which say where the marks stand and paint them.

    Signals:
        opened: the code of the mark that somebody wants to see the list of.
        passed: the chosen mark changed; its code.
    """

    opened = Signal(str)
    passed = Signal(str)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._look = look
        self._data = ChartData("")
        self._placed: tuple[Placed, ...] = ()
        self._at = self._hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._say()

    # Said by each chart.

    def place(self) -> tuple[Placed, ...]:
        """Return where the marks stand in the widget as large as it is."""
        raise NotImplementedError

    def steps(self) -> dict[Qt.Key, int]:
        """Return by how many marks each key goes on."""
        raise NotImplementedError

    # What is shown.

    @property
    def data(self) -> ChartData:
        """What is shown."""
        return self._data

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Where each mark stands."""
        return self._placed

    @property
    def current(self) -> Mark | None:
        """The chosen mark."""
        return self._mark(self._at)

    def show_data(self, data: ChartData) -> None:
        """Show something else; the mark of the same code stays chosen."""
        before = self.current
        self._data = data
        self._lay()
        codes = [self._mark_of(one).code for one in self._placed]
        known = before.code if before is not None else ""
        self._at = codes.index(known) if known and known in codes else -1
        self._hover = -1
        self._say()
        self.update()

    def choose(self, code: str) -> bool:
        """Choose the mark of a code; tell whether there is one."""
        found = next((n for n, one in enumerate(self._placed) if self._mark_of(one).code == code), -1)
        if found >= 0:
            self._go(found)
        return found >= 0

    def _lay(self) -> None:
        self._placed = self.place() if self._data.groups else ()

    def _mark_of(self, placed: Placed) -> Mark:
        return self._data.groups[placed.group].marks[placed.series]

    def _mark(self, at: int) -> Mark | None:
        return self._mark_of(self._placed[at]) if 0 <= at < len(self._placed) else None

    def told(self, at: int) -> str:
        """Return all about a mark in one line: 2026年7月，限期整改通知书 12，其中补录 1."""
        placed = self._placed[at]
        group, mark = self._data.groups[placed.group], self._mark_of(placed)
        return tell(group, self._data.series[placed.series].words, mark)

    def _say(self) -> None:
        told = self.told(self._at) if 0 <= self._at < len(self._placed) else ""
        self.setAccessibleName(f"{self._data.title} {told}".strip())
        each = (self.told(n) for n in range(len(self._placed)))
        self.setAccessibleDescription("\n".join(each))

    # Keys and mouse.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the marks out anew."""
        super().resizeEvent(event)
        self._lay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from mark to mark; Enter and Space open."""
        key = Qt.Key(event.key())
        plain_key = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self._placed or not plain_key:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        elif key in (steps := self.steps()):
            last = len(self._placed) - 1
            wanted = self._at + steps[key] if self._at >= 0 else (0 if steps[key] > 0 else last)
            self._go(min(max(wanted, 0), last))
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        mark = self.current
        if mark is not None and mark.code:
            self.opened.emit(mark.code)

    def _go(self, at: int) -> None:
        self._at = at
        self._say()
        self.shown_at(self._placed[at].reach)
        self.update()
        mark = self.current
        self.passed.emit(mark.code if mark is not None else "")

    def shown_at(self, box: Box) -> None:
        """Bring the chosen mark into sight; the bars do, which scroll."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name what is under the mouse."""
        at = chart_geometry.at(self._placed, event.position().x(), event.position().y())
        self.setToolTip(plain(self.told(at)) if at >= 0 else "")
        mark = self._mark(at)
        opens = mark is not None and bool(mark.code)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        if at != self._hover:
            self._hover = at
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse now."""
        super().leaveEvent(event)
        self._hover = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose and open what is under the mouse."""
        at = chart_geometry.at(self._placed, event.position().x(), event.position().y())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(at)
            self._open()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which mark has the keys."""
        super().focusInEvent(event)
        if self._at < 0 and self._placed and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._go(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def measure(self, told: str) -> float:
        """Return how wide a word of the axis is, in pixels."""
        return painting.text_width(self._look, told, AXIS_PX)


def tell(group: Group, series: str, mark: Mark) -> str:
    """Return all about a mark in one line."""
    parts: Sequence[str] = [one for one in (group.said, f"{series} {mark.written}".strip()) if one]
    told = said("，").join(parts)
    return told + (said("，其中补录 %s") % mark.late if mark.late else "")
