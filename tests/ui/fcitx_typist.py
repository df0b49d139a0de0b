"""The child process of the fcitx test: opens the real window on a real screen and waits at the fact.

python fcitx_typist.py FOLDER     prints `ready` when the keys are at the fact, then what the buffer holds
"""

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from inspector_app import desktop
from inspector_app.casework.people import workspace
from inspector_app.desktop import Desktop
from inspector_app.screenplay import main_job
from inspector_app.screenplay.player import Player

LONGEST_S = 120
ASK = (
    *("dbus-send", "--session", "--print-reply", "--dest=org.fcitx.Fcitx5"),
    *("/controller", "org.fcitx.Fcitx.Controller1.DebugInfo"),
)


def hears() -> bool:
    """Tell whether fcitx has the field's keys: it is told of them by messages that may come late."""
    told = subprocess.run(ASK, capture_output=True, text=True, timeout=60, check=False)
    return "focus:1" in told.stdout


def play(window: Desktop) -> None:
    """Sign in, begin a visit and a finding, and tell of what somebody else's keys bring into its fact."""
    player = Player(window)
    player.until(lambda: window.rooms is not None and not window.jobs.busy, "the pages are built")
    player.sign_in(workspace.TRAINING_PASSWORD)
    player.rest()
    main_job.begin(player)
    player.press("F2")
    player.until(lambda: player.focused == "fact", "a new finding is open")
    player.rest()
    if os.environ.get("INSPECTOR_KEEP_IM") != "1":
        player.until(hears, "the input method hears the keys")
    # The method was chosen by the environment before the application was made: here it is seen at work.
    print("ready", QGuiApplication.platformName(), flush=True)
    store, told, end = player.rooms.work.desk.store, "", time.monotonic() + LONGEST_S
    while time.monotonic() < end:
        player.until(lambda: time.monotonic() > end or bool(store.buffer()), "something is kept")
        if (now := json.dumps(list(store.buffer().values()))) != told:
            told = now
            print(f"kept {now}", flush=True)
        until = time.monotonic() + 0.1
        player.until(lambda at=until: time.monotonic() >= at, "")  # type: ignore[misc]
    QApplication.quit()


def main(folder: Path) -> int:
    def begun(window: Desktop) -> None:
        QTimer.singleShot(100, window, partial(play, window))

    return desktop.run(folder, begun=begun)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
