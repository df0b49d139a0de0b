"""The cards of a day on paper: the visit, one for each finding, one for each paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QWidget

from inspector_app.domain import late_rules
from inspector_app.domain.findings import Severity
from inspector_app.domain.templates import ORDERING, DocumentKind
from inspector_app.ui.controls.form_fields import Filled, make
from inspector_app.ui.controls.form_values import Asks, Field
from inspector_app.ui.controls.parts import DropDown, button, column, label, reveal, row, tab_as_laid_out
from inspector_app.ui.ledger.late_day_fields import Looking, TickGrid
from inspector_app.ui.ledger.late_offers import Offer
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

LABEL = 64
ONE_COLUMN = 1.3
"""Size of words from which fields stand below each other."""
LOOKING = frozenset({"target", "clause", "criterion", "conduct_code"})
GRIDS = {"officers": 5, "copied": 2, "findings": 2}
WIDE = frozenset({"target", "officers", "fact", "copied", "findings", "scans", "scope"})
SCANS = "*.pdf *.jpg *.jpeg *.png *.webp"

STOP = ("stop_full", "stop_parts", "stop_start", "conditions", "approver", "approval")
CONDUCT = ("defence_until", "conduct_code")
TO_COMPANY = ("addressee", "copied", "findings")


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of a card: its name, its words, how it is filled in, what is said while it is empty."""

    name: str
    words: str
    asks: Asks = Asks.LINE
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


VISIT = (
    Asked("target", "检查对象", hint="名称、单位、地址，或拼音首字母"),
    Asked("officers", "执法人员"),
    Asked("started", "开始时间", hint="11-20 09:10"),
    Asked("ended", "结束时间", hint="10:40，同一天"),
    Asked("place", "地点"),
    Asked("source", "来源", hint="日常监督检查"),
    Asked("notice", "检查通知", hint="纸上的文号，没有就不填"),
    Asked("handling", "处理", hint="现场处理意见"),
    Asked("scope", "检查范围"),
    Asked("author", "谁写的", hint="纸质文书由谁手写"),
    Asked("reason", "为何用纸", hint="电脑故障、系统启用前的旧式文书"),
    Asked("credentials_shown", "已出示执法证", Asks.TICK),
)
FINDING = (
    Asked("fact", "事实", Asks.TEXT, "首字母选短语，如 lbfh；也可照纸抄"),
    Asked("location", "部位", hint="几号楼、几层、哪一侧"),
    Asked("clause", "条款", hint="条款号或文字"),
    Asked("party", "责任单位", Asks.CHOICE),
    Asked("measure", "整改要求"),
    Asked(
        "severity",
        "等级",
        Asks.CHOICE,
        choices=((str(Severity.GENERAL), "一般"), (str(Severity.MAJOR), "重大")),
    ),
    Asked("due", "期限", hint="空着用文书上的期限"),
    Asked("criterion", "判定标准", hint="重大隐患判定条款"),
)
PAPER = (
    Asked("kind", "文种", Asks.CHOICE),
    Asked("number", "文号", hint="照纸上逐字录入"),
    Asked("issued_on", "签发日期", hint="11-20"),
    Asked("due_on", "整改期限", hint="11-27，或自签发日起 7、5工"),
    Asked("addressee", "主送单位", Asks.CHOICE),
    Asked("copied", "抄送单位"),
    Asked("findings", "所列问题"),
    Asked("stop_full", "全面停工", Asks.TICK),
    Asked("stop_parts", "停工部位", hint="几处用顿号隔开"),
    Asked("stop_start", "停工起始", hint="11:25，或 11-20 11:25"),
    Asked("conditions", "复工条件"),
    Asked("approver", "批准人", hint="不知道就空着，记欠补办"),
    Asked("approval", "批准文号"),
    Asked("defence_until", "申辩截止", hint="12-01"),
    Asked("conduct_code", "行为代码", hint="代码或文字"),
    Asked("scans", "扫描件", Asks.FILES, SCANS),
    Asked("signed", "扫描件上有签字", Asks.TICK),
    Asked("sealed", "扫描件上有印章", Asks.TICK),
)


