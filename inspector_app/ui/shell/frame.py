"""The frame: the rail at the left, the page, what is true now, and the keys at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from inspector_app.ui.controls.key_hints import Hint, KeyHints
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.controls.parts import Avatar, Chip, Elided, column, frame, label, restyle, row, sign
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

__all__ = ["Frame", "Hint", "Place"]

RAIL_WIDTH, MOST_RAIL = 136, 172
FOOT_HEIGHT = 36
LAST_HINTS = (("Ctrl K", "搜索"), ("Ctrl 1…8", "切换"), ("F1", "帮助"), ("Ctrl /", "全部按键"))
"""Keys that every page has; named after its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the rail: its code, word and icon, and the digit that leads there with Ctrl.

    Attributes:
        key: 1 to 8, fixed for each place, so that places which come later move no key.
    """

    code: str
    word: str
    icon: str
    key: int


class Person(QAbstractButton):
    """Who is signed in; pressed, the laptop is handed to somebody else."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("lock")
        self.setText(self.tr("换人"))
        self.setFixedHeight(max(look.px(48), look.target))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._avatar, self._name = Avatar(look), Elided(look, bold=True, px=14)
        words = column(None, [None, self._name, look.px(16), None], gap=0)
        row(self, [self._avatar, (words, 1)], (6, 0, 4, 0), 8)
        for part in (self._avatar, self._name):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_name("", "")

    def show_name(self, name: str, rank: str) -> None:
        """Show who it is."""
        self._avatar.show_name(name)
        self._name.show_text(name)
        self.setAccessibleName(self.tr("%s，锁定，换人登录") % name if name else self.tr("锁定，换人登录"))
        self.setToolTip(
            "\n".join(one for one in (f"{name} {rank}".strip(), self.tr("锁定，换人登录")) if one)
        )

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the ground under the keys or the mouse, and what pressing does."""
        look, tokens = self._look, self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self.hasFocus() else 0
        painter.setPen(QPen(QColor(tokens.accent), wide) if wide else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        left, size = self._name.x(), look.px(13)
        room = QRectF(left, self._name.geometry().bottom() + 1, self.width() - left, look.px(16))
        painter.drawPixmap(
            round(left), round(room.center().y() - size / 2), look.pixmap("lock", tokens.sub, 13)
        )
        painting.text(painter, look, room.adjusted(size + 4, 0, 0, 0), self.text(), px=12, colour=tokens.sub)
        painter.end()


class Frame(QWidget):
    """Holds the pages; knows nothing of what they are about.

    Signals:
        place_requested: the code of the place the person wants to go to.
        lock_requested: the person leaves the laptop to somebody else.
        search_requested: look for something anywhere.
        help_requested: explain what is shown.
        keys_requested: show all keys.
    """

    place_requested = Signal(str)
    lock_requested = Signal()
    search_requested = Signal()
    help_requested = Signal()
    keys_requested = Signal()

    def __init__(self, look: Look, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self._wide = self._rail_width(places)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._pages: dict[str, QWidget] = {}
        self._hints: dict[str, Sequence[Hint]] = {}
        self._stack = QStackedWidget()
        self.notice = Notice(look)
        # What is said in the same breath as a page is opened belongs to the page that comes.
        self._breath = QTimer(self, singleShot=True, interval=0)
        self._person = Person(look)
        self._truth, self._truth_sign = (
            Elided(look, px=12, tone="sub"),
            sign(look, "wifi-off", look.tokens.mute, 14),
        )
        self._owed, self._owed_sign = (
            label("", "warn"),
            sign(look, "cloud-upload", look.tokens.chips["amber"][1], 14),
        )
        self._training = Chip(look)
        self._saved, self._saved_sign = label("", "m"), sign(look, "check", look.tokens.accent, 14)
        self._foot = KeyHints(look)
        notice_row = row(None, [(self.notice, 1)], (12, 0, 12, 0))
        body = column(None, [notice_row, (self._stack, 1), self._foot_bar()], gap=0)
        row(self, [self._rail(places), (body, 1)], gap=0)
        self.show_truth(self.tr("离线 · 已存本机"))
        self.show_owed("")
        self.notice.said.connect(self._breath.start)
        for keys, wish in (
            ("Ctrl+K", self.search_requested),
            ("F1", self.help_requested),
            ("Ctrl+/", self.keys_requested),
        ):
            QShortcut(QKeySequence(keys), self, wish.emit)

    def _rail_width(self, places: Sequence[Place]) -> int:
        """Return how wide the rail is: wider where the language has longer words."""
        look = self._look
        words = [self.tr("住建执法"), self.tr("培训工作区"), *(one.word for one in places)]
        longest = max(painting.text_width(look, one, 14, bold=True) for one in words)
        return min(max(look.px(RAIL_WIDTH), round(longest) + look.px(60)), look.px(MOST_RAIL))

    def _rail(self, places: Sequence[Place]) -> QFrame:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setFixedWidth(self._wide)
        look = self._look
        title = row(
            None,
            [sign(look, "shield-check", look.tokens.accent, 20), label(self.tr("住建执法"), "h3"), None],
            (16, 16, 8, 12),
        )
        entries = column(None, [self._nav(place) for place in places], (8, 0, 8, 0), 2)
        self._person.clicked.connect(self.lock_requested)
        training = row(None, [self._training, None], (14, 0, 8, 4))
        truth = row(None, [self._truth_sign, (self._truth, 1)], (14, 0, 4, 0), 6)
        owed = row(None, [self._owed_sign, self._owed, None], (14, 0, 4, 6), 6)
        who = row(None, [(self._person, 1)], (6, 6, 6, 8))
        column(rail, [title, entries, None, training, truth, owed, frame("rule"), who], gap=0)
        return rail

    def _nav(self, place: Place) -> QToolButton:
        entry = QToolButton()
        entry.setObjectName(f"nav_{place.code}")
        entry.setProperty("k", "nav")
        entry.setCheckable(True)
        entry.setText(f" {place.word}")
        entry.setAccessibleName(place.word)
        entry.setToolTip(f"{place.word}  Ctrl+{place.key}")
        entry.setProperty("icon_name", place.icon)
        entry.setIcon(self._look.icon(place.icon))
        entry.setIconSize(QSize(self._look.px(18), self._look.px(18)))
        entry.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        entry.setFixedWidth(self._wide - 16)
        entry.clicked.connect(lambda: self.place_requested.emit(place.code))
        QShortcut(QKeySequence(f"Ctrl+{place.key}"), self, lambda: self._ask_for(place.code))
        self._group.addButton(entry)
        self._buttons[place.code] = entry
        entry.hide()
        return entry

    def _ask_for(self, code: str) -> None:
        if self.has(code):
            self.place_requested.emit(code)

    def _foot_bar(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        foot.setFixedHeight(self._look.px(FOOT_HEIGHT))
        saved = QHBoxLayout()
        row(foot, [(self._foot, 1), saved], (16, 0, 16, 0), 12)
        saved.setSpacing(6)
        saved.addWidget(self._saved_sign)
        saved.addWidget(self._saved)
        self._saved_sign.hide()
        return foot

    def add_page(self, code: str, page: QWidget, hints: Sequence[Hint], *, place: str = "") -> None:
        """Take a page in; its place shows in the rail from now on.

        Args:
            hints: its keys, named at the bottom while it is shown.
            place: the rail's entry it belongs to; left out, its own code.
        """
        self._pages[code] = page
        self._hints[code] = hints
        page.setProperty("place", place or code)
        self._stack.addWidget(page)
        if code in self._buttons:
            self._buttons[code].show()

    def has(self, code: str) -> bool:
        """Tell whether there is a page of that code."""
        return code in self._pages

    def show_page(self, code: str) -> None:
        """Show a page and mark its place in the rail; what was said on another goes with that one."""
        page = self._pages[code]
        if page is not self._stack.currentWidget() and not self._breath.isActive() and not self.notice.stays:
            self.notice.clear()
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
        self._show_hints(code)

    def _show_hints(self, code: str) -> None:
        told = [(said(key), said(does)) for key, does in self._hints[code]]
        self._foot.show_hints(told, [(key, said(does)) for key, does in LAST_HINTS])

    def change_hints(self, code: str, hints: Sequence[Hint]) -> None:
        """Name other keys for a page, whose parts have keys of their own."""
        self._hints[code] = hints
        if self.page == code:
            self._show_hints(code)

    @property
    def page(self) -> str:
        """The code of the page that is shown."""
        return next(code for code, page in self._pages.items() if page is self._stack.currentWidget())

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys of the page that is shown, its own first, as the window says them."""
        own = [(said(key), said(does)) for key, does in self._hints[self.page]]
        return (*own, *((key, said(does)) for key, does in LAST_HINTS))

    def show_person(self, name: str, rank: str, *, training: bool) -> None:
        """Show who is signed in, and whether this is only practice."""
        self._person.show_name(name, rank)
        self._training.show_state(self.tr("培训工作区") if training else "", "amber")

    def show_truth(self, words: str, *, online: bool = False) -> None:
        """Show what is true of the data now, in words."""
        tokens = self._look.tokens
        icon, ink = ("wifi", tokens.accent) if online else ("wifi-off", tokens.mute)
        self._truth_sign.setPixmap(self._look.pixmap(icon, ink, 14))
        self._truth.show_text(words)

    def show_owed(self, words: str, *, settled: bool = False) -> None:
        """Show what was not handed to the office yet, in words; empty when nothing is known of it.

        Args:
            settled: nothing is owed, the words say since when.
        """
        tokens = self._look.tokens
        icon, ink = ("check", tokens.accent) if settled else ("cloud-upload", tokens.chips["amber"][1])
        self._owed_sign.setPixmap(self._look.pixmap(icon, ink, 14))
        restyle(self._owed, k="s" if settled else "warn")
        self._owed.setText(words)
        for part in (self._owed, self._owed_sign):
            part.setVisible(bool(words))

    def show_saved(self, words: str, *, saved: bool = True) -> None:
        """Show when the last change became durable, or that it is not yet."""
        self._saved.setText(words)
        self._saved_sign.setVisible(saved)
