"""The window of a day on paper, laid out: cards at the left, the verdict beside them, keys below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from inspector_app.ui.controls.full_window import FullWindow
from inspector_app.ui.controls.key_hints import KeyHints
from inspector_app.ui.controls.keyed import keyed
from inspector_app.ui.controls.parts import button, column, label, row
from inspector_app.ui.ledger import late_day_values as values
from inspector_app.ui.ledger.late_day_cards import VISIT, DayCard
from inspector_app.ui.ledger.late_day_values import FINDINGS, PAPERS
from inspector_app.ui.ledger.late_day_verdict import VerdictPane
from inspector_app.ui.ledger.late_offers import OfferList
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

HINTS = (
    ("Enter", "下一格"),
    ("↑ ↓", "选找到的"),
    ("F2", "加一条问题"),
    ("F3", "加一份文书"),
    ("Ctrl Delete", "删掉这一张"),
    ("Alt 1…3", "检查、问题、文书"),
    ("Ctrl Enter", "补录入账"),
)


class DayFrame(FullWindow):
    """Holds the card of the visit, the lists of the others, the verdict, and the list of what was found.

    Signals:
        add_wanted: (block) one more finding or paper.
    """

    add_wanted = Signal(str)

    def __init__(self, look: Look, pin_hint: str, parent: QWidget) -> None:
        super().__init__(look, "late_day", "", parent)
        self.setWindowTitle(self.tr("补录一天的纸质文书"))
        self.setAccessibleName(self.windowTitle())
        self.verdict = VerdictPane(look, pin_hint)
        self.offers = OfferList(look, self)
        self._place_parts()

    def _place_parts(self) -> None:
        look = self.look
        back = button(self.tr("返回  Esc"), "late_day_back", look=look, icon="arrow-left")
        back.clicked.connect(self.reject)
        note = label(self.tr("照纸上写的录：文号、日期都用纸上的，程序不另外编号。"), "m")
        head = row(None, [back, label(self.windowTitle(), "h2"), note, None], (16, 10, 16, 10), 12)
        self._visit = DayCard(look, values.VISIT, VISIT, removable=False)
        self._lists = {block: column(None, [], gap=8) for block in (FINDINGS, PAPERS)}
        inner = QWidget()
        inner.setObjectName("scrolled")
        items: list[QWidget] = [self._head(self.tr("一、检查")), self._visit]
        self._adders = {
            FINDINGS: self._adder(FINDINGS, self.tr("加一条问题"), "F2"),
            PAPERS: self._adder(PAPERS, self.tr("加一份文书"), "F3"),
        }
        column(
            inner,
            [
                *items,
                self._head(self.tr("二、问题")),
                self._lists[FINDINGS],
                row(None, [self._adders[FINDINGS], None]),
                self._head(self.tr("三、文书")),
                self._lists[PAPERS],
                row(None, [self._adders[PAPERS], None]),
                None,
            ],
            (16, 4, 16, 20),
            8,
        )
        self._scroll = QScrollArea()
        self._scroll.setObjectName("late_day_cards")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        bar = QFrame()
        bar.setProperty("ground", "card")
        column(bar, [head], gap=0)
        hints = KeyHints(look)
        hints.show_hints([(key, said(words)) for key, words in HINTS])
        foot = QFrame()
        foot.setProperty("ground", "card")
        column(foot, [hints], (16, 6, 16, 6), 0)
        column(self, [bar, (row(None, [(self._scroll, 1), self.verdict], gap=0), 1), foot], gap=0)

    @staticmethod
    def _head(words: str) -> QWidget:
        shown = label(words, "h2")
        shown.setContentsMargins(2, 8, 0, 0)
        return shown

    def _adder(self, block: str, words: str, key: str) -> QPushButton:
        made = button(words, f"late_day_add_{block}", kind="soft", look=self.look, icon="plus")
        keyed(made, key)
        made.setMinimumWidth(made.sizeHint().width() + self.look.px(44))
        made.clicked.connect(lambda: self.add_wanted.emit(block))
        return made
