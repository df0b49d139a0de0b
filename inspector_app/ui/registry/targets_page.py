"""对象: what is inspected, found as one types, with all about the chosen one; and the bureau's people."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QStackedWidget, QWidget

from inspector_app.casework.overview.target_book import TargetCard, TargetLine
from inspector_app.domain.people import Officer
from inspector_app.ui.controls.page_parts import page_top, teaching
from inspector_app.ui.controls.parts import (
    Chip,
    Elided,
    button,
    column,
    label,
    reveal,
    row,
    shortened,
)
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.controls.search_line import SearchLine
from inspector_app.ui.registry.people_part import PeoplePart
from inspector_app.ui.registry.target_card import TargetCardView
from inspector_app.ui.registry.targets_model import TargetsModel, target_table
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

HINTS = (
    ("↑ ↓", "选择"),
    ("Enter", "查看"),
    ("Ctrl F", "查找对象"),
    ("Ctrl Enter", "在此检查"),
    ("Ctrl D", "案卷"),
    ("Ctrl E", "修改"),
    ("Ctrl Shift N", "新增对象"),
    ("Ctrl Shift P", "执法人员"),
    ("Ctrl Shift I", "从 Excel 导入"),
)
MOST_OFFERED = 14
"""Characters of a name that the button has room for beside its other words."""
LIST_WIDTH = 400
MOST_LIST = 480
"""Larger words must not push the card out of a screen of 1366 pixels."""


class TargetsPage(QWidget):
    """Shows targets and people; changes nothing by itself.

    Signals:
        shown: the page is shown and wants what is true now.
        asked: the words that the list is to be narrowed to.
        wanted: ids of targets whose lines are looked at.
        chosen: the id of the target to show.
        begin_requested: begin an inspection, of the chosen target if an id is given.
        new_requested: enter a target, of this name if one is given.
        change_requested: (target id, name of the Spot that gets the keys).
        visit_requested, paper_requested: the id to go to.
        dossier_requested: id of the target whose file (案卷) is to be shown.
        officer_requested: enter a person of the bureau.
        import_requested: bring a ledger in from Excel.
        officer_opened: the id of a person to change.
    """

    shown = Signal()
    asked = Signal(str)
    wanted = Signal(list)
    chosen = Signal(str)
    begin_requested = Signal(str)
    new_requested = Signal(str)
    change_requested = Signal(str, str)
    visit_requested = Signal(str)
    paper_requested = Signal(str)
    dossier_requested = Signal(str)
    officer_requested = Signal()
    import_requested = Signal()
    officer_opened = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self._wish = ""
        self._person = ""
        self._overlong = False
        self._model = TargetsModel(self)
        self._model.wanted.connect(self.wanted)
        self.search = SearchButton(look)
        self.people = PeoplePart(look)
        self.card = TargetCardView(look)
        self._parts = QStackedWidget()
        self._parts.addWidget(self._targets_part())
        self._parts.addWidget(self.people)
        column(self, [self._top(), (self._parts, 1)], gap=0)
        self._connect()
        self._show_none()

    # Made once.

    def _top(self) -> QFrame:
        look = self._look
        self._tabs = QButtonGroup(self)
        tabs: list[QPushButton] = []
        for n, (words, name, tip) in enumerate(
            (
                (self.tr("工地和企业"), "tab_targets", "Ctrl+Shift+T"),
                (self.tr("执法人员"), "tab_people", "Ctrl+Shift+P"),
            )
        ):
            tab = button(words, name, kind="tab")
            tab.setCheckable(True)
            tab.setToolTip(f"{words}  {tip}")
            tab.setChecked(n == 0)
            self._tabs.addButton(tab, n)
            tabs.append(tab)
            QShortcut(QKeySequence(tip), self, tab.click)
        self._tabs.idClicked.connect(self._show_part)
        new = button(self.tr("新增对象"), "add_target", look=look, icon="plus")
        new.setToolTip(f"{self.tr('新增对象')}  Ctrl+Shift+N")
        new.clicked.connect(lambda: self.new_requested.emit(""))
        begin = button(self.tr("开始检查"), "begin_visit", kind="main", look=look, icon="clipboard-check")
        begin.setToolTip(f"{self.tr('开始检查')}  Ctrl+N")
        begin.clicked.connect(lambda: self.begin_requested.emit(""))
        self._count = label("", "s")
        bring = button(self.tr("从 Excel 导入"), "import_targets", look=look, icon="file-up")
        bring.setToolTip(f"{self.tr('从 Excel 导入')}  Ctrl+Shift+I")
        bring.clicked.connect(self.import_requested)
        QShortcut(QKeySequence("Ctrl+Shift+I"), self, bring.click)
        parts = [*tabs, self._count, None, self.search, bring, new, begin]
        return page_top(look, self.tr("对象"), parts, gap=10)

    def _targets_part(self) -> QWidget:
        made = QWidget()
        left = self._left()
        row(made, [left, (self._right(), 1)], gap=0)
        return made

    def _left(self) -> QFrame:
        look = self._look
        made = QFrame()
        made.setProperty("ground", "card")
        made.setFixedWidth(min(look.px(LIST_WIDTH), MOST_LIST))
        self._line = SearchLine(
            look, "targets_line", self.tr("查找对象"), self.tr("任意两个字，或拼音首字母")
        )
        self._list = target_table(look, self._model, "targets_list", self.tr("对象列表"))
        self._nothing = label("", "s", wrap=True)
        self._nothing.setObjectName("targets_nothing")
        self._offer = button(self.tr("新增对象"), "offer_target", kind="soft", look=look, icon="plus")
        self._offer.clicked.connect(lambda: self.new_requested.emit(self._line.text().strip()))
        self._long = label(self.tr("粘贴的内容太长，只按前 64 个字查找。"), "warn", wrap=True)
        self._notes = QWidget()
        offer = row(None, [self._offer, None])
        column(self._notes, [self._long, self._nothing, offer], (16, 4, 16, 12))
        field = row(None, [(self._line, 1)], (16, 12, 16, 8))
        column(made, [field, self._notes, (self._list, 1)], gap=0)
        self._say_long(shown=False)
        return made

    def _right(self) -> QWidget:
        look = self._look
        made = QFrame()
        self._name = Elided(look, px=18, bold=True)
        self._kind, self._open_chip = Chip(look), Chip(look)
        self._change = button(self.tr("修改"), "change_target", look=look, icon="pencil")
        self._change.setToolTip(f"{self.tr('修改')}  Ctrl+E")
        self._change.clicked.connect(
            lambda: self._with_target(lambda one: self.change_requested.emit(one, "name"))
        )
        self._begin = button(self.tr("在此检查"), "begin_here", kind="soft", look=look, icon="arrow-right")
        self._begin.setToolTip(f"{self.tr('在此检查')}  Ctrl+Enter")
        self._begin.clicked.connect(lambda: self._with_target(self.begin_requested.emit))
        self._dossier = button(self.tr("案卷"), "target_dossier", look=look, icon="history")
        self._dossier.setToolTip(f"{self.tr('案卷')}  Ctrl+D")
        self._dossier.clicked.connect(lambda: self._with_target(self.dossier_requested.emit))
        chips = row(None, [self._kind, self._open_chip, None], gap=8)
        words = column(None, [self._name, chips], gap=6)
        head = row(None, [(words, 1), self._dossier, self._change, self._begin], (0, 0, 8, 0), 8)
        shown = QWidget()
        column(shown, [head, (self.card, 1)], (20, 16, 12, 12), 12)
        self._side = QStackedWidget()
        self._side.addWidget(shown)
        self._side.addWidget(self._empty())
        column(made, [self._side], gap=0)
        return made

    def _empty(self) -> QWidget:
        look = self._look
        self._teach = label("", "s", wrap=True)
        return teaching(look, "building-2", self._teach, min(look.px(500), 500))

    def _connect(self) -> None:
        self._line.asked.connect(self._on_asked)
        self._line.overlong.connect(lambda: self._say_long(shown=True))
        self._line.moved.connect(self._move)
        self._line.entered.connect(self._list.setFocus)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self._list.activated.connect(lambda: self._begin.setFocus(Qt.FocusReason.TabFocusReason))
        self.card.visit_opened.connect(self.visit_requested)
        self.card.paper_opened.connect(self.paper_requested)
        self.card.mend_wanted.connect(self.change_requested)
        self.people.new_requested.connect(self.officer_requested)
        self.people.change_requested.connect(self.officer_opened)
        for keys, does in (
            ("Ctrl+N", lambda: self.begin_requested.emit("")),
            ("Ctrl+Shift+N", lambda: self.new_requested.emit("")),
            ("Ctrl+F", self._to_line),
            ("Ctrl+D", self._dossier.click),
            ("Ctrl+E", self._change.click),
            ("Ctrl+Return", self._begin.click),
        ):
            QShortcut(QKeySequence(keys), self, does)

    # What is shown.

    def choose(self, target_id: str) -> None:
        """Choose a target as soon as the list is here; every target is listed then."""
        self._wish = target_id
        self._tabs.button(0).click()
        self._line.blockSignals(True)
        self._line.clear()
        self._line.blockSignals(False)

    def show_people(self, person_id: str = "") -> None:
        """Turn to the bureau's people."""
        self._person = person_id
        self._tabs.button(1).click()

    @property
    def told(self) -> str:
        """The words that the list is narrowed to."""
        return self._line.text()

    def show_found(self, told: str, ids: Sequence[str], lines: Sequence[TargetLine]) -> None:
        """Show the targets that these words find; an answer to an older question is passed by."""
        if told != self._line.text():
            return
        wish = self._wish or self.target_id
        self._wish = ""
        self._model.show(told, ids, lines)
        self._count.setText(self.tr("%s 个") % len(ids) if ids and self._parts.currentIndex() == 0 else "")
        self._say_nothing(told, found=bool(ids))
        if not ids:
            self._show_none(told)
            return
        place = self._model.index(max(self._model.row_of(wish), 0))
        self._list.selectionModel().setCurrentIndex(place, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._list.scrollTo(place)
        # The same target may have changed: it is told anew.
        self.chosen.emit(self._model.id_at(place.row()))

    def _say_nothing(self, told: str, *, found: bool) -> None:
        asked = told.strip()
        self._nothing.setText("" if found or not asked else self.tr("没有这样的对象。"))
        words = self.tr("新增“%s”") % shortened(asked, MOST_OFFERED)
        self._offer.setText(f" {words}".replace("&", "&&"))
        self._offer.setAccessibleName(words)
        reveal(self._nothing, shown=bool(self._nothing.text()))
        reveal(self._offer, shown=not found and bool(asked))
        self._say_long(shown=self._overlong)

    def _say_long(self, *, shown: bool) -> None:
        """Say that only the beginning counts, or no more; what has nothing to say takes no room."""
        self._overlong = shown
        reveal(self._long, shown=shown)
        reveal(self._notes, shown=shown or bool(self._nothing.text()))

    def _show_none(self, told: str = "") -> None:
        self._side.setCurrentIndex(1)
        self.card.target_id = ""
        self._teach.setText(
            self.tr("换个说法试试：只打两个字，或拼音首字母；单位、地址、负责人也可以。")
            if told.strip()
            else self.tr(
                "这里会列出工地和搅拌站，有没改完的问题也看得见。\n"
                "按 Ctrl+Shift+I 从 Excel 导入局里的台账，或按 Ctrl+Shift+N 登记第一个。"
            )
        )

    def take_lines(self, lines: Sequence[TargetLine]) -> None:
        """Take the words of rows that were asked for."""
        self._model.take(lines)

    def show_card(self, card: TargetCard) -> None:
        """Show all about the chosen target."""
        if card.target.id != self._model.id_at(self._list.currentIndex().row()):
            return
        self._name.show_text(card.target.name)
        self._kind.show_state(said(card.kind), "gray")
        self._open_chip.show_state(*self._open_words(card))
        self.card.show_card(card)
        self._side.setCurrentIndex(0)

    def _open_words(self, card: TargetCard) -> tuple[str, str]:
        if card.overdue:
            told = self.tr("%1 项未闭环，%2 项逾期")
            return told.replace("%1", str(card.open_findings)).replace("%2", str(card.overdue)), "red"
        if card.open_findings:
            return self.tr("%s 项未闭环") % card.open_findings, "amber"
        return (self.tr("没有未闭环的问题"), "green") if card.visit_count else ("", "gray")

    def show_officers(self, people: Sequence[Officer], today: date) -> None:
        """Show the bureau's people."""
        self.people.show_people(people, today, self._person)

    @property
    def target_id(self) -> str:
        """The target that is shown, empty when there is none."""
        return self.card.target_id if self._side.currentIndex() == 0 else ""

    # What is done.

    def _show_part(self, place: int) -> None:
        self._parts.setCurrentIndex(place)
        self._tabs.button(place).setChecked(True)
        shown = self._model.rowCount()
        self._count.setText(self.tr("%s 个") % shown if shown and place == 0 else "")
        if self.isVisible():
            self.setFocus()

    def _on_asked(self, told: str) -> None:
        if not told:
            self._say_long(shown=False)
        self.asked.emit(told)

    def _on_current(self, now: QModelIndex, _: QModelIndex) -> None:
        target_id = self._model.id_at(now.row())
        if target_id and target_id != self.card.target_id:
            self.chosen.emit(target_id)

    def _move(self, steps: int) -> None:
        rows = self._model.rowCount()
        if rows:
            at = min(max(self._list.currentIndex().row() + steps, 0), rows - 1)
            self._list.setCurrentIndex(self._model.index(at))

    def _to_line(self) -> None:
        self._tabs.button(0).click()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _with_target(self, does: Callable[[str], object]) -> None:
        if self.target_id:
            does(self.target_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list, or to the line above it while there is none."""
        if self._parts.currentIndex() == 1:
            self.people.setFocus(event.reason())
        else:
            (self._list if self._model.rowCount() else self._line).setFocus(event.reason())
