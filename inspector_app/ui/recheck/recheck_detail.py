"""The chosen line of a recheck: what was found and ordered, before beside after, its result and a note."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from inspector_app.ui.controls.fields import LineField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import (
    Chip,
    Elided,
    button,
    column,
    label,
    restyle,
    reveal,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.controls.spot import RECHECK, Spot
from inspector_app.ui.controls.thumbs import Thumb
from inspector_app.ui.recheck.photo_spot import PhotoSpot
from inspector_app.ui.recheck.recheck_values import RESULTS, WORDS, Recheck, Spotted
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import days_left, show_day

MOST_REPORTED = 6
SMALL = (56, 42)


class RecheckDetail(QFrame):
    """Shows one line and takes its result.

    Signals:
        marked: (id of the line, result, note).
        photo_opened: the hash of a photo that is to be seen large.
        photo_wanted: choose photo files for this finding.
        entered: the note was ended with Enter: go on with the next line.
        given_up: the note was left with Esc: the list gets the keys.
    """

    marked = Signal(str, str, str)
    photo_opened = Signal(str)
    photo_wanted = Signal()
    entered = Signal()
    given_up = Signal()

    def __init__(self, look: Look, signals: FieldSignals) -> None:
        super().__init__()
        self.setProperty("k", "card")
        self._look, self._signals = look, signals
        self._line: Spotted | None = None
        self._recheck: Recheck | None = None
        self._title, self._chip = Elided(look, px=14, bold=True), Chip(look, dot=True)
        self._fact, self._measure, self._due, self._replied = (label("", kind, wrap=True) for kind in "tsss")
        self.before = PhotoSpot(look, "recheck_before", self.tr("整改前"), "red", takes=False)
        self.after = PhotoSpot(look, "recheck_after", self.tr("复查时"), "green", takes=True)
        for side in (self.before, self.after):
            side.opened.connect(self.photo_opened)
        self.after.wanted.connect(self.photo_wanted)
        self._reported = QHBoxLayout()
        self._reported.setSpacing(6)
        self._small: dict[str, Thumb] = {}
        self._buttons = self._results()
        self.note = LineField(signals, Spot(RECHECK, "", ""), self.tr("说明"))
        self.note.setObjectName("recheck_note")
        self.note.returnPressed.connect(self.entered)
        self.note.installEventFilter(self)
        photos = row(None, [(self.before, 1), (self.after, 1)], gap=10)
        results = row(None, [(one, 1) for one in self._buttons.values()], gap=0)
        inner = QWidget()
        inner.setObjectName("scrolled")
        told = [self._fact, self._measure, self._due, self._replied, self._reported, photos, None]
        column(inner, told, (0, 0, 6, 0), 6)
        scrolled = QScrollArea()
        scrolled.setObjectName("recheck_detail")
        scrolled.setAccessibleName(self.tr("原来的问题"))
        scrolled.setWidgetResizable(True)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(inner)
        head = row(None, [(self._title, 1), self._chip], gap=8)
        # What one presses stays in sight, however much there is to read.
        column(self, [head, (scrolled, 1), results, self.note], (14, 10, 14, 10), 6)

    def _results(self) -> dict[str, QPushButton]:
        made: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for n, result in enumerate(RESULTS, start=1):
            one = button(f"{n}  {said(WORDS[result])}", f"result_{result}", kind="seg")
            one.setCheckable(True)
            one.setAccessibleName(f"{said(WORDS[result])} {n}")
            restyle(one, tone="" if result == "rectified" else "red" if result == "not_rectified" else "")
            one.clicked.connect(lambda _=False, told=result: self.mark(told))
            self._group.addButton(one)
            made[result] = one
        return made

    # What is shown.

    @property
    def line(self) -> Spotted | None:
        """The line that is shown."""
        return self._line

    def show_line(self, told: Spotted | None, recheck: Recheck) -> None:
        """Show a line, or its newer values; what is being typed of the same line stays."""
        fresh = told is None or self._line is None or told.id != self._line.id
        moved = self._recheck is None or self._recheck.inspection_id != recheck.inspection_id
        self._line, self._recheck = told, recheck
        reveal(self, shown=told is not None)
        if told is None:
            return
        if fresh or moved:
            self.note.move_to(Spot(RECHECK, recheck.inspection_id, told.id))
        self._show_words(told, recheck)
        self._show_photos(told, recheck)
        duty, free = told.duty, not told.fixed and not recheck.locked
        self._group.setExclusive(False)
        for result, one in self._buttons.items():
            one.setChecked(result == duty.result)
            one.setEnabled(free)
        self._group.setExclusive(True)
        self.note.setReadOnly(not free)
        waits = self.tr("先按 1–4 选结果，再写看到了什么")
        self.note.setPlaceholderText(self.tr("看到了什么；Enter 到下一项") if duty.result else waits)
        self.note.show_value(duty.note)

    def _show_words(self, told: Spotted, recheck: Recheck) -> None:
        told_row, duty = told.row, told.duty
        place = told_row.location or self.tr("没有写部位")
        self._title.show_text(f"{self.tr('问题 %s') % told_row.number} · {place}")
        word = told.opinion.number if told.fixed and told.opinion else ""
        self._chip.show_state(word or duty.word, "gray" if word else tone(duty.word))
        self._fact.setText(told_row.fact)
        self._measure.setText(self.tr("%1：%2").replace("%1", duty.party).replace("%2", duty.measure))
        due = self.tr("期限 %s") % show_day(duty.due) if duty.due else self.tr("没有期限")
        parts = [due, days_left(duty.due, recheck.today) if duty.open else ""]
        parts += [self.tr("第 %s 次责令") % duty.round if duty.round > 1 else "", told_row.order_number]
        self._due.setText(" · ".join(one for one in parts if one))
        self._replied.setText(self.tr("整改报告：%s") % duty.replied if duty.replied else "")
        self._replied.setVisible(bool(duty.replied))

    def _show_photos(self, told: Spotted, recheck: Recheck) -> None:
        free = not recheck.locked and not told.fixed
        self.before.show_photo(told.before, len(told.row.before), open_=False)
        self.after.show_photo(told.after, len(told.row.after), open_=free)
        wanted = [one.sha256 for one in told.row.reported][:MOST_REPORTED]
        if list(self._small) != wanted:
            for old in self._small.values():
                self._reported.removeWidget(old)
                old.hide()
                old.deleteLater()
            while self._reported.count():
                self._reported.takeAt(0)
            self._small = {}
            for n, sha256 in enumerate(wanted, start=1):
                spoken = self.tr("整改报告里的照片 %s") % n
                thumb = Thumb(self._look, spoken, *(self._look.px(one) for one in SMALL))
                self._small[sha256] = thumb
                self._reported.addWidget(thumb)
            if wanted:
                self._reported.addStretch(1)
        tab_as_laid_out(self)

    @property
    def hashes(self) -> list[str]:
        """The hashes of the photos that are shown."""
        told = [self.before.sha256, self.after.sha256, *self._small]
        return [one for one in dict.fromkeys(told) if one]

    def show_thumb(self, sha256: str, image: QImage) -> None:
        """Show a small picture wherever its photo stands."""
        for side in (self.before, self.after):
            if side.sha256 == sha256:
                side.show_image(image)
        if sha256 in self._small:
            self._small[sha256].show_image(image)

    # What is done.

    def mark(self, result: str) -> None:
        """Note a result; without one, take back what was noted."""
        line, recheck = self._line, self._recheck
        if line is None or recheck is None or line.fixed or recheck.locked:
            self._put_back()
            return
        self.marked.emit(line.id, result, self.note.text().strip() if result else "")

    def _put_back(self) -> None:
        if self._line is not None and self._recheck is not None:
            self.show_line(self._line, self._recheck)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc in the note lead back to the list; what was typed is left."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self.note and escape and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # else the page would hear it, and leave for the list of inspections
            return True
        if watched is self.note and escape and event.type() is QEvent.Type.KeyPress:
            self.given_up.emit()
            return True
        return super().eventFilter(watched, event)


def focus(widget: QWidget) -> None:
    """Give the keys to a widget as a shortcut does."""
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
