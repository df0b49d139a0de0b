"""Every office page over a folder that is there: `-m inspector_app.screenplay office DATA OUT [LOOKS]`.

For folders of ten years (`demo --decade`): each page is opened by its key, timed, and pictured.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.people import workspace
from inspector_app.screenplay import gallery, stage
from inspector_app.screenplay.player import Player

PLACES = "12345678"
BEHIND = {"ledger": "Alt+0", "targets": "Ctrl+Shift+I", "settings": "Ctrl+M"}
"""Keys of the pages that have no place in the rail, by the page that they are reached from."""
PATIENCE_S = 900
_STATUS = Path("/proc/self/status")


def play(data: str, out: str, looks: str = "light", size: str = "1366x768") -> list[dict[str, object]]:
    """Write a picture of each page in each look; return how long each took to rest, and the memory then.

    Args:
        data: a training workspace; it is opened in place, and its ledgers are brought up to date.

    Raises:
        LookupError: there is no look of a name.
    """
    app = QApplication.instance() or QApplication(["office"])
    if not isinstance(app, QApplication):
        raise RuntimeError("no application that shows windows")
    folder, (width, height) = Path(out), map(int, size.split("x"))
    folder.mkdir(parents=True, exist_ok=True)
    told: list[dict[str, object]] = []
    for look in looks.split(","):
        player = stage.seat(app, Path(data), SystemClock())
        player.desktop.window.resize(width, height)
        gallery.dress(player, gallery.LOOKS[look])
        for name, took in _pages(player):
            player.desktop.window.grab().save(str(folder / f"office-{name}-{look}.png"))
            told.append({"page": name, "look": look, "ms": round(took * 1000), "mb": _memory()})
        player.desktop.close()
        player.desktop.window.hide()
    return told


def _pages(player: Player) -> Iterator[tuple[str, float]]:
    """Open page after page; yield its name and the seconds until it rested."""
    began = time.monotonic()
    player.sign_in(workspace.TRAINING_PASSWORD)
    _rest(player)
    yield "sign-in", time.monotonic() - began
    for key in PLACES:
        began = time.monotonic()
        player.press(f"Ctrl+{key}")
        _rest(player)
        page = player.rooms.frame.page
        yield f"{key}-{page}", time.monotonic() - began
        if page == "ledger":
            yield from _sections(player)
        if page in BEHIND:
            yield from _behind(player, key, BEHIND[page])


def _behind(player: Player, place: str, chord: str) -> Iterator[tuple[str, float]]:
    began = time.monotonic()
    player.press(chord)
    _rest(player)
    yield f"{place}-{player.rooms.frame.page}", time.monotonic() - began
    if player.rooms.frame.page == "administration":
        yield from _parts(player)


def _parts(player: Player) -> Iterator[tuple[str, float]]:
    page = player.rooms.administration
    for name in page.matters:
        began = time.monotonic()
        page.show_matter(name)
        _rest(player)
        yield f"8-administration-{name}", time.monotonic() - began


def _sections(player: Player) -> Iterator[tuple[str, float]]:
    ledger = player.rooms.ledger
    for name in ledger.sections:
        began = time.monotonic()
        ledger.show_section(name)
        _rest(player)
        yield f"4-ledger-{name}", time.monotonic() - began


def _rest(player: Player) -> None:
    work = player.rooms.work
    # Ten years may be reckoned anew behind the first look.
    player.until(
        lambda: not player.desktop.jobs.busy and not work.settling, "all work is done", patience=PATIENCE_S
    )
    QApplication.processEvents()


def _memory() -> int:
    """Return this process's memory in MB, 0 where the system does not tell."""
    if not _STATUS.is_file():
        return 0
    lines = _STATUS.read_text("ascii", "replace").splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS:")), 0)
