"""从 Excel 导入 by keys: a ledger is read, tried, corrected in its columns, accepted and brought in."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QTableWidget

from inspector_app.casework.people import workspace
from inspector_app.casework.targets import registry
from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.controls.parts import DropDown
from tests.importing.books import book
from tests.stories.hands import CTRL, SHIFT, Hands

KEY = Qt.Key
ROWS = (
    ("2023年在建工程",),
    ("序号", "项目名称", "监督编号", "建设地点", "承包商"),
    (1, "海云广场一期", "JD1", "海云路", "鼎恒建设集团有限公司"),
    (2, "海云广场二期", "JD2", "海云路", "鼎恒建设集团有限公司"),
    (3, "恒泰苑", "3.1E+11", "恒泰路", "鼎恒建设集团有限公司"),
    ("合计", "3个"),
)


def go(hands: Hands) -> None:
    """Go to the page as its button's keys do."""
    hands.press(KEY.Key_5, CTRL)
    hands.press(KEY.Key_I, CTRL | SHIFT)
    hands.until(lambda: hands.rooms.frame.page == "imports")
    hands.until(lambda: hands.focused == "import_path")


def give(hands: Hands, path: Path) -> None:
    """Paste a path and press Enter."""
    QApplication.clipboard().setText(str(path))
    hands.press(KEY.Key_A, CTRL)
    hands.press(KEY.Key_V, CTRL)
    hands.press(KEY.Key_Return)
    hands.rest()
    hands.rest()


def cells(hands: Hands) -> list[tuple[str, str]]:
    table = hands.part(QTableWidget, "import_results")
    found = (table.item(n, 0) for n in range(table.rowCount()))
    return [(one.text(), one.data(Role.NOTE)) for one in found if one is not None]


def test_a_ledger_is_tried_accepted_and_brought_in(seated: Hands, tmp_path: Path) -> None:
    page = seated.rooms.imports
    before = len(registry.targets(seated.store))
    go(seated)
    give(seated, book(tmp_path / "台账.xlsx", {"台账": (ROWS, ())}))
    assert "新增 2，变更 0，相同 0，退回 1 行，待定 1 项" in page.told.text()
    assert "承包商" in page.notes.text()
    assert cells(seated) == [("台账!B3", ""), ("台账!C5", "3.1E+11"), ("台账!6", "合计 3个")]
    assert len(registry.targets(seated.store)) == before
    # A column that was not known is told what it is, and everything is tried again.
    choice = seated.part(DropDown, "import_field_4")
    choice.setCurrentIndex(choice.findData("contractor_name"))
    choice.activated.emit(choice.currentIndex())
    seated.rest()
    assert "承包商" not in page.notes.text()
    table = seated.part(QTableWidget, "import_results")
    table.setFocus()
    table.setCurrentCell(0, 0)
    seated.press(KEY.Key_Space)
    seated.rest()
    assert page.accepted == ["project:海云广场"]
    seated.press(KEY.Key_Return, CTRL)
    seated.until(lambda: page.told.text().startswith("已导入"))
    told = {one.name: one for one in registry.targets(seated.store)}
    assert len(told) == before + 2
    assert told["海云广场一期"].project == "海云广场"
    assert [one.name for one in told["海云广场二期"].parties] == ["鼎恒建设集团有限公司"]


def test_rows_sent_back_are_kept_and_what_is_no_workbook_is_said(seated: Hands, tmp_path: Path) -> None:
    go(seated)
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    give(seated, old)
    assert "另存为" in seated.notice
    seated.rooms.imports.path.setFocus()
    give(seated, book(tmp_path / "台账.xlsx", {"台账": (ROWS, ())}))
    seated.press(KEY.Key_S, CTRL)
    asked = seated.dialog("import_where")
    assert isinstance(asked, QFileDialog)
    out = tmp_path / "退回.xlsx"
    asked.fileSelected.emit(str(out))
    asked.reject()
    seated.until(out.exists)
    seated.rest()
    rows = list(openpyxl.load_workbook(out)["台账"].iter_rows(values_only=True))
    assert [one[1] for one in rows] == [None, "项目名称", "恒泰苑"]
    seated.press(KEY.Key_Escape)
    seated.until(lambda: seated.rooms.frame.page == "targets")


