"""The stories of a day at the watched window: sign-in, visit, findings, checklist, papers, print, search."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from inspector_app.casework.people import workspace
from inspector_app.screenplay import main_job, stage
from inspector_app.screenplay.player import Player
from inspector_app.screenplay.preview import SENTENCE
from inspector_app.screenplay.watchdog import Watchdog

TOLD_WORST = 10
NOTHING = {"clock": 0.0, "cpu": 0.0}


def play(rounds: str) -> dict[str, object]:
    """Play all stories some times; {longest[{clock, cpu}], worst[], looks, stories[]}."""
    app, watchdog = QApplication(["screen", "-style", "fusion"]), Watchdog()
    longest, all_slots = [], []
    for _ in range(int(rounds)):
        watchdog.slots = []
        _day(app, watchdog)
        worst = watchdog.longest()
        longest.append({"clock": worst.ms / 1000, "cpu": worst.cpu / 1000} if worst else NOTHING)
        all_slots += watchdog.slots
    watchdog.rest()
    watchdog.slots = all_slots
    told = [one.line() for one in watchdog.worst(TOLD_WORST)]
    return {"longest": longest, "worst": told, "looks": watchdog.looks, "stories": [*STORIES]}


def _day(app: QApplication, watchdog: Watchdog) -> None:
    with stage.office() as folder:
        watchdog.story = "start"
        player = stage.seat(app, folder)
        for name, story in STORIES.items():
            watchdog.story = name
            story(player)
        watchdog.story = "end"
        player.desktop.window.close()
        watchdog.story = ""


def _sign_in(player: Player) -> None:
    player.sign_in(workspace.TRAINING_PASSWORD)
    player.rest()


def _notice(player: Player) -> None:
    main_job.do(player)
    player.press("Escape")
    player.no_dialog()


def _sentence(player: Player) -> None:
    """Write a long fact by hand, into a fresh visit, and take it back."""
    main_job.begin(player)
    player.press("F2")
    player.until(lambda: player.focused == "fact", "a new finding is open")
    for char in SENTENCE:
        player.type(char)
        player.until(lambda: True, "")
    player.press("Tab")
    player.rest()
    player.press("Ctrl+Z")
    player.rest()


def _checklist(player: Player) -> None:
    """Go through twenty items of the checklist: in order, in order, not applicable."""
    player.press("F7")
    player.rest()
    for n in range(20):
        player.press("3" if n % 3 == 2 else "1")
        player.rest()


def _papers(player: Player) -> None:
    """Look at the issued documents, then at the day, then at the registry."""
    for chord in ("Ctrl+3", "Ctrl+1", "Ctrl+5", "Ctrl+8"):
        player.press(chord)
        player.rest()


def _search(player: Player) -> None:
    """Look for a site by initials, and open it."""
    player.press("Ctrl+K")
    player.until(lambda: player.focused != "", "the search has the keys")
    for char in "ljyy":
        player.type(char)
        player.until(lambda: True, "")
    player.rest()
    player.press("Escape")
    player.rest()


def _hand_over(player: Player) -> None:
    """Lock, and sign in again."""
    player.desktop.lock()
    player.sign_in(workspace.TRAINING_PASSWORD)
    player.rest()


STORIES: dict[str, Callable[[Player], None]] = {
    "sign-in": _sign_in,
    "notice": _notice,
    "sentence": _sentence,
    "checklist": _checklist,
    "papers": _papers,
    "search": _search,
    "hand-over": _hand_over,
}
