"""The middle pane: findings as cards, one of them open for writing."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from inspector_app.casework.visits.memory import Memory
from inspector_app.domain.findings import Finding
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import button, column, label, row, sign, tab_as_laid_out
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.finding_card import CardValues, FindingCard
from inspector_app.ui.workbench.finding_editor import FindingEditor
from inspector_app.ui.workbench.last_visit import LastVisitBox
from inspector_app.ui.workbench.phrase_popup import PhrasePopup
from inspector_app.ui.workbench.phrases import Offer, find, parted

MOST_LETTERS = 12
"""Longer than this it is a sentence that is being written."""


def writing(bench: Bench) -> bool:
    """Tell whether there is a paper that can still be written on."""
    return bench.draft is not None and bench.issued is None


class FindingsPane(QWidget):
    """Shows the findings of an inspection.

    Signals:
        finding_opened: the id of the finding that is open now, empty when none is.
        new_requested: a new finding.
        photo_wanted: choose photo files for the open finding.
        photos_pasted: QMimeData for the open finding.
        removed: the id of a finding to remove.
        ticked: the ids of all findings that the document is about, in order.
        phrase_picked: (finding id, Offer).
        phrase_forgotten: an Offer of the office's own that is not to be made any more.
        thumbs_wanted: hashes of photos whose small pictures are not loaded yet.
        photo_opened: the hash of a photo to be seen large.
    """

    photo_opened = Signal(str)

    finding_opened = Signal(str)
    new_requested = Signal()
    photo_wanted = Signal()
    photos_pasted = Signal(object)
    removed = Signal(str)
    ticked = Signal(list)
    phrase_picked = Signal(str, object)
    phrase_forgotten = Signal(object)
    thumbs_wanted = Signal(list)

    def __init__(self, look: Look, signals: FieldSignals, popup_parent: QWidget) -> None:
        super().__init__()
        self._look, self._signals = look, signals
        self._bench: Bench | None = None
        self._open_id, self._party_id = "", ""
        self._editor: FindingEditor | None = None
        self._cards: dict[str, FindingCard] = {}
        self._images: dict[str, QImage] = {}
        self._asked: set[str] = set()
        self._popup = PhrasePopup(look, popup_parent)
        self._popup.picked.connect(self._on_picked)
        self._popup.highlighted.connect(self._on_highlighted)
        self._popup.forgotten.connect(self.phrase_forgotten)
        self.known: Callable[[], Memory | None] = lambda: None
        self._unticked: set[str] = set()
        self.last_visit = LastVisitBox(look)
        # What is put into the list is made inside it: moved there later it would be styled twice.
        self._inner = inner = QWidget()
        inner.setObjectName("scrolled")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(16, 0, 10, 12)
        self._list.setSpacing(8)
        self._empty = self._empty_part()
        self._list.addWidget(self.last_visit)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(self.tr("问题"))
        self._scroll.setWidget(inner)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_moved)
        column(self, [(self._scroll, 1)])

    def _empty_part(self) -> QWidget:
        part = QWidget()
        words = self.tr(
            "这里列出这次检查发现的问题。\n按 F2 记第一个：几个首字母就能填好事实、条款、整改和期限。"
        )
        told = label(words, "s", wrap=True)
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        told.setMinimumWidth(380)
        begin = button(self.tr("记第一个问题"), "first_finding", kind="soft", look=self._look, icon="plus")
        begin.clicked.connect(self.new_requested)
        picture = sign(self._look, "camera", self._look.tokens.accent, 32)
        rows = [row(None, [None, one, None]) for one in (picture, told, begin)]
        column(part, [40, *rows], gap=12)
        return part

    @property
    def offered(self) -> int:
        """How many phrases are offered at the words that are being typed."""
        return len(self._popup.offers)

    @property
    def open_id(self) -> str:
        """The id of the finding that is open for writing, empty when none is."""
        return self._open_id

    @property
    def editor(self) -> FindingEditor | None:
        """The open editor."""
        return self._editor

    def show_bench(self, bench: Bench) -> None:
        """Show the findings; an open editor keeps its place and what is being typed."""
        if self._bench is None or self._bench.inspection.id != bench.inspection.id:
            self._unticked = set()
        self._bench = bench
        self.last_visit.show_bench(bench)
        if all(one.id != self._open_id for one in bench.findings):
            self._open_id = ""
        self._empty.setVisible(not bench.findings)
        wanted = [self._card_values(one) for one in bench.findings if one.id != self._open_id]
        if [card.values for card in self._cards.values()] != wanted or self._misplaced():
            self._rebuild(wanted)
        finding = self._finding(self._open_id)
        if self._editor is not None and finding is not None:
            self._editor.show_finding(finding, bench)
            self._editor.show_again(*self._again(finding))
        self._load_thumbs()

    def _misplaced(self) -> bool:
        if self._editor is None:
            return bool(self._open_id)
        return (self._editor.finding_id, self._editor.party_id) != (self._open_id, self._wanted_party())

    def _wanted_party(self) -> str:
        return self._party_id or (self._bench.addressee_id if self._bench else "")

    def _keys_at(self) -> str:
        """Return the id of the finding that has the keys, empty when none has."""
        focus = self.window().focusWidget()
        for finding_id, holder in self._cards.items():
            if holder is focus or (focus is not None and holder.isAncestorOf(focus)):
                return finding_id
        if self._editor is not None and focus is not None and self._editor.isAncestorOf(focus):
            return self._editor.finding_id
        return ""

    def _give_keys(self, finding_id: str) -> None:
        """Give the keys back to a finding that was made anew, else to what stands there now."""
        if finding_id and self._keys_at() != finding_id:
            fact = self._editor.fact if self._editor is not None else self._scroll
            holder = self._cards.get(finding_id) or next(iter(self._cards.values()), fact)
            # The layout would show a new card only in the next turn of the loop; hidden it takes no keys.
            holder.show()
            holder.setFocus()

    def _finding(self, finding_id: str) -> Finding | None:
        found = self._bench.findings if self._bench else ()
        return next((one for one in found if one.id == finding_id), None)

    def _card_values(self, finding: Finding) -> CardValues:
        bench = self._bench
        if bench is None:
            raise LookupError(finding.id)
        duty = finding.obligation(bench.addressee_id) or next(iter(finding.obligations), None)
        party = next((one.name for one in bench.target.parties if duty and one.id == duty.party_id), "")
        clause = bench.rules.clauses.get(finding.clause_id)
        again, again_tip = self._again(finding)
        return CardValues(
            finding,
            clause.short if clause else finding.clause_id,
            party,
            duty.measure if duty else "",
            duty.due if duty else None,
            bench.today,
            self._ticked(finding.id, bench),
            finding.id in bench.ordered,
            again,
            again_tip,
        )

    def _ticked(self, finding_id: str, bench: Bench) -> bool | None:
        """Tell whether a finding goes into the paper that is worked on, or into the next one."""
        if writing(bench):
            return bench.ticked(finding_id)
        return None if finding_id in bench.ordered else finding_id not in self._unticked

    def chosen(self) -> list[str]:
        """Return the findings that the next paper is to be about: those that no paper orders, as ticked."""
        bench = self._bench
        if bench is None:
            return []
        return [one.id for one in bench.findings if one.id not in bench.ordered | self._unticked]

    def _again(self, finding: Finding) -> tuple[str, str]:
        """Return in few words that the same clause was ordered here before, and when and by what."""
        before = self._bench.earlier.get(finding.clause_id, ()) if self._bench else ()
        if not before:
            return "", ""
        told = self.tr("12 个月内第 %s 次") % (len(before) + 1)
        return told, "\n".join(f"{typed.show_day(one.on)} {one.label} {one.number}" for one in before)

    def _rebuild(self, cards: Sequence[CardValues]) -> None:
        keys_at = self._keys_at()
        if self._editor is not None and self._misplaced():
            self._drop(self._editor)
            self._editor = None
        told = {one.finding.id: one for one in cards}
        # A card costs two milliseconds: those that show what they showed stay.
        kept = {one: card for one, card in self._cards.items() if told.get(one) == card.values}
        for finding_id, card in self._cards.items():
            if finding_id not in kept:
                self._drop(card)
        self._cards = {}
        place = 2
        for finding in self._bench.findings if self._bench else ():
            if finding.id == self._open_id:
                if self._editor is None:
                    self._editor = self._make_editor()
                self._put(place, self._editor)
            else:
                card = kept.get(finding.id) or self._make_card(told[finding.id])
                self._cards[finding.id] = card
                self._put(place, card)
            place += 1
        tab_as_laid_out(self)
        self._give_keys(keys_at)

    def _put(self, place: int, widget: QWidget) -> None:
        if self._list.indexOf(widget) != place:
            self._list.removeWidget(widget)
            self._list.insertWidget(place, widget)

    def _drop(self, widget: QWidget) -> None:
        widget.hide()
        self._list.removeWidget(widget)
        widget.deleteLater()

    def _make_card(self, told: CardValues) -> FindingCard:
        card = FindingCard(self._look, told, self._inner)
        card.opened.connect(self.open_finding)
        card.photo_opened.connect(self.photo_opened)
        card.ticked.connect(self._on_ticked)
        return card

    def _make_editor(self) -> FindingEditor:
        editor = FindingEditor(self._look, self._signals, self._open_id, self._wanted_party(), self._inner)
        editor.photo_wanted.connect(self.photo_wanted)
        editor.photo_opened.connect(self.photo_opened)
        editor.photos_pasted.connect(self.photos_pasted)
        editor.removed.connect(lambda: self.removed.emit(self._open_id))
        editor.closed.connect(lambda: self.open_finding(""))
        editor.party_chosen.connect(self._on_party)
        editor.fact.asked.connect(self._on_asked)
        editor.fact.installEventFilter(self._popup)
        editor.installEventFilter(self)
        return editor

    def step(self, by: int) -> None:
        """Open the finding above or below the open one; from none, the last or the first."""
        found = self._bench.findings if self._bench else ()
        if not found:
            return
        ids = [one.id for one in found]
        at = ids.index(self._open_id) + by if self._open_id in ids else (0 if by > 0 else len(ids) - 1)
        if 0 <= at < len(ids):
            self.open_finding(ids[at])

    def focus_location(self, finding_id: str) -> None:
        """Give the keys to the place of the open finding: it is all that is still to be typed."""
        if self._editor is not None and self._editor.finding_id == finding_id:
            self._editor.fields["location"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_finding(self, finding_id: str) -> None:
        """Open a finding for writing, or none; what was being typed is left first.

        What cannot be written keeps its finding open: shutting it would lose the words.
        """
        if finding_id != self._open_id and not self._signals.settle():
            return
        fresh = finding_id != self._open_id or bool(self._party_id) or self._misplaced()
        if finding_id != self._open_id:
            self.finding_opened.emit(finding_id)
        self._open_id, self._party_id = finding_id, ""
        if fresh and self._bench is not None:
            self.show_bench(self._bench)
        if self._editor is not None:
            self._editor.fact.setFocus()
            # Only after the layout has settled is it known where the editor is.
            QTimer.singleShot(0, self._editor, self._reveal)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the editor to wherever the layout puts it: nobody writes where nothing is seen."""
        if watched is self._editor and event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            QTimer.singleShot(0, self._editor, self._on_moved)
        return super().eventFilter(watched, event)

    def _on_moved(self) -> None:
        if self._editor is not None and self._editor.isAncestorOf(self.window().focusWidget()):
            self._reveal()

    def _reveal(self) -> None:
        if self._editor is not None:
            self._scroll.ensureWidgetVisible(self._editor, 0, 12)

    def show_thumb(self, sha256: str, image: QImage) -> None:
        """Show a small picture wherever its photo stands."""
        self._images[sha256] = image
        for holder in self._holders():
            if sha256 in holder.thumbs:
                holder.thumbs[sha256].show_image(image)

    def _holders(self) -> list[FindingCard | FindingEditor]:
        return [*self._cards.values(), *([self._editor] if self._editor is not None else [])]

    def _load_thumbs(self) -> None:
        wanted = []
        for holder in self._holders():
            for sha256, thumb in holder.thumbs.items():
                if sha256 in self._images:
                    thumb.show_image(self._images[sha256])
                elif sha256 not in self._asked:
                    wanted.append(sha256)
        if wanted:
            self._asked.update(wanted)
            self.thumbs_wanted.emit(wanted)

    def _on_ticked(self, finding_id: str, ticked: bool) -> None:
        bench = self._bench
        if bench is None:
            return
        if bench.draft is None or not writing(bench):
            self._unticked ^= {finding_id}
            self.show_bench(bench)
            return
        wanted = {one.id for one in bench.draft.findings} - {finding_id}
        if ticked:
            wanted.add(finding_id)
        self.ticked.emit([one.id for one in bench.findings if one.id in wanted])

    def _on_party(self, party_id: str) -> None:
        """Show another party's lines, unless those shown hold words that cannot be written."""
        if self._signals.settle():
            self._party_id = party_id
        if self._bench is not None:
            self.show_bench(self._bench)

    def _on_asked(self, told: str) -> None:
        if self._bench is None or self._editor is None:
            return
        bench = self._bench
        # A whole sentence is being written: the list would only be in the way.
        wanted = told if len(parted(told)[0]) <= MOST_LETTERS and "\n" not in told else ""
        found = find(bench.rules, bench.target.kind, wanted, bench.today, self.known())
        self._popup.show_offers(found, self._editor.fact)

    def _on_picked(self, offer: Offer) -> None:
        if self._editor is not None:
            self._editor.show_ghost(None)
            self._editor.fact.show_picked(offer.phrase.fact)
            self.phrase_picked.emit(self._open_id, replace(offer, party_id=self._editor.party_id))

    def _on_highlighted(self, offer: Offer | None) -> None:
        if self._editor is not None:
            self._editor.show_ghost(offer)
