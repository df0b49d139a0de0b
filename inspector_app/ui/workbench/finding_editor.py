"""The finding being written: fact with the phrase list, clause, where, severity, measure, deadline, party."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from inspector_app.domain.findings import SEVERITY_LABELS, Finding, Severity
from inspector_app.ui.controls.fields import ChoiceField, Field, FlagField, LineField, TextField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.keyed import keyed
from inspector_app.ui.controls.parts import Chip, DropDown, button, column, label, plain, restyle, row, tall
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.controls.thumbs import Thumb
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.boxes import emptied
from inspector_app.ui.workbench.edits import YES
from inspector_app.ui.workbench.finding_card import LARGE_WORDS, ONE_COLUMN
from inspector_app.ui.workbench.phrases import Offer

LABEL_WIDTH = 40
DATE_WIDTH = 116
"""Room for a whole date, 2026-11-25, and for the words that say how it may be written."""


class FactField(TextField):
    """The fact: what is typed asks for phrases; a pasted picture becomes a photo.

    Signals:
        asked: what stands there now, for the phrase list.
        photos_pasted: QMimeData with pictures or files.
    """

    asked = Signal(str)
    photos_pasted = Signal(object)

    def __init__(self, signals: FieldSignals, spot: Spot, spoken: str, hint: str) -> None:
        super().__init__(signals, spot, spoken, hint)
        self._holding = False
        self.textChanged.connect(self._on_text)

    def show_value(self, told: str) -> None:
        """Show a value without asking for phrases."""
        self._holding = True
        super().show_value(told)
        self._holding = False

    def show_picked(self, told: str) -> None:
        """Show the phrase that was picked instead of the letters that found it."""
        self.forget()
        self.show_value(told)

    def _on_text(self) -> None:
        if not self._holding and self.hasFocus():
            self.asked.emit(self.toPlainText())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take pictures as well as text."""
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Hand pictures on; insert text as text."""
        if source.hasImage() or source.hasUrls():
            self.photos_pasted.emit(source)
        else:
            super().insertFromMimeData(source)


class FindingEditor(QFrame):
    """Edits one finding. Values come through show_finding; what is typed goes through FieldSignals.

    Signals:
        photo_wanted: choose photo files.
        photos_pasted: QMimeData with pictures or files.
        removed: the person wants the finding away.
        closed: the finding goes back to rest.
        party_chosen: the id of the party whose measure and deadline are shown.
        photo_opened: the hash of a photo to be seen large.
    """

    photo_opened = Signal(str)
    photo_wanted = Signal()
    photos_pasted = Signal(object)
    removed = Signal()
    closed = Signal()
    party_chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        signals: FieldSignals,
        finding_id: str,
        party_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("k", "edit")
        self.setObjectName("finding_editor")
        self._look, self._signals = look, signals
        self.finding_id, self.party_id = finding_id, party_id
        self.thumbs: dict[str, Thumb] = {}
        self._photos: tuple[str, ...] = ()
        self.fields: dict[str, Field] = {}
        self._make_fields()
        self._number, self._state, self._again = label("", "h3"), Chip(look), Chip(look)
        self._strip = QHBoxLayout()
        self._strip.setSpacing(6)
        column(self, [self._head(), self._body()], (12, 10, 14, 12), 10)

    def _spot(self, name: str) -> Spot:
        return Spot("finding", self.finding_id, name)

    def _make_fields(self) -> None:
        signals = self._signals
        hint = self.tr("首字母选短语，如 lbfh；连部位一起：lbfh 3#14层；也可直接写")
        self.fact = FactField(signals, self._spot("fact"), self.tr("事实"), hint)
        self.fact.photos_pasted.connect(self.photos_pasted)
        self._clause = ChoiceField(
            signals, self._spot("clause"), self.tr("条款"), searched=True, hint=self._clause_hint()
        )
        self._criterion = ChoiceField(
            signals,
            self._spot("criterion"),
            self.tr("判定标准"),
            searched=True,
            hint=self.tr("重大隐患判定条款"),
        )
        self._location = self._line("location", self.tr("部位"), self._where_hint())
        self._measure = self._line(f"measure:{self.party_id}", self.tr("整改要求"))
        self._due = self._line(f"due:{self.party_id}", self.tr("期限"), self._due_hint())
        self._at_once = FlagField(signals, self._spot(f"on_the_spot:{self.party_id}"), self.tr("当场改正"))
        every: tuple[Field, ...] = (
            self.fact,
            self._location,
            self._clause,
            self._criterion,
            self._measure,
            self._due,
            self._at_once,
            self._line("seen_on", self.tr("发现日"), self.tr("2026-11-24")),
            self._line("batch", self.tr("涉及批次"), self.tr("批号，用顿号隔开")),
        )
        self.fields = {one.spot.name: one for one in every}

    def _line(self, name: str, spoken: str, hint: str = "") -> LineField:
        return LineField(self._signals, self._spot(name), spoken, hint)

    def _where_hint(self) -> str:
        return self.tr("几号楼、几层、哪一侧")

    def _due_hint(self) -> str:
        return self.tr("3、5工 或 11-27")

    def _clause_hint(self) -> str:
        return self.tr("条款号或文字")

    def _head(self) -> QHBoxLayout:
        look = self._look
        photo = tall(button(self.tr("照片"), "add_photo", look=look, icon="camera"))
        keyed(photo, "F4")
        photo.setProperty("keyed", "true")
        photo.setMinimumWidth(max(look.px(104), photo.sizeHint().width() + look.px(26)))
        if look.scale > LARGE_WORDS:
            photo.setText("")
            photo.setMinimumWidth(look.px(64))
        photo.setToolTip(self.tr("F4 或 Ctrl+Shift+P 选文件；也可粘贴（Ctrl+V）或拖进来"))
        photo.clicked.connect(self.photo_wanted)
        remove = button(
            "", "remove_finding", kind="bare", look=look, icon="trash-2", spoken=self.tr("删除这个问题")
        )
        remove.clicked.connect(self.removed)
        shut = button("", "close_finding", kind="bare", look=look, icon="check", spoken=self.tr("写完，收起"))
        shut.clicked.connect(self.closed)
        self._remove, self._photo = remove, photo
        words = [self._number, self._state, self._again]
        return row(None, [*words, None, self._strip, photo, remove, shut], gap=8)

    def _body(self) -> QGridLayout:
        """Lay the fields out from left to right and down: the order of reading, and of Tab."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        self._severity, self._party = self._severity_part(), self._party_part()
        self._due.setMinimumWidth(self._look.px(DATE_WIDTH))
        dates = QWidget()
        row(dates, [(self._due, 1), self._at_once], gap=8)
        sides = 1 if self._look.scale > ONE_COLUMN else 2
        parts: list[tuple[str, QWidget]] = [
            (self.tr("事实"), self.fact),
            (self.tr("条款"), self._clause),
            (self.tr("部位"), self._location),
            (self.tr("等级"), self._severity),
            (self.tr("整改"), self._measure),
            (self.tr("期限"), dates),
            (self.tr("判定"), self._criterion),
            (self.tr("责任方"), self._party),
            (self.tr("批次"), self.fields["batch"]),
            (self.tr("发现日"), self.fields["seen_on"]),
        ]
        labels = [
            self._labelled(grid, words, part, divmod(n, sides)) for n, (words, part) in enumerate(parts)
        ]
        self._lots, self._seen = ((labels[n], parts[n][1]) for n in (-2, -1))
        for part in (*self._lots, *self._seen):
            part.hide()
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2 if sides == 2 else 0)
        return grid

    def _labelled(self, grid: QGridLayout, words: str, part: QWidget, place: tuple[int, int]) -> QLabel:
        """Put a field with its label at (row, side); what stands beside the high fact stands at its top."""
        (line, side), told = place, label(words, "m")
        told.setMinimumWidth(self._look.px(LABEL_WIDTH))
        told.setContentsMargins(0, 0 if line else 8, 0, 0)
        align = Qt.AlignmentFlag.AlignVCenter if line else Qt.AlignmentFlag.AlignTop
        grid.addWidget(told, line, side * 2, align)
        top = Qt.AlignmentFlag.AlignTop if side and not line else Qt.AlignmentFlag(0)
        grid.addWidget(part, line, side * 2 + 1, top)
        return told

    def _party_part(self) -> DropDown:
        made = DropDown(acts=True)
        made.setObjectName("party")
        made.setAccessibleName(self.tr("责任方"))
        made.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(4)
        made.activated.connect(lambda n: self.party_chosen.emit(str(made.itemData(n))))
        return made

    def _severity_part(self) -> QWidget:
        part = QWidget()
        self._group = QButtonGroup(part)
        self._levels: dict[Severity, QPushButton] = {}
        for severity in (Severity.MAJOR, Severity.GENERAL):
            level = button(self.tr(SEVERITY_LABELS[severity]), f"severity_{severity}", kind="seg")
            level.setCheckable(True)
            restyle(level, tone="red" if severity is Severity.MAJOR else "")
            level.clicked.connect(
                lambda _=False, told=severity: self._signals.left.emit(self._spot("severity"), str(told))
            )
            self._group.addButton(level)
            self._levels[severity] = level
        row(part, [(one, 1) for one in self._levels.values()], gap=0)
        return part

    def show_finding(self, finding: Finding, bench: Bench) -> None:
        """Show the values of the finding; newer typing is not overwritten."""
        duty = finding.obligation(self.party_id)
        self._number.setText(self.tr("问题 %s") % finding.number)
        editable = not bench.locked and finding.id not in bench.ordered
        self._state.show_state(
            *((self.tr("填写中"), "amber") if editable else (self.tr("已下达，不能改"), "blue"))
        )
        self._offer_choices(bench)
        shown = {
            "fact": finding.fact,
            "location": finding.location,
            "clause": finding.clause_id,
            "criterion": finding.criterion_id,
            f"measure:{self.party_id}": duty.measure if duty else "",
            f"due:{self.party_id}": typed.show_day(duty.due) if duty else "",
            f"on_the_spot:{self.party_id}": YES if duty and duty.on_the_spot else "",
            "seen_on": typed.show_day(finding.seen_on),
            "batch": finding.batch,
        }
        for name, told in shown.items():
            self.fields[name].show_value(told)
            self.fields[name].setEnabled(editable)
        for part in self._seen:
            # Only a day that is not today's needs looking at; the gate may lead here.
            part.setVisible(finding.seen_on != bench.today)
        for part in self._lots:
            part.setVisible(bench.tells_batch or bool(finding.batch))
        self._levels[finding.severity].setChecked(True)
        for one in (*self._levels.values(), self._remove, self._photo):
            one.setEnabled(editable)
        self._criterion.setEnabled(editable and finding.severity is Severity.MAJOR)
        self._show_photos([photo.sha256 for photo in finding.photos])
        for photo in finding.photos:
            if photo.sha256 in self.thumbs:
                self.thumbs[photo.sha256].offer(photo.sha256, photo.marks)

    def _offer_choices(self, bench: Bench) -> None:
        rules = bench.rules
        if self._clause.count() == 0:
            clauses = [(one.id, f"{one.short} {one.power}") for one in rules.clauses.values()]
            self._clause.offer(clauses)
            hazards = [(one.id, f"{one.label} {one.text}") for one in rules.hazards.values()]
            self._criterion.offer(hazards)
        parties = [(party.name, party.id) for party in bench.target.parties]
        if parties != [
            (self._party.itemText(n), self._party.itemData(n)) for n in range(self._party.count())
        ]:
            self._party.clear()
            for name, party_id in parties:
                self._party.addItem(name, party_id)
        self._party.setCurrentIndex(self._party.findData(self.party_id))

    def _show_photos(self, hashes: Sequence[str]) -> None:
        if tuple(hashes) == self._photos:
            return
        self._photos = tuple(hashes)
        self.thumbs = {}
        emptied(self._strip)
        most = 1 if self._look.scale > LARGE_WORDS else 2 if self._again.isVisibleTo(self) else 3
        for n, sha256 in list(enumerate(hashes, 1))[-most:]:
            more = max(len(hashes) - most, 0) if n == len(hashes) else 0
            spoken, wide = self.tr("照片 %s") % n, self._look.px(64)
            thumb = Thumb(self._look, spoken, wide, self._look.px(48), more=more)
            thumb.opened.connect(self.photo_opened)
            self.thumbs[sha256] = thumb
            self._strip.addWidget(thumb)

    def show_again(self, told: str, tip: str) -> None:
        """Show that the same clause was ordered here before; the tooltip says when and by what."""
        self._again.show_state(told, "amber")
        self._again.setToolTip(plain(tip))

    def show_ghost(self, offer: Offer | None) -> None:
        """Show all that the highlighted phrase would fill in, dashed, before it is filled in.

        What stands in a field already is shown as it is: it would be replaced, and undo brings it back.
        """
        ghosts = (
            (self._location, offer.location if offer else "", self._where_hint()),
            (self._measure, offer.phrase.measure if offer else "", ""),
            (self._due, typed.by_day(offer.due) if offer else "", self._due_hint()),
        )
        for field, told, hint in ghosts:
            field.setPlaceholderText(told or hint)
            restyle(field, ghost="true" if told and not field.text() else "false")
        line = self._clause.lineEdit()
        if line is not None:
            line.setPlaceholderText(offer.cite if offer else self._clause_hint())
            restyle(self._clause, ghost="true" if offer is not None and not line.text() else "false")
        restyle(self._party, ghost="true" if offer is not None else "false")
        wanted = Severity.MAJOR if offer is not None and offer.phrase.major else Severity.GENERAL
        for severity, level in self._levels.items():
            restyle(level, ghost="true" if offer is not None and severity is wanted else "false")
