"""Every page and every small window as a picture, in every look: `-m inspector_app.screenplay gallery OUT`.

The pictures are for eyes; what can be reckoned (words cut off, contrast, targets) is held by tests.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from inspector_app.casework.people import workspace
from inspector_app.domain.templates import DocumentKind
from inspector_app.screenplay import stage, windows
from inspector_app.screenplay.player import Player
from inspector_app.ui.style.screen_settings import ScreenSettings

Scene = Callable[[Player], QWidget | None]
"""Shows something; returns what is to be pictured, None for the whole window."""

LOOKS = {
    "light": ScreenSettings(look="light"),
    "dark": ScreenSettings(look="dark"),
    "field": ScreenSettings(look="light", field=True),
    "text150": ScreenSettings(look="light", text=150),
    "english": ScreenSettings(look="light", language="en"),
}


def play(out: str, looks: str = "", scenes: str = "") -> dict[str, int]:
    """Write the pictures into a folder and return how many there are of each look.

    Args:
        looks, scenes: names with commas between; left out, all of them.
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["gallery"])
    if not isinstance(app, QApplication):
        raise RuntimeError("no application that shows windows")
    told = {}
    wanted = [one for one in scenes.split(",") if one]
    for name in [one for one in looks.split(",") if one] or LOOKS:
        with tempfile.TemporaryDirectory(prefix="inspector-gallery-") as room:
            data = Path(room) / "data"
            stage.found(data, visits=12, orders=6)
            visit = stage.leave_ready(data)
            player = stage.seat(app, data)
            size = os.environ.get("INSPECTOR_GALLERY_SIZE", "1366x768").split("x")
            player.desktop.window.resize(int(size[0]), int(size[1]))
            told[name] = sum(
                1 for _ in _pictures(player, _all_scenes(visit), LOOKS[name], folder / name, wanted)
            )
            player.desktop.window.close()
            QApplication.processEvents()
    return told


def _pictures(
    player: Player, shown: dict[str, Scene], settings: ScreenSettings, out: Path, wanted: list[str]
) -> Iterator[Path]:
    player.desktop.redress(settings)
    for scene, show in shown.items():
        seen = show(player)
        QApplication.processEvents()
        if not wanted or scene in wanted:
            path = out.parent / f"{scene}-{out.name}.png"
            (seen or player.desktop.window).grab().save(str(path))
            yield path
        _shut(player)


def _shut(player: Player) -> None:
    while (over := QApplication.activeModalWidget()) is not None:
        if isinstance(over, QDialog):
            over.reject()
        QApplication.processEvents()
    player.desktop.window.activateWindow()
    QApplication.processEvents()


def _sign_in(player: Player) -> None:
    player.until(lambda: player.focused == "password", "the password is asked")


def _today(player: Player) -> None:
    player.sign_in(workspace.TRAINING_PASSWORD)
    player.rest()


def _begin(player: Player) -> QWidget:
    player.press("Ctrl+N")
    picker = player.dialog("target_picker")
    player.type(stage.SITE)
    player.rest()
    return picker


def _people(player: Player) -> None:
    player.rooms.targets.show_people("")
    player.rest()


def _keys(chord: str, dialog: str = "") -> Callable[[Player], QWidget | None]:
    def show(player: Player) -> QWidget | None:
        player.press(chord)
        if dialog:
            return _with_window(player, player.dialog(dialog))
        player.rest()
        return None

    return show


def _with_window(player: Player, dialog: QDialog) -> QWidget:
    player.rest()
    return dialog


def _bench(player: Player) -> None:
    player.press("Ctrl+2")
    player.rest()
    player.press("Ctrl+N")
    player.dialog("target_picker")
    player.type(stage.SITE)
    player.rest()
    player.press("Return")
    player.no_dialog()
    player.rest()


def _findings(player: Player) -> None:
    for n, letters in enumerate(("lbfh", "tj", "pdx")):
        player.press("F2")
        player.rest()
        player.type(letters)
        player.until(lambda: bool(player.rooms.bench.findings._popup.offers), "phrases are offered")
        player.press("Return")
        player.rest()
        player.type(f"{n + 3}号楼 {n + 12} 层东侧")
        pictures = stage.pictures()
        player.hold(pictures[n % len(pictures)])
        player.press("Ctrl+V")
        player.rest()
    player.press("F2")
    player.rest()
    player.type("lbf")
    player.until(lambda: bool(player.rooms.bench.findings._popup.offers), "phrases are offered")


def _paper(player: Player) -> None:
    player.press("Escape")
    player.rooms.work.choose_kind(str(DocumentKind.RECTIFICATION_NOTICE))
    player.rest()


def _tab(code: str) -> Callable[[Player], None]:
    def show(player: Player) -> None:
        player.rooms.bench.middle.show_tab(code)
        player.rest()

    return show


PAGES: dict[str, Scene] = {
    "sign-in": _sign_in,
    "today": _today,
    "visits": _keys("Ctrl+2"),
    "target-picker": _begin,
    "settings": _keys("Ctrl+8"),
    "targets": _keys("Ctrl+5"),
    "people": _people,
    "documents": _keys("Ctrl+3"),
    "finder": _keys("Ctrl+K", "finder"),
    "keys": _keys("Ctrl+/", "key_sheet"),
    "manual": _keys("F1", "manual"),
    "bench-empty": _bench,
    "bench-phrases": _findings,
    "bench-paper": _paper,
    "bench-checks": _tab("checks"),
    "bench-tray": _tab("tray"),
    "bench-document": _tab("document"),
}


def _all_scenes(visit: str) -> dict[str, Scene]:
    """Return every scene in the order in which they are played.

    Args:
        visit: the id of an inspection whose paper may be issued.
    """
    return {**PAGES, **windows.of_the_bench(visit), **windows.OF_PAPERS}
