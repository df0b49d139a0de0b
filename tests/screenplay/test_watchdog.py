"""The watchdog names the function in which the screen's thread was held, and only then."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PLAY = """
import json, time
from PySide6.QtCore import QTimer
from inspector_app.screenplay.watchdog import Watchdog
from inspector_app.ui.controls import spot

app = Watchdog(["watched"])
app.story = "a story"

def hold():
    end = time.perf_counter() + 0.12
    while time.perf_counter() < end:
        spot.Spot.parse("finding/1/fact")

QTimer.singleShot(0, hold)
QTimer.singleShot(300, app.quit)
app.exec()
app.rest()
longest = app.longest()
print(json.dumps([longest.ms, longest.cpu, longest.line(), len(app.worst())]))
"""


def test_who_holds_the_window_is_named_with_the_time_on_the_clock_and_of_the_processor() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PLAY], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    ms, cpu, line, worst = json.loads(ended.stdout)
    assert ms >= 110
    assert 0 < cpu <= ms + 1
    assert "a story" in line
    assert "ui.controls.spot" in line
    assert worst >= 1
