"""Types one sentence after the other, key by key, until somebody ends it; each key is told.

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
"""At least between two keys."""


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
    """Begin a visit and a finding, and write its fact without a pause; each key is told when pressed.

    A process that stood still types no faster afterwards, and the window works between any two keys: so many
    keys are at least so much time, for the window as well.
    """
    app = QApplication(["sentence"])
    player = stage.seat(app, folder)
    player.sign_in(workspace.TRAINING_PASSWORD)
    player.rest()
    main_job.begin(player)
    player.press("F2")
    player.until(lambda: player.focused == "fact", "a new finding is open")
    player.rest()
    for written in itertools.accumulate(itertools.cycle(SENTENCE)):
        player.type(written[-1])
        _tell(f"typed {written}")
        _wait(player, time.monotonic() + KEY_S)


def _wait(player: Player, due: float) -> None:
    player.until(lambda: time.monotonic() >= due, "the next key")
    QApplication.processEvents()  # what fell due while this process stood still


def _tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
