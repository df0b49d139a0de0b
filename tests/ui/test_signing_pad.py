"""Writing on the screen: mouse, finger and pen with its pressure; bounded however much is scribbled."""

import time
from math import cos, sin

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.domain.countersigning import MOST_POINTS, MOST_STROKES, SignerRole, trace
from inspector_app.ui.signing.pad import Pad
from inspector_app.ui.signing.sign_dialog import SignDialog, ToSign, roles_for
from inspector_app.ui.signing.strokes import Signature, Strokes
from inspector_app.ui.style.look import Look
from tests.stories.hands import CTRL
from tests.ui import looking

TOLD = ToSign(
    "限期整改通知书", "望住建改〔2026〕3-1号", "party-1", "宏岳建设", known=(("骆远山", "项目经理"),)
)


@pytest.fixture
def pad(look: Look, qtbot: QtBot) -> Pad:
    made = Pad(look)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def by_mouse(pad: Pad, *places: tuple[int, int]) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*places[0]))
    for place in places[1:]:
        QTest.mouseMove(pad, QPoint(*place))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*places[-1]))


def test_the_mouse_writes_where_it_goes_and_knows_no_pressure(pad: Pad) -> None:
    by_mouse(pad, (90, 30), (450, 150), (810, 270))
    (stroke,) = pad.strokes.strokes
    assert [(round(x, 2), round(y, 2)) for x, y, _, _ in stroke] == [(0.1, 0.1), (0.5, 0.5), (0.9, 0.9)]
    assert {point[3] for point in stroke} == {-1.0}
    assert [point[2] for point in stroke] == sorted(point[2] for point in stroke)
    assert trace(pad.strokes.strokes, aspect=pad.aspect).aspect == 300


def test_what_is_written_is_seen(pad: Pad) -> None:
    before = pad.grab().toImage()
    by_mouse(pad, (100, 100), (500, 100))
    after = pad.grab().toImage()
    ratio = after.devicePixelRatio()
    at = QPoint(round(300 * ratio), round(100 * ratio))
    assert before.pixelColor(at).lightness() > 200 > 80 > after.pixelColor(at).lightness()


def test_a_pen_writes_with_its_pressure(pad: Pad) -> None:
    device = QPointingDevice(
        "pen",
        7,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
    )
    for kind, x, force in (
        (QEvent.Type.TabletPress, 90.0, 0.2),
        (QEvent.Type.TabletMove, 450.0, 0.9),
        (QEvent.Type.TabletRelease, 450.0, 0.0),
    ):
        at = QPointF(x, 150)
        event = QTabletEvent(
            kind,
            device,
            at,
            pad.mapToGlobal(at),
            force,
            0,
            0,
            0,
            0,
            0,
            Qt.KeyboardModifier.NoModifier,
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
        )
        QApplication.sendEvent(pad, event)
        assert event.isAccepted(), "else the same stroke comes again as the mouse"
    (stroke,) = pad.strokes.strokes
    assert [round(point[3], 2) for point in stroke] == [0.2, 0.9]


def test_one_finger_writes_and_the_palm_does_not(pad: Pad) -> None:
    device = QTest.createTouchDevice()
    QTest.touchEvent(pad, device).press(1, QPoint(90, 150)).commit()
    QTest.touchEvent(pad, device).stationary(1).press(2, QPoint(700, 280)).commit()
    QTest.touchEvent(pad, device).move(1, QPoint(450, 150)).move(2, QPoint(720, 290)).commit()
    QTest.touchEvent(pad, device).release(1, QPoint(450, 150)).release(2, QPoint(720, 290)).commit()
    (stroke,) = pad.strokes.strokes
    assert [round(point[0], 2) for point in stroke] == [0.1, 0.5]


