"""What the eye found in the gallery, one by one: shortened, misplaced, or a bar with nothing to scroll."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.controls.paper_view import PaperView
from inspector_app.ui.controls.parts import DropDown, Elided, column
from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.controls.search_line import SearchLine
from inspector_app.ui.photos.tray_page import TrayPage
from inspector_app.ui.photos.tray_values import TRAY, Heap, Tray
from inspector_app.ui.shell.application import look_of
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from tests.stories import paper_hands
from tests.stories.hands import Hands
from tests.ui import looking
from tests.ui.inks import dim
from tests.ui.test_paper_dialogs import documents
from tests.ui.wearing import LOOKS, under, undressed, wear

__all__ = ["under", "undressed"]

pytestmark = pytest.mark.usefixtures("undressed")


def test_words_that_are_too_pale_are_told(look: Look, qtbot: QtBot) -> None:
    """The measure itself: what is as pale as the edges is told, what is written in ink is not."""
    window = QWidget()
    qtbot.addWidget(window)
    pale, clear, off = (
        Elided(look, "看不清", tone="edge"),
        Elided(look, "看得清"),
        Elided(look, "停用", tone="edge"),
    )
    column(window, [pale, clear, off])
    window.resize(200, 120)
    off.setEnabled(False)
    window.show()
    told = dim(window)
    assert [one.partition(" ")[0] for one in told] == ["看不清"]


def test_a_list_that_drops_down_shortens_what_has_no_room(look: Look, qtbot: QtBot) -> None:
    """A name cut through a character might be another name."""
    box = DropDown()
    qtbot.addWidget(box)
    box.addItem("青澜宏岳建设集团有限公司云栖里三期2标段项目经理部")
    box.resize(160, 32)
    box.show()
    whole, short = box.grab().toImage(), DropDown()
    qtbot.addWidget(short)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, _option(box), QStyle.SubControl.SC_ComboBoxEditField, box
    )
    words = box.fontMetrics().elidedText(box.currentText(), Qt.TextElideMode.ElideRight, room.width())
    assert words.endswith("…")
    short.addItem(words)
    short.resize(160, 32)
    short.show()
    assert short.grab().toImage() == whole


def _option(box: DropDown) -> QStyleOptionComboBox:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    return option


def test_a_page_that_is_not_there_has_no_bar_to_scroll_it(look: Look, qtbot: QtBot) -> None:
    paper = PaperView(look, "paper")
    qtbot.addWidget(paper)
    paper.resize(300, 400)
    paper.show_words("选一种文书，右边就出现真正的页面。")
    paper.show()
    QApplication.processEvents()
    bar = paper.verticalScrollBar().grab().toImage()
    assert len({bar.pixel(x, y) for x in range(bar.width()) for y in range(bar.height())}) == 1
    paper.show_pages([QImage(210, 297, QImage.Format.Format_RGB32) for _ in range(3)])
    QApplication.processEvents()
    bar = paper.verticalScrollBar().grab().toImage()
    assert len({bar.pixel(x, y) for x in range(bar.width()) for y in range(bar.height())}) > 1


@pytest.mark.parametrize("worn", ["large", "english"])
def test_nobody_s_name_is_shortened_and_nothing_is_scrolled_sideways(seated: Hands, worn: str) -> None:
    """With large words in 外场模式 the officers' names were one character and …."""
    wear(seated, replace(LOOKS[worn], field=True))
    seated.begin("临江 3标")
    look, who = seated.desktop._look, seated.rooms.bench.who
    assert who is not None
    assert who._scroll.horizontalScrollBar().maximum() == 0
    officers = [one for one in who.findChildren(QPushButton) if one.objectName().startswith("edit_")]
    names = [one.findChildren(Elided)[0] for one in officers if one.findChildren(Elided)]
    assert len(names) == 2
    for name in names:
        assert painting.text_width(look, name.accessibleName(), 13, bold=True) <= name.width()


@pytest.mark.parametrize("worn", ["light", "field", "english"])
def test_states_of_papers_stand_whole_in_their_columns(seated: Hands, worn: str) -> None:
    documents(seated)
    wear(seated, replace(LOOKS[worn], text=150 if worn == "field" else LOOKS[worn].text))
    documents_page = seated.rooms.documents
    for table, place in ((documents_page._table, 2), (documents_page._copy_table, 1)):
        model = table.model()
        chips = [model.index(n, place).data(Role.CHIP) for n in range(model.rowCount())]
        look = seated.desktop._look
        widest = max(painting.chip_width(look, chip[0], dot=True) for chip in chips if chip and chip[0])
        assert widest + 20 <= table.columnWidth(place)
    assert looking.cut_off(documents_page) == []
    right = max(one.mapTo(documents_page, one.rect().topRight()).x() for one in documents_page._wishes)
    assert right < documents_page.width()


@pytest.mark.parametrize("large", [False, True])
def test_a_tray_without_photos_says_all_of_why(large: bool, under: QWidget, tmp_path: Path) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = look_of(app, replace(LOOKS["field"], text=150 if large else 100), tmp_path)
    look.dress(app)
    page = TrayPage(look, Shelf())
    page.setParent(under)
    page.resize(493 if large else 570, 547)  # what the workbench leaves it on 1366 by 768
    heaps = [Heap(TRAY, 0, "", ())] + [Heap(f"f{n}", n, "临边防护", ()) for n in range(1, 6)]
    page.show_tray(Tray("i1", tuple(heaps), locked=False))
    page.show()
    QApplication.processEvents()
    assert looking.cut_off(page) == []
    assert page._empty_words.visibleRegion().boundingRect().height() == page._empty_words.height()


def test_the_lens_is_as_large_as_the_words(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for text in (100, 150):
        worn = look_of(app, replace(LOOKS["light"], text=text), tmp_path)
        line = SearchLine(worn, "search", "搜")
        qtbot.addWidget(line)
        assert line._lens.deviceIndependentSize().width() == worn.px(16)
        assert line.textMargins().left() >= worn.px(24)


def test_fields_of_a_target_begin_below_each_other(seated: Hands) -> None:
    seated.rooms.reception.enter_target()
    dialog = seated.dialog("target_dialog")
    QApplication.processEvents()
    fields = [one for one in dialog.findChildren(QLineEdit) if one.isVisibleTo(dialog)]
    wanted = ("target_name", "target_address", "target_project", "target_initials")
    lefts = {one.mapTo(dialog, QPoint()).x() for one in fields if one.objectName() in wanted}
    assert len(lefts) == 1
    seated.press(Qt.Key.Key_Escape)
    paper_hands.no_dialog(seated)
