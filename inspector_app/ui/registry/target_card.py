"""One target with all about it: where, who answers, how far it is, what was found and written there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from inspector_app.casework.followup.stops import Stop
from inspector_app.casework.overview.target_book import TargetCard
from inspector_app.domain.late import LABEL as LATE
from inspector_app.domain.parties import ROLE_LABELS, Party
from inspector_app.domain.states import DocumentState
from inspector_app.ui.controls.parts import (
    Chip,
    Elided,
    Item,
    button,
    column,
    frame,
    label,
    row,
    sign,
    tab_as_laid_out,
)
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said

LABEL = 88
DEFIED = "抢工"
FATES = {"void": DocumentState.VOID, "revoked": DocumentState.REVOKED}
"""What became of an issued document, by its code; any other stands as issued."""


class TargetCardView(QScrollArea):
    """Shows a target; emits where to go from here.

    Signals:
        visit_opened: the id of an inspection.
        paper_opened: the id of an issued document.
        mend_wanted: (target id, name of the Spot that gets the keys).
    """

    visit_opened = Signal(str)
    paper_opened = Signal(str)
    mend_wanted = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("target_card")
        self.setAccessibleName(self.tr("对象资料"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._look = look
        self.target_id = ""

    def show_card(self, card: TargetCard) -> None:
        """Show a target in place of the one before."""
        self.target_id = card.target.id
        inner = QWidget()
        inner.setObjectName("scrolled")
        parts = [self._facts(card), self._parties(card), self._visits(card), self._papers(card), None]
        column(inner, parts, (0, 0, 8, 0), 12)
        self.setWidget(inner)
        tab_as_laid_out(inner)

    def _block(self, title: str, rows: Sequence[QWidget], note: str = "") -> QFrame:
        made = frame("card")
        head = row(None, [label(title, "h3"), label(note, "m"), None], gap=8)
        column(made, [head, *rows], (16, 12, 16, 12), 6)
        return made

    def _pair(self, words: str, told: str) -> QWidget:
        made = QWidget()
        name = label(words, "m")
        name.setFixedWidth(self._look.px(LABEL))
        shown = label(told or "—", "t", wrap=True)
        row(made, [name, (shown, 1)], gap=8)
        return made

    def _facts(self, card: TargetCard) -> QFrame:
        target = card.target
        rows = [self._pair(self.tr("地址"), target.address)]
        if target.project:
            rows.append(self._pair(self.tr("所属项目"), target.project))
        rows.append(self._pair(self.tr("形象进度"), said(card.stage)))
        known = {"phase"}
        rows += [
            self._pair(self._fact_words(card, code), told)
            for code, told in target.fields
            if code not in known
        ]
        return self._block(self.tr("概况"), rows)

    def _fact_words(self, card: TargetCard, code: str) -> str:
        return said(dict(card.fact_labels).get(code, code))

    def _parties(self, card: TargetCard) -> QFrame:
        rows = [self._party(one) for one in card.target.parties]
        if not rows:
            rows = [label(self.tr("还没有登记单位。开始检查后，签发前要补上主送单位。"), "s", wrap=True)]
        return self._block(self.tr("责任单位与联系人"), rows)

    def _party(self, party: Party) -> QWidget:
        look = self._look
        made = QWidget()
        name = label(said(ROLE_LABELS[party.role]), "m")
        name.setFixedWidth(look.px(LABEL))
        people = " ".join(one for one in (party.manager, party.manager_title) if one)
        words = [Elided(look, party.name, px=13, bold=True)]
        contact = " · ".join(one for one in (people, party.phone) if one)
        lines: list[QWidget] = [*words, Elided(look, contact or self.tr("没有联系人"), px=12, tone="sub")]
        items: list[Item] = [column(None, [name, None]), (column(None, lines, gap=0), 1)]
        if party.credit_code and not party.credit_code_valid:
            items.append(Chip(look, self.tr("信用代码不对"), "red"))
        change = button(
            "",
            f"mend_{party.id}",
            kind="bare",
            look=look,
            icon="pencil",
            spoken=self.tr("修改%s") % party.name,
        )
        change.clicked.connect(lambda: self.mend_wanted.emit(self.target_id, f"party:{party.id}:name"))
        items.append(change)
        row(made, items, gap=8)
        return made

    def _visits(self, card: TargetCard) -> QFrame:
        rows: list[QWidget] = []
        for one in card.visits:
            day = one.started.isoformat() if one.started else self.tr("未开始")
            told = self.tr("%s 项问题") % one.findings
            line = self._way(f"visit_{one.id}", day, told, one.state.word, tone(one.state.word))
            line.clicked.connect(lambda _=False, visit_id=one.id: self.visit_opened.emit(visit_id))
            rows.append(line)
        if not rows:
            rows = [label(self.tr("还没有检查过。按 Ctrl+Enter 从这里开始第一次检查。"), "s", wrap=True)]
        return self._block(self.tr("检查"), rows, self._count(len(card.visits), card.visit_count))

    def _papers(self, card: TargetCard) -> QFrame:
        rows: list[QWidget] = []
        for one in card.papers:
            fate = FATES.get(one.fate, DocumentState.ISSUED)
            when = one.issued_on.isoformat() if one.issued_on else ""
            stop = card.stops.get(one.id)
            beside: tuple[tuple[str, str], ...] = ()
            if stop is not None and fate is DocumentState.ISSUED:
                beside = (*(((DEFIED, "red"),) if stop.violations else ()), *_held(stop))
            if one.late:
                beside = ((LATE, "blue"), *beside)
            note = f"{one.label} · {when}"
            line = self._way(f"paper_{one.id}", one.number, note, fate, tone(fate), beside)
            line.clicked.connect(lambda _=False, paper_id=one.id: self.paper_opened.emit(paper_id))
            rows.append(line)
        if not rows:
            rows = [label(self.tr("还没有签发过文书。"), "s")]
        return self._block(self.tr("文书"), rows, self._count(len(card.papers), card.paper_count))

    def _count(self, shown: int, total: int) -> str:
        if total <= shown:
            return self.tr("共 %s") % total if total else ""
        return self.tr("最近 %1，共 %2").replace("%1", str(shown)).replace("%2", str(total))

    def _way(
        self,
        name: str,
        title: str,
        note: str,
        state: str,
        colour: str,
        beside: Sequence[tuple[str, str]] = (),
    ) -> QPushButton:
        """Return a line that leads somewhere: what it is, what about it, its state, an arrow.

        Args:
            beside: (word, tone) of what stands beside the state.
        """
        look = self._look
        states = " ".join(said(word) for word in (*(word for word, _ in beside), state))
        made = button("", name, kind="link", spoken=f"{title} {note} {states}")
        made.setToolTip("")
        made.setMinimumSize(0, look.row(36))
        made.setMaximumSize(16777215, look.row(36))
        words = [Elided(look, title, px=13, bold=True), Elided(look, note, px=12, tone="sub")]
        chips = [Chip(look, *one, dot=True) for one in (*beside, (state, colour))]
        arrow = sign(look, "chevron-right", look.tokens.mute, 14)
        row(made, [(words[0], 2), (words[1], 3), *chips, arrow], (0, 0, 4, 0), 8)
        for part in (*words, *chips, arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return made


def _held(stop: Stop) -> tuple[tuple[str, str], ...]:
    """Return what a stop-work has come to: what stands still, or that it is lifted."""
    return ((stop.state, "amber" if stop.standing else "green"),)