def test_a_history_asks_for_the_pin_and_a_wrong_one_writes_nothing(seated: Hands, tmp_path: Path) -> None:
    page = seated.rooms.imports
    target = registry.targets(seated.store)[0]
    officers = [one.name for one in registry.officers(seated.store) if not one.expert][:2]
    ledger = (
        ("检查日期", "项目名称", "检查人员", "文号"),
        ("2023.3.5", target.name, "、".join(officers), "滨住建改〔2023〕12号"),
    )
    register = (("文号", "签发日期", "文书类型"), ("滨住建改〔2023〕12号", "2023.3.6", "限期整改通知书"))
    path = book(tmp_path / "历史.xlsx", {"检查台账": (ledger, ()), "登记簿": (register, ())})
    go(seated)
    page.kind.setCurrentIndex(page.kind.findData("history"))
    give(seated, path)
    assert page.pin.isVisible()
    before = len(seated.store.late_numbers())
    for pin, brought in (("000000", 0), (workspace.TRAINING_PIN, 1)):
        page.pin.setFocus()
        seated.write(pin)
        seated.press(KEY.Key_Return, CTRL)
        seated.rest()
        assert len(seated.store.late_numbers()) == before + brought
    assert page.told.text().startswith("已导入：新增 2")


def test_before_a_workbook_the_page_teaches_and_what_is_dropped_is_read(
    seated: Hands, tmp_path: Path
) -> None:
    page = seated.rooms.imports
    go(seated)
    assert page.teaching.isVisible()
    page.kind.setCurrentIndex(page.kind.findData("people"))
    marked = [kind for kind, card in page.teaching._cards.items() if card.property("k") == "edit"]
    assert marked == ["people"]
    page.kind.setCurrentIndex(0)
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(book(tmp_path / "台账.xlsx", {"台账": (ROWS, ())})))])
    middle = page.rect().center()
    held = (Qt.DropAction.CopyAction, told, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page, QDragEnterEvent(middle, *held))
    assert page.teaching.zone.property("over")
    QApplication.sendEvent(page, QDropEvent(QPointF(middle), *held))
    assert not page.teaching.zone.property("over")
    seated.rest()
    seated.rest()
    assert not page.teaching.isVisible()
    assert "退回 1 行" in page.told.text()
    table = seated.part(QTableWidget, "import_results")
    states = [table.item(n, 1).data(Role.CHIP)[0] for n in range(table.rowCount())]
    assert states == ["待定", "退回的", "略过"]
    box = table.visualItemRect(table.item(0, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    seated.rest()
    assert page.accepted == ["project:海云广场"]
    assert table.item(0, 1).data(Role.CHIP) == ("已接受", "green")
    seated.desktop.lock()
    seated.sign_in()
    go(seated)
    assert page.teaching.isVisible(), "another person finds nothing of it"


def test_the_settings_and_the_search_lead_there_and_back(seated: Hands) -> None:
    seated.press(KEY.Key_8, CTRL)
    seated.rest()
    seated.press(KEY.Key_I, CTRL | SHIFT)
    seated.until(lambda: seated.rooms.frame.page == "imports")
    seated.press(KEY.Key_Escape)
    seated.until(lambda: seated.rooms.frame.page == "settings")
    for words, page in (("审阅", "review"), ("导入", "imports")):
        seated.press(KEY.Key_K, CTRL)
        seated.dialog("finder")
        seated.write(words)
        seated.rest()
        seated.press(KEY.Key_Return)
        seated.until(lambda one=page: seated.rooms.frame.page == one)  # type: ignore[misc]
