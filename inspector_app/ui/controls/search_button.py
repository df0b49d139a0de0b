"""What looks like the search box and opens it: one place to look for sites, numbers and people."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_app.ui.controls.key_hints import keycap_width, paint_keycap
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

KEY = "Ctrl K"
WIDTH, LEAST = 232, 150


class SearchButton(QAbstractButton):
    """Looks like a search box with its key; pressed, it asks for the search itself (`clicked`)."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("search_everything")
        self.setText(self.tr("搜工地、文号、人"))
        self.setAccessibleName(self.tr("搜索"))
        self.setToolTip(f"{self.tr('搜索')}  Ctrl+K")
        self.setFixedHeight(look.row())
        self.setMinimumWidth(look.px(LEAST))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(self._look.px(WIDTH), self._look.row())

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the box, the glass, the words and the key."""
        look, tokens = self._look, self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self.hasFocus() else 1
        inset = wide / 2
        painter.setPen(QPen(QColor(tokens.accent if self.hasFocus() else tokens.edge), wide))
        painter.setBrush(QColor(tokens.hover if self.underMouse() else tokens.head))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        size = look.px(16)
        painter.drawPixmap(look.px(10), (self.height() - size) // 2, look.pixmap("search", tokens.sub, 16))
        key = keycap_width(look, KEY)
        cap = QRectF(self.width() - key - look.px(7), (self.height() - look.px(20)) / 2, key, look.px(20))
        paint_keycap(painter, look, cap, KEY)
        left = look.px(36)
        words = QRectF(left, 0, cap.left() - left - look.px(6), self.height())
        painting.text(painter, look, words, self.text(), colour=tokens.mute)
        painter.end()
