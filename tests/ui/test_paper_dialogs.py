"""The paper room's windows: named, reached by Tab in order, large enough, no word cut off, never too high."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.casework.people import workspace
from inspector_app.catalog.messages import Messages
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import RuleError
from inspector_app.domain.printing import CopyWanted, Paper, PrinterState, PrintPages, WayOn
from inspector_app.domain.serving import METHODS, Service, Witness
from inspector_app.printing.printer import PrinterFacts
from inspector_app.ui.papers.print_panel import PrintPanel
from inspector_app.ui.papers.print_values import NO_PRINTER, Listing, PrintWish
from inspector_app.ui.papers.service_dialog import ServiceDialog
from inspector_app.ui.papers.service_fields import (
    RECEIPT,
    ROWS,
    collect,
    field_of,
    fields_of,
    methods,
    rows_of,
)
from inspector_app.ui.style.look import Look
from tests.builders import some_rules
from tests.fakes_printing import FakePrinters, Trouble
from tests.stories import paper_hands
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.ui import looking

HIGHEST = 680
TODAY = date(2026, 11, 24)


def documents(hands: Hands) -> None:
    paper_hands.to_an_issued_notice(hands)
    paper_hands.printers(hands, FakePrinters(Trouble.JAM))
    paper_hands.to_the_documents(hands)


def panel(hands: Hands) -> None:
    documents(hands)
    paper_hands.open_panel(hands)


def sheet(hands: Hands) -> None:
    panel(hands)
    paper_hands.printers(hands, FakePrinters())
    hands.press(Qt.Key.Key_Escape)
    paper_hands.no_dialog(hands)
    paper_hands.open_panel(hands)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: hands.focused == "sheet_serial" and not hands.desktop.jobs.busy)


def jam(hands: Hands) -> None:
    panel(hands)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: hands.focused == "print_accept")


def serving(hands: Hands) -> None:
    documents(hands)
    hands.press(Qt.Key.Key_D, CTRL)


def way_of_serving(method: str) -> Callable[[Hands], None]:
    def go(hands: Hands) -> None:
        serving(hands)
        dialog = hands.dialog("service_dialog")
        assert isinstance(dialog, ServiceDialog)
        dialog.go_on_with(method)
        dialog.wish()
        hands.until(lambda: not hands.desktop.jobs.busy and dialog.accept_button.isEnabled())

    return go


def served(hands: Hands) -> None:
    serving(hands)
    hands.dialog("service_dialog")
    hands.write("骆远山")
    hands.press(Qt.Key.Key_Return)
    hands.rest()


def void(hands: Hands) -> None:
    documents(hands)
    hands.tab_to("void_paper")
    hands.press(Qt.Key.Key_Space)


def voided(hands: Hands) -> None:
    void(hands)
    hands.dialog("void_dialog")
    hands.fill("写错")
    hands.write(workspace.TRAINING_PIN)
    hands.press(Qt.Key.Key_Return)
    hands.rest()


def back(hands: Hands) -> None:
    documents(hands)
    hands.press(Qt.Key.Key_R, CTRL)


DIALOGS: dict[str, Callable[[Hands], None]] = {
    "print_panel": panel,
    "print_panel, a sheet is asked for": sheet,
    "print_panel, jammed": jam,
    "return_dialog": back,
    "served_note": served,
    "service_dialog": serving,
    **{f"service_dialog, {one} wrong": way_of_serving(one) for one in METHODS},
    "void_dialog": void,
    "voided_note": voided,
}


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_is_named_reached_and_in_order_and_nothing_is_cut_off(seated: Hands, name: str) -> None:
    DIALOGS[name](seated)
    dialog = seated.dialog(name.partition(",")[0])
    QApplication.processEvents()
    assert looking.nameless(dialog) == []
    assert looking.too_small(dialog) == []
    assert looking.cut_off(dialog) == []
    assert looking.untold(dialog) == []
    assert dialog.height() <= HIGHEST
    focus = QApplication.focusWidget()
    assert focus is not None
    assert dialog.isAncestorOf(focus)
    # One step back, so that the walk begins where the keys are: two in the topmost row are alike high.
    seated.press(Qt.Key.Key_Backtab, SHIFT)
    seen = looking.stops(seated, dialog)
    assert looking.unreached(dialog, seen) == []
    assert looking.in_reading_order(seen), [(one.objectName(), looking.down(one)) for one in seen]
    seated.press(Qt.Key.Key_Escape)
    paper_hands.no_dialog(seated)


@pytest.mark.parametrize("size", [QSize(1180, 680), QSize(1366, 768), QSize(1707, 960)])
def test_the_page_shows_all_its_buttons_and_copies_at_every_size(seated: Hands, size: QSize) -> None:
    documents(seated)
    window = seated.desktop.window
    window.resize(size)
    seated.until(lambda: window.size() == size)
    QApplication.processEvents()
    page = seated.rooms.documents
    assert looking.nameless(page) == []
    assert looking.too_small(page) == []
    assert looking.cut_off(page) == []
    right = max(one.mapTo(page, one.rect().topRight()).x() for one in page._wishes)
    assert right < page.width()
    assert page._copies.rowCount() == 4
    assert page._paper.height() > 150


# The panel by itself.


@pytest.fixture
def texts() -> Messages:
    return Messages("zh")


def a_panel(look: Look, texts: Messages, seated: Hands) -> PrintPanel:
    told = paper_hands.to_an_issued_notice(seated)
    copies = [(CopyWanted(1, "施工单位"), "宏岳建设", 0), (CopyWanted(2, "本局存卷"), "", 2)]
    return PrintPanel(look, texts, told, Paper(3, 2, stamped=True), copies, seated.desktop.window)


THERMAL = PrinterFacts("t", "便携 203", PrinterState.READY, thermal=True, duplex=False)
LASER = PrinterFacts("l", "激光", PrinterState.NO_PAPER, default=True)


def test_printers_are_told_in_words_and_the_last_one_is_chosen(
    look: Look, texts: Messages, seated: Hands, qtbot: QtBot
) -> None:
    panel = a_panel(look, texts, seated)
    panel.open()
    panel.show_printers(Listing((THERMAL, LASER), last="t", sheets_left=12))
    box = panel._form._printer
    assert [box.itemText(n) for n in range(2)] == ["便携 203（可用）", "激光（缺纸）"]
    assert box.currentData() == "t"
    assert "纸会褪色" in panel._form._thermal.text()
    assert not panel._form._duplex.isEnabled()
    assert panel._form._sheets.text() == "手头还有 12 张"
    box.setCurrentIndex(1)
    assert not panel._form._thermal.isVisible()
    panel.show_printers(Listing((THERMAL, LASER), last="gone"))
    assert box.currentData() == "l", "what a person chose stays chosen"
    with qtbot.waitSignal(panel.print_requested) as told:
        panel.accept_button.click()
    wanted = (CopyWanted(1, "施工单位", 1), CopyWanted(2, "本局存卷", 1))
    assert told.args == [PrintWish(LASER, wanted, duplex=True, stamped=True)]
    panel.accept()


def test_progress_is_told_in_words(look: Look, texts: Messages, seated: Hands) -> None:
    panel = a_panel(look, texts, seated)
    panel.open()
    panel.show_printers(Listing((LASER,)))
    panel.show_going(PrintPages(2, "本局存卷", 1, 3), 1, 4)
    assert panel._doing.accessibleName() == "第 2 联，送本局存卷：正在打印第 1—3 页（2/4）"
    assert (panel._progress.value(), panel._progress.maximum()) == (1, 4)
    assert not panel.accept_button.isEnabled()
    panel.accept()


def test_without_a_printer_only_the_file_is_offered(
    look: Look, texts: Messages, seated: Hands, qtbot: QtBot
) -> None:
    panel = a_panel(look, texts, seated)
    panel.open()
    panel.show_printers(Listing((), problem=NO_PRINTER))
    assert "没有找到打印机" in panel.notice.accessibleName()
    assert panel.accept_button.accessibleName() == "另存 PDF 到 U 盘"
    with qtbot.waitSignal(panel.way_chosen) as told:
        panel.accept_button.click()
    assert told.args == [WayOn.SAVE_PDF, False]
    panel.accept()


# What a way of serving asks for, and what becomes of it.


def test_each_way_of_serving_asks_for_something_and_every_field_has_a_row() -> None:
    assert all(rows_of(one) for one in (*METHODS, RECEIPT))
    firsts = {one.fields[0].name for one in ROWS}
    assert frozenset().union(*(rows_of(one) for one in (*METHODS, RECEIPT))) == firsts
    assert {field_of(f"service.{one}") for one in ("witness", "witnesses")} == {"witness_1"}
    assert "witness_2" in fields_of("left")


def made(method: str, **told: str) -> Service:
    values = {"at": "10:30", "place": "工地", **told}
    return collect(values, "p", method, TODAY, some_rules().calendar)


def test_only_what_is_asked_for_is_taken() -> None:
    at = datetime(2026, 11, 24, 10, 30, tzinfo=CHINA)
    stray = {"mail_number": "EX1", "receiver": "张三", "witness_1": "李四", "company_1": "居委会"}
    assert made("mail", **stray) == Service("p", "mail", at, place="工地", mail_number="EX1")
    left = made("left", **stray, refusal="拒收", recording="G-7")
    assert left.witnesses == (Witness("李四", "居委会"),)
    assert (left.recorded, left.recording, left.receiver) == (True, "G-7", "")


def test_a_receipt_goes_on_from_what_was_sent() -> None:
    sent = replace(made("mail", mail_number="EX1"), note="先前")
    told = {"receipt_on": "11-26", "receiver": "前台"}
    receipt = collect(told, "p", RECEIPT, TODAY, some_rules().calendar, sent)
    assert receipt == replace(sent, receipt_on=date(2026, 11, 26), receiver="前台")
    with pytest.raises(RuleError) as refused:
        collect({}, "p", RECEIPT, TODAY, some_rules().calendar, sent)
    assert (refused.value.code, refused.value.where) == ("ui.receipt_missing", "service.receipt_on")
    assert methods(sent)[0][0] == RECEIPT
    assert RECEIPT not in dict(methods(None))


@pytest.mark.parametrize(("told", "code"), [("", "ui.time_missing"), ("早上", "ui.bad_time")])
def test_a_service_without_a_time_is_refused_at_its_field(told: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        made("direct", at=told)
    assert (refused.value.code, refused.value.where) == (code, "service.at")


@pytest.mark.parametrize("method", ["direct", RECEIPT])
def test_whoever_signs_for_another_is_asked_what_they_are_to_them(method: str) -> None:
    """The proof of service names the agent, the relation and the authority (代收人)."""
    agent = {"receiver": "丁一", "position": "收发员", "relation": "收发部门", "authority": "单位收发章"}
    sent = Service("p", "mail", datetime(2026, 11, 20, 9, 0, tzinfo=CHINA), mail_number="EMS 1")
    told = {**agent, "at": "09:12", "place": "工地", "receipt_on": "11-24"}
    made = collect(told, "p", method, TODAY, some_rules().calendar, sent if method == RECEIPT else None)
    assert {name: getattr(made, name) for name in agent} == agent


def test_left_service_asks_for_the_refusal_and_for_two_witnesses_or_a_recording() -> None:
    assert fields_of("left") >= {"refusal", "witness_1", "company_1", "witness_2", "company_2", "recording"}