class DayCard(QFrame):
    """One card with its fields.

    Signals:
        changed: something else stands there.
        asked: (name of a field, what was typed): find something for it.
        removed: it is wanted away.
    """

    changed = Signal()
    asked = Signal(str, str)
    removed = Signal()

    def __init__(self, look: Look, card_id: str, fields: Sequence[Asked], *, removable: bool = True) -> None:
        super().__init__()
        self.setProperty("k", "card")
        self.setObjectName(f"{card_id}_card")
        self.id, self._look = card_id, look
        self._title = label("", "h3")
        self._remove = button("", f"{card_id}_remove", kind="bare", look=look, icon="trash-2", spoken="-")
        self._remove.clicked.connect(self.removed)
        self.fields: dict[str, Filled] = {}
        self._labels: dict[str, QWidget] = {}
        self._quiet = False
        grid = self._laid_out(fields)
        head = row(None, [self._title, None, self._remove], gap=8)
        items = [head, grid] if removable else [grid]
        column(self, items, (14, 10, 14, 12), 8)
        if not removable:
            self._remove.setParent(None)
        for filled in self.fields.values():
            filled.changed.connect(self._on_changed)
        self.show_relevant()

    def _laid_out(self, fields: Sequence[Asked]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        single, at, side = self._look.scale > ONE_COLUMN, 0, 0
        for one in fields:
            wide = single or one.name in WIDE
            if wide and side:
                at, side = at + 1, 0
            self._place(grid, one, (at, side), 3 if wide else 1)
            at, side = (at + 1, 0) if wide or side else (at, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return grid

    def _place(self, grid: QGridLayout, one: Asked, at: tuple[int, int], span: int) -> None:
        filled = self._made(one)
        self.fields[one.name] = filled
        line, side = at
        if one.asks is not Asks.TICK:
            told = label(said(one.words), "m")
            told.setMinimumWidth(self._look.px(LABEL))
            high = one.name in GRIDS or one.asks in (Asks.TEXT, Asks.FILES)
            where = Qt.AlignmentFlag.AlignTop if high else Qt.AlignmentFlag.AlignVCenter
            told.setContentsMargins(0, 8 if high else 0, 0, 0)
            grid.addWidget(told, line, side * 2, where)
            self._labels[one.name] = told
        grid.addWidget(filled.widget, line, side * 2 + 1, 1, span)

    def _made(self, one: Asked) -> Filled:
        words, hint = said(one.words), said(one.hint) if one.hint and one.hint != SCANS else one.hint
        choices = tuple((code, said(told)) for code, told in one.choices)
        asked = Field(
            f"{self.id}_{one.name}", words, one.asks, choices[0][0] if choices else "", choices, hint
        )
        filled: Filled
        if one.name in LOOKING:
            looking = Looking(asked, self)
            looking.asked.connect(lambda told, name=one.name: self.asked.emit(name, told))
            filled = looking
        elif one.name in GRIDS:
            filled = TickGrid(asked, 2 if self._look.scale > ONE_COLUMN else GRIDS[one.name], self)
        else:
            filled = make(self._look, asked, self)
        filled.widget.setObjectName(asked.code)
        filled.widget.setAccessibleName(words)
        if isinstance(filled.widget, DropDown):
            filled.widget.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            filled.widget.setMinimumContentsLength(4)
        if isinstance(filled.widget, QPlainTextEdit):
            box = filled.widget
            box.textChanged.connect(lambda: self._on_text(one.name, box))
        return filled

    def _on_text(self, name: str, box: QPlainTextEdit) -> None:
        if box.hasFocus() and not self._quiet:
            self.asked.emit(name, box.toPlainText())

    def _on_changed(self) -> None:
        if not self._quiet:
            self.show_relevant()
            self.changed.emit()

    def relevant(self) -> frozenset[str]:
        """Return the names of the fields that are asked for now."""
        return frozenset(self.fields)

    def show_relevant(self) -> None:
        """Show the fields that are asked for now, and no other."""
        asked = self.relevant()
        for name, filled in self.fields.items():
            reveal(filled.widget, shown=name in asked)
            if name in self._labels:
                reveal(self._labels[name], shown=name in asked)

    def show_title(self, words: str, remove: str) -> None:
        """Say which card it is, and what its bin does."""
        self._title.setText(words)
        self.setAccessibleName(words)
        self._remove.setAccessibleName(remove)
        self._remove.setToolTip(f"{remove}  Ctrl+Delete")

    def show_values(self, told: Mapping[str, object]) -> None:
        """Let these stand there, without telling that anything changed."""
        self._quiet = True
        for name, value in told.items():
            if name in self.fields and value is not None:
                self.fields[name].show_value(value)
        self._quiet = False
        self.show_relevant()

    def given(self) -> dict[str, object]:
        """Return what stands in every field, asked for now or not: nothing typed is lost."""
        return {"id": self.id, **{name: filled.given() for name, filled in self.fields.items()}}

    def take(self, name: str, offer: Offer) -> None:
        """Fill in what was chosen for a field, and what goes with it."""
        filled = self.fields[name]
        if isinstance(filled, Looking):
            filled.take(offer)
        self.show_values(dict(offer.fills))
        self.changed.emit()

    def take_keys(self, name: str) -> None:
        """Give the keys to a field; to the first one that is empty, without a name."""
        asked = [one for field, one in self.fields.items() if field in self.relevant()]
        wanted = self.fields.get(name) or next((one for one in asked if one.empty), asked[0])
        wanted.take_keys()

    def put_in_order(self) -> None:
        """Let Tab go as the fields are laid out."""
        tab_as_laid_out(self)


class FindingCard(DayCard):
    """A finding as the paper tells it."""

    def __init__(self, look: Look, card_id: str) -> None:
        super().__init__(look, card_id, FINDING)

    def relevant(self) -> frozenset[str]:
        """A criterion belongs to a major one alone."""
        major = self.fields["severity"].given() == Severity.MAJOR
        return frozenset(self.fields) - (frozenset() if major else {"criterion"})


class PaperCard(DayCard):
    """A paper as it lies on the table."""

    def __init__(self, look: Look, card_id: str) -> None:
        super().__init__(look, card_id, PAPER)

    def relevant(self) -> frozenset[str]:
        """What a paper bears depends on its kind."""
        kind, full = self.fields["kind"].given(), self.fields["stop_full"].given() is True
        away: set[str] = set()
        if kind != DocumentKind.STOP_WORK_NOTICE:
            away.update(STOP)
        elif full:
            away.add("stop_parts")
        if kind != DocumentKind.CONDUCT_NOTICE:
            away.update(CONDUCT)
        if kind and kind not in ORDERING:
            away.add("due_on")
        if kind in late_rules.INTERNAL:
            away.update(TO_COMPANY)
        return frozenset(self.fields) - away


def watch(card: DayCard, keys: QObject) -> None:
    """Let an event filter hear the lines for which something is found."""
    for name, filled in card.fields.items():
        if name in LOOKING or name == "fact":
            filled.widget.installEventFilter(keys)


def card_of(widget: QWidget | None) -> DayCard | None:
    """Return the card in which a widget stands."""
    while widget is not None:
        if isinstance(widget, DayCard):
            return widget
        widget = widget.parentWidget()
    return None
