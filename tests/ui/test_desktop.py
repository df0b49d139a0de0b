"""The wiring itself: Chinese input, pages as pictures, what nobody caught, words in both languages."""

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from inspector_app.casework.papers import issued
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import DamagedError, Problem, ProblemsError, RuleError
from inspector_app.ui.papers.page_pictures import draw
from inspector_app.ui.shell.application import input_method, speak
from inspector_app.ui.style.words import explain
from tests.stories.hands import Hands

IBUS = {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize(
    ("env", "set_to"),
    [
        ({}, {}),
        ({"QT_IM_MODULE": "ibus"}, {}),
        ({"QT_IM_MODULE": "fcitx"}, IBUS),
        ({"XMODIFIERS": "@im=Fcitx"}, IBUS),
        ({"XMODIFIERS": "@im=fcitx", "INSPECTOR_KEEP_IM": "1"}, {}),
        ({"XMODIFIERS": "@im=fcitx", "INSPECTOR_KEEP_IM": "0"}, IBUS),
    ],
)
def test_fcitx_is_spoken_to_through_ibus(env: dict[str, str], set_to: dict[str, str], tmp_path: Path) -> None:
    assert input_method(env, tmp_path) == set_to


def test_a_plugin_for_fcitx_is_left_to_itself(tmp_path: Path) -> None:
    (tmp_path / "platforminputcontexts").mkdir()
    (tmp_path / "platforminputcontexts" / "libfcitx5platforminputcontextplugin.so").write_bytes(b"")
    assert input_method({"QT_IM_MODULE": "fcitx"}, tmp_path) == {}


def test_the_pages_of_a_paper_become_pictures_of_the_asked_width(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.rooms.questions.pin()
    seated.give_pin()
    (told,) = issued.all_documents(seated.store)
    for width in (400, 1001):
        pages = draw(issued.pdf(seated.store, told.id), width)
        assert len(pages) == told.pages
        assert all(abs(page.width() - width) <= 1 for page in pages)
        assert all(page.height() / page.width() == pytest.approx(297 / 210, rel=0.01) for page in pages)


def test_what_nobody_caught_is_shown_as_a_bug_and_told_whole(
    seated: Hands, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ZeroDivisionError("a bug")
    except ZeroDivisionError as error:
        seated.desktop.show_bug(type(error), error, error.__traceback__)
    assert "ZeroDivisionError: a bug" in capsys.readouterr().err
    assert "程序出了错（ZeroDivisionError）" in seated.notice
    assert seated.rooms.frame.notice.code == "ui.bug"


def test_a_job_that_fails_by_a_bug_is_shown_and_logged(
    seated: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    n = 0
    with caplog.at_level(logging.ERROR):
        seated.desktop.jobs.start(lambda _: ""[n], print)
        seated.rest()
    assert "程序出了错（IndexError）" in seated.notice
    assert "job failed" in caplog.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_failure_is_explained_with_what_to_do(language: str) -> None:
    texts = Messages(language)
    told = explain(RuleError("ui.bad_day", told="明天"), texts)
    assert "明天" in told.message
    assert told.remedy
    assert not told.grave
    assert explain(DamagedError("store.blob_missing", where="0" * 64), texts).grave
    several = [Problem.of("ui.bad_day", "", told="甲"), Problem.of("ui.bad_time", "", told="乙")]
    assert explain(ProblemsError("document.gate", several), texts).message.count("\n") == 2
    assert explain(ValueError("x"), texts).code == "ui.bug"


def test_standard_buttons_speak_chinese(qapp: QApplication) -> None:
    speak(qapp, "zh")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()
    box.deleteLater()
    for one in qapp.findChildren(QTranslator):
        qapp.removeTranslator(one)
