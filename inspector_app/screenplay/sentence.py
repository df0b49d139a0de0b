"""Types one sentence after the other, key by key, until somebody ends it; each key is told with its time.

For each folder named on the input a process is forked, so that what is imported is imported once.
"""

import itertools
import os
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from inspector_app.casework.people import workspace
from inspector_app.screenplay import main_job, stage
from inspector_app.screenplay.player import Player
from inspector_app.screenplay.preview import SENTENCE

KEY_S = 0.04
"""Between two keys."""


def play() -> None:
    """Fork a typist for each folder named on the input; tell `ended` when it is gone."""
    for line in sys.stdin:
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            _tell("ended")
            continue
        _tell(f"pid {os.getpid()}")
        type_on(Path(line.strip()))


def type_on(folder: Path) -> None:
    """Begin a visit and a finding, and write its fact without a pause; each key is told when pressed."""
    app = QApplication(["sentence"])
    player = stage.seat(app, folder)
    player.sign_in(workspace.TRAINING_PASSWORD)
    player.rest()
    main_job.begin(player)
    player.press("F2")
    player.until(lambda: player.focused == "fact", "a new finding is open")
    player.rest()
    due = time.monotonic()
    for written in itertools.accumulate(itertools.cycle(SENTENCE)):
        player.type(written[-1])
        _tell(f"typed {time.monotonic():.6f} {written}")
        due += KEY_S
        _wait(player, due)


def _wait(player: Player, due: float) -> None:
    player.until(lambda: time.monotonic() >= due, "the next key")


def _tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
