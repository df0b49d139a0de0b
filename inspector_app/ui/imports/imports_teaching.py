"""从 Excel 导入 before a workbook is chosen: where to drop it, what is known, and what will happen to it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from inspector_app.casework.importing.columns import Kind
from inspector_app.ui.controls.parts import button, column, frame, label, restyle, row, sign
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

PICTURE = 40
WIDEST = 980
"""Width of all that teaches, in pixels of the design; wider, its lines could not be read at a glance."""

KINDS = (
    (Kind.SITES, "building-2", "在建工程台账", "每行要有项目名称；编号、地点、参建单位和电话有多少认多少。"),
    (Kind.PLANTS, "columns-2", "混凝土企业台账", "每行要有企业名称；地址、信用代码、负责人有多少认多少。"),
    (Kind.PEOPLE, "users", "人员名册", "每行要有姓名；执法证号和有效期一并登记，专家另记。"),
    (
        Kind.HISTORY,
        "history",
        "历史台账（检查和登记簿）",
        "两张表：检查要有日期、工地、人员，登记簿要有文号和签发日期。",
    ),
)
"""What a workbook may be: its picture, its name, what its rows must have."""
STEPS = (
    ("认表头", "标题行、两行表头、合并的格子都认；认不出的列由您来定，不会猜。"),
    ("先试算", "什么都不写入。退回的行逐行写明原因，存成工作簿改好再导入。"),
    ("再导入", "合并由您勾选，不勾不合并。同一个文件再导入一次，什么都不变。"),
)
"""What happens to it."""


class ImportsTeaching(QScrollArea):
    """Teaches; the button asks for a file.

    Attributes:
        zone: where a file is dropped; `show_over` while one is held over it.

    Signals:
        choose_requested: ask for a file.
    """

    choose_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_teaching")
        self.setAccessibleName(self.tr("怎么导入"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cards: dict[Kind, QFrame] = {}
        self.zone = self._zone(look)
        inner = QWidget()
        inner.setMaximumWidth(look.px(WIDEST))
        column(
            inner,
            [
                self.zone,
                row(None, [(self._kind(look, *told), 1) for told in KINDS], gap=look.px(12)),
                row(None, [(_step(look, n, *told), 1) for n, told in enumerate(STEPS, 1)], gap=look.px(12)),
            ],
            (0, look.px(16), 0, look.px(16)),
            look.px(14),
        )
        scrolled = QWidget()
        scrolled.setObjectName("scrolled")
        column(scrolled, [None, row(None, [None, (inner, 100), None], gap=0), None], (20, 0, 20, 0), 0)
        self.setWidget(scrolled)

    def _zone(self, look: Look) -> QFrame:
        zone = frame("drop", "import_zone")
        told = label(
            self.tr(
                "也可以粘贴路径后按 Enter。只认 .xlsx；.xls、.et、.csv 先在 Excel 或 WPS 里另存为 .xlsx。"
            ),
            "s",
        )
        told.setWordWrap(True)
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        choose = button(self.tr("选择文件"), "import_begin", kind="main", look=look, icon="folder-open")
        choose.setToolTip(f"{self.tr('选择文件')}  Ctrl+O")
        choose.clicked.connect(self.choose_requested)
        shown: list[QWidget] = [
            sign(look, "file-up", look.tokens.accent, PICTURE),
            label(self.tr("把 Excel 工作簿拖到这里"), "h2"),
        ]
        middle = [row(None, [None, one, None]) for one in shown]
        column(
            zone,
            [*middle, told, row(None, [None, choose, None])],
            (look.px(24), look.px(22), look.px(24), look.px(22)),
            look.px(10),
        )
        return zone

    def _kind(self, look: Look, kind: Kind, icon: str, title: str, told: str) -> QFrame:
        card = frame("card")
        self._cards[kind] = card
        head = row(None, [sign(look, icon, look.tokens.accent, 18), (label(said(title), "h3", wrap=True), 1)])
        column(card, [head, label(said(told), "s", wrap=True), None], (14, 12, 14, 12), 6)
        return card

    def show_kind(self, kind: Kind) -> None:
        """Mark the kind that is chosen."""
        for one, card in self._cards.items():
            restyle(card, k="edit" if one is kind else "card")

    def show_over(self, *, over: bool) -> None:
        """Show that a file let go now would be taken."""
        restyle(self.zone, over=over)


def _step(look: Look, n: int, title: str, told: str) -> QWidget:
    part = QWidget()
    head = row(None, [label(str(n), "accent"), (label(said(title), "h3"), 1)])
    column(part, [head, label(said(told), "s", wrap=True), None], (look.px(14), 0, look.px(14), 0), 4)
    return part
