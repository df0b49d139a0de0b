"""The look at work: fonts, icons and colours handed to widgets, and the application dressed in them."""

import os
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from inspector_app import assets
from inspector_app.ui.style.tokens import Tokens, style_sheet

BASE_PX = 13
BUNDLED = "NotoSansSC-Regular-min.ttf"
SYSTEM_FAMILIES = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC")
"""Families with a true bold, tried first; the bundled one stands behind them so no machine shows boxes."""

DRESSED = "dressed"
"""Property of an application that has the style already."""


class Look:
    """Tokens, fonts and icons; made once and handed to every widget that paints.

    Args:
        cache: folder for the few pictures that style sheets can only read from files.
        scale: how much larger words and what holds them are, 1.0 to 1.8.
        target: least height and width of what is pressed, in pixels: 32, in 外场模式 44.
    """

    def __init__(self, tokens: Tokens, cache: Path, *, scale: float = 1.0, target: int = 32) -> None:
        self.tokens = tokens
        self.scale, self.target = scale, target
        self._icons = assets.folder("resources") / "icons"
        self._cache = cache
        self._families = [*SYSTEM_FAMILIES, *_bundled_families()]
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._drawings: dict[tuple[str, str], QSvgRenderer] = {}

    def px(self, n: float) -> int:
        """Return a measure of the design, given in pixels at 100 %, as it is on this screen."""
        return round(n * self.scale)

    def row(self, n: float = 32) -> int:
        """Return a height of the design as it is on this screen, never lower than what a finger needs."""
        return max(self.px(n), self.target)

    def font(self, px: int = BASE_PX, *, bold: bool = False) -> QFont:
        """Return the screen font at a size in pixels of the design."""
        font = QFont()
        font.setFamilies(self._families)
        font.setPixelSize(self.px(px))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return font

    def pixmap(self, name: str, colour: str, size: int = 18, ratio: float = 2.0) -> QPixmap:
        """Return an icon drawn in a colour; `size` in pixels of the design, `ratio` device pixels each."""
        size = self.px(size)
        key = (name, colour, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, colour, size, ratio)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str | None = None, size: int = 18, off: str | None = None) -> QIcon:
        """Return an icon sharp at 1, 1.5 and 2 times; `off` is its colour while its button is disabled."""
        icon = QIcon()
        for ratio in (1.0, 1.5, 2.0):
            icon.addPixmap(self.pixmap(name, colour or self.tokens.sub, size, ratio))
            icon.addPixmap(self.pixmap(name, off or self.tokens.mute, size, ratio), QIcon.Mode.Disabled)
        return icon

    def _draw(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self._drawing(name, colour).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _drawing(self, name: str, colour: str) -> QSvgRenderer:
        if (name, colour) not in self._drawings:
            told = _drawn(self._icons / f"{name}.svg").replace("currentColor", colour)
            self._drawings[name, colour] = QSvgRenderer(QByteArray(told.encode()))
        return self._drawings[name, colour]

    def dress(self, app: QApplication) -> None:
        """Give the application this look."""
        if app.property(DRESSED) is None:  # once: every widget is told, and none looks otherwise afterwards
            app.setStyle("Fusion")
            app.setProperty(DRESSED, True)
        app.setFont(self.font())
        app.setPalette(self._palette())
        self._cache.mkdir(parents=True, exist_ok=True)
        chevron = self._kept("chevron-down", self.tokens.sub)
        check = self._kept("check", self.tokens.on_accent)
        # One sheet is replaced by another; taken off in between, Qt would exchange the application's style,
        # and Python's picture of the old one would point nowhere.
        app.setStyleSheet(style_sheet(self.tokens, chevron, check, scale=self.scale, target=self.target))

    def _kept(self, name: str, colour: str) -> str:
        """Keep an icon as a file, drawn once for all later starts, and return its path."""
        path = self._cache / f"{name}-{colour.lstrip('#')}-{self.px(14)}.png"
        if not path.exists():
            half = path.with_suffix(f".{os.getpid()}.png")
            self.pixmap(name, colour, 14).save(str(half))
            half.replace(path)
        return path.as_posix()

    def _palette(self) -> QPalette:
        tokens, role = self.tokens, QPalette.ColorRole
        palette = QPalette()
        for which, colour in (
            (role.Window, tokens.bg),
            (role.Base, tokens.card),
            (role.AlternateBase, tokens.head),
            (role.Text, tokens.text),
            (role.WindowText, tokens.text),
            (role.Button, tokens.card),
            (role.ButtonText, tokens.text),
            (role.Highlight, tokens.accent),
            (role.HighlightedText, tokens.on_accent),
            (role.PlaceholderText, tokens.mute),
            (role.ToolTipBase, tokens.card),
            (role.ToolTipText, tokens.text),
            (role.Accent, tokens.accent),
        ):
            palette.setColor(which, QColor(colour))
        return palette


@cache
def _drawn(path: Path) -> str:
    """Return the text of an icon; another look draws it in other colours."""
    return path.read_text(encoding="utf-8").replace('stroke-width="2"', 'stroke-width="1.8"')


def _bundled_families() -> list[str]:
    path = assets.folder("resources") / "fonts" / BUNDLED
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
