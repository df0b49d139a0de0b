"""The print panel: which printer, which copies, the stamped sheet, and what to do when a printer fails."""

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QProgressBar, QWidget

from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.errors import Problem
from inspector_app.domain.printing import CopyWanted, Paper, PrintPages, WayOn
from inspector_app.printing.printer import PrinterFacts
from inspector_app.ui.controls.dialogs import grid, line
from inspector_app.ui.controls.paper_dialog import PaperDialog
from inspector_app.ui.controls.parts import (
    DropDown,
    Elided,
    button,
    column,
    label,
    plain,
    reveal,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.papers.print_work import Halt, Listing, PrintWish, SheetAsked
from inspector_app.ui.style.look import BASE_PX, Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, Words, of_problem

WIDTH = 640
MOST_WORDS = 320
"""How wide a copy is called; what is longer is shortened, its tooltip tells it whole."""
FORM, BUSY, SHEET, HALTED = "form", "busy", "sheet", "halted"


class CopyLine:
    """One copy in the panel: ticked or not, whom it is for, how many of it, how often it was printed."""

    def __init__(self, copy: CopyWanted, words: str, spoken: str, printed: str) -> None:
        self.copy = copy
        self.tick = QCheckBox(words)
        self.tick.setObjectName(f"copy_{copy.n}")
        self.tick.setAccessibleName(words)
        self.tick.setChecked(True)
        self.count = line(f"count_{copy.n}", spoken)
        self.count.setText("1")
        self.count.setMaxLength(1)
        self.count.setFixedWidth(44)
        self.count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.count.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]?"), self.count))
        self.printed = label(printed, "m")
        self.tick.toggled.connect(self.count.setEnabled)

    def wanted(self) -> CopyWanted | None:
        """Return what is to be printed of it, None for nothing."""
        count = int(self.count.text() or 0) if self.tick.isChecked() else 0
        return CopyWanted(self.copy.n, self.copy.recipient, count) if count else None


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
        self._texts, self._paper, self._mode = texts, paper, FORM
        self._printers: tuple[PrinterFacts, ...] = ()
        self._eager, self._begun = False, False
        self._halt: Halt | None = None
        self._lines = [self._copy_line(*one) for one in copies]
        parts = QWidget()
        column(parts, [self._form_part(look), self._sheet_part(), self._way_part()], gap=12)
        self.finish(parts, self.tr("打印"), "print_accept", icon="printer", width=WIDTH)
        tab_as_laid_out(self)
        self._show_mode(FORM)
        self._printer.setFocus()

    def _copy_line(self, copy: CopyWanted, whom: str, times: int) -> CopyLine:
        words = self.tr("第 %1 联  %2").replace("%1", str(copy.n)).replace("%2", said(copy.recipient))
        if whom and whom != copy.recipient:
            words = f"{words} · {whom}"
        spoken = self.tr("%s 的份数") % words
        printed = self.tr("已印 %s 次") % times if times else self.tr("未印过")
        made = CopyLine(copy, words, spoken, printed)
        shown = QFontMetricsF(self.look.font(BASE_PX)).elidedText(
            words, Qt.TextElideMode.ElideRight, self.look.px(MOST_WORDS)
        )
        made.tick.setText(shown)
        made.tick.setToolTip(plain(words))
        made.tick.toggled.connect(self._check)
        made.count.textChanged.connect(self._check)
        return made

    def _form_part(self, look: Look) -> QWidget:
        self._form = QWidget()
        self._printer = DropDown()
        self._printer.setObjectName("printer")
        self._printer.setAccessibleName(self.tr("打印机"))
        self._printer.setPlaceholderText(self.tr("正在查找打印机…"))
        self._printer.currentIndexChanged.connect(self._on_printer)
        renew = button("", "printers_again", look=look, icon="refresh-cw", spoken=self.tr("重新查找打印机"))
        renew.clicked.connect(self.printers_wanted)
        chosen = QWidget()
        row(chosen, [(self._printer, 1), renew])
        self._thermal = label("", "warn", wrap=True)
        self._copies = QWidget()
        lines = QGridLayout(self._copies)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(12)
        lines.setVerticalSpacing(4)
        lines.setColumnStretch(0, 1)
        for n, one in enumerate(self._lines):
            lines.addWidget(one.tick, n, 0)
            lines.addWidget(one.count, n, 1)
            lines.addWidget(label(self.tr("份"), "s"), n, 2)
            lines.addWidget(one.printed, n, 3)
        self._duplex = QCheckBox(self.tr("双面打印"))
        self._duplex.setObjectName("duplex")
        self._duplex.setAccessibleName(self._duplex.text())
        self._duplex.setChecked(self._paper.pages > 1)
        self._stamped = QCheckBox(self.tr("签署页（第 %s 页）打在带章纸上") % self._paper.sign_page)
        self._stamped.setObjectName("stamped")
        self._stamped.setAccessibleName(self._stamped.text())
        self._stamped.setChecked(self._paper.stamped)
        self._sheets = label("", "m")
        reveal(self._stamped, shown=False)
        paper = QWidget()
        row(paper, [self._duplex, 12, self._stamped, self._sheets, None])
        rows = [(self.tr("打印机"), chosen), (self.tr("联次"), self._copies), (self.tr("纸张"), paper)]
        fields = grid(rows)
        lines_of = fields.layout()
        if isinstance(lines_of, QGridLayout) and (head := lines_of.itemAtPosition(1, 0)) is not None:
            # Beside the first of the copies, not beside their middle.
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            if (told := head.widget()) is not None:
                told.setContentsMargins(0, 8, 0, 0)
        column(self._form, [fields, self._thermal], gap=8)
        self._duplex.setVisible(self._paper.pages > 1)
        self._stamped.setVisible(self._paper.stamped)
        self._sheets.setVisible(self._paper.stamped)
        return self._form

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
        # What was begun goes on as it was asked for, only at another printer.
        for part in (self._copies, self._stamped):
            part.setEnabled(not self._begun)
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
            ready = any(one.wanted() for one in self._lines)
        self.accept_button.setEnabled(ready)

    # What is told from outside.

    def show_printers(self, told: Listing) -> None:
        """Show the printers there are, in words; the one used last is chosen."""
        before = self._chosen()
        wanted = before.name if before else told.last
        others = [one.name for one in told.printers if one.name != wanted]
        if self._begun and others:
            wanted = others[0]
        self._printers = told.printers
        self._printer.clear()
        for one in told.printers:
            looks = self._say(f"print.looks_{one.state}", printer=one.label).message
            self._printer.addItem(looks, one.name)
        names = [one.name for one in told.printers]
        usual = next((n for n, one in enumerate(told.printers) if one.default), 0)
        self._printer.setCurrentIndex(names.index(wanted) if wanted in names else (usual if names else -1))
        left = self.tr("手头还有 %s 张") % told.sheets_left if told.sheets_left else ""
        self._sheets.setText(left)
        self._halt = Halt(told.problem, (WayOn.SAVE_PDF,)) if told.problem else None
        if told.problem is not None:
            self._printer.setPlaceholderText(self.tr("没有可用的打印机"))
            self.notice.show_words(of_problem(told.problem, self._texts))
        else:
            self.notice.clear()
        self._show_mode(FORM)
        self._printer.setFocus()
        if self._eager and self._chosen() is not None:
            self.wish()
        self._eager = False

    def _chosen(self) -> PrinterFacts | None:
        name = self._printer.currentData()
        return next((one for one in self._printers if one.name == name), None)

    def _on_printer(self) -> None:
        chosen = self._chosen()
        thermal = chosen is not None and chosen.thermal
        self._thermal.setVisible(thermal)
        if chosen is not None:
            self._thermal.setText(self._both("print.thermal", printer=chosen.label) if thermal else "")
            self._duplex.setEnabled(chosen.duplex is not False)
        self._fit()

    def _both(self, code: str, **values: object) -> str:
        words = self._say(code, **values)
        return f"{words.message}{words.remedy}"

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
        chosen = self._chosen()
        wanted = tuple(copy for one in self._lines if (copy := one.wanted()) is not None)
        if chosen is None:
            self._eager = True
            return
        if not wanted:
            return
        stamped = self._paper.stamped and self._stamped.isChecked()
        duplex = self._duplex.isChecked() and self._duplex.isEnabled() and self._paper.pages > 1
        self._begun = True
        self._show_mode(BUSY)
        self.print_requested.emit(PrintWish(chosen, wanted, duplex, stamped))

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
