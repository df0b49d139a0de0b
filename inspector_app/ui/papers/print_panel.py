"""The print panel: what is asked first, the stamped sheet, and what to do when a printer fails."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QProgressBar, QWidget

from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.errors import Problem
from inspector_app.domain.printing import CopyWanted, Paper, PrintPages, WayOn
from inspector_app.ui.controls.dialogs import grid, line
from inspector_app.ui.controls.paper_dialog import PaperDialog
from inspector_app.ui.controls.parts import (
    Elided,
    button,
    column,
    label,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.papers.print_form import PrintForm
from inspector_app.ui.papers.print_values import Halt, Listing, SheetAsked
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, Words, of_problem

WIDTH = 640
FORM, BUSY, SHEET, HALTED = "form", "busy", "sheet", "halted"


class PrintPanel(PaperDialog):
    """Asks what to print where, then shows how it goes; prints nothing by itself.

    Signals:
        printers_wanted: list the printers anew.
        print_requested: a PrintWish; also to go on at another printer.
        sheet_given: (serial of the stamped sheet that was put in, serial of the spoilt one that it replaces),
            both possibly empty.
        way_chosen: (a WayOn, the stamped sheet is spoilt).
        stop_requested: (the stamped sheet is spoilt) give up what is under way.
    """

    printers_wanted = Signal()
    print_requested = Signal(object)
    sheet_given = Signal(str, str)
    way_chosen = Signal(object, bool)
    stop_requested = Signal(bool)

    def __init__(
        self,
        look: Look,
        texts: Texts,
        document: Issued,
        paper: Paper,
        copies: Sequence[tuple[CopyWanted, str, int]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", "print_panel", parent)
        self.setWindowTitle(self.tr("打印 %s") % document.number)
        self._texts, self._mode = texts, FORM
        self._eager, self._begun = False, False
        self._halt: Halt | None = None
        self._form = PrintForm(look, texts, paper, copies)
        self._form.printers_wanted.connect(self.printers_wanted)
        self._form.changed.connect(self._on_form)
        parts = QWidget()
        column(parts, [self._form, self._sheet_part(), self._way_part()], gap=12)
        self.finish(parts, self.tr("打印"), "print_accept", icon="printer", width=WIDTH)
        tab_as_laid_out(self)
        self._show_mode(FORM)
        self._form.take_keys()

    def _sheet_part(self) -> QWidget:
        self._sheet_room = QWidget()
        self._sheet_words = label("", "h3", wrap=True)
        self._sheet_how = label("", "s", wrap=True)
        self._serial = line("sheet_serial", self.tr("带章纸编号"), self.tr("纸上印的编号；不编号的可空"))
        self._serial.textChanged.connect(self._check)
        serial = grid([(self.tr("带章纸编号"), self._serial)])
        self._before = QCheckBox("")
        self._before.setObjectName("sheet_before")
        column(self._sheet_room, [self._sheet_words, self._sheet_how, serial, self._before], gap=8)
        return self._sheet_room

    def _way_part(self) -> QWidget:
        self._way_room = QWidget()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("打印进度"))
        self._doing = Elided(self.look, tone="sub")
        self._spoilt = QCheckBox("")
        self._spoilt.setObjectName("sheet_spoilt")
        self._ways = {
            way: button(self._say(f"print.way_{way}").message, f"way_{way}")
            for way in (WayOn.AGAIN, WayOn.OTHER_PRINTER, WayOn.SAVE_PDF)
        }
        for way, one in self._ways.items():
            one.clicked.connect(lambda _=False, way=way: self._on_way(way))
        buttons = row(None, [*self._ways.values(), None])
        column(self._way_room, [self._doing, self._progress, self._spoilt, buttons], gap=8)
        return self._way_room

    def _say(self, code: str, **values: object) -> Words:
        return of_problem(Problem.of(code, "", **values), self._texts)

    # Which of its faces it shows.

    def _show_mode(self, mode: str) -> None:
        self._mode = mode
        self._form.setEnabled(mode == FORM)
        self._form.keep_as_asked(begun=self._begun)
        self._sheet_room.setVisible(mode == SHEET)
        self._progress.setVisible(mode in (BUSY, SHEET))
        self._doing.setVisible(mode == BUSY)
        ways = self._halt.ways if self._halt else ()
        first = next((way for way in ways if way in self._ways), None)
        for way, one in self._ways.items():
            one.setVisible(way in ways and way is not first)
        self._spoilt.setVisible(mode == HALTED and self._halt is not None and self._halt.stamped)
        self._way_room.setVisible(mode in (BUSY, SHEET, HALTED) or bool(ways))
        words = {SHEET: self.tr("已放入，继续"), BUSY: self.tr("正在打印…"), FORM: self.tr("打印")}
        told = self._ways[first].text() if first is not None else words.get(mode, self.tr("打印"))
        self.accept_button.setText(f" {told}")
        self.accept_button.setAccessibleName(told)
        self.call_cancel(self.tr("不打了") if self._begun else self.tr("取消"))
        self._check()
        self._fit()

    def _check(self) -> None:
        if self._mode == BUSY:
            ready = False
        elif self._mode == SHEET:
            ready = bool(self._serial.text().strip()) or not self._serial.property("needed")
        elif self._mode == HALTED or self._halt is not None:
            ready = True
        else:
            ready = bool(self._form.wanted)
        self.accept_button.setEnabled(ready)

    # What is told from outside.

    def show_printers(self, told: Listing) -> None:
        """Show the printers there are, in words; the one used last is chosen."""
        self._form.show_printers(told, another=self._begun)
        self._halt = Halt(told.problem, (WayOn.SAVE_PDF,)) if told.problem else None
        if told.problem is not None:
            self.notice.show_words(of_problem(told.problem, self._texts))
        else:
            self.notice.clear()
        self._show_mode(FORM)
        self._form.take_keys()
        if self._eager and self._form.chosen is not None:
            self.wish()
        self._eager = False

    def _on_form(self) -> None:
        self._check()
        self._fit()

    def show_going(self, step: PrintPages, done: int, steps: int) -> None:
        """Show what is being printed."""
        self._halt, self._begun = None, True
        self.notice.clear()
        told = self.tr("第 %1 联，送%2：正在打印第 %3 页（%4/%5）")
        pages = str(step.first) if step.first == step.last else f"{step.first}—{step.last}"
        for n, value in enumerate((step.copy, said(step.recipient), pages, done + 1, steps), start=1):
            told = told.replace(f"%{n}", str(value))
        self._doing.show_text(told)
        self._progress.setRange(0, steps)
        self._progress.setValue(done)
        self._show_mode(BUSY)

    def show_resumed(self) -> None:
        """Take a halt back: the printer goes on by itself."""
        self._halt = None
        self.notice.clear()
        self._show_mode(BUSY)

    def ask_for_sheet(self, asked: SheetAsked) -> None:
        """Ask for the stamped sheet."""
        self._halt, self._begun = None, True
        self.notice.clear()
        step = asked.step
        words = self._say(
            "print.insert_sheet",
            serial=asked.serial or self.tr("一张"),
            copy=step.copy,
            recipient=said(step.recipient),
        )
        self._sheet_words.setText(words.message)
        self._sheet_how.setText(words.remedy)
        self._serial.setProperty("needed", asked.needed)
        self._serial.setText(asked.serial)
        told = self.tr("这一联原来用的 %s 已打坏，登记作废") % asked.before
        self._before.setText(told)
        self._before.setAccessibleName(told)
        self._before.setProperty("serial", asked.before)
        self._before.setChecked(False)
        self._before.setVisible(bool(asked.before))
        self._doing.show_text("")
        self._show_mode(SHEET)
        self._serial.setFocus()
        self._serial.selectAll()

    def show_refused_sheet(self, words: Words) -> None:
        """Say why this sheet cannot be used; another one is asked for."""
        self.notice.show_words(words)
        self._show_mode(SHEET)
        self._serial.setFocus()
        self._serial.selectAll()

    def show_halt(self, halt: Halt) -> None:
        """Say why it does not go on and offer the ways on; the nearest is Enter's."""
        self._halt, self._begun = halt, True
        self.notice.show_words(of_problem(halt.problem, self._texts))
        told = self.tr("带章纸 %s 已打坏，登记作废") % halt.sheet if halt.sheet else self.tr("带章纸已打坏")
        self._spoilt.setText(told)
        self._spoilt.setAccessibleName(told)
        self._spoilt.setChecked(False)
        self._show_mode(HALTED)
        self.accept_button.setFocus()

    def show_working(self) -> None:
        """Show that a wish is being fulfilled."""
        self._show_mode(BUSY)

    # What the person wants.

    def wish(self) -> None:
        """Do what the main button says."""
        if self._mode == SHEET:
            serial = self._serial.text().strip().upper()
            before = str(self._before.property("serial") or "") if self._before.isChecked() else ""
            self._show_mode(BUSY)
            self.sheet_given.emit(serial, before)
        elif self._mode == BUSY:
            return
        elif self._halt is not None:
            first = next((way for way in self._halt.ways if way in self._ways), None)
            if first is not None:
                self._on_way(first)
        else:
            self._print()

    def _print(self) -> None:
        if self._form.chosen is None:
            self._eager = True
            return
        wish = self._form.wish()
        if wish is not None:
            self._begun = True
            self._show_mode(BUSY)
            self.print_requested.emit(wish)

    def _on_way(self, way: WayOn) -> None:
        spoilt = self._mode == HALTED and self._spoilt.isVisibleTo(self) and self._spoilt.isChecked()
        if way is not WayOn.SAVE_PDF:
            self._show_mode(BUSY)
        self.way_chosen.emit(way, spoilt)

    def accept(self) -> None:
        """Close: it is done."""
        self._begun = False
        super().accept()

    def reject(self) -> None:
        """Give up what is under way, and close."""
        spoilt = self._mode == HALTED and self._spoilt.isChecked()
        self._begun = False
        self.stop_requested.emit(spoilt)
        super().reject()
