"""An issued paper on its way to whom it is for, and back: served, refused, left, mailed, returned, void."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from inspector_app.answers import demos
from inspector_app.casework.papers import drafts, issued, recheck, returns, service
from inspector_app.casework.people import workspace
from inspector_app.domain.acts import ActKind
from inspector_app.domain.serving import Service, Witness
from inspector_app.domain.states import DocumentState
from inspector_app.ui.papers.issued_model import IssuedColumn
from tests.stories import paper_hands
from tests.stories.hands import CTRL, Hands
from tests.stories.paper_hands import NOTE, no_dialog, to_the_documents
from tests.stories.test_bad_pins import PIN, set_pin

SCAN = demos.shipped_cases()[0].parent / "photos" / "edge.jpg"


def to_serving(hands: Hands) -> issued.Issued:
    told = paper_hands.to_an_issued_notice(hands)
    to_the_documents(hands)
    hands.press(Qt.Key.Key_D, CTRL)
    hands.dialog("service_dialog")
    return told


def accept(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: not hands.desktop.jobs.busy)


def way(hands: Hands, words: str) -> None:
    hands.tab_to("method")
    hands.choose(hands.part(QComboBox, "method"), words)


def fill(hands: Hands, name: str, told: str) -> None:
    hands.tab_to(f"service_{name}")
    hands.fill(told)


def said(hands: Hands, row: str) -> str:
    """What stands below a row of the form."""
    found = hands.dialog("service_dialog").findChildren(QLabel, f"wrong_{row}")
    return next((one.text() for one in found if one.isVisible()), "")


def services(hands: Hands, told: issued.Issued, n: int = 0) -> tuple[Service, ...]:
    return service.services(hands.store, told.id, told.recipients[n].party_id)


def rows(hands: Hands) -> list[tuple[str, str]]:
    """The second line and the chip of each copy on the page."""
    model = hands.rooms.documents._copies
    return [(model.index(n, 0).data(NOTE), model.index(n, 1).data()) for n in range(model.rowCount())]


def test_signed_for_by_somebody_met_on_site_and_the_proof_is_begun(seated: Hands) -> None:
    told = to_serving(seated)
    seated.write("骆远山")
    accept(seated)
    seated.dialog("served_note")
    (noted,) = services(seated, told)
    assert (noted.method, noted.receiver, noted.position) == ("direct", "骆远山", "项目经理")
    seated.until(lambda: rows(seated)[0] == ("直接送达 09:12 骆远山签收 · 未打印 · 签字件未回", "已送达"))
    assert recheck.document_state(seated.desk, told.id).word == DocumentState.SERVED
    model = seated.rooms.documents.model
    seated.until(lambda: model.index(0, IssuedColumn.ADDRESSEE).data(NOTE) == "送达 1/3")
    accept(seated)
    seated.until(lambda: seated.part(QPushButton, "proof_accept").accessibleName() == "去签发")
    proof = drafts.documents_of(seated.store, told.inspection_id)[-1]
    assert drafts.kind_of(seated.store, proof) == "proof_of_service"
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    seated.rest()
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.id == proof


def test_what_law_asks_for_is_said_at_its_field_and_nothing_is_noted(seated: Hands) -> None:
    told = to_serving(seated)
    accept(seated)
    seated.until(lambda: bool(said(seated, "receiver")))
    assert "没有签收人" in said(seated, "receiver")
    assert "没有职务" in said(seated, "receiver")
    assert seated.focused == "service_receiver"
    fill(seated, "receiver", "张三")
    fill(seated, "position", "门卫")
    fill(seated, "relation", "门卫")
    accept(seated)
    seated.until(lambda: "授权依据" in said(seated, "relation"))
    assert seated.focused == "service_authority"
    assert services(seated, told) == ()
    seated.tab_to("service_at")
    seated.fill("一早")
    accept(seated)
    seated.until(lambda: "不是时间" in said(seated, "at"))
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_refused_and_then_left_with_a_witness(seated: Hands) -> None:
    told = to_serving(seated)
    fill(seated, "refusal", "项目经理骆远山称须请示公司，拒绝签收")
    accept(seated)
    seated.until(lambda: len(services(seated, told)) == 1 and seated.focused == "service_witness_1")
    seated.until(lambda: rows(seated)[0][1] == "拒收")
    assert issued.served(seated.store, told.id) == frozenset()
    seated.write("李卫民")
    seated.press(Qt.Key.Key_Tab)
    accept(seated)
    seated.until(lambda: "没有填全" in said(seated, "witness_1"))
    fill(seated, "company_1", "滨河社区居委会")
    accept(seated)
    seated.dialog("served_note")
    refused, left = services(seated, told)
    assert refused.refusal.startswith("项目经理骆远山")
    assert (left.method, left.witnesses) == ("left", (Witness("李卫民", "滨河社区居委会"),))
    assert rows(seated)[0][1] == "已送达"
    assert seated.part(QPushButton, "mail_too").isVisible(), "it was left at the site: a letter is offered"
    seated.tab_to("mail_too")
    seated.press(Qt.Key.Key_Space)
    seated.dialog("service_dialog")
    seated.until(lambda: seated.focused == "service_mail_number")
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_left_at_the_registered_address_instead_and_a_photo_of_it(seated: Hands) -> None:
    told = to_serving(seated)
    way(seated, "留置")
    assert "不是受送达人的注册地址" in seated.part(QLabel, "service_warned").text()
    seated.tab_to("use_registered")
    seated.press(Qt.Key.Key_Space)
    seated.until(lambda: seated.focused == "service_place")
    address = seated.part(QLineEdit, "service_place").text()
    fill(seated, "refusal", "无人签收")
    seated.tab_to("service_photos")
    seated.press(Qt.Key.Key_Space)
    seated.name_file("service_photo_files", SCAN)
    seated.tab_to("service_accept")
    accept(seated)
    seated.dialog("served_note")
    (noted,) = services(seated, told)
    assert (noted.place, noted.recorded) == (address, True)
    assert seated.store.blob(noted.photos[0]) == SCAN.read_bytes()
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_mailed_and_when_the_receipt_comes_it_counts(seated: Hands) -> None:
    told = to_serving(seated)
    way(seated, "邮寄")
    fill(seated, "mail_number", "EX1234567CN")
    seated.tab_to("service_accept")
    accept(seated)
    seated.dialog("served_note")
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    seated.until(lambda: rows(seated)[0][1] == "等回执")
    assert issued.served(seated.store, told.id) == frozenset()
    seated.press(Qt.Key.Key_D, CTRL)
    seated.dialog("service_dialog")
    assert "EX1234567CN" in seated.part(QComboBox, "method").currentText()
    accept(seated)
    seated.until(lambda: "签收日期" in said(seated, "receipt_on"))
    fill(seated, "receipt_on", "11-26")
    fill(seated, "receiver", "前台王芳")
    accept(seated)
    seated.dialog("served_note")
    posted, receipt = services(seated, told)
    assert (posted.receipt_on, str(receipt.receipt_on), receipt.receiver) == (None, "2026-11-26", "前台王芳")
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_the_signed_sheet_comes_back_and_the_paper_is_archived(seated: Hands) -> None:
    told = to_serving(seated)
    seated.write("骆远山")
    accept(seated)
    seated.dialog("served_note")
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    seated.press(Qt.Key.Key_R, CTRL)
    seated.dialog("return_dialog")
    seated.press(Qt.Key.Key_Space)
    seated.name_file("return_files", SCAN)
    seated.press(Qt.Key.Key_Space)
    assert seated.part(QCheckBox, "return_signed").isChecked(), "after the file what is seen on it is asked"
    accept(seated)
    no_dialog(seated)
    seated.until(lambda: "还没有齐" in seated.notice)
    seated.until(lambda: "已回传，缺盖章" in rows(seated)[0][0])
    assert recheck.document_state(seated.desk, told.id).word == DocumentState.SERVED
    seated.press(Qt.Key.Key_R, CTRL)
    seated.dialog("return_dialog")
    seated.press(Qt.Key.Key_Space)
    seated.name_file("return_files", SCAN)
    seated.press(Qt.Key.Key_Space)
    seated.press(Qt.Key.Key_Tab)
    seated.press(Qt.Key.Key_Space)
    accept(seated)
    no_dialog(seated)
    seated.until(lambda: "主送单位的签字件已齐" in seated.notice)
    rectified = tuple(recheck.Result(one, "rectified") for one in told.finding_ids)
    recheck.recheck(seated.desk, seated.desk.today(), rectified, ("沈知远", "贺兰溪"))
    to_the_documents(seated)
    assert recheck.document_state(seated.desk, told.id).word == DocumentState.ARCHIVED
    seated.until(lambda: seated.rooms.documents._state.accessibleName() == "已归档")
    assert seated.store.blob(returns.returns_of(seated.store, told.id)[0].sha256) == SCAN.read_bytes()


def test_a_dropped_file_that_is_no_scan_is_refused_in_words_and_kept_nowhere(
    seated: Hands, tmp_path: Path
) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    to_the_documents(seated)
    path = tmp_path / "说明.txt"
    path.write_text("不是扫描件", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    actions, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPoint(5, 5), actions, mime, Qt.MouseButton.LeftButton, none)
    seated.rooms.documents.dropEvent(drop)
    dialog = seated.dialog("return_dialog")
    seated.until(lambda: seated.focused == "return_signed")
    accept(seated)
    seated.until(lambda: bool(seated.part(QLabel, "notice_message", dialog).text()))
    assert returns.returns_of(seated.store, told.id) == ()
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_void_with_reason_and_pin_before_service(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    to_the_documents(seated)
    seated.tab_to("void_paper")
    seated.press(Qt.Key.Key_Space)
    dialog = seated.dialog("void_dialog")
    seated.fill("主送单位写错")
    seated.write("000000")
    accept(seated)
    seated.until(lambda: bool(seated.part(QLabel, "notice_message", dialog).text()))
    assert issued.fate(seated.store, told.id) == "issued"
    seated.write(workspace.TRAINING_PIN)
    accept(seated)
    seated.dialog("voided_note")
    assert issued.fate(seated.store, told.id) == "void"
    (act,) = paper_hands.acts(seated, told.id, ActKind.VOID)
    assert act.content["reason"] == "主送单位写错"
    seated.until(lambda: seated.rooms.documents._state.accessibleName() == "作废")
    for name in ("serve_paper", "return_paper", "void_paper"):
        assert not seated.part(QPushButton, name).isEnabled()
    assert seated.part(QPushButton, "print_paper").isEnabled(), "a void paper may be printed, marked as void"
    accept(seated)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    seated.rest()
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.replaces == told.number, "the new paper names the number that it replaces"


def test_after_service_the_way_to_revoke_is_told_instead(seated: Hands) -> None:
    told = to_serving(seated)
    seated.write("骆远山")
    accept(seated)
    seated.dialog("served_note")
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    seated.tab_to("void_paper")
    seated.press(Qt.Key.Key_Space)
    assert "撤销（更正）决定书" in seated.notice
    assert QApplication.activeModalWidget() is None
    assert issued.fate(seated.store, told.id) == "issued"


def test_a_pin_locked_while_voiding_is_set_anew_and_the_reason_is_still_there(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    to_the_documents(seated)
    seated.tab_to("void_paper")
    seated.press(Qt.Key.Key_Space)
    seated.dialog("void_dialog")
    seated.fill("主送单位写错")
    for _ in range(workspace.MOST_PIN_TRIES + 1):
        seated.write("111111")
        accept(seated)
    set_pin(seated, workspace.TRAINING_PASSWORD, PIN)
    dialog = seated.dialog("void_dialog")
    assert seated.part(QLineEdit, "void_reason", dialog).text() == "主送单位写错"
    seated.tab_to("void_pin")
    seated.write(PIN)
    accept(seated)
    seated.dialog("voided_note")
    assert issued.fate(seated.store, told.id) == "void"
