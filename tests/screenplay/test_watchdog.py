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

def looked(often):
    # Until the watchdog, which a busy machine may keep waiting, looked that often.
    enough = watchdog.looks + often
    while watchdog.looks < enough:
        pass

class Told(str):
    # What is asked of it takes its time, in the middle of our function.
    def strip(self):
        looked(20)
        end = time.perf_counter() + 0.12
        while time.perf_counter() < end:
            pass
        looked(2)
        return ""

def play():
    # Only here: what a busy machine does to the rest of this process is no story.
    watchdog.story = "a story"
    typed.day(Told(), None, None)
    watchdog.story = ""
    app.quit()

QTimer.singleShot(50, play)
app.exec()
watchdog.rest()
longest = watchdog.longest()
print(json.dumps([longest.ms, longest.cpu, longest.line(), len(watchdog.worst()), watchdog.looks]))
"""


def test_who_holds_the_window_is_named_with_the_time_on_the_clock_and_of_the_processor() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PLAY], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    ms, cpu, line, worst, looks = json.loads(ended.stdout)
    assert ms >= 120
    assert 0 < cpu <= ms + 5
    assert "a story" in line
    assert "ui.style.typed.day" in line
    assert worst >= 1
    assert looks > 20
