"""What the last visit left: findings that are not closed, and who was met, each taken over by one key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from inspector_app.casework.history.carry import LastTime, Unclosed
from inspector_app.domain.people import PersonPresent
from inspector_app.ui.controls.parts import (
    Chip,
    Elided,
    Item,
    button,
    column,
    keycap,
    label,
    plain,
    row,
    sign,
)
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.boxes import emptied, stretch
from inspector_app.ui.workbench.finding_card import LARGE_WORDS

MOST_KEYS = 9
MOST_PEOPLE = 3
"""Names with a button of their own; the key takes all."""


class LastVisitBox(QFrame):
    """Stands at the head of the findings while there is something to take over.

    Signals:
        wanted: the id of a finding of the last visit that is found again.
        met: (name, position, company, telephone) of somebody who is present again.
        all_met: everybody of the last visit is present again.
    """

    wanted = Signal(str)
    met = Signal(str, str, str, str)
    all_met = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("last_visit")
        self.setProperty("k", "card")
        self._look = look
        self._last = LastTime()
        self._title = label("", "h3")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        head = row(None, [sign(look, "history", look.tokens.accent, 16), self._title, None], gap=8)
        column(self, [head, self._rows], (14, 10, 10, 8), 4)
        self.hide()

    def show_bench(self, bench: Bench) -> None:
        """Show what is left to take over; nothing is left: take no room."""
        last = bench.last if not bench.locked else LastTime()
        if last != self._last:
            self._last = last
            self._build(last, bench)
        self.setVisible(bool(last.open or last.present))

    def unclosed(self, place: int) -> str:
        """Return the id of the finding at a place of the list, from 0; empty when there is none."""
        return self._last.open[place].finding.id if place < len(self._last.open) else ""

    def _build(self, last: LastTime, bench: Bench) -> None:
        emptied(self._rows)
        on = typed.show_day(last.on)
        told = self.tr("上次未闭环 %s 项") % len(last.open) if last.open else self.tr("上次检查")
        self._title.setText(f"{told} · {on}" if on else told)
        for n, one in enumerate(last.open):
            self._rows.addWidget(self._unclosed(one, n, bench))
        if last.present:
            self._rows.addWidget(self._people(last.present))

    def _unclosed(self, told: Unclosed, place: int, bench: Bench) -> QWidget:
        look, finding = self._look, told.finding
        late = told.due is not None and told.due < bench.today
        spoken = self.tr("带入：%s") % finding.fact
        line, holder = button("", f"take_over_{finding.number}", kind="link", spoken=spoken), QWidget()
        # The sheet's own height would beat a fixed one: the button fills a holder that has it.
        stretch(line, 0, look.target)
        holder.setFixedHeight(look.row(46))
        column(holder, [(line, 1)], gap=0)
        line.setToolTip(plain(self.tr("这次又发现：带入事实、条款、责任方和整改要求，引用上次的问题")))
        line.clicked.connect(lambda: self.wanted.emit(finding.id))
        where = " · ".join(
            part for part in (finding.location, typed.days_left(told.due, bench.today)) if part
        )
        fact, place_line = Elided(look, finding.fact, bold=True), Elided(look, where, px=12, tone="sub")
        words = column(None, [fact, place_line], gap=0)
        parts: list[Item] = [(words, 1), Chip(look, said(told.state), tone(told.state, overdue=late))]
        parts.append(label(self.tr("又发现"), "accent"))
        if place < MOST_KEYS and look.scale <= LARGE_WORDS:
            parts.append(_key(f"Alt {place + 1}"))
        row(line, parts, (8, 2, 6, 2), 8)
        return holder

    def _people(self, people: tuple[PersonPresent, ...]) -> QWidget:
        part = QWidget()
        each: list[Item] = [self._person(one, n) for n, one in enumerate(people[:MOST_PEOPLE])]
        everybody = button(self.tr("全部在场"), "all_present", kind="soft", look=self._look, icon="users")
        everybody.setToolTip(self.tr("这几位这次都在场（Ctrl+Shift+A）"))
        everybody.clicked.connect(self.all_met)
        told = self.tr("上次在场 %s 人") % len(people)
        key: list[Item] = [_key("Ctrl Shift A")] if self._look.scale <= LARGE_WORDS else []
        upper = row(None, [label(told, "m"), None, *key, everybody], gap=6)
        column(part, [upper, row(None, [*each, None], gap=6)], (8, 4, 0, 2), 6)
        return part

    def _person(self, person: PersonPresent, n: int) -> QPushButton:
        told = " ".join(part for part in (person.name, person.position) if part)
        made = button(person.name, f"met_again_{n}", look=self._look, icon="user-plus")
        made.setAccessibleName(self.tr("%s 这次在场") % told)
        made.setToolTip(plain(f"{told} · {person.company}"))
        made.clicked.connect(
            lambda: self.met.emit(person.name, person.position, person.company, person.phone)
        )
        return made


def _key(told: str) -> QWidget:
    """Return the name of a key that lets clicks through to the button it stands on."""
    shown = keycap(told)
    shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return shown
