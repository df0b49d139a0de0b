"""统计 in pictures: a period at a glance, one figure, the report with a list, what was kept."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.screenplay.player import Player

Scene = Callable[[Player], QWidget | None]


def _pressed(*chords: str) -> Scene:
    def show(player: Player) -> None:
        for chord in chords:
            player.press(chord)
            player.rest()

    return show


def _looked_at(figure: str, *chords: str) -> Scene:
    """Look at a figure; the keys are pressed after."""

    def show(player: Player) -> None:
        player.press("Alt+6")
        player.rooms.figures.look_at(figure)
        player.rest()
        _pressed(*chords)(player)

    return show


def _reversed(player: Player) -> None:
    player.part(QPushButton, "figures_mode_counts").click()
    period = player.rooms.figures.period
    period.last.setFocus()
    player.press("Ctrl+A")
    player.type("2020-01-01")
    player.press("Return")


SCENES: dict[str, Scene] = {
    "figures": _pressed("Ctrl+6"),
    "figures-districts": _pressed("Alt+3"),
    "figures-detail": _looked_at("rectification_notices", "Alt+1", "Return"),
    "figures-share": _looked_at("rate.rectified"),
    "figures-report": _pressed("Alt+7", "Return"),
    "figures-kept": _pressed("Ctrl+S", "Alt+9"),
    "figures-reversed": _reversed,
}
"""Played one after the other, each going on from the one before."""