def test_a_stroke_whose_end_was_never_told_does_not_swallow_the_next(pad: Pad) -> None:
    """A message of the system came up while somebody wrote: the release went to it."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 30))
    QTest.mouseMove(pad, QPoint(180, 60))
    by_mouse(pad, (450, 150), (810, 270))
    assert [[round(point[0], 1) for point in one] for one in pad.strokes.strokes] == [[0.1, 0.2], [0.5, 0.9]]


def test_the_last_stroke_and_everything_is_taken_back(pad: Pad) -> None:
    told: list[int] = []
    pad.written.connect(lambda: told.append(len(pad.strokes.strokes)))
    by_mouse(pad, (10, 10), (100, 100))
    by_mouse(pad, (200, 10), (300, 100))
    pad.undo()
    pad.clear()
    assert told == [1, 2, 1, 0]
    assert pad.strokes.empty


def test_a_hundred_thousand_points_are_thinned() -> None:
    strokes = Strokes()
    began = time.perf_counter()
    strokes.begin(0.5, 0.5, 0)
    for n in range(100_000):
        strokes.add(0.5 + 0.49 * cos(n * 0.37), 0.5 + 0.49 * sin(n * 0.53), n / 10, 0.5)
    strokes.end()
    took = time.perf_counter() - began
    print(f"100,000 points taken in: {took * 1000:.0f} ms, {strokes.points} kept")
    assert MOST_POINTS / 3 < strokes.points <= MOST_POINTS
    assert sum(len(one) for one in strokes.strokes) == strokes.points
    kept = trace(strokes.strokes)
    assert len(kept.strokes) == 1


def test_thinning_keeps_where_every_stroke_begins_and_ends() -> None:
    strokes = Strokes()
    for n in range(100):
        strokes.begin(n / 100, 0.1, 0)
        for m in range(200):
            strokes.add(n / 100, 0.1 + m * 0.004, m)
        strokes.end()
    assert strokes.points <= MOST_POINTS
    for n, stroke in enumerate(strokes.strokes):
        assert stroke[0][:2] == (n / 100, 0.1)
        assert stroke[-1][1] == pytest.approx(0.1 + 199 * 0.004)


def test_no_more_strokes_than_a_page_holds(pad: Pad) -> None:
    full: list[bool] = []
    pad.full.connect(lambda: full.append(True))
    for n in range(MOST_STROKES + 1):
        by_mouse(pad, (10 + n * 3, 10), (20 + n * 3, 90))
    assert len(pad.strokes.strokes) == MOST_STROKES
    assert full == [True]


def test_places_beyond_the_field_and_a_whole_day_are_brought_within() -> None:
    strokes = Strokes()
    strokes.begin(-1, 2, -5, 7)
    strokes.add(0.5, 0.5, 1e12)
    strokes.end()
    assert trace(strokes.strokes).strokes[0][0] == (0, 10_000, 0, 1000)


def opened(look: Look, qtbot: QtBot, told: ToSign = TOLD) -> SignDialog:
    dialog = SignDialog(look, told)
    qtbot.addWidget(dialog)
    dialog.resize(1366, 768)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog


def test_who_signs_as_what_is_given_with_the_strokes(look: Look, qtbot: QtBot) -> None:
    dialog = opened(look, qtbot)
    given: list[Signature] = []
    dialog.given.connect(given.append)
    dialog.name.setText("骆远山")
    dialog.name.textEdited.emit("骆远山")
    by_mouse(dialog.pad, (100, 100), (300, 200), (500, 120))
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    (signature,) = given
    assert signature.signer.name == "骆远山"
    assert signature.signer.position == "项目经理", "somebody met on site is known"
    assert (signature.signer.role, signature.signer.recipient_id) == (SignerRole.RECEIVER, "party-1")
    assert trace(signature.strokes, aspect=signature.aspect).strokes


def test_a_witness_signs_for_nobodys_copy(look: Look, qtbot: QtBot) -> None:
    told = ToSign("停工通知书", "1号", "party-1", "宏岳建设", "陈见微", roles=tuple(roles_for("party-1")))
    dialog = opened(look, qtbot, told)
    given: list[Signature] = []
    dialog.given.connect(given.append)
    box = dialog.findChild(QComboBox, "signer_role")
    assert box is not None
    box.setCurrentIndex(box.findText("见证人"))
    by_mouse(dialog.pad, (100, 100), (300, 200))
    dialog.wish()
    assert (given[0].signer.role, given[0].signer.recipient_id) == (SignerRole.WITNESS, "")


@pytest.mark.parametrize(("name", "words"), [("", "签名人是谁"), ("骆远山", "还没有签名")])
def test_what_is_missing_is_said_and_nothing_is_given(
    look: Look, qtbot: QtBot, name: str, words: str
) -> None:
    dialog = opened(look, qtbot)
    given: list[Signature] = []
    dialog.given.connect(given.append)
    dialog.name.setText(name)
    QTest.mouseClick(dialog.pad, Qt.MouseButton.LeftButton)  # a dot is no name
    dialog.wish()
    assert given == []
    assert words in dialog.notice.accessibleName()
    assert dialog.isVisible()


def test_refusal_and_paper_are_ways_on_by_keys(look: Look, qtbot: QtBot) -> None:
    for key, held, signal in ((Qt.Key.Key_R, CTRL, "refused"), (Qt.Key.Key_F8, None, "paper_wanted")):
        dialog = opened(look, qtbot)
        with qtbot.waitSignal(getattr(dialog, signal)):
            QTest.keyClick(dialog, key, held or Qt.KeyboardModifier.NoModifier)


def test_every_control_is_named_large_enough_and_not_cut_off(look: Look, qtbot: QtBot) -> None:
    dialog = opened(look, qtbot)
    by_mouse(dialog.pad, (100, 100), (300, 200))
    assert looking.nameless(dialog) == []
    assert looking.too_small(dialog) == []
    assert looking.cut_off(dialog) == []
    button = dialog.findChild(QPushButton, "sign_accept")
    assert button is not None
    assert button.height() >= 50
