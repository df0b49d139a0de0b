"""A board: choices above a list at the left, all about the chosen line at the right."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from inspector_app.ui.controls.board_sheet import LARGE, SheetView, keys_in
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.page_parts import teaching
from inspector_app.ui.controls.parts import Item, button, column, label, row
from inspector_app.ui.controls.rows_model import RowsModel
from inspector_app.ui.controls.tables import chip_room, make_table
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

LIST_SHARE, SHEET_SHARE = 46, 54
LARGE_LIST, LARGE_SHEET = 56, 44
"""Of a list with numbers beside large words: none of them is cut; the sheet sets chips below its words."""
MEASURED = 200
"""Lines by which the columns are measured: all of them would hold the window up."""


class LinesModel(RowsModel[Line]):
    """Lines as a table: what it is, its state, its day."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name_columns(self.tr("事项"), self.tr("状态"), self.tr("日期"))

    def id_of(self, told: Line) -> str:
        """Return the line's id."""
        return told.id

    def words(self, told: Line, column: int) -> str:
        """Return the words of a cell."""
        return (told.title, said(told.state) if told.state else "", told.right)[column]

    def note(self, told: Line, column: int) -> str:
        """Return the second line of a cell."""
        return (told.note, "", told.right_note)[column]

    def chip(self, told: Line, column: int) -> tuple[str, str] | None:
        """Return the state's chip."""
        return (told.state, told.tone) if column == 1 and told.state else None

    @property
    def lines(self) -> Sequence[Line]:
        """All lines, in their order."""
        return self._rows


