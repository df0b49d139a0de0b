"""设置: how the screen looks, the person's own, who may sign in here, the office, this laptop."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.ui.controls.page_parts import page_top
from inspector_app.ui.controls.parts import button, column, row
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.settings.about_part import AboutPart, OfficePart
from inspector_app.ui.settings.accounts_part import AccountsPart
from inspector_app.ui.settings.person_part import PersonPart
from inspector_app.ui.settings.screen_part import ScreenPart
from inspector_app.ui.settings.settings_values import Shown
from inspector_app.ui.style.look import Look

HINTS = (
    ("Tab", "下一项"),
    ("← →", "选择"),
    ("Space", "打开"),
    ("Ctrl M", "管理"),
    ("Ctrl Shift I", "从 Excel 导入"),
    ("Ctrl N", "开始检查"),
    ("Esc", "返回"),
)

COLUMN_WIDTH = 460
"""Two columns stand side by side where each gets this much."""


class SettingsPage(QWidget):
    """Shows the settings; applies nothing by itself.

    Attributes:
        screen_part, person, accounts, office, about: the cards, whose signals are its wishes.
        search: what opens the search.

    Signals:
        wanted: it is being looked at and wants everything told anew.
        back_requested: the person has seen enough.
        import_requested: bring a ledger in from Excel.
    """

    wanted = Signal()
    back_requested = Signal()
    import_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self.screen_part, self.person, self.accounts = ScreenPart(look), PersonPart(look), AccountsPart(look)
        self.office, self.about = OfficePart(look), AboutPart(look)
        self.search = SearchButton(look)
        self.manage = button(
            self.tr("管理"), "open_administration", look=look, icon="user-cog", spoken=self.tr("管理")
        )
        self.manage.setToolTip(f"{self.tr('人员、设备、盖章纸、表单、节假日、保管期限')}  Ctrl+M")
        bring = button(self.tr("从 Excel 导入"), "open_imports", look=look, icon="file-up")
        bring.setToolTip(f"{self.tr('从 Excel 导入')}  Ctrl+Shift+I")
        bring.clicked.connect(self.import_requested)
        top = page_top(look, self.tr("设置"), [None, self.search, bring, self.manage])
        self._sides = [QVBoxLayout(), QVBoxLayout()]
        for side, parts in zip(
            self._sides,
            ((self.screen_part, self.office), (self.person, self.accounts, self.about)),
            strict=True,
        ):
            side.setSpacing(look.px(14))
            for part in parts:
                side.addWidget(part)
            side.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(self.tr("设置"))
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._both = row(inner, [(self._sides[0], 1), (self._sides[1], 1)], (20, 16, 14, 20), look.px(14))
        self._scroll.setWidget(inner)
        column(self, [top, (self._scroll, 1)], gap=0)
        QShortcut(QKeySequence("Esc"), self, self.back_requested.emit)
        QShortcut(QKeySequence("Ctrl+M"), self, self.manage.click)
        QShortcut(QKeySequence("Ctrl+Shift+I"), self, bring.click)

    def show_settings(self, shown: Shown) -> None:
        """Show everything anew."""
        self.screen_part.show_settings(shown.screen, shown.language)
        self.person.show_person(shown)
        self.accounts.show_accounts(shown)
        self.office.show_office(shown)
        self.about.show_laptop(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand side by side where there is room, below each other where words are large."""
        super().resizeEvent(event)
        wide = self.width() >= 2 * self._look.px(COLUMN_WIDTH) + 60
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._both.direction() != direction:
            self._both.setDirection(direction)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is true now."""
        super().showEvent(event)
        self.wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the first choice."""
        self.screen_part.take_focus(event.reason())
