"""The frame: the rail at the left, the page, what is true now, and the keys at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QToolButton, QWidget

from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.parts import Avatar, Chip, Elided, column, keycap, label, row, sign
from inspector_app.ui.style.look import Look

RAIL_WIDTH = 136
FOOT_HEIGHT = 36

Hint = tuple[str, str]
"""A key's name and what it does."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the rail: its code, word and icon."""

    code: str
    word: str
    icon: str


class Frame(QWidget):
    """Holds the pages; knows nothing of what they are about.

    Signals:
        place_requested: the code of the place the person wants to go to.
        lock_requested: the person leaves the laptop to somebody else.
    """

    place_requested = Signal(str)
    lock_requested = Signal()

    def __init__(self, look: Look, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._pages: dict[str, QWidget] = {}
        self._hints: dict[str, Sequence[Hint]] = {}
        self._stack = QStackedWidget()
        self.notice = Notice(look)
        self._avatar, self._name = Avatar(look), Elided(look, bold=True, px=14)
        self._rank = Elided(look, px=12, tone="mute")
        self._truth, self._truth_sign = label("", "m"), sign(look, "wifi-off", look.tokens.mute, 14)
        self._training = Chip(look)
        self._saved, self._saved_sign = label("", "m"), sign(look, "check", look.tokens.accent, 14)
        self._foot = QHBoxLayout()
        notice_row = row(None, [(self.notice, 1)], (12, 0, 12, 0))
        body = column(None, [notice_row, (self._stack, 1), self._foot_bar()], gap=0)
        row(self, [self._rail(places), (body, 1)], gap=0)
        self.show_truth(self.tr("离线 · 已存本机"))

    def _rail(self, places: Sequence[Place]) -> QFrame:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setFixedWidth(self._look.px(RAIL_WIDTH))
        look = self._look
        title = row(
            None,
            [sign(look, "shield-check", look.tokens.accent, 20), label(self.tr("住建执法"), "h3"), None],
            (12, 16, 8, 12),
        )
        buttons = [self._nav(place, n) for n, place in enumerate(places, start=1)]
        lock = QToolButton()
        lock.setObjectName("lock")
        lock.setProperty("k", "nav")
        lock.setIcon(look.icon("lock"))
        lock.setText(" " + self.tr("换人"))
        lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        lock.setAccessibleName(self.tr("锁定，换人登录"))
        lock.clicked.connect(self.lock_requested)
        lock.setFixedWidth(self._look.px(RAIL_WIDTH) - 16)
        truth = row(None, [self._truth_sign, self._truth, None], (12, 0, 4, 0), 6)
        who = row(None, [self._avatar, (column(None, [self._name, self._rank], gap=0), 1)], (12, 8, 8, 12), 8)
        entries = column(None, [*buttons], (8, 0, 8, 0), 2)
        training = row(None, [self._training, None], (12, 0, 8, 0))
        column(rail, [title, entries, None, training, truth, row(None, [lock], (8, 0, 8, 0)), who], gap=4)
        return rail

    def _nav(self, place: Place, number: int) -> QToolButton:
        entry = QToolButton()
        entry.setObjectName(f"nav_{place.code}")
        entry.setProperty("k", "nav")
        entry.setCheckable(True)
        entry.setText(f" {place.word}")
        entry.setAccessibleName(place.word)
        entry.setToolTip(f"{place.word}  Ctrl+{number}")
        entry.setProperty("icon_name", place.icon)
        entry.setIcon(self._look.icon(place.icon))
        entry.setIconSize(QSize(self._look.px(18), self._look.px(18)))
        entry.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        entry.setFixedWidth(self._look.px(RAIL_WIDTH) - 16)
        entry.clicked.connect(lambda: self.place_requested.emit(place.code))
        QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda: self.place_requested.emit(place.code))
        self._group.addButton(entry)
        self._buttons[place.code] = entry
        return entry

    def _foot_bar(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        foot.setFixedHeight(self._look.px(FOOT_HEIGHT))
        row(foot, [self._foot, None, self._saved_sign, self._saved], (16, 0, 16, 0), 6)
        self._foot.setSpacing(6)
        self._saved_sign.hide()
        return foot

    def add_page(self, code: str, page: QWidget, hints: Sequence[Hint], *, place: str = "") -> None:
        """Take a page in.

        Args:
            hints: its keys, named at the bottom while it is shown.
            place: the rail's entry it belongs to; left out, its own code.
        """
        self._pages[code] = page
        self._hints[code] = hints
        page.setProperty("place", place or code)
        self._stack.addWidget(page)

    def show_page(self, code: str) -> None:
        """Show a page and mark its place in the rail."""
        page = self._pages[code]
        self._stack.setCurrentWidget(page)
        page.setFocus()
        entry = self._buttons.get(str(page.property("place")))
        if entry is not None:
            entry.setChecked(True)
        for place, one in self._buttons.items():
            accent = place == page.property("place")
            one.setIcon(
                self._look.icon(str(one.property("icon_name")), self._look.tokens.accent if accent else None)
            )
        self._show_hints(self._hints[code])

    @property
    def page(self) -> str:
        """The code of the page that is shown."""
        return next(code for code, page in self._pages.items() if page is self._stack.currentWidget())

    def _show_hints(self, hints: Sequence[Hint]) -> None:
        while (item := self._foot.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for key, does in hints:
            for part in (keycap(key), label(does, "m")):
                self._foot.addWidget(part)
            self._foot.addSpacing(10)

    def show_person(self, name: str, rank: str, *, training: bool) -> None:
        """Show who is signed in, and whether this is only practice."""
        self._avatar.show_name(name)
        self._name.show_text(name)
        self._rank.show_text(rank)
        self._training.show_state(self.tr("培训工作区") if training else "", "amber")

    def show_truth(self, words: str) -> None:
        """Show what is true of the data now, in words."""
        self._truth.setText(words)

    def show_saved(self, words: str, *, saved: bool = True) -> None:
        """Show when the last change became durable, or that it is not yet."""
        self._saved.setText(words)
        self._saved_sign.setVisible(saved)
