"""The people of a visit, a line each: the officers with their certificates, and who was met on site."""

from collections.abc import Callable, Iterable
from math import ceil

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.ui.controls.parts import (
    Avatar,
    Chip,
    DropDown,
    Elided,
    Item,
    button,
    column,
    label,
    plain,
    row,
)
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.boxes import emptied, stretch
from inspector_app.ui.workbench.finding_card import LARGE_WORDS

NEW = "new"
PERSON_HEIGHT = 42
NAME_WIDTH, MOST_NAME = 42, 84
"""A name of three characters, and how much of a longer one is shown."""


class People(QWidget):
    """Lines that are made anew only when they change; the keys stay where they were."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._shown: object = None
        self._box = QVBoxLayout()
        self._box.setSpacing(4)

    def _renew(self, shown: object, lines: Callable[[], Iterable[QWidget]], otherwise: QWidget) -> None:
        """Make the lines anew if what they are made of changed.

        Args:
            otherwise: gets the keys when the line that had them is gone.
        """
        if shown == self._shown:
            return
        self._shown = shown
        focus = self.window().focusWidget()
        there = focus is not None and any(line.isAncestorOf(focus) for line in self._lines())
        keys_at = focus.objectName() if focus is not None and there else ""
        emptied(self._box)
        for line in lines():
            self._box.addWidget(line)
        if keys_at:
            self._give_keys(keys_at, otherwise)

    def _lines(self) -> list[QWidget]:
        items = [self._box.itemAt(n) for n in range(self._box.count())]
        return [line for item in items if item is not None and (line := item.widget()) is not None]

    def _give_keys(self, name: str, otherwise: QWidget) -> None:
        for line in self._lines():
            if (made := line.findChild(QWidget, name)) is not None:
                # The layout would show a new line only in the next turn of the loop; hidden it takes no keys.
                line.show()
                made.setFocus()
                return
        otherwise.setFocus()

    def _away(self, name: str, whom: str, *, editable: bool) -> QPushButton:
        spoken = self.tr("移除%s") % whom
        made = button("", name, kind="bare", look=self._look, icon="x", spoken=spoken)
        made.setToolTip(plain(spoken))
        made.setEnabled(editable)
        return made


class Officers(People):
    """Shows the officers and experts of a visit, and adds further ones.

    Signals:
        added: the id of a person of the bureau.
        wanted: enter a new person of the bureau.
        removed: the id of a person to take off.
        opened: the id of a person of the bureau to change.
    """

    added = Signal(str)
    wanted = Signal()
    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._add = DropDown(acts=True)
        self._add.setObjectName("officers")
        self._add.setAccessibleName(self.tr("添加执法人员"))
        self._add.setPlaceholderText(self.tr("添加…"))
        self._add.setMaximumWidth(look.px(112))
        self._add.setMinimumWidth(look.px(76))
        self._add.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._add.activated.connect(self._on_add)
        column(self, [row(None, [label(self.tr("执法人员"), "m"), (self._add, 1)]), self._box], gap=6)

    def show_bench(self, bench: Bench) -> None:
        """Show the officers of the inspection."""
        visit = bench.inspection
        shown = (visit.officers, visit.experts, bench.staff, bench.locked, bench.today)
        self._renew(shown, lambda: self._made(bench), self._add)

    def _made(self, bench: Bench) -> list[QWidget]:
        everybody = (*bench.inspection.officers, *bench.inspection.experts)
        there = {one.id for one in everybody}
        self._add.clear()
        for one in bench.staff:
            if one.id not in there:
                self._add.addItem(one.name, one.id)
        self._add.addItem(self.tr("登记新的执法人员…"), NEW)
        self._add.setCurrentIndex(-1)
        self._add.setEnabled(not bench.locked)
        return [self._officer(one, bench) for one in everybody]

    def _on_add(self, place: int) -> None:
        code = str(self._add.itemData(place))
        self._add.setCurrentIndex(-1)
        if code == NEW:
            self.wanted.emit()
        else:
            self.added.emit(code)

    def _officer(self, officer: Officer, bench: Bench) -> QWidget:
        line = QWidget()
        line.setFixedHeight(self._look.row(PERSON_HEIGHT))
        if officer.expert:
            told, tone = self.tr("专家"), "gray"
        elif officer.certified(bench.today):
            told, tone = self.tr("证有效"), "green"
        else:
            told, tone = self.tr("证无效"), "red"
        away = self._away(f"leave_{officer.id}", officer.name, editable=not bench.locked)
        away.clicked.connect(lambda: self.removed.emit(officer.id))
        mend = button("", f"edit_{officer.id}", kind="link", spoken=self.tr("修改%s") % officer.name)
        stretch(mend, self._look.target, self._look.target)
        mend.setToolTip(plain(mend.accessibleName()))
        mend.clicked.connect(lambda: self.opened.emit(officer.id))
        name = Elided(self._look, officer.name, bold=True)
        column(mend, [name, Elided(self._look, officer.certificate, px=12, tone="mute")], (4, 0, 4, 0), 0)
        # Large words need the room of the circle for the name itself.
        face: list[Item] = [] if self._look.scale > LARGE_WORDS else [Avatar(self._look, officer.name)]
        row(line, [*face, (mend, 1), Chip(self._look, told, tone), away], gap=4)
        return line


class Present(People):
    """Shows who was met on site.

    Signals:
        removed: the record's id of a person to take off.
        meeting_wanted: take down somebody more.
    """

    removed = Signal(str)
    meeting_wanted = Signal()

    def __init__(self, look: Look, meeting: QWidget, parent: QWidget | None = None) -> None:
        """Make the part.

        Args:
            meeting: where somebody is taken down; gets the keys when the line that had them is gone.
        """
        super().__init__(look, parent)
        self._meeting = meeting
        self._more = button(
            "", "to_present", kind="bare", look=look, icon="user-plus", spoken=self.tr("记在场人员")
        )
        self._more.clicked.connect(self.meeting_wanted)
        column(self, [row(None, [label(self.tr("在场人员"), "m"), None, self._more]), self._box], gap=6)

    def show_bench(self, bench: Bench) -> None:
        """Show the people met at the inspection."""
        self._more.setVisible(not bench.locked)
        people = bench.inspection.present
        shown = ([(one, one.id) for one in people], bench.locked)
        self._renew(shown, lambda: self._made(people, editable=not bench.locked), self._meeting)

    def _made(self, people: tuple[PersonPresent, ...], *, editable: bool) -> list[QWidget]:
        widest = max((painting.text_width(self._look, one.name, 13) for one in people), default=0)
        width = min(max(ceil(widest) + 2, self._look.px(NAME_WIDTH)), self._look.px(MOST_NAME))
        return [self._person(one, width, editable=editable) for one in people]

    def _person(self, person: PersonPresent, width: int, *, editable: bool) -> QWidget:
        line = QWidget()
        told = " · ".join(part for part in (person.position, person.company) if part)
        away = self._away(f"unmeet_{person.id}", person.name, editable=editable)
        away.clicked.connect(lambda: self.removed.emit(person.id))
        name = Elided(self._look, person.name)
        # A line that shortens gives way to what stands beside it, unless it is told not to.
        name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        name.setFixedWidth(width)
        words: list[Item] = [name, (Elided(self._look, told, px=12, tone="mute"), 1)]
        row(line, [*words, away], gap=6)
        return line
