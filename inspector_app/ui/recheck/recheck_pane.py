"""复查: the old findings under their numbers on top, the chosen one below, and the way to the opinion."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QWidget

from inspector_app.ui.controls.fields import LineField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.keyed import keyed, tint
from inspector_app.ui.controls.parts import Chip, Elided, button, column, label, reveal, row
from inspector_app.ui.controls.rows_model import RowsModel
from inspector_app.ui.controls.spot import RECHECK, Spot
from inspector_app.ui.controls.tables import chip_room, make_table
from inspector_app.ui.recheck.recheck_detail import RecheckDetail, focus
from inspector_app.ui.recheck.recheck_values import AGAIN, RESULTS, TONES, UNSEEN, WORDS, Recheck, Spotted
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

KEYS = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2, Qt.Key.Key_4: 3}
NUMBER, FACT, RESULT = range(3)
MARGIN = 16


class LinesModel(RowsModel[Spotted]):
    """The lines of a recheck: number, what was found, what was seen."""

    strong = NUMBER

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name_columns(self.tr("号"), self.tr("原来的问题"), self.tr("结果"))

    def id_of(self, told: Spotted) -> str:
        """Return the line's id."""
        return told.id

    def words(self, told: Spotted, column: int) -> str:
        """Return the words of a cell."""
        return (str(told.row.number), told.row.fact, said(result_of(told)[0]))[column]

    def note(self, told: Spotted, column: int) -> str:
        """Return where it is and who answers for it."""
        return f"{told.row.location} · {told.duty.party}".strip(" ·") if column == FACT else ""

    def chip(self, told: Spotted, column: int) -> tuple[str, str] | None:
        """Return the result's chip."""
        return result_of(told) if column == RESULT else None


def result_of(told: Spotted) -> tuple[str, str]:
    """Return the word of a line's result and its tone; of one that has come to its end, its state."""
    if told.duty.result:
        return WORDS[told.duty.result], TONES[told.duty.result]
    return (UNSEEN, "blue") if told.duty.open else (told.duty.word, "gray")


