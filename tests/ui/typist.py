"""The child process of the draft tests: types at a real window until somebody kills it.

python typist.py FOLDER     types a fact, sentence by sentence; prints each text once it is durable
"""

import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.desktop import Desktop
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tokens import load
from tests.stories.hands import Hands
from tests.stories.office import MORNING

LEAST_PATIENCE_S = 60


class Patience:
    """Waits as pytest-qt's robot does, where there is no pytest."""

    def waitUntil(self, what: Callable[[], bool], timeout: int) -> None:
        end = time.monotonic() + max(timeout / 1000, LEAST_PATIENCE_S)
        while not what():
            if time.monotonic() > end:
                raise TimeoutError
            QApplication.processEvents()
            time.sleep(0.002)


def main(folder: Path) -> None:
    app = QApplication(["typist"])
    look = Look(load("light"), folder / "screen")
    look.dress(app)
    clock = PlayedClock(MORNING)
    hands = Hands(Desktop(app, folder, look, "zh", clock), clock, Patience())  # type: ignore[arg-type]
    hands.desktop.begin()
    hands.desktop.window.activateWindow()
    hands.until(lambda: hands.desktop.rooms is not None)
    hands.sign_in()
    hands.begin("临江")
    hands.new_finding()
    written = ""
    for n in itertools.count(1):
        hands.write(f"第{n}句。")
        written += f"第{n}句。"
        hands.until(lambda told=written: told in hands.store.buffer().values())  # type: ignore[misc]
        print(written, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
