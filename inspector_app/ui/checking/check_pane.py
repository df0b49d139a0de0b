"""The checklists of an inspection: which list, which table, its items, and a line to look for one."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from inspector_app.domain.checking import FAILS, CheckSheet, Listing, Sort
from inspector_app.ui.checking import rows, table_strip
from inspector_app.ui.checking.check_list import CheckList
from inspector_app.ui.checking.line_bar import LineBar
from inspector_app.ui.checking.list_view import NOWHERE
from inspector_app.ui.checking.rows import Place
from inspector_app.ui.checking.sheet_dialog import SheetDialog
from inspector_app.ui.checking.table_strip import TableStrip
from inspector_app.ui.checking.values import Checks, short_name
from inspector_app.ui.controls.keeper import Aside
from inspector_app.ui.controls.parts import button, column, label, row
from inspector_app.ui.controls.spot import CHECK_NOTE, Spot
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said


class CheckPane(QWidget):
    """Shows Checks; emits what is to be noted.

    Signals:
        marked: (sheet id, item id, Mark).
        raise_wanted: (sheet id, item id, criterion id or empty) make a finding of it, or open the one there.
        absent_wanted: (sheet id, absent).
        sheet_added: (listing id, table id, name).
        sheet_named: (sheet id, name).
        typed: (spot, text) of a note that is to be kept; empty: no more.
    """

    marked = Signal(str, str, object)
    raise_wanted = Signal(str, str, str)
    absent_wanted = Signal(str, bool)
    sheet_added = Signal(str, str, str)
    sheet_named = Signal(str, str)
    typed = Signal(object, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._checks: Checks | None = None
        self._inspection_id, self._listing_id = "", ""
        self._noted: Place = NOWHERE
        self._aside = Aside(self)
        self._buttons: dict[str, QPushButton] = {}
        self.list = CheckList(look)
        self.strip = TableStrip(look)
        self._lists = QHBoxLayout()
        self._lists.setSpacing(0)
        self._search = self._tool("check_search", "search", self.tr("查找检查项（/ 或 Ctrl+F）"))
        self._add = self._tool("add_sheet", "plus", self.tr("本表再加一张（Insert）"))
        self._name = self._tool("name_sheet", "pencil", self.tr("为本表命名"))
        self._absent = self._tool("absent_table", "ban", self.tr("本表不适用（Ctrl+0）"))
        self.search = LineBar(
            look, "check_find", self.tr("查找"), self.tr("条文、扣分点或编号，如 17.3；Enter 下一处")
        )
        self.note = LineBar(look, "check_note", self.tr("备注"), self.tr("这一项看到了什么"))
        self._empty = label(
            self.tr("这类对象还没有配置检查表。\n在 forms/targets 的 checklists 里列出后，这里就会出现。"),
            "s",
            wrap=True,
        )
        self._empty.setContentsMargins(16, 40, 16, 0)
        tools = [self._search, self._add, self._name, self._absent]
        head = row(None, [self._lists, None, *tools], (16, 0, 12, 0), 4)
        strip = row(None, [(self.strip, 1)], (16, 0, 12, 0))
        column(
            self,
            [head, strip, self.search, self._empty, (self.list, 1), self.note],
            gap=6,
        )
        self.setFocusProxy(self.list)
        self._connect()

    def _tool(self, name: str, icon: str, spoken: str) -> QPushButton:
        return button("", name, kind="bare", look=self._look, icon=icon, spoken=spoken)

    def _connect(self) -> None:
        self.list.marked.connect(self.marked)
        self.list.raise_wanted.connect(self.raise_wanted)
        self.list.absent_wanted.connect(self.absent_wanted)
        self.list.sheet_wanted.connect(lambda: self._ask_name(new=True))
        self.list.find_wanted.connect(self.search.open)
        self.list.note_wanted.connect(self._open_note)
        self.list.stepped.connect(self.settle)
        self.list.moved.connect(lambda *_: self._show_strip())
        self.strip.chosen.connect(self._on_part)
        self.strip.restored.connect(lambda sheet_id: self.absent_wanted.emit(sheet_id, False))
        self._search.clicked.connect(self.list.find_wanted)
        self._add.clicked.connect(lambda: self._ask_name(new=True))
        self._name.clicked.connect(lambda: self._ask_name(new=False))
        self._absent.clicked.connect(self.list.turn_absent)
        self.search.typed.connect(lambda told: self._look_for(told, onward=False))
        self.search.entered.connect(lambda told: self._look_for(told, onward=True))
        self.search.closed.connect(self.list.setFocus)
        self.note.typed.connect(self._on_note)
        self.note.entered.connect(self._on_noted)
        self.note.closed.connect(self.list.setFocus)
        self.note.closed.connect(self._aside.end)
        self._aside.typed.connect(self.typed)

    @property
    def listing(self) -> Listing | None:
        """The list that is shown."""
        return self._checks.board.listing(self._listing_id) if self._checks is not None else None

    def show_checks(self, checks: Checks) -> None:
        """Show the checklists, or their newer values."""
        board = checks.board
        fresh = board.inspection_id != self._inspection_id
        self._checks, self._inspection_id = checks, board.inspection_id
        ids = [one.id for one in board.listings]
        if fresh or self._listing_id not in ids:
            self._listing_id = ids[0] if ids else ""
            self.search.shut()
            self.note.shut()
        if fresh or list(self._buttons) != ids:
            self._renew_buttons(board.listings)
        self._empty.setVisible(not ids)
        self.list.setVisible(bool(ids))
        self.strip.setVisible(bool(ids))
        self._name_buttons()
        listing = self.listing
        if listing is not None:
            self.list.show_list(checks, listing)
            self._show_strip()
        self._search.setVisible(listing is not None)
        for tool in (self._add, self._name, self._absent):
            tool.setVisible(listing is not None and listing.sort is Sort.SCORED)
            tool.setEnabled(not checks.locked)

    def _renew_buttons(self, listings: tuple[Listing, ...]) -> None:
        for old in self._buttons.values():
            old.hide()
            old.deleteLater()
        self._buttons = {}
        for one in listings:
            made = button(one.name, f"list_{one.id}", kind="seg")
            made.setCheckable(True)
            made.setChecked(one.id == self._listing_id)
            made.clicked.connect(lambda _=False, listing_id=one.id: self.show_listing(listing_id))
            self._buttons[one.id] = made
            self._lists.addWidget(made)

    def _name_buttons(self) -> None:
        checks = self._checks
        if checks is None:
            return
        for one in checks.board.listings:
            marks = [mark for sheet in checks.board.sheets_of(one.id) for mark in sheet.marks.values()]
            ticked = sum(mark.result == FAILS for mark in marks) if one.sort is Sort.HAZARDS else 0
            words = f"{said(short_name(one))}  {ticked or ''}".strip()
            self._buttons[one.id].setText(words)
            self._buttons[one.id].setAccessibleName(words)
            wide = painting.text_width(self._look, words, 13, bold=True) + self._look.px(26)
            self._buttons[one.id].setMinimumWidth(round(wide))
            self._buttons[one.id].setChecked(one.id == self._listing_id)

    def show_listing(self, listing_id: str) -> None:
        """Show another list."""
        self._listing_id = listing_id
        if self._checks is not None:
            self.show_checks(self._checks)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_strip(self) -> None:
        if self._checks is not None and self.listing is not None:
            told = table_strip.chips(self._checks, self.listing, self.tr("不适用"))
            self.strip.show_chips(told, self.list.part())

    def _on_part(self, sheet_id: str, part_id: str) -> None:
        self.list.go_to_part(sheet_id, part_id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_part(self, sheet_id: str, part_id: str) -> None:
        """Show a table or a section, in whichever list it is."""
        sheet = self._sheet(sheet_id)
        if sheet is not None:
            self.show_listing(sheet.listing)
            self._on_part(sheet_id, part_id)

    def go_to_finding(self, finding_id: str, item: str) -> bool:
        """Show the item that a finding came of; False when it came of none.

        Args:
            item: the finding's checklist item or criterion, for one whose link another laptop made.
        """
        place = self._place_of(finding_id, item)
        sheet = self._sheet(place[0]) if place is not None else None
        if place is None or sheet is None:
            return False
        self.show_listing(sheet.listing)
        self.list.go(place)
        return True

    def _place_of(self, finding_id: str, item: str) -> Place | None:
        if self._checks is None:
            return None
        for sheet in self._checks.board.sheets:
            for line_id, mark in sheet.marks.items():
                if any(one == finding_id for _, one in mark.findings):
                    return sheet.id, line_id
        for sheet in self._checks.board.sheets:
            for part in self._checks.board.parts_of(sheet):
                for one in part.lines:
                    if item and item in (one.id, *(ground.id for ground in one.criteria)):
                        return sheet.id, one.id
        return None

    def _look_for(self, told: str, *, onward: bool) -> None:
        if self._checks is None or self.listing is None:
            return
        after = self.list.at
        if not onward:
            # What is typed first may be the current item itself.
            every = rows.places(self._checks, self.listing)
            at = every.index(after) if after in every else 0
            after = every[at - 1] if every else after
        place = rows.found(self._checks, self.listing, told, after)
        self.search.show_wrong(wrong=bool(told.strip()) and place is None)
        if place is not None:
            self.list.go(place)

    def _open_note(self) -> None:
        if self.settle():
            self._noted = self.list.at
            self.note.open(self.list.mark().note)

    def _on_note(self, told: str) -> None:
        spot = Spot(CHECK_NOTE, self._inspection_id, "/".join(self._noted))
        self._aside.type(spot, told)

    def _on_noted(self) -> None:
        if self.settle():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> bool:
        """Write the note that is open to the item it was begun for; tell whether it could be written.

        What is refused stays in its line: shutting it would lose the words.
        """
        sheet = self._sheet(self._noted[0])
        if self.note.isHidden() or sheet is None:
            self.note.shut()
            return True
        mark, told = sheet.mark(self._noted[1]), self.note.text().strip()
        if mark.note != told:
            self.marked.emit(*self._noted, replace(mark, note=told))
        sheet = self._sheet(self._noted[0])
        if sheet is not None and sheet.mark(self._noted[1]).note != told:
            return False
        self.note.shut()
        self._aside.end()
        return True

    def forget(self) -> None:
        """Drop a note that could not be written; what was kept of it is told at the next sign-in."""
        self._aside.drop()
        self.note.shut()

    def _sheet(self, sheet_id: str) -> CheckSheet | None:
        return self._checks.board.sheet(sheet_id) if self._checks is not None else None

    def _ask_name(self, *, new: bool) -> None:
        listing, (sheet_id, part_id) = self.listing, self.list.part()
        sheet = self._sheet(sheet_id)
        part = listing.part(part_id) if listing is not None else None
        if listing is None or sheet is None or part is None or listing.sort is not Sort.SCORED:
            return
        asked = SheetDialog(self._look, part.name, "" if new else sheet.name, new=new, parent=self.window())
        if new:
            asked.named.connect(lambda name: self.sheet_added.emit(listing.id, part_id, name))
        else:
            asked.named.connect(lambda name: self.sheet_named.emit(sheet_id, name))
        asked.open()
