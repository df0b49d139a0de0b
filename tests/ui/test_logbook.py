"""The log: what failed and where, nothing that anybody typed; small, and never in anybody's way."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.casework.people import workspace
from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.ui.shell.logbook import BYTES, FILES, Logbook
from tests.stories.hands import Hands
from tests.stories.stage import Opener

ROOT = Path(__file__).parents[2]
SECRET = "骆远山拒绝签字"
log = logging.getLogger("inspector_app.somewhere")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """The log's file, while it is written."""
    book = Logbook(tmp_path)
    book.begin()
    yield assets.log_file(tmp_path)
    book.end()


def fail() -> None:
    try:
        raise UnavailableError("store.disk_full", where=SECRET, name=SECRET)
    except UnavailableError as error:
        raise KeyError(SECRET) from error


def test_a_bug_is_told_with_its_place_and_without_a_word_of_its_own(kept: Path) -> None:
    try:
        fail()
    except KeyError:
        log.exception("job failed: %s", "work")
    told = kept.read_text("utf-8")
    assert SECRET not in told
    assert "ERROR inspector_app.somewhere: job failed: work" in told
    lines = [line for line in told.splitlines()[1:] if line]
    assert lines[1] == "UnavailableError store.disk_full", "what it came from stands first"
    assert lines[-1] == "KeyError"
    assert lines[-2].split(":")[0].strip() == fail.__module__
    assert lines[-2].endswith(" fail")
    assert str(Path(__file__).parent) not in told, "a path may tell whose machine it is"


def test_nothing_is_made_while_nothing_fails_and_others_do_not_write_in_it(kept: Path) -> None:
    log.info("all is well")
    logging.getLogger("somebody.else").error(SECRET)
    assert not kept.parent.exists()


def test_it_stays_small_and_the_newest_is_kept(kept: Path) -> None:
    line = "x" * 1000
    for n in range((FILES + 3) * BYTES // len(line)):
        log.warning("%s %d", line, n)
    files = sorted(kept.parent.iterdir())
    assert len(files) == FILES + 1
    assert all(one.stat().st_size <= BYTES for one in files)
    assert kept.read_text("utf-8").rstrip().endswith(f" {n}")


def test_a_folder_that_refuses_holds_nobody_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log").write_text("a file where a folder should be", "utf-8")
    book = Logbook(tmp_path)
    book.begin()
    log.error("something failed")
    book.end()
    assert (tmp_path / "log").is_file()
    assert capsys.readouterr().err == ""


def test_the_window_notes_a_bug_that_nobody_caught(tmp_path: Path) -> None:
    told = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector_app import desktop

def boom():
    raise ValueError({SECRET!r})

def begun(made):
    QTimer.singleShot(0, made, boom)
    QTimer.singleShot(1, made, made.window.close)

raise SystemExit(desktop.run(Path(sys.argv[1]), begun=begun))
"""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ended = subprocess.run(
        [sys.executable, "-c", told, str(tmp_path / "data")],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": path},
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    noted = assets.log_file(tmp_path / "data").read_text("utf-8")
    assert "ERROR inspector_app.ui.shell.process: nobody caught this" in noted
    assert noted.rstrip().endswith("ValueError")
    assert SECRET not in noted


def test_a_name_that_could_not_be_kept_is_noted_and_keeps_nobody_from_signing_in(
    desktops: Opener, furnished_site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (furnished_site / "screen").write_text("a file where a folder should be", "utf-8")
    hands = desktops(furnished_site)
    hands.sign_in()
    hands.rest()
    assert hands.desktop.signed_in
    assert caplog.messages == [
        "the name was not kept for the next sign-in: UnavailableError ui.file_not_written"
    ]


def test_forms_that_could_not_be_read_ahead_are_noted_and_said_at_sign_in(
    desktops: Opener,
    furnished_site: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def damaged(_: Path) -> None:
        raise DamagedError("forms.shipped_damaged", where=SECRET)

    monkeypatch.setattr(workspace, "rules_of", damaged)
    hands = desktops(furnished_site)
    assert caplog.messages == ["the forms were not read ahead: DamagedError forms.shipped_damaged"]
    assert hands.desktop.sign_in.notice.code == ""


def test_damaged_settings_of_the_screen_are_said_once(desktops: Opener, furnished_site: Path) -> None:
    place = furnished_site / "screen" / "screen.json"
    place.parent.mkdir(exist_ok=True)
    place.write_text("{", "utf-8")
    hands = desktops(furnished_site)
    assert hands.desktop.sign_in.notice.code == "ui.screen_settings_damaged"
    hands.sign_in()
    hands.rest()
    hands.desktop.lock()
    assert hands.desktop.sign_in.notice.code == ""


def test_what_fails_after_the_laptop_was_handed_over_is_noted(
    seated: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, begun = seated.desktop.jobs, threading.Event()

    def work(_: object) -> None:
        begun.set()
        raise UnavailableError("store.disk_full")

    jobs.start(work, print)
    assert begun.wait(60), "one that has not begun is cancelled and fails at nothing"
    jobs.rest()
    seated.until(lambda: not jobs.busy)
    assert caplog.messages == ["nobody was there to be told of store.disk_full"]
    assert seated.notice == ""
