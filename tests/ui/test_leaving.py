"""Nobody leaves without the backup that is owed: handing over, closing, staying away."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.people import backups, restores
from inspector_app.casework.people.restores import ByPassword
from inspector_app.domain.errors import UnavailableError
from inspector_app.store import backup
from tests.stories.hands import Hands


@pytest.fixture
def shelf_of_backups(seated: Hands, tmp_path: Path) -> Iterator[Path]:
    """A place of backups with one of this morning's in it."""
    place = tmp_path / "stick"
    place.mkdir()
    session = seated.desktop._session
    assert session is not None
    backups.set_target(session.desk.store, place)
    backups.run(session, place)
    yield place
    session = seated.desktop._session
    if session is not None:  # the window is to close at once now
        backups.set_target(session.desk.store, None)


def notes(seated: Hands) -> str:
    seated.clock.moment += timedelta(hours=8)
    with seated.store.transaction("trainee") as tx:
        return tx.create("note", {"text": "下午写的"})


def test_whoever_hands_the_laptop_over_leaves_todays_second_backup(
    seated: Hands, shelf_of_backups: Path, tmp_path: Path
) -> None:
    """One of the morning does not do for what was written in the afternoon."""
    before = {each.name for each in shelf_of_backups.iterdir()}
    notes(seated)
    digest = seated.store.digest()
    seated.rooms.frame.lock_requested.emit()
    assert seated.desktop.sign_in.isVisible(), "nobody reads on while it is made"
    assert not seated.desktop.signed_in
    seated.until(lambda: not seated.desktop.jobs.busy)
    assert {each.name for each in shelf_of_backups.iterdir()} != before
    newest = max(shelf_of_backups.glob("*.ijk"), key=lambda each: each.stat().st_mtime)
    assert restores.restore(newest, tmp_path / "new", ByPassword(), seated.clock).digest == digest
    seated.sign_in()


def test_the_closing_window_waits_for_it_and_closes_by_itself(
    seated: Hands, shelf_of_backups: Path, tmp_path: Path
) -> None:
    notes(seated)
    digest = seated.store.digest()
    assert not seated.desktop.window.close()
    assert seated.desktop.window.isVisible()
    seated.until(lambda: not seated.desktop.window.isVisible())
    newest = max(shelf_of_backups.glob("*.ijk"), key=lambda each: each.stat().st_mtime)
    assert restores.restore(newest, tmp_path / "new", ByPassword(), seated.clock).digest == digest


def test_closed_a_second_time_it_waits_no_longer_and_nothing_half_made_is_left(
    seated: Hands, shelf_of_backups: Path
) -> None:
    before = sorted(shelf_of_backups.iterdir())
    notes(seated)
    seated.desktop.window.close()
    assert seated.desktop.window.close()
    assert not seated.desktop.window.isVisible()
    assert [each for each in shelf_of_backups.iterdir() if each.suffix != ".ijk"] == []
    assert set(before) <= set(shelf_of_backups.iterdir())


def test_who_stays_away_leaves_it_too(seated: Hands, shelf_of_backups: Path) -> None:
    notes(seated)
    seated.desktop._idle.idle.emit()
    assert seated.desktop.sign_in.isVisible()
    seated.until(lambda: not seated.desktop.jobs.busy)
    seated.sign_in()
    session = seated.desktop._session
    assert session is not None
    assert not backups.owed(session)


def test_without_news_nobody_waits(seated: Hands, shelf_of_backups: Path) -> None:
    before = sorted(shelf_of_backups.iterdir())
    seated.rooms.frame.lock_requested.emit()
    assert not seated.desktop.jobs.busy
    assert sorted(shelf_of_backups.iterdir()) == before


def test_a_stick_that_is_not_there_keeps_nobody(seated: Hands, shelf_of_backups: Path) -> None:
    notes(seated)
    for each in shelf_of_backups.iterdir():
        each.unlink()
    shelf_of_backups.rmdir()
    seated.rooms.frame.lock_requested.emit()
    seated.until(lambda: not seated.desktop.jobs.busy)
    assert seated.desktop.sign_in.notice.code == ""
    seated.sign_in()
    assert not seated.desktop.window.close()
    seated.until(lambda: not seated.desktop.window.isVisible())


def test_what_kept_it_from_being_made_is_said_where_the_next_one_signs_in(
    seated: Hands, shelf_of_backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UnavailableError("backup.target_full", where=str(shelf_of_backups), reason="满了")

    monkeypatch.setattr(backup, "make", full)
    notes(seated)
    seated.rooms.frame.lock_requested.emit()
    seated.until(lambda: seated.desktop.sign_in.notice.code == "backup.target_full")
    assert not seated.desktop.jobs.busy
    seated.sign_in()


def test_who_will_not_wait_leaves_at_once_and_the_one_before_is_whole(
    seated: Hands, shelf_of_backups: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reached, go_on, really = Event(), Event(), backup.make

    def slow(*told: Any) -> Any:
        reached.set()
        assert go_on.wait(60)
        return really(*told)

    monkeypatch.setattr(backup, "make", slow)
    (before,) = shelf_of_backups.iterdir()
    notes(seated)
    seated.rooms.frame.lock_requested.emit()
    seated.until(reached.is_set)
    seated.part(QPushButton, "stop").click()
    go_on.set()
    seated.until(lambda: not seated.desktop.jobs.busy)
    assert [each.name for each in shelf_of_backups.iterdir()] == [before.name]
    restores.restore(before, tmp_path / "new", ByPassword(), seated.clock)
    seated.sign_in()
