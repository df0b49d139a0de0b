"""The watchdog names the function in which the screen's thread was held, and only then."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PLAY = """
import json, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from inspector_app.screenplay.watchdog import Watchdog
from inspector_app.ui.style import typed

app, watchdog = QApplication(["watched"]), Watchdog()
watchdog.story = "a story"

class Told(str):
    # What is asked of it takes its time, in the middle of our function.
    def strip(self):
        end = time.perf_counter() + 0.12
        while time.perf_counter() < end:
            pass
        return ""

QTimer.singleShot(50, lambda: typed.day(Told(), None, None))
QTimer.singleShot(300, app.quit)
app.exec()
watchdog.rest()
longest = watchdog.longest()
print(json.dumps([longest.ms, longest.cpu, longest.line(), len(watchdog.worst()), watchdog.looks]))
"""


def test_who_holds_the_window_is_named_with_the_time_on_the_clock_and_of_the_processor() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PLAY], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    ms, cpu, line, worst, looks = json.loads(ended.stdout)
    assert ms >= 100
    assert 0 < cpu <= ms + 5
    assert "a story" in line
    assert "ui.style.typed.day" in line
    assert worst >= 1
    assert looks > 20
