"""The small window that asks for a filter: a column, what is asked of it, and the value."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from inspector_app.domain.errors import RuleError
from inspector_app.domain.ledgers import Column, Holds, Layout, Match, Narrowing
from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.parts import DropDown, column, label, reveal
from inspector_app.ui.ledger import book_words
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, explain

HIGH = 204
RANGED = (Holds.DAY, Holds.NUMBER)


class FilterDialog(Dialog):
    """Asks for a filter; of days and numbers for both ends.

    Signals:
        given: (Narrowings that hold for the column from now on, the Narrowing that is changed or None).
        words_wanted: code of a column whose values are to be offered.
    """

    given = Signal(object, object)
    words_wanted = Signal(str)

    def __init__(
        self,
        look: Look,
        layout: Layout,
        texts: Texts,
        today: date,
        held: Sequence[Narrowing] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Make the window.

        Args:
            today: gives days without a year theirs.
            held: the filters of one column that are changed; none for a new one.
        """
        super().__init__(look, "", "filter_dialog", parent)
        self.setWindowTitle(self.tr("修改筛选") if held else self.tr("添加筛选"))
        self._layout, self._texts, self._today, self._held = layout, texts, today, tuple(held)
        self._make(look)
        for one in layout.columns:
            self._column.addItem(said(one.label), one.code)
        self._column.currentIndexChanged.connect(lambda _: self._show_column())
        self._match.currentIndexChanged.connect(lambda _: self._show_fields())
        self._empty.toggled.connect(lambda _: self._show_fields())
        self._offered.itemClicked.connect(lambda item: self._take(item.text()))
        self._offered.itemActivated.connect(lambda _: self.accept_button.click())

    def begin(self) -> None:
        """Show what is changed, or the first column; called once whoever listens does."""
        self._show_held()
        (self._column if not self._held else self._first()).setFocus()

    def _make(self, look: Look) -> None:
        self._column, self._match = DropDown(), DropDown()
        self._column.setObjectName("filter_column")
        self._column.setAccessibleName(self.tr("哪一列"))
        self._match.setObjectName("filter_match")
        self._match.setAccessibleName(self.tr("怎么比"))
        self._value = line("filter_value", self.tr("内容"), self.tr("一个字也可以"))
        self._from = line("filter_from", self.tr("从"))
        self._to = line("filter_to", self.tr("到"))
        self._empty = QCheckBox(self.tr("只看没有填的"))
        self._empty.setObjectName("filter_empty")
        self._empty.setAccessibleName(self._empty.text())
        self._offered = QListWidget()
        self._offered.setObjectName("filter_words")
        self._offered.setAccessibleName(self.tr("已有的内容"))
        self._offered.setFixedHeight(look.px(HIGH))
        self._hint = label("", "s", wrap=True)
        rows: list[tuple[str, QWidget]] = [
            (self.tr("哪一列"), self._column),
            ("", self._match),
            ("", self._value),
            ("", self._from),
            ("", self._to),
            ("", self._offered),
            ("", self._empty),
        ]
        parts = QWidget()
        column(parts, [grid(rows), self._hint], gap=10)
        self.finish(parts, self.tr("筛选"), "filter_accept", width=440)

    # What is asked.

    @property
    def _of(self) -> Column:
        return self._layout.columns[max(self._column.currentIndex(), 0)]

    def _first(self) -> QWidget:
        holds = self._of.holds
        if holds is Holds.STATE:
            return self._offered
        return self._from if holds in RANGED else self._value

    def _show_held(self) -> None:
        if not self._held:
            self._show_column()
            return
        self._column.setCurrentIndex(self._column.findData(self._held[0].column))
        self._show_column()
        for one in self._held:
            self._show_narrowing(one)
        self._show_fields()

    def _show_narrowing(self, one: Narrowing) -> None:
        ranged = self._of.holds in RANGED
        if one.match is Match.EMPTY:
            self._empty.setChecked(True)
        elif self._of.holds is Holds.STATE:
            words = self._of.words
            self._offered.setCurrentRow(words.index(one.value) if one.value in words else -1)
        elif ranged:
            for match, field in ((Match.FROM, self._from), (Match.TO, self._to)):
                if one.match in (match, Match.IS):
                    field.setText(one.value)
        else:
            self._match.setCurrentIndex(self._match.findData(one.match))
            self._value.setText(one.value)

    def _show_column(self) -> None:
        of = self._of
        self._match.blockSignals(True)
        self._match.clear()
        for match, words in book_words.matches(of):
            if match is not Match.EMPTY:
                self._match.addItem(words, match)
        self._match.blockSignals(False)
        self._empty.setChecked(False)
        self._list([said(one) for one in of.words])
        self._value.clear()
        self._from.clear()
        self._to.clear()
        day = of.holds is Holds.DAY
        for field, words in ((self._from, self.tr("从")), (self._to, self.tr("到"))):
            field.setPlaceholderText(words)
        self._hint.setText(self.tr("可以只写 2026、2026-03，或写到日；只填一头也行。") if day else "")
        if of.holds is Holds.TEXT:
            self.words_wanted.emit(of.code)
        self._show_fields()

    def _show_fields(self) -> None:
        holds, empty = self._of.holds, self._empty.isChecked()
        ranged, text = holds in RANGED and not empty, holds is Holds.TEXT and not empty
        for field in (self._from, self._to):
            reveal(field, shown=ranged)
        for part in (self._match, self._value):
            reveal(part, shown=text)
        reveal(self._offered, shown=not empty and self._offered.count() > 0 and not ranged)
        reveal(self._hint, shown=ranged and bool(self._hint.text()))
        self._fit()

    def offer(self, code: str, words: Sequence[str]) -> None:
        """Offer what stands in a column; an answer about another one than the chosen is passed by."""
        if code == self._of.code and self._of.holds is Holds.TEXT:
            self._list(words)
            self._show_fields()

    def _list(self, words: Sequence[str]) -> None:
        self._offered.clear()
        for one in words:
            QListWidgetItem(one, self._offered).setSizeHint(QSize(0, self.look.row()))

    def _take(self, words: str) -> None:
        if self._of.holds is Holds.TEXT:
            self._match.setCurrentIndex(self._match.findData(Match.IS))
            self._value.setText(words)

    # What is given.

    def wish(self) -> None:
        """Give the filter; what cannot be read is said, and stays."""
        try:
            told = self._narrowings()
        except RuleError as error:
            self.show_failure(explain(error, self._texts))
            field = {"from": self._from, "to": self._to}.get(error.where, self._value)
            field.setFocus()
            return
        self.given.emit(told, self._held[0] if self._held else None)
        self.accept()

    def _narrowings(self) -> tuple[Narrowing, ...]:
        of = self._of
        if self._empty.isChecked():
            return (Narrowing(of.code, Match.EMPTY),)
        if of.holds is Holds.STATE:
            at = self._offered.currentRow()
            if at < 0:
                raise RuleError("books.nothing_asked", where="words", column=of.label)
            return (Narrowing(of.code, Match.IS, of.words[at]),)
        if of.holds in RANGED:
            return self._ends(of)
        value = self._value.text().strip()
        if not value:
            raise RuleError("books.nothing_asked", where="value", column=of.label)
        return (Narrowing(of.code, Match(self._match.currentData()), value),)

    def _ends(self, of: Column) -> tuple[Narrowing, ...]:
        ends: list[Narrowing] = []
        for match, name, field in ((Match.FROM, "from", self._from), (Match.TO, "to", self._to)):
            value = book_words.end(of, field.text(), self._today, last=match is Match.TO, where=name)
            if value:
                ends.append(Narrowing(of.code, match, value))
        if not ends:
            raise RuleError("books.nothing_asked", where="from", column=of.label)
        if len(ends) == 2 and book_words.after(of, ends[0].value, ends[1].value):
            raise RuleError("books.reversed", where="to", first=ends[0].value, last=ends[1].value)
        return tuple(ends)