class BoardView(QWidget):
    """Shows lines and a sheet; emits wishes.

    Args:
        numbers: the lines name numbers that are not to be cut beside large words.

    Signals:
        filtered: the code of a choice above the list.
        chosen: the id of the line whose sheet is wanted.
        done: (code of a deed, id; empty for a deed of the whole board).
        followed: (link, id of the sheet).
    """

    filtered = Signal(str)
    chosen = Signal(str)
    done = Signal(str, str)
    followed = Signal(str, str)

    def __init__(
        self, look: Look, name: str, spoken: str, parent: QWidget | None = None, *, numbers: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look, self._name = look, name
        self._wide = numbers and look.scale > LARGE
        self._wish = self._first_put = ""
        self._unseen = True
        self._filters: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda n: self.filtered.emit(self._filters[n]))
        self.model = LinesModel(self)
        self.sheet = SheetView(look, f"{name}_sheet", narrow=self._wide)
        self.table = make_table(look, self.model, f"{name}_list", spoken)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.activated.connect(lambda _: self.sheet.scrolled.setFocus())
        self._teach = label("", "s", wrap=True)
        # Words come later: without any it would be as small as a picture.
        self._begin = button(" ", f"{name}_begin", kind="soft", look=look, icon="plus")
        self._begin.clicked.connect(self._on_begin)
        self._head = QFrame()
        self._head.setObjectName(f"{name}_head")
        self._tabs, self._acts = QWidget(), QWidget()
        self._bar = row(self._head, [self._tabs, None, self._acts], (16, 10, 16, 10), 8)
        self._first: Deed | None = None
        self._keys: list[QShortcut] = []
        self._place_parts()
        self.sheet.done.connect(lambda code, known: self._pass_on(self.done, code, known))
        self.sheet.followed.connect(lambda link, known: self._pass_on(self.followed, link, known))
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def _place_parts(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName(f"{self._name}_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.sheet)
        shares = (LARGE_LIST, LARGE_SHEET) if self._wide else (LIST_SHARE, SHEET_SHARE)
        for at, share in enumerate(shares):
            split.setStretchFactor(at, share)
        split.setSizes([share * 10 for share in shares])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(teaching(self._look, "inbox", self._teach, self._look.px(420), act=self._begin))
        column(self, [self._head, (self._stack, 1)], gap=0)

    # What is shown.

    def show_filters(self, filters: Sequence[Filter], chosen: str) -> None:
        """Show the choices above the list."""
        if [one.code for one in filters] != self._filters:
            self._make_tabs(filters)
        for n, one in enumerate(filters):
            tab = self._group.button(n)
            words = one.words if one.count is None else f"{one.words} {one.count}"
            tab.setText(words)
            tab.setAccessibleName(words)
            tab.setChecked(one.code == chosen)
            # Tab comes to the one that is chosen, as if it had been pressed; the arrows go on from there.
            tab.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if one.code == chosen else Qt.FocusPolicy.ClickFocus
            )

    def _make_tabs(self, filters: Sequence[Filter]) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
        made = QWidget()
        tabs: list[Item] = []
        self._filters = [one.code for one in filters]
        for n, one in enumerate(filters):
            tab = button(one.words, f"{self._name}_{one.code}", kind="tab")
            tab.setCheckable(True)
            self._group.addButton(tab, n)
            tabs.append(tab)
        row(made, tabs, gap=4)
        self._tabs = self._swap(self._tabs, made)

    def show_acts(self, deeds: Sequence[Deed]) -> None:
        """Show what may be done on the whole board; the first of them is offered while it is empty."""
        for key in self._keys:
            key.setEnabled(False)
            key.deleteLater()
        self._keys = []
        made, had = QWidget(), keys_in(self._acts)
        row(made, [self._act(one) for one in deeds], gap=8)
        self._acts = self._swap(self._acts, made)
        heir = made.findChild(QPushButton, had) if had else None
        if heir is not None:
            heir.setFocus()
        self._first = deeds[0] if deeds else None

    def _swap(self, old: QWidget, made: QWidget) -> QWidget:
        self._bar.replaceWidget(old, made)
        old.hide()
        old.deleteLater()
        return made

    def _act(self, deed: Deed) -> QPushButton:
        kind = "main" if deed.main else ""
        made = button(deed.words, f"{self._name}_{deed.code}", kind=kind, look=self._look, icon=deed.icon)
        made.setToolTip(f"{deed.words}  {deed.key}".rstrip())
        made.setEnabled(not deed.why_not)
        made.clicked.connect(lambda: self.done.emit(deed.code, ""))
        if deed.key:
            self._keys.append(QShortcut(QKeySequence(deed.key), self, made.click))
        return made

    def show_lines(self, lines: Sequence[Line], teach: str) -> None:
        """Show these lines; the one that was chosen stays so, as far as it is still there.

        Before anybody looks nobody chose: then the first one is. What a page shows at its coming is of
        before; the first list that is read after it counts as seen.

        Args:
            teach: what is said where there are none.
        """
        nobody_chose = self.chosen_id == self._first_put and self._unseen
        wish = self._wish or ("" if nobody_chose else self.chosen_id)
        self._wish = ""
        self._unseen = not self.isVisible()
        self.model.show(lines)
        self._fit(lines)
        self._teach.setText(teach)
        self._begin.setVisible(self._first is not None)
        if self._first is not None:
            self._begin.setText(f" {self._first.words}")
            self._begin.setAccessibleName(self._first.words)
        self._stack.setCurrentIndex(0 if lines else 1)
        if not lines:
            self.sheet.show_sheet(Sheet("", ""))
            return
        at = self.model.row_of(wish)
        self._first_put = lines[0].id if at < 0 else ""
        place = self.model.index(max(at, 0), 0)
        self.table.selectionModel().setCurrentIndex(
            place, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.table.scrollTo(place)
        self.chosen.emit(self.chosen_id)

    def _fit(self, lines: Sequence[Line]) -> None:
        """Give states and days the width they need, and the rest to what it is about."""
        look = self._look
        days = max(
            (
                painting.text_width(look, one, 13)
                for line in lines[:MEASURED]
                for one in (line.right, line.right_note)
            ),
            default=0,
        )
        head: Any = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at, wide in (
            (1, chip_room(look, (one.state for one in lines[:MEASURED]))),
            (2, round(days) + 28),
        ):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(at, wide)
            self.table.setColumnHidden(at, wide <= 28)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show all about a line; an answer about another one than the chosen is passed by."""
        if sheet.id == self.chosen_id:
            self.sheet.show_sheet(sheet)

    def choose(self, known: str) -> None:
        """Choose a line as soon as it is in the list."""
        at = self.model.row_of(known)
        if at < 0:
            self._wish = known
            return
        self.table.setCurrentIndex(self.model.index(at, 0))

    @property
    def chosen_id(self) -> str:
        """The id of the chosen line, empty when there is none."""
        told = self.model.value(self.table.currentIndex().row())
        return told.id if told is not None else ""

    # What is done.

    def _on_current(self, now: QModelIndex, _: QModelIndex) -> None:
        told = self.model.value(now.row())
        if told is not None and told.id != self.sheet.sheet.id:
            self.chosen.emit(told.id)

    def _pass_on(self, wish: SignalInstance, what: str, known: str) -> None:
        # The sheet of a line that was left stays until the next one is read: nothing is done on it any more.
        if known == self.chosen_id:
            wish.emit(what, known)

    def _on_begin(self) -> None:
        if self._first is not None:
            self.done.emit(self._first.code, "")

    def hideEvent(self, event: QHideEvent) -> None:
        """Who comes back looks anew."""
        self._unseen = True
        super().hideEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list, to the button that begins, or to the choices above an empty list."""
        empty = self._begin if self._first is not None else self._group.checkedButton() or self
        lead = self.table if self.model.rowCount() else empty
        if lead is not self:
            lead.setFocus(event.reason())
