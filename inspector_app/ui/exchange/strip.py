"""The head of the page: one verdict, the three words with their counts, what is under way, and the backup."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QProgressBar, QWidget

from inspector_app.casework.overview.exchange_board import Stage
from inspector_app.ui.controls.parts import (
    Chip,
    Elided,
    Item,
    button,
    column,
    frame,
    label,
    restyle,
    reveal,
    row,
    sign,
)
from inspector_app.ui.exchange.backup_values import HubPlace
from inspector_app.ui.exchange.exchange_values import Verdict
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

ICONS = {Stage.HERE: "hard-drive", Stage.HANDED: "cloud-upload", Stage.RECEIVED: "cloud-check"}
HEAD_WIDTH, LARGE_HEAD = 190, 152
TILE_PX = 22
LARGE = 1.3
"""Size of words from which less stands side by side."""


class StageTile(QWidget):
    """One of the three words: its sign, its count, and the files below."""

    def __init__(self, look: Look, stage: Stage) -> None:
        super().__init__()
        self._look, self._stage = look, stage
        self._sign = sign(look, ICONS[stage], look.tokens.accent, 18)
        self._word = label(said(str(stage)), "s")
        self._count = Elided(look, "0", px=TILE_PX, bold=True)
        self._note = Elided(look, px=12, tone="sub")
        # Of large words the whole is worth more than its sign.
        told: list[Item] = [self._word, None] if look.scale > LARGE else [self._sign, self._word, None]
        self._sign.setParent(self)
        reveal(self._sign, shown=look.scale <= LARGE)
        head = row(None, told, gap=look.px(6))
        column(self, [head, self._count, self._note, None], gap=0)
        self.setAccessibleName(said(str(stage)))

    def show_count(self, count: int, note: str, tone: str) -> None:
        """Show other counts."""
        look = self._look
        ink = look.tokens.accent if tone == "green" else look.tokens.chips[tone][1]
        self._sign.setPixmap(look.pixmap(ICONS[self._stage], ink, 18))
        self._count.show_text(f"{count:,}")
        self._note.show_text(note)
        self.setAccessibleName(f"{said(str(self._stage))} {count} {note}")


class Strip(QFrame):
    """Shows how exchange stands; below it the last result, or what is under way with its bar.

    Signals:
        cancel_requested: stop what is under way.
    """

    cancel_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("k", "card")
        self.setObjectName("exchange_strip")
        self._look = look
        self._sign = QLabel()
        self._sign.setFixedSize(look.px(22), look.px(22))
        self._verdict = label("", "h2", wrap=True)
        self._verdict.setObjectName("exchange_verdict")
        self._note = label("", "m", wrap=True)
        words = column(None, [self._verdict, self._note, None], gap=2)
        head = QWidget()
        signed = column(None, [self._sign, None])
        row(head, [signed, (words, 1)], gap=look.px(8))
        head.setFixedWidth(look.px(HEAD_WIDTH if look.scale <= LARGE else LARGE_HEAD))
        self.tiles = {stage: StageTile(look, stage) for stage in Stage}
        wall = frame("wall")
        wall.setFixedWidth(1)
        here, handed, received = self.tiles.values()
        way: list[Item] = [(here, 1), self._arrow(), (handed, 1), self._arrow(), (received, 1)]
        # Beside large words there is no room for the way between them: the counts come first.
        stages = row(None, way[::2] if look.scale > LARGE else way, gap=look.px(10))
        upper = row(None, [head, wall, (stages, 1)], gap=look.px(16))
        pad = look.px(18)
        column(self, [upper, frame("rule"), self._lower()], (pad, look.px(12), pad, look.px(8)), look.px(8))
        self.show_idle("", "")

    def _arrow(self) -> QLabel:
        return sign(self._look, "chevron-right", self._look.tokens.mute, 16)

    def _lower(self) -> QWidget:
        look = self._look
        self._result_sign = sign(look, "info", look.tokens.mute, 14)
        self._result = Elided(look, px=13, tone="sub")
        self._doing = label("", "t")
        self._doing.setObjectName("exchange_doing")
        self._bar = QProgressBar()
        self._bar.setObjectName("exchange_bar")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("进度"))
        self._stop = button(self.tr("取消"), "exchange_cancel", look=look, icon="x")
        self._stop.setToolTip(f"{self.tr('取消')}  Esc")
        self._stop.clicked.connect(self.cancel_requested)
        made = QWidget()
        row(
            made,
            [self._result_sign, (self._result, 1), self._doing, (self._bar, 1), self._stop],
            gap=look.px(8),
        )
        made.setFixedHeight(look.row(36))
        return made

    def show_verdict(self, told: Verdict) -> None:
        """Show the sentence over all of it."""
        tokens = self._look.tokens
        inks = {"accent": tokens.accent, "amber": tokens.chips["amber"][1], "red": tokens.chips["red"][1]}
        self._sign.setPixmap(self._look.pixmap(told.icon, inks.get(told.tone, tokens.sub), 22))
        self._verdict.setText(told.words)
        restyle(self._verdict, tone=told.tone if told.tone in ("accent", "red") else "")
        self._note.setText(told.note)
        self.setAccessibleName(f"{told.words} {told.note}")

    def show_idle(self, words: str, tone: str) -> None:
        """Show what the last exchange came to."""
        tokens = self._look.tokens
        icon = {"green": "circle-check", "red": "circle-alert", "amber": "triangle-alert"}.get(tone, "info")
        ink = tokens.chips[tone][1] if tone in tokens.chips else tokens.mute
        self._result_sign.setPixmap(self._look.pixmap(icon, ink, 14))
        self._result.show_text(words)
        self._swap(busy=False)

    def show_busy(self, words: str, done: int = 0, total: int = 0) -> None:
        """Show what is under way, and how far it is; a total of 0 is not known."""
        self._doing.setText(f"{words} {done}/{total}" if total else words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setAccessibleDescription(self._doing.text())
        self._stop.setEnabled(True)
        self._swap(busy=True)

    def show_stopping(self) -> None:
        """Show that it ends at its next step."""
        self._doing.setText(self.tr("正在停下…"))
        self._stop.setEnabled(False)

    def _swap(self, *, busy: bool) -> None:
        for part in (self._result_sign, self._result):
            reveal(part, shown=not busy)
        for other in (self._doing, self._bar, self._stop):
            reveal(other, shown=busy)

    def take_keys(self) -> None:
        """Give the keys to the button that stops it."""
        self._stop.setFocus()

    @property
    def has_keys(self) -> bool:
        """Whether the button that stops it has the keys."""
        return self._stop.hasFocus()

    @property
    def busy(self) -> bool:
        """Whether something is shown as under way."""
        return not self._bar.isHidden()

    @property
    def words(self) -> str:
        """What the line below says now."""
        return self._doing.text() if self.busy else self._result.toolTip()


class BackupCard(QFrame):
    """The last backup at each place, and the way to make another.

    Signals:
        backup_requested: make one now; a place is asked for where none was chosen yet.
        place_requested: choose the folder it is kept in.
        hub_toggled: whether backups go to the hub, too.
    """

    backup_requested = Signal()
    place_requested = Signal()
    hub_toggled = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("k", "card")
        self.setObjectName("backup_card")
        self._look = look
        self._state = Chip(look, dot=True)
        self._place = Elided(look, px=12, tone="sub")
        self._hint = label(self.tr("还没有选地方：U 盘、移动硬盘或局里的共享文件夹。"), "m", wrap=True)
        # Beside large words there is room for their signs alone.
        large = look.scale > LARGE
        words = (self.tr("立即备份"), self.tr("备份到…"))
        faces = ("", "") if large else words
        self._make = button(faces[0], "backup_now", look=look, icon="save", spoken=words[0])
        self._make.setToolTip(f"{words[0]}  Ctrl+B")
        self._make.clicked.connect(self.backup_requested)
        self._choose = button(faces[1], "backup_place", look=look, icon="folder-open", spoken=words[1])
        self._choose.clicked.connect(self.place_requested)
        title = [sign(look, "save", look.tokens.accent, 18), label(self.tr("备份"), "h3"), None]
        pad, gap = look.px(16), look.px(8)
        if large:
            upper = row(None, [*title, self._make, self._choose], gap=gap)
            state = row(None, [self._state, None])
            parts: list[Item] = [upper, state, self._place, self._hint, self._hub_row(), None]
        else:
            buttons = row(None, [self._make, self._choose, None], gap=gap)
            upper = row(None, [*title, self._state], gap=gap)
            parts = [upper, self._place, self._hint, self._hub_row(), None, buttons]
        column(self, parts, (pad, look.px(12), pad, look.px(12)), look.px(6))
        wide = sum(round(painting.text_width(look, one, 13)) + look.px(58) for one in words)
        self.setFixedWidth(look.px(180) if large else max(look.px(270), wide + 2 * pad))

    def _hub_row(self) -> QWidget:
        self._hub = QCheckBox(self.tr("放到中心"))
        self._hub.setObjectName("backup_hub")
        self._hub.setToolTip(self.tr("封好以后才送出，中心打不开；连不上时不等，下次再送。"))
        self._hub.clicked.connect(self.hub_toggled)
        self._hub_state = Chip(self._look, dot=True)
        self._hub_line = QWidget()
        if self._look.scale > LARGE:
            column(self._hub_line, [self._hub, row(None, [self._hub_state, None])], gap=self._look.px(4))
        else:
            row(self._hub_line, [self._hub, None, self._hub_state], gap=self._look.px(8))
        return self._hub_line

    def show_backup(self, words: str, tone: str, place: str, hub: HubPlace) -> None:
        """Show when the last one was made, and where it is kept.

        Args:
            hub: the same of the hub.
        """
        self._state.show_state(words, tone)
        self._place.show_text(place)
        reveal(self._place, shown=bool(place))
        reveal(self._hint, shown=not place and not hub.chosen)
        reveal(self._hub_line, shown=hub.offered)
        self._hub.setChecked(hub.chosen)
        self._hub.setAccessibleName(f"{self._hub.text()} {hub.words}".rstrip())
        self._hub_state.show_state(hub.words, hub.tone)
        reveal(self._make, shown=bool(place) or hub.chosen)
        told = f"{self.tr('备份')} {words} {place}"
        self.setAccessibleName(f"{told} {self._hub.accessibleName()}" if hub.chosen else told)

    def show_enabled(self, *, enabled: bool) -> None:
        """Offer a backup only while nothing else is under way."""
        for part in (self._make, self._choose, self._hub):
            part.setEnabled(enabled)

    @property
    def has_keys(self) -> bool:
        """Whether one of its buttons has the keys."""
        return any(part.hasFocus() for part in (self._make, self._choose, self._hub))
