"""The first sign-in after an update builds anew what screens read: it says so and shows how far it is."""

from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QProgressBar, QPushButton

from tests.stories.hands import Hands


def outdated(hands: Hands) -> None:
    """Let the store look as one that an older version of the program left."""
    with hands.store._writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '0' WHERE key = 'fold_version'")
        connection.exec_driver_sql("COMMIT")
    hands.desktop.lock()


def test_the_first_sign_in_after_an_update_shows_its_progress(seated: Hands) -> None:
    digest = seated.store.digest()
    outdated(seated)
    page = seated.desktop.sign_in
    bar = page.findChild(QProgressBar, "bar")
    seen: list[tuple[int, int, str, bool]] = []
    stop = page.findChild(QPushButton, "stop")
    bar.valueChanged.connect(
        lambda done: seen.append((done, bar.maximum(), page._doing.text(), stop.isVisible()))
    )
    seated.sign_in()
    told = [one for one in seen if one[1] > 0 and one[0] > 0]
    assert told, "how far it is was shown"
    assert all("更新后第一次打开" in words and not stoppable for _, _, words, stoppable in told)
    assert seated.store.digest() == digest


def test_an_ordinary_sign_in_says_nothing_of_it(seated: Hands) -> None:
    seated.desktop.lock()
    page = seated.desktop.sign_in
    words: list[str] = []
    page.findChild(QProgressBar, "bar").valueChanged.connect(lambda _: words.append(page._doing.text()))
    seated.sign_in()
    assert not any("更新后" in one for one in words)


def test_closed_meanwhile_it_is_done_at_the_next_sign_in(seated: Hands) -> None:
    digest = seated.store.digest()
    outdated(seated)
    jobs, go_on = seated.desktop.jobs, Event()
    jobs.start(lambda _: go_on.wait(60), lambda _: None)
    seated.desktop._sign_in("trainee", "training")
    job = jobs._running[-1]
    stopped = QSignalSpy(job.cancelled)
    # In its own thread, at its first step: from here it might be over before it is stopped.
    job.progressed.connect(job.cancel, Qt.ConnectionType.DirectConnection)
    go_on.set()
    # The window may hear of the end before the spy does, which is told in the job's thread.
    seated.until(lambda: not jobs.busy and stopped.count() == 1, "it was stopped")
    assert not seated.desktop.signed_in
    seated.desktop.sign_in.show_ready()
    seated.sign_in()
    assert seated.store.digest() == digest
