"""补录一天: a window over the window in which a day on paper is keyed in, from the keyboard alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from inspector_app.casework.papers.late_choices import Choices
from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.templates import ORDERING
from inspector_app.ui.controls.parts import tab_as_laid_out
from inspector_app.ui.ledger import late_day_values as values
from inspector_app.ui.ledger.late_day_cards import DayCard, FindingCard, PaperCard, card_of, watch
from inspector_app.ui.ledger.late_day_fields import TickGrid, offer_choices
from inspector_app.ui.ledger.late_day_frame import DayFrame
from inspector_app.ui.ledger.late_day_values import FINDINGS, PAPERS, Card, Day
from inspector_app.ui.ledger.late_day_verdict import VerdictLine
from inspector_app.ui.ledger.late_offers import Offer
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Words

KEPT_MS = 500
"""What rests so long is kept and weighed."""

BLOCKS = (values.VISIT, FINDINGS, PAPERS)
FIRST = {values.VISIT: "target", FINDINGS: "fact", PAPERS: "number"}
"""The field of each block that gets the keys where nothing is lacking."""


@dataclass(frozen=True, slots=True)
class _Gone:
    """A row that was taken away: where it stood, what it said, and the papers that named it."""

    block: str
    at: int
    told: Card
    naming: tuple[str, ...]


class LateDay(DayFrame):
    """Shows the cards of a day, and beside them what it lacks.

    Signals:
        typed: everything that stands there, some moments after the last key.
        given: (everything, PIN).
        asked: (id of a card, name of a field, what was typed).
        target_chosen: the id of a target.
    """

    typed = Signal(object)
    given = Signal(object, str)
    asked = Signal(str, str, str)
    target_chosen = Signal(str)

    def __init__(self, look: Look, day: Day, choices: Choices, pin_hint: str, parent: QWidget) -> None:
        super().__init__(look, pin_hint, parent)
        self.day = day
        self._choices = choices
        self._goes_on, self._weighed, self._to_show = False, False, ""
        self._growing: list[tuple[str, Card]] = []
        self._gone: _Gone | None = None
        self._cards: dict[str, DayCard] = {}
        self._asking: tuple[str, str] = ("", "")
        self._rest = QTimer(self, singleShot=True, interval=KEPT_MS)
        self._rest.timeout.connect(self._on_rest)
        self.offers.picked.connect(self._on_picked)
        self.add_wanted.connect(self.add)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_room)
        self._fill()
        self.verdict.followed.connect(self.lead_to)
        self.verdict.given.connect(lambda pin: self.given.emit(self.told(), pin))
        self.verdict.restored.connect(self.restore)
        self._hear()

    # Keys and wishes of the window.

    def _hear(self) -> None:
        keys = {
            "F2": lambda: self.add(FINDINGS),
            "Ctrl+Shift+N": lambda: self.add(FINDINGS),
            "F3": lambda: self.add(PAPERS),
            "Ctrl+Shift+M": lambda: self.add(PAPERS),
            "Ctrl+Delete": self.remove_here,
            "Ctrl+Shift+Z": self.restore,
            "Ctrl+Return": self.wish,
            "Ctrl+Enter": self.wish,
        }
        for chord, does in keys.items():
            QShortcut(QKeySequence(chord), self, does)
        for n, block in enumerate(BLOCKS, start=1):
            QShortcut(QKeySequence(f"Alt+{n}"), self, lambda where=block: self.go_to(where))

    # Cards.

    def _fill(self) -> None:
        self._take_in(self._visit)
        self._offer(self._visit)
        self._visit.show_values(self.day.visit)
        self._growing = [(block, told) for block in (FINDINGS, PAPERS) for told in self.day.rows(block)]
        self._grow_soon()

    def _grow_soon(self) -> None:
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """Make the next row that was kept: all of them at once would hold the window up."""
        if not self._growing:
            return
        self._show_row(*self._growing.pop(0))
        if self._growing:
            self._grow_soon()
        else:
            self._renumber()
            self._go_on()

    def _grown(self) -> None:
        """Make every row that is not there yet: somebody wants to go on."""
        while self._growing:
            self._grow()

    def _take_in(self, card: DayCard) -> None:
        self._cards[card.id] = card
        watch(card, self.offers)
        card.changed.connect(self._on_changed)
        card.asked.connect(lambda name, told: self._ask(card.id, name, told))
        card.removed.connect(lambda: self.remove(card.id))

    def _show_row(self, block: str, told: Card, at: int | None = None) -> DayCard:
        card_id = str(told["id"])
        made = FindingCard(self.look, card_id) if block == FINDINGS else PaperCard(self.look, card_id)
        self._take_in(made)
        rows = self._lists[block]
        rows.insertWidget(rows.count() if at is None else at, made)
        self._offer(made)
        if isinstance(made, PaperCard):
            self._offer_ticks(made)
        made.show_values(told)
        return made

    def _renumber(self) -> None:
        for block, words, away in (
            (FINDINGS, self.tr("问题 %s"), self.tr("删掉这条问题")),
            (PAPERS, self.tr("文书 %s"), self.tr("删掉这份文书")),
        ):
            for n, one in enumerate(self.day.rows(block), start=1):
                self._cards[str(one["id"])].show_title(words % n, away)
        for one in self.day.papers:
            self._offer_ticks(self._cards[str(one["id"])])
        tab_as_laid_out(self)

    def _offer_ticks(self, card: DayCard) -> None:
        ticks = card.fields["findings"]
        if isinstance(ticks, TickGrid):
            ticks.offer([(str(one["id"]), self._brief(n, one)) for n, one in enumerate(self.day.findings, 1)])
        copied, main = card.fields["copied"], card.fields["addressee"].given()
        if isinstance(copied, TickGrid):
            copied.offer([one for one in self._parties() if one[0] != main])

    def _parties(self) -> list[tuple[str, str]]:
        return [(one.id, f"{said(ROLE_LABELS[one.role])} {one.name}") for one in self._choices.parties]

    @staticmethod
    def _brief(n: int, told: Card) -> str:
        return f"{n} {values.text(told, 'location')} {values.text(told, 'fact')}".strip()

    # What may be chosen.

    def show_choices(self, told: Choices) -> None:
        """Offer what a target has; rows that say nothing yet say what is likeliest."""
        self._grown()
        self._choices = told
        for card in self._cards.values():
            self._offer(card)
        for block in (FINDINGS, PAPERS):
            for one in self.day.rows(block):
                self._suggest(block, self._cards[str(one["id"])])
        self._note()
        for one in self.day.papers:
            self._offer_ticks(self._cards[str(one["id"])])
        self._on_changed()  # what was suggested is kept and weighed like what is typed

    def _offer(self, card: DayCard) -> None:
        told = self._choices
        for name in ("party", "addressee"):
            if name in card.fields:
                offer_choices(card.fields[name], self._parties())
        if "kind" in card.fields:
            offer_choices(card.fields["kind"], told.papers)
        for name, choices in (("officers", told.officers), ("copied", self._parties())):
            ticks = card.fields.get(name)
            if isinstance(ticks, TickGrid):
                ticks.offer(choices)

    def _suggest(self, block: str, card: DayCard) -> None:
        told = self._choices
        if not told.target_id:
            return
        name = "party" if block == FINDINGS else "addressee"
        if card.fields[name].empty:
            card.show_values({name: told.main_id})
        if block == PAPERS and card.fields["kind"].empty:
            used = {values.text(one, "kind") for one in self.day.papers}
            ordering = {str(kind) for kind in ORDERING}
            likely = [code for code, _ in told.papers if code in ordering and code not in used]
            card.show_values({"kind": next(iter(likely), told.papers[0][0] if told.papers else "")})

    def _ask(self, card_id: str, name: str, told: str) -> None:
        self._asking = (card_id, name)
        self.asked.emit(card_id, name, told)

    def show_offers(self, card_id: str, name: str, offers: Sequence[Offer]) -> None:
        """Show what was found for a field, unless the keys have gone on."""
        card = self._cards.get(card_id)
        if card is not None and self._asking == (card_id, name) and card.fields[name].widget.hasFocus():
            self.offers.show_offers(offers, card.fields[name].widget)

    def _on_picked(self, offer: Offer) -> None:
        card_id, name = self._asking
        if card_id in self._cards:
            self._cards[card_id].take(name, offer)
            if name == "target":
                self.target_chosen.emit(offer.code)

    # Rows.

    def add(self, block: str) -> None:
        """Add a row with what is likeliest, and give it the keys."""
        self._grown()
        self._note()
        told: Card = {}
        if block == PAPERS:
            taken = {each for one in self.day.papers for each in values.several(one, "findings")}
            told["findings"] = [str(one["id"]) for one in self.day.findings if str(one["id"]) not in taken]
            days = [values.text(one, "issued_on") for one in self.day.papers]
            began = values.text(self.day.visit, "started").split()
            told["issued_on"] = next((one for one in days if one), began[0] if len(began) > 1 else "")
        row_told = self.day.new(block, **told)
        card = self._show_row(block, row_told)
        self._suggest(block, card)
        self._renumber()
        self._on_changed()
        card.take_keys("" if block == PAPERS else "fact")
        self._reveal_soon(card)

    def remove_here(self) -> None:
        """Take away the row that has the keys."""
        card = card_of(QApplication.focusWidget())
        if card is not None and card.id != values.VISIT:
            self.remove(card.id)

    def remove(self, card_id: str) -> None:
        """Take a row away; it may be brought back."""
        self._grown()
        self._note()
        for block in (FINDINGS, PAPERS):
            rows = self.day.rows(block)
            at = next((n for n, one in enumerate(rows) if one["id"] == card_id), -1)
            if at >= 0:
                naming = [one["id"] for one in self.day.papers if card_id in values.several(one, "findings")]
                self._gone = _Gone(block, at, rows.pop(at), tuple(str(one) for one in naming))
                card = self._cards.pop(card_id)
                self._adders[block].setFocus()
                self._lists[block].removeWidget(card)
                card.hide()
                card.deleteLater()
                self._renumber()
                self.verdict.offer_back(there=True)
                self._on_changed()

    def restore(self) -> None:
        """Bring back the row that was taken away last."""
        if self._gone is None:
            return
        gone, self._gone = self._gone, None
        block, told = gone.block, gone.told
        self._note()
        self.day.rows(block).insert(gone.at, told)
        card = self._show_row(block, told, gone.at)
        self._renumber()
        for one in self.day.papers:
            if one["id"] in gone.naming:
                ticked = [*values.several(one, "findings"), card.id]
                self._cards[str(one["id"])].show_values({"findings": ticked})
        self.verdict.offer_back(there=False)
        self._on_changed()
        card.take_keys("number" if block == PAPERS else "fact")
        self._reveal_soon(card)

    # What stands there.

    def _note(self) -> None:
        """Take what stands in the cards into the day."""
        self.day.visit = self._visit.given()
        for block in (FINDINGS, PAPERS):
            rows = self.day.rows(block)
            rows[:] = [
                self._cards[str(one["id"])].given() if one["id"] in self._cards else one for one in rows
            ]

    def told(self) -> dict[str, object]:
        """Return everything as it is kept."""
        self._note()
        return self.day.told()

    def _on_changed(self) -> None:
        self._goes_on = False  # who types is not led away
        self.verdict.show_waiting()
        self._rest.start()

    def _on_rest(self) -> None:
        self._grown()
        self._show_added()
        self._note()
        for one in self.day.papers:
            self._offer_ticks(self._cards[str(one["id"])])
        self._note()  # a tick that is not offered any more went with it
        self.typed.emit(self.day.told())

    def show_verdict(self, lines: Sequence[VerdictLine], warnings: Sequence[VerdictLine]) -> None:
        """Show what is lacking, unless something else was typed since."""
        if self._rest.isActive():
            return
        self.verdict.show_lines(lines, warnings)
        self._weighed = True
        self._go_on()

    def _go_on(self) -> None:
        """Give the keys to what a kept day lacks, as soon as it is weighed and its rows are there."""
        if not self._goes_on or not self._weighed or self._growing:
            return
        self._goes_on = False
        if self.verdict.lines:
            self.lead_to(self.verdict.lines[0].where)
        else:
            self.verdict.pin.setFocus()

    def show_failure(self, words: Words, where: str) -> None:
        """Say why it was not keyed in, and give the keys to the field that it is about."""
        self.verdict.show_failure(words)
        if where.startswith("late."):
            self.lead_to(where)
        else:
            self.verdict.pin.selectAll()
            self.verdict.pin.setFocus()

    # Keys.

    def wish(self) -> None:
        """Key it in, once what was typed last is weighed."""
        if self._rest.isActive():
            self._rest.stop()
            self._on_rest()
        self.verdict.wish()

    def go_to(self, block: str) -> None:
        """Give the keys to a block: to the first thing that it lacks, else to its first field."""
        self._grown()
        self._note()
        rows = [str(one["id"]) for one in self.day.rows(block)] if block != values.VISIT else [values.VISIT]
        if not rows:
            self._adders[block].setFocus()
            return
        lacking = (one for one in self.verdict.lines if values.spot(one.where, self.day)[0] in rows)
        first = next(lacking, None)
        if first is not None:
            self.lead_to(first.where)
        else:
            self._reveal(self._cards[rows[0]])
            self._cards[rows[0]].take_keys(FIRST[block])

    def lead_to(self, where: str) -> None:
        """Give the keys to the field that a problem is about."""
        self._grown()
        card_id, name = values.spot(where, self.day)
        if card_id in self._adders:
            self._adders[card_id].setFocus()
            self._scroll.ensureWidgetVisible(self._adders[card_id])
            return
        card = self._cards.get(card_id)
        if card is not None:
            self._reveal(card)
            card.take_keys(name if name in card.relevant() else "")
            focused = QApplication.focusWidget()
            if focused is not None and card.isAncestorOf(focused):
                self._scroll.ensureWidgetVisible(focused, 20, 60)

    def _reveal_soon(self, card: DayCard) -> None:
        """Show a card that was added just now, as soon as the cards have got the room that they need."""
        self._to_show = card.id
        self._reveal(card)

    def _show_added(self) -> None:
        """Show it for the last time: on a busy machine the cards may have got their room only now."""
        card = self._cards.get(self._to_show)
        if card is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self._reveal(card)
        self._to_show = ""

    def _on_room(self) -> None:
        card = self._cards.get(self._to_show)
        if card is not None:
            self._reveal(card)

    def _reveal(self, card: DayCard) -> None:
        self._scroll.ensureWidgetVisible(card, 0, 20)

    def begin(self) -> None:
        """Give the keys to the target; once a kept day is weighed, to the first thing that it lacks."""
        self._goes_on = bool(values.code(self.day.visit, "target"))
        self._visit.take_keys("target")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field; on a button it presses it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            elif focused is self.verdict.pin:
                self.wish()
            else:
                self.focusNextChild()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Close; what was typed and not kept yet is told once more."""
        if self._rest.isActive():
            self._rest.stop()
            if not result:
                self.typed.emit(self.told())
        super().done(result)