class RecheckPane(QWidget):
    """Shows a Recheck; emits what is to be noted.

    Signals:
        marked: (id of the line, result or nothing, note).
        opinion_wanted: (id of the order, id of the party).
        all_told: an opinion is wanted, and every line is in one.
        photo_opened: (id of the finding, hash of a photo).
        photo_wanted: choose photo files for the chosen finding.
        thumbs_wanted: hashes of photos.
        counted: (how many lines have a result, of how many).
        typing, typed, left: (spot, text), as fields tell it.
        shown_wanted: the tab is to be shown: the keys go to one of its fields.
        told: (code, values) of what happened to something typed.
    """

    marked = Signal(str, str, str)
    opinion_wanted = Signal(str, str)
    all_told = Signal()
    photo_opened = Signal(str, str)
    photo_wanted = Signal()
    thumbs_wanted = Signal(list)
    counted = Signal(int, int)
    typing = Signal(object, str)
    typed = Signal(object, str)
    left = Signal(object, str)
    shown_wanted = Signal()
    told = Signal(str, dict)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._recheck: Recheck | None = None
        self._fields = FieldSignals(self)
        self._fields.typing.connect(self.typing)
        self._fields.typed.connect(self.typed)
        self._fields.left.connect(self.left)
        self._fields.shortened.connect(
            lambda kept, given: self.told.emit("bench.text_cut", {"kept": kept, "given": given})
        )
        self.model = LinesModel(self)
        self.detail = RecheckDetail(look, self._fields)
        self.table = make_table(look, self.model, "recheck_lines", self.tr("原来的问题"))
        self.table.horizontalHeader().hide()
        self.table.installEventFilter(self)
        self.table.activated.connect(lambda _: focus(self.detail.note))
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self._connect_detail()
        self._progress, self._way = Chip(look), label("", "s")
        self._make = button(
            self.tr("复查意见书"), "recheck_opinion", kind="main", look=look, icon="file-text"
        )
        self._make.setMinimumWidth(self._make.sizeHint().width() + look.px(34))
        tint(keyed(self._make, "F9"), on_main=True)
        self._make.clicked.connect(self.wish_opinion)
        head = row(None, [self._progress, self._way, None, self._make], (MARGIN, 0, MARGIN, 0))
        column(
            self,
            [head, self._verdict_part(), (self.table, 2), (row(None, [self.detail], (12, 0, 12, 8)), 5)],
            gap=6,
        )

    def _connect_detail(self) -> None:
        self.detail.marked.connect(self._on_marked)
        self.detail.photo_opened.connect(self._on_photo)
        self.detail.photo_wanted.connect(self.photo_wanted)
        self.detail.entered.connect(self._on_entered)
        self.detail.given_up.connect(self._to_list)

    def _verdict_part(self) -> QFrame:
        """The conclusion of the opinion that is begun, and the day of the new order where it asks for one."""
        self._verdict = QFrame()
        self._said = Elided(self._look, px=13, bold=True)
        self._again_label = label(self.tr("再次整改期限"), "s")
        self.again = LineField(
            self._fields, Spot("document", "", AGAIN), self.tr("再次整改期限"), self.tr("11-30，或 5工")
        )
        self.again.setObjectName("recheck_again")
        self.again.setFixedWidth(self._look.px(132))
        row(self._verdict, [(self._said, 1), self._again_label, self.again], (MARGIN, 0, MARGIN, 0))
        self._verdict.hide()
        return self._verdict

    # What is shown.

    @property
    def recheck(self) -> Recheck | None:
        """What is shown."""
        return self._recheck

    @property
    def chosen(self) -> Spotted | None:
        """The chosen line."""
        return self.model.value(self.table.currentIndex().row())

    @property
    def finding_id(self) -> str:
        """The finding of the chosen line, empty when there is none."""
        return self.chosen.row.finding_id if self.chosen is not None else ""

    def show_recheck(self, told: Recheck) -> None:
        """Show a recheck, or its newer values; the chosen line stays so."""
        fresh = self._recheck is None or self._recheck.inspection_id != told.inspection_id
        known = "" if fresh or self.chosen is None else self.chosen.id
        self._recheck = told
        had_keys = self.table.hasFocus()
        self.model.show(told.lines)
        self._fit(told)
        at = self.model.row_of(known)
        self._choose(at if at >= 0 else self._first_unseen(0) if fresh else 0)
        if had_keys:
            self.table.setFocus()
        self._way.setText(self.tr("书面查验") if told.by_paper else self.tr("现场复查"))
        done = told.done == told.of
        self._progress.show_state(f"{self.tr('已看')} {told.done}/{told.of}", "green" if done else "amber")
        self.counted.emit(told.done, told.of)

    def _fit(self, told: Recheck) -> None:
        high = self.table.verticalHeader().defaultSectionSize()
        self.table.setMaximumHeight(max(len(told.lines), 1) * high + 2)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(FACT, QHeaderView.ResizeMode.Stretch)
        room = chip_room(self._look, (result_of(one)[0] for one in told.lines))
        for at, wide in ((NUMBER, self._look.px(52)), (RESULT, room)):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(at, wide)

    def _choose(self, at: int) -> None:
        place = self.model.index(at, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(place, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(place)
        self._show_chosen()

    def _on_current(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid():
            self._show_chosen()

    def _show_chosen(self) -> None:
        recheck, line = self._recheck, self.chosen
        if recheck is None:
            return
        if self.detail.line is not None and (line is None or line.id != self.detail.line.id):
            self._fields.settle()
        self.detail.show_line(line, recheck)
        self._show_verdict(line)
        if hashes := self.detail.hashes:
            self.thumbs_wanted.emit(hashes)

    def _show_verdict(self, line: Spotted | None) -> None:
        opinion = line.opinion if line is not None else None
        recheck = self._recheck
        begun = opinion is not None and not opinion.number
        self._make.setEnabled(recheck is not None and not recheck.locked)
        reveal(self._verdict, shown=opinion is not None)
        if opinion is None:
            return
        told = self.tr("结论：%s") % opinion.conclusion if begun else self.tr("已签发 %s") % opinion.number
        self._said.show_text(told)
        asks = begun and opinion.asks_again
        reveal(self._again_label, shown=asks)
        reveal(self.again, shown=asks)
        if asks:
            spot = Spot("document", opinion.document_id, AGAIN)
            if self.again.spot != spot:
                self.again.move_to(spot)
            self.again.show_value(opinion.again)

    def show_thumb(self, sha256: str, image: QImage) -> None:
        """Show a small picture wherever its photo stands."""
        self.detail.show_thumb(sha256, image)

    def _first_unseen(self, start: int) -> int:
        """Return the first line from there on, round, that waits for its result; else the start."""
        lines = self._recheck.lines if self._recheck is not None else ()
        order = [*range(start, len(lines)), *range(start)]
        return next((n for n in order if lines[n].duty.open and not lines[n].duty.result), start)

    # What is done.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let digits note results: the table would look for a row that begins with them."""
        if watched is self.table and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear the digits wherever in the tab the keys are, but for where one types."""
        if not self._on_key(event):
            super().keyPressEvent(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key in KEYS:
            self.detail.mark(RESULTS[KEYS[key]])
            return True
        if key in (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.detail.mark("")
            return True
        return False

    def _on_marked(self, known: str, result: str, note: str) -> None:
        """Note it; what was put right leads on to the next, anything else asks what was seen."""
        at = self.table.currentIndex().row()
        self.marked.emit(known, result, note)
        if result == RESULTS[0]:
            self._go_on(at)
        elif result:
            focus(self.detail.note)

    def _on_entered(self) -> None:
        self._go_on(self.table.currentIndex().row())

    def _go_on(self, at: int) -> None:
        """Choose the next line that waits, and give the keys to the list."""
        lines = self._recheck.lines if self._recheck is not None else ()
        if lines:
            after = self._first_unseen((at + 1) % len(lines))
            waits = lines[after].duty.open and not lines[after].duty.result and after != at
            self._choose(after if waits else at)
        self._to_list()

    def _to_list(self) -> None:
        self._fields.settle()
        focus(self.table)

    def _on_photo(self, sha256: str) -> None:
        if self.chosen is not None:
            self.photo_opened.emit(self.chosen.row.finding_id, sha256)

    def wish_opinion(self) -> None:
        """Wish the opinion on the chosen line's order, else on the first that no opinion tells of."""
        recheck, chosen = self._recheck, self.chosen
        if recheck is None or chosen is None:
            return
        self._fields.settle()
        lines = [chosen, *recheck.lines]
        line = next((one for one in lines if not one.fixed), None)
        if line is None:
            self.all_told.emit()
            return
        self.opinion_wanted.emit(line.row.order_id, line.duty.party_id)

    # Kept for the page.

    def settle(self) -> bool:
        """Leave every field that is still being typed in; tell whether all of it could be written."""
        return self._fields.settle()

    def forget(self) -> None:
        """Drop what could not be written: nobody is there any more to write it."""
        self._fields.forget()
        self._recheck = None
        self.model.show(())

    def take_back(self, spot: Spot) -> None:
        """Keep in its field what was left and could not be written."""
        self._fields.take_back(spot)

    def focus_spot(self, spot: Spot) -> bool:
        """Put the keys where a line of the gate is mended; False where nothing here is about it."""
        if spot.entity != RECHECK:
            return self._focus_again(spot)
        at = self.model.row_of(spot.name)
        if at < 0 or self._recheck is None or self._recheck.inspection_id != spot.id:
            return False
        self.shown_wanted.emit()
        self._choose(at)
        line = self.chosen
        noted = line is not None and line.duty.result
        focus(self.detail.note if noted else self.table)
        return True

    def _focus_again(self, spot: Spot) -> bool:
        """Give the keys to the day of the new order, where this opinion asks for one."""
        if self._recheck is None or self.again.isHidden() or self.again.spot != spot:
            return False
        self.shown_wanted.emit()
        focus(self.again)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Hand the keys to the list whenever the tab comes into sight, once the page has settled."""
        super().showEvent(event)
        QTimer.singleShot(0, self.table, self.table.setFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list."""
        self.table.setFocus(event.reason())
