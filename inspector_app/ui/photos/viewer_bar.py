"""The bar over a photo: what is looked at, the tools for marks, and how large it is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton

from inspector_app.domain.marks import MARK_LABELS, MarkKind
from inspector_app.ui.controls.parts import Chip, Elided, Item, button, label, row
from inspector_app.ui.photos.viewer_picture import STEP
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

SHOWN_TOOLS: tuple[tuple[MarkKind, str, str], ...] = (
    (MarkKind.ARROW, "A", "move-up-right"),
    (MarkKind.RING, "R", "circle"),
    (MarkKind.TEXT, "T", "type"),
    (MarkKind.PIXELATE, "M", "grid-3x3"),
)


def icon_button(look: Look, name: str, icon: str, spoken: str, key: str) -> QPushButton:
    """Return a button that is a picture; its tooltip says what it does and which key does the same."""
    made = button("", name, kind="bare", look=look, icon=icon, spoken=spoken)
    made.setToolTip(f"{spoken}  {key}")
    return made


class ViewerBar(QFrame):
    """Shows what is looked at and offers what can be done to it.

    Signals:
        close_wanted, pair_wanted: as they say.
        tool_wanted: the MarkKind to be drawn next, None to put the tool down.
        undo_wanted, redo_wanted, remove_wanted: of marks.
        zoom_wanted: by which factor.
    """

    close_wanted = Signal()
    pair_wanted = Signal()
    tool_wanted = Signal(object)
    undo_wanted = Signal()
    redo_wanted = Signal()
    remove_wanted = Signal()
    zoom_wanted = Signal(float)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("top")
        self.setFixedHeight(max(look.px(56), look.target + 16))
        self._look = look
        self.title, self._count = Elided(look, px=16, bold=True), Chip(look)
        self.locked = Chip(look)
        back = self._icon_button("viewer_close", "arrow-left", self.tr("关闭照片"), "Esc")
        back.clicked.connect(self.close_wanted)
        parts: list[Item] = [back, (self.title, 1), self._count, self.locked, 4]
        row(self, [*parts, *self._tool_parts(), 4, *self._view_parts()], (12, 0, 16, 0), 4)

    def _tool_parts(self) -> list[Item]:
        group = QButtonGroup(self)
        group.setExclusive(False)
        self.tools: dict[MarkKind, QPushButton] = {}
        for kind, key, icon in SHOWN_TOOLS:
            words = said(MARK_LABELS[kind])
            made = button(words, f"tool_{kind}", kind="tab", look=self._look, icon=icon)
            made.setCheckable(True)
            tip = self.tr("%1：在照片上拖出来；按 %2 放到正中")
            made.setToolTip(tip.replace("%1", words).replace("%2", key))
            made.clicked.connect(lambda on, told=kind: self.tool_wanted.emit(told if on else None))
            group.addButton(made)
            self.tools[kind] = made
        self._undo = self._icon_button("mark_undo", "undo-2", self.tr("撤销"), "Ctrl+Z")
        self._redo = self._icon_button("mark_redo", "redo-2", self.tr("重做"), "Ctrl+Y")
        self._remove = self._icon_button("mark_remove", "trash-2", self.tr("删除选中的标注"), "Del")
        self._undo.clicked.connect(self.undo_wanted)
        self._redo.clicked.connect(self.redo_wanted)
        self._remove.clicked.connect(self.remove_wanted)
        return [*self.tools.values(), self._undo, self._redo, self._remove]

    def _view_parts(self) -> list[Item]:
        smaller = self._icon_button("zoom_out", "zoom-out", self.tr("缩小"), "-")
        larger = self._icon_button("zoom_in", "zoom-in", self.tr("放大"), "+")
        self._pair = self._icon_button("pair", "columns-2", self.tr("并排比较"), "B")
        self._zoom = label("100%", "s")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setMinimumWidth(self._look.px(44))
        smaller.clicked.connect(lambda: self.zoom_wanted.emit(1 / STEP))
        larger.clicked.connect(lambda: self.zoom_wanted.emit(STEP))
        self._pair.clicked.connect(self.pair_wanted)
        return [smaller, self._zoom, larger, self._pair]

    def _icon_button(self, name: str, icon: str, spoken: str, key: str) -> QPushButton:
        return icon_button(self._look, name, icon, spoken, key)

    def show_photo(self, title: str, place: int, count: int, *, editable: bool) -> None:
        """Say which photo is looked at.

        Args:
            place, count: which of its finding's photos it is, from 1.
            editable: False where the inspection is over.
        """
        self.title.show_text(title)
        self._count.show_state(f"{place} / {count}", "gray")
        self.locked.show_state("" if editable else self.tr("检查已结束，只能看"), "blue")
        self._pair.setEnabled(count > 1)
        self.show_zoom(1.0)

    def show_zoom(self, zoom: float) -> None:
        """Say how much larger than fitting it is shown."""
        self._zoom.setText(f"{round(zoom * 100)}%")

    def show_tools(self, up: MarkKind | None, *, editable: bool) -> None:
        """Show which tool is taken up, and whether any may be."""
        for kind, one in self.tools.items():
            one.setEnabled(editable)
            one.setChecked(up is kind)

    def show_steps(self, *, undo: bool, redo: bool, remove: bool) -> None:
        """Show which ways back and forth there are, and whether a mark is chosen."""
        self._undo.setEnabled(undo)
        self._redo.setEnabled(redo)
        self._remove.setEnabled(remove)

    @property
    def may_pair(self) -> bool:
        """Whether there is another photo to compare with."""
        return self._pair.isEnabled()
