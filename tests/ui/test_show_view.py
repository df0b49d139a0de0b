"""给负责人看: big type, large targets, only what is his; what a mosaic hides is hidden here, too."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QScroller
from pytestqt.qtbot import QtBot

from inspector_app.domain.marks import MarkKind, mark
from inspector_app.ui.signing.show_values import Shown, ShownFinding, ShownPhoto
from inspector_app.ui.signing.show_view import ShowView
from inspector_app.ui.signing.sign_dialog import ToSign
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tokens import load
from inspector_app.ui.style.words import Words
from tests.stories.hands import CTRL
from tests.ui import looking

TODAY = date(2026, 11, 24)
LONG = "2#塔机第三道附着销轴缺开口销，附着框与塔身间隙超过规定值，仍在吊装作业，司机无证上岗。" * 2
FINDINGS = tuple(
    ShownFinding(
        n,
        LONG,
        "2#塔机 第三道附着",
        "立即停止吊装，补装开口销并经检测合格后使用。",
        date(2026, 11, 20 + 3 * n),
        n == 1,
        tuple(ShownPhoto(f"{n}{k}" * 32, ()) for k in range(4)),
    )
    for n in range(1, 4)
)
SHOWN = Shown(
    "d1",
    "云栖里三期2标段",
    "青澜宏岳建设集团有限公司",
    "停工（整改）通知书",
    "青住建停〔2026〕3-12号",
    "2026年11月24日11时0分起局部停工：5号楼外立面及2号塔机；下面3项隐患排除、经复查同意后才能复工。",
    FINDINGS,
    ("您有权陈述和申辩。", "如不服本通知，可自收到之日起60日内申请行政复议。"),
    TODAY,
    signs=True,
    to_sign=ToSign("停工（整改）通知书", "青住建停〔2026〕3-12号", "p1", "青澜宏岳建设集团有限公司"),
)


def opened(look: Look, qtbot: QtBot, told: Shown = SHOWN, width: int = 1180) -> ShowView:
    view = ShowView(look, told)
    qtbot.addWidget(view)
    view.resize(width, 680)
    with qtbot.waitActive(view):
        view.open()
        view.activateWindow()
    QApplication.processEvents()
    return view


@pytest.mark.parametrize("field", [False, True])
def test_everything_is_big_whole_and_fits_the_narrowest_window(
    look: Look, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication, field: bool
) -> None:
    used = look
    if field:
        used = Look(load("contrast"), tmp_path_factory.mktemp("field"), scale=1.2, target=44)
        used.dress(qapp)
    view = opened(used, qtbot)
    assert looking.nameless(view) == []
    assert looking.too_small(view, 44 if field else 32) == []
    assert looking.cut_off(view) == []
    assert all(one.font().pixelSize() >= 20 for one in view.findChildren(QLabel) if one.text())
    inner = view._scroll.widget()
    assert inner is not None
    assert inner.width() <= view._scroll.viewport().width(), "nothing is beside the window"
    for one in view.plates:
        assert one.geometry().right() <= one.parentWidget().width()


def test_days_left_are_said_and_what_is_late_is_said_so(look: Look, qtbot: QtBot) -> None:
    view = opened(look, qtbot)
    told = [one.text() for one in view.findChildren(QLabel)]
    assert "逾期 1 天" in told
    assert "余 2 天" in told
    assert "2026-11-26 前（含当日）" in told


def test_a_photo_hides_what_its_mosaic_hides(look: Look, qtbot: QtBot) -> None:
    covered = ShownPhoto("ab" * 32, (mark(MarkKind.PIXELATE, 0, 0, 1, 1),))
    view = opened(look, qtbot, replace(SHOWN, findings=(replace(FINDINGS[0], photos=(covered,)),)))
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    for x in range(320):
        for y in range(240):
            image.setPixelColor(x, y, QColor("black" if (x // 2) % 2 else "white"))
    view.show_image("ab" * 32, image)
    shown = view.plates[0]._image
    values = [shown.pixelColor(x, 100).value() for x in range(20, 300)]
    assert max(values) - min(values) < 60


def test_a_photo_that_cannot_be_drawn_is_said_in_words(look: Look, qtbot: QtBot) -> None:
    view = opened(look, qtbot)
    view.show_no_image(FINDINGS[0].photos[0].sha256, Words("这张照片画不出来。", "", "photo.not_shown"))
    assert view.plates[0]._words == "这张照片画不出来。"


def test_it_scrolls_by_keys_and_by_finger(look: Look, qtbot: QtBot) -> None:
    view = opened(look, qtbot)
    scroll = view.findChild(QScrollArea, "show_scroll")
    assert scroll is not None
    bar = scroll.verticalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_Down)
    first = bar.value()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() > first + 200 > 200
    assert QScroller.hasScroller(scroll.viewport())


def test_signing_is_asked_for_by_button_and_key_and_not_under_a_draft(look: Look, qtbot: QtBot) -> None:
    view = opened(look, qtbot)
    asked: list[bool] = []
    view.sign_requested.connect(lambda: asked.append(True))
    button = view.findChild(QPushButton, "show_sign")
    assert button is not None
    assert button.height() >= 50
    button.click()
    QTest.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert asked == [True, True]
    draft = opened(look, qtbot, replace(SHOWN, number="", signs=False))
    draft.sign_requested.connect(lambda: asked.append(False))
    QTest.keyClick(draft, Qt.Key.Key_Return, CTRL)
    assert asked == [True, True]
    assert any("草稿" in one.text() for one in draft.findChildren(QLabel))


def test_esc_gives_the_laptop_back(look: Look, qtbot: QtBot) -> None:
    view = opened(look, qtbot)
    with qtbot.waitSignal(view.rejected):
        QTest.keyClick(view, Qt.Key.Key_Escape)
