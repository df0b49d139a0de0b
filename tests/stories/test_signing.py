"""The laptop is handed over: the site manager sees his own items, and signs, refuses, or signs on paper."""

import json
import os
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pypdf
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from inspector_app.casework.papers import countersigns, documents, issued, service
from inspector_app.casework.people import workspace
from inspector_app.domain.acts import ActKind
from inspector_app.domain.countersigning import Signer, SignerRole
from inspector_app.ui.signing.pad import Pad
from inspector_app.ui.signing.show_view import ShowView
from tests.stories import paper_hands
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.paper_hands import no_dialog

BIG = 20


def sign(hands: Hands, within: QWidget) -> None:
    """Write a name with the mouse: two strokes."""
    pad = within.findChild(Pad, "pad")
    assert pad is not None
    hands.until(lambda: pad.isVisible() and pad.width() > 200)
    for n in range(2):
        y = 60 + 50 * n
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(80, y))
        for x in range(90, 300, 10):
            QTest.mouseMove(pad, QPoint(x, y + (x % 40)))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(300, y))
    assert len(pad.strokes.strokes) == 2


def to_the_documents(hands: Hands) -> None:
    hands.part(QToolButton, "nav_documents").click()
    hands.until(lambda: hands.part(QPushButton, "void_paper").isEnabled(), "the paper is told of")
    hands.rest()


def to_the_manager(hands: Hands) -> ShowView:
    hands.press(Qt.Key.Key_S, CTRL | SHIFT)
    view = hands.dialog("show_view")
    assert isinstance(view, ShowView)
    hands.rest()
    return view


def words(view: QWidget) -> str:
    return "\n".join(one.text() for one in view.findChildren(QLabel) if one.isVisibleTo(view))


