"""From Enter at the sign-in to the first list with rows, over an office of years, keys derived as ever."""

from pathlib import Path
from time import perf_counter, process_time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication

from inspector_app.casework.people import workspace
from inspector_app.desktop import Desktop
from inspector_app.screenplay import stage
from inspector_app.screenplay.player import Player
from inspector_app.ui.today.due_list import DueList


class _Rows(QObject):
    """Knows when a list with rows was painted on the page behind the sign-in."""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self._views: list[QAbstractScrollArea] = []
        self.seen = False
        for view in desktop.window.findChildren(QAbstractScrollArea):
            if isinstance(view, QAbstractItemView | DueList):
                view.viewport().installEventFilter(self)
                self._views.append(view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Note the paint of a list that has rows and can be seen."""
        if event.type() is QEvent.Type.Paint and not self.seen:
            self.seen = any(
                one.viewport() is watched and one.isVisible() and _rows(one) > 0 for one in self._views
            )
        return False


def _rows(view: QAbstractScrollArea) -> int:
    if isinstance(view, DueList):
        return len(view.dues)
    return view.model().rowCount() if isinstance(view, QAbstractItemView) and view.model() else 0


def play(folder: str, rounds: str) -> list[dict[str, float]]:
    """Sign in and out again some times; a workspace of 1,000 inspections is made when the folder is empty."""
    app, place = QApplication(["sign_in"]), Path(folder)
    if not workspace.exists(place):
        stage.found(place, visits=1000, orders=60, cost=None)
    player = stage.seat(app, place)
    told = [_round(player) for _ in range(int(rounds))]
    player.desktop.window.close()
    return told


def _round(player: Player) -> dict[str, float]:
    desktop = player.desktop
    player.until(lambda: player.focused == "password", "the password is asked")
    player.type(workspace.TRAINING_PASSWORD)
    rows = _Rows(desktop)
    began, worked = perf_counter(), process_time()
    player.press("Return")
    player.until(lambda: rows.seen, "a list with rows is painted")
    told = {"clock": perf_counter() - began, "cpu": process_time() - worked}
    rows.deleteLater()
    player.rest()
    desktop.lock()
    return told
