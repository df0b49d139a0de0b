"""The print panel's form: which printer, which copies, on which paper."""

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from inspector_app.domain.errors import Problem
from inspector_app.domain.printing import CopyWanted, Paper
from inspector_app.printing.printer import PrinterFacts
from inspector_app.ui.controls.dialogs import grid, line
from inspector_app.ui.controls.parts import DropDown, button, column, label, plain, reveal, row
from inspector_app.ui.papers.print_values import Listing, PrintWish
from inspector_app.ui.style.look import BASE_PX, Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, of_problem

MOST_WORDS = 320
"""How wide a copy is called; what is longer is shortened, its tooltip tells it whole."""


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


class PrintForm(QWidget):
    """Asks for printer, copies and paper.

    Signals:
        printers_wanted: list the printers anew.
        changed: another printer, another copy or another number of it was chosen.
    """

    printers_wanted = Signal()
    changed = Signal()

    def __init__(
        self, look: Look, texts: Texts, paper: Paper, copies: Sequence[tuple[CopyWanted, str, int]]
    ) -> None:
        super().__init__()
        self._look, self._texts, self._paper = look, texts, paper
        self._printers: tuple[PrinterFacts, ...] = ()
        self._lines = [self._copy_line(*one) for one in copies]
        rows = [
            (self.tr("打印机"), self._printer_part(look)),
            (self.tr("联次"), self._copies_part()),
            (self.tr("纸张"), self._paper_part(paper)),
        ]
        fields = grid(rows)
        lines_of = fields.layout()
        if isinstance(lines_of, QGridLayout) and (head := lines_of.itemAtPosition(1, 0)) is not None:
            # Beside the first of the copies, not beside their middle.
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            if (told := head.widget()) is not None:
                told.setContentsMargins(0, 8, 0, 0)
        self._thermal = label("", "warn", wrap=True)
        column(self, [fields, self._thermal], gap=8)

    def _copy_line(self, copy: CopyWanted, whom: str, times: int) -> CopyLine:
        words = self.tr("第 %1 联  %2").replace("%1", str(copy.n)).replace("%2", said(copy.recipient))
        if whom and whom != copy.recipient:
            words = f"{words} · {whom}"
        spoken = self.tr("%s 的份数") % words
        printed = self.tr("已印 %s 次") % times if times else self.tr("未印过")
        made = CopyLine(copy, words, spoken, printed)
        shown = QFontMetricsF(self._look.font(BASE_PX)).elidedText(
            words, Qt.TextElideMode.ElideRight, self._look.px(MOST_WORDS)
        )
        made.tick.setText(shown)
        made.tick.setToolTip(plain(words))
        made.tick.toggled.connect(self.changed)
        made.count.textChanged.connect(self.changed)
        return made

    def _printer_part(self, look: Look) -> QWidget:
        self._printer = DropDown()
        self._printer.setObjectName("printer")
        self._printer.setAccessibleName(self.tr("打印机"))
        self._printer.setPlaceholderText(self.tr("正在查找打印机…"))
        self._printer.currentIndexChanged.connect(self._on_printer)
        renew = button("", "printers_again", look=look, icon="refresh-cw", spoken=self.tr("重新查找打印机"))
        renew.clicked.connect(self.printers_wanted)
        chosen = QWidget()
        row(chosen, [(self._printer, 1), renew])
        return chosen

    def _copies_part(self) -> QWidget:
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
        return self._copies

    def _paper_part(self, paper: Paper) -> QWidget:
        self._duplex = self._tick("duplex", self.tr("双面打印"))
        self._duplex.setChecked(paper.pages > 1)
        self._stamped = self._tick("stamped", self.tr("签署页（第 %s 页）打在带章纸上") % paper.sign_page)
        self._stamped.setChecked(paper.stamped)
        self._sheets = label("", "m")
        room = QWidget()
        row(room, [self._duplex, 12, self._stamped, self._sheets, None])
        reveal(self._duplex, shown=paper.pages > 1)
        for part in (self._stamped, self._sheets):
            reveal(part, shown=paper.stamped)
        return room

    def _tick(self, name: str, words: str) -> QCheckBox:
        made = QCheckBox(words)
        made.setObjectName(name)
        made.setAccessibleName(words)
        return made

    def _on_printer(self) -> None:
        chosen = self.chosen
        thermal = chosen is not None and chosen.thermal
        self._thermal.setVisible(thermal)
        if chosen is not None:
            words = of_problem(Problem.of("print.thermal", printer=chosen.label), self._texts)
            self._thermal.setText(f"{words.message}{words.remedy}" if thermal else "")
            self._duplex.setEnabled(chosen.duplex is not False)
        self.changed.emit()

    # What it holds.

    @property
    def chosen(self) -> PrinterFacts | None:
        """The printer that is chosen, None while none is known."""
        name = self._printer.currentData()
        return next((one for one in self._printers if one.name == name), None)

    @property
    def wanted(self) -> tuple[CopyWanted, ...]:
        """The copies that are ticked, each with how many of it."""
        return tuple(copy for one in self._lines if (copy := one.wanted()) is not None)

    def wish(self) -> PrintWish | None:
        """Return what is to be printed; None without a printer, or without a copy."""
        chosen, wanted = self.chosen, self.wanted
        if chosen is None or not wanted:
            return None
        stamped = self._paper.stamped and self._stamped.isChecked()
        duplex = self._duplex.isChecked() and self._duplex.isEnabled() and self._paper.pages > 1
        return PrintWish(chosen, wanted, duplex, stamped)

    def show_printers(self, told: Listing, *, another: bool) -> None:
        """Show the printers there are, in words; the one used last is chosen.

        Args:
            another: what was begun goes on at another printer than the one that is chosen.
        """
        before = self.chosen
        wanted = before.name if before else told.last
        others = [one.name for one in told.printers if one.name != wanted]
        if another and others:
            wanted = others[0]
        self._printers = told.printers
        self._printer.clear()
        for one in told.printers:
            looks = of_problem(Problem.of(f"print.looks_{one.state}", printer=one.label), self._texts).message
            self._printer.addItem(looks, one.name)
        names = [one.name for one in told.printers]
        usual = next((n for n, one in enumerate(told.printers) if one.default), 0)
        self._printer.setCurrentIndex(names.index(wanted) if wanted in names else (usual if names else -1))
        self._sheets.setText(self.tr("手头还有 %s 张") % told.sheets_left if told.sheets_left else "")
        if told.problem is not None:
            self._printer.setPlaceholderText(self.tr("没有可用的打印机"))

    def keep_as_asked(self, *, begun: bool) -> None:
        """Leave only the printer open once something was begun: it goes on as it was asked for."""
        for part in (self._copies, self._stamped):
            part.setEnabled(not begun)

    def take_keys(self) -> None:
        """Give the keys to the list of printers."""
        self._printer.setFocus()
