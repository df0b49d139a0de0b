"""The finding being written: fact with the phrase list, where, clause, severity, party, measure, deadline."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QPushButton, QWidget

from inspector_app.domain.findings import SEVERITY_LABELS, Finding, Severity
from inspector_app.ui.controls.fields import ChoiceField, Field, FieldSignals, FlagField, LineField, TextField
from inspector_app.ui.controls.keyed import keyed
from inspector_app.ui.controls.parts import Chip, DropDown, button, column, label, plain, restyle, row, tall
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.controls.thumbs import Thumb
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.edits import YES
from inspector_app.ui.workbench.finding_card import LARGE_WORDS, ONE_COLUMN
from inspector_app.ui.workbench.phrases import Offer

LABEL_WIDTH = 40
DATE_WIDTH = 104
"""Room for a whole date, 2026-11-25."""


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
        ticked: (the finding's id, ticked).
        party_chosen: the id of the party whose measure and deadline are shown.
        photo_opened: the hash of a photo to be seen large.
    """

    photo_opened = Signal(str)

    photo_wanted = Signal()
    photos_pasted = Signal(object)
    removed = Signal()
    closed = Signal()
    ticked = Signal(str, bool)
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
            signals, self._spot("clause"), self.tr("条款"), searched=True, hint=self.tr("条款号或文字")
        )
        self._criterion = ChoiceField(
            signals,
            self._spot("criterion"),
            self.tr("判定标准"),
            searched=True,
            hint=self.tr("重大隐患判定条款"),
        )
        measure, due = f"measure:{self.party_id}", f"due:{self.party_id}"
        self._at_once = FlagField(signals, self._spot(f"on_the_spot:{self.party_id}"), self.tr("当场改正"))
        self.fields = {
            "fact": self.fact,
            "location": LineField(
                signals, self._spot("location"), self.tr("部位"), self.tr("几号楼、几层、哪一侧")
            ),
            "clause": self._clause,
            "criterion": self._criterion,
            measure: LineField(signals, self._spot(measure), self.tr("整改要求")),
            due: LineField(signals, self._spot(due), self.tr("期限"), self.tr("3、5工 或 11-27")),
            self._at_once.spot.name: self._at_once,
            "seen_on": LineField(signals, self._spot("seen_on"), self.tr("发现日"), self.tr("2026-11-24")),
            "batch": LineField(
                signals, self._spot("batch"), self.tr("涉及批次"), self.tr("批号，用顿号隔开")
            ),
        }

    def _head(self) -> QHBoxLayout:
        look = self._look
        photo = tall(button(self.tr("照片"), "add_photo", look=look, icon="camera"))
        keyed(photo, "F4")
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
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        self._severity = self._severity_part()
        self._party = self._party_part()
        names = list(self.fields)
        measure, due = self.fields[names[4]], self.fields[names[5]]
        left: list[tuple[str, QWidget]] = [
            (self.tr("事实"), self.fact),
            (self.tr("部位"), self.fields["location"]),
            (self.tr("整改"), measure),
            (self.tr("判定"), self._criterion),
        ]
        due.setMinimumWidth(self._look.px(DATE_WIDTH))
        dates = QWidget()
        row(dates, [(due, 1), self._at_once], gap=8)
        right: list[tuple[str, QWidget]] = [
            (self.tr("条款"), self._clause),
            (self.tr("等级"), self._severity),
            (self.tr("责任方"), self._party),
            (self.tr("期限"), dates),
        ]
        narrow = self._look.scale > ONE_COLUMN
        columns = ([*left[:2], *right[:3], left[2], right[3], left[3]],) if narrow else (left, right)
        for side, rows in enumerate(columns):
            for n, (words, field) in enumerate(rows):
                told = label(words, "m")
                told.setMinimumWidth(self._look.px(LABEL_WIDTH))
                grid.addWidget(
                    told, n, side * 2, Qt.AlignmentFlag.AlignTop if n == 0 else Qt.AlignmentFlag.AlignVCenter
                )
                told.setContentsMargins(0, 8 if n == 0 else 0, 0, 0)
                top = Qt.AlignmentFlag.AlignTop if n == 0 and side else Qt.AlignmentFlag(0)
                grid.addWidget(field, n, side * 2 + 1, top)
        self._seen = (label(self.tr("发现日"), "m"), self.fields["seen_on"])
        for n, part in enumerate(self._seen):
            part.hide()
            grid.addWidget(part, len(columns[0]), n if narrow else 2 + n)
        self._lots = (label(self.tr("批次"), "m"), self.fields["batch"])
        for n, part in enumerate(self._lots):
            part.hide()
            grid.addWidget(part, len(columns[0]) + narrow, n)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 0 if narrow else 2)
        return grid

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
        while (item := self._strip.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        most = 1 if self._look.scale > LARGE_WORDS else 2 if self._again.isVisibleTo(self) else 3
        for n, sha256 in enumerate(hashes[-most:]):
            more = len(hashes) - most if n == most - 1 and len(hashes) > most else 0
            spoken, wide = self.tr("照片 %s") % (n + 1), self._look.px(64)
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
        location = offer.location if offer else ""
        ghosts: list[tuple[str, str]] = [
            ("location", location or self.tr("几号楼、几层、哪一侧")),
            (f"measure:{self.party_id}", offer.phrase.measure if offer else ""),
            (f"due:{self.party_id}", typed.by_day(offer.due) if offer else self.tr("3、5工 或 11-27")),
        ]
        for name, told in ghosts:
            field = self.fields[name]
            if isinstance(field, LineField):
                field.setPlaceholderText(told)
                shown = offer is not None and not field.text() and (name != "location" or bool(location))
                restyle(field, ghost="true" if shown else "false")
        line = self._clause.lineEdit()
        if line is not None:
            line.setPlaceholderText(offer.cite if offer else self.tr("条款号或文字"))
            restyle(self._clause, ghost="true" if offer is not None and not line.text() else "false")
        restyle(self._party, ghost="true" if offer is not None else "false")
        wanted = Severity.MAJOR if offer is not None and offer.phrase.major else Severity.GENERAL
        for severity, level in self._levels.items():
            restyle(level, ghost="true" if offer is not None and severity is wanted else "false")