def test_the_manager_sees_his_items_only_in_big_type_and_signs(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    view = to_the_manager(seated)
    shown = words(view)
    finding = seated.rooms.work.bench
    assert finding is not None
    for part in (finding.target.name, told.number, finding.findings[0].fact, "余 ", "陈述和申辩", "行政复议"):
        assert part in shown
    assert "青澜砼源" not in shown, "nothing of other sites"
    for one in view.findChildren(QLabel):
        assert not one.text() or one.font().pixelSize() >= BIG, one.text()
    assert view.geometry() == seated.desktop.window.geometry()
    seated.press(Qt.Key.Key_Return, CTRL)
    dialog = seated.dialog("sign_dialog")
    assert seated.part(QLineEdit, "signer_name").text() == "骆远山"
    sign(seated, dialog)
    seated.press(Qt.Key.Key_Return, CTRL)
    served = seated.dialog("service_dialog")
    assert seated.part(QLineEdit, "service_receiver", served).text() == "骆远山"
    assert seated.part(QComboBox, "method", served).currentText() == "当面签收（屏幕签名）"
    seated.press(Qt.Key.Key_Return)
    seated.dialog("served_note")
    (kept,) = countersigns.countersigns(seated.store, told.id)
    assert (kept.name, kept.position, kept.role) == ("骆远山", "项目经理", "receiver")
    (noted,) = service.services(seated.store, told.id, kept.recipient_id)
    assert (noted.method, noted.receiver, noted.refusal) == ("direct", "骆远山", "")
    strokes = json.loads(seated.store.blob(kept.strokes_sha256))["strokes"]
    assert [len(one) > 10 for one in strokes] == [True, True]
    page = countersigns.file(seated.store, kept)
    assert len(pypdf.PdfReader(BytesIO(page)).pages) == 1
    if os.environ.get("SIGNED_PAGE"):
        Path(os.environ["SIGNED_PAGE"]).write_bytes(page)


def test_esc_and_the_corner_give_the_laptop_back(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    to_the_manager(seated)
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    view = to_the_manager(seated)
    seated.part(QPushButton, "show_back", view).click()
    no_dialog(seated)
    assert seated.rooms.frame.page == "bench"


def test_a_draft_is_shown_and_cannot_be_signed_for(seated: Hands) -> None:
    seated.ready_to_issue()
    view = to_the_manager(seated)
    assert not seated.part(QPushButton, "show_sign", view).isEnabled()
    assert "草稿" in words(view)
    seated.press(Qt.Key.Key_Return, CTRL)
    assert seated.desktop.window.findChild(QWidget, "sign_dialog") is None
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_without_a_document_it_is_said_what_to_do(seated: Hands) -> None:
    seated.begin("临江 3标")
    assert seated.rooms.work.bench is None or seated.rooms.work.bench.draft is None
    seated.press(Qt.Key.Key_S, CTRL | SHIFT)
    seated.until(lambda: "文书" in seated.notice)
    assert QApplication.activeModalWidget() is None


def test_locking_takes_the_view_back(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    to_the_manager(seated)
    seated.desktop.lock()
    seated.until(lambda: QApplication.activeModalWidget() is None)
    seated.until(lambda: seated.desktop.window.findChild(ShowView) is None)


def test_a_refusal_leads_to_where_a_refusal_is_told(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    to_the_manager(seated)
    seated.press(Qt.Key.Key_Return, CTRL)
    seated.dialog("sign_dialog")
    seated.press(Qt.Key.Key_R, CTRL)
    seated.dialog("service_dialog")
    seated.until(lambda: seated.focused == "service_refusal")
    assert seated.part(QLineEdit, "service_refusal").text() == "拒绝签名"
    assert countersigns.countersigns(seated.store, told.id) == ()
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_an_empty_signature_is_refused_in_words_and_paper_is_the_way_on(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    to_the_manager(seated)
    seated.press(Qt.Key.Key_Return, CTRL)
    dialog = seated.dialog("sign_dialog")
    seated.press(Qt.Key.Key_Return, CTRL)
    seated.until(lambda: "还没有签名" in words(dialog))
    seated.press(Qt.Key.Key_F8)
    seated.dialog("print_panel")
    seated.rest()
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_served_with_a_signature_from_the_documents_page(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    to_the_documents(seated)
    seated.press(Qt.Key.Key_D, CTRL)
    served = seated.dialog("service_dialog")
    seated.tab_to("method")
    seated.choose(seated.part(QComboBox, "method", served), "屏幕签名")
    seated.part(QPushButton, "service_accept", served).click()
    sign(seated, seated.dialog("sign_dialog"))
    seated.press(Qt.Key.Key_Return, CTRL)
    seated.dialog("served_note")
    (kept,) = countersigns.countersigns(seated.store, told.id)
    assert kept.original_sha256 == told.pdf_sha256
    assert issued.served(seated.store, told.id) == {kept.recipient_id}


def test_a_service_that_is_refused_keeps_the_signature_for_the_next_try(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    to_the_documents(seated)
    seated.press(Qt.Key.Key_D, CTRL)
    served = seated.dialog("service_dialog")
    seated.tab_to("method")
    seated.choose(seated.part(QComboBox, "method", served), "屏幕签名")
    seated.part(QLineEdit, "service_at", served).setText("25:99")
    seated.part(QPushButton, "service_accept", served).click()
    sign(seated, seated.dialog("sign_dialog"))
    seated.press(Qt.Key.Key_Return, CTRL)
    seated.until(lambda: seated.part(QPushButton, "service_accept", served).isEnabled())
    assert countersigns.countersigns(seated.store, told.id) == ()
    seated.part(QLineEdit, "service_at", served).setText("09:12")
    seated.part(QPushButton, "service_accept", served).click()
    seated.dialog("served_note")
    assert len(countersigns.countersigns(seated.store, told.id)) == 1


def with_a_waiting_signature(hands: Hands) -> issued.Issued:
    """The manager has signed, and the service could not be noted yet: the time was typed wrongly."""
    told = paper_hands.to_an_issued_notice(hands)
    to_the_documents(hands)
    hands.press(Qt.Key.Key_D, CTRL)
    served = hands.dialog("service_dialog")
    hands.tab_to("method")
    hands.choose(hands.part(QComboBox, "method", served), "屏幕签名")
    hands.part(QLineEdit, "service_at", served).setText("25:99")
    hands.part(QPushButton, "service_accept", served).click()
    sign(hands, hands.dialog("sign_dialog"))
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.part(QPushButton, "service_accept", served).isEnabled())
    return told


def stop_and_begin_again(hands: Hands) -> None:
    """The program ends while a small window is open, and somebody signs in again."""
    over = QApplication.activeModalWidget()
    hands.desktop._leave()
    if isinstance(over, QDialog):
        over.reject()
    hands.desktop.window.show_page(hands.desktop.sign_in)
    hands.desktop.show_people()
    hands.sign_in()


def test_a_waiting_signature_is_offered_again_after_a_stop_and_noted_with_its_own_time(seated: Hands) -> None:
    told = with_a_waiting_signature(seated)
    given_at = seated.clock.moment
    seated.clock.moment += timedelta(minutes=20)
    stop_and_begin_again(seated)
    served = seated.dialog("service_dialog")
    assert "已经保住" in served.notice.accessibleName()  # type: ignore[attr-defined]
    seated.part(QPushButton, "service_accept", served).click()
    seated.dialog("served_note")
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    (kept,) = countersigns.countersigns(seated.store, told.id)
    assert datetime.fromisoformat(kept.at) == given_at
    assert issued.served(seated.store, told.id) == {kept.recipient_id}
    assert "signature" not in seated.store.buffer()
    stop_and_begin_again(seated)
    no_dialog(seated)


def test_a_signature_under_a_paper_that_was_voided_meanwhile_is_let_go_of_in_words(seated: Hands) -> None:
    told = with_a_waiting_signature(seated)
    session = seated.desktop._session
    assert session is not None
    documents.void(session.sign(workspace.TRAINING_PIN), told.id, "写错了标段")
    stop_and_begin_again(seated)
    no_dialog(seated)
    words = seated.desktop.house.rooms.frame.notice.accessibleName()
    assert told.number in words
    assert "作废" in words
    assert "signature" not in seated.store.buffer()


def test_a_signature_that_was_noted_or_thrown_away_is_not_offered_again(seated: Hands) -> None:
    told = with_a_waiting_signature(seated)
    held = seated.store.buffer()["signature"]
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    assert "signature" not in seated.store.buffer(), "cancelled: it is thrown away"
    seated.store.buffer_put("signature", held)
    strokes = tuple(tuple(tuple(point) for point in stroke) for stroke in held["strokes"])
    signer = Signer(held["name"], held["position"], SignerRole(held["role"]), held["recipient_id"])
    countersigns.sign(seated.desk, told.id, signer, strokes, aspect=held["aspect"])
    stop_and_begin_again(seated)
    no_dialog(seated)
    seated.store.buffer_put("signature", {"strokes": "what is this"})
    stop_and_begin_again(seated)
    no_dialog(seated)


def test_signed_on_the_screen_where_the_sheet_is_awaited(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    to_the_documents(seated)
    seated.press(Qt.Key.Key_R, CTRL)
    back = seated.dialog("return_dialog")
    seated.part(QPushButton, "return_sign", back).click()
    dialog = seated.dialog("sign_dialog")
    seated.part(QLineEdit, "signer_name", dialog).setText("骆远山")
    sign(seated, dialog)
    seated.press(Qt.Key.Key_Return, CTRL)
    seated.until(lambda: "签名页" in seated.notice)
    assert len(seated.store.acts("document", told.id, ActKind.COUNTERSIGN)) == 1
    assert seated.store.acts("document", told.id, ActKind.SERVE) == []
