"""The ledgers and 管理 in pictures: each table, its filter, its columns, nothing found."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget

from inspector_app.screenplay.player import Player
from inspector_app.ui.ledger.books import BOOKS

Scene = Callable[[Player], QWidget | None]


def _book(n: int) -> Scene:
    def show(player: Player) -> None:
        player.press("Ctrl+4")
        player.rest()
        player.press(f"Alt+Shift+{n}")
        player.rest()

    return show


def _small(chord: str, name: str) -> Scene:
    def show(player: Player) -> QWidget:
        player.press(chord)
        shown = player.dialog(name)
        player.rest()
        return shown

    return show


def _filtered(player: Player) -> QWidget:
    _book(1)(player)
    return _small("Ctrl+Shift+F", "filter_dialog")(player) or player.desktop.window


def _nothing(player: Player) -> None:
    player.press("Ctrl+F")
    player.type("没有这样的工地")
    name = f"{player.rooms.ledger.section}_teach"
    teach = player.rooms.ledger.findChild(QLabel, name)
    player.until(lambda: teach is not None and teach.isVisible(), "nothing is found")


def _matter(name: str) -> Scene:
    def show(player: Player) -> None:
        player.press("Ctrl+8")
        player.press("Ctrl+M")
        player.rest()
        player.rooms.administration.show_matter(name)
        player.rest()

    return show


MATTERS = ("staff", "forms", "machines", "sheets", "campaigns", "holidays", "retention")

SCENES: dict[str, Scene] = {
    **{f"book-{one.value}": _book(n) for n, one in enumerate(BOOKS, start=1)},
    "book-filter": _filtered,
    "book-columns": _small("Ctrl+L", "column_dialog"),
    "book-nothing": _nothing,
    **{f"office-{one}": _matter(one) for one in MATTERS},
}
"""Played one after the other, each going on from the one before."""
